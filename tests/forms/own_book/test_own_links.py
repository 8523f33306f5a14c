"""Single figures of a unit's own book, by their mapping: what cannot be known of a figure is refused, not guessed."""

import pytest

from forms.given.cells import GivenCell, SheetCells
from forms.own_book.links import texts_of
from models.filling.own_book import Link
from tests.forms.own_book.test_own_lists import county


@pytest.mark.parametrize(
    ("address", "text", "factor", "formatless", "taken"),
    [
        ("Q11.3", "0.9043", "1", True, ""),
        ("Q11.3", "1.05", "1", True, ""),
        ("Q11.3", "90.43", "1", True, "90.43"),
        ("Q11.3", "0.9043", "100", True, "90.43"),  # somebody has said what it is
        ("Q11.3", "0.9043", "1", False, "0.9043"),
        ("Q06.1", "0.9043", "1", True, "0.9043"),
    ],
)
def test_a_share_of_a_book_that_shows_no_formats_is_refused_with_both_readings(
    address: str, text: str, factor: str, *, formatless: bool, taken: str
) -> None:
    rows = {1: {1: GivenCell("项"), 2: GivenCell("数")}, 2: {1: GivenCell("甲"), 2: GivenCell(text)}}
    page = SheetCells(title="一季度", rows=rows, formatless=formatless)
    link = Link(address=address, label="甲", label_column=1, row=2, head="数", column=2, factor=factor)
    texts, refused = texts_of(page, [link], county())
    assert [one.text for one in texts] == ([taken] if taken else [])
    assert [text in one.reason for one in refused] == ([] if taken else [True])
