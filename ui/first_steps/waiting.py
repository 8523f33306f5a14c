"""Waiting: how far the work in the background is, and a way to stop it; hidden while nothing is done."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from models.basics.messages import say
from ui.first_steps.course import Course
from ui.look.widgets import button, row

SOON = 300  # ms: what is done by then needs no bar


class WaitingBar(QWidget):
    """A bar and 停止."""

    def __init__(self, course: Course) -> None:
        """Follow a course."""
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        stop = button(say("first_run.stop"), course.stop, "link")
        inner = row(self._bar, stop)
        inner.setStretch(0, 1)
        self.setLayout(inner)
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show)
        course.busy_changed.connect(self._show_busy)
        course.progress.connect(self._show_progress)

    def _show_busy(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        if busy:
            self._soon.start(SOON)
        else:
            self._soon.stop()
            self.hide()

    def _show_progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
