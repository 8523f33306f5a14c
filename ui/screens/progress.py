"""Progress screen: the unit's tasks as a table to write and paste in, or one task on a page, as one chooses."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from models.basics.messages import say
from models.checks.findings import Finding
from models.filling.carry import carry_progress
from models.plan.plan import Role
from ui.answers.answer_row import AnswerRow, Told
from ui.answers.task_line import TaskLine, can_take_last, evidence_words, facts_key, open_evidence, take_last
from ui.boxes.field_form import FieldForm
from ui.look.filter_bar import OnlyButtons, places_left
from ui.look.fitting import popup_at
from ui.look.views import QuietList
from ui.look.widgets import button, column, emptied, label, row, scrolled
from ui.session.carrying import carry_button, offer_carry, take_over
from ui.session.screen import PROGRESS, Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.block_list import BlockDelegate, BlockList
from ui.tables.texts.text_view import LAST_KEY, TextView

TABLE, FORM = MODES = "table", "form"
EDGE = 16  # pixels: beside the table
CHOSEN = "window.progress"  # how the tasks are shown


class ProgressScreen(Screen):
    """Progress of the unit's blocks."""

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the table and the list; the form is made for the block that is chosen."""
        super().__init__(desk, offer)
        self.view = TextView(desk)
        self.view.place_chosen.connect(self.place_chosen)
        self._answer = AnswerRow(desk, self.view, self._onward, self._beside)
        self.view.last_wanted.connect(self._take_last)
        self.view.customContextMenuRequested.connect(self._menu_at)
        self._one_by_one = self._make_form()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._one_by_one)
        self.carry = carry_button(lambda: take_over(desk, carry_progress(self.session.sheet), "progress"))
        self.modes = {
            mode: button(say(f"window.progress.as_{mode}"), partial(self.show_as, mode), "state") for mode in MODES
        }
        for one in self.modes.values():
            one.setCheckable(True)
        self.only = OnlyButtons(self.show_only)
        self._left = label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 12, EDGE, 12)
        layout.setSpacing(10)
        layout.addLayout(row(label(self._title, "title"), 4, self._left, None, *self.modes.values(), self.carry))
        layout.addWidget(self._stack, 1)
        self._foot = label(say("window.progress.foot"), "small", wrap=True)
        foot = row(self._foot, self.only)
        foot.setStretch(0, 1)
        layout.addLayout(foot)

    def _make_form(self) -> QSplitter:
        self._form: FieldForm | None = None
        self._blocks = BlockList(self.session, self)
        self._list = QuietList()
        self._list.setModel(self._blocks)
        self._list.setAccessibleName(self._title)
        self._list.setItemDelegate(BlockDelegate(self._list))
        self._list.setResizeMode(QuietList.ResizeMode.Adjust)  # a name goes on in a second line where it has no room
        self._list.selectionModel().currentChanged.connect(lambda now, _: self._show_block(now.row()))
        self._facts, self._inside = column(spacing=6), column(spacing=10)
        self._facts.setContentsMargins(18, 4, 8, 8)  # what one writes from stays in sight while a long text is scrolled
        self._inside.setContentsMargins(18, 4, 8, 4)
        page, above = QWidget(), QWidget()
        above.setLayout(self._facts)
        whole = column(above, scrolled(self._inside), spacing=0)
        whole.setStretch(1, 1)
        page.setLayout(whole)
        split = QSplitter()
        split.addWidget(self._list)
        split.addWidget(page)
        split.setSizes([330, 560])
        split.setChildrenCollapsible(False)
        return split

    def _beside(self, index: QModelIndex) -> Told | None:
        """What one writes the progress of the current task from, while it may be written."""
        block = self.view.table.block_at(index)
        if block is None or self.session.locked or not self.session.plan.asks_progress(self.session.period_id):
            return None  # the last: another period is open that asks for no progress, and the page is not shown
        return facts_key(self.desk, block), lambda: TaskLine(self.desk, block, self._back_to_table)

    def _take_last(self) -> None:
        block = self.view.table.block_at(self.view.currentIndex())
        if block is not None and not self.session.locked:
            take_last(self.desk, block)

    def _menu_at(self, point: QPoint) -> None:
        popup_at(self.menu(), self.view.viewport().mapToGlobal(point))

    def _back_to_table(self) -> None:
        self.view.setFocus()
        self._answer.follow()

    def menu(self) -> QMenu:
        """Return the menu of the current task and the selected cells."""
        menu, view, block = QMenu(self), self.view, self.view.table.block_at(self.view.currentIndex())
        if block is not None and not self.session.locked:
            take = menu.addAction(say("window.progress.take_last"), self._take_last)
            take.setShortcut(LAST_KEY)
            take.setEnabled(can_take_last(self.desk, block))
            if words := evidence_words(self.desk, block):
                menu.addAction(words, lambda: open_evidence(self.desk, block, self, self._back_to_table))
            menu.addSeparator()
            menu.addAction(say("window.grid.clear"), lambda: view.clear_selected(view.selected()))
        menu.addAction(say("window.grid.copy"), view.copy)
        menu.addAction(say("window.grid.paste"), view.paste).setEnabled(not self.session.locked)
        return menu

    @property
    def _title(self) -> str:
        """What the plan calls the form of progress."""
        form = self.session.plan.table_of(Role.PROGRESS)
        return f"{form.id} {form.name}" if form else ""

    @property
    def answers(self) -> bool:  # type: ignore[override]
        """In the table a finding is answered under its row; the form leaves that to the panel."""
        return self.mode == TABLE

    @property
    def mode(self) -> str:
        """How the tasks are shown."""
        return FORM if self.session.workspace.store.get_value(CHOSEN) == FORM else TABLE

    def show_as(self, mode: str) -> None:
        """Show the tasks as a table, or one on a page; the place stays."""
        place = self.view.place_at(self.view.currentIndex()) if self.mode == TABLE else ""
        self.session.workspace.store.remember(CHOSEN, mode)
        self.show_page(PROGRESS)
        if place:
            self.choose(place)
        self.take_focus()

    @property
    def needed(self) -> int:
        """All fields of a task are seen at once before the panel stands beside them."""
        if self.mode == FORM:
            return 0
        return self.view.least_width() + 2 * EDGE

    def _places(self) -> dict[str, str]:
        """Address → task, of every field of the tasks."""
        fields, blocks = self.session.sheet.fields.values(), self.session.plan.blocks
        return {slot.address: slot.group for slot in fields if slot.group in blocks}

    def show_only(self, name: str) -> None:
        """Show every task, only those with an empty field, or only those something was found about."""
        shown = self._narrow(name)
        rows = self.view if self.mode == TABLE else self._list
        if shown and rows.isRowHidden(rows.currentIndex().row()):
            self.choose(shown[0])
        self.take_focus()

    def _narrow(self, name: str) -> list[str]:
        """Hide the tasks a filter does not show; return the places it shows, in their order."""
        self.only.name = name
        places = self._places()
        left = places_left(name, self.session.standing, places) if name else set(places)
        tasks = {places[at] for at in left}
        self.view.show_only(tasks)
        for y, (block, _) in enumerate(self._blocks.blocks):
            self._list.setRowHidden(y, block.id not in tasks)
        self._count()
        return [at for at in places if at in left]

    def show_page(self, key: str) -> None:
        offer_carry(self.carry, self.session)
        for mode, one in self.modes.items():
            one.setChecked(mode == self.mode)
        self._foot.setVisible(self.mode == TABLE and not self.session.locked)
        self._stack.setCurrentWidget(self.view if self.mode == TABLE else self._one_by_one)
        self.view.setAccessibleName(self._title)
        if self.mode == TABLE and not self.view.table.blocks:
            self.view.renew()
            self.view.go_to(self.view.table.index(0, 1))
        self._narrow("")
        self.room_changed.emit()
        if self.mode == FORM and self._list.currentIndex().row() < 0:
            self._list.setCurrentIndex(self._blocks.index(0))

    def _count(self) -> None:
        places, standing = self._places(), self.session.standing
        self.only.show_counts(standing, places, say("window.progress.only_all", n=len(self.session.sheet.blocks)))
        left = sum(1 for at in places if at in standing.waiting)
        key = "progress.left" if left else "progress.all"
        self._left.setText(say(f"window.{key}", n=len(self.session.sheet.blocks), m=left))

    def _show_block(self, row: int) -> None:
        emptied(self._facts)
        emptied(self._inside)
        if row < 0:
            self._form = None
            return
        block, _ = self._blocks.blocks[row]
        self._form = FieldForm(self.desk, self._blocks.slots_of(block.id))
        self._form.place_chosen.connect(self.place_chosen)
        self._facts.addWidget(label(block.title, "heading", wrap=True))
        if not self.session.locked:
            self._facts.addWidget(TaskLine(self.desk, block.id, self._form_renewed))
        roles = say("window.progress.roles", 条款=block.clause, **self.session.plan.roles_of(block))
        self._inside.addWidget(label(roles, "small", wrap=True))
        self._inside.addWidget(self._form)
        self._inside.addStretch(1)

    def _renew_list(self) -> None:
        """Take the tasks anew; the one that was on the page stays there."""
        row = self._list.currentIndex().row()
        task = self._blocks.blocks[row][0].id if row >= 0 else ""
        self._blocks.renew()
        self._show_block(-1)
        rows = [n for n, (block, _) in enumerate(self._blocks.blocks) if block.id == task]
        if rows and self.mode == FORM:
            self._list.setCurrentIndex(self._blocks.index(rows[0]))

    def _form_renewed(self) -> None:
        """What the page of a task says of last period and of evidence has changed."""
        self._show_block(self._list.currentIndex().row())
        self._list.setFocus()

    def choose(self, address: str) -> None:
        tasks = [block.id for block, _ in self._blocks.blocks]
        task = self._places().get(address)
        if task in tasks and self._list.isRowHidden(tasks.index(task)):
            self._narrow("")
        if self.mode == TABLE:
            self.view.choose(address)
            self.view.setFocus()
            return
        slot = self.session.sheet.fields.get(address)
        rows = [n for n, (block, _) in enumerate(self._blocks.blocks) if slot and block.id == slot.group]
        if rows:
            self._list.setCurrentIndex(self._blocks.index(rows[0]))
        if self._form is not None:
            self._form.choose(address)

    def show_places(self, addresses: tuple[str, ...]) -> None:
        if self.mode == TABLE:
            self.view.select_block([one for one in map(self.view.table.index_of, addresses) if one.isValid()])

    def take_answer(self) -> bool:
        """Take the keyboard into the answer under the current row; False where nothing is asked."""
        return self.mode == TABLE and self._answer.take_focus()

    def help_finding(self) -> Finding | None:
        return self._answer.finding_in_hand() if self.mode == TABLE else None

    def _onward(self) -> None:
        self.view.setFocus()
        self.desk.go_on()

    def take_focus(self) -> None:
        (self.view if self.mode == TABLE else self._list).setFocus()

    def follow(self, news: News) -> None:
        if news.whole:
            self._renew_list()
            self.view.renew()
        else:
            self._blocks.announce()
            self.view.show_changes(news.addresses)
            self._answer.follow()
            if self._form is not None:
                self._form.follow()
        self._count()
