"""Register grid: the rows of one register, typed columns, an empty line at the end for the next row.

Rows are put back whole, through the undo stack; numbers stay 1…n. Holds no rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from models.addresses import row_address, split_row_address
from models.plan import Column, ColumnType, Register
from models.rows import Row, read_row, row_key
from ui.commands import Edits
from ui.marks import mark_icon
from ui.messages import say
from ui.session import Session
from ui.theme import colour

Index = QModelIndex | QPersistentModelIndex
DISPLAY, DECORATION, EDIT, TOOL_TIP, ALIGN, GROUND = 0, 1, 2, 3, 7, 8
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()


class RegisterTable(QAbstractTableModel):
    """The rows of a register as cells."""

    def __init__(self, session: Session, edits: Edits, parent: QObject | None = None) -> None:
        """Start without a register."""
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.register: Register | None = None
        self._rows: tuple[Row, ...] = ()
        self._columns: tuple[Column, ...] = ()

    def show_register(self, register: Register) -> None:
        """Show a register; one the plan has named rows for starts with them."""
        self.beginResetModel()
        self.register, self._columns = register, register.columns
        self._take()
        self.endResetModel()

    def show_changes(self) -> None:
        """Show the rows as they are kept now."""
        if self.register is None:
            return
        before = len(self._rows)
        kept = self._session.rows(self.register.id) or self._given(self.register)
        if len(kept) != before:
            self.beginResetModel()
            self._take()
            self.endResetModel()
            return
        self._take()
        last = self.index(max(0, before - 1), max(0, len(self._columns) - 1))
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, before)

    def _take(self) -> None:
        if self.register is not None:
            self._rows = self._session.rows(self.register.id) or self._given(self.register)

    def _given(self, register: Register) -> tuple[Row, ...]:
        return tuple(read_row(register, number, texts) for number, texts in enumerate(register.fixed_rows, 1))

    def address_of(self, row: int) -> str:
        """Return the address of a row, "" for the empty line at the end."""
        if self.register is None or not 0 <= row < len(self._rows):
            return ""
        return row_address(self.register.id, row_key(self.register, self._rows[row]))

    def row_of(self, address: str) -> int:
        """Return the place of the row with an address, -1 when there is none."""
        parts = split_row_address(address)
        if self.register is None or parts is None or parts[0] != self.register.id:
            return -1
        return next((n for n, row in enumerate(self._rows) if row_key(self.register, row) == parts[1]), -1)

    def put_block(self, top: int, left: int, block: Iterable[Iterable[str]]) -> None:
        """Put a block of texts as one step; rows below the last are added."""
        rows = list(self._rows)
        for y, texts in enumerate(block, top):
            known = rows[y] if y < len(rows) else Row(y + 1, {})
            named = zip(self._columns[left:], texts, strict=False)
            rows[y : y + 1] = [self._with(known, {column.name: text for column, text in named})]
        self._keep(rows, "pasted")

    def clear(self, indexes: Iterable[Index]) -> None:
        """Take away what these cells say, as one step; a row without anything left goes too."""
        gone: dict[int, dict[str, str]] = {}
        for index in indexes:
            gone.setdefault(index.row(), {})[self._columns[index.column()].name] = ""
        self._keep([self._with(row, gone[n]) if n in gone else row for n, row in enumerate(self._rows)], "cleared")

    def remove(self, numbers: Iterable[int]) -> None:
        """Take whole rows away, as one step."""
        gone = set(numbers)
        self._keep([row for n, row in enumerate(self._rows) if n not in gone], "removed")

    def _with(self, row: Row, texts: Mapping[str, str]) -> Row:
        if self.register is None:
            return row
        return read_row(self.register, row.number, {**row.values, **row.raw, **texts})

    def _keep(self, rows: Iterable[Row], why: str) -> None:
        if self.register is None or self._session.locked:
            return
        said = [row for row in rows if row.values or row.faults]
        self._edits.put_rows(self.register.id, [_numbered(row, n) for n, row in enumerate(said, 1)], why)

    def choices_at(self, index: Index) -> tuple[str, ...]:
        """Return what can be chosen in a cell, empty for a typed one."""
        column = self._columns[index.column()]
        return (say("yes"), say("no")) if column.type is ColumnType.YES_NO else column.choices

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self.register is None else len(self._rows) + 1

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or role not in (DISPLAY, EDIT, ALIGN, GROUND, TOOL_TIP):
            return None
        column = self._columns[index.column()]
        if role == ALIGN:
            return RIGHT if column.type in (ColumnType.NUMBER, ColumnType.WHOLE) else LEFT
        if index.row() >= len(self._rows):
            return "" if role in (DISPLAY, EDIT) else None
        row = self._rows[index.row()]
        if role in (DISPLAY, EDIT):
            return row.values.get(column.name) or row.raw.get(column.name, "")
        if column.name in row.faults:
            return QBrush(colour("error_tint")) if role == GROUND else say("register.unread")
        return None

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        if role != EDIT or not index.isValid() or self._session.locked:
            return False
        if str(value) != self.data(index, EDIT):
            row = self._rows[index.row()] if index.row() < len(self._rows) else Row(index.row() + 1, {})
            changed = self._with(row, {self._columns[index.column()].name: str(value)})
            self._keep([*self._rows[: index.row()], changed, *self._rows[index.row() + 1 :]], "typed")
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain if self._session.locked else plain | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return self._column_head(section, role)
        if role == DISPLAY:
            return str(section + 1) if section < len(self._rows) else "+"
        if role == DECORATION:
            return mark_icon(self._session.standing.mark(self.address_of(section)))
        if role == TOOL_TIP:
            found = self._session.findings_at(self.address_of(section))
            return "\n".join(finding.message for finding, _ in found) or None
        return None

    def _column_head(self, section: int, role: int) -> object:
        if role != DISPLAY or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        needed = say("register.required") if column.required else ""
        measure = say("register.measure", 单位=column.measure) if column.measure else ""
        return f"{column.name}{needed}{measure}"


def _numbered(row: Row, number: int) -> Row:
    """Return the row under its number; one that has it stays the same object, so that it need not be judged again."""
    return row if row.number == number else replace(row, number=number)
