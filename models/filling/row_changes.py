"""Row changes: what an edit of a register did, as a person counts it — cells of one row, or rows that came and went.

Rows carry their numbers; a row that only moved up because one above it went has not changed.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import zip_longest

from models.basics.records import dataclass
from models.plan.plan import Register
from models.sheet.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChanges:
    """What changed in a register. `cells` are number of the row and column: each changed one, or the first alone."""

    rows: int
    cells: Sequence[tuple[int, str]]
    within: bool  # no row went, and of one row alone some cells changed


def row_changes(register: Register, before: Sequence[Row], now: Sequence[Row]) -> RowChanges:
    """Return what changed between two lists of rows of a register."""
    start = _first_unlike(before, now)
    alike = _alike_at_end(before[start:], now[start:])
    came = [_said(row) for row in now[start : len(now) - alike]]
    gone = Counter(_said(row) for row in before[start : len(before) - alike])
    gone.subtract(came)
    rows = max(sum(n for n in gone.values() if n > 0), sum(-n for n in gone.values() if n < 0))
    names = [one.name for one in register.columns]
    steady = len(before) == len(now)
    pairs = list(zip_longest(before[start:], now[start:]))[: len(now) - start - alike if steady else 1]
    cells = [(start + n, name) for n, pair in enumerate(pairs, 1) for name in names if _differs(pair, name)]
    within = rows == 1 and len(now) >= len(before)
    return RowChanges(rows=rows, cells=cells if steady or within else cells[:1], within=within)


def _first_unlike(before: Sequence[Row], now: Sequence[Row]) -> int:
    """The place of the first row that says something else, or came or went."""
    pairs = enumerate(zip(before, now, strict=False))
    both = min(len(before), len(now))
    return next((place for place, (one, other) in pairs if one is not other and one != other), both)


def _alike_at_end(before: Sequence[Row], now: Sequence[Row]) -> int:
    """How many rows at the end say the same, whatever their numbers: they need not be counted."""
    pairs = enumerate(zip(reversed(before), reversed(now), strict=False))
    both = min(len(before), len(now))
    return next((n for n, (one, other) in pairs if one.values != other.values or one.raw != other.raw), both)


def _said(row: Row) -> Hashable:
    return frozenset(row.values.items()), frozenset(row.raw.items())


def _differs(pair: tuple[Row | None, Row | None], column: str) -> bool:
    old, new = (("", "") if row is None else (row.get(column), row.raw.get(column, "")) for row in pair)
    return old != new
