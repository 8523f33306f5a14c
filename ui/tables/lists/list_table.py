"""List table: lines of words as a model — headings, marks, what is quiet — for every list that is only read."""

from collections.abc import Sequence
from dataclasses import KW_ONLY

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.look.marks import mark_icon, mark_pixmap
from ui.look.theme import colour, ui_font

Index = QModelIndex | QPersistentModelIndex
DISPLAY, DECORATION, TOOL_TIP, FONT, GROUND, TONE = 0, 1, 3, 6, 8, 9
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: a text for each column, its mark; a heading goes across. `target` is where Enter goes."""

    texts: tuple[str, ...]
    mark: Mark = Mark.NONE
    _: KW_ONLY
    heading: bool = False
    target: str = ""


def heading(words: str) -> ListLine:
    """Return a line that goes across."""
    return ListLine((words,), heading=True)


class ListTable(QAbstractTableModel):
    """Lines under heads; the mark stands in the first column, `quiet` columns are secondary."""

    def __init__(self, heads: Sequence[str], quiet: Sequence[int], parent: QObject | None = None) -> None:
        """Start without lines."""
        super().__init__(parent)
        self._heads, self._quiet = tuple(heads), frozenset(quiet)
        self.lines: tuple[ListLine, ...] = ()
        self._marked = False  # a line among them has a mark

    def show_lines(self, lines: tuple[ListLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self._marked = any(one.mark is not Mark.NONE for one in lines if not one.heading)
        self.endResetModel()

    def is_heading(self, line: int) -> bool:
        """True for a line that goes across."""
        return self.lines[line].heading

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role in (DISPLAY, TOOL_TIP):
            return line.texts[column] if column < len(line.texts) else ""
        if role == DECORATION:
            return self._sign(line) if column == 0 and not line.heading else None
        if role == FONT:
            return ui_font(bold=line.heading)
        if role == GROUND:
            return QBrush(colour("raised")) if line.heading else None
        return QBrush(colour("quiet")) if role == TONE and column in self._quiet else None

    def _sign(self, line: ListLine) -> object:
        """The mark of a line; among lines with marks the room of one: all words begin below each other."""
        if line.mark is not Mark.NONE:
            return mark_icon(line.mark)
        return mark_pixmap(Mark.NONE) if self._marked else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY and 0 <= section < len(self._heads):
            return self._heads[section]
        return None
