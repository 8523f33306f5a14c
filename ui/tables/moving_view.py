"""Moving view: how one goes from place to place in a grid, as in a spreadsheet.

Enter and Tab stop where an entry is taken, and go round within a selection. Holds no data and changes none.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.tables.chords import jump
from ui.tables.selection_view import Flag, SelectionView

CONTEXT = 3  # rows kept in sight above and below the current one


class MovingView(SelectionView):
    """A grid one moves in."""

    _seen = False  # it was painted once

    # what a subclass answers

    def _worth(self, index: QModelIndex) -> bool:
        """False for a place Ctrl+arrow passes over."""
        return True

    def says(self, row: int, column: int) -> bool:
        """True for a place where something stands."""
        return bool(self.model().index(row, column).data())

    # moving

    def go_to(self, index: QModelIndex) -> None:
        """Make a place the current one and bring it into view, with a few rows around it."""
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        self.keep_in_sight(index)
        if self.horizontalHeader().length() > self.viewport().width():  # its columns may get their room only now
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def come_into_sight(self) -> bool:
        """Go to a place in sight where the current one is hidden, in its row if that is; False where it is not."""
        here = self.currentIndex()
        if not here.isValid() or not self._hidden(here.row(), here.column()):
            return False
        shown = [column for column in range(self.model().columnCount()) if not self.isColumnHidden(column)]
        row = self._next_row(-1, 1)
        inside = [] if self.isRowHidden(here.row()) else [here.siblingAtColumn(column) for column in shown]
        place = next(filter(self.takes_entry, inside), None) or next(self._places(), None)
        if place is not None:
            self.go_to(place)
        elif row >= 0 and shown:
            self.go_to(self.model().index(row, shown[0]))
        return True

    def keep_in_sight(self, index: QModelIndex) -> None:
        """Bring a place into view with a few rows around it: of those in sight, what is folded away is none of them."""
        for rows in (CONTEXT, -CONTEXT, 0):
            near = index.siblingAtRow(self._row_near(index.row(), rows))
            self.scrollTo(near, QAbstractItemView.ScrollHint.EnsureVisible)

    def _row_near(self, row: int, rows: int) -> int:
        """The row in sight so many below (or above) one, the last in that direction where there are less."""
        for _ in range(abs(rows)):
            beyond = self._next_row(row, 1 if rows > 0 else -1)
            row = beyond if beyond >= 0 else row
        return row

    def rows_from(self, row: int, count: int) -> list[int]:
        """Return the rows a block of `count` lines lies over: those in sight from one on, then below the table."""
        found = [row]
        while len(found) < count:
            below = self._next_row(found[-1], 1)
            found.append(below if below >= 0 else max(found[-1] + 1, self.model().rowCount()))
        return found

    def _places(self, row: int = -1, step: int = 1) -> Iterator[QModelIndex]:
        """The places in sight that take an entry, row by row from one on, or back from it; only as far as is asked."""
        model = self.model()
        columns = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)][::step]
        row = row if row >= 0 else self._next_row(-1 if step > 0 else model.rowCount(), step)
        while row >= 0 and self.takes_any():
            found = (model.index(row, column) for column in columns)
            yield from filter(self.takes_entry, found)
            row = self._next_row(row, step)

    def enter(self, step: int) -> None:
        """Go down (or up) to the next place of the column that takes an entry; round in a selection."""
        here = self.currentIndex()
        if not here.isValid() or self._go_round(step, down=True):
            return
        column = here.column() if self._tab_from is None else self._tab_from
        self._tab_from = None
        self.go_to(self._next_entry(column, step))

    def _next_entry(self, column: int, step: int) -> QModelIndex:
        """The next place of a column that takes an entry, below (or above) the current row; invalid for none."""
        here = self.currentIndex()
        row = self._next_row(here.row(), step) if self.takes_any() else -1
        while row >= 0 and not self.takes_entry(here.sibling(row, column)):
            row = self._next_row(row, step)
        return here.sibling(row, column) if row >= 0 else QModelIndex()

    def tab(self, step: int) -> None:
        """Go right (or left) to the next place that takes an entry, on in the next row; round within a selection."""
        here = self.currentIndex()
        if here.isValid() and self._go_round(step, down=False):
            return
        if self._tab_from is None and here.isValid() and step > 0:
            self._tab_from = here.column()
        begin = here.row() if here.isValid() and not self.isRowHidden(here.row()) else self._next_row(here.row(), step)
        for place in self._places(begin, step) if begin >= 0 else ():
            if place.row() != here.row() or (place.column() - here.column()) * step > 0:
                self.go_to(place)
                return

    def step_typed(self, rows: int, columns: int) -> None:
        """Go on by an arrow that ends typing: down and up to where the next figure can be typed, as Enter goes."""
        found = self._next_entry(self.currentIndex().column(), rows) if rows else QModelIndex()
        if found.isValid():
            self.go_to(found)
        else:
            self.step(rows, columns)

    def step(self, rows: int, columns: int) -> None:
        """Go to the very next place, within the table."""
        here, model = self.currentIndex(), self.model()
        row = self._next_row(here.row(), rows) if rows else here.row()
        column = min(max(here.column() + columns, 0), model.columnCount() - 1)
        if row >= 0 and not self.isColumnHidden(column):
            self.go_to(model.index(row, column))

    def jump(self, rows: int, columns: int, *, extend: bool = False) -> None:
        """Go to the end of what is filled, or over the gap, as Ctrl+arrow does in a spreadsheet."""
        here, model = self.currentIndex(), self.model()
        if not here.isValid():
            return
        if extend:
            here = here.sibling(*self.far_corner())
        if rows:
            line: Sequence[int] = range(here.row() + rows, model.rowCount() if rows > 0 else -1, rows)
            if not self.even:
                line = [row for row in line if not self.isRowHidden(row) and self._worth(here.siblingAtRow(row))]
            target = here.siblingAtRow(jump(here.row(), line, lambda row: self.says(row, here.column())))
        else:
            line = range(here.column() + columns, model.columnCount() if columns > 0 else -1, columns)
            ahead = [column for column in line if not self.isColumnHidden(column)]
            found = jump(here.column(), ahead, lambda column: bool(here.siblingAtColumn(column).data()))
            target = here.siblingAtColumn(found)
        self._move(target, extend=extend)

    def _to_corner(self, *, first: bool, extend: bool = False) -> None:
        if (place := next(self._places(step=1 if first else -1), None)) is not None:
            self._move(place, extend=extend)

    def _move(self, target: QModelIndex, *, extend: bool) -> None:
        if extend:
            self.extend(target.row(), target.column())
        else:
            self.go_to(target)

    def _round(self, step: int, *, down: bool) -> QModelIndex:
        """The next place of a selection that takes an entry, from its end to its begin; invalid where there is none."""
        here, ((top, left), (bottom, right)) = self.currentIndex(), self.corners()
        high, wide = bottom - top + 1, right - left + 1
        row, column = here.row() - top, here.column() - left
        if not (0 <= row < high and 0 <= column < wide and self.takes_any()):
            return QModelIndex()
        place = column * high + row if down else row * wide + column
        for _ in range(high * wide - 1):
            place = (place + step) % (high * wide)
            column, row = divmod(place, high) if down else divmod(place, wide)[::-1]
            found = here.sibling(top + row, left + column)
            if not self._hidden(found.row(), found.column()) and self.takes_entry(found):
                return found
        return QModelIndex()

    def _go_round(self, step: int, *, down: bool) -> bool:
        """Make the next place of a selection the active one; False where nothing else in it takes an entry."""
        found = self._round(step, down=down)
        if found.isValid():
            self.selectionModel().setCurrentIndex(found, Flag.NoUpdate)
            self.scrollTo(found)
        return found.isValid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current place in sight, with what stands around it where there is room now.

        A view that nobody has seen has only now its height: what it was scrolled by before was for another one.
        """
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height() and self.currentIndex().isValid():
            if not self._seen:
                self.scrollToTop()
            self.keep_in_sight(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Remember that it was seen."""
        super().paintEvent(event)
        self._seen = True
