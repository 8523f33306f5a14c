"""Backup copies: copies a workspace's store to a second folder, on another disk or a USB stick.

The copy lies there as a workspace folder of its own, so that it can be opened when the PC is lost. A unit's key is not
copied: without it nothing is lost, the unit registers a new one. The office's working key goes along, under its
passphrase, for every unit trusts it; the root key only ever goes to a stick of its own (`keep_root`). Which folder it
is, is kept in the store.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import Store, UnitStore
from models.store.file.disk import write_whole
from models.store.file.files import STORE
from models.system.files import path_text
from models.workspace.act import ActKind, act

FOLDER, MISSED, ROOT_KEPT = "copies.folder", "copies.missed", "copies.root_kept"
OFFICE_KEYS = ("working.p12", "office_root.pem")
ROOT_KEY = "root.p12"


def second_place(store: Store) -> Path | None:
    """Return the folder that was chosen for copies, None when there is none."""
    chosen = store.get_value(FOLDER)
    return Path(chosen) if chosen else None


def put_second_place(store: Store, folder: Path | None) -> None:
    """Choose the folder for copies, None = no copies. Raises AppError("path_not_text")."""
    store.put_value(FOLDER, path_text(folder) if folder else "")


def copy_path(folder: Path, owner: str) -> Path:
    """Return where the copy of a store lies in a second place; `owner` "" = the office."""
    name = say("first_run.copy_folder", 单位=owner) if owner else say("backups.copy_folder")
    return folder / name / STORE


def keep_copy(store: Store, *, now: datetime | None = None, unless_within: timedelta = timedelta(0)) -> Path | None:
    """Write a copy into the second place, in place of the last one; None without one, or when the last is young enough.

    Raises AppError("copies_absent") when the folder is not there, OSError, MachineError; the last copy is still whole.
    """
    folder = second_place(store)
    if folder is None:
        return None
    if not folder.is_dir():  # never made here: an unplugged stick would become a folder of the same disk
        raise AppError("copies_absent", 目录=folder)
    owner = (store.unit_id or "") if isinstance(store, UnitStore) else ""
    target = copy_path(folder, owner)
    if now is not None and target.exists() and now.timestamp() - target.stat().st_mtime < unless_within.total_seconds():
        return None
    path = store.backup(target)
    if not isinstance(store, UnitStore):
        for name in OFFICE_KEYS:
            if (store.folder / name).is_file():
                write_whole(path.with_name(name), (store.folder / name).read_bytes(), private=True)
    return path


def keep_root(store: Store, folder: Path, now: datetime) -> Path:
    """Copy the office's root key into a folder — a stick that is locked away — and note the day.

    Raises AppError "root_absent" without one, "copies_absent" for no folder, "root_beside" for the workspace itself,
    "root_other" where another office's root key lies: it may be the only copy.
    """
    source = store.folder / ROOT_KEY
    if not source.is_file():
        raise AppError("root_absent", 目录=store.folder)
    if not folder.is_dir():
        raise AppError("copies_absent", 目录=folder)
    if folder.resolve().is_relative_to(store.folder.resolve()):
        raise AppError("root_beside", 目录=folder)
    content, kept = source.read_bytes(), folder / ROOT_KEY
    if kept.is_dir() or (kept.is_file() and kept.read_bytes() != content):
        raise AppError("root_other", 目录=folder)
    write_whole(kept, content, private=True)
    store.put_value(ROOT_KEPT, now.isoformat())
    return folder / ROOT_KEY


def note_backup(store: Store, person: str, folder: Path, what: str = "backup") -> None:
    """Record who has the workspace copied into a folder: before it is, so that the copy says it too.

    `what`: "second" = into the second place from now on, "root" = the root key. Nothing where nothing can be written: a
    disk that is full is a reason to copy, not one against it.
    """
    if store.read_only:
        return
    with suppress(MachineError, OSError):
        why = say(f"record.why.{what}_copied", 目录=path_text(folder))
        with act(store, person, ActKind.BACKUP, why=why, about={"folder": path_text(folder)}):
            pass


def root_unkept(store: Store) -> bool:
    """True while the root key of an office lies in its workspace alone."""
    return (store.folder / ROOT_KEY).is_file() and not store.get_value(ROOT_KEPT)


def note_missed(store: Store) -> None:
    """Remember that the copy at the end of the day could not be written."""
    store.put_value(MISSED, "1")


def take_missed(store: Store) -> Path | None:
    """Return the second place that was missed the last time, once; None when all is well."""
    folder = second_place(store)
    if store.get_value(MISSED) != "1":
        return None
    store.put_value(MISSED, "")
    return folder
