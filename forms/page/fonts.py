"""Fonts: which font draws a given character, and how wide it is.

Fonts are embedded as subsets. A font that lacks a character leaves an empty box without a word, so every character is
looked up: what one font lacks is taken from another, what none has is spelled out; a 。 that a font draws in the middle
of the square is taken from one that does not. Lowered figures (CO₂, PM₂.₅) are the font's own figures, small and low,
and boxes to tick (☑ ☐) are drawn: hardly a font of a clerk's machine has them.
"""

import re
from functools import cache
from itertools import groupby
from typing import Any

from forms.page.font_files import Face, font_file, is_well_set, open_font

GETA = "〓"  # what printers set for a character they do not have
LOWERED = {chr(0x2080 + n): str(n) for n in range(10)} | {"\ue02e": "."}  # the point of PM₂.₅ has no sign of its own
LOWER_SIZE, LOWER_BY = 0.62, 0.14  # of the type's size
BOXES = {"☐": False, "☑": True}  # ticked?
_POINT = re.compile(r"(?<=[₀-₉])\.(?=[₀-₉])")
_MARKS = frozenset(map(ord, "。、"))
_SPELLED = {
    "²": "2", "³": "3", "㎡": "平方米", "㎥": "立方米", "㎎": "毫克",
    "㎏": "千克", "㎞": "公里", "µ": "μ", "✓": "√", "✔": "√", "✕": "×", "✗": "×", "ƒ": "f",
    "\u00a0": " ", "\u2002": " ", "\u2003": "\u3000", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "\u2013": "—", "\u2212": "-", "•": "·", "・": "·", "‧": "·", "≦": "≤", "≧": "≥", "℃": "°C",
}  # fmt: skip


@cache
def _font(face: Face) -> Any:  # noqa: ANN401 - reportlab's font object
    from reportlab.pdfbase import pdfmetrics

    font = open_font(face.value, font_file(face).path)
    pdfmetrics.registerFont(font)
    return font


def register(face: Face) -> str:
    """Make a face known to reportlab, once in a process, and return its name there."""
    _font(face)
    return face.value


@cache
def characters(face: Face) -> frozenset[int]:
    """Return the code points a face can draw as they should stand."""
    drawn = _drawn(face)
    if is_well_set(font_file(face).path) or face is Face.SIGNS:
        return drawn
    better = [other for other in _ORDER if other is not face and is_well_set(font_file(other).path)]
    return drawn - {mark for mark in _MARKS if any(mark in _drawn(other) for other in better)}


@cache
def _drawn(face: Face) -> frozenset[int]:
    return frozenset(code for code, glyph in _font(face).face.charToGlyph.items() if glyph)


_ORDER = (Face.SONG, Face.HEI, Face.KAI, Face.SIGNS)


@cache
def face_of(character: str, face: Face) -> Face | None:
    """Return the face that draws a character where `face` is wanted: itself if it can, else another; None: nobody.

    A lowered figure is drawn by the face of its figure; a box to tick by none, it is drawn as a shape.
    """
    code = ord(LOWERED.get(character, character))
    return next((other for other in (face, *_ORDER) if code in characters(other)), None)


@cache
def drawable(character: str, face: Face) -> str:
    """Return a character as it can be drawn: itself, spelled out (㎡ → 平方米) or 〓; "" for what shows nothing.

    Line ends stay, tabs are spaces.
    """
    if character == "\n" or character in LOWERED or character in BOXES:
        return character
    if character == "\t":
        return " "
    if not character.isprintable() and not character.isspace():
        return ""
    if face_of(character, face) is not None:
        return character
    return _SPELLED.get(character, " " if character.isspace() else GETA)


def draw_text(text: str, face: Face) -> str:
    """Return a text that can be drawn without an empty box, line ends kept."""
    if has_all(text, face):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(drawable(character, face) for character in _POINT.sub("\ue02e", lines))


def has_all(text: str, face: Face) -> bool:
    """True when one face draws a whole text by itself, with no lowered figure and no box in it."""
    known = characters(face)
    return all(ord(one) in known and one not in LOWERED and one not in BOXES for one in set(text))


def runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """Split a drawable text into runs of one face each, lowered figures and boxes apart; most texts are one run."""
    if has_all(text, face):
        return ((face, text),)

    def kind(character: str) -> tuple[Face, int]:
        return face_of(character, face) or face, 1 if character in LOWERED else 2 if character in BOXES else 0

    return tuple((chosen, "".join(found)) for (chosen, _), found in groupby(text, kind))


@cache
def character_width(character: str, face: Face) -> float:
    """Return the width of a character in the face that draws it, for type of size 1."""
    if character in BOXES:
        return 1.0
    if character in LOWERED:
        return LOWER_SIZE * character_width(LOWERED[character], face)
    font = _font(face_of(character, face) or face)
    return float(font.face.charWidths.get(ord(character), font.face.defaultWidth)) / 1000


def text_width(text: str, face: Face, size: float) -> float:
    """Return the width of a line of text in points."""
    return size * sum(character_width(character, face) for character in text)
