"""Copies of a store: one compact file, looked over before it gets its name. Never touches the store itself."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from models.basics.errors import MachineError
from models.store.file.connection import damaged, plain_failures
from models.store.file.disk import make_private
from models.system.files import make_private_folder, rename, sync


def copy_store(db: sqlite3.Connection, target: Path) -> Path:
    """Write a consistent copy of an open store to `target`, replacing what is there; return its path.

    VACUUM INTO a temporary name, look it over, bring it to the disk, rename: a copy that has its
    name is whole. Raises MachineError for a full disk or a damaged store, OSError for the folder.
    """
    make_private_folder(target.parent)
    rough = target.with_name(target.name + ".part")
    _sweep(rough)
    try:
        make_private(rough)  # VACUUM INTO writes into an empty file and leaves its mode
        _vacuum(db, rough, target)
        look_over(rough, target)
        sync(rough)
        rename(rough, target)
    finally:
        _sweep(rough)
    sync(target.parent)
    return target


def _vacuum(db: sqlite3.Connection, rough: Path, target: Path) -> None:
    """Write the copy; what is damaged then is the store it is made of, not the copy."""
    try:
        with plain_failures(target):
            db.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(rough),))  # a folder's name need not be text
    except MachineError as error:
        if not error.code.startswith("store_damaged"):
            raise
        (source,) = db.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()
        raise damaged(Path(os.fsdecode(source))) from error


def _sweep(rough: Path) -> None:
    """Remove a copy that was cut short, and the journal of its making."""
    for path in (rough, rough.with_name(f"{rough.name}-journal")):
        path.unlink(missing_ok=True)


def look_over(rough: Path, target: Path) -> None:
    """Raise MachineError("store_damaged"), naming `target`, when a file is no whole store."""
    with plain_failures(target), closing(sqlite3.connect(f"{rough.resolve().as_uri()}?immutable=1", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(target)
