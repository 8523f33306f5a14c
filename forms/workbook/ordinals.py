"""Ordinals: the numbers before the rows of 审核结果, which nothing else on the sheet says.

They count the findings from 1, in the order in which the checks give them; a row of an explanation alone has none. A
sheet that somebody has sorted keeps them. What rests on the last period is not found again where a return is opened,
and has its number among the others: so the numbers are held to each other, and to the order of the findings found.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from forms.book.text import decimal_of, word
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.returns.revisions import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedRow:
    """A row of 审核结果: its number as it stands there, where, and what the row says besides."""

    number: str
    place: str
    cells: tuple[str, ...]


_Rows = Sequence[NumberedRow]


def wrong_numbers(now: Mapping[str, _Rows], expected: Mapping[str, _Rows]) -> Iterator[Difference]:
    """Yield the numbers that the writer did not give: beside none, twice, or another finding's. Rows are by sheet."""
    given = [row for rows in expected.values() for row in rows if row.number]
    for rows in now.values():
        yield from _on_one_sheet(rows, given)


def _on_one_sheet(now: _Rows, expected: _Rows) -> Iterator[Difference]:
    alone = word("other_explanation")
    rows = [one for one in now if one.cells[0] != alone]
    for one in now:
        if one.cells[0] == alone and one.number:
            yield Difference(one.place, "", one.number)
    counted = {str(place) for place in range(1, len(rows) + 1)}
    if counted == {_count(one) for one in rows}:
        yield from _out_of_order(sorted(rows, key=lambda one: int(_count(one))), expected)
    else:
        yield from _uncounted(rows, counted)


def _count(one: NumberedRow) -> str:
    """A number as it is counted with; any other text, one with a nought in front among them, as it is."""
    value = decimal_of(one.number)
    return one.number if value is None or one.number.startswith("0") else plain(value)


def _uncounted(rows: _Rows, counted: set[str]) -> Iterator[Difference]:
    """Numbers that are none, too high, or another row's too: of two of those the one in its place is right."""
    often = Counter(map(_count, rows))
    missing = counted - often.keys()
    for place, one in enumerate(rows, 1):
        number = _count(one)
        if number not in counted or (often[number] > 1 and number != str(place)):
            yield Difference(one.place, min(missing) if len(missing) == 1 else str(place), one.number)


def _out_of_order(rows: _Rows, expected: _Rows) -> Iterator[Difference]:
    """Numbers that findings have changed with each other; `rows` as their numbers count them."""
    here, there = Counter(one.cells for one in rows), Counter(one.cells for one in expected)
    both = here & there
    mine, theirs = _some(rows, both), _some(expected, both)
    first: dict[tuple[str, ...], str] = {}  # what a row says → the number it has in the right order
    for one, right in zip(mine, theirs, strict=True):
        first.setdefault(right.cells, one.number)
    for one, right in zip(mine, theirs, strict=True):
        if one.cells != right.cells:
            yield Difference(one.place, first[one.cells], one.number)


def _some(rows: _Rows, wanted: Counter[tuple[str, ...]]) -> list[NumberedRow]:
    """The rows that say what is wanted, as often as it is."""
    left, found = wanted.copy(), []
    for one in rows:
        if left[one.cells] > 0:
            left[one.cells] -= 1
            found.append(one)
    return found
