"""Selection view: what is selected in a grid, as in a spreadsheet.

The current place is the active one: a selection begins at it and is widened at its far corner, by Shift and the arrows,
by a click or by dragging. Holds no data and changes none.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ui.look.views import PlaceTable

ROW_HEIGHT = 26
PULLED = 60  # milliseconds after which a pointer beyond the edge pulls one more row into sight
Index = QModelIndex | QPersistentModelIndex
Flag = QItemSelectionModel.SelectionFlag
Corner = tuple[int, int]  # row, column


class EdgePull(QTimer):
    """Goes on while a pointer with its button down stays beyond the edge of a grid."""

    def __init__(self, view: QAbstractItemView, act: Callable[[QPoint], object]) -> None:
        """Call `act` with where the pointer is, again and again."""
        super().__init__(view)
        self._view, self._point = view, QPoint()
        self.setInterval(PULLED)
        self.timeout.connect(lambda: act(self._point))

    def follow(self, point: QPoint) -> None:
        """Take note of where the pointer is, in the grid's viewport."""
        self._point = point
        if self._view.viewport().rect().contains(point):
            self.stop()
        elif not self.isActive():
            self.start()


class SelectionView(PlaceTable):
    """The selection of a grid."""

    even = False  # every place can be selected: none need be asked

    def __init__(self, parent: QWidget | None = None) -> None:
        """Select as a spreadsheet does."""
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self._tab_from: int | None = None  # column in which a run of Tab began: Enter goes back to it
        self._dragging = False  # a selection is being dragged
        self._active = QPersistentModelIndex()  # where a selection of whole rows or columns began
        self._pull = EdgePull(self, self._drag_to)

    def follow_heads(self) -> None:
        """Let the heads select whole rows and columns from where the drag began."""
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.sectionPressed.connect(lambda _, head=head: self._head_pressed(head))
            head.sectionEntered.connect(lambda _: self._stay_active())

    # what a subclass answers

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are, without the answer that may lie below them."""
        return ROW_HEIGHT

    def takes_entry(self, index: Index) -> bool:
        """True where something is typed: Enter and Tab stop there."""
        raise NotImplementedError

    def takes_any(self) -> bool:
        """False where nothing can be typed anywhere, so that no place need be asked."""
        return True

    def across(self, row: int) -> bool:
        """True for a row that lies across all columns: going over it widens no selection."""
        return False

    # what is selected

    def selected(self) -> list[QModelIndex]:
        """Return the selected places in sight, in reading order."""
        ranges = self.selectionModel().selection().toList()
        if self.even and len(ranges) == 1:
            rows, columns = self._in_sight(ranges[0])
            return [self.model().index(row, column) for row in rows for column in columns]
        seen = (one for one in self.selectedIndexes() if not self._hidden(one.row(), one.column()))
        return sorted(seen, key=lambda index: (index.row(), index.column()))

    def chosen_rows(self) -> list[int]:
        """Return the rows of the selection in sight, from above, without a question for each of its places."""
        ranges = self.selectionModel().selection().toList()
        if self.even and len(ranges) == 1:
            rows, columns = self._in_sight(ranges[0])
            return rows if columns else []
        return sorted({index.row() for index in self.selected()})

    def chosen_in(self, row: int) -> list[QModelIndex]:
        """Return the selected places in sight of a row, from the left."""
        ranges = self.selectionModel().selection().toList()
        if self.even and len(ranges) == 1:
            return [self.model().index(row, column) for column in self._in_sight(ranges[0])[1]]
        return [index for index in self.selected() if index.row() == row]

    def _in_sight(self, chosen: QItemSelectionRange) -> tuple[list[int], list[int]]:
        """The rows and the columns of a block that are in sight."""
        rows, columns = range(chosen.top(), chosen.bottom() + 1), range(chosen.left(), chosen.right() + 1)
        seen = [column for column in columns if not self.isColumnHidden(column)]
        folded = self.verticalHeader().hiddenSectionCount()
        return [row for row in rows if not self.isRowHidden(row)] if folded else [*rows], seen

    def corners(self) -> tuple[Corner, Corner]:
        """Return the first and the last row and column of the selection; of the current place where none is."""
        here, ranges = self.currentIndex(), self.selectionModel().selection().toList()
        if not ranges:
            return (here.row(), here.column()), (here.row(), here.column())
        first = min(one.top() for one in ranges), min(one.left() for one in ranges)
        return first, (max(one.bottom() for one in ranges), max(one.right() for one in ranges))

    @property
    def several(self) -> bool:
        """True while more than one place is selected."""
        first, last = self.corners()
        return first != last

    def far_corner(self) -> Corner:
        """Return the corner of the selection that lies across from the current place."""
        here, (first, last) = self.currentIndex(), self.corners()
        if self.across(here.row()):
            return here.row(), here.column()
        across = (
            end if place == begin else begin if place == end else place
            for place, begin, end in zip((here.row(), here.column()), first, last, strict=True)
        )
        row, column = across
        return row, column

    def extend(self, row: int, column: int) -> None:
        """Select from the current place, which stays where it is, to a corner; bring the corner into sight."""
        here = self.currentIndex()
        if not here.isValid():
            return
        corner = here.sibling(row, column)
        self.selectionModel().select(QItemSelection(here, corner), Flag.ClearAndSelect)
        self.scrollTo(corner)

    def select_block(self, places: Sequence[QModelIndex]) -> None:
        """Select the block some places lie in; of one place, or none, the selection stays."""
        if len(places) > 1:
            rows, columns = {one.row() for one in places}, {one.column() for one in places}
            corners = (self.model().index(pick(rows), pick(columns)) for pick in (min, max))
            self.selectionModel().select(QItemSelection(*corners), Flag.ClearAndSelect)

    def widen(self, rows: int, columns: int) -> None:
        """Move the far corner of the selection by rows in sight and columns."""
        row, column = self.far_corner()
        for _ in range(abs(rows)):
            below = self._next_row(row, 1 if rows > 0 else -1)
            row = below if below >= 0 else row
        for _ in range(abs(columns)):
            column = self._next_column(column, 1 if columns > 0 else -1)
        self.extend(row, column)

    def widen_page(self, step: int) -> None:
        """Move the far corner by as many rows as are in sight."""
        self.widen(step * max(self.viewport().height() // ROW_HEIGHT - 1, 1), 0)

    def widen_to_edge(self, step: int) -> None:
        """Move the far corner to the first or last column."""
        self.widen(0, step * self.model().columnCount())

    def select_whole(self, whole: Flag) -> None:
        """Select the whole rows or columns of the selection."""
        model = self.selectionModel()
        chosen = model.selection()
        if chosen.isEmpty():
            chosen.select(self.currentIndex(), self.currentIndex())
        model.select(chosen, Flag.ClearAndSelect | whole)

    # rows and columns in sight

    def _hidden(self, row: int, column: int) -> bool:
        return self.isRowHidden(row) or self.isColumnHidden(column)

    def _next_row(self, row: int, step: int) -> int:
        """The next row in sight, -1 when there is none."""
        row += step
        while 0 <= row < self.model().rowCount() and self.isRowHidden(row):
            row += step
        return row if 0 <= row < self.model().rowCount() else -1

    def _next_column(self, column: int, step: int) -> int:
        """The next column in sight, the last one in that direction when there is none; `column` may lie beyond."""
        found, last = column, self.model().columnCount()
        for place in range(column + step, last if step > 0 else -1, step):
            if not self.isColumnHidden(place):
                found = place
                break
        return found

    # the pointer

    def corner_at(self, point: QPoint) -> Corner:
        """Return the row and column at a point of the viewport; beyond its edge the next one out of sight."""
        area, model = self.viewport().rect(), self.model()
        row = self.rowAt(min(max(point.y(), 0), area.bottom()))
        row = self._next_row(model.rowCount(), -1) if row < 0 else row
        column = self.columnAt(min(max(point.x(), 0), area.right()))
        column = self._next_column(model.columnCount(), -1) if column < 0 else column
        if not 0 <= point.y() <= area.bottom():
            beyond = self._next_row(row, -1 if point.y() < 0 else 1)
            row = beyond if beyond >= 0 else row
        if not 0 <= point.x() <= area.right():
            column = self._next_column(column, -1 if point.x() < 0 else 1)
        return row, self.far_corner()[1] if self.across(row) else column

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection; with Shift, widen the one there is."""
        self._tab_from = None
        point = event.position().toPoint()
        inside = event.button() is Qt.MouseButton.LeftButton and self.indexAt(point).isValid()
        if inside and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.currentIndex().isValid():
            self.setFocus()  # what is being typed is kept
            self.extend(*self.corner_at(point))
            event.accept()
        else:
            super().mousePressEvent(event)
        self._dragging = inside

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Widen the selection while it is dragged."""
        if not (self._dragging and event.buttons() & Qt.MouseButton.LeftButton):
            super().mouseMoveEvent(event)
        elif self.state() is not QAbstractItemView.State.EditingState:
            point = event.position().toPoint()
            self._pull.follow(point)
            self._drag_to(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection."""
        self.drag(on=False)
        super().mouseReleaseEvent(event)

    def drag(self, *, on: bool) -> None:
        """Take moves of the pointer for a selection that is being dragged, or no longer."""
        self._dragging = on
        if not on:
            self._pull.stop()

    def _drag_to(self, point: QPoint) -> None:
        corner = self.corner_at(point)
        if corner != self.far_corner() and self.currentIndex().isValid():
            self.extend(*corner)

    def _head_pressed(self, head: QHeaderView) -> None:
        self._tab_from = None
        shifted = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        if not (shifted and self._active.isValid()):
            self._active = QPersistentModelIndex(self.currentIndex())
        self._stay_active()

    def _stay_active(self) -> None:
        """Keep the place at which a selection of whole rows or columns began the current one."""
        if self._active.isValid():
            self.selectionModel().setCurrentIndex(self._active, Flag.NoUpdate)
