"""Shown book: what a workbook would show if it were written, without writing one.

The parts that write a return write on it as on a real book; it remembers texts and nothing of their look. So what a
foreign book may show is derived from the writer itself.
"""

from collections.abc import Mapping, Sequence

from forms.book.frame import margin_parts
from forms.book.grid import BookGrid, Rows
from forms.book.text import LONG, is_printable, printable
from forms.book.writer import BookColumn, BookFigure, Margins, margin_texts


class ShownPage:
    """One sheet being remembered."""

    def __init__(self, name: str, title: str, lanes: Sequence[BookColumn]) -> None:
        """Begin a sheet with its title."""
        self.name, self._lanes = name, lanes
        self._rows: Rows = {1: {1: printable(title)}}
        self._as_said: Rows = {}  # those whose texts still have to be as a sheet can hold them
        self._next = 2

    def note(self, text: str, **look: object) -> None:
        """Remember a line of its own."""
        self.row_at({1: text})

    def space(self) -> None:
        """Leave a line empty."""
        self._next += 1

    def head(self, *, keep: int = 0) -> None:
        """Remember the heads."""
        self._rows[self._next] = {place: lane.head for place, lane in enumerate(self._lanes, 1) if lane.head}
        self._next += 1

    def row(self, cells: Sequence[str | BookFigure], *, wrap: bool = True) -> None:
        """Remember a row."""
        self.row_at({place: cell for place, cell in enumerate(cells, 1) if cell})

    def row_at(self, cells: Mapping[int, str | BookFigure]) -> None:
        """Remember a row of cells by their place: of a register with dozens of columns nearly all are blank."""
        self._rows[self._next] = self._as_said[self._next] = {
            place: cell.text if isinstance(cell, BookFigure) else cell for place, cell in cells.items() if cell
        }
        self._next += 1

    def rows(self) -> Rows:
        """Return what stands there; all rows are looked at together, since hardly any text has to be changed."""
        texts = [text for said in self._as_said.values() for text in said.values()]
        long = [text for text in texts if len(text) > LONG]
        short = "".join(text for text in texts if len(text) <= LONG) if long else "".join(texts)
        if "" in texts or not is_printable(short) or not all(map(is_printable, long)):
            for number, said in self._as_said.items():
                self._rows[number] = {place: text for place in said if (text := printable(said[place]))}
        self._as_said = {}
        return self._rows

    def print_only_above(self) -> None:
        """What is printed is no matter here."""


class ShownBook:
    """A workbook being remembered."""

    def __init__(self, margins: Margins) -> None:
        """Begin a workbook with what stands in the margins of its pages."""
        self._margins = frozenset(part for text in margin_texts(margins) for part in margin_parts(text))
        self._pages: list[ShownPage] = []

    def page(self, name: str, title: str, lanes: Sequence[BookColumn], *, portrait: bool = False) -> ShownPage:
        """Add a sheet."""
        self._pages.append(ShownPage(name, title, lanes))
        return self._pages[-1]

    def grids(self) -> tuple[BookGrid, ...]:
        """Return the sheets in order."""
        return tuple(BookGrid(name=one.name, rows=one.rows(), margins=self._margins) for one in self._pages)
