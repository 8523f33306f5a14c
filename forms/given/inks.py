"""Inks: which cells of a workbook write in a colour that cannot be told from the ground below them.

A figure in white on white is there for formulas, or was hidden by somebody: on the sheet nobody sees it. On a pattern
it is unseen where it cannot be told from the colour that covers most of it, on a gradient where it cannot be told from
any of its colours: the figure may stand there. A colour that programs resolve in several ways is not judged: there
nothing is called unseen. Source: ECMA-376-1 §18.8.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from forms.book_reading.colours import BLACK, UNSURE, WHITE, Colour, Palette, indexed_colours, readable
from forms.book_reading.xml import Ambiguous
from forms.given.markup import named, words_of
from models.basics.errors import AppError
from models.basics.records import dataclass

Ink = Colour | None  # None = what a program takes where nothing is said: black, on white
Ground = tuple[Ink, ...]  # each colour a figure may stand on
MOST, ON_WHITE = 0.5, (None,)  # of a cell: what a colour covers with which a figure is lost
SHARES = {  # of the first colour of a pattern, as its dots and lines cover the cell
    "gray0625": 0.0625, "gray125": 0.125, "lightGray": 0.25, "mediumGray": 0.5, "darkGray": 0.75,
    **{f"light{lines}": 0.25 for lines in ("Horizontal", "Vertical", "Down", "Up")},
    **{f"dark{lines}": 0.5 for lines in ("Horizontal", "Vertical", "Down", "Up", "Grid")},
    "lightGrid": 0.4375, "lightTrellis": 0.375, "darkTrellis": 0.75,
}  # fmt: skip
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class PartInks:
    """The colours in which parts of a text are written; `rest`: another part is written as the cell is."""

    own: tuple[Ink, ...] = ()
    rest: bool = True


WHOLE = PartInks()  # a text without parts


class Inks:
    """The colours of a book's fonts and grounds, by style."""

    def __init__(self, styles: Any, theme: bytes | None) -> None:  # noqa: ANN401 - lxml element
        """Read a styles part."""
        try:
            self._palette = Palette(theme, indexed_colours(styles))
        except (Ambiguous, AppError, ValueError, SyntaxError):  # lxml's errors are SyntaxErrors
            self._fonts, self._grounds = list[Ink](), list[Ground]()
            return
        fonts = [self._ink(one) for one in _held(styles, "fonts")]
        grounds = [self._ground(one) for one in _held(styles, "fills")]
        used = _held(styles, "cellXfs")
        self._fonts = [_at(fonts, int(one.get("fontId") or 0), UNSURE) for one in used]
        self._grounds = [_at(grounds, int(one.get("fillId") or 0), (UNSURE,)) for one in used]
        self._known: dict[int, bool] = {}  # style → faint, of texts without parts

    def parts(self, text: Any) -> PartInks:  # noqa: ANN401
        """Return the colours in which a text is written, by its parts that say something."""
        looks = [one for one in named(text, "rPr") if next(named(one, "color"), None) is not None]
        inks = tuple(self._ink(one) for one in looks if words_of(one.getparent()).strip())
        if not inks:
            return WHOLE
        coloured = {one.getparent() for one in looks}
        return PartInks(
            inks, any(one.getparent() not in coloured and (one.text or "").strip() for one in named(text, "t"))
        )

    def faint(self, style: int, parts: PartInks = WHOLE, *, white: bool = False) -> bool:
        """True when something that a cell of a style shows cannot be told from its ground.

        `white`: its number format says so, whatever the font is.
        """
        if not 0 <= style < len(self._fonts):
            return False
        if white or parts is not WHOLE:
            inks = (WHITE,) if white else (*parts.own, *((self._fonts[style],) if parts.rest else ()))
            return not all(_told_apart(one, self._grounds[style]) for one in inks)
        if style not in self._known:
            self._known[style] = not _told_apart(self._fonts[style], self._grounds[style])
        return self._known[style]

    def veils(self, look: Any) -> bool:  # noqa: ANN401
        """True for the look of a rule that may hide a figure: its colour on its ground, or another number format."""
        if next(named(look, "numFmt"), None) is not None:
            return True
        font, fill = next(named(look, "font"), None), next(named(look, "fill"), None)
        ink = None if font is None else self._ink(font)
        ground = None if fill is None else self._colour(next(named(fill, "bgColor"), None))
        return ink is not None and not _told_apart(ink, (ground,))

    def _ink(self, font: Any) -> Ink:  # noqa: ANN401
        return self._colour(next(named(font, "color"), None))

    def _ground(self, fill: Any) -> Ground:  # noqa: ANN401
        pattern = next(named(fill, "patternFill"), None)
        if pattern is None:
            return tuple(self._colour(one) for stop in named(fill, "stop") for one in named(stop, "color")) or (UNSURE,)
        kind = pattern.get("patternType") or "none"
        if kind == "none":
            return ON_WHITE
        first, second = next(named(pattern, "fgColor"), None), next(named(pattern, "bgColor"), None)
        if kind == "solid":
            return (UNSURE if first is None else self._colour(first),)
        share = SHARES.get(kind)
        if share is None:
            return (UNSURE,)
        drawn = (self._colour(first) or BLACK,) if share >= MOST else ()
        return (*drawn, self._colour(second)) if share <= MOST else drawn

    def _colour(self, element: Any) -> Ink:  # noqa: ANN401
        try:
            return self._palette.colour(element)
        except (Ambiguous, ValueError):
            return UNSURE


def _held(styles: Any, name: str) -> list[Any]:  # noqa: ANN401
    return list(next(named(styles, name), ()))


def _at(found: Sequence[Found], place: int, otherwise: Found) -> Found:
    return found[place] if 0 <= place < len(found) else otherwise


def _told_apart(ink: Ink, ground: Ground) -> bool:
    return ink is UNSURE or all(one is UNSURE or readable(ink, one) for one in ground)
