"""Last place: the page and the cell somebody left, kept in the workspace for the next start."""

from contextlib import suppress

from models.basics.errors import AppError, MachineError
from ui.session.session import Session

PAGE = "window.page"
PLACE = "window.place"  # the period and the cell, with a space between them


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
