"""Rows of the office's tables: cells of text with a sign, a tone and an alignment, the heads, and the model of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics

from models.basics.records import dataclass
from ui.look.marks import Bar
from ui.look.signs import Sign
from ui.look.theme import code_font, ui_font

Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole) + 1
HEAD_SIZE, TEXT, SMALL = 13, 14, 12  # pixels: of types
SIDE, CLOSE_SIDE = 8, 5  # pixels: left and right of a cell's text, and in a close table
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
    shrinks: bool = False  # in a smaller type where that keeps it on one line
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
    whole: bool = False  # as wide as its longest text, as columns of figures are


class GridModel(QAbstractTableModel):
    """The rows."""

    def __init__(self, heads: Sequence[TableHead]) -> None:
        super().__init__()
        self.heads, self.rows = tuple(heads), ()  # type: tuple[TableHead, ...], tuple[TableRow, ...]
        self.scale, self.side = 1.0, SIDE

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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
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


def fitted_font(cell: TableCell, scale: float, room: int) -> QFont:
    """The font of a cell's text in so many pixels: the usual one, or of a text that shrinks the largest that fits.

    Where none does, the text goes on in a second line in the usual one.
    """
    usual = cell_font(cell, scale)
    sizes = range(usual.pixelSize(), round(SMALL * scale) - 1, -1) if cell.shrinks else ()
    fonts = (ui_font(size, bold=cell.bold) for size in sizes)
    return next((font for font in fonts if QFontMetrics(font).horizontalAdvance(cell.text) <= room), usual)


def _all_of(one: TableRow) -> str:
    """The texts of a row with columns of its own, which is one cell of the table; "" for any other."""
    return "　".join(cell.text for cell in one.cells if cell.text) if one.inside else ""
