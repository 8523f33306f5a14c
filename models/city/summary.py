"""Summary: the city's value of every indicator in a period, with coverage, verdict and what it rests on.

Adds up unrounded figures and rounds once. What is disputed, differs from the lead department's figure or waits for a
choice of the office is pending, and says which word it needs; nothing is estimated (DESIGN §2.2, §2.8).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.basics.messages import fill, say
from models.basics.quantity import plain, round_to
from models.city.adjudication import Adjudication
from models.city.city import City, Total
from models.city.completeness import Gap, gaps
from models.city.figures import SAME_CHOICE, Figure, choices_made, figure_of
from models.city.reconcile import Reconciliation, reconcile
from models.city.verdict import Verdict, completion, decided_value, judge_value, value_is_for_the_year
from models.plan.plan import Aggregate, Direction, Indicator


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


def _result(
    city: City, indicator: Indicator, compared: tuple[Reconciliation, ...], adjudication: Adjudication | None
) -> Result:
    figure = figure_of(city, indicator)
    notes, pending = list(figure.notes), figure.pending
    for word in _pending_words(city, indicator, compared, adjudication):
        notes.append(say(f"summary.{word}"))
        pending = True
    if value_is_for_the_year(indicator, city.period):
        notes.append(say("summary.year_end"))
    exact, basis, coverage = figure.exact, figure.basis, f"{figure.given}/{figure.wanted}"
    if adjudication is not None:
        exact, basis, figure = (
            adjudication.value,
            "adjudicated",
            Figure(adjudication.value, "", 1, 1, total=figure.total),
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


def _verdict(city: City, indicator: Indicator, figure: Figure, value: Decimal | None, *, pending: bool) -> Verdict:
    if figure.stopped or (value is None and not pending):
        return Verdict.NOT_EVALUABLE
    if pending:
        return Verdict.PENDING
    if figure.given < figure.wanted and not _already_there(indicator, value):
        return Verdict.NOT_EVALUABLE
    return judge_value(indicator, value, indicator.target, city.period)


def _already_there(indicator: Indicator, value: Decimal | None) -> bool:
    """A sum that can only grow has reached its target even while somebody is missing."""
    if value is None or indicator.target is None or indicator.direction is not Direction.AT_LEAST:
        return False
    return indicator.aggregate is Aggregate.SUM and value >= indicator.target


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


def _findings(
    city: City, missing: tuple[str, ...], results: tuple[Result, ...], compared: tuple[Reconciliation, ...]
) -> Iterator[OfficeFinding]:
    for result in results:
        yield from _unruled(city, result)
    for one in compared:
        if one.exceeds:
            yield from _differences(city, one)
    if missing:
        names = "、".join(city.plan.units[unit].name for unit in missing)
        yield from _finding(city, "CK-C03", None, n=str(len(missing)), 名单=names)
    for indicator in city.plan.indicators.values():
        if len(choices_made(city, indicator)) > 1:
            yield from _finding(city, "CK-C04", indicator.id, 口径=city.plan.items[SAME_CHOICE[indicator.id]].name)
    yield from _verified_rate(city)


def _unruled(city: City, result: Result) -> Iterator[OfficeFinding]:
    """CK-C02: zones that lie in a county and report beside it, for which the office has set no rule."""
    if result.total is not None and result.exact is None:
        for zone in result.total.unruled:
            names = {"园区": city.plan.units[zone].name, "指标": result.indicator.name}
            yield from _finding(city, "CK-C02", result.indicator.id, **names)


def _differences(city: City, one: Reconciliation) -> Iterator[OfficeFinding]:
    item = city.plan.items[one.item]
    indicator = city.plan.indicators[one.indicator]
    lead = city.plan.units[indicator.main_reporter].name
    figures = {"a": one.counties, "b": one.department, "d": abs(one.difference)}
    shown = {name: plain(round_to(value, item.decimals or 0, city.plan.rounding)) for name, value in figures.items()}
    percent = f"{round(one.percent, 2):f}"
    yield from _finding(city, "CK-C01", one.indicator, 指标=item.name, 部门=lead, p=percent, **shown)
    for unit in one.units:
        pair = {"a": plain(unit.county), "b": plain(unit.department)}
        yield from _finding(city, "CK-C07", one.indicator, 县区=city.plan.units[unit.unit].name, 部门=lead, **pair)


def _verified_rate(city: City) -> Iterator[OfficeFinding]:
    """CK-C05: the rate from the city's own data against the verified one."""
    indicator = city.plan.indicators.get("Q01")
    if indicator is None or indicator.verified_item is None:
        return
    lead = indicator.main_reporter
    verified, own = city.value(indicator.verified_item, lead), city.value(indicator.value_item, lead)
    if verified is not None and own is not None and abs(verified - own) > Decimal("0.3"):
        yield from _finding(city, "CK-C05", indicator.id)


def _finding(city: City, check_id: str, indicator: str | None, **values: str) -> Iterator[OfficeFinding]:
    """What a check of the office found; nothing where the plan does not have that check."""
    check = city.plan.checks.get(check_id)
    if check is not None:
        yield OfficeFinding(check.id, check.level.name.lower(), fill(check.message, values), indicator)
