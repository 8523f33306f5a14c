"""Mapping of a unit's own workbook: its sheet at the left, what the unit fills at the right; done once, remembered.

A sheet holds single figures, or the rows of a register: what names suggest stands there already. The person points at
a cell — or at the head of a column — and says what it is (Enter), lets all be read from one column, or takes a link
away; a factor can be typed, and a value where the book lacks a column. A word of the book that is none of the plan's
choices is a line below its column: what it means is chosen once. Several sheets of a workbook are mapped in one go.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHeaderView, QSplitter, QVBoxLayout, QWidget

from forms.given.cells import ForeignBook, SheetCells
from models.basics.messages import say
from models.filling.own_book import OwnBook
from models.sheet.sheet import Sheet
from ui.look.fitting import NARROW, fit, room_of
from ui.look.views import QuietTable
from ui.look.widgets import ChoiceBox, button, label, row
from ui.own_book.cells_table import CellsTable
from ui.own_book.drafts import ITEMS, PageDraft
from ui.own_book.links_table import FROM, TIMES, WHAT, LinksDelegate, LinksTable
from ui.own_book.pointed_table import PointedTable

SIZE, WIDEST = (1160, 660), 220
Mapped = tuple[SheetCells, OwnBook]


class MappingDialog(QDialog):
    """One workbook being mapped."""

    def __init__(
        self,
        book: ForeignBook,
        sheet: Sheet,
        done: Callable[[Sequence[Mapped]], None],
        parent: QWidget | None = None,
        *,
        known: Sequence[Mapped] = (),
    ) -> None:
        """Show a workbook; `done` is given each of its sheets that was mapped, with its mapping.

        `known` are mappings of its sheets from before, from which the person goes on.
        """
        super().__init__(parent)
        self.setWindowTitle(say("window.own.title"))
        fit(self, *SIZE)
        self._sheet, self._done = sheet, done
        before = {page.title: own for page, own in known}
        pages = [page for page in book.sheets if page.rows and not page.unseen]
        self._drafts = [PageDraft(page, sheet, before.get(page.title)) for page in pages]
        self._opened: set[int] = set()  # sheets the person has looked at: only those are remembered
        self.pages, self.kinds = ChoiceBox(), ChoiceBox()
        self.cells, self.items = PointedTable(), PointedTable()
        self.words, self.said = label("", wrap=True), label("", "error")
        self.list = LinksTable(self)
        self.list.factor_typed.connect(self._typed)
        self.list.value_typed.connect(self._take_value)
        self.list.factor_refused.connect(lambda text: self.said.setText(say("window.own.no_factor", 原文=text)))
        self.whole_column = button(say("window.own.column"), self.take_column)
        self.go = button(say("window.own.go_none"), self._accept, "primary")
        self._fill_boxes()
        self._build()
        self._begin()
        self.items.setFocus()

    def _fill_boxes(self) -> None:
        self.pages.setAccessibleName(say("window.own.page"))
        self.pages.addItems([one.page.title for one in self._drafts])
        self.kinds.setAccessibleName(say("window.own.kind"))
        self.kinds.addItem(say("window.own.kind_items"), ITEMS)
        for name in self._sheet.register_ids:
            self.kinds.addItem(f"{name} {self._sheet.plan.registers[name].name}", name)
        self.pages.currentIndexChanged.connect(lambda _: self._show_page())
        self.kinds.activated.connect(lambda _: self._choose_kind())

    def _build(self) -> None:
        self._set_up_tables()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.cells)
        split.addWidget(self.items)
        split.setSizes([560, 560])
        acts = row(
            button(say("window.own.link"), self.link),
            self.whole_column,
            button(say("window.own.unlink"), self.unlink),
            None,
            button(say("window.import.no"), self.reject),
            self.go,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addLayout(
            row(label(say("window.own.page")), self.pages, label(say("window.own.kind")), self.kinds, None)
        )
        layout.addWidget(split, 1)
        layout.addWidget(self.said)
        layout.addLayout(acts)

    def _set_up_tables(self) -> None:
        """The sheet's cells at the left, what they are linked with at the right."""
        self.cells.setAccessibleName(say("window.own.cells"))
        self.cells.horizontalHeader().setDefaultSectionSize(96)
        self.items.setAccessibleName(say("window.own.items"))
        self.items.setModel(self.list)
        self.items.setItemDelegate(LinksDelegate(self.items))
        self.items.verticalHeader().hide()
        self.items.horizontalHeader().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.items.setColumnWidth(FROM, 110 if room_of(self).width() >= NARROW else 72)
        self.items.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the measure stands at the end
        self.items.setWordWrap(False)  # of wrapped words Qt leaves out the end
        self.items.setColumnWidth(TIMES, 72)
        for view in (self.cells, self.items):
            view.setTabKeyNavigation(False)
            view.verticalHeader().setDefaultSectionSize(26)
            view.setSelectionMode(QuietTable.SelectionMode.SingleSelection)
            view.refused.connect(lambda: self.said.setText(say("window.own.not_here")))
        self.cells.activated.connect(lambda _: self.link())

    def _begin(self) -> None:
        """Open the sheet in which most is found by names."""
        found = [one.found for one in self._drafts]
        best = max(found, default=0)
        if best:
            self.pages.setCurrentIndex(found.index(best))
        self._show_page()

    @property
    def draft(self) -> PageDraft | None:
        """The mapping of the sheet that is shown; None in a book without one."""
        place = self.pages.currentIndex()
        return self._drafts[place] if 0 <= place < len(self._drafts) else None

    def _show_page(self) -> None:
        draft = self.draft
        if draft is None:
            self.go.setEnabled(False)
            return
        self._opened.add(self.pages.currentIndex())
        self.cells.setModel(CellsTable(draft.page, self))
        self.cells.resizeColumnsToContents()
        for place in range(self.cells.model().columnCount()):
            self.cells.setColumnWidth(place, min(self.cells.columnWidth(place) + 8, WIDEST))
        self._show_kind(draft)

    def _choose_kind(self) -> None:
        draft = self.draft
        if draft is not None:
            draft.show_kind(self.kinds.currentData())
            self._show_kind(draft)

    def _show_kind(self, draft: PageDraft) -> None:
        self.kinds.setCurrentIndex(self.kinds.findData(draft.kind))
        self.words.setText(say("window.own.words" if draft.kind == ITEMS else "window.own.words_list"))
        self.whole_column.setVisible(draft.kind == ITEMS)
        self._mark(draft)
        line, column = draft.first()
        self.cells.setCurrentIndex(self.cells.model().index(line - 1, column - 1))
        self.items.setCurrentIndex(self.list.index(0, 0))

    def _mark(self, draft: PageDraft) -> None:
        self.said.clear()
        current = self.items.currentIndex()
        key = self.list.targets[current.row()].key if current.isValid() else ""
        self.list.show_targets(list(draft.targets()))
        self.list.show_sources(draft.sources())
        if self.list.row_of(key) >= 0 and self.items.currentIndex().row() != self.list.row_of(key):
            self.items.setCurrentIndex(self.list.index(self.list.row_of(key), current.column()))
        cells = self.cells.model()
        if isinstance(cells, CellsTable):
            cells.show_links(dict(draft.marks()))
        count = sum(self._drafts[place].count for place in self._opened)
        self.go.setText(say("window.own.go", n=count) if count else say("window.own.go_none"))
        self.go.setEnabled(bool(count))

    def _typed(self, key: str, factor: str) -> None:
        if self.draft is not None:
            self.draft.set_factor(key, factor)
            self._mark(self.draft)

    def _take_value(self, key: str, text: str) -> None:
        """Take a fixed value, or what a word means; one that its column cannot hold is told and not taken."""
        draft = self.draft
        if draft is not None:
            refused = draft.set_value(key, text)
            QTimer.singleShot(0, self, lambda: self._show_taken(draft, text, refused))  # lines may come and go

    def _show_taken(self, draft: PageDraft, text: str, refused: str) -> None:
        if draft is self.draft:
            self._mark(draft)
            year = str(self._sheet.plan.year) == text
            self.said.setText(
                refused or (say("window.own.year_typed", 年=text, 本年=say("window.own.this_year")) if year else "")
            )

    def link(self) -> None:
        """Read the current target from the current cell, and go on to the next target."""
        draft, cell, line = self.draft, self.cells.currentIndex(), self.items.currentIndex().row()
        if draft is None or not cell.isValid() or line < 0:
            return
        if self.list.targets[line].word:
            self.said.setText(say("window.own.word_here"))
            return
        draft.link(self.list.targets[line].key, cell.row() + 1, cell.column() + 1)
        self._mark(draft)
        line = self.items.currentIndex().row()
        after = (place for place, one in enumerate(self.list.targets) if place > line and not one.word)
        self.items.setCurrentIndex(self.list.index(next(after, line), 0))

    def take_column(self) -> None:
        """Read every item that is found by its name from the column of the current cell."""
        draft, cell = self.draft, self.cells.currentIndex()
        if draft is not None and cell.isValid() and draft.kind == ITEMS:
            draft.take_column(cell.column() + 1)
            self._mark(draft)

    def unlink(self) -> None:
        """Read the current target from nowhere."""
        draft, line = self.draft, self.items.currentIndex().row()
        if draft is not None and line >= 0:
            draft.unlink(self.list.targets[line].key)
            self._mark(draft)

    def _accept(self) -> None:
        mapped = [(self._drafts[place].page, self._drafts[place].written()) for place in sorted(self._opened)]
        mapped = [(page, own) for page, own in mapped if own.links or own.lists]
        if mapped:
            self._done(mapped)
            self.accept()
