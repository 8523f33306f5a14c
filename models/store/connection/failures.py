"""Failures of the disk and of a store's file, as SQLite tells them and as people are told."""

import os
import sqlite3
from pathlib import Path

from models.basics.errors import MachineError
from models.system.files import is_too_long

BACKUPS = "backups"  # folder of copies beside the store
_MACHINE = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "store_read_only",
    sqlite3.SQLITE_PERM: "store_read_only",
    sqlite3.SQLITE_CANTOPEN: "store_read_only",
    sqlite3.SQLITE_IOERR: "disk_failed",
    sqlite3.SQLITE_IOERR_SHMSIZE: "disk_full",  # no room for the index of the WAL
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
}
# what SQLite says of a file whose texts or tables are not those the program made
_NOT_OURS = (
    "Could not decode to UTF-8",
    "no such table",
    "no such column",
    "malformed database schema",
    "unsupported file format",
    "malformed JSON",
)
LONGEST_PATH = 490  # bytes: SQLite takes 512, and the names beside the store are longer than its own


def damaged(path: Path) -> MachineError:
    """Return the failure of a store that is no whole database, with the newest copy beside it, if there is one."""
    copies = sorted((path.parent / BACKUPS).glob("tanbao-*.db"), key=lambda copy: copy.stat().st_mtime)
    if not copies:
        return MachineError("store_damaged_alone", path=path, folder=path.parent)
    return MachineError("store_damaged", path=path, folder=path.parent, backup=copies[-1])


class plain_failures:  # a class, used as a function: every statement of a store passes here
    """Turn the failures of the disk and of the file into MachineError; what is left is a bug and passes through."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        """Look after what is done with the store at a path."""
        self._path = path

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        """Raise MachineError for what the machine failed over."""
        if isinstance(error, UnicodeDecodeError):  # a text of the file, or a name in its schema, is none
            raise damaged(self._path) from error
        if isinstance(error, sqlite3.Error) and (failure := _failure(error, self._path)) is not None:
            raise failure from error


def _failure(error: sqlite3.Error, path: Path) -> MachineError | None:
    code = getattr(error, "sqlite_errorcode", 0)  # one that Python itself raises has none
    told = "store_damaged" if str(error).startswith(_NOT_OURS) else None
    name = _MACHINE.get(code) or _MACHINE.get(code & 0xFF) or told
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN and (is_too_long(path) or len(os.fsencode(path)) > LONGEST_PATH):
        name = "path_too_long"
    if name == "store_damaged":
        return damaged(path)
    return None if name is None else MachineError(name, path=path, folder=path.parent)
