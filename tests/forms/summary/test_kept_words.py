"""What changed after papers were issued, as the list of changes, the 更正通报 and `office issue` say it."""

import pytest

from forms.wording.changes import kept_words
from models.plan.load import SHIPPED, load_plan

RATE, TYPED = "Q10.3", "Q06.1"
LONG, NEAR = "5.03597122302158273381294964028777", "5.03611111111111111111111111111111"


@pytest.mark.parametrize(
    ("item", "before", "after", "told"),
    [
        (RATE, "5", LONG, ("5.00", "5.04")),
        (RATE, LONG, NEAR, ("5.036", "5.0361")),  # as many more as tell them apart
        (RATE, "awaited", LONG, ("暂无数据", "5.04")),
        (TYPED, "1.2", "1.23456", ("1.20", "1.23456")),  # what was typed keeps all of it
        (TYPED, "", "1", ("", "1.00")),
        (None, "75.69", "", ("75.69", "")),
    ],
)
def test_a_computed_figure_has_the_decimals_of_its_item(
    item: str | None, before: str, after: str, told: tuple[str, str]
) -> None:
    plan = load_plan(SHIPPED)
    assert kept_words(plan, item, before, after) == told
