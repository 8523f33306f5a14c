"""Cells: the sheets of somebody's book as texts, the way the person sees them, with what is odd about each.

Decides nothing: what a figure is for and whether it is taken is for `forms.filling`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, field
from datetime import datetime
from typing import Any

from models.basics.records import dataclass

EXACT = 10**15  # a spreadsheet keeps 15 digits: longer figures (codes typed as numbers) have lost their last ones


@dataclass(frozen=True, slots=True)
class GivenCell:
    """What one cell shows. `formula`: it comes from one; without a stored result the text is "" and `stale` is set."""

    text: str
    _: KW_ONLY
    formula: bool = False
    stale: bool = False
    rough: bool = False  # a number with more digits than a spreadsheet keeps
    seen: str | None = None  # what the sheet shows, where that is another thing than the text
    day: str = ""  # the day a bare number means in a book that counts from 1904, ISO
    year_unseen: bool = False  # a day of which the sheet does not show the year
    rounded: bool = False  # the sheet shows fewer places than it keeps
    struck: bool = False  # all of it, or a part, is shown struck out
    faint: bool = False  # all of it, or a part, is written in the colour of its ground: nobody sees it
    cut: bool = False  # in a line of a text that the commas of a figure seem to have cut into too many cells
    turned: bool = False  # a day, time, percentage …: kept as another thing than its text, perhaps than what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCells:
    """One sheet: title, cells by row and column (1-based), what is hidden, cells that are merged.

    `formatless`: how its figures are shown cannot be seen. `dressed`: the style of a table or a rule for the looks of
    some cells may give them another ground than their own.
    """

    title: str
    rows: dict[int, dict[int, GivenCell]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # place → first cell of its merge
    unseen: bool = False  # the whole sheet is hidden
    formatless: bool = False
    dressed: bool = False
    veiled: tuple[tuple[int, int, int, int], ...] = ()  # areas, first and last row and column, that a rule may hide
    turned: bool = False  # laid out anew with rows and columns changed, so that the heads stand above
    origins: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # of a sheet laid out cell by cell

    _kept: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def ordered(self) -> Sequence[int]:
        """The rows in which something stands, from above; put in order once, however many lists stand on the sheet."""
        if "ordered" not in self._kept:
            self._kept["ordered"] = sorted(self.rows)
        return self._kept["ordered"]  # type: ignore[no-any-return]

    def merged_in(self, row: int) -> Sequence[int]:
        """Return the columns of a row that lie in a merge."""
        if "merged" not in self._kept:
            found: dict[int, list[int]] = {}
            for at, column in self.merged:
                found.setdefault(at, []).append(column)
            self._kept["merged"] = found
        return self._kept["merged"].get(row, ())  # type: ignore[no-any-return]

    def is_veiled(self, row: int, column: int) -> bool:
        """True for a cell of which a rule may hide what stands in it, or show it in another way."""
        row, column = self.standing(row, column)
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.veiled)

    def standing(self, row: int, column: int) -> tuple[int, int]:
        """Return row and column at which a cell stands in the book itself."""
        return (column, row) if self.turned else self.origins.get((row, column), (row, column))

    def text(self, row: int, column: int | None) -> str:
        """Return the trimmed text of a cell, "" where nothing stands."""
        found = self.rows.get(row, {}).get(column) if column is not None else None
        return found.text.strip() if found else ""


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """The sheets of a book in order, when it says it was saved last (None = it does not say), what was passed over.

    `told` are keys of `imports.told`: pictures, embedded objects, formats that cannot be seen.
    """

    sheets: tuple[SheetCells, ...]
    saved: datetime | None = None
    told: tuple[str, ...] = ()
