"""Copies are dated, rotated and whole; what comes back says what it lacks, and seals nothing before that was seen."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.store import ChaseRow, OfficeStore, UnitStore, open_store
from models.store.file.files import STORE
from models.workspace.act import Kind, act
from models.workspace.backups import at_close, confirm, dated_copies, keep_dated, restore, write_backup

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


def test_only_a_session_that_wrote_something_leaves_a_copy(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        at_close(store)
        assert dated_copies(tmp_path) == ()
        with pytest.raises(AppError), act(store, "", Kind.SET, out=tmp_path / "out", files={"a": b"a"}):
            raise AppError("refused")
        at_close(store)
        assert dated_copies(tmp_path) == ()
        chase(store, "1")
        at_close(store)
    assert len(dated_copies(tmp_path)) == 1


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
        with act(store, "王某", Kind.RECEIPT, about={"unit": "610924"}, out=tmp_path / "out", files={"回执.pdf": b"1"}):
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
            act(store, "", Kind.RECEIPT, out=tmp_path / "out", files={"a.pdf": b"a"}),
        ):
            pass
        confirm(store, "李某")
        with act(store, "", Kind.RECEIPT, out=tmp_path / "out", files={"a.pdf": b"a"}) as done:
            pass
        assert done.paths


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
