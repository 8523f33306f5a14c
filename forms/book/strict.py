"""Strict sheets: reading a workbook that is byte for byte of the kind our own writer makes, and nothing else.

The grammar is the guard: patterns that must tile the sheet completely, every bound checked before anything is
allocated (performance.md §1). Whatever does not fit — a re-saved book, a formula, a merged or hidden cell — is NotOurs,
which is no error.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.sax.saxutils import unescape

from forms.book.frame import LEAST_HEIGHT, Frame, read_frame
from forms.book.grid import BookGrid, Rows
from forms.book.looks import Styles, shown_number, shown_text, unescaped
from forms.book.parts import book_parts
from forms.book.xml import Ambiguous, plain_xml, tree
from forms.guards.columns import column_number

MAX_ROW, MAX_COLUMN, MOST_TAGS = 50_000, 64, 8_000_000


class NotOurs(Exception):
    """The package is not as our writer wrote it; it may still be a re-saved return."""


_ROW = re.compile(
    rb'<row r="(\d{1,5})"(?: spans="[\d:]{1,11}")?(?: ht="([\d.]{1,8})" customHeight="1")?'
    rb"(?:/>|>((?:<c [^<>]*(?:/>|><v>[^<>]*</v></c>))*)</row>)"
)
_CELL = re.compile(rb'<c r="([A-Z]{1,2})(\d{1,5})"(?: s="(\d{1,4})")?(?:( t="s")?><v>([^<>]{1,40})</v></c>|/>)')
_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<>]*)</t></si>')
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|_xmlsignatures/.*|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d{1,3}\.xml"
)


def strict_grids(parts: Mapping[str, bytes]) -> tuple[BookGrid, ...]:
    """Return the sheets of a package in order. Raises NotOurs, AppError("book_too_large")."""
    if not all(_PARTS.fullmatch(name) for name in parts):
        raise NotOurs("part")
    try:
        book = book_parts(parts)
        styles = _styles(parts["xl/styles.xml"], book.theme)
        texts = _strings(parts["xl/sharedStrings.xml"])
        if book.odd or book.hints or any(sheet.hidden or sheet.xml is None or sheet.relations for sheet in book.sheets):
            raise NotOurs("sheets")
        return tuple(_grid(sheet.name, sheet.xml or b"", styles, texts) for sheet in book.sheets)
    except (Ambiguous, KeyError, ValueError, IndexError) as error:
        raise NotOurs("structure") from error


@lru_cache(maxsize=64)
def _styles(content: bytes, theme: bytes | None) -> Styles:
    """Books of one release have few styles parts; every one of their looks must be plain to see."""
    styles = Styles(content, theme)
    if styles.palette.odd or not all(look.shows() and shown_text("x", look) == "x" for look in styles.looks):
        raise NotOurs("style")
    return styles


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8")
    if "&" in text:
        text = unescape(text, {"&quot;": '"', "&apos;": "'"})
    return unescaped(text)


def _tiles(pattern: re.Pattern[bytes], xml: bytes, start: int, end: int) -> Iterator[re.Match[bytes]]:
    """Yield matches that follow each other without a gap from start to end."""
    while start < end:
        found = pattern.match(xml, start, end)
        if found is None:
            raise NotOurs(f"at {start}")
        yield found
        start = found.end()


def _strings(xml: bytes) -> list[str]:
    xml = plain_xml(xml, MOST_TAGS)
    start, end = xml.index(b">", xml.index(b"<sst")) + 1, xml.rindex(b"</sst>")
    if xml[: start - 1].count(b"<") > 1 or xml[end + len(b"</sst>") :].strip():
        raise NotOurs("strings")
    return [_text(found[1]) for found in _tiles(_STRING, xml, start, end)]


def _grid(name: str, part: bytes, styles: Styles, texts: list[str]) -> BookGrid:
    xml = plain_xml(part, MOST_TAGS)
    start, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
    frame = _frame(xml[:start] + xml[end + len(b"</sheetData>") :])
    rows: Rows = {}
    last = 0
    for row in _tiles(_ROW, xml, start + len(b"<sheetData>"), end):
        number = int(row[1])
        if not last < number <= MAX_ROW or (row[2] and float(row[2]) < LEAST_HEIGHT):
            raise NotOurs("row order")
        last = number
        if row[3]:
            rows[number] = _cells(xml, row.start(3), row.end(3), row[1], styles, texts)
    return BookGrid(name=name, rows=rows, margins=frame.margins)


@lru_cache(maxsize=256)
def _frame(around: bytes) -> Frame:
    """What stands around the cells of a sheet of ours hides and covers nothing."""
    frame = read_frame(tree(around, 2_000), (), {})
    if frame.odd or frame.hints or frame.hidden_columns or frame.covered or frame.default_hidden or not frame.zeros:
        raise NotOurs("frame")
    return frame


def _cells(xml: bytes, start: int, end: int, row: bytes, styles: Styles, texts: list[str]) -> dict[int, str]:
    cells: dict[int, str] = {}
    last = 0
    for cell in _tiles(_CELL, xml, start, end):
        column = column_number(cell[1].decode("ascii"))
        if cell[2] != row or not last < column <= MAX_COLUMN:
            raise NotOurs("cell address")
        last = column
        if cell[5] is not None:
            cells[column] = texts[_index(cell[5])] if cell[4] else _number(cell[5], cell[3] or b"0", styles)
    return cells


def _index(raw: bytes) -> int:
    if not raw.isdigit():  # a negative index would name a string from the end
        raise NotOurs("string")
    return int(raw)


def _number(raw: bytes, style: bytes, styles: Styles) -> str:
    return shown_number(raw.decode("ascii"), styles.look(int(style)))
