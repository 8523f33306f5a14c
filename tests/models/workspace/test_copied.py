"""A workspace that is a copy beside its original says so until it is confirmed; one that was moved goes on."""

import shutil
from pathlib import Path

import pytest

from models.store.office.office_store import OfficeStore
from models.workspace import copied
from models.workspace.act import RESTORED, ActKind, act
from models.workspace.copied import forget_machines, note_copied, note_moved, told_of_copy
from models.workspace.restoring import confirm


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that was opened in its place once."""
    monkeypatch.setattr(copied, "LOOKED_FOR", True)
    folder = tmp_path / "first"
    with OfficeStore.create(folder) as store:
        store.put_value("office_name", "汇总单位")
        assert note_copied(store) is None and not store.get_value(RESTORED)
    return folder


def issue(store: OfficeStore, out: Path) -> None:
    with act(store, "王某", ActKind.PACK, out=out, files={"a.pdf": b"%PDF"}):
        pass


def test_a_copy_says_so_until_somebody_has_confirmed_it_and_works_meanwhile(first: Path) -> None:
    second = shutil.copytree(first, first.with_name("second"))
    with OfficeStore.open(first) as store:
        assert note_copied(store) is None
        issue(store, first / "out")
    with OfficeStore.open(second) as store:
        assert note_copied(store) == first
        assert note_copied(store) is None, "it is told once"
        assert str(first) in told_of_copy(store) and "confirm" not in told_of_copy(store), "no word of the command line"
        issue(store, second / "out")
        confirm(store, "王某")
        assert told_of_copy(store) == ""
        told = [(row.kind, row.about) for row in store.acts.rows()]
        assert told[-3:] == [
            (ActKind.COPIED, {"copied": str(first)}), (ActKind.PACK, {}), (ActKind.CONFIRM, {"confirmed": "1"})
        ]  # fmt: skip
        assert store.acts.verify() == ()


def test_what_was_moved_or_handed_over_or_belongs_to_others_goes_on(first: Path) -> None:
    moved = first.rename(first.with_name("moved"))
    with OfficeStore.create(first) as other:
        other.put_value("office_name", "另一个")
    with OfficeStore.open(moved) as store:
        assert note_copied(store) is None
    taken = shutil.copytree(moved, first.with_name("taken"))
    with OfficeStore.open(moved) as store:
        store.put_handed("李四", "2026-11-27T10:00:00+08:00")
    with OfficeStore.open(taken) as store:
        assert note_copied(store) is None and told_of_copy(store) == ""


def test_one_on_another_computer_is_asked_once_and_a_stick_goes_on_at_both(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened_on(machine: str) -> str | None:
        monkeypatch.setattr(copied, "machine_id", lambda: machine)
        return note_moved(store)

    with OfficeStore.open(first) as store:
        assert [opened_on(one) for one in ("", "a", "a", "")] == [None] * 4, "the first one is its home"
        issue(store, first / "out")
        assert opened_on("b") == str(first)
        assert opened_on("b") is None, "it is told once"
        assert str(first) in told_of_copy(store)
        issue(store, first / "out")
        confirm(store, "王某")
        assert told_of_copy(store) == ""
        assert [opened_on(one) for one in ("a", "b")] == [None, None]
        forget_machines(store)
        assert opened_on("c") is None, "it was handed over"
        issue(store, first / "out")
        assert store.acts.verify() == ()
