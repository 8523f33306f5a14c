"""沿用上期 in the window: rows and words come as a start, are told apart until somebody changes them, undone as one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.checks.explanations import fingerprint_of
from models.plan.plan import Level
from models.returns.frozen import freeze
from models.sheet.cells import read_field
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.desks import shown_desk
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.screens.findings import FindingsScreen
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.session.carrying import is_carried, is_carried_explanation
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.tables.grids.entry_table import LOOK, TOOL_TIP
from ui.tables.grids.register_table import EDIT, FONT
from ui.tables.lists.finding_table import EXPLANATION
from ui.window.unit_desk import UnitDesk

UNIT, Q2, Q3 = "610924", "2020Q2", "2020Q3"
WORDS = {"T01.阶段": "推进中", "T01.本期进展": "二季度已分解任务", "T01.完成百分比": "40", "T01.责任领导": "测试甲"}
PROJECTS = [{"项目": name, "类型": "特色小镇", "县区": "紫阳县", "带动贫困户": "12"} for name in ("甲", "乙", "丙")]


def with_last_period(folder: Path) -> UnitWorkspace:
    """A county's workspace whose second quarter was filed."""
    made = make_trial(folder, UNIT)
    register = made.plan.registers["R15"]
    rows = tuple(read_row(register, n, texts) for n, texts in enumerate(PROJECTS, 1))
    empty = made.sheet(Q2)
    cells = {at: read_field(empty.fields[at].column, text) for at, text in WORDS.items()}
    sheet = replace(empty, cells=cells, registers={"R15": rows})
    made.store.returns.put(freeze(sheet), datetime.now(PLAN_ZONE), own=True)
    return made


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    with shown_desk(qtbot, with_last_period(tmp_path / "unit"), Q3) as made:
        yield made


@pytest.fixture
def page(desk: UnitDesk) -> RegisterScreen:
    desk.go("R15")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen))


def progress_page(desk: UnitDesk) -> ProgressScreen:
    desk.go("progress")
    page = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    page.show_as("form")
    return page


def numbers(page: RegisterScreen) -> list[str]:
    table = page.view.table
    return [str(table.headerData(line, Qt.Orientation.Vertical)) for line in range(table.rowCount())]


def test_the_rows_of_last_period_come_with_one_press_and_say_that_they_were_carried(
    qtbot: QtBot, page: RegisterScreen
) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    assert numbers(page) == ["1 沿用", "2 沿用", "3 沿用", "+"]
    table = page.view.table
    assert table.data(table.index(0, 0), FONT).italic()
    assert table.data(table.index(0, 0), EDIT) == "甲"
    assert "沿用2020年第二季度" in str(table.headerData(0, Qt.Orientation.Vertical, int(Qt.ItemDataRole.ToolTipRole)))


def test_a_row_that_is_changed_loses_its_mark_and_the_others_keep_theirs(qtbot: QtBot, page: RegisterScreen) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    table = page.view.table
    column = [one.name for one in table.register.columns].index("带动贫困户") if table.register else 0
    assert table.setData(table.index(1, column), "20")
    assert numbers(page) == ["1 沿用", "2", "3 沿用", "+"]
    assert table.data(table.index(1, 0), FONT) is None


def test_carrying_is_one_step_of_the_undo(qtbot: QtBot, desk: UnitDesk, page: RegisterScreen) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    desk.edits.undo()
    assert desk.session.rows("R15") == ()
    desk.edits.redo()
    assert numbers(page)[:3] == ["1 沿用", "2 沿用", "3 沿用"]


def test_rows_that_hold_for_this_period_too_can_be_said_to(qtbot: QtBot, desk: UnitDesk, page: RegisterScreen) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    page.view.selectRow(1)
    page.view.confirm_selected()
    assert numbers(page) == ["1 沿用", "2", "3 沿用", "+"]
    assert Session(desk.session.workspace, Q3).carried_as("R15[乙|紫阳县]") is None


def test_what_is_carried_is_still_known_after_the_program_was_closed(
    qtbot: QtBot, desk: UnitDesk, page: RegisterScreen
) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    again = Session(desk.session.workspace, Q3)
    assert again.carried_as("R15[甲|紫阳县]") is not None
    assert [row.get("项目") for row in again.rows("R15")] == ["甲", "乙", "丙"]
    assert Session(desk.session.workspace, Q2).carried_as("R15[甲|紫阳县]") is None


def test_words_of_progress_come_marked_without_the_percentage(qtbot: QtBot, desk: UnitDesk) -> None:
    page = progress_page(desk)
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    session = desk.session
    assert session.entered("T01.本期进展").text == "二季度已分解任务"
    assert session.entered("T01.完成百分比").state is None
    assert is_carried(session, "T01.本期进展")
    cell = page.view.table.index_of("T01.本期进展")
    assert cell.data(LOOK).ground == "hint_tint" and "沿用2020年第二季度" in cell.data(TOOL_TIP)
    form = page._form
    assert form is not None
    field = form._fields["T01.本期进展"]
    assert field.editor.property("carried")
    assert "沿用2020年第二季度" in field.words.text()


def test_a_carried_text_that_is_changed_loses_its_mark_and_what_stood_here_stays(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("T01.责任领导", "测试乙")
    page = progress_page(desk)
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    assert desk.session.entered("T01.责任领导").text == "测试乙"
    assert page._form is not None
    field = page._form._fields["T01.本期进展"]
    assert isinstance(field.editor, QPlainTextEdit)
    field.editor.setPlainText("三季度完成督查")
    field.save()
    assert not is_carried(desk.session, "T01.本期进展")
    assert not field.editor.property("carried")
    assert "沿用" not in field.words.text()


def test_carried_words_warn_and_do_not_stop_the_return(qtbot: QtBot, desk: UnitDesk) -> None:
    qtbot.mouseClick(progress_page(desk).carry, Qt.MouseButton.LeftButton)
    found = [finding for finding, _ in desk.session.findings_at("T01.本期进展")]
    assert found and {finding.level for finding in found} == {Level.WARNING}


def test_without_a_return_of_last_period_the_button_cannot_be_pressed_and_says_why(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    with shown_desk(qtbot, make_trial(tmp_path / "new", UNIT), Q3) as desk:
        desk.go("R15")
        page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
        assert not page.carry.isEnabled()
        assert "还没有报出" in page.carry.toolTip()


def test_carrying_again_says_that_there_is_nothing_left(qtbot: QtBot, desk: UnitDesk, page: RegisterScreen) -> None:
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    assert len(desk.session.rows("R15")) == 3
    assert desk.edits.count() == 1


def test_explanations_come_as_a_start_and_count_once_somebody_takes_them(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    workspace = with_last_period(tmp_path / "unit")
    session = Session(workspace, Q3)
    session.put_all({at: session.read(at, text) for at, text in {"T06.阶段": "已完成", "T06.本期进展": "完成"}.items()})
    finding = next(f for f, mark in session.standing.findings if mark is Mark.WARNING and not f.check.confirm)
    before = session.sheet.previous
    assert before is not None
    explained = replace(before, explanations={finding.key: Explanation("上级核定口径与本级不同", "scope")})
    workspace.store.returns.put(freeze(explained, ancestors=("0" * 64,)), datetime.now(PLAN_ZONE), own=True)
    lane = Lane()
    desk = UnitDesk(Session(workspace, Q3), lane, QToolButton())
    qtbot.addWidget(desk)
    desk.show()
    desk.go("findings")
    page = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    qtbot.mouseClick(page.carry, Qt.MouseButton.LeftButton)
    assert is_carried_explanation(desk.session, finding.key)
    line = next(n for n, one in enumerate(page.table.lines) if one.key == finding.key and one.finding)
    shown = page.table.index(line, EXPLANATION)
    assert shown.data() == "沿用：上级核定口径与本级不同"
    assert finding.key not in desk.session.sheet.explanations
    page.table.setData(shown, "上级核定口径与本级不同")
    assert desk.session.sheet.explanations[finding.key].text == "上级核定口径与本级不同"
    assert not is_carried_explanation(desk.session, finding.key)
    assert fingerprint_of(finding.key, [finding])
    lane.close()
    workspace.store.close()
