"""What the store gives out and takes in: frozen rows, and cells and registers as columns.

Times are aware datetimes here and text at +08:00 in the file; lists and tables travel as JSON text. No SQL.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from models.ledger.ledger import KeyInterval, Paper
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
class RowsHistory:
    """One change of a register: the rows that stood there before."""

    at: datetime
    by: str
    why: str
    before: tuple[Row, ...]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A return the office has read, with the key that sealed it; `registered` is the first time it was registered."""

    digest: str
    key: str  # fingerprint
    unit: str
    period: str
    revision: int
    ancestors: tuple[str, ...]  # digests, oldest first
    content: bytes  # canonical bytes
    certificate: bytes  # DER
    plan: str  # digest
    settings: int  # version
    good: bool  # its checks, run again by the office, find no error
    reasons: str  # JSON
    request: bytes | None  # DER of the enrolment request it carries
    registered: datetime

    @property
    def paper(self) -> Paper:
        """The paper as the ledger judges it."""
        return Paper(
            digest=self.digest,
            key=self.key,
            unit=self.unit,
            period=self.period,
            revision=self.revision,
            ancestors=self.ancestors,
            registered=self.registered,
            good=self.good,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRow:
    """One line of the reception register: a file that came, and what followed. `id` 0 = not yet in the book."""

    file: str
    sha256: str
    received_at: datetime  # when the program read it
    registered_at: datetime  # when the office says it came; decides what is late
    channel: str
    by: str
    decision: str
    reasons: str  # JSON
    digest: str | None
    key: str | None
    seals: str  # JSON
    unit: str | None = None  # None: it is no return, or was registered before this was noted
    period: str | None = None
    revision: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One file of a paper: "pdf" or "xlsx"."""

    digest: str
    key: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """A file that was rejected, and why."""

    sha256: str
    file: str
    at: datetime
    reasons: str  # JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key enrolled for a unit. `since` None = always, `until` None = open; `compared`: the 核对码 was."""

    unit: str
    fingerprint: str
    certificate: bytes  # DER
    since: datetime | None
    until: datetime | None
    enrolled_at: datetime
    compared: bool
    by: str
    ended_because: str = ""

    @property
    def interval(self) -> KeyInterval:
        """The key as the ledger judges by it."""
        return KeyInterval(key=self.fingerprint, unit=self.unit, since=self.since, until=self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseRow:
    """催报: a unit was asked for its return."""

    period: str
    unit: str
    at: datetime
    channel: str
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBackRow:
    """退回 by hand: a paper the office sent back with its words, and until when the next revision is in time."""

    digest: str
    unit: str
    period: str
    number: str  # 退〔2020〕3号
    at: datetime
    until: datetime
    by: str
    items: str  # JSON: [{"item": address, "text": words}, …]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRow:
    """A matter settled with one sentence without its cause being mended (按缺报结转 …)."""

    kind: str  # of the matter: held, missing …
    unit: str
    period: str
    place: str  # of the matter: indicator, digest, key and what it rested on
    manner: str  # as_missing | as_before | as_awaited | as_is; taken_up ends it
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """What somebody at the office said of one place of a paper, or of the paper as a whole (`place` "")."""

    digest: str
    unit: str
    period: str
    place: str
    said: str  # short hash of what was shown there; a later revision that shows the same is not looked at again
    decision: str  # accepted | accepted_together | taken_back
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """A question of the office about one place of a paper (询问), and its answer; `answered_at` None: not yet."""

    id: int = 0
    digest: str
    unit: str
    period: str
    place: str
    address: str  # of the cell, "" for the paper as a whole
    said: str
    channel: str
    words: str
    by: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answer_noted_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A set of issued papers of a period: its number, what it rested on, what it said, and the names of its files."""

    period: str
    number: int
    at: datetime
    by: str
    digests: str  # JSON: unit → digest in force
    facts: str  # JSON: what it said, to be compared with later
    files: str  # JSON: name → SHA-256 of the kept bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """A receipt the office issued."""

    digest: str
    unit: str
    period: str
    decision: str
    at: datetime
    by: str
    file: str
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
    plain = [[row.number, dict(row.values), dict(row.faults), dict(row.raw)] for row in rows]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 1)


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
