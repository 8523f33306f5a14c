"""Backup copies in the window: made after filing and at the end of the day; the second folder is chosen here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import UnitStore
from models.workspace.backup_copies import keep_copy, note_missed, put_second_place, second_place, take_missed
from ui.basics.completion import Mark
from ui.basics.texts import trouble


def copy_now(store: UnitStore) -> str:
    """Write the copy if there is a second place; return what went wrong as a sentence, "" when all is well."""
    try:
        keep_copy(store)
    except (AppError, MachineError, OSError) as error:
        return trouble(error)
    return ""


def copy_at_close(store: UnitStore) -> None:
    """Write the copy as the window closes; nobody can be told any more, so the next start says it."""
    if copy_now(store):
        note_missed(store)


def missed_words(store: UnitStore) -> str:
    """Return what is to be said at the start when the last copy was missed, once; else ""."""
    missed = take_missed(store)
    return say("first_run.copies.missed_before", 目录=missed) if missed else ""


def choose_second_place(parent: QWidget, store: UnitStore) -> str:
    """Ask for the folder for copies and write the first one; return what to say, "" when nothing was chosen.

    Raises AppError, MachineError, OSError for a folder that cannot be used; then all stays as it was.
    """
    from ui.files.dialogs import ask_folder

    now = second_place(store)
    chosen = ask_folder(parent, say("first_run.copies.menu"), str(now or ""))
    return use_second_place(Path(chosen), store) if chosen else ""


def tell_second_place(parent: QWidget, store: UnitStore, tell: Callable[[str, Mark], None]) -> None:
    """Ask for the folder for copies and tell what became of it, good or bad."""
    try:
        words, mark = choose_second_place(parent, store), Mark.DONE
    except (AppError, MachineError, OSError) as error:
        words, mark = trouble(error), Mark.ERROR
    if words:
        tell(words, mark)


def use_second_place(folder: Path, store: UnitStore) -> str:
    """Put copies into a folder from now on. Raises as `choose_second_place`."""
    from ui.basics.folder_rules import check_second_place

    before = second_place(store)
    put_second_place(store, check_second_place(str(folder), store.folder))
    try:
        keep_copy(store)
    except (AppError, MachineError, OSError):
        put_second_place(store, before)
        raise
    return say("first_run.copies.chosen", 目录=folder)
