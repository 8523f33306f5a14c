"""The sheets of a unit's store: cells, register rows and explanations as they are being filled in, with history.

A period whose return was filed is locked until it is reopened (改正并重出). Computes nothing and checks nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.errors import AppError
from models.plan.plan import Register
from models.sheet.cells import Cell
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.store.file.base import StorePart, parsed
from models.store.file.records import (
    CELL_COLUMNS,
    PART,
    Change,
    HistoryRow,
    cell_columns,
    cell_from,
    cell_from_json,
    row_parts,
    rows_blob,
    rows_from,
)

if TYPE_CHECKING:  # loaded when a disk first takes nothing
    from models.store.unit.waiting import Unsaved

WAITING: "dict[Path, Unsaved]" = {}  # what waits for the store in a place, also after it was closed and is opened again
_COLUMNS = ", ".join(CELL_COLUMNS)
_UPDATES = ", ".join(f"{name} = excluded.{name}" for name in CELL_COLUMNS)
_PUT_CELL = (
    f"INSERT INTO cells (period, address, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT DO UPDATE SET {_UPDATES}"
)


class Sheets(StorePart):
    """Sheets of one unit by period, and which of them are locked; what is read says also what waits to be written."""

    @property
    def waiting(self) -> "Unsaved | None":
        """What waits to be written, None where nothing ever did."""
        return WAITING.get(self._connections.path)

    @parsed
    def cells(self, period: str) -> dict[str, Cell]:
        """Return the entered cells of a period by address."""
        found = self._rows(f"SELECT address, {_COLUMNS} FROM cells WHERE period = ?", period)
        cells = {address: cell_from(columns) for address, *columns in found}
        return self.waiting.with_cells(period, cells) if self.waiting else cells

    def put_cells(self, period: str, cells: Mapping[str, Cell], by: str, why: str = "typed") -> Change:
        """Keep cells as one batch of the history; blank ones are taken away. Raises AppError("period_filed")."""
        blank = [(period, address) for address, cell in cells.items() if cell.state is None and cell.fault is None]
        gone = {address for _, address in blank}
        said = [(period, address, *cell_columns(cell)) for address, cell in cells.items() if address not in gone]
        with self.transaction(by, why):
            self.refuse_if_filed(period)
            self._connections.write_all("DELETE FROM cells WHERE period = ? AND address = ?", blank)
            self._connections.write_all(_PUT_CELL, said)
        return self._change(period, tuple(cells))

    @parsed
    def history(self, period: str, address: str, last: int | None = None) -> tuple[HistoryRow, ...]:
        """Return every change of a cell, or the `last` ones, oldest first."""
        found = self._rows(
            "SELECT at, person, why, before, after, batch FROM history "
            "WHERE kind = 'cell' AND period = ? AND place = ? ORDER BY id DESC LIMIT ?",
            period,
            address,
            -1 if last is None else last,
        )
        kept = tuple(
            HistoryRow(
                at=datetime.fromisoformat(at),
                by=by,
                why=why,
                before=cell_from_json(before),
                after=cell_from_json(after),
                batch=batch,
            )
            for at, by, why, before, after, batch in reversed(found)
        )
        return (*kept, *self.waiting.changes(period, address)) if self.waiting else kept

    @parsed
    def last_entry(self, period: str, besides: str = "") -> datetime | None:
        """Return when a cell or register of a period was changed last, by this machine's clock; None = never.

        `besides`: what is passed over, as the history says why it was changed.
        The latest time counts, not the latest line: a clock set back must not hide what was entered before.
        """
        found = self._rows(
            "SELECT max(at) FROM (SELECT at FROM history WHERE kind = 'cell' AND period = ? AND why <> ? "
            "UNION ALL SELECT at FROM register_history WHERE period = ?)",  # all of one form and zone: text sorts
            period,
            besides,
            period,
        )
        return datetime.fromisoformat(found[0][0]) if found[0][0] else None

    @parsed
    def rows(self, period: str, register: str) -> tuple[Row, ...]:
        """Return the rows of a register."""
        if self.waiting and (waiting := self.waiting.rows(period, register)) is not None:
            return waiting
        parts = self._parts(period, register)
        last = self._read.get(register, {})
        read = {number: last.get((period, number), (b"", ())) for number in parts}
        read = {n: one if one[0] == parts[n] else (parts[n], rows_from(parts[n])) for n, one in read.items()}
        self._read[register] = {(period, number): one for number, one in read.items()}
        return tuple([row for number in sorted(read) for row in read[number][1]])

    @cached_property
    def _read(self) -> dict[str, dict[tuple[str, int], tuple[bytes, tuple[Row, ...]]]]:
        """The parts of each register that were read or written last: what says the same stays the same objects.

        Ten thousand rows that are read again after a return was filed need not be judged again.
        """
        return {}

    def rows_at_most(self, period: str) -> int:
        """Return about how many rows the registers of a period have; never fewer than there are."""
        return PART * int(self._rows("SELECT count(*) FROM registers WHERE period = ?", period)[0][0])

    def _parts(self, period: str, register: str) -> dict[int, bytes]:
        return dict(
            self._rows("SELECT part, content FROM registers WHERE period = ? AND register = ?", period, register)
        )

    def put_rows(
        self,
        period: str,
        register: str,
        rows: Sequence[Row],
        by: str,
        why: str = "typed",
        before: Sequence[Row] | None = None,
    ) -> Change:
        """Replace all rows of a register. Raises AppError("period_filed") when the period is locked.

        `before`: the rows that stand there, when the caller knows them; parts that are the same are not written again.
        """
        parts, known = row_parts(rows), row_parts(before or ())
        same = {number for number, (part, one) in enumerate(zip(parts, known, strict=False)) if part == one}
        said = [(period, register, n, rows_blob(part)) for n, part in enumerate(parts) if n not in same]
        last = self._read.get(register, {})
        kept = {place: one for place, one in last.items() if place[0] == period and place[1] < len(parts)}
        self._read[register] = kept | {(period, n): (blob, parts[n]) for _, _, n, blob in said}
        with self.transaction(by, why):
            self.refuse_if_filed(period)
            self._connections.write_all(
                "INSERT INTO registers VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content", said
            )
            self._connections.write(
                "DELETE FROM registers WHERE period = ? AND register = ? AND part >= ?", period, register, len(parts)
            )
        return self._change(period, (register,))

    @parsed
    def row_history(self, period: str, register: Register, row: Row, column: str, last: int) -> tuple[HistoryRow, ...]:
        """Return the `last` changes of one cell of a register, as far as they are found, oldest first."""
        from models.store.unit.row_history import MOST_PARTS, cell_changes  # loaded when it is asked for

        found = self._rows(
            "SELECT batch, at, person, why, part, before FROM register_history "
            "WHERE period = ? AND register = ? ORDER BY id DESC LIMIT ?",
            period,
            register.id,
            MOST_PARTS,
        )
        changes = cell_changes(register, row, column, self._parts(period, register.id), found)
        return tuple(reversed(list(islice(changes, last))))

    @parsed
    def explanations(self, period: str) -> dict[str, tuple[Explanation, str]]:
        """Return the explanations of a period by key, each with the fingerprint of what it explained."""
        found = self._rows("SELECT key, code, text, fingerprint FROM explanations WHERE period = ?", period)
        kept = {key: (Explanation(text, code), fingerprint) for key, code, text, fingerprint in found}
        return self.waiting.with_explanations(period, kept) if self.waiting else kept

    def put_explanation(
        self, period: str, key: str, explanation: Explanation | None, fingerprint: str, by: str, why: str = "explained"
    ) -> Change:
        """Keep an explanation; None takes it away. Raises AppError("period_filed") when the period is locked."""
        with self.transaction(by, why):
            self.refuse_if_filed(period)
            if explanation is None:
                self._connections.write("DELETE FROM explanations WHERE period = ? AND key = ?", period, key)
            else:
                self._connections.write(
                    "INSERT INTO explanations VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                    "code = excluded.code, text = excluded.text, fingerprint = excluded.fingerprint",
                    *(period, key, explanation.code, explanation.text, fingerprint),
                )
        return self._change(period, (key,))

    def filed_digest(self, period: str) -> str | None:
        """Return the digest of the return that locks a period; None = it is open."""
        found = self._rows("SELECT digest FROM locks WHERE period = ?", period)
        return str(found[0][0]) if found else None

    def reopen(self, period: str, by: str = "") -> Change:
        """Open a filed period again for the next revision (改正并重出); an open one stays open."""
        with self.transaction(by, "reopened"):
            return self._put("DELETE FROM locks WHERE period = ?", period)

    def close(self, period: str, digest: str, by: str = "") -> Change:
        """Close a period again with the return that closed it before (放弃改正)."""
        with self.transaction(by, "abandoned"):
            return self._put("INSERT INTO locks VALUES (?, ?) ON CONFLICT DO NOTHING", period, digest)

    def refuse_if_filed(self, period: str) -> None:
        """Raise AppError("period_filed") for a period that is locked."""
        if self.filed_digest(period) is not None:
            raise AppError("period_filed", period=period)


def content_key(content: bytes) -> str:
    """Return the SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()
