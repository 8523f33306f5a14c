"""Salvage: a new store from what can still be read of a damaged one; the damaged file is only read.

Each table is read from its beginning and from its end until neither goes on, so that one bad page costs the rows on it
and not the table. A cell whose row is gone, or says something else than the last line of its history, is made anew from
that line. What is missing afterwards is told by the chain of acts (`Acts.verify`), not guessed at here.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from models.basics.records import dataclass
from models.store.connection.failures import damaged
from models.store.connection.one_thread import connect
from models.store.file.disk import make_private
from models.store.file.files import STORE, build_empty
from models.store.file.records import CELL_COLUMNS
from models.store.file.schema import tables_of
from models.system.files import sync

_SIDES = ("", "-wal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What came over: rows by table, tables that could not be read to their end, cells made from the history."""

    rows: dict[str, int]
    broken: tuple[str, ...]
    cells: int


def salvage(folder: Path, target: Path) -> Salvaged:
    """Write a new store file at `target` from the store of a folder. Raises OSError; MachineError("store_damaged")."""
    target.unlink(missing_ok=True)
    make_private(target)
    build_empty(target)
    with tempfile.TemporaryDirectory(prefix="tanbao-") as place:
        for side in _SIDES:
            with suppress(FileNotFoundError):
                shutil.copyfile(folder / (STORE + side), Path(place) / (STORE + side))
        with closing(connect(target, shared=True)) as new, closing(sqlite3.connect(Path(place) / STORE)) as old:
            new.execute("PRAGMA foreign_keys = OFF")
            try:
                found = _carry_over(old, new)
            except sqlite3.Error as error:
                raise damaged(folder / STORE) from error
    sync(target)
    return found


def _carry_over(old: sqlite3.Connection, new: sqlite3.Connection) -> Salvaged:
    triggers = [(name, sql) for name, sql in new.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")]
    new.execute("BEGIN")
    for name, _ in triggers:
        new.execute(f"DROP TRIGGER {name}")
    if old.execute("SELECT 1 FROM sqlite_schema WHERE name = 'tails'").fetchone():
        new.execute("DELETE FROM tails")  # they say what the histories of the old one must be
    rows, broken = {}, []
    for table in tables_of(new):
        columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
        rows[table], whole = _copy_table(old, new, table, columns)
        if not whole:
            broken.append(table)
    cells = _cells_from_history(new)
    for _, sql in triggers:
        new.execute(sql)
    new.execute("COMMIT")
    return Salvaged(rows=rows, broken=tuple(broken), cells=cells)


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str, columns: list[str]) -> tuple[int, bool]:
    """Copy the rows that can be read; return how many there are now, and whether that was all of them."""
    marks = ", ".join("?" * len(columns))
    try:
        known = {row[1] for row in old.execute(f"PRAGMA table_info({table})")}
        asked = ", ".join(name if name in known else "NULL" for name in columns)
        keys = [row for row in old.execute(f"PRAGMA table_info({table})") if row[5]]
    except sqlite3.Error:
        return 0, False
    order = ", ".join(row[1] for row in sorted(keys, key=lambda row: row[5])) or "rowid"
    whole = False
    for way in ("ASC", "DESC"):
        lines = ", ".join(f"{one} {way}" for one in order.split(", "))
        reading = _SalvageReading()
        for row in reading.rows(old, f"SELECT {asked} FROM {table} ORDER BY {lines}"):
            with suppress(sqlite3.Error):  # a row the schema does not take is no row of ours
                new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)
        if reading.whole:
            whole = True
            break
    return int(new.execute(f"SELECT count(*) FROM {table}").fetchone()[0]), whole


class _SalvageReading:
    """Rows until the file cannot be read any further; `whole` afterwards tells whether that was the end."""

    whole = False

    def rows(self, db: sqlite3.Connection, sql: str) -> Iterator[tuple[object, ...]]:
        try:
            yield from db.execute(sql)
            self.whole = True
        except sqlite3.Error:
            return


def _cells_from_history(db: sqlite3.Connection) -> int:
    """Make each cell say what the last line of its history says; return how many did not."""
    columns = ", ".join(CELL_COLUMNS)
    here = {(row[0], row[1]): row[2:] for row in db.execute(f"SELECT period, address, {columns} FROM cells")}
    last = db.execute(
        "SELECT period, place, after FROM history WHERE id IN "
        "(SELECT max(id) FROM history WHERE kind = 'cell' GROUP BY period, place)"
    ).fetchall()
    changed = 0
    for period, address, after in last:
        try:
            said = tuple(json.loads(after)[name] for name in CELL_COLUMNS) if after is not None else None
        except (ValueError, KeyError, TypeError):
            continue
        if here.get((period, address)) == said:
            continue
        db.execute("DELETE FROM cells WHERE period = ? AND address = ?", (period, address))
        if said is not None:
            db.execute(
                f"INSERT INTO cells (period, address, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (period, address, *said),
            )
        changed += 1
    return changed
