"""The slices of a unit's store: which parts were given to whom, what came back, who said what of each place."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from models.basics.canonical import json_text
from models.sheet.cells import Cell
from models.store.connection.connections import Connections
from models.store.connection.one_thread import time_text
from models.store.file.base import StorePart, parsed
from models.store.file.records import CELL_COLUMNS, Change, cell_columns, cell_from, rows_blob, rows_from
from models.store.unit.sheets import Sheets

if TYPE_CHECKING:  # loaded where something was given out
    from models.filling.slices import Scope, Slice, Supply


class Slices(StorePart):
    """Slices, their answers, and who supplied what."""

    def __init__(self, connections: Connections, sheets: Sheets) -> None:
        """Work over opened connections; what waits for the sheets may have settled a place."""
        super().__init__(connections)
        self._sheets = sheets

    def put(self, period: str, made: "Slice") -> Change:
        """Keep a slice that was given out."""
        scope = json_text(asdict(made.scope))
        row = (period, made.id, made.supplier, scope, time_text(made.until) if made.until else "", time_text(made.made))
        with self.transaction(why="sliced"):
            self._connections.write(
                "INSERT INTO slices VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", *row, made.file
            )
        return self._change(period)

    @parsed
    def given(self, period: str) -> "tuple[Slice, ...]":
        """Return the slices of a period, in the order they were made."""
        found = self._rows(
            "SELECT id, supplier, scope, until, made, file FROM slices WHERE period = ? ORDER BY made, id", period
        )
        if not found:
            return ()
        from models.filling.slices import Slice

        return tuple(
            Slice(
                id=name,
                supplier=supplier,
                scope=_scope(scope),
                until=datetime.fromisoformat(until) if until else None,
                made=datetime.fromisoformat(made),
                file=file,
            )
            for name, supplier, scope, until, made, file in found
        )

    def drop(self, period: str, slice_id: str) -> Change:
        """Forget a slice that was given out by mistake; what came back stays in the sheet."""
        with self.transaction(why="unsliced"):
            self._connections.write("DELETE FROM slices WHERE period = ? AND id = ?", period, slice_id)
        return self._change(period)

    def put_answer(self, period: str, slice_id: str, file: str, at: datetime, supplies: "Iterable[Supply]") -> Change:
        """Keep what came back for a slice ("" = for none of them): each place's answer in place of the one before."""
        with self.transaction(why="gathered"):
            self._connections.write(
                "INSERT INTO slice_answers (period, slice, file, at) VALUES (?, ?, ?, ?)",
                period,
                slice_id,
                file,
                time_text(at),
            )
            self._connections.write_all(
                "INSERT INTO supplies VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE SET "
                "said = excluded.said, at = excluded.at, file = excluded.file, "
                "settled = settled AND said = excluded.said, register = excluded.register, content = excluded.content",
                [_supply_row(period, one) for one in supplies],
            )
        return self._change(period)

    @parsed
    def answered(self, period: str) -> dict[str, tuple[str, datetime]]:
        """Return slice id → file and time of the latest answer."""
        found = self._rows("SELECT slice, file, at FROM slice_answers WHERE period = ? ORDER BY id", period)
        return {name: (file, datetime.fromisoformat(at)) for name, file, at in found if name}

    @parsed
    def supplies(self, period: str) -> "tuple[Supply, ...]":
        """Return what every supplier said, the earliest first."""
        found = self._rows(
            "SELECT place, supplier, said, at, file, settled, register, content FROM supplies "
            "WHERE period = ? ORDER BY at, place, supplier",
            period,
        )
        if not found:
            return ()
        from models.filling.slices import Supply

        waiting = self._sheets.waiting
        decided = waiting.settled(period) if waiting else {}
        return tuple(
            Supply(
                place=place,
                supplier=supplier,
                said=said,
                at=datetime.fromisoformat(at),
                file=file,
                settled=decided.get(place, bool(settled)),
                cell=None if register else _cell(content),
                rows=rows_from(content) if register else (),
                register=register,
            )
            for place, supplier, said, at, file, settled, register, content in found
        )

    def settle(self, period: str, place: str, *, settled: bool = True) -> Change:
        """Note that somebody has decided about a place: its answers as they are now are no conflict any more.

        `settled` False takes the decision back.
        """
        with self.transaction(why="settled"):
            self._connections.write(
                "UPDATE supplies SET settled = ? WHERE period = ? AND place = ?", int(settled), period, place
            )
        return self._change(period, (place,))


def _scope(text: str) -> "Scope":
    from models.filling.slices import Scope

    said = json.loads(text)
    return Scope(
        tables=tuple(said["tables"]),
        registers=tuple(said["registers"]),
        blocks=tuple(said["blocks"]),
        items=tuple(said["items"]),
        cover=bool(said["cover"]),
    )


def _supply_row(period: str, one: "Supply") -> tuple[object, ...]:
    content = rows_blob(one.rows) if one.rows else _cell_blob(one.cell or Cell())
    return period, one.place, one.supplier, one.said, time_text(one.at), one.file, one.register, content


def _cell_blob(cell: Cell) -> bytes:
    return json_text(dict(zip(CELL_COLUMNS, cell_columns(cell), strict=True))).encode()


def _cell(content: bytes) -> Cell:
    said = json.loads(content)
    return cell_from(said[name] for name in CELL_COLUMNS)
