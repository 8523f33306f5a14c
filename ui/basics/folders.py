"""Folders: where a workspace lies when nobody says so — the last one used, or the default of this machine.

Windows: a fixed disk D: if there is one, else the local application data; elsewhere the user's data folder. Never
a folder that is synchronised.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from models.system.files import on_windows

FOLDER, LAST = "TanBao", "last_workspace"
TRIAL = "tanbao-trial-"  # how the temporary folders begin in which trials are made
UNSAVED = "unsaved"  # among the settings: what waits for a disk that takes nothing


def settings_folder() -> Path:
    """Return the folder of this person's own settings of the program."""
    if on_windows():
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))) / "tanbao"


def unsaved_file(folder: Path) -> Path:
    """Return where what waits for a workspace's disk lies meanwhile; its name tells nothing."""
    name = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:32]
    return settings_folder() / UNSAVED / f"{name}.json"


def default_folder() -> Path:
    """Return where a new workspace is made when nobody says otherwise."""
    from models.system.drives import Drive, drive_of

    if on_windows():
        return Path("D:/") / FOLDER if drive_of(Path("D:/")) is Drive.FIXED else settings_folder() / "data"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local/share"))) / "tanbao"


def workspace_folder(given: Path | None) -> Path:
    """Return the workspace folder: the one given, the last one used, or the default; always absolute."""
    if given is not None:
        return given.absolute()
    return _remembered() or default_folder().absolute()


def another_folder(taken: Iterable[str]) -> Path:
    """Return a folder for one more workspace: beside the default one, none that is there or in `taken`."""
    base, known = default_folder().absolute(), {Path(one) for one in taken}
    numbered = (base.with_name(f"{base.name}-{number}") for number in count(2))
    return next(one for one in numbered if one not in known and not one.exists())


def _remembered() -> Path | None:
    """The workspace used last; None when the note is missing, damaged, or names no folder that is there."""
    try:
        last = Path((settings_folder() / LAST).read_text("utf-8").strip())
        return last if last.is_absolute() and last.is_dir() else None
    except (OSError, ValueError):
        return None


def remember(used: Path) -> None:
    """Note a workspace as the last one used; a machine that does not let us is no reason to fail."""
    from models.store.file.disk import write_whole

    if _remembered() == used.absolute():
        return
    with suppress(OSError, ValueError):
        settings_folder().mkdir(parents=True, exist_ok=True)
        write_whole(settings_folder() / LAST, str(used.absolute()).encode())
