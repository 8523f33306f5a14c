"""Every row of a book we write is as high as its texts: LibreOffice makes none higher, and drew them over each other."""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl

from forms.book.text import is_cut, text_width
from forms.papers.mailing import MailLine, mailing_book
from forms.summary.book import _book
from forms.summary.content import Completion, ShownFigure, SummaryColumn, SummarySheet, SummarySource, columns_of
from forms.summary.pages import side_by_side, summary_pages
from models.basics.period import PLAN_ZONE
from tests.flow.conftest import founded, town
from tests.flow.town import Town
from tests.forms.summary.test_summary_papers import ground
from tests.pdf_text import pdf_text

__all__ = ["founded", "ground", "town"]

AT = datetime(2020, 10, 22, 9, 0, tzinfo=PLAN_ZONE)
PLAIN = 15.0  # points of a row nobody gave a height


def cut_texts(book: bytes) -> Iterator[str]:
    """Yield sheet, cell and text of every wrapped text that is higher than its row."""
    for page in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row):
            if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
                continue
            height = page.row_dimensions[cell.row].height or PLAIN
            lanes = [one for one in page.column_dimensions.values() if one.min <= cell.column <= one.max]
            hidden = page.row_dimensions[cell.row].hidden or any(one.hidden for one in lanes)
            width = lanes[0].width if lanes else 8.0
            if not hidden and is_cut(cell.value, width, height, cell.font.sz):
                yield f"{page.title} {cell.coordinate} {cell.value[:30]}"


def test_no_text_of_a_book_the_office_writes_runs_over_the_next_row(town: Town, tmp_path: Path) -> None:
    at, office = ["--at", "2020-10-16T09:00"], ["--data", town.office]
    town.settings('[due]\n"2020Q3" = "2020-10-15T17:30"\n')
    town.call("office", "summary", "--period", "2020Q3", "--out", tmp_path, *at, *office)
    town.call("office", "settings", "--out", tmp_path, *office)
    town.call("plan", "to-xlsx", "--out", tmp_path / "方案.xlsx")
    books = sorted(tmp_path.glob("*.xlsx"))
    assert len(books) == 3
    assert [text for path in books for text in cut_texts(path.read_bytes())] == []


def test_a_summary_says_as_of_when_it_is(town: Town, tmp_path: Path) -> None:
    """With --at it told the figures of that time and 数据截至 of now."""
    words = ("--period", "2020Q3", "--out", tmp_path, "--at", "2020-10-16T09:00", "--data", town.office)
    files = town.call("office", "summary", *words)["files"]
    cover = openpyxl.load_workbook(next(path for path in files if path.endswith(".xlsx"))).worksheets[0]
    assert {row[0]: row[1] for row in cover.iter_rows(values_only=True)}["数据截至"] == "2020-10-16 09:00"


def test_every_figure_of_a_book_has_room_in_its_column(ground: SummarySource) -> None:
    """### stood for each figure of ten digits."""
    columns = columns_of(("indicator", 20), ("value", 14, True), ("completion", 14, True))
    long = ShownFigure(Decimal("254290397671.84"), decimals=2)
    rate = Completion(value=Decimal("31888940.31"), passed=None, mark="met")
    book = _book(ground, (SummarySheet(name="甲", columns=columns, rows=(("乙", long, rate),)),), "汇总表", "")
    page = openpyxl.load_workbook(io.BytesIO(book))["甲"]
    assert page.column_dimensions["B"].width > len(long.text) and page.column_dimensions["C"].width > len(rate.text)


def test_title_and_remarks_of_a_narrow_sheet_are_printed_whole(ground: SummarySource) -> None:
    """A sheet of three columns was printed as far as they went, and its title ended in the middle."""
    columns = columns_of(("unit", 20), ("value", 14, True))
    remark = "比率类指标列分子、分母，全市比率按分子、分母分别合计后计算。"
    sheet = SummarySheet(name="甲", columns=columns, rows=(("乙", ShownFigure(Decimal(1))),), remarks=(remark,))
    page = openpyxl.load_workbook(io.BytesIO(_book(ground, (sheet,), "某市汇总表　2020年第三季度", "")))["甲"]
    first, last = page.print_area.replace("$", "").partition("!")[2].split(":")
    printed = [column.column_letter for column in page[f"{first[0]}1:{last[0]}1"][0]]
    widths = [page.column_dimensions[one].width if one in page.column_dimensions else 8.43 for one in printed]
    assert sum(widths) >= max(text_width(remark), text_width(page["A1"].value))


def test_figures_that_have_no_room_beside_each_other_go_on_in_another_table(ground: SummarySource) -> None:
    """Twenty columns of ten digits were cut in three lines each."""
    heads = tuple(SummaryColumn(f"项{n}", 14, True) for n in range(20))
    figures = [[Decimal(f"{n}{k:02d}2903976.84") for n in range(20)] for k in range(3)]
    rows = tuple((f"L{k}", f"县{k}", *(ShownFigure(one, decimals=2) for one in row)) for k, row in enumerate(figures))
    sheet = SummarySheet(name="分单位", columns=(*columns_of(("code", 24), ("unit", 80)), *heads), rows=rows)
    parts = side_by_side(sheet)
    assert len(parts) > 1 and [one.head for part in parts for one in part.columns[2:]] == [one.head for one in heads]
    assert all(part.rows[1][:2] == ("L1", "县1") for part in parts)
    drawn = pdf_text(summary_pages(ground, (sheet,), "汇总表", ""), "-layout")
    assert all(f"{one:f}" in drawn for row in figures for one in row) and "续表" in drawn
    narrow = SummarySheet(name="分单位", columns=sheet.columns[:6], rows=tuple(row[:6] for row in rows))
    assert side_by_side(narrow) == [narrow]


def test_the_words_of_a_mail_stand_whole_in_the_list_that_goes_with_a_batch() -> None:
    words = "贵单位2020年第三季度（1—9月）报表（初报）的处理情况见附件，请用碳报打开附件。" * 3
    line = MailLine(unit="恒口示范区（试验区）管委会", person="测试丙", telephone="0915-3210000", number="回〔2020〕7号",
                    file="610921_汉阴县人民政府_2020Q3_第1版_回执_a93baf.pdf", text=words)  # fmt: skip
    assert list(cut_texts(mailing_book([line], AT))) == []
