"""Column room: how wide the columns of a list of items are, and which of them a narrow page leaves out.

A name stands near its figures at any width and is never cut: it wraps. What is left over belongs to the remarks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics

from models.basics.quantity import grouped
from models.plan.plan import ColumnType, Register
from models.sheet.rows import Row
from ui.look.theme import ui_font
from ui.tables.grids.cell_looks import CellLook
from ui.tables.grids.entry_delegate import (
    BAR_TEXT,
    FIGURE_EDGE,
    INDENT,
    PADDING,
    SMALL,
    figure_width,
    width_around,
    word_room,
)
from ui.tables.grids.layouts import CellKind, Grid
from ui.tables.grids.register_table import LOOKED_AT, RegisterTable
from ui.tables.selection_view import ROW_HEIGHT, SelectionView

WIDTHS = {
    CellKind.MEASURE: 64,
    CellKind.CELL: 106,
    CellKind.PREVIOUS: 82,
    CellKind.GROWTH: 66,
    CellKind.TARGET: 64,
    CellKind.REACHED: 44 + BAR_TEXT,
}
LEAST_NAME, MOST_NAME = 196, 340
LEAST_NOTE = 120
NO_NOTE = 48  # a column of remarks this narrow says nothing: the names have its room
MOST_FIGURE = 240  # pixels: a longer figure is drawn smaller
MOST_MEASURE = 120
GIVEN_UP = (CellKind.GROWTH, CellKind.PREVIOUS, CellKind.TARGET, CellKind.REACHED)  # the first first
MOST_CHOICE, MOST_TEXT = 200, 240  # of a choice, of a cell that takes words: the number of a document is read whole
NARROWEST, TEXT_WIDTH, WIDEST = 64, 150, 300
CUT_ANYWAY = 180  # what a column may be squeezed to whose texts are wider than WIDEST
MOST_TAKEN = 70  # pixels a column of texts may lose for all to come into sight: one types into it still
MOST_SIGNS, MOST_SPARE = 40, 200  # characters widths are found by, room the first column takes
SHORT_FIGURE = 5  # signs: a shorter figure has room in every column
LOOKS = {  # the longest thing a column of a kind holds
    ColumnType.DATE: "2020-12-30",
    ColumnType.PLATE: "京A12345D",
    ColumnType.VIN: "LWWWW000000000000",
    ColumnType.CREDIT_CODE: "91610900MA70WWWW0X",
    ColumnType.NUMBER: "123,456.78",
}
WIDE_AS_DIGIT, THIN_POINT = "\u2007", "\u2008"  # blanks as wide as a digit and as a point
MARGIN = 6
GRID_LINE = 1  # of a column, which its cells are narrower
MOST_GROWTH = "+100,000.0%"  # is seen whole where there is room for it


def fixed_width(grid: Grid, column: int, *, matrix: bool) -> int:
    """Return the width of a column that is not the name's or the remarks'."""
    metrics, one = QFontMetrics(ui_font(bold=True)), grid.columns[column]
    width = WIDTHS.get(one.kind, LEAST_NAME)
    if one.kind is CellKind.MEASURE:
        small = QFontMetrics(ui_font(SMALL))
        longest = max((small.horizontalAdvance(row.measure) for row in grid.rows), default=0)
        wanted = max(width, longest + width_around() + GRID_LINE + 1)  # an advance is rounded
        width = max(min(wanted, MOST_MEASURE), metrics.horizontalAdvance(one.title) + 2 * PADDING + MARGIN)
    if matrix and one.kind is CellKind.CELL:
        head = max((one.title + "\n" + one.measure).split("\n"), key=len)
        width = max(width, metrics.horizontalAdvance(head) + 2 * PADDING + 8)
    return width


class FigureWidths:
    """How wide each column of a grid is wanted for the widest figure that stands in it, 0 where there is none.

    It knows so of every cell: after an edit only those that changed are measured anew.
    """

    def __init__(self, looks: Sequence[Sequence[CellLook]], columns: int) -> None:
        """Measure all cells, row by row."""
        self._cells: list[dict[int, int]] = [{} for _ in range(columns)]  # of each column: row → width of its figure
        self.widths = [0] * columns
        self.measure((y, x, look) for y, row in enumerate(looks) for x, look in enumerate(row))

    def measure(self, changed: Iterable[tuple[int, int, CellLook]]) -> bool:
        """Measure some cells, by row and column; True where a column is wanted wider or narrower than before."""
        before = [*self.widths]
        for y, x, look in changed:
            cells = self._cells[x]
            was, now = cells.pop(y, 0), _width_of_figure(look)
            if now:
                cells[y] = now
            if now >= self.widths[x]:
                self.widths[x] = now
            elif was == self.widths[x]:  # it was the widest, or one of them
                self.widths[x] = max(cells.values(), default=0)
        return before != self.widths


def _width_of_figure(look: CellLook) -> int:
    if len(look.text) < SHORT_FIGURE or look.bar is not None or look.pill:
        return 0
    return min(figure_width(look) + GRID_LINE, MOST_FIGURE)


def share_room(
    grid: Grid,
    fixed: Sequence[int],
    room: int,
    choices: Collection[str] = (),
    *,
    texts: bool = False,
    figures: Sequence[int] = (),
) -> Mapping[int, int]:
    """Return column → width of a list of items in so much room; 0 for a column that is left out.

    `choices`: what may be chosen in its cells, read whole where the remarks can spare the room; `texts`: words are
    typed into some of them, which have the same room whatever is typed. `figures`: how wide each column is wanted for
    what stands in it; remarks, which the panel says again, and names, which wrap, make room for a figure.
    """
    widths = dict(enumerate(fixed))
    kinds = {column.kind: x for x, column in enumerate(grid.columns)}
    note = kinds.get(CellKind.NOTE)
    if note is not None:
        widths[note] = 0
    used = sum(widths.values()) - widths[0]
    for kind in GIVEN_UP:
        if room - used >= LEAST_NAME:
            break
        if kind in kinds:
            used -= widths[kinds[kind]]
            widths[kinds[kind]] = 0
    left, wanted = room - used, min(MOST_NAME, max(LEAST_NAME, name_width(grid)))
    widths[0] = max(left, LEAST_NAME // 2)
    if note is not None and left - wanted >= LEAST_NOTE:
        widths[0], widths[note] = wanted, left - wanted
    _make_room(widths, figures, note)
    growth = kinds.get(CellKind.GROWTH)
    if growth is not None and widths[growth]:
        full = QFontMetrics(ui_font()).horizontalAdvance(MOST_GROWTH) + FIGURE_EDGE + PADDING + GRID_LINE
        _widen(widths, growth, full, [(note, LEAST_NOTE), (0, LEAST_NAME)])
    if choices or texts:
        _widen(widths, _first_cell(grid), _for_words(choices, texts=texts), [(note, LEAST_NOTE)])
    return widths


def _make_room(widths: dict[int, int], figures: Sequence[int], note: int | None) -> None:
    """Give the columns that are shown enough for their widest figures, as far as remarks and names can."""
    for x, full in enumerate(figures):
        if widths[x]:
            _widen(widths, x, full, [(note, LEAST_NOTE), (0, LEAST_NAME), (note, 0), (0, LEAST_NAME // 2)])
    if note is not None and widths[note] < NO_NOTE:
        widths[0], widths[note] = widths[0] + widths[note], 0


def _for_words(choices: Collection[str], *, texts: bool) -> int:
    """Return how wide a column is wanted that takes words."""
    if texts:
        return MOST_TEXT
    longest = max(map(QFontMetrics(ui_font()).horizontalAdvance, choices))
    return min(longest - word_room(0, marked=True) + GRID_LINE + 1, MOST_CHOICE)


def _first_cell(grid: Grid) -> int:
    return next(x for x, column in enumerate(grid.columns) if column.kind is CellKind.CELL)


def _widen(widths: dict[int, int], column: int, full: int, givers: Sequence[tuple[int | None, int]]) -> None:
    """Give a column enough for its longest, of what the remarks and then the names can spare."""
    for giver, least in givers:
        if giver is not None:
            more = max(0, min(full - widths[column], widths[giver] - least))
            widths[column], widths[giver] = widths[column] + more, widths[giver] - more


def name_width(grid: Grid) -> int:
    """Return the width the longest name of a line needs."""
    plain, bold = QFontMetrics(ui_font()), QFontMetrics(ui_font(bold=True))
    lines = ((bold if row.strong else plain).horizontalAdvance(row.label) for row in grid.rows if not row.heading)
    return max(lines, default=0) + 2 * PADDING + INDENT + MARGIN


def tall_rows(grid: Grid, name: int) -> Mapping[int, int]:
    """Return row → height of the cells of lines whose name does not fit on one line of so much width."""
    inside = QRect(0, 0, max(word_room(name - GRID_LINE, indent=1), 40), 10_000)
    found = {}
    for y, row in enumerate(grid.rows):
        metrics = QFontMetrics(ui_font(bold=row.strong))
        if not row.heading and metrics.horizontalAdvance(row.label) >= inside.width():
            needed = metrics.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), row.label).height()
            found[y] = max(ROW_HEIGHT, needed + 6)
    return found


def squeeze(widths: list[int], needed: list[int], room: int) -> None:
    """Take from columns that are wider than what they hold needs, where all of them come into sight by it."""
    spare = [max(width - least, 0) for width, least in zip(widths, needed, strict=True)]
    lacking = sum(widths) - room
    if not 0 < lacking <= sum(spare):
        return
    for x, one in enumerate(spare):
        taken = min(one, -(-lacking * one // sum(spare)))
        widths[x] -= taken


def register_widths(register: Register, heads: Sequence[str], said: Sequence[Collection[str]], room: int) -> list[int]:
    """Return how wide the columns of a register are: each as its heading or what it holds needs, all in the room."""
    metrics, widths, needed = QFontMetrics(ui_font(bold=True)), list[int](), list[int]()
    for column, head, held in zip(register.columns, heads, said, strict=True):
        shown = {head, LOOKS.get(column.type, ""), *column.choices, *(grouped(text[:MOST_SIGNS]) for text in held)}
        width = max(map(metrics.horizontalAdvance, shown)) + 3 * PADDING
        least = TEXT_WIDTH if column.type is ColumnType.TEXT else NARROWEST
        widths.append(min(max(width, least), WIDEST))
        needed.append(max(width, least - MOST_TAKEN) if width <= WIDEST else CUT_ANYWAY)
    squeeze(widths, needed, room)
    widths[0] += min(max(room - sum(widths), 0), MOST_SPARE)
    texts = [x for x, one in enumerate(register.columns) if x and one.type is ColumnType.TEXT and not one.choices]
    for x in texts:
        widths[x] += min(max(room - sum(widths), 0) // len(texts[texts.index(x) :]), MOST_SPARE)
    return widths


def spaced(text: str, places: int) -> str:
    """Return a figure of a register as it is drawn: with blanks as wide as the decimals it lacks."""
    figure = grouped(text)
    if not places or not figure.lstrip("-")[:1].isdigit():
        return figure
    point, after = "." in figure, len(figure.partition(".")[2])
    return figure + ("" if point else THIN_POINT) + WIDE_AS_DIGIT * (places - after)


class RegisterRoom:
    """Keeps each column of a register as wide as its heading or what it holds needs, until somebody chooses a width."""

    def __init__(self, view: SelectionView, table: RegisterTable, rows: Callable[[str], Sequence[Row]]) -> None:
        """Follow a view and its table; `rows` are those of a register, in sight or not."""
        self._view, self._table, self._rows = view, table, rows
        self._by_hand = self._sharing = False  # widths were chosen by hand; are being shared
        view.horizontalHeader().sectionResized.connect(self._keep)
        table.dataChanged.connect(self._widen)

    def share(self, *, anew: bool = False) -> None:
        """Share the room among the columns; `anew`: of another register, whose widths nobody has chosen."""
        self._by_hand = self._by_hand and not anew
        table, register = self._table, self._table.register
        if register is None or self._by_hand:
            return
        lines, columns = range(min(LOOKED_AT, table.rowCount())), range(len(register.columns))
        heads = [str(table.headerData(x, Qt.Orientation.Horizontal)) for x in columns]
        said = [{str(table.index(y, x).data() or "") for y in lines} for x in columns]
        for x, texts in self._figures(register, 0, table.rowCount() - 1):
            said[x] = texts
        bar = self._view.verticalScrollBar()  # the last column is not cut by it when it comes
        room = self._view.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())
        self._set(dict(enumerate(register_widths(register, heads, said, room))))

    def _widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Make room for longer figures that came into a column: one that is cut is read as another."""
        register = self._table.register
        if register is None or self._by_hand:
            return
        metrics, wanted = QFontMetrics(ui_font(bold=True)), dict[int, int]()
        for x, texts in self._figures(register, first.row(), last.row()):
            width = min(max(map(metrics.horizontalAdvance, texts)) + 3 * PADDING, WIDEST)
            if width > self._view.columnWidth(x):
                wanted[x] = width
        self._set(wanted)

    def _figures(self, register: Register, first: int, last: int) -> Iterator[tuple[int, set[str]]]:
        """Yield the columns of figures, each with those drawn in some lines; of many lines the longest of all rows."""
        table, lines = self._table, range(first, min(last + 1, first + LOOKED_AT))
        rows = self._rows(register.id) if last - first >= LOOKED_AT else ()
        for x in filter(table.is_figure, range(len(register.columns))):
            name = register.columns[x].name
            texts = {str(table.index(y, x).data() or "") for y in lines}
            texts.add(max((row.values.get(name, "") for row in rows), key=len, default=""))
            yield x, {spaced(text, table.places_of(x)) for text in texts}

    def _keep(self, *_: object) -> None:
        """What somebody made wider or narrower by hand stays so."""
        self._by_hand = self._by_hand or not self._sharing

    def _set(self, widths: Mapping[int, int]) -> None:
        self._sharing = True
        for x, width in widths.items():
            self._view.setColumnWidth(x, width)
        self._sharing = False
