"""Office grid: a table that is read, each cell a text with a sign, a tone and an alignment; Enter opens the row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from models.basics.records import dataclass
from ui.basics.enter_key import is_enter
from ui.look.marks import Bar, paint_bar
from ui.look.signs import Sign, paint_check, paint_sign
from ui.look.theme import code_font, colour, ui_font
from ui.look.views import QuietTable, paint_cell, paint_empty, parts_of, wrapped_height

Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole) + 1
ROW, INSIDE = 26, 22  # pixels: the height of a row, and of one with columns of its own
MOST_WRAPPED = 400  # rows; a longer list keeps rows of one height
NAME = 340  # pixels: the first column of a wide window
HEAD_SIZE, TEXT, SMALL = 13, 14, 12  # pixels: of types
HEAD_SIDES = 20  # pixels: what stands left and right of a column's head
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell: its text, sign, tone (name of a colour) and where the text stands."""

    text: str = ""
    sign: Sign | None = None
    tone: str = "text"
    right: bool = False
    bold: bool = False
    small: bool = False
    code: bool = False  # compared sign by sign: each as wide as the others
    bar: Bar | None = None
    tip: str = ""
    checked: bool | None = None  # a box to mark the row with; None: no box
    span: int = 1  # columns it goes over
    chosen: bool = False  # in the column that is chosen
    differs: bool = False  # a bar stands at its left: this is not as it was, or as it is beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `under` rows belong to the one above them; the first cell of a `wide` one goes over all columns.

    `inside`: a `wide` row has columns of its own, with these widths in pixels (0: what is left) for its cells.
    """

    key: str
    cells: tuple[TableCell, ...]
    under: bool = False
    wide: bool = False
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHead:
    """A column: its head, its width in pixels (0: what is left), whether figures stand at the right."""

    text: str
    width: int
    right: bool = False
    middle: bool = False  # stands over signs, which stand in the middle
    bold: bool = False  # what one is at
    wraps: bool = True  # texts that have no room go on in a second line


class GridModel(QAbstractTableModel):
    """The rows."""

    def __init__(self, heads: Sequence[TableHead]) -> None:
        super().__init__()
        self.heads, self.rows = tuple(heads), ()  # type: tuple[TableHead, ...], tuple[TableRow, ...]
        self.scale = 1.0

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def name_heads(self, texts: Mapping[int, str]) -> None:
        """Give columns other heads."""
        self.heads = tuple(replace(head, text=texts.get(number, head.text)) for number, head in enumerate(self.heads))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)

    def mark_head(self, column: int) -> None:
        """Show which column one is at, -1 for none."""
        self.heads = tuple(replace(head, bold=number == column) for number, head in enumerate(self.heads))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's text, or the cell itself."""
        if not index.isValid():
            return None
        cells = self.rows[index.row()].cells
        cell = cells[index.column()] if index.column() < len(cells) else TableCell()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _all_of(self.rows[index.row()]) or cell.text or cell.tip
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or _all_of(self.rows[index.row()]) or cell.text
        return cell if role == CELL else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a head."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            head, flags = self.heads[section], Qt.AlignmentFlag
            side = flags.AlignRight if head.right else flags.AlignHCenter if head.middle else flags.AlignLeft
            return int(side | flags.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole:
            return head_font(self.heads[section], self.scale)
        return None


def head_font(head: TableHead, scale: float) -> QFont:
    """The font of a column's head."""
    return ui_font(round(HEAD_SIZE * scale), bold=head.bold)


def cell_font(cell: TableCell, scale: float) -> QFont:
    """The font of a cell's text."""
    size = round((SMALL if cell.small else TEXT) * scale)
    return code_font(size, bold=cell.bold) if cell.code else ui_font(size, bold=cell.bold)


def _all_of(one: TableRow) -> str:
    """The texts of a row with columns of its own, which is one cell of the table; "" for any other."""
    return "　".join(cell.text for cell in one.cells if cell.text) if one.inside else ""


class _TableDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
        view = self.parent()
        scale = view.scale if isinstance(view, OfficeGrid) else 1.0
        if state & QStyle.StateFlag.State_HasFocus and isinstance(view, OfficeGrid) and view.by_cell:
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
            figure = QFontMetrics(ui_font(round(SMALL * scale))).horizontalAdvance("100.0%")
            wide = max(0, room.width() - figure - 8)  # figures stand under each other, the bars have one length
            paint_bar(painter, QRectF(room.left(), room.center().y() - 5, wide, 11), cell.bar)
            room = room.adjusted(wide + 8, 0, 0, 0)
        high = area.height() > round(ROW * scale)
        paint_cell(painter, room, cell.text, cell_font(cell, scale), cell.tone, right=cell.right, wraps=high)


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
        self.setModel(self.lines)
        self.setItemDelegate(_TableDelegate(self))
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
        for column, head in enumerate(heads):
            if head.width:
                self.setColumnWidth(column, self._width(head))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.rows[index.row()].key))
        self.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())

    def give_room(self, column: int) -> None:
        """Let a column take the width left; the first, which takes it in usual windows, is then as wide as a name."""
        header = self.horizontalHeader()
        for number in (0, column):
            stretched = number == column
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            )
        if column:
            self.setColumnWidth(0, round(NAME * self.scale))
            self.room = column
        elif self.room:
            header.setSectionResizeMode(self.room, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(self.room, self._width(self.lines.heads[self.room]))
            self.room = 0

    def set_scale(self, scale: float) -> None:
        """Draw everything larger: texts, rows and columns."""
        self.scale = self.lines.scale = scale
        self.verticalHeader().setDefaultSectionSize(round(ROW * scale))
        self.horizontalHeader().setFont(ui_font(round(HEAD_SIZE * scale)))
        for column in (number for number, head in enumerate(self.lines.heads) if head.width):
            self.setColumnWidth(column, self._width(self.lines.heads[column]))
        self._keep_figures_whole()
        self.viewport().update()

    def _width(self, head: TableHead) -> int:
        """How wide a column is at least: as given, and as wide as what stands above it in the language in use."""
        words = QFontMetrics(head_font(replace(head, bold=True), self.scale)).horizontalAdvance(head.text)
        return max(round(head.width * self.scale), words + HEAD_SIDES)

    def _keep_figures_whole(self) -> None:
        """Make columns of figures as wide as their longest one, a third of the list at most: a figure is not cut."""
        for column, head in enumerate(self.lines.heads):
            if not (head.right and head.width) or column == self.room:
                continue
            cells = [row.cells[column] for row in self.lines.rows if not row.wide and column < len(row.cells)]
            longest = max((cell for cell in cells if cell.right), key=lambda cell: len(cell.text), default=TableCell())
            metrics = QFontMetrics(cell_font(longest, self.scale))
            needed = min(metrics.horizontalAdvance(longest.text) + 20, self.viewport().width() // 3)
            self.setColumnWidth(column, max(self._width(head), needed))

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
        self._keep_figures_whole()
        self._wrap()
        same = [number for number, row in enumerate(rows) if row.key == key]
        if (number := same[0] if same else min(place, len(rows) - 1)) >= 0:
            self.setCurrentIndex(self.lines.index(number, column))
        self.current_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap texts anew once the columns have their widths."""
        super().resizeEvent(event)
        self._later.start()

    def _wrap(self) -> None:
        """Make rows as high as their texts need: nothing is cut."""
        if len(self.lines.rows) > MOST_WRAPPED:
            return
        bar = self.verticalScrollBar()
        heights = self._heights(bar.width()) if bar.isVisible() else []
        if not heights or sum(heights) > self.viewport().height():  # else it is the bar alone that makes lines wrap
            heights = self._heights(0)
        for number, high in enumerate(heights):
            if self.rowHeight(number) != high:
                self.setRowHeight(number, high)

    def _heights(self, more: int) -> list[int]:
        """How high the rows are, were the column that takes the width left wider by so much."""
        header, found = self.horizontalHeader(), []
        stretched = [header.sectionResizeMode(n) is QHeaderView.ResizeMode.Stretch for n in range(header.count())]
        for one in self.lines.rows:
            high = round((INSIDE if one.inside else ROW) * self.scale)
            for column, cell in enumerate(() if one.inside else one.cells[:1] if one.wide else one.cells):
                if not cell.right and cell.text and self.lines.heads[column].wraps:
                    spans = range(column, min(column + cell.span, len(self.lines.heads)))
                    wide = self.viewport().width() if one.wide else sum(map(self.columnWidth, spans))
                    wide += more if one.wide or any(stretched[n] for n in spans) else 0
                    beside = 18 + (20 if cell.sign is not None else 0)
                    high = max(high, wrapped_height(cell.text, cell_font(cell, self.scale), wide - beside))
            found.append(high)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in an empty list what will be here, and how to begin."""
        super().paintEvent(event)
        if not self.lines.rows and self.empty:
            paint_empty(QPainter(self.viewport()), self.viewport().rect(), self.empty)

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
