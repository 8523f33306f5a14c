"""Fonts: which file of this machine stands for 宋体, 黑体 and 楷体 on paper, and which font has a given character.

Fonts are the machine's own and are embedded as subsets; none is part of the program. Each role has a list, the first
one found is used. A font that lacks a character leaves an empty box without a word, so every character is looked up:
what one font lacks is taken from another, what none has is spelled out. Source: packaging.md §7.
"""

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from models.basics.errors import MachineError


class Face(StrEnum):
    """A role on paper; the value is the name reportlab knows it by."""

    SONG = "TanbaoSong"  # body and tables
    HEI = "TanbaoHei"  # headings, marks
    KAI = "TanbaoKai"  # remarks, states
    SIGNS = "TanbaoSigns"  # last resort for single signs


_SONG = ("simsun.ttc", "NotoSerifSC-Regular.ttf", "uming.ttc", "STSONG.TTF")
_HEI = ("simhei.ttf", "msyh.ttc", "NotoSansSC-Regular.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc")
_KAI = ("simkai.ttf", "LXGWWenKai-Regular.ttf", "ukai.ttc")
_SIGNS = ("msyh.ttc", "seguisym.ttf", "LXGWWenKai-Regular.ttf", "DejaVuSans.ttf", "arial.ttf")
CANDIDATES = {
    Face.SONG: (*_SONG, *_HEI, *_KAI),
    Face.HEI: (*_HEI, *_SONG, *_KAI),
    Face.KAI: (*_KAI, *_SONG, *_HEI),
    Face.SIGNS: (*_SIGNS, *_HEI, *_SONG),
}
GETA = "〓"  # what printers set for a character they do not have
_SPELLED = {
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "²": "2", "³": "3", "㎡": "平方米", "㎥": "立方米", "㎎": "毫克",
    "㎏": "千克", "㎞": "公里", "µ": "μ", "☑": "√", "✓": "√", "✔": "√", "☐": "□", "✕": "×", "✗": "×", "ƒ": "f",
    "\u00a0": " ", "\u2002": " ", "\u2003": "\u3000", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "\u2013": "—", "\u2212": "-", "•": "·", "・": "·", "‧": "·", "≦": "≤", "≧": "≥", "℃": "°C",
}  # fmt: skip


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts"
    else:
        yield Path("/usr/share/fonts")
        yield Path.home() / ".local/share/fonts"


@cache
def _installed() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            found.setdefault(path.name.lower(), path)
    return found


@cache
def font_file(face: Face) -> Path:
    """Return the file that stands for a face. Raises MachineError("no_chinese_font") when the machine has none."""
    installed = _installed()
    for name in CANDIDATES[face]:
        if name.lower() in installed:
            return installed[name.lower()]
    raise MachineError("no_chinese_font")


@cache
def _font(face: Face) -> Any:  # noqa: ANN401 - reportlab's font object
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = font_file(face)
    options = {"subfontIndex": 0} if path.suffix.lower() == ".ttc" else {}
    font = TTFont(face.value, str(path), **options)
    pdfmetrics.registerFont(font)
    return font


def register(face: Face) -> str:
    """Make a face known to reportlab, once in a process, and return its name there."""
    _font(face)
    return face.value


@cache
def characters(face: Face) -> frozenset[int]:
    """Return the code points a face can draw."""
    return frozenset(code for code, glyph in _font(face).face.charToGlyph.items() if glyph)


@cache
def face_of(character: str, face: Face) -> Face | None:
    """Return the face that draws a character where `face` is wanted: itself if it can, else another; None: nobody."""
    order = (face, Face.SONG, Face.HEI, Face.KAI, Face.SIGNS)
    return next((other for other in order if ord(character) in characters(other)), None)


@cache
def drawable(character: str, face: Face) -> str:
    """Return a character as it can be drawn: itself, spelled out (㎡ → 平方米) or 〓; "" for what shows nothing.

    Line ends stay, tabs are spaces.
    """
    if character == "\n":
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
    known = characters(face)
    if all(ord(character) in known for character in set(text)):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(drawable(character, face) for character in lines)


def has_all(text: str, face: Face) -> bool:
    """True when one face draws a whole text by itself."""
    known = characters(face)
    return all(ord(character) in known for character in set(text))


def runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """Split a drawable text into runs of one face each; most texts are one run."""
    if has_all(text, face):
        return ((face, text),)
    parts = groupby(text, lambda character: face_of(character, face) or face)
    return tuple((chosen, "".join(found)) for chosen, found in parts)


@cache
def character_width(character: str, face: Face) -> float:
    """Return the width of a character in the face that draws it, for type of size 1."""
    font = _font(face_of(character, face) or face)
    return float(font.face.charWidths.get(ord(character), font.face.defaultWidth)) / 1000


def text_width(text: str, face: Face, size: float) -> float:
    """Return the width of a line of text in points."""
    return size * sum(character_width(character, face) for character in text)
