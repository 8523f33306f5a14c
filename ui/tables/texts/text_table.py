"""Text table: the progress of the unit's tasks as a table — a line for each task, a column for each field.

An edit is made through the undo stack; the table shows what was saved. Reading and checking are the models'.
"""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.basics.addresses import field_address
from models.basics.messages import say
from models.help.phrases import column_word
from models.plan.plan import Block, Column, ColumnType, Means
from models.sheet.cells import BLANK, Cell
from models.sheet.fillable import unit_blocks
from ui.basics.completion import Mark, finding_words
from ui.session.carrying import is_carried, last_name
from ui.session.commands import Edits
from ui.session.session import Session
from ui.tables.grids.cell_looks import NOTHING, CellLook
from ui.tables.grids.entry_table import ADDRESS, DISPLAY, EDIT, LOOK, TOOL_TIP

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TextTable(QAbstractTableModel):
    """Tasks by fields; the first column names the task."""

    def __init__(self, session: Session, edits: Edits, parent: QObject | None = None) -> None:
        """Start without a period."""
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.blocks: tuple[tuple[Block, str], ...] = ()
        self.columns: tuple[Column, ...] = ()

    def renew(self) -> None:
        """Show the tasks of the open period."""
        self.beginResetModel()
        sheet = self._session.sheet
        asked = {slot.column.name for slot in sheet.fields.values() if slot.group in sheet.plan.blocks}
        self.blocks = unit_blocks(sheet.plan, sheet.unit_id, sheet.settings.groups) if asked else ()
        self.columns = tuple(one for one in sheet.plan.progress_columns if one.name in asked)
        self.endResetModel()

    def show_changes(self, addresses: Iterable[str]) -> list[int]:
        """Show these cells anew; return the lines they stand on."""
        lines = []
        for address in addresses:
            index = self.index_of(address)
            if index.isValid():
                self.dataChanged.emit(index, index)
                lines.append(index.row())
        return lines

    def address_at(self, index: Index) -> str:
        """Return the address of a field, "" for the name of a task."""
        if not index.isValid() or index.column() == 0:
            return ""
        return field_address(self.blocks[index.row()][0].id, self.columns[index.column() - 1].name)

    def index_of(self, address: str) -> QModelIndex:
        """Return the index of an address, an invalid one when it is not here."""
        slot = self._session.sheet.fields.get(address)
        if slot is None:
            return QModelIndex()
        rows = [y for y, (block, _) in enumerate(self.blocks) if block.id == slot.group]
        found = [x for x, one in enumerate(self.columns, 1) if one.name == slot.column.name]
        return self.index(rows[0], found[0]) if rows and found else QModelIndex()

    def block_at(self, index: Index) -> str | None:
        """Return the task of a line, None for no line."""
        return self.blocks[index.row()][0].id if index.isValid() else None

    def column_at(self, index: Index) -> Column | None:
        """Return the field of a column, None for the names."""
        return self.columns[index.column() - 1] if index.isValid() and index.column() else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.blocks)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.blocks else len(self.columns) + 1

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or role not in (DISPLAY, EDIT, LOOK, ADDRESS, TOOL_TIP):
            return None
        block, _ = self.blocks[index.row()]
        if index.column() == 0:
            return self._name_look(index.row()) if role == LOOK else block.title
        address = self.address_at(index)
        if role == ADDRESS:
            return address
        if role == TOOL_TIP:
            found = self._session.findings_at(address)
            told = [finding_words(*one, self._session.sheet) for one in found if one[1] is not Mark.MISSING]
            told += [say("carry.field", 期=last_name(self._session))] if is_carried(self._session, address) else []
            return "\n".join(told) or None
        if role == EDIT:
            return self._typed(address)
        return self._look(address) if role == LOOK else self._text(address)

    def _name_look(self, row: int) -> CellLook:
        """What stands before a row: the task; below it, quietly, its clause and the unit's part in it."""
        block, part = self.blocks[row]
        below = f"{block.clause} · {say(f'window.progress.{part}')}"
        return CellLook(block.title, strong=True, top=True, below=below)

    def _typed(self, address: str) -> str:
        """What is typed on: a figure as it was written (约85), anything else as it stands."""
        slot, cell = self._session.sheet.fields.get(address), self._session.entered(address)
        figure = slot is not None and slot.column.type in (ColumnType.NUMBER, ColumnType.WHOLE)
        return (cell.raw if figure else "") or self._text(address)

    def _text(self, address: str) -> str:
        cell = self._session.entered(address)
        return cell.raw if cell.fault else cell.text

    def _look(self, address: str) -> CellLook:
        slot = self._session.sheet.fields.get(address)
        if slot is None:
            return NOTHING
        mark, text = self._session.standing.mark(address), self._text(address)
        fault = bool(self._session.entered(address).fault)
        locked = self._session.locked
        needed = not text and slot.required and not locked
        carried = "hint_tint" if is_carried(self._session, address) else ""
        return CellLook(
            text,
            top=True,
            places=0 if slot.column.means is Means.PERCENT and not fault else None,
            mark=Mark.NONE if mark in (Mark.MISSING, Mark.PENDING) else mark,
            ground="error_tint" if fault else "derived" if locked else "needed" if needed else carried,
            tone="error" if fault else "text",
            needed=needed,
            refused=fault,
        )

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        address = self.address_at(index)
        if role != EDIT or not address or self._session.locked:
            return False
        if str(value) != self._typed(address):
            self.put_texts({address: str(value)}, "typed")
        return True

    def put_texts(self, texts: dict[str, str], why: str) -> None:
        """Put several texts as one step; "" takes one away."""
        cells: dict[str, Cell] = {at: self._session.read(at, text) if text else BLANK for at, text in texts.items()}
        self._edits.put_all(cells, why)

    def choices_at(self, index: Index) -> tuple[str, ...]:
        """Return what can be chosen in a field, empty for a typed one."""
        column = self.column_at(index)
        if column is None:
            return ()
        return (say("window.yes"), say("window.no")) if column.type is ColumnType.YES_NO else column.choices

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsEditable if index.column() and not self._session.locked else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Vertical or role != DISPLAY:
            return None
        if section == 0:
            return say("window.progress.task", n=len(self.blocks))
        column = self.columns[section - 1] if section <= len(self.columns) else None
        return column_word(column) if column else None
