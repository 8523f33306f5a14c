"""Old books: .xls, .xlsb and .ods, read with calamine.

That library gives values without their formats: a percentage comes as 0.85, and 万 behind a figure is not seen. So the
book is told to be compared, and a date, which it does know, comes as one. Runs in the worker, as everything foreign.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from forms.book.text import kept_figure
from forms.given.cells import EXACT, ForeignBook, GivenCell, SheetCells
from models.basics.errors import AppError

MOST_SHEETS, MOST_CELLS = 250, 1_000_000


def read_old_book(content: bytes, name: str) -> ForeignBook:
    """Return the worksheets of a book. Raises AppError: "import_password", "import_unreadable", "import_too_large"."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = book.sheets_metadata
        if len(listed) > MOST_SHEETS:
            raise AppError("import_too_large", 文件=name)
        sheets = tuple(_sheets(book, listed, name))
    except PasswordError as error:
        raise AppError("import_password", 文件=name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise AppError("import_unreadable", 文件=name) from error
    return ForeignBook(sheets, told=("formats",))


def _sheets(book: Any, listed: list[Any], name: str) -> Iterator[SheetCells]:  # noqa: ANN401
    seen = 0
    for one in listed:
        if "WorkSheet" not in str(one.typ):
            continue
        sheet = book.get_sheet_by_name(one.name)
        seen += sheet.total_height * max(1, sheet.width)
        if seen > 20 * MOST_CELLS:
            raise AppError("import_too_large", 文件=name)
        top, left = sheet.start or (0, 0)
        rows: dict[int, dict[int, GivenCell]] = {}
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            found = {
                column: shown for column, value in enumerate(row, left + 1) if (shown := _shown(value)) is not None
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
        yield SheetCells(title=one.name, rows=rows, merged=merged, unseen=not str(one.visible).endswith(".Visible"))


def _shown(value: object) -> GivenCell | None:
    if value == "" or value is None:
        return None
    if isinstance(value, bool):
        return GivenCell(str(value).upper())
    if isinstance(value, datetime | date | time):
        return GivenCell(value.isoformat().removesuffix("T00:00:00"))
    if isinstance(value, timedelta):
        return GivenCell(str(value))
    if isinstance(value, int | float):
        return GivenCell(kept_figure(repr(value)), rough=abs(value) >= EXACT)
    return GivenCell(str(value))
