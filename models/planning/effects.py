"""Effects: what a new plan does to the returns an office has in force."""

from collections.abc import Callable, Iterator

from models.plan.plan import Plan
from models.planning.compare import ReturnEffect, effect
from models.returns.returns import parse_return
from models.versions.held import stored_plan
from models.workspace.office_workspace import OfficeWorkspace

Progress = Callable[[int, int], None]


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
