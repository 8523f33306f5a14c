"""A rate that differs: what is compared are its two amounts, told everywhere by their names and in their measures."""

from datetime import datetime

import pytest

from forms.decisions.adjudication import adjudication_pages
from forms.office import adjudicating
from forms.page_reading.read_pages import page_texts
from models.basics.period import PLAN_ZONE
from models.todo.matters import MatterKind
from models.todo.todo import todo
from tests.flow.test_cases import rule
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from ui.office.cases.figures import FigureCase
from ui.office.figures.unfolded import Unfolded
from ui.window.office_desk import OfficeDesk

SIDES = {
    "县城污水排放总量": ("9.00 万立方米", "12.00 万立方米"),
    "县城污水处理总量": ("9.00 万立方米", "11.00 万立方米"),
}


@pytest.fixture
def differing(town: Town, request: pytest.FixtureRequest) -> OfficeDesk:
    """Every county said 1 of both amounts of two rates; 市住建局 12 and 11 of the first."""
    town.settings(rule("Q22"))
    said = {"Q21.1": "12", "Q21.2": "11"}
    for unit, cells in ((COUNTIES[-1], {}), ("M07", said)):
        filed = town.file(unit, PERIOD, town.completed(unit, PERIOD, {"cells": cells}))
        town.receive(*filed["files"], at="2021-01-15T10:00")
    desk: OfficeDesk = request.getfixturevalue("desk")
    return desk


def test_the_amounts_of_a_rate_are_never_told_as_the_rate(differing: OfficeDesk) -> None:
    """县城污水处理率　县区合计 9，部门 12 stood there twice; on the 审定单 9.00%."""
    office, session = differing.session.workspace, differing.session
    told = [one.what.words for one in todo(office, PERIOD) if one.kind is MatterKind.DIFFERENCE]
    assert sorted(one for one in told if "县城" in one) == sorted(
        f"{part}　县区合计 {sides[0]}，部门 {sides[1]}，相差 {gap} 万立方米"
        for (part, sides), gap in zip(SIDES.items(), ("3.00", "2.00"), strict=True)
    )
    unruled = {one.what.words for one in todo(office, PERIOD) if one.kind is MatterKind.PARAMETER}
    assert "园区数是否已含在所在县区数内，请设定" in unruled, "by the plan's word for such units"
    rows = [[cell.text for cell in row.cells] for row in FigureCase(session, session.summary.of("Q21")).rows(None, -1)]
    for part, (counties, department) in SIDES.items():
        assert [f"各单位合计　{part}", counties] in rows and [f"市住建局登记　{part}", department] in rows
    assert ["市住建局登记", "91.67%"] in rows
    given = adjudicating.adjudicate(
        office, PERIOD, "Q21", "95", reason="会商", document="测试〔2021〕1号", by="测试甲", checked_by="测试乙",
        at=datetime(2021, 1, 16, 9, 0, tzinfo=PLAN_ZONE),
    )  # fmt: skip
    (page, *_) = page_texts(adjudication_pages(office, given, given.at)) or ("",)
    text = "".join(page.split())
    assert "9.00%" not in text
    for part, (counties, department) in SIDES.items():
        assert f"{part}{counties}".replace(" ", "") in text and f"{part}{department}".replace(" ", "") in text


def test_a_zone_within_its_county_is_told_with_its_own_rate(differing: OfficeDesk) -> None:
    """The numerator stood there: 安康高新区管委会 1.00 beside rates of 100.00."""
    session = differing.session
    rows = Unfolded(session, session.summary.of("Q22"), 1200).rows()
    (within,) = [row.cells[0].text for row in rows if row.key.endswith("within")]
    assert within.startswith("其中：安康高新区管委会 100.00、")
