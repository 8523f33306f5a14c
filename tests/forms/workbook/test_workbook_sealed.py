"""A workbook with its real seals, what a draft shows, and figures that a spreadsheet cannot hold as numbers."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook

from forms.seals.data_seal import open_seal, seal
from forms.seals.keys import keys
from forms.seals.xlsx.seal import seal_workbook
from forms.workbook.visible import MOST
from forms.workbook.workbook import SealedContent, read_workbook, visible_differences, write_workbook
from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.checks.run import run_checks
from models.returns.returns import parse_return
from models.sheet.cells import read_cell
from models.sheet.explanation import Explanation
from tests.forms.sample_return import LONG, book_of, county, filed, forestry, plan, sealed_of, sheet_of


def test_a_book_with_both_seals_is_read_as_our_own_and_its_data_verifies() -> None:
    key = keys.new_key()
    signer = keys.Signer(key, keys.self_signed(key, county(), plan().unit_name(county())))
    now = datetime(2020, 10, 12, 9, tzinfo=PLAN_ZONE)
    sheet = sheet_of(county())
    content = filed(sheet)
    sealed = SealedContent(content.content, seal(content.content, signer, now))
    read = read_workbook(seal_workbook(write_workbook(content, sheet, run_checks(sheet), sealed), signer, now))
    assert read.own and read.sealed == sealed
    assert visible_differences(parse_return(read.sealed.content), read) == ()
    assert keys.unit_of(open_seal(read.sealed.content, read.sealed.cms).certificate) == county()


def test_figures_with_more_digits_than_a_spreadsheet_keeps_are_shown_whole() -> None:
    content, book = book_of(county())
    code = next(a for a, entry in content.cells.items() if entry.value == str(LONG) and "/" not in a)
    found = load_workbook(io.BytesIO(book))
    row = next(row for sheet in found.worksheets for row in sheet.iter_rows() if code in [cell.value for cell in row])
    assert str(LONG) in [cell.value for cell in row]


def test_a_draft_shows_what_could_not_be_read_as_it_was_typed() -> None:
    sheet = sheet_of(county())
    unread = replace(sheet, cells={**sheet.cells, "Q06.9": read_cell(plan().items["Q06.9"], "约三万亩左右")})
    found = load_workbook(io.BytesIO(write_workbook(filed(unread), unread, run_checks(unread), None)))
    row = next(
        row for sheet in found.worksheets for row in sheet.iter_rows() if "Q06.9" in [cell.value for cell in row]
    )
    assert "无法识别：约三万亩左右" in [cell.value for cell in row]


def test_an_explanation_no_cell_can_hold_is_refused_and_not_cut() -> None:
    sheet = sheet_of(county())
    long = replace(sheet, explanations={"CK-A17": Explanation("长" * 40_000)})
    with pytest.raises(AppError) as refused:
        write_workbook(filed(long), long, (), sealed_of(filed(long)))
    assert refused.value.code == "book_text_too_long"


def test_another_return_in_the_cells_is_told_in_a_bounded_list() -> None:
    _, book = book_of(forestry())
    other, _ = book_of(county())
    found = visible_differences(other, read_workbook(book))
    assert len(found) == MOST + 1
    assert found[-1].after.startswith("另有")
