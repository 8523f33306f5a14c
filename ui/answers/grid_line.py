"""Grid line: what opens under a row of a grid and takes the keyboard by itself.

Tab goes through its controls, then on to the next cell: a grid takes Tab for itself, also from what lies on it. Esc
goes back to the cell.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame

from models.checks.findings import Finding
from ui.look.focus import tab_stops

HEIGHT = 66  # pixels where the sentence has room on one line


class GridLine(QFrame):
    """One line under a row. Subclasses fill it."""

    least = HEIGHT

    def __init__(self, back: Callable[[], None]) -> None:
        """Begin empty; `back` goes to the cell."""
        super().__init__()
        self._back = back
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Go on within the line; behind its last control, and before its first, from the cell as Tab does there."""
        if self.step(1 if ahead else -1):
            return True
        if self._lies_on_a_grid():
            self._back()
        return super().focusNextPrevChild(ahead)

    def _lies_on_a_grid(self) -> bool:
        viewport = self.parentWidget()
        return viewport is not None and isinstance(viewport.parentWidget(), QAbstractItemView)

    def step(self, step: int) -> bool:
        """Put the keyboard to the next control of the line; False behind its last."""
        stops, focus = tab_stops(self), QApplication.focusWidget()
        place = next((n for n, one in enumerate(stops) if one is focus or (focus and one.isAncestorOf(focus))), -1)
        if place < 0 or not 0 <= place + step < len(stops):
            return False
        reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
        stops[place + step].setFocus(reason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press on its words: the cell that lies below them is not meant."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click as well: nothing is opened."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the cell with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def help_finding(self) -> Finding | None:
        """Return the finding F1 tells about, None where no check found this."""
        return None

    def take_focus(self) -> bool:
        """Take the keyboard to what is asked; False where nothing is."""
        return False

    def renew(self) -> None:
        """Show what is kept now."""

    def writing(self) -> bool:
        """True while the keyboard is inside."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)
