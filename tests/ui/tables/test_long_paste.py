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


@pytest.mark.parametrize("rows", [2, MANY_ROWS])
def test_totals_pasted_without_heads_are_no_rows_and_are_told(
    qtbot: QtBot, desk: UnitDesk, view: RegisterView, rows: int
) -> None:
    houses = [f"{n}号楼\t\t{n}.5" for n in range(rows)]
    others = ["合计\t\t99", "其中：新建\t\t9", "1\t小计\t9", "平均\t\t3", "填表人：张三\t\t"]
    QGuiApplication.clipboard().setText("\n".join([others[0], *houses, *others[1:]]))
    view.paste()
    qtbot.waitUntil(lambda: len(desk.session.rows("R08")) == rows)
    assert [row.get("项目") for row in desk.session.rows("R08")] == [f"{n}号楼" for n in range(rows)]
    assert "5 行" in desk.notice.words and "合计" in desk.notice.words and "没有粘贴" in desk.notice.words
    QGuiApplication.clipboard().setText("合计\t\t99")
    steps = desk.edits.count()
    view.go_to(view.table.index(rows, 0))
    view.paste()
    assert len(desk.session.rows("R08")) == rows and desk.edits.count() == steps and "1 行" in desk.notice.words


@pytest.mark.parametrize("rows", [2, MANY_ROWS])
def test_a_long_number_that_a_spreadsheet_shows_in_powers_is_told_of_and_not_pasted(
    qtbot: QtBot, desk: UnitDesk, view: RegisterView, rows: int
) -> None:
    """Nobody sees its last digits."""
    QGuiApplication.clipboard().setText(
        "\n".join([*(f"{n}号楼\t\t{n}.5" for n in range(rows)), "6.10902E+17\t汉滨区\t1"])
    )
    view.paste()
    qtbot.waitUntil(lambda: len(desk.session.rows("R08")) == rows + 1)
    assert desk.session.rows("R08")[-1].get("项目") in (None, "")
    assert "1 格" in desk.notice.words and "6.10902E+17" in desk.notice.words and "科学记数法" in desk.notice.words
    kept = view.table.index(0, 0).data()
    view.go_to(view.table.index(0, 0))
    QGuiApplication.clipboard().setText("6.10902E+17\n甲")
    view.paste()
    assert "科学记数法" in desk.notice.words
    names = [row.get("项目") for row in desk.session.rows("R08")[:2]]
    assert names == [kept, "甲"] and kept == "0号楼", "what stood there stays"


def test_a_column_pasted_alone_stays_whole_as_another_is_pasted_beside_it(desk: UnitDesk, view: RegisterView) -> None:
    QGuiApplication.clipboard().setText("合计\n甲")
    view.paste()
    assert [row.get("项目") for row in desk.session.rows("R08")] == ["合计", "甲"], desk.notice.words
