"""Temporary folders of the program that a killed one left behind: removed at a later start, never one in use."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

PREFIX = "tanbao-"  # of every temporary folder and crash report
OURS = re.compile(rf"{PREFIX}(trial-)?[a-z0-9_]{{8}}(\.txt)?")  # as the system names them; another name is somebody's
LEFT = 2 * 24 * 3600  # seconds nobody has touched it


def sweep_temporary(must_stay: Callable[[Path], bool], root: Path | None = None) -> int:
    """Remove the program's own temporary folders and reports that nobody has touched for two days; return how many.

    Only those of this person, and none that `must_stay`: somebody's workspace, a trial that a window has open. What
    cannot be removed is left.
    """
    removed = 0
    for path in _left(root or Path(tempfile.gettempdir())):
        with suppress(OSError):
            if path.is_dir():
                if must_stay(path):
                    continue
                shutil.rmtree(path)
            else:
                path.unlink()
            removed += 1
    return removed


def _left(root: Path) -> Iterator[Path]:
    now = time.time()
    for path in sorted(root.glob(f"{PREFIX}*")):
        with suppress(OSError):
            found = path.lstat()
            mine = path.is_dir() or path.suffix == ".txt"
            if (
                path.is_symlink()
                or not mine
                or not OURS.fullmatch(path.name)
                or (hasattr(os, "getuid") and found.st_uid != os.getuid())
            ):
                continue
            inside = [one.lstat().st_mtime for one in path.rglob("*")] if path.is_dir() else []
            if now - max([found.st_mtime, *inside]) > LEFT:
                yield path
