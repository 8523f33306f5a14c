"""Lists in the books people give: repeated heads, titles, totals, gaps and a second list beside or below."""

from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from models.filling.offer import Offer
from tests.forms.given.made_books import book
from tests.forms.given.test_given_books import FIRST, SECOND, STATIONS, read, said


def stations(*rows: Any, touch: Any = None) -> Offer:
    return read(book(rows, "台账", touch))


def test_repeated_heads_titles_and_totals_are_no_rows_and_a_second_list_is_its_own() -> None:
    tourism = [["项目", "类型", "县区", "建成日期", "带动贫困户"], ["农庄", "农家食宿", "汉滨区", "2020-05-01", 12]]
    offer = stations(STATIONS, FIRST, [], ["二镇光伏电站"], STATIONS, SECOND, ["合计", "", 500], [], *tourism)
    assert [(one.register, next(iter(one.texts.values()))) for one in offer.rows] == [
        ("R14", "一号"), ("R14", "二号"), ("R15", "农庄"),
    ]  # fmt: skip
    assert len(offer.refused) == 2


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ([["设备清单"], ["设备名称", "型号", "数量", "购置日期"], ["水泵", "B-1", 3, "2020-05-01"]], ("5", "6")),
        ([["名称", "县区", "建成日期", "户数"], ["农庄", "汉滨区", "2020-05-01", 12]], ("4", "5")),
        ([["项目", "县区"], ["农庄", "汉滨区"]], ("4", "5")),
    ],
    ids=["heads nobody knows", "some of which are known", "that several registers have"],
)
def test_a_second_list_that_is_not_known_is_left_and_told_with_its_rows(
    below: list[list[Any]], rows: tuple[str, str]
) -> None:
    offer = stations(STATIONS, FIRST, [], *below)
    assert [one.texts["电站"] for one in offer.rows] == ["一号"]
    told = next(one for one in offer.refused if "另列的表" in one.reason)
    assert f"第{rows[0]}行" in told.place and f"第{rows[1]}行" in told.reason and str(below[-2][0]) in told.reason


@pytest.mark.parametrize(
    "rows",
    [
        [["三号", "待定", "待定", "待定"], SECOND],
        [["三号", "城关", "未定", "未定"], ["二号", "城关", "未定", "未定"]],
    ],
    ids=["one of them", "all that follow"],
)
def test_rows_that_cannot_be_read_behind_a_gap_are_rows_all_the_same(rows: list[list[Any]]) -> None:
    offer = stations(STATIONS, FIRST, [], *rows)
    assert [one.texts["电站"] for one in offer.rows] == ["一号", "三号", "二号"] and not offer.refused


def test_figures_above_the_heads_that_are_known_are_told_and_titles_are_not() -> None:
    offer = stations(["设备名称", "数量"], ["水泵", 3], [], STATIONS, FIRST)
    assert len(offer.rows) == 1 and any("第2行" in one for one in offer.remarks)
    assert not stations(["光伏电站台账"], ["单位：汉滨区", "2020年三季度"], STATIONS, FIRST).remarks


def test_a_filled_column_without_a_head_and_an_unknown_head_are_both_named() -> None:
    offer = stations([*STATIONS, "", "备考"], [*FIRST, "没有栏名", "有栏名"])
    assert any("G" in one for one in offer.remarks) and any("备考" in one for one in offer.remarks)


def test_heads_merged_downwards_belong_to_the_lower_row() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")

    offer = stations(["电站", "基本情况"], ["", *STATIONS[1:]], FIRST, touch=merge)
    assert offer.rows[0].texts["电站"] == "一号"


def test_heads_may_take_three_rows_and_lists_may_stand_side_by_side() -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A3", "B1:B3", "C1:D1"):
            sheet.merge_cells(area)

    heads = [["代码", "指标", "数值", ""], ["", "", "三季度", "去年"], ["", "", "本期数值", "上年同期"]]
    offer = read(book([*heads, ["Q06.1", "人工造林", 1.2, 1.1]], touch=merge))
    assert said(offer) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"} and not offer.refused + offer.remarks
    beside = stations([*STATIONS, "", *STATIONS], [*FIRST, "", *SECOND], ["合计", *[""] * 6, "三号", *SECOND[1:]])
    assert [one.texts["电站"] for one in beside.rows] == ["一号", "二号", "三号"]
    assert len(beside.refused) == 1 and not beside.remarks


def test_a_day_without_its_year_is_taken_and_told() -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["D2"].number_format = 'm"月"d"日"'

    offer = read(book([STATIONS[:4], ["一号", "汉滨区", 300, 43943]], touch=dress))
    assert offer.rows[0].texts["并网日期"] == "2020-04-22"
    assert any("年份" in one for one in offer.remarks)
