"""Entry view: the entry grid on the screen, with the menu of states and the way to the next empty cell."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from models.sheet.cells import BLANK, STATES, Cell, State
from ui.basics.completion import Mark
from ui.basics.texts import say
from ui.look.filter_bar import holds
from ui.look.theme import ui_font
from ui.session.screen import Desk
from ui.tables.grids.entry_delegate import PADDING, ROW_HEIGHT, EntryDelegate
from ui.tables.grids.entry_table import EntryTable
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.layouts import Grid, Kind

WIDTHS = {Kind.MEASURE: 96, Kind.CELL: 136, Kind.PREVIOUS: 116, Kind.TARGET: 104, Kind.REACHED: 84}
NAME_WIDTH = 300


class EntryView(GridView):
    """A grid that is filled in."""

    place_chosen = Signal(str)  # address, "" for a place without one

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty grid of the session."""
        super().__init__(parent)
        self._desk = desk
        self.table = EntryTable(desk.session, desk.edits, self)
        self.setModel(self.table)
        self.setItemDelegate(EntryDelegate(self))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.customContextMenuRequested.connect(self._menu_at)
        self.selectionModel().currentChanged.connect(lambda now, _: self.place_chosen.emit(self.table.address_at(now)))

    def show_grid(self, grid: Grid, *, matrix: bool) -> None:
        """Show another grid, its widths set and its headings across."""
        self.clearSpans()
        self.table.show_grid(grid)
        header = self.horizontalHeader()
        metrics = QFontMetrics(ui_font(bold=True))
        for x, column in enumerate(grid.columns):
            width = WIDTHS.get(column.kind, NAME_WIDTH)
            if column.kind is Kind.MEASURE:
                width = max([width, *(metrics.horizontalAdvance(row.measure) + 2 * PADDING + 6 for row in grid.rows)])
            if matrix and column.kind is Kind.CELL:
                longest = max((column.title + "\n" + column.measure).split("\n"), key=len)
                width = max(width, metrics.horizontalAdvance(longest) + 2 * PADDING + 8)
            header.resizeSection(x, width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if not matrix and grid.columns:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(72)
        # the counties stay in sight while the items scroll by
        self.verticalHeader().setVisible(matrix)
        self.setColumnHidden(0, matrix)
        for y, row in enumerate(grid.rows):
            if row.heading and len(grid.columns) > 1:
                self.setSpan(y, 0, 1, len(grid.columns))

    def show_only(self, wanted: str) -> tuple[int, int]:
        """Hide the rows that do not hold a text, headings without rows too; return rows left and rows in all."""
        left = of = 0
        heading: int | None = None
        for y, row in enumerate(self.table.grid.rows):
            if row.heading:
                heading = y
                self.setRowHidden(y, bool(wanted))
                continue
            kept = not wanted or holds(row.label, wanted)
            self.setRowHidden(y, not kept)
            if kept and heading is not None:
                self.setRowHidden(heading, False)
            left, of = left + kept, of + 1
        return left, of

    def choose(self, address: str) -> bool:
        """Go to an address; False when it is not in this grid."""
        index = self.table.index_of(address)
        self.go_to(index)
        return index.isValid()

    def next_empty(self) -> None:
        """Go to the next cell that says nothing yet, from the top again after the last."""
        order = [self.table.index_of(address) for address in self.table.grid.addresses]
        here = self.currentIndex()
        place = (here.row(), here.column())
        empty = [index for index in order if self.table.wants_entry(index)]
        behind = [index for index in empty if (index.row(), index.column()) > place]
        if empty:
            self.go_to((behind or empty)[0])

    def copied_text(self, index: QModelIndex) -> str:
        """Return a figure as it stands, never shortened."""
        address = self.table.address_at(index)
        cell = self._desk.session.sheet.cell(address) if address else BLANK
        return cell.text or super().copied_text(index)

    def offer(self, text: str) -> bool:
        """Show what a block with its own heads would change, instead of putting it place by place."""
        return self._desk.offer(text, "")

    def put_block(self, start: QModelIndex, block: list[list[str]]) -> None:
        """Put a block as one step. A total among it is kept to be compared; what falls on headings is told."""
        texts: dict[str, str] = {}
        passed = controls = 0
        for y, row in enumerate(block):
            for x, text in enumerate(row):
                index = self.table.index(start.row() + y, start.column() + x)
                if index.isValid() and self.table.typeable(index):
                    texts[self.table.address_at(index)] = text
                elif index.isValid() and text.strip() and self.table.takes_control(index):
                    texts[self.table.address_at(index)] = text
                    controls += 1
                elif text.strip():
                    passed += 1
        self.table.put_texts(texts, "pasted")
        words = [say("paste.controls", n=len(texts), k=controls)] if controls else []
        words += [say("paste.passed", n=len(texts), m=passed)] if passed else []
        if words:
            self._desk.tell("".join(words), Mark.HINT)

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the selected cells say."""
        self.table.clear(indexes)

    def say_state(self, state: State) -> None:
        """Say a state of the selected cells, as one step; who delivers and when is asked in the panel."""
        cells = {self.table.address_at(i): Cell(state) for i in self.selected() if self.table.may_say_state(i)}
        self._desk.edits.put_all(cells, "state")

    def state_menu(self) -> QMenu:
        """Return the menu of states for the selected cells."""
        menu = QMenu(self)
        allowed = any(self.table.may_say_state(index) for index in self.selected())
        for number, state in enumerate(STATES, 1):
            action = menu.addAction(
                say("state.choice", n=number, 状态=say(f"state.{state}"), 意思=say(f"state.{state}_means"))
            )
            action.setEnabled(allowed)
            action.triggered.connect(lambda _=False, chosen=state: self.say_state(chosen))
        menu.addSeparator()
        clear = menu.addAction(say("grid.clear"))
        clear.setEnabled(allowed)
        clear.triggered.connect(lambda: self.clear_selected(self.selected()))
        menu.addSeparator()
        menu.addAction(say("grid.copy")).triggered.connect(self.copy)
        paste = menu.addAction(say("grid.paste"))
        paste.setEnabled(allowed)
        paste.triggered.connect(self.paste)
        return menu

    def _menu_at(self, point: QPoint) -> None:
        self.state_menu().popup(self.viewport().mapToGlobal(point))

    def _own_key(self, event: QKeyEvent) -> bool:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self._menu_at(self.visualRect(self.currentIndex()).bottomLeft())
            return True
        if event.key() == Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.next_empty()
            return True
        return super()._own_key(event)
