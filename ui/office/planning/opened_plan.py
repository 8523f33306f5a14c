"""Opened plan: a plan that was opened to be looked at — what it is, and why it cannot be put in force."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.planning.compare import says_the_same
from models.versions.held import in_force_like
from ui.basics.texts import trouble
from ui.office.lists.rows import TableRow
from ui.office.planning.rows import problem_rows

if TYPE_CHECKING:
    from forms.plan_book.reader import PlanBook
    from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPlan:
    """A plan that was opened: its file, what it says, and of a book the book itself."""

    path: Path
    plan: Plan | None
    files: Mapping[str, bytes]
    rows: tuple[TableRow, ...]
    bad: int
    looks: int
    book: "PlanBook | None" = None
    why_not: str = ""  # why it cannot be put in force, "" when it can


def read_plan(path: Path) -> OpenedPlan:
    """Return what a file says as a plan, or everything that is wrong with it, as rows. Raises AppError, OSError."""
    from forms.guards.plan_files import HEAD
    from forms.plan_book import files

    read = files.read_plan(path.parent if path.name == HEAD else path)
    told = [(one.file, one.path, one.message) for one in read.problems]
    looks = [(one.file, one.path, one.message) for one in read.looks]
    rows = (*problem_rows(told, bad=True), *problem_rows(looks, bad=False))
    return OpenedPlan(
        path=path, plan=read.plan, files=read.files, rows=rows, bad=len(told), looks=len(looks), book=read.book
    )


def why_not(office: "OfficeWorkspace", plan: Plan) -> str:
    """Return why an opened plan cannot be put in force: it is in force, or `change_plan` would refuse it; else ""."""
    from forms.office.office import check_plan

    now = in_force_like(office.store, plan)
    if now is not None and says_the_same(now, plan):
        return say("office.plan.same")
    try:
        check_plan(office, plan)
    except AppError as error:
        return trouble(error)
    return ""
