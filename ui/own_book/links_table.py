"""What is to be filled — items, or the columns of a register — and where in the unit's own workbook each is read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from models.basics.records import dataclass
from models.filling.own_book import multiplied
from ui.look.widgets import ChoiceBox
from ui.tables.grids.editors import DONE

Index = QModelIndex | QPersistentModelIndex
WHAT, FROM, TIMES = range(3)
CHOICES = Qt.ItemDataRole.UserRole  # what can be chosen instead of typed
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTarget:
    """Something that can be read: an item by its address or a column by its name, what a person calls it."""

    key: str
    words: str
    figure: bool = True  # has a factor
    fixable: bool = False  # a value can be typed that every row says
    word: str = ""  # a word of the book; what is typed or chosen is the choice it means
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """Where it is read: the cell or column as a spreadsheet names it, the factor."""

    place: str
    factor: str
    value: str = ""  # what a column always says, or what a word means


class LinksDelegate(QStyledItemDelegate):
    """Edits a line: a list where the plan has choices, else a field."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the editor of a cell; the first line of a list takes the choice away."""
        choices = index.data(CHOICES)
        if not choices:
            return super().createEditor(parent, option, index)
        box = ChoiceBox(parent)
        box.addItems(["", *choices])
        box.activated.connect(lambda _: self._take(box))
        return box

    def _take(self, box: QComboBox) -> None:
        """Keep what was chosen and close, once: a box that is closing may still be sent a key."""
        if not box.property(DONE):
            box.setProperty(DONE, True)
            self.commitData.emit(box)
            self.closeEditor.emit(box)


class LinksTable(QAbstractTableModel):
    """One line for each target: its name, where it is read, the factor.

    Emits `factor_typed(key, factor)` and `value_typed(key, text)`, the latter for a fixed value and for what a word
    means; `factor_refused(text)` for what is no factor: the old one stays.
    """

    factor_typed = Signal(str, str)
    value_typed = Signal(str, str)
    factor_refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.targets: tuple[ReadTarget, ...] = ()
        self._sources: dict[str, ReadSource] = {}

    def show_targets(self, targets: Sequence[ReadTarget]) -> None:
        """List other targets, none of them read; the same ones again change nothing."""
        if self.targets == tuple(targets):
            return
        self.beginResetModel()
        self.targets, self._sources = tuple(targets), {}
        self.endResetModel()

    def show_sources(self, sources: Mapping[str, ReadSource]) -> None:
        """Show where each is read."""
        self._sources = dict(sources)
        if self.targets:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, TIMES))

    def row_of(self, key: str) -> int:
        """Return the line of a target, -1 for none."""
        return next((place for place, one in enumerate(self.targets) if one.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Targets."""
        return 0 if parent.isValid() else len(self.targets)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """ReadTarget, place, factor."""
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The factor can be typed where a figure is read, a value where a column may always say the same."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        target = self.targets[index.row()]
        source = self._sources.get(target.key)
        typed = index.column() == TIMES and target.figure and source is not None and not source.value
        typed = typed or (index.column() == FROM and bool(target.fixable or target.word))
        return plain | Qt.ItemFlag.ItemIsEditable if typed else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line."""
        target = self.targets[index.row()]
        if role == CHOICES and index.column() == FROM:
            return target.choices
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHAT:
            return target.words
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        source = self._sources.get(target.key)
        if role == Qt.ItemDataRole.EditRole and index.column() == FROM:
            return source.value if source else ""
        if index.column() == WHAT:
            return target.words
        if source is None or (index.column() == TIMES and (not target.figure or source.value)):
            return say("window.own.no_word") if target.word and index.column() == FROM else ""
        return source.place if index.column() == FROM else source.factor

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a factor or a value; what is no positive figure is no factor."""
        target, text = self.targets[index.row()], str(value).strip()
        if index.column() == FROM:
            if text != self.data(index, Qt.ItemDataRole.EditRole):
                self.value_typed.emit(target.key, text)
            return True
        times = multiplied("1", text)
        if target.key not in self._sources:
            return False
        if times is None or not Decimal(times).is_finite() or Decimal(times) <= 0:
            self.factor_refused.emit(text)
            return False
        self.factor_typed.emit(target.key, text)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Heads."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (say("window.own.what"), say("window.own.from"), say("window.own.times"))[section]
