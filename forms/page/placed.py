"""Placed: do the figures of a page stand where the order of its drawing says?

Texts are read in the order in which they are drawn; people read lines from the left to the right. Our pages draw a
table row by row, each row cell by cell, and a figure always in one piece; where somebody drew otherwise, a person may
read another figure, or the figure of another row.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from forms.page.fonts import LOWER_SIZE
from models.basics.records import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
MOST = 50
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)
_ENDS, _BEGINS = re.compile(r"[0-9.,+-]$", re.ASCII), re.compile(r"[0-9.,%+-]", re.ASCII)
_NEAR = 0.35  # of a letter's size: what stands nearer is read as one figure
_BESIDE_MARK = 0.9  # of it: from the ink of a 、 to that of a figure behind it
_AS_LOW = 0.03  # of it: how exactly the size of a lowered figure is that of ours
_LEAST_SHARED = 0.5  # of the lower one's height, for two texts of one line
_STRIP = 12.0  # points: texts are looked up by the strip of the page they stand in
_ONE_RULE = 1.0  # points between pieces of a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text drawn at once: what it says, its size in points, where it stands."""

    words: str
    size: float
    box: Box


def out_of_place(pieces: Sequence[Piece], rules: Sequence[Box]) -> tuple[str, ...]:
    """Return the figures of a page that are in pieces or out of the order of their drawing, at most `MOST`.

    `pieces` in that order, `rules`: level ones of tables.
    """
    pieces = tuple(_in_one(pieces))
    rows = _Rows(rules)
    row_of = [rows.row(one) for one in pieces]
    found: dict[str, None] = {}
    for place, other in _neighbours(pieces):
        one, next_to = pieces[place], pieces[other]
        in_order = place < other or row_of[place] is None or row_of[other] is None
        if _is_read_on(one, next_to):
            found[one.words + next_to.words] = None
        elif not in_order and (_is_figure(one) or _is_figure(next_to)):
            found[one.words if _is_figure(one) else next_to.words] = None
    lowest = 0
    for one, row in zip(pieces, row_of, strict=True):
        if row is not None and row < lowest and _is_figure(one):
            found[one.words] = None
        lowest = max(lowest, row or 0)
    return tuple(found)[:MOST]


def _in_one(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join to a text what its line goes on with in another size or typeface: CO₂, a figure behind a 、."""
    held: Piece | None = None
    for one in pieces:
        if held is not None and (_is_low(held, one) or _is_behind_mark(held, one)):
            (left, low, _, high), (_, bottom, right, top) = held.box, one.box
            box = left, min(low, bottom), right, max(high, top)
            held = Piece(words=held.words + one.words, size=held.size, box=box)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _is_low(one: Piece, other: Piece) -> bool:
    """True for a lowered figure and the letters it belongs to."""
    small = abs(other.size / one.size - LOWER_SIZE) < _AS_LOW and other.box[1] < one.box[1]
    return small and one.words[-1:].isalpha() and _follows(one, other, _NEAR)


def _is_behind_mark(one: Piece, other: Piece) -> bool:
    return one.words.endswith(("、", "。")) and one.size == other.size and _follows(one, other, _BESIDE_MARK)


def _follows(one: Piece, other: Piece, share: float) -> bool:
    return 0 <= other.box[0] - one.box[2] < share * one.size and other.box[1] < one.box[3] and other.box[3] > one.box[1]


class _Rows:
    """The rows of a page's tables, as its level rules part them."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._edges: list[float] = []  # from the top of the page down, each the distance below its edge
        self._spans: list[list[tuple[float, float]]] = []
        for left, bottom, right, top in sorted(rules, key=lambda rule: -rule[1] - rule[3]):
            edge = -(bottom + top) / 2
            if not self._edges or edge - self._edges[-1] > _ONE_RULE:
                self._edges.append(edge)
                self._spans.append([])
            self._spans[-1].append((left, right))

    def row(self, one: Piece) -> int | None:
        """Return the row a text stands in, from the top; None for one that has no rule above it or none below."""
        across, place = (one.box[0] + one.box[2]) / 2, bisect_left(self._edges, -(one.box[1] + one.box[3]) / 2)
        around = self._spans[max(place - 1, 0) : place + 1]
        inside = 0 < place < len(self._edges) and all(any(a <= across <= b for a, b in spans) for spans in around)
        return place if inside else None


def _neighbours(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield the places of two texts that stand on one line one behind the other, from the left to the right."""
    lines: dict[int, list[int]] = {}
    for place, one in enumerate(pieces):
        for strip in range(int(one.box[1] // _STRIP), int(one.box[3] // _STRIP) + 1):
            lines.setdefault(strip, []).append(place)
    for line in lines.values():
        line.sort(key=lambda place: pieces[place].box[0])
        for at, place in enumerate(line):
            beside = next((other for other in line[at + 1 :] if _is_beside(pieces[place], pieces[other])), None)
            if beside is not None:
                yield place, beside


def _is_beside(one: Piece, other: Piece) -> bool:
    (_, low, _, high), (_, bottom, _, top) = one.box, other.box
    return min(high, top) - max(low, bottom) > _LEAST_SHARED * min(high - low, top - bottom)


def _is_read_on(one: Piece, other: Piece) -> bool:
    """True when two texts, the first at the left of the other, read as one figure."""
    near = other.box[0] - one.box[2] < _NEAR * max(one.size, other.size)
    return near and bool(_ENDS.search(one.words) and _BEGINS.match(other.words))


def _is_figure(one: Piece) -> bool:
    return bool(_FIGURE.fullmatch(one.words))
