"""The store file of a workspace folder: making it, opening it, keeping a copy before it is changed.

A new file gets its name only when it is complete. Opening takes the lock, refuses a file of a newer program, copies one
of an older program before it is brought up to date, and looks the file over.
"""

import os
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.store.file.acts import Acts
from models.store.file.backup import copy_store
from models.store.file.connection import BACKUPS, Connections, connect, damaged, not_newer, plain_failures
from models.store.file.disk import make_private, sync
from models.store.file.lock import StoreLock
from models.store.file.schema import VERSION, migrate

STORE = "tanbao.db"
LOCK = "tanbao.lock"
KIND = "store.kind"  # "unit" | "office"


def create_file(folder: Path, facts: Mapping[str, str]) -> None:
    """Make the store file of a folder, with its first facts. Raises AppError("store_exists") if there is one."""
    _private_folder(folder)
    path = folder / STORE
    lock = StoreLock(folder / LOCK)
    try:
        if path.exists():
            raise AppError("store_exists", folder=folder)
        rough = folder / (STORE + ".part")
        rough.unlink(missing_ok=True)
        with plain_failures(path):
            _build(rough, facts)
        sync(rough)
        rough.replace(path)
        sync(folder)
    finally:
        lock.release()


def _private_folder(folder: Path) -> None:
    """Make a folder that is its owner's alone; one that is there already is left as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _build(rough: Path, facts: Mapping[str, str]) -> None:
    make_private(rough)
    # the rollback journal: the file must be whole by itself when it is renamed
    with closing(connect(rough, shared=True)) as db:
        db.create_function("store_recorded", 2, lambda *_: None)  # the first facts are no act
        migrate(db)
        db.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())


def open_file(folder: Path, *, checked: bool = True) -> Connections:
    """Open the store file of a folder; `checked` False leaves `quick_check` to the caller (a worker, at start-up).

    Raises AppError store_missing, store_in_use, store_newer; MachineError store_damaged and the like; OSError.
    """
    path = folder / STORE
    if not path.exists():
        raise AppError("store_missing", folder=folder)
    with suppress(OSError):  # a folder we may only read
        path.chmod(0o600)  # the WAL takes over what the file has
    connections = Connections(path, StoreLock(folder / LOCK))
    try:
        if path.stat().st_size == 0:  # ours get their name only when they are complete
            raise damaged(path)
        _bring_up_to_date(connections)
        if checked:
            connections.quick_check()
    except BaseException:
        connections.close()
        raise
    return connections


def _bring_up_to_date(connections: Connections) -> None:
    version = not_newer(connections, VERSION)
    if version == 0:  # a database, but none of ours
        raise damaged(connections.path)
    if version < VERSION:
        copy_store(connections.db, backup_path(connections.path.parent, f"v{version}"))
        with plain_failures(connections.path):
            migrate(connections.db)
        Acts(connections).adopt()


def backup_path(folder: Path, mark: str) -> Path:
    """Return a name nobody has yet in the folder of copies: the mark and the time stand in it."""
    stamp = datetime.now(PLAN_ZONE).strftime("%Y%m%d-%H%M%S")
    names = (f"tanbao-{mark}-{stamp}{'' if number == 1 else f'-{number}'}.db" for number in range(1, 1000))
    return next(path for name in names if not os.path.lexists(path := folder / BACKUPS / name))
