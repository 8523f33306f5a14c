"""Findings screen: everything the checks found; Enter goes to the place, explanations are written in the list."""

from PySide6.QtCore import QElapsedTimer, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout

from models.basics.messages import counted, say
from models.checks.findings import CONFIRMATION, Finding
from models.filling.carry import explanation_place
from ui.answers.reason_menu import reason_menu
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.look.fitting import popup_beside
from ui.look.views import write_on
from ui.look.widgets import label, row
from ui.session.carrying import carry_button, offer_carry, take_explanations
from ui.session.screen import Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.finding_table import EXPLANATION, MESSAGE, PLACE, REASON, FindingTable
from ui.tables.lists.list_view import ListView


class FindingsScreen(Screen):
    """审核结果."""

    beside = False

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the list."""
        super().__init__(desk, offer)
        self._summary = label("", "quiet")
        self._clean = label(say("window.findings.none"), "quiet")
        self._confirmed = QElapsedTimer()
        self.table = FindingTable(
            self.session, desk.edits, lambda at: place_words(self.session.sheet, at), self._page_of, self
        )
        widths = {PLACE: 170, REASON: 130, EXPLANATION: 230}
        self.view = ListView(self.table, widths, lambda line: self.table.lines[line].heading)
        self.view.shortened = frozenset((EXPLANATION,))
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.view.setAccessibleName(say("window.findings.title"))
        self.view.activated.connect(self._open)
        self.view.clicked.connect(lambda index: self._open(index) if index.column() in (REASON, EXPLANATION) else None)
        self.table.lacking.connect(lambda words: desk.tell(words, Mark.WARNING))
        self.view.selectionModel().currentChanged.connect(lambda now, _: self.place_chosen.emit(self._target(now)))
        self.session.disagreed.connect(self._renew)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self.carry = carry_button(lambda: take_explanations(desk))
        layout.addLayout(row(label(say("window.findings.title"), "title"), None, self.carry))
        layout.addWidget(self._summary)
        layout.addWidget(self._clean)
        layout.addWidget(self.view, 1)

    def _page_of(self, address: str) -> tuple[str, str]:
        page = self.desk.page_of(address)
        return (page.key, page.title) if page else ("", "")

    def _target(self, index: QModelIndex) -> str:
        return self.table.lines[index.row()].target if index.isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write with F2, which the list leaves where nothing is written."""
        if event.key() == Qt.Key.Key_F2:
            self._write(self.view.currentIndex())
        else:
            super().keyPressEvent(event)

    def _write(self, index: QModelIndex) -> None:
        """Go from anywhere in a line to its words, and write them."""
        if not index.isValid() or not self.table.may_explain(index):
            return
        words = index.siblingAtColumn(EXPLANATION)
        self.view.setCurrentIndex(words)
        if self.session.locked or not self.table.may_confirm(words):  # what is only confirmed takes Enter
            self._open(words)

    def _open(self, index: QModelIndex) -> None:
        answers = index.isValid() and index.column() in (REASON, EXPLANATION) and self.table.may_explain(index)
        if answers and self.session.locked:
            self.desk.tell(say("window.grid.locked"), Mark.HINT)
            return
        if index.isValid() and index.column() == REASON and self.table.asks_reason(index):
            self._ask_reason(index)
        elif index.isValid() and index.column() == EXPLANATION and self.table.may_explain(index):
            self._answer(index)
        elif index.isValid() and (period := self.table.lines[index.row()].period):
            self.desk.open_period(period)
        elif self._target(index):
            self.desk.go(self._target(index))

    def _answer(self, index: QModelIndex) -> None:
        """Open the field for the words; what only is to be confirmed is confirmed, by a double click no second one."""
        if not self.table.may_confirm(index):
            self.view.edit(index)
            write_on(self.view)
        elif not self._confirmed.isValid() or self._confirmed.elapsed() > QApplication.doubleClickInterval():
            self._confirmed.start()
            self.table.setData(index, CONFIRMATION)

    def _ask_reason(self, index: QModelIndex) -> None:
        at = (index.row(), index.column())
        if not self.session.locked:
            menu = reason_menu(self.view, lambda code: self.table.setData(self.table.index(*at), code))
            popup_beside(menu, self.view.viewport(), self.view.visualRect(index))

    def show_page(self, key: str) -> None:
        offer_carry(self.carry, self.session)
        self.table.renew()
        self.view.arrange_later()
        self._summarise()

    def _summarise(self) -> None:
        counts = self.session.standing.counts
        self._clean.setVisible(not self.table.lines)
        self._summary.setVisible(bool(self.table.lines))
        self._summary.setText(
            counted(
                "window.findings.count",
                errors=counts.errors,
                missing=counts.missing,
                open=counts.open_warnings,
                explained=counts.explained,
                pending=counts.pending,
                hints=counts.hints,
            )
        )

    def help_finding(self) -> Finding | None:
        index = self.view.currentIndex()
        return self.table.lines[index.row()].finding if index.isValid() else None

    def choose(self, address: str) -> None:
        rows = [n for n, line in enumerate(self.table.lines) if line.target == address]
        if rows:
            self.view.setCurrentIndex(self.table.index(rows[0], MESSAGE))

    def holds(self, addresses: tuple[str, ...]) -> bool:
        return bool(addresses) and set(addresses) <= {explanation_place(line.key) for line in self.table.lines}

    def show_places(self, addresses: tuple[str, ...]) -> None:
        keys = [explanation_place(line.key) for line in self.table.lines]
        row = next((keys.index(one) for one in addresses if one in keys), None)
        if row is not None:
            self.view.setCurrentIndex(self.table.index(row, EXPLANATION))

    def take_focus(self) -> None:
        self.view.setFocus()

    def follow(self, news: News) -> None:
        self._renew()

    def _renew(self) -> None:
        if not self.isVisible():
            return
        now, keyed = self.view.currentIndex(), self.view.hasFocus() or self.view.isAncestorOf(self.focusWidget())
        at = now.row(), now.column()
        self.table.renew()
        self._summarise()
        if keyed and now.isValid() and not self.view.currentIndex().isValid():  # lines have moved: the keyboard stays
            self.view.setFocus()
            self.view.setCurrentIndex(self.table.index(self.table.next_open(at[0]), at[1]))
