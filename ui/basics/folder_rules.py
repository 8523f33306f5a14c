"""Folder rules: where the data of a unit may lie, and where copies of it. No Qt.

A synchronised folder is refused: the synchronising program copies the store while it is written and locks it. It is
known by its name, by what Windows says of OneDrive, or by the mark file that the program leaves in its root.
"""

import os
import re
import tempfile
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.store import UnitStore, open_store, refuse_long
from models.system.drives import Drive, drive_of
from models.system.files import on_windows

# part of a folder's name in small letters → the name people know; the longer one first where one begins another
_NAMES = (
    ("onedrive", "OneDrive"), ("坚果云", "坚果云"), ("nutstore", "坚果云"), ("百度网盘", "百度网盘"),
    ("baidusyncdisk", "百度网盘"), ("baidunetdisk", "百度网盘"), ("wps云盘", "WPS云盘"), ("wpsdrive", "WPS云盘"),
    ("wps cloud files", "WPS云盘"), ("微云", "腾讯微云"), ("weiyun", "腾讯微云"), ("阿里云盘", "阿里云盘"),
    ("adrive", "阿里云盘"), ("天翼云盘", "天翼云盘"), ("360云盘", "360云盘"), ("联想个人云", "联想个人云"),
    ("dropbox", "Dropbox"), ("icloud", "iCloud"), ("google drive", "Google Drive"), ("googledrive", "Google Drive"),
    ("nextcloud", "Nextcloud"), ("owncloud", "ownCloud"), ("seafile", "Seafile"), ("seadrive", "Seafile"),
    ("synologydrive", "Synology Drive"), ("synology drive", "Synology Drive"), ("同步盘", "同步盘"),
    ("同步空间", "同步空间"),
)  # fmt: skip
_MARKS = ((".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".owncloudsync.log", "ownCloud"))
_SAID = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # variables that Windows sets


def synced_by(folder: Path) -> tuple[str, str] | None:
    """Return the program that synchronises a folder and the synchronised folder itself; None when none is known to."""
    real = folder.resolve()
    for path in dict.fromkeys((folder, real)):
        found = _by_name(path) or _by_mark(path)
        if found is not None:
            return found
    for name in _SAID:
        root = os.environ.get(name)
        if root and real.is_relative_to(Path(root).resolve()):
            return "OneDrive", root
    return None


def _by_name(folder: Path) -> tuple[str, str] | None:
    passed = ""
    for part in re.split(r"([\\/])", str(folder)):
        passed += part
        for name, program in _NAMES:
            if name in part.lower():
                return program, passed
    return None


def _by_mark(folder: Path) -> tuple[str, str] | None:
    for path in (folder, *folder.parents):
        for mark, program in _MARKS:
            if (path / mark).exists():
                return program, str(path)
    return None


def check_data_folder(text: str, unit: str) -> Path:
    """Return the folder a unit's data are to lie in; made, if need be, and written to once.

    Raises AppError: "folder_not_whole", "folder_of_network", "folder_of_stick", "folder_synced", "folder_in_use",
    "folder_of_other_unit",
    MachineError("path_too_long"), and as `open_store`; OSError as the machine does.
    """
    folder = _whole(text)
    refuse_long(folder)
    _refuse_drive(text, folder)
    refuse_synced(folder)
    _write_once(folder)
    store = open_store(folder, checked=False)
    if store is not None:
        with store:
            if not isinstance(store, UnitStore):
                raise AppError("folder_in_use", 目录=folder)
            if store.unit_id not in (None, unit):
                raise AppError("folder_of_other_unit", 目录=folder)
    return folder


def _refuse_drive(text: str, folder: Path) -> None:
    """Refuse what is no fixed disk of this computer, as far as the system says."""
    kind = drive_of(folder)
    if text.strip().startswith(("\\\\", "//")) or kind is Drive.NETWORK:
        raise AppError("folder_of_network", 目录=folder)
    if kind in (Drive.REMOVABLE, Drive.DISC, Drive.MEMORY):
        raise AppError("folder_of_stick", 目录=folder)


def check_second_place(text: str, data: Path) -> Path | None:
    """Return the folder for copies, None for a blank text. Raises as `check_data_folder`, AppError("copies_inside")."""
    if not text.strip():
        return None
    folder = _whole(text)
    refuse_synced(folder)
    one, other = folder.resolve(), data.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one / say("first_run.copy_folder", 单位="")):
        raise AppError("copies_inside", 目录=folder)
    _write_once(folder)
    return folder


def on_same_disk(one: Path, other: Path) -> bool:
    """True when two folders lie on the same disk as far as the system tells; they need not be made yet."""
    if on_windows():
        return one.drive.lower() == other.drive.lower()
    return _nearest(one).stat().st_dev == _nearest(other).stat().st_dev


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _whole(text: str) -> Path:
    folder = Path(text.strip().strip('"'))
    if not folder.is_absolute():
        raise AppError("folder_not_whole", 目录=text.strip())
    return folder


def refuse_synced(folder: Path) -> None:
    """Raise AppError("folder_synced") for a folder that some program is known to synchronise."""
    synced = synced_by(folder)
    if synced is not None:
        raise AppError("folder_synced", 目录=folder, 软件=synced[0], 同步目录=synced[1])


def _write_once(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"1")
