"""Last place: the page and the cell somebody left, kept in the workspace for the next start.

Also what was half typed as the window closed: it is kept as it stood, a 1 of 1545 too, and the next start says so.
"""

from contextlib import suppress

from PySide6.QtWidgets import QWidget

from models.basics.addresses import split_row_address
from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from ui.look.focus import keep_typed
from ui.session.backup_copies import missed_words
from ui.session.session import Session

PAGE = "window.page"
PLACE = "window.place"  # the period and the cell, with a space between them
TYPED = "window.typed"  # the period and the cell that was being typed in, alike
LONGEST = 20  # characters of what was typed that are shown


def last_page(session: Session) -> str:
    """Return the key of the page that was left, "" for none; it may be gone since."""
    return session.workspace.store.get_text(PAGE)


def last_place(session: Session) -> str:
    """Return the address of the cell that was left in the open period, "" for none."""
    period, _, place = session.workspace.store.get_text(PLACE).partition(" ")
    return place if period == session.period_id else ""


def keep_page(session: Session, page: str) -> None:
    """Keep the page that is open. Raises as the store's `remember`."""
    session.workspace.store.remember(PAGE, page)


def keep_place(session: Session, place: str) -> None:
    """Keep the cell that is left, "" for none, where the machine lets us; nothing is lost without it."""
    with suppress(AppError, MachineError, OSError):
        if place:
            session.workspace.store.remember(PLACE, f"{session.period_id} {place}")


def keep_typed_at_close(window: QWidget, session: Session, place: str) -> None:
    """Keep what is being typed in a window, and note whether that was an entry at `place`."""
    before = _said(session, place)
    keep_typed(window)
    changed = bool(place) and _said(session, place) != before
    with suppress(AppError, MachineError, OSError):  # nothing is lost without the note
        session.workspace.store.remember(TYPED, f"{session.period_id} {place}" if changed else "")


def start_words(session: Session) -> str:
    """Return what is to be said when a workspace is opened, once: a copy that was missed, and what was half typed."""
    store = session.workspace.store
    return "\n".join(filter(None, (missed_words(store), _typed_words(session))))


def _typed_words(session: Session) -> str:
    store = session.workspace.store
    period, _, place = store.get_text(TYPED).partition(" ")
    if not place:
        return ""
    with suppress(AppError, MachineError, OSError):
        store.remember(TYPED, "")
    if period != session.period_id:
        return ""
    from ui.basics.places import place_words  # wanted where something was half typed

    words, cell = place_words(session.sheet, place), session.entered(place)
    text = cell.raw or cell.text
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return say("window.grid.half_typed", 处=words, 数=shown) if text else say("window.grid.half_typed_row", 处=words)


def _said(session: Session, place: str) -> object:
    row = split_row_address(place)
    return session.sheet.registers.get(row.register) if row is not None else session.entered(place)
