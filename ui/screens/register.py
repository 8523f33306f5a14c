"""Register screen: one register the unit keeps, typed or pasted row by row."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.basics.addresses import RowAddress, split_row_address
from models.basics.messages import say
from models.checks.findings import Finding
from models.filling.carry import carry_rows
from models.sheet.rows import Row
from ui.answers.answer_row import AnswerRow
from ui.basics.completion import Mark
from ui.boxes.register_export import export_register
from ui.look.filter_bar import FilterBar
from ui.look.focus import keep_typed
from ui.look.widgets import OneLine, button, label, row
from ui.session.carrying import carry_button, offer_carry, take_over
from ui.session.screen import Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.grids.cell_looks import cell_text
from ui.tables.grids.register_view import RegisterView
from ui.tables.rows_in_sight import Sought

SIDE, HEAD_GAP, COUNTED = 16, 8, 70  # pixels: at the edges, between buttons, for how many rows there are


class RegisterScreen(Screen):
    """The rows of a register."""

    answers = True

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the grid once."""
        super().__init__(desk, offer)
        self._title, self._words = OneLine("", "title"), OneLine("", "small")
        self.view = RegisterView(desk)
        self.view.place_chosen.connect(self.place_chosen)
        self._counted = label("", "small", wrap=True)
        self._remove = button(say("window.register.remove"), self.view.remove_selected)
        self._paste = button(say("window.register.paste"), self._paste_below)
        self.carry = carry_button(self._carry)
        self.export = button(say("registers_export.button"), self._export)
        self.problems = button("", self._narrow)
        self.problems.setCheckable(True)
        self.filter, self._sought = FilterBar(), Sought()
        self.filter.changed.connect(lambda _: self._narrow())
        self.filter.entered.connect(self.view.setFocus)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 12, SIDE, 12)
        layout.setSpacing(10)
        self._acts = QWidget()
        self._acts.setLayout(row(self.problems, self.carry, self.export, self._paste, self._remove))
        self._head = QGridLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.addLayout(row(self._title, 4, self._words, None), 0, 0)
        self._head.setColumnStretch(0, 1)
        layout.addLayout(self._head)
        layout.addWidget(self._counted)
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        self._answer = AnswerRow(desk, self.view, self._onward)

    def show_page(self, key: str) -> None:
        register = self.session.plan.registers[key]
        self._title.setText(say("window.table.page", 表=key, 名=register.name))
        self.view.show_register(register)
        self.view.setAccessibleName(self._title.text())
        self.problems.setChecked(False)
        self.filter.end()
        self._count()
        self._place_acts()
        self._remove.setEnabled(not self.session.locked)
        self._paste.setEnabled(not self.session.locked)
        offer_carry(self.carry, self.session)
        self.view.go_to(self.view.table.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the buttons stand beside the name where both have room."""
        super().resizeEvent(event)
        self._place_acts()

    def _place_acts(self) -> None:
        """Put the buttons beside the name, or below it; the first is counted also while no row has a problem.

        So the grid does not move when one has.
        """
        parts = (self.problems, self.carry, self.export, self._paste, self._remove)
        acts = sum(one.sizeHint().width() + HEAD_GAP for one in parts)
        words = max(COUNTED, self._words.sizeHint().width())  # of an empty one how to begin
        beside = self.width() - 2 * SIDE >= self._title.sizeHint().width() + words + acts
        self._head.removeWidget(self._acts)
        if beside:
            self._head.addWidget(self._acts, 0, 1)
        else:
            self._head.addWidget(self._acts, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def take_answer(self) -> bool:
        """Take the keyboard into the answer under the current row; False where nothing is asked."""
        return self._answer.take_focus()

    def help_finding(self) -> Finding | None:
        return self._answer.finding_in_hand()

    def _onward(self) -> None:
        self.view.setFocus()
        self.desk.go_on()

    def take_focus(self) -> None:
        self.view.setFocus()

    def _count(self) -> None:
        register = self.view.table.register
        if register is None:
            return
        rows, found = len(self.session.rows(register.id)), len(self._problem_rows())
        nothing = say("window.register.none" if self.session.locked else "window.register.empty")
        self._words.setText(say("window.register.rows", n=rows) if rows else nothing)
        self.problems.setText(say(f"window.register.{'problems' if found else 'no_problems'}", n=found))
        self.problems.setVisible(bool(found) or self.problems.isChecked())
        self._counted.setText(self._counts(register.id))
        self._counted.setVisible(bool(self._counted.text()))

    def _counts(self, register: str) -> str:
        """What is counted from the rows, and how many of them are left out."""
        sheet = self.session.sheet
        slots = [s for s in sheet.slots.values() if register in s.item.counted_in]
        words = [
            say("window.register.counted", 项=slot.item.name, 值=cell_text(sheet.cell(slot.address), slot.item, sheet))
            for slot in slots
            if sheet.cell(slot.address).text and sheet.cell(slot.address).value
        ]
        left_out = len(sheet.uncounted.get(register, ()))
        return say("window.register.between").join(
            [*words, say("window.register.left_out", n=left_out)] if left_out else words
        )

    def _problem_rows(self) -> frozenset[str]:
        """Addresses of the rows that still need somebody."""
        standing, register = self.session.standing, self.view.table.register
        prefix = f"{register.id}[" if register else "["
        places = (*standing.places, *standing.asked)
        return frozenset(at for at in places if at.startswith(prefix) and standing.mark(at) >= Mark.MISSING)

    def _narrow(self) -> None:
        """Show the rows with problems alone, or those that hold what is sought, or both."""
        if keep_typed(self.view):
            self.view.setFocus()
        table, wanted = self.view.table, self.filter.line.text().strip()
        found = table.among(self._problem_rows()) if self.problems.isChecked() else None

        inside = self._sought.holding(wanted) if wanted else None
        if inside is None:
            self._sought.forget()

        def fits(one: Row) -> bool:
            return (inside is None or inside(one)) and (found is None or found(one))

        left, of = table.show_only(fits if inside and found else inside or found)
        self.filter.tell(left, of)
        self.view.go_to(table.index(0, 0))

    def _show_whole(self) -> None:
        self.problems.setChecked(False)
        self.filter.line.clear()
        self.view.table.sort_by(-1)
        self._narrow()

    def _paste_below(self) -> None:
        table = self.view.table
        if not table.whole:
            self._show_whole()
        self.view.go_to(table.index(table.rowCount() - 1, 0))
        self.view.paste()
        self.view.setFocus()

    def _carry(self) -> None:
        if self.view.table.register is not None:
            take_over(self.desk, carry_rows(self.session.sheet, {self.view.table.register.id}), "rows")

    def _export(self) -> None:
        if self.view.table.register is not None:
            export_register(self.desk, self.view.table.register.id, self)

    def help_place(self) -> str:
        index, register = self.view.currentIndex(), self.view.table.register
        if register is None or not index.isValid():
            return ""
        at = split_row_address(self.view.table.address_of(index.row()))
        empty = RowAddress(register=register.id, number=index.row() + 1)
        return str((at or empty).cell(register.columns[index.column()].name))

    def choose(self, address: str) -> None:
        if split_row_address(address) is None:
            return
        if self.view.table.line_of(address) < 0 and not self.view.table.whole:
            self._show_whole()
        self.view.go_to(self.view.table.index(max(0, self.view.table.line_of(address)), 0))
        self.view.setFocus()

    def show_places(self, addresses: tuple[str, ...]) -> None:
        if addresses and not self._index_of(addresses[0]).isValid() and not self.view.table.whole:
            self._show_whole()
        found = [index for index in map(self._index_of, addresses) if index.isValid()]
        if found:
            self.view.go_to(found[0])
            self.view.select_block(found)

    def show_rows(self, register: str, cells: Sequence[tuple[int, str]]) -> None:
        table = self.view.table
        if table.register is None or table.register.id != register or not cells:
            return
        if not table.whole and table.line_at(cells[0][0] - 1) < 0:
            self._show_whole()
        last, names = table.rowCount() - 1, {one.name: x for x, one in enumerate(table.register.columns)}
        beyond = len(self.session.rows(register)) if table.whole else sys.maxsize
        numbers, said = zip(*cells, strict=True)  # a hundred and fifty thousand cells: not gone through one by one
        lines = [last if one > beyond else table.line_at(one - 1) for one in dict.fromkeys(numbers)]
        rows, columns = [one for one in lines if one >= 0], [names[one] for one in dict.fromkeys(said) if one in names]
        if rows and columns:
            self.view.go_to(table.index(rows[0], columns[0]))
            self.view.select_block([table.index(pick(rows), pick(columns)) for pick in (min, max)])

    def _index_of(self, address: str) -> QModelIndex:
        """The index of a cell of a row, an invalid one when it is not in sight; past the last row, the empty line."""
        table, at = self.view.table, split_row_address(address)
        names = [one.name for one in table.register.columns] if table.register else []
        if at is None or table.register is None or at.register != table.register.id or at.column not in names:
            return QModelIndex()
        beyond = table.whole and at.number > len(self.session.rows(at.register))
        return table.index(table.rowCount() - 1 if beyond else table.line_of(str(at.row)), names.index(at.column))

    def follow(self, news: News) -> None:
        register = self.view.table.register
        if (
            register is not None
            and not news.whole
            and (register.id in news.registers or self._touched(news, register.id))
        ):
            here = self.view.currentIndex()
            line, column = here.row(), here.column()
            self.view.table.show_changes([at for at in news.addresses if at.startswith(f"{register.id}[")])
            if not self.view.currentIndex().isValid():  # rows that were chosen to be seen have become others
                self.view.go_to(self.view.table.index(min(line, self.view.table.rowCount() - 1), max(column, 0)))
            self.view.follow_place()
            self._answer.follow()
            self._count()

    def _touched(self, news: News, register: str) -> bool:
        return any(at.startswith(f"{register}[") for at in news.addresses)
