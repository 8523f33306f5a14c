"""All periods: what needs a person in every period of every plan, and what waits in others than the open one."""

from collections.abc import Callable
from datetime import datetime

from models.basics.period import PLAN_ZONE
from models.city.note import Note
from models.office.desk_lists import all_open_periods
from models.office.reviewing import review_papers
from models.todo.matters import Matter, MatterKind
from models.todo.todo import todo, unread
from models.workspace.office_workspace import OfficeWorkspace


def todo_list(office: OfficeWorkspace, now: datetime | None = None) -> tuple[Matter, ...]:
    """Return what needs a person, over all periods, oldest first."""
    found = [matter for period in all_open_periods(office) for matter in todo(office, period, now)]
    found += unread(office)
    last = datetime.max.replace(tzinfo=PLAN_ZONE)
    return tuple(sorted(found, key=lambda one: (one.since or last, one.period, one.unit, one.indicator)))


def waiting_elsewhere(
    office: OfficeWorkspace, period: str, wanted: Callable[[], bool] = lambda: True, now: datetime | None = None
) -> tuple[Matter, ...]:
    """Return a row for each other period, of every plan, in which something needs a person; papers to look at are one.

    Where `wanted` says no half way, what was found so far is returned.
    """
    found = []
    for other in all_open_periods(office):
        if not wanted():
            break
        if other == period:
            continue
        view = office.at(other)
        unseen = any(one.done is None for one in review_papers(view, other))
        if n := len(todo(view, other, now)) + unseen:
            what = Note("todo.elsewhere", {"期": view.plan.periods[other].name, "n": n})
            follows = Note("todo.elsewhere_how")
            found.append(Matter(kind=MatterKind.PERIOD, period=other, basis=other, what=what, follows=follows))
    return tuple(found)
