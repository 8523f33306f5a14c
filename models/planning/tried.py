"""Tried: what the checks of a plan said over a whole city of sheets, check by check.

A check that never fired over figures drawn at random, never could be evaluated, or was never reached at all says
something about the plan; so does one on trial (试行) that fires everywhere. Counts only; who fills the sheets does not
matter here.
"""

from collections.abc import Iterable, Sequence

from models.answers.answers import keeps_what_it_reads, lines_of
from models.basics.records import dataclass
from models.checks.findings import Finding, Outcome
from models.checks.run import run_checks
from models.city.city import City
from models.city.summary import Summary, summarise
from models.plan.plan import Check, Plan
from models.settings.settings import Settings
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How one check ended over all sheets."""

    check: Check
    units: int  # sheets it was run over and had something to look at
    fired: int  # sheets with a finding
    broken: int  # findings
    unknown: int  # findings that could not be evaluated
    example: str = ""  # the first sentence it said

    @property
    def reached(self) -> bool:
        """True when it had something to look at anywhere."""
        return self.units > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a made-up city."""

    period: str
    sheets: int
    counts: tuple[CheckCount, ...]
    summary: Summary
    blocked: tuple[str, ...] = ()  # units whose sheet could not be made fit to file


def count_checks(plan: Plan, sheets: Sequence[Sheet]) -> tuple[CheckCount, ...]:
    """Return how every check of the units' own sheets ended, in plan order."""
    found: dict[str, list[tuple[str, Finding]]] = {}
    for sheet in sheets:
        for finding in run_checks(sheet):
            found.setdefault(finding.check.id, []).append((sheet.unit_id, finding))
    return tuple(_count(check, sheets, found.get(check.id, ())) for check in plan.checks.values() if not check.office)


def _count(check: Check, sheets: Iterable[Sheet], said: Sequence[tuple[str, Finding]]) -> CheckCount:
    unknown = sum(finding.outcome is Outcome.NOT_EVALUATED for _, finding in said)
    return CheckCount(
        check=check,
        fired=len({unit for unit, _ in said}),
        units=sum(_reached(check, sheet) for sheet in sheets),
        broken=len(said) - unknown,
        unknown=unknown,
        example=said[0][1].message if said else "",
    )


def _reached(check: Check, sheet: Sheet) -> bool:
    """True when a check is run over a sheet and something it looks at is there."""
    if not sheet.settings.applies(sheet.plan, check, sheet.unit_id, sheet.period_id):
        return False
    if check.rule is not None or not check.relations:
        return True
    for relation in check.relations:
        if relation.rows:
            if any(sheet.registers.get(name) for name in relation.rows):
                return True
        elif keeps_what_it_reads(sheet, relation) and (
            sheet.registers.get(relation.at) if relation.at else any(True for _ in lines_of(check, relation, sheet))
        ):
            return True
    return False


def summed_up(plan: Plan, period: str, settings: Settings, sheets: Sequence[Sheet]) -> Summary:
    """Return the summary of a city of sheets."""
    expected = expected_units(plan, settings, period)
    by_unit = {sheet.unit_id: sheet for sheet in sheets}
    city = City(plan=plan, settings=settings, period=plan.periods[period], sheets=by_unit, expected=expected)
    return summarise(city, (), {})
