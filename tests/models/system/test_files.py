"""Files as Windows has them, played here: held for a moment, folders that cannot be synced, access instead of modes."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from forms.wording.files import plain_name
from models.basics.errors import MachineError
from models.store import UnitStore
from models.store.file.disk import write_files, write_whole
from models.system import files
from ui.basics.folder_rules import check_data_folder

RUN = files._run


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Play Windows; returns the commands that were given to it."""
    commands: list[list[str]] = []
    monkeypatch.setattr(files, "SYSTEM", "win32")
    monkeypatch.setattr(files, "MOMENT", 0)
    monkeypatch.setattr(files, "_run", commands.append)
    return commands


def held(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Path]:
    """Let renaming fail so many times, as while a scanner holds the file."""
    tried: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        tried.append(target)
        if len(tried) <= times:
            raise PermissionError(13, "in use", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tried


def test_a_file_that_a_scanner_holds_for_a_moment_is_waited_for(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = held(monkeypatch, 3)
    write_whole(tmp_path / "报表.pdf", b"new")
    assert (tmp_path / "报表.pdf").read_bytes() == b"new"
    assert len(tried) == 4


def test_a_file_that_stays_open_elsewhere_is_left_as_it_was_and_nothing_lies_about(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "报表.pdf").write_bytes(b"old")
    tried = held(monkeypatch, 1000)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "报表.pdf", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["报表.pdf"]
    assert (tmp_path / "报表.pdf").read_bytes() == b"old"
    assert len(tried) == files.MOMENTS + 1


def test_elsewhere_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = held(monkeypatch, 1)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "报表.pdf", b"new")
    assert len(tried) == 1


def test_windows_is_not_asked_to_sync_a_folder(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(os, "fsync", opened.append)
    files.sync(tmp_path)
    assert not opened
    (tmp_path / "a").write_bytes(b"1")
    files.sync(tmp_path / "a")
    assert len(opened) == 1


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    files.make_private_folder(tmp_path / "a/b")
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o700
    (tmp_path / "c").mkdir(mode=0o755)
    files.make_private_folder(tmp_path / "c")
    assert (tmp_path / "c").stat().st_mode & 0o777 == 0o755  # somebody chose it
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileExistsError):
        files.make_private_folder(tmp_path / "file")


def test_on_windows_access_is_the_owners_the_systems_and_the_administrators(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERDOMAIN", "COUNTY")
    monkeypatch.setenv("USERNAME", "张三")
    files.make_private_folder(tmp_path / "数据")
    files.make_private_folder(tmp_path / "数据")  # is there: left as it is
    assert len(windows) == 1
    assert windows[0][:3] == ["icacls", str(tmp_path / "数据"), "/inheritance:r"]
    given = [word for word in windows[0] if word.endswith(":(OI)(CI)F")]
    assert [word.partition(":")[0] for word in given] == ["COUNTY\\张三", "*S-1-5-18", "*S-1-5-32-544"]


def test_a_disk_without_rights_still_takes_the_folder(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(command: list[str], **_: object) -> None:
        asked.append(command)
        raise subprocess.CalledProcessError(1, command)

    asked: list[list[str]] = []
    monkeypatch.setattr(files, "_run", RUN)
    monkeypatch.setattr(subprocess, "run", refuse)
    files.make_private_folder(tmp_path / "数据")
    assert asked and (tmp_path / "数据").is_dir()


def test_a_path_that_windows_cannot_hold_is_refused_before_anything_is_written(
    windows: list[list[str]], tmp_path: Path
) -> None:
    """259 signs from the drive to the ending, however many bytes they are; a number must still go behind the name."""
    room = files.LONGEST_PATH - len(str(tmp_path)) - 1
    folder = tmp_path / "深/".join([""] * (room // 2 - 15))
    left = files.LONGEST_PATH - len(str(folder)) - 1 - len(".pdf")
    with pytest.raises(OSError) as refused:
        write_files(folder, {"a.pdf": b"1", f"{'报' * (left - 3)}.pdf": b"2"})
    assert refused.value.errno == errno.ENAMETOOLONG
    assert list(tmp_path.iterdir()) == []
    (made,) = write_files(folder, {f"{'报' * (left - 4)}.pdf": b"2"})
    assert made.read_bytes() == b"2"


def test_a_name_that_the_system_cannot_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError) as refused:
        write_files(tmp_path / "新", {"a.pdf": b"1", f"{'报' * 90}.pdf": b"2"})
    assert refused.value.errno == errno.ENAMETOOLONG
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_is_not_made_where_its_copies_would_have_no_name(
    windows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.system.drives.drive_type", lambda _: 3)
    folder = tmp_path / "深/".join([""] * ((files.LONGEST_PATH - len(str(tmp_path))) // 2 - 30))
    with pytest.raises(MachineError, match="path_too_long"):
        UnitStore.create(folder, "610924")
    with pytest.raises(MachineError, match="path_too_long"):
        check_data_folder(str(folder), "610924")
    assert list(tmp_path.iterdir()) == []
    UnitStore.create(tmp_path / "浅", "610924").close()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("恒口示范区（试验区）管委会", "恒口示范区（试验区）管委会"),
        ("发改委/能源局: 一科", "发改委能源局 一科"),
        ("CON", "_CON"),
        ("镇.", "镇"),
        ("很长的名称" * 30, "很长的名称" * 10 + "很长的"),
        (f"{'数据' * 60}.xlsx", f"{'数据' * 25}数.xlsx"),
    ],
)
def test_papers_are_called_as_every_system_can_hold(name: str, file: str) -> None:
    assert plain_name(name) == file
    assert len(file.encode()) <= 160
