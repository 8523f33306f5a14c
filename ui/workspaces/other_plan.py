"""Going over to another desk of an office, of a period of another plan or of another folder, without standing still.

What it shows is worked out in the background lane, then the desk is made piece by piece while the page before is seen.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.workspace.office_workspace import OfficeWorkspace
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress, end_timers
from ui.office.session import OfficeSession, OfficeState, chosen_period, state_of

DESK = "ui.window.office_desk"  # read in the lane: this room knows no desk


class OfficeWindow(Protocol):
    """The window as this needs it; a desk is a widget with the `pieces` it is made in."""

    lane: Lane

    @property
    def office(self) -> Any:  # noqa: ANN401
        """The desk that is shown."""

    @property
    def shown(self) -> QWidget | None:
        """The page that is shown."""

    def tell(self, words: str, mark: Mark) -> None:
        """Show a sentence."""

    def make_office(self, session: OfficeSession, *, in_pieces: bool = False) -> Any:  # noqa: ANN401
        """Return a desk."""

    def show_office(self, desk: Any) -> None:  # noqa: ANN401
        """Show a desk in the place of the one before."""

    def open_anew(self, folder: Path) -> None:
        """Close what is open and open a folder."""

    def opened(self, desk: Any) -> None:  # noqa: ANN401
        """Close what is open and show a desk of another folder."""


class _GoingOver(QObject):
    """One going over; gone with the page it comes from."""

    def __init__(self, window: OfficeWindow, before: QWidget, folder: Path) -> None:
        """Begin nothing yet."""
        super().__init__(before)
        self._window, self._before, self._folder = window, before, folder

    @property
    def _wanted(self) -> bool:
        """False once the window shows something else, or something else was chosen."""
        raise NotImplementedError

    def _show(self, desk: Any) -> None:  # noqa: ANN401
        raise NotImplementedError

    def _at_once(self) -> None:
        if self._wanted:
            self._window.open_anew(self._folder)

    def _make(self, ahead: OfficeState) -> None:
        if not self._wanted:
            return
        self._before.setEnabled(False)  # what is clicked now would be asked of a desk that goes
        main = self._before.window()
        parent = main if isinstance(main, QMainWindow) else None
        try:
            session = OfficeSession(self._workspace_of(ahead), parent=parent, ahead=ahead)
        except (AppError, MachineError, OSError):
            self._at_once()
            return
        desk = self._window.make_office(session, in_pieces=True)
        self._go_on(desk, desk.pieces)

    def _workspace_of(self, ahead: OfficeState) -> OfficeWorkspace:
        return ahead.workspace

    def _go_on(self, desk: Any, pieces: Iterator[None]) -> None:  # noqa: ANN401
        """Make the next piece; the window's events come between two of them."""
        try:
            more = next(pieces, pieces) is None
        except (AppError, MachineError, OSError):
            self._at_once()
            return
        if more:
            QTimer.singleShot(0, self, lambda: self._go_on(desk, pieces))
        else:
            self._show(desk)


class OtherPlan(_GoingOver):
    """Going over to a period of another plan in the same folder."""

    def __init__(self, window: OfficeWindow, before: QWidget, session: OfficeSession) -> None:
        """Begin: say so, and work out the period that was chosen once the lane has done what it has begun."""
        super().__init__(window, before, session.workspace.folder)
        self._workspace = session.workspace
        self._period = chosen_period(self._workspace) or ""
        busy = window.lane.at_work
        window.tell(say("window.opening_plan_later", 在做=busy) if busy else say("window.opening_plan"), Mark.HINT)
        workspace, period = self._workspace, self._period

        def work(progress: Progress) -> OfficeState:
            progress(0, 1)
            return OfficeState(workspace.at(period).kept(), period).worked_out()

        job = window.lane.run(
            self,
            work,
            self._make,
            lambda _: self._at_once(),  # what went wrong is said by the page that is opened
            words=say("window.opening_plan"),
        )
        job.progress.connect(lambda *_: window.tell(say("window.opening_plan"), Mark.HINT) if busy else None)

    @property
    def _wanted(self) -> bool:
        return self._window.office is self._before and chosen_period(self._workspace) == self._period

    def _workspace_of(self, ahead: OfficeState) -> OfficeWorkspace:
        return self._workspace

    def _show(self, desk: Any) -> None:  # noqa: ANN401
        end_timers(self._before)
        self._window.show_office(desk)


class OtherOffice(_GoingOver):
    """Going over to the office of another folder."""

    def __init__(self, window: OfficeWindow, before: QWidget, folder: Path) -> None:
        """Begin: open the folder in the lane, which has nothing else to do, and work out the period it was left at."""
        super().__init__(window, before, folder)
        opened: list[OfficeWorkspace] = []
        self._opened = opened
        window.tell(say("window.opening_folder"), Mark.HINT)

        def work(progress: Progress) -> OfficeState:
            import_module(DESK)
            workspace = OfficeWorkspace.open(folder)
            try:
                workspace.store.be_quick()
                state = state_of(workspace).worked_out()
                progress(0, 1)
            except BaseException:
                workspace.close()
                raise
            opened.append(workspace)  # the window's from now on, which would close it at work before
            return state

        self.destroyed.connect(lambda: _give_back(opened))
        job = window.lane.run(self, work, self._make, lambda _: self._at_once())
        job.over.connect(lambda: None if isValid(self) else _give_back(opened))

    @property
    def _wanted(self) -> bool:
        return self._window.shown is self._before

    def _at_once(self) -> None:
        _give_back(self._opened)
        super()._at_once()

    def _show(self, desk: Any) -> None:  # noqa: ANN401
        if self._wanted:
            self._opened.clear()
            self._window.opened(desk)


def _give_back(opened: list[OfficeWorkspace]) -> None:
    """Close a workspace that nobody waits for any more."""
    while opened:
        opened.pop().close()
