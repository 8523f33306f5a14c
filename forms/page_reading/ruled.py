"""Ruled: the cells of tables on a page, by the rules drawn round them, and figures that are set oddly in them.

Our pages draw a figure in one piece, in the middle of its row and in the size of its table.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from forms.page.geometry import Box
from forms.page_reading.placed import MOST, ONE_RULE, Piece, is_beside

_Wall = tuple[float, float, float]  # where an upright rule stands, from which height to which
_SIGNS = re.compile(r"[-+0-9.,%]{1,24}", re.ASCII)  # of a figure in a cell; a digest is longer
_MIDDLE = 0.37  # of a figure's size: how far it reaches above the middle of its row
_OFF_MIDDLE, _AS_HIGH = 2.5, 1.2  # points from there, and from what is usual on its page
_SOME = 3  # figures of one size that say what is usual
_SIZES = 6.0, 12.0  # points: of figures in tables
_ROOM = 2.0  # of a letter's size: what a line has left at most when a long figure goes on below it


class RuledCell(NamedTuple):
    """A cell with its texts, from above and from the left; `text`: what a person reads in it, without white space."""

    left: float
    right: float
    pieces: tuple[Piece, ...]
    text: str


class RuledRow(NamedTuple):
    """A row between two level rules, its cells between upright ones; each cell is there, also an empty one."""

    bottom: float
    top: float
    cells: tuple[RuledCell, ...]


def table_rows(pieces: Sequence[Piece], level: Sequence[Box], upright: Sequence[Box]) -> tuple[RuledRow, ...]:
    """Return the rows of a page's tables with any text, from above; a row of one cell only is none."""
    edges = sorted((-(one[1] + one[3]) / 2, one[0], one[2]) for one in level)
    walls = sorted(((one[0] + one[2]) / 2, one[1], one[3]) for one in upright)
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
        _row(-low, -high, left, right, held[high, low, left, right], walls) for high, low, left, right in sorted(held)
    )
    return tuple(row for row in rows if len(row.cells) > 1)


def _first_at(across: float, edges: Iterable[tuple[float, float, float]]) -> tuple[float, float, float] | None:
    for one in edges:
        if one[1] <= across <= one[2]:
            return one
    return None


def _row(
    bottom: float, top: float, left: float, right: float, pieces: Sequence[Piece], walls: Sequence[_Wall]
) -> RuledRow:
    """The row between two level rules; `walls`: the upright rules of the page from the left."""
    middle = (bottom + top) / 2
    parts, first, last = [left], left + ONE_RULE, right - ONE_RULE
    for part, low, high in walls:
        if low <= middle <= high and first < part < last and part - parts[-1] > ONE_RULE:
            parts.append(part)
    inside: list[list[Piece]] = [[] for _ in parts]
    for one in pieces:
        inside[bisect_right(parts, (one.box[0] + one.box[2]) / 2) - 1].append(one)
    ends = [*parts[1:], right]
    cells = [_cell(a, b, held) for a, b, held in zip(parts, ends, inside, strict=True)]
    return RuledRow(bottom, top, tuple(cells))


def _cell(left: float, right: float, pieces: list[Piece]) -> RuledCell:
    held = tuple(pieces) if len(pieces) <= 1 else _as_read(pieces)  # nearly every cell has one
    return RuledCell(left, right, held, "".join("".join([one.words for one in held]).split()))


def _as_read(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The texts of a cell line by line."""
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
