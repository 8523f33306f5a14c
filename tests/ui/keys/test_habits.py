"""Keys people press by habit: they do what a spreadsheet does, or one sentence says what to do instead."""

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.plan.plan import ColumnType, Means
from models.sheet.cells import BLANK, Cell, State
from tests.ui.keys.typist import CTRL, NONE, Typist, grid
from ui.basics.completion import Mark
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.session.next_step import next_step
from ui.tables.grids.choice_list import ChoiceList
from ui.tables.texts.text_view import TextView
from ui.window.go_to import Goal, GoTo
from ui.window.unit_desk import UnitDesk

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


def today() -> str:
    return f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"


@pytest.mark.parametrize(("key", "held"), [(Key.Key_F5, NONE), (Key.Key_G, CTRL)])
def test_going_to_a_cell_is_asked_by_the_keys_of_a_spreadsheet(
    typist: Typist, shown: UnitDesk, key: Key, held: Qt.KeyboardModifier
) -> None:
    shown.go("Q06.1")
    typist.press(key, held)
    (asked,) = (one for one in shown.findChildren(GoTo) if one.isVisible())
    asked.close()


def test_todays_date_goes_into_a_date_and_nowhere_else(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.press(Key.Key_Semicolon, CTRL)
    assert shown.session.entered("Q06.1").text == "" and "不是日期格" in shown.notice.words
    plan = shown.session.plan
    name = next(
        one
        for one in shown.session.sheet.register_ids
        for c in plan.registers[one].columns
        if c.type is ColumnType.DATE
    )
    columns = plan.registers[name].columns
    column = next(x for x, one in enumerate(columns) if one.type is ColumnType.DATE)
    shown.go(name)
    view = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    view.setCurrentIndex(view.table.index(0, column))
    typist.press(Key.Key_Semicolon, CTRL)
    assert shown.session.rows(name)[0].values[columns[column].name] == today()
    view.setCurrentIndex(view.table.index(1, column))
    typist.type("2")
    typist.press(Key.Key_Semicolon, CTRL)
    typist.press(Key.Key_Return)
    assert shown.session.rows(name)[1].values[columns[column].name] == today(), "in the open editor as well"


def test_todays_date_goes_into_a_field_of_the_cover(typist: Typist, shown: UnitDesk) -> None:
    shown.go("封面.报出日期")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    typist.press(Key.Key_Semicolon, CTRL)
    assert shown.session.sheet.cell("封面.报出日期").text == today()
    shown.go("封面.填表人")
    typist.press(Key.Key_Semicolon, CTRL)
    assert shown.session.sheet.cell("封面.填表人").text == "" and "不是日期格" in shown.notice.words


@pytest.mark.parametrize(
    ("key", "held", "said"),
    [(Key.Key_S, CTRL, "自动保存"), (Key.Key_P, CTRL, "生成与报送"), (Key.Key_H, CTRL, "没有替换"), (Key.Key_B, CTRL, "格式"),
     (Key.Key_Equal, ALT, "合计"), (Key.Key_0, CTRL, "隐藏")],
)  # fmt: skip
def test_a_key_without_a_meaning_here_says_so(
    typist: Typist, shown: UnitDesk, key: Key, held: Qt.KeyboardModifier, said: str
) -> None:
    shown.go("Q06.1")
    before = shown.session.sheet.cells
    typist.press(key, held)
    assert said in shown.notice.words and shown.session.sheet.cells == before


def test_the_next_sheet_is_the_next_page(typist: Typist, shown: UnitDesk) -> None:
    shown.go("A1")
    keys = [one.key for one in shown.pages() if not one.empty]
    typist.press(Key.Key_PageDown, CTRL)
    assert shown.page == keys[keys.index("A1") + 1]
    typist.press(Key.Key_PageUp, CTRL)
    assert shown.page == "A1"


def test_esc_closes_a_list_that_f4_opened_with_its_box_and_no_key_behind_it_chooses(
    typist: Typist, shown: UnitDesk, qtbot: QtBot
) -> None:
    at = f"{shown.session.sheet.blocks[0]}.阶段"
    shown.edits.put(at, "推进中")
    shown.go(at)
    view = typist.focus
    assert isinstance(view, TextView)
    typist.press(Qt.Key.Key_F4)
    (box,) = (one for one in view.findChildren(ChoiceList) if one.isVisible())
    QTest.keyClick(box.view(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.state() is not QAbstractItemView.State.EditingState)
    assert view.hasFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home):
        typist.press(key, CTRL)
    typist.press(Qt.Key.Key_Return)
    assert shown.session.sheet.cell(at).text == "推进中"
    shown.go(at)
    typist.press(Qt.Key.Key_F4)
    (box,) = (one for one in view.findChildren(ChoiceList) if one.isVisible())
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.state() is not QAbstractItemView.State.EditingState)
    assert shown.session.sheet.cell(at).text not in ("", "推进中"), "what is chosen is kept"


def test_a_list_opens_on_its_first_choice(typist: Typist, shown: UnitDesk) -> None:
    shown.go("progress")
    view = next(one for one in shown.screens if isinstance(one, ProgressScreen)).view
    column = next(x for x in range(view.table.columnCount()) if view.table.choices_at(view.table.index(0, x)))
    view.setCurrentIndex(view.table.index(0, column))
    view.setFocus()
    typist.press(Key.Key_F4)
    (box,) = (one for one in view.findChildren(ChoiceList) if one.isVisible())
    assert box.view().isVisible() and box.view().currentIndex().row() == 1, "a blank line is no choice"
    box.hidePopup()
    QCoreApplication.processEvents()


@pytest.mark.parametrize("kind", ["table", "register", "progress", "form"])
def test_a_key_that_means_no_choice_is_told_and_changes_nothing(typist: Typist, shown: UnitDesk, kind: str) -> None:
    """In every kind of cell that offers choices; a key that begins one chooses it."""
    shown.go({"table": "Q01.16", "register": "R08"}.get(kind, "progress"))
    page: Any = next(one for one in shown.screens if one.isVisibleTo(shown))
    if kind == "form":
        page.modes["form"].click()
        page.findChildren(ChoiceList)[0].setFocus()
    else:
        view = page.items if kind == "table" else page.view
        table = view.table
        places = (table.index(y, x) for y in range(table.rowCount()) for x in range(table.columnCount()))
        view.go_to(next(one for one in places if table.choices_at(one)))
        view.setFocus()
    before = shown.session.sheet
    for typed in ("7", "7x"):
        typist.type(typed[-1])
        assert f"“{typed}”" in shown.notice.words and "F4" in shown.notice.words and "…" not in shown.notice.words
        shown.notice.tell("", Mark.NONE)
    box = typist.focus
    assert isinstance(box, ChoiceList) and box.currentText() == ""
    typist.press(Key.Key_Escape)
    assert shown.session.sheet == before


def test_a_long_list_is_told_by_its_first_choices_and_their_number(qtbot: QtBot) -> None:
    box, told = ChoiceList([f"{n}号场" for n in range(1, 10)]), []
    qtbot.addWidget(box)
    box.unmatched.connect(told.append)
    QTest.keyClick(box, "x")
    (words,) = told
    assert "9 项" in words and "6号场" in words and "7号场" not in words and "…" not in words


def test_backspace_opens_an_empty_editor_which_esc_leaves_as_it_was(typist: Typist, shown: UnitDesk) -> None:
    session, edits = shown.session, shown.edits
    edits.put("Q06.1", "1.2")
    edits.put_all({"Q06.2": Cell(State.NIL)}, "state")
    for address, said in (("Q06.1", "1.2"), ("Q06.2", "未开展")):
        shown.go(address)
        typist.press(Key.Key_Backspace)
        assert isinstance(typist.focus, QLineEdit) and typist.focus.text() == "", "as in a spreadsheet"
        typist.press(Key.Key_Escape)
        assert grid(shown).currentIndex().data() == {"1.2": "1.20"}.get(said, said), "nothing was taken away"
        typist.press(Key.Key_Backspace)
        typist.press(Key.Key_Return)
        assert session.entered(address) == BLANK
        typist.press(Key.Key_Z, CTRL)
        assert session.entered(address) != BLANK, "one step, taken back"
    shown.go("Q06.1")
    typist.press(Key.Key_Backspace)
    typist.type("3.4")
    typist.press(Key.Key_Down)
    assert session.entered("Q06.1").text == "3.4" and shown.place == "Q06.2", "an arrow leaves what typing began"


def test_backspace_in_every_kind_of_cell(typist: Typist, shown: UnitDesk) -> None:
    plan = shown.session.plan
    stage = next(f"{block}.{plan.field_name(Means.STAGE)}" for block in shown.session.sheet.blocks)
    shown.edits.put(stage, "推进中")
    shown.go(stage)
    typist.press(Key.Key_Backspace)
    typist.press(Key.Key_Escape)
    assert shown.session.entered(stage).text == "推进中"
    typist.press(Key.Key_Backspace)
    typist.press(Key.Key_Return)
    assert shown.session.entered(stage) == BLANK, "a list, of which nothing is chosen"
    shown.go("R08")
    view = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    view.put_block(view.table.index(0, 0), [["甲楼", "1"]])
    view.go_to(view.table.index(0, 0))
    typist.press(Key.Key_Backspace)
    typist.press(Key.Key_Escape)
    assert view.table.index(0, 0).data() == "甲楼"
    typist.press(Key.Key_Backspace)
    typist.press(Key.Key_Return)
    assert not view.table.index(0, 0).data() and view.table.index(0, 1).data()


def test_what_was_typed_over_a_state_and_taken_away_again_leaves_nothing(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put_all({"Q06.1": Cell(State.NIL)}, "state")
    shown.go("Q06.1")
    typist.press(Key.Key_F2)
    typist.press(Key.Key_Return)
    assert shown.session.entered("Q06.1").state is State.NIL, "only looked at"
    shown.go("Q06.1")
    typist.type("1")
    typist.press(Key.Key_Backspace)
    typist.press(Key.Key_Return)
    assert shown.session.entered("Q06.1") == BLANK


@pytest.mark.parametrize("key", [(Key.Key_Delete, NONE), (Key.Key_Backspace, NONE), (Key.Key_X, CTRL)])
def test_what_takes_away_says_why_a_computed_cell_keeps_its_figure(
    typist: Typist, shown: UnitDesk, key: tuple[Key, Qt.KeyboardModifier]
) -> None:
    shown.edits.put("Q06.1", "1.2")
    for address in ("Q06.6", "Q11.3"):
        shown.go(address)
        shown.notice.end()
        typist.press(*key)
        assert "程序计算" in shown.notice.words and shown.place == address
    shown.go("Q06.6")
    typist.press(Key.Key_F2)
    typist.type("99")
    typist.press(Key.Key_Return)
    shown.go("Q06.6")
    shown.notice.end()
    typist.press(*key)
    if key[0] is Key.Key_Backspace:
        typist.press(Key.Key_Return)
    assert "Q06.6" not in shown.session.sheet.cells or shown.session.entered("Q06.6") == BLANK
    assert "程序计算" not in shown.notice.words, "the figure to compare with was taken away"


def test_a_page_that_is_come_back_to_goes_on_from_its_cell(typist: Typist, shown: UnitDesk) -> None:
    """Its cell was the current one before: the button named the first place of all, and the panel nothing."""
    place = "T01.阶段"
    for at in ("封面.负责人", place, "封面.负责人", place):
        shown.go(at)
        QApplication.processEvents()
    assert shown.place == place
    after = next_step(shown.session, shown.page, place).action
    assert shown.bottom.primary.text() == after and next_step(shown.session, shown.page, "").action != after


@pytest.mark.parametrize("place", ["T03.阶段", "Q11.1"])
def test_a_name_beside_the_cells_goes_on_from_them(typist: Typist, shown: UnitDesk, place: str) -> None:
    shown.go(place)
    after = next_step(shown.session, shown.page, place).target
    view = QApplication.focusWidget()
    assert isinstance(view, QAbstractItemView)
    view.setCurrentIndex(view.currentIndex().siblingAtColumn(0))
    assert shown.place == "", "a name is no place"
    typist.press(Key.Key_Return, CTRL)
    assert shown.place == after


def test_long_names_of_one_beginning_are_told_apart_in_the_line_that_goes_anywhere(qtbot: QtBot) -> None:
    """They were cut at the list's edge, and two lines read the same."""
    name = "营造林面积（按林业统计年报口径、含退耕还林还草与天然林保护工程中当年实际完成并经验收合格的面积）"
    window = GoTo([Goal(name=name, code="", place="a"), Goal(name=f"{name}·上年同期", code="", place="b")])
    qtbot.addWidget(window)
    window.show()
    view = window._list
    view.setCurrentIndex(view.model().index(9, 0))
    rows = [view.visualRect(view.model().index(n, 0)) for n in range(2)]
    assert view.horizontalScrollBar().maximum() == 0 and all(one.width() <= view.viewport().width() for one in rows)
    picture = view.viewport().grab().toImage()
    assert picture.copy(rows[0]) != picture.copy(rows[1])
