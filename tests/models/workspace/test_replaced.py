"""A whole folder replaced by another copy of it is told at the next start, though the copy agrees with itself."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.basics.resources import PERSON
from models.store.office.office_store import OfficeStore
from models.workspace import copied
from models.workspace.act import RESTORED, ActKind, act, note_older, require_confirmed
from models.workspace.backups import keep_dated
from models.workspace.copied import HEADS, note_elsewhere
from models.workspace.restoring import confirm, restore

NOW = datetime(2020, 10, 12, 9, tzinfo=PLAN_ZONE)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that was opened in its place, in a program with settings of its own."""
    monkeypatch.setattr(copied, "LOOKED_FOR", True)
    monkeypatch.setattr(PERSON, "folder", tmp_path / "settings")
    folder = tmp_path / "office"
    OfficeStore.create(folder).close()
    assert not told(folder, work="一")
    return folder


def told(folder: Path, *, work: str = "") -> bool:
    """True when opening tells of what lacks; `work` is recorded afterwards."""
    with OfficeStore.open(folder) as store:
        note_elsewhere(store)
        found = note_older(store)
        if work:
            with act(store, "王某", ActKind.SET, about={"set": work}):
                store.put_value("contact", work)
        return found


def swapped(place: Path, other: Path) -> None:
    place.rename(place.with_name(f"{place.name} 原来的"))
    other.rename(place)


def test_a_parallel_copy_in_the_place_of_the_folder_is_told_once_and_seals_nothing_before_it_is_confirmed(
    place: Path,
) -> None:
    other = shutil.copytree(place, place.with_name("other"))
    assert not told(place, work="这里的")
    for number in range(3):  # it reaches farther, and was used and confirmed on this PC
        assert not told(other, work=f"那里的{number}")
    swapped(place, other)
    assert told(place) and not told(place)
    with OfficeStore.open(place) as store:
        with pytest.raises(AppError, match="restore_unconfirmed"):
            require_confirmed(store)
        assert store.get_value("contact") == "那里的2", "nothing of it is changed"
        confirm(store, "王某")
    assert not told(place, work="以后") and not told(place)


def test_a_folder_put_back_by_hand_without_what_lies_beside_its_store_is_told(place: Path) -> None:
    earlier = shutil.copytree(place, place.with_name("stick"), ignore=shutil.ignore_patterns("tanbao.head"))
    told(place, work="后来的")
    swapped(place, earlier)
    assert told(place)


def test_one_that_went_on_elsewhere_or_is_another_or_was_restored_is_not(place: Path, tmp_path: Path) -> None:
    with OfficeStore.open(place) as store:
        copy = keep_dated(store, NOW) or pytest.fail("no copy")
    stick = shutil.copytree(place, place.with_name("stick"))
    told(stick, work="在另一台电脑上")
    swapped(place, stick)
    assert not told(place), "nothing lacks"
    restore(place, copy, "李某", now=NOW)
    with OfficeStore.open(place) as store:
        assert store.get_value(RESTORED), "that was said when it was restored"
    assert not told(place)
    another = tmp_path / "another"
    OfficeStore.create(another).close()
    shutil.rmtree(place)
    another.rename(place)
    assert not told(place, work="另一个") and not told(place)


def test_there_are_never_many_notes_and_none_without_settings(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "MOST_HEADS", 3)
    assert PERSON.folder is not None
    for number in range(5):
        other = place.with_name(f"other {number}")
        OfficeStore.create(other).close()
        told(other, work="一")
    assert len(list((PERSON.folder / HEADS).iterdir())) <= 3
    shutil.rmtree(PERSON.folder)
    PERSON.folder.write_bytes(b"")  # no folder can be made there
    assert not told(place, work="二")
    monkeypatch.setattr(PERSON, "folder", None)
    assert not told(place, work="三")
