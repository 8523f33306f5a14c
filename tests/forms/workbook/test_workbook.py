"""The workbook shows what was sealed, survives a re-save, and names every cell that was changed."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from forms.book.text import TALLEST, row_height
from forms.book.writer import ACROSS, UPRIGHT, shared_widths
from forms.workbook.workbook import ReadBook, expected_shown, read_workbook, visible_differences, write_workbook
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.checks.run import run_checks
from models.returns.returns import Return
from models.returns.revisions import Difference, statements
from tests.forms.sample_return import (
    AWKWARD,
    FORMULA_LIKE,
    OWNER,
    book_of,
    county,
    filed,
    forestry,
    plan,
    police,
    sealed_of,
    sheet_of,
)
from tests.forms.workbook.test_workbook_hostile import in_part


def differences(content: Return, book: bytes) -> tuple[Difference, ...]:
    return visible_differences(content, read_workbook(book))


def cell_of(book: object, code: str, head: str) -> object:
    """The cell of a code's row under a head, found as a person would find it."""
    for sheet in book.worksheets:  # type: ignore[attr-defined]
        for heads in sheet.iter_rows():
            words = [str(cell.value or "").partition("\n")[0] for cell in heads]
            if head in words and "代码" in words:
                for row in sheet.iter_rows(min_row=heads[0].row + 1):
                    if row[words.index("代码")].value == code:
                        return row[words.index(head)]
    raise LookupError(code)


def edited(book: bytes, *edits: tuple[str, str, object]) -> bytes:
    """The book as openpyxl saves it after edits (code, head, new value)."""
    found = load_workbook(io.BytesIO(book))
    for code, head, value in edits:
        cell_of(found, code, head).value = value  # type: ignore[attr-defined]
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


@pytest.mark.parametrize("unit", [county, police, forestry])
def test_a_book_of_ours_shows_exactly_what_was_sealed(unit: object) -> None:
    content, book = book_of(unit())  # type: ignore[operator]
    read = read_workbook(book)
    assert read.own
    assert read.sealed == sealed_of(content)
    assert visible_differences(content, read) == ()


@pytest.mark.parametrize("unit", [county, police, forestry])
def test_a_book_of_ours_is_cell_for_cell_what_its_return_shows(unit: object) -> None:
    """Nothing is left to be compared place by place, which would take longer than all that is verified.

    What a book would show is not even laid out cell by cell: both are lists of texts, and the same.
    """
    content, book = book_of(unit())  # type: ignore[operator]
    sheet, read = sheet_of(unit()), read_workbook(book)  # type: ignore[operator]
    assert expected_shown(content, sheet, run_checks(sheet), read) is None
    assert "grids" not in vars(read)


@pytest.mark.parametrize(("name", "old", "new"), [
    ("xl/sharedStrings.xml", b"Q06.9<", b"Q06.8<"), ("xl/sharedStrings.xml", b"<si><t>", b"<si><t>1"),
    ("xl/worksheets/sheet2.xml", b"<v>182.4</v>", b"<v>182.5</v>"), ("xl/worksheets/sheet2.xml", b"<v>5</v>", b"<v>6</v>"),
    ("xl/worksheets/sheet2.xml", b'<row r="7"', b'<row r="7" hidden="1"'), ("xl/workbook.xml", 'name="封面"'.encode(), b'name="X"'),
    ("xl/worksheets/sheet1.xml", b"<oddFooter>", b"<oddFooter>1"),
])  # fmt: skip
def test_a_book_changed_in_one_place_is_compared_place_by_place(name: str, old: bytes, new: bytes) -> None:
    """Also where somebody with the unit's key has sealed the package again."""
    content, book = book_of(county())
    sheet, read = sheet_of(county()), read_workbook(in_part(book, name, old, new))
    assert expected_shown(content, sheet, run_checks(sheet), read) is not None


def test_everything_a_return_says_can_be_seen_in_its_book() -> None:
    for unit in (county(), police(), forestry()):
        content, book = book_of(unit)
        visible = read_workbook(book).visible
        said = {address for address, text in statements(content) if text and not address.startswith("CK-")}
        assert said <= visible.keys()
        assert len(content.explanations) == sum(address.startswith("说明") for address in visible)


def test_the_same_return_gives_the_same_bytes() -> None:
    sheet = sheet_of(police())
    content = filed(sheet, revision=2)
    assert write_workbook(content, sheet, run_checks(sheet), sealed_of(content)) == book_of(police())[1]


def test_a_changed_figure_is_named_with_the_signed_and_the_present_value() -> None:
    content, book = book_of(county())
    assert content.cells["Q06.9"].value == "182.4"
    changed = edited(book, ("Q06.9", "本期数值", 192.4))
    assert differences(content, changed) == (Difference("Q06.9", "182.4", "192.4"),)


def test_a_figure_written_differently_is_no_difference() -> None:
    content, book = book_of(county())
    assert differences(content, edited(book, ("Q06.9", "本期数值", "182.40"))) == ()


def test_changed_states_last_years_figures_and_control_figures_are_named() -> None:
    content, book = book_of(forestry())
    control = next(address for address, entry in content.controls.items() if entry.value and "/" not in address)
    state = next(a for a, entry in content.cells.items() if entry.state == "awaited" and "/" not in a and entry.note)
    last = next(a for a, entry in content.cells.items() if a.endswith("/last_year") and entry.state == "value")
    changed = edited(
        book, (control, "控制数", 99), (state, "状态", "不适用"), (last.removesuffix("/last_year"), "上年同期", 98)
    )
    found = {one.address: one.after for one in differences(content, changed)}
    assert found == {f"{control}（控制数）": "99", state: "不适用", last: "98"}


def test_an_emptied_cell_and_a_typed_one_are_differences() -> None:
    content, book = book_of(county())
    free = next(address for address in sheet_of(county()).slots if address not in content.cells and "/" not in address)
    found = differences(content, edited(book, ("Q06.9", "本期数值", None), (free, "本期数值", 7)))
    assert set(found) == {Difference("Q06.9", "182.4", ""), Difference(free, "", "7")}


def test_cover_progress_and_explanations_are_compared() -> None:
    content, book = book_of(county())
    block = next(iter(content.progress))
    changed = edited(
        book, ("封面.填表人", "内容", "他人"), (block, "本期进展", "全部完成"), ("封面.版次", "内容", "初报")
    )
    found = {one.address: (one.before, one.after) for one in differences(content, changed)}
    assert found.keys() == {"封面.填表人", f"{block}.本期进展", "封面.版次"}
    assert found["封面.填表人"] == ("=测试甲", "他人")


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    found = load_workbook(io.BytesIO(book_of(county())[1]))
    texts = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert FORMULA_LIKE in [cell.value for cell in texts if cell.data_type == "s"]
    assert not [cell.value for cell in texts if cell.data_type not in ("s", "n")]
    assert AWKWARD in [cell.value for cell in texts]


def test_sensitive_columns_stand_masked_on_every_sheet() -> None:
    content, book = book_of(police())
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        strings = package.read("xl/sharedStrings.xml").decode()
    assert content.registers["R02"][0]["号牌号码"] == "陕G00001"
    assert "陕G00001" not in strings and OWNER not in strings
    assert "陕G***01" in strings and "欧阳**" in strings


def test_a_masked_cell_that_was_changed_is_named_without_unmasking_it() -> None:
    content, book = book_of(police())
    found = load_workbook(io.BytesIO(book))
    for row in next(s for s in found.worksheets if s.title.startswith("R02")).iter_rows():
        for cell in row:
            if cell.value == "陕G***01":
                cell.value = "陕G***99"
    out = io.BytesIO()
    found.save(out)
    assert differences(content, out.getvalue()) == (Difference("R02[第1行].号牌号码", "陕G***01", "陕G***99"),)


def test_a_register_of_a_thousand_rows_is_written_and_read() -> None:
    content, book = book_of(police(), 1000)
    read = read_workbook(book)
    assert visible_differences(content, read) == ()
    assert read.own and len(content.registers["R02"]) == 1000


def test_widened_sorted_and_renamed_sheets_still_read() -> None:
    content, book = book_of(county())
    found = load_workbook(io.BytesIO(book))
    for number, sheet in enumerate(found.worksheets):
        sheet.title = f"工作表{number}"
        sheet.column_dimensions["A"].width = 90
        sheet.insert_rows(1, 3)
    table = cell_of(found, "Q06.9", "代码").parent  # type: ignore[attr-defined]
    heads = next(row for row in table.iter_rows() if "代码" in [cell.value for cell in row])
    body = [
        [(cell.value, cell.number_format) for cell in row]
        for row in table.iter_rows(min_row=heads[0].row + 1)
        if row[2].value
    ]
    for place, values in enumerate(reversed(body), heads[0].row + 1):
        for column, (value, form) in enumerate(values, 1):
            table.cell(place, column).value = value
            table.cell(place, column).number_format = form
    table.insert_cols(3)
    out = io.BytesIO()
    found.save(out)
    assert differences(content, out.getvalue()) == ()


def test_a_draft_is_marked_and_is_no_return() -> None:
    sheet = sheet_of(county())
    book = write_workbook(filed(sheet), sheet, run_checks(sheet), None)
    found = load_workbook(io.BytesIO(book))
    assert "数据签名" not in found.sheetnames
    assert all("送审稿" in (sheet.oddHeader.right.text or "") for sheet in found.worksheets)
    with pytest.raises(AppError) as refused:
        read_workbook(book)
    assert refused.value.code == "book_no_seal"
    assert "送审稿" in sentence(refused.value)


def test_the_cover_carries_the_units_name_of_the_day_it_was_reported() -> None:
    renamed = next(unit for unit in plan().filing_units if len(unit.names) > 1)
    since = next(name.since for name in renamed.names if name.since)
    shown = {}
    for day in (date(2020, 10, 12), since):
        sheet = sheet_of(renamed.id)
        cell = replace(sheet.cells["封面.报出日期"], value=day.isoformat())
        later = replace(sheet, cells={**sheet.cells, "封面.报出日期": cell})
        content = filed(later)
        shown[day] = read_workbook(write_workbook(content, later, (), sealed_of(content))).visible["封面.填报单位"]
    assert renamed.names[-1].name in shown[since]
    assert shown[since] != shown[date(2020, 10, 12)]


def test_sheets_print_on_a4_with_heads_repeated_and_pages_numbered() -> None:
    found = load_workbook(io.BytesIO(book_of(county())[1]))
    for sheet in found.worksheets:
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "第 &P 页" in sheet.oddFooter.right.text and "第1次订正" in sheet.oddFooter.left.text
        assert "测试数据" in sheet.oddHeader.right.text
        assert sheet.print_title_rows and sheet.protection.sheet and not sheet.protection.password
        assert not sheet.merged_cells.ranges
    assert found.properties.creator == found.properties.lastModifiedBy == "碳报"


def test_reading_back_does_not_trust_a_book_that_says_it_is_ours() -> None:
    content, book = book_of(county())
    assert isinstance(read_workbook(book), ReadBook)
    other = filed(sheet_of(county()), revision=1)
    addresses = {one.address for one in differences(other, book)}
    assert {"封面.版次", "封面.数据摘要", "封面.校验码"} <= addresses
    assert content.digest != other.digest


def _as_wide(book: bytes) -> dict[str, tuple[bool, float]]:
    """Sheet → whether it lies across, and the width of its columns."""
    found = {}
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        widths = [sheet.column_dimensions[one].width for one in sheet.column_dimensions]
        found[sheet.title] = sheet.page_setup.orientation == "landscape", sum(widths)
    return found


def test_sheets_of_sentences_are_printed_on_one_sheet_in_type_that_can_be_read() -> None:
    """任务进展 was printed at four points, 审核结果 and the cover at six: as wide as they were, on one sheet."""
    wide = _as_wide(book_of(county())[1])
    assert all(wide[name][0] and wide[name][1] <= ACROSS + 8 for name in ("任务进展", "审核结果")), wide
    assert not wide["封面"][0] and wide["封面"][1] <= UPRIGHT + 3


def test_prose_shares_the_room_as_its_texts_need_and_none_is_cut() -> None:
    few, many = ["推进中"], ["已完成" * 100]
    equal = shared_widths([few, few], 60)
    assert equal[0] == equal[1] and sum(equal) == pytest.approx(60)
    first, second = shared_widths([few, many], 60)
    assert first < second and first >= 8
    wide = shared_widths([["长" * 500]] * 3, 60)
    assert all(row_height([("长" * 500, one)]) < TALLEST for one in wide), "wider than its room, and whole"
