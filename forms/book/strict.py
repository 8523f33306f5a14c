"""Strict sheets: reading a workbook that is byte for byte of the kind our own writer makes, and nothing else.

The grammar is the guard: patterns that must tile the sheet completely, every bound checked before anything is
allocated. Whatever does not fit — a re-saved book, a formula, a merged or hidden cell — is NotOurs,
which is no error.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise, repeat
from typing import NamedTuple

from forms.book.frame import LEAST_HEIGHT, Frame, margin_parts, read_frame
from forms.book.grid import BookGrid, Rows, gaps
from forms.book.looks import (
    ANY_DIGITS,
    CellStyle,
    Styles,
    decimals_shown,
    in_place,
    shown_number,
    shown_text,
    unescaped,
)
from forms.book.parts import book_parts
from forms.book.xml import Ambiguous, plain_xml, tree
from forms.guards.columns import column_number
from models.basics.errors import AppError

MAX_ROW, MAX_COLUMN, MOST_TAGS = 50_000, 64, 8_000_000


class NotOurs(Exception):
    """The package is not as our writer wrote it; it may still be a re-saved return."""


# A table without its values: of a value `<v/>` is left, of the number of a row `#`.
_CELL = rb'<c r="[A-Z]{1,2}(?P=row)"(?: s="\d{1,4}")?(?:/>|(?: t="s")?><v/></c>)'  # it names the row it stands in
_ROW = re.compile(
    rb'r="(?P<row>#|\d{1,5})"(?: spans="[\d:]{1,11}")?(?: ht="(?P<height>[\d.]{1,8})" customHeight="1")?'
    rb"(?:/>|>(?P<cells>(?:%s)*)</row>)" % _CELL  # behind "<row "
)
_PARTS_OF_CELL = re.compile(rb'<c r="([A-Z]{1,2})[#\d]+"(?: s="(\d{1,4})")?(?:(/)|( t="s")?><v/></c)>')
_VALUE, _TAKEN = re.compile(rb"<v>([^<]*)</v>"), b"<v/>"
_LONGEST_ROW, _LONGEST_NUMBER = 10_000, 40  # bytes of a row without its values, of a number
_STRING, _KEPT, _BETWEEN = "<si><t>", '<t xml:space="preserve">', "</t></si>"
_FOOTER = re.compile("(?:[^&<>\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]|&(?:amp|lt|gt|quot|apos);)*")  # no reader doubts it
_SIZE = re.compile(rb'<dimension ref="A1:[A-Z]{1,2}\d{1,5}"/>')
_WIDTH = re.compile(rb'" width="(?:[89]|[1-9]\d{1,2})(?:\.\d{1,10})?" customWidth="1"/>')
_ANY_SIZE, _ANY_WIDTH = b'<dimension ref="A1:B2"/>', b'" width="9" customWidth="1"/>'
_PLAIN = re.compile(rb"0|-?[1-9]\d{0,14}|(?=[-.\d]{1,16}\Z)-?(?:0|[1-9]\d{0,13})\.\d{0,13}[1-9]")  # shown as it stands
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|_xmlsignatures/.*|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d{1,3}\.xml"
)


def strict_grids(parts: Mapping[str, bytes]) -> tuple[BookGrid, ...]:
    """Return the sheets of a package in order. Raises NotOurs, AppError("book_too_large")."""
    try:
        layout = _layout(tuple(parts), tuple((name, parts[name]) for name in parts if _is_plumbing(name)))
        styles = _styles(parts["xl/styles.xml"], parts[layout.theme] if layout.theme else None)
        texts = _numbered(_strings(parts["xl/sharedStrings.xml"]))
        return tuple(_grid(name, parts[path], styles, texts) for name, path in layout.sheets)
    except (Ambiguous, KeyError, ValueError, IndexError) as error:
        raise NotOurs("structure") from error


class _Layout(NamedTuple):
    """Where the sheets of a book are and what they are called, and where its theme is."""

    sheets: tuple[tuple[str, str], ...]
    theme: str


def _is_plumbing(name: str) -> bool:
    return name.endswith(".rels") or name in ("[Content_Types].xml", "xl/workbook.xml")


@lru_cache(maxsize=64)
def _layout(names: tuple[str, ...], plumbing: tuple[tuple[str, bytes], ...]) -> _Layout:
    """Books of one plan have few layouts. In place of its content a part stands here for its name."""
    if not all(_PARTS.fullmatch(name) for name in names):
        raise NotOurs("part")
    book = book_parts({name: name.encode() for name in names} | dict(plumbing))
    if book.odd or book.hints or any(sheet.hidden or sheet.xml is None or sheet.relations for sheet in book.sheets):
        raise NotOurs("sheets")
    return _Layout(
        sheets=tuple((sheet.name, (sheet.xml or b"").decode()) for sheet in book.sheets),
        theme=(book.theme or b"").decode(),
    )


class _StrictStyles:
    """The styles of a book, and how many decimals each of them shows; more than any number has where it shows all."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._places = tuple(map(decimals_shown, styles.looks))

    def shown(self, raw: bytes, style: bytes, room: float | None) -> str:
        """Return what a number cell shows; `room` as `shown_number` has it."""
        index = int(style or b"0")
        places = self._places[index] if index < len(self._places) else -1
        roomy = room is None or (places in (0, ANY_DIGITS) and 2 * len(raw) <= room)
        if roomy and places >= 0 and len(raw.partition(b".")[2]) <= places and _PLAIN.fullmatch(raw):
            return raw.decode("ascii")
        if len(raw) > _LONGEST_NUMBER:
            raise NotOurs("number")
        return shown_number(raw.decode("ascii"), self._styles.look(index), room=room)


@lru_cache(maxsize=64)
def _styles(content: bytes, theme: bytes | None) -> _StrictStyles:
    """Books of one release have few styles parts; every one of their looks must be plain to see."""
    styles = Styles(content, theme)
    if styles.palette.odd or not all(_is_plain(look) for look in styles.looks):
        raise NotOurs("style")
    return _StrictStyles(styles)


def _is_plain(look: CellStyle) -> bool:
    return look.shows() and shown_text("x", look) == "x" and not look.indent


def _strings(part: bytes) -> list[str]:
    """The texts of a book. They are taken apart at their tags; by the count of brackets there are no others."""
    xml = plain_xml(part, MOST_TAGS).decode()
    start, end = xml.index(">", xml.index("<sst")) + 1, xml.rindex("</sst>")
    if xml.count("<", 0, start) > 1 or xml[end + len("</sst>") :].strip():
        raise NotOurs("strings")
    if start == end:
        return []
    table = xml[start:end].replace(_KEPT, "<t>")
    if not (table.startswith(_STRING) and table.endswith(_BETWEEN)):
        raise NotOurs("strings")
    texts = table[len(_STRING) : -len(_BETWEEN)].split(_BETWEEN + _STRING)
    if any(table.count(bracket) != len(texts) * (_BETWEEN + _STRING).count(bracket) for bracket in "<>"):
        raise NotOurs("strings")
    if list(map(str.strip, texts)) != texts and any(in_place(one) != one for one in texts):
        raise NotOurs("strings")
    if "&" not in xml and "_x" not in xml:
        return texts
    return [unescaped(_plain_text(one)) if "&" in one or "_x" in one else one for one in texts]


_FIRST = tuple(b"%d" % number for number in range(2_000))


def _numbered(texts: list[str]) -> Mapping[bytes, str]:
    """The texts by their numbers as cells name them; no other spelling of a number is there."""
    numbers = _FIRST if len(texts) <= len(_FIRST) else map(b"%d".__mod__, range(len(texts)))
    return dict(zip(numbers, texts, strict=False))


def _grid(name: str, part: bytes, styles: _StrictStyles, texts: Mapping[bytes, str]) -> BookGrid:
    start, end = part.index(b"<sheetData>") + len(b"<sheetData>"), part.index(b"</sheetData>")
    if end - start > MOST_TAGS and part.count(b"<", start, end) > MOST_TAGS:
        raise AppError("book_too_large")
    around = part[: start - len(b"<sheetData>")] + part[end + len(b"</sheetData>") :]
    margins, narrow = _around(plain_xml(around, MOST_TAGS))
    rows = _rows(part[start:end], styles, texts, narrow)
    if any(gaps(rows)):
        raise NotOurs("row order")
    return BookGrid(name=name, rows=rows, margins=margins)


def _rows(table: bytes, styles: _StrictStyles, texts: Mapping[bytes, str], narrow: Mapping[int, float]) -> Rows:
    """The cells of a table. `texts`: by number; `narrow`: as `Frame.narrow`.

    Rows of a book are alike but for their number and values. So values are taken out of the whole table at once, and of
    what is left each kind of row is held against the grammar and taken apart once.
    """
    if _TAKEN in table or b"#" in table:  # what stands for a value and for a number below
        raise NotOurs("table")
    pieces = _VALUE.split(table)  # what stands before a value, the value, what stands before the next one …
    values, frame = pieces[1::2], _TAKEN.join(pieces[::2])
    shapes = _shapes(frame) if len(frame) <= _LONGEST_KEPT else _shapes_of(frame)
    if sum(len(shape.columns) for _, shape in shapes) != len(values):
        raise NotOurs("values")
    said = list(map(texts.get, values, repeat(_NO_TEXT)))  # of all cells at once: nearly all of them are texts
    rows: Rows = {}
    cells, start = iter(said), 0
    for number, shape in shapes:
        for place, style in shape.numbers:
            room = narrow.get(shape.columns[place])
            said[start + place] = styles.shown(values[start + place], style, room)
        if shape.cells:
            rows[number] = dict(zip(shape.columns, cells, strict=False))  # the next row goes on behind them
        start += len(shape.columns)
    if _NO_TEXT in said:
        raise NotOurs("text")
    _leave_out_blanks(rows, said.count(""))
    return rows


_NO_TEXT = "\0"  # what no cell can show


def _leave_out_blanks(rows: Rows, blanks: int) -> None:
    """Take the empty texts, by their count, out of rows: our writer writes one where a line of its own says nothing."""
    for number, row in rows.items():
        if not blanks:
            return  # such lines stand above a table
        if "" in row.values():
            rows[number] = {column: text for column, text in row.items() if text}
            blanks -= len(row) - len(rows[number])


class _RowShape(NamedTuple):
    """What a row of a table is without its number and values: the columns that have a value, and what kind each is."""

    columns: tuple[int, ...]
    numbers: tuple[tuple[int, bytes], ...]  # of each number which of the columns it stands in, from 0, and its style
    cells: bool  # it has cells, if only empty ones


def _shapes_of(frame: bytes) -> tuple[tuple[int, _RowShape], ...]:
    """Take a table without its values apart: (number, shape) of each row, from above."""
    before, *found = frame.split(b"<row ")
    if before:
        raise NotOurs("values")
    shapes = []
    last = 0
    for row in found:
        mark = row[len(b'r="') : row.index(b'"', len(b'r="'))]
        number = int(mark) if mark.isdigit() else 0
        if not last < number <= MAX_ROW:
            raise NotOurs("row order")
        last = number
        shape = _shape(row.replace(mark + b'"', b'#"')) or _shape(row)  # by chance a style or height ends like it
        if shape is None:
            raise NotOurs("row")
        shapes.append((number, shape))
    return tuple(shapes)


_LONGEST_KEPT = 50_000  # bytes of a table without its values that is remembered
_shapes = lru_cache(maxsize=128)(_shapes_of)  # units that fill the same tables send the same ones


@lru_cache(maxsize=4_096)
def _shape(row: bytes) -> _RowShape | None:
    """Take a row without values apart, its number `#` or as it is; None where that cut into something else."""
    found = _ROW.fullmatch(row) if len(row) <= _LONGEST_ROW else None
    if found is None:
        return None
    if found["height"] and float(found["height"]) < LEAST_HEIGHT:
        raise NotOurs("row height")
    cells = _PARTS_OF_CELL.findall(found["cells"] or b"")
    columns = [_column(letters) for letters, *_ in cells]
    if any(not one < other for one, other in pairwise([0, *columns])) or max(columns, default=0) > MAX_COLUMN:
        raise NotOurs("cell address")
    filled = [
        (column, None if text else style)
        for column, (_, style, empty, text) in zip(columns, cells, strict=True)
        if not empty
    ]
    return _RowShape(
        columns=tuple(column for column, _ in filled),
        numbers=tuple((place, style) for place, (_, style) in enumerate(filled) if style is not None),
        cells=bool(cells),
    )


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode("ascii"))


def _around(around: bytes) -> tuple[frozenset[str], Mapping[int, float]]:
    """The texts in the margins of a sheet and its narrow columns; what stands around is read once for each kind.

    Its footer names unit and revision, so it differs from book to book and is read apart. How many rows it has, and how
    wide its columns are where nothing is hidden by it, is no difference between two kinds.
    """
    around = _WIDTH.sub(_ANY_WIDTH, _SIZE.sub(_ANY_SIZE, around))
    before, mark, rest = around.partition(b"<oddFooter>")
    said, end, after = rest.partition(b"</oddFooter>")
    text = said.decode()
    if not end or not _FOOTER.fullmatch(text):
        return _frame(around).margins, _frame(around).narrow or {}
    frame = _frame(before + mark + end + after)
    return frame.margins | _foot(text), frame.narrow or {}


@lru_cache(maxsize=16)
def _foot(text: str) -> frozenset[str]:
    """The texts of a footer; all sheets of a book have the same."""
    return frozenset(margin_parts(_plain_text(text)))


_ESCAPED = {
    "&quot;": '"',
    "&apos;": "'",
    "&gt;": ">",
    "&lt;": "<",
    "&amp;": "&",
}  # `&` last


def _plain_text(text: str) -> str:
    for escaped, sign in _ESCAPED.items():
        text = text.replace(escaped, sign)
    return text


@lru_cache(maxsize=256)
def _frame(around: bytes) -> Frame:
    """What stands around the cells of a sheet of ours hides and covers nothing."""
    frame = read_frame(tree(around, 2_000), (), {})
    if frame.odd or frame.hints or frame.hidden_columns or frame.covered or frame.default_hidden or not frame.zeros:
        raise NotOurs("frame")
    return frame
