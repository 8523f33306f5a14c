"""The list of findings: an answer is given in its line, and the keyboard stays in the list."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.checks.findings import CONFIRMATION
from ui.basics.completion import Mark
from ui.screens.findings import FindingsScreen
from ui.tables.lists.finding_table import EXPLANATION, REASON
from ui.window.unit_desk import UnitDesk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def slow_hand() -> Iterator[None]:
    """Two presses make one double click, however slow the machine is."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(600_000)
    yield
    QApplication.setDoubleClickInterval(before)


def listed(qtbot: QtBot, desk: UnitDesk, **typed: str) -> FindingsScreen:
    """The page after figures were typed."""
    for address, text in typed.items():
        desk.edits.put(address.replace("_", "."), text)
    desk.go("findings")
    page = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    qtbot.waitUntil(page.view.isVisible)
    return page


def row_of(page: FindingsScreen, key: str) -> int:
    return next(n for n, one in enumerate(page.table.lines) if one.key == key)


@pytest.mark.usefixtures("slow_hand")
def test_a_conversion_is_confirmed_by_a_click_and_a_double_click_confirms_no_second_one(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    page = listed(qtbot, desk, Q06_1="600亩", Q06_5="500亩")
    first, second = [one.key for one in page.table.lines if one.finding is not None and one.finding.check.confirm]
    place = page.table.index(row_of(page, first), EXPLANATION)
    assert place.data() == say("window.findings.confirm_here")
    page.view.setFocus()
    spot = page.view.visualRect(place).center()
    QTest.mouseClick(page.view.viewport(), LEFT, pos=spot)
    written = desk.session.written(first)
    assert written is not None and written.text == CONFIRMATION
    QTest.mouseDClick(page.view.viewport(), LEFT, pos=spot)
    assert desk.session.written(second) is None, "it has moved under the pointer"
    assert desk.focusWidget() is page.view and page.view.currentIndex().row() == row_of(page, second)


def test_after_words_and_enter_the_keyboard_is_at_the_next_line_that_waits(qtbot: QtBot, desk: UnitDesk) -> None:
    page = listed(qtbot, desk, Q06_1="约2", Q06_5="约3")
    first, second = [one.key for one in page.table.lines if one.finding is not None and "约" in one.message]
    place = page.table.index(row_of(page, first), EXPLANATION)
    page.table.setData(place.siblingAtColumn(REASON), "estimate")
    page.view.setFocus()
    page.view.setCurrentIndex(place)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    (editor,) = page.view.findChildren(QLineEdit)
    editor.setText("按样地监测结果测算")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.session.written(first) is not None)
    now = page.view.currentIndex()
    assert desk.focusWidget() is page.view and (now.row(), now.column()) == (row_of(page, second), EXPLANATION)


def test_f2_on_an_answer_writes_on_behind_it(qtbot: QtBot, desk: UnitDesk) -> None:
    page = listed(qtbot, desk, Q06_1="约5")
    line = next(n for n, one in enumerate(page.table.lines) if one.finding is not None and one.finding.at == "Q06.1")
    place = page.table.index(line, EXPLANATION)
    page.table.setData(place, "按样地监测结果测算")
    page.view.setFocus()
    page.view.setCurrentIndex(page.table.index(row_of(page, page.table.lines[line].key), EXPLANATION))
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = page.view.findChild(QLineEdit)
    assert editor is not None and not editor.hasSelectedText() and editor.cursorPosition() == len(editor.text()) > 0


def test_a_page_of_words_does_not_push_what_it_explains_out_of_sight(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "约2")
    finding = next(one for one, mark in desk.session.standing.findings if mark is Mark.WARNING)
    words = "按林业部门遥感初步测算，年报更正。" * 120
    desk.session.explain(finding.key, words, "season")
    desk.resize(853, 480)
    page = listed(qtbot, desk)
    row = row_of(page, finding.key)
    lines = page.view.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: page.view.rowHeight(row) > 3 * lines)
    assert page.view.rowHeight(row) <= 10 * lines
    assert page.table.index(row, EXPLANATION).data(Qt.ItemDataRole.ToolTipRole) == words, "all of it when pointed at"
