"""Shapes: which figure an outline looks like, whatever typeface it is from.

A shape is drawn into a small grid, its own box filling it; two shapes are as far apart as the share of squares in which
they differ. A figure is taken for another only where it is clearly that one (`mistaken_for`): no upright typeface that
was tried is.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from forms.glyphs.truetype import Contour

WIDE, HIGH = 20, 28  # squares
_STEPS = 4  # straight pieces of a curve
Shape = tuple[int, ...]  # a row of squares each, as the bits of a number
Corner = tuple[float, float]


@lru_cache(maxsize=512)
def shape_of(outline: tuple[Contour, ...]) -> Shape | None:
    """Return the shape of an outline, None for one without an area."""
    lines = [_straight(contour) for contour in outline if len(contour) > 1]
    corners = [corner for line in lines for corner in line]
    if not corners:
        return None
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    if right <= left or high <= low:
        return None
    wide, tall = WIDE / (right - left), HIGH / (high - low)
    fitted = [[((x - left) * wide, (y - low) * tall) for x, y in line] for line in lines]
    return tuple(_row(fitted, n + 0.5) for n in range(HIGH))


def distance(one: Shape, other: Shape) -> float:
    """Return the share of squares in which two shapes differ, 0 to 1."""
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True)) / (WIDE * HIGH)


def nearest(shape: Shape, known: Iterable[tuple[str, Shape]]) -> list[tuple[float, str]]:
    """Return (distance, sign) of the nearest shape of each sign, nearest first."""
    best: dict[str, float] = {}
    for sign, other in known:
        far = distance(shape, other)
        best[sign] = min(far, best.get(sign, 1.0))
    return sorted((far, sign) for sign, far in best.items())


def _straight(contour: Contour) -> list[Corner]:
    """A contour as corners of straight lines; between two points off the curve lies one on it."""
    whole: list[tuple[float, float, bool]] = []
    for (x, y, on), (next_x, next_y, next_on) in zip(contour, (*contour[1:], contour[0]), strict=True):
        whole.append((x, y, on))
        if not on and not next_on:
            whole.append(((x + next_x) / 2, (y + next_y) / 2, True))
    first = next((n for n, (_, _, on) in enumerate(whole) if on), 0)
    whole = [*whole[first:], *whole[:first], whole[first]]
    found: list[Corner] = [whole[0][:2]]
    for n, point in enumerate(whole[1:], 1):
        if point[2] and whole[n - 1][2]:
            found.append(point[:2])
        elif point[2]:
            found += _curve(found[-1], whole[n - 1][:2], point[:2])
    return found


def _curve(start: Corner, pull: Corner, end: Corner) -> list[Corner]:
    steps = (step / _STEPS for step in range(1, _STEPS + 1))
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * pull[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * pull[1] + t * t * end[1],
        )
        for t in steps
    ]


def _row(lines: Sequence[Sequence[Corner]], height: float) -> int:
    """The squares of one row that lie inside, by the turns of the outline around them."""
    crossed: list[tuple[float, int]] = []
    for line in lines:
        for (x, y), (next_x, next_y) in zip(line, (*line[1:], line[0]), strict=True):
            if (y > height) != (next_y > height):
                crossed.append((x + (height - y) * (next_x - x) / (next_y - y), 1 if next_y > y else -1))
    crossed.sort()
    row = turns = 0
    for (start, turn), (end, _) in pairwise(crossed):
        turns += turn
        if turns:
            first, last = max(0, round(start)), min(WIDE, round(end))
            row |= ((1 << max(0, last - first)) - 1) << first
    return row


_CLEAR, _APART = 0.15, 0.06  # share of squares: so near the other figure, and so much further from its own


def mistaken_for(sign: str, outline: tuple[Contour, ...], known: Iterable[tuple[str, Shape]]) -> str:
    """Return the figure that an outline clearly is although it is said to be another one; "" where it is not."""
    shape = shape_of(outline)
    found = nearest(shape, known) if shape is not None else []
    own = next((far for far, other in found if other == sign), None)
    if own is None or found[0][1] == sign:
        return ""
    return found[0][1] if found[0][0] <= _CLEAR and own - found[0][0] >= _APART else ""
