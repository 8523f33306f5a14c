"""Opened copies: what the system's own program shows of a workspace, each as a copy in a temporary folder.

Each process has one such folder and a lock in it, which the system takes away with the process. The folder goes as the
program ends; what a killed one left, or a program that still showed it then (Windows), goes at a later start.
"""

import atexit
import hashlib
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from models.basics.errors import AppError
from models.returns.file_names import clean_name
from models.store.connection.lock import LOCK, StoreLock
from models.store.file.disk import write_files

PREFIX = "tanbao-open-"
OURS = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
YOUNG = 60  # seconds: a folder that has no lock yet may be one that is being made


def copy_to_open(name: str, content: bytes) -> Path:
    """Write a copy and return its path; one that is there as it was is used again, one somebody changed stays.

    Raises OSError.
    """
    folder = _own_folder() / hashlib.sha256(content).hexdigest()[:12]
    return write_files(folder, {clean_name(name): content})[0]


@cache
def _own_folder() -> Path:
    """The folder of this process, made and locked at its first copy."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(AppError):  # swept between the two: another one
            atexit.register(_leave, folder, StoreLock(folder / LOCK))
            return folder


def _leave(folder: Path, lock: StoreLock) -> None:
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def sweep_opened(root: Path | None = None) -> int:
    """Remove the copies that earlier processes of this person left; return how many folders are gone.

    A folder that a process still uses stays, and a file that another program holds open, without a word.
    """
    left = [folder for folder in (root or Path(tempfile.gettempdir())).glob(f"{PREFIX}*") if _is_left(folder)]
    for folder in left:
        with suppress(AppError, OSError):
            StoreLock(folder / LOCK).release()
            shutil.rmtree(folder, ignore_errors=True)
    return sum(not folder.exists() for folder in left)


def _is_left(folder: Path) -> bool:
    with suppress(OSError):
        found = folder.lstat()
        mine = folder.is_dir() and not folder.is_symlink() and OURS.fullmatch(folder.name)
        if mine and (not hasattr(os, "getuid") or found.st_uid == os.getuid()):
            return (folder / LOCK).exists() or time.time() - found.st_mtime > YOUNG
    return False
