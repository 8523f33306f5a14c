"""Plain table: the cells of a sheet, and the texts of a book, by one pattern each, where they are written plainly.

What usual programs write has one form: a row of cells, each with its place, style, kind and value. A part that is
nothing but that is read ten times as fast as by a parser; any other part is None here and left to the parser. A pattern
must tile the part completely, so both read the same or this reads nothing. Nothing is judged here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

Cell = tuple[str, str, str, str, str, str, str]  # itself, column, row, style, kind, value, text; "" where there is none
_CONTROLS = bytes(sign for sign in range(0x20) if sign not in (0x09, 0x0A))  # what XML has not, or reads otherwise
_ODD = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(rb'<row((?: [A-Za-z0-9:]{1,20}="[^"<&]{0,60}")*) ?(?:/>|>)')
_ROW_END = b"</row>"
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]{1,20})="([^"]*)"')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")? ?'
    r'(?:/>|>(?:<v>([^<]+)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))'
)
_DISTANCE = "x14ac:dyDescent"
_DISTANCES = b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
_STRINGS = re.compile(
    r'\s*<sst xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main|purl\.oclc\.org/ooxml/spreadsheetml/main)"'
    r'(?: (?:count|uniqueCount)="[0-9]{1,9}")* ?>'
)
_STRING = re.compile(r'(<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>)')
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class PlainRow(NamedTuple):
    """A row: its attributes by name and its cells."""

    attributes: dict[str, str]
    cells: list[Cell]


class PlainTable(NamedTuple):
    """A sheet whose rows are plain: the part without them, and the rows one after another."""

    rest: bytes
    rows: list[PlainRow]


def plain_table(xml: bytes) -> PlainTable | None:
    """Return a sheet's rows where all of them are plain, None otherwise. `xml` is UTF-8 without comments and CDATA."""
    start, end = xml.find(_BEGIN), xml.find(_END)
    if start < 0 or end < start or xml.count(_BEGIN) != 1 or xml.count(_END) != 1 or _is_odd(xml):
        return None
    rest = xml[:start] + b"<sheetData/>" + xml[end + len(_END) :]
    try:
        rows = list(_rows(xml, start + len(_BEGIN), end, distances=_DISTANCES in rest))
    except ValueError:
        return None
    return PlainTable(rest=rest, rows=rows)


def _is_odd(xml: bytes) -> bool:
    return len(xml.translate(None, _CONTROLS)) != len(xml) or any(one in xml for one in _ODD)


def _rows(xml: bytes, place: int, end: int, *, distances: bool) -> Iterator[PlainRow]:
    """Yield each row. Raises ValueError where one is not plain."""
    while place < end:
        begun = _ROW.match(xml, place, end)
        if begun is None:
            raise ValueError("row")
        place = begun.end()
        cells: list[Cell] = []
        if xml[place - 2 : place] != b"/>":
            stop = xml.find(_ROW_END, place, end)
            inside = xml[place:stop].decode() if stop >= 0 else "<"
            cells = _CELL.findall(inside)
            if sum([len(one[0]) for one in cells]) != len(inside):
                raise ValueError("cells")
            place = stop + len(_ROW_END)
        pairs = _ATTRIBUTE.findall(begun[1].decode())
        attributes = dict(pairs)
        if len(attributes) != len(pairs) or (attributes.pop(_DISTANCE, None) is not None and not distances):
            raise ValueError("attributes")
        if any(":" in name for name in attributes):
            raise ValueError("attributes")
        yield PlainRow(attributes, cells)


def plain_strings(xml: bytes) -> list[str] | None:
    """Return the texts of a book where all of them are plain, None otherwise."""
    if _is_odd(xml):
        return None
    text = xml.decode().rstrip()
    begun = _STRINGS.match(text)
    if begun is None or not text.endswith("</sst>"):
        return None
    found = _STRING.findall(text, begun.end(), len(text) - len("</sst>"))
    if sum([len(one[0]) for one in found]) != len(text) - len("</sst>") - begun.end():
        return None
    return [plain_text(one[1]) for one in found] if "&" in text else [one[1] for one in found]


def plain_text(text: str) -> str:
    """Return a text of XML as it is meant. Raises ValueError for a reference that is none."""
    return _referred(text) if "&" in text else text


@lru_cache(maxsize=50_000)
def _referred(text: str) -> str:
    if len(_REFERENCE.findall(text)) != text.count("&"):
        raise ValueError("reference")
    return _REFERENCE.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    sign = int(found[2]) if found[2] else int(found[3], 16)
    if not (sign in (9, 10, 13) or 0x20 <= sign <= 0xD7FF or 0xE000 <= sign <= 0xFFFD or 0x10000 <= sign <= 0x10FFFF):
        raise ValueError("reference")
    return chr(sign)
