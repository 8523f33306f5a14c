"""Text flow: a paragraph of Chinese text for reportlab's page builder, with our own line breaks and fonts.

reportlab's paragraph breaks Chinese anywhere and draws an empty box for a character its font lacks; this one breaks by
`forms.page.line_breaks` and takes each character from a font that has it. Text is plain: no markup to inject.
Imports reportlab, so it is itself imported only when a page is drawn.
"""

from dataclasses import KW_ONLY
from functools import partial
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from forms.page.font_files import Face
from forms.page.fonts import BOXES, GETA, LOWER_BY, LOWER_SIZE, LOWERED, character_width, draw_text, register, runs
from forms.page.line_breaks import fill_lines
from models.basics.records import dataclass

LEFT, CENTER, RIGHT, JUSTIFIED = 0, 1, 2, 4  # reportlab's own numbers
_MOST_SPREAD = 0.25  # of the size, put between two characters: beyond it a line reads as words apart, and is left short
_ASCENT = 0.84  # of a Chinese character's square above the base line


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph looks; lengths in points, colours as #RRGGBB."""

    face: Face = Face.SONG
    _: KW_ONLY
    size: float = 10.5
    leading: float = 0  # 0 = one and a half times the size
    alignment: int = LEFT
    textColor: str = "#1A1A1A"
    spaceBefore: float = 0
    spaceAfter: float = 0
    leftIndent: float = 0
    rightIndent: float = 0
    firstLineIndent: float = 0
    keepWithNext: int = 0
    spacing: float = 0  # added behind each character: 3号 type of 16 points on a pitch of 15.79

    @property
    def line_height(self) -> float:
        """Distance from one line to the next."""
        return self.leading or self.size * 1.5


class TextFlow(Flowable):  # type: ignore[misc]
    """A paragraph; breaks over pages, never wider than the room it is given."""

    def __init__(self, text: str, look: TextStyle) -> None:
        """Hold a text; what no font can draw is spelled out."""
        super().__init__()
        self.text = draw_text(text, look.face)
        self.look = look
        self.spaceBefore, self.spaceAfter, self.keepWithNext = look.spaceBefore, look.spaceAfter, look.keepWithNext
        self._lines: list[tuple[float, str]] = []
        self._room = 0.0
        self._indent_first = True
        self._ends = True  # its last line is the last of its paragraph

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Break the lines for a width and return the size taken."""
        if room != self._room:
            self._room = room
            self._lines = broken(self.text, self.look, room)
        return room, len(self._lines) * self.look.line_height

    def minWidth(self) -> float:
        """Return the least width it can be drawn in."""
        return self.look.size

    def split(self, room: float, height: float) -> list[Flowable]:
        """Return the part that fits a height and the rest; nothing when not even one line fits."""
        self.wrap(room, height)
        fit = int((height + 1e-6) // self.look.line_height)
        if fit >= len(self._lines):
            return [self]
        if fit < 1 or (fit < 2 and len(self._lines) < 4):
            return []
        head, rest = self._lines[:fit], self._lines[fit:]
        return [
            self._part(head, first=self._indent_first, ends=False),
            self._part(rest, first=False, ends=self._ends),
        ]

    def _part(self, lines: list[tuple[float, str]], *, first: bool, ends: bool) -> "TextFlow":
        part = TextFlow("", self.look)
        part.text = "".join(line for _, line in lines)
        part._lines, part._room, part._indent_first, part._ends = lines, self._room, first, ends
        return part

    def draw(self) -> None:
        """Draw the lines on the canvas it was given."""
        look = self.look
        self.canv.setFillColor(HexColor(look.textColor))
        y = len(self._lines) * look.line_height - look.size * _ASCENT - (look.line_height - look.size) / 2
        for number, (left, line) in enumerate(self._lines):
            x = look.leftIndent + (look.firstLineIndent if number == 0 and self._indent_first else 0)
            x += 0 if look.alignment == JUSTIFIED else left * look.size * look.alignment / 2
            spread = self._spread(number) * look.size
            draw_line(self.canv, x, y, line, look.face, look.size, look.spacing, spread=spread)
            y -= look.line_height

    def _spread(self, number: int) -> float:
        """Return what goes into each gap of a line that both margins hold, in sizes of the type; 0 for another."""
        left, line = self._lines[number]
        ends = self._ends and number == len(self._lines) - 1
        gaps = sum(_gaps(line)) if self.look.alignment == JUSTIFIED and "\n" not in self.text and not ends else 0
        spread = (left + self.look.spacing / self.look.size) / gaps if gaps else 0
        return spread if 0 < spread <= _MOST_SPREAD else 0


def broken(text: str, look: TextStyle, room: float) -> list[tuple[float, str]]:
    """Break a drawable text into lines for a room in points: (room left in sizes of the type, line)."""
    inner = max(room - look.leftIndent - look.rightIndent, look.size)
    first = max(inner - look.firstLineIndent, look.size)
    width_of = partial(_width, look=look) if look.spacing else partial(character_width, face=look.face)
    return fill_lines(text, [first / look.size, inner / look.size], width_of)


def signed_at(name: str, day: str, look: TextStyle, room: float) -> tuple[float, float]:
    """Return how far 署名 and the day below it end from the right margin, in points, where both get a seal.

    The day four characters, the name over the middle of the day; a name that has no room there goes to the margin and
    its day below its middle. Source: GB/T 9704-2012, 7.3.5.1.
    """
    wide, narrow = (sum(_width(one, look) for one in draw_text(text, look.face)) * look.size for text in (name, day))
    of_day = 4 * (look.size + look.spacing)
    if wide > room:
        return 0, of_day
    of_day = max(of_day, (wide - narrow) / 2)
    return of_day + (narrow - wide) / 2, of_day


def _width(character: str, look: TextStyle) -> float:
    return character_width(character, look.face) + look.spacing / look.size


def draw_line(
    canvas: Any,  # noqa: ANN401
    x: float,
    y: float,
    text: str,
    face: Face,
    size: float,
    spacing: float = 0,
    *,
    spread: float = 0,
) -> None:
    """Draw one drawable line of text from its left end, each character in a font that has it.

    `spacing` goes behind each character, `spread` besides into each gap but those within a figure or a word.

    Lowered figures are small and low, boxes to tick are drawn. The canvas keeps which faces were asked for
    (`faces_of`), so that a paper can say what stood in for them.
    """
    if not text:
        return
    faces_of(canvas).add(face)
    if GETA in text:
        canvas.tanbao_lacking = True
    gaps = iter([spread * one for one in _gaps(text)] if spread else ())
    begun, base = canvas.beginText(x, y), y
    for chosen, part in runs(text, face):
        low, boxes = part[0] in LOWERED, part[0] in BOXES
        wanted = y - size * LOWER_BY if low else y
        if boxes or wanted != base:  # a place of its own and no rise, which pages that are sealed may not have
            canvas.drawText(begun)
            begun, base = canvas.beginText(x, wanted), wanted
        begun.setFont(register(chosen), size * LOWER_SIZE if low else size)
        for piece in part if spread or boxes else (part,):
            gap = spacing + next(gaps, 0.0)
            if boxes:
                _draw_box(canvas, x + size * 0.1, y, size, ticked=BOXES[piece])
            else:
                begun.setCharSpace(gap)
                begun.textOut("".join(LOWERED[one] for one in piece) if low else piece)
            x += sum(size * character_width(one, face) + gap for one in piece)
        if boxes:
            begun = canvas.beginText(x, y)
    canvas.drawText(begun)


def _gaps(line: str) -> list[bool]:
    """Tell of each character but the last whether the gap behind it may be widened: not within a figure or a word."""
    within = [one.isascii() or one in LOWERED for one in line]
    return [not (one and then) for one, then in pairwise(within)]


def faces_of(canvas: Any) -> set[Face]:  # noqa: ANN401
    """Return the faces a canvas was asked to draw in."""
    found: set[Face] = canvas.__dict__.setdefault("tanbao_faces", set())
    return found


def lacks_signs(canvas: Any) -> bool:  # noqa: ANN401
    """Return whether something was drawn for a character that no typeface has."""
    return bool(canvas.__dict__.get("tanbao_lacking"))


def _draw_box(canvas: Any, x: float, y: float, size: float, *, ticked: bool) -> None:  # noqa: ANN401
    """Draw ☐ or ☑: a square as high as a figure, its tick in two strokes."""
    side = size * 0.76
    canvas.saveState()
    canvas.setLineWidth(size * 0.07)
    canvas.setStrokeColor(canvas._fillColorObj)
    canvas.rect(x, y - size * 0.06, side, side, fill=0)
    if ticked:
        canvas.setLineWidth(size * 0.1)
        points = [(0.2, 0.5), (0.42, 0.24), (0.84, 0.8)]
        path = canvas.beginPath()
        path.moveTo(x + side * points[0][0], y - size * 0.06 + side * points[0][1])
        for across, up in points[1:]:
            path.lineTo(x + side * across, y - size * 0.06 + side * up)
        canvas.drawPath(path, fill=0)
    canvas.restoreState()


def flow(text: str, face: Face, size: float, **more: Any) -> TextFlow:  # noqa: ANN401
    """Return a paragraph; `more` are further fields of Look."""
    return TextFlow(text, TextStyle(face, size=size, **more))
