"""Placed: do the figures of a page stand where the order of its drawing, and the frames of its boxes, say?

Texts are read in the order in which they are drawn; people read lines from the left to the right. Our pages draw a
table row by row, each row cell by cell, and a figure always in one piece, in the middle of its row and in the size of
its table; where somebody drew otherwise, a person may read another figure, or the figure of another row.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from forms.page.fonts import LOWER_SIZE
from forms.page.geometry import Box

MOST = 50
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)
_ENDS, _BEGINS = re.compile(r"[0-9.,+-]$", re.ASCII), re.compile(r"[0-9.,%+-]", re.ASCII)
_NEAR = 0.35  # of a letter's size: what stands nearer is read as one figure
_BESIDE_MARK = 0.9  # of it: from the ink of a 、 to that of a figure behind it
_AS_LOW = 0.03  # of it: how exactly the size of a lowered figure is that of ours
_LEAST_SHARED = 0.5  # of the lower one's height, for two texts of one line
_STRIP = 12.0  # points: texts are looked up by the strip of the page they stand in
ONE_RULE = 1.0  # points between pieces of a rule, or between two that meet


class Piece(NamedTuple):
    """A text drawn at once: what it says, its size in points, where it stands. A page has hundreds: made at once."""

    words: str
    size: float
    box: Box


def out_of_place(pieces: Sequence[Piece], rules: Sequence[Box]) -> tuple[str, ...]:
    """Return the figures of a page that are in pieces or out of the order of their drawing, at most `MOST`.

    `pieces` in that order, each a text as people read it (`in_one`); `rules`: level ones of tables.
    """
    rows = _Rows(rules)
    row_of = [rows.row(one) for one in pieces]
    found: dict[str, None] = {}
    for place, other in _neighbours(pieces):
        one, next_to = pieces[place], pieces[other]
        if _is_read_on(one, next_to):
            found[one.words + next_to.words] = None
        elif place < other or row_of[place] is None or row_of[other] is None:
            continue  # in the order of drawing, or of no table
        elif _is_figure(one) or _is_figure(next_to):
            found[one.words if _is_figure(one) else next_to.words] = None
    lowest = 0
    for one, row in zip(pieces, row_of, strict=True):
        if row is None:
            continue
        if row < lowest and _is_figure(one):
            found[one.words] = None
        lowest = row if row > lowest else lowest
    return tuple(found)[:MOST]


def in_one(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join to a text what its line goes on with in another size or typeface: CO₂, a figure behind a 、."""
    held: Piece | None = None
    for one in pieces:
        if held is not None and _goes_on(held, one):
            (left, low, _, high), (_, bottom, right, top) = held.box, one.box
            box = left, min(low, bottom), right, max(high, top)
            held = Piece(held.words + one.words, held.size, box)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _goes_on(one: Piece, other: Piece) -> bool:
    """True for letters and the lowered figure that belongs to them, for a 、 and what is behind it."""
    if one.size == other.size:
        return one.words.endswith(("、", "。")) and _follows(one, other, _BESIDE_MARK)
    small = abs(other.size / one.size - LOWER_SIZE) < _AS_LOW and other.box[1] < one.box[1]
    return small and one.words[-1:].isalpha() and _follows(one, other, _NEAR)


def _follows(one: Piece, other: Piece, share: float) -> bool:
    return 0 <= other.box[0] - one.box[2] < share * one.size and other.box[1] < one.box[3] and other.box[3] > one.box[1]


class _Rows:
    """The rows of a page's tables, as its level rules part them."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._edges: list[float] = []  # from the top of the page down, each the distance below its edge
        self._spans: list[list[tuple[float, float]]] = []
        for left, bottom, right, top in sorted(rules, key=lambda rule: -rule[1] - rule[3]):
            edge = -(bottom + top) / 2
            if not self._edges or edge - self._edges[-1] > ONE_RULE:
                self._edges.append(edge)
                self._spans.append([])
            self._spans[-1].append((left, right))

    def row(self, one: Piece) -> int | None:
        """Return the row a text stands in, from the top; None for one that has no rule above it or none below."""
        left, bottom, right, top = one.box
        across, place = (left + right) / 2, bisect_left(self._edges, -(bottom + top) / 2)
        if not 0 < place < len(self._edges):
            return None
        spans = self._spans
        return place if _is_within(across, spans[place - 1]) and _is_within(across, spans[place]) else None


def _is_within(across: float, spans: Sequence[tuple[float, float]]) -> bool:
    for first, last in spans:  # noqa: SIM110 - each text of a page is asked
        if first <= across <= last:
            return True
    return False


def _neighbours(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield the places of two texts that stand on one line one behind the other, from the left to the right."""
    boxes = [one.box for one in pieces]
    lines: dict[int, list[int]] = {}
    for place, (_, low, _, high) in enumerate(boxes):
        first, last = int(low // _STRIP), int(high // _STRIP)
        for strip in (first,) if first == last else range(first, last + 1):
            lines.setdefault(strip, []).append(place)
    lefts = [box[0] for box in boxes]
    for line in lines.values():
        line.sort(key=lefts.__getitem__)
        for at, place in enumerate(line, 1):
            box = boxes[place]
            for other in islice(line, at, None):
                if _are_beside(box, boxes[other]):
                    yield place, other
                    break


def is_beside(one: Piece, other: Piece) -> bool:
    """True for two texts of one line."""
    return _are_beside(one.box, other.box)


def _are_beside(one: Box, other: Box) -> bool:
    (_, low, _, high), (_, bottom, _, top) = one, other
    shared = (high if high < top else top) - (low if low > bottom else bottom)
    return shared > _LEAST_SHARED * min(high - low, top - bottom)


def _is_read_on(one: Piece, other: Piece) -> bool:
    """True when two texts, the first at the left of the other, read as one figure."""
    near = other.box[0] - one.box[2] < _NEAR * max(one.size, other.size)
    return near and bool(_ENDS.search(one.words) and _BEGINS.match(other.words))


def _is_figure(one: Piece) -> bool:
    return bool(_FIGURE.fullmatch(one.words))


def framed(
    pieces: Sequence[Piece], frames: Sequence[Box], level: Sequence[Box], upright: Sequence[Box]
) -> tuple[str, ...]:
    """Return the texts with figures that stand in a frame, or below a rule inside a row of their table.

    No page of ours has either: the one frame, the room for a stamp, holds a word.
    """
    inside = [*frames, *_parts_of_rows(level, upright)]
    told = dict.fromkeys(
        one.words for one in pieces if any(map(str.isdigit, one.words)) and any(_holds(box, one) for box in inside)
    )
    return tuple(told)[:MOST]


def _holds(frame: Box, one: Piece) -> bool:
    across, up = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    return frame[0] <= across <= frame[2] and frame[1] <= up <= frame[3]


def _parts_of_rows(level: Sequence[Box], upright: Sequence[Box]) -> Iterator[Box]:
    """Yield what a rule takes of a row that is wider: from the rule of the row above it to that below it.

    A row has an upright rule from the one to the other; between two tables there is none.
    """
    rules = sorted({(-(one[1] + one[3]) / 2, one[0], one[2]) for one in level})
    for place, (edge, left, right) in enumerate(rules):
        over = next((one for one in reversed(rules[:place]) if _is_wider(one, left, right)), None)
        under = next((one for one in rules[place + 1 :] if _is_wider(one, left, right)), None)
        if over is None or under is None or max(abs(over[1] - under[1]), abs(over[2] - under[2])) > ONE_RULE:
            continue
        sides = (one for one in upright if one[1] - ONE_RULE <= -under[0] and -over[0] <= one[3] + ONE_RULE)
        inside = any(over[1] <= one[0] <= over[2] for one in sides)
        if inside and min(edge - over[0], under[0] - edge) > ONE_RULE:
            yield left, -under[0], right, -over[0]


def _is_wider(rule: tuple[float, float, float], left: float, right: float) -> bool:
    return rule[1] <= left and right <= rule[2] and rule[2] - rule[1] > right - left + 2 * ONE_RULE
