"""A store altered behind the program, as a person with sqlite3 would: what a trigger forbids or tells is got round."""

import sqlite3
from contextlib import closing
from pathlib import Path


def alter(folder: Path, sql: str, *values: object, put_back: bool = True) -> int:
    """Run a statement in the store of a folder without its triggers, which are `put_back`; return the rows it changed."""
    with closing(sqlite3.connect(folder / "tanbao.db", isolation_level=None)) as db:
        db.execute("BEGIN")
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        changed = db.execute(sql, values).rowcount
        for _, words in triggers if put_back else ():
            db.execute(words)
        db.execute("COMMIT")
    return changed
