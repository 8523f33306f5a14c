"""Geometry: measures and colours that pages and their feet share."""

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
