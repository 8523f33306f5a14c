"""Conditional formats that may hide a figure, or show it in another way: whether they do now is nowhere in the file."""

import pytest
from openpyxl.formatting.rule import CellIsRule, DataBarRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms.given.made_books import HEADS, book
from tests.forms.given.test_given_books import read, said
from tests.forms.given.test_unseen_cells import BLUE, WHITE


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (CellIsRule(operator="greaterThan", formula=["1"], font=Font(color=WHITE)), True),
        (Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(numFmt=NumberFormat(170, ";;;"))), True),
        (DataBarRule("min", 0, "max", 0, color=BLUE, showValue=False), True),
        (CellIsRule(operator="greaterThan", formula=["1"], font=Font(color="FFFF0000")), False),
        (CellIsRule(operator="greaterThan", formula=["1"], font=Font(color=WHITE), fill=PatternFill(bgColor=BLUE)), False),
    ],
)  # fmt: skip
def test_a_rule_that_may_hide_a_figure_is_told(rule: Rule, *, told: bool) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add("C2:C9", rule)

    offer = read(book([HEADS, ["Q06.1", "人工造林", 5]], touch=dress))
    assert said(offer) == {"Q06.1": "5"}
    assert any("条件格式" in one and "C列" in one for one in offer.remarks) is told
