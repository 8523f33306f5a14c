"""Pills: a short state on a rounded ground — in a cell, in the head of a column, or several of them in one line."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.look.marks import paint_mark
from ui.look.theme import colour, ui_font

SIDES, SIGN, GAP, HIGH = 8, 16, 6, 20  # pixels: beside the words, a mark with its room, between two pills, a pill
TYPE = 12
GROUNDS = {
    Mark.DONE: ("met_tint", "met"),
    Mark.WARNING: ("warning_tint", "warning"),
    Mark.DECIDE: ("error_tint", "error"),
}


@dataclass(frozen=True, slots=True)
class Pill:
    """A state in words with its mark."""

    words: str
    mark: Mark = Mark.NONE

    def wide(self) -> int:
        """Return how many pixels it takes."""
        return QFontMetrics(ui_font(TYPE)).horizontalAdvance(self.words) + 2 * SIDES + (SIGN if self.mark else 0)


def paint_pill(painter: QPainter, box: QRectF, pill: Pill) -> None:
    """Draw a pill that fills a box; what has no room is cut with …."""
    ground, tone = GROUNDS.get(pill.mark, ("line", "quiet"))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    words = box.adjusted(SIDES, 0, -SIDES, 0)
    if pill.mark:
        paint_mark(painter, QRectF(words.left() - 2, words.top() + 3, SIGN - 3, words.height() - 6), pill.mark)
        words.setLeft(words.left() + SIGN - 2)
    font = ui_font(TYPE)
    painter.setFont(font)
    painter.setPen(colour(tone))
    shown = QFontMetrics(font).elidedText(pill.words, Qt.TextElideMode.ElideRight, int(words.width()) + 2)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    painter.restore()


class PillLine(QWidget):
    """Pills beside each other; of those without room it is said how many they are."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.pills: tuple[Pill, ...] = ()
        self._more = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_pills(self, pills: Iterable[Pill], more: str) -> None:
        """Show other pills; `more` says with {n} how many have no room."""
        self.pills, self._more = tuple(pills), more
        whole = "　".join(one.words for one in self.pills)
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for all of them."""
        return QSize(sum(one.wide() + GAP for one in self.pills), HIGH + 4)

    def minimumSizeHint(self) -> QSize:
        """Ask for the height alone: what has no room is counted."""
        return QSize(0, HIGH + 4)

    def fitting(self) -> tuple[Pill, ...]:
        """Return those that are drawn: the first ones, and how many others there are."""
        shown: list[Pill] = []
        left = self.width()
        for n, one in enumerate(self.pills):
            rest = len(self.pills) - n - 1
            kept = Pill(self._more.format(n=rest)).wide() if rest else 0
            if left < one.wide() + (GAP + kept if rest else 0):
                return (*shown, Pill(self._more.format(n=rest + 1)))
            shown.append(one)
            left -= one.wide() + GAP
        return tuple(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter, left, top = QPainter(self), 0, (self.height() - HIGH) // 2
        for one in self.fitting():
            paint_pill(painter, QRectF(left, top, one.wide(), HIGH), one)
            left += one.wide() + GAP
