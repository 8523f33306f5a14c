"""Undo: it goes to what it takes back first, also to another period, marks it, and counts as a person would."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from models.sheet.rows import read_rows
from tests.ui.keys.typist import CTRL, Typist, grid, texts
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


def test_undo_goes_back_to_the_period_before_it_takes_anything_back(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1.20")
    typist.press(Key.Key_Return)
    assert shown.session.entered("Q06.1").text == "1.2"
    shown.session.set_period("2020Q2")
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.period_id == "2020Q3" and shown.page == shown.page_of("Q06.1").key
    assert shown.session.entered("Q06.1").text == "1.2", "the first press only goes there"
    assert "2020年第三季度" in shown.notice.words and "Ctrl+Z" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered("Q06.1").text == ""
    shown.session.set_period("2020Q2")
    typist.press(Key.Key_Y, CTRL)
    assert shown.session.period_id == "2020Q3" and shown.session.entered("Q06.1").text == ""
    typist.press(Key.Key_Y, CTRL)
    assert shown.session.entered("Q06.1").text == "1.2"


def test_what_was_read_anew_cannot_be_undone(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put("Q06.1", "1.20")
    shown.session.reload()  # as after filing
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered("Q06.1").text == "1.2" and "没有可撤销的步骤" in shown.notice.words


def test_ctrl_z_and_ctrl_y_go_back_and_forth(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1.2")
    typist.press(Key.Key_Return)
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, "Q06.1") == [""] and shown.place == "Q06.1" and "已撤销" in shown.notice.words
    typist.press(Key.Key_Y, CTRL)
    assert texts(shown, "Q06.1") == ["1.2"] and "已重做" in shown.notice.words


def test_undo_says_what_it_took_back_and_first_goes_where_it_was(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1.2\n2.3\n3.4")
    shown.go("R08")
    typist.press(Key.Key_Z, CTRL)
    assert shown.page == "A1" and texts(shown, "Q06.1") == ["1.2"], "only gone to"
    assert "再按一次" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["", "", ""]
    assert "A1" in shown.notice.words and "粘贴 3 格" in shown.notice.words
    assert {one.row() for one in grid(shown).selected()} >= {grid(shown).table.index_of("Q06.2").row()}


def test_undo_in_a_field_with_nothing_of_its_own_takes_back_the_last_step(typist: Typist, shown: UnitDesk) -> None:
    """On a page of fields the key was dead: Qt's fields take it, whether there is something to take back or not."""
    shown.edits.put("封面.审核人", "乙某x")
    shown.go("封面.审核人")
    before = texts(shown, "封面.审核人")
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, "封面.审核人") != before == ["乙某x"] and "已撤销" in shown.notice.words
    typist.press(Key.Key_Y, CTRL)
    assert texts(shown, "封面.审核人") == before
    field = typist.focus
    assert isinstance(field, QLineEdit) and field.text() == "乙某x"
    field.end(False)
    typist.type("y")
    typist.press(Key.Key_Z, CTRL)
    assert field.text() == "乙某x" and texts(shown, "封面.审核人") == before, "what was just typed goes first"
    field.setEchoMode(QLineEdit.EchoMode.Password)
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, "封面.审核人") == before, "a passphrase takes no figure back"


def test_undo_changes_nothing_below_an_open_editor(typist: Typist, shown: UnitDesk) -> None:
    for text in ("1.2", "3.4"):
        shown.go("Q06.1")
        typist.type(text)
        typist.press(Key.Key_Return)
    shown.go("Q06.1")
    for key in (Key.Key_Z, Key.Key_Y):
        typist.press(Key.Key_F2)
        typist.press(key, CTRL)
        typist.press(Key.Key_Return)
        assert texts(shown, "Q06.1") == ["3.4"]
        shown.go("Q06.1")
