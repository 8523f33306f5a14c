"""A long block in a register: read and checked in the lane, one step to undo, nothing kept when it is stopped."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from models.sheet.rows import read_row
from ui.screens.register import RegisterScreen
from ui.tables.grids.register_view import MANY_ROWS, RegisterView
from ui.window.unit_desk import UnitDesk

ROWS = MANY_ROWS + 20
BLOCK = "\n".join(f"{n}号楼\t\t{n}.5" for n in range(ROWS))


@pytest.fixture
def view(desk: UnitDesk) -> RegisterView:
    desk.go("R08")
    QGuiApplication.clipboard().setText(BLOCK)
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    screen.view.go_to(screen.view.table.index(0, 0))
    return screen.view


def test_a_long_block_is_one_step(qtbot: QtBot, desk: UnitDesk, view: RegisterView) -> None:
    session = desk.session
    view.paste()
    box = view.waiting
    assert box is not None and box.isVisible() and session.rows("R08") == ()
    qtbot.waitUntil(lambda: len(session.rows("R08")) == ROWS)
    assert view.table.rowCount() == ROWS + 1 and desk.focusWidget() is view
    register = session.plan.registers["R08"]
    assert session.rows("R08")[7] == read_row(register, 8, {"项目": "7号楼", "建筑面积": "7.5"})
    assert session.workspace.store.sheets.rows("2020Q3", "R08") == session.rows("R08")
    ahead = session.standing.findings
    desk.undo()
    qtbot.waitUntil(lambda: session.rows("R08") == ())
    assert str(ROWS) in desk.notice.words and desk.edits.index() == 0
    desk.redo()
    qtbot.waitUntil(lambda: len(session.rows("R08")) == ROWS)
    assert session.standing.findings == ahead, "what was found in the lane is what is found in the window"


def test_what_is_stopped_changes_nothing(qtbot: QtBot, desk: UnitDesk, view: RegisterView) -> None:
    view.table.put_block(0, 0, [["老楼", "", "1"]])
    before, steps = desk.session.rows("R08"), desk.edits.count()
    view.paste()
    assert view.waiting is not None
    qtbot.keyClick(view.waiting, Qt.Key.Key_Escape)
    ended: list[object] = []
    desk.desk.lane.run(view, lambda _: None, ended.append, ended.append)  # the lane does one after the other
    qtbot.waitUntil(lambda: bool(ended))
    assert desk.session.rows("R08") is before and desk.edits.count() == steps
    assert "没有粘贴" in desk.notice.words and desk.focusWidget() is view


def test_a_register_that_changed_meanwhile_is_left_alone(qtbot: QtBot, desk: UnitDesk, view: RegisterView) -> None:
    view.paste()
    view.table.put_block(0, 0, [["别的楼", "", "1"]])
    qtbot.waitUntil(lambda: "有了改动" in desk.notice.words)
    assert [row.get("项目") for row in desk.session.rows("R08")] == ["别的楼"]
