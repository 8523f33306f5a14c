"""Figures on a ground that a pattern or a gradient draws: asked about where they cannot be seen on it."""

import pytest
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms.given.made_books import HEADS, book
from tests.forms.given.test_given_books import read, said
from tests.forms.given.test_unseen_cells import BLUE, WHITE

BLACK = "FF000000"
HIDING = [
    (WHITE, PatternFill("gray125")),  # black dots on white
    (WHITE, PatternFill("lightUp", fgColor=BLUE)),
    (WHITE, PatternFill("mediumGray", fgColor=BLUE, bgColor=WHITE)),
    (BLUE, PatternFill("darkTrellis", fgColor=BLUE, bgColor=WHITE)),
    ("", PatternFill("darkGray")),  # black on mostly black
    ("", PatternFill("lightGrid", fgColor=WHITE, bgColor=BLACK)),
    (WHITE, GradientFill(stop=(BLUE, WHITE))),
    (BLUE, GradientFill(type="path", stop=(WHITE, BLUE))),
]
SHOWING = [
    ("", PatternFill("gray125")),
    ("", PatternFill("lightUp", fgColor=BLUE)),
    (WHITE, PatternFill("darkGray", fgColor=BLUE, bgColor=WHITE)),
    (WHITE, PatternFill("lightGray", fgColor=WHITE, bgColor=BLUE)),
    ("", GradientFill(stop=(WHITE, "FFDDEEFF"))),
    (WHITE, GradientFill(stop=(BLUE, "FF000080"))),
]


def on(ink: str, ground: Fill) -> bytes:
    def dress(sheet: Worksheet) -> None:
        sheet["C2"].fill = ground
        if ink:
            sheet["C2"].font = Font(color=ink)

    return book([HEADS, ["Q06.1", "人工造林", 5], ["Q06.3", "封山育林", 3]], touch=dress)


@pytest.mark.parametrize(("ink", "ground"), HIDING, ids=range(len(HIDING)))
def test_a_figure_that_is_lost_on_what_is_drawn_below_it_is_asked_about(ink: str, ground: Fill) -> None:
    offer = read(on(ink, ground))
    assert said(offer) == {"Q06.3": "3"}
    (refusal,) = offer.refused
    assert "同一种颜色" in refusal.reason and "“5”" in refusal.reason


@pytest.mark.parametrize(("ink", "ground"), SHOWING, ids=range(len(SHOWING)))
def test_a_figure_that_is_seen_on_it_is_taken(ink: str, ground: Fill) -> None:
    offer = read(on(ink, ground))
    assert said(offer) == {"Q06.1": "5", "Q06.3": "3"} and not offer.refused and not offer.remarks
