"""Shown book: what a workbook would show if it were written, without writing one.

The parts that write a return write on it as on a real book; it remembers texts and nothing of their look. So what a
foreign book may show is derived from the writer itself.
"""

from collections.abc import Sequence

from forms.book.frame import margin_parts
from forms.book.grid import BookGrid
from forms.book.text import is_printable, printable
from forms.book.writer import BookColumn, BookFigure, Margins, margin_texts


class ShownPage:
    """One sheet being remembered."""

    def __init__(self, name: str, title: str, lanes: Sequence[BookColumn]) -> None:
        """Begin a sheet with its title."""
        self.name, self._lanes = name, lanes
        self.rows: dict[int, dict[int, str]] = {1: {1: printable(title)}}
        self._next = 2

    def _put(self, texts: Sequence[str]) -> None:
        self.rows[self._next] = {place: text for place, text in enumerate(texts, 1) if text}
        self._next += 1

    def note(self, text: str, **look: object) -> None:
        """Remember a line of its own."""
        self._put([printable(text)])

    def space(self) -> None:
        """Leave a line empty."""
        self._next += 1

    def head(self, *, keep: int = 0) -> None:
        """Remember the heads."""
        self._put([lane.head for lane in self._lanes])

    def row(self, cells: Sequence[str | BookFigure], *, wrap: bool = True) -> None:
        """Remember a row."""
        said = {
            place: cell.text if isinstance(cell, BookFigure) else cell
            for place, cell in enumerate(cells, 1)
            if cell  # of a register with dozens of columns nearly all are blank
        }
        plain = is_printable("".join(said.values()))
        shown = said if plain else {place: printable(text) for place, text in said.items()}
        self.rows[self._next] = shown if all(shown.values()) else {at: text for at, text in shown.items() if text}
        self._next += 1

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
        return tuple(BookGrid(name=one.name, rows=one.rows, margins=self._margins) for one in self._pages)
