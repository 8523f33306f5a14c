"""Page window: one page at a time, in the place the window was left, and whatever files are dropped on it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QScreen
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from models.basics.messages import say
from ui.basics.jobs import Lane
from ui.basics.window_settings import WindowSettings
from ui.look.fitting import first_size, keep_inside

SIZE = (1280, 800)


class PageWindow(QMainWindow):
    """A window with a background lane and room for one page."""

    def __init__(self, settings: WindowSettings, screen: QScreen | None = None) -> None:
        """Take the place and state the window was left in; a screen it does not fit gives it a first size."""
        super().__init__()
        if screen is not None:
            self.setScreen(screen)
        self._settings = settings
        self.lane = Lane(self)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        if settings.geometry is None or not self.restoreGeometry(settings.geometry):
            first_size(self, *SIZE)
        if settings.maximised:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        keep_inside(self)
        self.setAcceptDrops(True)

    @property
    def shown(self) -> QWidget | None:
        """The page that is shown, None before the first."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show a page in the place of the one before, which goes."""
        self.setWindowTitle(say("window.title"))  # a desk says whose it is
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for old in set(self._pages.findChildren(QWidget, options=direct)) - {page}:  # also one that failed, never shown
            self._pages.removeWidget(old)
            old.deleteLater()
        self._pages.addWidget(page)

    def take(self, paths: Sequence[Path]) -> None:
        """Open files that were dropped, chosen or sent here."""
        raise NotImplementedError

    def come_forward(self, papers: Sequence[Path]) -> None:
        """Show the window before all others; a second start of the program wants it, and may bring files."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if papers:
            self.take(papers)

    def keep_place(self) -> None:
        """Remember place and state for the next start."""
        self._settings.geometry = self.saveGeometry()
        self._settings.maximised = self.isMaximized()

    def changeEvent(self, event: QEvent) -> None:
        """Let a page that says what stands in the way look again when somebody comes back to the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            again = getattr(self.shown, "again_when_seen", None)
            if again is not None:
                QTimer.singleShot(0, self, again)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files that were dropped."""
        if paths := [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]:
            self.take(paths)
