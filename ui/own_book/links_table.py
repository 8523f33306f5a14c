"""What a unit types, and from which cell of its own workbook each is read."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from forms.guards.columns import column_letters
from models.filling.own_book import Link
from models.plan.plan import Item
from ui.basics.texts import say

Index = QModelIndex | QPersistentModelIndex
WHAT, FROM, TIMES = range(3)
_NO_PARENT = QModelIndex()


class LinksTable(QAbstractTableModel):
    """One line for each item: its name, the cell it is read from, the factor."""

    def __init__(self, items: Sequence[tuple[str, Item]], parent: QObject | None = None) -> None:
        """List items; nothing is read yet."""
        super().__init__(parent)
        self.items = tuple(items)
        self.links: dict[str, Link] = {}

    def show_links(self, links: Mapping[str, Link]) -> None:
        """Show where each is read."""
        self.links = dict(links)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, TIMES))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Items."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Item, cell, factor."""
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The factor can be typed where something is read."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = index.column() == TIMES and self.items[index.row()][0] in self.links
        return plain | Qt.ItemFlag.ItemIsEditable if typed else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        address, item = self.items[index.row()]
        link = self.links.get(address)
        if index.column() == WHAT:
            return say("own.item", 项=item.name, 单位=item.measure) if item.measure else item.name
        if link is None:
            return ""
        return f"{column_letters(link.column)}{link.row}" if index.column() == FROM else link.factor

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a factor; what is no positive figure is not taken."""
        from dataclasses import replace

        from models.filling.own_book import multiplied

        address = self.items[index.row()][0]
        text = str(value).strip()
        if address not in self.links or multiplied("1", text) is None or float(text) <= 0:
            return False
        self.links[address] = replace(self.links[address], factor=text)
        self.dataChanged.emit(index, index)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Heads."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (say("own.what"), say("own.from"), say("own.times"))[section]
