"""Geometry: measures and colours that pages and their feet share, and which boxes of a page overlap."""

from collections.abc import Callable
from dataclasses import KW_ONLY
from typing import Any

from models.basics.records import dataclass

MM = 72 / 25.4
MARGIN_MM = 20
WIDTH_MM, WIDE_MM = 170, 257  # room between the margins, upright and across
BINDING_MM, OUTER_MM = 28, 15  # of what is printed on both sides and bound at the left; 骑缝章 over the outer edge
BOUND_MM = 210 - BINDING_MM - OUTER_MM  # room between them, upright
FOOT_MM, FOOT_ROOM_MM = 6, 20  # the lowest of a foot above the edge; where the text above it may begin
ACROSS_FRONT, ACROSS_BACK = OUTER_MM - FOOT_MM, BINDING_MM - FOOT_MM  # by so much a foot across stands higher, in mm
ACROSS_MM = 153  # height of the text of a bound page across, whose foot stands clear of both edges
STAMP_MM, STAMP_BOTTOM_MM = 58, 24  # the room for a stamp on a cover: a square at the right margin, above the foot
INK, SOFT, RULE, SHADE, TEAL, RED = "#1A1A1A", "#5F6B6B", "#B9C4C4", "#EEF3F3", "#0B6E6E", "#C62828"


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands on every page: a line at the left, a code for scanners ("" = none), a mark across the page.

    `bound`: the pages are printed on both sides and bound; every second one is a back, bound at its right.
    """

    line: str
    barcode: str = ""
    mark: str = ""  # 测试数据, 送审稿
    _: KW_ONLY
    bound: bool = False


@dataclass(frozen=True, slots=True)
class PageSides:
    """Where the text of a page begins at the left and at the right, and how high its foot stands, in mm."""

    left: float = MARGIN_MM
    right: float = MARGIN_MM
    foot: float = 0  # above its usual place


def sides_of(number: int, *, bound: bool, across: bool) -> PageSides:
    """Return the sides of a page, counted from 1; a page across is bound at its head on a front, else at its foot."""
    if not bound:
        return PageSides()
    front = number % 2 == 1
    if across:
        return PageSides(foot=ACROSS_FRONT if front else ACROSS_BACK)
    return PageSides(left=BINDING_MM, right=OUTER_MM) if front else PageSides(left=OUTER_MM, right=BINDING_MM)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is drawn at fixed places of page 1: a function of the canvas, and the room it needs at the bottom."""

    draw: Callable[[Any], None]
    room_mm: float


Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
_WIDE, _HIGH = 45.0, 18.0  # points of a square: about a small cell of a table
_FAR = 1_200.0  # points: beyond the long side of A3; what lies further out is kept in the outermost squares
_ROW = 32  # squares from one row to the next, more than it has


def overlap(one: Box, other: Box) -> bool:
    """True when two boxes have more in common than an edge."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


class Boxes:
    """The boxes of one kind on a page, kept by the squares they lie in: only what is near is asked whether it meets.

    A page of a register has hundreds of texts and rules, and each that is drawn is held against those drawn before it.
    What is asked of several kinds is given its squares.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[int, list[Box]] = {}

    def add(self, box: Box, squares: list[int]) -> None:
        """Keep a box."""
        held = self._held
        for square in squares:
            if square in held:
                held[square].append(box)
            else:
                held[square] = [box]

    def meet(self, box: Box, squares: list[int]) -> bool:
        """True when one that is kept overlaps a box."""
        left, bottom, right, top = box
        held = self._held
        for square in squares:
            if square in held:
                for start, low, end, high in held[square]:
                    if low < top and high > bottom and start < right and end > left:
                        return True
        return False


def squares_of(box: Box) -> list[int]:
    """Return the squares a box lies in: boxes that overlap have one in common, wherever on the page they are."""
    left, bottom, right, top = box
    if not (0.0 <= left <= right <= _FAR and 0.0 <= bottom <= top <= _FAR):
        left, bottom, right, top = (min(max(0.0, edge), _FAR) for edge in box)
    first, last = int(left / _WIDE), int(right / _WIDE)
    row, top_row = int(bottom / _HIGH) * _ROW, int(top / _HIGH) * _ROW
    if row == top_row:
        return [*range(row + first, row + last + 1)]
    if first == last:
        return [*range(row + first, top_row + first + 1, _ROW)]
    return [one + place for one in range(row, top_row + 1, _ROW) for place in range(first, last + 1)]
