"""Many acts go to the disk several at a time: each is whole by itself, and whatever ends them leaves a first part."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.basics.errors import MachineError
from models.store import UnitStore
from models.store.connection import connections
from models.workspace.act import ActKind, act
from tests.models.store.damage import NUMBER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UnitStore]:
    with UnitStore.create(tmp_path, "610924") as opened:
        yield opened


def put(store: UnitStore, place: str, size: int = 1) -> None:
    with act(store, "张三", ActKind.ENTER, about={"place": place}):
        store.sheets.put_cells("2020Q3", {f"{place}.{n}": NUMBER for n in range(size)}, "张三")


def places(store: UnitStore) -> set[str]:
    return set(store.sheets.cells("2020Q3"))


def numbers(store: UnitStore) -> list[int]:
    return [row.number for row in store.acts.rows(ActKind.ENTER)]


@pytest.mark.parametrize(("together", "commits"), [(3600.0, 1), (-1.0, 3)])
def test_acts_of_a_moment_are_one_write_and_each_is_kept_or_undone_by_itself(
    store: UnitStore, monkeypatch: pytest.MonkeyPatch, together: float, commits: int
) -> None:
    monkeypatch.setattr(connections, "TOGETHER", together)
    said: list[str] = []
    with store.acts.many():
        store._connections.db.set_trace_callback(said.append)
        put(store, "Q06")
        with pytest.raises(ZeroDivisionError), act(store, "张三", ActKind.ENTER):
            put(store, "Q07")
            raise ZeroDivisionError
        put(store, "Q08")
        put(store, "Q09")
    assert said.count("COMMIT") == commits
    assert places(store) == {"Q06.0", "Q08.0", "Q09.0"}
    first, *rest = numbers(store)
    assert rest == [first + 1, first + 2]
    assert store.acts.verify() == ()


def test_what_is_killed_meanwhile_leaves_whole_acts_and_others_see_and_write_them_only_then(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "TOGETHER", 3600.0)
    with ThreadPoolExecutor(1) as other, store.acts.many():
        put(store, "Q06")
        store.acts.settle()
        put(store, "Q07")
        put(store, "Q08")
        assert other.submit(places, store).result() == {"Q06.0"}
        waiting = other.submit(put, store, "Q09")
        shutil.copytree(tmp_path, tmp_path / "killed", ignore=shutil.ignore_patterns("killed", "*.lock"))
        assert not waiting.done()
    assert places(store) == {"Q06.0", "Q07.0", "Q08.0", "Q09.0"}
    with UnitStore.open(tmp_path / "killed") as killed:
        assert places(killed) == {"Q06.0"}
        assert killed.acts.verify() == ()


def test_a_disk_that_is_full_meanwhile_keeps_what_was_on_it_before(store: UnitStore) -> None:
    put(store, "Q06")
    pages = store._connections.db.execute("PRAGMA page_count").fetchone()[0]
    with pytest.raises(MachineError, match="disk_full"), store.acts.many():
        store._connections.db.execute(f"PRAGMA max_page_count = {pages + 4}")
        put(store, "Q07")
        put(store, "Q08", 2000)
    store._connections.db.execute("PRAGMA max_page_count = 1000000")
    assert "Q06.0" in places(store)
    assert places(store) <= {"Q06.0", "Q07.0"}
    put(store, "Q09")
    assert "Q09.0" in places(store)
    assert store.acts.verify() == ()


def test_a_file_of_an_act_has_its_name_only_when_the_act_is_on_the_disk(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "TOGETHER", 3600.0)
    with ThreadPoolExecutor(1) as other, store.acts.many():
        with act(store, "张三", ActKind.DRAFT, out=tmp_path / "out", files={"a.txt": b"a"}):
            store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
        assert (tmp_path / "out" / "a.txt").exists()
        assert other.submit(places, store).result() == {"Q06.1"}
