"""Tables that are no lists as they stand: heads at the left, counties across the heads. Read cell by cell, and told."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.filling.import_book import has_heads, offer_of_book, read_block, read_book
from forms.given.cells import ForeignBook, GivenCell, SheetCells
from forms.lists.cross_table import MOST_COLUMNS, MOST_TRIED, cross_table_of
from models.basics.errors import AppError
from models.filling.offer import Offer
from models.settings.settings import Settings
from models.sheet.cells import State
from models.sheet.sheet import Sheet
from tests.forms.filling.test_import_book import county, plan, read, said
from tests.forms.given.made_books import book

ACROSS = ["指标", "人工造林", "飞播造林", "封山育林"]


def forestry(period: str = "2020Q3") -> Sheet:
    """A department that fills a line for every county."""
    return Sheet(plan=plan(), unit_id="M03", period_id=period, settings=Settings())


def places(offer: Offer) -> dict[str, str]:
    return {one.address: one.place for one in offer.texts}


def test_a_table_with_its_heads_at_the_left_is_read_with_the_places_of_the_book_and_told() -> None:
    rows = [
        ["汉滨区2020年三季度造林情况"], ACROSS, ["计量单位", "亩", "亩", "亩"], ["2020年1—9月", 12000, None, 30000],
        ["上年同期", 10500, 2000, "未开展"], ["增幅", 3, 4, 5], ["填表人：张三"],
    ]  # fmt: skip
    offer = read(*rows)
    assert said(offer) == {
        "Q06.1": "12000亩", "Q06.1/last_year": "10500亩", "Q06.2/last_year": "2000亩", "Q06.3": "30000亩", "Q06.3/last_year": "",
    }  # fmt: skip
    assert places(offer)["Q06.3"] == "“Sheet1”第4行D列"
    assert [word in " ".join(offer.remarks) for word in ("横着排", "不认识的行", "增幅")] == [True] * 3


def test_what_is_odd_about_a_table_that_was_turned_is_told_at_its_place() -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True
        sheet["D3"].number_format = '0!.0,"万"'
        sheet.merge_cells("E3:F3")

    rows = [
        ["代码", "Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5"],
        ["本期", 1, 2, 3, 4, 5],
        ["上年同期", 1, 2, 5800, 4, None],
    ]
    offer = read_book(book(rows, touch=dress), "表.xlsx", county())
    refused = {one.place: one.reason for one in offer.refused}
    assert set(refused) == {"“Sheet1”第3行D列", "“Sheet1”第3行E列", "“Sheet1”第3行F列"}
    assert "0.6万" in refused["“Sheet1”第3行D列"] and any("隐藏" in one for one in offer.remarks)
    total = read([*ACROSS, "合计"], ["本期", 1, 2, 3, 6])
    assert [(one.place, one.reason[:3]) for one in total.refused] == [("“Sheet1”E列", "这一列")]


def test_a_register_whose_columns_are_lines_is_read_where_all_stands_that_every_row_must_have() -> None:
    card = [["电站", "一号", "二号"], ["县区", "汉滨区", "汉滨区"], ["装机", 300, 200], ["并网日期", "2020-05-01", "2020-06-01"],
            ["带动村", 2, 1], ["带动户", 30, 10]]  # fmt: skip
    offer = read(*card, title="光伏电站")
    assert [(row.texts["电站"], row.texts["装机"], row.place) for row in offer.rows] == [
        ("一号", "300", "“光伏电站”B列"), ("二号", "200", "“光伏电站”C列"),
    ]  # fmt: skip
    for form in (card[:2] + card[3:], [["项目", "甲"], ["县区", "汉滨区"]]):
        with pytest.raises(AppError):
            read(*form, title="调查表")  # words of any form somebody fills in


COUNTIES = ["汉滨区", "汉阴县", "石泉县"]
OTHERS = ["汉阴县", "石泉县", "宁陕县", "紫阳县"]


@pytest.mark.parametrize(
    "rows",
    [
        [["单位：万亩"], ["代码", "指标名称", *COUNTIES], ["Q06.1", "人工造林", 1.2, 0.3, None], ["Q06.2", "飞播造林", 0.5, None, "未开展"]],
        [["县区", "人工造林", "飞播造林"], ["汉滨区", 1.2, 0.5], ["汉阴县", 0.3, None], ["石泉县", None, "未开展"]],
    ],
    ids=["counties across", "items across"],
)  # fmt: skip
def test_items_by_counties_are_the_lines_a_department_fills(rows: list[list[Any]]) -> None:
    offer = read(*rows, sheet=forestry())
    assert said(offer) == {
        "Q06.1@610902": "1.2", "Q06.1@610921": "0.3", "Q06.2@610902": "0.5", "Q06.2@610922": "",
    }  # fmt: skip
    assert {one.state for one in offer.texts} == {None, State.NIL} and not offer.refused
    assert any("没有写明是本期还是上年同期" in one for one in offer.remarks)


@pytest.mark.parametrize("turned", [False, True])
def test_figures_of_this_year_and_the_last_stand_under_each_county_or_item(*, turned: bool) -> None:
    figures = {"汉滨区": ((1.2, 1.05), (0.3, 0.2)), "汉阴县": ((0.4, 0.25), (0.1, 0.1))}
    if turned:
        head, low = ["县区", "人工造林", None, "飞播造林", None], [None, *["本期", "上年同期"] * 2]
        rows = [[name, *first, *second] for name, (first, second) in figures.items()]
        merged = ["A1:A2", "B1:C1", "D1:E1"]
    else:
        head, low = ["代码", "指标名称", "汉滨区", None, "汉阴县", None], [None, None, *["本期", "上年同期"] * 2]
        rows = [[code, "", *figures["汉滨区"][n], *figures["汉阴县"][n]] for n, code in enumerate(("Q06.1", "Q06.2"))]
        merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    offer = read(head, low, *rows, touch=lambda sheet: [sheet.merge_cells(one) for one in merged], sheet=forestry())
    found = said(offer)
    assert len(found) == 8 and not offer.refused
    assert [found[f"Q06.1@610921{year}"] for year in ("", "/last_year")] == ["0.4", "0.25"]
    assert found["Q06.2@610902/last_year"] == "0.2"


def test_of_a_table_of_all_counties_a_county_takes_its_own_and_is_told_of_the_others() -> None:
    rows = [["县区", "人工造林", "飞播造林"], ["汉滨区", 1.2, 0.3], ["汉阴县", 0.3, 0.1], ["合计", 1.5, 0.4]]
    offer = read(*rows)
    assert said(offer) == {"Q06.1": "1.2", "Q06.2": "0.3"}
    assert [(one.place, one.reason[3:8]) for one in offer.refused] == [
        ("“Sheet1”第3行A列", "“汉阴县”"), ("“Sheet1”第4行A列", "“合计”的"),
    ]  # fmt: skip


def test_of_a_table_of_its_towns_a_county_takes_the_total() -> None:
    offer = read(["乡镇", "人工造林", "飞播造林"], ["恒口镇", 0.2, 0.1], ["大河镇", 0.3, 0.1], ["合计", 0.5, 0.2])
    assert said(offer) == {"Q06.1": "0.5", "Q06.2": "0.2"} and len(offer.refused) == 2


def test_nothing_of_such_a_table_is_left_out_in_silence() -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet["D3"].number_format = "0;0"
        sheet.merge_cells("C4:D4")

    rows = [
        ["指标名称", "计量单位", "汉滨区", "汉阴县", "增幅", "备注"], ["人工造林", "亩", 12000, 3000, 5, "甲"],
        ["飞播造林", "万亩", 0.3, -1, "", ""], ["封山育林", "万亩", 3, None, "", ""], ["不认识的", "", 1, 2, "", ""], ["注：来自各县。"],
    ]  # fmt: skip
    offer = read_book(book(rows, touch=dress), "表.xlsx", forestry())
    assert said(offer) == {"Q06.1@610902": "12000亩", "Q06.1@610921": "3000亩", "Q06.2@610902": "0.3"}
    assert {one.place[8:] for one in offer.refused} == {"第3行D列", "第4行C列", "第4行D列", "第5行C列"}
    told = " ".join(offer.remarks)
    assert all(word in told for word in ("隐藏", "第1行E列", "第1行F列", "第6行“注：来自各县。”"))


@pytest.mark.parametrize(
    ("rows", "way"),
    [
        ([["代码", *OTHERS, "合计"], ["Q06.1", 1, 2, 3, 4, 10], ["Q06.2", 1, 2, 3, 4, 10]], "一列"),
        ([["县区", "人工造林", "飞播造林"], *[[one, 1, 2] for one in OTHERS]], "一行"),
    ],
    ids=["counties across", "items across"],
)
def test_a_table_by_counties_without_the_unit_says_so_and_which_it_has(rows: list[list[Any]], way: str) -> None:
    with pytest.raises(AppError) as refused:
        read(*rows)
    told = str(refused.value.facts["句"])
    assert "汉阴县、石泉县、宁陕县等，没有汉滨区人民政府要填的" + way in told and "“Sheet1”" in told and "请" in told

    def beside(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("造林")
        for row in (["代码", "本期数值"], ["Q06.1", 5]):
            other.append(row)

    offer = read_book(book(rows, touch=beside), "表.xlsx", county())
    assert told in offer.remarks and list(said(offer)) == ["Q06.1"]

    with pytest.raises(AppError) as pasted:
        read_block(copied(rows), county(), "Sheet1")
    assert pasted.value.facts["句"] == told and has_heads(copied(rows), county()), (
        "copied, the same table says the same"
    )


def copied(rows: Iterable[Iterable[Any]]) -> str:
    return "\r\n".join("\t".join(map(str, row)) for row in rows)


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([["代码", *COUNTIES], ["Q06.1", 1, 2, 3]], "1"),
        ([["", "本期数值", "本期数值"], ["代码", "汉阴县", "汉滨区"], ["Q06.1", 1, 2]], "2"),
        ([["县区", "人工造林"], ["汉阴县", 3], ["汉滨区", 4]], "4"),
        ([["代码", "Q06.1"], ["本期数值", 5]], "5"),
    ],
    ids=["counties across", "kinds above", "items across", "heads at the left"],
)
def test_a_table_that_is_laid_out_anew_is_read_from_the_clipboard_too(rows: list[list[Any]], taken: str) -> None:
    """It went into the cells place by place, other counties' figures into whatever lay there."""
    assert has_heads(copied(rows), county())
    assert said(read_block(copied(rows), county(), "粘贴的内容")) == {"Q06.1": taken}


@pytest.mark.parametrize(
    "rows",
    [
        [["1.2", "1.1"], ["2.3", "2.2"]],
        [["造林", "甲", ""], ["种草", "汉滨区", 1], ["封山", "汉阴县", 2]],
        [["", "", 1], ["甲镇", "人工造林", 2], ["汉滨区", "汉阴县", 3], ["合计", "合计", 6]],
        [["代码", "Q06.1"], ["甲", 5]],
    ],
)
def test_a_block_of_entries_is_no_table(rows: list[list[Any]]) -> None:
    with pytest.raises(AppError) as refused:
        read_block(copied(rows), county(), "粘贴的内容")
    assert refused.value.code == "import_nothing" and not has_heads(copied(rows), county())


def test_a_table_of_other_things_by_counties_is_none_of_ours() -> None:
    with pytest.raises(AppError) as refused:
        read(["项目", *COUNTIES], ["常住人口", 1, 2, 3], ["耕地", 1, 2, 3], sheet=forestry())
    assert refused.value.code == "import_nothing"


def test_columns_of_months_alone_are_not_added_up_and_what_to_do_is_said() -> None:
    with pytest.raises(AppError) as refused:
        read(["指标名称", *(f"{n}月" for n in range(1, 10))], ["人工造林", *range(9)])
    assert "本期数值" in str(refused.value.facts) and "累计" in str(refused.value.facts)


def test_names_far_from_the_counties_are_looked_for_where_something_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each column between them was asked for each line: three thousand lines took two minutes."""
    asked, plain = list[int](), SheetCells.text
    rows = {1: {1: "名称", 16_382: "汉滨区", 16_383: "汉阴县"}, 2: {1: "人工造林", 16_382: "1.2"}}
    rows |= {number: {1: "甲", 16_382: "1"} for number in range(3, 100)}
    cells = {number: {at: GivenCell(text) for at, text in row.items()} for number, row in rows.items()}
    monkeypatch.setattr(SheetCells, "text", lambda page, row, at: asked.append(at) or plain(page, row, at))
    offer = offer_of_book(ForeignBook((SheetCells(title="表", rows=cells),)), "表.xlsx", county())
    assert said(offer) == {"Q06.1": "1.2"} and len(asked) < 10_000


def test_progress_of_tasks_laid_out_across_is_read_task_by_task() -> None:
    rows = [["汉滨区任务进展"], ["代码", "T01", "T06"], ["任务", "组织领导", "森林碳汇"], ["阶段", "推进中", "推进中"],
            ["本期进展", "成立领导小组", "完成造林验收"], ["备考", None, "见附件"]]  # fmt: skip
    offer = read(*rows)
    assert said(offer) == {
        "T01.阶段": "推进中", "T01.本期进展": "成立领导小组", "T06.阶段": "推进中", "T06.本期进展": "完成造林验收",
    }  # fmt: skip
    assert places(offer)["T06.本期进展"] == "“Sheet1”第5行C列" and not offer.refused
    assert [word in " ".join(offer.remarks) for word in ("横着排", "不认识的行", "备考")] == [True] * 3
    for form in (["代码", "甲", "乙"], ["名称", "T01", "T06"]):
        with pytest.raises(AppError):
            read(form, *rows[3:5])  # a form of somebody's own with words that are fields of ours too


def test_what_a_table_of_counties_shows_beside_its_figures_is_told_and_not_taken() -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")
        sheet.column_dimensions["B"].hidden = True

    rows = [["代码", "汉滨区", None, "汉阴县", None], [None, *["本期", "增幅"] * 2], ["Q06.1", 1.2, 5, 0.3, 6]]
    offer = read(*rows, touch=dress)
    assert said(offer) == {"Q06.1": "1.2"}
    assert any("不知道是哪里" in one and "第1行C列" in one for one in offer.remarks)
    assert any("是隐藏的" in one for one in offer.remarks)


def test_how_much_is_looked_at_of_a_table_of_counties_has_bounds() -> None:
    def page(*rows: Sequence[str]) -> SheetCells:
        cells = {n: {at: GivenCell(text) for at, text in enumerate(row, 1)} for n, row in enumerate(rows, 1)}
        return SheetCells(title="表", rows=cells)

    table = (["代码", *COUNTIES], ["Q06.1", "1", "2", "3"])
    assert cross_table_of(page(*[COUNTIES] * (MOST_TRIED - 1), *table), county()) is not None
    assert cross_table_of(page(*[COUNTIES] * MOST_TRIED, *table), county()) is None
    towns = [
        f"{one}{other}镇"
        for one in "东西南北中上下左右前后内外大小"
        for other in "山水河湖江溪泉池潭岭峰谷川原林田园桥井亭台楼阁寺塔庙宫城关"
    ]
    assert len(towns) > MOST_COLUMNS
    for most, found in ((300, True), (MOST_COLUMNS, False)):
        wide = page(["代码", "汉滨区", *towns[:most]], ["Q06.1", *["1"] * (most + 1)])
        assert (cross_table_of(wide, county()) is not None) is found
