"""store: what is kept on the disk; one file for each workspace, of one unit or of the office.

The only place that knows SQL. Writes say what they touched (`Change`), reads give frozen rows. No rule, no seal.
"""

from pathlib import Path

from models.returns.evidence_rows import AttachmentRow, ListedRow, ScanRow
from models.store.file.base import Store
from models.store.file.files import KIND, STORE, open_file
from models.store.file.records import (
    Change,
    ChaseRow,
    FiledReturn,
    FormRow,
    HistoryRow,
    IssuedRow,
    KeyRow,
    NoticeRow,
    PaperRow,
    PlanRow,
    QuarantineRow,
    QueryRow,
    ReceiptRow,
    ReceptionRow,
    ReviewRow,
    RowsHistory,
    SentBackRow,
    SettlementRow,
)
from models.store.office.office_store import OfficeStore
from models.store.unit.unit_store import UnitStore

__all__ = (
    "AttachmentRow",
    "Change",
    "ChaseRow",
    "FiledReturn",
    "FormRow",
    "HistoryRow",
    "IssuedRow",
    "KeyRow",
    "ListedRow",
    "NoticeRow",
    "OfficeStore",
    "PaperRow",
    "PlanRow",
    "QuarantineRow",
    "QueryRow",
    "ReceiptRow",
    "ReceptionRow",
    "ReviewRow",
    "RowsHistory",
    "ScanRow",
    "SentBackRow",
    "SettlementRow",
    "Store",
    "UnitStore",
    "has_store",
    "open_store",
)


def has_store(folder: Path) -> bool:
    """True when a folder holds a store, of whichever desk."""
    return (folder / STORE).exists()


def open_store(folder: Path, *, checked: bool = True) -> UnitStore | OfficeStore | None:
    """Open the store of a folder, whichever desk it is for; None when the folder has none. Raises as `open_file`."""
    if not has_store(folder):
        return None
    connections = open_file(folder, checked=checked)
    office = connections.rows("SELECT 1 FROM facts WHERE key = ? AND value = ?", KIND, OfficeStore.kind)
    return OfficeStore(connections) if office else UnitStore(connections)
