"""Main window: one page at a time — the start, the unit desk, or what stands in the way of opening."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from models.errors import AppError, MachineError
from models.workspace import UnitWorkspace
from ui.jobs import Lane
from ui.messages import say, trouble
from ui.screens.start import StartScreen
from ui.session import Session
from ui.standing import Mark
from ui.theme import apply_theme, tokens
from ui.trial import make_trial
from ui.unit_desk import UnitDesk

SIZE = (1280, 800)
TRIAL_UNIT = "610902"
GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """The program's window."""

    def __init__(self, folder: Path, memory: QSettings) -> None:
        """Open the workspace of a folder, or the start when there is none."""
        super().__init__()
        self.setWindowTitle(say("title"))
        self.resize(*SIZE)
        self._folder, self._memory = folder, memory
        self.lane = Lane(self)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        geometry = memory.value(GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.desk: UnitDesk | None = None
        self.start: StartScreen | None = None
        self.open_folder(folder)

    def open_folder(self, folder: Path) -> None:
        """Open a unit's folder; without one, or when it cannot be opened, show the start and why."""
        try:
            workspace = UnitWorkspace.open(folder)
            workspace.plan  # noqa: B018 - a folder without a plan is not ready to be worked in
        except AppError as error:
            self._show_start(None if error.code in ("not_a_units_folder", "no_plan") and not _used(folder) else error)
            return
        except (MachineError, OSError) as error:
            self._show_start(error)
            return
        self.open_workspace(workspace)

    def open_workspace(self, workspace: UnitWorkspace) -> None:
        """Show the desk of an opened workspace."""
        self._leave()
        session = Session(workspace, parent=self)
        self.desk = UnitDesk(session, self.lane, self._menu())
        self._show(self.desk)
        self.setWindowTitle(say("title_of", 单位=session.sheet.unit.name))

    def _show_start(self, error: BaseException | None) -> None:
        self.start = StartScreen(self.lane, self._folder)
        self.start.workspace_ready.connect(self.open_folder)
        self.start.trial_wanted.connect(self.open_trial)
        self._show(self.start)
        if error is not None:
            self.start.notice.tell(trouble(error), Mark.ERROR)

    def open_trial(self) -> None:
        """Make a workspace of invented data in a temporary folder and open it."""
        folder = Path(tempfile.mkdtemp(prefix="tanbao-"))
        try:
            self.open_workspace(make_trial(folder / "trial", TRIAL_UNIT))
        except (AppError, MachineError, OSError) as error:
            self.tell(trouble(error), Mark.ERROR)

    def _show(self, page: QWidget) -> None:
        while self._pages.count():
            old = self._pages.widget(0)
            self._pages.removeWidget(old)
            old.deleteLater()
        self._pages.addWidget(page)

    def _menu(self) -> QToolButton:
        opener = QToolButton()
        opener.setText(say("menu.title"))
        opener.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(opener)
        menu.addAction(say("menu.go_to")).triggered.connect(lambda: self.desk and self.desk.open_go_to())
        menu.addAction(say("menu.panel")).triggered.connect(lambda: self.desk and self.desk.fold_panel())
        menu.addAction(say("menu.dark")).triggered.connect(self.switch_look)
        menu.addAction(say("menu.keys")).triggered.connect(lambda: self.tell(say("keys.all"), Mark.HINT))
        opener.setMenu(menu)
        return opener

    def switch_look(self) -> None:
        """Change between light and dark, and remember it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, dark=not tokens().dark)
            self._memory.setValue("window/dark", tokens().dark)
            if self.desk is not None:
                self.desk.session.reload()

    def tell(self, words: str, mark: Mark) -> None:
        """Show a sentence on whichever page is open."""
        if self.desk is not None:
            self.desk.tell(words, mark)
        elif self.start is not None:
            self.start.notice.tell(words, mark)

    def _leave(self) -> None:
        if self.desk is not None:
            self.desk.session.workspace.store.close()
            self.desk = None

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()  # what is typed and not yet left is kept like any other edit
        self._memory.setValue(GEOMETRY, self.saveGeometry())
        self.lane.close()
        self._leave()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        super().closeEvent(event)


def _used(folder: Path) -> bool:
    """True when a folder holds a store, so that failing to open it must be said."""
    from models.store.files import STORE

    return (folder / STORE).exists()
