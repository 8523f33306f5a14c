"""Heads of a long grid: what Qt asks of every row each time, they ask once.

The numbers of the rows are asked once how wide they are. Of the columns Qt asks of every row of every selected one
whether it is selected, each time a head is drawn: of ten thousand rows that takes a third of a second.
"""

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QItemSelectionModel, QSize, Qt, SignalInstance
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.tables.selection_view import SelectionView


class RowHeads(QHeaderView):
    """The numbers of the rows; how wide they are is not asked of two hundred heads again for each row that is added."""

    def __init__(self, view: QWidget) -> None:
        """Be as the heads of every table are."""
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self._known: tuple[int, QSize] | None = None  # for how many digits, how large

    def follow(self, table: QAbstractItemModel, line_changed: SignalInstance) -> None:
        """Ask again whenever other heads may have become wider than those in sight."""
        table.modelReset.connect(self._forget)
        table.headerDataChanged.connect(self._forget)
        line_changed.connect(self._look_at)
        table.rowsInserted.connect(lambda _, first, last: self._forget() if last > first else None)

    def _forget(self) -> None:
        self._known = None

    def _look_at(self, line: int) -> None:
        if self._known is not None and self.sectionSizeFromContents(line).width() > self._known[1].width():
            self._forget()

    def changeEvent(self, event: QEvent) -> None:
        """Ask again in another font or look."""
        self._forget()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return how large the heads are; a number of one digit more is wider."""
        digits = len(str(self.count()))
        if self._known is None or self._known[0] != digits:
            self._known = digits, super().sizeHint()
        return self._known[1]


def follow_columns(view: SelectionView) -> None:
    """Let the heads of a view that has its model know of its selection which columns it touches."""
    model, chosen = view.model(), QItemSelectionModel(view.model(), view)
    heads, flag = view.horizontalHeader(), QItemSelectionModel.SelectionFlag
    heads.setSelectionModel(chosen)

    def follow() -> None:
        touched = QItemSelection()
        for one in view.selectionModel().selection().toList():
            touched.select(model.index(0, one.left()), model.index(0, one.right()))
        chosen.select(touched, flag.ClearAndSelect)

    view.selectionModel().selectionChanged.connect(lambda *_: follow())
