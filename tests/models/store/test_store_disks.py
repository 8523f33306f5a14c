"""Disks that are full, locked, shared or taken away: told in a sentence, and nothing acknowledged is lost."""

import os
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from models.basics.errors import MachineError
from models.store import UnitStore
from models.store.connection import one_thread
from models.store.connection.one_thread import connect
from models.store.file import files
from tests.models.store.damage import NUMBER


def test_on_a_share_it_keeps_the_rollback_journal(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk_not_awaited: str
) -> None:
    monkeypatch.setattr(one_thread, "SYNCHRONOUS", disk_not_awaited)
    store.close()
    with closing(connect(tmp_path / files.STORE, shared=True)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_full_disk_is_said_and_loses_nothing_that_was_kept(store: UnitStore) -> None:
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    pages = store._connections.db.execute("PRAGMA page_count").fetchone()[0]
    store._connections.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(MachineError, match="disk_full"):
        store.sheets.put_cells("2020Q3", {f"Q07.{n}": NUMBER for n in range(2000)}, "张三")
    assert store.sheets.cells("2020Q3") == {"Q06.1": NUMBER}
    store._connections.db.execute("PRAGMA max_page_count = 1000000")
    store.sheets.put_cells("2020Q3", {"Q06.2": NUMBER}, "张三")
    assert set(store.sheets.cells("2020Q3")) == {"Q06.1", "Q06.2"}


def test_on_a_disk_that_is_really_full_every_acknowledged_cell_is_there(small_disk: Path) -> None:
    kept = 0
    with UnitStore.create(small_disk, "610924") as store:
        with pytest.raises(MachineError, match="disk_full"):
            for kept in range(100_000):
                store.sheets.put_cells("2020Q3", {f"Q06.{kept}": NUMBER}, "张三", "x" * 500)
        assert len(store.sheets.cells("2020Q3")) == kept > 50
    with UnitStore.open(small_disk) as again:
        assert len(again.sheets.cells("2020Q3")) == kept


def test_a_store_that_may_not_be_written_says_so(store: UnitStore) -> None:
    store._connections.db.execute("PRAGMA query_only = ON")
    with pytest.raises(MachineError, match="store_read_only"):
        store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")


def test_a_full_disk_and_one_that_may_not_be_written_are_opened_for_reading(small_disk: Path) -> None:
    with UnitStore.create(small_disk, "610924") as store:
        store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)
    before = (small_disk / files.STORE).read_bytes()
    _only_read(small_disk)
    (small_disk / "filler").unlink()
    _only_read(small_disk, writable=True)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    _only_read(small_disk)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert (small_disk / files.STORE).read_bytes() == before


def _only_read(folder: Path, *, writable: bool = False) -> None:
    with UnitStore.open(folder) as store:
        assert store.sheets.cells("2020Q3") == {"Q06.1": NUMBER}
        assert store.read_only is not writable
        if not writable:
            with pytest.raises(MachineError, match="store_opened_read_only"):
                store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "李四", "x")
            store.put_value("place.last", "T01")  # where one was last is not worth a word
            assert store.folder == folder


def test_what_is_only_in_the_log_is_read_from_a_disk_that_may_not_be_written(small_disk: Path) -> None:
    with UnitStore.create(small_disk, "610924") as store:
        store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
        whole = {path.name: path.read_bytes() for path in small_disk.glob(f"{files.STORE}*")}
    for name, content in whole.items():
        (small_disk / name).write_bytes(content)
    (small_disk / f"{files.STORE}-shm").unlink(missing_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with UnitStore.open(small_disk) as store:
            assert store.read_only and store.sheets.cells("2020Q3") == {"Q06.1": NUMBER}
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
@pytest.mark.parametrize("how", ["removed", "replaced", "moved"])
def test_nothing_is_acknowledged_once_the_file_is_not_in_its_place(store: UnitStore, tmp_path: Path, how: str) -> None:
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    path = tmp_path / files.STORE
    if how == "moved":
        path.rename(tmp_path / "elsewhere.db")
    else:
        content = path.read_bytes()
        path.unlink()
        if how == "replaced":
            path.write_bytes(content)
    with pytest.raises(MachineError, match="store_gone"):
        store.sheets.put_cells("2020Q3", {"Q06.2": NUMBER}, "张三")
    with pytest.raises(MachineError, match="store_gone"):
        store.require_here()
    assert set(store.sheets.cells("2020Q3")) == {"Q06.1"}


def test_a_path_that_is_too_long_is_called_that(tmp_path: Path) -> None:
    folder = tmp_path
    while len(os.fsencode(folder)) < 520:
        folder /= "很长的名字" * 4
    with pytest.raises((MachineError, OSError), match=r"path_too_long|File name too long"):
        UnitStore.create(folder, "610924")
