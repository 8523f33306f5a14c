"""Looks of an .xls: what its fonts, fills and runs of texts do to what a cell shows ([MS-XLS] 2.4.122, 353, 188, 265).

A figure in the colour of its ground is unseen, one with a line through it may not count, and a raised digit behind
another is no digit of the figure. Conditional formats are not looked at: the sheet is told to have them.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import field

from forms.book_reading.colours import BLACK, WHITE, Colour, at_place, readable
from forms.given.markup import apart
from forms.given.number_format import is_white
from models.basics.records import dataclass

FONT, XF, PALETTE, SST, CONTINUE = 0x31, 0xE0, 0x92, 0xFC, 0x3C
_STRUCK, _NO_FONT = 0x08, 4  # font 4 is left out of the count
_LEVELS = {1: "superscript", 2: "subscript"}
_WIDE, _EXTENDED, _RICH = 1, 4, 8
_PLAIN_FILL, _SOLID = 0, 1
_OF_SYSTEM, _FIRST_OWN = 64, 8  # colours of the palette of a book stand between
_Runs = Sequence[tuple[str, int]]  # texts, each with its font


@dataclass(frozen=True, slots=True, kw_only=True)
class _XlsFont:
    struck: bool
    ink: int
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _XlsFill:
    kind: int
    fore: int
    back: int


@dataclass(slots=True, kw_only=True)
class XlsLooks:
    """The fonts, fills and texts in parts of one book, as its records are read."""

    formats: list[int] = field(default_factory=list)  # by style
    _fonts: list[_XlsFont] = field(default_factory=list)
    _styles: list[tuple[int, _XlsFill]] = field(default_factory=list)
    _palette: list[str] = field(default_factory=list)
    _texts: list[bytes] = field(default_factory=list)
    _rich: dict[int, _Runs] = field(default_factory=dict)
    _open: bool = False  # the records that follow go on with the texts

    def take(self, kind: int, body: bytes) -> None:
        """Read one record of the workbook's own."""
        self._open = kind == SST or (kind == CONTINUE and self._open)
        if self._open:
            self._texts.append(body)
        elif kind == FONT:
            look, ink, _, level = struct.unpack_from("<4H", body, 2)
            self._fonts.append(_XlsFont(struck=bool(look & _STRUCK), ink=ink, level=_LEVELS.get(level, "")))
        elif kind == XF:
            font, form = struct.unpack_from("<HH", body)
            fill, colours = struct.unpack_from("<IH", body, 14)
            self.formats.append(form)
            self._styles.append((font, _XlsFill(kind=fill >> 26, fore=colours & 0x7F, back=colours >> 7 & 0x7F)))
        elif kind == PALETTE:
            self._palette = [body[at : at + 3].hex() for at in range(2, len(body) - 3, 4)]

    def close(self) -> None:
        """Read the texts, once all of their records are there: those that are written in several fonts."""
        self._rich = dict(_rich_texts(self._texts)) if self._texts else {}
        self._texts = []

    def struck(self, style: int, text: int | None = None) -> bool:
        """True where a line is drawn through what a cell shows, or a part of it; `text` is which of the book's."""
        runs = self._rich.get(text, ()) if text is not None else ()
        parts = (self._font(font).struck for words, font in runs if words.strip() and font >= 0)
        return self._font(self._style(style)[0]).struck or any(parts)

    def faint(self, style: int, text: int | None = None, *, figure: str = "", code: str = "") -> bool:
        """True where what a cell shows, or a part of it, has the colour of its ground; `figure` drawn by `code`."""
        font, fill = self._style(style)
        runs = self._rich.get(text, ()) if text is not None else ()
        fonts = [own if own >= 0 else font for words, own in runs if words.strip()] or [font]
        inks = [self._colour(self._font(one).ink, BLACK) for one in fonts]
        if figure and is_white(figure, code):
            inks = [WHITE]
        return any(not any(readable(ink, ground) for ground in self._grounds(fill)) for ink in inks)

    def levelled(self, text: int) -> str:
        """The text of which some digits stand above or below the line, "" for any other."""
        runs = self._rich.get(text, ())
        levels = [self._font(font).level if font >= 0 else "" for _, font in runs]
        return "".join(apart(zip((words for words, _ in runs), levels, strict=True))) if any(levels) else ""

    def _style(self, style: int) -> tuple[int, _XlsFill]:
        plain = _XlsFill(kind=_PLAIN_FILL, fore=_OF_SYSTEM, back=_OF_SYSTEM)
        return self._styles[style] if style < len(self._styles) else (0, plain)

    def _font(self, font: int) -> _XlsFont:
        place = font - (font > _NO_FONT)
        return self._fonts[place] if place < len(self._fonts) else _XlsFont(struck=False, ink=_OF_SYSTEM, level="")

    def _grounds(self, fill: _XlsFill) -> tuple[Colour, ...]:
        if fill.kind == _PLAIN_FILL:
            return (WHITE,)
        fore, back = self._colour(fill.fore, BLACK), self._colour(fill.back, WHITE)
        return (fore,) if fill.kind == _SOLID else (fore, back)

    def _colour(self, place: int, else_: Colour) -> Colour:
        """The colour of a place; those of the system are what is drawn on an ordinary screen."""
        own = self._palette[place - _FIRST_OWN] if _FIRST_OWN <= place < _FIRST_OWN + len(self._palette) else ""
        return at_place(place, own) or else_


def _rich_texts(parts: Sequence[bytes]) -> Iterator[tuple[int, _Runs]]:
    """Yield those of a book's texts that change their font, each with its number."""
    reader = _TextReader(parts)
    count = struct.unpack("<I", reader.take(8)[4:])[0]
    for number in range(count):
        length, look = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if look & _RICH else 0
        more = struct.unpack("<I", reader.take(4))[0] if look & _EXTENDED else 0
        text = reader.text(length, wide=bool(look & _WIDE))
        said = struct.unpack(f"<{2 * runs}H", reader.take(4 * runs))
        reader.take(more)
        if runs:
            yield number, _cut(text, list(zip(said[::2], said[1::2], strict=True)))


def _cut(text: str, changes: Sequence[tuple[int, int]]) -> _Runs:
    """The parts of a text, each with its font, -1 for that of its cell."""
    starts = [0, *(at for at, _ in changes)]
    ends = [*(at for at, _ in changes), len(text)]
    fonts = [-1, *(font for _, font in changes)]
    cut = zip(starts, ends, fonts, strict=True)
    return [(text[start:end], font) for start, end, font in cut if start < end]


class _TextReader:
    """Reads bytes that go on over several records; where signs are cut, the next record says anew how wide they are."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts, self._part, self._at = parts, 0, 0

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self._here(size - len(found))
            found += more
        return found

    def text(self, length: int, *, wide: bool) -> str:
        found: list[str] = []
        while length:
            if self._at >= len(self._parts[self._part]):
                self._next()
                wide = bool(self._here(1)[0] & _WIDE)
            room = (len(self._parts[self._part]) - self._at) // (2 if wide else 1)
            size = min(length, room)
            if not size:
                raise ValueError("half a sign")
            found.append(
                self._here(size * 2).decode("utf-16-le", "replace") if wide else self._here(size).decode("latin-1")
            )
            length -= size
        return "".join(found)

    def _here(self, most: int) -> bytes:
        """Some of the bytes that follow, at least one."""
        if self._at >= len(self._parts[self._part]):
            self._next()
        found = self._parts[self._part][self._at : self._at + most]
        self._at += len(found)
        if not found:
            raise ValueError("a text ends too soon")
        return found

    def _next(self) -> None:
        self._part, self._at = self._part + 1, 0
        if self._part >= len(self._parts):
            raise ValueError("a text ends too soon")
