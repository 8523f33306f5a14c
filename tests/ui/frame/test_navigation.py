"""What stands for a page in the narrow list at the left."""

import pytest

from ui.frame.navigation import short_names
from ui.session.screen import NavigationEntry


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (("审核", "对账", "审计"), ["审核", "对账", "审计"]),
        (("A1 县区表", "R10 宣传", "封面"), ["A1", "R10", "封面"]),
        (("Roster", "Received", "Review", "Today"), ["Ro", "Rec", "Rev", "To"]),
        (("审核", "审核结果"), ["审核", "审核结"]),
    ],
)
def test_no_two_pages_have_the_same_short_name(titles: tuple[str, ...], short: list[str]) -> None:
    pages = [NavigationEntry(key=str(number), title=title) for number, title in enumerate(titles)]
    assert list(short_names(pages).values()) == short
