"""Strict sheets: reading a workbook that is byte for byte of the kind our own writer makes, and nothing else.

The grammar is the guard: patterns that must tile the sheet completely, every bound checked before anything is
allocated (performance.md §1). Whatever does not fit — a re-saved book, a formula, a merged or hidden cell — is NotOurs,
which is no error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from forms.book.text import kept_figure

MAX_ROW, MAX_COLUMN, MAX_SHEETS = 50_000, 64, 80
Rows = dict[int, dict[int, str]]


class NotOurs(Exception):
    """The package is not as our writer wrote it; it may still be a re-saved return."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What one sheet shows: row → column → text, from 1; numbers as plain decimal text. Its name is not trusted."""

    name: str
    rows: Rows


_SHEETS = re.compile(rb"<sheets>((?:<sheet [^<>]*/>)*)</sheets>")
_SHEET = re.compile(rb'<sheet name="([^"<>]*)" sheetId="(\d{1,3})" r:id="rId(\d{1,3})"/>')
_RELATION = re.compile(
    rb'<Relationship Id="rId(\d{1,3})" Type="[^"<>]*/worksheet" Target="worksheets/sheet(\d{1,3})\.xml"/>'
)
_ROW = re.compile(
    rb'<row r="(\d{1,5})"(?: spans="[\d:]{1,11}")?(?: ht="[\d.]{1,8}" customHeight="1")?'
    rb"(?:/>|>((?:<c [^<>]*(?:/>|><v>[^<>]*</v></c>))*)</row>)"
)
_CELL = re.compile(rb'<c r="([A-Z]{1,2})(\d{1,5})"(?: s="\d{1,4}")?(?:( t="s")?><v>([^<>]{1,40})</v></c>|/>)')
_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<>]*)</t></si>')
_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:E[+-]\d{1,2})?")
_FORMATS = re.compile(r"General|@|0(?:\.0{1,40})?")
_ELEMENT = re.compile(rb"<([A-Za-z][\w:]*)")
_AROUND = frozenset(
    b"worksheet sheetPr pageSetUpPr dimension sheetViews sheetView pane selection sheetFormatPr cols col "
    b"sheetProtection printOptions pageMargins pageSetup headerFooter oddHeader oddFooter".split()
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|_xmlsignatures/.*|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d{1,3}\.xml"
)


def strict_grids(parts: Mapping[str, bytes]) -> tuple[Grid, ...]:
    """Return the sheets of a package in order. Raises NotOurs."""
    if not all(_PARTS.fullmatch(name) for name in parts):
        raise NotOurs("part")
    try:
        _known_formats(parts["xl/styles.xml"])
        texts = _strings(parts["xl/sharedStrings.xml"])
        return tuple(Grid(name, _rows(parts[path], texts)) for name, path in _sheets(parts))
    except (KeyError, ValueError, IndexError) as error:
        raise NotOurs("structure") from error


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8")
    if "&" in text:
        text = unescape(text, {"&quot;": '"', "&apos;": "'"})
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    found = _SHEETS.search(parts["xl/workbook.xml"])
    targets = {relation[1]: relation[2] for relation in _RELATION.finditer(parts["xl/_rels/workbook.xml.rels"])}
    listed = list(_tiles(_SHEET, found[1], 0, len(found[1]))) if found else []
    if not 0 < len(listed) <= MAX_SHEETS or len({targets[one[3]] for one in listed}) != len(targets):
        raise NotOurs("sheets")
    for one in listed:
        yield _text(one[1]), f"xl/worksheets/sheet{targets[one[3]].decode()}.xml"


def _tiles(pattern: re.Pattern[bytes], xml: bytes, start: int, end: int) -> Iterator[re.Match[bytes]]:
    """Yield matches that follow each other without a gap from start to end."""
    while start < end:
        found = pattern.match(xml, start, end)
        if found is None:
            raise NotOurs(f"at {start}")
        yield found
        start = found.end()


def _known_formats(styles: bytes) -> None:
    """Refuse number formats that show something else than the number (a literal, a percentage, a date)."""
    named = {found[1]: _text(found[2]) for found in re.finditer(rb'numFmtId="(\d+)" formatCode="([^"]*)"', styles)}
    used = set(re.findall(rb'<xf numFmtId="(\d+)"', styles))
    builtin = {b"0", b"1", b"2", b"49"}
    if not all(_FORMATS.fullmatch(form) for form in named.values()) or not used <= builtin | named.keys():
        raise NotOurs("number format")


def _strings(xml: bytes) -> list[str]:
    start = xml.index(b">", xml.index(b"<sst")) + 1
    end = xml.rindex(b"</sst>")
    return [_text(found[1]) for found in _tiles(_STRING, xml, start, end)]


def _rows(xml: bytes, texts: list[str]) -> Rows:
    start, end = xml.index(b"<sheetData"), xml.index(b"</sheetData>")
    around = xml[xml.index(b"<worksheet") : start] + xml[end + len(b"</sheetData>") :]
    if not {found[1] for found in _ELEMENT.finditer(around)} <= _AROUND or b"<!" in xml or b"hidden" in around:
        raise NotOurs("element")
    rows: Rows = {}
    last = 0
    for row in _tiles(_ROW, xml, start + len(b"<sheetData>"), end):
        number = int(row[1])
        if not last < number <= MAX_ROW:
            raise NotOurs("row order")
        last = number
        if row[2]:
            rows[number] = _cells(xml, row.start(2), row.end(2), row[1], texts)
    return rows


def _cells(xml: bytes, start: int, end: int, row: bytes, texts: list[str]) -> dict[int, str]:
    cells: dict[int, str] = {}
    last = 0
    for cell in _tiles(_CELL, xml, start, end):
        column = _column(cell[1])
        if cell[2] != row or not last < column <= MAX_COLUMN:
            raise NotOurs("cell address")
        last = column
        if cell[4] is not None:
            cells[column] = texts[_index(cell[4])] if cell[3] else _number(cell[4])
    return cells


def _index(raw: bytes) -> int:
    if not raw.isdigit():  # a negative index would name a string from the end
        raise NotOurs("string")
    return int(raw)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _number(raw: bytes) -> str:
    text = raw.decode("ascii")
    if not _NUMBER.fullmatch(text):
        raise NotOurs("number")
    return kept_figure(text)
