"""Gather view: the table of who said what on the screen — the arrows choose an answer, Enter takes it.

Each office has its state as a pill in the head of its column; an answer that can be chosen carries a ring.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from ui.basics.enter_key import is_enter
from ui.look.theme import colour, ui_font
from ui.look.views import PlaceTable
from ui.session.session import Session
from ui.tables.grids.entry_delegate import EntryDelegate
from ui.tables.lists.gather_table import ITEM, MEASURE, MINE, GatherTable
from ui.tables.lists.pills import HIGH, paint_pill
from ui.tables.selection_view import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
LEAST_NAME, WIDEST_NAME, LEAST_MEASURE, LEAST_FIGURE = 200, 340, 64, 100  # pixels
HEAD, SIDES = 46, 8
RING = 11  # pixels: before an answer that can be chosen


class GatherHead(QHeaderView):
    """Names of offices, below each how far it is."""

    def __init__(self, table: GatherTable, parent: QWidget) -> None:
        """Draw the heads of a table."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = table
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFixedHeight(HEAD)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a name, and the pill of an office that was given something."""
        painter.fillRect(rect, colour("raised"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        name = str(self._table.headerData(logicalIndex, Qt.Orientation.Horizontal) or "").partition("\n")[0]
        state = self._table.states.get(self._table.office_at(logicalIndex) or "")
        area = rect.adjusted(SIDES, 0, -SIDES, 0)
        side = Qt.AlignmentFlag.AlignRight if logicalIndex >= MINE else Qt.AlignmentFlag.AlignLeft
        painter.setFont(ui_font(13, bold=True))
        painter.setPen(colour("text" if logicalIndex >= MINE else "quiet"))
        line = area if state is None else QRect(area.left(), area.top() + 2, area.width(), HEAD // 2 - 3)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(line, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        if state is not None:
            wide = min(state.wide(), area.width())
            paint_pill(painter, QRectF(area.right() - wide + 1, rect.top() + HEAD // 2, wide, HIGH), state)

    def wanted(self, column: int) -> int:
        """Return how wide a column's head is."""
        name = str(self._table.headerData(column, Qt.Orientation.Horizontal) or "").partition("\n")[0]
        state = self._table.states.get(self._table.office_at(column) or "")
        words = QFontMetrics(ui_font(13, bold=True)).horizontalAdvance(name)
        return max(words, state.wide() if state else 0) + 2 * SIDES + 2


class _GatherDelegate(EntryDelegate):
    """Cells of the grid, and the ring of an answer that can be chosen: filled where it is current."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = self.parent()
        if not isinstance(view, GatherView) or not view.table.takes(index):
            return
        area: QRect = option.rect
        ring = QRectF(area.left() + 7, area.top() + (ROW_HEIGHT - RING) / 2, RING, RING)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 1.4))
        painter.setBrush(colour("surface"))
        painter.drawEllipse(ring)
        if view.currentIndex() == index:
            painter.setBrush(colour("accent"))
            painter.drawEllipse(ring.adjusted(3, 3, -3, -3))
        painter.restore()


class GatherView(PlaceTable):
    """The table on the screen."""

    taken = Signal(str, object)  # place, the office whose answer is taken (None: mine stays)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.table = GatherTable(session, self)
        self.setModel(self.table)
        self.head = GatherHead(self.table, self)
        self.setHorizontalHeader(self.head)
        delegate = _GatherDelegate(self)
        delegate.current = self.currentIndex  # framed also while the keyboard is elsewhere
        self.setItemDelegate(delegate)
        self.setAccessibleName(say("window.slices.who_said"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(self._take)

    def place_at(self, index: Index) -> str:
        """Return the place of a row, "" for a heading."""
        return self.table.lines[index.row()].place if index.isValid() else ""

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are, without the question that may lie below them."""
        return ROW_HEIGHT

    def renew(self) -> None:
        """Show what stands now; the place that was current stays, else the first that is to be decided is."""
        here, column = self.place_at(self.currentIndex()), max(self.currentIndex().column(), MINE)
        self.clearSpans()
        self.table.renew()
        columns = self.table.columnCount()
        for y, line in enumerate(self.table.lines):
            self.setRowHeight(y, ROW_HEIGHT)
            if line.heading:
                self.setSpan(y, 0, 1, columns)
        for x in range(columns):
            least = {ITEM: LEAST_NAME, MEASURE: LEAST_MEASURE}.get(x, LEAST_FIGURE)
            self.head.resizeSection(x, max(least, self.head.wanted(x)))
        if columns:
            self._fit_names()
            if not self.go_to(here, min(column, columns - 1)) and not self.next_dispute(1):
                self._to_first()

    def _to_first(self) -> None:
        places = (y for y, line in enumerate(self.table.lines) if not line.heading)
        self.setCurrentIndex(self.table.index(next(places, 0), MINE))

    def go_to(self, place: str, column: int = MINE) -> bool:
        """Make a place the current one; False when it is not here."""
        rows = (y for y, line in enumerate(self.table.lines) if place and line.place == place)
        row = next(rows, None)
        if row is not None:
            self.setCurrentIndex(self.table.index(row, column))
        return row is not None

    def next_dispute(self, step: int) -> bool:
        """Go to the next (or previous) place to be decided, from the last to the first; False when there is none."""
        rows, here = self.table.disputed, self.currentIndex().row()
        ahead = [y for y in rows if (y > here if step > 0 else 0 <= y < here)]
        if rows:
            row = (ahead or rows)[0 if step > 0 else -1]
            self.setCurrentIndex(self.table.index(row, MINE))
        return bool(rows)

    def _fit_names(self) -> None:
        """Give the names the room they need; where that leaves too little the table scrolls sideways."""
        longest = max((QFontMetrics(ui_font()).horizontalAdvance(one.label) for one in self.table.lines), default=0)
        self.head.resizeSection(ITEM, max(LEAST_NAME, min(WIDEST_NAME, longest + 36)))
        self.setColumnHidden(MEASURE, False)
        self.setColumnHidden(MEASURE, self.head.length() > self.viewport().width())  # what is used stands last
        rest = self.viewport().width() - self.head.length()
        for x in range(MINE, self.table.columnCount()):  # figures keep near their names: a little more room each
            self.head.resizeSection(x, self.head.sectionSize(x) + max(0, min(40, rest // (self.table.used - 1))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        if self.table.columnCount():
            for x in range(MINE, self.table.columnCount()):
                self.head.resizeSection(x, max(LEAST_FIGURE, self.head.wanted(x)))
            self._fit_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the answer that is current; left and right go from answer to answer where they differ."""
        keys, here = Qt.Key, self.currentIndex()
        if is_enter(event) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._take(here)
        elif event.key() in (keys.Key_Left, keys.Key_Right) and here.isValid() and self._to_answer(event.key()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _to_answer(self, key: int) -> bool:
        """Go to the next answer of a place to be decided; False where there is nothing to choose."""
        here, row = self.currentIndex(), self.currentIndex().row()
        found = [x for x in range(self.table.columnCount()) if self.table.takes(self.table.index(row, x))]
        if key == Qt.Key.Key_Left:
            ahead = [x for x in reversed(found) if x < here.column()]
        else:
            ahead = [x for x in found if x > here.column()]
        if ahead:
            self.setCurrentIndex(here.siblingAtColumn(ahead[0]))
        return bool(found)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid() and self.table.takes(index):
            self.taken.emit(self.place_at(index), self.table.office_at(index.column()) or None)
