"""Second place: a folder elsewhere — another disk, a USB stick — that gets a copy of a unit's store.

The copy lies there as a workspace folder of its own, so that it can be opened when the PC is lost. The key is never
copied: without it nothing is lost, the unit registers a new one. Which folder it is, is kept in the store.
"""

from pathlib import Path

from models.basics.errors import AppError
from models.basics.messages import say
from models.store import UnitStore
from models.store.file.files import STORE

FOLDER, MISSED = "copies.folder", "copies.missed"


def second_place(store: UnitStore) -> Path | None:
    """Return the folder that was chosen for copies, None when there is none."""
    chosen = store.get_value(FOLDER)
    return Path(chosen) if chosen else None


def put_second_place(store: UnitStore, folder: Path | None) -> None:
    """Choose the folder for copies, None = no copies."""
    store.put_value(FOLDER, str(folder) if folder else "")


def copy_path(folder: Path, unit_id: str) -> Path:
    """Return where the copy of a unit's store lies in a second place."""
    return folder / say("first_run.copy_folder", 单位=unit_id) / STORE


def keep_copy(store: UnitStore) -> Path | None:
    """Write the copy, replacing the last one; return its path, None without a second place.

    Raises AppError("copies_absent") when the stick is not there, OSError, MachineError; the last copy is still whole.
    """
    folder = second_place(store)
    if folder is None:
        return None
    if not folder.is_dir():  # never made here: an unplugged stick would become a folder of the same disk
        raise AppError("copies_absent", 目录=folder)
    return store.backup(copy_path(folder, store.unit_id or ""))


def note_missed(store: UnitStore) -> None:
    """Remember that the copy at the end of the day could not be written."""
    store.put_value(MISSED, "1")


def take_missed(store: UnitStore) -> Path | None:
    """Return the second place that was missed the last time, once; None when all is well."""
    folder = second_place(store)
    if store.get_value(MISSED) != "1":
        return None
    store.put_value(MISSED, "")
    return folder
