"""Entry delegate: draws the cells of a grid and opens the right editor in them.

Figures stand with their points below each other; the mark of a finding has its own place at the right edge.
"""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from models.basics.quantity import grouped
from ui.look.marks import Bar, paint_bar, paint_mark
from ui.look.theme import colour, ui_font
from ui.tables.grids.cell_looks import CellLook
from ui.tables.grids.editors import EditorDelegate, draw_frame
from ui.tables.grids.entry_table import LOOK, EntryTable
from ui.tables.selection_view import ROW_HEIGHT

MARK_WIDTH = 22
PADDING = 8
INDENT = 16
SMALL = 12  # pixels: remarks and measures
SIGN_WIDTH = 12  # of ƒ
FIGURE_EDGE, SMALLEST = 3, 7  # pixels: before a figure that is wider than its place, and the size it shrinks to
BAR_TEXT = 52  # pixels: the figure behind a bar; a longer one takes of the bar


class EntryDelegate(EditorDelegate):
    """Painter and editors of the entry grid; `heights` says how high the cells of a row are."""

    heights: Callable[[int], int] = staticmethod(lambda row: ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = index.data(LOOK)
        if not isinstance(look, CellLook):
            return
        area = self._cell(option.rect, index)
        state: QStyle.StateFlag = option.state
        if look.ground:
            painter.fillRect(area, colour(look.ground))
        active = self.active_among(index)
        if state & QStyle.StateFlag.State_Selected and not active:
            painter.fillRect(area, colour("accent_tint"))
        _draw_content(painter, area, look)
        if look.mark:
            box = QRectF(area.right() - MARK_WIDTH + 2, area.top(), MARK_WIDTH - 6, _first_line(area, look).height())
            paint_mark(painter, box, look.mark)
        if look.refused:
            draw_frame(painter, area, colour("error"))
        self.draw_current(painter, area, index, state)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = index.data(LOOK)
        if not isinstance(look, CellLook):
            return QSize(0, ROW_HEIGHT)
        width = QFontMetrics(_font(look)).horizontalAdvance(grouped(look.text)) + 2 * PADDING + look.indent * INDENT
        room = (
            0
            if look.places is None
            else MARK_WIDTH + QFontMetrics(_font(look)).horizontalAdvance("0." + "0" * look.places)
        )
        return QSize(width + room, ROW_HEIGHT)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        model = index.model()
        choices = model.choices_at(index) if isinstance(model, EntryTable) else ()
        if choices:
            return self.list_editor(choices, parent)
        editor = QLineEdit(parent)
        right = index.data(LOOK).places is not None
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        return editor

    def _cell(self, area: QRect, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """The part of a row a cell takes: what lies below it in a higher row is the answer to a finding."""
        return QRect(area.left(), area.top(), area.width(), min(area.height(), self.heights(index.row())))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(self._cell(option.rect, index))


def _first_line(area: QRect, look: CellLook) -> QRect:
    """The part of a cell its signs stand in: beside the first line of a text that begins at the top."""
    high = min(area.height(), ROW_HEIGHT) if look.top else area.height()
    return QRect(area.left(), area.top(), area.width(), high)


@cache
def _font_like(bold: bool, italic: bool) -> QFont:
    return ui_font(bold=bold, italic=italic)


def _font(look: CellLook) -> QFont:
    return ui_font(SMALL) if look.small else _font_like(look.strong, look.italic)


def _draw_content(painter: QPainter, area: QRect, look: CellLook) -> None:
    if look.needed:
        _draw_field(painter, area, _first_line(area, look).center().y())
    if look.bar is not None:
        _draw_bar(painter, area, look.bar, look.text)
    elif look.pill:
        _draw_pill(painter, area, look)
    else:
        _draw_text(painter, area, look)


def _draw_bar(painter: QPainter, area: QRect, bar: Bar, text: str) -> None:
    """How much of a target is reached: a bar with the time that has passed, and the figure behind it."""
    painter.setFont(ui_font(12))
    figure = max(BAR_TEXT, painter.fontMetrics().horizontalAdvance(text))
    width = max(0, area.width() - figure - 2 * PADDING)
    paint_bar(painter, QRectF(area.left() + PADDING, area.center().y() - 5, width, 11), bar)
    painter.setPen(colour("text"))
    beside = QRect(area.right() - figure - 4, area.top(), figure, area.height())
    painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)


def _draw_field(painter: QPainter, area: QRect, line: int) -> None:
    """A field to fill: an outline and a ring at its line, so that no tint has to be seen."""
    painter.setPen(QPen(colour("needed_edge"), 1))
    painter.setBrush(colour("needed"))
    painter.drawRect(area.adjusted(2, 2, -3, -3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("needed_edge"), 1.6))
    painter.drawEllipse(QRectF(area.left() + 8, line - 4, 9, 9))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_pill(painter: QPainter, area: QRect, look: CellLook) -> None:
    """A state in upright words on a rounded ground, where a figure would stand."""
    font = ui_font(13)
    metrics = QFontMetrics(font)
    width = min(metrics.horizontalAdvance(look.text) + 16, area.width() - MARK_WIDTH - 4)
    box = QRectF(area.right() - MARK_WIDTH - width, area.top() + 4, width, area.height() - 8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("line"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(font)
    painter.setPen(colour("quiet"))
    words = metrics.elidedText(look.text, Qt.TextElideMode.ElideRight, int(width) - 8)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def word_room(width: int, *, indent: int = 0, derived: bool = False, marked: bool = False) -> int:
    """Return how wide words may be in a cell of a width; whoever asks whether they fit asks here."""
    before = PADDING + indent * INDENT + (SIGN_WIDTH if derived else 0)
    return width - 1 - before - (MARK_WIDTH if marked else 4)


def width_around() -> int:
    """Return how much wider a cell is than the words that have room in it."""
    return -word_room(0)


def _draw_text(painter: QPainter, area: QRect, look: CellLook) -> None:
    font = _font(look)
    painter.setFont(font)
    painter.setPen(colour(look.tone))
    metrics = QFontMetrics(font)
    left = area.left() + PADDING + look.indent * INDENT + (SIGN_WIDTH if look.derived else 0)
    if look.places is None:
        width = word_room(area.width(), indent=look.indent, derived=look.derived, marked=bool(look.mark))
        wraps = area.height() > ROW_HEIGHT and not look.small
        text = look.text if wraps and look.top else look.text.replace("\n", " ")
        text = text if wraps else metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        side = Qt.AlignmentFlag.AlignTop if wraps and look.top else Qt.AlignmentFlag.AlignVCenter
        flags = int(side) | (int(Qt.TextFlag.TextWordWrap) if wraps else 0)
        room = QRect(left, area.top() + (4 if wraps and look.top else 0), width, area.height())
        if wraps and look.top:
            text = _beginning(metrics, text, QRect(0, 0, width, area.height() - 6), flags)
        drawn = painter.drawText(room, flags, text)
        if look.below and wraps:
            _draw_below(painter, QRect(left, drawn.bottom() + 1, width, area.bottom() - drawn.bottom()), look.below)
    else:
        _draw_figure(painter, area, look, metrics)
    if look.derived:
        painter.setPen(colour("quiet"))
        painter.setFont(ui_font(12, italic=True))
        painter.drawText(QRect(area.left() + 5, area.top(), 14, area.height()), int(Qt.AlignmentFlag.AlignVCenter), "ƒ")


def _beginning(metrics: QFontMetrics, text: str, room: QRect, flags: int) -> str:
    """Return as much of a text as is seen whole in a room, with … where that is not all of it."""

    def fits(words: str) -> bool:
        return metrics.boundingRect(QRect(0, 0, room.width(), 10_000), flags, words).height() <= room.height()

    if fits(text):
        return text
    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(f"{text[:middle].rstrip()}…") else (least, middle)
    return f"{text[:least].rstrip()}…"


def _draw_below(painter: QPainter, room: QRect, text: str) -> None:
    """A quiet line under what a cell is called."""
    font = ui_font(SMALL)
    painter.setFont(font)
    painter.setPen(colour("quiet"))
    words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignTop), words)


def _fitted(font: QFont, text: str, width: int) -> QFont:
    """Return a font in which a text is no wider: a figure is never cut."""
    found = QFont(font)
    while found.pixelSize() > SMALLEST and QFontMetrics(found).horizontalAdvance(text) > width:
        found.setPixelSize(found.pixelSize() - 1)
    return found


def figure_width(look: CellLook) -> int:
    """Return how wide a cell is wanted for its figure, with the room of its sign and mark; 0 for one without figure.

    A figure that was refused stands as it was typed, on the side of words.
    """
    metrics = QFontMetrics(_font(look))
    if look.refused:
        return metrics.horizontalAdvance(look.text) - word_room(0, marked=True) + 1
    if look.places is None or not look.text:
        return 0
    whole, point, fraction = grouped(look.text).partition(".")
    behind = max(metrics.horizontalAdvance(point + fraction), _behind_point(look, metrics))
    return _before_figure(look) + metrics.horizontalAdvance(whole) + behind + _after_figure(look) + 1


def _before_figure(look: CellLook) -> int:
    return SIGN_WIDTH if look.derived else FIGURE_EDGE


def _after_figure(look: CellLook) -> int:
    return PADDING if look.close else MARK_WIDTH


def _behind_point(look: CellLook, metrics: QFontMetrics) -> int:
    """The room that is kept for decimals."""
    return metrics.horizontalAdvance("." + "0" * look.places) if look.places else 0


def _draw_figure(painter: QPainter, area: QRect, look: CellLook, metrics: QFontMetrics) -> None:
    figure = grouped(look.text)
    whole, point, fraction = figure.partition(".")
    origin = area.right() - _after_figure(look) - _behind_point(look, metrics)
    least = area.left() + _before_figure(look)
    if origin - metrics.horizontalAdvance(whole) < least:  # it would lie over the neighbour, or be cut there
        end = area.right() - (MARK_WIDTH if look.mark else PADDING)
        font = _fitted(_font(look), figure, end - least)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        origin = end - metrics.horizontalAdvance(point + fraction)
    middle = area.top() + (area.height() + metrics.ascent() - metrics.descent()) // 2
    base = area.top() + 4 + metrics.ascent() if look.top and area.height() > ROW_HEIGHT else middle
    painter.drawText(QPoint(origin - metrics.horizontalAdvance(whole), base), whole)
    if point:
        painter.drawText(QPoint(origin, base), point + fraction)
