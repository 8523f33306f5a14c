"""Colours of a workbook: what a colour element means, and whether two of them can be told apart.

Theme colours, the indexed palette and tints are resolved as ECMA-376-1 §18.8.3 and §18.8.19 have them; what cannot be
resolved is None and judged as readable, because a program that cannot resolve it draws black on white. What programs
resolve in several ways is `UNSURE`, and nothing can be read in it or on it.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from forms.book_reading.xml import flag, local, number, tree

Colour = tuple[float, float, float]  # red, green, blue from 0 to 1
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
UNSURE: Colour = (math.nan, math.nan, math.nan)
_INK_OF_SYSTEM = {64: BLACK, 65: WHITE, 81: BLACK}  # behind the palette: text and ground of windows, text of notes
_MEANINGS = ("rgb", "theme", "indexed")
LEAST_CONTRAST = 1.6  # WCAG contrast ratio; grey on white as our own papers have it is 6
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_OFFICE_THEME = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF",
    "800080",
)  # fmt: skip
_FIRST_COLOURS = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = (
    *_FIRST_COLOURS, *_FIRST_COLOURS,
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC",
    "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000",
    "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF",
    "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300",
    "993300", "993366", "333399", "333333",
)  # fmt: skip
_OF_THE_SYSTEM = {"lt1": "window", "dk1": "windowText"}
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


class Palette:
    """The colours a book gives names and numbers to."""

    def __init__(self, theme: bytes | None, indexed: Sequence[str] = ()) -> None:
        """Read the theme part, None = Office's own; `indexed` replaces the usual palette."""
        self._indexed = [of_hex(one) for one in (*indexed, *_INDEXED[len(indexed) :])]
        self._theme = [of_hex(one) for one in _OFFICE_THEME]
        self._system_other = bool(theme) and _exchanges_system_colours(theme or b"")
        for place, found in enumerate(_theme_colours(theme) if theme else ()):
            self._theme[place] = found or self._theme[place]

    @property
    def odd(self) -> bool:
        """True when what a text is written in unless it names a colour cannot be read on what lies below it."""
        ground, ink = self._theme[0], self._theme[1]
        return (
            self._system_other
            or not readable(ink, ground)
            or any(not readable(self._indexed[place], WHITE) for place in (0, 8))
        )

    def colour(self, element: Any) -> Colour | None:  # noqa: ANN401 - lxml element
        """Return what a colour element means; None for no element, `auto` and what nobody can resolve.

        `UNSURE` for one that says several colours, of which each program takes another, or no digits of one.
        """
        if element is None:
            return None
        meant = [name for name in _MEANINGS if element.get(name)]
        if len(meant) + flag(element, "auto") > 1:
            return UNSURE
        found: Colour | None = None
        if meant == ["rgb"]:
            found = of_hex(element.get("rgb")) or UNSURE
        elif meant == ["theme"]:
            found = _at(self._theme, int(number(element, "theme", -1)))
        elif meant == ["indexed"]:
            place = int(number(element, "indexed", -1))
            found = _INK_OF_SYSTEM.get(place) or _at(self._indexed, place)
        return None if found is None else _tinted(found, number(element, "tint", 0.0))

    def ground(self, element: Any) -> Colour:  # noqa: ANN401
        """Return what fills a cell whole; black where nothing, or `auto`, is said: a solid fill is one of ink."""
        return self.colour(element) or BLACK


def at_place(place: int, own: str = "") -> Colour | None:
    """Return the colour of a place of the palette, `own` where a book has another there; None for the system's."""
    return of_hex(own or _INDEXED[place]) if own or 0 <= place < len(_INDEXED) else _INK_OF_SYSTEM.get(place)


def of_hex(text: str) -> Colour | None:
    """Return the colour of six or eight hexadecimal digits, None for anything else."""
    found = _HEX.fullmatch(text or "")
    return None if found is None else _of_digits(found[1])


@lru_cache(maxsize=512)  # each book begins with the same palettes
def _of_digits(digits: str) -> Colour:
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def readable(text: Colour | None, ground: Colour | None) -> bool:
    """True when a text in one colour can be read on a ground of the other; None = black, white."""
    one, other = sorted((_luminance(text or BLACK), _luminance(ground or WHITE)), reverse=True)
    return (one + 0.05) / (other + 0.05) >= LEAST_CONTRAST


def _at(colours: Sequence[Colour | None], place: int) -> Colour | None:
    return colours[place] if 0 <= place < len(colours) else None


def _tinted(colour: Colour, tint: float) -> Colour:
    shift = max(-1.0, min(1.0, tint))
    red, green, blue = (one * (1 + shift) if shift < 0 else one * (1 - shift) + shift for one in colour)
    return red, green, blue


def _luminance(colour: Colour) -> float:
    parts = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@lru_cache(maxsize=2)  # books of ours have one theme, and few styles
def _theme_colours(theme: bytes) -> tuple[Colour | None, ...]:
    found: dict[str, Colour | None] = {}
    for one in tree(theme, 20_000).iter():
        name = str(one.tag).rpartition("}")[2]
        if name in _THEME_ORDER and len(one):
            found.setdefault(name, of_hex(one[0].get("lastClr") or one[0].get("val") or ""))
    return tuple(found.get(name) for name in _THEME_ORDER)


@lru_cache(maxsize=2)
def _exchanges_system_colours(theme: bytes) -> bool:
    """True when ink or ground is a colour of the system that is not theirs: Excel asks the system, others the file."""
    for one in tree(theme, 20_000).iter():
        own = _OF_THE_SYSTEM.get(str(one.tag).rpartition("}")[2])
        held = one[0] if own and len(one) else None
        if held is not None and str(held.tag).endswith("}sysClr") and held.get("val") != own:
            return True
    return False


def indexed_colours(styles: Any) -> list[str]:  # noqa: ANN401 - lxml element
    """Return the palette a styles part replaces the usual one by, [] for none."""
    held = [one for one in styles.iter() if local(one) == "indexedColors"]
    return [str(one.get("rgb") or "") for one in held[0]] if held else []
