"""A state may be typed by its name; what is only an empty phrase explains nothing; answers are asked for before the due day."""

from datetime import date, datetime

import pytest

from models.basics.period import PLAN_ZONE, Calendar
from models.checks.findings import sufficient
from models.plan.load import SHIPPED, load_plan
from models.sheet.cells import State
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from ui.basics.places import place_words
from ui.frame.bars import period_words
from ui.screens.register import RegisterScreen
from ui.window.unit_desk import UnitDesk


@pytest.mark.parametrize(
    ("text", "state"),
    [("未开展", State.NIL), ("无", State.NIL), ("暂无数据", State.AWAITED), (" 不适用 ", State.NA), ("0", State.VALUE)],
)
def test_a_state_is_typed_by_its_name(desk: UnitDesk, text: str, state: State) -> None:
    desk.edits.put("Q06.1", text)
    assert desk.session.entered("Q06.1").state is state and not desk.session.entered("Q06.1").fault


def test_a_dash_is_still_no_answer(desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "—")
    assert desk.session.entered("Q06.1").fault


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("情况属实", False), ("情况属实情况属实", False), ("已核实，数据属实。正常", False), ("已核实，数据由林业局提供", True),
        ("受疫情影响停产三个月", True), ("停产", False),
    ],
)  # fmt: skip
def test_empty_phrases_explain_nothing_however_often_they_are_repeated(text: str, *, enough: bool) -> None:
    check = next(one for one in load_plan(SHIPPED).checks.values() if not one.confirm)
    assert sufficient(check, Explanation(text=text, code="")) is enough


def test_working_days_are_counted_backwards_over_days_off() -> None:
    calendar = Calendar(holidays=frozenset({date(2020, 10, 8)}), workdays=frozenset({date(2020, 10, 10)}))
    assert calendar.working_days_before(date(2020, 10, 12), 2) == date(2020, 10, 9)
    assert calendar.working_days_before(date(2020, 10, 9), 1) == date(2020, 10, 7)


def test_the_list_of_periods_says_how_each_return_stands(desk: UnitDesk) -> None:
    session = desk.session
    period = session.plan.periods["2020Q1"]
    due = session.settings.due_of(session.unit_id, period.id)
    words = period_words(session, period)
    wanted = "逾期" if due is not None and due.passed(datetime.now(PLAN_ZONE)) else ""
    assert words.startswith(period.name) and (wanted in words if due is not None else words == period.name)


def test_a_row_is_called_by_its_name_where_its_key_is_a_code(desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R01"]
    texts = {"企业名称": "测试水泥厂", "统一社会信用代码": "91610900MA70J0000X"}
    desk.edits.put_rows("R01", (read_row(register, 1, texts), read_row(register, 2, {"企业名称": "测试二厂"})))
    first, second = (str(desk.session.sheet.places("R01").address(one)) for one in desk.session.rows("R01"))
    assert "91610900MA70J0000X" in first
    assert place_words(desk.session.sheet, first) == f"{register.name}：测试水泥厂"
    assert place_words(desk.session.sheet, second) == f"{register.name}：测试二厂"
    assert "9161" in place_words(desk.session.sheet, "R01[91610900MA70J0009X]"), "one that is not here keeps its key"
    desk.go("R01")
    page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    assert " 0" not in page._counted.text(), "what is nothing is not counted"
