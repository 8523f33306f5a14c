"""TrueType: the glyph a font file draws for a character, read without any library that would have to trust the file.

Only what is needed to hold two glyphs against each other: which glyph stands for a code (tables cmap), where its data
lie (head, loca, glyf), its outline. Every place is bounded by the table it lies in.
Source: OpenType 1.9, chapters cmap, loca, glyf.
"""

import io
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

MOST_TABLES, MOST_FONTS, DEEPEST, MOST_PARTS, MOST_POINTS = 64, 64, 4, 32, 4_000
Point = tuple[int, int, bool]  # across, up, on the curve?
Contour = tuple[Point, ...]
_WORDS, _MORE = 0x1, 0x20
_SCALED = {0x8: 2, 0x40: 4, 0x80: 8}  # flag → bytes of its scale
_SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 0x2, 0x4, 0x8, 0x10, 0x20


class NoFont(ValueError):
    """A file whose outlines cannot be read as TrueType."""


class TrueType:
    """One font of a TrueType file or collection (its first). Raises NoFont for whatever does not fit."""

    def __init__(self, file: BinaryIO, *, whole: bool = False) -> None:
        """Read the directory and the small tables; glyphs are read when they are asked for, or with `whole` at once."""
        self._file = file
        start = 0
        mark = self._bytes(0, 12)
        if mark[:4] == b"ttcf":
            start = struct.unpack(">I", self._bytes(12, 4))[0]
            mark = self._bytes(start, 12)
        count = struct.unpack(">H", mark[4:6])[0]
        if count > MOST_TABLES:
            raise NoFont("tables")
        rows = struct.iter_unpack(">4sIII", self._bytes(start + 12, 16 * count))
        self.tables: Mapping[str, tuple[int, int]] = {
            tag.decode("latin-1"): (place, length) for tag, _, place, length in rows
        }
        head = self.table("head")
        if len(head) < 54:
            raise NoFont("head")
        self.square: int = struct.unpack(">H", head[18:20])[0] or 1  # units of the type's size
        loca, long = self.table("loca"), struct.unpack(">h", head[50:52])[0]
        self._places = _numbers("I" if long else "H", loca)
        self._step = 1 if long else 2
        self._known: dict[int, bytes] = {}
        self._glyphs = self.table("glyf") if whole else None

    @property
    def count(self) -> int:
        """How many glyphs it has."""
        return len(self._places) - 1

    def table(self, tag: str) -> bytes:
        """Return a table; b"" for one it does not have."""
        return self._bytes(*self.tables[tag]) if tag in self.tables else b""

    def glyph(self, number: int) -> bytes:
        """Return the data of a glyph, b"" for one that draws nothing."""
        known = self._known.get(number)
        if known is None:
            if not 0 <= number < len(self._places) - 1:
                raise NoFont("glyph")
            first, last = self._places[number] * self._step, self._places[number + 1] * self._step
            base, length = self.tables.get("glyf", (0, 0))
            if not 0 <= first <= last <= length:
                raise NoFont("loca")
            held = self._glyphs
            known = self._bytes(base + first, last - first) if held is None else held[first:last]
            self._known[number] = known
        return known

    def parts(self, number: int, depth: int = 0) -> object:
        """Return what tells a glyph from others: its data, of one made of others theirs and how they are placed.

        Numbers of glyphs differ between a font and a cut-down copy of it, so they are no part of it.
        """
        data = self.glyph(number)
        if len(data) < 10 or data[0] < 0x80:  # a count of contours, negative for one made of others
            return data.rstrip(b"\0")  # copies are filled up to whole words
        if depth > DEEPEST:
            raise NoFont("depth")
        held = list(_components(data))
        end = held[-1][2]
        return tuple((said, self.parts(one, depth + 1)) for one, said, _ in held), data[end:].rstrip(b"\0")

    def outline(self, number: int) -> tuple[Contour, ...]:
        """Return the contours of a simple glyph; () for one that is blank or made of others."""
        data = self.glyph(number)
        return _contours(data) if len(data) >= 10 and struct.unpack(">h", data[:2])[0] > 0 else ()

    def characters(self) -> Callable[[int], int]:
        """Return what finds the glyph of a character (Unicode), 0 = none, in a whole font."""
        return _unicode(self.table("cmap"))

    def _bytes(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        found = self._file.read(length)
        if len(found) != length:
            raise NoFont("cut off")
        return found


def truetype_of(content: bytes) -> TrueType:
    """Read a font that was embedded in a document. Raises NoFont."""
    try:
        return TrueType(io.BytesIO(content), whole=True)
    except (struct.error, KeyError, OverflowError, MemoryError) as error:
        raise NoFont(str(error)) from error


class Typeface:
    """A font file of this machine: what it draws for each character."""

    def __init__(self, path: Path) -> None:
        """Open it; the file stays open as long as the process. Raises NoFont, OSError."""
        self.font = TrueType(path.open("rb"))
        self._glyphs = self.font.characters()
        self._parts: dict[int, object] = {}
        self.programs, self.missing = programs(self.font), self.font.parts(0)

    def parts(self, code: int) -> object:
        """Return the parts of the glyph for a character as `TrueType.parts`, None for one it does not draw."""
        if code not in self._parts:
            number = self._glyphs(code)
            self._parts[code] = self.font.parts(number) if number else None
        return self._parts[code]

    def outline(self, code: int) -> tuple[Contour, ...]:
        """Return the outline of a character; () for one it does not draw, or that is made of others."""
        return self.font.outline(self._glyphs(code))


def programs(font: TrueType) -> tuple[bytes, ...]:
    """Return the programs that move the points of a font's glyphs when they are drawn."""
    return tuple(font.table(tag) for tag in ("fpgm", "prep", "cvt "))


@cache
def typeface(path: Path) -> Typeface | None:
    """Return a font file of this machine, None for one whose outlines are of another kind or that cannot be read."""
    try:
        return Typeface(path)
    except (OSError, ValueError, struct.error, LookupError):
        return None


def _components(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield (glyph, flags and placing, end) of each part of a glyph made of others."""
    place = 10
    for _ in range(MOST_PARTS):
        flags, glyph = struct.unpack(">HH", data[place : place + 4])
        length = 4 if flags & _WORDS else 2
        length += next((size for bit, size in _SCALED.items() if flags & bit), 0)
        yield glyph, data[place : place + 2] + data[place + 4 : place + 4 + length], place + 4 + length
        place += 4 + length
        if not flags & _MORE:
            return
    raise NoFont("parts")


def _contours(data: bytes) -> tuple[Contour, ...]:
    count = struct.unpack(">h", data[:2])[0]
    ends = struct.unpack(f">{count}H", data[10 : 10 + 2 * count])
    total = ends[-1] + 1
    if total > MOST_POINTS or list(ends) != sorted(set(ends)):
        raise NoFont("points")
    place = 12 + 2 * count + struct.unpack(">H", data[10 + 2 * count : 12 + 2 * count])[0]
    flags: list[int] = []
    while len(flags) < total:
        flag = data[place]
        again = data[place + 1] if flag & _REPEAT else 0
        flags += [flag] * (again + 1)
        place += 2 if flag & _REPEAT else 1
    across, place = _coordinates(data, place, flags[:total], _SHORT_X, _SAME_X)
    up, _ = _coordinates(data, place, flags[:total], _SHORT_Y, _SAME_Y)
    points = [(x, y, bool(flag & 1)) for x, y, flag in zip(across, up, flags, strict=False)]
    starts = (0, *(end + 1 for end in ends[:-1]))
    return tuple(tuple(points[start : end + 1]) for start, end in zip(starts, ends, strict=True))


def _coordinates(data: bytes, place: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    found, at = [], 0
    for flag in flags:
        if flag & short:
            at += data[place] if flag & same else -data[place]
            place += 1
        elif not flag & same:
            at += struct.unpack(">h", data[place : place + 2])[0]
            place += 2
        found.append(at)
    return found, place


def _unicode(cmap: bytes) -> Callable[[int], int]:
    """Unicode → glyph (0 = none) of the best table of characters: format 12, else 4."""
    count = struct.unpack(">H", cmap[2:4])[0]
    rows = [struct.unpack(">HHI", cmap[4 + 8 * n : 12 + 8 * n]) for n in range(min(count, MOST_TABLES))]
    places = [place for platform, encoding, place in rows if (platform, encoding) in _UNICODE]
    forms = {struct.unpack(">H", cmap[place : place + 2])[0]: place for place in places}
    if 12 in forms:
        return _groups(cmap, forms[12])
    if 4 in forms:
        return _segments(cmap, forms[4])
    raise NoFont("characters")


_UNICODE = ((3, 10), (3, 1), (0, 3), (0, 4))


def _groups(cmap: bytes, place: int) -> Callable[[int], int]:
    count = struct.unpack(">I", cmap[place + 12 : place + 16])[0]
    held = _numbers("I", cmap[place + 16 : place + 16 + 12 * count])
    if len(held) != 3 * count:
        raise NoFont("characters")
    firsts, lasts, glyphs = held[::3], held[1::3], held[2::3]

    def glyph(code: int) -> int:
        at = bisect_left(lasts, code)
        return glyphs[at] + code - firsts[at] if at < count and firsts[at] <= code else 0

    return glyph


def _numbers(size: str, content: bytes) -> "array[int]":
    """Return big-endian numbers of 2 ("H") or 4 ("I") bytes, as small as they stand there: a typeface has 100,000."""
    found = array(size)
    found.frombytes(content[: len(content) // found.itemsize * found.itemsize])
    if sys.byteorder == "little":
        found.byteswap()
    return found


def _segments(cmap: bytes, place: int) -> Callable[[int], int]:
    count = struct.unpack(">H", cmap[place + 6 : place + 8])[0] // 2
    at = [place + 14, place + 16 + 2 * count, place + 16 + 4 * count, place + 16 + 6 * count]
    lasts, firsts, shifts, offsets = (struct.unpack(f">{count}H", cmap[one : one + 2 * count]) for one in at)

    def glyph(code: int) -> int:
        n = bisect_left(lasts, code)
        if n >= count or firsts[n] > code:
            return 0
        if not offsets[n]:
            return int(code + shifts[n]) & 0xFFFF
        start = at[3] + 2 * n + offsets[n] + 2 * (code - firsts[n])
        held: int = struct.unpack(">H", cmap[start : start + 2])[0]
        return (held + shifts[n]) & 0xFFFF if held else 0

    return glyph
