"""Every oddity of the books people give, through the import: the figure that is shown, or the sentence that says why not."""

from functools import cache
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling.import_book import read_book
from forms.given.number_format import shown_number, shown_text
from forms.given.package import open_package
from forms.given.xlsx import read_xlsx
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.filling.offer import Offer
from models.filling.proposal import propose
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.given.made_books import (
    HEADS,
    book,
    encrypted,
    figure,
    formatted_down,
    of_1904,
    plain,
    repacked,
    strict,
)
from tests.forms.given.made_xlsb import xlsb
from tests.libreoffice import SOFFICE, converted

STATIONS = ["电站", "县区", "装机", "并网日期", "带动村", "带动户"]
FIRST, SECOND = ["一号", "汉滨区", 300, "2020-05-01", 2, 30], ["二号", "汉滨区", 200, "2020-05-01", 1, 10]
SHEETJS = b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
MACRO_BOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN_BOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@cache
def county() -> Sheet:
    return Sheet(plan=load_plan(SHIPPED), unit_id="610902", period_id="2020Q3", settings=Settings(), cells={})


def read(content: bytes, name: str = "表.xlsx") -> Offer:
    return read_book(content, name, county())


def said(offer: Offer) -> dict[str, str]:
    return {one.address: one.text for one in offer.texts}


@pytest.mark.parametrize(
    ("stored", "form", "text"),
    [
        ("85", '0"%"', "85%"), ("85", r"0\%", "85%"), ("0.85", "0%", "85%"), ("710", "0000", "0710"), ("5", "0‰", "5‰"),
        ("1234.5", "#,##0.00", "1234.5"), ("1.2", '0.00"万亩"', "1.2万亩"), ("2", '"约"0', "约2"), ("7", '"R"00', "R07"),
        ("5", '"+"0', "5"), ("5", '0"-"', "5-"), ("5", '0"多功能"', "5多功能"), ("5", '0"左右"', "5左右"),
        ("-3", "0.00_ ;[Red]-0.00", "-3"), ("-3", "0.00;(0.00)", "-3"), ("43943", "yyyy/m/d", "2020-04-22"),
        ("43943", 'yyyy"年"m"月"', "2020年4月"), ("0.5", "h:mm", "12:00"), ("900", '[>=10000]0!.0,"万";0', "900"),
        ("0", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "-"), ("5", "[DBNum1][$-804]General", "5"),
        ("100000", "0.00E+00", "100000"), ("0.5", "# ?/?", "0.5"), ("3", "G/通用格式", "3"),
        ("44104", 'yyyy"年"m"月"d"日" aaaa', "2020-09-30"), ("44104", "m/d", "2020-09-30"), ("1.5", "[h]:mm", "36:00"),
    ],
)  # fmt: skip
def test_what_a_format_shows_is_what_is_taken(stored: str, form: str, text: str) -> None:
    look = shown_number(stored, form)
    assert (look.text, look.seen) == (text, None)


@pytest.mark.parametrize(
    ("stored", "form", "seen"),
    [
        ("5800", '0!.0,"万"', "0.6万"), ("5500", '0"."0,"万"', "0.6万"), ("1234567", "#,##0,", "1235"), ("-3", "0.00;0.00", "3"),
        ("5", ";;;", ""), ("0", "0;-0;;@", ""), ("12000", '[>=10000]0!.0,"万";0', "1.2万"), ("0", "#,###", ""),
        ("12.5", '"-"0.0', "-12.5"), ("12.5", "(0.0)", "(12.5)"), ("12.5", "yyyy-mm-dd", "1900/1/12"),
        ("5", '"<"0', "<5"), ("5", '0"以上"', "5以上"), ("5", '0"万亩以上"', "5万亩以上"), ("5", '0"+"', "5+"), ("5.25", '"≥"0.0', "≥5.3"),
        ("5", '"不足"0', "不足5"), ("60", "yyyy-mm-dd", "1900/2/29"), ("-5", "yyyy-mm-dd", "#####"),
    ],
)  # fmt: skip
def test_a_format_that_shows_another_figure_is_told_with_both(stored: str, form: str, seen: str) -> None:
    look = shown_number(stored, form)
    assert (look.text, look.seen) == (stored, seen)


def test_a_part_of_a_day_is_no_day() -> None:
    """A Wednesday, a 30th or a September of no year: what the sheet shows is not what it keeps."""
    for form, seen in (
        ("aaaa", "星期三"),
        ("[$-804]aaa;@", "星期三"),
        ("dddd", "星期三"),
        ('d"日"', "30"),
        ("mmmm", "9"),
    ):
        look = shown_number("44104", form)
        assert (look.text, look.seen) == ("2020-09-30", seen), form


@pytest.mark.parametrize(
    ("stored", "form", "rounded"),
    [
        ("12.55", "0.0E+00", True), ("12", "0.0E+00", False), ("12.55", "# ?/?", True), ("12.5", "# ?/?", False),
        ("12.55", "0.0", True), ("12.55", "0.00_);(0.00)", False),
    ],
)  # fmt: skip
def test_fewer_places_than_are_kept_are_told(stored: str, form: str, *, rounded: bool) -> None:
    look = shown_number(stored, form)
    assert (look.text, look.seen, look.rounded) == (stored, None, rounded)


def test_a_text_with_a_format_is_taken_as_it_is_shown() -> None:
    assert shown_text("5", '@"万亩"').text == "5万亩"
    assert shown_text("5", "0.00").text == "5"
    assert shown_text("5", ";;;").seen == ""


def test_a_figure_shown_in_another_magnitude_is_refused_with_both_numbers() -> None:
    offer = read(figure(5800, '0!.0,"万"'))
    assert not offer.texts
    assert "0.6万" in offer.refused[0].reason and "5800" in offer.refused[0].reason


def test_a_measure_in_the_format_is_read_as_if_it_had_been_typed() -> None:
    (change,) = propose(county(), read(figure(500, '0"亩"'))).cells
    assert (change.after.text, change.after.remarks, change.after.raw) == ("0.05", ("converted",), "500亩")


def test_days_of_a_book_that_counts_from_1904_are_that_calendars() -> None:
    heads = ["电站", "县区", "装机", "并网日期"]
    binary = xlsb([heads, ["一号", "汉滨区", 300.0, 42481.0], ["二号", "汉滨区", 300.0, (42481.0,)]], date_1904=True)
    for content in (of_1904(42481), binary):
        found = propose(county(), read(content)).rows
        assert {row.after.values["并网日期"] for row in found} == {"2020-04-22"}
    (row,) = propose(county(), read(xlsb([heads, ["一号", "汉滨区", 300.0, 43943.0]], date_1904=False))).rows
    assert row.after.values["并网日期"] == "2020-04-22"


def test_a_line_is_found_by_its_name_as_people_write_it_with_the_measure_behind_it() -> None:
    lines = [
        ["1.人工造林（万亩）", "1.20"],
        ["（二）封山育林", 3.5],
        ["三、森林抚育（亩）", 51500],
        ["新建绿色建筑比例（%）", 90.4],
    ]
    found = propose(county(), read(book([["指标", "数值"], *lines]))).cells
    said = {one.address: (one.after.text, one.after.raw) for one in found}
    assert said["Q06.1"][0] == "1.2" and said["Q06.3"][0] == "3.5"
    assert said["Q06.7"] == ("5.15", "51500亩"), "never 51500 万亩"
    assert said["Q11.3"][0] == "90.4", "a computed one's figure is there to be compared, as where its code stands"


def test_a_drawing_with_nothing_in_it_is_no_picture() -> None:
    """LibreOffice writes one beside a list that is filtered."""
    empty, full = b"<xdr:wsDr/>", b"<xdr:wsDr><xdr:twoCellAnchor/></xdr:wsDr>"
    drawn = {part: read(repacked(plain(), added={"xl/drawings/drawing1.xml": part})).remarks for part in (empty, full)}
    assert not drawn[empty] and "图片" in drawn[full][0]


def two_levels(sheet: Worksheet) -> None:
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)


@pytest.mark.parametrize(
    "content",
    [
        plain(), strict(), formatted_down(210_000),
        repacked(plain(), {"[Content_Types].xml": lambda part: part.replace(b"</Types>", SHEETJS)}),
        repacked(plain(), {"[Content_Types].xml": lambda part: part.replace(PLAIN_BOOK, MACRO_BOOK)}),
        repacked(plain(), named=lambda name: name.replace("/", "\\")),
        book([["代码：", "指标名称", "本期\n数值"], ["Q06.1", "", 1.2]]),
        book([["代码", "指标名称", "三季度", ""], ["", "", "本期数值", "上年同期"], ["Q06.1", "", 1.2]], touch=two_levels),
        book([["代码", "指标名称", "三季度"], ["", "", "本期数值"], ["Q06.1", "", 1.2]]),
        "代码,指标名称,本期数值\nQ06.1,人工造林,1.2\n".encode(),
        "\ufeff代码,指标名称,本期数值\r\nQ06.1,人工造林,1.2\r\n".encode(),
        "代码,指标名称,本期数值\r\nQ06.1,人工造林,1.2\r\n".encode("gbk"),
        "代码\t指标名称\t本期数值\r\nQ06.1\t人工造林\t1.2\r\n".encode("utf-16"),
    ],
    ids=["plain", "strict", "formatted down", "by SheetJS", "xlsm without macros", "backslashes", "broken heads",
         "two levels", "two rows", "csv", "csv with mark", "csv GBK", "text UTF-16"],
)  # fmt: skip
def test_whoever_made_a_book_its_figure_is_read(content: bytes) -> None:
    assert said(read(content)) == {"Q06.1": "1.2"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (repacked(plain(), added={"xl/vbaProject.bin": b"x"}), ("宏", "另存为")),
        (repacked(plain(), added={"xl/externalLinks/externalLink1.xml": b"<a/>"}), ("断开链接", "粘贴为数值")),
        (encrypted(), ("打开密码", "取消密码")),
        (b"%PDF-1.7\n", ("PDF", "键入")),
        (b"From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nx", ("邮件", "附件")),
        (b"\x78\x9f\x3e\x22" + bytes(40), ("邮件", "附件")),
        (b"\x89PNG\r\n\x1a\n", ("图片", "键入")),
        (repacked(b"PK\x05\x06" + bytes(18), added={"word/document.xml": b"<a/>"}), ("Word", "复制")),
        (b"Rar!\x1a\x07\x00", ("压缩包", "解压")),
        (plain()[:-200], ("已损坏", "另存为")),
        (repacked(plain(), {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet", 1)}), ("已损坏",)),
        (bytes(range(256)), ("不是表格", ".xlsx")),
    ],
)  # fmt: skip
def test_what_is_not_read_says_what_it_is_and_what_to_do(content: bytes, words: tuple[str, ...]) -> None:
    with pytest.raises(AppError) as caught:
        read(content)
    told = sentence(caught.value)
    assert all(one in told for one in words)
    assert not any(one in told for one in ("原件", "发件单位", "生成报送文件")), "the office's door speaks elsewhere"


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/media/image1.png", "图片"),
        ("xl/model/item.data", "数据模型"),
        ("xl/comments1.xml", "批注"),
        ("xl/embeddings/a.bin", "嵌入"),
    ],
)
def test_what_is_passed_over_is_told(part: str, word: str) -> None:
    offer = read(repacked(plain(), added={part: b"x"}))
    assert said(offer) == {"Q06.1": "1.2"}
    assert any(word in one for one in offer.remarks)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes the old formats")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_formats_are_read_with_their_looks(kind: str, tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("旧台账")
        for row in (STATIONS, SECOND):
            other.append(row)
        other.sheet_state = "hidden"

    (tmp_path / "表.xlsx").write_bytes(book([STATIONS, FIRST], "光伏电站", hide))
    (tmp_path / "旧历.xlsx").write_bytes(of_1904(42481))
    counted, saved = converted(kind, tmp_path / "out", tmp_path / "表.xlsx", tmp_path / "旧历.xlsx")
    days = read(counted.read_bytes(), f"旧历.{kind}").rows[0].texts["并网日期"]
    assert days == "2020-04-22", "a bare number in a book that counts from 1904"
    offer = read(saved.read_bytes(), f"表.{kind}")
    assert offer.rows[0].texts["装机"] == "300" and offer.rows[0].texts["并网日期"] == "2020-05-01"
    assert not any("看不到" in one for one in offer.remarks), "nothing is unseen"
    assert len(offer.rows) == 1 and any("旧台账" in one for one in offer.remarks)


def test_a_share_whose_format_cannot_be_seen_is_refused_with_both_readings() -> None:
    rows = [
        ("代码", "指标", "本期数值"),
        ("Q11.3", "甲", 0.9043),
        ("Q20.3", "乙", 95.79),
        ("Q22.3", "丙", 0),
        ("Q06.1", "丁", 0.5),
    ]
    offer = read(xlsb(rows, date_1904=False), "表.xlsb")
    assert said(offer) == {"Q20.3": "95.79", "Q22.3": "0", "Q06.1": "0.5"}
    (refused,) = offer.refused
    assert "“0.9043”" in refused.reason and "90.43%" in refused.reason and "0.9043%" in refused.reason


def test_a_text_of_parts_without_looks_of_their_own_is_read_without_a_warning_of_the_library() -> None:
    """Books of some programs keep their texts in the cells; the reader runs where the test sees its warnings."""

    def dress(sheet: Worksheet) -> None:
        sheet["C2"] = CellRichText("1", TextBlock(InlineFont(), "6"))

    content = book([HEADS, ["Q06.1", "人工造林", ""]], touch=dress)
    (found,) = read_xlsx(open_package(content, "表.xlsx")).sheets
    assert found.text(2, 3) == "16" and not found.rows[2][3].faint
