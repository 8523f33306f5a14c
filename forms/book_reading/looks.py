"""Looks: what the styles of a book make of a cell — its number formats, its font, and whether it can be seen at all.

Source: ECMA-376-1 §18.8.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from forms.book.text import word
from forms.book_reading.colours import Colour, Palette, indexed_colours, readable
from forms.book_reading.xml import Ambiguous, beyond, flag, local, number, profile, tree
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_TAGS, MOST_FORMATS, LONGEST_FORMAT, MOST_LOOKS = 600_000, 5_000, 255, 65_490
LEAST_SIZE, MOST_SIZE = 6.0, 72.0  # points of a type that can be read in a row of a table
MOST_INDENT, USUAL_INDENT = 40, 3  # steps: a style with more is turned; with fewer than the other nothing is moved
GENERAL = "General"
_BUILTIN = {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 49: "@"}
_SYMBOLS = re.compile(  # fonts that draw signs, bars or nothing in place of digits and letters, or turn them (@)
    r"^\s*@|:|wingdings|webdings|symbol|marlett|dingbats|mdl2|fluent|icon|blank|barcode|code\s?-?(?:128|39|93|25)|3\s?of\s?9"
    r"|mt extra|outlook|bookshelf|reference specialty|braille|redacted|upc|ean-?1?3|emoji"
    r"|flow (?:block|circular|rounded)|last\s?resort",
    re.IGNORECASE,
)
_FONT = frozenset((
    "b", "i", "u", "strike", "condense", "extend", "outline", "shadow", "vertAlign", "sz", "color", "name", "rFont",
    "family", "charset", "scheme",
))  # fmt: skip
_UNSET = {"strike": "0", "outline": "0", "shadow": "0", "vertAlign": "baseline"}  # the only values that say nothing
_ALIGNMENT = profile(
    "indent wrapText justifyLastLine shrinkToFit", textRotation="0", relativeIndent="0", readingOrder="0 1",
    horizontal="general left center right justify centerContinuous distributed",
    vertical="top center bottom justify distributed",
)  # fmt: skip
_XF = profile(
    "numFmtId fontId fillId borderId xfId quotePrefix applyNumberFormat applyFont applyFill applyBorder "
    "applyAlignment applyProtection",
    pivotButton="0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """What decides whether a text in a font can be read."""

    colour: Colour | None = None
    legible: bool = True
    odd: bool = False  # raised, lowered, struck out, or something no font has
    size: float = 11.0  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStyle:
    """A cell's style: its number formats (a style may name two), font, the grounds it stands on.

    `below`: the font of the style it is made of, where some programs use that one. `indent`: steps, 0 = hardly any.
    `odd`: words for what else changes how its text looks (turned, filled, from right to left), "" for nothing.
    """

    formats: tuple[str, ...] = (GENERAL,)
    font: Font = Font()
    below: Font | None = None
    grounds: tuple[Colour | None, ...] = (None,)
    odd: str = ""
    wraps: bool = False
    indent: float = 0

    def shows(self, font: Font | None = None) -> bool:
        """True when a text can be seen; `font` of a part of it in place of the cell's own."""
        fonts = (font,) if font is not None else (self.font,) if self.below is None else (self.font, self.below)
        return all(used.legible and all(readable(used.colour, one) for one in self.grounds) for used in fonts)


class Styles:
    """The styles part of a workbook."""

    def __init__(self, content: bytes | None, theme: bytes | None) -> None:
        """Read a styles part, None = a book without one. Raises Ambiguous, ValueError, AppError("book_too_large")."""
        self.looks: list[CellStyle] = []
        self.palette = Palette(None)
        self.sign_schemes = _sign_schemes(theme) if theme else frozenset[str]()
        if content is None:
            return
        root = tree(content, MOST_TAGS)
        held = _children(root)
        self.palette = Palette(theme, indexed_colours(root))
        formats = _formats(held.get("numFmts"))
        fonts = [self.font(one) for one in held.get("fonts", ())]
        fills = [_grounds(one, self.palette) for one in held.get("fills", ())]
        crossed = [_is_crossed(one) for one in held.get("borders", ())]
        below = list(held.get("cellStyleXfs", ()))
        above = list(held.get("cellXfs", ()))
        if len(above) > MOST_LOOKS:
            raise AppError("book_too_large")
        self.looks = [_look(one, below, formats, fonts, fills, crossed) for one in above]

    def font(self, element: Any) -> Font:  # noqa: ANN401 - lxml element
        """Return a font, of a cell or of a part of a text."""
        found = _children(element, twice=True)
        size = number(found["sz"], "val", 11) if "sz" in found else 11
        named = next((found[name].get("val") or "" for name in ("name", "rFont") if name in found), "")
        scheme = found["scheme"].get("val") if "scheme" in found else None
        signs = is_signs(named) or scheme in self.sign_schemes
        signs = signs or ("charset" in found and number(found["charset"], "val", 0) == 2)
        odd = any(name not in _FONT or not _unset(one) for name, one in found.items())
        legible = LEAST_SIZE <= size <= MOST_SIZE and not signs
        return Font(colour=self.palette.colour(found.get("color")), legible=legible, odd=odd, size=size)

    def look(self, index: int) -> CellStyle:
        """Return a cell's style by its index; a plain one for a book without styles. Raises Ambiguous."""
        if index < len(self.looks):
            return self.looks[index]
        if index == 0 and not self.looks:
            return CellStyle()
        raise Ambiguous("style")


def _unset(element: Any) -> bool:  # noqa: ANN401
    """True for a mark of a font that is switched off, or that no text is read otherwise for."""
    plain = _UNSET.get(local(element))
    if plain == "0":
        return not flag(element, "val", otherwise=True)
    return plain is None or (element.get("val") or plain) == plain


def _children(element: Any, *, twice: bool = False) -> dict[str, Any]:  # noqa: ANN401
    found: dict[str, Any] = {}
    for one in element:
        if not local(one):
            raise Ambiguous(f"in {local(element)}")
        known = found.setdefault(local(one), one)
        if known is not one and not (twice and dict(known.attrib) == dict(one.attrib)):
            raise Ambiguous(f"{local(one)} twice")
    return found


def _formats(element: Any) -> dict[int, str]:  # noqa: ANN401
    found: dict[int, str] = {}
    if element is None:
        return found
    if len(element) > MOST_FORMATS:
        raise AppError("book_too_large")
    for one in element:
        code, place = str(one.get("formatCode") or ""), int(number(one, "numFmtId", -1))
        if len(code) > LONGEST_FORMAT:
            raise AppError("book_too_large")
        if found.setdefault(place, code) != code:
            raise Ambiguous("number format twice")
    return found


def _grounds(fill: Any, palette: Palette) -> tuple[Colour | None, ...]:  # noqa: ANN401
    """The colours a text may stand on: of a pattern both, of a gradient every stop."""
    found = list[Colour | None]()
    for one in fill.iter():
        kind = local(one)
        if kind == "patternFill":
            pattern = one.get("patternType") or "none"
            colours = {local(child): palette.colour(child) for child in one}
            if pattern == "solid":
                found.append(palette.ground(next((child for child in one if local(child) == "fgColor"), None)))
            elif pattern != "none" and (colours or pattern not in ("gray125", "gray0625")):
                found += [colours.get("fgColor"), colours.get("bgColor")]
        elif kind == "stop":
            found += [palette.colour(child) for child in one]
    return tuple(found) or (None,)


def _look(
    xf: Any,  # noqa: ANN401
    below: list[Any],
    formats: dict[int, str],
    fonts: list[Font],
    fills: list[Any],
    crossed: list[bool],
) -> CellStyle:
    codes = tuple(
        formats.get(one) or _BUILTIN.get(one, f"[{one}]") for one in _places(xf, below, "numFmtId", "applyNumberFormat")
    )
    used = [fonts[one] if 0 <= one < len(fonts) else Font() for one in _places(xf, below, "fontId", "applyFont")]
    filled = [fills[one] if 0 <= one < len(fills) else (None,) for one in _places(xf, below, "fillId", "applyFill")]
    bordered = _places(xf, below, "borderId", "applyBorder")
    struck = any(one.odd for one in used) or any(0 <= one < len(crossed) and crossed[one] for one in bordered)
    aligned = _holders(xf, below, "applyAlignment")
    indent = max(number(one, "indent", 0) for holder in aligned for one in (holder, *holder))
    return CellStyle(
        formats=tuple(dict.fromkeys(codes)),
        font=used[0],
        below=used[1] if len(used) > 1 else None,
        grounds=tuple(one for grounds in filled for one in grounds),
        odd=word("mark.raised") if struck else word("mark.aligned") if any(map(_is_turned, aligned)) else "",
        wraps=any(local(one) == "alignment" and flag(one, "wrapText") for one in xf),
        indent=indent if indent > USUAL_INDENT else 0,
    )


def _holders(xf: Any, below: list[Any], applied: str) -> list[Any]:  # noqa: ANN401
    """A style, and the one it is made of where it says that something of its own is not applied.

    Excel applies it all the same, LibreOffice takes that of the other.
    """
    base = int(number(xf, "xfId", 0))
    both = not flag(xf, applied, otherwise=True) and 0 <= base < len(below)
    return [xf, below[base]] if both else [xf]


def _places(xf: Any, below: list[Any], name: str, applied: str) -> list[int]:  # noqa: ANN401
    return [int(number(one, name, 0)) for one in _holders(xf, below, applied)]


def _is_crossed(border: Any) -> bool:  # noqa: ANN401
    """True when lines of a border go through the cell, as if it were struck out."""
    drawn = any(local(one) == "diagonal" and (one.get("style") or "none") != "none" for one in border)
    return drawn and (flag(border, "diagonalUp") or flag(border, "diagonalDown"))


def is_signs(font: str) -> bool:
    """True for the name of a font that draws other signs, or none, in place of digits and letters."""
    return _SYMBOLS.search(font) is not None


@lru_cache(maxsize=8)
def _sign_schemes(theme: bytes) -> frozenset[str]:
    """The schemes ("major", "minor") whose font in the theme draws signs."""
    found = set()
    for one in tree(theme, 20_000).iter():
        scheme = str(one.tag).rpartition("}")[2].removesuffix("Font")
        if scheme in ("major", "minor") and any(
            is_signs(held.get("typeface") or "")
            for held in one
            if str(held.tag).endswith(("}latin", "}ea", "}cs")) or held.get("script") == "Hans"
        ):
            found.add(scheme)
    return frozenset(found)


def _is_turned(xf: Any) -> bool:  # noqa: ANN401
    """True when a style has an alignment that no table has, or anything beside it."""
    if beyond(xf, _XF) or any(local(one) not in ("alignment", "protection") for one in xf):
        return True
    aligned = [one for one in xf if local(one) == "alignment"]
    return any(beyond(one, _ALIGNMENT) or number(one, "indent", 0) > MOST_INDENT for one in aligned)


def runs(element: Any, styles: Styles) -> Iterator[tuple[str, Font | None, bool]]:  # noqa: ANN401
    """Yield the parts of a text (`si` or `is`): text, its own font, whether it is raised, lowered or struck out.

    Raises Ambiguous for a text that has parts and another one beside them.
    """
    names = [local(one) for one in element]
    if names.count("t") > 1 or ("t" in names and "r" in names) or not set(names) <= {"t", "r", "rPh", "phoneticPr"}:
        raise Ambiguous("text")
    for one in element:
        kind = local(one)
        if kind == "t":
            yield _words(one), None, False
        elif kind == "r":
            inside = _children(one)
            if not set(inside) <= {"rPr", "t"}:
                raise Ambiguous("text")
            looks = inside.get("rPr")
            font = None if looks is None else styles.font(looks)
            yield _words(inside["t"]) if "t" in inside else "", font, font is not None and font.odd
        elif kind == "rPh":  # some programs print it above the text
            yield "".join(_words(child) for child in one if local(child) == "t"), None, True


def _words(element: Any) -> str:  # noqa: ANN401
    if len(element):
        raise Ambiguous("text")
    return element.text or ""  # escapes stay: programs disagree about them, so the comparison tries both


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, which Excel writes as _x0000_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
