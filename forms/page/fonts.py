"""Fonts: which font draws a given character, and how wide it is.

Fonts are embedded as subsets. A font that lacks a character leaves an empty box without a word, so every character is
looked up: what one font lacks is taken from another, what none has is spelled out; a 。 that a font draws in the middle
of the square is taken from one that does not. Lowered figures (CO₂, PM₂.₅, also where CO2 and PM2.5 were typed) are the
font's own figures, small and low, and boxes to tick (☑ ☐) are drawn: hardly a font of a clerk's machine has them.
"""

import re
from functools import cache
from itertools import groupby
from typing import Any
from unicodedata import normalize

from forms.page.font_files import Face, font_file, is_well_set, open_font

GETA = "〓"  # what printers set for a character they do not have
LOWERED = {chr(0x2080 + n): str(n) for n in range(10)} | {"\ue02e": "."}  # the point of PM₂.₅ has no sign of its own
LOWER_SIZE, LOWER_BY = 0.62, 0.14  # of the type's size
BOXES = {"☐": False, "☑": True}  # ticked?
_POINT = re.compile(r"(?<=[₀-₉])\.(?=[₀-₉])")
_SUBSTANCES = ("CO2", "PM2.5", "PM10", "CH4", "N2O", "SF6", "SO2")  # their figures stand low, as in print: GB 3095
_SUBSTANCE = re.compile(
    rf"(?<![A-Za-z0-9.,])((?:[0-9.,]*[km]?[gt])?)({'|'.join(map(re.escape, _SUBSTANCES))})(?=(?:eq?)?(?![A-Za-z0-9]))"
)
_LOWER = str.maketrans({figure: sign for sign, figure in LOWERED.items()})
_MARKS = frozenset(map(ord, "。、"))
_VARIANTS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))  # which shape of the sign before
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
    return frozenset(
        code for code, glyph in _font(face).face.charToGlyph.items() if glyph and not _is_silent(chr(code))
    )


def _is_silent(character: str) -> bool:
    """True for what shows nothing by itself, whatever a font has for it: joiners, marks of direction, variants."""
    return (not character.isprintable() and not character.isspace()) or character in _VARIANTS


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
    if _is_silent(character):
        return ""
    if face_of(character, face) is not None:
        return character
    return _SPELLED.get(character, " " if character.isspace() else GETA)


def draw_text(text: str, face: Face) -> str:
    """Return a text that can be drawn without an empty box, line ends kept."""
    text = with_low_figures(text)
    if has_all(text, face):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(drawable(character, face) for character in lines)


def with_low_figures(text: str) -> str:
    """Return a text with the figures of substances as LOWERED ones, typed so or not, and each sign in one piece."""
    text = normalize("NFC", text)
    if any(one in text for one in _SUBSTANCES):
        text = _SUBSTANCE.sub(lambda found: found[1] + found[2].translate(_LOWER), text)
    return _POINT.sub("\ue02e", text)


def has_all(text: str, face: Face) -> bool:
    """True when one face draws a whole text by itself, with no lowered figure and no box in it."""
    known = characters(face)
    return not any(one in text for one in _SUBSTANCES) and all(
        ord(one) in known and one not in LOWERED and one not in BOXES for one in set(text)
    )


def runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """Split a text into runs of one face each, lowered figures and boxes apart; most texts are one run.

    What `draw_text` was not asked about cannot be drawn as an empty box here either.
    """
    if has_all(text, face):
        return ((face, text),)
    text = "".join(drawable(character, face) for character in text)

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
