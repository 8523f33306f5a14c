"""Heads over one another in a table of items: months say the year above them, and what is not known is named."""

import pytest

from forms.filling.import_book import read_block
from models.basics.errors import AppError
from tests.forms.given.made_books import book
from tests.forms.given.test_given_books import county, read, said

BODY = [["Q06.1", "人工造林", "万亩", 0.4, 1.2, 0.5, 1.1], ["Q06.2", "飞播造林", "万亩", 0.1, 0.3, 0.2, 0.4]]
HEADS = ["代码", "指标名称", "计量单位"]


def table(top: list[str | None], low: list[str | None], *, merged: bool = True) -> bytes:
    """A table with two levels of heads from column D on, each of the upper level over two columns."""
    rows = [["2020年造林统计表"], [*HEADS, *(one for head in top for one in (head, None))], [None] * 3 + low]
    areas = ["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"][: 3 + len(top)] if merged else []
    body = [line[: 3 + len(low)] for line in BODY]
    return book([*rows, *body], "A1", lambda sheet: [sheet.merge_cells(area) for area in areas] and None)


MONTHS: list[str | None] = ["三季度", "1-3季度"]


@pytest.mark.parametrize("merged", [True, False])
def test_months_below_a_year_are_of_that_year(merged: bool) -> None:
    found = said(read(table(["2019年", "2020年"], [*MONTHS, *MONTHS], merged=merged)))
    assert found == {"Q06.1": "1.1", "Q06.1/last_year": "1.2", "Q06.2": "0.4", "Q06.2/last_year": "0.3"}


@pytest.mark.parametrize("top", ["2020年", "数值", "本期", "完成情况"])
def test_the_months_since_january_are_taken_and_not_the_first_column_below_a_head(top: str) -> None:
    """数值 over 三季度 and 1-3季度 was taken for the head of 三季度 alone, and that quarter for the year so far."""
    offer = read(table([top], MONTHS))
    assert said(offer) == {"Q06.1": "1.2", "Q06.2": "0.3"} and not offer.refused
    assert any("三季度" in remark for remark in offer.remarks), "what is left is told by its name"


def test_months_below_other_words_are_none_of_the_period() -> None:
    assert said(read(table(["计划", "完成"], [*MONTHS, *MONTHS]))) == {"Q06.1": "1.1", "Q06.2": "0.4"}
    assert said(read(table(["去年", "今年"], [*MONTHS, *MONTHS]))) == {"Q06.1": "1.1", "Q06.2": "0.4"}


@pytest.mark.parametrize(
    ("top", "low"),
    [(["2020年"], ["当季", "累计"]), (["本期数值"], ["面积", "占比"]), (["完成情况"], ["Q3", "全年预计"])],
)
def test_a_table_without_a_column_of_figures_names_those_it_has(top: list[str | None], low: list[str | None]) -> None:
    """It was told what every table is told that is not recognised."""
    with pytest.raises(AppError) as refused:
        read(table(top, low))
    words = str(refused.value.facts["句"])
    assert all(f"“{one}”" in words for one in low) and "第3行" in words and "改为“本期数值”" in words
    assert "造林" not in words


def test_a_table_with_one_column_more_asks_whether_it_is_that_of_the_figures() -> None:
    with pytest.raises(AppError) as refused:
        read(book([["指标名称", "计量单位", "数量"], ["人工造林", "万亩", 1.2]], "A1"))
    assert "不知道“数量”是不是" in str(refused.value.facts["句"])


def test_three_levels_of_heads_are_read_by_the_lowest() -> None:
    top = [*HEADS, "完成情况", None, None, None]
    rows = [top, [None] * 3 + ["2020年", None, "2019年", None], [None] * 3 + [*MONTHS, *MONTHS], BODY[0]]
    areas = ("A1:A3", "B1:B3", "C1:C3", "D1:G1", "D2:E2", "F2:G2")
    content = book(rows, "A1", lambda sheet: [sheet.merge_cells(area) for area in areas] and None)
    assert said(read(content)) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"}


SHARE: list[str | None] = ["数值", "占比"]


@pytest.mark.parametrize(
    ("top", "low", "taken"),
    [
        (["1-9月", "上年同期"], [*SHARE, *SHARE], {"Q06.1": "0.4", "Q06.1/last_year": "0.5"}),
        (["2019年1-9月", "2020年1-9月"], [*SHARE, *SHARE], {"Q06.1": "0.5", "Q06.1/last_year": "0.4"}),
        (["2019年", "2020年"], [*SHARE, *SHARE], {"Q06.1": "0.5"}),
        (["计划", "完成"], ["本期", "累计", "本期", "累计"], {"Q06.1": "0.5"}),
        (["造林面积", "备注"], ["本期", "上年同期", None, None], {"Q06.1": "0.4", "Q06.1/last_year": "1.2"}),
    ],
)
def test_figures_are_of_what_the_head_above_them_says(
    top: list[str | None], low: list[str | None], taken: dict[str, str]
) -> None:
    """数值 below 计划数 or 2019年 was taken for the period's."""
    found = said(read(table(top, low)))
    assert {at: text for at, text in found.items() if at.startswith("Q06.1")} == taken


@pytest.mark.parametrize("top", ["计划数", "2019年"])
def test_figures_of_another_year_or_a_plan_alone_are_not_taken(top: str) -> None:
    with pytest.raises(AppError) as refused:
        read(table([top], SHARE))
    assert f"“{top}数值”" in str(refused.value.facts["句"])


def test_a_register_begins_below_its_lowest_heads_also_where_nobody_knows_those() -> None:
    """The row 起, 止 below 日期 became a row, and the first day was taken for the day."""
    rows = [["节点", "名称", "参与人数", "日期", None], [None] * 3 + ["起", "止"]]
    body = ["世界地球日", "活动", 120, "2020-04-22", "2020-04-23"]
    areas = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    content = book([*rows, body], "低碳宣传活动", lambda sheet: [sheet.merge_cells(area) for area in areas] and None)
    offer = read(content)
    assert [row.texts for row in offer.rows] == [{"节点": "世界地球日", "名称": "活动", "参与人数": "120"}]
    assert not offer.refused and any("起、止" in remark for remark in offer.remarks)


def test_a_figure_merged_over_columns_without_heads_is_the_figure_of_its_column() -> None:
    rows = [[*HEADS, "本期数值", None, "上年同期"], ["Q06.1", "人工造林", "万亩", 1.2, None, 1.1]]
    merge = ("D1:E1", "D2:E2")
    wide = book(rows, "A1", lambda sheet: [sheet.merge_cells(area) for area in merge] and None)
    assert said(read(wide)) == {"Q06.1": "1.2", "Q06.1/last_year": "1.1"}
    rows = [[*HEADS, "本期数值", "上年同期"], ["Q06.1", "人工造林", "万亩", 1.2, None]]
    both = read(book(rows, "A1", lambda sheet: sheet.merge_cells("D2:E2")))
    assert said(both) == {} and both.refused, "nobody knows which of two heads it is for"


def test_a_copied_block_with_two_levels_of_heads_is_read_like_the_table_in_a_book() -> None:
    heads = "代码\t指标名称\t计量单位\t2019年\t\t2020年\t\n\t\t\t三季度\t{0}\t三季度\t{0}\n"
    lines = "\n".join("\t".join(map(str, line)) for line in BODY)
    offer = read_block(heads.format("1-3季度") + lines, county(), "复制的内容")
    assert said(offer) == {"Q06.1": "1.1", "Q06.1/last_year": "1.2", "Q06.2": "0.4", "Q06.2/last_year": "0.3"}
    with pytest.raises(AppError) as refused:
        read_block(heads.format("累计") + lines, county(), "复制的内容")
    assert "“三季度”、“累计”" in str(refused.value.facts["句"])
