"""Carrying last period forward: rows, words and explanations, only where nothing is said, never a figure."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.checks.explanations import fingerprint_of, live_explanations
from models.checks.findings import Finding, Outcome
from models.checks.run import run_checks
from models.filling.carry import (
    ANSWERS_NOTHING,
    Carry,
    carry_explanations,
    carry_progress,
    carry_rows,
    explanation_place,
    joined,
    said_by_explanation,
    serialise_cell,
    serialise_row,
    taken_addresses,
)
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Level
from models.returns.frozen import freeze, thaw
from models.settings.settings import Settings
from models.sheet.cells import BLANK, Cell, State, read_cell, read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import Row, read_row
from models.sheet.sheet import Sheet
from models.store import UnitStore

PLAN = load_plan(SHIPPED)
UNIT, Q2, Q3 = "610924", "2020Q2", "2020Q3"
WORDS = {"T06.阶段": "推进中", "T06.本期进展": "完成整地", "T06.存在问题": "资金未到位", "T06.完成百分比": "40",
         "T06.责任领导": "测试甲", "T08.本期进展": "已摸底"}  # fmt: skip


def project(name: str, **more: str) -> dict[str, str]:
    return {"项目": name, "类型": "特色小镇", "县区": "紫阳县", "带动贫困户": "12"} | more


def rows(*texts: dict[str, str], register: str = "R15") -> tuple[Row, ...]:
    return tuple(read_row(PLAN.registers[register], n, one) for n, one in enumerate(texts, 1))


def cells(period: str, texts: dict[str, str]) -> dict[str, Cell]:
    sheet = Sheet(plan=PLAN, unit_id=UNIT, period_id=period, settings=Settings())
    return {
        at: read_cell(sheet.slots[at].item, text) if at in sheet.slots else read_field(sheet.fields[at].column, text)
        for at, text in texts.items()
    }


def last(texts: dict[str, str] | None = None, *found: dict[str, str], register: str = "R15", **more: object) -> Sheet:
    """A sheet of the second quarter as its return says it."""
    registers = {register: rows(*found, register=register)} if found else {}
    sheet = Sheet(
        plan=PLAN, unit_id=UNIT, period_id=Q2, settings=Settings(), cells=cells(Q2, texts or {}), registers=registers
    )
    return thaw(freeze(replace(sheet, **more)), PLAN, Settings())


def now(before: Sheet | None, texts: dict[str, str] | None = None, *found: dict[str, str]) -> Sheet:
    registers = {"R15": rows(*found)} if found else {}
    return Sheet(
        plan=PLAN,
        unit_id=UNIT,
        period_id=Q3,
        settings=Settings(),
        cells=cells(Q3, texts or {}),
        registers=registers,
        previous=before,
    )


def test_nothing_is_carried_without_a_return_of_last_period() -> None:
    assert carry_rows(now(None)).empty
    assert carry_progress(now(None)).empty
    assert carry_explanations(now(None), run_checks(now(None)), {}, {}).empty


def test_rows_are_carried_whole_and_numbered_on() -> None:
    found = carry_rows(now(last({}, project("甲"), project("乙"))))
    assert [row.get("项目") for row in found.rows["R15"]] == ["甲", "乙"]
    assert [row.number for row in found.rows["R15"]] == [1, 2]
    assert found.rows["R15"][0].get("带动贫困户") == "12"


def test_a_row_that_is_here_by_its_key_stays_as_it_is() -> None:
    found = carry_rows(now(last({}, project("甲"), project("乙")), {}, project("乙", 带动贫困户="50")))
    assert [(row.number, row.get("项目"), row.get("带动贫困户")) for row in found.rows["R15"]] == [
        (1, "乙", "50"), (2, "甲", "12"),
    ]  # fmt: skip
    assert [row.get("项目") for row in found.taken["R15"]] == ["甲"]


def test_only_the_registers_asked_for_are_carried() -> None:
    sheet = now(last({}, project("甲")))
    assert carry_rows(sheet, {"R15"}).taken
    assert carry_rows(sheet, {"R13"}).empty


def test_carrying_twice_is_carrying_once() -> None:
    sheet = now(last(WORDS, project("甲")))
    found = joined(carry_rows(sheet), carry_progress(sheet))
    after = replace(sheet, registers=dict(found.rows), cells={**sheet.cells, **found.cells})
    assert joined(carry_rows(after), carry_progress(after)).empty


def test_words_of_progress_are_carried_and_its_percentage_is_not() -> None:
    found = carry_progress(now(last(WORDS)))
    assert {at: cell.text for at, cell in found.cells.items()} == {
        at: text for at, text in WORDS.items() if at != "T06.完成百分比"
    }


def test_what_has_been_written_this_period_is_never_touched() -> None:
    found = carry_progress(now(last(WORDS), {"T06.本期进展": "三季度完成栽植"}))
    assert "T06.本期进展" not in found.cells
    assert "T06.存在问题" in found.cells
    refused = Sheet(
        plan=PLAN,
        unit_id=UNIT,
        period_id=Q3,
        settings=Settings(),
        cells={"T06.阶段": Cell(raw="差不多", fault="unreadable")},
        previous=last(WORDS),
    )
    assert "T06.阶段" not in carry_progress(refused).cells


def test_progress_of_one_block_alone_can_be_carried() -> None:
    assert set(carry_progress(now(last(WORDS)), {"T08"}).cells) == {"T08.本期进展"}


def test_no_figure_of_a_table_and_no_field_of_the_cover_is_carried() -> None:
    sheet = now(last({**WORDS, "Q06.1": "3.30", "封面.填表人": "测试甲", "X31": "3", "X11.1": "已编制方案"}))
    found = joined(carry_rows(sheet), carry_progress(sheet))
    assert found.cells
    assert not set(found.cells) & set(sheet.slots)
    assert not any(at.startswith("封面") for at in found.cells)


def test_a_period_that_asks_for_no_progress_gets_none() -> None:
    year = thaw(
        freeze(Sheet(plan=PLAN, unit_id=UNIT, period_id="2020Y初步", settings=Settings(), cells=cells(Q2, WORDS))),
        PLAN,
        Settings(),
    )
    assert carry_progress(
        Sheet(plan=PLAN, unit_id=UNIT, period_id="2020Y核定", settings=Settings(), previous=year)
    ).empty


def test_carried_words_of_progress_are_warned_of_until_they_are_changed() -> None:
    sheet = now(last({**WORDS, "T06.佐证编号": "R11"}))
    found = carry_progress(sheet)
    after = replace(sheet, cells={**sheet.cells, **found.cells})
    copied = [f for f in run_checks(after) if f.check.id == "CK-C06" and f.at == "T06.本期进展"]
    assert [f.level for f in copied] == [Level.WARNING]  # may be filed once explained: it does not block
    changed = replace(after, cells={**after.cells, "T06.本期进展": Cell(State.VALUE, "完成栽植", "完成栽植")})
    assert not [f for f in run_checks(changed) if f.check.id == "CK-C06" and f.at == "T06.本期进展"]


def first_warning(sheet: Sheet) -> Finding:
    found = (f for f in run_checks(sheet) if f.level is Level.WARNING and f.outcome is Outcome.BROKEN)
    return next(f for f in found if not f.check.confirm and f.at)


def warned(texts: dict[str, str]) -> tuple[Sheet, Finding]:
    sheet = now(None, texts)
    return sheet, first_warning(sheet)


DONE = {"T06.阶段": "已完成", "T06.本期进展": "全部栽植完毕"}  # and no evidence: a warning


def with_explanation(key: str, text: str = "上级核定口径不同") -> Sheet:
    return last({}, explanations={key: Explanation(text, "scope")})


def test_an_explanation_answers_only_while_what_it_was_written_for_is_the_same() -> None:
    sheet, finding = warned(DONE)
    before = replace(last({}), explanations={finding.key: Explanation("上级核定口径不同", "scope")})
    sheet = replace(sheet, previous=before)
    finding = next(f for f in run_checks(sheet) if f.key == finding.key)
    here = fingerprint_of(finding.key, [finding])
    for fingerprint, live in ((here, True), ("0123456789abcdef", False), ("", False)):
        stored = {finding.key: (Explanation("上级核定口径不同", "scope"), fingerprint)}
        found = carry_explanations(sheet, [finding], {}, stored)
        assert found.explanations[finding.key][0].text == "上级核定口径不同"
        assert (finding.key in live_explanations([finding], found.explanations)) is live
    elsewhere = carry_explanations(sheet, [finding], {}, {})  # the return came from another PC
    assert elsewhere.explanations[finding.key][1] == ANSWERS_NOTHING
    assert live_explanations([finding], elsewhere.explanations) == {}


def test_an_explanation_written_this_period_stays_and_a_confirmation_is_not_carried() -> None:
    sheet, finding = warned(DONE)
    before = replace(last({}), explanations={finding.key: Explanation("上级核定口径不同")})
    sheet = replace(sheet, previous=before)
    here = {finding.key: (Explanation("本期另有原因"), "x")}
    assert carry_explanations(sheet, [finding], here, {}).empty
    confirmed = replace(sheet, previous=replace(before, explanations={finding.key: Explanation("确认")}))
    assert carry_explanations(confirmed, [finding], {}, {}).empty


def test_an_explanation_nobody_is_asked_for_is_not_carried() -> None:
    sheet = now(with_explanation("CK-A17@Q06.1"))
    assert carry_explanations(sheet, run_checks(sheet), {}, {}).empty


def test_every_carried_place_is_marked_with_what_it_says() -> None:
    sheet, finding = warned(DONE)
    before = replace(last(WORDS, project("甲")), explanations={finding.key: Explanation("上级核定口径不同")})
    sheet = replace(sheet, previous=before)
    found = joined(carry_rows(sheet), carry_progress(sheet), carry_explanations(sheet, [finding], {}, {}))
    row = found.taken["R15"][0]
    assert found.marks[taken_addresses(PLAN, found)["R15"][0]] == serialise_row(row)
    assert found.marks["T08.本期进展"] == serialise_cell(found.cells["T08.本期进展"])
    assert found.marks[explanation_place(finding.key)] == said_by_explanation(found.explanations[finding.key][0])
    assert len(found.marks) == 1 + len(found.cells) + 1


def test_a_place_that_is_changed_no_longer_says_what_was_carried() -> None:
    (row,) = rows(project("甲"))
    assert serialise_row(row) == serialise_row(replace(row, number=9))
    assert serialise_row(row) != serialise_row(rows(project("甲", 带动贫困户="13"))[0])
    assert serialise_row(row) != serialise_row(rows(project("甲", 建成日期="不知道"))[0])
    assert serialise_cell(Cell(State.VALUE, "甲", "甲")) == serialise_cell(Cell(State.VALUE, "甲", " 甲"))
    assert serialise_cell(Cell(State.VALUE, "甲", "甲")) != serialise_cell(BLANK)


@given(
    st.lists(st.sampled_from("甲乙丙丁戊"), unique=True),
    st.lists(st.sampled_from("甲乙丙丁戊"), unique=True),
)
def test_after_carrying_each_key_of_either_period_stands_once(before: list[str], here: list[str]) -> None:
    sheet = now(last({}, *map(project, before)), {}, *map(project, here))
    after = carry_rows(sheet).rows.get("R15", sheet.registers.get("R15", ()))
    names = [row.get("项目") for row in after]
    assert names[: len(here)] == here
    assert sorted(names) == sorted({*before, *here})
    assert [row.number for row in after] == list(range(1, len(after) + 1))


def test_the_store_keeps_the_marks_by_period_and_forgets_them_when_told(tmp_path: Path) -> None:
    with UnitStore.create(tmp_path / "unit", UNIT) as store:
        store.carried.put(Q3, {"T06.本期进展": "value:甲", "R15[甲|紫阳县]": "{}"})
        store.carried.put(Q3, {"T06.本期进展": "value:乙"})
        assert store.carried.marks(Q3) == {"T06.本期进展": "value:乙", "R15[甲|紫阳县]": "{}"}
        assert store.carried.marks(Q2) == {}
        store.carried.forget(Q3, ["R15[甲|紫阳县]"])
        assert store.carried.marks(Q3) == {"T06.本期进展": "value:乙"}


def test_nothing_is_marked_in_a_period_that_was_filed(tmp_path: Path) -> None:
    sheet = now(None)
    filed = freeze(sheet)
    with UnitStore.create(tmp_path / "unit", UNIT) as store:
        from datetime import datetime

        from models.basics.period import PLAN_ZONE

        store.returns.put(filed, datetime.now(PLAN_ZONE), own=True)
        with pytest.raises(AppError, match="period_filed"):
            store.carried.put(Q3, {"T06.本期进展": "value:甲"})


def test_nothing_to_carry_is_an_empty_carry() -> None:
    assert Carry().empty
    assert joined().empty
