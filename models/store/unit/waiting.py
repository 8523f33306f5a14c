"""Waiting: what somebody gave and the disk did not take — in memory, the last of each place, until it is taken.

Whatever is asked of the unit's store is answered with it, so that what is on the screen and what a paper is made of are
one thing. Writes nothing by itself: `UnitStore.put_given` does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby, zip_longest
from typing import Any

from models.basics.records import dataclass
from models.sheet.cells import BLANK, Cell
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.store.file.records import HistoryRow


class Kind(StrEnum):
    """What can be given; and what stands in `Given.said`."""

    CELL = "cell"  # Cell
    ROWS = "rows"  # tuple[Row, ...], all rows of a register
    EXPLANATION = "explanation"  # (Explanation or None, fingerprint)
    CARRIED = "carried"  # what the place said when it was carried; None = it is confirmed for this period
    SETTLED = "settled"  # bool: somebody has decided about a place suppliers disagree about
    FACT = "fact"  # str: a small fact of the workspace, of no period


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing somebody gave: of which place, what it says and what stood there before, by whom, why, when."""

    kind: Kind
    period: str = ""
    place: str
    said: Any
    was: Any = None
    by: str = ""
    why: str = ""
    at: datetime

    @property
    def key(self) -> tuple[Kind, str, str]:
        """What one thing given replaces another by."""
        return self.kind, self.period, self.place


def given_sheet(
    before: Mapping[str, Cell],
    cells: Mapping[str, Cell],
    rows: Mapping[str, Sequence[Row]],
    stood: Mapping[str, tuple[Row, ...]],
    about: Mapping[str, Any],
) -> list[Given]:
    """Return cells and whole registers as somebody gave them; `before` and `stood` are what the sheet says till then.

    `about` are the parts of `Given` that all of it has: period, by, why, at.
    """
    said = [
        Given(kind=Kind.CELL, place=at, said=cell, was=before.get(at, BLANK), **about) for at, cell in cells.items()
    ]
    for name, found in rows.items():
        said.append(Given(kind=Kind.ROWS, place=name, said=tuple(found), was=stood.get(name, ()), **about))
    return said


class Unsaved:
    """What waits to be saved; may be asked from any thread, and is changed by the window's alone."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._given: Mapping[tuple[Kind, str, str], Given] = {}  # replaced as a whole, never changed

    def __bool__(self) -> bool:
        """True while something waits."""
        return bool(self._given)

    def __iter__(self) -> Iterator[Given]:
        """Go through what waits, in the order it was given last."""
        return iter(tuple(self._given.values()))

    def hold(self, given: Iterable[Given]) -> None:
        """Keep what the disk did not take; what says again what the disk has of a place waits no longer."""
        now = dict(self._given)
        for one in given:
            before = now.pop(one.key, None)
            was = before.was if before is not None else one.was
            if one.kind not in (Kind.CELL, Kind.ROWS, Kind.EXPLANATION) or one.said != was:
                now[one.key] = replace(one, was=was)
        self._given = now

    def clear(self) -> None:
        """Forget it all: the disk has it."""
        self._given = {}

    @property
    def count(self) -> int:
        """How many places wait, as a person counts: cells, answers, decisions, names, and rows of registers."""
        places = {one.key[1:] for one in self if one.kind not in (Kind.ROWS, Kind.CARRIED)}
        rows = sum(_rows_changed(one) for one in self if one.kind is Kind.ROWS)
        return len(places) + rows or len(self._given)

    def _of(self, kind: Kind, period: str) -> Iterator[Given]:
        return (one for one in self if one.kind is kind and one.period == period)

    def with_cells(self, period: str, cells: dict[str, Cell]) -> dict[str, Cell]:
        """Return the cells of a period with those that wait in their places."""
        now = cells | {one.place: one.said for one in self._of(Kind.CELL, period)}
        return {address: cell for address, cell in now.items() if cell != BLANK}

    def rows(self, period: str, register: str) -> tuple[Row, ...] | None:
        """Return the rows a register is to have, None where nothing of it waits."""
        found = self._given.get((Kind.ROWS, period, register))
        return None if found is None else tuple(found.said)

    def with_explanations(
        self, period: str, kept: dict[str, tuple[Explanation, str]]
    ) -> dict[str, tuple[Explanation, str]]:
        """Return the explanations of a period with those that wait in their places."""
        now = kept | {one.place: one.said for one in self._of(Kind.EXPLANATION, period)}
        return {key: (said, fingerprint) for key, (said, fingerprint) in now.items() if said is not None}

    def with_marks(self, period: str, kept: dict[str, str]) -> dict[str, str]:
        """Return the marks of what was carried into a period, without those that were confirmed meanwhile."""
        now = kept | {one.place: one.said for one in self._of(Kind.CARRIED, period)}
        return {place: said for place, said in now.items() if said is not None}

    def settled(self, period: str) -> dict[str, bool]:
        """Return the places about which somebody has decided, or taken that back."""
        return {one.place: one.said for one in self._of(Kind.SETTLED, period)}

    def fact(self, key: str) -> str | None:
        """Return a small fact that waits, None where none does."""
        found = self._given.get((Kind.FACT, "", key))
        return None if found is None else str(found.said)

    def changes(self, period: str, address: str) -> tuple[HistoryRow, ...]:
        """Return the change of a cell that waits, as its history will say it; nothing where none does."""
        one = self._given.get((Kind.CELL, period, address))
        if one is None:
            return ()
        return (HistoryRow(at=one.at, by=one.by, why=one.why, before=one.was, after=one.said, batch=""),)


def _rows_changed(one: Given) -> int:
    return sum(1 for now, before in zip_longest(one.said, one.was or ()) if now != before)


def together(given: Sequence[Given]) -> Iterator[list[Given]]:
    """Yield what can be written at once: cells and marks of one period, from one person, for one reason."""

    def batch(one: Given) -> tuple[object, ...]:
        alone = one.place if one.kind not in (Kind.CELL, Kind.CARRIED) else ""
        return one.kind, one.period, alone, one.by, one.why

    for _, alike in groupby(given, batch):
        yield list(alike)
