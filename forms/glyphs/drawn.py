"""Drawn signs: does each font inside a PDF draw for every character the sign that the text of the page says?

What a program reads on a page comes from a table beside each font (ToUnicode); what a person sees comes from the font's
outlines. Whoever holds a key could seal pages in which the two differ. A font as our pages embed it (a cut-down
TrueType font with one table of codes) is held against the typefaces of this machine, whatever it calls itself: an
outline that one of them has for that very character is right; one that they have for another character of the paper, or
a figure that clearly has the shape of another figure, is a lie. What is neither is not known, and told as such: honest
papers come from machines with other typefaces. Source: ISO 32000-1 §9.6.3, §9.10.3.
"""

import re
import struct
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Any

from forms.glyphs.shapes import Shape, mistaken_for, shape_of
from forms.glyphs.truetype import NoFont, TrueType, Typeface, programs, truetype_of, typeface
from forms.page.font_files import installed_typefaces
from models.basics.records import dataclass

FIGURES = "0123456789"
MOST_FONTS, LONGEST_NAME = 200, 60
_FONT = {
    "/BaseFont",
    "/FirstChar",
    "/FontDescriptor",
    "/LastChar",
    "/Name",
    "/Subtype",
    "/ToUnicode",
    "/Type",
    "/Widths",
}
_STANDARD = {"/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding", "/Subtype": "/Type1", "/Type": "/Font"}
_TABLES = frozenset(
    ("name", "OS/2", "cvt ", "fpgm", "prep", "post", "hmtx", "hhea", "maxp", "cmap", "glyf", "loca", "head")
)
_CODES = re.compile(
    rb"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry \([^()\\]*\)\n"
    rb"/Ordering \([^()\\]*\)\n/Supplement 0\n>> def\n/CMapName /[^\s()<>\[\]{}/%]* def\n/CMapType 2 def\n"
    rb"1 begincodespacerange\n<00> <[0-9A-F]{2}>\nendcodespacerange\n[0-9]+ beginbfchar\n"
    rb"((?:<[0-9A-F]{2}> <(?:[0-9A-F]{4,6}|[0-9A-F]{8})>\n)*)endbfchar\nendcmap\n"
    rb"CMapName currentdict /CMap defineresource pop\nend\nend\s*"
)
_LINE = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,8})>\n")
_PAIR = 8  # figures of a sign beyond U+FFFF, in UTF-16; in earlier papers such a one has five
_BLANKS = frozenset((0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x3000))
_UNSAID = frozenset((0, *range(0x7F, 0xA0)))  # codes that a writer keeps for no character
_NO_PROGRAMS = (b"", b"", b"")
_LATIN = {code: code for code in range(0x20, 0x7F)}  # of the standard font, as far as it is that of everything else
_SLACK = 1.5  # thousandths of the type's size that a width may be off


@dataclass(slots=True)
class DrawnSigns:
    """What was found: `lie` = a sign that is drawn as another one; `unknown` = fonts that nobody here can judge.

    `said`: what the codes of each font are said to mean, in their order; None for one of another form than ours.
    """

    lie: bool = False
    unknown: list[str] = field(default_factory=list)
    said: list[Mapping[int, int] | None] = field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Embedded:
    """A font of the pages: what its codes are said to mean, and the outline each draws."""

    name: str
    said: Mapping[int, int]  # code → Unicode
    glyphs: Mapping[int, int]  # code → glyph
    font: TrueType


class _OddFont(Exception):
    """A font of another form than our pages have."""


def drawn_signs(fonts: Sequence[Any]) -> DrawnSigns:
    """Judge the font dictionaries of a document's pages (pyHanko objects)."""
    found, embedded = DrawnSigns(), []
    for one in fonts[:MOST_FONTS]:
        try:
            held = _embedded(one)
        except (_OddFont, NoFont, struct.error, LookupError, ValueError, TypeError, AttributeError):
            found.unknown.append(_name(one))
            found.said.append(None)
            continue
        embedded += [held] if held is not None else []
        found.said.append(held.said if held is not None else _LATIN)
    if len(fonts) > MOST_FONTS:
        found.unknown.append("…")
    alphabet = {code for one in embedded for code in one.said.values()}
    for one in embedded:
        try:
            word = _judged(one, alphabet)
        except (NoFont, struct.error, LookupError, ValueError):
            word = "unknown"
        found.lie |= word == "lie"
        if word == "unknown":
            found.unknown.append(one.name)
    return found


def _judged(one: _Embedded, alphabet: Collection[int]) -> str:
    """Return "" for a font that is right, "lie" or "unknown"."""
    faces = list(_faces())
    own = programs(one.font)
    alike = faces if own == _NO_PROGRAMS else [face for face in faces if own == face.programs]
    word, home = "", None
    for code, number in one.glyphs.items():
        said = one.said.get(code)
        if said is None:
            return "unknown"
        parts = one.font.parts(number)
        if home is not None and parts == home.parts(said):
            continue
        if (other := next((face for face in alike if _is_in(face, said, parts)), None)) is not None:
            home = other  # nearly all of a font comes from one typeface
            continue
        if _lies(said, parts, faces, alphabet) or _is_other_figure(one, code):
            return "lie"
        word = "unknown" if parts != b"" else word
    return word


def _lies(said: int, parts: object, faces: Sequence[Typeface], alphabet: Collection[int]) -> bool:
    """True for a blank said to be a sign, a sign said to be a blank, or the sign of another character."""
    if not chr(said).isprintable() or chr(said).isspace():
        return said in _BLANKS and parts != b""
    return parts == b"" or any(_is_another(face, said, parts, alphabet) for face in faces)


def _is_in(face: Typeface, code: int, parts: object) -> bool:
    """True when a typeface draws a character so; what stands for none (glyph 0) is that of the typeface."""
    return parts == face.parts(code) or (code in _UNSAID and parts == face.missing)


def _is_another(face: Typeface, said: int, parts: object, alphabet: Collection[int]) -> bool:
    """True when a typeface has this outline for another character of the paper, and for this one a different one."""
    return face.parts(said) not in (None, parts) and any(
        face.parts(other) == parts for other in alphabet if other != said
    )


def _is_other_figure(one: _Embedded, code: int) -> bool:
    sign = unicodedata.normalize("NFKC", chr(one.said[code]))
    return sign in FIGURES and bool(sign) and bool(mistaken_for(sign, one.font.outline(one.glyphs[code]), _figures()))


@cache
def _figures() -> tuple[tuple[str, Shape], ...]:
    shapes = ((sign, shape_of(face.outline(ord(sign)))) for face in _faces() for sign in FIGURES)
    return tuple((sign, shape) for sign, shape in shapes if shape is not None)


@cache
def _faces() -> tuple[Typeface, ...]:
    """The typefaces of this machine that pages are drawn with."""
    return tuple(face for path in installed_typefaces() if (face := typeface(path)) is not None)


def _name(font: Any) -> str:  # noqa: ANN401 - pyHanko has no types we could name here
    try:
        said = str(font["/BaseFont"])
    except Exception:  # noqa: BLE001 - whatever a broken file raises
        return "?"
    plain = "".join(sign for sign in said.lstrip("/").rpartition("+")[2] if sign.isprintable())
    return plain[:LONGEST_NAME] or "?"


def _embedded(font: Any) -> _Embedded | None:  # noqa: ANN401
    """Read a font as our pages embed it; None for the one that every page names and that has no outlines inside."""
    if {key: font[key] for key in font if key != "/Name"} == _STANDARD:
        return None
    if set(font) != _FONT or font["/Subtype"] != "/TrueType" or int(font["/FirstChar"]) != 0:
        raise _OddFont
    held = font["/FontDescriptor"]
    if int(held["/Flags"]) != 4 or "/FontFile2" not in held or "/FontFile" in held or "/FontFile3" in held:
        raise _OddFont
    read = truetype_of(held["/FontFile2"].data)
    if not set(read.tables) <= _TABLES:
        raise _OddFont
    said, glyphs = dict(_codes(font["/ToUnicode"].data)), _glyphs(read.table("cmap"))
    if not said.keys() <= glyphs.keys() or not _has_widths(font, read, glyphs):
        raise _OddFont
    return _Embedded(name=_name(font), said=said, glyphs=glyphs, font=read)


def _codes(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield code and Unicode of a table beside a font, which must be as its writer lays it out."""
    found = _CODES.fullmatch(table)
    if found is None:
        raise _OddFont
    seen = [(int(code, 16), _sign(sign)) for code, sign in _LINE.findall(found[1])]
    if [code for code, _ in seen] != list(range(len(seen))):
        raise _OddFont
    yield from seen


def _sign(figures: bytes) -> int:
    """The sign that a table says. Raises _OddFont for a pair that is none."""
    if len(figures) != _PAIR:
        return int(figures, 16)
    try:
        return ord(bytes.fromhex(figures.decode()).decode("utf-16-be"))
    except (UnicodeDecodeError, TypeError) as error:  # half a pair, or two signs
        raise _OddFont from error


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Code → glyph of the one table of codes a cut-down font has (format 6)."""
    head = struct.unpack(">10H", cmap[:20]) if len(cmap) > 20 else (1,)
    if head[:6] != (0, 1, 1, 0, 0, 12) or head[6] != 6 or len(cmap) < 22:
        raise _OddFont
    first, count = struct.unpack(">HH", cmap[18:22])
    if first != 0 or count > 256:
        raise _OddFont
    return dict(enumerate(struct.unpack(f">{count}H", cmap[22 : 22 + 2 * count])))


def _has_widths(font: Any, read: TrueType, glyphs: Mapping[int, int]) -> bool:  # noqa: ANN401
    """True when the widths the document says are those of the outlines, so that nothing runs into another sign."""
    widths, full = (
        [one.get_object() for one in font["/Widths"].iterate()],
        struct.unpack(">H", read.table("hhea")[34:36])[0],
    )
    metrics = read.table("hmtx")
    advances = struct.unpack(f">{full * 2}H", metrics[: 4 * full])[::2]
    for code, number in glyphs.items():
        wide = advances[min(number, full - 1)] * 1000 / read.square
        if number and abs(float(widths[code]) - wide) > _SLACK:
            return False
    return True
