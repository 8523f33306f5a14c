"""Rows in sight: which rows of a register are shown, and in which order — for looking alone.

Rows keep their numbers and their order in the register, whatever is seen of them; a row that is changed stays where it
is shown until the choice is made anew.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale

from models.basics.messages import say
from models.basics.records import dataclass
from models.plan.plan import Column, ColumnType
from models.sheet.rows import Row
from ui.basics.pinyin import initials

BETWEEN = "\x1f"  # two texts of a row; no text holds it


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column rows are shown, and which way; blank ones come last either way."""

    column: Column
    falling: bool


def typed_block(rows: Sequence[Row], places: Iterable[int], columns: Sequence[str]) -> list[list[str]]:
    """Return what was typed in some rows, by their places, and columns; "" past the last row."""
    found, blank = (rows[place] if place < len(rows) else None for place in places), [""] * len(columns)
    return [_typed(one, columns) if one else [*blank] for one in found]


def _typed(row: Row, columns: Sequence[str]) -> list[str]:
    said, raw = row.values.get, row.raw.get
    return [raw(name) or said(name, "") for name in columns] if row.raw else [said(name, "") for name in columns]


class Sought:
    """Which rows hold a text, or its pinyin initials, in one of their columns.

    What a row says is folded once and kept while the line of the filter is in use: of ten thousand rows it was folded
    anew with each key.
    """

    def __init__(self) -> None:
        """Know no row yet."""
        self.forget()

    def forget(self) -> None:
        """Keep nothing any more."""
        self._folded: dict[int, tuple[Row, str]] = {}  # a row is kept with its texts, so that no other has its id
        self._letters: dict[int, tuple[Row, str]] = {}
        self._initials = _Initials()

    def holding(self, wanted: str) -> Callable[[Row], bool]:
        """Return what tells whether a row holds a text; a column is held against it as `holds` does."""
        low, by_letters = wanted.lower(), wanted.isascii()
        folded, letters = self._folded, self._letters

        def inside(row: Row) -> bool:
            known = folded.get(id(row.values))
            if known is None:
                known = folded[id(row.values)] = row, BETWEEN.join((*row.values.values(), *row.raw.values())).lower()
            if low in known[1]:
                return True
            if not by_letters:
                return False
            known = letters.get(id(row.values))
            if known is None:
                known = letters[id(row.values)] = row, self._letters_of(row)
            return low in known[1]

        return inside

    def _letters_of(self, row: Row) -> str:
        """The initials of a row's texts; of one that is all letters and figures they are the text itself."""
        known, texts = self._initials, (*row.values.values(), *row.raw.values())
        return BETWEEN.join([known[one] for one in texts if not (one.isascii() and one.isalnum())])


class _Initials(dict[str, str]):
    """Initials by text, found once: most columns of a register say the same few things over and over."""

    def __missing__(self, text: str) -> str:
        found = self[text] = initials(text)
        return found


class RowsInSight:
    """The places of the rows that are shown, in their order; all of them where nothing is chosen."""

    def __init__(self) -> None:
        """Show all rows."""
        self.wanted: Callable[[Row], bool] | None = None
        self.sorting: Sorting | None = None
        self.places: tuple[int, ...] | None = None
        self._lines: dict[int, int] = {}

    def show_all(self) -> None:
        """Choose nothing any more."""
        self.wanted = self.sorting = self.places = None
        self._lines = {}

    def choose(self, rows: Sequence[Row]) -> None:
        """Make the choice anew among the rows of a register as they are now."""
        wanted, sorting = self.wanted, self.sorting
        if wanted is None and sorting is None:
            self.places = None
            return
        found = [place for place, row in enumerate(rows) if wanted is None or wanted(row)]
        self.places = tuple(found if sorting is None else _ordered(rows, found, sorting))
        self._lines = {place: line for line, place in enumerate(self.places)}

    def count(self, whole: int) -> int:
        """Return how many lines there are, `whole` while all rows are shown."""
        return whole if self.places is None else len(self.places)

    def sign_of(self, column: Column) -> str:
        """Return the sign behind the head of the column that gives the order, "" for any other."""
        if self.sorting is None or self.sorting.column != column:
            return ""
        return say("window.register.falling_sign" if self.sorting.falling else "window.register.rising_sign")

    def line_of(self, place: int) -> int:
        """Return the line a row is shown on while some are chosen, -1 when it is not shown."""
        return self._lines.get(place, -1)


def _ordered(rows: Sequence[Row], places: Iterable[int], by: Sorting) -> list[int]:
    """Places by what their rows say in a column: figures as figures, texts as a dictionary has them."""
    name, figures = by.column.name, by.column.type in (ColumnType.NUMBER, ColumnType.WHOLE)
    said = {place: rows[place].values.get(name) or rows[place].raw.get(name, "") for place in places}
    blank = [place for place in said if not said[place]]
    told = [place for place in said if said[place]]
    if figures:
        read = {place: figure for place in told if (figure := rows[place].decimal(name)) is not None}
        unread = [place for place in told if place not in read]
        return [*sorted(read, key=read.__getitem__, reverse=by.falling), *unread, *blank]
    collator = QCollator(QLocale("zh_CN"))
    collator.setNumericMode(True)  # 2号 before 10号
    keys: dict[str, QCollatorSortKey] = {text: collator.sortKey(text) for text in {said[place] for place in told}}
    return [*sorted(told, key=lambda place: keys[said[place]], reverse=by.falling), *blank]
