"""Whose a figure is: a line, a sheet or a title of another place is not taken for the unit's own without a word."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from forms.filling.import_book import read_book
from forms.lists.said_places import title_place
from models.filling.offer import Offer
from models.plan.load import load_plan
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.filling.test_import_book import county, plan, read, said

HEADS = ["指标名称", "计量单位", "本期数值"]
COAL = "规上用煤工业企业煤炭消费量·上年同期"


def industry() -> Sheet:
    return Sheet(plan=plan(), unit_id="M02", period_id="2020Q3", settings=Settings())


def sheets(**figures: float) -> Offer:
    made = Workbook()
    made.remove(made["Sheet"])
    for title, figure in figures.items():
        sheet = made.create_sheet(title)
        sheet.append(HEADS)
        sheet.append(["人工造林", "亩", figure])
    out = io.BytesIO()
    made.save(out)
    return read_book(out.getvalue(), "表.xlsx", county())


@pytest.mark.parametrize("head", ["乡镇", "镇（街道）", "县区", "所在乡镇"])
def test_a_line_of_a_town_is_not_the_countys_figure_and_its_total_is(head: str) -> None:
    towns = [["恒口镇", "人工造林", "亩", 5000], ["五里镇", "人工造林", "亩", 5000]]
    assert said(read([head, *HEADS], *towns)) == {}
    offer = read([head, *HEADS], *towns, ["合计", "人工造林", "亩", 10000])
    assert said(offer) == {"Q06.1": "10000亩"}
    assert [("恒口镇" in one.reason, "五里镇" in one.reason) for one in offer.refused] == [(True, False), (False, True)]
    assert not any(head in one for one in offer.remarks), "the column was read"


def test_a_place_said_once_holds_for_the_lines_below_it_and_the_units_own_name_is_none() -> None:
    lines = [["恒口镇", "人工造林", "亩", 5000], ["", "封山育林", "亩", 100], ["汉滨区", "人工造林", "亩", 9000]]
    offer = read(["乡镇", *HEADS], *lines, ["汉滨区林业局", "飞播造林", "亩", 1], ["全区", "封山育林", "亩", 2])
    assert said(offer) == {"Q06.1": "9000亩", "Q06.2": "1亩", "Q06.3": "2亩"}


def test_of_the_citys_table_a_county_takes_its_own_line_alone() -> None:
    rows = [[place, "人工造林", "亩", n] for n, place in enumerate(("全市", "汉滨区", "汉阴县"), 1)]
    assert said(read(["县区", *HEADS], *rows)) == {"Q06.1": "2亩"}


def test_the_total_of_all_counties_is_none_of_one_of_them_and_that_of_its_parts_is_its_own() -> None:
    """The county's line and the city's total were two figures for one place, and both were refused."""
    lines = [
        ["汉滨区", "人工造林", "万亩", 1.2],
        ["汉阴县", "人工造林", "万亩", 0.3],
        ["合计", "人工造林", "万亩", 1.5],
    ]
    offer = read(["县区", *HEADS], *lines)
    assert said(offer) == {"Q06.1": "1.2"}
    assert ["“汉阴县”" in offer.refused[0].reason, "“合计”" in offer.refused[1].reason] == [True, True]
    inside = next(one for one in plan().units.values() if one.within == "610902" and one.kind.targets)
    parts = [
        [inside.first_name, "人工造林", "万亩", 0.3],
        ["大河镇", "人工造林", "万亩", 0.9],
        ["合计", "人工造林", "万亩", 1.2],
    ]
    assert said(read(["乡镇", *HEADS], *parts)) == {"Q06.1": "1.2"}


def test_a_department_finds_the_line_of_each_county_by_its_name() -> None:
    rows = [["汉滨区", COAL, "吨", 1200], ["汉阴县", COAL, "吨", 1200]]
    assert said(read(["县区", *HEADS], *rows, sheet=industry())) == {"Q12.2@610902": "1200", "Q12.2@610921": "1200"}
    assert said(read(HEADS, [COAL, "吨", 7], title="汉阴县", sheet=industry())) == {"Q12.2@610921": "7"}


def test_a_code_of_one_county_on_the_line_of_another_is_no_match() -> None:
    offer = read(
        ["代码", "县区", "本期数值"], ["Q12.2@610902", "汉阴县", 1], ["Q12.2@610921", "汉阴县", 2], sheet=industry()
    )
    assert said(offer) == {"Q12.2@610921": "2"} and len(offer.refused) == 1


def test_sheets_of_towns_are_parts_and_the_sheet_that_adds_them_up_is_read() -> None:
    offer = sheets(恒口镇=5000, 五里镇=5000)
    assert said(offer) == {} and ["恒口镇" in one.reason or "五里镇" in one.reason for one in offer.refused] == [
        True,
        True,
    ]
    assert said(sheets(恒口镇=5000, 五里镇=7000, 汇总=12000)) == {"Q06.1": "12000亩"}
    assert said(sheets(汉阴县=5000)) == {}


@pytest.mark.parametrize(
    "title", ["Sheet1", "乡镇", "各镇", "城镇", "低碳社区", "汉滨区", "林业局", "A1", "特色小镇", "新农村"]
)
def test_other_sheets_are_nobodys_part(title: str) -> None:
    assert title_place(title, county()) is None


@pytest.mark.parametrize("title", ["汉阴县2020年三季度造林进度表", "填报单位：汉阴县林业局"])
def test_a_title_of_a_neighbour_is_asked_about(title: str) -> None:
    assert any("汉阴县" in one and "汉滨区" in one for one in read([title], HEADS, ["人工造林", "亩", 1]).remarks)
    ours = read(["汉滨区与汉阴县造林对比表"], HEADS, ["人工造林", "亩", 1])
    assert ours.remarks == ()


@pytest.mark.parametrize(
    ("unit", "own", "other"),
    [
        ("TJ", ["河口镇", "河口镇政府", "河口街道", "河口街道办"], "石桥镇"),
        ("TS", ["石桥镇", "石桥镇财政所"], "河口镇"),
    ],
)
def test_a_town_that_reports_itself_is_no_part_by_any_name_it_has_had(unit: str, own: list[str], other: str) -> None:
    towns = load_plan(Path("tests/plans/lincheng-2026"))
    sheet = Sheet(plan=towns, unit_id=unit, period_id="26H1", settings=Settings())
    rows = [HEADS, ["淘汰锅炉蒸吨", "蒸吨", 2]]
    for title in own:
        assert said(read(*rows, title=title, sheet=sheet)) == {"锅炉.1": "2"}, title
        assert said(read(["镇街", *HEADS], [title, *rows[1]], sheet=sheet)) == {"锅炉.1": "2"}, title
    assert said(read(*rows, title=other, sheet=sheet)) == {}
    assert any(other in one for one in read([f"{other}2026年上半年报表"], *rows, sheet=sheet).remarks)


def test_rows_of_other_units_in_a_list_are_told() -> None:
    offer = read(["镇名", "县区", "排放量"], ["恒口镇", "汉滨区", 1], ["城关镇", "汉阴县", 1], ["涧池镇", "汉阴县", 1])
    assert len(offer.rows) == 3
    assert any("2 行" in one and "汉阴县" in one for one in offer.remarks)
