"""Opening: the workspace of a folder, whoever's it is, ready to be shown."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from models.basics.errors import AppError, MachineError
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from ui.basics.texts import say, trouble

if TYPE_CHECKING:
    from forms.unit.open_paper import Taken

W = TypeVar("W", UnitWorkspace, OfficeWorkspace)


def open_workspace_of(folder: Path) -> UnitWorkspace | OfficeWorkspace:
    """Open a folder, whoever's it is. Raises as both do; what has no desk of ours raises as a unit's."""
    try:
        return _ready(UnitWorkspace.open(folder))
    except AppError as error:
        if error.code != "not_a_units_folder" or not is_used(folder):
            raise
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
    from models.store.file.files import STORE

    try:
        return (folder / STORE).exists()
    except OSError:  # a folder nobody may look into: something is there
        return True


def taken_words(path: Path, taken: "Taken | Exception", *, alone: bool) -> str:
    """Return what is said of one paper that was opened; its name stands before it where there are several."""
    words = trouble(taken) if isinstance(taken, Exception) else taken.lines[0] if not alone else "\n".join(taken.lines)
    return words if alone else say("menu.paper_of_many", 文件=path.name, 句=words)
