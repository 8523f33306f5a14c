"""Office grid: a table that is read, each cell a text with a sign, a tone and an alignment; Enter opens the row."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from ui.basics.enter_key import is_enter
from ui.look.theme import ui_font
from ui.look.views import QuietTable, paint_empty, wrapped_height
from ui.office.lists.drawing import ROW, CellDelegate
from ui.office.lists.rows import (
    CELL,
    CLOSE_SIDE,
    HEAD_SIZE,
    SIDE,
    GridModel,
    TableHead,
    TableRow,
    fitted_font,
)
from ui.office.lists.widths import column_width, head_width

INSIDE = 22  # pixels: the height of a row with columns of its own
LOWEST = 21  # pixels: what a row of a close table may have, where all rows are in sight with it
MOST_MEASURED = 400  # rows; of a longer list those in sight are
NAME = 340  # pixels: the first column of a wide window


class OfficeGrid(QuietTable):
    """The table on the screen: whole rows are chosen, Enter or a double click opens one."""

    opened = Signal(str)  # key of the row; `current_column` tells in which column
    current_changed = Signal()
    marked = Signal(str)  # key of a row whose box was pressed (Space, or a click on it)
    all_marked = Signal()

    def __init__(self, name: str, heads: Sequence[TableHead], *, by_cell: bool = False) -> None:
        """Start empty; `by_cell`: ←→ go from cell to cell, and the current one is framed."""
        super().__init__()
        self.setAccessibleName(name)
        self.lines, self.by_cell, self.scale = GridModel(heads), by_cell, 1.0
        self.empty, self.room = "", 0  # said while there is no row; the column that has the room, 0 the usual one
        self.close_set = False  # columns and rows as narrow as `set_close` says
        self.setModel(self.lines)
        self.setItemDelegate(CellDelegate(self, framed=by_cell))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setFont(ui_font(HEAD_SIZE))
        header.setHighlightSections(False)
        self._later = QTimer(self, singleShot=True, interval=0)  # when scroll bars and columns have their places
        self._later.timeout.connect(self._wrap)
        header.sectionResized.connect(lambda *_: self._later.start())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        for column, head in enumerate(heads):
            if head.width:
                self.setColumnWidth(column, self.width_of(head))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.rows[index.row()].key))
        self.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())

    def give_room(self, column: int, name: int = NAME) -> None:
        """Let a column take the width left, all others being as wide as their texts.

        The first, which takes it in usual windows, is then as wide as a `name`, in pixels at the usual size.
        """
        header = self.horizontalHeader()
        for number in (0, column):
            stretched = number == column
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            )
        if column:
            self.setColumnWidth(0, round(name * self.scale))
            self.room = column
        elif self.room:
            header.setSectionResizeMode(self.room, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(self.room, self.width_of(self.lines.heads[self.room]))
            self.room = 0
        self._fit_columns()

    def set_close(self, *, close: bool) -> None:
        """Let columns be no wider than their texts, and rows lower where all of them are in sight with that."""
        self.close_set = close
        self.lines.side = CLOSE_SIDE if close else SIDE
        if self.objectName() != (dress := "close" if close else ""):
            self.setObjectName(dress)
            self.style().polish(self.horizontalHeader())
        self._fit_columns()
        self._later.start()

    def set_scale(self, scale: float) -> None:
        """Draw everything larger: texts, rows and columns."""
        self.scale = self.lines.scale = scale
        self.verticalHeader().setDefaultSectionSize(round(ROW * scale))
        self.horizontalHeader().setFont(ui_font(round(HEAD_SIZE * scale)))
        for column in (number for number, head in enumerate(self.lines.heads) if head.width):
            self.setColumnWidth(column, self.width_of(self.lines.heads[column]))
        self._fit_columns()
        self.viewport().update()

    def width_of(self, head: TableHead) -> int:
        """How wide a column is at least: as given, and as wide as what stands above it in the language in use."""
        return max(round(head.width * self.scale), head_width(head, self.scale, self.lines.side))

    def _fit_columns(self) -> None:
        """Make columns of figures, and of times, as wide as their longest one, a third of the list at most.

        Where a column takes the width left, there is room for the texts of all others too. In a close table those of
        texts are as wide as these are, at most as given.
        """
        roomy, third = bool(self.room), self.viewport().width() // 3
        for column, head in enumerate(self.lines.heads):
            grows = head.right or head.whole or roomy
            if not ((grows or self.close_set) and head.width) or column == self.room:
                continue
            every = head.whole or roomy or self.close_set
            needed, least = column_width(self.lines, column, every=every), self.width_of(head)
            most = third if grows else least
            if self.close_set:
                least = head_width(head, self.scale, self.lines.side)
            self.setColumnWidth(column, max(least, min(needed, most)))

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other rows; the current one stays current."""
        key, place, column = self.current_key(), max(0, self.currentIndex().row()), self.current_column()
        self.clearSpans()
        self.lines.show_rows(rows)
        for number, one in enumerate(rows):
            if one.wide:
                self.setSpan(number, 0, 1, len(self.lines.heads))
            for first, cell in enumerate(one.cells):
                if cell.span > 1 and not one.wide:
                    self.setSpan(number, first, 1, cell.span)
        self._fit_columns()
        self._wrap()
        same = [number for number, row in enumerate(rows) if row.key == key]
        if (number := same[0] if same else min(place, len(rows) - 1)) >= 0:
            self.setCurrentIndex(self.lines.index(number, column))
        self.current_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap texts anew once the columns have their widths; a current row that was in sight stays so."""
        current, high = self.visualRect(self.currentIndex()), event.oldSize().height()
        super().resizeEvent(event)
        if current.isValid() and current.bottom() < high and current.bottom() >= self.viewport().height():
            self.scrollTo(self.currentIndex())
        self._later.start()

    def _wrap(self) -> None:
        """Make rows as high as their texts need: nothing is cut."""
        bar, shown = self.verticalScrollBar(), self._looked_at()
        heights = self._heights(shown, bar.width()) if bar.isVisible() else []
        if not heights or sum(heights) > self.viewport().height():  # else it is the bar alone that makes lines wrap
            heights = self._heights(shown, 0)
        changed = {number: high for number, high in zip(shown, heights, strict=True) if self.rowHeight(number) != high}
        seen = self.visualRect(self.currentIndex()).intersects(self.viewport().rect())
        for number, high in changed.items():
            self.setRowHeight(number, high)
        if changed and seen and len(shown) < len(self.lines.rows):
            self.scrollTo(self.currentIndex())  # it is not pushed out of sight by those above it

    def _looked_at(self) -> range:
        """The rows whose texts are measured now: of a long list those in sight, the others once they come into it."""
        count = len(self.lines.rows)
        if count <= MOST_MEASURED:
            return range(count)
        first = max(0, self.rowAt(0))
        return range(first, min(count, first + self.viewport().height() // INSIDE + 1))

    def _scrolled(self) -> None:
        if len(self.lines.rows) > MOST_MEASURED:
            self._later.start()

    def _heights(self, shown: range, more: int) -> list[int]:
        """How high rows are, were the column that takes the width left wider by so much."""
        rows = self.lines.rows[shown.start : shown.stop]
        wrapped = [0 if one.inside else self._wrapped(one, more) for one in rows]
        usual = self._usual_height([high for one, high in zip(rows, wrapped, strict=True) if not one.under])
        inside = round(INSIDE * self.scale)
        return [max(inside if one.inside else usual, high) for one, high in zip(rows, wrapped, strict=True)]

    def _wrapped(self, one: TableRow, more: int) -> int:
        """How high a row is for its texts that go on in a second line; 0 where none does."""
        header, heads, high = self.horizontalHeader(), self.lines.heads, 0
        for column, cell in enumerate(one.cells[:1] if one.wide else one.cells):
            if not cell.right and cell.text and heads[column].wraps:
                spans = range(column, min(column + cell.span, len(heads)))
                wide = self.viewport().width() if one.wide else sum(map(self.columnWidth, spans))
                stretched = (header.sectionResizeMode(n) is QHeaderView.ResizeMode.Stretch for n in spans)
                wide += more if one.wide or any(stretched) else 0
                room = wide - 2 * self.lines.side - 2 - (20 if cell.sign is not None else 0)
                high = max(high, wrapped_height(cell.text, fitted_font(cell, self.scale, room), room))
        return high

    def _usual_height(self, wrapped: Sequence[int]) -> int:
        """How high a row of one line is: in a close table as low as all rows need to be in sight, if that does it.

        What is unfolded under a row counts for nothing: the rows stay where they are.
        """
        usual, lowest = round(ROW * self.scale), round(LOWEST * self.scale)
        steps = range(usual, lowest - 1, -1) if self.close_set else ()
        room = self.viewport().height()
        return next((row for row in steps if sum(max(row, high) for high in wrapped) <= room), usual)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show whole rows alone; say in an empty list what will be here, and how to begin."""
        super().paintEvent(event)
        if (cut := self._cut()) is not None:
            QPainter(self.viewport()).fillRect(cut, self.palette().base())
        if not self.lines.rows and self.empty:
            paint_empty(QPainter(self.viewport()), self.viewport().rect(), self.empty)

    def _cut(self) -> QRect | None:
        """The place of a last row that is in sight in part: it comes whole with the next step; None for none."""
        room = self.viewport().rect()
        last = self.rowAt(room.bottom())
        if last <= max(0, self.rowAt(0)):
            return None
        top = self.rowViewportPosition(last)
        return room.adjusted(0, top, 0, 0) if top + self.rowHeight(last) > room.height() else None

    def current_column(self) -> int:
        """Return the column of the current cell; 0 where whole rows are gone through."""
        return max(0, self.currentIndex().column()) if self.by_cell else 0

    def current_key(self) -> str:
        """Return the key of the current row, "" for none."""
        index = self.currentIndex()
        return self.lines.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Make the row of a key the current one."""
        for number, row in enumerate(self.lines.rows):
            if row.key == key:
                self.setCurrentIndex(self.lines.index(number, 0))
                self.scrollTo(self.lines.index(number, 0))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row, once for each press: a key that is held down opens nothing more.

        Where rows have boxes, Space marks the row, Shift with an arrow every row on the way, Ctrl+A all.
        """
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        boxes = bool(self.lines.rows) and any(cell.checked is not None for cell in self.lines.rows[0].cells)
        if is_enter(event) and self.current_key():
            if not event.isAutoRepeat():
                self.opened.emit(self.current_key())
        elif boxes and key == Qt.Key.Key_Space:
            self.marked.emit(self.current_key())
        elif boxes and event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_marked.emit()
        elif boxes and shift and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._mark_on_the_way(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _mark_on_the_way(self, step: int) -> None:
        """Mark the current row and go on; what is marked stays so."""
        row = self.currentIndex().row()
        if not any(cell.checked for cell in self.lines.rows[row].cells):
            self.marked.emit(self.current_key())
        if 0 <= row + step < len(self.lines.rows):
            self.setCurrentIndex(self.lines.index(row + step, 0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a box marks its row."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.data(CELL).checked is not None:
            self.marked.emit(self.lines.rows[index.row()].key)
