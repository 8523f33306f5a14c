"""Files as the system has them: giving a name to a file, bringing a folder to the disk, keeping a folder to its owner.

Windows differs: a virus scanner or a preview holds a file for a moment and renaming fails, folders cannot be synced,
and rights are lists of access instead of modes. Which system it is stands in one name, so that tests can play Windows.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from models.basics.errors import AppError

SYSTEM = sys.platform
LONGEST_NAME = 255  # of one file or folder: bytes; on Windows signs of UTF-16
LONGEST_PATH = 259  # signs of a whole path on Windows, as long as nobody has told it to take longer ones
MOMENTS, MOMENT = 20, 0.05  # how often, and how long in seconds, to wait for a program that holds a file
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW: the window must not flash a console
_MACHINE, _ADMINISTRATORS = "*S-1-5-18", "*S-1-5-32-544"  # of any language of Windows


def on_windows() -> bool:
    """True where Windows runs."""
    return SYSTEM == "win32"


def rename(source: Path, target: Path) -> None:
    """Give a file its name, in place of one that has it. Raises OSError; on Windows only after some patience."""
    for _ in range(MOMENTS if on_windows() else 0):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(MOMENT)
        else:
            return
    source.replace(target)


def sync(path: Path) -> None:
    """Bring a file or folder to the disk. Windows cannot sync a folder and needs not."""
    if path.is_dir() and on_windows():
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None when there is none, or the system cannot say."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_too_long(path: Path, room: int = 0) -> bool:
    """True for a path that the system cannot hold; `room`: signs that must still find a place behind its name."""
    if not on_windows():
        return len(os.fsencode(path.name)) + room > LONGEST_NAME
    name, whole = (len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in (path.name, str(path.absolute())))
    return name + room > LONGEST_NAME or whole + room > LONGEST_PATH


def path_text(path: Path) -> str:
    """Return a path as it is kept in a store. Raises AppError("path_not_text") for a name that is no text."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise AppError("path_not_text", 目录=os.fsencode(path).decode(errors="replace")) from error
    return str(path)


def make_private_folder(folder: Path) -> None:
    """Make a folder that is its owner's alone; one that is there already is left as it is. Raises OSError.

    On Windows the owner, the system and administrators have access, nobody by inheritance; where its tool refuses
    (a disk without rights, FAT) the folder has what the disk has.
    """
    missing = [one for one in folder.parents if not one.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
        for one in (folder, *missing):  # a stick keeps a name only once the folder it is in is synced
            sync(one.parent)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    if on_windows():
        _run(access_command(folder))


def access_command(folder: Path) -> list[str]:
    """Return the command that takes inherited access from a folder and gives it to its owner."""
    owner = "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.environ.get("USERNAME"))))
    given = [word for who in (owner, _MACHINE, _ADMINISTRATORS) for word in ("/grant:r", f"{who}:(OI)(CI)F")]
    return ["icacls", str(folder), "/inheritance:r", *given, "/q"]


def _run(command: list[str]) -> None:
    """Carry out a command; one that fails changes nothing."""
    import subprocess

    flags = _NO_WINDOW if sys.platform == "win32" else 0
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(command, check=True, capture_output=True, timeout=10, creationflags=flags)
