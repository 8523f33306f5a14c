"""Old books: .xls, .xlsb and .ods, read with calamine.

That library gives values without their formats — a percentage comes as 0.85, and 万 behind a figure is not seen — and
leaves errors out. Of an .xls the formats, errors and looks are read beside, from its records, of an .ods what is struck
out, unseen, merged or hidden; what stays unseen is told, and the book to be compared. Runs in the worker, as everything
foreign.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from forms.book.text import kept_figure
from forms.given.cells import EXACT, ForeignBook, GivenCell, SheetCells
from forms.given.drawn import as_drawn
from forms.given.markup import named, tree_of
from forms.given.number_format import number_cell, serial_day
from forms.given_books.ods_looks import TableLooks, ods_looks
from forms.given_books.xls_records import ERRORS, Place, XlsSheet, xls_sheets
from models.basics.errors import AppError
from models.basics.sizes import LARGEST_GIVEN_PART, LARGEST_OTHER_PART

MOST_SHEETS, MOST_CELLS = 250, 1_000_000
PANIC = "PanicException"
SECTOR, SETTINGS_WITHIN = 512, 4096
HEAD_OF_CONTENT = 8_000_000  # bytes of an .ods; its settings stand before its first sheet
_NULL_DATE = re.compile(rb'null-date[^>]*date-value="([0-9-]{10})"')
_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
_GLOBALS = bytes.fromhex("0908100000060500")  # BOF of BIFF8, 16 bytes long, of the workbook's own records
_DATEMODE, _EOF = 0x22, 0x0A
_WB_PROP = 153  # records of an .xlsb: [MS-XLSB] 2.3
_ROW, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE = 0, 3, 11, 156
_ERROR_AT = 8  # behind column and style


def read_old_book(content: bytes, name: str) -> ForeignBook:
    """Return the worksheets of a book. Raises AppError: "import_password", "import_unreadable", "import_too_large"."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = book.sheets_metadata
        if len(listed) > MOST_SHEETS:
            raise AppError("import_too_large", 文件=name)
        sheets = tuple(_sheets(book, listed, name, date_1904=counts_from_1904(content)))
    except PasswordError as error:
        raise AppError("import_password", 文件=name) from error
    except (CalamineError, ValueError, OSError) as error:
        locked = b"encryption-data" in _binary_part(content, "META-INF/manifest.xml", LARGEST_OTHER_PART)  # of an .ods
        raise AppError("import_password" if locked else "import_unreadable", 文件=name) from error
    except BaseException as error:  # what the library did not expect of a damaged book is no error of Python's
        if type(error).__name__ != PANIC:
            raise
        raise AppError("import_unreadable", 文件=name) from error
    try:
        return _as_seen(content, listed, sheets)
    except (ValueError, ArithmeticError, SyntaxError) as error:  # of markup too
        raise AppError("import_unreadable", 文件=name) from error


def _as_seen(content: bytes, listed: list[Any], sheets: tuple[SheetCells, ...]) -> ForeignBook:
    """The sheets of a book with what it says, beside their values, of how they look."""
    if records := xls_sheets(content):
        date_1904 = counts_from_1904(content)
        beside = (records[n] if n < len(records) else XlsSheet() for n, one in enumerate(listed) if _is_cells(one))
        told = [_recorded(one, found, date_1904=date_1904) for one, found in zip(sheets, beside, strict=True)]
        return ForeignBook(tuple(told), told=("inks",) if any(one.dressed for one in told) else ())
    looks = ods_looks(content)
    if not looks:
        errors = _binary_errors(content)
        return ForeignBook(tuple(_with_errors(one, errors.get(one.title, {})) for one in sheets), told=("formats",))
    dressed = tuple(_dressed(one, looks.get(one.title, TableLooks(silent=True))) for one in sheets)
    return ForeignBook(dressed, told=("figures",) if any(one.formatless for one in dressed) else ())


def _dressed(sheet: SheetCells, looks: TableLooks) -> SheetCells:
    """A sheet with what its document says of how it looks."""
    shown = {number: dict(row) for number, row in sheet.rows.items()}
    for (number, place), (stored, drawn) in looks.drawn.items():
        if (one := shown.get(number, {}).get(place)) is not None:
            shown[number][place] = as_drawn(one, stored, drawn)
    for (number, place), words in looks.levels.items():
        if (one := shown.get(number, {}).get(place)) is not None:
            shown[number][place] = replace(one, text=words)
    rows = {
        number: {
            place: replace(
                one,
                struck=(number, place) in looks.struck,
                faint=(number, place) in looks.faint,
                formula=(number, place) in looks.formulas,
            )
            for place, one in row.items()
        }
        for number, row in shown.items()
    }
    _put_errors(rows, looks.errors)
    hidden = frozenset(looks.hidden & rows.keys())
    columns = frozenset(looks.hidden_columns)
    return replace(
        sheet,
        rows=rows,
        merged=looks.merged,
        hidden=hidden,
        hidden_columns=columns,
        dressed=looks.dressed,
        veiled=tuple(looks.veiled),
        formatless=looks.silent,
    )


def _with_errors(sheet: SheetCells, errors: Mapping[Place, str]) -> SheetCells:
    """A sheet with the errors its records say."""
    if not errors:
        return sheet
    rows = {number: dict(row) for number, row in sheet.rows.items()}
    _put_errors(rows, errors)
    return replace(sheet, rows=dict(sorted(rows.items())))


def _put_errors(rows: dict[int, dict[int, GivenCell]], errors: Mapping[Place, str]) -> None:
    for (number, place), words in errors.items():
        rows.setdefault(number, {})[place] = GivenCell(words, formula=True)


def _is_cells(one: Any) -> bool:  # noqa: ANN401 - a sheet as calamine lists it
    return "WorkSheet" in str(one.typ)


def _recorded(sheet: SheetCells, found: XlsSheet, *, date_1904: bool) -> SheetCells:
    """A sheet with what its records say: figures as they are shown, errors, what is hidden or struck out."""
    rows = {number: dict(row) for number, row in sheet.rows.items()}
    _put_errors(rows, found.errors)
    for (number, place), (value, code) in found.figures.items():
        figure = number_cell(repr(value), code, formula=(number, place) in found.formulas, date_1904=date_1904)
        rows.setdefault(number, {})[place] = figure
    for number, place in found.formulas & found.figures.keys() if found.uncounted else ():
        rows[number][place] = GivenCell("", formula=True, stale=True)
    for (number, place), words in found.levels.items():
        if shown := rows.get(number, {}).get(place):
            rows[number][place] = replace(shown, text=words)
    for number, place in found.struck | found.faint:
        if shown := rows.get(number, {}).get(place):
            at = (number, place)
            rows[number][place] = replace(shown, struck=at in found.struck, faint=at in found.faint)
    hidden, columns = frozenset(found.hidden & rows.keys()), frozenset(found.hidden_columns)
    return replace(
        sheet,
        rows=rows,
        hidden=hidden,
        hidden_columns=columns,
        formatless=False,
        dressed=found.dressed or sheet.dressed,
    )


def counts_from_1904(content: bytes) -> bool:
    """True for an .xls whose days count from 1904: its record DATEMODE says 1 ([MS-XLS] 2.4.77); likewise .xlsb, .ods.

    The records of a workbook begin with BOF at the start of a sector and tell this within their first kilobytes;
    calamine, which minds it for cells that are formatted as days, does not say it.
    """
    if not content.startswith(_CONTAINER):
        return _null_date(content) == "1904-01-01" or _binary_from_1904(content)
    start = next((at for at in range(0, len(content), SECTOR) if content.startswith(_GLOBALS, at)), len(content))
    at, end = start, min(start + SETTINGS_WITHIN, len(content) - 4)
    while at < end:
        kind, size = int.from_bytes(content[at : at + 2], "little"), int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == _DATEMODE:
            return content[at + 4 : at + 6] == b"\1\0"
        if kind == _EOF:
            break
        at += 4 + size
    return False


def _null_date(content: bytes) -> str:
    """The day an .ods counts from ([ODF 1.2] 9.4.2), "" where it does not say."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open("content.xml") as part:
            found = _NULL_DATE.search(part.read(HEAD_OF_CONTENT))
    except (KeyError, zipfile.BadZipFile, OSError):
        return ""
    return found[1].decode("ascii") if found else ""


def _binary_from_1904(content: bytes) -> bool:
    """True for an .xlsb whose record BrtWbProp says so in its first bit ([MS-XLSB] 2.4.839)."""
    head = _binary_part(content, "xl/workbook.bin", SETTINGS_WITHIN)
    return next((bool(body[:1] and body[0] & 1) for kind, body in _records(head) if kind == _WB_PROP), False)


def _binary_errors(content: bytes) -> dict[str, dict[Place, str]]:
    """Return the errors in the cells of each sheet of an .xlsb by its name, which calamine leaves out."""
    rels = _binary_part(content, "xl/_rels/workbook.bin.rels", SETTINGS_WITHIN * MOST_SHEETS)
    if not rels:
        return {}
    paths = {str(one.get("Id")): str(one.get("Target")) for one in named(tree_of(rels), "Relationship")}
    found: dict[str, dict[Place, str]] = {}
    for kind, body in _records(_binary_part(content, "xl/workbook.bin", LARGEST_OTHER_PART)):
        if kind == _BUNDLE:
            identity, rest = _counted_text(body[8:])
            target = paths.get(identity, "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[_counted_text(rest)[0]] = _errors_of(_binary_part(content, path, LARGEST_GIVEN_PART))
    return found


def _errors_of(part: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    row = 0
    for kind, body in _records(part):
        if kind == _ROW:
            row = int.from_bytes(body[:4], "little")
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and len(body) > _ERROR_AT:
            found[row + 1, int.from_bytes(body[:4], "little") + 1] = ERRORS.get(body[_ERROR_AT], "#N/A")
    return found


def _binary_part(content: bytes, path: str, most: int) -> bytes:
    """The first bytes of a part of an .xlsb, none where it has no such part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(path) as part:
            return part.read(most)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
        return b""


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a part of an .xlsb; one that is cut off ends them."""
    at = 0
    while at < len(part):
        kind, at = _counted(part, at, 2)
        size, at = _counted(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _counted_text(body: bytes) -> tuple[str, bytes]:
    """A text with the number of its signs before it, and what stands behind it."""
    size = 4 + 2 * int.from_bytes(body[:4], "little")
    return body[4:size].decode("utf-16-le", "replace"), body[size:]


def _counted(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number whose bytes give seven bits each, the lowest first, and tell by the eighth that another follows."""
    found = 0
    for n, byte in enumerate(content[at : at + most]):
        found |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            return found, at + n + 1
    return found, at + most


def _sheets(book: Any, listed: list[Any], name: str, *, date_1904: bool) -> Iterator[SheetCells]:  # noqa: ANN401
    seen = 0
    for one in listed:
        if not _is_cells(one):
            continue
        sheet = book.get_sheet_by_name(one.name)
        seen += sheet.total_height * max(1, sheet.width)
        if seen > 20 * MOST_CELLS:
            raise AppError("import_too_large", 文件=name)
        top, left = sheet.start or (0, 0)
        rows: dict[int, dict[int, GivenCell]] = {}
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            found = {
                column: shown
                for column, value in enumerate(row, left + 1)
                if (shown := _shown(value, date_1904=date_1904)) is not None
            }
            if found:
                rows[number] = found
        if sum(map(len, rows.values())) > MOST_CELLS:
            raise AppError("import_too_large", 文件=name)
        merged = {
            (row + 1, column + 1): (first[0] + 1, first[1] + 1)
            for first, last in (sheet.merged_cell_ranges or ())
            if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) <= MOST_CELLS // 10
            for row in range(first[0], last[0] + 1)
            for column in range(first[1], last[1] + 1)
        }
        unseen = not str(one.visible).endswith(".Visible")
        yield SheetCells(title=one.name, rows=rows, merged=merged, unseen=unseen, formatless=True)


def _shown(value: object, *, date_1904: bool) -> GivenCell | None:
    if value == "" or value is None:
        return None
    if isinstance(value, bool):
        return GivenCell(str(value).upper())
    if isinstance(value, datetime | date | time):
        return GivenCell(value.isoformat().removesuffix("T00:00:00"))
    if isinstance(value, timedelta):
        return GivenCell(str(value))
    if isinstance(value, int | float):
        figure = kept_figure(repr(value))
        return GivenCell(figure, rough=abs(value) >= EXACT, day=serial_day(figure, date_1904=True) if date_1904 else "")
    return GivenCell(str(value))
