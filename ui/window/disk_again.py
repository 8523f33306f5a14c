"""Disk again: what waits while a disk is full, locked or away is told, and saved once it takes what is written again.

A window is not closed over what waits before somebody has said so.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import UnitStore
from models.store.file.files import is_writable
from models.store.unit.sheets import WAITING
from ui.basics.completion import Mark
from ui.keeping.rescue import drop_aside
from ui.session.trial_workspace import is_trial
from ui.window.unit_desk import UnitDesk

if TYPE_CHECKING:  # the window loads this when it is asked for
    from models.store.unit.waiting import Unsaved
    from ui.window.main_window import MainWindow
    from ui.window.office_desk import OfficeDesk

TRIED = "opened to be written"  # property of a window: the folder that could only be read once more
TRIED_ELSEWHERE, EVERY = "tried elsewhere", 5.0  # property of a desk: when; seconds between
ELSEWHERE = "told to wait elsewhere"  # property of a desk: what was told
REASONS = ("disk_full", "store_busy", "store_gone", "store_away")


class WaitingTold(QObject):
    """Tells on a desk how much waits and why, beside whatever else is said, until nothing does."""

    def __init__(self, desk: UnitDesk) -> None:
        """Tell from now on; ends with the desk."""
        super().__init__(desk)
        self._desk, self._why, self._number = desk, "", 0
        desk.session.saved.connect(self._saved)
        desk.session.changed.connect(lambda _: self.show())  # an edit ends what is said, and not that it waits

    def take(self, error: MachineError) -> None:
        """Something could not be saved."""
        self.because(error.code if error.code in REASONS else "other")

    def because(self, code: str) -> None:
        """Something waits for this reason."""
        self._why = say(f"backups.waits.{code}", 目录=self._desk.session.workspace.folder)
        self.show()

    def show(self) -> None:
        """Say how much waits now."""
        number = self._number = self._desk.session.workspace.store.waiting.count
        self._desk.bottom.show_waiting(number)
        if number and self._why:
            self._desk.notice.end()
            self._desk.notice.stand(say("backups.waits.told", 原因=self._why, n=number), Mark.ERROR)

    def look(self) -> None:
        """Say that what was told to wait is saved, where something that is issued has saved it by the way."""
        if self._number and not self._desk.session.workspace.store.waiting:
            drop_aside(self._desk.session.workspace.folder)
            self._saved(self._number)

    def _saved(self, number: int) -> None:
        self._why, self._number = "", 0
        words = say("backups.saved_after", n=number)
        QTimer.singleShot(0, self, lambda: self._tell_saved(words))  # the edit it was saved with ends what is said

    def _tell_saved(self, words: str) -> None:
        self.show()
        self._desk.notice.end()
        self._desk.notice.tell(words, Mark.DONE)


def tell_unsaved(desk: UnitDesk, error: MachineError) -> None:
    """Tell on a desk that something waits."""
    told = desk.findChild(WaitingTold) or WaitingTold(desk)
    told.take(error)


def look_again(window: "MainWindow") -> None:
    """Save what waits, and open to be written what could only be read, where the disk allows it now."""
    desk = window.desk or window.office
    if desk is None:
        return
    if isinstance(told := desk.findChild(WaitingTold), WaitingTold):
        told.look()
    elif isinstance(desk, UnitDesk) and desk.session.taken_up:
        WaitingTold(desk).because("killed")
    if others := waiting_elsewhere(desk.session.workspace.folder):
        _look_after(desk, others)
    if desk.session.workspace.store.could_be_written():
        open_to_write(window)
    elif window.desk is not None and window.desk.session.workspace.store.waiting:
        _save_waiting(window, window.desk)


def waiting_elsewhere(here: Path | None) -> "dict[Path, Unsaved]":
    """Return what waits in workspaces that are not open, by their folders; a trial is nobody's."""
    found = {place.parent: one for place, one in WAITING.items() if one and not is_trial(place.parent)}
    return {folder: one for folder, one in found.items() if folder != here}


def _look_after(desk: "UnitDesk | OfficeDesk", others: "Mapping[Path, Unsaved]") -> None:
    """Save what waits in workspaces that are not open, and tell once on this desk where something goes on to wait."""
    tried = float(desk.property(TRIED_ELSEWHERE) or 0)
    again = time.monotonic() - tried > EVERY
    if again:
        desk.setProperty(TRIED_ELSEWHERE, time.monotonic())
    for folder, waiting in others.items():
        if again and (number := saved_apart(folder)):
            desk.tell(say("backups.saved_elsewhere", 目录=folder, n=number), Mark.DONE)
        elif desk.property(ELSEWHERE) != (now := f"{folder} {waiting.count}"):
            desk.setProperty(ELSEWHERE, now)
            stand = desk.notice.stand if isinstance(desk, UnitDesk) else desk.stand
            stand(say("backups.waits.elsewhere_told", 目录=folder, n=waiting.count), Mark.ERROR)


def saved_apart(folder: Path) -> int:
    """Save what waits in a workspace that is not open; return how many places, 0 where its disk does not take it."""
    if not is_writable(folder):
        return 0
    try:
        with UnitStore.open(folder, checked=False) as store:
            number = store.put_given((), "", "")
        drop_aside(folder)
        return number
    except (AppError, MachineError, OSError):  # another window has it, or it is handed over: it goes on to wait
        return 0


def _save_waiting(window: "MainWindow", desk: UnitDesk) -> None:
    """Save what waits; over a connection of its own where the one that is open is dead, as after a stick was out."""
    try:
        error = desk.session.keeper.save_waiting(desk.session.author)
    except AppError:  # nothing may be written here any more: it goes on to wait, and is told at closing
        return
    if error is None:
        window.setProperty(TRIED, None)
    elif error.code != "store_busy" and is_writable(desk.session.workspace.folder):  # a lock ends by itself
        open_to_write(window)


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


def may_close(window: "MainWindow", event: QCloseEvent) -> bool:
    """Save what waits in any workspace; where the disk does not take it, ask, and keep the window. True = it may go."""
    desk = window.desk
    if desk is not None and not is_trial(desk.session.workspace.folder):
        with suppress(AppError):  # it may not be written: it is asked about below
            desk.session.keeper.save_waiting(desk.session.author)
    for folder in waiting_elsewhere(desk.session.workspace.folder if desk is not None else None):
        saved_apart(folder)
    waiting = waiting_elsewhere(None)
    if not waiting:
        return True
    from ui.backups.unsaved_box import UnsavedBox

    box = UnsavedBox(window, desk.session if desk is not None else None, waiting, window.close)
    box.finished.connect(box.deleteLater)
    box.open()
    event.ignore()
    return False
