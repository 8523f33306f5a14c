"""Entry view: the entry grid on the screen, with the menu of states and the way to the next empty cell."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QMenu, QWidget

from models.basics.messages import say
from models.basics.reading import APPROXIMATE
from models.plan.plan import ItemType
from models.sheet.cells import BLANK, STATES, Cell, State
from ui.basics.completion import Mark
from ui.look.filter_bar import holds
from ui.look.fitting import popup_at, popup_beside
from ui.session.screen import ScreenContext
from ui.tables.chords import chord
from ui.tables.copied import without_cut
from ui.tables.grids.column_room import FigureWidths, fixed_width, share_room, tall_rows
from ui.tables.grids.entry_delegate import EntryDelegate
from ui.tables.grids.entry_table import EntryTable
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.layouts import CellKind, Grid
from ui.tables.paper_totals import PaperTotals
from ui.tables.selection_view import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
FOLDS = ("not_due", "optional")


class EntryView(GridView):
    """A grid that is filled in."""

    place_chosen = Signal(str)  # address, "" for a place without one
    unfold_wanted = Signal(str)  # a place under this fold is gone to

    def __init__(self, desk: ScreenContext, parent: QWidget | None = None) -> None:
        """Show an empty grid of the session."""
        super().__init__(parent)
        self._desk = desk
        self._folds: list[str] = []
        self._open: frozenset[str] = frozenset()
        self.table = EntryTable(desk.session, desk.edits, self)
        self.setModel(self.table)
        self._fixed: list[int] = []  # widths of a list's columns before the room is shared; empty for a matrix
        self._choices: set[str] = set()  # what may be chosen in the cells of a list
        self._texts = False  # words are typed into some of them
        self._figures = FigureWidths((), 0)
        self._tall: Mapping[int, int] = {}
        self._wrapped_in = 0  # the width of the names whose rows are taller
        self._totals = PaperTotals(desk, self._computed)
        delegate = EntryDelegate(self)
        delegate.heights = self.cell_height
        self.use(delegate)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.customContextMenuRequested.connect(self._menu_at)
        self.table.state_wanted.connect(self._ask_state, Qt.ConnectionType.QueuedConnection)
        self.selectionModel().currentChanged.connect(lambda now, _: self.place_chosen.emit(self.table.address_at(now)))

    def show_grid(self, grid: Grid, *, matrix: bool) -> None:
        """Show another grid, its widths set and its headings across."""
        self.clearSpans()
        for y in self._tall:
            self.setRowHeight(y, ROW_HEIGHT)
        self._totals.forget()
        self._tall, self._wrapped_in = {}, 0
        self._fixed, self._choices = [], set()  # of the grid before: a resize must not share by them
        self.table.show_grid(grid)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        widths = [fixed_width(grid, x, matrix=matrix) for x in range(len(grid.columns))]
        self._figures = FigureWidths(self.table.looks, len(widths))
        for x, width in enumerate(widths):
            header.resizeSection(x, max(width, self._figures.widths[x]))
        self._fixed = [] if matrix else widths
        self._choices, self._texts = set() if matrix else self.table.all_choices(), self.table.takes_words()
        self._share_room()
        # the counties stay in sight while the items scroll by
        self.verticalHeader().setVisible(matrix)
        self.setColumnHidden(0, matrix)
        judged = (x for x, column in enumerate(grid.columns) if column.kind is CellKind.TARGET)
        upto = next(judged, len(grid.columns))
        for y, row in enumerate(grid.rows):
            if row.heading and len(grid.columns) > 1:
                self.setSpan(y, 0, 1, upto if row.of else len(grid.columns))

    def _share_room(self) -> None:
        """Share the width among the columns of a list; a name that does not fit makes its row higher."""
        if not self._fixed:
            return
        grid, room = self.table.grid, self.viewport().width()
        shares = share_room(grid, self._fixed, room, self._choices, texts=self._texts, figures=self._figures.widths)
        for x, width in shares.items():
            self.setColumnHidden(x, not width)
            if width:
                self.horizontalHeader().resizeSection(x, width)
        if self._wrapped_in == self.columnWidth(0):
            return  # the names wrap as they did
        self._wrapped_in = self.columnWidth(0)
        before, self._tall = self._tall, tall_rows(self.table.grid, self._wrapped_in)
        for y in {*before, *self._tall}:
            answer = self.rowHeight(y) - before.get(y, ROW_HEIGHT)  # stays as it is
            self.setRowHeight(y, self.cell_height(y) + max(answer, 0))

    def show_changes(self, addresses: Iterable[str]) -> None:
        """Show these cells anew; a figure that has no room in its column gets it."""
        if not self._figures.measure(self.table.show_changes(addresses)):
            return
        self._share_room()
        for x, wanted in enumerate(self._figures.widths if not self._fixed else ()):
            self.setColumnWidth(x, max(self.columnWidth(x), wanted))  # what somebody made wider stays so

    def across(self, row: int) -> bool:
        """True for a heading, which lies across all columns."""
        return row >= 0 and self.columnSpan(row, 0) > 1

    def place_at(self, index: Index) -> str:
        """Return the address of a cell."""
        return self.table.address_at(index)

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are, without the answer that may lie below them."""
        return self._tall.get(row, ROW_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def fold(self, *, keep_open: Collection[str] = ()) -> dict[str, int]:
        """Fold away what is not due and what is optional; return fold → number of rows that lie under it."""
        self._open = frozenset(keep_open)
        self._folds = [self.table.fold_of(y) for y in range(self.table.rowCount())]
        self.show_only("")
        return {name: self._folds.count(name) for name in FOLDS}

    def show_only(self, wanted: str, places: set[str] | None = None) -> tuple[int, int]:
        """Hide the rows that do not hold a text, headings without rows too; return rows left and rows in all.

        Without a text what is folded away is hidden. `places`: only rows with one of these cells are left.
        """
        left = of = 0
        heading: int | None = None
        for y, row in enumerate(self.table.grid.rows):
            if row.heading:
                heading = y
                self.setRowHidden(y, True)
                continue
            folded = y < len(self._folds) and self._folds[y] and self._folds[y] not in self._open
            kept = holds(row.label, wanted) if wanted else not folded
            if places is not None:
                kept = not places.isdisjoint(row.addresses)
            self.setRowHidden(y, not kept)
            if kept and heading is not None:
                self.setRowHidden(heading, False)
            left, of = left + kept, of + 1
        return left, of

    def rows_shown(self) -> int:
        """Return how many rows are not hidden."""
        return sum(not self.isRowHidden(y) for y in range(self.table.rowCount()))

    def choose(self, address: str) -> bool:
        """Go to an address; False when it is not in this grid."""
        index = self.table.index_of(address)
        if index.isValid() and self.isRowHidden(index.row()):
            self.unfold_wanted.emit(self._folds[index.row()] if index.row() < len(self._folds) else "")
        self.go_to(index)
        return index.isValid()

    def mark(self, addresses: Iterable[str]) -> None:
        """Select the block these addresses lie in, as far as it is in this grid."""
        self.select_block([index for index in map(self.table.index_of, addresses) if index.isValid()])

    def next_empty(self) -> None:
        """Go to the next cell that says nothing yet, from the top again after the last."""
        order = [self.table.index_of(address) for address in self.table.grid.addresses]
        here = self.currentIndex()
        place = (here.row(), here.column())
        empty = [i for i in order if self.table.wants_entry(i) and not self.isRowHidden(i.row())]
        behind = [index for index in empty if (index.row(), index.column()) > place]
        if empty:
            self.go_to((behind or empty)[0])

    def copied_text(self, index: QModelIndex) -> str:
        """Return a figure as it stands, never shortened; 约2 stays about two."""
        address = self.table.address_at(index)
        cell = self._desk.session.sheet.cell(address) if address else BLANK
        typed = cell.raw if APPROXIMATE in cell.remarks else ""
        return typed or cell.text or super().copied_text(index)

    def offer(self, text: str) -> bool:
        """Show what a block with its own heads would change, instead of putting it place by place."""
        return self._desk.offer(text, "")

    def takes_entry(self, index: Index) -> bool:
        """True for a cell that is typed."""
        return self.table.typeable(index)

    def takes_date(self, index: Index) -> bool:
        """True for a cell that holds a date."""
        slot = self._desk.session.sheet.slots.get(self.table.address_at(index))
        return slot is not None and slot.item.type is ItemType.DATE and self.table.typeable(index)

    def _worth(self, index: QModelIndex) -> bool:
        return bool(self.table.grid.rows[index.row()].addresses)

    def refuse(self, index: QModelIndex) -> None:
        """Say why nothing can be typed there."""
        self._desk.tell(self.table.why_not(index), Mark.HINT)

    def refuse_rows(self) -> None:
        """The rows of a table are the plan's."""
        self._desk.tell(say("window.grid.rows_fixed"), Mark.HINT)

    def hint(self, words: str) -> None:
        """Tell in the line where everything is told."""
        self._desk.tell(words, Mark.HINT)

    def done(self, words: str) -> None:
        self._desk.tell(words, Mark.DONE)

    def typed_at(self, place: Index, now: QModelIndex) -> None:
        """Tell of totals a paper list has."""
        self._totals.typed(self.table.address_at(place), (place.row(), place.column()), (now.row(), now.column()))

    def _computed(self, place: tuple[int, int], step: int) -> list[str]:
        """The computed figures right above (or below) a place in its column, up to the next that is typed."""
        found, row, column = list[str](), self._next_row(place[0], step), place[1]
        while row >= 0 and (not (at := self.table.address_at(self.table.index(row, column))) or self._sums(at)):
            found += [at] if at else []
            row = self._next_row(row, step)
        return found

    def _sums(self, address: str) -> bool:
        return self.table.takes_control(self.table.index_of(address))

    def open_editor(self) -> None:
        """Open the editor; on a computed cell that of its control figure."""
        here = self.currentIndex()
        if not self.table.typeable(here) and self.table.open_control(here):
            self.edit_on(here)
        else:
            super().open_editor()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor; no control figure is typed any more."""
        super().closeEditor(editor, hint)
        self.table.open_control(None)

    def put_block(self, start: QModelIndex, block: list[list[str]], why: str = "pasted") -> None:
        """Put a block over the rows in sight, as one step.

        A pasted total among it is kept to be compared, a fill passes over it: what is filled is nobody's own sum. What
        falls on headings is told, and figures its blanks take away.
        """
        if self._desk.session.locked:
            self.refuse(start)
            return
        kept, cut = without_cut(block, why)
        texts, controls, passed = self._placed(start, kept)
        if why == "filled":
            if controls and not texts:
                self.refuse(start)
            controls = {}
        texts |= controls
        before = {at: cell for at in texts if (cell := self._desk.session.entered(at)) != BLANK}
        self.table.put_texts(texts, why)
        self._tell_put(cut, texts, before, (passed, len(controls)), why)

    def _placed(
        self, start: QModelIndex, block: Sequence[Sequence[str | None]]
    ) -> tuple[dict[str, str], dict[str, str], int]:
        """Address → text of a block, of cells and of totals, and how many texts fall where nothing is entered."""
        texts: dict[str, str] = {}
        controls: dict[str, str] = {}
        passed = 0
        for y, row in zip(self.rows_from(start.row(), len(block)), block, strict=True):
            for x, text in enumerate(row):
                index = self.table.index(y, start.column() + x)
                if text is None:
                    continue
                if index.isValid() and self.table.typeable(index):
                    texts[self.table.address_at(index)] = text
                elif index.isValid() and text.strip() and self.table.takes_control(index):
                    controls[self.table.address_at(index)] = text
                elif text.strip():
                    passed += 1
        return texts, controls, passed

    def _tell_put(
        self, words: list[str], texts: Mapping[str, str], before: Mapping[str, Cell], seen: tuple[int, int], why: str
    ) -> None:
        """Tell, after some words, what of a block went elsewhere than into cells, what it took away or filled over."""
        passed, controls = seen
        emptied = [at for at in before if not texts[at].strip()]
        entered = self._desk.session.entered
        over = [at for at in before if texts[at].strip() and entered(at) != before[at]] if why == "filled" else []
        words += [say("window.paste.emptied", m=len(emptied))] if emptied else []
        words += [say("window.paste.over", m=len(over))] if over else []
        words += [say("window.paste.controls", n=len(texts), k=controls)] if controls else []
        words += self.passed_over(len(texts), passed, told=controls > 0)
        self.tell_put(words, len(texts), why)

    def can_be_cleared(self, index: QModelIndex) -> bool:
        """True where a figure, a state or a control figure can stand."""
        return self.table.may_say_state(index) or self.table.takes_control(index)

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the selected cells say; of several it is told how many said something."""
        places = list(indexes)
        said = sum(map(self._says, places))
        if not said and not any(map(self.table.typeable, places)):
            self.refuse(places[0])
            return
        self.table.clear(places)
        if said > 1:
            self._desk.tell(say("window.grid.cleared", n=said), Mark.DONE)

    def opens_empty(self, index: QModelIndex) -> bool:
        """True for a typed cell, and for a computed one beside which a figure was put."""
        return self.table.typeable(index) or (self.table.takes_control(index) and self._says(index))

    def _says(self, index: QModelIndex) -> bool:
        return self._desk.session.entered(self.table.address_at(index)) != BLANK

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
                say(
                    "window.state.choice",
                    n=number,
                    状态=say(f"window.state.{state}"),
                    意思=say(f"window.state.{state}_means"),
                )
            )
            action.setEnabled(allowed)
            action.triggered.connect(lambda _=False, chosen=state: self.say_state(chosen))
        given = self.table.offered(self.currentIndex())
        if given:
            words = say("window.grid.take_register", n=len(STATES) + 1, 数=given)
            menu.addAction(words).triggered.connect(self.take_register)
        menu.addSeparator()
        clear = menu.addAction(say("window.grid.clear"))
        clear.setEnabled(allowed)
        clear.triggered.connect(lambda: self.clear_selected(self.selected()))
        menu.addSeparator()
        menu.addAction(say("window.grid.copy")).triggered.connect(self.copy)
        paste = menu.addAction(say("window.grid.paste"))
        paste.setEnabled(allowed)
        paste.triggered.connect(self.paste)
        return menu

    def take_register(self) -> None:
        """Take the figure of the register into the current cell: somebody said so, nothing is taken by itself."""
        here = self.currentIndex()
        given = self.table.offered(here)
        if given:
            self._desk.edits.put(self.table.address_at(here), given, "register")

    def _menu_at(self, point: QPoint) -> None:
        popup_at(self.state_menu(), self.viewport().mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 (or Alt+Down, as Excel opens a list) offers the states."""
        editing = self.state() is QAbstractItemView.State.EditingState
        if not editing and chord(event) in ("F4", "Alt+Down"):
            self.offer_states()
        else:
            super().keyPressEvent(event)

    def _ask_state(self, address: str) -> None:
        """A dash was typed, which may mean several things: go back to the cell and offer the states."""
        self.go_to(self.table.index_of(address))
        menu = self.state_menu()
        menu.setActiveAction(menu.actions()[0])
        popup_beside(menu, self.viewport(), self.visualRect(self.currentIndex()))

    def offer_states(self) -> None:
        """Open the menu of states at the current cell; where none can be said, say why."""
        here = self.currentIndex()
        if here.isValid() and not any(map(self.table.may_say_state, self.selected())):
            self.refuse(here)
            return
        popup_beside(self.state_menu(), self.viewport(), self.visualRect(here))
