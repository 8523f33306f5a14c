"""The guide names what is there: each name in quotation marks is a text of the program, step by step of a menu."""

import re

import pytest

from models.basics.messages import CHINESE, catalogue, with_words
from ui.guide.guide_window import PLAN_FORMAT, GuidePage, pages

QUOTED = re.compile(r"“([^”]+)”")
TEXTS = with_words("\n".join(catalogue(CHINESE).values())).replace("“", "").replace("”", "")
SAID = {  # quoted, and no text of a message: what somebody types or writes, and figures of a plan
    "500亩",
    "活动场次",
    "淘汰辆数",
    "8月某某安置点集中竣工验收，面积一次计入，见住建局台账第12至15行",
}
PAGES = [page for page in pages(CHINESE) if page.key != PLAN_FORMAT]


@pytest.mark.parametrize("page", PAGES, ids=[page.key for page in PAGES])
def test_every_name_in_quotation_marks_is_a_text_of_the_program(page: GuidePage) -> None:
    named = {part.rstrip("…") for name in QUOTED.findall(page.text) for part in name.split("—")}
    assert sorted(name for name in named if name not in TEXTS and name not in SAID) == []
