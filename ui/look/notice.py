"""Notice bar: one sentence above the middle — what went wrong and the way out, or what was just done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.widgets import NOTES, button, emptied, frame, label, row


class NoticeBar(QWidget):
    """Hidden until there is something to say; what went wrong stays until it is closed or replaced."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.words = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 10, 16, 0)
        self.hide()

    def tell(self, words: str, mark: Mark) -> None:
        """Show a sentence in the box of its meaning; nothing for no words."""
        emptied(self._box)
        if not words:
            self.close_it()
            return
        self.words = words
        sign = MarkLabel(mark)
        line = row(sign, label(words, wrap=True), button(say("window.notice.close"), self.close_it, "link"))
        line.setStretch(1, 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(frame(line, NOTES.get(mark, "note-plain"), 8))
        self.show()

    def close_it(self) -> None:
        """Hide it."""
        self.words = ""
        self.hide()
