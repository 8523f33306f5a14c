"""Opening: the workspace of a folder, whoever's it is, ready to be shown."""

from pathlib import Path
from typing import TypeVar

from models.basics.errors import AppError, MachineError
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace

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
