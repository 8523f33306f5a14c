"""Frozen column: the first column of a grid stays in sight at the left while the others scroll by.

It is drawn over the grid, where the grid's own first column has scrolled away; a click on it goes to that cell.
"""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui.look.theme import colour, ui_font
from ui.tables.grids.grid_view import GridView


class FrozenColumn(QWidget):
    """The first column over a grid."""

    def __init__(self, view: GridView) -> None:
        """Lie over a grid whenever it is scrolled sideways."""
        super().__init__(view.viewport())
        self._view = view
        self.head = QWidget(view.horizontalHeader().viewport())
        self.head.installEventFilter(self)
        self.head.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self.head.hide()
        view.horizontalScrollBar().valueChanged.connect(lambda _: self.place())
        view.verticalScrollBar().valueChanged.connect(lambda _: self.place())  # Qt scrolls what lies there along
        view.horizontalHeader().sectionResized.connect(lambda *_: self.place())
        view.model().dataChanged.connect(lambda *_: self.update())
        view.model().modelReset.connect(self.place)
        view.selectionModel().selectionChanged.connect(lambda *_: self.update())
        view.viewport().installEventFilter(self)

    @property
    def wide(self) -> int:
        """How wide it lies over the grid, 0 while the grid's own first column is in sight."""
        scrolled = self._view.horizontalScrollBar().value() > 0 and self._view.model().columnCount() > 1
        return min(self._view.columnWidth(0), self._view.viewport().width() // 2) if scrolled else 0

    def uncover(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Scroll back as far as this lies over a cell."""
        hidden = self.wide - self._view.columnViewportPosition(index.column())
        if hidden > 0:
            bar = self._view.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def place(self) -> None:
        """Lie over the left edge, or go away."""
        wide, view = self.wide, self._view
        for part, high in ((self, view.viewport().height()), (self.head, view.horizontalHeader().height())):
            part.setVisible(bool(wide))
            if wide:
                part.setGeometry(0, 0, wide, high)
                part.raise_()
                part.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the grid; draw the head."""
        if watched is self.head and event.type() is QEvent.Type.Paint:
            self._paint_head()
            return True
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def _paint_head(self) -> None:
        painter, area = QPainter(self.head), self.head.rect()
        painter.fillRect(area, colour("raised"))
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(area.topRight(), area.bottomRight())
        painter.setPen(colour("text"))
        painter.setFont(ui_font(13, bold=True))
        text = str(self._view.model().headerData(0, Qt.Orientation.Horizontal) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 12)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the first cell of every row in sight, as the grid draws it."""
        painter, view = QPainter(self), self._view
        painter.fillRect(self.rect(), colour("surface"))
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        row = view.rowAt(0)
        last = view.rowAt(self.height() - 1)
        rows = view.model().rowCount()
        for y in range(max(row, 0), (last if last >= 0 else rows - 1) + 1):
            index = view.model().index(y, 0)
            option.rect = QRect(0, view.rowViewportPosition(y), self.width(), view.cell_height(y))
            option.state &= ~(option.state & option.state.State_Selected)
            if view.selectionModel().isSelected(index):
                option.state |= option.state.State_Selected
            view.itemDelegate().paint(painter, option, index)
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(option.rect.left(), option.rect.bottom(), option.rect.right(), option.rect.bottom())
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the cell that was clicked; with Shift, widen the selection to it."""
        row, view = self._view.rowAt(int(event.position().y())), self._view
        if row < 0:
            return
        view.setFocus()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and view.currentIndex().isValid():
            view.extend(row, 0)
        else:
            view.go_to(view.model().index(row, 0))
        view.drag(on=True)  # this may go away under the pointer, when the grid scrolls back

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection."""
        self._view.drag(on=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Widen the selection while it is dragged."""
        point, view = event.position().toPoint(), self._view
        row, column = view.corner_at(point)
        view.extend(row, column if point.x() > self.width() else 0)
