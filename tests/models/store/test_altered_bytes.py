"""Whatever is altered in a store behind the program, in any column that decides, is named before anything is issued."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.proof.gaps import gap_words
from models.sheet.cells import Cell, State
from models.sheet.rows import Row
from models.store import UnitStore
from models.store.connection.connections import Connections
from models.store.file.chain import HISTORIES, counts
from models.store.file.files import STORE
from models.store.file.schema import KIND, tables_of
from models.store.file.verifying import SCHEMA, verify
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act
from tests.models.store.damage import alter
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


def test_a_line_typed_since_the_last_act_is_found_out_though_its_cell_says_the_same(tmp_path: Path) -> None:
    with UnitStore.create(tmp_path / "unit", "610924") as store:
        for text in ("1.65", "1.66", "1.67"):
            store.sheets.put_cells("2020Q3", {"Q06.1": Cell(State.VALUE, Decimal(text), text)}, "张三")
        store.sheets.put_rows("2020Q3", "R02", (Row(number=1, values={"号牌号码": "陕G00001"}),), "张三")
        assert store.acts.verify() == ()
    altered = {
        "both say another figure": (
            "UPDATE history SET after = replace(after, '1.67', '9.67')",
            "UPDATE cells SET value = '9.67', raw = '9.67'",
        ),
        "the last line never was": (
            "DELETE FROM history WHERE id = 3",
            "UPDATE cells SET value = '1.66', raw = '1.66'",
        ),
        "somebody else did it": ("UPDATE history SET person = '李四' WHERE id = 2",),
        "a line more": (
            "INSERT INTO history SELECT 4, at, person, why, batch, kind, period, place, after, "
            "replace(after, '1.67', '9.67') FROM history WHERE id = 3",
            "UPDATE cells SET value = '9.67', raw = '9.67'",
        ),
        "nothing was ever typed": ("DELETE FROM history", "DELETE FROM cells"),
        "no register was ever filled": ("DELETE FROM register_history", "DELETE FROM registers"),
    }
    assert {name for name, statements in altered.items() if not _named(tmp_path / "unit", statements)} == set()


def _named(folder: Path, statements: Sequence[str]) -> bool:
    """Alter a copy of a store, its triggers put back afterwards, type and act once more, and tell whether it stays named."""
    place = folder.with_name("copy")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    alter(place, *statements)
    with UnitStore.open(place) as store:
        before = store.acts.verify()
        store.sheets.put_cells("2020Q3", {"Q06.2": Cell(State.NIL)}, "张三")
        with act(store, "张三", ActKind.SET):
            store.put_settings(1, "{}", datetime.now(PLAN_ZONE), "张三")
        return bool(before) and {gap.what for gap in store.acts.verify()} >= {before[0].what} <= set(HISTORIES)


def test_a_store_that_is_said_to_be_the_other_desks_is_found_out_and_issues_nothing(
    whole: Connections, tmp_path: Path
) -> None:
    for sql in ("UPDATE facts SET value = 'office' WHERE key = ?", "DELETE FROM facts WHERE key = ?"):
        assert found_out(whole, sql, KIND)
    with OfficeStore.create(tmp_path / "office") as office, act(office, "李四", ActKind.FOUND):
        office.put_settings(1, "{}", datetime.now(PLAN_ZONE), "李四")
    alter(tmp_path / "office", f"UPDATE facts SET value = 'unit' WHERE key = '{KIND}'")
    with pytest.raises(AppError, match="store_other_kind"):
        OfficeStore.open(tmp_path / "office")
    with UnitStore.open(tmp_path / "office") as store:
        (gap,) = store.acts.verify()
        assert say("record.fact.store_kind") in gap_words(store, gap)
        with (
            pytest.raises(AppError, match="record_broken"),
            act(store, "李四", ActKind.FILE, out=tmp_path, files={"a.pdf": b"a"}),
        ):
            pass


def test_every_row_taken_out_is_found_out(whole: Connections) -> None:
    assert [table for table in tables_of(whole.db) if found_out(whole, f"DELETE FROM {table}") is False] == ["stages"]
