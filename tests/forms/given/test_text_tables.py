"""Texts with separators, as programs of every kind save them: which sign separates, which encoding, which quote is broken."""

import struct

import pytest

from forms.given.text_table import is_text_table
from models.basics.errors import AppError
from models.basics.messages import sentence
from tests.forms.given.test_given_books import read, said

TABLE = "代码,指标名称,本期数值\r\nQ06.1,人工造林,1.2\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-16"),
        TABLE.replace(",", "\t").encode("utf-16-le"),
        TABLE.replace("\r", "").encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        "sep=;\r\n代码;指标名称;本期数值\r\nQ06.1;造林,人工,封山,退化;1.2\r\n".encode(),
        f"\ufeffSEP=|\n{TABLE.replace(',', '|')}".encode(),
        f'"sep=,"\n{TABLE}'.encode("gbk"),
    ],
    ids=["marked", "without mark", "the other way", "with commas", "sep", "a sep of its own", "sep in quotes"],
)
def test_a_text_is_read_whatever_separates_it_and_whether_or_not_it_says_its_encoding(content: bytes) -> None:
    offer = read(content, "表.csv")
    assert said(offer) == {"Q06.1": "1.2"} and "第2行" in offer.texts[0].place, "as Excel counts its rows"
    assert is_text_table(content), "so it is taken for a table where files are dropped"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('代码,指标名称,本期数值\nQ06.1,"人工造林,1.2\nQ06.3,封山育林,3\n', 2),
        ('代码,指标名称,本期数值\nQ06.1,"人工造林,1.2\nQ06.3,"封山育林",3\n', 2),
        ('代码,指标名称,本期数值\nQ06.1,"人工\n造林",1.2\nQ06.3,封山育林,"3', 4),
        ('sep=,\n代码,指标名称,本期数值\nQ06.1,人工造林,"1.2\n' + "Q06.3,封山育林,3\n" * 20_000, 3),
    ],
    ids=["to the end", "to the next quote", "in the last line", "over more than a cell holds"],
)
def test_a_quote_without_its_partner_is_told_with_its_line_and_nothing_is_read(text: str, line: int) -> None:
    with pytest.raises(AppError) as refused:
        read(text.encode(), "表.csv")
    assert refused.value.code == "import_quote" and f"第 {line} 行" in sentence(refused.value)


def test_quotes_that_have_their_partners_are_read_also_over_several_lines_and_before_words() -> None:
    text = '代码,指标名称,本期数值\nQ06.1,"人工\n""造林""",1.2\nQ06.3,"封山"育林,3\nQ06.4,"退化"林,4'
    assert said(read(text.encode(), "表.csv")) == {"Q06.1": "1.2", "Q06.3": "3", "Q06.4": "4"}


@pytest.mark.parametrize("shown", ["6.10902E+17", "6.10902000123457E+017", " 1.38e11", "9E+99"])
def test_a_long_code_that_a_spreadsheet_has_shown_in_powers_is_asked_about(shown: str) -> None:
    """Its last digits are nowhere in the text; it was taken as the code."""
    offer = read(f"电站,装机,带动村\n{shown},3.2E+03,1\n甲,1.5E-01,{shown}\nE+12,2,1\n".encode("gbk"), "表.csv")
    assert [row.texts.get("电站") for row in offer.rows] == [None, "甲", "E+12"], "a figure may be written in powers"
    assert [row.texts["装机"] for row in offer.rows] == ["3.2E+03", "1.5E-01", "2"]
    assert ["科学记数法" in one.reason for one in offer.refused] == [True] * 2


def test_bytes_that_are_no_text_are_no_table_of_text() -> None:
    for content in (bytes(range(256)) * 40, b"\0,\xd8\0" * 99, struct.pack("<99d", *map(float, range(99)))):
        with pytest.raises(AppError) as refused:
            read(content, "表.csv")
        assert refused.value.code == "import_no_table" and not is_text_table(content)


LINES = "代码,指标名称,计量单位,本期数值,上年同期\r\n"


@pytest.mark.parametrize(
    ("lines", "taken", "asked"),
    [
        (f"{LINES}Q06.1,人工造林,万亩,1,234.5,1.2\r\nQ06.2,飞播造林,万亩,0.3,1,050\r\n", {"Q06.2": "0.3"}, 3),
        (LINES.replace(",", "，") + "Q06.1，人工造林，万亩，１，２３４．５，1.2\r\n", {}, 2),
        (f'{LINES}Q06.1,人工造林,万亩,"1,234.5",1.2\r\n', {"Q06.1": "1,234.5", "Q06.1/last_year": "1.2"}, 0),
        (f"{LINES}Q06.1,人工造林,万亩,5,300\r\n", {"Q06.1": "5", "Q06.1/last_year": "300"}, 0),
        (f"{LINES[:-2]},,\r\nQ06.1,人工造林,万亩,5,300,,\r\n", {"Q06.1": "5", "Q06.1/last_year": "300"}, 0),
        (f"{LINES}Q06.1,人工造林,万亩,1.5,1.2,以验收为准\r\n", {"Q06.1": "1.5", "Q06.1/last_year": "1.2"}, 0),
    ],
)
def test_a_figure_that_its_own_commas_cut_in_two_is_asked_about(lines: str, taken: dict[str, str], asked: int) -> None:
    """1,234.5 without quotes gave 1 for the period and 234.5 for the year before."""
    offer = read(lines.encode("gb18030"), "表.csv")
    assert said(offer) == taken
    assert ["“1,234”这样的数" in one.reason for one in offer.refused] == [True] * asked


def test_what_a_system_writes_so_that_a_spreadsheet_shows_it_as_it_is_is_read_so() -> None:
    offer = read(('电站,县区,装机\r\n"=""0017""",汉滨区,="300"\r\n').encode("gb18030"), "光伏电站.csv")
    assert [(row.texts["电站"], row.texts["装机"]) for row in offer.rows] == [("0017", "300")]
