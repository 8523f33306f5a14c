"""The store file: born whole, upgraded with a copy, refused when newer, damaged, in use or of the other desk."""

import ast
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.basics.messages import sentence
from models.store import UnitStore, open_store
from models.store.connection import one_thread
from models.store.connection.lock import LOCK, StoreLock
from models.store.connection.one_thread import connect
from models.store.file import files
from models.store.office.office_store import OfficeStore
from tests.altered import alter
from tests.models.store.damage import NUMBER

ROOT = Path(__file__).resolve().parents[3]


def test_a_folder_without_a_store_opens_as_none(tmp_path: Path) -> None:
    assert open_store(tmp_path) is None
    with pytest.raises(AppError, match="store_missing"):
        UnitStore.open(tmp_path)


def test_a_store_opens_again_for_the_desk_it_was_made_for(tmp_path: Path) -> None:
    UnitStore.create(tmp_path / "unit", "610924").close()
    OfficeStore.create(tmp_path / "office").close()
    unit, office = open_store(tmp_path / "unit"), open_store(tmp_path / "office")
    assert isinstance(unit, UnitStore)
    assert unit.unit_id == "610924"
    assert isinstance(office, OfficeStore)
    unit.close()
    office.close()
    with pytest.raises(AppError, match="store_other_kind"):
        OfficeStore.open(tmp_path / "unit")
    UnitStore.open(tmp_path / "unit").close()  # the refusal has given the lock back


def test_making_a_store_where_one_is_changes_nothing(store: UnitStore, tmp_path: Path) -> None:
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    store.close()
    with pytest.raises(AppError, match="store_exists"):
        UnitStore.create(tmp_path, "610925")
    with UnitStore.open(tmp_path) as again:
        assert again.sheets.cells("2020Q3") == {"Q06.1": NUMBER}


def test_a_store_that_chose_its_unit_cannot_become_another_units(tmp_path: Path) -> None:
    with UnitStore.create(tmp_path) as store:
        assert store.unit_id is None
        store.belong_to("M10")
        store.belong_to("M10")
        with pytest.raises(AppError, match="store_of_other_unit"):
            store.belong_to("M11")


def test_a_second_program_is_told_that_the_store_is_in_use(store: UnitStore, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from models.basics.errors import AppError; from models.store import open_store\n"
        "try: open_store(Path(sys.argv[1]))\n"
        "except AppError as error: print(error.code)"
    )
    run = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "store_in_use"
    store.close()
    assert subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_store_is_reported_as_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / files.STORE).write_bytes(content)
    with pytest.raises(MachineError, match="store_damaged") as caught:
        open_store(tmp_path)
    assert (tmp_path / files.STORE).read_bytes() == content
    assert str(tmp_path) in sentence(caught.value)


def test_a_store_with_a_broken_page_is_reported_as_damaged(store: UnitStore, tmp_path: Path) -> None:
    store.sheets.put_cells("2020Q3", {f"Q06.{n}": NUMBER for n in range(500)}, "张三")
    store.close()
    path = tmp_path / files.STORE
    content = bytearray(path.read_bytes())
    content[-3 * 4096 : -4096] = b"\xa5" * (2 * 4096)
    path.write_bytes(content)
    with pytest.raises(MachineError, match="store_damaged"):
        UnitStore.open(tmp_path)


def test_it_writes_ahead_and_syncs_fully(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk_not_awaited: str
) -> None:
    monkeypatch.setattr(one_thread, "SYNCHRONOUS", disk_not_awaited)
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    assert (tmp_path / (files.STORE + "-wal")).exists()
    with closing(connect(tmp_path / files.STORE)) as db:
        asked = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert asked == ["wal", 2, 1]


def test_a_copy_is_one_whole_file_that_opens(store: UnitStore, tmp_path: Path) -> None:
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    copy = store.backup(tmp_path / "elsewhere" / files.STORE)
    store.sheets.put_cells("2020Q3", {"Q06.2": NUMBER}, "张三")
    assert os.listdir(copy.parent) == [files.STORE]
    with UnitStore.open(copy.parent) as opened:
        assert opened.unit_id == "610924"
        assert opened.sheets.cells("2020Q3") == {"Q06.1": NUMBER}


WRITER = """
import os, sys
from decimal import Decimal
from pathlib import Path
from models.sheet.cells import Cell, State
from models.store import UnitStore
store = UnitStore.open(Path(sys.argv[1]))
count = len(store.sheets.history("2020Q3", "Q06.1"))
while True:
    count += 1
    store.sheets.put_cells("2020Q3", {"Q06.1": Cell(State.VALUE, Decimal(count), str(count))}, "张三")
    os.write(1, b"%d\\n" % count)
"""


def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    UnitStore.create(tmp_path, "610924").close()
    for wanted in (3, 40, 150):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            acknowledged = [writer.stdout.readline() for _ in range(wanted)]
            writer.kill()
            acknowledged += writer.stdout.readlines()
        with UnitStore.open(tmp_path) as store:
            changes = store.sheets.history("2020Q3", "Q06.1")
            value = store.sheets.cells("2020Q3")["Q06.1"].number
            assert value == len(changes) == changes[-1].after.number
            assert value is not None
            assert value >= int(acknowledged[-1])


def test_threads_write_one_after_the_other_and_read_beside_it(store: UnitStore) -> None:
    def write(name: str) -> None:
        for number in range(40):
            store.sheets.put_cells("2020Q3", {f"{name}.{number}": NUMBER}, name)

    writers = [threading.Thread(target=write, args=(name,)) for name in ("Q01", "Q02", "Q03")]
    with store.transaction():
        store.sheets.put_cells("2020Q3", {"Q09.1": NUMBER}, "张三")
        seen: list[int] = []
        reader = threading.Thread(target=lambda: seen.append(len(store.sheets.cells("2020Q3"))))
        reader.start()
        reader.join()
        for writer in writers:
            writer.start()
        assert seen == [0]
    for writer in writers:
        writer.join()
    assert len(store.sheets.cells("2020Q3")) == 121
    assert {row.by for row in store.sheets.history("2020Q3", "Q02.7")} == {"Q02"}


def test_a_transaction_is_kept_whole_or_not_at_all(store: UnitStore) -> None:
    with pytest.raises(KeyError), store.transaction("张三"):
        store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
        raise KeyError
    assert store.sheets.cells("2020Q3") == {}
    with store.transaction("张三"):
        store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
        with pytest.raises(KeyError), store.transaction("李四"):
            store.sheets.put_cells("2020Q3", {"Q06.2": NUMBER}, "李四")
            raise KeyError
    assert set(store.sheets.cells("2020Q3")) == {"Q06.1"}


def test_a_closed_store_stays_closed(tmp_path: Path) -> None:
    """It opens no connection of its own any more: the lock may be another program's by now."""
    closed = UnitStore.create(tmp_path, "610924")
    closed.close()
    with UnitStore.open(tmp_path) as other:
        for act in (
            lambda: closed.put_value("x", "1"),
            lambda: closed.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三"),
            lambda: closed.sheets.cells("2020Q3"),
            lambda: closed.acts.head(),
        ):
            with pytest.raises(AppError, match="store_closed"):
                act()
        assert other.get_value("x") is None
    closed.close()


def test_a_table_that_is_gone_is_damage(store: UnitStore, tmp_path: Path) -> None:
    store.close()
    alter(tmp_path, "DROP TABLE cells", put_back=False)
    with UnitStore.open(tmp_path) as again, pytest.raises(MachineError, match="store_damaged"):
        again.sheets.cells("2020Q3")


def test_every_read_that_parses_says_damage_when_it_cannot() -> None:
    parsing = {"fromisoformat", "loads", "Decimal"}
    for path in [*(ROOT / "models/store/unit").glob("*.py"), *(ROOT / "models/store/office").glob("*.py")]:
        for one in [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]:
            for read in [node for node in one.body if isinstance(node, ast.FunctionDef)]:
                called = {
                    getattr(node.func, "attr", getattr(node.func, "id", ""))
                    for node in ast.walk(read) if isinstance(node, ast.Call)
                }  # fmt: skip
                if called & parsing:
                    assert "parsed" in {getattr(name, "id", "") for name in read.decorator_list}, (path, read.name)


def test_a_store_at_rest_is_whole_in_its_file_alone(store: UnitStore, tmp_path: Path) -> None:
    assert store.rest(3600) is False  # only just written
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    assert store.rest(0) is True
    assert store.rest(0) is False
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / files.STORE).write_bytes((tmp_path / files.STORE).read_bytes())
    with UnitStore.open(tmp_path / "alone") as other:
        assert other.sheets.cells("2020Q3") == {"Q06.1": NUMBER}
        assert not other.acts.noted.is_older()


def test_a_window_waits_a_moment_only_for_another_program(store: UnitStore, tmp_path: Path) -> None:
    store.be_quick()
    assert store._connections.db.execute("PRAGMA busy_timeout").fetchone()[0] < 1000
    with closing(sqlite3.connect(tmp_path / files.STORE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError, match="store_busy"):
            store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
        other.execute("ROLLBACK")
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")


def test_a_store_that_cannot_be_opened_is_free_for_the_copy_that_takes_its_place(
    store: UnitStore, tmp_path: Path
) -> None:
    store.close()
    with closing(sqlite3.connect(tmp_path / files.STORE)) as db:
        db.execute("ALTER TABLE facts RENAME TO elsewhere")
    for opened in (open_store, UnitStore.open):
        with pytest.raises(MachineError, match="store_damaged") as held:
            opened(tmp_path)
        StoreLock(tmp_path / LOCK).release()
        assert held.value.code == "store_damaged_alone"
