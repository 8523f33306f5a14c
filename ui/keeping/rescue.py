"""Rescue: what waits for a disk that takes nothing lies meanwhile among this person's settings, on the disk of those.

A program that is killed with the disk still full lost it. It is taken up when the workspace is opened again, waits as
before and is saved as before. The file has a name of our own making; nothing in it is one.
"""

import stat
from contextlib import suppress
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.store import UnitStore
from models.store.file.disk import write_whole
from ui.basics import journal
from ui.basics.folders import unsaved_file

LONGEST = 64 << 20  # bytes


def keep_aside(folder: Path, store: UnitStore) -> None:
    """Keep what waits for a workspace, instead of what was kept before; where no disk takes it, it waits in memory."""
    from models.store.unit.rescued import rescued_text

    if not store.waiting:
        drop_aside(folder)
        return
    try:
        unsaved_file(folder).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(unsaved_file(folder), rescued_text(store, store.waiting), private=True)
    except (AppError, MachineError, OSError) as error:
        journal.note("not_kept_aside", error=type(error).__name__)


def drop_aside(folder: Path) -> None:
    """Forget what was kept: the workspace has it, or somebody does not want it."""
    with suppress(OSError):
        unsaved_file(folder).unlink(missing_ok=True)


def take_up(folder: Path, store: UnitStore) -> int:
    """Let what a killed program left wait again; return how many places. What has gone on since is left as it is."""
    from models.store.unit.rescued import rescued_of

    path = unsaved_file(folder)
    try:
        if store.waiting or not stat.S_ISREG(path.lstat().st_mode) or path.stat().st_size > LONGEST:
            return 0
        found = rescued_of(store, path.read_bytes())
    except (AppError, MachineError, OSError, ValueError):  # none, or none of ours: it stays where it lies
        return 0
    store.waiting.hold(found)
    keep_aside(folder, store)  # what does not fit any more is never taken up later
    return store.waiting.count if store.waiting else 0
