"""Mistakes in a book: each is told at its sheet and cell, and stands there as a comment in the marked copy."""

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.given.cells import GivenCell
from forms.plan_book.cells import cell_text, cell_value
from forms.plan_book.reader import PlanBook, read_plan_book
from models.basics.errors import AppError
from models.plan.plan import Part
from models.plan.rows.keys import KEYS, Type
from tests.forms.plan_book.test_round_trip import SMALL, edited, loaded


def place(sheet: Any, code: str, row: int) -> Any:
    """The cell of a key in a line of a sheet."""
    column = next(cell.column for cell in sheet[1] if cell.value == code)
    return sheet.cell(row, column)


def told(read: PlanBook) -> list[tuple[str, str]]:
    assert read.plan is None
    return [(one.place.sheet, one.place.cell) for one in read.problems]


CHANGES = {
    "a day out of an id": ("单位", "unit.code", 3, date(2026, 1, 9), "自动变成"),
    "a percentage out of a target": ("指标", "indicator.target", 3, 0.3, "自动变成"),
    "a code of eighteen digits": ("单位", "unit.code", 5, 123456789012345678, "15位"),
    "a formula": ("单位", "unit.full_name", 4, "=A1", "公式"),
    "a word of no key": ("指标", "indicator.direction", 3, "不小于啊", "可选内容"),
    "an unknown unit": ("指标", "indicator.main_reporter", 3, "区住建局", "不存在"),
    "a formula that cannot be read": ("填报项", "item.formula", 6, "用电.1 *", "公式"),
    "an impossible day": ("报告期", "period.end", 3, "2026-06-31", "不是日期"),
    "a time beside a day": ("报告期", "period.start", 3, datetime(2026, 6, 11, 12, 30), "时刻"),
    "a parent that is not there": ("台账栏", "^register", 3, "炉子", "没有编号"),
    "a flag that is none": ("填报项", "item.required", 3, "也许", "是”或“否"),
    "a mark that is none": ("谁填什么", "assignment.1", 12, "？", "记号"),
}


def test_every_mistake_is_told_at_its_cell() -> None:
    cells: dict[str, tuple[str, str]] = {}

    def change(found: Any) -> None:
        for name, (sheet, code, row, value, _) in CHANGES.items():
            at = place(found[sheet], code, row)
            at.value = value
            if isinstance(value, float):
                at.number_format = "0%"
            cells[name] = (sheet, at.coordinate)

    read = edited(loaded(SMALL)[1], change)
    assert read.plan is None
    for name, (*_, words) in CHANGES.items():
        found = [one.message for one in read.problems if (one.place.sheet, one.place.cell) == cells[name]]
        assert any(words in message for message in found), (name, found)


def test_a_word_that_is_none_is_the_only_thing_told() -> None:
    """What kind of row it is decides what else the row must say: nothing of that is asked while the word is wrong."""
    book = openpyxl.load_workbook(io.BytesIO(loaded(SMALL)[1]))
    words = {f"{table}.{key.name}" for table, of in KEYS.items() for key in of.keys if key.type is Type.WORD}
    for sheet in book:
        for head in (cell for cell in sheet[1] if cell.value in words and sheet.cell(3, cell.column).value):
            at = sheet.cell(3, head.column)
            was, at.value = at.value, "别的词"
            out = io.BytesIO()
            book.save(out)
            at.value = was
            assert told(read_plan_book(out.getvalue(), "方案.xlsx")) == [(sheet.title, at.coordinate)]


def test_a_mark_that_is_wrong_is_all_that_is_told_of_its_column_and_a_column_without_marks_says_so() -> None:
    """What a column lacks because its mark, or its item's id, is wrong is no second problem."""

    def emptied(found: Any) -> list[Any]:
        sheet = found["谁填什么"]
        column = place(sheet, "assignment.1", 3).column
        marks = [cell for cell in (sheet.cell(row, column) for row in range(4, sheet.max_row + 1)) if cell.value == "●"]
        for cell in marks:
            cell.value = None
        return [sheet, column, marks]

    def wrong(found: Any) -> None:
        *_, marks = emptied(found)
        marks[0].value = "填"
        cells.append(marks[0].coordinate)

    def none(found: Any) -> None:
        sheet, column, _ = emptied(found)
        cells.append(sheet.cell(2, column).coordinate)

    cells: list[str] = []
    for change, words in ((wrong, "记号"), (none, "没有标出")):
        (problem,) = edited(loaded(SMALL)[1], change).problems
        assert (problem.place.sheet, problem.place.cell) == ("谁填什么", cells[-1]) and words in problem.message


def test_a_sheet_that_is_missing_is_told_once_and_not_at_all_that_speaks_of_it() -> None:
    def change(found: Any) -> None:
        del found["报表"], found["单位类型"]

    read = edited(loaded(SMALL)[1], change)
    said = [one.text for one in read.problems if not one.place.sheet]
    assert [text[:10] for text in said] == ["缺少“单位类型”表，", "缺少“报表”表，或者"]
    assert not any("不存在" in one.message for one in read.problems), [one.text for one in read.problems]


@pytest.mark.parametrize("name", ["台账栏", "填报项", "台账", "单位", "指标"])
def test_a_missing_sheet_is_the_only_thing_told(name: str) -> None:
    read = edited(loaded(SMALL)[1], lambda found: found.__delitem__(name))
    assert [one.text[: len(name) + 5] for one in read.problems] == [f"缺少“{name}”表"]


def test_what_concerns_several_columns_is_told_at_a_cell_of_them() -> None:
    def change(found: Any) -> None:
        place(found["谁填什么"], "assignment.1", 11).value = "●"
        place(found["曾用名"], "dated_name.since", 4).value = "2026-09-01"
        place(found["指标"], "indicator.base.value", 4).value = "5"
        place(found["指标"], "indicator.base.last_year", 4).value = "是"
        for key in ("must", "when"):
            place(found["审核"], f"check.{key}", 9).value = None
        place(found["台账计数"], "count.when", 5).value = "行数(炉册) > 1"

    read = edited(loaded(SMALL)[1], change)
    assert told(read) == [
        ("曾用名", "D4"), ("谁填什么", "D11"), ("指标", "J4"), ("台账计数", "C5"), ("审核", "A9"),
    ]  # fmt: skip
    assert read.problems[3].message == "计数的条件只能看本行的栏、参数和期。"


def test_a_number_that_is_still_what_was_typed_is_taken() -> None:
    def change(found: Any) -> None:
        for row in (4, 5):
            place(found["单位"], "unit.code", row).value = 610900 + row
        place(found["报告期"], "period.start", 3).value = date(2026, 6, 11)
        place(found["指标"], "indicator.target", 3).value = 60.5

    plan = edited(loaded(SMALL)[1], change).plan
    assert plan is not None
    assert [unit.names[0].code for unit in plan.units.values()][1] == "610904"
    assert str(plan.indicators["锅炉"].target) == "60.5"


def test_full_width_signs_of_a_formula_are_read() -> None:
    def change(found: Any) -> None:
        place(found["填报项"], "item.formula", 9).value = "路灯.2 ÷ 路灯.1 × １００"
        place(found["审核"], "check.must", 7).value = "路灯.2≤路灯.1"

    plan = edited(loaded(SMALL)[1], change).plan
    assert plan is not None
    assert plan.items["路灯.3"].formula is not None


def test_the_copy_has_a_comment_where_something_is_wrong_and_is_refused_again() -> None:
    def change(found: Any) -> None:
        place(found["单位"], "unit.code", 3).value = date(2026, 1, 9)
        place(found["指标"], "indicator.main_reporter", 4).value = "区住建局"

    read = edited(loaded(SMALL)[1], change)
    copy = read.marked(datetime(2026, 1, 1, tzinfo=UTC))
    sheets = openpyxl.load_workbook(io.BytesIO(copy))
    for sheet, cell in told(read):
        assert sheets[sheet][cell].comment is not None, (sheet, cell)
    assert sheets.worksheets[0].max_row == 2 + len(read.problems)
    assert told(read_plan_book(copy, "方案.xlsx")) == told(read)


def test_a_book_that_is_no_plan_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(AppError) as raised:
        read_plan_book(out.getvalue(), "花名册.xlsx")
    assert raised.value.code == "plan_book_unknown"


SHORT = {
    "单位": [["编号", "类型", "名称"], ["TJ", "镇街", "河口镇人民政府"], ["TS", "镇街", "石桥镇人民政府"], ["H", "部门", "区发改局"]],
    "指标": [
        ["编号", "名称", "原文", "计量单位", "比较", "目标", "完成日期", "汇总方式", "取数", "主报单位"],
        ["L", "节能路灯", "新装节能路灯500盏", "个", "不少于", 500, date(2026, 12, 31), "相加", "新装数", "区发改局"],
    ],
    "填报项": [["编号", "指标", "名称", "计量单位", "类型", "小数", "频次"], ["L.1", "节能路灯", "新装数", "个", "整数", 0, "季报"]],
    "谁填什么": [["填报项", "各镇街"], ["新装数", "●"]],
    "报告期": [
        ["编号", "名称", "类型", "起", "止"], ["26Q1", "一季度", "季报", date(2026, 1, 1), date(2026, 3, 31)],
        ["26Y", "全年", "年报", date(2026, 1, 1), date(2026, 12, 31)],
    ],
}  # fmt: skip


def short_book(**other: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {**SHORT, **other}.items():
        if not rows:
            continue
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_short_book_typed_by_hand_is_a_plan() -> None:
    read = read_plan_book(short_book(), "石桥区路灯方案2026.xlsx")
    assert read.problems == (), [one.text for one in read.problems]
    plan = read.plan
    assert plan is not None
    assert plan.title == "石桥区路灯方案2026"
    assert (plan.since, plan.until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert plan.indicators["L"].value_item == "L.1"
    assert plan.indicators["L"].main_reporter == "H"
    (assignment,) = plan.assignments
    assert (assignment.units, assignment.items, assignment.part) == (("TJ", "TS"), ("L.1",), Part.ADDS)
    assert plan.unit_kinds["镇街"].all == "各镇街"
    assert plan.check_of("required") is not None
    assert sum(not one.place.sheet for one in read.looks) >= 5  # what was taken from the common set is told


def test_each_sheet_of_the_short_book_is_missed_by_its_name_alone() -> None:
    for name, rows in SHORT.items():
        for left in ([], rows[:1]):  # no such sheet; a sheet of heads
            (problem,) = read_plan_book(short_book(**{name: left}), "方案.xlsx").problems
            assert f"“{name}”" in problem.message and not problem.place.sheet


def test_what_a_whole_book_lacks_is_told_and_a_cover_without_its_columns_is_a_problem() -> None:
    def without(*names: str) -> PlanBook:
        return edited(loaded(SMALL)[1], lambda found: [found.__delitem__(name) for name in names] and None)

    read = without("审核", "分期目标")
    assert read.plan is not None and any("审核、" in one.message or "、审核" in one.message for one in read.looks)
    (problem,) = without("封面与进展栏").problems
    assert "封面与进展栏" in problem.message


def test_a_head_nobody_knows_is_told_where_something_stands_below_it() -> None:
    rows = [[*SHORT["单位"][0], "别明", ""], *([*row, "河口", ""] for row in SHORT["单位"][1:])]
    read = read_plan_book(short_book(单位=rows), "方案.xlsx")
    assert told(read) == [("单位", "D1")]
    assert "别名" in read.problems[0].message


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=12)


@given(st.lists(TEXT, min_size=1, max_size=4, unique=True))
def test_lists_of_texts_come_back_from_a_cell(texts: list[str]) -> None:
    key = KEYS["register_column"].key("choices")
    assert key is not None
    kept = [text for text in texts if text.strip()]
    assert (cell_value("register_column", key, GivenCell(cell_text("register_column", key, kept)), str) or []) == kept


@given(st.dictionaries(TEXT, TEXT, min_size=1, max_size=4))
def test_named_texts_come_back_from_a_cell(pairs: dict[str, str]) -> None:
    key = KEYS["check"].key("values")
    assert key is not None
    kept = {name: text for name, text in pairs.items() if name.strip() and not text.startswith('"')}
    assert (cell_value("check", key, GivenCell(cell_text("check", key, kept)), str) or {}) == kept
