"""Drives: a fixed disk takes a workspace; a share, a stick and a disc do not."""

from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.system import drives, files
from models.system.drives import Drive, drive_of
from ui.basics import folders
from ui.basics.folder_rules import check_data_folder

KINDS = {"C:\\": 3, "D:\\": 3, "E:\\": 2, "F:\\": 5, "Z:\\": 4, "R:\\": 6, "Q:\\": 1}


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play a Windows that has the drives above."""
    monkeypatch.setattr(files, "SYSTEM", "win32")
    monkeypatch.setattr(drives, "drive_type", lambda root: KINDS.get(root, 0))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\资料\\报表", Drive.FIXED),
        ("E:\\TanBao", Drive.REMOVABLE),
        ("F:\\", Drive.DISC),
        ("Z:\\共享", Drive.NETWORK),
        ("\\\\server\\share\\x", Drive.NETWORK),
        ("Q:\\", Drive.UNKNOWN),
    ],
)
def test_windows_says_what_a_path_lies_on(windows: None, path: str, kind: Drive) -> None:
    assert drives._on_windows(path) is kind


def test_elsewhere_a_share_is_known_by_what_is_mounted_deepest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs4 rw 0 0\n", "utf-8")
    monkeypatch.setattr(drives, "MOUNTS", mounts)
    assert drive_of(tmp_path / "share/单位") is Drive.NETWORK
    assert drive_of(tmp_path / "shared") is Drive.UNKNOWN
    monkeypatch.setattr(drives, "MOUNTS", tmp_path / "none")
    assert drive_of(tmp_path / "share/单位") is Drive.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Drive.NETWORK, "folder_of_network"),
        (Drive.REMOVABLE, "folder_of_stick"),
        (Drive.DISC, "folder_of_stick"),
        (Drive.MEMORY, "folder_of_stick"),
    ],
)
def test_data_lie_on_a_fixed_disk_of_this_computer(
    kind: Drive, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.basics.folder_rules.drive_of", lambda _: kind)
    with pytest.raises(AppError) as caught:
        check_data_folder(str(tmp_path / "数据"), "M01")
    assert caught.value.code == code
    assert not (tmp_path / "数据").exists()


def test_the_usual_place_is_a_fixed_disk_d_else_the_persons_own_folder(
    windows: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(drives, "drive_of", lambda _: Drive.FIXED)
    assert folders.default_folder() == Path("D:/TanBao")
    for kind in (Drive.REMOVABLE, Drive.DISC, Drive.UNKNOWN):
        monkeypatch.setattr(drives, "drive_of", lambda _, kind=kind: kind)
        assert folders.default_folder() == tmp_path / "TanBao/data"
