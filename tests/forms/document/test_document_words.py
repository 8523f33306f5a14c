"""The words of a document: names, places, masks, figures and revisions, each as it stands on paper."""

from datetime import date
from decimal import Decimal

import pytest

from forms.page.font_files import Face
from forms.page.fonts import text_width
from forms.wording.masks import mask
from forms.wording.paper_texts import (
    figure,
    place_words,
    revision_name,
)
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The shipped plan."""
    return load_plan(SHIPPED)


def test_unit_names_fit_their_line_on_the_cover(plan: Plan) -> None:
    room = (170 - 20 - 46) * 72 / 25.4 - 12
    for unit in plan.filing_units:
        assert text_width(unit.full_name_on(date(2020, 10, 13)), Face.KAI, 12) < 2 * room


def test_a_renamed_unit_bears_the_name_of_the_day(plan: Plan) -> None:
    county = plan.units["610928"]
    assert county.full_name_on(date(2020, 10, 13)) == "安康市旬阳县人民政府"
    assert county.full_name_on(date(2021, 1, 20)) == "旬阳市人民政府"


def test_places_are_said_in_words(plan: Plan) -> None:
    assert place_words(plan, "Q06.1@610924") == "人工造林（紫阳县人民政府）"
    assert place_words(plan, "Q06.1/last_year") == "人工造林（上年同期）"
    assert place_words(plan, "封面.填表人") == "封面·填表人"
    assert place_words(plan, None) == "整套报表"
    assert "陕G***01" in place_words(plan, "R02[陕G00001|大型汽车].完成日期")
    assert "第3行" in place_words(plan, "R02[第3行].完成日期")


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("plate", "陕G00001", "陕G***01"), ("plate", "陕G1", "***"), ("name", "张三", "张*"),
        ("name", "欧阳建国", "欧阳**"),
        ("code", "91610900MA70ABCD12", "*" * 14 + "CD12"), ("", "全部", "全部"), ("name", "", ""),
    ],
)  # fmt: skip
def test_masks_keep_what_the_plan_says(kind: str, text: str, shown: str) -> None:
    assert mask(kind, text) == shown


def test_figures_are_padded_but_never_cut() -> None:
    assert figure(Decimal("1.2"), 2) == "1.20"
    assert figure(Decimal("1.234"), 2) == "1.234"
    assert figure(Decimal("100"), 0) == "100"
    assert figure(Decimal("1E+2"), None) == "100"


def test_revisions_are_called_as_on_paper() -> None:
    assert [revision_name(number) for number in (1, 2, 3)] == ["初报", "第1次订正", "第2次订正"]
