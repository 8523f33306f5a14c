"""Register grid: the rows of one register, typed columns, an empty line at the end for the next row.

Rows are put back whole, through the undo stack; numbers stay 1…n. Some rows alone may be in sight: then nothing is
added, and a row that is put right stays in sight until the choice is made anew. Holds no rule.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from models.basics.addresses import split_row_address
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.filling.carry import serialise_row
from models.plan.plan import Column, ColumnType, Register
from models.sheet.identity_cache import places_changed_within
from models.sheet.rows import Row, RowPlaces, read_row
from ui.basics.completion import finding_words
from ui.basics.jobs import Progress
from ui.look.marks import mark_icon
from ui.look.theme import colour, ui_font
from ui.look.views import LEFT, RIGHT
from ui.session.carrying import last_name
from ui.session.commands import Edits
from ui.session.session import Foreseen, Session
from ui.tables.laying import Laid, Lines, untold
from ui.tables.rows_in_sight import RowsInSight, Sorting, typed_block

Index = QModelIndex | QPersistentModelIndex
DISPLAY, DECORATION, EDIT, TOOL_TIP, FONT, ALIGN, GROUND = 0, 1, 2, 3, 6, 7, 8
MOST_APART = 50  # places that are drawn one by one: more are drawn with all
LOOKED_AT = 40  # rows by which a column is judged
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What was on the screen before a change."""

    rows: tuple[Row, ...]
    places: RowPlaces | None
    gaps: tuple[int, ...]


class RegisterTable(QAbstractTableModel):
    """The rows of a register as cells."""

    line_changed = Signal(int)  # its head too; a view lays everything out anew when Qt is told of a head

    def __init__(self, session: Session, edits: Edits, parent: QObject | None = None) -> None:
        """Start without a register."""
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.register: Register | None = None
        self._rows: tuple[Row, ...] = ()
        self._places: RowPlaces | None = None  # of the rows, made when one is asked for
        self._columns: tuple[Column, ...] = ()
        self.sight = RowsInSight()  # all rows, and the empty line, unless some are chosen
        self._gaps: tuple[int, ...] = ()  # lines left blank by a row that lost its last text: nothing moves up under it
        self._next_gaps: tuple[int, ...] | None = None  # those after the step that is being taken
        self._decimals: list[int] = []

    def show_register(self, register: Register) -> None:
        """Show a register; one the plan has named rows for starts with them."""
        self.beginResetModel()
        self.register, self._columns = register, register.columns
        self.sight.show_all()
        self._gaps = ()
        self._take()
        self._look_at_decimals()
        self.endResetModel()

    def places_of(self, column: int) -> int:
        """Return how many decimals are kept free behind the point in a column of figures, as far as was looked."""
        return self._decimals[column] if column < len(self._decimals) else 0

    def is_figure(self, column: int) -> bool:
        """True for a column of figures."""
        return self._columns[column].type in (ColumnType.NUMBER, ColumnType.WHOLE)

    def _look_at_decimals(self) -> None:
        """Look how many decimals the figures of each column have; the first rows tell."""
        numbers = [column.name if column.type is ColumnType.NUMBER else "" for column in self._columns]
        rows = self._rows[:LOOKED_AT]
        self._decimals = [
            max((len(row.values.get(name, "").partition(".")[2]) for row in rows), default=0) if name else 0
            for name in numbers
        ]

    def show_only(self, wanted: Callable[[Row], bool] | None) -> tuple[int, int]:
        """Keep the rows in sight that are wanted, None = all; return how many those are, of how many."""
        self.sight.wanted = wanted
        self._choose()
        return self.sight.count(len(self._rows)), len(self._rows)

    def sort_by(self, column: int, *, falling: bool = False) -> None:
        """Show the rows in the order of a column, -1 = as they stand in the register, which stays as it is."""
        self.sight.sorting = Sorting(self._columns[column], falling) if column >= 0 else None
        self._choose()

    def _choose(self) -> None:
        self.beginResetModel()
        self._gaps = ()
        self.sight.choose(self._rows)
        self.endResetModel()

    @property
    def whole(self) -> bool:
        """True while every row is in sight."""
        return self.sight.places is None

    def place(self, line: int) -> int:
        """Return the place in the register of a line in sight; one past the last row for the empty line."""
        shown = self.sight.places
        if shown is None:
            before = bisect_left(self._gaps, line)
            return len(self._rows) if line in self._gaps[before : before + 1] else line - before
        return shown[line] if 0 <= line < len(shown) else len(self._rows)

    def show_changes(self, addresses: Collection[str] = ()) -> None:
        """Show the rows as they are kept now; `addresses`: places that have changed besides, such as a row's marks."""
        if self.register is None:
            return
        rows = self._session.rows(self.register.id) or self._given(self.register)
        gaps = self._gaps if rows == self._rows else self._next_gaps or ()
        drawn = _Drawn(rows=self._rows, places=self._places, gaps=self._gaps)
        before, kept = len(self._rows) + len(self._gaps), len(rows) + len(gaps)
        if kept != before and not self.whole:
            self.beginResetModel()
            self._take()
            self.sight.choose(self._rows)
            self.endResetModel()
            return
        self._come_and_go(before, kept, gaps)
        lines, right = self._changed_lines(drawn, addresses), max(0, len(self._columns) - 1)
        free = self._decimals
        self._look_at_decimals()
        lines = lines if free == self._decimals else None  # the points of a whole column stand elsewhere
        for line in lines or ():
            self.dataChanged.emit(self.index(line, 0), self.index(line, right))
            self.line_changed.emit(line)
        if lines is None and (last := self.rowCount() - 1) >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, right))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last)

    def _come_and_go(self, before: int, kept: int, gaps: tuple[int, ...]) -> None:
        """Take the rows; they come and go at the end, so that the current place stays where it is."""
        if kept > before:
            self.beginInsertRows(QModelIndex(), before + 1, kept)
        elif kept < before:
            self.beginRemoveRows(QModelIndex(), kept + 1, before)
        self._gaps = gaps
        self._take()
        if kept != before:
            (self.endInsertRows if kept > before else self.endRemoveRows)()

    def _changed_lines(self, drawn: "_Drawn", addresses: Collection[str]) -> list[int] | None:
        """The lines that look otherwise than drawn, None = maybe all: rows go by other names, or stand elsewhere."""
        now = self._row_places()
        if drawn.gaps != self._gaps or drawn.places is None or now is None or not now.begins_as(drawn.places):
            return None
        places = places_changed_within(drawn.rows, self._rows)
        if places is None or len(addresses) > MOST_APART:
            return None
        places += range(len(drawn.rows), len(self._rows))  # its line was the empty one
        lines = {self.line_at(place) for place in places} | {self.line_of(address) for address in addresses}
        return sorted(lines - {-1})

    def _take(self) -> None:
        if self.register is not None:
            self._rows = self._session.rows(self.register.id) or self._given(self.register)
            self._places = None

    def _given(self, register: Register) -> tuple[Row, ...]:
        return tuple(read_row(register, number, texts) for number, texts in enumerate(register.fixed_rows, 1))

    def address_of(self, line: int) -> str:
        """Return the address of the row on a line, "" for the empty line at the end."""
        place = self.place(line)
        return self.address_at(self._rows[place]) if line >= 0 and place < len(self._rows) else ""

    def address_at(self, row: Row) -> str:
        """Return the address of one of the rows."""
        places = self._row_places()
        return str(places.address(row)) if places else ""

    def _row_places(self) -> RowPlaces | None:
        if self._places is None and self.register is not None:
            sheet, register = self._session.sheet, self.register
            shared = sheet.registers.get(register.id) is self._rows
            self._places = sheet.places(register.id) if shared else RowPlaces(register, self._rows)
        return self._places

    def among(self, addresses: Iterable[str]) -> Callable[[Row], bool]:
        """Return what tells whether a row goes by one of some addresses, without making that of each row."""
        named = [at for at in map(split_row_address, addresses) if at is not None]
        keys = {(at.key, at.occurrence) for at in named if at.key}
        numbers = {at.number for at in named if not at.key}

        def inside(row: Row) -> bool:
            places = self._row_places()
            identity = places.identity(row) if places else ((), 0)
            return identity in keys if identity[0] else row.number in numbers

        return inside

    def line_of(self, address: str) -> int:
        """Return the line of the row with an address, -1 when it is not in sight."""
        at, places = split_row_address(address), self._row_places()
        place = places.place(at) if at and places else None
        return -1 if place is None else self.line_at(place)

    def line_at(self, place: int) -> int:
        """The line of a row by its place, -1 when it is not in sight."""
        return self._line(place) if self.whole else self.sight.line_of(place)

    def _line(self, place: int) -> int:
        """The line of a row while every row is in sight: blank lines stand before it."""
        line = place
        for gap in self._gaps:
            line += gap <= line
        return line

    def _lines(self) -> list[Row]:
        """The rows to change: line by line while all are in sight, blank ones with them, else all by their places."""
        rows = list(self._rows)
        for gap in self._gaps:
            rows.insert(gap, Row(number=gap + 1, values={}))
        return rows

    def _at(self, line: int) -> int:
        """Where a line stands among `_lines`."""
        return line if self.whole else self.place(line)

    def put_block(self, top: int, left: int, block: Sequence[Sequence[str | None]], why: str = "pasted") -> None:
        """Put a block of texts as one step; rows below the last are added, unless only some rows are in sight."""
        if self.register is not None:
            self.take_laid(self.laying(top, left, len(block))(block, untold), why)

    def laying(self, top: int, left: int, most: int) -> Callable[[Sequence[Sequence[str | None]], Progress], Laid]:
        """Return what lays so many lines at most on the rows as they stand: it touches nothing, may run in the lane."""
        return partial(self.snapshot().with_block, [self._at(top + n) for n in range(most)], self._columns[left:])

    def snapshot(self) -> Lines:
        """Return the lines as they are now, to lay an act on."""
        return Lines(register=self.register, before=self._rows, lines=self._lines(), whole=self.whole)

    def rows_said(self, lines: Iterable[int]) -> int:
        """Return on how many lines a row stands already."""
        return sum(self.place(line) < len(self._rows) for line in lines)

    def clear(self, indexes: Iterable[Index]) -> None:
        """Take away what these cells say, as one step; a row without anything left goes too, its line stays blank."""
        gone: dict[int, set[int]] = {}
        for index in indexes:
            gone.setdefault(index.row(), set()).add(index.column())
        if gone:
            self.take_laid(self.clearing(gone)(untold), "cleared")

    def clearing(self, gone: Mapping[int, Collection[int]]) -> Callable[[Progress], Laid]:
        """Return what lays nothing on these columns of each line; it may run in the lane."""
        names = {self._at(line): [self._columns[one].name for one in columns] for line, columns in gone.items()}
        return partial(self.snapshot().cleared, names)

    def remove(self, lines: Iterable[int]) -> None:
        """Take whole rows away, as one step."""
        self.take_laid(self.removing(lines)(), "removed")

    def removing(self, lines: Iterable[int]) -> Callable[[], Laid]:
        """Return what lays these lines aside; it may run in the lane."""
        return partial(self.snapshot().without, {self._at(line) for line in lines})

    def take_laid(self, laid: Laid, why: str, foreseen: Foreseen | None = None) -> None:
        """Put rows as one step. Raises AppError("paste_overtaken") when the register has changed since."""
        if self.register is None or self._session.locked:
            return
        if laid.before is not self._rows:
            raise AppError("paste_overtaken")
        self._next_gaps = laid.gaps
        try:
            self._edits.put_rows(self.register.id, laid.rows, why, foreseen)
        finally:
            self._next_gaps = None

    def choices_at(self, index: Index) -> tuple[str, ...]:
        """Return what can be chosen in a cell, empty for a typed one."""
        column = self._columns[index.column()]
        return (say("window.yes"), say("window.no")) if column.type is ColumnType.YES_NO else column.choices

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        if parent.isValid() or self.register is None:
            return 0
        return self.sight.count(len(self._rows) + len(self._gaps) + 1)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or role not in (DISPLAY, EDIT, FONT, ALIGN, GROUND, TOOL_TIP):
            return None
        column = self._columns[index.column()]
        if role == ALIGN:
            return RIGHT if self.is_figure(index.column()) else LEFT
        if role == GROUND and self._session.locked:
            return QBrush(colour("derived"))
        place = self.place(index.row())
        if place >= len(self._rows):
            return "" if role in (DISPLAY, EDIT) else None
        row = self._rows[place]
        if role in (DISPLAY, EDIT):
            said = (row.values, row.raw) if role == DISPLAY else (row.raw, row.values)
            return said[0].get(column.name) or said[1].get(column.name, "")
        if role == FONT:
            return ui_font(italic=True) if self.is_carried(row) else None
        if column.name in row.faults:
            return QBrush(colour("error_tint")) if role == GROUND else say("window.register.unread")
        return None

    def says(self, line: int, column: int) -> bool:
        """True for a cell in which something stands."""
        place, name = self.place(line), self._columns[column].name
        if place >= len(self._rows):
            return False
        row = self._rows[place]
        return bool(row.values.get(name) or row.raw.get(name))

    def typed(self, lines: Iterable[int], columns: Iterable[int]) -> list[list[str]]:
        """Return what was typed on some lines in some columns, line by line."""
        return self.typing(lines, columns)()

    def typing(self, lines: Iterable[int], columns: Iterable[int]) -> Callable[[], list[list[str]]]:
        """Return what gives the same of the lines as they are now; it may run in the lane."""
        places, names = [*map(self.place, lines)], [self._columns[one].name for one in columns]
        return partial(typed_block, self._rows, places, names)

    def is_carried(self, row: Row) -> bool:
        """True for a row that was carried from last period and has not been changed."""
        said = self._session.carried_as(self.address_at(row))
        return said is not None and said == serialise_row(row)

    def carried_line(self, line: int) -> bool:
        """True for a line whose row was carried and has not been changed."""
        place = self.place(line)
        return place < len(self._rows) and self.is_carried(self._rows[place])

    def confirm_carried(self, lines: Iterable[int]) -> None:
        """Confirm carried rows for this period: they are no longer marked."""
        places = {self.place(line) for line in lines}
        rows = [row for place, row in enumerate(self._rows) if place in places and self.is_carried(row)]
        if rows and not self._session.locked:
            self._edits.confirm_carried([self.address_at(row) for row in rows])

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        if role != EDIT or not index.isValid() or self._session.locked:
            return False
        if str(value) != self.data(index, EDIT):
            self.put_block(index.row(), index.column(), [[str(value)]], "typed")
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain if self._session.locked else plain | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return self._column_head(section, role)
        if role == DISPLAY:
            return self._number(section)
        if role == DECORATION:
            return mark_icon(self._session.standing.mark(self.address_of(section)))
        if role == TOOL_TIP:
            return "\n".join(self._told(section)) or None
        return None

    def _number(self, line: int) -> str:
        place = self.place(line)
        if place >= len(self._rows):
            return "+"
        return say("carry.number", 行=place + 1) if self.carried_line(line) else str(place + 1)

    def _told(self, line: int) -> list[str]:
        """What there is to say of the row on a line: findings, and whether it was carried."""
        found = [finding_words(*one, self._session.sheet) for one in self._session.findings_at(self.address_of(line))]
        if self.carried_line(line):
            found.append(say("carry.row_tip", 期=last_name(self._session)))
        return found

    def _column_head(self, section: int, role: int) -> object:
        if role != DISPLAY or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        needed = say("window.register.required") if column.required else ""
        measure = say("window.register.measure", 单位=column.measure) if column.measure else ""
        return f"{column.name}{needed}{measure}{self.sight.sign_of(column)}"
