"""Placed: do the figures of a page stand where the order of its drawing, and the rules of its tables, say?

Texts are read in the order in which they are drawn; people read lines from the left to the right. Our pages draw a
table row by row, each row cell by cell, and a figure always in one piece, in the middle of its row and in the size of
its table; where somebody drew otherwise, a person may read another figure, or the figure of another row.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from forms.page.fonts import LOWER_SIZE
from forms.page.geometry import Box
from models.basics.records import dataclass

MOST = 50
_FIGURE = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)
_ENDS, _BEGINS = re.compile(r"[0-9.,+-]$", re.ASCII), re.compile(r"[0-9.,%+-]", re.ASCII)
_NEAR = 0.35  # of a letter's size: what stands nearer is read as one figure
_BESIDE_MARK = 0.9  # of it: from the ink of a 、 to that of a figure behind it
_AS_LOW = 0.03  # of it: how exactly the size of a lowered figure is that of ours
_LEAST_SHARED = 0.5  # of the lower one's height, for two texts of one line
_STRIP = 12.0  # points: texts are looked up by the strip of the page they stand in
_ONE_RULE = 1.0  # points between pieces of a rule, or between two that meet
_SIGNS = re.compile(r"[-+0-9.,%]{1,24}", re.ASCII)  # of a figure in a cell; a digest is longer
_MIDDLE = 0.37  # of a figure's size: how far it reaches above the middle of its row
_OFF_MIDDLE, _AS_HIGH = 2.5, 1.2  # points from there, and from what is usual on its page
_SOME = 3  # figures of one size that say what is usual
_SIZES = 6.0, 12.0  # points: of figures in tables
_ROOM = 2.0  # of a letter's size: what a line has left at most when a long figure goes on below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text drawn at once: what it says, its size in points, where it stands."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledCell:
    """A cell with its texts, from above and from the left."""

    left: float
    right: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What a person reads in it, without white space."""
        return "".join("".join(one.words.split()) for one in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledRow:
    """A row between two level rules, its cells between upright ones; each cell is there, also an empty one."""

    bottom: float
    top: float
    cells: tuple[RuledCell, ...]


def table_rows(pieces: Sequence[Piece], level: Sequence[Box], upright: Sequence[Box]) -> tuple[RuledRow, ...]:
    """Return the rows of a page's tables with any text, from above; a row of one cell only is none."""
    edges = sorted((-(one[1] + one[3]) / 2, one[0], one[2]) for one in level)
    heights = [edge for edge, _, _ in edges]
    held: dict[tuple[float, float, float, float], list[Piece]] = {}
    for one in pieces:
        first, low, last, high = one.box
        across, place = (first + last) / 2, bisect_left(heights, -(low + high) / 2)
        if not 0 < place < len(edges):
            continue
        above, below = edges[place - 1], edges[place]
        if not (
            above[1] <= across <= above[2] and below[1] <= across <= below[2]
        ):  # the rules beside are another table's
            found = _first_at(across, reversed(edges[:place])), _first_at(across, edges[place:])
            if found[0] is None or found[1] is None:
                continue
            above, below = found[0], found[1]
        key = above[0], below[0], max(above[1], below[1]), min(above[2], below[2])
        held.setdefault(key, []).append(one)
    rows = (
        _row(-low, -high, left, right, held[high, low, left, right], upright) for high, low, left, right in sorted(held)
    )
    return tuple(row for row in rows if len(row.cells) > 1)


def _first_at(across: float, edges: Iterable[tuple[float, float, float]]) -> tuple[float, float, float] | None:
    for one in edges:
        if one[1] <= across <= one[2]:
            return one
    return None


def _row(
    bottom: float, top: float, left: float, right: float, pieces: Sequence[Piece], upright: Sequence[Box]
) -> RuledRow:
    middle = (bottom + top) / 2
    parts = [left]
    for part in sorted((one[0] + one[2]) / 2 for one in upright if one[1] <= middle <= one[3]):
        if left + _ONE_RULE < part < right - _ONE_RULE and part - parts[-1] > _ONE_RULE:
            parts.append(part)
    inside: list[list[Piece]] = [[] for _ in parts]
    for one in pieces:
        inside[bisect_right(parts, (one.box[0] + one.box[2]) / 2) - 1].append(one)
    ends = [*parts[1:], right]
    cells = [RuledCell(left=a, right=b, pieces=_as_read(held)) for a, b, held in zip(parts, ends, inside, strict=True)]
    return RuledRow(bottom=bottom, top=top, cells=tuple(cells))


def _as_read(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The texts of a cell line by line."""
    if len(pieces) <= 1:
        return tuple(pieces)  # nearly every cell
    lines: list[list[Piece]] = []
    for one in sorted(pieces, key=lambda piece: -piece.box[1] - piece.box[3]):
        if lines and is_beside(lines[-1][0], one):
            lines[-1].append(one)
        else:
            lines.append([one])
    return tuple(one for line in lines for one in sorted(line, key=lambda piece: piece.box[0]))


def set_oddly(rows: Sequence[RuledRow]) -> tuple[str, ...]:
    """Return the figures in tables that are in pieces, too high or low in their rows, too small or too large."""
    cells = [(row, cell) for row in rows for cell in row.cells if _SIGNS.fullmatch(cell.text)]
    usual = _usual_heights(cells)
    return tuple(dict.fromkeys(cell.text for row, cell in cells if _is_odd(row, cell, usual)))[:MOST]


def _usual_heights(cells: Sequence[tuple[RuledRow, RuledCell]]) -> dict[float, float]:
    """How high above the middle of their rows the figures of a page reach, by their size; of a few nothing is usual."""
    heights: dict[float, list[float]] = {}
    for row, cell in cells:
        if len(cell.pieces) == 1:
            heights.setdefault(cell.pieces[0].size, []).append(_height(row, cell))
    return {size: sorted(held)[len(held) // 2] for size, held in heights.items() if len(held) >= _SOME}


def _height(row: RuledRow, cell: RuledCell) -> float:
    return cell.pieces[0].box[3] - (row.bottom + row.top) / 2


def _is_odd(row: RuledRow, cell: RuledCell, usual: Mapping[float, float]) -> bool:
    if any(not _SIZES[0] <= one.size <= _SIZES[1] for one in cell.pieces):
        return True
    if any(_is_broken(cell, one, other) for one, other in pairwise(cell.pieces)):
        return True
    if len(cell.pieces) > 1:
        return False
    size, height = cell.pieces[0].size, _height(row, cell)
    return abs(height - usual.get(size, height)) > _AS_HIGH or abs(height - size * _MIDDLE) > _OFF_MIDDLE


def _is_broken(cell: RuledCell, one: Piece, other: Piece) -> bool:
    """True for two pieces of a figure on one line, or on two though the first had room for more."""
    room = cell.right - cell.left - (one.box[2] - one.box[0])
    return is_beside(one, other) or room > _ROOM * one.size


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
        if over is None or under is None or max(abs(over[1] - under[1]), abs(over[2] - under[2])) > _ONE_RULE:
            continue
        sides = (one for one in upright if one[1] - _ONE_RULE <= -under[0] and -over[0] <= one[3] + _ONE_RULE)
        inside = any(over[1] <= one[0] <= over[2] for one in sides)
        if inside and min(edge - over[0], under[0] - edge) > _ONE_RULE:
            yield left, -under[0], right, -over[0]


def _is_wider(rule: tuple[float, float, float], left: float, right: float) -> bool:
    return rule[1] <= left and right <= rule[2] and rule[2] - rule[1] > right - left + 2 * _ONE_RULE
