"""Register view: the rows of a register on the screen; blocks are pasted below the last row as well."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.basics.messages import say as word
from models.plan.plan import ColumnType, Register
from ui.basics.completion import Mark
from ui.basics.texts import say
from ui.look.theme import ui_font
from ui.session.screen import Desk
from ui.tables.grids.entry_delegate import PADDING, ROW_HEIGHT
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.register_table import RegisterTable

NARROWEST, TEXT_WIDTH, WIDEST = 64, 150, 260
LOOKS = {  # the longest thing a column of a kind holds
    ColumnType.DATE: "2020-12-30",
    ColumnType.PLATE: "陕G12345D",
    ColumnType.VIN: "LWWWW000000000000",
    ColumnType.CREDIT_CODE: "91610900MA70WWWW0X",
    ColumnType.NUMBER: "123456.78",
}


class ChoiceDelegate(QStyledItemDelegate):
    """Opens a list where the column has choices, a line everywhere else."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        model = index.model()
        choices = model.choices_at(index) if isinstance(model, RegisterTable) else ()
        if not choices:
            return QLineEdit(parent)
        box = QComboBox(parent)
        box.addItems(["", *choices])
        box.activated.connect(lambda _: self._done(box))
        return box

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class RegisterView(GridView):
    """A register that is filled in."""

    place_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show no register yet."""
        super().__init__(parent)
        self._desk = desk
        self.table = RegisterTable(desk.session, desk.edits, self)
        self.setModel(self.table)
        self.setObjectName("register")
        self.setItemDelegate(ChoiceDelegate(self))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumWidth(48)
        self.customContextMenuRequested.connect(self._menu_at)
        self.selectionModel().currentChanged.connect(
            lambda now, _: self.place_chosen.emit(self.table.address_of(now.row()))
        )

    def show_register(self, register: Register) -> None:
        """Show another register, each column as wide as its heading or what it holds needs."""
        self.table.show_register(register)
        metrics = QFontMetrics(ui_font(bold=True))
        for x, column in enumerate(register.columns):
            head = str(self.table.headerData(x, Qt.Orientation.Horizontal))
            longest = max([head, LOOKS.get(column.type, ""), *column.choices], key=metrics.horizontalAdvance)
            width = metrics.horizontalAdvance(longest) + 3 * PADDING
            least = TEXT_WIDTH if column.type is ColumnType.TEXT else NARROWEST
            self.setColumnWidth(x, min(max(width, least), WIDEST))

    def offer(self, text: str) -> bool:
        """Show what a block with its own heads would change, instead of putting it place by place."""
        return self._desk.offer(text, self.table.register.id if self.table.register else "")

    def put_block(self, start: QModelIndex, block: list[list[str]]) -> None:
        """Put a block as one step; what is below the last row becomes new rows."""
        if len(block) > 1 and not self.table.whole:
            self._desk.tell(say("register.whole_first"), Mark.WARNING)  # it would land in rows out of sight
            return
        self.table.put_block(start.row(), start.column(), block)

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the selected cells say."""
        self.table.clear(indexes)

    def remove_selected(self) -> None:
        """Take the rows of the selection away."""
        self.table.remove({index.row() for index in self.selected()})

    def settle_selected(self) -> None:
        """Take the carried rows of the selection as said for this period too."""
        self.table.settle({index.row() for index in self.selected()})

    def _menu_at(self, point: QPoint) -> None:
        menu = QMenu(self)
        if any(self.table.carried_line(index.row()) for index in self.selected()):
            menu.addAction(word("carry.keep")).triggered.connect(lambda _=False: self.settle_selected())
        for words, action in (
            ("register.remove", self.remove_selected),
            ("grid.copy", self.copy),
            ("grid.paste", self.paste),
        ):
            menu.addAction(say(words)).triggered.connect(lambda _=False, act=action: act())
        menu.popup(self.viewport().mapToGlobal(point))
