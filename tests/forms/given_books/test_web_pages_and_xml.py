"""Tables that systems export as pages or XML under the name .xls: read as Excel shows them, what is unseen is told."""

from pathlib import Path

import pytest

from forms.filling.import_book import is_plain_book
from forms.given_books.books import read_given
from forms.given_books.web_pages import read_pages
from forms.given_books.xml_book import read_xml_book
from models.basics.errors import AppError
from models.filling.proposal import propose
from tests.forms.given.made_books import HEADS, book
from tests.forms.given.test_given_books import county, read, said
from tests.forms.given_books.test_looks_of_texts import looks
from tests.libreoffice import SOFFICE, converted

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8></head><body>
<table><tr><td colspan=3>造林进度</td></tr><tr><th>代码<th rowspan=1>名称<th>本期数值</tr>{}</table></body></html>"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style>
<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="k"><NumberFormat ss:Format="0.0,"/></Style></Styles>
<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="String">代码</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">本期数值</Data></Cell></Row>{}</Table></Worksheet></Workbook>"""
WHOLE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Location: file:///C:/a.htm\r\n"
    "Content-Transfer-Encoding: 8bit\r\nContent-Type: text/html\r\n\r\n{}\r\n--b--\r\n"
)


def page(*cells: str) -> str:
    codes = ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7", "Q20.1")
    return PAGE.format(
        "".join(f"<tr><td>{code}</td><td></td>{cell}</tr>" for code, cell in zip(codes, cells, strict=False))
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_page_under_the_name_of_a_book_is_read_as_it_is_drawn(encoding: str) -> None:
    text = page("<td>1.2</td>", '<td x:num="12345.6">12,345.6</td>', "<td><b>3</b>&nbsp;</td>")
    content = (text if encoding == "utf-8" else text.replace("utf-8", "gb2312")).encode(encoding)
    assert is_plain_book(content)
    offer = read(content, "表.xls")
    assert said(offer) == {"Q06.1": "1.2", "Q06.2": "12345.6", "Q06.3": "3"}
    assert any("网页" in one for one in offer.remarks)


def test_what_a_page_strikes_out_raises_hides_or_scales_is_asked() -> None:
    offer = read(
        page(
            "<td>1<s>2</s>.5</td>", "<td>10<sup>2</sup></td>", '<td x:num="25000">25.0</td>',
            '<td style="text-decoration:line-through">4</td>', '<td>5<span style="display:none">6</span></td>',
        ).encode(),
        "表.xls",
    )  # fmt: skip
    assert said(offer) == {"Q06.2": "10²", "Q06.5": "5"}
    words = zip(("删除线", "显示的是“25.0”", "删除线"), offer.refused, strict=True)
    assert [word in one.reason for word, one in words] == [True] * 3


def test_a_day_in_a_page_that_says_the_number_it_stands_for_is_read_as_it_is_drawn() -> None:
    """Excel and LibreOffice write it so; it was asked about, and told to be formatted as a number."""
    heads = "<tr><td>电站</td><td>装机</td><td>并网日期</td></tr>"
    rows = "<tr><td>甲</td><td>30</td><td x:num=43646>2019/6/30</td></tr><tr><td>乙</td><td>30</td><td sdval=43646>6月30日</td></tr>"
    offer = read(PAGE.format(heads + rows).encode(), "表.xls")
    assert [row.texts["并网日期"] for row in offer.rows] == ["2019-06-30"] * 2 and not offer.refused
    assert any("没有显示年份" in one for one in offer.remarks)


def test_merged_cells_of_a_page_are_merged_and_a_table_in_a_cell_is_none() -> None:
    inner = "<table><tr><td>9</td></tr></table>"
    rows = "<tr><td rowspan=2>Q06.1</td><td></td><td>1</td></tr><tr><td></td><td>2</td></tr>"
    assert said(read(PAGE.format(rows).encode(), "表.xls")) == {}, "nobody knows whose line it is"
    sheet = read_given(PAGE.format(f"<tr><td>甲{inner}</td><td></td><td>1</td></tr>").encode(), "表.xls").sheets[0]
    assert sheet.text(3, 1) == "甲" and sheet.text(3, 3) == "1" and sheet.merged[1, 3] == (1, 1)


def test_a_page_saved_whole_is_read_from_its_parts() -> None:
    assert said(read(WHOLE.format(page("<td>1.2</td>")).encode(), "表.mht")) == {"Q06.1": "1.2"}
    with pytest.raises(AppError) as refused:
        read(WHOLE.format("<table></tabl").encode(), "表.mht")
    assert refused.value.code == "import_nothing"


def test_xml_of_2003_is_a_workbook_with_its_formats() -> None:
    cells = [
        ("Q06.1", "", "Number", "1.2"), ("Q11.3", "p", "Number", "0.9043"), ("Q06.2", "w", "Number", "2"),
        ("Q06.3", "s", "Number", "3"), ("Q06.4", "k", "Number", "12000"), ("X01.3", "", "DateTime", "2020-05-06T00:00:00.000"),
    ]  # fmt: skip
    rows = ""
    for code, style, kind, text in cells:
        dressed = f' ss:StyleID="{style}"' if style else ""
        first = f'<Cell><Data ss:Type="String">{code}</Data></Cell>'
        rows += f'<Row>{first}<Cell ss:Index="3"{dressed}><Data ss:Type="{kind}">{text}</Data></Cell></Row>'
    content = BOOK.format(rows).encode()
    assert is_plain_book(content)
    offer = read(content, "表.xls")
    assert said(offer) == {"Q06.1": "1.2", "Q11.3": "90.43%", "X01.3": "2020-05-06"}
    words = zip(("看上去是空的", "删除线", "显示的是“12"), offer.refused, strict=True)
    assert [word in one.reason for word, one in words] == [True] * 3


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice writes it")
def test_an_open_document_of_one_file_is_read_like_one_of_several_parts(tmp_path: Path) -> None:
    rows = [
        [code, "", 1.5] for code in ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5", "Q06.7", "Q06.9", "Q20.1", "Q06.10")
    ]
    (tmp_path / "表.xlsx").write_bytes(book([HEADS, *rows], touch=looks))
    (saved,) = converted("fods", tmp_path / "out", tmp_path / "表.xlsx")
    offer = read(saved.read_bytes(), "表.fods")
    assert (
        said(offer) == {"Q06.2": "1.5", "Q06.7": "10²", "Q06.9": "12₁", "Q20.1": "5800000m3"}
        and len(offer.refused) == 5
    )


@pytest.mark.parametrize(
    "content",
    [
        page("<td colspan=1000 rowspan=1000>1</td>", "<td colspan=1000 rowspan=1000>1</td>").encode(),
        BOOK.format('<Row><Cell ss:MergeAcross="9999999" ss:MergeDown="9999999"/></Row>').encode(),
    ],
)
def test_areas_that_no_table_has_are_too_large(content: bytes) -> None:
    with pytest.raises(AppError) as refused:
        read_given(content, "表.xls")
    assert refused.value.code == "import_too_large"


def test_markup_that_is_no_xml_or_swells_is_unreadable() -> None:
    swelling = BOOK.format("").replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1)
    for text in (BOOK.format("<Row>"), swelling):
        with pytest.raises(AppError) as refused:
            read_given(text.encode(), "表.xls")
        assert refused.value.code == "import_unreadable"


def test_parts_within_parts_are_no_page_and_columns_without_end_end_where_a_sheet_does() -> None:
    nested = "".join(
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000)
    )
    with pytest.raises(AppError) as refused:
        read_pages(f"{nested}Content-Type: text/html\r\n\r\n<table>".encode(), "a.xls")
    assert refused.value.code == "import_unreadable"
    columns = '<Column ss:Hidden="1" ss:Span="9999"/>' * 1000
    (sheet,) = read_xml_book(BOOK.format("").replace("<Table>", f"<Table>{columns}").encode(), "a.xls").sheets
    assert max(sheet.hidden_columns) == len(sheet.hidden_columns) == 16_384


def test_merges_said_again_and_again_are_too_many() -> None:
    cell = '<Cell ss:Index="1" ss:MergeAcross="1000"/>' * 1000
    with pytest.raises(AppError) as refused:
        read_xml_book(BOOK.format(f"<Row>{cell}</Row>").encode(), "a.xls")
    assert refused.value.code == "import_too_large"


DAYS = "<tr><td>电站</td><td>装机</td><td>并网日期</td></tr><tr><td>甲</td><td>30</td>{}</tr><tr><td>乙</td><td>30</td>{}</tr>"
SAID = "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>光伏电站</x:Name></x:ExcelWorksheet></x:ExcelWorksheets>{}</x:ExcelWorkbook></xml><![endif]-->"


@pytest.mark.parametrize(
    ("said", "cells", "days"),
    [
        ("<x:Date1904/>", ("<td x:num>42549</td>", '<td x:num="42549">42549</td>'), ["2020-06-29"] * 2),
        ("", ('<td x:num="44011">44011</td>', "<td>44011</td>"), ["2020-06-29"] * 2),
        ("<x:Date1904>False</x:Date1904>", ("<td>44011</td>", "<td>44011</td>"), ["2020-06-29"] * 2),
        ("", ('<td sdval="42549">2020/6/29</td>', '<td sdval="42549">42549</td>'), ["2020-06-29"] * 2),
    ],
)
def test_bare_days_of_a_page_are_counted_from_where_it_says_or_its_other_days_tell(
    said: str, cells: tuple[str, str], days: list[str]
) -> None:
    """A page made of a book that counts from 1904 was read four years off."""
    content = PAGE.format(DAYS.format(*cells)).replace("</head>", SAID.format(said) + "</head>")
    rows = propose(county(), read(content.encode(), "表.xls")).rows
    assert [row.after.get("并网日期") for row in rows] == days
    assert "光伏电站" in rows[0].place, "the sheet's name stands in the same comment"
    whole = WHOLE.format(PAGE.format(DAYS.format(*cells))).replace(
        "--b--", "--b\r\nContent-Type: text/html\r\n\r\n<html>" + SAID.format(said) + "</html>\r\n--b--"
    )
    rows = propose(county(), read(whole.encode(), "表.mht")).rows
    assert [row.after.get("并网日期") for row in rows] == days


def test_bare_days_of_xml_that_counts_from_1904_are_of_that_calendar() -> None:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, text in line) + "</Row>"
        for line in (
            [("String", "电站"), ("String", "装机"), ("String", "并网日期")],
            [("String", "甲"), ("Number", "30"), ("Number", "42549")],
        )
    )
    said = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook><Styles>'
    content = BOOK.format("</Table></Worksheet><Worksheet ss:Name='光伏电站'><Table>" + rows).replace("<Styles>", said)
    (row,) = propose(county(), read(content.encode(), "表.xls")).rows
    assert row.after.get("并网日期") == "2020-06-29"
