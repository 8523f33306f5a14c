"""Change list: as many changes as there are, to scroll in, to mark and to copy; reached by Tab and left by it."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit

from ui.look.theme import ui_font

SHOWN_LINES, EDGES = 9, 12  # lines in sight; pixels of border and padding


class ChangeList(QPlainTextEdit):
    """A text that is only read, a line for each change; its height stays, however many they are."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        """Show the lines; `name` is what a screen reader calls them."""
        super().__init__("\n".join(lines))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(name)
        self.setFixedHeight(QFontMetrics(ui_font()).lineSpacing() * min(SHOWN_LINES, len(lines) + 1) + 2 * EDGES)
