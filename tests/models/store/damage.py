"""Store files read and changed behind the store's back: their schema version, their rows."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from models.sheet.cells import Cell, State
from models.store.file.files import STORE

NUMBER = Cell(State.VALUE, Decimal("12.50"), "12.50")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {version}")


def alter(folder: Path, *statements: str) -> None:
    """Change a store as somebody does who takes its triggers off and puts them back."""
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as db:
        db.execute("BEGIN")
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in (*statements, *(sql for _, sql in triggers)):
            db.execute(statement)
        db.execute("COMMIT")
