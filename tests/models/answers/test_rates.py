"""Which cells are rates the program derives: of one type and measure, and no total over lines."""

from dataclasses import replace

import pytest

from models.answers.half_rates import half_of, is_rate
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)


@pytest.mark.parametrize(
    ("type", "measure", "total", "rate"),
    [
        (ItemType.DERIVED, "%", False, True),
        (ItemType.DERIVED, "%", True, False),
        (ItemType.DERIVED, "万亩", False, False),
        (ItemType.NUMBER, "%", False, False),
        (ItemType.COUNTED, "%", False, False),
    ],
)
def test_a_rate_is_derived_in_per_cent_and_no_total(type: ItemType, measure: str, *, total: bool, rate: bool) -> None:
    sheet = Sheet(plan=PLAN, unit_id="610924", period_id="2020Q3", settings=Settings())
    slot = sheet.slots["Q06.8"]
    made = replace(slot, item=replace(slot.item, type=type, measure=measure), total=total)
    assert is_rate(made) is rate


@pytest.mark.parametrize(
    ("scope", "held"),
    [((), True), (("A1",), True), (("B1", "A1"), True), (("B1",), False)],
)
def test_parts_are_held_together_by_a_check_that_looks_at_their_table(scope: tuple[str, ...], *, held: bool) -> None:
    """An error of the plan already says that one part cannot be 不适用 beside the other's figure."""
    check = replace(PLAN.checks["CK-B31"], scope=scope)
    plan = replace(PLAN, checks={check.id: check})
    cells = {"Q11.1": read_cell(PLAN.items["Q11.1"], "5"), "Q11.2": Cell(State.NA)}
    sheet = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), cells=cells)
    assert sheet.slots["Q11.2"].table == "A1"
    assert half_of(sheet, sheet.slots["Q11.3"]) == (() if held else ("Q11.2",))
