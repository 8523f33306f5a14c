"""store: what is kept on the disk; one file for each workspace, of one unit or of the office.

The only place that knows SQL. Writes say what they touched (`Change`), reads give frozen rows. No rule, no seal.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from models.store.file.base import Store, closed_on_failure
from models.store.file.files import STORE, open_file, refuse_long
from models.store.file.records import Change, FiledReturn, HistoryRow, PlanRow, ReceiptRow
from models.store.file.schema import KIND, OFFICE
from models.store.unit.unit_store import UnitStore

if TYPE_CHECKING:  # a unit's program has no use for the office's tables
    from models.store.office.office_store import OfficeStore

AnyStore: TypeAlias = "UnitStore | OfficeStore"

__all__ = (
    "AnyStore",
    "Change",
    "FiledReturn",
    "HistoryRow",
    "PlanRow",
    "ReceiptRow",
    "Store",
    "UnitStore",
    "has_store",
    "open_store",
    "refuse_long",
)


def has_store(folder: Path) -> bool:
    """True when a folder holds a store, of whichever desk, or nobody may look whether it does; raises nothing."""
    try:
        return (folder / STORE).exists()
    except PermissionError:  # something may be there, and nothing is begun anew over it
        return True
    except OSError:  # no disk has such a name
        return False


def open_store(folder: Path, *, checked: bool = True) -> "AnyStore | None":
    """Open the store of a folder, whichever desk it is for; None when the folder has none. Raises as `open_file`."""
    if not has_store(folder):
        return None
    connections = open_file(folder, checked=checked)
    with closed_on_failure(connections):
        of_office = connections.rows("SELECT 1 FROM facts WHERE key = ? AND value = ?", KIND, OFFICE)
    if not of_office:
        return UnitStore(connections)
    from models.store.office.office_store import OfficeStore

    return OfficeStore(connections)
