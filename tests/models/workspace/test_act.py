"""An act is whole or nothing, in the store and in the folder; what was cut short is finished or undone."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.messages import say
from models.issued.again import issue_again
from models.issued.large_file import act_with_large_file
from models.store import UnitStore
from models.store.file import disk
from models.store.file.acts import ADOPT, WRITE
from models.store.file.chain import START
from models.store.office.office_store import OfficeStore
from models.workspace.act import ActKind, act, finish_acts
from models.workspace.backup_copies import put_second_place
from tests.altered import alter
from tests.models.workspace.acts import AT, CHASE, KEY, chase

ROOT = Path(__file__).resolve().parents[3]


def test_an_act_records_its_rows_and_files_in_one_row_of_the_chain(store: OfficeStore, tmp_path: Path) -> None:
    (path,) = chase(store, tmp_path / "out")
    assert path.read_bytes() == b"one"
    (row,) = store.acts.rows()
    assert (row.number, row.by, row.kind, row.why, row.about) == (1, "王某", "file", "到期", {"unit": "610924"})
    assert {place for place, _ in row.recorded} == {"chases", "file"}
    (file,) = store.acts.files(1)
    assert (file.name, file.folder, file.written) == ("催报单.pdf", (tmp_path / "out").absolute(), True)
    assert store.acts.content(file.sha256) == b"one"
    assert store.acts.verify() == ()
    assert store.acts.stages() == ()


def test_each_act_covers_the_one_before(store: OfficeStore) -> None:
    assert store.acts.head() == (0, START)
    store.put_chase(CHASE)
    first = store.acts.head()
    store.put_chase(CHASE)
    assert store.acts.head()[0] == 2
    assert [row.number for row in store.acts.rows()] == [1, 2]
    alter(store.folder, "UPDATE acts SET hash = ? WHERE number = 1", "f" * 64)
    assert {gap.where for gap in store.acts.verify()} == {"1", "2"}
    assert first[1] != "f" * 64


def test_acts_are_only_added(store: OfficeStore) -> None:
    store.put_chase(CHASE)
    for sql in ("UPDATE acts SET person = 'x'", "DELETE FROM acts"):
        with pytest.raises(sqlite3.IntegrityError, match="only grow"):
            store._put(sql)
    assert store.acts.verify() == ()


def test_what_fails_inside_leaves_store_and_folder_as_they_were(store: OfficeStore, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="key_unknown"), act(
        store, "王某", ActKind.REVOKE, out=tmp_path, files={"a.pdf": b"a"}
    ):  # fmt: skip
        store.put_chase(CHASE)
        store.end_key("610924", "none", AT, "遗失", "王某")
    assert store.chases("2020Q3") == ()
    assert store.acts.rows() == ()
    assert store.acts.stages() == ()
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


def test_a_folder_that_cannot_be_written_changes_nothing(store: OfficeStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError):
        chase(store, tmp_path / "file" / "out")
    assert store.chases("2020Q3") == ()
    assert store.acts.rows() == ()


def test_an_inner_act_is_part_of_the_outer_one(store: OfficeStore, tmp_path: Path) -> None:
    with act(store, "王某", ActKind.FILE, about={"n": 1}):
        store.put_chase(CHASE)
        with act(store, "李某", ActKind.SET):
            store.put_chase(CHASE)
        with pytest.raises(AppError, match="inner"), act(store, "李某", ActKind.SET):
            store.put_chase(CHASE)
            raise AppError("inner")
        with pytest.raises(RuntimeError), act(store, "", ActKind.SET, out=tmp_path, files={"a": b""}):
            pass
    (row,) = store.acts.rows()
    assert (row.by, row.kind, len(row.recorded)) == ("王某", "file", 2)
    assert len(store.chases("2020Q3")) == 2
    assert store.acts.verify() == ()


def test_a_write_that_no_act_opened_is_in_the_chain_all_the_same(store: OfficeStore) -> None:
    store.put_key(KEY)
    store.end_key("610924", "k1", AT + timedelta(days=9), "换人", "李某")
    assert [(row.kind, row.by, row.why) for row in store.acts.rows()] == [
        ("write", "王某", "enrolled"), ("write", "李某", "换人"),
    ]  # fmt: skip
    assert store.acts.verify() == ()


def test_what_was_issued_is_issued_again_byte_for_byte(store: OfficeStore, tmp_path: Path) -> None:
    (path,) = chase(store, tmp_path / "out")
    path.unlink()
    assert issue_again(store, 1, tmp_path / "out").paths == (path,)
    assert path.read_bytes() == b"one"
    assert issue_again(store, 1, tmp_path / "out").paths == (path,)
    assert len(store.acts.rows()) == 1


def test_a_file_of_other_content_is_never_replaced(store: OfficeStore, tmp_path: Path) -> None:
    first = chase(store, tmp_path / "out")
    second = chase(store, tmp_path / "out", b"two")
    assert [path.name for path in (*first, *second)] == ["催报单.pdf", "催报单_2.pdf"]
    assert [path.read_bytes() for path in (*first, *second)] == [b"one", b"two"]
    assert chase(store, tmp_path / "out", b"two") == second


KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import datetime
from models.basics.period import PLAN_ZONE
from models.store.office.office_store import OfficeStore
from models.store.office.records import ChaseRow
from models.store.file import disk
from models.store.file.acts import Acts
from models.workspace.act import ActKind, act

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

place = sys.argv[2]
if place == "staged":
    Acts.describe = die
elif place == "recorded":
    disk.StagedFiles.name = die
elif place == "named":
    Acts.note_written = die
with OfficeStore.open(Path(sys.argv[1]) / "office") as store:
    with act(store, "王某", ActKind.FILE, out=Path(sys.argv[1]) / "out", files={"a.pdf": b"one", "b.xlsx": b"two"}):
        store.put_chase(ChaseRow(period="2020Q3", unit="610924", at=datetime.now(PLAN_ZONE), channel="电话", by="王某", note=""))
"""


def test_a_name_the_system_cannot_write_is_refused_before_anything_is_recorded(
    store: OfficeStore, tmp_path: Path
) -> None:
    with (
        pytest.raises(OSError, match=r"'\?.pdf'"),
        act(store, "", ActKind.FILE, out=tmp_path / "out", files={"\ud800.pdf": b"1"}),
    ):
        pytest.fail("nothing may be written")
    assert store.acts.head()[0] == 0
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
@pytest.mark.parametrize(("place", "kept"), [("staged", 0), ("recorded", 1), ("named", 1)])
def test_an_act_that_is_killed_is_finished_or_undone_at_the_next_start(tmp_path: Path, place: str, kept: int) -> None:
    OfficeStore.create(tmp_path / "office").close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), place], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with OfficeStore.open(tmp_path / "office") as store:
        assert finish_acts(store) == ()
        assert len(store.chases("2020Q3")) == kept
        assert sorted(os.listdir(tmp_path / "out")) == ["a.pdf", "b.xlsx"][: 2 * kept]
        assert store.acts.stages() == ()
        assert all(file.written for file in store.acts.files())
        assert store.acts.verify() == ()


def test_files_on_a_stick_that_is_away_are_written_when_it_is_back(store: OfficeStore, tmp_path: Path) -> None:
    chase(store, tmp_path / "stick")
    store._put("UPDATE act_files SET written = 0")
    (tmp_path / "stick").rename(tmp_path / "away")
    assert [file.name for file in finish_acts(store)] == ["催报单.pdf"]
    (tmp_path / "away").rename(tmp_path / "stick")
    (tmp_path / "stick" / "催报单.pdf").unlink()
    assert finish_acts(store) == ()
    assert (tmp_path / "stick" / "催报单.pdf").read_bytes() == b"one"


def test_temporary_files_of_a_killed_program_go_with_the_next_writing(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in (".tanbao-1-0.part", ".tanbao-2-0.part", "其他.part"))
    for path in (old, fresh, other):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    disk.write_files(tmp_path, {"a.pdf": b"a"})
    assert sorted(os.listdir(tmp_path)) == [".tanbao-2-0.part", "a.pdf", "其他.part"]


def test_a_unit_store_has_its_chain_too(tmp_path: Path) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        store.put_plan("d" * 64, "p", "1.0", {"plan.toml": b"x"})
        assert [row.kind for row in store.acts.rows()] == ["write", "write"]
        assert store.acts.verify() == ()


def test_every_kind_of_act_has_a_word_in_the_log() -> None:
    assert all(say(f"record.kind.{kind}") for kind in (*ActKind, WRITE, ADOPT))


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_folder_whose_name_is_no_text_is_refused_for_acts_and_keeps_copies(
    store: OfficeStore, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff"))
    before = store.acts.head()
    for refused in (lambda: chase(store, odd), lambda: put_second_place(store, odd)):
        with pytest.raises(AppError, match="path_not_text"):
            refused()
    assert (store.acts.head(), store.acts.stages(), odd.exists()) == (before, (), False)
    assert store.backup(odd / "copy.db").stat().st_size > 0


def test_a_large_file_has_its_place_on_the_disk_before_the_act_is_recorded(
    store: OfficeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept nowhere else: an act without the name it lies under until it has its own could not be finished."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_ino))
    out = tmp_path / "out"
    out.mkdir()

    def write(rough: Path) -> None:
        rough.write_bytes(b"large")
        synced.clear()

    def recorded() -> None:
        assert len(synced) == 2 and synced[-1] == out.stat().st_ino, "the file, then the folder"

    said = {"why": "归档", "about": {}, "write": write, "record": recorded}
    path = act_with_large_file(store, "王某", ActKind.ARCHIVE, out / "归档.zip", **said)
    assert path.read_bytes() == b"large"
