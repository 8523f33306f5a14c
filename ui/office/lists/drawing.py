"""Drawing of the office's tables: each cell with its sign, box or bar and its text, in the scale of the table."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.look.marks import paint_bar
from ui.look.signs import paint_check, paint_sign
from ui.look.theme import colour
from ui.look.views import paint_cell, parts_of
from ui.office.lists.rows import CELL, SIDE, GridModel, Index, TableCell, cell_font, fitted_font

FIRST = 10  # pixels: left of the first text of a row under another
ROW = 26  # pixels: the height of a row
SHORTEST_BAR, BAR_GAP = 32, 10  # pixels: of a bar, and between it and its figure


def bar_width(room: int, cell: TableCell, scale: float) -> int:
    """Return how long the bar of a cell is: bars have one length, unless a figure needs more than usual to be whole."""
    return max(0, room - _figure_width(cell, scale) - BAR_GAP)


def bar_beside(cell: TableCell, scale: float) -> int:
    """Return how much wider a cell is than its figure, for the shortest bar that says something."""
    own = QFontMetrics(cell_font(cell, scale)).horizontalAdvance(cell.text)
    return _figure_width(cell, scale) - own + BAR_GAP + round(SHORTEST_BAR * scale)


def _figure_width(cell: TableCell, scale: float) -> int:
    metrics = QFontMetrics(cell_font(cell, scale))
    return max(metrics.horizontalAdvance(text) for text in ("100.00%", cell.text))


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a table; `framed`: the current cell has a frame around it."""

    def __init__(self, table: QWidget, *, framed: bool) -> None:
        """Draw for a table."""
        super().__init__(table)
        self._framed = framed

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground of a cell, what stands beside it, and what it says."""
        cell: TableCell = index.data(CELL)
        model = index.model()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        under = isinstance(model, GridModel) and model.rows[index.row()].under
        if state & QStyle.StateFlag.State_Selected or cell.chosen:
            painter.fillRect(area, colour("accent_tint"))
        elif under:
            painter.fillRect(area, colour("raised"))
        if index.column() == 0 and (under or state & QStyle.StateFlag.State_Selected):
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour("accent"))
        if cell.differs:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour("warning"))
        scale, side = (model.scale, model.side) if isinstance(model, GridModel) else (1.0, SIDE)
        if state & QStyle.StateFlag.State_HasFocus and self._framed:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))
        if isinstance(model, GridModel) and (row := model.rows[index.row()]).inside:
            for one, place in zip(row.cells, parts_of(area, [round(one * scale) for one in row.inside]), strict=True):
                first = FIRST if place.left() == area.left() else SIDE
                self._cell(painter, place, place.adjusted(first, 0, -SIDE, 0), one, scale)
            return
        first = FIRST if under and index.column() == 0 else side
        wraps = not isinstance(model, GridModel) or model.heads[index.column()].wraps
        self._cell(painter, area, area.adjusted(first, 0, -side, 0), cell, scale, wraps=wraps)

    def _cell(
        self, painter: QPainter, area: QRect, room: QRect, cell: TableCell, scale: float, *, wraps: bool = True
    ) -> None:
        """Draw what a cell says: its sign, box or bar, then its text."""
        if cell.sign is not None:
            where = QRectF(room.left(), room.top(), 16, room.height())
            paint_sign(painter, where if cell.text else QRectF(area), cell.sign)
            room = room.adjusted(20, 0, 0, 0)
        if cell.checked is not None:
            paint_check(painter, QRectF(area.center().x() - 7, area.center().y() - 6.5, 14, 14), checked=cell.checked)
        if cell.bar is not None:
            wide = bar_width(room.width(), cell, scale)
            paint_bar(painter, QRectF(room.left(), room.center().y() - 5, wide, 11), cell.bar)
            room = room.adjusted(wide + 8, 0, 0, 0)
        high = wraps and area.height() > round(ROW * scale)
        font = fitted_font(cell, scale, room.width())
        paint_cell(painter, room, cell.text, font, cell.tone, right=cell.right, wraps=high)
