"""A unit's own list mapped to a register once: found again by its heads, its figures converted, nothing guessed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.given_books.books import read_given
from forms.own_book.lists import suggested_list, with_column, with_fixed
from forms.own_book.reading import read_file
from models.filling.offer import Offer
from models.filling.own_book import OwnBook, OwnList, read_books, with_book, written
from models.filling.proposal import propose
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.sheet import Sheet
from tests.forms.given.made_books import book

HEADS = ["序号", "项目名称", "建筑面积（平方米）", "绿建等级", "图审时间", "备注"]
ROWS = [[1, "甲小区一期", 52300, "一星级", "图审2020.7.3", ""], [2, "乙楼", 8000, "否", "图审2020.8.1", "补"]]


@cache
def plan() -> Plan:
    return load_plan(SHIPPED)


def county() -> Sheet:
    return Sheet(plan=plan(), unit_id="610902", period_id="2020Q3", settings=Settings())


def own_file(folder: Path, *rows: Sequence[Any], title: str = "二季度项目", touch: Any = None) -> Path:
    path = folder / f"{title}.xlsx"
    path.write_bytes(book(rows, title, touch))
    return path


def mapped(path: Path) -> OwnList:
    """What names suggest, and two columns pointed at by a person."""
    page, register = read_given(path.read_bytes(), path.name).sheets[0], plan().registers["R08"]
    own = suggested_list(page, county(), register)
    assert own is not None and {one.name: one.factor for one in own.columns} == {"项目": "1", "建筑面积": "0.0001"}
    own = with_column(page, own, register, "绿色建筑", own.row, 4)
    return with_column(page, own, register, "环节与日期", own.row + 1, 5)  # a cell below the heads means its column


def read(path: Path, own: OwnList, title: str = "二季度项目") -> Offer:
    known = read_books(written(with_book((), OwnBook(sheet=title, lists=(own,)))))  # as a workspace keeps it
    return read_file(path, county(), known)


def rows_of(offer: Offer) -> list[dict[str, str]]:
    return [dict(one.texts) for one in offer.rows]


def test_a_list_is_read_by_its_mapping_and_found_again_though_its_columns_and_lines_have_moved(tmp_path: Path) -> None:
    own = mapped(own_file(tmp_path, ["二季度房建项目"], HEADS, *ROWS))
    first = read(own_file(tmp_path, ["二季度房建项目"], HEADS, *ROWS, ["合计", "", 60300]), own)
    assert rows_of(first) == [
        {"项目": "甲小区一期", "建筑面积": "5.23", "绿色建筑": "一星级", "环节与日期": "图审2020.7.3"},
        {"项目": "乙楼", "建筑面积": "0.8", "绿色建筑": "否", "环节与日期": "图审2020.8.1"},
    ]
    assert "52300×0.0001" in first.rows[0].place and len(first.refused) == 1
    assert ["二季度" in one and "拿错" in one for one in first.remarks] == [True], (
        "its name is that of the quarter before"
    )
    moved = [HEADS[1], "区域", *HEADS[2:]]
    third = [["三季度房建项目"], ["单位：平方米"], moved, ["丙楼", "城东", 9900, "否", "图审2020.9.2", ""]]
    later = read(own_file(tmp_path, *third, title="三季度项目"), own)
    assert rows_of(later) == [{"项目": "丙楼", "建筑面积": "0.99", "绿色建筑": "否", "环节与日期": "图审2020.9.2"}]
    proposal = propose(replace(county(), registers=propose(county(), first).after), later)
    assert len(proposal.after["R08"]) == 3, "what was taken before stays"


def test_a_head_that_is_gone_is_named_and_without_the_key_nothing_is_taken(tmp_path: Path) -> None:
    own = mapped(own_file(tmp_path, HEADS, *ROWS))
    other = [*HEADS[:3], "星级", *HEADS[4:]]
    without = read(own_file(tmp_path, other, *ROWS), own)
    assert [sorted(one) for one in rows_of(without)] == [["建筑面积", "环节与日期", "项目"]] * 2
    assert ["绿色建筑" in one.reason and "绿建等级" in one.reason for one in without.refused] == [True]
    keyless = read(own_file(tmp_path, ["序号", "工程", *HEADS[2:]], *ROWS), own)
    assert keyless.rows == () and any("没有采用" in one.reason for one in keyless.refused)


def test_what_is_no_figure_is_refused_and_the_row_stays(tmp_path: Path) -> None:
    own = mapped(own_file(tmp_path, HEADS, *ROWS))
    offer = read(own_file(tmp_path, HEADS, [1, "甲", "约五万", "否", "图审2020.7.3"]), own)
    assert "建筑面积" not in offer.rows[0].texts and "约五万" in offer.refused[0].reason


def test_heads_over_two_rows_and_merged_ones_are_found_again(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows = [["项目", "图审", ""], ["", "面积（平方米）", "时间"], ["甲", 100000, "图审2020.7.3"]]
    path = own_file(tmp_path, *rows, touch=merge)
    page, register = read_given(path.read_bytes(), path.name).sheets[0], plan().registers["R08"]
    own = with_column(page, None, register, "建筑面积", 2, 2)
    own = with_column(page, own, register, "项目", 1, 1)
    own = with_column(page, own, register, "环节与日期", 2, 3)
    assert rows_of(read(path, own)) == [{"项目": "甲", "建筑面积": "10", "环节与日期": "图审2020.7.3"}]


@pytest.mark.parametrize("title", ["二季度项目", "另一页"])
def test_other_sheets_of_the_book_are_read_by_their_heads(tmp_path: Path, title: str) -> None:
    from openpyxl import load_workbook

    own = mapped(own_file(tmp_path, HEADS, *ROWS))
    path = own_file(tmp_path, HEADS, *ROWS, title=title)
    made = load_workbook(path)
    more = made.create_sheet("造林")
    more.append(["代码", "名称", "本期数值"])
    more.append(["Q06.1", "人工造林", 3])
    made.save(path)
    offer = read(path, own)
    assert [(one.address, one.text) for one in offer.texts] == [("Q06.1", "3")]
    assert bool(offer.rows) == (title == "二季度项目"), "a sheet that was not mapped is not read by the mapping"


def test_a_year_that_goes_on_is_the_plan_s_own_and_takes_no_part_in_finding_the_list(tmp_path: Path) -> None:
    own = with_fixed(mapped(own_file(tmp_path, HEADS, *ROWS)), plan().registers["R08"], "环节与日期", "本年")
    assert {row["环节与日期"] for row in rows_of(read(own_file(tmp_path, HEADS, *ROWS), own))} == {"2020"}
    gone = with_fixed(own, plan().registers["R08"], "环节与日期", "")
    assert "环节与日期" not in [one.name for one in gone.columns] and len(gone.columns) == len(own.columns) - 1


def test_in_a_mapped_list_no_row_is_taken_for_the_heads_of_another(tmp_path: Path) -> None:
    """A person has said which columns are read: words of one's own may stand in any row."""
    odd = ["", "丙楼", "面积待定", "等级待定", "图审待定", "补"]
    offer = read(path := own_file(tmp_path, HEADS, *ROWS, [], odd), mapped(path))
    assert [row["项目"] for row in rows_of(offer)] == ["甲小区一期", "乙楼", "丙楼"]
    unmapped = [HEADS[0], "项目", "建筑面积（平方米）", "绿色建筑", "环节与日期", "备注"]
    found = read_file(own_file(tmp_path, unmapped, *ROWS, [], odd, title="R08"), county(), ())
    assert len(found.rows) == 2 and any("另列的表" in one.reason for one in found.refused), "else it may be one"


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ([["单位：平方米"], ["项目", "面积", "时间"]], [["单位：万平方米"], ["项目", "面积", "时间"]]),
        ([["项目", "面积（平方米）", "时间"]], [["项目", "面积（公顷）", "时间"]]),
    ],
)
def test_a_column_that_is_counted_in_another_measure_now_is_asked(
    then: list[list[str]], now: list[list[str]], tmp_path: Path
) -> None:
    row = ["甲", 100000, "图审2020.7.3"]
    path = own_file(tmp_path, *then, row)
    page, register, head = read_given(path.read_bytes(), path.name).sheets[0], plan().registers["R08"], len(then)
    own = with_column(page, None, register, "项目", head, 1)
    own = with_column(page, own, register, "建筑面积", head, 2)
    own = with_column(page, own, register, "环节与日期", head, 3)
    assert rows_of(read(path, own)) == [{"项目": "甲", "建筑面积": "10", "环节与日期": "图审2020.7.3"}]
    offer = read(own_file(tmp_path, *now, ["甲", 10, "图审2020.7.3"]), own)
    assert rows_of(offer) == [{"项目": "甲", "环节与日期": "图审2020.7.3"}]
    assert ["平方米" in one.reason and "重新对应" in one.reason for one in offer.refused] == [True]
