"""The schema version of a store file, read and set behind the store's back."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from models.sheet.cells import Cell, State

NUMBER = Cell(State.VALUE, Decimal("12.50"), "12.50")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {version}")
