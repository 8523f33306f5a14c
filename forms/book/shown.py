"""Shown book: what a workbook would show if it were written, without writing one.

The parts that write a return write on it as on a real book; it remembers texts and nothing of their look. So what a
foreign book may show is derived from the writer itself.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, compress

from forms.book.grid import FlatSheet, margin_parts
from forms.book.text import LONG, is_printable, printable
from forms.book.writer import BookColumn, Margins, margin_texts

_PLACES = range(1, 16_385)  # of all columns a sheet can have


class ShownPage:
    """One sheet being remembered."""

    def __init__(self, name: str, title: str, lanes: Sequence[BookColumn]) -> None:
        """Begin a sheet with its title."""
        self.name, self._lanes = name, lanes
        self._lines: list[tuple[int, tuple[int, ...]]] = [(1, (1,))]
        self._cells: list[str] = [printable(title)]
        self._whole = [(0, 1)]  # from where to where cells are that stand as they are: title and heads
        self._next = 2

    def note(self, text: str, **look: object) -> None:
        """Remember a line of its own."""
        self._line((1,))
        self._cells.append(text)

    def space(self) -> None:
        """Leave a line empty."""
        self._next += 1

    def head(self, *, keep: int = 0) -> None:
        """Remember the heads."""
        start = len(self._cells)
        self._line(tuple(range(1, len(self._lanes) + 1)))
        self._cells += [lane.head for lane in self._lanes]
        self._whole.append((start, len(self._cells)))

    def row(self, cells: Sequence[str], *, wrap: bool = True) -> None:
        """Remember a row."""
        self._line(tuple(compress(_PLACES, cells)))
        self._cells += filter(None, cells)

    def row_at(self, cells: Mapping[int, str]) -> None:
        """Remember a row of cells by their place: of a register with dozens of columns nearly all are blank."""
        self._line(tuple(compress(cells, cells.values())))
        self._cells += filter(None, cells.values())

    def _line(self, columns: tuple[int, ...]) -> None:
        self._lines.append((self._next, columns))
        self._next += 1

    def sheet(self, margins: frozenset[str]) -> FlatSheet:
        """Return what stands there; all texts are looked at together, since hardly any has to be changed."""
        texts = self._cells.copy()
        ends = [0, *(place for both in self._whole for place in both), len(texts)]
        parts = [slice(*both) for both in zip(ends[::2], ends[1::2], strict=True)]
        said = [*chain.from_iterable(texts[part] for part in parts)]
        long = [text for text in said if len(text) > LONG] if max(map(len, said), default=0) > LONG else []
        short = "".join([text for text in said if len(text) <= LONG] if long else said)
        if not is_printable(short) or not all(map(is_printable, long)):
            for part in parts:
                texts[part] = map(printable, texts[part])
        return FlatSheet(name=self.name, lines=tuple(self._lines), texts=texts, margins=margins)

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

    def sheets(self) -> tuple[FlatSheet, ...]:
        """Return the sheets in order."""
        return tuple(one.sheet(self._margins) for one in self._pages)
