"""Grid: what one sheet of a workbook shows, however it was read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from models.basics.records import dataclass

WIDEST_GAP = 60  # blank rows between two that are filled: more than a screen
WHOLE = "*"  # the place of what is said of the whole book
Rows = dict[int, dict[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookGrid:
    """What one sheet shows: row → column → text, from 1; numbers as plain decimal text. Its name is not trusted.

    `unseen` are cells nobody can see (hidden, without height, white on white, under a merge), `odd` what may put
    other things on the screen: (place, words), place "" for the sheet, `WHOLE` for the book. `hints` are the same of
    what stands beside the cells and changes nothing. `margins` are the texts in the margins of its pages.
    """

    name: str
    rows: Rows
    hidden: bool = False
    unseen: frozenset[tuple[int, int]] = frozenset()
    odd: tuple[tuple[str, str], ...] = field(default=())
    hints: tuple[tuple[str, str], ...] = ()
    margins: frozenset[str] = frozenset()

    def seen(self, number: int) -> dict[int, str]:
        """Return the texts of a row that somebody can see: column → text, without blank ones."""
        row = self.rows[number]
        if not self.unseen:
            return {column: text for column, text in row.items() if text and not text.isspace()}
        return {c: text for c, text in row.items() if text and not text.isspace() and (number, c) not in self.unseen}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatSheet:
    """What a sheet of our own writer shows, cell after cell: most are only held against another one, as two lists.

    `lines` are the rows that have cells, the number of each and the columns that stand in it; `texts` what stands
    there, in the same order, "" for a cell that says nothing.
    """

    name: str
    lines: tuple[tuple[int, tuple[int, ...]], ...]
    texts: Sequence[str]
    margins: frozenset[str]

    def grid(self) -> BookGrid:
        """Return it as every sheet is read."""
        texts = iter(self.texts)
        rows = {
            number: {column: text for column, text in zip(columns, texts, strict=False) if text}  # the next goes on
            for number, columns in self.lines
        }
        return BookGrid(name=self.name, rows=rows, margins=self.margins)


def gaps(rows: Rows) -> Iterator[int]:
    """Yield the rows that stand so far below the others that somebody who scrolls takes the table for ended."""
    if max(rows, default=0) <= WIDEST_GAP:
        return
    last = 0
    for row, cells in rows.items():
        if any(cells.values()):
            if row - last > WIDEST_GAP:
                yield row
            last = row


_SIGNS = re.compile(r'&"[^"]*"|&K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|&[0-9]+|&[BIUESXYHOZ]')


def margin_parts(text: str) -> Iterator[str]:
    """Yield the texts of a header or footer, without fonts, sizes and colours; fields stay as they are written."""
    for part in re.split(r"&[LCR]", text.replace("&&", "\0")):
        plain = _SIGNS.sub("", part).replace("\0", "&").strip()
        if plain:
            yield plain
