"""Import cells: the sheets of somebody's workbook as texts, the way a clerk sees them, with what is odd about each.

A figure is the text the person typed as far as the file still says it: 90.4% stays 90.4%, a day becomes ISO, a formula
gives its stored result or, without one, nothing but the remark. Guarded before openpyxl sees it. Decides nothing.
"""

import io
import warnings
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from forms.book.foreign import UNREADABLE
from forms.book.text import kept_figure
from forms.guards.worker import Ask, Plain, in_worker
from models.basics.errors import AppError
from models.basics.quantity import plain

MOST_SHEETS = 60
MOST_COLUMNS = 16_384
EXACT = 10**15  # a spreadsheet keeps 15 digits: longer figures (codes typed as numbers) have lost their last ones


@dataclass(frozen=True, slots=True)
class Shown:
    """What one cell shows. `formula`: it comes from one; without a stored result the text is "" and `stale` is set."""

    text: str
    formula: bool = False
    stale: bool = False
    rough: bool = False  # a number with more digits than a spreadsheet keeps


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: title, cells by row and column (1-based), what is hidden, cells that are merged."""

    title: str
    rows: dict[int, dict[int, Shown]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # place → first cell of its merge

    def text(self, row: int, column: int | None) -> str:
        """Return the trimmed text of a cell, "" where nothing stands."""
        found = self.rows.get(row, {}).get(column) if column is not None else None
        return found.text.strip() if found else ""


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """The sheets of a workbook in order, and when it says it was saved last (None = it does not say)."""

    sheets: tuple[SheetCells, ...]
    saved: datetime | None = None


def read_sheets(content: bytes, name: str) -> ForeignBook:
    """Return the sheets of a workbook, read in the worker.

    Raises AppError: "import_not_xlsx" for anything but an .xlsx, "import_unreadable", and as `guard_foreign_zip` and
    `in_worker`.
    """
    sheets, saved = in_worker(sheets_plainly, content, name)
    return ForeignBook(tuple(map(_from_plain, sheets)), datetime.fromisoformat(saved) if saved else None)


def sheets_plainly(content: bytes, name: str, _: Ask) -> Plain:
    """Read a workbook in the worker and return its sheets as plain data."""
    book = _read(content, name)
    sheets = [
        (
            one.title,
            {row: {column: _as_tuple(x) for column, x in cells.items()} for row, cells in one.rows.items()},
            list(one.hidden), list(one.hidden_columns), one.merged,
        )
        for one in book.sheets
    ]  # fmt: skip
    return sheets, book.saved.isoformat() if book.saved else None


def _as_tuple(one: Shown) -> tuple[str, bool, bool, bool]:
    return one.text, one.formula, one.stale, one.rough


def _from_plain(said: Any) -> SheetCells:  # noqa: ANN401
    title, rows, hidden, columns, merged = said
    cells = {row: {column: Shown(*one) for column, one in found.items()} for row, found in rows.items()}
    return SheetCells(title, cells, frozenset(hidden), frozenset(columns), merged)


def _read(content: bytes, name: str) -> ForeignBook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    from forms.guards.guards import guard_foreign_zip, sniff

    if sniff(content) != "xlsx":
        raise AppError("import_not_xlsx", 文件=name)
    guard_foreign_zip(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles it drops
            typed = load_workbook(io.BytesIO(content), keep_links=False)
            results = typed
            if any(cell.data_type == "f" for one in typed.worksheets for cell in one._cells.values()):
                results = load_workbook(io.BytesIO(content), keep_links=False, data_only=True)
        if len(typed.worksheets) > MOST_SHEETS:
            raise AppError("import_unreadable", 文件=name)
        sheets = tuple(_sheet(one, results[one.title]) for one in typed.worksheets)
        return ForeignBook(sheets, _saved(typed.properties.modified))
    except (*UNREADABLE, CellCoordinatesException, InvalidFileException) as error:
        raise AppError("import_unreadable", 文件=name) from error


def _saved(said: object) -> datetime | None:
    """The file's own word, in UTC by the standard; nothing is decided by it."""
    return (
        said
        if isinstance(said, datetime) and said.tzinfo
        else said.replace(tzinfo=UTC)
        if isinstance(said, datetime)
        else None
    )


def _sheet(typed: Any, results: Any) -> SheetCells:  # noqa: ANN401 - openpyxl has no types
    rows: dict[int, dict[int, Shown]] = {}
    for (row, column), cell in sorted(typed._cells.items()):
        shown = _shown(cell, results._cells.get((row, column)))
        if shown is not None:
            rows.setdefault(row, {})[column] = shown
    hidden = frozenset(number for number, look in typed.row_dimensions.items() if look.hidden)
    columns = frozenset(
        place
        for look in typed.column_dimensions.values()
        if look.hidden
        for place in range(look.min, min(look.max, MOST_COLUMNS) + 1)
    )
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in typed.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    return SheetCells(str(typed.title), rows, hidden, columns, merged)


def _shown(cell: Any, result: Any) -> Shown | None:  # noqa: ANN401
    if cell.value is None:
        return None
    if cell.data_type != "f":
        return Shown(_text(cell.value, cell), rough=_rough(cell.value))
    value = result.value if result is not None else None
    if value is None:
        return Shown("", formula=True, stale=True)
    return Shown(_text(value, cell), formula=True, rough=_rough(value))


def _rough(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT


def _text(value: object, cell: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, int | float):
        figure = kept_figure(repr(value))
        return f"{plain(Decimal(figure) * 100)}%" if "%" in str(cell.number_format) else figure
    return str(value)
