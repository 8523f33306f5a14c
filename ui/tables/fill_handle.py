"""Fill handle: the small square at the corner of a selection, dragged down or to the right to repeat what is selected.

It only says how far; what is put there is the grid's. An outline shows it until the button is let go.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.look.theme import colour
from ui.tables.selection_view import Corner, EdgePull, SelectionView

SIZE = 8


class _Outline(QWidget):
    """What would be filled."""

    def __init__(self, parent: QWidget) -> None:
        """Lie over the cells and take no pointer."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dashed frame."""
        painter = QPainter(self)
        painter.setPen(QPen(colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class FillHandle(QWidget):
    """The square at the corner of what is selected, where the current place takes an entry."""

    wanted = Signal(int, int)  # the corner up to which the selection is to be repeated

    def __init__(self, view: SelectionView) -> None:
        """Stand at the corner of a grid's selection; the grid has its model already."""
        super().__init__(view.viewport())
        self._view, self._corner = view, (-1, -1)
        self.outline = _Outline(view.viewport())
        self._pull = EdgePull(view, self._reach)
        self.setFixedSize(SIZE, SIZE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip(say("window.grid.fill_tip"))
        self.hide()
        view.selectionModel().selectionChanged.connect(lambda *_: self.place())
        view.selectionModel().currentChanged.connect(lambda *_: self.place())
        view.model().modelReset.connect(self.place)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self.place())
        for head in (view.horizontalHeader(), view.verticalHeader()):
            head.sectionResized.connect(lambda *_: self.place())
        view.viewport().installEventFilter(self)

    def place(self) -> None:
        """Stand at the corner, or go away."""
        view, here = self._view, self._view.currentIndex()
        _, (row, column) = view.corners()
        shown = here.isValid() and view.takes_entry(here) and not (view.isRowHidden(row) or view.isColumnHidden(column))
        self.setVisible(shown)
        if shown:
            area = self._area((row, column), (row, column))
            self.move(area.right() - SIZE, area.bottom() - SIZE)
        if self.outline.isVisible():  # rows have moved under it
            self.outline.setGeometry(self._area(view.corners()[0], self._corner))

    def _area(self, first: Corner, last: Corner) -> QRect:
        """What lies between two corners, in the viewport."""
        view = self._view
        left, top = view.columnViewportPosition(first[1]), view.rowViewportPosition(first[0])
        right = view.columnViewportPosition(last[1]) + view.columnWidth(last[1])
        return QRect(QPoint(left, top), QPoint(right, view.rowViewportPosition(last[0]) + view.cell_height(last[0])))

    def _reach(self, point: QPoint) -> None:
        """Show how far the selection would be repeated: the way the pointer has gone farther."""
        first, last = self._view.corners()
        area, (row, column) = self._area(first, last), self._view.corner_at(point)
        below, beside = point.y() - area.bottom(), point.x() - area.right()
        down = below >= beside
        corner = (row, last[1]) if down else (last[0], column)
        outside = (below > 0 and row > last[0]) if down else (beside > 0 and column > last[1])
        self._corner = corner if outside else last
        self.outline.setVisible(outside)
        if outside:
            self._view.scrollTo(self._view.model().index(*corner))
            self.outline.setGeometry(self._area(first, corner))
            self.outline.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin; what is being typed is kept first."""
        self._view.setFocus()
        self._corner = self._view.corners()[1]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, beyond the edge as well."""
        point = self.mapTo(self._view.viewport(), event.position().toPoint())
        self._pull.follow(point)
        self._reach(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for what the outline shows."""
        self._pull.stop()
        wanted = self.outline.isVisible()
        self.outline.hide()
        if wanted:
            self.wanted.emit(*self._corner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the grid."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square, apart from the frame it stands in."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(self.rect().adjusted(1, 1, 0, 0), colour("accent"))
