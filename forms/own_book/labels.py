"""Labels: the lines of a mapped sheet by what they are called, found again also where their column has moved."""

import re
from collections.abc import Mapping
from functools import cached_property

from forms.given.cells import SheetCells
from models.basics.reading import clean_name
from models.filling.own_book import Link
from models.plan.plan import folded_name

_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
_NUMBERING = re.compile(r"^(?:其中[:：]|[一二三四五六七八九十0-9]+[.、．)）]|[(（][一二三四五六七八九十0-9]+[)）])+")
_FIGURE = re.compile(r"[-+]?[\d,]*\.?\d+%?")


def is_figure(text: str) -> bool:
    """True for a figure alone."""
    return _FIGURE.fullmatch(text.strip()) is not None


def label_key(text: str) -> str:
    """Return a row's label as it is compared: no numbering, brackets, spaces, 其中."""
    bare = _BRACKETS.sub("", clean_name(text))
    return folded_name(_NUMBERING.sub("", bare.strip()).strip(":：")).lower()


class PageLabels:
    """What stands in a sheet, each cell looked at once however many lines are looked for."""

    def __init__(self, page: SheetCells) -> None:
        """Look at a sheet when something is asked for."""
        self.page = page
        self._columns: dict[int, dict[str, list[int]]] = {}

    def place(self, link: Link) -> tuple[int, int] | None:
        """Return row and column of a link's label now; None where none, or more than one, is called so.

        In the column it was in, the row it was in first; else wherever it stands once on the sheet.
        """
        wanted = label_key(link.label)
        rows = self._in_column(link.label_column).get(wanted, [])
        if rows:
            row = link.row if link.row in rows else rows[0] if len(rows) == 1 else None
            return None if row is None else (row, link.label_column)
        found = self._anywhere.get(wanted, [])
        return found[0] if len(found) == 1 else None

    def _in_column(self, column: int) -> Mapping[str, list[int]]:
        if column not in self._columns:
            known = self._columns[column] = {}
            for row in self.page.rows:
                known.setdefault(label_key(self.page.text(row, column)), []).append(row)
        return self._columns[column]

    @cached_property
    def _anywhere(self) -> Mapping[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for row, cells in self.page.rows.items():
            for column, shown in cells.items():
                if not is_figure(shown.text):
                    found.setdefault(label_key(shown.text), []).append((row, column))
        return found
