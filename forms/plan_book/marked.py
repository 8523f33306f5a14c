"""Marked: the texts of a book again, with a comment at every cell that is wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.book.text import printable
from forms.book.writer import HEI, KAI, LONGEST, RED, RULE, SHADE, Book, Margins, row_height, text_width
from forms.given.cells import GivenCell
from forms.guards.columns import column_letters
from forms.plan_book.layout import word
from forms.plan_book.pages import CODE
from forms.plan_book.sheet import NARROWEST, WIDEST

Cells = Mapping[int, Mapping[int, GivenCell]]
CODED_HEADS = 2  # row of the heads under the hidden keys, from 1
Notes = Mapping[tuple[str, int, int], Sequence[str]]  # (sheet, row, column) → sentences


def marked_book(
    title: str, sheets: Sequence[tuple[str, Cells]], notes: Notes, general: Sequence[str], made: datetime
) -> bytes:
    """Return the texts of a book again, a comment at each cell that is wrong.

    What concerns no cell (`general`) stands with all the others on a sheet in front. Rows and columns are those of the
    book that was read.
    """
    book = Book(title, "", made.replace(tzinfo=None), Margins(title, ""))
    _list(book, notes, general)
    for name, cells in sheets:
        _sheet(book, name, cells, {(row, column): texts for (at, row, column), texts in notes.items() if at == name})
    return book.content()


def _styles(book: Book) -> tuple[Any, Any, Any]:
    """Return the looks of a text, of one that is wrong and of a head."""
    body = {"num_format": "@", "text_wrap": True, "valign": "top"}
    red = {**body, "bg_color": "#FBE3E4", "border": 1, "border_color": RED}
    head = {"font_name": HEI, "bg_color": SHADE, "border": 1, "border_color": RULE, "align": "center"}
    return book.style(**body), book.style(**red), book.style(**head, text_wrap=True)


def _list(book: Book, notes: Notes, general: Sequence[str]) -> None:
    body, _, head = _styles(book)
    lines = [("", text) for text in general]
    for (sheet, row, column), texts in notes.items():
        lines += [(f"{sheet} {column_letters(column)}{row}", text) for text in texts]
    page = book.add_open_sheet(word("problem_sheet"))
    page.write_string(0, 0, word("problem_head", n=len(lines)), book.style(font_name=KAI))
    for column, text in enumerate((word("problem_place"), word("problem_words"))):
        page.write_string(1, column, text, head)
    for row, line in enumerate(lines, 2):
        for column, text in enumerate(line):
            page.write_string(row, column, printable(text), body)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)


def _sheet(book: Book, name: str, cells: Cells, notes: Mapping[tuple[int, int], Sequence[str]]) -> None:
    body, red, head = _styles(book)
    page = book.add_open_sheet(name)
    coded = any(CODE.fullmatch(shown.text) for shown in cells.get(1, {}).values())
    widths: dict[int, float] = {}
    for row, found in cells.items():
        for column, shown in found.items():
            style = red if (row, column) in notes else head if coded and row == CODED_HEADS else body
            _again(page, row - 1, column - 1, shown, style)
            widths[column] = max(widths.get(column, 0), text_width(shown.text) + 3)
    for (row, column), texts in notes.items():
        if column not in cells.get(row, {}):
            page.write_blank(row - 1, column - 1, None, red)
        page.write_comment(row - 1, column - 1, printable("\n".join(texts)), {"x_scale": 2, "author": ""})
    widths = {column: min(WIDEST, max(NARROWEST, width)) for column, width in widths.items()}
    for column, width in widths.items():
        page.set_column(column - 1, column - 1, width, body)
    for row, found in cells.items():
        page.set_row(row - 1, row_height((shown.text, widths[column]) for column, shown in found.items()))
    if coded:
        page.set_row(0, None, None, {"hidden": True})
        page.freeze_panes(CODED_HEADS, 2)


def _again(sheet: Any, row: int, column: int, shown: GivenCell, style: Any) -> None:  # noqa: ANN401
    """Write a cell as it was read; what cannot be taken stays a formula, so that it is refused again."""
    text = printable(shown.text[:LONGEST])
    if shown.formula or shown.turned or shown.rough:
        inside = text[:200].replace('"', '""')
        sheet.write_formula(row, column, f'="{inside}"', style, text[:200])
    else:
        sheet.write_string(row, column, text, style)
