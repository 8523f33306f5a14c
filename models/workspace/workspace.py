"""Workspace: one folder with its open store, looked at in one of its plans.

A store belongs to one unit (`unit_workspace`) or to the office (`office_workspace`); either is opened and closed here.
"""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from models.basics.errors import AppError
from models.basics.records import dataclass
from models.store import UnitStore, open_store
from models.versions.held import plan_of_period
from models.versions.view import InAPlan
from models.workspace.act import finish_acts, note_older
from models.workspace.copied import note_copied, note_elsewhere, note_moved

LAST_PERIOD = "window.period"
LAST_PLAN = "window.plan"  # the current plan when the period was chosen: a newer one is opened at its own

if TYPE_CHECKING:  # a unit's program has no use for the office's tables
    from models.store.office.office_store import OfficeStore


@dataclass(frozen=True)
class Workspace(InAPlan):
    """A workspace folder, opened; use it with `with`, so that the folder is free again at the end."""

    STORE: ClassVar["type[UnitStore] | type[OfficeStore]"]
    OTHER: ClassVar[str]  # error code for a folder that holds no such store

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a folder, finishing what an act left half done. Raises AppError(`OTHER`), and as `open_store`."""
        store = open_store(folder)
        if store is None:
            raise AppError(cls.OTHER, 目录=folder)
        try:
            if not isinstance(store, cls.STORE):
                raise AppError(cls.OTHER, 目录=folder)
            opened = cls(folder, store)
            opened._require_ready()
            note_elsewhere(store)
            note_older(store)
            note_moved(store)
            note_copied(store)
            finish_acts(store)
        except BaseException:
            store.close()
            raise
        return opened

    def _require_ready(self) -> None:
        """Raise AppError for a workspace that was never set up to its end."""

    def close(self, *, session: bool = False) -> None:
        """Close the store, with a dated copy of what was written (`at_close`); another program may open it then."""
        from models.workspace.backups import at_close

        try:
            at_close(self.store, session=session)
        finally:  # a copy that somebody stops must not keep others out
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def left_at(workspace: Workspace, key: str = LAST_PERIOD) -> str | None:
    """Return the period that was left, None when a plan came since or no plan here has it."""
    store = workspace.store
    period, then = store.get_value(key), store.get_value(LAST_PLAN)
    if not period or then not in (None, store.current_plan_digest()) or plan_of_period(store, period) is None:
        return None
    return period


def keep_place(workspace: Workspace, period: str, key: str = LAST_PERIOD) -> None:
    """Remember the period that is open."""
    workspace.store.remember(key, period)
    workspace.store.remember(LAST_PLAN, workspace.store.current_plan_digest() or "")
