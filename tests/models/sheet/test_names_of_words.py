"""What a name stands for in a formula when its item is a word: a blank one is unknown, not an empty text."""

from dataclasses import replace

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType
from models.settings.settings import Settings
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
