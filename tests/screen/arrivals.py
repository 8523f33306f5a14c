"""Arrivals: whether the keys that were sent through the X server have come to the window."""

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

LONGEST = 10.0  # seconds in which a key arrives, however busy the machine


class Arrivals(QObject):
    """Tells when every key sent so far has arrived: a last one, which means nothing to the program, comes after them."""

    def __init__(self) -> None:
        super().__init__()
        self._since = 0.0  # when the last key was sent, 0 = it has arrived

    def wait(self) -> None:
        """The last key has just been sent."""
        self._since = time.monotonic()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @property
    def waiting(self) -> bool:
        """True until it has arrived."""
        return self._since > 0

    @property
    def lost(self) -> bool:
        """True when it does not come: nothing has the keyboard."""
        return self.waiting and time.monotonic() - self._since > LONGEST

    def end(self) -> None:
        """Wait no longer."""
        self._since = 0.0
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the last key out."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Pause:
            self.end()
            return True
        return False
