"""Foreign books: reading a workbook that another program has saved (LibreOffice, WPS, Excel, openpyxl).

Looked over before openpyxl builds anything, because openpyxl makes an object for every cell a merge covers. A formula
is never evaluated and its cached result never read: it is shown as 公式, which no return says anywhere.
"""

import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime
from typing import Any

from forms.book.strict import Grid, Rows
from forms.book.text import kept_figure, word
from models.basics.errors import AppError

MAX_CELLS, MAX_MERGES, MAX_MERGED = 1_000_000, 500, 20_000
MAX_ROW, MAX_COLUMN, MAX_SHEETS = 1_048_576, 16_384, 100
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_FORMAT = re.compile(r"general|@|[#,]*0?(?:\.[0#?]+)?(?:[_\\][ )])?", re.IGNORECASE)
# All that openpyxl was seen or is written to raise over broken parts; nothing here touches the disk.
UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, SyntaxError, EOFError, OSError,
    NotImplementedError, MemoryError, AssertionError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def foreign_grids(content: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a foreign workbook in order.

    Raises AppError: "book_too_large", "book_unreadable", and what `guard_foreign_zip` raises.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    from forms.guards.guards import guard_foreign_zip

    guard_foreign_zip(content)
    try:
        look_over(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and print areas it drops; cells are what is read
            book = load_workbook(io.BytesIO(content), read_only=False, data_only=False, keep_links=False)
        if len(book.worksheets) > MAX_SHEETS:
            raise AppError("book_too_large")
        return tuple(Grid(str(sheet.title), _rows(sheet)) for sheet in book.worksheets)
    except (*UNREADABLE, CellCoordinatesException, InvalidFileException) as error:
        raise AppError("book_unreadable") from error


def look_over(content: bytes) -> None:
    """Refuse sheets whose cells or merges no return could have, whatever their parts are called."""
    cells = merges = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            for kind, reference in _references(package.read(name)):
                cells, merges = cells + (kind == "c"), merges + (kind == "mergeCell")
                if cells > MAX_CELLS or merges > MAX_MERGES or not _bounded(kind, reference):
                    raise AppError("book_too_large")


def _references(part: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """Yield every cell and merge of a part with its reference; nothing for a part that is no XML."""
    from lxml import etree

    steps = etree.iterparse(
        io.BytesIO(part),
        tag=("{*}c", "{*}mergeCell", "{*}row"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in steps:
            kind = etree.QName(element).localname
            if kind == "row":
                element.clear()
            else:
                yield kind, element.get("ref" if kind == "mergeCell" else "r") or "A1"
    except etree.XMLSyntaxError:
        return


def _bounded(kind: str, reference: str) -> bool:
    corners = [_CELL.fullmatch(corner) for corner in reference.split(":")]
    if not 1 <= len(corners) <= 2 or not all(corners):
        return False
    places = [(int(corner[2]), _column(corner[1])) for corner in corners if corner]
    if any(row > MAX_ROW or column > MAX_COLUMN for row, column in places):
        return False
    (top, left), (bottom, right) = places[0], places[-1]
    return kind == "c" or (abs(bottom - top) + 1) * (abs(right - left) + 1) <= MAX_MERGED


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _rows(sheet: Any) -> Rows:  # noqa: ANN401 - openpyxl has no types
    rows: Rows = {}
    # The public iterators fill the whole rectangle up to the last cell; a single far cell would make millions.
    for (row, column), cell in sorted(sheet._cells.items()):
        text = _shown(cell)
        if text:
            rows.setdefault(row, {})[column] = text
    return rows


def _shown(cell: Any) -> str:  # noqa: ANN401
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return word("mark.formula")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return str(value)


def _number(value: int | float, form: str) -> str:
    """A number as text; with its format where that would show something else (a literal text, a percentage)."""
    text = kept_figure(repr(value))
    if all(_FORMAT.fullmatch(part) for part in form.split(";")):
        return text
    return word("mark.format", 值=text, 格式=form[:40])
