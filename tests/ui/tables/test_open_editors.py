"""What is typed in a cell is kept however its editor goes, and no editor is closed twice.

A message of Qt's about an editor that belongs to no view fails a test, as every warning of Qt's does.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.keys.typist import CTRL, Typist, shown, texts, typist
from ui.basics.window_settings import WindowMemory
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.session.trial_workspace import make_trial
from ui.tables.grids.choice_list import ChoiceList
from ui.tables.texts.text_view import TextView
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

__all__ = ["shown", "typist"]  # fixtures

Key = Qt.Key


def register(desk: UnitDesk) -> RegisterScreen:
    desk.go("R08")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen))


def typed_rows(desk: UnitDesk) -> list[str]:
    return [row.values.get("项目", "") for row in desk.session.rows("R08")]


@pytest.mark.parametrize("key", [Key.Key_PageDown, Key.Key_PageUp])
def test_what_is_being_typed_is_kept_as_the_page_is_turned(typist: Typist, shown: UnitDesk, key: Qt.Key) -> None:
    """The next table is drawn by the same grid, which is made anew under its editor."""
    for address, text in (("Q06.1", "1.2"), ("Q11.1", "51.2")):
        shown.go(address)
        page = shown.page
        typist.type(text)
        assert isinstance(typist.focus, QLineEdit)
        typist.press(key, CTRL)
        assert texts(shown, address) == [text] and shown.page != page
        assert typist.focus.isVisible() and shown.isAncestorOf(typist.focus)


def test_what_is_being_typed_is_kept_as_the_rows_are_chosen_or_ordered_anew(typist: Typist, shown: UnitDesk) -> None:
    page = register(shown)
    view = page.view
    typist.type("b")
    typist.press(Key.Key_Return)
    for text, act in (("a", lambda: view.sort_by(0)), ("c", page.problems.click)):
        view.setCurrentIndex(view.table.index(0, 0))
        typist.type(text)
        assert isinstance(typist.focus, QLineEdit)
        act()
        assert typed_rows(shown) == [text] and view.hasFocus()


def test_what_is_being_typed_is_kept_as_a_file_is_dropped_on_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """The workspace is closed while the file is looked at, and opened again."""
    make_trial(tmp_path / "unit", "610902").store.close()
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    before = window.desk
    assert before is not None
    before.session.set_period("2020Q3")
    before.go("Q06.1")
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClicks(window.focusWidget(), "1")
    assert isinstance(window.focusWidget(), QLineEdit)
    (tmp_path / "words.txt").write_text("none of ours", "utf-8")
    window.take([tmp_path / "words.txt"])
    qtbot.waitUntil(lambda: window.desk not in (None, before), timeout=10_000)
    assert window.desk is not None
    assert window.desk.session.sheet.cell("Q06.1").text == "1"
    assert "任务包" in window.desk.notice.words and "原件" not in window.desk.notice.words, (
        "a unit is told what it opens"
    )
    window.close()


@pytest.mark.parametrize("choosing", [False, True])
def test_a_list_that_is_left_as_it_closes_is_closed_once(typist: Typist, shown: UnitDesk, *, choosing: bool) -> None:
    """While an editor is closed Qt brings it what is on its way: the word that its list was given up, or a choice."""
    at = f"{shown.session.sheet.blocks[0]}.阶段"
    shown.edits.put(at, "推进中")
    shown.go(at)
    view = next(one for one in shown.screens if isinstance(one, ProgressScreen)).view
    assert isinstance(view, TextView)
    typist.press(Key.Key_F4)
    (box,) = (one for one in view.findChildren(ChoiceList) if one.isVisible())
    if choosing:
        QTest.keyClick(box.view(), Key.Key_Down)
        QTest.keyClick(box.view(), Key.Key_Return)
    else:
        box.hidePopup()
    view.setFocus()
    QCoreApplication.processEvents()
    assert view.state() is not view.State.EditingState
    assert (shown.session.sheet.cell(at).text == "推进中") is not choosing
