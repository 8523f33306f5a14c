"""Register view: the rows of a register on the screen; blocks are pasted below the last row as well."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMenu, QStyle, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from models.plan.plan import ColumnType, Register
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.look.fitting import popup_at
from ui.look.focus import keep_typed
from ui.look.theme import colour
from ui.session.screen import ScreenContext
from ui.tables.copied import over_words
from ui.tables.grids.column_room import RegisterRoom, spaced
from ui.tables.grids.editors import EditorDelegate, draw_frame
from ui.tables.grids.frozen_column import FrozenColumn
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.register_table import RegisterTable
from ui.tables.heads import RowHeads, follow_columns
from ui.tables.laying import Laid, untold
from ui.tables.long_paste import WaitingBox, outside, rows_only
from ui.tables.long_steps import CLEAR, PASTE, REMOVE, Act, LongStep
from ui.tables.selection_view import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
_Told = tuple[list[str], int]  # sentences, and how many cells had no column
_Block = Sequence[Sequence[str | None]]  # None: what stands there stays
ScrollHint = QAbstractItemView.ScrollHint
MANY_ROWS = 500


class RowDelegate(EditorDelegate):
    """Opens a list where the column has choices, a line everywhere else."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        choices = model.choices_at(index) if isinstance(model, RegisterTable) else ()
        if choices:
            return self.list_editor(choices, parent)
        line = QLineEdit(parent)
        if isinstance(model, RegisterTable) and model.is_figure(index.column()):
            line.setAlignment(Qt.AlignmentFlag.AlignRight)  # where the figure stands
        return line

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Set the points of a column of figures below each other: what lacks decimals is filled with blanks as wide."""
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, RegisterTable) and model.is_figure(index.column()):
            option.text = spaced(option.text, model.places_of(index.column()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell; what lies below it in a higher row is the answer to a finding."""
        own = QStyleOptionViewItem(option)
        own.rect.setHeight(min(own.rect.height(), ROW_HEIGHT))
        state: QStyle.StateFlag = option.state
        active = self.active_among(index)
        if active:
            own.state = state & ~QStyle.StateFlag.State_Selected
        super().paint(painter, own, index)
        if index.data(Qt.ItemDataRole.ToolTipRole):  # what could not be read
            draw_frame(painter, own.rect, colour("error"))
        self.draw_current(painter, own.rect, index, state)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Open the editor over the cell alone."""
        area: QRect = option.rect
        editor.setGeometry(area.left(), area.top(), area.width(), min(area.height(), ROW_HEIGHT))


class RegisterView(GridView):
    """A register that is filled in."""

    place_chosen = Signal(str)
    even = True

    def __init__(self, desk: ScreenContext, parent: QWidget | None = None) -> None:
        """Show no register yet."""
        super().__init__(parent)
        self._desk = desk
        self.table = RegisterTable(desk.session, desk.edits, self)
        heads = RowHeads(self)
        self.setVerticalHeader(heads)
        self.setModel(self.table)
        heads.follow(self.table, self.table.line_changed)
        follow_columns(self)
        self.room = RegisterRoom(self, self.table, desk.session.rows)
        self.waiting: WaitingBox | None = None  # the last one
        self.setObjectName("register")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # long names differ at their end as often
        self.use(RowDelegate(self))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumWidth(48)
        self.frozen = FrozenColumn(self)
        self.table.line_changed.connect(self._draw_head)
        self.customContextMenuRequested.connect(self._menu_at)
        columns = self.horizontalHeader()
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._head_menu_at)
        self._told = ""
        self.selectionModel().currentChanged.connect(lambda now, _: self._tell_place(now))

    def _tell_place(self, index: QModelIndex) -> None:
        self._told = self.table.address_of(index.row())
        self.place_chosen.emit(self._told)

    def follow_place(self) -> None:
        """Tell the current place again where another row stands there now: one pasted over it, or one typed anew."""
        here = self.currentIndex()
        if here.isValid() and self.place_at(here) != self._told:
            self._tell_place(here)

    def _draw_head(self, line: int) -> None:
        head = self.verticalHeader()
        head.viewport().update(0, head.sectionViewportPosition(line), head.width(), head.sectionSize(line))

    def place_at(self, index: Index) -> str:
        """Return the address of a row."""
        return self.table.address_of(index.row()) if index.isValid() else ""

    def column_at(self, index: Index) -> str:
        """Return the name of the column one is in."""
        register = self.table.register
        return register.columns[index.column()].name if register is not None and index.isValid() else ""

    def show_register(self, register: Register) -> None:
        """Show another register, each column as wide as its heading or what it holds needs."""
        self.table.show_register(register)
        self.room.share(anew=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew: a page that is shown for the first time has its width only now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.room.share()

    def scrollTo(self, index: Index, hint: ScrollHint = ScrollHint.EnsureVisible) -> None:
        """Bring a place into sight, beside the first column where that lies over the others."""
        super().scrollTo(index, hint)
        if index.column() > 0:
            self.frozen.uncover(index)

    def offer(self, text: str) -> bool:
        """Show what a block with its own heads would change, instead of putting it place by place."""
        return self._desk.offer(text, self.table.register.id if self.table.register else "")

    def copied_text(self, index: QModelIndex) -> str:
        """Return what was typed: 约2 stays about two, whatever is counted."""
        return str(index.data(Qt.ItemDataRole.EditRole) or "")

    def copied_block(self) -> list[list[str]]:
        """Return the selected block as it was typed, without a question for each of its places."""
        ranges = self.selectionModel().selection().toList()
        return self.table.typed(*self._in_sight(ranges[0])) if len(ranges) == 1 else super().copied_block()

    def says(self, row: int, column: int) -> bool:
        """True where something was typed: ten thousand places are asked on the way to the last one."""
        return self.table.says(row, column)

    def takes_entry(self, index: Index) -> bool:
        """Every place of an open register takes an entry."""
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def takes_any(self) -> bool:
        """Nothing of a filed return takes an entry."""
        return not self._desk.session.locked

    def takes_date(self, index: Index) -> bool:
        """True in a column of dates."""
        register = self.table.register
        return register is not None and index.isValid() and register.columns[index.column()].type is ColumnType.DATE

    def refuse(self, index: QModelIndex) -> None:
        """A register takes everything until the return has been filed."""
        self._desk.tell(say("window.grid.locked"), Mark.HINT)

    def refuse_rows(self) -> None:
        """Rows are taken away by the button, and added in the line below the last."""
        self._desk.tell(say("window.register.rows_how"), Mark.HINT)

    def hint(self, words: str) -> None:
        """Tell in the line where everything is told."""
        self._desk.tell(words, Mark.HINT)

    def put_block(self, start: QModelIndex, block: list[list[str]], why: str = "pasted") -> None:
        """Put a block as one step; what is below the last row becomes new rows."""
        if self._desk.session.locked:
            self.refuse(start)
            return
        if len(block) > 1 and not self.table.whole:
            sorted_ = self.table.sight.sorting is not None and self.table.sight.wanted is None
            # it would land in rows out of sight, or among others than one thinks
            self._desk.tell(
                say("window.register.unsort_first" if sorted_ else "window.register.whole_first"), Mark.WARNING
            )
            return
        if len(block) >= MANY_ROWS:
            self._put_long(start.row(), start.column(), block, why)
            return
        tell = self._telling(start.row(), start.column(), len(block), why)
        rows, left = rows_only(block) if why == "pasted" else (block, "")
        if not rows:
            self._desk.tell(left, Mark.WARNING)
            return
        told = tell(rows, left)
        self.table.put_block(start.row(), start.column(), rows, why)
        self._tell_put(*told)

    def _telling(self, top: int, left: int, most: int, why: str) -> Callable[[_Block, str], _Told]:
        """Return what says, after what was begun, what a block takes the place of, and how much of it has no column.

        It stands on the lines as they are now, and may run in the lane.
        """
        table, columns = self.table, range(left, self.table.columnCount())
        said = [table.rows_said([line]) for line in range(top, top + most)]
        stood = table.typing(range(top, top + most), columns) if why == "filled" else lambda: []

        def tell(block: _Block, begun: str) -> _Told:
            replaced, words = sum(said[: len(block)]), [begun] if begun else []
            if replaced > 1 and why == "pasted":
                words.append(say("window.register.replaced", n=len(block), m=replaced))
            lines = zip(stood(), block, strict=False)
            pairs = ((was, text or "") for before, line in lines for was, text in zip(before, line, strict=False))
            words += over_words(pairs)
            if why == "pasted" and len(block) > 1 and not words:
                words.append(say("window.register.pasted", n=len(block)))
            return words, outside(block, len(columns))

        return tell

    def _tell_put(self, words: list[str], outside: int) -> None:
        """Tell what a block has taken the place of, and what of it had no column to go to."""
        if outside:
            words = [*words, say("window.register.outside", m=outside)]
        if words:
            self._desk.tell("".join(words), Mark.WARNING if outside else Mark.HINT)

    def _put_long(self, top: int, left: int, block: list[list[str]], why: str) -> None:
        """Read and check thousands of rows in the lane, then put them as one step; until then nothing is kept."""
        lay, tell = self.table.laying(top, left, len(block)), self._telling(top, left, len(block), why)

        def work(report: Progress) -> tuple[Laid | None, _Told]:
            rows, begun = rows_only(block) if why == "pasted" else (block, "")
            return (lay(rows, report), tell(rows, begun)) if rows else (None, ([begun], 1))

        self._run(len(block), PASTE, why, work, lambda told: self._tell_put(*told))

    def _run(
        self,
        rows: int,
        act: Act,
        why: str,
        lay: Callable[[Progress], tuple[Laid | None, Any]],
        tell: Callable[[Any], None],
    ) -> None:
        """Do something to thousands of rows, laid and checked in the lane."""
        table = self.table
        register = table.register.id if table.register else ""
        step = LongStep(
            register=register,
            rows=rows,
            act=act,
            lay=lay,
            put=lambda laid, foreseen: table.take_laid(laid, why, foreseen),
            tell=tell,
        )
        self.waiting = step.run(self, self._desk)

    def take_away_selected(self) -> None:
        """Take away what is selected, without a question for each of its places; of a filed return nothing."""
        rows = self.chosen_rows()
        if rows and self._desk.session.locked:
            self.refuse(self.currentIndex())
        elif rows:
            self._clear(dict.fromkeys(rows, tuple([one.column() for one in self.chosen_in(rows[0])])))

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the selected cells say; of several rows it is told how many."""
        gone: dict[int, list[int]] = {}
        for one in indexes:
            gone.setdefault(one.row(), []).append(one.column())
        self._clear(gone)

    def _clear(self, gone: Mapping[int, Sequence[int]]) -> None:
        rows, clearing = self.table.rows_said(gone), self.table.clearing(gone)
        words = say("window.register.cleared", n=rows)
        if len(gone) >= MANY_ROWS:
            self._run(rows, CLEAR, "cleared", lambda report: (clearing(report), None), lambda _: self.done(words))
            return
        self.table.take_laid(clearing(untold), "cleared")
        if rows > 1:
            self.done(words)

    def done(self, words: str) -> None:
        """Tell what was done in the line where everything is told."""
        self._desk.tell(words, Mark.DONE)

    def remove_selected(self) -> None:
        """Take the rows of the selection away."""
        rows = self.chosen_rows()
        if len(rows) < MANY_ROWS or self._desk.session.locked:
            self.table.remove(rows)
            return
        removing = self.table.removing(rows)
        self._run(len(rows), REMOVE, "removed", lambda _: (removing(), None), lambda _: None)

    def confirm_selected(self) -> None:
        """Take the carried rows of the selection as said for this period too."""
        self.table.confirm_carried(self.chosen_rows())

    def sort_by(self, column: int, *, falling: bool = False) -> None:
        """Show the rows in the order of a column, -1 = their own; the row one was at stays the current one."""
        if keep_typed(self):
            self.setFocus()
        here = self.currentIndex()
        address, left = self.table.address_of(here.row()), here.column()
        self.table.sort_by(column, falling=falling)
        line = self.table.line_of(address) if address else 0
        self.go_to(self.table.index(max(line, 0), max(left, 0)))
        register = self.table.register
        if column >= 0 and register is not None:
            way = say("window.register.falling" if falling else "window.register.rising")
            self._desk.tell(say("window.register.sorted", 栏=register.columns[column].name, 序=way), Mark.HINT)

    def _offer_order(self, menu: QMenu, column: int) -> None:
        """Offer the orders of a column, and the own one back where another is shown."""
        register = self.table.register
        if register is None or column < 0:
            return
        name = register.columns[column].name
        for key, falling in (("rising", False), ("falling", True)):
            words = say("window.register.sort", 栏=name, 序=say(f"window.register.{key}"))
            menu.addAction(words).triggered.connect(lambda _=False, way=falling: self.sort_by(column, falling=way))
        own = menu.addAction(say("window.register.own_order"))
        own.setEnabled(self.table.sight.sorting is not None)
        own.triggered.connect(lambda _=False: self.sort_by(-1))

    def _head_menu_at(self, point: QPoint) -> None:
        menu, head = QMenu(self), self.horizontalHeader()
        self._offer_order(menu, head.logicalIndexAt(point))
        popup_at(menu, head.viewport().mapToGlobal(point))

    def _menu_at(self, point: QPoint) -> None:
        menu = QMenu(self)
        if any(map(self.table.carried_line, self.chosen_rows())):
            menu.addAction(say("carry.keep")).triggered.connect(lambda _=False: self.confirm_selected())
        for words, action in (
            ("register.remove", self.remove_selected),
            ("grid.copy", self.copy),
            ("grid.paste", self.paste),
        ):
            menu.addAction(say(f"window.{words}")).triggered.connect(lambda _=False, act=action: act())
        menu.addSeparator()
        self._offer_order(menu, self.currentIndex().column())
        popup_at(menu, self.viewport().mapToGlobal(point))
