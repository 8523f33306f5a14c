"""Receipts screen: what the office answered — its queries first, each a way to its cell — and what came before."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout

from models.basics.messages import say
from models.basics.period import format_time
from models.ledger.queries import QueryStep
from ui.answers.query_line import QueryAnswer, query_answer
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.basics.texts import decision_words
from ui.look.widgets import column, emptied, label, note
from ui.session.screen import RECEIPTS, Pages, Screen, ScreenContext
from ui.session.session import News
from ui.tables.lists.list_view import ListView
from ui.tables.lists.query_table import PLACE, STEP, QueryTable


class ReceiptsScreen(Screen):
    """回执与询问."""

    beside = False

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Build the list."""
        super().__init__(desk, offer)
        self._head, self._foot = column(spacing=8), column()
        self.table = QueryTable(self.session, lambda at: place_words(self.session.sheet, at), self)
        self.view = ListView(self.table, {PLACE: 220, STEP: 180}, self.table.is_heading)
        self.view.setAccessibleName(say("window.receipts.title"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)  # it is read line by line
        self.view.activated.connect(self._open)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_answer())
        self.answer: QueryAnswer | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(label(say("window.receipts.title"), "title"))
        layout.addLayout(self._head)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._foot)

    def _left(self) -> int:
        return sum(query.step is QueryStep.OPEN for query in self.session.standing.queries)

    def show_page(self, key: str) -> None:
        self._say_where_we_stand()
        chosen = self.view.currentIndex().row()
        self.table.renew()
        self.view.arrange_later()
        lines = [n for n in range(self.table.rowCount()) if not self.table.is_heading(n)]  # no key acts on a head
        here = next((n for n in lines if n >= chosen), lines[-1] if lines else -1)
        self.view.setCurrentIndex(self.table.index(here, 0))
        self._show_answer()

    def _say_where_we_stand(self) -> None:
        emptied(self._head)
        asking = self.session.asking
        if asking is None:
            self._head.addWidget(label(say("window.receipts.nothing_asked"), "quiet", wrap=True))
            return
        receipt, left = asking[0], self._left()
        key = "asked" if left else "asked_done"
        until = say("window.receipts.asked_until", 时限=format_time(receipt.deadline)) if receipt.deadline else ""
        facts = {"版": receipt.revision, "结果": decision_words(receipt.decision), "时限": until}
        words = say(f"window.receipts.{key}", n=len(receipt.remarks), m=left, **facts)
        self._head.addWidget(note(words, Mark.QUERY if left else Mark.DONE))

    def _show_answer(self) -> None:
        """Below the list: the answer to the query that is chosen."""
        emptied(self._foot)
        query = self.table.query_at(self.view.currentIndex().row())
        self.answer = query_answer(self.desk, query, self.take_focus, wide=True) if query else None
        if self.answer is not None:
            self._foot.addWidget(self.answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write the answer with F2."""
        if event.key() == Qt.Key.Key_F2 and self.answer is not None and self.answer.text is not None:
            self.answer.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        """Go to the place that is asked about; what is asked about the whole is answered here."""
        if index.isValid() and self.table.lines[index.row()].target:
            self.desk.go(self.table.lines[index.row()].target)
        elif index.isValid() and self.answer is not None and self.answer.text is not None:
            self.answer.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus(self) -> None:
        self.view.setFocus()

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.show_page(RECEIPTS)
