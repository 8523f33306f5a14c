"""List view: lines of words with headings across all columns, the first column as wide as it can be; Enter opens."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from ui.basics.enter_key import is_enter
from ui.look.views import QuietTable, write_on

PADDING = 6  # pixels at both sides of a cell, as the style sheet has it
LEAST_OTHERS, OTHERS = 45, 55  # per cent of a list that the columns but the first take at least and at most
MOST_FITTED, LINE = 2000, 34  # a longer list has lines of one height
MOST_LINES = 8  # of a column that is shortened: a page of words would push what it is about out of sight
AT_ONCE = 40  # lines measured in one go: a few hundred would keep the window waiting


class _Airy(QStyledItemDelegate):
    """Lines with room above and below the words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        own = QStyleOptionViewItem(option)
        own.rect.setWidth(max(own.rect.width() - 2 * PADDING, 0))  # the style keeps it free, and does not say so
        size, view = super().sizeHint(own, index), self.parent()
        if isinstance(view, ListView) and index.column() in view.shortened:
            size.setHeight(min(size.height(), MOST_LINES * view.fontMetrics().lineSpacing()))
        return size + QSize(0, 12)


class ListView(QuietTable):
    """A list that is read rather than typed in."""

    def __init__(self, model: QAbstractTableModel, widths: Mapping[int, int], heading: Callable[[int], bool]) -> None:
        """Show a model; `widths` of all columns but the first, `heading` says which lines go across."""
        super().__init__()
        self.setModel(model)
        self._heading = heading
        self.shortened: frozenset[int] = frozenset()  # columns whose words may be a page long
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)
        self._unfitted: Iterator[int] = iter(())
        self._fitting = QTimer(self)
        self._fitting.timeout.connect(self._fit_more)
        model.modelReset.connect(self._fitting.stop)
        model.modelReset.connect(self._later.start)
        self.setObjectName("list")
        self.setItemDelegate(_Airy(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._widths = widths
        self._share_room()
        # widths are known only after the layout; the heights follow them
        header.sectionResized.connect(lambda *_: self._later.start())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the first column its part of another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def _share_room(self) -> None:
        """Give the columns but the first their widths: less of them in a narrow list, more in a wide one."""
        room, wanted = self.viewport().width(), max(sum(self._widths.values()), 1)
        given = min(room * OTHERS // 100, max(wanted, room * LEAST_OTHERS // 100))
        for column, width in self._widths.items():
            self.setColumnWidth(column, width * given // wanted)

    def arrange_later(self) -> None:
        """Fit the heights once the layout is known."""
        self._later.start()

    def _arrange(self) -> None:
        self.clearSpans()
        lines = self.model().rowCount()
        for line in range(lines):
            if self._heading(line):
                self.setSpan(line, 0, 1, self.model().columnCount())
        top = max(self.rowAt(0), 0)  # what is in sight first, then the others
        self._unfitted = chain(range(top, lines), range(top)) if lines <= MOST_FITTED else iter(())
        self._fitting.start(0)
        self._fit_more()

    def _fit_more(self) -> None:
        """Give the next lines the height of their words."""
        fitted = list(islice(self._unfitted, AT_ONCE))
        for line in fitted:
            self.resizeRowToContents(line)
        if len(fitted) < AT_ONCE:
            self._fitting.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.state() is not QAbstractItemView.State.EditingState:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_F2:
                write_on(self)
