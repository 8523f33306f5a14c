"""A line without room for all it says leaves out what can be missed, never half a sign, and says all when pointed at."""

import pytest
from pytestqt.qtbot import QtBot

from ui.look.widgets import Cut, OneLine

OFFICE = "安康市应对气候变化及节能减排工作领导小组办公室"
REMARK = "每一项都有现行值、谁定的、何时、依据；改动先看影响，再保存"


@pytest.mark.parametrize("signs", [24, 12, 8, 5])
def test_a_name_is_cut_in_its_middle_and_a_remark_after_a_clause(qtbot: QtBot, signs: int) -> None:
    for text, cut in ((OFFICE, Cut.MIDDLE), (REMARK, Cut.CLAUSES), (REMARK, Cut.END)):
        line = OneLine(text, cut=cut)
        qtbot.addWidget(line)
        line.resize(line.fontMetrics().horizontalAdvance("国" * signs), 20)
        shown = line.shown()
        assert line.fontMetrics().horizontalAdvance(shown) <= line.width() and line.toolTip() == text
        if text == OFFICE:
            begin, _, end = shown.partition("…")
            assert text.startswith(begin) and text.endswith(end) and (shown == text or (begin and end))
        elif cut is Cut.CLAUSES:
            assert "…" not in shown and text.startswith(shown) and (not shown or text[len(shown)] in "；，")
            assert bool(shown) == (signs > text.index("；"))
