"""Rescue: what a damaged store still says is brought into a new one, and only that."""

import json
import os
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.sheet.cells import Cell, State
from models.store import UnitStore, open_store
from models.store.file.files import STORE
from models.store.office.office_store import OfficeStore
from models.workspace import restoring
from models.workspace.act import RESTORED, ActKind, act
from models.workspace.restoring import confirm, rescue
from tests.altered import alter
from tests.models.workspace.test_backups import NOW, chase


def test_a_damaged_store_is_rescued_cell_by_cell_from_its_history(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    with UnitStore.create(folder, "610924") as store:
        for number in range(1, 400):
            cell = Cell(State.VALUE, Decimal(number), str(number))
            store.sheets.put_cells("2020Q3", {f"Q06.{number}": cell}, "张三")
        before = store.sheets.cells("2020Q3")
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as db:
        size = db.execute("PRAGMA page_size").fetchone()[0]
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'cells'").fetchone()
    with (folder / STORE).open("r+b") as stream:  # the table's first page is gone
        stream.seek((root - 1) * size)
        stream.write(b"\xff" * size)
    with pytest.raises(MachineError, match="store_damaged"):
        open_store(folder)
    done = rescue(folder, "张三", now=NOW)
    assert (done.salvaged.broken, done.salvaged.cells, done.gaps) == (("cells",), 399, ())
    assert done.aside is not None and done.aside.exists()
    with UnitStore.open(folder) as store:
        assert store.sheets.cells("2020Q3") == before
        assert store.unit_id == "610924"
        with pytest.raises(AppError, match="restore_unconfirmed"), act(
            store, "", ActKind.FILE, out=tmp_path / "out", files={"a.pdf": b"a"}
        ):  # fmt: skip
            pass


def test_a_rescued_store_goes_on_without_what_is_lost_and_stops_at_what_says_something_else(tmp_path: Path) -> None:
    """The bytes of an issued file are gone for good: that is told once. A paper that says something else stays told."""
    for name, sql, sound in (
        ("lost", "DELETE FROM contents", True),
        ("altered", "UPDATE chases SET note = 'x'", False),
    ):
        folder = tmp_path / name
        with OfficeStore.create(folder) as store:
            chase(store, "1")
            with act(store, "王某", ActKind.PACK, out=folder / "out", files={"a.pdf": b"a"}):
                store.put_value("office_name", "办")
        alter(folder, sql)
        done = rescue(folder, "王某", now=NOW)
        assert (done.sound, len(done.gaps)) == (sound, 1)
        with OfficeStore.open(folder) as store:
            assert [one["kind"] for one in json.loads(store.get_value(RESTORED) or "")] == [restoring.GAP]
            confirm(store, "王某")
            assert (store.acts.verify() == ()) is sound
            if sound:
                alter(folder, "INSERT INTO contents SELECT sha256, 1, x'00' FROM act_files")
                assert [gap.what for gap in store.acts.verify()] == ["contents", "file"], "what came back is compared"


def test_nothing_is_made_of_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / STORE).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(MachineError, match="store_damaged_alone"):
        rescue(tmp_path, "", now=NOW)
    assert sorted(os.listdir(tmp_path)) == ["tanbao.db", "tanbao.lock"]
