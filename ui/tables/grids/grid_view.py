"""Grid view: a table that moves like a spreadsheet — Enter down, Tab right, blocks in and out by the clipboard.

What the keys do to the data is the subclass's; this one knows only places. No key changes another place than the
current one: where nothing can be typed, `refuse` says why and how.
"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from models.filling.clipboard import block_of, text_of
from ui.look.views import PlaceTable
from ui.tables.grids.chords import chord, jump, types_text
from ui.tables.grids.editors import EditorDelegate, open_list

ROW_HEIGHT = 26
CONTEXT = 3  # rows kept in sight above and below the current one
Index = QModelIndex | QPersistentModelIndex
Trigger = QAbstractItemView.EditTrigger
Flag = QItemSelectionModel.SelectionFlag


class GridView(PlaceTable):
    """Keyboard and clipboard of every grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up selection and editing as a spreadsheet has them."""
        super().__init__(parent)
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setAlternatingRowColors(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._typed = True  # an editor is opened by a key that writes, not by F2 or the pointer
        self._tab_from: int | None = None  # column in which a run of Tab began: Enter goes back to it
        self._anchor: QModelIndex | None = None  # where a selection by Ctrl+Shift began
        self._chords: dict[str, Callable[[], object]] = {
            "Ctrl+C": self.copy,
            "Ctrl+Ins": self.copy,
            "Ctrl+X": self.cut,
            "Shift+Del": self.cut,
            "Ctrl+V": self.paste,
            "Shift+Ins": self.paste,
            "Del": lambda: self._take_away(self.selected()),
            "Backspace": lambda: self._take_away([self.currentIndex()]),
            "Ctrl+D": self.fill_down,
            "Ctrl+R": self.fill_right,
            "F2": self.open_editor,
            "Return": lambda: self.enter(1),
            "Shift+Return": lambda: self.enter(-1),
            "Tab": lambda: self.tab(1),
            "Shift+Tab": lambda: self.tab(-1),
            "Ctrl+Space": partial(self.select_whole, Flag.Columns),
            "Shift+Space": partial(self.select_whole, Flag.Rows),
            "Ctrl+Home": lambda: self._to_corner(first=True),
            "Ctrl+End": lambda: self._to_corner(first=False),
            "Ctrl+Shift+Home": lambda: self._to_corner(first=True, extend=True),
            "Ctrl+Shift+End": lambda: self._to_corner(first=False, extend=True),
        }
        self._chords |= dict.fromkeys(("Ctrl+-", "Ctrl++", "Ctrl+Shift++"), self.refuse_rows)
        self._chords |= dict.fromkeys(("F4", "Alt+Down"), partial(open_list, self))
        for name, rows, columns in (("Up", -1, 0), ("Down", 1, 0), ("Left", 0, -1), ("Right", 0, 1)):
            self._chords[f"Ctrl+{name}"] = partial(self.jump, rows, columns)
            self._chords[f"Ctrl+Shift+{name}"] = partial(self.jump, rows, columns, extend=True)

    def use(self, delegate: EditorDelegate) -> None:
        """Draw and edit with a delegate, and move on as its editors are left."""
        self.setItemDelegate(delegate)
        delegate.typing = lambda: self._typed
        delegate.several = lambda: len(self.selected()) > 1
        delegate.fill_wanted.connect(self.fill_selected)
        delegate.left.connect(self._leave)
        delegate.block_wanted.connect(self.paste)
        delegate.block_refused.connect(self.refuse_block)

    # what a subclass answers

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are, without the answer that may lie below them."""
        return ROW_HEIGHT

    def takes_entry(self, index: Index) -> bool:
        """True where Enter and Tab stop."""
        raise NotImplementedError

    def put_block(self, start: QModelIndex, block: list[list[str]], why: str = "pasted") -> None:
        """Put a block whose first cell is at `start`; `why` as in the history."""
        raise NotImplementedError

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the places say."""
        raise NotImplementedError

    def put_text(self, text: str) -> None:
        self.put_block(self.currentIndex(), [[text]], "typed")

    def can_be_cleared(self, index: QModelIndex) -> bool:
        """True where something typed could stand."""
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def refuse(self, index: QModelIndex) -> None:
        """Say why nothing can be typed at a place, and what to do."""

    def refuse_rows(self) -> None:
        """Say how rows come and go here: not by the keys that insert and delete cells in a spreadsheet."""

    def refuse_block(self) -> None:
        """Say that a block cannot be pasted into a text that is being typed."""

    def offer(self, text: str) -> bool:
        """Take a copied text another way than place by place; True when that was done."""
        return False

    def copied_text(self, index: QModelIndex) -> str:
        """Return what a place gives to the clipboard."""
        return str(index.data() or "")

    # clipboard and filling

    def selected(self) -> list[QModelIndex]:
        """Return the selected places in sight, in reading order."""
        seen = (one for one in self.selectedIndexes() if not self._hidden(one.row(), one.column()))
        return sorted(seen, key=lambda index: (index.row(), index.column()))

    def _block(self, chosen: Iterable[QModelIndex]) -> list[list[str]]:
        rows: dict[int, list[str]] = {}
        for index in chosen:
            rows.setdefault(index.row(), []).append(self.copied_text(index))
        return list(rows.values())

    def copy(self) -> None:
        """Put the selected block on the clipboard."""
        QGuiApplication.clipboard().setText(text_of(self._block(self.selected())))

    def cut(self) -> None:
        """Put the selected block on the clipboard and take it away."""
        self.copy()
        self._take_away(self.selected())

    def _take_away(self, indexes: list[QModelIndex]) -> None:
        """Take away what these places say; where there is nothing that could be, say why."""
        places = [one for one in indexes if self.can_be_cleared(one)]
        if places:
            self.clear_selected(places)
        elif indexes and indexes[0].isValid():
            self.refuse(indexes[0])

    def paste(self) -> None:
        """Put the block of the clipboard at the first selected place; a single figure into every selected one."""
        text, chosen = QGuiApplication.clipboard().text(), self.selected()
        start = chosen[0] if chosen else self.currentIndex()
        if not text or not start.isValid() or self.offer(text):
            return
        block = block_of(text)
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            self.fill_selected(block[0][0], "pasted")
        else:
            self.put_block(start, block)

    def fill_selected(self, text: str, why: str = "filled") -> None:
        """Put one text into every selected place, as one step."""
        if chosen := self.selected():
            width = chosen[-1].column() - chosen[0].column() + 1
            self.put_block(chosen[0], [[text] * width] * (len(chosen) // width), why)

    def select_whole(self, whole: Flag) -> None:
        """Select the whole rows or columns of the selection."""
        model = self.selectionModel()
        chosen = model.selection()
        if chosen.isEmpty():
            chosen.select(self.currentIndex(), self.currentIndex())
        model.select(chosen, Flag.ClearAndSelect | whole)

    def fill_down(self) -> None:
        """Put the first row of the selection into its other rows; a single row is filled from the one above."""
        chosen = self.selected()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        source = rows[0] if len(rows) > 1 else self._next_row(rows[0], -1)
        first = [self.copied_text(index.siblingAtRow(source)) for index in chosen if index.row() == rows[0]]
        targets = rows[1:] or rows
        if source >= 0:
            self.put_block(chosen[0].siblingAtRow(targets[0]), [first] * len(targets), "filled")

    def fill_right(self) -> None:
        """Put the first column of the selection into its others; a single column is filled from the one at its left."""
        chosen = self.selected()
        if not chosen:
            return
        columns = sorted({index.column() for index in chosen})
        source = columns[0] if len(columns) > 1 else columns[0] - 1
        targets = columns[1:] or columns
        block = [
            [self.copied_text(index.siblingAtColumn(source))] * len(targets)
            for index in chosen
            if index.column() == columns[0]
        ]
        if source >= 0:
            self.put_block(chosen[0].siblingAtColumn(targets[0]), block, "filled")

    # moving

    def go_to(self, index: QModelIndex) -> None:
        """Make a place the current one and bring it into view, with a few rows around it."""
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        self._bring_into_sight(index)
        if self.horizontalHeader().length() > self.viewport().width():  # its columns may get their room only now
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def come_into_sight(self) -> bool:
        """Go to a place in sight where the current one is hidden, in its row if that is; False where it is not."""
        here = self.currentIndex()
        if not here.isValid() or not self._hidden(here.row(), here.column()):
            return False
        places = self._places()
        places = [one for one in places if one.row() == here.row()] or places
        shown = [column for column in range(self.model().columnCount()) if not self.isColumnHidden(column)]
        row = self._next_row(-1, 1)
        if places:
            self.go_to(places[0])
        elif row >= 0 and shown:
            self.go_to(self.model().index(row, shown[0]))
        return True

    def _bring_into_sight(self, index: QModelIndex) -> None:
        for rows in (CONTEXT, -CONTEXT, 0):
            near = index.siblingAtRow(min(max(index.row() + rows, 0), self.model().rowCount() - 1))
            self.scrollTo(near, QAbstractItemView.ScrollHint.EnsureVisible)

    def _hidden(self, row: int, column: int) -> bool:
        return self.isRowHidden(row) or self.isColumnHidden(column)

    def _next_row(self, row: int, step: int) -> int:
        """The next row in sight, -1 when there is none."""
        row += step
        while 0 <= row < self.model().rowCount() and self.isRowHidden(row):
            row += step
        return row if 0 <= row < self.model().rowCount() else -1

    def rows_from(self, row: int, count: int) -> list[int]:
        """Return the rows a block of `count` lines lies over: those in sight from one on, then below the table."""
        found = [row]
        while len(found) < count:
            below = self._next_row(found[-1], 1)
            found.append(below if below >= 0 else max(found[-1] + 1, self.model().rowCount()))
        return found

    def _places(self) -> list[QModelIndex]:
        """Every place in sight that takes an entry, in reading order."""
        model = self.model()
        rows = [row for row in range(model.rowCount()) if not self.isRowHidden(row)]
        columns = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)]
        found = (model.index(row, column) for row in rows for column in columns)
        return [index for index in found if self.takes_entry(index)]

    def enter(self, step: int) -> None:
        """Go down (or up) to the next place of the column that takes an entry."""
        here = self.currentIndex()
        if not here.isValid():
            return
        column = here.column() if self._tab_from is None else self._tab_from
        self._tab_from = None
        row = self._next_row(here.row(), step)
        while row >= 0 and not self.takes_entry(here.sibling(row, column)):
            row = self._next_row(row, step)
        if row >= 0:
            self.go_to(here.sibling(row, column))

    def tab(self, step: int) -> None:
        """Go right (or left) to the next place that takes an entry, then on in the next row."""
        here = self.currentIndex()
        if self._tab_from is None and here.isValid() and step > 0:
            self._tab_from = here.column()
        place = (here.row(), here.column())
        found = [one for one in self._places() if ((one.row(), one.column()) > place) == (step > 0)]
        found = [one for one in found if (one.row(), one.column()) != place]
        if found:
            self.go_to(found[0] if step > 0 else found[-1])

    def step(self, rows: int, columns: int) -> None:
        """Go to the very next place, within the table."""
        here, model = self.currentIndex(), self.model()
        row = self._next_row(here.row(), rows) if rows else here.row()
        column = min(max(here.column() + columns, 0), model.columnCount() - 1)
        if row >= 0 and not self.isColumnHidden(column):
            self.go_to(model.index(row, column))

    def jump(self, rows: int, columns: int, *, extend: bool = False) -> None:
        """Go to the end of what is filled, or over the gap, as Ctrl+arrow does in a spreadsheet."""
        here, model = self.currentIndex(), self.model()
        if not here.isValid():
            return
        if rows:
            line = range(here.row() + rows, model.rowCount() if rows > 0 else -1, rows)
            ahead = [row for row in line if not self.isRowHidden(row) and self._worth(here.siblingAtRow(row))]
            target = here.siblingAtRow(jump(here.row(), ahead, lambda row: bool(here.siblingAtRow(row).data())))
        else:
            line = range(here.column() + columns, model.columnCount() if columns > 0 else -1, columns)
            ahead = [column for column in line if not self.isColumnHidden(column)]
            found = jump(here.column(), ahead, lambda column: bool(here.siblingAtColumn(column).data()))
            target = here.siblingAtColumn(found)
        self._move(target, extend=extend)

    def _worth(self, index: QModelIndex) -> bool:
        """False for a place Ctrl+arrow passes over."""
        return True

    def _to_corner(self, *, first: bool, extend: bool = False) -> None:
        places = self._places()
        if places:
            self._move(places[0 if first else -1], extend=extend)

    def _move(self, target: QModelIndex, *, extend: bool) -> None:
        if not extend:
            self.go_to(target)
            return
        anchor = self._anchor if self._anchor is not None and self._anchor.isValid() else self.currentIndex()
        self._anchor = anchor
        model = self.selectionModel()
        model.setCurrentIndex(target, Flag.NoUpdate)
        model.select(QItemSelection(anchor, target), Flag.ClearAndSelect)
        self.scrollTo(target)

    # keys and editors

    def open_editor(self) -> None:
        """Open the editor of the current place, or say why there is none."""
        here = self.currentIndex()
        if here.flags() & Qt.ItemFlag.ItemIsEditable:
            self._typed = False
            self.edit(here)
        elif here.isValid():
            self.refuse(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a spreadsheet does; refuse in words what cannot be typed."""
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if self.come_into_sight():
            event.accept()  # nothing is typed into a cell that nobody sees
            return
        pressed = chord(event)
        if not types_text(event) and pressed not in ("Tab", "Return"):
            self._tab_from = None
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = None
        act = self._chords.get(pressed)
        here = self.currentIndex()
        if act is not None:
            act()
            event.accept()
        elif types_text(event) and here.isValid() and not here.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refuse(here)
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """End a run of Tab."""
        self._tab_from = self._anchor = None
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the editor, or say why there is none."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refuse(index)
        self._typed = False
        super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current place in sight, with what stands around it where there is room now."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height() and self.currentIndex().isValid():
            self._bring_into_sight(self.currentIndex())

    def _leave(self, rows: int, columns: int, arrow: bool) -> None:
        if arrow:
            self.step(rows, columns)
        elif rows:
            self.enter(rows)
        else:
            self.tab(columns)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor; where to go next is told by the key that left it."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._typed = True
