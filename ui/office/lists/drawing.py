"""Drawing of the office's tables: each cell with its sign, box or bar and its text, in the scale of the table."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.look.marks import paint_bar
from ui.look.signs import paint_check, paint_sign
from ui.look.theme import colour
from ui.look.views import paint_cell, parts_of
from ui.office.lists.rows import CELL, GridModel, Index, TableCell, cell_font

ROW = 26  # pixels: the height of a row


def bar_width(room: int, cell: TableCell, scale: float) -> int:
    """Return how long the bar of a cell is: bars have one length, unless a figure needs more than usual to be whole."""
    metrics = QFontMetrics(cell_font(cell, scale))
    figure = max(metrics.horizontalAdvance(text) for text in ("100.00%", cell.text))
    return max(0, room - figure - 10)


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
        scale = model.scale if isinstance(model, GridModel) else 1.0
        if state & QStyle.StateFlag.State_HasFocus and self._framed:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))
        if isinstance(model, GridModel) and (row := model.rows[index.row()]).inside:
            for one, place in zip(row.cells, parts_of(area, [round(one * scale) for one in row.inside]), strict=True):
                self._cell(
                    painter, place, place.adjusted(10 if place.left() == area.left() else 8, 0, -8, 0), one, scale
                )
            return
        self._cell(painter, area, area.adjusted(10 if under and index.column() == 0 else 8, 0, -8, 0), cell, scale)

    def _cell(self, painter: QPainter, area: QRect, room: QRect, cell: TableCell, scale: float) -> None:
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
        high = area.height() > round(ROW * scale)
        paint_cell(painter, room, cell.text, cell_font(cell, scale), cell.tone, right=cell.right, wraps=high)
