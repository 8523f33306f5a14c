"""XML book: the XML spreadsheet of Excel 2003, which says number and format apart, as a workbook does."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from forms.book_reading.colours import of_hex, readable
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.given.markup import local_name, named, tree_of
from forms.given.number_format import GENERAL, number_cell
from forms.given_books.cell_grid import CellGrid
from forms.given_books.markup_kinds import SPREADSHEET
from models.basics.errors import AppError
from models.basics.records import dataclass

MOST_COLUMNS, MOST_SHEETS = 16_384, 250
_FORMATS = {
    "General Number": GENERAL, "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
}  # fmt: skip


def read_xml_book(content: bytes, name: str) -> ForeignBook:
    """Return the sheets of an XML spreadsheet of 2003. Raises AppError: "import_unreadable", "import_too_large"."""
    try:
        root = tree_of(content)
        styles = {_said(one, "ID"): _Style.of(one) for one in named(root, "Style")}
        sheets = [*named(root, "Worksheet")]
        if len(sheets) > MOST_SHEETS:
            raise AppError("import_too_large", 文件=name)
        date_1904 = any((one.text or "1").strip().lower() not in ("0", "false") for one in named(root, "Date1904"))
        return ForeignBook(tuple(_XmlSheet(name=name, styles=styles, date_1904=date_1904).read(one) for one in sheets))
    except (ValueError, SyntaxError, ArithmeticError) as error:  # lxml's errors are SyntaxErrors
        raise AppError("import_unreadable", 文件=name) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    code: str = GENERAL
    struck: bool = False
    faint: bool = False

    @classmethod
    def of(cls, one: Any) -> "_Style":  # noqa: ANN401
        form, font, ground = (next(named(one, name), None) for name in ("NumberFormat", "Font", "Interior"))
        said = _said(form, "Format") or GENERAL
        ink, fill = (of_hex(_said(part, "Color").lstrip("#")) for part in (font, ground))
        return cls(
            code=_FORMATS.get(said, said),
            struck=_said(font, "StrikeThrough") == "1",
            faint=not readable(ink, fill),
        )


@dataclass(slots=True, kw_only=True)
class _XmlSheet(CellGrid):
    """One worksheet being read."""

    styles: Mapping[str, _Style]
    date_1904: bool  # the book counts its days from 1904

    def read(self, sheet: Any) -> SheetCells:  # noqa: ANN401
        row = 0
        for one in named(sheet, "Row"):
            row = _number(one, "Index") or row + 1
            if _said(one, "Hidden") == "1":
                self.hidden.add(row)
            self._row(one, row)
            row += _number(one, "Span")
        unseen = any((one.text or "").strip() != "SheetVisible" for one in named(sheet, "Visible"))
        return SheetCells(
            title=_said(sheet, "Name"),
            rows=self.rows,
            merged=self.merged,
            hidden=frozenset(self.hidden & self.rows.keys()),
            hidden_columns=frozenset(_hidden_columns(sheet)),
            unseen=unseen,
        )

    def _row(self, row: Any, number: int) -> None:  # noqa: ANN401
        column = 0
        for cell in (one for one in row if local_name(one) == "Cell"):
            column = _number(cell, "Index") or column + 1
            wide, high = 1 + _number(cell, "MergeAcross"), 1 + _number(cell, "MergeDown")
            self.put(number, column, (wide, high), self._shown(cell))
            column += wide - 1

    def _shown(self, cell: Any) -> GivenCell | None:  # noqa: ANN401
        data, formula = next(named(cell, "Data"), None), bool(_said(cell, "Formula"))
        style = self.styles.get(_said(cell, "StyleID"), _Style())
        text = "".join(data.itertext()) if data is not None else ""
        if not text.strip():
            return GivenCell("", formula=True, stale=True) if formula else None
        kind = _said(data, "Type")
        if kind == "Number":
            found = number_cell(text.strip(), style.code, formula=formula, date_1904=self.date_1904)
        elif kind == "DateTime":
            found = GivenCell(re.sub(r"(?:T00:00:00)?(?:\.0+)?$", "", text.strip()), formula=formula, turned=True)
        else:
            found = GivenCell(text, formula=formula)
        return replace(found, struck=style.struck, faint=style.faint)


def _hidden_columns(sheet: Any) -> Iterator[int]:  # noqa: ANN401
    column = 0
    for one in named(sheet, "Column"):
        column = max(_number(one, "Index"), column + 1)  # one that goes back is none of Excel's
        last = min(column + _number(one, "Span"), MOST_COLUMNS)
        if _said(one, "Hidden") == "1":
            yield from range(column, last + 1)
        column = last
        if column >= MOST_COLUMNS:
            return


def _said(element: Any, name: str) -> str:  # noqa: ANN401
    """An attribute of the spreadsheet's namespace, "" where it is not there."""
    return "" if element is None else str(element.get(f"{{{SPREADSHEET.decode()}}}{name}") or "")


def _number(element: Any, name: str) -> int:  # noqa: ANN401
    text = _said(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
