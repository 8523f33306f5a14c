"""Charts: the small drawings of summaries — a mark for each outcome, the bar of completion with the time passed.

Each meaning has its own shape as well as its colour, so that a black-and-white print says the same. Draws what it
is given and judges nothing. Imports reportlab, so it is imported only when a page is drawn.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, PolyLine, Rect, Wedge
from reportlab.lib.colors import Color, HexColor, white
from reportlab.platypus import Flowable

from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.geometry import INK, MM
from forms.page.line_breaks import fill_lines
from forms.page.text_flow import draw_line

GREEN, AMBER, RED_INK, BLUE, GREY = (HexColor(text) for text in ("#1E6B3A", "#9A6700", "#B3261E", "#33658A", "#8A9696"))
TRACK = HexColor("#E4EAEA")
FULL = Decimal(100)


def _tick(size: float, ink: Color) -> list[Any]:
    points = [size * n for n in (0.08, 0.48, 0.38, 0.16, 0.94, 0.86)]
    return [PolyLine(points, strokeColor=ink, strokeWidth=size * 0.16, strokeLineCap=1, strokeLineJoin=1)]


def _cross(size: float, ink: Color) -> list[Any]:
    low, high = size * 0.16, size * 0.84
    ends = ((low, low, high, high), (low, high, high, low))
    return [Line(*end, strokeColor=ink, strokeWidth=size * 0.16, strokeLineCap=1) for end in ends]


def _behind(size: float, ink: Color) -> list[Any]:
    warning = Polygon([size * n for n in (0.02, 0.06, 0.98, 0.06, 0.5, 0.96)], fillColor=ink, strokeColor=None)
    bar = Rect(size * 0.45, size * 0.36, size * 0.1, size * 0.34, fillColor=white, strokeColor=None)
    return [warning, bar, Circle(size * 0.5, size * 0.22, size * 0.065, fillColor=white, strokeColor=None)]


def _waiting(size: float, ink: Color) -> list[Any]:
    middle, radius = size / 2, size * 0.42
    ring = Circle(middle, middle, radius, fillColor=None, strokeColor=ink, strokeWidth=size * 0.11)
    return [ring, Wedge(middle, middle, radius, 0, 90, fillColor=ink, strokeColor=None)]


def _dash(size: float, ink: Color) -> list[Any]:
    return [Line(size * 0.1, size / 2, size * 0.9, size / 2, strokeColor=ink, strokeWidth=size * 0.13)]


MARKS: dict[str, tuple[Callable[[float, Color], list[Any]], Color]] = {
    "met": (_tick, GREEN), "behind": (_behind, AMBER), "missed": (_cross, RED_INK), "pending": (_waiting, BLUE),
    "none": (_dash, GREY),
}  # fmt: skip


def mark(name: str, size: float) -> Drawing:
    """Return the mark of an outcome, a key of MARKS (those of a verdict: `SIGN_OF`), in a square of `size` points."""
    shapes, ink = MARKS[name]
    return Drawing(size, size, Group(*shapes(size, ink)))


class Marked(Flowable):  # type: ignore[misc]
    """A mark with its words beside it: on one line, on more where they are wider than the cell."""

    def __init__(self, name: str, words: str, size: float = 9) -> None:
        """Hold what to draw; `name` is a key of MARKS."""
        super().__init__()
        self.name, self.words, self.size = name, words, size
        self._lines = [words]

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Return the size taken: the mark, a gap, the words; no room given is as much as they need."""
        beside, whole = self.size * 1.35, text_width(self.words, Face.SONG, self.size)
        self._lines = [self.words]
        if 0 < room - beside < whole:
            filled = fill_lines(self.words, [room - beside], lambda sign: text_width(sign, Face.SONG, self.size))
            self._lines = [line for _, line in filled]
            whole = max(text_width(line, Face.SONG, self.size) for line in self._lines)
        return beside + whole, self.size * 1.25 + self._below

    @property
    def _below(self) -> float:
        """How high the lines below the first are."""
        return self.size * 1.35 * (len(self._lines) - 1)

    def draw(self) -> None:
        """Draw mark and words on the canvas of the page."""
        renderPDF.draw(mark(self.name, self.size * 0.85), self.canv, 0, self._below + self.size * 0.13)
        self.canv.setFillColor(HexColor(INK))
        for number, line in enumerate(self._lines):
            base = self._below - number * self.size * 1.35 + self.size * 0.22
            draw_line(self.canv, self.size * 1.3, base, line, Face.SONG, self.size)


class CompletionBar(Flowable):  # type: ignore[misc]
    """How far an indicator is: a bar up to 100 %, the figure at its right, a line where time has got to."""

    def __init__(
        self, percent: Decimal, figure: str, passed: Decimal | None, name: str, width_mm: float, size: float = 9
    ) -> None:
        """Hold what to draw: `percent` of the target and how it is printed, the share of the time that has `passed`.

        `passed` None = no line; `name` is a key of MARKS. Lengths on the page are floats; no figure is made of them.
        """
        super().__init__()
        self.percent, self.figure, self.passed, self.name = percent, figure, passed, name
        self.width, self.size = width_mm * MM, size

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        """Return the size taken."""
        return self.width, self.size * 1.25

    def draw(self) -> None:
        """Draw bar, line and figure on the canvas of the page."""
        figure = self.figure
        room = self.width - max(text_width(one, Face.SONG, self.size) for one in ("000.00%", figure)) - 4
        renderPDF.draw(self._bar(room), self.canv, 0, self.size * 0.2)
        self.canv.setFillColor(HexColor(INK))
        x = self.width - text_width(figure, Face.SONG, self.size)
        draw_line(self.canv, x, self.size * 0.22, figure, Face.SONG, self.size)

    def _bar(self, room: float) -> Drawing:
        height = self.size * 0.72
        found = Drawing(room, height)
        found.add(Rect(0, 0, room, height, fillColor=TRACK, strokeColor=None))
        done = room * float(min(self.percent, FULL) / FULL)
        found.add(Rect(0, 0, done, height, fillColor=MARKS[self.name][1], strokeColor=None))
        if self.passed is not None:
            x = room * float(self.passed)
            found.add(Line(x, -1.5, x, height + 1.5, strokeColor=HexColor(INK), strokeWidth=0.8))
        return found
