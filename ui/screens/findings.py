"""Findings screen: everything the checks found; Enter goes to the place, explanations are written in the list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from ui.desk import Desk, Page, Screen
from ui.messages import say
from ui.pieces import label
from ui.places import place_words
from ui.session import News
from ui.standing import Mark
from ui.tables.finding_table import EXPLANATION, MESSAGE, PLACE, FindingTable

KEY = "findings"


class _Airy(QStyledItemDelegate):
    """Lines with room above and below the words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 12)


class FindingView(QTableView):
    """The list; Enter writes an explanation or goes to the place."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() is not QAbstractItemView.State.EditingState:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class FindingsScreen(Screen):
    """审核结果."""

    beside = False

    def __init__(self, desk: Desk) -> None:
        """Build the list."""
        super().__init__(desk)
        self._summary = label("", "quiet")
        self._clean = label(say("findings.none"), "quiet")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self.table = FindingTable(self.session, lambda at: place_words(self.session.sheet, at), self._page_of, self)
        self.view = FindingView()
        self.view.setModel(self.table)
        self._dress()
        self._later.timeout.connect(self._arrange)
        self.table.modelReset.connect(self._later.start)
        self.view.activated.connect(self._open)
        self.view.selectionModel().currentChanged.connect(lambda now, _: self.place_chosen.emit(self._target(now)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(label(say("findings.title"), "title"))
        layout.addWidget(self._summary)
        layout.addWidget(self._clean)
        layout.addWidget(self.view, 1)

    def _dress(self) -> None:
        self.view.setObjectName("list")
        self.view.setItemDelegate(_Airy(self.view))
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        self.view.setColumnWidth(PLACE, 190)
        self.view.setColumnWidth(EXPLANATION, 250)
        # widths are known only after the layout; the heights follow them
        header.sectionResized.connect(lambda *_: self._later.start())

    def _arrange(self) -> None:
        self.view.clearSpans()
        for row, line in enumerate(self.table.lines):
            if line.heading:
                self.view.setSpan(row, 0, 1, EXPLANATION + 1)
        self.view.resizeRowsToContents()

    def _page_of(self, address: str) -> tuple[str, str]:
        page = self.desk.page_of(address)
        return (page.key, page.title) if page else ("", "")

    def _target(self, index: QModelIndex) -> str:
        return self.table.lines[index.row()].target if index.isValid() else ""

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.column() == EXPLANATION and self.table.may_explain(index):
            self.view.edit(index)
        elif self._target(index):
            self.desk.go(self._target(index))

    def pages(self) -> tuple[Page, ...]:
        counts = self.session.standing.counts
        left = counts.errors + counts.open_warnings
        mark = Mark.ERROR if counts.errors else Mark.WARNING if counts.open_warnings else Mark.NONE
        mark = Mark.DONE if counts.can_file else mark or Mark.MISSING
        return (Page(KEY, say("findings.title"), say("nav.finish"), mark, str(left) if left else ""),)

    def show_page(self, key: str) -> None:
        self.table.renew()
        self._later.start()
        self._summarise()
        self.view.setFocus()

    def _summarise(self) -> None:
        counts = self.session.standing.counts
        self._clean.setVisible(not self.table.lines)
        self._summary.setVisible(bool(self.table.lines))
        self._summary.setText(
            say("findings.summary", 强制=counts.errors, 未填=counts.missing, 待说明=counts.open_warnings,
                已说明=counts.explained, 未能核验=counts.pending, 提示=counts.hints)
        )  # fmt: skip

    def choose(self, address: str) -> None:
        rows = [n for n, line in enumerate(self.table.lines) if line.target == address]
        if rows:
            self.view.setCurrentIndex(self.table.index(rows[0], MESSAGE))

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.table.renew()
            self._summarise()
