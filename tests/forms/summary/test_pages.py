"""The pages of a summary: what stands beside a mark stays in its cell, and remarks stand below rows of their table."""

from datetime import datetime

import pytest

from forms.page.charts import Marked
from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.page.geometry import Foot
from forms.page.page import build
from forms.summary.content import ShownVerdict, SummaryColumn, SummarySheet
from forms.summary.pages import _drawn
from models.basics.period import PLAN_ZONE
from tests.pdf_text import pdf_text

REMARK = "报送时间以电子报表登记时间为准。"


@pytest.mark.parametrize("room", [60.0, 110.0, 400.0])
def test_words_beside_a_mark_are_as_wide_as_their_cell_at_most(room: float) -> None:
    """They lay over the next column: 应报未报（来件不能接收，已告知）."""
    words = "应报未报（来件不能接收，已告知）"
    made = Marked("missed", words, 8)
    width, height = made.wrap(room, 100)
    assert width <= room
    assert "".join(made._lines) == words
    assert all(8 * 1.35 + text_width(line, Face.SONG, 8) <= width for line in made._lines)
    assert height >= 8 * 1.25 * len(made._lines)
    assert made.wrap(0, 0)[0] > 110, "no room given is as much as they need"


@pytest.mark.parametrize("rows", range(20, 32))
def test_remarks_never_have_a_page_to_themselves(rows: int) -> None:
    columns = (SummaryColumn("单位", 60), SummaryColumn("状态", 60))
    lines = tuple((f"单位{n:02d}", ShownVerdict("met", "已接收")) for n in range(rows))
    story = _drawn(SummarySheet(name="应报清单", columns=columns, rows=lines, remarks=(REMARK, REMARK)))
    pdf = build(story, Foot("x"), "x", landscape=True, made=datetime(2020, 10, 19, tzinfo=PLAN_ZONE))
    last = [page for page in pdf_text(pdf).split("\f") if page.strip()][-1]
    assert REMARK in "".join(last.split()) and "单位" in last and "已接收" in last
