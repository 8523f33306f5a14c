"""Taking papers: files that were chosen or dropped are taken into the unit's workspace, and what came of it is said.

The store is read and written in the background and must not be open meanwhile: the desk is closed first and opened
again at the end, whatever became of the files.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Stopped
from ui.basics.texts import trouble
from ui.boxes.imports import Imports
from ui.files.dialogs import ask_files
from ui.frame.said import Said
from ui.session.opening import OpenedFiles, take_papers, told_of
from ui.session.period_states import open_period
from ui.session.screen import RECEIPTS
from ui.session.session import Session
from ui.workspaces.switching import Switching, other_office


class TakingDesk(Protocol):
    """What is used of the unit's desk that is open."""

    session: Session
    notice: Said

    @property
    def imports(self) -> Imports:
        """What leads to a preview of what comes in."""

    def go(self, target: str) -> None:
        """Open a page by its key, or go to an address."""


def _untold(_words: str, _mark: Mark) -> None:
    """That a period is being opened: what came of the files is said meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTaking:
    """Takes papers into the open workspace of a unit.

    `desk` tells what is open, None for no unit's desk; `leave` closes it and shows an empty page, `open_folder` opens
    the workspace again, `tell` says a sentence on whatever page is open then.
    """

    window: QWidget
    lane: Lane
    workspaces: Switching
    desk: Callable[[], TakingDesk | None]
    leave: Callable[[], object]
    open_folder: Callable[[Path], object]
    tell: Callable[[str, Mark], None]

    def choose(self) -> None:
        """Ask for papers — a new pack, a certificate, receipts, an own return — and take them."""
        if chosen := ask_files(self.window, say("window.menu.paper"), kinds=say("window.menu.paper_filter")):
            self.take([Path(one) for one in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Take papers; books that are no papers are offered for import. Refused while other work needs the store."""
        desk = self.desk()
        if desk is None:
            return
        if self.lane.at_work:
            self.tell(say("window.menu.paper_later", 在做=self.lane.at_work), Mark.WARNING)
            return
        folder = desk.session.workspace.folder
        self.leave()
        work = partial(take_papers, folder, paths)
        self.lane.run(self.window, work, partial(self._taken, folder), partial(self.failed, folder))

    def _taken(self, folder: Path, opened: OpenedFiles) -> None:
        self.open_folder(folder)
        desk = self.desk()
        if opened.papers:
            self.tell(*told_of(opened))
        if desk is not None and (period := opened.answered):
            open_period(desk.session, self.lane, _untold, period, partial(self._show_answer, desk, opened))
        elif desk is not None:
            self._read_books(desk, opened)
        if foreign := other_office(opened.papers):
            self.workspaces.offer(foreign[1], foreign[0]).open()

    def _show_answer(self, desk: TakingDesk, opened: OpenedFiles) -> None:
        """Show the receipts of the period that is answered; with another period the desk has ended what was said."""
        desk.go(RECEIPTS)
        self._read_books(desk, opened)

    def _read_books(self, desk: TakingDesk, opened: OpenedFiles) -> None:
        """Offer the books among the files to the open period; what became of the papers beside them stays said."""
        if opened.books:
            desk.imports.read(opened.books)
        if not opened.papers:
            return
        words, mark = told_of(opened)
        if opened.books and not desk.session.locked:
            desk.notice.stand(words, mark)  # it outlasts what is said while the books are read
            return
        if opened.books:  # that they cannot be read into a filed period would be hidden by the papers' sentence
            names = "、".join(one.name for one in opened.books)
            books = say("window.menu.paper_of_many", 文件=names, 句=say("window.import.locked"))
            words, mark = f"{words}\n{books}", max(mark, Mark.WARNING)
        self.tell(words, mark)

    def failed(self, folder: Path, error: BaseException) -> None:
        """Open a workspace again after work that failed or was stopped, and say so."""
        self.open_folder(folder)
        stopped = isinstance(error, Stopped)
        self.tell(*((say("tour.stopped"), Mark.HINT) if stopped else (trouble(error), Mark.ERROR)))
