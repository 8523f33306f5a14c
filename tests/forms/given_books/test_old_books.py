"""Old workbooks: their figures count as they are shown, and what stands in them is taken or told."""

import io
import struct
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from forms.given.cells import GivenCell
from forms.given.drawn import as_drawn, drawn_cell
from forms.given.number_format import number_cell
from forms.given_books.old_books import read_old_book
from forms.given_books.xls_records import CONTAINER, xls_sheets
from models.basics.errors import AppError
from tests.forms.given.made_books import HEADS, book, repacked
from tests.forms.given.made_xlsb import xlsb
from tests.forms.given.test_given_books import read, said
from tests.libreoffice import SOFFICE, converted


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old formats")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_figure_of_an_old_book_is_taken_as_it_is_shown_or_asked(kind: str, tmp_path: Path) -> None:
    """Stored as packed numbers, plain ones, in rows of several, as results of formulas."""

    def dress(sheet: Worksheet) -> None:
        for place, form in (("C2", "0.00%"), ("C3", ";;;"), ("C4", '0.0"万亩"'), ("C5", '0.0,"千"'), ("C7", "0%")):
            sheet[place].number_format = form
        sheet["C6"].font = Font(strike=True)
        sheet["C8"].number_format = sheet["D8"].number_format = "0.00%"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["D"].hidden = True

    figures = (0.9043, 1.2, 3.5, 12000, 5.15, "=0.5+0.3079", 0.25)
    codes = ("Q11.3", "Q06.1", "Q06.3", "Q06.5", "Q06.7", "Q22.3", "Q24.3")
    rows = [[code, "", figure, ""] for code, figure in zip(codes, figures, strict=True)]
    rows[-1][3] = 0.125
    (tmp_path / "表.xlsx").write_bytes(book([[*HEADS[:3], "另"], *rows], "A1", dress))
    (saved,) = converted(kind, tmp_path / "out", tmp_path / "表.xlsx")
    offer = read(saved.read_bytes(), f"表.{kind}")
    assert said(offer) == {"Q11.3": "90.43%", "Q06.3": "3.5万亩", "Q22.3": "80.79%", "Q24.3": "25%"}
    words = zip(("看上去是空的", "显示的是“12", "删除线"), offer.refused, strict=True)
    assert [word in one.reason for word, one in words] == [True] * 3
    assert any("隐藏" in one for one in offer.remarks) and (
        kind == "ods" or any("公式" in one for one in offer.remarks)
    )


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old formats")
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_an_error_in_a_cell_is_told_whatever_the_kind_of_book(kind: str, tmp_path: Path) -> None:
    lines = [["Q06.1", "", "=1/0"], ["Q06.3", "", "=#REF!"], ["Q06.5", "", 0.5]]
    (tmp_path / "表.xlsx").write_bytes(book([HEADS[:3], *lines], "A1"))
    (saved,) = converted(kind, tmp_path / "out", tmp_path / "表.xlsx")
    offer = read(saved.read_bytes(), f"表.{kind}")
    assert said(offer) == {"Q06.1": "#DIV/0!", "Q06.3": "#REF!", "Q06.5": "0.5"}, "none of them is a cell left blank"


def test_an_error_in_a_cell_of_an_xlsb_is_told() -> None:
    rows = [[*HEADS], ["Q06.1", "", b"\x07"], ["Q06.3", "", b"\x17\0"], ["Q06.5", "", 0.5], ["Q06.4", "", b"\x2a"]]
    offer = read(xlsb(rows, date_1904=False), "表.xlsb")
    assert said(offer) == {"Q06.1": "#DIV/0!", "Q06.3": "#REF!", "Q06.5": "0.5", "Q06.4": "#N/A"}


@pytest.mark.parametrize("cut", [600, 1500, 4000])
def test_records_of_an_xls_that_make_no_sense_say_nothing(cut: int) -> None:
    start = CONTAINER + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head = start + struct.pack("<8I", 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", *([0] * 109))
    assert xls_sheets((head + struct.pack("<128I", *range(1, 129)) * 8)[:cut]) == ()


def compound(stream: bytes, fat_of: tuple[int, ...] = (0,)) -> bytes:
    """A compound file whose first sector is its table, the second its folder, the rest one stream ([MS-CFB])."""
    sectors = -(-len(stream) // 512)
    following = [*range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack("<128I", *([0xFFFFFFFD, 0xFFFFFFFE, *following] + [0xFFFFFFFF] * 128)[:128])
    name = "Workbook".encode("utf-16-le").ljust(64, b"\0")
    entry = (name + bytes(52) + struct.pack("<II", 2, len(stream))).ljust(128, b"\0")
    start = CONTAINER + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head = start + struct.pack("<8I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = struct.pack("<109I", *(*fat_of, *[0xFFFFFFFF] * 109)[:109])
    return head + listed + table + entry.ljust(512, b"\0") + stream.ljust(512 * sectors, b"\0")


def stream_of(sheets: int, records: int, *, apart: bool) -> bytes:
    """A workbook's records: sheets of some cells each, or all of them said to begin at one place."""
    begin, end = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0), struct.pack("<HH", 0x0A, 0)
    cells = b"".join(struct.pack("<HHHHHd", 0x0203, 14, row, 0, 0, 1.5) for row in range(records))
    first, each = len(begin + end) + sheets * 12, len(begin + cells + end)
    places = [first + (number * each if apart else 0) for number in range(sheets)]
    listed = b"".join(struct.pack("<HHIBBBB", 0x85, 8, place, 0, 0, 0, 0) for place in places)
    return begin + listed + end + (begin + cells + end) * (sheets if apart else 1)


def test_records_of_an_xls_are_each_read_once_however_often_a_book_points_at_them() -> None:
    honest = xls_sheets(compound(stream_of(20, 30, apart=True)))
    assert [len(one.figures) for one in honest] == [30] * 20
    assert xls_sheets(compound(stream_of(20, 300, apart=False))) == (), "250 sheets of 60,000 rows were read 250 times"
    assert xls_sheets(compound(stream_of(20, 30, apart=True), fat_of=(0, 0))) == ()


@pytest.mark.parametrize("kind", [0x85, 0x22, 0x18])
def test_a_record_that_is_cut_short_makes_a_book_unreadable_and_ends_no_worker(kind: int) -> None:
    """calamine panics at it."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    content = compound((begin + struct.pack("<HHB", kind, 1, 1) + struct.pack("<HH", 0x0A, 0)).ljust(4096, b"\0"))
    with pytest.raises(AppError) as refused:
        read_old_book(content, "表.xls")
    assert refused.value.code == "import_unreadable"


def test_a_formula_whose_result_is_an_empty_text_is_a_blank_cell_and_one_without_a_result_is_told() -> None:
    def worked_out(part: bytes) -> bytes:
        return part.replace(b'<c r="C2"><f>""</f><v></v></c>', b'<c r="C2" t="str"><f>""</f><v></v></c>')

    rows = [HEADS[:3], ["Q06.1", "", '=""'], ["Q06.3", "", "=1+2"]]
    offer = read(repacked(book(rows), {"xl/worksheets/sheet1.xml": worked_out}))
    assert said(offer) == {} and ["第3行" in one.place for one in offer.refused] == [True]


@pytest.mark.parametrize(
    ("stored", "drawn", "text", "seen"),
    [
        ("0.9043", "90.43%", "90.43%", None), ("0.90434", "90.43%", "90.434%", None), ("12000", "12,000", "12000", None),
        ("1.2", "1.20万亩", "1.2万亩", None), ("1.2", "", "1.2", ""), ("0", "—", "—", None), ("-5", "-5.0", "-5", None),
        ("-5", "(5.00)", "-5", None), ("-5", "5", "-5", "5"), ("12000", "12.0千", "12000", "12.0千"), ("5", "<5", "5", "<5"),
        ("1480", "一千四百八十", "一千四百八十", None), ("0.5", "1/2", "0.5", "1/2"), ("120000", "1.20E+05", "120000", None),
        ("1200", "￥1,200.00", "1200", None), ("710", "0710", "0710", None), ("0.5", "00.50", "0.5", None),
        ("44104", "2020-09-30", "2020-09-30", None), ("44104", "2020年9月", "2020年9月", None), ("42642", "2020-09-30", "2020-09-30", None),
        ("44104", "2020-10-30", "44104", "2020-10-30"), ("3.25", "3 1/4", "3.25", "3 1/4"), ("44104.5", "2020-09-30 12:00", "2020-09-30", None), ("6.5", "约6.5", "约6.5", None),
    ],
)  # fmt: skip
def test_what_a_book_says_is_drawn_is_what_is_taken(stored: str, drawn: str, text: str, seen: str | None) -> None:
    found = drawn_cell(stored, drawn)
    assert (found.text, found.seen) == (text, seen)
    assert drawn_cell("610902199001011234", "610902199001011000").rough, "the last digits are none of anybody's"


@pytest.mark.parametrize(
    ("drawn", "text", "seen"),
    [
        ("2020年9月30日", "2020-09-30", None), ("09-30", "2020-09-30", None), ("30/09/20 09:30", "2020-09-30", None),
        ("2020年9月", "2020年9月", None), ("星期三", "2020-09-30", "星期三"), ("30日", "2020-09-30", "30日"), ("2020", "2020", None),
        ("二〇二〇年九月三十日", "2020-09-30", None), ("30-Sep-20", "2020-09-30", None), ("2019-09-30", "2020-09-30", "2019-09-30"),
    ],
)  # fmt: skip
def test_of_a_day_too_what_a_book_says_is_drawn_is_what_is_taken(drawn: str, text: str, seen: str | None) -> None:
    found = as_drawn(GivenCell("2020-09-30"), "2020-09-30", drawn)
    assert (found.text, found.seen, found.year_unseen) == (text, seen, drawn == "09-30")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old formats")
def test_a_rule_of_an_open_document_that_may_hide_a_figure_is_told(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        for place, colour in (("C2", "FFFFFFFF"), ("C3", "FFFF0000")):
            rule = CellIsRule(operator="greaterThan", formula=["1"], font=Font(color=colour))
            sheet.conditional_formatting.add(place, rule)

    (tmp_path / "表.xlsx").write_bytes(book([HEADS[:3], ["Q06.1", "", 5], ["Q06.3", "", 5]], "A1", dress))
    (saved,) = converted("ods", tmp_path / "out", tmp_path / "表.xlsx")
    told = [one for one in read(saved.read_bytes(), "表.ods").remarks if "条件格式" in one]
    assert ["第2行" in one and "第3行" not in one for one in told] == [True]


@pytest.mark.parametrize("code", ["General", "0.00;-0.00", "yyyy-m-d", "# ?/?", '0!.0,"万"', "[>5]0;0", "0%"])
@pytest.mark.parametrize("stored", ["nan", "inf", "-inf", "1e400"])
def test_what_no_spreadsheet_keeps_as_a_number_is_a_text_that_is_no_figure(stored: str, code: str) -> None:
    found = number_cell(stored, code, formula=False, date_1904=False)
    assert (found.text, found.rough) == (stored, stored != "nan")
    assert drawn_cell(stored, "5").text == "5"


def counted_book(results: tuple[float, ...], recalc: bytes) -> bytes:
    """The records of a workbook whose cells are formulas with some results."""
    begin, end = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0), struct.pack("<HH", 0x0A, 0)
    cells = b"".join(struct.pack("<HHHHHdHI", 0x06, 20, row, 0, 0, one, 0, 0) for row, one in enumerate(results))
    listed = struct.pack("<HHIBBBB", 0x85, 8, len(begin + recalc + end) + 12, 0, 0, 0, 0)
    return compound((begin + recalc + listed + end + begin + cells + end).ljust(4096, b"\0"))


def test_formulas_that_nobody_has_worked_out_have_no_result_though_they_keep_a_nought() -> None:
    """Programs that write an .xls and work nothing out keep 0 for each; Excel works it out when it is opened."""
    recalc = struct.pack("<HHII", 0x01C1, 8, 0, 1)
    found = {
        (results, bool(said)): xls_sheets(counted_book(results, said))[0].uncounted
        for results in ((0.0, 0.0), (0.0, 2.5))
        for said in (b"", recalc)
    }
    assert [key for key, uncounted in found.items() if uncounted] == [((0.0, 0.0), False)]


def test_a_nought_beside_a_formula_of_a_book_that_is_worked_out_when_opened_is_no_result() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("A1")
    for row, line in enumerate([HEADS, ["Q06.1", "", "=1+1"], ["Q06.3", "", "=0+3"], ["Q06.5", "", 0]]):
        sheet.write_row(row, 0, line)
    sheet.write_formula("C3", "=0+3", None, 3)
    made.close()
    offer = read(out.getvalue(), "表.xlsx")
    assert said(offer) == {"Q06.3": "3", "Q06.5": "0"}
    (refused,) = offer.refused
    assert "没有结果值" in refused.reason
