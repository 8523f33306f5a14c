"""Said: the one place of the desk for what an act did or why it did not — a line in the bottom bar.

It never moves the page: a sentence that is too long for the line lies over the page, as low as there is room that
nothing to press and no current cell takes, until the next edit or page. Where there is no such room the line says its
beginning, and all of it when asked.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.widgets import NOTES, OneLine, button, column, emptied, label, row, scrolled

EDGE = 12
NOTHING = ("", Mark.NONE)
SIGN = 26  # room of the mark before the line
AGAIN = 100  # ms after which the page under a sentence is looked at again: its cell, its buttons may be elsewhere


class Said(QWidget):
    """A mark and a sentence; nothing at all when there is nothing to say."""

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self.words = ""
        self._told: tuple[str, Mark] = NOTHING
        self._standing: tuple[tuple[str, Mark], ...] = ()
        self._sign, self._line = MarkLabel(), OneLine()
        self.whole = button(say("window.notice.whole"), self._show_whole, "link")
        line = row(self._sign, self._line, self.whole, spacing=6)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._sheet = QFrame()
        self._inside = QHBoxLayout(self._sheet)
        self._over: QWidget | None = None
        self._again = QTimer(self, interval=AGAIN)
        self._again.timeout.connect(self._make_way)
        self.hide()

    def lie_over(self, page: QWidget) -> None:
        """Let a long sentence lie over a widget."""
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
        self._again.stop()
        self._sheet.hide()
        self.setVisible(bool(said))
        if not said:
            return
        words, mark = said[0]
        self._sign.show_mark(mark)
        self.whole.hide()
        self._line.setText(" ".join(self.words.split("\n")))
        self.setAccessibleName(self.words)
        if "\n" in self.words or self._line.fontMetrics().horizontalAdvance(words) > self._room():
            self._spread(said)

    def _room(self) -> int:
        """Return how wide the line is, now that it is to be seen."""
        bar = self.parentWidget()
        around = bar.layout() if bar is not None else None
        if around is not None:
            around.activate()
        return self.width() - SIGN

    def _spread(self, said: Sequence[tuple[str, Mark]]) -> None:
        """Lay every sentence over the page, each with its mark, on the ground of the gravest."""
        if self._over is None:
            return
        emptied(self._inside)
        lines = [self._line_of(words, mark) for words, mark in said]
        inside, close = column(*lines, spacing=6), button(say("window.notice.close"), self.end, "link")
        gravest = max(mark for _, mark in said)
        self._sheet.setObjectName(NOTES.get(gravest, "note-plain"))
        self._sheet.style().polish(self._sheet)
        self._sheet.setAccessibleName(self.words)
        self._inside.addWidget(scrolled(inside), 1)
        self._inside.addWidget(close)  # beside what scrolls: in sight however long that is
        self._text, self._close = inside, close
        self._sheet.show()
        self._sheet.raise_()
        self._make_way()  # shown first: until then a text is measured in another type than the style sheet gives it

    def _line_of(self, words: str, mark: Mark) -> QLayout:
        sign, text = MarkLabel(mark), label(words, wrap=True)
        text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its width asks for
        line = row(sign, text)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def _make_way(self) -> None:
        """Lie where nothing is used; where everything is, leave the page alone."""
        over = self._over
        if over is None:
            return
        from ui.frame.free_room import free_room, used_places  # loaded with the first sentence that is long

        room = free_room(over, used_places(over, self._sheet), self._height)
        if room is not None:
            self._lie(room)
        self.setVisible(room is None)  # it is said once
        self.whole.setVisible(room is None)
        self._sheet.setVisible(room is not None)
        self._again.start()

    def _lie(self, room: QRect) -> None:
        if self._sheet.geometry() != room:
            self._sheet.setGeometry(room)

    def _height(self, width: int) -> int:
        around = self._inside.contentsMargins()
        edges = 2 * self._sheet.frameWidth()
        inner = width - around.left() - around.right() - edges
        inner -= self._inside.spacing() + self._close.sizeHint().width()
        return self._text.totalHeightForWidth(inner) + around.top() + around.bottom() + edges

    def _show_whole(self) -> None:
        """Lay all of it over the page's foot, whatever is there: it was asked for, and is closed there."""
        over = self._over
        if over is None:
            return
        self._again.stop()
        self.hide()
        self._sheet.show()
        self._sheet.raise_()
        width = over.width() - 2 * EDGE
        height = min(self._height(width), over.height() - 2 * EDGE)
        self._lie(QRect(EDGE, over.height() - height - EDGE, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find the room anew when the size of the page changes."""
        if event.type() is QEvent.Type.Resize and self.words:
            self._show()
        return False
