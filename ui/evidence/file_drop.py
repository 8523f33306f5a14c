"""File drop: a box that takes files dropped on it or chosen, in the lane, and lists them, each with its own line."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.store import UnitStore
from ui.basics.completion import Mark
from ui.basics.jobs import Job
from ui.basics.texts import trouble
from ui.files.dialogs import ask_files
from ui.look.widgets import button, emptied, label, row
from ui.session.screen import ScreenContext


class ShortLabel(QLabel):
    """One line that gives way in its middle when there is no room; the whole text is its tip."""

    def __init__(self, text: str) -> None:
        """Show a text as far as there is room."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Ask for a few letters at least."""
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self.setText(QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class FileDrop(QWidget):
    """A list of files with what can be done to them; takes files that are dropped on it."""

    def __init__(self, desk: ScreenContext) -> None:
        """Start empty; subclasses fill it in `_build`."""
        super().__init__()
        self._desk, self._session = desk, desk.session
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(6)

    @property
    def _store(self) -> UnitStore:
        return self._session.workspace.store

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files while they may be attached."""
        if self._may_take() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def _may_take(self) -> bool:
        return self._job is None

    def _choose(self) -> None:
        chosen = ask_files(self, say("evidence.ui.choose"))
        if chosen:
            self.take([Path(path) for path in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Read and keep files in the background; says what cannot be taken, also where this box is gone by then."""
        work, tell = self._work(tuple(paths)), self._desk.tell
        self._job = self._desk.lane.run(
            self._session,
            lambda _: work(),
            self._kept(),
            lambda error: tell(trouble(error), Mark.ERROR),
            words=say("window.lane.evidence"),
        )
        self._job.over.connect(self._over)
        self.renew()

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        raise NotImplementedError

    def _kept(self) -> Callable[[Any], None]:
        """What follows for the desk when files were kept, given what the work returned; it outlives this box."""
        return lambda _: None

    def _over(self) -> None:
        self._job = None
        self.renew()

    def renew(self) -> None:
        """Show what is kept now."""
        emptied(self._inside)
        self._build()

    def _build(self) -> None:
        raise NotImplementedError

    def _line(self, words: str, name: str, sha256: str, remove: Callable[[], object] | None) -> None:
        shown = ShortLabel(words)
        buttons = [button(say("evidence.ui.open"), partial(self.open, name, sha256), "link")]
        buttons += [button(say("evidence.ui.remove"), remove, "link")] if remove else []
        for one in buttons:
            one.setAccessibleName(f"{one.text()} {name}")
        line = row(shown, *buttons, spacing=2)
        line.setStretch(0, 1)
        self._inside.addLayout(line)

    def _add(self, words: str) -> None:
        add = button(words, self._choose, "link")
        add.setEnabled(self._job is None)
        self._inside.addLayout(row(add, label(say("evidence.ui.drop"), "small"), None))

    def open(self, name: str, sha256: str) -> None:
        """Open a copy of a file in the program the system has for it."""
        from models.issued.opened_copies import copy_to_open

        try:
            path = copy_to_open(name, self._store.evidence.content(sha256) or b"")
        except (AppError, OSError) as error:
            self._desk.tell(trouble(error), Mark.ERROR)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
