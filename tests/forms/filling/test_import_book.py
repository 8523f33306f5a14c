"""Somebody's workbook or copied block: matched by codes and names, and what cannot be used named with its row."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling.import_book import read_block, read_book
from models.basics.errors import AppError
from models.filling.clipboard import block_of
from models.filling.offer import Offer
from models.filling.proposal import propose
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import State, read_cell
from models.sheet.sheet import Sheet
from tests.forms.given.made_books import book

HEADS = ["代码", "指标名称", "本期数值"]
CARS = ["号牌号码", "号牌种类", "完成日期", "县区"]


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def county(**cells: str) -> Sheet:
    said = {
        name.replace("_", "."): read_cell(plan().items[name.replace("_", ".")], text) for name, text in cells.items()
    }
    return Sheet(plan=plan(), unit_id="610902", period_id="2020Q3", settings=Settings(), cells=said)


def police() -> Sheet:
    return Sheet(plan=plan(), unit_id="M10", period_id="2020Y初步", settings=Settings())


def read(*rows: Sequence[Any], title: str = "Sheet1", touch: Any = None, sheet: Sheet | None = None) -> Offer:
    return read_book(book(rows, title, touch), "表.xlsx", sheet or county())


def said(offer: Offer) -> dict[str, str]:
    return {one.address: one.text for one in offer.texts}


def test_lines_are_found_by_code_whatever_their_order_width_or_case_and_columns_by_their_heads() -> None:
    rows = [
        ["造林统计"],
        ["本年累计（万亩）", "备考", "代码*"],
        [1, "", "Ｑ０６．３"],
        [2, "", "q06.1"],
        [3, "", " Q06.4 "],
    ]
    assert said(read(*rows)) == {"Q06.3": "1", "Q06.1": "2", "Q06.4": "3"}


def test_a_line_without_a_code_is_found_by_a_name_only_one_line_has_and_refused_otherwise() -> None:
    offer = read(HEADS, ["", "人工造林", 1], ["", "没有这一项", 2], ["", "", 3], ["", "小计", None])
    assert said(offer) == {"Q06.1": "1"}
    assert [("第3行" in one.place, "没有这一项" in one.reason) for one in offer.refused] == [
        (True, True),
        (False, False),
    ]


def test_unknown_codes_and_items_of_others_are_refused_by_row() -> None:
    offer = read(HEADS, ["Q99.9", "", 1], ["Q12.1", "", 2], ["Q06.1", "", 3])
    assert said(offer) == {"Q06.1": "3"}
    first, second = offer.refused
    assert "第2行" in first.place and first.reason == plan().checks["CK-A20"].message.replace("{行}", "2").replace(
        "{码}", "Q99.9"
    )
    assert "第3行" in second.place and "不是本单位" in second.reason


def test_two_columns_for_one_thing_are_not_chosen_between() -> None:
    offer = read(["代码", "本期数值", "本年累计"], ["Q06.1", 1, 2])
    assert offer.texts == () and "本期数值、本年累计" in offer.refused[0].reason


@pytest.mark.parametrize(
    ("area", "places"), [("C2:C3", "C"), ("A2:A3", "A"), ("B2:C2", "C")], ids=["figures", "codes", "name over figure"]
)
def test_merged_cells_among_the_figures_are_refused_in_the_words_of_the_check(area: str, places: str) -> None:
    rows = [HEADS, ["Q06.1", "甲", 1], ["Q06.3", "乙", 2]]
    offer = read(*rows, touch=lambda sheet: sheet.merge_cells(area))
    assert all("合并单元格" in one.reason and f"{places}列" in one.place for one in offer.refused) and offer.refused
    assert not said(offer).keys() & {"Q06.1"}


def test_merged_titles_and_a_merged_foot_disturb_nothing() -> None:
    rows = [["造林统计", "", ""], HEADS, ["Q06.1", "", 1], ["单位负责人：甲　填表人：乙"]]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A4:C4")

    offer = read(*rows, touch=merge)
    assert said(offer) == {"Q06.1": "1"} and offer.refused == ()


def test_a_formula_without_a_stored_result_is_refused_in_the_words_of_the_check() -> None:
    offer = read(HEADS, ["Q06.1", "", "=1+1"], ["Q06.3", "", 2])
    assert said(offer) == {"Q06.3": "2"}
    assert [one.reason for one in offer.refused] == [plan().checks["CK-A19"].message]


def test_hidden_rows_and_columns_are_read_by_their_codes_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True

    offer = read(HEADS, ["Q06.1", "", 1], ["Q06.3", "", 2], touch=hide)
    assert said(offer) == {"Q06.1": "1", "Q06.3": "2"}
    assert any("1 行" in one and "隐藏" in one for one in offer.remarks)
    assert any("本期数值" in one and "隐藏" in one for one in offer.remarks)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.904, "0.0%", "90.4%"), (0.904, "General", "0.904"), (0.1 + 0.2, "General", "0.3"), (1e-7, "General", "0.0000001"),
        (1234.5, "#,##0.00", "1234.5"), ("12.5", "@", "12.5"), (" 12.5 ", "@", " 12.5 "), (0, "General", "0"), (3.0, "0", "3"),
        (182.4, "0.00", "182.4"),
    ],
)  # fmt: skip
def test_a_figure_comes_as_the_shortest_text_of_what_is_stored(value: Any, form: str, text: str) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["C2"].number_format = form

    assert said(read(HEADS, ["Q06.1", "", value], touch=dress)) == {"Q06.1": text}


def test_a_long_code_typed_as_a_number_has_lost_its_last_digits_and_is_refused() -> None:
    offer = read(HEADS, ["Q06.1", "", 123456789012345678])
    assert offer.texts == () and "15位" in offer.refused[0].reason


def test_states_are_read_in_the_words_of_our_papers_with_who_and_when() -> None:
    offer = read(
        ["代码", "本年累计", "状态", "状态说明"],
        ["Q06.1", "未开展", "", ""],
        ["Q06.2", "", "不适用", "辖区无此项"],
        ["Q06.3", "暂无数据：林业局，10月20日", "", ""],
        ["Q06.4", "", "暂无数据", "林业局，10月20日"],
        ["Q06.5", 3, "未开展", ""],
        ["Q06.7", "", "没有", ""],
    )
    assert {one.address: (one.state, one.note) for one in offer.texts if one.state} == {
        "Q06.1": (State.NIL, ""), "Q06.2": (State.NA, "辖区无此项"),
        "Q06.3": (State.AWAITED, "林业局，10月20日"), "Q06.4": (State.AWAITED, "林业局，10月20日"),
    }  # fmt: skip
    assert said(offer)["Q06.5"] == "3" and [one.reason[:4] for one in offer.refused] == ["同时填了", "状态“没"]


def test_a_blank_cell_offers_nothing_but_a_word_where_something_stands_already() -> None:
    offer = read(HEADS, ["Q06.1", "", None], ["Q06.3", "", None], sheet=county(Q06_1="5"))
    assert said(offer) == {"Q06.1": ""} and any("保留" in one for one in offer.remarks)


def test_progress_is_read_by_block_and_a_line_of_signatures_is_none() -> None:
    rows = [
        ["代码", "任务", "阶段", "本期进展"],
        ["T01", "", "推进中", "好"],
        ["T99", "", "推进中", ""],
        ["", "填表人：甲", "", ""],
    ]
    offer = read(*rows, title="任务进展")
    assert said(offer) == {"T01.阶段": "推进中", "T01.本期进展": "好"}
    assert ["T99" in one.reason for one in offer.refused] == [True]
    assert offer.scope == {"T01"}


def test_a_copied_block_is_cut_at_its_tabs_and_quotes() -> None:
    text = '号牌号码\t号牌种类\t所有人\r\n陕G00001\t大型汽车\t"甲\n公司"\r\n陕G00002\t大型汽车\t"十三五"项目部\r\n'
    assert block_of(text)[1:3] == [["陕G00001", "大型汽车", "甲\n公司"], ["陕G00002", "大型汽车", '"十三五"项目部']]
    offer = read_block(text, police(), "粘贴的内容", "R02")
    assert [row.texts["所有人"] for row in offer.rows] == ["甲\n公司", '"十三五"项目部']
    assert said(read_block("本年累计\t代码\n1.5\tQ06.1\n", county(), "粘贴的内容")) == {"Q06.1": "1.5"}
    with pytest.raises(AppError):
        read_block("陕G00001\t大型汽车\n陕G00002\t大型汽车\n", police(), "粘贴的内容")


@pytest.mark.parametrize("cut", [0, 1, 200, 2000, -40])
def test_a_damaged_book_ends_in_one_sentence(cut: int) -> None:
    content = book([HEADS, ["Q06.1", "", 1]])
    with pytest.raises(AppError):
        read_book(content[:cut] if cut >= 0 else content[:cut] + bytes(40), "坏.xlsx", county())


@pytest.mark.parametrize("rows", [
    [["代码", "计量单位", "本期数值"], ["Q06.1", "亩", 12000]],
    [["代码", "指标名称", "本期数值（亩）"], ["Q06.1", "", "12,000"]],
    [["造林进度", "", "单位：亩"], ["代码", "指标名称", "本期数值"], ["Q06.1", "", 12000]],
    [["代码", "指标名称", "本期数值"], ["", "", "（亩）"], ["甲", "乙", "1"], ["Q06.1", "", 12000]],
], ids=["beside", "head", "above", "below"])  # fmt: skip
def test_a_measure_that_a_list_says_for_its_figures_is_taken_with_them(rows: Sequence[Sequence[Any]]) -> None:
    (text,) = read(*rows).texts
    cell = read_cell(plan().items["Q06.1"], text.text)
    assert cell.text == "1.2" and "converted" in cell.remarks, "and asked to be confirmed"


def test_a_measure_that_does_not_convert_is_refused_and_the_own_one_changes_nothing() -> None:
    offer = read(["代码", "单位", "本期数值"], ["Q06.1", "吨", 5], ["Q06.3", "万亩", 3.5], ["Q06.4", "汉滨区林业局", 2])
    assert said(offer) == {"Q06.1": "5吨", "Q06.3": "3.5", "Q06.4": "2"}
    assert "吨" in propose(county(), offer).refused[0].reason


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([HEADS, ["Q06.1", "", 1], [], ["今年春季未造林，与去年不同"]], "第4行“今年春季未造林，与去年不同”"),
        ([HEADS, ["Q06.1", "", 1], ["", "另见附件", None], ["备注：旱情"]], "第3行“另见附件”；第4行“备注：旱情”"),
        ([["代码", "任务", "阶段", "本期进展"], ["T01", "", "推进中"], ["", "", "", "均已开工"]], "第3行“均已开工”"),
        ([["序号", *CARS], [1, "陕G00001", "大型汽车", "2020.8.7", "汉滨区"], ["以上均已核"]], "第3行“以上均已核”"),
    ],
    ids=["below", "beside a note", "progress", "register"],
)
def test_words_that_belong_to_no_item_are_told(rows: list[list[Any]], told: str) -> None:
    offer = read(*rows, title="R02", sheet=police() if rows[0][0] == "序号" else county())
    assert any(told in one for one in offer.remarks), (offer.remarks, offer.rows, offer.refused)


def test_headings_of_the_plan_totals_and_signatures_are_no_words_of_somebody_s() -> None:
    names = [plan().tables["A1"].name, plan().items["Q06.2"].name, plan().blocks["T01"].title]
    rows = [HEADS, *(["", name, None] for name in names), ["Q06.1", "", 1], ["", "合计", None], ["填表人：甲"], ["——"]]
    assert read(*rows).remarks == ()


def test_of_two_columns_of_one_name_the_second_is_told() -> None:
    offer = read([*HEADS, "", "指标名称"], ["Q06.1", "人工造林", 1, "", "飞播造林"])
    assert said(offer) == {"Q06.1": "1"} and any("指标名称" in one for one in offer.remarks)


@pytest.mark.parametrize("head", ["去年同期", "去年同期数", "上年同期累计", "上年同期数值"])
def test_last_year_is_known_by_every_name_it_has(head: str) -> None:
    assert said(read(["项目", "本期数", head], ["人工造林", 1.2, 1.1])) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"}


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("2020年二季度营造林情况表", True), ("2020年1—6月营造林情况表", True), ("2019年三季度", True), ("上半年造林", True),
        ("2020年三季度营造林情况表", False), ("2020年1-9月", False), ("三季度与2019年同期对比（2020年）", False),
        ("营造林情况表（2020年第3季度）", False), ("填报日期：2021年1月5日", False), ("营造林情况表", False), ("3—4月", True),
    ],
)  # fmt: skip
def test_a_table_with_the_title_of_another_period_is_told(title: str, *, other: bool) -> None:
    above = read([title], ["项目", "本期"], ["人工造林", 1.2])
    called = read(["项目", "本期"], ["人工造林", 1.2], title=title.replace("：", " ")[:31])
    for offer in (above, called):
        assert said(offer) == {"Q06.1": "1.2"}
        assert any("拿错了表" in one and "2020年第三季度" in one for one in offer.remarks) is other


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("2020年1-9月", "2019年1-9月"),
        ("1—9月累计", "2019年1—9月累计"),
        ("前三季度", "2019年前三季度"),
        ("1-9月完成", "上年同期"),
    ],
)
def test_a_column_of_the_periods_months_is_this_periods_and_of_those_a_year_before_last_years(
    head: str, before: str
) -> None:
    offer = read(["项目", "单位", head, before, "同比"], ["人工造林", "亩", 25000, 22000, 13.6])
    assert said(offer) == {"Q06.1": "25000亩", "Q06.1/last_year": "22000亩"}
    assert not any("拿错" in one for one in offer.remarks)


@pytest.mark.parametrize("head", ["2020年1-6月", "三季度", "9月", "2020年", "2020年计划"])
def test_months_of_another_period_or_that_nobody_can_tell_are_no_figures_of_this_one(head: str) -> None:
    with pytest.raises(AppError):
        read(["项目", "单位", head], ["人工造林", "亩", 25000])
    assert said(read(["项目", "单位", head, "本期"], ["人工造林", "亩", 25000, 3])) == {"Q06.1": "3亩"}


def test_of_two_columns_of_names_the_one_the_plan_knows_is_read() -> None:
    rows = [["造林", "人工造林", 1.2], ["", "封山育林", 0.8]]
    assert said(read(["项目", "指标名称", "本期"], *rows)) == {"Q06.1": "1.2", "Q06.3": "0.8"}


def test_years_side_by_side_in_the_heads_are_no_title_of_another_period() -> None:
    rows = [["造林进度"], ["项目", "2020年", "2019年"], ["", "本期", "上年同期"], ["人工造林", 1.2, 1.1]]
    assert read(*rows).remarks == ()
