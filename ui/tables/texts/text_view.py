"""Text view: the table of texts on the screen — cells that grow with what is written, blocks in and out.

Enter goes down, Tab right, Alt+Enter breaks a line. A block of cells is pasted where it stands in the clipboard; a text
of several lines without columns goes into the one cell that is being written.
"""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QWidget

from models.basics.messages import say
from models.help.phrases import column_word
from models.plan.plan import ColumnType, Means
from ui.basics.completion import Mark
from ui.look.theme import ui_font
from ui.session.screen import ScreenContext
from ui.tables.chords import chord
from ui.tables.copied import without_cut
from ui.tables.grids.column_room import GRID_LINE
from ui.tables.grids.entry_delegate import SMALL, EntryDelegate, width_around, word_room
from ui.tables.grids.entry_table import LOOK
from ui.tables.grids.frozen_column import FrozenColumn
from ui.tables.grids.grid_view import GridView
from ui.tables.selection_view import ROW_HEIGHT
from ui.tables.texts.text_table import TextTable

ScrollHint = QAbstractItemView.ScrollHint
Index = QModelIndex | QPersistentModelIndex
NAME = 152
LEAST = {Means.STAGE: 76, Means.PERCENT: 90, Means.WORDS: 190, Means.TROUBLE: 120, Means.NEXT: 120}
OTHER = 72  # of a short text
LONG = {Means.WORDS: 2, Means.TROUBLE: 1, Means.NEXT: 1}  # the shares in what is left over
LEAST_LINES, AROUND = 3, 10
WRITING, EDITOR_SIDES, EDITOR_AROUND = 380, 32, 22  # pixels: a text is written so wide; around the text in its editor
MOST_SEEN, SEEN_LINES = 0.6, 6  # of the view, or so many lines, a row takes at most: its text is read whole with F2
LAST_KEY = "Ctrl+'"  # in a spreadsheet it repeats what stands above


class TextCell(QPlainTextEdit):
    """A text in a cell; Alt+Enter breaks a line, Enter leaves."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break the line with Alt+Enter."""
        if chord(event) in ("Alt+Return", "Ctrl+J"):
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)


class TextDelegate(EntryDelegate):
    """Draws the fields as cells of the entry grid are drawn; texts are written in as many lines as they need."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, TextTable):
            return QLineEdit(parent)
        choices, column = model.choices_at(index), model.column_at(index)
        if choices:
            return self.list_editor(choices, parent)
        if column is None or column.means not in LONG:
            return QLineEdit(parent)
        editor = TextCell(parent)
        place = QPersistentModelIndex(index)
        editor.textChanged.connect(lambda: self._give_room(editor, place))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the text as it was written."""
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()
        else:
            super().setEditorData(editor, index)

    def _give_room(self, editor: QPlainTextEdit, place: QPersistentModelIndex) -> None:
        """Let the box a text is written in grow with it."""
        viewport = editor.parentWidget()
        view = viewport.parentWidget() if viewport is not None else None
        if isinstance(view, QAbstractItemView) and place.isValid():
            index = view.model().index(place.row(), place.column())
            editor.setGeometry(_room_to_write(editor, self._cell(view.visualRect(index), index)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the text to the model."""
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText().strip())
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Open a text with room to write in, whatever stands in it."""
        area = self._cell(option.rect, index)
        editor.setGeometry(_room_to_write(editor, area) if isinstance(editor, QPlainTextEdit) else area)


def _room_to_write(editor: QPlainTextEdit, cell: QRect) -> QRect:
    """Return a box over a cell in which its text is seen whole: wider than a narrow cell, and within the view."""
    above, metrics = editor.parentWidget(), QFontMetrics(ui_font())
    view = above.rect() if above is not None else cell
    least = metrics.lineSpacing() * LEAST_LINES

    def high(wide: int) -> int:
        inside = QRect(0, 0, wide - EDITOR_SIDES, 10_000)
        text = metrics.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), editor.toPlainText() + "\n").height()
        return max(text, least) + EDITOR_AROUND

    wide = min(max(cell.width(), WRITING), view.width())
    wide = wide if high(wide) <= view.height() else view.width()
    tall = min(max(high(wide), cell.height() if wide == cell.width() else 0), view.height())
    left = max(0, min(cell.left(), view.width() - wide))
    return QRect(left, max(0, min(cell.top(), view.height() - tall)), wide, tall)


class TextView(GridView):
    """A table of texts that is filled in."""

    place_chosen = Signal(str)
    last_wanted = Signal()  # what last period said of the current task

    def __init__(self, desk: ScreenContext, parent: QWidget | None = None) -> None:
        """Show the tasks of the session."""
        super().__init__(parent)
        self._desk = desk
        self._chords[LAST_KEY] = self.last_wanted.emit
        self._high: Mapping[int, int] = {}
        self.table = TextTable(desk.session, desk.edits, self)
        self.setModel(self.table)
        delegate = TextDelegate(self)
        delegate.heights = self.cell_height
        self.use(delegate)
        self.verticalHeader().hide()
        self.frozen = FrozenColumn(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentChanged.connect(lambda now, _: self.place_chosen.emit(self.table.address_at(now)))

    def renew(self) -> None:
        """Show the tasks of the open period."""
        self.table.renew()
        self._share_room()

    def show_only(self, tasks: Collection[str]) -> None:
        """Show only these tasks."""
        for row, (block, _) in enumerate(self.table.blocks):
            self.setRowHidden(row, block.id not in tasks)

    def show_changes(self, addresses: Iterable[str]) -> None:
        """Show these cells anew; their rows grow with them."""
        for row in self.table.show_changes(addresses):
            self._fit(row)

    def least_width(self) -> int:
        """Return the width in which every column is seen at once."""
        bar = self.verticalScrollBar().sizeHint().width()
        return sum(self._least_widths()) + bar + 2 * self.frameWidth()

    def _least_widths(self) -> list[int]:
        """Of the names and of every field: none is narrower than its head."""
        heads = QFontMetrics(ui_font())
        found = [NAME]
        for column in self.table.columns:
            least = LEAST.get(column.means, OTHER) if column.means is not None else OTHER
            found.append(max(least, heads.horizontalAdvance(column_word(column)) + width_around() + GRID_LINE))
        return found

    def _share_room(self) -> None:
        widths = self._least_widths()
        room = max(self.viewport().width() - sum(widths), 0)
        shares = [LONG.get(one.means, 0) if one.means is not None else 0 for one in self.table.columns]
        for x, width in enumerate(widths):
            more = room * shares[x - 1] // sum(shares) if x and any(shares) else 0
            self.setColumnWidth(x, width + more)
        for row in range(self.table.rowCount()):
            self._fit(row)

    def _fit(self, row: int) -> None:
        """Make a row as high as its longest text needs: of the name of its task nothing is cut, it opens no editor."""
        before, plain, bold = self.cell_height(row), QFontMetrics(ui_font()), QFontMetrics(ui_font(bold=True))
        below = QFontMetrics(ui_font(SMALL)).lineSpacing()  # the line under a task's name
        needed, most = ROW_HEIGHT, self._most_high()
        for x in range(self.table.columnCount()):
            index = self.table.index(row, x)
            marked = bool(getattr(index.data(LOOK), "mark", False))
            inside = QRect(0, 0, max(word_room(self.columnWidth(x) - GRID_LINE, marked=marked), 40), 10_000)
            box = (plain if x else bold).boundingRect(inside, int(Qt.TextFlag.TextWordWrap), str(index.data() or ""))
            high = box.height() + AROUND
            needed = max(needed, min(high, most) if x else high + below)
        self._high = {**self._high, row: needed}
        answer = max(self.rowHeight(row) - before, 0) if self.rowHeight(row) else 0
        self.setRowHeight(row, needed + (answer if answer > ROW_HEIGHT else 0))

    def _most_high(self) -> int:
        """A row leaves room for others: of a longer text the beginning is seen."""
        line = QFontMetrics(ui_font()).lineSpacing()
        return max(SEEN_LINES, int(self.viewport().height() * MOST_SEEN) // line) * line + AROUND

    def scrollTo(self, index: Index, hint: ScrollHint = ScrollHint.EnsureVisible) -> None:
        """Bring a place into sight, beside the names of the tasks."""
        super().scrollTo(index, hint)
        if index.column() > 0:
            self.frozen.uncover(index)

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are."""
        return self._high.get(row, ROW_HEIGHT)

    def place_at(self, index: Index) -> str:
        """Return the address of a field."""
        return self.table.address_at(index)

    def takes_entry(self, index: Index) -> bool:
        """Every field of an open period takes an entry."""
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def takes_date(self, index: Index) -> bool:
        """True in a column of dates."""
        column = self.table.column_at(index)
        return column is not None and column.type is ColumnType.DATE

    def refuse(self, index: QModelIndex) -> None:
        """Say why nothing can be typed."""
        self._desk.tell(say("window.grid.locked" if self._desk.session.locked else "window.grid.no_cell"), Mark.HINT)

    def refuse_rows(self) -> None:
        """The tasks are the plan's."""
        self._desk.tell(say("window.grid.rows_fixed"), Mark.HINT)

    def hint(self, words: str) -> None:
        """Tell in the line where everything is told."""
        self._desk.tell(words, Mark.HINT)

    def done(self, words: str) -> None:
        self._desk.tell(words, Mark.DONE)

    def put_block(self, start: QModelIndex, block: list[list[str]], why: str = "pasted") -> None:
        """Put a block as one step; what falls beside the table is told."""
        if self._desk.session.locked or (start.column() == 0 and len(block[0]) == 1):
            self.refuse(start)
            return
        texts, cells, passed = {}, [], 0
        kept, words = without_cut(block, why)
        for y, line in zip(self.rows_from(start.row(), len(block)), kept, strict=True):
            for x, text in enumerate(line):
                if text is None:
                    continue
                index = self.table.index(y, start.column() + x)
                address = self.table.address_at(index)
                if address:
                    texts[address] = text.strip()
                    cells.append((index, text.strip()))
                elif text.strip():
                    passed += 1
        words += self.filled_over(cells) if why == "filled" else []
        self.table.put_texts(texts, why)
        words += self.passed_over(len(texts), passed)
        self.tell_put(words, len(texts), why)

    def clear_selected(self, indexes: Iterable[QModelIndex]) -> None:
        """Take away what the selected cells say."""
        if self._desk.session.locked:
            return
        self.table.put_texts({at: "" for at in map(self.table.address_at, indexes) if at}, "cleared")

    def choose(self, address: str) -> None:
        """Go to a field."""
        self.go_to(self.table.index_of(address))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._share_room()
