"""Damages: bytes, pages and rows of a store are changed behind the program; refused, named, or nothing decides otherwise."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import cast

from models.basics.errors import AppError, MachineError
from models.store import UnitStore, open_store
from models.store.file.chain import counts
from models.store.file.files import STORE
from models.store.file.schema import KIND, tables_of
from tests.altered import alter
from tests.torture.hardships import work
from tests.torture.judging import Figures, Judge

NOBODY_MISSES = frozenset({"stages"})
FREE = {("act_files", name) for name in ("folder", "written", "place")}  # where files were written last
PAGE = 4096  # bytes of a page of SQLite


def damage(root: Path, chance: random.Random, figures: Figures, times: int) -> None:
    """Change bytes of a unit's store that was worked in."""
    judge = Judge(root / "whole", root / "out", figures)
    UnitStore.create(judge.folder, "610924").close()
    work(judge, 3)
    Damages(judge.folder, root / "damaged", chance, figures).run(times, (of_bytes,))


class Damages:
    """A whole store and copies of it that are damaged one after another."""

    def __init__(self, whole: Path, place: Path, chance: random.Random, figures: Figures) -> None:
        """Begin with a workspace that lies whole in its folder; `place` is a folder for the copies."""
        self.whole, self.wanted = (whole / STORE).read_bytes(), content(whole)
        self.folder, self.chance, self.figures = place, chance, figures
        place.mkdir()

    def run(self, times: int, ways: "tuple[Way, ...]") -> None:
        """Damage so many copies, each in one of some ways: refused in a sentence, named, or nothing of it is other."""
        for number in range(times):
            way = ways[number % len(ways)]
            for left in self.folder.glob("tanbao*"):
                left.unlink()
            (self.folder / STORE).write_bytes(self.whole)
            way(self.folder, self.chance)
            self.figures.tried[f"damaged stores, {way.__name__.removeprefix('of_')}"] += 1
            self._judge()

    def _judge(self) -> None:
        try:
            with open_store(self.folder) or UnitStore.open(self.folder) as store:
                named = bool(store.acts.verify())
            if named:
                self.figures.refused["named by the record"] += 1
            elif content(self.folder) != self.wanted:
                self.figures.faults["altered and not named"] += 1
            else:
                self.figures.refused["harmless"] += 1
        except (AppError, MachineError) as error:
            self.figures.refused[error.code] += 1


Way = Callable[[Path, random.Random], None]


def of_bytes(folder: Path, chance: random.Random) -> None:
    """1, 8 or 64 bytes anywhere in the file."""
    changed = bytearray((folder / STORE).read_bytes())
    for _ in range(chance.choice((1, 8, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    (folder / STORE).write_bytes(changed)


def of_pages(folder: Path, chance: random.Random) -> None:
    """One page lost, torn half way, or in the place of another."""
    changed = bytearray((folder / STORE).read_bytes())
    at, other = (chance.randrange(len(changed) // PAGE) * PAGE for _ in range(2))
    half = chance.choice((PAGE, PAGE // 2))
    changed[at : at + half] = chance.choice((bytes(half), b"\xff" * half, changed[other : other + half]))
    (folder / STORE).write_bytes(changed)


def of_rows(folder: Path, chance: random.Random) -> None:
    """One row of any table altered in one column, or taken out, by a person with sqlite3."""
    for _ in range(100):
        table, column, sql, key, value = _row(folder, chance)
        if (table, column) in FREE or table in NOBODY_MISSES:
            continue
        with suppress(sqlite3.IntegrityError):
            if chance.random() < 0.2:
                alter(folder, f"DELETE FROM {table} WHERE {sql}", *key)
            else:
                alter(folder, f"UPDATE {table} SET {column} = ? WHERE {sql}", changed(value, chance), *key)
            return
    raise AssertionError("no row takes a change")


def _row(folder: Path, chance: random.Random) -> tuple[str, str, str, list[object], object]:
    """A row and a column of it: table, column, the condition that finds the row, its values, what stands there."""
    with closing(sqlite3.connect(folder / STORE)) as db:
        table = chance.choice([name for name in tables_of(db) if db.execute(f"SELECT 1 FROM {name}").fetchone()])
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [row[1] for row in columns if row[5]] or ["rowid"]
        rows = db.execute(f"SELECT {', '.join(keys)} FROM {table} WHERE {decided(table)}").fetchall()
        key, column = chance.choice(rows), chance.choice(columns)[1]
        sql = " AND ".join(f"{name} IS ?" for name in keys)
        ((value,),) = db.execute(f"SELECT {column} FROM {table} WHERE {sql}", key).fetchall()
    return table, column, sql, list(key), value


def changed(value: object, chance: random.Random) -> object:
    """Another value than one that stands in a column: one byte, one sign, one more, or something for nothing."""
    if isinstance(value, bytes) and value:
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + ("7" if value[at] != "7" else "8") + value[at + 1 :]
    return value + 1 if isinstance(value, int) else "7"


def decided(table: str) -> str:
    """The rows of a table that somebody decides by, as a condition."""
    return f"({counts(table)} OR key = '{KIND}')" if table == "facts" else counts(table)


def content(folder: Path) -> dict[str, list[object]]:
    """Everything in a store that somebody decides by, texts as the bytes they are."""
    with closing(sqlite3.connect(folder / STORE)) as db:
        db.text_factory = bytes
        found: dict[str, list[object]] = {}
        for table in (name.decode() for name in cast(list[bytes], tables_of(db))):
            if table in NOBODY_MISSES:
                continue
            columns = [row[1].decode() for row in db.execute(f"PRAGMA table_info({table})")]
            asked = ", ".join(name for name in columns if (table, name) not in FREE)
            found[table] = db.execute(f"SELECT {asked} FROM {table} WHERE {decided(table)} ORDER BY 1, 2").fetchall()
        return found
