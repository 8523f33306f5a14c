"""Which cells are rates the program derives: of one type and measure, and no total over lines."""

from dataclasses import replace

import pytest

from models.answers.half_rates import is_rate
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType
from models.settings.settings import Settings
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
