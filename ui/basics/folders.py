"""Folders: where a workspace lies when nobody says so — the last one used, or the default of this machine.

Windows: a local D: if there is one, else the local application data; elsewhere the user's data folder. Never a folder
that is synchronised. Source: DESIGN §6.
"""

import os
import sys
from pathlib import Path

FOLDER = "TanBao"


def settings_folder() -> Path:
    """Return the folder of this person's own settings of the program."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))) / "tanbao"


def default_folder() -> Path:
    """Return where a new workspace is made when nobody says otherwise."""
    if sys.platform == "win32":
        return Path("D:/") / FOLDER if Path("D:/").is_dir() else settings_folder() / "data"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local/share"))) / "tanbao"


def workspace_folder(given: Path | None) -> Path:
    """Return the workspace folder: the one given, the last one used, or the default; always absolute."""
    if given is not None:
        return given.absolute()
    remembered = settings_folder() / "last_workspace"
    if remembered.is_file():
        last = Path(remembered.read_text("utf-8", "replace").strip("\0 \r\n"))  # damaged: no folder has that name
        if last.is_dir():
            return last
    return default_folder().absolute()


def remember(used: Path) -> None:
    """Note a workspace as the last one used; a machine that does not let us is no reason to fail."""
    try:
        settings_folder().mkdir(parents=True, exist_ok=True)
        (settings_folder() / "last_workspace").write_text(str(used.absolute()), "utf-8")
    except OSError:
        return
