"""A finding opens under its row with the answer in it; Enter keeps it and goes on, Esc goes back to the cell."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.sheet.explanation import Explanation
from ui.answers.answer_line import HEIGHT, AnswerLine
from ui.screens.table import TableScreen
from ui.tables.grids.entry_delegate import ROW_HEIGHT
from ui.window.unit_desk import UnitDesk


def screen_of(desk: UnitDesk, address: str) -> TableScreen:
    return next(one for one in desk.screens if isinstance(one, TableScreen) and one.page_of(address))


def opened(qtbot: QtBot, desk: UnitDesk, address: str) -> AnswerLine:
    desk.go(address)
    screen = screen_of(desk, address)
    answers = screen._answers[screen.items]
    qtbot.waitUntil(lambda: answers.line is not None, timeout=5_000)
    assert answers.line is not None
    return answers.line


def explained(desk: UnitDesk, line: AnswerLine) -> Explanation | None:
    return desk.session.written(line.finding.key)


def test_the_finding_of_the_current_cell_opens_under_its_row_and_only_there(
    qtbot: QtBot, desk: UnitDesk, tmp_path: Path
) -> None:
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    view = screen_of(desk, "Q06.1").items
    row = view.currentIndex().row()
    assert "约2" in line.finding.message and view.rowHeight(row) == ROW_HEIGHT + HEIGHT
    assert line.y() == view.rowViewportPosition(row) + ROW_HEIGHT
    desk.resize(1280, 720)
    qtbot.wait(1)
    desk.grab().save(str(tmp_path / "answer.png"))
    desk.go("Q06.3")
    answers = screen_of(desk, "Q06.1")._answers[view]
    qtbot.waitUntil(lambda: answers.line is None, timeout=5_000)
    assert view.rowHeight(row) == ROW_HEIGHT


def test_enter_keeps_the_answer_and_esc_goes_back_to_the_cell(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    view = screen_of(desk, "Q06.1").items
    assert screen_of(desk, "Q06.1").take_answer()
    assert line.text is not None and desk.focusWidget() is line.text
    QTest.keyClicks(line.text, "12")
    assert desk.session.entered("Q06.1").raw == "约2", "what is typed there is in the answer, not in a cell"
    QTest.keyClick(line.text, Qt.Key.Key_Escape)
    assert desk.focusWidget() is view
    assert screen_of(desk, "Q06.1").take_answer()
    line = opened(qtbot, desk, "Q06.1")
    assert line.text is not None
    line.text.setText("按林业部门遥感初步测算，年报更正")
    finding = line.finding
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    kept = desk.session.written(finding.key)
    assert kept is not None and kept.text.startswith("按林业部门")
    assert desk.place != "Q06.1", "Enter goes on to the next place"


def test_a_conversion_is_confirmed_with_a_button_under_its_row(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "500亩")
    line = opened(qtbot, desk, "Q06.1")
    assert isinstance(line.confirm, QPushButton)
    line.confirm.click()
    answers = screen_of(desk, "Q06.1")._answers[screen_of(desk, "Q06.1").items]
    qtbot.waitUntil(lambda: answers.line is None, timeout=5_000)
    assert explained(desk, line) is not None
