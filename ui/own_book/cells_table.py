"""Cells of a sheet as they stand in somebody's workbook, to be pointed at; read only."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from forms.given.cells import SheetCells
from forms.guards.columns import column_letters
from ui.look.theme import colour, ui_font

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS, MOST_COLUMNS = 400, 60
_NO_PARENT = QModelIndex()


class CellsTable(QAbstractTableModel):
    """One sheet; `linked` are the cells something is read from."""

    def __init__(self, page: SheetCells, parent: QObject | None = None) -> None:
        """Show a sheet from its first row and column on."""
        super().__init__(parent)
        self.page = page
        self.linked: dict[tuple[int, int], str] = {}
        self._rows = min(max(page.rows, default=1), MOST_ROWS)
        self._columns = min(max((max(cells) for cells in page.rows.values() if cells), default=1), MOST_COLUMNS)

    def show_links(self, linked: dict[tuple[int, int], str]) -> None:
        """Mark the cells that are read: place → what for."""
        self.linked = linked
        self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self._columns - 1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Rows of the sheet."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns of the sheet."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; a mark where it is read."""
        place = (index.row() + 1, index.column() + 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.page.text(*place)
        if role == Qt.ItemDataRole.BackgroundRole and place in self.linked:
            return QBrush(colour("accent_tint"))
        if role == Qt.ItemDataRole.FontRole and place in self.linked:
            return ui_font(bold=True)  # a tint alone says nothing
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.linked.get(place) or self.page.text(*place) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Letters across, numbers down, as in the workbook."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation is Qt.Orientation.Horizontal else str(section + 1)
