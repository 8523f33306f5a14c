"""Disk again: what the window does once a disk that was full, locked or away takes what is written again."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from ui.basics.completion import Mark

if TYPE_CHECKING:  # the window loads this when it is asked for
    from ui.window.main_window import MainWindow
    from ui.window.unit_desk import UnitDesk

TRIED = "opened to be written"  # property of a window: the folder that could only be read once more


def look_again(window: "MainWindow") -> None:
    """Save what waits, and open to be written what could only be read, where the disk allows it now."""
    desk = window.desk or window.office
    if desk is not None and desk.session.workspace.store.could_be_written():
        open_to_write(window)
    elif window.desk is not None and window.desk.edits.waiting:
        save_waiting(window.desk)


def save_waiting(desk: "UnitDesk") -> None:
    """Save what could not be saved when it was given, and say so; until then say that it waits."""
    waiting = desk.edits.waiting
    try:
        saved = desk.edits.save_waiting()
    except (AppError, MachineError):
        desk.notice.stand(say("backups.waiting", n=waiting), Mark.WARNING)
        return
    if saved:
        desk.notice.end()
        desk.notice.tell(say("backups.saved_after", n=saved), Mark.DONE)


def open_to_write(window: "MainWindow") -> None:
    """Open the workspace anew that could only be read, at the page and cell that are open; by itself only once."""
    desk = window.desk or window.office
    if desk is None or window.lane.at_work or QApplication.activeModalWidget() is not None:
        return
    folder = desk.session.workspace.folder
    if window.property(TRIED) == str(folder):
        return
    window.setProperty(TRIED, str(folder))
    page, place = desk.page, window.desk.place if window.desk is not None else ""
    window.open_anew(folder)
    again = window.desk or window.office
    if again is None or again.session.workspace.store.read_only:
        return
    window.setProperty(TRIED, None)
    if window.desk is not None:
        window.desk.go(place or page)
    elif window.office is not None:
        window.office.go(page, "")
    window.tell(say("backups.writable_again"), Mark.DONE)
