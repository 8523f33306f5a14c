"""What a list says of its measures holds for its figures: wherever it says it, and what nobody can convert is asked."""

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.lists.said_measures import said_alone, said_of_all
from models.basics.quantity import BUILT_IN
from models.filling.proposal import propose
from tests.forms.filling.test_import_book import county, read, said

HEADS = ["项目", "本期"]
TOWNS = ["镇名", "县区", "排放量", "处理量", "处理率"]


def taken(*rows: Sequence[Any], touch: Any = None) -> dict[str, str]:
    offer = read(*rows, touch=touch)
    return {one.address: one.after.text for one in propose(county(), offer).cells}


@pytest.mark.parametrize("line", ["单位：亩、个", "（单位：个，亩）", "填报单位：汉滨区林业局　　计量单位：亩 个"])
def test_a_line_that_names_several_measures_says_of_each_figure_the_one_that_fits(line: str) -> None:
    rows = [[f"营造林统计表{line}"], HEADS, ["人工造林", 12000], ["规模化养殖场总数", 186]]
    assert taken(*rows) == {"Q06.1": "1.2", "Q24.1": "186"}


def test_under_heads_printed_again_on_each_page_the_measure_above_the_first_holds() -> None:
    rows = [
        ["单位：亩"],
        HEADS,
        *([name, 12000] for name in ("人工造林", "飞播造林", "封山育林", "人工更新")),
        ["（续）"],
    ]
    assert taken(*rows, HEADS, ["森林抚育", 51500], ["城市污水排放总量", 1545]) == {
        "Q06.1": "1.2", "Q06.2": "1.2", "Q06.3": "1.2", "Q06.5": "1.2", "Q06.7": "5.15", "Q20.1": "1545",
    }  # fmt: skip  # what cannot be land at all is another list's


def test_a_measure_in_a_head_over_several_columns_is_theirs() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C1")

    rows = [["项目", "面积（亩）", ""], ["", "本期", "上年同期"], ["人工造林", 12000, 11000]]
    assert taken(*rows, touch=merge) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"}


@pytest.mark.parametrize("measure", ["百亩", "万亩/年", "亩、公顷"])
def test_what_looks_like_a_measure_and_cannot_be_told_is_asked_wherever_it_stands(measure: str) -> None:
    tables = (
        [["项目", "计量单位", "本期"], ["人工造林", measure, 120]],
        [["项目", f"本期（{measure}）"], ["人工造林", 120]],
        [[f"单位：{measure}"], HEADS, ["人工造林", 120]],
        [HEADS, [f"人工造林（{measure}）", 120]],
    )
    for rows in tables:
        offer = read(*rows)
        assert said(offer) == {}
        (refused,) = offer.refused
        assert "计量单位" in refused.reason and measure.split("、")[0] in refused.reason and "万亩" in refused.reason


def test_what_is_no_measure_says_nothing() -> None:
    rows = [["单位：汉滨区林业局"], ["项目", "单位", "本期（合格面积）"], ["人工造林", "林业局", 1.2]]
    assert taken(*rows) == {"Q06.1": "1.2"}


def test_a_measure_above_a_register_is_no_word_about_its_shares() -> None:
    offer = read(["单位：立方米"], TOWNS, ["恒口镇", "汉滨区", 120000, 100000, 83], title="重点镇污水")
    (row,) = propose(county(), offer).rows
    assert (row.unread, row.after.values["排放量"], row.after.values["处理率"]) == ((), "12", "83")


def test_a_figure_of_a_register_under_a_measure_nobody_can_convert_is_refused_by_its_place() -> None:
    heads = ["样地编号/项目名", "类型", "县区", "面积（百公顷）"]
    offer = read(heads, ["甲", "碳汇监测样地", "汉滨区", 12], title="R13")
    assert "面积" not in offer.rows[0].texts and ["D列" in one.place for one in offer.refused] == [True]


def test_ten_thousands_of_one_counted_thing_are_no_single_ones_of_another() -> None:
    offer = read(
        ["项目", "计量单位", "本期"], ["规模化养殖场总数", "万户", 1.2], ["其中：已配套粪污处理设施装备", "家", 9]
    )
    assert {one.address for one in propose(county(), offer).cells} == {"Q24.2"}


@pytest.mark.parametrize(
    ("measure", "figure"), [("斤", 1236000000), ("克", 618000000000), ("千吨", 618), ("千克", 618000000)]
)
def test_small_and_large_measures_of_one_kind_convert(measure: str, figure: int) -> None:
    assert taken(["项目", f"本期（{measure}）"], ["畜禽粪污产生量", figure]) == {"Q23.1": "61.8"}


def test_measures_of_yearbooks_are_known() -> None:
    assert taken(["项目", "本期（千公顷）"], ["人工造林", 0.8]) == {"Q06.1": "1.2"}
    assert said_alone("吨 标准煤", BUILT_IN) == ("吨 标准煤",)
    assert said_of_all("单位：万元   填报日期：2020年9月30日", BUILT_IN) == ("万元",)


def test_a_measure_of_another_table_far_above_is_no_word_about_this_one() -> None:
    other = [["资金表"], ["单位：万元"], *([f"第{n}笔", n] for n in range(1, 9)), HEADS, ["人工造林", 1.2]]
    assert taken(*other) == {"Q06.1": "1.2"}
    assert taken(["单位：亩"], *other[2:]) == {"Q06.1": "0.00012"}, "what can be meant is, and is confirmed"


@pytest.mark.parametrize(
    "above",
    [
        [["单位：", "亩"]], [["", "计量单位", "亩"]], [["单位亩"]], [["计量单位为亩"]], [["汉滨区造林面积统计（亩）"]],
        [["本表以亩为单位"]], [["数据按亩统计。"]],
    ],
)  # fmt: skip
def test_a_measure_above_the_heads_is_known_however_it_is_written(above: list[list[str]]) -> None:
    assert taken(*above, HEADS, ["人工造林", 12000]) == {"Q06.1": "1.2"}


@pytest.mark.parametrize("note", ["注：本表面积单位为亩。", "说明：单位均为亩", "备注：面积以亩为单位，其余同前。"])
def test_a_note_below_says_the_measure_where_nothing_above_does(note: str) -> None:
    assert taken(HEADS, ["人工造林", 12000], [note]) == {"Q06.1": "1.2"}
    assert taken(["单位：公顷"], HEADS, ["人工造林", 150], [note]) == {"Q06.1": "0.225"}


def test_the_name_of_a_sheet_says_its_measure() -> None:
    offer = read(HEADS, ["人工造林", 12000], title="造林（亩）")
    assert said(offer) == {"Q06.1": "12000亩"}


@pytest.mark.parametrize("measure", ["株", "垧", "万株", "万", "平方英里"])
def test_a_measure_nobody_knows_is_never_taken_for_the_one_asked_for(measure: str) -> None:
    offer = read(["项目", "计量单位", "本期"], ["人工造林", measure, 30], ["封山育林", "亩", 1])
    assert said(offer) == {"Q06.3": "1亩"} or measure == "万"
    assert measure == "万" or measure in offer.refused[0].reason


def test_a_word_nobody_knows_beside_what_is_counted_is_another_word_for_it_and_ten_thousands_are_not() -> None:
    rows = [["项目", "计量单位", "本期"], ["规模化养殖场总数", "块", 12]]
    assert said(read(*rows)) == {"Q24.1": "12"}
    assert said(read(["单位：万"], HEADS, ["规模化养殖场总数", 0.0012], ["人工造林", 2])) == {"Q06.1": "2"}


def test_who_gave_a_figure_stands_under_the_same_head_and_is_no_measure() -> None:
    rows = [["项目", "单位", "本期"], ["人工造林", "林业局", 2], ["封山育林", "亩", 1]]
    assert said(read(*rows)) == {"Q06.1": "2", "Q06.3": "1亩"}


@pytest.mark.parametrize("title", ["造林情况（按年统计）", "按户统计的造林情况", "按次计算"])
def test_what_is_counted_by_is_no_measure_of_the_figures(title: str) -> None:
    assert taken([title], HEADS, ["人工造林", 1.2]) == {"Q06.1": "1.2"}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["代码", "计量单位", "本期数值（亩）"], ["Q06.1", "万亩", 1.2]), (["代码", "指标名称", "本期（万亩）"], ["Q06.1", "人工造林（亩）", 12000]),
        (["代码", "计量单位", "本期（万）"], ["Q06.1", "亩", 1.2]), (["指标名称", "计量单位", "本期"], ["人工造林（亩）", "万亩", 1.2]),
    ],
)  # fmt: skip
def test_a_line_and_its_head_that_name_two_measures_are_asked_about(head: list[str], row: list[Any]) -> None:
    offer = read(head, row)
    assert said(offer) == {} and "计量单位，一处写" in offer.refused[0].reason


def test_a_line_above_all_heads_gives_way_to_the_measure_of_a_line_and_that_is_told() -> None:
    offer = read(["单位：亩"], ["代码", "计量单位", "本期"], ["Q06.1", "万亩", 1.2], ["Q24.1", "个", 3])
    assert said(offer) == {"Q06.1": "1.2", "Q24.1": "3"}
    assert ["第3行C列" in one for one in offer.remarks if "表头上方写的是“亩”" in one] == [True]
    alike = read(
        ["单位：万亩、个"], ["代码", "计量单位", "本期（万亩、个）"], ["Q06.1", "万亩", 1.2], ["Q24.1", "家", 3]
    )
    assert len(alike.texts) == 2 and not alike.refused and not alike.remarks


def test_a_register_whose_heads_name_two_measures_is_asked_about_too() -> None:
    rows = [["电站", "县区", "装机（千瓦）"], ["", "", "MW"], ["一号", "汉滨区", 300]]
    assert ["计量单位" in one.reason for one in read(*rows, title="光伏电站").refused] == [True]
