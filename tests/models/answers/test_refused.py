"""The sentence on what could not be read says how it is written instead, whatever is asked for there."""

import re
from typing import Any

import pytest

from models.checks.findings import Finding
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ColumnType, ItemType, Plan
from models.settings.settings import Settings
from models.sheet.cells import read_cell
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet

WAYS = {
    ColumnType.NUMBER: "无法识别为数字，请只填数字。",
    ColumnType.WHOLE: "无法识别为整数，请只填整数。",
    ColumnType.DATE: "不是有效日期，请按 2020-08-07 填写。",
    ColumnType.YES_NO: "无法识别，请填“是”或“否”。",
    ColumnType.CHOICE: "不在可选项之内，请从“",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def _sheet(plan: Plan, unit: str, **said: Any) -> Sheet:
    return Sheet(plan=plan, unit_id=unit, period_id="2020Q3", settings=Settings(), **said)


def _about(sheet: Sheet, place: str) -> list[Finding]:
    return [one for one in run_checks(sheet) if one.at is not None and one.at.startswith(place) and one.template]


@pytest.mark.parametrize("kind", WAYS)
def test_every_column_of_every_register_says_how_it_is_written(plan: Plan, kind: ColumnType) -> None:
    asked = 0
    for register in plan.registers.values():
        unit = next(one.id for one in plan.filing_units if register.id in _sheet(plan, one.id).register_ids)
        row = read_row(register, 1, {one.name: "一二三错" for one in register.columns})
        sheet = _sheet(plan, unit, registers={register.id: (row,)})
        messages = [one.message for one in _about(sheet, f"{register.id}[")]
        for column in register.columns:
            if column.type is kind:
                asked += 1
                assert any(f"“{column.name}”填写的“一二三错”{WAYS[kind]}" in said for said in messages), column.name
    assert asked


def test_of_many_choices_some_are_named_and_all_counted(plan: Plan) -> None:
    register = plan.registers["R07"]
    sheet = _sheet(plan, "610902", registers={"R07": (read_row(register, 1, {"场名": "甲", "县区": "长沙"}),)})
    said = next(one.message for one in _about(sheet, "R07[") if "县区" in one.message)
    assert re.search("请从“汉滨区、.*、镇坪县”等13项中选择。$", said)


def test_a_measure_that_is_none_of_the_column_is_named(plan: Plan) -> None:
    register = plan.registers["R13"]
    row = read_row(register, 1, {"样地编号/项目名": "甲", "类型": "碳汇监测样地", "面积": "2万"})
    said = [one.message for one in _about(_sheet(plan, "610902", registers={"R13": (row,)}), "R13[")]
    assert any(words.endswith("“面积”填写的“2万”写的计量单位不能换算，请填以亩为单位的数。") for words in said)


@pytest.mark.parametrize(
    ("kind", "typed", "way"),
    [
        (ItemType.YES_NO, "约12", "填写的“约12”无法识别，请填“是”或“否”。"),
        (ItemType.TEXT, "长" * 600, "过长，请缩短到500字以内。"),
    ],
)
def test_an_item_that_is_no_figure_says_the_same(plan: Plan, kind: ItemType, typed: str, way: str) -> None:
    empty = _sheet(plan, "610902")
    address, slot = next((at, slot) for at, slot in empty.slots.items() if slot.item.type is kind)
    sheet = _sheet(plan, "610902", cells={address: read_cell(slot.item, typed)})
    assert any(one.message.endswith(way) for one in _about(sheet, address))
