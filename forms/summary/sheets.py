"""Summary sheets: the content of a period's summary, once, for the workbook and the PDF alike.

A sheet is a head, columns and rows of texts and figures; figures are numbers with the decimals they are shown with, a
total over cells that stand on the sheet says over which. Shows what `models.city` found and nothing of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from forms.summary.city_items import city_items_sheet
from forms.summary.content import (
    Completion,
    ShownFigure,
    ShownVerdict,
    SummarySheet,
    SummarySource,
    Value,
    columns_of,
)
from forms.summary.lists import changes_sheet, findings_sheet, roster_sheet
from forms.summary.settled import decisions_sheet
from forms.summary.shares import shares_sheet
from models.basics.messages import say
from models.basics.period import format_time
from models.basics.quantity import Rounding
from models.city.city import City
from models.city.reconcile import Reconciliation, RestOfSum, SumOutcome, UnitFigures
from models.city.summary import Result, Summary
from models.city.verdict import SIGN_OF, TARGET_SIGNS, rate_shown, share_of_time
from models.ledger.roster import missing_facts
from models.ledger.share_words import share_words
from models.plan.plan import Direction, Quarterly


def summary_sheets(ground: SummarySource) -> tuple[SummarySheet, ...]:
    """Return every sheet of a period's summary, in the order people ask for them."""
    made = (
        _indicators(ground),
        shares_sheet(ground),
        city_items_sheet(ground),
        _reconciliation(ground),
        roster_sheet(ground),
        decisions_sheet(ground),
        findings_sheet(ground),
        changes_sheet(ground),
    )
    return tuple(_rounded(sheet, ground.city.plan.rounding) for sheet in made if sheet is not None)


def _rounded(sheet: SummarySheet, rounding: Rounding) -> SummarySheet:
    """The same sheet, its figures shown as the plan rounds."""
    rows = tuple(
        tuple(replace(value, rounding=rounding) if isinstance(value, ShownFigure) else value for value in row)
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def facts_of(ground: SummarySource) -> list[tuple[str, str]]:
    """Return the head of the summary: who made it, until when data were counted, and room for three signatures."""
    roster = ground.roster
    expected, received, returned, held, _ = map(str, roster.equation)
    equation = say(
        "papers.summary.equation",
        应报=expected,
        已收=received,
        退回=returned,
        待核实=held,
        **missing_facts(roster, "papers.summary"),
        迟报=str(len(roster.late)),
        待认定=str(len(roster.disputed)),
    )
    rates = say(
        "papers.summary.rates",
        完整率=percent_words(roster.completeness),
        及时率=percent_words(roster.timeliness),
    )
    until = format_time(ground.until) if ground.until else ""
    rows = [("office", ground.office), ("until", until), ("roster", equation), ("rate", rates)]
    rows += [(role, "") for role in ("made_by", "reviewed_by", "answers")]
    return [(say(f"papers.summary.{key}"), text) for key, text in rows]


def percent_words(rate: str | None) -> str:
    """Return a rate of the roster as papers write it, "—" for none."""
    return "—" if rate is None else f"{rate}%"


def target_words(result: Result) -> str:
    """Return the target of the period with its sign: ≥98, ≤42, 8—10, 良好, 零增长."""
    one, target = result.indicator, result.target
    if one.direction is Direction.NO_GROWTH and one.base is None:
        return say("papers.summary.no_growth")
    if target is None:
        return say("papers.summary.no_target")
    return f"{TARGET_SIGNS.get(one.direction, '')}{result.shown_target}"


def _indicators(ground: SummarySource) -> SummarySheet:
    columns = columns_of(
        ("number", 10),
        ("indicator", 50),
        ("clause", 24),
        ("responsible", 24),
        ("measure", 17),
        ("target", 14),
        ("value", 17, True),
        ("before", 17, True),
        ("completion", 28, True),
        ("verdict", 33),
        ("coverage", 12),
        ("notes", 42),
    )
    rows = tuple(_indicator(ground, result) for result in ground.found.results)
    remarks = [] if ground.city.period.deciding else [say("papers.summary.legend")]
    remarks.append(say("papers.summary.no_estimate"))
    return SummarySheet(name=say("papers.summary.indicators"), columns=columns, rows=rows, remarks=tuple(remarks))


def _bar(result: Result, city: City) -> Value:
    """How much of the target is reached, beside how much of the time has passed; "" without a 完成率."""
    if result.completion is None:
        return ""
    one = result.indicator
    passed = share_of_time(one, city.period) if one.quarterly is Quarterly.PROGRESS and not city.decides(one) else None
    return Completion(value=rate_shown(one, result.completion), passed=passed, mark=SIGN_OF[result.verdict].value)


def _indicator(ground: SummarySource, result: Result) -> tuple[Value, ...]:
    one, city = result.indicator, ground.city
    old = ground.before.of(one.id) if ground.before and _has(ground.before, one.id) else None
    before: Value = "" if old is None or old.value is None else _result_value(old)
    words = judgement_words(result)
    return (
        one.id,
        one.name,
        "；".join(one.clauses),
        city.name(one.main_reporter),
        one.measure,
        target_words(result),
        _result_value(result),
        before,
        _bar(result, city),
        ShownVerdict(SIGN_OF[result.verdict].value, words),
        result.coverage,
        "；".join(note for note in result.notes if note != words),
    )


def judgement_words(result: Result) -> str:
    """Return the verdict as papers print it; of what the period neither asks nor takes over, that it is not asked."""
    return result.judgement if result.is_told else say("papers.summary.not_asked")


def _result_value(result: Result) -> Value:
    """A value as a number with its decimals; a grade or a yes as its word."""
    if result.value is None:
        return "—"
    figure = ShownFigure(result.value, decimals=result.decimals, rounding=result.indicator.decide_rounding)
    return figure if figure.text == result.shown else result.shown


def _has(summary: Summary, indicator: str) -> bool:
    return any(result.indicator.id == indicator for result in summary.results)


MARKS = {SumOutcome.NOT_COMPARED: "none", SumOutcome.EXCEEDS: "missed", SumOutcome.AGREES: "met"}


def outcome_words(one: Reconciliation) -> str:
    """Return how a comparison ended: within the tolerance, beyond it, or 未齐，暂不对账."""
    return say(f"papers.summary.{one.outcome}")


def _reconciliation(ground: SummarySource) -> SummarySheet:
    columns = columns_of(
        ("number", 14),
        ("item", 80),
        ("measure", 24),
        ("counties", 28, True),
        ("department", 28, True),
        ("difference", 26, True),
        ("tolerance", 22, True),
        ("outcome", 34),
    )
    rows: list[tuple[Value, ...]] = []
    for one in ground.found.reconciliation:
        item = ground.city.plan.items[one.item]
        figures = (one.counties, one.department, one.difference)
        places = one.decimals
        cells = [_figure(figure, places) for figure in figures]
        tolerance = ShownFigure(one.shown_tolerance, decimals=places)
        rows.append(
            (one.item, item.name, item.measure, *cells, tolerance, ShownVerdict(MARKS[one.outcome], outcome_words(one)))
        )
        rows += [_side_by_side(ground, one, unit) for unit in _told(one)]
        if one.agreeing and not one.units:
            rows.append(("", f"　　{say('papers.summary.lines_agree', n=one.agreeing)}", *("",) * (len(columns) - 2)))
    remarks = (say("papers.summary.never_changed" if rows else "papers.summary.nothing"),)
    return SummarySheet(name=say("papers.summary.reconciliation"), columns=columns, rows=tuple(rows), remarks=remarks)


def _told(one: Reconciliation) -> Iterator[UnitFigures]:
    """The units that have a row: where some differ all of them, else those of which a side is missing.

    Nobody where the department gave one figure for the whole.
    """
    if one.units or one.rest is not RestOfSum.WHOLE:
        yield from (unit for unit in one.lines if one.units or not unit.agrees)


def _side_by_side(ground: SummarySource, one: Reconciliation, unit: UnitFigures) -> tuple[Value, ...]:
    """The row of one county: its figure, the department's line for it, and how that ended where nothing differs."""
    places = one.decimals
    words = share_words(ground.roster, unit.unit, unit.state) if unit.county is None else ""
    own: Value = words if unit.county is None else ShownFigure(unit.county, decimals=places)
    outcome = say("papers.summary.line_agrees") if unit.agrees else ""
    name = f"　　{ground.city.name(unit.unit)}"
    measure = ground.city.plan.items[one.item].measure
    return (
        unit.unit,
        name,
        measure,
        own,
        _figure(unit.department, places),
        _figure(unit.difference, places),
        "",
        outcome,
    )


def _figure(value: Decimal | None, places: int) -> Value:
    return "—" if value is None else ShownFigure(value, decimals=places)
