"""Mapping of a unit's own workbook: its sheet at the left, what the unit fills at the right; done once, remembered.

What names suggest stands there already. The person points at a cell and says which item it is (Enter), points at a
column and lets all be read from it, or takes a link away; a factor can be typed.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QHeaderView, QSplitter, QVBoxLayout, QWidget

from forms.given.cells import ForeignBook, SheetCells
from forms.given.own_book import link_to, suggested, wanted_items
from models.filling.own_book import Link, OwnBook
from models.sheet.sheet import Sheet
from ui.basics.enter_key import is_enter
from ui.basics.texts import say
from ui.look.fitting import fit
from ui.look.views import QuietTable
from ui.look.widgets import button, label, row
from ui.own_book.cells_table import CellsTable
from ui.own_book.links_table import FROM, TIMES, WHAT, LinksTable

SIZE, WIDEST = (1160, 660), 220


class _Pointed(QuietTable):
    """A table in which Enter takes the current cell, and nothing else takes that Enter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the cell with Enter."""
        editing = self.state() is QAbstractItemView.State.EditingState
        if is_enter(event) and not editing:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class MappingDialog(QDialog):
    """One workbook being mapped."""

    def __init__(
        self,
        book: ForeignBook,
        sheet: Sheet,
        done: Callable[[OwnBook, SheetCells], None],
        parent: QWidget | None = None,
    ) -> None:
        """Show a workbook; `done` is given the mapping and the sheet it is for."""
        super().__init__(parent)
        self.setWindowTitle(say("own.title"))
        fit(self, *SIZE)
        self._sheet, self._done = sheet, done
        self._pages = [page for page in book.sheets if page.rows and not page.unseen]
        self.links: dict[str, Link] = {}
        self.pages = QComboBox()
        self.pages.setAccessibleName(say("own.page"))
        self.pages.addItems([page.title for page in self._pages])
        self.pages.currentIndexChanged.connect(lambda _: self._show_page())
        self.cells, self.items = _Pointed(), _Pointed()
        self.list = LinksTable(list(wanted_items(sheet)), self)
        self.list.dataChanged.connect(self._typed)
        self.go = button(say("own.go", n=0), self._accept, "primary")
        self._build()
        self._begin()

    def _build(self) -> None:
        self.cells.setAccessibleName(say("own.cells"))
        self.cells.horizontalHeader().setDefaultSectionSize(96)
        self.items.setAccessibleName(say("own.items"))
        self.items.setModel(self.list)
        self.items.verticalHeader().hide()
        self.items.horizontalHeader().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.items.setColumnWidth(FROM, 72)
        self.items.setColumnWidth(TIMES, 84)
        for view in (self.cells, self.items):
            view.setTabKeyNavigation(False)
            view.verticalHeader().setDefaultSectionSize(26)
            view.setSelectionMode(QuietTable.SelectionMode.SingleSelection)
        self.cells.activated.connect(lambda _: self.link())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.cells)
        split.addWidget(self.items)
        split.setSizes([640, 480])
        acts = row(
            button(say("own.link"), self.link),
            button(say("own.column"), self.take_column),
            button(say("own.unlink"), self.unlink),
            None,
            button(say("import.no"), self.reject),
            self.go,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say("own.words"), wrap=True))
        layout.addLayout(row(label(say("own.page")), self.pages, None))
        layout.addWidget(split, 1)
        layout.addLayout(acts)

    def _begin(self) -> None:
        """Open the sheet in which most items are found by their names."""
        found = [len(suggested(page, self._sheet)) for page in self._pages]
        best = max(found, default=0)
        if best:
            self.pages.setCurrentIndex(found.index(best))
        self._show_page()

    def _page(self) -> SheetCells | None:
        place = self.pages.currentIndex()
        return self._pages[place] if 0 <= place < len(self._pages) else None

    def _show_page(self) -> None:
        page = self._page()
        if page is None:
            self.go.setEnabled(False)
            return
        self.cells.setModel(CellsTable(page, self))
        self.cells.resizeColumnsToContents()
        for place in range(self.cells.model().columnCount()):
            self.cells.setColumnWidth(place, min(self.cells.columnWidth(place) + 8, WIDEST))
        self._take({one.address: one for one in suggested(page, self._sheet)})
        first = next(iter(self.links.values()), None)
        model = self.cells.model()
        self.cells.setCurrentIndex(model.index(first.row - 1, first.column - 1) if first else model.index(0, 0))
        self.items.setCurrentIndex(self.list.index(0, 0))

    def _take(self, links: dict[str, Link]) -> None:
        self.links = links
        self.list.show_links(links)
        self._mark()

    def _typed(self, *_: QModelIndex) -> None:
        self.links = dict(self.list.links)

    def _mark(self) -> None:
        names = {address: item.name for address, item in self.list.items}
        cells = self.cells.model()
        if isinstance(cells, CellsTable):
            cells.show_links({(one.row, one.column): names.get(at, at) for at, one in self.links.items()})
        self.go.setText(say("own.go", n=len(self.links)))
        self.go.setEnabled(bool(self.links))

    def link(self) -> None:
        """Read the current item from the current cell, and go on to the next item."""
        page, cell, line = self._page(), self.cells.currentIndex(), self.items.currentIndex().row()
        if page is None or not cell.isValid() or line < 0:
            return
        address, item = self.list.items[line]
        self._take(self.links | {address: link_to(page, address, item, cell.row() + 1, cell.column() + 1)})
        self.items.setCurrentIndex(self.list.index(min(line + 1, self.list.rowCount() - 1), 0))

    def take_column(self) -> None:
        """Read every item that is found by its name from the column of the current cell."""
        page, cell = self._page(), self.cells.currentIndex()
        if page is not None and cell.isValid():
            self._take({one.address: one for one in suggested(page, self._sheet, cell.column() + 1)})

    def unlink(self) -> None:
        """Read the current item from nowhere."""
        line = self.items.currentIndex().row()
        if line >= 0:
            gone = self.list.items[line][0]
            self._take({at: one for at, one in self.links.items() if at != gone})

    def _accept(self) -> None:
        page = self._page()
        if page is not None and self.links:
            self._done(OwnBook(sheet=page.title, links=tuple(self.links.values())), page)
            self.accept()
