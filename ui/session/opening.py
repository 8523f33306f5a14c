"""Opening: the workspace of a folder, whoever's it is, ready to be shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.workspace.unit_workspace import UnitWorkspace
from models.workspace.workspace import Workspace
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble

if TYPE_CHECKING:
    from forms.unit.open_paper import Taken
    from models.workspace.office_workspace import OfficeWorkspace


class OpenedFiles(NamedTuple):
    """What became of files that were opened: papers that were taken or refused, and books to be filled from."""

    papers: "list[tuple[Path, Taken | Exception]]"
    books: list[Path]

    @property
    def answered(self) -> str | None:
        """The period of the first receipt among them."""
        taken = (one for _, one in self.papers if not isinstance(one, Exception))
        return next((one.period for one in taken if one.kind == "receipt"), None)


W = TypeVar("W", bound=Workspace)


def open_workspace_of(folder: Path) -> "UnitWorkspace | OfficeWorkspace":
    """Open a folder, whoever's it is. Raises as both do; what has no desk of ours raises as a unit's."""
    try:
        return _ready(UnitWorkspace.open(folder))
    except AppError as error:
        if error.code != "not_a_units_folder" or not is_used(folder):
            raise
        from models.workspace.office_workspace import OfficeWorkspace

        return _ready(OfficeWorkspace.open(folder))


def _ready(workspace: W) -> W:
    """Return a workspace that has a plan that can be read, and a unit's its unit; another one is closed again."""
    try:
        workspace.plan  # noqa: B018 - asked for what it raises
        if isinstance(workspace, UnitWorkspace):
            workspace.unit_id  # noqa: B018
    except (AppError, MachineError):
        workspace.close()
        raise
    return workspace


def is_used(folder: Path) -> bool:
    """True when a folder holds a store, so that failing to open it must be said."""
    from models.store import has_store

    return has_store(folder)


def take_papers(folder: Path, paths: Sequence[Path], progress: Progress) -> OpenedFiles:
    """Take papers into the workspace of a folder, which must not be open; one bad file does not stop the others."""
    from forms.filling.import_book import is_plain_book
    from forms.guards.plan_files import paper_at
    from forms.unit.open_paper import take_paper

    opened = OpenedFiles([], [])
    for done, path in enumerate(paths):
        progress(done, len(paths))
        try:
            content = paper_at(path)  # a plan's book is nothing to be filled from, its folder no folder of papers
            if is_plain_book(content):
                opened.books.append(path)
            else:
                opened.papers.append((path, take_paper(folder, content, unit=None, by="")))
        except (AppError, MachineError, OSError) as error:
            opened.papers.append((path, error))
    return opened


def taken_words(path: Path, taken: "Taken | Exception", *, alone: bool) -> str:
    """Return what is said of one paper that was opened; its name stands before it where there are several.

    What else a receipt says stands on its page, which is opened: it is not said twice.
    """
    if isinstance(taken, Exception):
        words = trouble(taken)
    else:
        words = "\n".join(taken.lines) if alone and taken.kind != "receipt" else taken.lines[0]
    return words if alone else say("window.menu.paper_of_many", 文件=path.name, 句=words)


def told_of(opened: OpenedFiles) -> tuple[str, Mark]:
    """Return what is said of the papers that were opened, a line each, and how it is marked."""
    wrong = any(isinstance(one, Exception) for _, one in opened.papers)
    lines = [taken_words(path, one, alone=len(opened.papers) == 1) for path, one in opened.papers]
    asks = any(not isinstance(one, Exception) and one.asks for _, one in opened.papers)
    return "\n".join(lines), Mark.ERROR if wrong else Mark.QUERY if asks else Mark.DONE
