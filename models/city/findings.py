"""Office findings: what the checks only the office can run find in the sheets of a period, each as a sentence.

What a return breaks that its own checks could not see, because they had only itself and its own settings, is held
against the predecessor's return in force and today's settings (`found_across`); recomputed whenever something arrives,
never part of the decision about a paper.
"""

from collections.abc import Iterable, Iterator, Mapping

from models.basics.messages import CHINESE, fill, say_in
from models.basics.quantity import format_exact, round_to
from models.basics.records import dataclass
from models.checks.findings import Finding, Outcome, explanation_of
from models.checks.run import run_checks, run_looking_back
from models.city.city import City, Total
from models.city.figures import choices_made, common_choice
from models.city.note import Note
from models.city.reconcile import Reconciliation
from models.plan.plan import Check, Indicator, Level, Plan
from models.sheet.sheet import Sheet

GONE = "单位"  # what the office finds by itself, whatever checks a plan has


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFinding:
    """What the office's own checks found: check id, level word, message, indicator; unit and place where it has one."""

    check: str
    level: str
    message: str
    indicator: str | None
    unit: str | None = None
    at: str | None = None
    source: Finding | None = None  # of a unit's own sheet; its message may name what is masked on papers


def office_findings(
    city: City,
    missing: tuple[str, ...],
    totals: Mapping[str, tuple[Total, ...]],
    compared: tuple[Reconciliation, ...],
) -> Iterator[OfficeFinding]:
    """Yield what the office's checks find in a period.

    `missing`: units without a return; `totals`: indicator → what its parts add up to; `compared`: see `reconcile`.
    """
    for indicator_id, parts in totals.items():
        yield from _unruled(city, city.plan.indicators[indicator_id], parts)
    for one in compared:
        yield from _differences(city, one)
    if missing:
        yield from _finding(city, "missing_units", None, n=str(len(missing)), 名单=city.names(missing))
    for indicator in city.plan.indicators.values():
        item = common_choice(city, indicator)
        if item is not None and len(choices_made(city, indicator)) > 1:
            yield from _finding(city, "same_choice", indicator.id, 口径=item.name)
    yield from _verified_rate(city)


def expects(plan: Plan, unit: str) -> bool:
    """True for a unit the plan expects returns of, whenever it exists."""
    return unit in plan.units and plan.units[unit].enabled


def found_gone(city: City, plan: Plan, filed: Iterable[str]) -> Iterator[OfficeFinding]:
    """Yield the units with a return in force that the plan in force no longer has: they count, and that is told.

    Those that by its days are not there at the end of the period count nowhere, which is told as well.
    """
    for unit in filed:
        gone = not expects(plan, unit)
        if gone or not plan.is_there(unit, city.period.id):
            key = "summary.unit_gone" if gone else "summary.unit_not_there"
            words = say_in(CHINESE, key, 单位=city.name(unit), 版本=plan.version)
            yield OfficeFinding(check=GONE, level="warning", message=words, indicator=None, unit=unit)


def _unruled(city: City, indicator: Indicator, totals: tuple[Total, ...]) -> Iterator[OfficeFinding]:
    """Zones that lie in a county and report beside it, for which the office has set no rule."""
    for zone in sorted({zone for total in totals for zone in total.unruled}):
        yield from _finding(city, "overlap", indicator.id, 园区=city.name(zone), 指标=indicator.name)


def _differences(city: City, one: Reconciliation) -> Iterator[OfficeFinding]:
    item = city.plan.items[one.item]
    indicator = city.plan.indicators[one.indicator]
    lead = city.name(indicator.main_reporter)
    if one.exceeds and one.difference is not None and one.counties is not None and one.department is not None:
        figures = {"a": one.counties, "b": one.department, "d": abs(one.difference)}
        shown = {name: one.shown(value) for name, value in figures.items()}
        percent = f"{round_to(one.percent, 2, city.plan.rounding):f}"
        yield from _finding(city, "reconcile", one.indicator, 指标=item.name, 部门=lead, p=percent, **shown)
    least = min(2, item.decimals or 0)  # and all of a figure's own: two that differ never look alike
    for unit in one.units:
        pair = {
            "a": Note("summary.state_na").words if unit.county is None else format_exact(unit.county, least),
            "b": format_exact(unit.department, least),
        }
        yield from _finding(city, "unit_against_lead", one.indicator, 县区=city.name(unit.unit), 部门=lead, **pair)


def _verified_rate(city: City) -> Iterator[OfficeFinding]:
    """The rate from the city's own data against the verified one."""
    for check in city.plan.checks_of("verified_rate"):
        indicator = city.plan.indicators[check.inputs["indicator"]]
        if indicator.verified_item is None:
            continue
        lead = indicator.main_reporter
        verified, own = city.own_figure(indicator.verified_item, lead), city.own_figure(indicator.value_item, lead)
        if verified is not None and own is not None and abs(verified - own) > check.inputs["tolerance"]:
            yield _said(check, indicator.id)


def _finding(city: City, rule: str, indicator: str | None, **values: str) -> Iterator[OfficeFinding]:
    """What a check of the office found; nothing where the plan has no check of that rule."""
    check = city.plan.check_of(rule)
    if check is not None:
        yield _said(check, indicator, **values)


def _said(check: Check, indicator: str | None, **values: str) -> OfficeFinding:
    level, message = check.level.name.lower(), fill(check.message, values)
    return OfficeFinding(check=check.id, level=level, message=message, indicator=indicator)


def found_across(own: Sheet, now: Sheet) -> tuple[OfficeFinding, ...]:
    """Return the findings of a sheet with its predecessor and today's settings that it did not have by itself."""
    if now.previous is None and not any(now.earlier.values()) and own.settings == now.settings:
        return ()
    run = run_looking_back if own.settings == now.settings else run_checks  # the rest then says the same of both
    found = [
        finding
        for finding in run(now)
        if finding.outcome is Outcome.BROKEN
        and finding.level >= Level.WARNING
        and explanation_of(finding, now.explanations) is None
    ]
    if not found:  # as of nearly all papers: what a paper says by itself need not be asked
        return ()
    known = {(finding.check.id, finding.at) for finding in run(own)}
    return tuple(_told_across(now, one) for one in found if (one.check.id, one.at) not in known)


def _told_across(sheet: Sheet, finding: Finding) -> OfficeFinding:
    slot = sheet.slots.get(finding.at or "")
    return OfficeFinding(
        check=finding.check.id,
        level=finding.level.name.lower(),
        message=finding.message,
        indicator=slot.item.indicator if slot else None,
        unit=sheet.unit_id,
        at=finding.at,
        source=finding,
    )
