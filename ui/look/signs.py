"""Signs of the office: what became of a return, each with a shape of its own (mockups, "Marks").

Beside the marks of a unit's cells (`ui.look.marks`); drawn, so that they need no font.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from ui.look.theme import colour
from ui.look.widgets import OneLine


class Sign(StrEnum):
    """What stands beside a unit, a matter or a verdict."""

    RECEIVED = "received"  # ● in force
    IN_HAND = "in_hand"  # ◑ somebody has to see to it
    MISSING = "missing"  # ◌ nothing came
    RETURNED = "returned"  # ↩ sent back and not filed again
    LATE = "late"  # clock
    STAMPED = "stamped"  # ▣ the stamped paper is here
    FORK = "fork"  # two papers that do not follow each other
    DIFFERENCE = "difference"  # ≠
    KEY = "key"  # triangle: a key to be confirmed
    WAITING = "waiting"  # ◔ a figure that is awaited
    PARAMETER = "parameter"  # two sliders: a parameter to be confirmed
    NOT_DUE = "not_due"  # a dot: not asked, or not yet
    MET = "met"  # ✓
    BEHIND = "behind"  # triangle
    MISSED = "missed"  # ✕
    NONE = "none"  # — not evaluable


TONES = {
    Sign.RECEIVED: "met", Sign.IN_HAND: "hint", Sign.MISSING: "error", Sign.RETURNED: "warning", Sign.LATE: "warning",
    Sign.STAMPED: "met", Sign.FORK: "error", Sign.DIFFERENCE: "warning", Sign.KEY: "warning", Sign.WAITING: "hint",
    Sign.PARAMETER: "hint", Sign.NOT_DUE: "quiet", Sign.MET: "met", Sign.BEHIND: "warning", Sign.MISSED: "error",
    Sign.NONE: "quiet",
}  # fmt: skip


def paint_sign(painter: QPainter, box: QRectF, sign: Sign) -> None:
    """Draw a sign in the middle of a box, 14 px high at most."""
    side = min(box.width(), box.height(), 14.0)
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tone = colour(TONES[sign])
    painter.setPen(QPen(tone, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    _SHAPES[sign](painter, square)
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def _filled(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)


def _disc(painter: QPainter, box: QRectF) -> None:
    _filled(painter)
    painter.drawEllipse(box.adjusted(2, 2, -2, -2))


def _half(painter: QPainter, box: QRectF) -> None:
    ring = box.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawEllipse(ring)
    _filled(painter)
    painter.drawPie(ring, 90 * 16, 180 * 16)


def _quarter(painter: QPainter, box: QRectF) -> None:
    ring = box.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawEllipse(ring)
    _filled(painter)
    painter.drawPie(ring, 0, 90 * 16)


def _dashed(painter: QPainter, box: QRectF) -> None:
    pen = painter.pen()
    pen.setDashPattern([1.4, 1.6])
    painter.setPen(pen)
    painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5))


def _back(painter: QPainter, box: QRectF) -> None:
    painter.drawPolyline(QPolygonF([_at(box, 0.42, 0.12), _at(box, 0.12, 0.36), _at(box, 0.42, 0.6)]))
    painter.drawLine(_at(box, 0.12, 0.36), _at(box, 0.62, 0.36))
    painter.drawArc(QRectF(_at(box, 0.4, 0.36), _at(box, 0.9, 0.86)), -90 * 16, 180 * 16)
    painter.drawLine(_at(box, 0.3, 0.86), _at(box, 0.65, 0.86))


def _clock(painter: QPainter, box: QRectF) -> None:
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.drawPolyline(QPolygonF([_at(box, 0.5, 0.24), _at(box, 0.5, 0.54), _at(box, 0.72, 0.54)]))


def _stamp(painter: QPainter, box: QRectF) -> None:
    painter.drawRect(box.adjusted(1.2, 1.2, -1.2, -1.2))
    _filled(painter)
    painter.drawRect(box.adjusted(4.2, 4.2, -4.2, -4.2))


def _fork(painter: QPainter, box: QRectF) -> None:
    painter.drawPolyline(QPolygonF([_at(box, 0.5, 0.95), _at(box, 0.5, 0.55), _at(box, 0.18, 0.22)]))
    painter.drawLine(_at(box, 0.5, 0.55), _at(box, 0.82, 0.22))
    _filled(painter)
    painter.drawEllipse(_at(box, 0.18, 0.18), 2, 2)
    painter.drawEllipse(_at(box, 0.82, 0.18), 2, 2)


def _unequal(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(_at(box, 0.12, 0.36), _at(box, 0.88, 0.36))
    painter.drawLine(_at(box, 0.12, 0.66), _at(box, 0.88, 0.66))
    painter.drawLine(_at(box, 0.68, 0.1), _at(box, 0.32, 0.92))


def _triangle(painter: QPainter, box: QRectF) -> None:
    tone = painter.pen().color()
    painter.setBrush(tone)
    painter.drawPolygon(QPolygonF([_at(box, 0.5, 0.08), _at(box, 0.96, 0.9), _at(box, 0.04, 0.9)]))
    painter.setPen(QPen(colour("surface"), 1.6))
    painter.drawLine(_at(box, 0.5, 0.38), _at(box, 0.5, 0.62))
    painter.drawPoint(_at(box, 0.5, 0.78))


def _sliders(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(_at(box, 0.08, 0.32), _at(box, 0.92, 0.32))
    painter.drawLine(_at(box, 0.08, 0.7), _at(box, 0.92, 0.7))
    _filled(painter)
    painter.drawEllipse(_at(box, 0.34, 0.32), 2.2, 2.2)
    painter.drawEllipse(_at(box, 0.66, 0.7), 2.2, 2.2)


def _dot(painter: QPainter, box: QRectF) -> None:
    _filled(painter)
    painter.drawEllipse(box.center(), 1.2, 1.2)


def _tick(painter: QPainter, box: QRectF) -> None:
    pen = painter.pen()
    pen.setWidthF(2)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([_at(box, 0.12, 0.55), _at(box, 0.4, 0.82), _at(box, 0.9, 0.2)]))


def _cross(painter: QPainter, box: QRectF) -> None:
    tone = painter.pen().color()
    painter.setBrush(tone)
    painter.drawEllipse(box)
    painter.setPen(QPen(colour("surface"), 1.8))
    painter.drawLine(_at(box, 0.32, 0.32), _at(box, 0.68, 0.68))
    painter.drawLine(_at(box, 0.68, 0.32), _at(box, 0.32, 0.68))


def _dash(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(_at(box, 0.15, 0.5), _at(box, 0.85, 0.5))


_SHAPES: dict[Sign, Callable[[QPainter, QRectF], None]] = {
    Sign.RECEIVED: _disc, Sign.IN_HAND: _half, Sign.MISSING: _dashed, Sign.RETURNED: _back, Sign.LATE: _clock,
    Sign.STAMPED: _stamp, Sign.FORK: _fork, Sign.DIFFERENCE: _unequal, Sign.KEY: _triangle, Sign.WAITING: _quarter,
    Sign.PARAMETER: _sliders, Sign.NOT_DUE: _dot, Sign.MET: _tick, Sign.BEHIND: _triangle, Sign.MISSED: _cross,
    Sign.NONE: _dash,
}  # fmt: skip


def paint_check(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    """Draw the box of a row that can be chosen, with its tick when it is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("accent" if checked else "edge"), 1.4))
    painter.setBrush(colour("accent" if checked else "surface"))
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        painter.setPen(QPen(colour("on_accent"), 2))
        left, middle = box.topLeft(), QPointF(box.left() + 6, box.top() + 10.4)
        painter.drawLine(QPointF(left.x() + 3.2, left.y() + 7.4), middle)
        painter.drawLine(middle, QPointF(left.x() + 11, left.y() + 4))
    painter.restore()


class SignedLine(OneLine):
    """Short texts in one line, each behind its sign; what has no room is cut with …, and said when pointed at."""

    SIGN, GAP = 16, 8  # pixels: a sign with the room behind it, and what stands between two texts

    def __init__(self, dress: str = "") -> None:
        """Start empty."""
        super().__init__("", dress)
        self.parts: tuple[tuple[Sign, str], ...] = ()

    def show_parts(self, parts: Iterable[tuple[Sign, str]]) -> None:
        """Show other texts."""
        self.parts = tuple(parts)
        self.setText("　".join(text for _, text in self.parts))

    def sizeHint(self) -> QSize:
        """Ask for room for every text and its sign."""
        texts = sum(self.SIGN + self._wide(text) for _, text in self.parts)
        return QSize(max(0, texts), super().sizeHint().height())

    def _wide(self, text: str) -> int:
        """A text with what stands behind it; an advance is rounded, and a pixel too few would cut the last one."""
        return self.fontMetrics().horizontalAdvance(text) + self.GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter, left, high = QPainter(self), 0, self.height()
        for sign, text in self.parts:
            room = self.width() - left - self.SIGN
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            if room <= 0 or (len(shown) < 2 and shown != text):  # no sign without its text
                return
            paint_sign(painter, QRectF(left, 0, self.SIGN - 3, high), sign)
            box = QRect(left + self.SIGN, 0, room, high)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
            left += self.SIGN + self._wide(text)
