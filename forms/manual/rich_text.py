"""Rich text: a paragraph in which single words stand in another face, broken into lines as any of ours.

reportlab's own markup is not used: it breaks Chinese anywhere, and a text could inject it.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from reportlab.lib.colors import HexColor

from forms.page.font_files import Face
from forms.page.fonts import character_width, draw_text, text_width
from forms.page.line_breaks import fill_lines
from forms.page.text_flow import TextFlow, TextStyle, draw_line

_MARKED = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|!?\[([^\]]*)\]\([^)]*\)")
ACCENT = Face.HEI  # **…** and names of what is pressed

Run = tuple[Face, str]


def runs_of(text: str, face: Face) -> tuple[Run, ...]:
    """Split a line of Markdown into runs of one face: bold in 黑体; code and links lose their signs."""
    return tuple((one, draw_text(part, one)) for one, part in _split(text, face) if part)


def _split(text: str, face: Face) -> Iterator[Run]:
    at = 0
    for found in _MARKED.finditer(text):
        yield face, text[at : found.start()]
        yield (ACCENT if found[1] else face), found[1] or found[2] or found[3] or ""
        at = found.end()
    yield face, text[at:]


class RichText(TextFlow):
    """A paragraph of several faces; a part of it on another page keeps them."""

    def __init__(self, runs: tuple[Run, ...], look: TextStyle) -> None:
        """Hold the runs; `look.face` is that of the greatest part."""
        super().__init__("", look)
        self.text = "".join(part for _, part in runs)
        self._faces = [face for face, part in runs for _ in part]
        self._drawn: list[list[Run]] = []  # the runs of each line

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        """Break the lines for a width, each character as wide as in the wider face."""
        if room != self._room:
            self._room, size = room, self.look.size
            inner = max(room - self.look.leftIndent, size)
            first = max(inner - self.look.firstLineIndent, size)
            self._lines = fill_lines(self.text, [first / size, inner / size], self._width)
            self._drawn = list(self._runs_of_lines())
        return room, len(self._lines) * self.look.line_height

    def _width(self, character: str) -> float:
        return max(character_width(character, self.look.face), character_width(character, ACCENT))

    def _runs_of_lines(self) -> Iterator[list[Run]]:
        at = 0
        for _, line in self._lines:
            at = self.text.index(line, at)  # the spaces at a line's end are gone
            found = zip(self._faces[at : at + len(line)], line, strict=True)
            yield [(face, "".join(one for _, one in group)) for face, group in groupby(found, key=lambda one: one[0])]
            at += len(line)

    def _part(self, lines: list[tuple[float, str]], *, first: bool, ends: bool) -> "RichText":
        part = RichText((), self.look)
        part.text = "".join(line for _, line in lines)
        part._lines, part._room, part._indent_first = lines, self._room, first and self._indent_first
        part._ends = ends
        begins = 0 if lines == self._lines[: len(lines)] else len(self._lines) - len(lines)
        part._drawn = self._drawn[begins : begins + len(lines)]
        return part

    def draw(self) -> None:
        """Draw the lines, each run in its face."""
        look = self.look
        self.canv.setFillColor(HexColor(look.textColor))
        y = len(self._drawn) * look.line_height - look.size * 0.84 - (look.line_height - look.size) / 2
        for number, runs in enumerate(self._drawn):
            x = look.leftIndent + (look.firstLineIndent if number == 0 and self._indent_first else 0)
            for face, part in runs:
                draw_line(self.canv, x, y, part, face, look.size)
                x += text_width(part, face, look.size)
            y -= look.line_height
