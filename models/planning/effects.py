"""Effects: what a new plan does to the returns an office has in force, and to what each unit owes.

What a change does to a filed return is found by running its sheet under the new plan.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from models.basics.errors import AppError
from models.basics.period import own_id
from models.basics.records import dataclass
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.plan.looks.matrix import Matrix
from models.plan.plan import Plan
from models.planning.compare import own_periods
from models.returns.frozen import thaw
from models.returns.returns import Return, parse_return
from models.settings.settings import Settings
from models.versions.held import stored_plan
from models.workspace.office_workspace import OfficeWorkspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnEffect:
    """What the new plan does to one filed return."""

    unit: str
    period: str
    revision: int
    lost: tuple[str, ...] = ()  # addresses that were filed and have no place any more
    new: tuple[Finding, ...] = ()  # findings the new plan raises and the old one did not
    gone: tuple[Finding, ...] = ()
    refused: str = ""  # code of why it cannot be read under the new plan at all

    @property
    def untouched(self) -> bool:
        """True when the return reads the same."""
        return not (self.lost or self.new or self.gone or self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedChange:
    """What a unit owes in a period after the change and did not before, and the other way round."""

    unit: str
    period: str
    more: tuple[str, ...]
    less: tuple[str, ...]


def owed(old: Plan, new: Plan) -> Iterator[OwedChange]:
    """Yield for each unit and period both plans have what is to be filled more and less."""
    old, new = own_periods(old), own_periods(new)
    one, other = _cells(old), _cells(new)
    for unit in (unit.id for unit in new.filing_units if unit.id in old.units):
        for period in (name for name in new.periods if name in old.periods):
            before, after = one.get((unit, period), {}), other.get((unit, period), {})
            more, less = tuple(n for n in after if n not in before), tuple(n for n in before if n not in after)
            if more or less:
                yield OwedChange(unit=unit, period=period, more=more, less=less)


def _cells(plan: Plan) -> dict[tuple[str, str], dict[str, None]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for cell in Matrix(plan).cells:
        found.setdefault((cell.unit, cell.period), {})[cell.item] = None
    return found


def effects(office: OfficeWorkspace, new: Plan, progress: Progress) -> Iterator[ReturnEffect]:
    """Yield what the new plan does to each return in force, period by period, read with its own plan before.

    They are those of the same plan, whichever plan the office is looked at in; of the latter for a plan it has not.
    """
    if any(row.id == new.id for row in office.store.plans()):
        office = office.in_plan(new.id)
    digests = [
        line.in_force for period in office.plan.periods for line in office.lines(period).values() if line.in_force
    ]
    for done, digest in enumerate(digests):
        progress(done, len(digests))
        row = office.store.papers_of(digest)[0]
        yield effect(parse_return(row.content), stored_plan(office.store, row.plan), new, office.settings)
    progress(len(digests), len(digests))


def effect(filed: Return, old: Plan, new: Plan, settings: Settings) -> ReturnEffect:
    """Return what the new plan does to a return filed under the old one."""
    head = ReturnEffect(unit=filed.unit, period=own_id(filed.period), revision=filed.revision)
    if filed.unit not in new.units:
        return replace(head, refused="unit_gone")
    if filed.period not in new.periods:
        return replace(head, refused="period_gone")
    try:
        one, other = thaw(filed, old, settings), thaw(filed, new, settings)
    except AppError as error:
        return replace(head, refused=error.code)
    before = {_same(finding): finding for finding in run_checks(one)}
    after = {_same(finding): finding for finding in run_checks(other)}
    lost = tuple(at for at in one.cells if at in one.slots and at not in other.slots)
    return replace(
        head,
        lost=lost,
        new=tuple(after[key] for key in after if key not in before),
        gone=tuple(before[key] for key in before if key not in after),
    )


def _same(finding: Finding) -> tuple[str, str | None, str]:
    return finding.check.id, finding.at, finding.message
