"""Summary: the city's value of every indicator in a period, with coverage, verdict and what it rests on.

Adds up unrounded figures and rounds once. What is disputed, differs from the lead department's figure or waits for a
choice of the office is pending, and says which word it needs; nothing is estimated (DESIGN §2.2, §2.8).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from models.city import City, Total
from models.completeness import Gap, gaps
from models.plan import Aggregate, Indicator
from models.quantity import round_to
from models.reconcile import Reconciliation, compared_items, reconcile
from models.verdict import Verdict, completion, decided_value, judge_value, meets
from models.words import fill, say

SAME_CHOICE = {"Q01": "Q01.17", "Q11": "Q11.4", "Q09": "Q09.4"}  # CK-C04: one choice in the whole city


@dataclass(frozen=True, slots=True)
class Adjudication:
    """审定数: the office's own figure beside the units', with its reason and the digests it rests on (unit → digest)."""

    period: str
    indicator: str
    value: Decimal
    reason: str
    document: str
    by: str
    at: datetime
    rests_on: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator of one period. `value` is rounded for comparison, `exact` is not; None = there is none."""

    indicator: Indicator
    value: Decimal | None
    exact: Decimal | None
    verdict: Verdict
    basis: str  # "counties" | "department" | "lines" | "verified" | "adjudicated" | ""
    coverage: str  # "9/10"
    notes: tuple[str, ...]
    completion: Decimal | None
    total: Total | None
    alternatives: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class OfficeFinding:
    """What the office's own checks over several units found: check id, level word, message, indicator."""

    check: str
    level: str
    message: str
    indicator: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the summary paper and screen show of one period."""

    period: str
    expected: tuple[str, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]
    disputed: tuple[str, ...]
    results: tuple[Result, ...]
    reconciliation: tuple[Reconciliation, ...]
    findings: tuple[OfficeFinding, ...]
    gaps: tuple[Gap, ...]


def summarise(city: City, missing: tuple[str, ...], adjudications: Mapping[str, Adjudication]) -> Summary:
    """Return the summary of a period from the sheets in force. `missing` are the expected units nobody has heard of."""
    compared = reconcile(city)
    results = tuple(
        _result(city, indicator, compared, adjudications.get(indicator.id))
        for indicator in city.plan.indicators.values()
    )
    received = tuple(unit for unit in city.expected if unit in city.sheets or unit in city.disputed)
    disputed = tuple(unit for unit in city.expected if unit in city.disputed)
    findings = tuple(_findings(city, missing, results, compared))
    return Summary(city.period.id, city.expected, received, missing, disputed, results, compared, findings, gaps(city))


@dataclass(frozen=True, slots=True)
class _Figure:
    """An indicator's figure before it is judged."""

    exact: Decimal | None
    basis: str
    given: int
    wanted: int
    notes: tuple[str, ...] = ()
    pending: bool = False
    stopped: bool = False
    total: Total | None = None
    compared: Decimal | None = None  # where rounding on the way makes the compared value differ from `exact`
    alternatives: Mapping[str, Decimal | None] | None = None


def _result(
    city: City, indicator: Indicator, compared: tuple[Reconciliation, ...], adjudication: Adjudication | None
) -> Result:
    figure = _figure(city, indicator)
    notes, pending = list(figure.notes), figure.pending
    for word in _pending_words(city, indicator, compared, adjudication):
        notes.append(say(f"summary.{word}"))
        pending = True
    exact, basis, coverage = figure.exact, figure.basis, f"{figure.given}/{figure.wanted}"
    if adjudication is not None:
        exact, basis, figure = (
            adjudication.value,
            "adjudicated",
            _Figure(adjudication.value, "", 1, 1, total=figure.total),
        )
        notes.append(say("summary.adjudicated", 文号=adjudication.document, 理由=adjudication.reason))
        pending = say("summary.basis_changed") in notes
    base = figure.compared if figure.compared is not None else exact
    value = decided_value(indicator, base) if base is not None else None
    verdict = _verdict(city, indicator, figure, value, pending=pending)
    rate = completion(indicator, value, indicator.target)
    return Result(
        indicator, value, exact, verdict, basis if value is not None else "", coverage,
        tuple(dict.fromkeys(notes)), rate, figure.total, figure.alternatives or {},
    )  # fmt: skip


def _verdict(city: City, indicator: Indicator, figure: _Figure, value: Decimal | None, *, pending: bool) -> Verdict:
    if figure.stopped or (value is None and not pending):
        return Verdict.NOT_EVALUABLE
    if pending:
        return Verdict.PENDING
    if figure.given < figure.wanted and not _already_there(indicator, value):
        return Verdict.NOT_EVALUABLE
    return judge_value(indicator, value, indicator.target, city.period)


def _already_there(indicator: Indicator, value: Decimal | None) -> bool:
    """A sum that can only grow has reached its target even while somebody is missing."""
    reached = value is not None and indicator.target is not None and meets(indicator.direction, value, indicator.target)
    return indicator.aggregate is Aggregate.SUM and reached


def _pending_words(
    city: City, indicator: Indicator, compared: tuple[Reconciliation, ...], adjudication: Adjudication | None
) -> Iterator[str]:
    units = set(city.contributors(indicator))
    if adjudication is not None:
        now = {unit: city.digests.get(unit, "") for unit in adjudication.rests_on}
        if now != dict(adjudication.rests_on) or _newcomers(city, units, adjudication):
            yield "basis_changed"
        return
    if units & city.disputed:
        yield "disputed"
    differs = any(one.indicator == indicator.id and one.exceeds for one in compared)
    if differs and indicator.reconcile == "decides":
        yield "to_adjudicate"


def _newcomers(city: City, units: set[str], adjudication: Adjudication) -> bool:
    return any(unit in city.digests and unit not in adjudication.rests_on for unit in units)


def rests_on(city: City, indicator: Indicator) -> Mapping[str, str]:
    """Return unit → digest of the returns in force that an indicator's figure rests on now."""
    units = sorted(set(city.contributors(indicator)))
    return {unit: city.digests[unit] for unit in units if unit in city.digests}


def _figure(city: City, indicator: Indicator) -> _Figure:
    choices = _choices(city, indicator)
    if len(choices) > 1:
        note = say("summary.choices_differ", 口径="、".join(sorted(choices)))
        return _Figure(None, "", 0, 1, (note,), stopped=True)
    if indicator.aggregate is Aggregate.CITY:
        return _city_figure(city, indicator)
    return _added_figure(city, indicator)


def _choices(city: City, indicator: Indicator) -> set[str]:
    item = SAME_CHOICE.get(indicator.id)
    if item is None or item not in city.plan.items:
        return set()
    return {text for sheet in city.sheets.values() if (text := sheet.cell(item).text)}


def _city_figure(city: City, indicator: Indicator) -> _Figure:
    verified = city.value(indicator.verified_item, indicator.main_reporter) if indicator.verified_item else None
    if verified is not None:
        return _Figure(verified, "verified", 1, 1)
    compared = city.value(indicator.value_item, indicator.main_reporter)
    if compared is None:
        sheet = city.sheets.get(indicator.main_reporter)
        note = "summary.no_figure" if sheet is not None else "summary.missing_lead"
        name = city.plan.units[indicator.main_reporter].name
        return _Figure(None, "", 0, 1, (say(note, 单位=name),))
    exact = city.exact(indicator)
    return _Figure(exact if exact is not None else compared, "department", 1, 1, compared=compared)


def _added_figure(city: City, indicator: Indicator) -> _Figure:
    items = compared_items(indicator)
    totals = [city.local_total(item, indicator.id) for item in items]
    basis = "counties"
    if not any(total.given for total in totals):
        lead = indicator.main_reporter
        totals, basis = [city.line_total(item, lead) for item in items], "lines"
        if not any(total.given for total in totals):
            return _lead_figure(city, indicator, items)
    unruled = sorted({zone for total in totals for zone in total.unruled})
    if unruled:
        names = "、".join(city.plan.units[zone].name for zone in unruled)
        note = say("summary.overlap", 园区=names, 指标=indicator.name)
        return _Figure(None, basis, totals[0].given, len(totals[0].shares), (note,), stopped=True, total=totals[0])
    return _combined(city, indicator, totals, basis)


def _lead_figure(city: City, indicator: Indicator, items: tuple[str, ...]) -> _Figure:
    """Nobody gave a share: the lead's own city figures, when it has them all."""
    figures = [city.lead_figure(item, indicator.main_reporter) for item in items]
    expected = (
        city.local_total(items[0], indicator.id).shares or city.line_total(items[0], indicator.main_reporter).shares
    )
    exact = _ratio(indicator, figures)
    if exact is None:
        return _Figure(None, "", 0, len(expected) or 1, _absent_note(city, tuple(share.unit for share in expected)))
    return _Figure(exact, "department", 1, 1)


def _combined(city: City, indicator: Indicator, totals: list[Total], basis: str) -> _Figure:
    """Ratio or sum over the units that gave every part of it."""
    whole = [share.unit for share in totals[0].shares if all(_gave(total, share.unit) for total in totals)]
    figures = [
        sum((s.figure for s in total.shares if s.unit in whole and s.figure is not None), Decimal(0))
        for total in totals
    ]
    absent = tuple(share.unit for share in totals[0].shares if share.unit not in whole)
    notes = _absent_note(city, absent)
    exact = _ratio(indicator, [*figures]) if whole else None
    wanted = len(totals[0].shares)
    alternatives = _alternatives(city, indicator, totals, whole, exact)
    chosen = city.settings.parameters.get(f"{indicator.id.lower()}_average")
    if not alternatives:
        return _Figure(exact, basis, len(whole), wanted, notes, total=totals[0])
    if not isinstance(chosen, str):
        return _Figure(
            exact, basis, len(whole), wanted, (*notes, say("summary.to_confirm")), True, total=totals[0],
            alternatives=alternatives,
        )  # fmt: skip
    return _Figure(
        alternatives.get(chosen), basis, len(whole), wanted, notes, total=totals[0], alternatives=alternatives
    )


def _gave(total: Total, unit: str) -> bool:
    return any(share.unit == unit and share.figure is not None for share in total.shares)


def _alternatives(
    city: City, indicator: Indicator, totals: list[Total], whole: list[str], exact: Decimal | None
) -> Mapping[str, Decimal | None]:
    """Both ways of averaging, where the plan leaves the choice to the office (parameter q16_average)."""
    if f"{indicator.id.lower()}_average" not in city.plan.parameters or len(totals) < 2 or not whole:
        return {}
    tops, bottoms = ({s.unit: s.figure for s in total.shares} for total in totals)
    ratios = [top / bottom * 100 for unit in whole if (top := tops[unit]) is not None and (bottom := bottoms[unit])]
    mean = sum(ratios, Decimal(0)) / len(ratios) if ratios else None
    return {"ratio_of_sums": exact, "mean_simple": mean}


def _ratio(indicator: Indicator, figures: list[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or not known:
        return None
    if indicator.aggregate is Aggregate.SUM:
        return known[0]
    if not known[1]:
        return None
    quotient = known[0] / known[1]
    return (quotient - 1) * 100 if indicator.aggregate is Aggregate.GROWTH else quotient * 100


def _absent_note(city: City, units: tuple[str, ...]) -> tuple[str, ...]:
    if not units:
        return ()
    names = "、".join(city.plan.units[unit].name for unit in units)
    return (say("summary.absent", n=len(units), 名单=names),)


def _findings(
    city: City, missing: tuple[str, ...], results: tuple[Result, ...], compared: tuple[Reconciliation, ...]
) -> Iterator[OfficeFinding]:
    for result in results:
        if result.total is not None and result.total.unruled and result.exact is None:
            for zone in result.total.unruled:
                yield _finding(
                    city, "CK-C02", result.indicator.id, 园区=city.plan.units[zone].name, 指标=result.indicator.name
                )
    for one in compared:
        if one.exceeds:
            yield from _differences(city, one)
    if missing:
        names = "、".join(city.plan.units[unit].name for unit in missing)
        yield _finding(city, "CK-C03", None, n=str(len(missing)), 名单=names)
    for indicator in city.plan.indicators.values():
        choices = _choices(city, indicator)
        if len(choices) > 1:
            yield _finding(city, "CK-C04", indicator.id, 口径=city.plan.items[SAME_CHOICE[indicator.id]].name)
    yield from _verified_rate(city)


def _differences(city: City, one: Reconciliation) -> Iterator[OfficeFinding]:
    item = city.plan.items[one.item]
    indicator = city.plan.indicators[one.indicator]
    lead = city.plan.units[indicator.main_reporter].name
    figures = {"a": one.counties, "b": one.department, "d": abs(one.difference)}
    shown = {name: f"{round_to(value, item.decimals or 0, city.plan.rounding):f}" for name, value in figures.items()}
    percent = f"{round(one.percent, 2):f}"
    yield _finding(city, "CK-C01", one.indicator, 指标=item.name, 部门=lead, p=percent, **shown)
    for unit in one.units:
        pair = {"a": f"{unit.county:f}", "b": f"{unit.department:f}"}
        yield _finding(city, "CK-C07", one.indicator, 县区=city.plan.units[unit.unit].name, 部门=lead, **pair)


def _verified_rate(city: City) -> Iterator[OfficeFinding]:
    """CK-C05: the rate from the city's own data against the verified one."""
    indicator = city.plan.indicators.get("Q01")
    if indicator is None or indicator.verified_item is None:
        return
    lead = indicator.main_reporter
    verified, own = city.value(indicator.verified_item, lead), city.value(indicator.value_item, lead)
    if verified is not None and own is not None and abs(verified - own) > Decimal("0.3"):
        yield _finding(city, "CK-C05", indicator.id)


def _finding(city: City, check_id: str, indicator: str | None, **values: str) -> OfficeFinding:
    check = city.plan.checks[check_id]
    return OfficeFinding(check.id, check.level.name.lower(), fill(check.message, values), indicator)
