"""What a name stands for in a formula when its item is a word: a blank one is unknown, not an empty text."""

from dataclasses import replace
from decimal import Decimal

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType, Plan
from models.settings.settings import Settings, Target
from models.sheet.cells import BLANK, Cell, State, read_cell
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)
EMPTY = Sheet(plan=PLAN, unit_id="610902", period_id="2020Y核定", settings=Settings())
WORD = next(at for at, slot in EMPTY.slots.items() if slot.item.type in (ItemType.TEXT, ItemType.CHOICE))


def value(cell: Cell) -> object:
    sheet = Sheet(plan=PLAN, unit_id="610902", period_id="2020Y核定", settings=Settings(), cells={WORD: cell})
    return sheet.lookup()(WORD)


def test_a_word_is_its_text_and_anything_else_is_unknown() -> None:
    item = EMPTY.slots[WORD].item
    word = item.choices[0] if item.choices else "甲"
    assert value(read_cell(item, word)) == word
    assert value(Cell(State.VALUE, "", "")) is None
    assert value(BLANK) is None
    assert value(Cell(State.AWAITED, note="统计局")) is None


def test_yes_and_no_are_true_and_false_and_a_blank_is_unknown() -> None:
    asked = Sheet(plan=PLAN, unit_id="610902", period_id="2020Q1", settings=Settings())
    at, slot = next((at, slot) for at, slot in asked.slots.items() if slot.item.type is ItemType.YES_NO)
    for text, found in (("是", True), ("否", False)):
        assert replace(asked, cells={at: read_cell(slot.item, text)}).lookup()(at) is found
    assert asked.lookup()(at) is None


def test_target_and_parameter_of_a_line_are_its_countys_and_elsewhere_the_units_own() -> None:
    targets = tuple(
        Target(unit=unit, indicator="Q06", value=Decimal(value), doc_no="", doc_date="")
        for unit, value in (("M03", "7"), ("610924", "5"))
    )
    given = Settings(version=1, targets=targets, parameters={"land_area": {"M03": "11"}})
    sheet = Sheet(plan=PLAN, unit_id="M03", period_id="2020Q3", settings=given)
    said = {line: [sheet.lookup(line)(name) for name in ("目标.Q06", "参数.land_area")] for line in (None, "610924")}
    assert said == {None: [7, 11], "610924": [5, Decimal("330.60")]}


def test_an_item_that_means_something_else_is_not_held_against_the_plan_before() -> None:
    at = "Q06.1"
    item = PLAN.items[at]
    changed = replace(PLAN, items={**PLAN.items, at: replace(item, changed=True)})
    older = replace(PLAN, id=f"{PLAN.id}-2019")

    def before(plan: Plan, earlier: Plan | None) -> Sheet | None:
        empty = {"unit_id": "610924", "settings": Settings()}
        last = Sheet(plan=earlier, period_id="2020Q2", **empty) if earlier else None
        return Sheet(plan=plan, period_id="2020Q3", previous=last, **empty).before(at)

    assert before(changed, older) is None
    assert before(PLAN, older) is not None and before(changed, PLAN) is not None
    assert before(changed, None) is None


def test_the_facts_of_a_unit_are_its_kind_id_and_name() -> None:
    said = [EMPTY.lookup()(f"单位.{name}") for name in ("类别", "代码", "名称")]
    assert said == ["county", "610902", "汉滨区人民政府"]
