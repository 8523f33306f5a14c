"""Hostile and broken workbooks are refused with a sentence or shown to differ; none of them stops the program."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from forms.workbook.workbook import read_workbook, visible_differences
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.returns.revisions import Difference
from tests.forms.sample_return import book_of, county, police


def repacked(book: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with every part passed through `change`; None drops the part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return out.getvalue()


def part_of(book: bytes, code: str) -> str:
    """The sheet part that shows a code."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        strings = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", package.read("xl/sharedStrings.xml").decode())
        cell = f't="s"><v>{strings.index(code)}</v>'.encode()
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return next(name for name in sheets if cell in package.read(name))


def in_part(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    def change(part: str, content: bytes) -> bytes:
        if part == name and old not in content:
            raise LookupError(old)
        return content.replace(old, new, 1) if part == name else content

    return repacked(book, change)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(book: bytes) -> Workbook:
    return load_workbook(io.BytesIO(book))


def seal_rows(book: Workbook) -> dict[tuple[str, int], object]:
    """The cells of sheet 数据签名 by part and ordinal."""
    rows = list(book["数据签名"].iter_rows())
    return {(row[0].value, row[1].value): row[2] for row in rows if isinstance(row[1].value, int)}


def found_in(book: bytes) -> dict[str, Difference]:
    content, _ = book_of(county())
    return {one.address: one for one in visible_differences(content, read_workbook(book))}


def refusal(book: bytes) -> str:
    with pytest.raises(AppError) as refused:
        read_workbook(book)
    assert sentence(refused.value).endswith("。")
    return refused.value.code


def figure(book: bytes) -> tuple[str, bytes]:
    """The part and the bytes of the cell that shows 182.4 for Q06.9."""
    name = part_of(book, "Q06.9")
    row = next(row for sheet in loaded(book) for row in sheet.iter_rows() if any(c.value == "Q06.9" for c in row))
    place = next(cell.coordinate for cell in row if cell.value == 182.4).encode()
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        (cell,) = re.findall(rb'<c r="' + place + rb'" s="\d+"><v>182.4</v></c>', package.read(name))
    return name, cell


def test_a_formula_in_a_figures_place_is_a_difference_whatever_result_it_carries() -> None:
    book = book_of(county())[1]
    name, cell = figure(book)
    found = found_in(in_part(book, name, cell, cell.replace(b"<v>", b"<f>182.4*1</f><v>")))
    assert [one.after for one in found.values()] == ["公式"]


def test_a_number_format_that_shows_another_figure_is_a_difference() -> None:
    book = loaded(book_of(county())[1])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if any(cell.value == "Q06.9" for cell in row):
                next(cell for cell in row if cell.value == 182.4).number_format = '"192.40"'
    found = found_in(saved(book))
    assert list(found) == ["Q06.9"] and "192.40" in found["Q06.9"].after


def test_a_merge_that_covers_a_figure_is_a_difference() -> None:
    book = loaded(book_of(county())[1])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if any(cell.value == "Q06.9" for cell in row):
                place = next(cell for cell in row if cell.value == 182.4)
                sheet.merge_cells(
                    start_row=place.row - 1, end_row=place.row, start_column=place.column, end_column=place.column
                )
                break
    assert "Q06.9" in found_in(saved(book))


def test_rows_typed_between_are_differences() -> None:
    content, plain = book_of(police())
    book = loaded(plain)
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith("R02"))
    sheet.insert_rows(6)
    for column, value in ((1, 5), (2, "R02"), (4, 5), (5, "陕G***05")):
        sheet.cell(6, column).value = value
    sheet.insert_rows(8)
    sheet.cell(8, 7).value = "没有代码的值"
    found = visible_differences(content, read_workbook(saved(book)))
    assert {(one.address, one.before, one.after) for one in found} >= {("R02[第5行]", "", "整行（2栏）")}
    assert "没有代码的值" in [one.after for one in found]


def test_a_row_and_a_register_taken_out_are_named_once() -> None:
    content, plain = book_of(police())
    book = loaded(plain)
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith("R02"))
    row = next(row for row in sheet.iter_rows() if row[0].value == 3)
    sheet.delete_rows(row[0].row)
    del book[next(name for name in book.sheetnames if name.startswith("R03"))]
    found = visible_differences(content, read_workbook(saved(book)))
    assert [(one.address, one.after) for one in found] == [("R02[第3行]", ""), ("R03", "")]
    assert found[1].before == "共4行"


def test_a_missing_table_sheet_is_a_difference_for_each_of_its_cells() -> None:
    content, plain = book_of(county())
    book = loaded(plain)
    del book[next(name for name in book.sheetnames if name.startswith("A1"))]
    found = found_in(saved(book))
    missing = {a for a in found if not found[a].after}
    assert {"Q06.9", "Q01.5"} <= missing and missing <= content.cells.keys() | {
        f"{a}（控制数）" for a in content.controls
    }


def test_a_second_copy_of_a_table_with_other_figures_is_a_difference() -> None:
    book = loaded(book_of(county())[1])
    copy = book.copy_worksheet(book[next(name for name in book.sheetnames if name.startswith("A1"))])
    for row in copy.iter_rows():
        for cell in row:
            cell.value = 192.4 if cell.value == 182.4 else cell.value
    assert "192.4" in [one.after for one in found_in(saved(book)).values()]


def test_a_column_and_a_remark_added_by_hand_are_differences() -> None:
    book = loaded(book_of(county())[1])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if any(cell.value == "Q06.9" for cell in row):
                sheet.cell(row[0].row, sheet.max_column + 1).value = "实为192.40"
    (found,) = found_in(saved(book)).values()
    assert found.address.startswith("Q06.9.") and found.after == "实为192.40"


def test_a_dimension_tag_that_lies_hides_nothing() -> None:
    book = book_of(county())[1]
    name, cell = figure(book)

    def change(part: str, content: bytes) -> bytes:
        if part != name:
            return content
        return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:A2"/>', content).replace(
            cell, cell.replace(b"182.4", b"192.4")
        )

    assert list(found_in(repacked(book, change))) == ["Q06.9"]


def test_a_far_cell_and_a_huge_merge_are_refused_or_read() -> None:
    book = book_of(county())[1]
    name = part_of(book, "Q06.9")
    for new in (
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        b'<row r="99999999"><c r="AAAAAAA99999999"><v>1</v></c></row></sheetData>',
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD100000"/></mergeCells>',
    ):
        hostile = in_part(book, name, b"</sheetData>", new)
        try:
            assert found_in(hostile)
        except AppError as error:
            assert sentence(error)


def test_a_book_without_seal_or_with_two_is_refused() -> None:
    plain = book_of(county())[1]
    none, two = loaded(plain), loaded(plain)
    del none["数据签名"]
    two.copy_worksheet(two["数据签名"])
    assert refusal(saved(none)) == "book_no_seal"
    assert refusal(saved(two)) == "book_two_seals"
    assert refusal(saved(Workbook())) == "book_no_seal"


@pytest.mark.parametrize("part", ["数据", "签名", "登记申请"])
def test_a_seal_that_was_cut_short_is_refused(part: str) -> None:
    book = loaded(book_of(county())[1])
    cell = seal_rows(book)[part, 1]
    cell.value = str(cell.value)[:-3]  # type: ignore[attr-defined]
    assert refusal(saved(book)) == "book_seal_damaged"


def test_a_seal_with_a_piece_missing_or_garbled_is_refused() -> None:
    plain = book_of(county())[1]
    for place, value in (
        (("登记申请", 2), None),
        (("数据", 1), "不是编码"),
        (("摘要", 1), "0" * 64),
        (("格式", 1), "其他"),
    ):
        book = loaded(plain)
        seal_rows(book)[place].value = value  # type: ignore[attr-defined]
        assert refusal(saved(book)) == "book_seal_damaged"


def test_a_damaged_package_is_refused() -> None:
    book = book_of(county())[1]
    dropped = repacked(book, lambda name, part: None if name == "xl/workbook.xml" else part)
    garbled = repacked(book, lambda name, part: part[: len(part) // 2] if name.endswith("sheet2.xml") else part)
    for hostile in (dropped, garbled, book[: len(book) // 2], b"PK\x03\x04", b""):
        try:
            assert found_in(hostile)
        except AppError as error:
            assert sentence(error)


def test_single_changed_bytes_never_break_the_reader() -> None:
    content, book = book_of(county())
    name = part_of(book, "Q06.9")
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        size = len(package.read(name))
    for place in range(900, size, max(1, size // 40)):
        hostile = repacked(book, lambda part, xml, at=place: xml[:at] + b"7" + xml[at + 1 :] if part == name else xml)  # type: ignore[misc]
        try:
            visible_differences(content, read_workbook(hostile))
        except AppError as error:
            assert sentence(error)


@pytest.mark.parametrize("distance", [1, 40])
def test_a_register_row_that_stands_twice_is_told_though_it_says_the_same(distance: int) -> None:
    """A person counts one vehicle more."""
    filed, original = book_of(police())
    book = loaded(original)
    sheet = next(one for one in book if "台账代码" in [cell.value for row in one.iter_rows() for cell in row])
    first = next(row for row in sheet.iter_rows() if row[0].value in (1, "1"))
    place = sheet.max_row + distance
    for cell in first:
        sheet.cell(row=place, column=cell.column, value=cell.value)
    found = visible_differences(filed, read_workbook(saved(book)))
    assert [one for one in found if f"A{place}" in one.address and "又写了一遍" in one.after]
