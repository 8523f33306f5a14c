"""Copies are dated, rotated and whole; what comes back says what it lacks, and seals nothing before that was seen."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.store import UnitStore, open_store
from models.store.file.files import STORE
from models.store.office.office_store import OfficeStore
from models.store.office.records import ChaseRow
from models.workspace import backups, restoring
from models.workspace.act import RESTORED, ActKind, act, note_older
from models.workspace.backup_copies import keep_root, put_second_place, root_unkept, second_place, take_missed
from models.workspace.backups import at_close, dated_copies, keep_dated, write_backup
from models.workspace.restoring import confirm, lost, restore
from models.workspace.unit_workspace import UnitWorkspace
from tests.altered import alter

NOW = datetime(2021, 1, 15, 17, 30, tzinfo=PLAN_ZONE)


def chase(store: OfficeStore, note: str) -> None:
    store.put_chase(ChaseRow(period="2020Q3", unit="610924", at=NOW, channel="电话", by="王某", note=note))


def test_ten_days_and_four_weeks_are_kept_and_always_the_newest(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        for day in range(60, -1, -1):
            for hour in (9, 17):
                keep_dated(store, NOW.replace(hour=hour) - timedelta(days=day))
        days = [at.date() for at, _ in dated_copies(tmp_path)]
        assert days[:10] == [(NOW - timedelta(days=back)).date() for back in range(10)]
        assert len(days) == 12
        assert all(at.hour == 17 for at, _ in dated_copies(tmp_path))
        assert keep_dated(store, NOW.replace(hour=17) + timedelta(minutes=59), unless_within=timedelta(hours=1)) is None


def test_copies_of_a_clock_that_was_ahead_do_not_crowd_out_those_that_follow(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        for week in range(14):
            keep_dated(store, NOW + timedelta(days=3000, weeks=week))
        for day in range(3):
            path = keep_dated(store, NOW + timedelta(days=day))
            assert path is not None
            assert path.is_file()
        assert [at.year for at, _ in dated_copies(tmp_path)] == [2029, 2021, 2021, 2021]


def test_only_a_session_that_wrote_something_leaves_a_copy(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        at_close(store)
        assert dated_copies(tmp_path) == ()
        with pytest.raises(AppError), act(store, "", ActKind.SET, out=tmp_path / "out", files={"a": b"a"}):
            raise AppError("refused")
        at_close(store)
        assert dated_copies(tmp_path) == ()
        chase(store, "1")
        at_close(store)
        assert chases_in_copies(tmp_path) == [1]
        chase(store, "2")
        at_close(store)  # a command: there is a copy of the last hour
        assert chases_in_copies(tmp_path) == [1]
        at_close(store, session=True)
        assert chases_in_copies(tmp_path)[-1] == 2


def test_whoever_stops_the_last_copy_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    workspace = UnitWorkspace(tmp_path, UnitStore.create(tmp_path, "610924"))
    monkeypatch.setattr(backups, "at_close", stopped)
    with pytest.raises(KeyboardInterrupt):
        workspace.close()
    open_store(tmp_path).close()


def chases_in_copies(folder: Path) -> list[int]:
    found = []
    for _, path in reversed(dated_copies(folder)):
        with closing(sqlite3.connect(path)) as db:
            found.append(int(db.execute("SELECT count(*) FROM chases").fetchone()[0]))
    return found


def test_a_damaged_store_names_the_newest_copy_or_says_that_there_is_none(tmp_path: Path) -> None:
    for folder in (tmp_path / "with", tmp_path / "without"):
        with UnitStore.create(folder, "610924") as store:
            copy = keep_dated(store, NOW) if folder.name == "with" else None
        (folder / STORE).write_bytes(b"not a database at all" * 1000)
        with pytest.raises(MachineError) as caught:
            open_store(folder)
        words = sentence(caught.value)
        assert (str(copy) in words) if copy else ("没有备份" in words and "backups" not in words)


def test_what_comes_back_says_what_it_lacks_and_seals_nothing_before_that_was_seen(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with OfficeStore.create(folder) as store:
        chase(store, "早")
        copy = keep_dated(store, NOW)
        with act(
            store, "王某", ActKind.RECEIPT, about={"unit": "610924"}, out=tmp_path / "out", files={"回执.pdf": b"1"}
        ):
            chase(store, "晚")
    assert copy is not None
    found = restore(folder, copy, "李某", now=NOW)
    assert [(row.kind, row.about["unit"]) for row in found.lacking] == [("receipt", "610924")]
    assert found.aside is not None and found.aside.exists()
    with OfficeStore.open(folder) as store:
        assert [row.note for row in store.chases("2020Q3")] == ["早"]
        assert [(row.kind, row.by) for row in store.acts.rows()][-1] == ("restore", "李某")
        assert store.acts.verify() == ()
        with (
            pytest.raises(AppError, match="restore_unconfirmed"),
            act(store, "", ActKind.RECEIPT, out=tmp_path / "out", files={"a.pdf": b"a"}),
        ):
            pass
        confirm(store, "李某")
        with act(store, "", ActKind.RECEIPT, out=tmp_path / "out", files={"a.pdf": b"a"}) as done:
            pass
        assert done.paths


def test_putting_a_copy_back_is_undone_or_whole_wherever_it_is_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    with OfficeStore.create(folder) as store:
        chase(store, "早")
        copy = keep_dated(store, NOW) or pytest.fail("no copy")
        chase(store, "晚")
    places = ("copy_whole", "act", "_keep_aside", "rename", "sync")
    for place in places:
        with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
            patch.setattr(restoring, place, lambda *_, **__: 1 / 0)
            restore(folder, copy, "李某", now=NOW)
        with OfficeStore.open(folder) as store:
            assert [row.note for row in store.chases("2020Q3")] == ["早", "晚"], place
            assert not note_older(store) and store.get_value(RESTORED) is None, place
        assert not (folder / restoring.READY).exists(), place
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(restoring, "HEAD", Zero())
        restore(folder, copy, "李某", now=NOW)
    with OfficeStore.open(folder) as store:  # it has its place, the note beside it not yet
        assert note_older(store) and store.get_value(RESTORED) != "[]"
        assert store.acts.verify() == ()


class Zero:
    """Where a path ends there, the program is killed."""

    def __rtruediv__(self, path: Path) -> Path:
        raise ZeroDivisionError(path)


def test_a_lost_folder_comes_back_from_a_stick_with_its_keys_but_never_the_root_key(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with OfficeStore.create(folder) as store:
        for name in ("root.p12", "working.p12", "office_root.pem"):
            (folder / name).write_bytes(name.encode())
        chase(store, "1")
        place = write_backup(store, tmp_path / "stick", NOW)
    assert sorted(os.listdir(place)) == sorted(("office_root.pem", STORE, "working.p12"))
    found = restore(tmp_path / "new", place, "王某", now=NOW)
    assert (found.lacking, found.aside) == ((), None)
    assert (tmp_path / "new" / "working.p12").read_bytes() == b"working.p12"
    with OfficeStore.open(tmp_path / "new") as back:
        assert len(back.chases("2020Q3")) == 1


def test_a_copy_that_is_damaged_altered_or_anothers_changes_nothing(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path / "office") as office:
        chase(office, "1")
        copy = office.backup(tmp_path / "copy.db")
        damaged = tmp_path / "damaged.db"
        damaged.write_bytes(copy.read_bytes()[:5000])
    with UnitStore.create(tmp_path / "unit", "610924") as unit:
        unit.put_value("x", "1")
    before = (tmp_path / "unit" / STORE).read_bytes()
    for source, code in ((copy, "copy_of_another"), (damaged, "copy_unusable"), (tmp_path / "none", "copy_unusable")):
        with pytest.raises(AppError, match=code):
            restore(tmp_path / "unit", source, "", now=NOW)
    assert (tmp_path / "unit" / STORE).read_bytes() == before


def test_copies_give_way_to_room_but_never_the_newest_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "MOST_BYTES", 1)
    with OfficeStore.create(tmp_path) as store:
        for day in range(5):
            keep_dated(store, NOW + timedelta(days=day))
    assert [at.day for at, _ in dated_copies(tmp_path)] == [19, 18]


def test_a_store_whose_record_was_altered_has_one_copy_and_the_good_ones_stay(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        chase(store, "1")
        good = keep_dated(store, NOW)
        alter(tmp_path, "UPDATE chases SET note = 'x'")
        copies = {keep_dated(store, NOW + timedelta(days=day)) for day in range(1, 60, 7)}
    assert [path for _, path in dated_copies(tmp_path)] == [good]
    assert copies == {tmp_path / "backups" / backups.UNSOUND}


def test_the_offices_second_place_opens_as_an_office_with_its_working_key(tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    with OfficeStore.create(tmp_path / "office") as store:
        for name in ("root.p12", "working.p12", "office_root.pem"):
            (store.folder / name).write_bytes(name.encode())
        put_second_place(store, second)
        chase(store, "1")
        at_close(store)
        (copy,) = second.iterdir()
        assert sorted(os.listdir(copy)) == sorted((STORE, "office_root.pem", "working.p12"))
        with OfficeStore.open(copy) as other:
            assert [row.note for row in other.chases("2020Q3")] == ["1"]
        put_second_place(store, tmp_path / "unplugged")
        at_close(store)
        assert take_missed(store) == second_place(store)


def test_the_root_key_goes_to_a_stick_once_and_is_missed_until_then(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path / "office") as store:
        (store.folder / "root.p12").write_bytes(b"root")
        assert root_unkept(store)
        for folder, code in ((tmp_path / "none", "copies_absent"), (store.folder, "root_beside")):
            with pytest.raises(AppError, match=code):
                keep_root(store, folder, NOW)
        assert keep_root(store, tmp_path, NOW).read_bytes() == b"root"
        assert keep_root(store, tmp_path, NOW).read_bytes() == b"root", "the same key may be kept again"
        other = tmp_path / "stick"
        other.mkdir()
        (other / "root.p12").write_bytes(b"of another office")
        with pytest.raises(AppError, match="root_other"):
            keep_root(store, other, NOW)
        assert (other / "root.p12").read_bytes() == b"of another office"
        assert not root_unkept(store)


def test_numbers_that_were_given_away_before_a_copy_came_back_are_remembered_for_good(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with OfficeStore.create(folder) as store:
        chase(store, "早")
        copy = keep_dated(store, NOW)
        with act(store, "王某", ActKind.ISSUE, about={"period": "2020Q3", "number": 7}):
            chase(store, "晚")
    assert copy is not None
    restore(folder, copy, "李某", now=NOW)
    with OfficeStore.open(folder) as store:
        confirm(store, "李某")
        assert [(one["period"], one["number"]) for one in lost(store, ActKind.ISSUE)] == [("2020Q3", "7")]
        assert lost(store, ActKind.SET) == ()
