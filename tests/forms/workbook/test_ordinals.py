"""The numbers of the rows of 审核结果: a changed one is named, one that another program has saved again is not."""

import io
from collections.abc import Callable
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.workbook.workbook import ReadBook, expected_shown, read_workbook, visible_differences
from models.checks.run import run_checks
from models.returns.revisions import Difference
from tests.forms.sample_return import book_of, county, plan, sheet_of

FIRST = 4  # row of the first finding on the sheet
Change = Callable[[Worksheet], None]


def compared(read: ReadBook, *, without: int = 0) -> tuple[Difference, ...]:
    """What differs for an office that finds all but the first `without` findings again."""
    content, sheet = book_of(county())[0], sheet_of(county())
    expected = expected_shown(content, sheet, run_checks(sheet)[without:], read)
    return visible_differences(content, read, expected, plan())


@cache
def rows() -> tuple[int, int]:
    """The first and the last row with a number."""
    sheet = load_workbook(io.BytesIO(book_of(county())[1]))["审核结果"]
    found = [row[0].row for row in sheet.iter_rows() if isinstance(row[0].value, int | float)]
    return found[0], found[-1]


def changed(change: Change) -> tuple[Difference, ...]:
    book = load_workbook(io.BytesIO(book_of(county())[1]))
    change(book["审核结果"])
    out = io.BytesIO()
    book.save(out)
    return compared(read_workbook(out.getvalue()))


def put(row: int, number: object) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row=row, column=1).value = number

    return change


@pytest.mark.parametrize("number", [3, 77, 0, "２", "02", "2a", None])
def test_a_changed_number_is_named_with_the_one_that_was_sealed(number: object) -> None:
    first, _ = rows()
    shown = "" if number is None else str(number)
    assert changed(put(first + 1, number)) == (Difference(f"审核结果!A{first + 1}", "2", shown),)


def test_numbers_that_two_findings_have_changed_with_each_other_are_both_named() -> None:
    first, _ = rows()

    def change(sheet: Worksheet) -> None:
        put(first, 2)(sheet)
        put(first + 1, 1)(sheet)

    assert set(changed(change)) == {
        Difference(f"审核结果!A{first}", "1", "2"),
        Difference(f"审核结果!A{first + 1}", "2", "1"),
    }


def test_a_number_beside_an_explanation_alone_is_named() -> None:
    _, last = rows()
    assert changed(put(last + 1, last)) == (Difference(f"审核结果!A{last + 1}", "", str(last)),)


def test_rows_that_somebody_has_sorted_keep_their_numbers() -> None:
    first, last = rows()

    def change(sheet: Worksheet) -> None:
        found = [[cell.value for cell in sheet[row]] for row in range(first, last + 1)]
        for row, values in enumerate(reversed(found), first):
            for column, value in enumerate(values, 1):
                sheet.cell(row=row, column=column).value = value

    assert changed(change) == () == changed(lambda _: None)


def test_findings_that_only_the_unit_can_find_have_their_numbers_too() -> None:
    book = load_workbook(io.BytesIO(book_of(county())[1]))
    out = io.BytesIO()
    book.save(out)
    assert compared(read_workbook(out.getvalue()), without=2) == ()
