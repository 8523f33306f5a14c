"""How a typed text becomes a cell: names are cleaned, prose stays as it was written."""

import pytest

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import ItemType
from models.sheet.cells import LONGEST_NAME, TEXT_LIMIT, read_cell

PLAN = load_plan(SHIPPED)
TEXT = next(item for item in PLAN.items.values() if item.type is ItemType.TEXT)


@pytest.mark.parametrize("length, cleaned", [(LONGEST_NAME, True), (LONGEST_NAME + 1, False)])
def test_a_text_as_long_as_a_name_is_cleaned_and_a_longer_one_is_prose(length: int, cleaned: bool) -> None:
    assert LONGEST_NAME == 60
    said = "Ａ" + "甲" * (length - 1)  # a full-width letter
    cell = read_cell(TEXT, said)
    assert cell.value == (said.replace("Ａ", "A") if cleaned else said)
    assert cell.fault is None


def test_a_text_beyond_the_limit_is_refused_and_kept() -> None:
    assert TEXT_LIMIT == 500
    assert read_cell(TEXT, "甲" * TEXT_LIMIT).fault is None
    too_long = read_cell(TEXT, "甲" * (TEXT_LIMIT + 1))
    assert too_long.fault is not None and too_long.raw == "甲" * (TEXT_LIMIT + 1)
