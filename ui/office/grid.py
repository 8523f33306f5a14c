"""Office grid: a table that is read, each cell a text with a sign, a tone and an alignment; Enter opens the row."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look.signs import Sign, paint_sign
from ui.look.theme import colour, ui_font
from ui.look.views import QuietTable

Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole) + 1
ROW = 26
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Completion drawn as a bar: shares from 0 up, of the target and of the time that has passed (None: no mark)."""

    done: float
    time: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, sign, tone (name of a colour) and where the text stands."""

    text: str = ""
    sign: Sign | None = None
    tone: str = "text"
    right: bool = False
    bold: bool = False
    small: bool = False
    bar: Bar | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; `under` rows belong to the one above them, `target` is what Enter opens."""

    key: str
    cells: tuple[Cell, ...]
    under: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column: its head, its width in pixels (0: what is left), whether its figures stand at the right."""

    text: str
    width: int
    right: bool = False


class GridModel(QAbstractTableModel):
    """The rows."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads, self.rows = tuple(heads), ()  # type: tuple[Head, ...], tuple[Row, ...]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

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
        cell = cells[index.column()] if index.column() < len(cells) else Cell()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text or cell.tip
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
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
            side = Qt.AlignmentFlag.AlignRight if self.heads[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(CELL)
        model = index.model()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        under = isinstance(model, GridModel) and model.rows[index.row()].under
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colour("accent_tint"))
        elif under:
            painter.fillRect(area, colour("raised"))
        if index.column() == 0 and (under or state & QStyle.StateFlag.State_Selected):
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour("accent"))
        room = area.adjusted(10 if under and index.column() == 0 else 8, 0, -8, 0)
        if cell.sign is not None:
            where = QRectF(room.left(), room.top(), 16, room.height())
            paint_sign(painter, where if cell.text else QRectF(area), cell.sign)
            room = room.adjusted(20, 0, 0, 0)
        if cell.bar is not None:
            _bar(painter, QRectF(room.left(), room.center().y() - 5, 76, 11), cell.bar)
            room = room.adjusted(84, 0, 0, 0)
        font = ui_font(12 if cell.small else 14, bold=cell.bold)
        painter.setFont(font)
        painter.setPen(colour(cell.tone))
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def _bar(painter: QPainter, area: QRectF, bar: Bar) -> None:
    painter.fillRect(area, colour("line"))
    done = QRectF(area)
    done.setWidth(area.width() * min(1.0, max(0.0, bar.done)))
    painter.fillRect(done, colour("bar"))
    painter.fillRect(QRectF(done.right() - 1.5, area.top(), 1.5, area.height()), colour("accent"))
    if bar.time is not None:
        x = area.left() + area.width() * min(1.0, max(0.0, bar.time))
        painter.fillRect(QRectF(x - 1, area.top() - 3, 2, area.height() + 6), colour("text"))


class OfficeGrid(QuietTable):
    """The table on the screen: whole rows are chosen, Enter or a double click opens one."""

    opened = Signal(str)  # key of the row
    current_changed = Signal()

    def __init__(self, name: str, heads: Sequence[Head], *, many: bool = False) -> None:
        """Start empty; `many` lets several rows be chosen."""
        super().__init__()
        self.setAccessibleName(name)
        self.lines = GridModel(heads)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setHighlightSections(False)
        for column, head in enumerate(heads):
            if head.width:
                self.setColumnWidth(column, head.width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.rows[index.row()].key))
        self.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays current."""
        key, place = self.current_key(), max(0, self.currentIndex().row())
        self.lines.show_rows(rows)
        same = [number for number, row in enumerate(rows) if row.key == key]
        number = same[0] if same else min(place, len(rows) - 1)
        if number >= 0:
            self.setCurrentIndex(self.lines.index(number, 0))
        self.current_changed.emit()

    def current_key(self) -> str:
        """Return the key of the current row, "" for none."""
        index = self.currentIndex()
        return self.lines.rows[index.row()].key if index.isValid() else ""

    def chosen_keys(self) -> tuple[str, ...]:
        """Return the keys of the chosen rows in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.lines.rows[row].key for row in rows)

    def choose(self, key: str) -> None:
        """Make the row of a key the current one."""
        for number, row in enumerate(self.lines.rows):
            if row.key == key:
                self.setCurrentIndex(self.lines.index(number, 0))
                self.scrollTo(self.lines.index(number, 0))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key():
            self.opened.emit(self.current_key())
        else:
            super().keyPressEvent(event)
