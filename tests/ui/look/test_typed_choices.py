"""What is typed in a list of choices builds up, as in a spreadsheet; each key for itself found only the last one's."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys.typist import Typist, shown, typist  # noqa: F401 - fixtures
from ui.screens.progress import ProgressScreen
from ui.tables.grids.choice_list import ChoiceList
from ui.window.unit_desk import UnitDesk

Key = Qt.Key
STAGES = ("未启动", "已启动", "已完成", "1级", "2级", "1级以上")


def write(part: QWidget, text: str) -> None:
    """Write as an input method does: composed first, then all at once."""
    composed, written = QInputMethodEvent(text[:1], []), QInputMethodEvent()
    written.setCommitString(text)
    for event in (composed, written):
        QApplication.sendEvent(QApplication.focusWidget() or part, event)


@pytest.fixture
def box(qtbot: QtBot, qapp: object) -> ChoiceList:
    made = ChoiceList(STAGES)
    qtbot.addWidget(made)
    made.chosen, made.told = [], []  # type: ignore[attr-defined]
    made.activated.connect(lambda at: made.chosen.append(made.itemText(at)))  # type: ignore[attr-defined]
    made.unmatched.connect(made.told.append)  # type: ignore[attr-defined]
    return made


def test_keys_in_a_row_are_one_beginning(box: Any) -> None:
    for sign, found in zip("ywc", ("已启动", "", "已完成"), strict=True):  # no Chinese is needed for it
        QTest.keyClick(box, sign)
        assert not found or box.currentText() == found
    assert box.chosen == [], "more may be typed"
    QTest.keyClick(box, Key.Key_Return)
    assert (box.chosen, box.told) == (["已完成"], [])
    for text in "未启":
        write(box, text)
        assert box.currentText() == "未启动"
    write(box, "动")
    assert box.chosen == ["已完成", "未启动"], "nothing else can be meant"


def test_what_is_refused_is_told_as_it_was_typed_and_changes_nothing(box: Any) -> None:
    box.setCurrentIndex(2)
    for sign in "1xy":
        QTest.keyClick(box, sign)
    assert box.currentText() == "已启动" and "“1x”" in box.told[0] and "“1xy”" in box.told[1]
    QTest.keyClick(box, Key.Key_Backspace)
    QTest.keyClick(box, Key.Key_Backspace)
    assert box.currentText() == "1级", "what is left begins one"
    QTest.keyClick(box, Key.Key_Escape)
    assert box.currentText() == "已启动"
    box.settle()
    assert box.chosen == []


def test_the_same_key_goes_on_to_the_next_choice_of_its_letter(box: Any) -> None:
    met = []
    for _ in range(3):
        QTest.keyClick(box, "1")
        met.append(box.currentText())
    assert met == ["1级", "1级以上", "1级"] and box.told == []


def test_a_pause_makes_the_choice_and_begins_anew(qtbot: QtBot, box: Any) -> None:
    box._pause.setInterval(0)
    QTest.keyClick(box, "1")
    qtbot.waitUntil(lambda: box.chosen == ["1级"])
    QTest.keyClick(box, "2")
    qtbot.waitUntil(lambda: box.chosen == ["1级", "2级"])
    write(box, "")
    box._pause.setInterval(10_000)
    QTest.keyClick(box, "1")
    QApplication.sendEvent(box, QInputMethodEvent("j", []))
    assert not box._pause.isActive(), "something is composed still"


def stage_of(desk: UnitDesk) -> str:
    return f"{desk.session.sheet.blocks[0]}.阶段"


@pytest.mark.parametrize("leaves", [Key.Key_Return, Key.Key_Down, Key.Key_Tab])
def test_in_a_cell_what_was_typed_is_kept_with_the_key_that_leaves_it(
    typist: Typist,  # noqa: F811
    shown: UnitDesk,  # noqa: F811
    leaves: Key,
) -> None:
    at, before = stage_of(shown), shown.edits.count()
    shown.go(at)
    view = typist.focus
    assert isinstance(view, QAbstractItemView)
    here = view.currentIndex()
    typist.type("tjz")
    assert view.state() is view.State.EditingState
    typist.press(leaves)
    assert shown.session.sheet.cell(at).text == "推进中" and shown.edits.count() == before + 1
    assert view.hasFocus() and view.currentIndex() != here


def test_an_input_method_writes_into_a_list_in_a_cell(typist: Typist, shown: UnitDesk) -> None:  # noqa: F811
    at = stage_of(shown)
    shown.go(at)
    assert shown.session.sheet.cell(at).text == ""
    write(typist.focus, "推进")
    assert shown.session.sheet.cell(at).text == "", "more may be written"
    write(typist.focus, "中")
    assert shown.session.sheet.cell(at).text == "推进中"


def test_in_a_form_the_choice_is_one_step_made_when_the_field_is_left(typist: Typist, shown: UnitDesk) -> None:  # noqa: F811
    at = stage_of(shown)
    shown.go(at)
    page = next(one for one in shown.screens if isinstance(one, ProgressScreen))
    page.modes["form"].click()
    field = page.findChildren(ChoiceList)[0]
    field.setFocus()
    before = shown.edits.count()
    typist.type("tj")
    assert shown.edits.count() == before
    typist.press(Key.Key_Tab)
    QCoreApplication.processEvents()
    assert shown.session.sheet.cell(at).text == "推进中" and shown.edits.count() == before + 1
