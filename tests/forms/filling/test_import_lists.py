"""Lists in somebody's workbook: which register each is, and which of their lines are rows."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling.import_book import offer_of_book, read_block, read_book
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from models.basics.errors import AppError
from models.basics.messages import sentence
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.filling.test_import_book import CARS, HEADS, county, plan, police, read, said
from tests.forms.given.made_books import book


def test_a_list_keeps_its_rows_and_leaves_totals_signatures_and_masked_names_out_by_name() -> None:
    rows = [
        ["2020年淘汰车辆"], ["备注", *CARS], ["", "陕G00001", "大型汽车", date(2020, 8, 7), "汉滨区"],
        ["", "陕G00002", "大型汽车", datetime(2020, 8, 7, 9, 30), "汉滨区"], ["甲", "陕G****1", "大型汽车", "2020.8.7", ""],
        ["", "合　计", 3, "", ""], ["", "填表人：张三", "", "", ""],
    ]  # fmt: skip
    offer = read(*rows, title="R02", sheet=police())
    assert [(row.texts["号牌号码"], row.texts["完成日期"][:10]) for row in offer.rows] == [
        ("陕G00001", "2020-08-07"), ("陕G00002", "2020-08-07"),
    ]  # fmt: skip
    assert [word in one.reason for word, one in zip(("脱敏", "合计", "表尾"), offer.refused, strict=True)] == [True] * 3
    assert any("备注" in one for one in offer.remarks), "a column nobody knows is named"
    assert offer.scope == {"R02"}


def test_a_list_that_two_registers_fit_alike_is_not_guessed() -> None:
    assert {"R02", "R03"} <= set(police().register_ids)
    with pytest.raises(AppError) as refused:
        read(["号牌号码", "号牌种类"], ["陕G00001", "大型汽车"], sheet=police())
    assert refused.value.code == "import_side_by_side"


def test_a_list_under_the_own_heads_of_any_register_is_that_register_also_where_they_are_heads_of_figures_too() -> None:
    found = {}
    for unit in plan().filing_units:
        sheet = Sheet(plan=plan(), unit_id=unit.id, period_id="2020Y初步", settings=Settings())
        for name in set(sheet.register_ids) - found.keys():
            register = plan().registers[name]
            heads = [column.name for column in register.columns]
            line = ["甲" if head in register.keys[0] else "" for head in heads]
            offer = read_block("\n".join("\t".join(one) for one in (heads, line)), sheet, "粘贴的内容", name)
            found[name] = {one.register for one in offer.rows}
    assert found == {name: {name} for name in plan().registers}


def test_measures_numbers_of_columns_totals_and_dots_are_no_rows_and_a_list_below_is_its_own_register() -> None:
    rows = [
        ["项目", "县区", "建筑面积", "绿色建筑", "环节与日期"], ["", "", "平方米", "", ""], [1, 2, 3, 4, 5],
        ["甲小区", "汉滨区", 12000, "是", "竣工2020-05-01"], ["……"], ["合计：1个", "", 12000],
        ["项目", "类型", "县区", "建成日期", "带动贫困户"], ["农庄", "农家食宿", "汉滨区", "2020-05-01", 12],
    ]  # fmt: skip
    offer = read(*rows, title="R08 新建民用建筑项目")
    assert [(one.register, one.texts.get("建筑面积")) for one in offer.rows] == [("R08", "12000平方米"), ("R15", None)]
    assert len(offer.refused) == 2


def test_two_tables_beside_one_another_are_two_tables() -> None:
    """A sheet of two halves, as a county prints it: the second begins where its heads stand again."""
    rows = [
        ["三季度报表"], [*HEADS, "", *HEADS, "上年同期"], ["Q06.1", "人工造林", 1.2, "", "Q20.1", "污水", 1545, 1480],
        ["Q06.3", "封山育林", 3, "", "", "请核对", "", ""], ["Q06.4", "退化林", "", "", "Q20.2", "处理", 1481, ""],
    ]  # fmt: skip
    offer = read(*rows)
    figures = {"Q06.1": "1.2", "Q06.3": "3", "Q20.1": "1545", "Q20.1/last_year": "1480", "Q20.2": "1481"}
    assert said(offer) == figures and not offer.refused
    (told,) = offer.remarks
    assert told.count("请核对") == 1, "words of nobody are told once"


def test_a_head_that_stands_twice_in_one_table_is_named_with_its_columns() -> None:
    for heads in (["代码", "指标", "本期数值", "代码"], ["代码", "指标", "本期数值", "本期数值"]):
        offer = read(heads, ["Q06.1", "人工造林", 1.2, "Q06.1"])
        (refusal,) = offer.refused
        assert not offer.texts and f"“{heads[-1]}”的不止一栏" in refusal.reason
        assert ("A、D列" if heads[-1] == "代码" else "C、D列") in refusal.reason


def test_two_registers_beside_one_another_are_refused_with_a_way_out() -> None:
    first, second = (tuple(column.name for column in plan().registers[name].columns) for name in ("R08", "R06"))
    assert set(first) & set(second), "a name that stands twice"
    beside: list[list[Any]] = [[*first, "", *second], ["甲", "汉滨区", 1]]
    with pytest.raises(AppError) as refused:
        read(*beside)
    assert refused.value.code == "import_side_by_side"
    assert (
        "第1行" in (words := sentence(refused.value))
        and "两张工作表" in words
        and plan().registers["R06"].name in words
    )
    made = load_workbook(io.BytesIO(book([HEADS, ["Q06.1", "", 1]], "造林")))
    other = made.create_sheet("并排")
    for row in beside:
        other.append(row)
    made.save(content := io.BytesIO())
    offer = read_book(content.getvalue(), "表.xlsx", county())
    assert said(offer) == {"Q06.1": "1"} and any("“并排”第1行" in one for one in offer.remarks)


def test_lines_that_say_again_what_other_rows_say_are_never_rows() -> None:
    rows = [
        ["镇名", "县区", "排放量"], ["恒口镇", "汉滨区", 12], ["汉滨区合计", "", 12], ["全区总计（2个）", "", 12],
        ["汉滨区", "汉滨区", "小计"], ["其中：市级重点镇", "", 5], ["以下空白"], ["第1页 共2页"], ["无"],
        ["数据来源：住建局"], ["填报单位（盖章）：住建局", "", "2020年10月8日"],
    ]  # fmt: skip
    offer = read(*rows, title="重点镇污水")
    assert [row.texts["镇名"] for row in offer.rows] == ["恒口镇"]
    assert len(offer.refused) == len(rows) - 2, "each of them is told"


def test_averages_growth_and_figures_of_the_whole_county_are_never_rows_and_where_a_thing_is_takes_none_away() -> None:
    words = [
        "平均",
        "人均",
        "全市",
        "全县",
        "全区（2个）",
        "增长%",
        "增幅（%）",
        "同比",
        "同比增长",
        "比上年增长",
        "（1个镇）",
    ]
    rows = [["序号", "镇名", "县区", "排放量"], [1, "恒口镇", "汉滨区", 12], *([2, one, "", "12吨"] for one in words)]
    offer = read(*rows, title="重点镇污水")
    assert [row.texts["镇名"] for row in offer.rows] == ["恒口镇"]
    assert ["汇总数" in one.reason for one in offer.refused] == [True] * len(words), "each of them is told"
    named = read(["县区", "项目", "类型"], ["全市", "农庄", "农家食宿"], ["全市", "", ""], title="R15")
    assert [row.texts["项目"] for row in named.rows] == ["农庄"]


def test_totals_and_signatures_of_a_table_without_codes_are_told_for_what_they_are() -> None:
    offer = read(["项目", "本期"], ["人工造林", 1.2], ["小　计", 1.2], ["全县合计", 1.2], ["填表人：张三", "9月30日"])
    assert said(offer) == {"Q06.1": "1.2"}
    assert [word in one.reason for word, one in zip(("合计行", "合计行", "表尾"), offer.refused, strict=True)] == [
        True
    ] * 3


def test_a_line_that_says_the_measure_was_read_and_is_not_called_unread() -> None:
    offer = read(["项目", "本期"], ["人工造林", 1.2], ["单位：万立方米"], ["项目", "本期"], ["城市污水排放总量", 1545])
    assert not any("单位" in one for one in offer.remarks)


def test_a_table_of_figures_with_words_of_a_register_among_its_heads_is_no_register() -> None:
    """项目 and 计划 are columns of the list of funds too; what every row of it must say is not there."""
    with pytest.raises(AppError) as refused:
        read(["项目", "计划", "三季度完成"], ["人工造林", 20000, 12000])
    assert "不知道取“计划”、“三季度完成”中的哪一栏" in str(refused.value.facts["句"])
    figures = read(["项目", "计划", "1-9月完成"], ["人工造林", 20000, 12000])
    assert said(figures) == {"Q06.1": "12000"} and figures.rows == ()
    funds = read(["项目", "投向", "计划"], ["试点", "垃圾分类", 120])
    assert [one.register for one in funds.rows] == ["R18"]
    assert [one.register for one in read(["项目", "计划"], ["试点", 120], title="R18 资金与项目").rows] == ["R18"]


def test_a_list_is_refused_for_its_size_only_where_it_is_as_large_as_the_sentence_says() -> None:
    heads = {place: GivenCell(text) for place, text in enumerate(["镇名", "县区", *map(str, range(10))], 1)}
    filled = {place: GivenCell("1") for place in range(3, 13)}
    rows = {n: {1: GivenCell(f"镇{n}"), 2: GivenCell("汉滨区"), **filled} for n in range(2, 35_000)}
    page = SheetCells(title="重点镇污水", rows={1: heads, **rows})
    assert sum(map(len, page.rows.values())) > 400_000
    assert len(offer_of_book(ForeignBook((page,)), "表.xlsx", county()).rows) == len(rows)


def test_a_word_merged_over_several_rows_is_each_ones_and_told_and_a_figure_is_nobodys() -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("B2:B4", "C5:C6", "B7:C7", "A8:A9"):
            sheet.merge_cells(area)

    rows = [
        ["镇名", "县区", "排放量"], ["恒口镇", "汉滨区", 12], ["五里镇", None, 13], ["大河镇", None, 14],
        ["张滩镇", "汉滨区", 30], ["关庙镇", "汉滨区", None], ["大竹园镇", "汉滨区", None],
        ["合计", "", 39], [None, "其中市级", 9],
    ]  # fmt: skip
    offer = read(*rows, title="重点镇污水", touch=merge)
    assert [(one.texts["镇名"], one.texts["县区"], one.texts["排放量"]) for one in offer.rows] == [
        ("恒口镇", "汉滨区", "12"), ("五里镇", "汉滨区", "13"), ("大河镇", "汉滨区", "14"),
    ]  # fmt: skip
    assert ["合并" in one.reason for one in offer.refused] == [True, True, True, False, False]
    assert any("3 格" in one and "合并" in one for one in offer.remarks)


class LookedThrough(dict[int, dict[int, GivenCell]]):
    """The rows of a sheet, counting how often all of them are gone through."""

    times = 0

    def __iter__(self) -> Any:
        self.times += 1
        return super().__iter__()


def test_a_sheet_is_gone_through_as_often_for_many_lists_on_it_as_for_one() -> None:
    """Heads printed again on every page: each list looked at all rows, 2,000 of them took ten seconds."""
    heads, row = ["镇名", "县区", "排放量"], ["恒口镇", "汉滨区", "1"]
    counted = []
    for lists in (1, 60):
        lines = [line for _ in range(lists) for line in (heads, row)]
        rows = LookedThrough({n: {x: GivenCell(t) for x, t in enumerate(one, 1)} for n, one in enumerate(lines, 1)})
        merged = {(n, 9): (n, 8) for n in rows}
        offer = offer_of_book(ForeignBook((SheetCells(title="污水", rows=rows, merged=merged),)), "表.xlsx", county())
        assert len(offer.rows) == lists
        counted.append(rows.times)
    assert counted[0] == counted[1], counted


def test_words_under_the_numbers_of_the_lines_are_told_as_those_under_a_name() -> None:
    offer = read(["序号", "指标名称", "本期"], [1, "人工造林", 1.2], ["注：数据截至9月30日。"], ["填表人：张三"])
    assert said(offer) == {"Q06.1": "1.2"}
    assert ["第3行“注：数据截至9月30日。”" in one for one in offer.remarks] == [True]
