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

from forms.book.grid import WIDEST_GAP, FlatSheet, gaps, margin_parts
from forms.book_reading.frame import LEAST_HEIGHT, Frame, read_frame
from forms.book_reading.looks import CellStyle, Styles, unescaped
from forms.book_reading.parts import book_parts
from forms.book_reading.shown_values import ANY_DIGITS, decimals_shown, in_place, shown_number, shown_text
from forms.book_reading.xml import Ambiguous, tree
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
_STRINGS = re.compile(
    rb'<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n'
    rb'<sst xmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main" count="\d{1,9}" uniqueCount="\d{1,9}">'
)
_STRINGS_END, _KEPT, _STRING, _BETWEEN = b"</sst>", b'<t xml:space="preserve">', "<si><t>", "</t></si>"
_FOOTER = re.compile("(?:[^&<>\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]|&(?:amp|lt|gt|quot|apos);)*")  # no reader doubts it
_SIZE = re.compile(rb'<dimension ref="A1:[A-Z]{1,2}\d{1,5}"/>')
_WIDTH = re.compile(rb'" width="(?:[89]|[1-9]\d{1,2})(?:\.\d{1,10})?" customWidth="1"/>')
_ANY_SIZE, _ANY_WIDTH = b'<dimension ref="A1:B2"/>', b'" width="9" customWidth="1"/>'
_PLAIN = re.compile(rb"0|-?[1-9]\d{0,14}|(?=[-.\d]{1,16}\Z)-?(?:0|[1-9]\d{0,13})\.\d{0,13}[1-9]")  # shown as it stands
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|_xmlsignatures/.*|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d{1,3}\.xml"
)


def strict_sheets(parts: Mapping[str, bytes]) -> tuple[FlatSheet, ...]:
    """Return the sheets of a package in order. Raises NotOurs, AppError("book_too_large")."""
    try:
        layout = _layout(tuple(parts), tuple((name, parts[name]) for name in parts if _is_plumbing(name)))
        styles = _styles(parts["xl/styles.xml"], parts[layout.theme] if layout.theme else None)
        texts = _numbered(_strings(parts["xl/sharedStrings.xml"]))
        return tuple(_sheet(name, parts[path], styles, texts) for name, path in layout.sheets)
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
        self._places = {b"%d" % index: decimals_shown(look) for index, look in enumerate(styles.looks)}
        self.shown = lru_cache(maxsize=4_096)(self._shown)  # small numbers stand in every book

    def _shown(self, raw: bytes, style: bytes, room: float | None) -> str:
        """Return what a number cell shows; `room` as `shown_number` has it."""
        places = self._places.get(style or b"0", -1)
        roomy = room is None or (places in (0, ANY_DIGITS) and 2 * len(raw) <= room)
        if roomy and places >= 0 and len(raw.partition(b".")[2]) <= places and _PLAIN.fullmatch(raw):
            return raw.decode("ascii")
        if len(raw) > _LONGEST_NUMBER:
            raise NotOurs("number")
        return shown_number(raw.decode("ascii"), self._styles.look(int(style or b"0")), room=room)


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
    """The texts of a book. They are taken apart at their tags; between these there is no bracket of another one."""
    head = _STRINGS.match(part)
    if head is None or not part.endswith(_STRINGS_END):
        raise NotOurs("strings")
    if len(part) > MOST_TAGS and part.count(b"<") > MOST_TAGS:
        raise AppError("book_too_large")
    table = part[head.end() : -len(_STRINGS_END)].replace(_KEPT, b"<t>").decode()
    if not table:
        return []
    if not (table.startswith(_STRING) and table.endswith(_BETWEEN)):
        raise NotOurs("strings")
    texts = table[len(_STRING) : -len(_BETWEEN)].split(_BETWEEN + _STRING)
    together = "".join(texts)
    if "<" in together or ">" in together:
        raise NotOurs("strings")
    if list(map(str.strip, texts)) != texts and any(in_place(one) != one for one in texts):
        raise NotOurs("strings")
    if "&" not in together and "_x" not in table:
        return texts
    return [unescaped(_plain_text(one)) if "&" in one or "_x" in one else one for one in texts]


_FIRST = tuple(b"%d" % number for number in range(2_000))


def _numbered(texts: list[str]) -> Mapping[bytes, str]:
    """The texts by their numbers as cells name them; no other spelling of a number is there."""
    numbers = _FIRST if len(texts) <= len(_FIRST) else map(b"%d".__mod__, range(len(texts)))
    return dict(zip(numbers, texts, strict=False))


def _sheet(name: str, part: bytes, styles: _StrictStyles, texts: Mapping[bytes, str]) -> FlatSheet:
    start, end = part.index(b"<sheetData>") + len(b"<sheetData>"), part.index(b"</sheetData>")
    if end - start > MOST_TAGS and part.count(b"<", start, end) > MOST_TAGS:
        raise AppError("book_too_large")
    around = part[: start - len(b"<sheetData>")] + part[end + len(b"</sheetData>") :]
    margins, narrow = _around(around)
    shape, said = _cells(part[start:end], styles, texts, narrow)
    sheet = FlatSheet(name=name, lines=shape.lines, texts=said, margins=margins)
    if shape.may_have_gaps(said.count("")) and any(gaps(sheet.grid().rows)):
        raise NotOurs("row order")
    return sheet


def _cells(
    table: bytes, styles: _StrictStyles, texts: Mapping[bytes, str], narrow: Mapping[int, float]
) -> tuple["_TableShape", list[str]]:
    """What a table is without its values, and what its cells show. `texts`: by number; `narrow`: as `Frame.narrow`.

    Rows of a book are alike but for their number and values. So values are taken out of the whole table at once, and of
    what is left each kind of row is held against the grammar and taken apart once.
    """
    if b"#" in table:  # what stands for a number below
        raise NotOurs("table")
    pieces = _VALUE.split(table)  # what stands before a value, the value, what stands before the next one …
    values, frame = pieces[1::2], _TAKEN.join(pieces[::2])
    shape = _shapes(frame) if len(frame) <= _LONGEST_KEPT else _shapes_of(frame)
    if shape.cells != len(values):
        raise NotOurs("values")
    said = list(map(texts.get, values, repeat(_NO_TEXT)))  # of all cells at once: nearly all of them are texts
    for place, column, style in shape.numbers:
        said[place] = styles.shown(values[place], style, narrow.get(column))
    if _NO_TEXT in said:
        raise NotOurs("text")
    return shape, said


_NO_TEXT = "\0"  # what no cell can show


class _RowShape(NamedTuple):
    """What a row of a table is without its number and values: the columns that have a value, and what kind each is."""

    columns: tuple[int, ...]
    numbers: tuple[tuple[int, bytes], ...]  # of each number which of the columns it stands in, from 0, and its style
    cells: bool  # it has cells, if only empty ones


class _TableShape(NamedTuple):
    """What a table is without its values."""

    lines: tuple[tuple[int, tuple[int, ...]], ...]  # as `FlatSheet.lines`
    cells: int  # how many have a value
    numbers: tuple[
        tuple[int, int, bytes], ...
    ]  # of each number which of the cells it is, from 0, its column, its style
    widest: int  # rows between two lines, or above the first, that nothing stands in

    def may_have_gaps(self, blanks: int) -> bool:
        """False where no gap can be too wide, wherever so many of the cells are blank."""
        return self.widest * (blanks + 1) > WIDEST_GAP


def _shapes_of(frame: bytes) -> _TableShape:
    """Take a table without its values apart."""
    before, *found = frame.split(b"<row ")
    if before:
        raise NotOurs("values")
    lines, numbers = list[tuple[int, tuple[int, ...]]](), list[tuple[int, int, bytes]]()
    cells = last = 0
    for row in found:
        mark = row[len(b'r="') : row.index(b'"', len(b'r="'))]
        number = int(mark) if mark.isdigit() else 0
        if not last < number <= MAX_ROW:
            raise NotOurs("row order")
        last = number
        shape = _shape(row.replace(mark + b'"', b'#"')) or _shape(row)  # by chance a style or height ends like it
        if shape is None:
            raise NotOurs("row")
        numbers += [(cells + place, shape.columns[place], style) for place, style in shape.numbers]
        cells += len(shape.columns)
        if shape.cells:
            lines.append((number, shape.columns))
    filled = [0, *(number for number, columns in lines if columns)]
    widest = max((below - above for above, below in pairwise(filled)), default=0)
    return _TableShape(lines=tuple(lines), cells=cells, numbers=tuple(numbers), widest=widest)


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
