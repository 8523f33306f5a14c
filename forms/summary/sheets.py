"""Summary sheets: the content of a period's summary, once, for the workbook and the PDF alike.

A sheet is a head, columns and rows of texts and figures; figures are numbers with the decimals they are shown with, a
total over cells that stand on the sheet says over which. Shows what `models.city` found and nothing of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from models.basics.messages import say
from models.basics.period import format_time
from models.basics.quantity import Rounding, format_number, plain, round_to
from models.city.adjudication import Adjudication
from models.city.city import City, Share
from models.city.coverage import whole
from models.city.reconcile import Reconciliation, compared_items
from models.city.summary import Result, Summary
from models.desk.changes import Change
from models.ledger.roster import Roster
from models.plan.plan import Direction, Item

MOST_DECIMALS = 4
_SIGNS = {Direction.AT_LEAST: "≥", Direction.AT_MOST: "≤", Direction.DROP: "≥"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the decimals it is shown with. `sums`: it is the sum of these rows of its column, 0-based."""

    value: Decimal
    decimals: int = 0
    sums: tuple[int, ...] = ()
    rounding: Rounding = Rounding.GBT8170  # the plan's: `summary_sheets` sets it

    @property
    def text(self) -> str:
        """The number as people read it."""
        return format_number(self.value, self.decimals, self.rounding)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict: its mark, and its words."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """完成率 in per cent, with the share of the time that has passed, where that says something."""

    value: Decimal
    passed: Decimal | None
    mark: str

    @property
    def text(self) -> str:
        """The rate as people read it."""
        return f"{self.value:.2f}"


Value = str | Figure | Judged | Completion


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the page's width, whether figures stand in it."""

    head: str
    width: int  # mm on paper, about 0.55 characters in the workbook
    figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the book and one part of the PDF."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    remarks: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(column.head for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a summary is printed from."""

    city: City
    roster: Roster
    found: Summary
    office: str = ""
    until: datetime | None = None  # 数据截至; None = now is not told
    number: int = 0  # of an issued set, 0 for a draft
    received: Mapping[str, tuple[int, datetime]] = field(default_factory=dict)  # unit → revision, registered
    adjudications: tuple[Adjudication, ...] = ()
    before: Summary | None = None  # of the period before, for 上期
    changes: tuple[Change, ...] = ()


def summary_sheets(ground: Ground) -> tuple[Sheet, ...]:
    """Return every sheet of a period's summary, in the order people ask for them."""
    made = (
        _indicators(ground), _counties(ground), _reconciliation(ground), _roster(ground), _decisions(ground),
        _findings(ground), _changes(ground),
    )  # fmt: skip
    return tuple(_rounded(sheet, ground.city.plan.rounding) for sheet in made if sheet is not None)


def _rounded(sheet: Sheet, rounding: Rounding) -> Sheet:
    """The same sheet, its figures shown as the plan rounds."""
    rows = tuple(
        tuple(replace(value, rounding=rounding) if isinstance(value, Figure) else value for value in row)
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _columns(*said: tuple[str, int] | tuple[str, int, bool]) -> tuple[Column, ...]:
    return tuple(Column(say(f"papers.summary.{one[0]}"), one[1], len(one) > 2) for one in said)


def places_of(figures: Sequence[Decimal]) -> int:
    """Return how many decimals figures that stand together are shown with: as the longest needs, at most four."""
    return max((_places(one) for one in figures), default=0)


def _places(value: Decimal) -> int:
    exponent = Decimal(plain(round_to(value, MOST_DECIMALS, Rounding.GBT8170))).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def facts_of(ground: Ground) -> list[tuple[str, str]]:
    """Return the head of the summary: who made it, until when data were counted, and room for three signatures."""
    roster = ground.roster
    expected, received, returned, held, missing = map(str, roster.equation)
    equation = say(
        "papers.summary.equation", 应报=expected, 已收=received, 退回=returned, 待核实=held, 缺报=missing,
        迟报=str(len(roster.late)), 待认定=str(len(roster.disputed)),
    )  # fmt: skip
    rates = say(
        "papers.summary.rates", 完整率=_rate(len(roster.received), len(roster.expected)),
        及时率=_rate(roster.on_time, len(roster.expected)),
    )  # fmt: skip
    until = format_time(ground.until) if ground.until else ""
    rows = [("office", ground.office), ("until", until), ("roster", equation), ("rate", rates)]
    rows += [(role, "") for role in ("made_by", "reviewed_by", "answers")]
    return [(say(f"papers.summary.{key}"), text) for key, text in rows]


def _rate(part: int, of: int) -> str:
    return f"{Decimal(part) / of * 100:.2f}%" if of else "—"


def target_words(result: Result) -> str:
    """Return a target with its sign: ≥98, ≤42, 零增长."""
    one = result.indicator
    if one.target is None:
        return say("papers.summary.no_target")
    if one.direction is Direction.NO_GROWTH:
        return say("papers.summary.no_growth")
    return f"{_SIGNS.get(one.direction, '')}{plain(one.target)}"


def _indicators(ground: Ground) -> Sheet:
    columns = _columns(
        ("number", 10), ("indicator", 50), ("clause", 24), ("responsible", 24), ("measure", 17), ("target", 14),
        ("value", 17, True), ("before", 17, True), ("completion", 28, True),
        ("verdict", 33), ("coverage", 12), ("notes", 42),
    )  # fmt: skip
    rows = tuple(_indicator(ground, result) for result in ground.found.results)
    remarks = [] if ground.city.period.deciding else [say("papers.summary.legend")]
    remarks.append(say("papers.summary.no_estimate"))
    return Sheet(name=say("papers.summary.indicators"), columns=columns, rows=rows, remarks=tuple(remarks))


def _indicator(ground: Ground, result: Result) -> tuple[Value, ...]:
    from models.city.verdict import elapsed
    from models.plan.plan import Quarterly

    one, city = result.indicator, ground.city
    value: Value = _result_value(result)
    passed = elapsed(one, city.period) if one.quarterly is Quarterly.PROGRESS and not city.decides(one) else None
    bar: Value = ""
    if result.completion is not None:
        bar = Completion(round_to(result.completion, 2, city.plan.rounding), passed, result.verdict.value)
    old = ground.before.of(one.id) if ground.before and _has(ground.before, one.id) else None
    before: Value = "" if old is None or old.value is None else _result_value(old)
    lead = city.name(one.main_reporter)
    return (
        one.id, one.name, "；".join(one.clauses), lead, one.measure, target_words(result), value, before, bar,
        Judged(result.verdict.value, result.judgement), result.coverage, "；".join(result.notes),
    )  # fmt: skip


def _result_value(result: Result) -> Value:
    """A value as a number with its decimals; a grade or a yes as its word."""
    if result.value is None:
        return "—"
    figure = Figure(result.value, result.decimals, rounding=result.indicator.decide_rounding)
    return figure if figure.text == result.shown else result.shown


def _has(summary: Summary, indicator: str) -> bool:
    return any(result.indicator.id == indicator for result in summary.results)


def share_words(share: Share) -> str:
    """Return in words why a share has no figure."""
    return say(f"papers.summary.state_{share.state or 'blank'}")


def _counties(ground: Ground) -> Sheet | None:
    """Counties and zones side by side: a row each, a column for each item that is added up; rates are made of two."""
    city = ground.city
    added = [
        (result, item, total)
        for result in ground.found.results
        if result.totals and city.by_county(compared_items(result.indicator))
        for item, total in zip(compared_items(result.indicator), result.totals, strict=True)
    ]
    if not added:
        return None
    units = [u.id for u in city.plan.filing_units if any(t.of(u.id) or _within(t.within, u.id) for _, _, t in added)]
    places = [places_of([s.figure for s in (*t.shares, *t.within) if s.figure is not None]) for _, _, t in added]
    rows: list[tuple[Value, ...]] = []
    for unit in units:
        cells = [
            _county_cell(total.of(unit), _within(total.within, unit), n, city.plan.rounding)
            for (_, _, total), n in zip(added, places, strict=True)
        ]
        rows.append((unit, city.name(unit), *cells))
    totals: list[Value] = []
    for (result, _, total), n in zip(added, places, strict=True):
        counted = set(whole(result.totals))
        numbers = tuple(place for place, unit in enumerate(units) if unit in counted and total.of(unit))
        figures = [share.figure for share in total.shares if share.unit in counted and share.figure is not None]
        totals.append(Figure(sum(figures, Decimal(0)), n, numbers) if figures else "—")
    rows.append(("", say("papers.summary.city"), *totals))
    rows.append(("", say("papers.summary.coverage"), *(result.coverage for result, _, _ in added)))
    heads = tuple(Column(_item_head(city.plan.items[item]), 19, True) for _, item, _ in added)
    first = _columns(("code", 14), ("unit", 38))
    remarks = (say("papers.summary.matrix_note"), say("papers.summary.rounding"))
    return Sheet(name=say("papers.summary.shares"), columns=(*first, *heads), rows=tuple(rows), remarks=remarks)


def _item_head(item: Item) -> str:
    return f"{item.id}\n{item.name}（{item.measure}）"


def _within(shares: Sequence[Share], unit: str) -> Share | None:
    return next((share for share in shares if share.unit == unit), None)


def _county_cell(share: Share | None, within: Share | None, places: int, rounding: Rounding) -> Value:
    if share is not None:
        return share_words(share) if share.figure is None else Figure(share.figure, places)
    if within is not None and within.figure is not None:
        return say("papers.summary.inside", 数值=format_number(within.figure, places, rounding))
    return ""


def outcome_words(one: Reconciliation) -> str:
    """Return how a comparison ended: within the tolerance, beyond it, or 未齐，暂不对账."""
    word = "not_compared" if not one.complete else "exceeds" if one.exceeds else "agrees"
    return say(f"papers.summary.{word}")


def _reconciliation(ground: Ground) -> Sheet:
    columns = _columns(
        ("number", 14), ("item", 80), ("measure", 24), ("counties", 28, True), ("department", 28, True),
        ("difference", 26, True), ("tolerance", 22, True), ("outcome", 34),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in ground.found.reconciliation:
        item = ground.city.plan.items[one.item]
        figures = (one.counties, one.department, one.difference)
        places = places_of([figure for figure in figures if figure is not None])
        cells = [_figure(figure, places) for figure in figures]
        mark = "not_evaluable" if not one.complete else "missed" if one.exceeds else "met"
        tolerance = Figure(one.tolerance, max(places, 2))
        rows.append((one.item, item.name, item.measure, *cells, tolerance, Judged(mark, outcome_words(one))))
        for unit in one.units:
            own = say("papers.summary.state_na") if unit.county is None else Figure(unit.county, places)
            gap = None if unit.county is None else unit.county - unit.department
            name = f"　　{ground.city.name(unit.unit)}"
            rows.append(
                (unit.unit, name, item.measure, own, Figure(unit.department, places), _figure(gap, places), "", "")
            )
    remarks = (say("papers.summary.never_changed" if rows else "papers.summary.nothing"),)
    return Sheet(name=say("papers.summary.reconciliation"), columns=columns, rows=tuple(rows), remarks=remarks)


def _figure(value: Decimal | None, places: int) -> Value:
    return "—" if value is None else Figure(value, places)


def roster_state(roster: Roster, unit: str) -> str:
    """Return how a unit stands on the roster: received, late, missing, held, returned, disputed."""
    groups = {"missing": roster.missing, "held": roster.held, "returned": roster.returned, "disputed": roster.disputed}
    late = {one.unit for one in roster.late}
    return next((name for name, units in groups.items() if unit in units), "late" if unit in late else "received")


_ROSTER_MARKS = {
    "received": "met", "late": "behind", "missing": "missed", "held": "pending", "returned": "behind",
    "disputed": "pending",
}  # fmt: skip


def _roster(ground: Ground) -> Sheet:
    roster, city = ground.roster, ground.city
    columns = _columns(
        ("code", 24), ("unit", 80), ("roster_state", 40), ("revision", 20, True), ("registered", 40), ("due", 40),
        ("late_days", 26, True),
    )  # fmt: skip
    late = {one.unit: one for one in roster.late}
    rows: list[tuple[Value, ...]] = []
    for unit in roster.expected:
        state = roster_state(roster, unit)
        revision, registered = ground.received.get(unit, (0, None))
        due = city.settings.due_of(unit, roster.period)
        rows.append((
            unit, city.name(unit), Judged(_ROSTER_MARKS[state], say(f"papers.summary.roster_{state}")),
            Figure(Decimal(revision)) if revision else "", format_time(registered) if registered else "",
            format_time(due.at) if due else "", Figure(Decimal(late[unit].working_days)) if unit in late else "",
        ))  # fmt: skip
    return Sheet(name=say("papers.summary.roster"), columns=columns, rows=tuple(rows))


def _decisions(ground: Ground) -> Sheet:
    """Every parameter, waiver, extension and 审定数 the figures rest on, with who decided it."""
    plan, settings = ground.city.plan, ground.city.settings
    rows: list[tuple[Value, ...]] = []
    for parameter in plan.parameters.values():
        value = settings.parameter(plan, parameter.id)
        if isinstance(value, str | Decimal) and value != "":
            given = say("papers.summary.set_by" if parameter.id in settings.parameters else "papers.summary.by_plan")
            rows.append((say("papers.summary.parameter"), parameter.name, _said(value), given))
    for indicator, rules in settings.overlap.items():
        for unit, rule in rules.items():
            words = say(f"papers.summary.rule_{rule}")
            rows.append(
                (
                    say("papers.summary.overlap"),
                    f"{plan.indicators[indicator].name}　{ground.city.name(unit)}",
                    words,
                    "",
                )
            )
    for waiver in settings.waivers:
        if waiver.period == ground.city.period.id:
            why = f"{waiver.reason}（{waiver.approved_by}）"
            rows.append((say("papers.summary.waiver"), f"{waiver.check}　{ground.city.name(waiver.unit)}", "", why))
    for said in ground.adjudications:
        one = plan.indicators[said.indicator]
        why = say(
            "papers.summary.decided",
            文号=said.document,
            理由=said.reason,
            经办人=said.by,
            复核人=said.checked_by or "—",
        )
        rows.append((say("papers.summary.adjudicated"), one.name, Figure(said.value, _places(said.value)), why))
    columns = _columns(("kind", 30), ("item", 90), ("value", 50), ("grounds", 90))
    return Sheet(name=say("papers.summary.decisions"), columns=columns, rows=tuple(rows))


def _said(value: str | Decimal) -> Value:
    return Figure(value, _places(value)) if isinstance(value, Decimal) else value


def _findings(ground: Ground) -> Sheet:
    plan, city = ground.city.plan, ground.city
    columns = _columns(("number", 20), ("unit", 50), ("indicator", 60), ("message", 130))
    rows = tuple(
        (
            one.check,
            city.name(one.unit) if one.unit else "",
            plan.indicators[one.indicator].name if one.indicator else "",
            one.message,
        )
        for one in ground.found.findings
    )
    remarks = () if rows else (say("papers.summary.nothing"),)
    return Sheet(name=say("papers.summary.findings"), columns=columns, rows=rows, remarks=remarks)


def _changes(ground: Ground) -> Sheet | None:
    """通报后变动清单: what moved since the set issued before."""
    if not ground.changes:
        return None
    plan, city = ground.city.plan, ground.city
    columns = _columns(
        ("unit", 50),
        ("item", 60),
        ("indicator", 50),
        ("old", 30),
        ("new", 30),
        ("verdict_old", 20),
        ("verdict_new", 20),
    )
    rows = tuple(
        (
            city.name(one.unit) if one.unit else "", one.item or "", plan.indicators[one.indicator].name,
            one.before or "—", one.after or "—", say(f"verdicts.{one.verdict_before}"),
            say(f"verdicts.{one.verdict_after}"),
        )
        for one in ground.changes
    )  # fmt: skip
    return Sheet(name=say("papers.summary.changes"), columns=columns, rows=rows)


def texts_of(sheet: Sheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts, as both papers show them."""
    for row in sheet.rows:
        yield [value if isinstance(value, str) else value.text for value in row]
