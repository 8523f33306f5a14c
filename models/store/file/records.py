"""What the store gives out and takes in: frozen rows, and cells and registers as columns.

Times are aware datetimes here and text at +08:00 in the file; lists and tables travel as JSON text. No SQL.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from models.basics.records import dataclass
from models.sheet.cells import BLANK, Cell, State
from models.sheet.rows import Row

PART = 200  # rows kept as one text


@dataclass(frozen=True, slots=True)
class Change:
    """What a write touched: period ("" = none) and addresses, explanation keys, register ids, or the office's units."""

    period: str = ""
    addresses: tuple[str, ...] = ()
    batch: str = ""  # id of the transaction in the history


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One version of one plan that is kept."""

    digest: str
    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One change of one cell: who, when, why, from what to what; `batch` joins what was changed together."""

    at: datetime
    by: str
    why: str
    before: Cell
    after: Cell
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReturn:
    """A return the unit has. `state` is "filed" until a receipt came, then the decision of the latest one."""

    digest: str
    period: str
    revision: int
    ancestors: tuple[str, ...]  # digests, oldest first
    reason: str
    filed_at: datetime
    own: bool  # filed here; False: taken in from a paper
    content: bytes  # canonical bytes
    files: tuple[str, ...]  # names, without folder
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A receipt that came to the unit; `content` is what it says, as sealed."""

    digest: str  # of the return it answers
    period: str
    decision: str
    issued_at: datetime
    taken_at: datetime
    content: bytes


CELL_COLUMNS = ("state", "value", "numeric", "raw", "note", "remarks", "fault")


def cell_columns(cell: Cell) -> tuple[object, ...]:
    """Return a cell as CELL_COLUMNS. Raises TypeError for a value that is neither Decimal nor text (a float)."""
    value = cell.value
    if isinstance(value, Decimal):
        text: str | None = format(value, "f")
    elif value is None or isinstance(value, str):
        text = value
    else:
        raise TypeError(f"a cell value of type {type(value).__name__}")
    numeric = isinstance(value, Decimal)
    state = cell.state.value if cell.state else None
    return state, text, numeric, cell.raw, cell.note, " ".join(cell.remarks), cell.fault


def cell_from(columns: Iterable[object]) -> Cell:
    """Return the cell that CELL_COLUMNS say."""
    state, value, numeric, raw, note, remarks, fault = columns
    return Cell(
        State(str(state)) if state else None,
        Decimal(str(value)) if numeric and value is not None else value if isinstance(value, str) else None,
        str(raw),
        note=str(note),
        remarks=tuple(str(remarks).split()),
        fault=str(fault) if fault else None,
    )


def cell_from_json(text: str | None) -> Cell:
    """Return the cell of a history entry; None is BLANK."""
    return BLANK if text is None else cell_from(json.loads(text)[name] for name in CELL_COLUMNS)


def rows_blob(rows: Iterable[Row]) -> bytes:
    """Return some rows of a register as one compressed text."""
    return zlib.compress(_plain([[row.number, row.values, row.faults, row.raw] for row in rows]), 1)


def row_text(row: Row) -> bytes:
    """Return what a row says as it stands in the text of its part, without its number."""
    return _plain([row.values, row.faults, row.raw])[1:-1]


def parts_text(blob: bytes | None) -> bytes:
    """Return the text of `rows_blob`; b"" for None."""
    return b"" if blob is None else zlib.decompress(blob)


# a row says nothing that holds itself, and ten thousand of them need not be looked at for it; other mappings are dicts
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=dict)


def _plain(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


def rows_from(blob: bytes | None) -> tuple[Row, ...]:
    """Return the rows of `rows_blob`; none for None."""
    return (
        ()
        if blob is None
        else tuple(
            Row(number=number, values=values, faults=faults, raw=raw)
            for number, values, faults, raw in json.loads(zlib.decompress(blob))
        )
    )


def row_parts(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """Return the rows of a register in parts kept apart: an edit writes, and the history keeps, one of them."""
    return [tuple(rows[start : start + PART]) for start in range(0, len(rows), PART)]
