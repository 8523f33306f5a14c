"""Grid view: a table that moves like a spreadsheet — Enter down, Tab right, blocks in and out by the clipboard.

What the keys do to the data is the subclass's; this one knows only places.
"""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from ui.tables.grids.clipboard import block_of, text_of

Keys = Qt.Key


class GridView(QTableView):
    """Keyboard and clipboard of every grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up selection and editing as a spreadsheet has them."""
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setAlternatingRowColors(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def selected(self) -> list[QModelIndex]:
        """Return the selected places in reading order."""
        return sorted(self.selectedIndexes(), key=lambda index: (index.row(), index.column()))

    def copy(self) -> None:
        """Put the selected block on the clipboard."""
        rows: dict[int, list[str]] = {}
        for index in self.selected():
            rows.setdefault(index.row(), []).append(self.copied_text(index))
        QGuiApplication.clipboard().setText(text_of(list(rows.values())))

    def copied_text(self, index: QModelIndex) -> str:
        """Return what a place gives to the clipboard."""
        return str(index.data() or "")

    def paste(self) -> None:
        """Put the block of the clipboard at the current place."""
        text = QGuiApplication.clipboard().text()
        if text and self.currentIndex().isValid() and not self.offer(text):
            self.put_block(self.currentIndex(), block_of(text))

    def offer(self, text: str) -> bool:
        """Take a copied text another way than place by place; True when that was done."""
        return False

    def put_block(self, start: QModelIndex, block: list[list[str]]) -> None:
        """Put a block whose first cell is at `start`."""
        raise NotImplementedError

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the places say."""
        raise NotImplementedError

    def fill_down(self) -> None:
        """Put the first row of the selection into its other rows."""
        chosen = self.selected()
        if chosen:
            top = min(index.row() for index in chosen)
            height = max(index.row() for index in chosen) - top
            first = [self.copied_text(index) for index in chosen if index.row() == top]
            if height:
                self.put_block(chosen[0].siblingAtRow(top + 1), [first] * height)

    def go_to(self, index: QModelIndex) -> None:
        """Make a place the current one and bring it into view."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def step(self, rows: int, columns: int) -> None:
        """Go from the current place to another one, within the table."""
        here, model = self.currentIndex(), self.model()
        if here.isValid():
            row = min(max(here.row() + rows, 0), model.rowCount() - 1)
            column = min(max(here.column() + columns, 0), model.columnCount() - 1)
            self.go_to(model.index(row, column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # a sentence that appears above must not push the current place out of sight
        if event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState or not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete) or event.key() == Keys.Key_Backspace:
            self.clear_selected(self.selected())
        elif event.key() == Keys.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() in (Keys.Key_Return, Keys.Key_Enter) and not event.modifiers():
            self.step(1, 0)
        else:
            return False
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.step(1, 0)
