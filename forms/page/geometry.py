"""Geometry: measures and colours that pages and their feet share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MM = 72 / 25.4
MARGIN_MM = 20
WIDTH_MM, WIDE_MM = 170, 257  # room between the margins, upright and across
STAMP_MM, STAMP_BOTTOM_MM = 58, 24  # the room for a stamp on a cover: a square at the right margin, above the foot
INK, SOFT, RULE, SHADE, TEAL, RED = "#1A1A1A", "#5F6B6B", "#B9C4C4", "#EEF3F3", "#0B6E6E", "#C62828"


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands on every page: a line at the left, a code for scanners ("" = none), a mark across the page."""

    line: str
    barcode: str = ""
    mark: str = ""  # 测试数据, 送审稿


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is drawn at fixed places of page 1: a function of the canvas, and the room it needs at the bottom."""

    draw: Callable[[Any], None]
    room_mm: float
