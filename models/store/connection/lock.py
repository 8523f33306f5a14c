"""The lock that lets one program at a time have a store open; held by the system, so it goes when the program dies.

The file says on which PC: whoever is refused can ask there.
"""

import os
import sys
from contextlib import suppress
from io import FileIO
from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say

LOCK = "tanbao.lock"  # beside a store
LONGEST = 64  # bytes of a PC's name
FAR = 1 << 30


class StoreLock:
    """A locked file beside the store, from creation until `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises AppError("store_in_use") when another program has it, OSError for the folder."""
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        try:
            _lock(self._file.fileno())
        except (BlockingIOError, PermissionError) as error:
            where = _said_by(self._file)
            self._file.close()
            raise AppError("store_in_use", folder=path.parent, 谁=where) from error
        except OSError:
            self._file.close()
            raise
        with suppress(OSError):  # a full disk: then nobody is named
            self._file.truncate(0)
            self._file.write(_this_pc().encode()[:LONGEST])

    def release(self) -> None:
        """Give the lock back; again is harmless."""
        self._file.close()


def _this_pc() -> str:
    """Return the name of this PC; the system knows it without its sockets, but for Windows."""
    if sys.platform != "win32":
        return os.uname().nodename
    import socket

    return socket.gethostname()


def must_stay(folder: Path) -> bool:
    """True when a folder is a workspace itself, whoever chose its name, or a store somewhere in it is open."""
    if (folder / LOCK).exists():
        return True
    try:
        for path in folder.rglob(LOCK):
            StoreLock(path).release()
    except AppError:
        return True
    return False


def _said_by(file: FileIO) -> str:
    """Say who holds the lock: a program on this PC, or the name of the other one, as far as the file says."""
    try:
        name = file.read(LONGEST).decode(errors="replace")
    except OSError:
        name = ""
    name = "".join(one for one in name if one.isprintable())
    return say("backups.other_pc", 电脑=name) if name and name != _this_pc() else say("backups.this_pc")


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        os.lseek(number, FAR, os.SEEK_SET)  # beyond the name: what is locked there cannot be read
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(number, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
