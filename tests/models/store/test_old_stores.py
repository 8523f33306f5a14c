"""A store of every version that people may have is opened and goes on; an older one is refused and left alone."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.basics.period import PLAN_ZONE
from models.sheet.cells import Cell, State
from models.sheet.rows import Row
from models.store import UnitStore, open_store
from models.store.file import files, migrating, schema
from models.store.file.acts import Acts
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act
from tests.models.store.damage import alter

STORES = Path(__file__).resolve().parents[2] / "data" / "stores"
PERIOD = "2020Q3"


def put(folder: Path, name: str) -> Path:
    """Make the store of a dump in a folder."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / files.STORE)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript((STORES / name).read_text("utf-8"))
    return folder


def rows_of(folder: Path) -> dict[str, list[object]]:
    """Everything that stands in a store, apart from what grows: the acts and the histories of registers."""
    with closing(sqlite3.connect(folder / files.STORE)) as db:
        wanted = [name for name in schema.tables_of(db) if name not in ("acts", "register_history", "stages", "tails")]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in wanted}


@pytest.mark.parametrize("kind", ["unit", "office"])
def test_the_last_store_of_before_version_1_is_opened_whole_and_goes_on(tmp_path: Path, kind: str) -> None:
    folder = put(tmp_path / "old", f"before-1.0.0-{kind}.sql")
    before = rows_of(folder)
    with open_store(folder) or pytest.fail("no store") as store:
        assert isinstance(store, UnitStore if kind == "unit" else OfficeStore)
        assert rows_of(folder) == before
        assert store.acts.verify() == ()
        store.put_settings(2, "{}", datetime.now(PLAN_ZONE), "王某")
        with act(store, "王某", ActKind.SLICE, out=tmp_path / "out", files={"a.pdf": b"a"}):
            pass
        if isinstance(store, UnitStore):
            store.sheets.reopen(PERIOD, "张三")
            store.sheets.put_cells(PERIOD, {"Q06.1": Cell(State.NIL)}, "张三", "typed")
            store.sheets.put_rows(PERIOD, "R02", (Row(number=1, values={"号牌号码": "陕G00003"}),), "张三")
            assert [row.values for row in store.sheets.rows(PERIOD, "R02")] == [{"号牌号码": "陕G00003"}]
        assert store.acts.verify() == ()
    assert [path.name[:11] for path in (folder / files.BACKUPS).iterdir()] == ["tanbao-v10-"]
    with closing(sqlite3.connect(folder / files.STORE)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert db.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION,)


@pytest.mark.parametrize("kind", ["unit", "office"])
def test_a_store_of_version_1_is_opened_whole_and_what_no_act_covered_is_compared_from_then_on(
    tmp_path: Path, kind: str
) -> None:
    folder = put(tmp_path / "old", f"version-1-{kind}.sql")
    before = rows_of(folder)
    with open_store(folder) or pytest.fail("no store") as store:
        assert isinstance(store, UnitStore if kind == "unit" else OfficeStore)
        assert rows_of(folder) == before
        assert store.acts.verify() == ()
        if isinstance(store, UnitStore):
            store.sheets.put_cells(PERIOD, {"Q06.2": Cell(State.NIL)}, "张三", "typed")
        else:
            with act(store, "王某", ActKind.RECEIPT, out=tmp_path / "out", files={"a.pdf": b"a"}):
                store.end_key("x", "x", datetime.now(PLAN_ZONE), "遗失", "王某")
        assert store.acts.verify() == ()
    assert [path.name[:11] for path in (folder / files.BACKUPS).iterdir()] == ["tanbao-v1-2"]
    alter(folder, "UPDATE history SET person = '别人' WHERE id = (SELECT max(id) - 1 FROM history)")
    with open_store(folder) or pytest.fail("no store") as store:
        assert {gap.what for gap in store.acts.verify()} == {"history"}


def test_one_that_is_damaged_names_itself_and_not_the_copy_that_cannot_be_made(tmp_path: Path) -> None:
    folder = put(tmp_path / "old", "version-1-unit.sql")
    with (folder / files.STORE).open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 40_000)
    with pytest.raises(MachineError, match="store_damaged_alone") as refused:
        UnitStore.open(folder)
    assert refused.value.facts["path"] == folder / files.STORE


def test_what_its_registers_said_is_compared_from_then_on(tmp_path: Path) -> None:
    folder = put(tmp_path / "old", "before-1.0.0-unit.sql")
    UnitStore.open(folder).close()
    alter(folder, "UPDATE registers SET content = x'00'")
    with UnitStore.open(folder) as store:
        assert "registers" in {gap.what for gap in store.acts.verify()}


def test_bringing_it_up_to_date_may_be_cut_short_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path / "old", "before-1.0.0-unit.sql")
    before = rows_of(folder)
    for owner, name in ((migrating, "adopt_first"), (Acts, "begin_tails"), (Acts, "adopt"), (files, "_mark")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                UnitStore.open(folder)
    with UnitStore.open(folder) as store:
        assert store.acts.verify() == ()
        assert len(store.acts.rows("adopt")) == 1
    assert rows_of(folder) == before


@pytest.mark.parametrize("version", [3, 6, 9])
def test_a_store_of_earlier_code_is_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    folder = put(tmp_path / "old", "before-1.0.0-unit.sql")
    with closing(sqlite3.connect(folder / files.STORE)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    before = (folder / files.STORE).read_bytes()
    with pytest.raises(AppError, match="store_before_release"):
        open_store(folder)
    assert (folder / files.STORE).read_bytes() == before
    assert not (folder / files.BACKUPS).exists()
