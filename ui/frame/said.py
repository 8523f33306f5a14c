"""Said: the one place of the desk for what an act did or why it did not — a line in the bottom bar.

It never moves the page: a sentence that is too long for the line lies over the page's foot until the next edit or page.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.widgets import NOTES, OneLine, button, column, emptied, label, row, scrolled

EDGE = 12
NOTHING = ("", Mark.NONE)
SIGN = 26  # room of the mark before the line


class Said(QWidget):
    """A mark and a sentence; nothing at all when there is nothing to say."""

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self.words = ""
        self._told: tuple[str, Mark] = NOTHING
        self._standing: tuple[tuple[str, Mark], ...] = ()
        self._sign, self._line = MarkLabel(), OneLine()
        line = row(self._sign, self._line, spacing=6)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._sheet = QFrame()
        self._inside = QHBoxLayout(self._sheet)
        self._over: QWidget | None = None
        self.hide()

    def lie_over(self, page: QWidget) -> None:
        """Let a long sentence lie over the foot of a widget."""
        self._over = page
        self._sheet.setParent(page)
        self._sheet.hide()
        page.installEventFilter(self)

    def tell(self, words: str, mark: Mark) -> None:
        """Say a sentence with the mark of its meaning, in the line or over the page; no words end the one before.

        What was told to stand is said with it.
        """
        self._told = (words, mark)
        self._show()

    def stand(self, words: str, mark: Mark) -> None:
        """Say a sentence that stands until the next edit or page, whatever else is said: neither hides the other."""
        if (words, mark) not in self._standing:
            self._standing = (*self._standing, (words, mark))
        self._show()

    def end(self) -> None:
        """Say nothing any more: something else was done, or another page is open."""
        self._told, self._standing = NOTHING, ()
        self._show()

    def _show(self) -> None:
        said = [one for one in (self._told, *self._standing) if one[0]]
        self.words = "\n".join(words for words, _ in said)
        self.hide()
        self._sheet.hide()
        if not said:
            return
        words, mark = said[0]
        self._sign.show_mark(mark)
        self._line.setText(" ".join(self.words.split("\n")))
        self.setAccessibleName(self.words)
        self.show()
        room = self.width() - SIGN
        if "\n" in self.words or self._line.fontMetrics().horizontalAdvance(words) > room:
            self._spread(said)

    def _spread(self, said: Sequence[tuple[str, Mark]]) -> None:
        """Lay every sentence over the page, each with its mark, on the ground of the gravest."""
        if self._over is None:
            return
        self.hide()  # it is said once
        emptied(self._inside)
        lines = [self._line_of(words, mark) for words, mark in said]
        inside = row(column(*lines, spacing=6), button(say("window.notice.close"), self.end, "link"))
        inside.setStretch(0, 1)
        gravest = max(mark for _, mark in said)
        self._sheet.setObjectName(NOTES.get(gravest, "note-plain"))
        self._sheet.style().polish(self._sheet)
        self._sheet.setAccessibleName(self.words)
        self._inside.addWidget(scrolled(inside))
        self._text = inside
        self._sheet.show()
        self._sheet.raise_()
        self._place()  # shown first: until then a text is measured in another type than the style sheet gives it

    def _line_of(self, words: str, mark: Mark) -> QLayout:
        sign, text = MarkLabel(mark), label(words, wrap=True)
        text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its width asks for
        line = row(sign, text)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def _place(self) -> None:
        over = self._over
        if over is None:
            return
        width = max(200, over.width() - 2 * EDGE)
        around = self._inside.contentsMargins()
        edges = 2 * self._sheet.frameWidth()
        inner = width - around.left() - around.right() - edges
        wanted = self._text.totalHeightForWidth(inner) + around.top() + around.bottom() + edges
        height = min(wanted, over.height() - 2 * EDGE)
        self._sheet.setGeometry(EDGE, over.height() - height - EDGE, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the page when its size changes."""
        if event.type() is QEvent.Type.Resize and self._sheet.isVisible():
            self._place()
        return False
