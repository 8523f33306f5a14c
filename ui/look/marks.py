"""Marks: the small signs beside cells, pages and findings, drawn as shapes so that they need no font.

Each meaning has its own shape as well as its own colour.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QWidget

from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.look.theme import colour, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

RATIOS = (1.0, 1.5, 2.0, 3.0)
TONES = {
    Mark.ERROR: "error",
    Mark.DECIDE: "error",
    Mark.QUERY: "accent",
    Mark.WARNING: "warning",
    Mark.EXPLAINED: "warning",
    Mark.MISSING: "quiet",
    Mark.HINT: "hint",
    Mark.PENDING: "quiet",
    Mark.DONE: "met",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Completion drawn as a bar: shares from 0 up, of the target and of the time that has passed (None: no mark)."""

    done: float
    time: float | None


def paint_bar(painter: QPainter, area: QRectF, bar: Bar) -> None:
    """Draw a bar with an accent line at its end, and the mark of the time across it."""
    painter.fillRect(area, colour("line"))
    done = QRectF(area)
    done.setWidth(area.width() * min(1.0, max(0.0, bar.done)))
    painter.fillRect(done, colour("bar"))
    painter.fillRect(QRectF(done.right() - 1.5, area.top(), 1.5, area.height()), colour("accent"))
    if bar.time is not None:
        x = area.left() + area.width() * min(1.0, max(0.0, bar.time))
        painter.fillRect(QRectF(x - 1, area.top() - 3, 2, area.height() + 6), colour("text"))


def paint_mark(painter: QPainter, box: QRectF, mark: Mark) -> None:
    """Draw a mark in the middle of a box, 14 px high at most; NONE draws nothing."""
    shape = _SHAPES.get(mark)
    if shape is None:
        return
    side = min(box.width(), box.height(), 14.0)
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape(painter, square, colour(TONES[mark]))
    painter.restore()


def _pen(tone: QColor, width: float) -> QPen:
    return QPen(tone, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _error(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    painter.drawEllipse(box)
    inner = box.adjusted(box.width() * 0.31, box.height() * 0.31, -box.width() * 0.31, -box.height() * 0.31)
    painter.setPen(_pen(colour("surface"), box.width() * 0.13))
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def _triangle(box: QRectF) -> QPolygonF:
    base = box.bottom() - box.height() * 0.08
    return QPolygonF(
        [QPointF(box.center().x(), box.top() + 0.5), QPointF(box.right(), base), QPointF(box.left(), base)]
    )


def _stroke_of_warning(painter: QPainter, box: QRectF, tone: QColor) -> None:
    middle = box.center().x()
    painter.setPen(_pen(tone, box.width() * 0.13))
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.38), QPointF(middle, box.top() + box.height() * 0.6))
    painter.drawPoint(QPointF(middle, box.top() + box.height() * 0.78))


def _warning(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(_pen(tone, 1))
    painter.setBrush(tone)
    painter.drawPolygon(_triangle(box))
    _stroke_of_warning(painter, box, colour("surface"))


def _explained(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(_pen(tone, box.width() * 0.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(_triangle(box))
    _stroke_of_warning(painter, box, tone)


def _hint(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(_pen(tone, box.width() * 0.1))
    painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    middle = box.center().x()
    painter.setPen(_pen(tone, box.width() * 0.12))
    painter.drawPoint(QPointF(middle, box.top() + box.height() * 0.3))
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.48), QPointF(middle, box.top() + box.height() * 0.74))


def _query(painter: QPainter, box: QRectF, tone: QColor) -> None:
    """What somebody says: a bubble with three dots."""
    bubble = box.adjusted(0, box.height() * 0.06, 0, -box.height() * 0.22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    painter.drawRoundedRect(bubble, box.width() * 0.2, box.width() * 0.2)
    left, foot = box.left() + box.width() * 0.25, bubble.bottom() - 0.5
    tail = [QPointF(left, foot), QPointF(left + box.width() * 0.3, foot), QPointF(left, box.bottom())]
    painter.drawPolygon(QPolygonF(tail))
    painter.setPen(_pen(colour("surface"), box.width() * 0.14))
    for part in (0.26, 0.5, 0.74):
        painter.drawPoint(QPointF(bubble.left() + bubble.width() * part, bubble.center().y()))


def _decide(painter: QPainter, box: QRectF, tone: QColor) -> None:
    """Not equal: two lines and a stroke through them."""
    painter.setPen(_pen(tone, box.width() * 0.14))
    for height in (0.36, 0.64):
        y = box.top() + box.height() * height
        painter.drawLine(QPointF(box.left() + 1, y), QPointF(box.right() - 1, y))
    side = box.width() * 0.32
    painter.drawLine(QPointF(box.left() + side, box.bottom() - 1), QPointF(box.right() - side, box.top() + 1))


def _missing(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(QPen(tone, box.width() * 0.11, Qt.PenStyle.DotLine))
    painter.drawEllipse(box.adjusted(1.2, 1.2, -1.2, -1.2))


def _pending(painter: QPainter, box: QRectF, tone: QColor) -> None:
    ring = box.adjusted(1, 1, -1, -1)
    painter.setPen(_pen(tone, box.width() * 0.09))
    painter.drawEllipse(ring)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    painter.drawPie(ring, 90 * 16, -90 * 16)


def _done(painter: QPainter, box: QRectF, tone: QColor) -> None:
    painter.setPen(_pen(tone, box.width() * 0.15))
    points = [(0.12, 0.55), (0.4, 0.82), (0.9, 0.2)]
    places = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points]
    painter.drawPolyline(QPolygonF(places))


_SHAPES: dict[Mark, Callable[[QPainter, QRectF, QColor], None]] = {
    Mark.ERROR: _error,
    Mark.DECIDE: _decide,
    Mark.QUERY: _query,
    Mark.WARNING: _warning,
    Mark.EXPLAINED: _explained,
    Mark.HINT: _hint,
    Mark.MISSING: _missing,
    Mark.PENDING: _pending,
    Mark.DONE: _done,
}


def mark_pixmap(mark: Mark, ratio: float = 1.0) -> QPixmap:
    """Return a mark as a 16 px picture for a screen of that pixel ratio."""
    return _pixmap(mark, ratio, tokens().dark)


@cache
def _pixmap(mark: Mark, ratio: float, _dark: bool) -> QPixmap:
    picture = QPixmap(round(16 * ratio), round(16 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_mark(painter, QRectF(1, 1, 14, 14), mark)
    painter.end()
    return picture


def mark_icon(mark: Mark) -> "QIcon":
    """Return a mark as an icon, sharp at every usual pixel ratio; an empty one for NONE."""
    from PySide6.QtGui import QIcon  # no desk is opened with one

    icon = QIcon()
    for ratio in RATIOS if mark in _SHAPES else ():
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # Qt would wash it out in the line one is at
            icon.addPixmap(mark_pixmap(mark, ratio), mode)
    return icon


class MarkLabel(QLabel):
    """A label that shows a mark, in the colours of the look that the window has when it is painted."""

    def __init__(self, mark: Mark = Mark.NONE, parent: QWidget | None = None) -> None:
        """Start with a mark."""
        super().__init__(parent)
        self._mark = mark
        self.setFixedSize(18, 18)

    def show_mark(self, mark: Mark) -> None:
        """Show another mark."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark. It is set nowhere: whatever a label is put into changes its look, and would draw it anew."""
        painter = QPainter(self)
        drawn = mark_pixmap(self._mark, self.devicePixelRatioF())
        high = round(drawn.deviceIndependentSize().height())
        painter.drawPixmap(0, (self.height() - high) // 2, drawn)  # a label may be as high as the field it stands by
