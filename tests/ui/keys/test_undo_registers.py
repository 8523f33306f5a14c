"""Undo in a register and in the table of tasks: it goes to what it takes back, marks it, and counts as a person would."""

import pytest
from PySide6.QtCore import Qt

from models.sheet.rows import read_rows
from tests.ui.keys.typist import CTRL, Typist
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

Key = Qt.Key


@pytest.fixture
def view(shown: UnitDesk) -> RegisterView:
    """Forty projects of a register, the keyboard in the first."""
    register = shown.session.plan.registers["R08"]
    shown.edits.put_rows("R08", read_rows(register, [{"项目": f"P{n}", "建筑面积": f"{n}"} for n in range(1, 41)]))
    shown.go("R08")
    found = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    found.go_to(found.table.index(0, 0))
    return found


def here(view: RegisterView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def test_undo_goes_to_the_cell_of_a_row(typist: Typist, shown: UnitDesk, view: RegisterView) -> None:
    view.go_to(view.table.index(1, 2))
    typist.type("7")
    typist.press(Key.Key_Return)
    view.go_to(view.table.index(35, 0))
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.rows("R08")[1].get("建筑面积") == "2" and here(view) == (1, 2)
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex())), "in sight"
    assert "键入 1 格" in shown.notice.words


def test_rows_are_counted_as_rows_and_cells_as_cells(typist: Typist, shown: UnitDesk, view: RegisterView) -> None:
    typist.paste("甲\t\t1\n乙\t\t2")
    view.go_to(view.table.index(9, 0))
    typist.press(Key.Key_Z, CTRL)
    assert "粘贴 2 行" in shown.notice.words and here(view) == (0, 0)
    assert {(one.row(), one.column()) for one in view.selectedIndexes()} >= {(0, 0), (1, 0)}, "marked"
    view.go_to(view.table.index(4, 0))
    view.remove_selected()
    typist.press(Key.Key_Z, CTRL)
    assert "删除 1 行" in shown.notice.words and len(shown.session.rows("R08")) == 40, "those below are the same ones"
    assert here(view)[0] == 4
    view.go_to(view.table.index(40, 0))
    typist.type("P41")
    typist.press(Key.Key_Return)
    typist.press(Key.Key_Z, CTRL)
    assert "键入 1 格" in shown.notice.words and here(view) == (40, 0)


def test_undo_marks_the_block_of_tasks(typist: Typist, shown: UnitDesk) -> None:
    shown.go("progress")
    view = next(one for one in shown.screens if isinstance(one, ProgressScreen)).view
    view.go_to(view.table.index(0, 2))
    typist.paste("5\n6\n7")
    view.go_to(view.table.index(8, 3))
    typist.press(Key.Key_Z, CTRL)
    assert {(one.row(), one.column()) for one in view.selectedIndexes()} == {(0, 2), (1, 2), (2, 2)}
