"""Table screen: one table of the plan — a list of items, below it the matrix by county where the table is split."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from models.basics.messages import say
from models.checks.findings import Finding
from models.filling.offer import Offer, OfferedText
from models.filling.proposal import propose
from models.sheet.cells import Cell, State
from models.sheet.fillable import Slot
from ui.answers.answer_row import AnswerRow
from ui.basics.completion import Mark
from ui.look.filter_bar import FilterBar, OnlyButtons, places_left
from ui.look.widgets import Cut, OneLine, button, label, row
from ui.session.screen import Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.grids.entry_view import FOLDS, EntryView
from ui.tables.grids.layouts import Grid, list_grid, matrix_grid, table_slots


class TableScreen(Screen):
    """The entry grids of the unit's own tables."""

    answers = True

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build both grids once."""
        super().__init__(desk, offer)
        self._key = ""
        self._title = label("", "title")
        self._hint = OneLine("", "small", cut=Cut.CLAUSES)  # the name of the table is never cut for it
        self.items, self.matrix = EntryView(desk), EntryView(desk)
        self._acts = self._made_acts()
        self.filter = FilterBar()
        self.filter.changed.connect(self._filter)
        self.filter.entered.connect(self._to_rows)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.begin)
        self._folds = {name: button("", partial(self._turn_fold, name), "link") for name in FOLDS}
        self._open: set[str] = set()
        self.only = OnlyButtons(self.show_only)
        self._lay_out()
        self._answers = {view: AnswerRow(desk, view, self._onward) for view in (self.items, self.matrix)}
        for view in (self.items, self.matrix):
            view.place_chosen.connect(self.place_chosen)
            view.unfold_wanted.connect(self._unfold)

    def _made_acts(self) -> list[QPushButton]:
        zero = button(say("window.table.zero"), self.zero)
        zero.setToolTip(say("window.table.zero_tip"))
        following = button(say("window.table.next_empty"), self.next_empty)
        following.setToolTip(say("window.table.next_empty_tip"))
        return [zero, button(say("window.menu.own"), lambda: self.desk.books().choose_own()), following]

    def _lay_out(self) -> None:
        """The page's head, the filter, both grids in one another's room, and what is folded or left out."""
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(12)
        head.addWidget(self._hint, 1)
        for act in self._acts:
            head.addWidget(act)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.items)
        split.addWidget(self.matrix)
        foot = QWidget()
        foot.setLayout(row(*self._folds.values(), None, self.only, spacing=8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.filter)
        layout.addWidget(split, 1)
        layout.addWidget(foot)

    def show_page(self, key: str) -> None:
        self._key = key
        self.filter.end()
        sheet = self.session.sheet
        self._title.setText(say("window.table.page", 表=key, 名=sheet.plan.tables[key].name))
        for view in (self.items, self.matrix):
            view.setAccessibleName(self._title.text())
        self._hint.setText(say("window.table.hint") if not self.session.locked else "")
        for act in self._acts:
            act.setVisible(not self.session.locked)
        plain, split = list_grid(sheet, key), matrix_grid(sheet, key)
        self.items.show_grid(plain, matrix=False)
        self.matrix.show_grid(split, matrix=True)
        self.items.setVisible(bool(plain.rows))
        self.matrix.setVisible(bool(split.rows))
        self._open.clear()
        self._fold()
        if not any(view.rows_shown() for view in (self.items, self.matrix)):  # a page is not opened empty
            self._open.update(FOLDS)
            self._fold()
        view = self._view()
        seen = (view.table.index_of(at) for at in view.table.grid.addresses)
        first = next((index for index in seen if not view.isRowHidden(index.row())), None)
        if first is not None:
            view.go_to(first)

    def _view(self) -> EntryView:
        return self.matrix if not self.items.table.grid.rows or self.matrix.hasFocus() else self.items

    def _fold(self) -> None:
        """Fold away what is not due and what is optional, and say how much that is."""
        found = [view.fold(keep_open=self._open) for view in (self.items, self.matrix)]
        for name, link in self._folds.items():
            number = sum(one[name] for one in found)
            link.setText(say(f"window.table.{'unfolded' if name in self._open else 'folded'}_{name}", n=number))
            link.setVisible(bool(number))
        self.only.name = ""
        self._count()

    def show_only(self, name: str) -> None:
        """Show what is to be filled, only what is not filled yet, or only what something was found about."""
        self.only.name = name
        here = [slot.address for slot in table_slots(self.session.sheet, self._key)]
        places = places_left(name, self.session.standing, here) if name else None
        for view in (self.items, self.matrix):
            view.show_only("", places)
        self._count()
        first = next((at for at in here if places and at in places), "")
        if first and self._view().isRowHidden(self._view().currentIndex().row()):
            self.choose(first)
        self.take_focus()

    def _count(self) -> None:
        here = (slot.address for slot in table_slots(self.session.sheet, self._key))
        self.only.show_counts(self.session.standing, here, say("window.table.only_all"))

    def _turn_fold(self, name: str) -> None:
        self._open ^= {name}
        self._fold()
        view = self._view()
        QTimer.singleShot(0, view, lambda: view.keep_in_sight(view.currentIndex()))  # rows came or went above it
        self.take_focus()

    def _unfold(self, name: str) -> None:
        """Show a place that is gone to."""
        if name:
            self._open.add(name)
        self.filter.line.clear()
        self._fold()

    def _filter(self, wanted: str) -> None:
        found = [view.show_only(wanted) for view in (self.items, self.matrix)]
        self.filter.tell(sum(left for left, _ in found), sum(of for _, of in found))

    def _to_rows(self) -> None:
        """Put the keyboard into the rows that are left."""
        self._view().setFocus()
        self._view().come_into_sight()

    def choose(self, address: str) -> None:
        if self.filter.line.text():
            self.filter.end()
        for view in (self.items, self.matrix):
            if view.choose(address):
                view.setFocus()

    def take_answer(self) -> bool:
        """Take the keyboard into the answer under the current row; False where nothing is asked."""
        return self._answers[self._view()].take_focus()

    def help_finding(self) -> Finding | None:
        return self._answers[self._view()].finding_in_hand()

    def _onward(self) -> None:
        self._view().setFocus()
        self.desk.go_on()

    def show_places(self, addresses: tuple[str, ...]) -> None:
        for view in (self.items, self.matrix):
            view.mark(addresses)

    def take_focus(self) -> None:
        self._view().setFocus()

    def next_empty(self) -> None:
        """Go to the next empty cell of the grid that has the keyboard."""
        self._view().next_empty()
        self._view().setFocus()

    def zero(self) -> None:
        """Show what 零报告 would say: 未开展 of every required quantity of the table that is still empty."""
        sheet = self.session.sheet
        waiting = self.session.standing.waiting
        empty = [
            OfferedText(address=slot.address, text="", place=say("window.zero.place"), state=State.NIL)
            for slot in table_slots(sheet, self._key)
            if slot.address in waiting and _counted_zero(slot) and _is_empty(sheet.cell(slot.address))
        ]
        if not empty:
            self.desk.tell(say("window.zero.none"), Mark.HINT)
            return
        self.desk.books().show([propose(sheet, Offer(name=self._title.text(), texts=tuple(empty)))], words="zero")

    def follow(self, news: News) -> None:
        if news.whole:  # cells of another period; the page is made anew when it is opened
            self.items.show_grid(Grid(), matrix=False)
            self.matrix.show_grid(Grid(), matrix=True)
            return
        for view in (self.items, self.matrix):
            view.show_changes(news.addresses)
        for answer in self._answers.values():
            answer.follow()
        if self._key:
            self._count()
        if news.registers:  # counted cells follow from rows
            for view in (self.items, self.matrix):
                view.show_changes(view.table.grid.addresses)


def _is_empty(cell: Cell) -> bool:
    """True for a cell in which nothing stands, not even a text that could not be read: whoever typed that meant it."""
    return cell.silent and not cell.fault


def _counted_zero(slot: Slot) -> bool:
    """True for a quantity of this period somebody types: what did not happen counts as 0."""
    return slot.item.numeric and slot.item.entered and not slot.last_year
