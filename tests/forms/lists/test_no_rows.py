"""Lines that are none of a list's entries, however totals, feet and notes are written; what has a name of its own is one."""

import pytest

from forms.lists.no_rows import why_no_row
from tests.forms.filling.test_import_book import read

TOWNS = ["镇名", "县区", "排放量", "处理量"]


@pytest.mark.parametrize(
    "words",
    [
        "总 数", "总排放量", "共2个镇", "总共12户", "年累计", "汇总", "合計", "Total", "上年同期", "2019年", "2020年度",
        "注1：快报", "注 2、快报", "※快报数", "填表日期 2020-10-9", "制表人　张三", "（盖章）", "第1页 共1页",
    ],
)  # fmt: skip
def test_totals_of_any_wording_comparisons_and_feet_are_no_rows_though_figures_stand_beside_them(words: str) -> None:
    offer = read(TOWNS, ["恒口镇", "汉滨区", 1, 1], [words, "", 2, 2])
    assert [row.texts["镇名"] for row in offer.rows] == ["恒口镇"]
    (refused,) = offer.refused
    assert "第3行" in refused.place


@pytest.mark.parametrize("name", ["总口镇", "共进镇", "2019年移民镇", "中心城区", "其他", "注水沟", "汇总沟镇"])
def test_a_name_that_only_begins_like_a_total_is_a_row(name: str) -> None:
    assert [row.texts["镇名"] for row in read(TOWNS, [name, "汉滨区", 2, 2]).rows] == [name]


def test_a_year_beside_a_name_is_the_year_of_that_row() -> None:
    assert why_no_row(["2019年", "甲公司", "12"]) == ""
    assert why_no_row(["2019年", "12"]) == "imports.summary_row"


def test_signatures_side_by_side_below_a_list_are_its_foot_and_no_other_list() -> None:
    foot = [["注：处理率按水量计。"], ["填表人：张三", "", "审核人：李四", "2020年10月9日"]]
    offer = read(TOWNS, ["恒口镇", "汉滨区", 1, 1], *foot)
    assert ["表尾" in one.reason for one in offer.refused] == [True, True]
