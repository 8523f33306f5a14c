"""Grid view: a table that moves like a spreadsheet — Enter down, Tab right, blocks in and out by the clipboard.

What the keys do to the data is the subclass's; this one knows only places. No key changes another place than the
current one: where nothing can be typed, `refuse` says why and how.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from models.basics.messages import say
from models.filling.clipboard import block_of, repeated, text_of
from ui.look.views import write_on
from ui.tables.chords import chord, types_text
from ui.tables.copied import copied_text, over_words
from ui.tables.fill_handle import FillHandle
from ui.tables.grids.editors import LEAVE, EditorDelegate, empty_editor, open_list
from ui.tables.moving_view import MovingView
from ui.tables.selection_view import Flag

Trigger = QAbstractItemView.EditTrigger
Index = QModelIndex | QPersistentModelIndex


class GridView(MovingView):
    """Keyboard and clipboard of every grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up keys and editing as a spreadsheet has them."""
        super().__init__(parent)
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.DoubleClicked)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._typed = True  # an editor is opened by a key that writes, not by F2 or the pointer
        self._ended = False  # what was typed here was kept, and there is no further place to go on to
        self.pressed.connect(lambda _: self._take_up())
        self._chords: dict[str, Callable[[], object]] = {
            "Ctrl+C": self.copy,
            "Ctrl+Ins": self.copy,
            "Ctrl+X": self.cut,
            "Shift+Del": self.cut,
            "Ctrl+V": self.paste,
            "Shift+Ins": self.paste,
            "Del": self.take_away_selected,
            "Backspace": self._begin_anew,
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
            self._chords[f"Shift+{name}"] = partial(self.widen, rows, columns)
        for name, step in (("PgUp", -1), ("PgDown", 1)):
            self._chords[f"Shift+{name}"] = partial(self.widen_page, step)
        for name, step in (("Home", -1), ("End", 1)):
            self._chords[f"Shift+{name}"] = partial(self.widen_to_edge, step)

    def use(self, delegate: EditorDelegate) -> None:
        """Draw and edit with a delegate, and move on as its editors are left."""
        self.setItemDelegate(delegate)
        delegate.typing = lambda: self._typed
        delegate.several = lambda: self.several
        delegate.current = self.currentIndex
        delegate.fill_wanted.connect(self.fill_selected)
        delegate.left.connect(self._leave)
        delegate.emptied.connect(lambda index: self.clear_selected([index]))
        delegate.block_wanted.connect(self.paste)
        delegate.block_refused.connect(lambda: self.hint(say("window.grid.block_in_text")))
        delegate.choice_refused.connect(self.hint)
        self.follow_heads()
        self.handle = FillHandle(self)
        self.handle.wanted.connect(self.fill_to)

    # what a subclass answers

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

    def opens_empty(self, index: QModelIndex) -> bool:
        """True where an editor opens with nothing in it, for what stands there to be written anew."""
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def refuse(self, index: QModelIndex) -> None:
        """Say why nothing can be typed at a place, and what to do."""

    def refuse_rows(self) -> None:
        """Say how rows come and go here: not by the keys that insert and delete cells in a spreadsheet."""

    def hint(self, words: str) -> None:
        """Tell what to do where a key means nothing, in the place where everything is told."""
        raise NotImplementedError

    def done(self, words: str) -> None:
        """Tell what was done, in the same place."""
        self.hint(words)

    def offer(self, text: str) -> bool:
        """Take a copied text another way than place by place; True when that was done."""
        return False

    def copied_text(self, index: QModelIndex) -> str:
        """Return what a place gives to the clipboard."""
        return str(index.data() or "")

    # clipboard and filling

    def _block(self, chosen: Iterable[QModelIndex]) -> list[list[str]]:
        rows: dict[int, list[str]] = {}
        for index in chosen:
            rows.setdefault(index.row(), []).append(self.copied_text(index))
        return list(rows.values())

    def copied_block(self) -> list[list[str]]:
        """Return the selected block as it goes to the clipboard."""
        return self._block(self.selected())

    def copy(self) -> None:
        """Put the selected block on the clipboard."""
        QGuiApplication.clipboard().setText(text_of(self.copied_block()))

    def cut(self) -> None:
        """Put the selected block on the clipboard and take it away."""
        self.copy()
        self.take_away_selected()

    def take_away_selected(self) -> None:
        """Take away what is selected."""
        self._take_away(self.selected())

    def _take_away(self, indexes: list[QModelIndex]) -> None:
        """Take away what these places say; where there is nothing that could be, say why."""
        places = [one for one in indexes if self.can_be_cleared(one)]
        if places:
            self.clear_selected(places)
        elif indexes and indexes[0].isValid():
            self.refuse(indexes[0])

    def paste(self) -> None:
        """Put the block of the clipboard at the first selected place; into a selection it fits n times, n times."""
        text, rows = copied_text(), self.chosen_rows()
        chosen = self.chosen_in(rows[0]) if rows else []
        start = chosen[0] if chosen else self.currentIndex()
        if not text:
            self.hint(say("window.paste.nothing"))
        if not text or not start.isValid() or self.offer(text):
            return
        self.put_block(start, repeated(block_of(text), len(rows), self._wide(rows)))

    def _wide(self, rows: list[int]) -> int:
        """How many columns a selection of these rows has, from the first of its first row to the last of its last."""
        return self.chosen_in(rows[-1])[-1].column() - self.chosen_in(rows[0])[0].column() + 1 if rows else 0

    def fill_selected(self, text: str, why: str = "filled") -> None:
        """Put one text into every selected place, as one step."""
        if rows := self.chosen_rows():
            self.put_block(self.chosen_in(rows[0])[0], repeated([[text]], len(rows), self._wide(rows)), why)

    def filled_over(self, cells: Iterable[tuple[QModelIndex, str]]) -> list[str]:
        """Return the sentences on what the texts that are filled into some cells will take the place of."""
        return over_words((self.copied_text(index), text) for index, text in cells if index.isValid())

    def passed_over(self, put: int, passed: int, *, told: bool = False) -> list[str]:
        """Return the sentence on texts of a block that fell where nothing is entered; `told`: others are told of."""
        if not passed:
            return []
        key = "also_passed" if told else "passed" if put else "all_passed"
        return [say(f"window.paste.{key}", n=put, m=passed)]

    def tell_put(self, words: list[str], put: int, why: str) -> None:
        """Tell what came of a block beside its cells; of one that was pasted and fell as it should, how many."""
        if words:
            self.hint("".join(words))
        elif why == "pasted" and put > 1:
            self.done(say("window.paste.done", n=put))

    def fill_to(self, row: int, column: int) -> None:
        """Repeat what is selected up to a corner below or beside it, where an entry is taken, as one step."""
        model, ((top, left), (bottom, right)) = self.model(), self.corners()
        if row > bottom:
            area, start = (bottom + 1, left, row, right), (self._next_row(bottom, 1), left)
        else:
            area, start = (top, right + 1, bottom, column), (top, right + 1)
        block = [list(line) for line in self._repeat(*area)]
        if block and block[0]:
            self.put_block(model.index(*start), block, "filled")
            self.selectionModel().select(
                QItemSelection(model.index(top, left), model.index(row, column)), Flag.ClearAndSelect
            )

    def _repeat(self, top: int, left: int, bottom: int, right: int) -> Iterator[Iterator[str]]:
        """Lines of an area: what is selected, over and over; nothing where no entry is taken."""
        model, (first, last) = self.model(), self.corners()
        given = [y for y in self._rows(first[0], last[0]) if self._takes_any(y, first[1], last[1])]
        wide, turn = last[1] - first[1] + 1, 0
        for y in self._rows(top, bottom):
            taken = [self.takes_entry(model.index(y, x)) for x in range(left, right + 1)]
            source = given[turn % len(given)] if given and top > last[0] else y
            texts = (self.copied_text(model.index(source, first[1] + n % wide)) for n in range(len(taken)))
            yield (text if here else "" for text, here in zip(texts, taken, strict=True))
            turn += any(taken)

    def _rows(self, first: int, last: int) -> list[int]:
        return [row for row in range(first, last + 1) if not self.isRowHidden(row)]

    def _takes_any(self, row: int, first: int, last: int) -> bool:
        return any(self.takes_entry(self.model().index(row, x)) for x in range(first, last + 1))

    def fill_down(self) -> None:
        """Put the first row of the selection into its other rows; a single row is filled from the one above."""
        rows = self.chosen_rows()
        if not rows:
            return
        chosen = self.chosen_in(rows[0])
        source = rows[0] if len(rows) > 1 else self._next_row(rows[0], -1)
        above = [index.siblingAtRow(source) for index in chosen]
        targets = rows[1:] or rows
        if self._gives(above):
            first = [self.copied_text(index) for index in above]
            self.put_block(chosen[0].siblingAtRow(targets[0]), [first] * len(targets), "filled")

    def fill_right(self) -> None:
        """Put the first column of the selection into its others; a single column is filled from the one at its left."""
        rows = self.chosen_rows()
        if not rows:
            return
        chosen = self.chosen_in(rows[0]) if self.even else self.selected()
        columns = sorted({index.column() for index in chosen})
        source = columns[0] if len(columns) > 1 else columns[0] - 1
        targets = columns[1:] or columns
        filled = rows if self.even else [index.row() for index in chosen if index.column() == columns[0]]
        beside = [self.model().index(row, source) for row in filled]
        if self._gives(beside):
            block = [[self.copied_text(index)] * len(targets) for index in beside]
            self.put_block(chosen[0].siblingAtColumn(targets[0]), block, "filled")

    def _gives(self, source: list[QModelIndex]) -> bool:
        """True where one of some places is a cell: a heading, a name and a measure are nothing to fill with."""
        found = any(self.can_be_cleared(index) for index in source)
        if not found and source[0].isValid():
            self.refuse(source[0])
        return found

    # keys and editors

    def open_editor(self) -> None:
        """Open the editor of the current place, or say why there is none."""
        here = self.currentIndex()
        if here.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit_on(here)
        elif here.isValid():
            self.refuse(here)

    def _begin_anew(self) -> None:
        """Open the editor with nothing in it: Enter takes away what stands there, Esc leaves it; figures go over it."""
        here = self.currentIndex()
        if self.opens_empty(here):
            self.open_editor()
            empty_editor(self.viewport())
            self._typed = True
        else:
            self._take_away([here])

    def edit_on(self, index: QModelIndex) -> None:
        """Open the editor of a place behind what stands there: nothing of it is taken away by the next key."""
        self._typed = False
        self.edit(index)
        write_on(self)

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
        act = self._chords.get(pressed)
        here = self.currentIndex()
        if act is not None:
            if pressed not in LEAVE:
                self._take_up()
            act()
            event.accept()
        elif types_text(event) and self._refuses_typing():
            event.accept()
        else:
            super().keyPressEvent(event)
            if self.currentIndex() != here:  # an arrow or a page key: rows around it stay in sight as after every move
                self.keep_in_sight(self.currentIndex())

    def _refuses_typing(self) -> bool:
        """Say why what is typed is not taken at the current place; False where it is."""
        here = self.currentIndex()
        if self._ended:
            self.hint(say("window.grid.last_place"))
        elif here.isValid() and not here.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refuse(here)
        else:
            return False
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the editor, or say why there is none."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refuse(index)
        self._typed = False
        super().mouseDoubleClickEvent(event)
        write_on(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method writes, unless the last place has been filled."""
        if self._ended and event.commitString():
            self.hint(say("window.grid.last_place"))
            event.accept()
        else:
            super().inputMethodEvent(event)

    def currentChanged(self, now: Index, before: Index) -> None:
        """Another place may be typed in."""
        super().currentChanged(now, before)
        self._take_up()

    def go_to(self, index: QModelIndex) -> None:
        """Make a place the current one; it may be typed in."""
        super().go_to(index)
        if index.isValid():
            self._take_up()

    def _take_up(self) -> None:
        self._ended = False

    def _leave(self, rows: int, columns: int, arrow: bool) -> None:
        here = QPersistentModelIndex(self.currentIndex())
        self._go_on(rows, columns, arrow)
        self.typed_at(here, self.currentIndex())
        # the next figure of a paper list would take the place of this one
        if here == self.currentIndex() and here.data():
            self._ended = True

    def typed_at(self, place: Index, now: QModelIndex) -> None:
        """Somebody typed at a place and has gone on to the one that is current now."""

    def _go_on(self, rows: int, columns: int, arrow: bool) -> None:
        if arrow:
            self.step_typed(rows, columns)
        elif rows:
            self.enter(rows)
        else:
            self.tab(columns)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor; where to go next is told by the key that left it."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._typed = True
