"""Whatever is altered in a store behind the program, in any column that decides, is named before anything is issued."""

import sqlite3
from collections.abc import Iterator

import pytest

from models.basics.errors import MachineError
from models.store import UnitStore
from models.store.file.chain import counts
from models.store.file.connection import Connections
from models.store.file.files import STORE
from models.store.file.schema import tables_of
from models.store.file.verifying import SCHEMA, verify
from tests.models.store.everything import fill_everything

# what nobody decides by: where files were written last, temporary names
FREE = {("act_files", name) for name in ("folder", "written", "place")} | {("stages", "token"), ("stages", "folder")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connections]:
    """A store with a row in every table and no triggers, as a connection that is rolled back after each change."""
    folder = tmp_path_factory.mktemp("whole") / "unit"
    with UnitStore.create(folder, "610924") as store:
        fill_everything(store, folder.parent / "out")
        assert store.acts.verify() == ()
    connections = Connections(folder / STORE, None)
    connections.db.execute("PRAGMA foreign_keys = OFF")
    for (name,) in connections.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        connections.db.execute(f"DROP TRIGGER {name}")
    yield connections
    connections.close()


def found_out(connections: Connections, sql: str, *values: object) -> bool | None:
    """True when a change is named; None when the tables do not take it."""
    connections.db.execute("BEGIN")
    try:
        if not connections.db.execute(sql, values).rowcount:
            return None
        return any(gap.what != SCHEMA for gap in verify(connections))
    except sqlite3.IntegrityError:
        return None
    except MachineError:
        return True
    finally:
        connections.db.execute("ROLLBACK")


def changed(value: object, kind: str) -> object:
    """Another value of a column: one byte, one figure more, or something where there was nothing."""
    if kind == "BLOB":
        before = value if isinstance(value, bytes) else b""
        return bytes([before[0] ^ 1]) + before[1:] if before else b"x"
    return (value or 0) + 1 if kind == "INTEGER" and isinstance(value, int | None) else f"{value or ''}x"


def test_every_altered_column_is_found_out(whole: Connections) -> None:
    missed, tried = [], 0
    for table in tables_of(whole.db):
        for _, column, kind, *_ in whole.rows(f"PRAGMA table_info({table})"):
            value = whole.rows(f"SELECT {column} FROM {table} WHERE {counts(table)} ORDER BY 1")[0][0]
            sql = f"UPDATE {table} SET {column} = ? WHERE {column} IS ?"
            found = None if (table, column) in FREE else found_out(whole, sql, changed(value, kind), value)
            tried += found is not None
            missed += [(table, column)] if found is False else []
    assert missed == []
    assert tried > 200


def test_every_row_taken_out_is_found_out(whole: Connections) -> None:
    assert [table for table in tables_of(whole.db) if found_out(whole, f"DELETE FROM {table}") is False] == ["stages"]
