"""A finding opens under its row with the answer in it; Enter keeps it and goes on, Esc goes back to the cell."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.basics.reading import QUOTED
from models.checks.findings import CONFIRMATION
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from tests.ui.filing_page import complete
from ui.answers.answer_line import LEAST_FIELD, AnswerLine
from ui.answers.grid_line import HEIGHT
from ui.basics.completion import Mark
from ui.boxes.finding_box import FindingBox
from ui.screens.findings import FindingsScreen
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.lists.finding_table import EXPLANATION
from ui.tables.selection_view import ROW_HEIGHT
from ui.window.unit_desk import UnitDesk

FIELD_EDGE = 10  # pixels: beside the words of a field


def screen_of(desk: UnitDesk, address: str) -> TableScreen:
    return next(one for one in desk.screens if isinstance(one, TableScreen) and one.offer.page_of(address))


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


def test_no_row_keeps_the_room_of_an_answer_when_the_page_changed_in_between(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "约2")
    opened(qtbot, desk, "Q06.1")
    view = screen_of(desk, "Q06.1").items
    for place in ("A5", "Q06.3"):
        desk.go(place)
        qtbot.wait(1)
        assert {view.rowHeight(y) for y in range(view.table.rowCount())} <= {0, ROW_HEIGHT}, "0: folded away"


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
    menu = QApplication.activePopupWidget()
    assert menu is not None and desk.place == "Q06.1", "words without a kind of reason are no answer yet"
    assert "Q06.1" in desk.session.standing.waiting
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert desk.session.written(finding.key) == Explanation(kept.text, "season")
    assert "Q06.1" not in desk.session.standing.waiting
    assert desk.place != "Q06.1", "Enter goes on to the next place"


@pytest.mark.parametrize("words", ["属实属实属实", "aaaaaaaa", "123456789", "。。。。。。。", "太短"])
def test_words_that_say_nothing_are_asked_again_in_their_place(qtbot: QtBot, desk: UnitDesk, words: str) -> None:
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    assert line.text is not None and screen_of(desk, "Q06.1").take_answer()
    line.text.setText(words)
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None and desk.focusWidget() is line.text and desk.place == "Q06.1"
    assert line.said_beside == say("window.panel.too_short") and "Q06.1" in desk.session.standing.waiting
    assert desk.notice.words in ("", line.said_beside), "once, and in the bottom line where it has no room beside"
    desk.notice.end()
    desk.go("findings")
    page = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    row = next(n for n, one in enumerate(page.table.lines) if one.key == line.finding.key)
    page.table.setData(page.table.index(row, EXPLANATION), words[:-1])
    assert desk.notice.words == say("window.panel.too_short")


@pytest.mark.parametrize(("width", "said"), [(1500, False), (853, True)])
def test_a_page_of_words_is_still_written_in_a_field_and_its_fault_is_told_once(
    qtbot: QtBot, desk: UnitDesk, width: int, said: bool
) -> None:
    """The sentence beside the field left it the width of three signs, and was itself cut."""
    desk.resize(width, 600)
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    assert line.text is not None and line.reason is not None
    line.reason.choose("season")
    line.text.setText("按林业部门遥感初步测算，年报更正。" * 100)
    assert screen_of(desk, "Q06.1").take_answer()
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    qtbot.wait(1)
    assert line.said_beside == say("window.panel.too_long") and desk.focusWidget() is line.text
    assert line.text.width() >= LEAST_FIELD * line.fontMetrics().averageCharWidth()
    assert line.width() >= line.text.geometry().right(), "and is not cut itself"
    assert (desk.notice.words == line.said_beside) is said


def test_the_next_place_is_the_answer_where_only_that_lacks(qtbot: QtBot, desk: UnitDesk) -> None:
    complete(desk.session)
    desk.edits.put("Q06.1", "约2")
    assert desk.session.standing.counts.left == 1
    desk.go_on()
    focus = desk.focusWidget()
    assert desk.place == "Q06.1" and any(one.text is focus for one in desk.findChildren(AnswerLine))


def test_a_conversion_is_confirmed_with_a_button_under_its_row(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "500亩")
    line = opened(qtbot, desk, "Q06.1")
    assert isinstance(line.confirm, QPushButton)
    line.confirm.click()
    assert explained(desk, line) is not None
    desk.panel.show_now()
    box = next(one for one in desk.panel.findChildren(FindingBox) if one.mark is Mark.EXPLAINED)
    dress = [one.objectName() for one in box.findChildren(QFrame) if one.objectName().startswith("note")]
    assert dress == ["note-plain"], "what is confirmed does not look as if it were still asked"


def test_a_row_of_a_register_carries_its_finding_and_its_answer(qtbot: QtBot, desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R08"]
    texts = {"项目": "一号", "建筑面积": "约2", "绿色建筑": "是", "环节与日期": "竣工 2020-08-01"}
    desk.edits.put_rows("R08", [read_row(register, n, texts | {"项目": f"{n}号"}) for n in (1, 2)])
    at = next(at for at in desk.session.standing.places if at.startswith("R08["))
    desk.go(at)
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    assert screen.take_answer()
    line = screen._answer.line
    assert line is not None and line.text is not None and "约2" in line.finding.message
    row = screen.view.currentIndex().row()
    assert screen.view.rowHeight(row) == ROW_HEIGHT + HEIGHT
    alike = next(one for one in line.findChildren(QPushButton) if one.text() == "同类各行都按此说明")
    line.text.setText("按施工图面积测算，竣工后更正")
    alike.click()
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_1)
    assert {mark for found in desk.session.standing.places.values() for one, mark in found if one.at == at} == {
        Mark.EXPLAINED
    }
    others = [at for at in desk.session.standing.waiting if at.startswith("R08[")]
    assert not others, "one answer for both rows"
    screen.view.go_to(screen.view.table.index(1 - row, 0))
    qtbot.waitUntil(lambda: screen._answer.line is not None and screen._answer.line is not line)
    second = screen._answer.line
    assert second is not None and second.text is not None and not second.text.text()
    assert "按施工图面积测算" in second.text.placeholderText(), "it does not look as if it were still to be explained"
    screen.view.go_to(screen.view.table.index(row, 0))
    view = screen.view
    area = view.table.index(row, [one.name for one in register.columns].index("建筑面积"))
    assert area.data() == "2" and area.data(Qt.ItemDataRole.EditRole) == "约2" == view.copied_text(area)
    view.go_to(area)
    view.table.setData(area, "3")
    desk.panel.show_now()
    told = [one.text() for one in desk.panel.findChildren(QLabel)]
    assert any("约2 → 3" in one for one in told) and "当前这一栏：建筑面积" in told


def test_the_panel_shows_what_was_found_and_asks_nothing_a_second_time(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "约2")
    opened(qtbot, desk, "Q06.1")
    desk.panel.show_now()
    box = next(one for one in desk.panel.findChildren(FindingBox))
    assert "约2" in box.finding.message and box.text is None and not box.findChildren(QPushButton)


def test_an_answer_that_was_given_can_be_written_anew_in_its_place(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "500亩")
    line = opened(qtbot, desk, "Q06.1")
    line.confirm.click()
    desk.go("Q06.3")
    desk.go("Q06.1")
    assert screen_of(desk, "Q06.1").take_answer()
    line = opened(qtbot, desk, "Q06.1")
    assert line.mark is Mark.EXPLAINED and line.confirm.text() == "已确认 · 取消"
    line.confirm.click()
    assert explained(desk, line) is None


def test_a_finding_quotes_no_more_of_a_text_than_a_sentence_holds(qtbot: QtBot, desk: UnitDesk) -> None:
    text = "数" * 10_000
    desk.edits.put("Q06.1", text)
    line = opened(qtbot, desk, "Q06.1")
    assert line.finding.values["原文"] == text == desk.session.entered("Q06.1").raw, "what was typed stays whole"
    assert "数" * QUOTED + "…" in line.finding.message and len(line.finding.message) < 2 * QUOTED
    assert line.finding.fingerprint


def test_the_panel_shows_at_once_that_a_conversion_was_confirmed(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "500亩")
    finding, mark = next(one for one in desk.session.findings_at("Q06.1") if one[0].check.confirm)
    box = FindingBox(desk.desk, finding, mark)
    qtbot.addWidget(box)

    def buttons() -> list[str]:
        return [one.text() for one in box.findChildren(QPushButton) if one.isVisibleTo(box)]

    assert buttons() == ["确认 0.05 万亩", "改回"] and "请确认" in words(box)
    desk.session.explain(finding.key, CONFIRMATION)
    box.renew(*next(one for one in desk.session.findings_at("Q06.1") if one[0].key == finding.key))
    assert buttons() == ["已确认 · 取消"] and "请确认" not in words(box)
    beside = FindingBox(desk.desk, box.finding, box.mark, answered_here=False)
    qtbot.addWidget(beside)
    assert "已确认" in words(beside) and "已说明" not in words(beside)


def words(box: FindingBox) -> str:
    return " ".join(one.text() for one in box.findChildren(QLabel) if one.isVisibleTo(box))


@pytest.mark.parametrize("size", [(853, 480), (1280, 720)])
def test_what_the_field_of_an_answer_asks_for_is_read_whole(
    qtbot: QtBot, desk: UnitDesk, size: tuple[int, int]
) -> None:
    """It was cut on every screen below 1920; the whole sentence is its tip."""
    desk.resize(*size)
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    qtbot.wait(1)
    assert line.text is not None
    room = line.text.width() - 2 * FIELD_EDGE
    assert line.text.fontMetrics().horizontalAdvance(line.text.placeholderText()) <= room
    assert line.text.toolTip() == say("window.panel.explain_here")


def test_a_click_or_two_on_its_sentence_stays_with_the_cell(qtbot: QtBot, desk: UnitDesk) -> None:
    """They fell through to the grid: another cell became the current one, and a double click opened it."""
    desk.edits.put("Q06.1", "约2")
    line = opened(qtbot, desk, "Q06.1")
    view = screen_of(desk, "Q06.1").items
    sentence = next(one for one in line.findChildren(QLabel) if "约2" in one.text())
    for target in (sentence, line):
        for press in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick):
            press(target, Qt.MouseButton.LeftButton, pos=target.rect().center())
            QApplication.processEvents()
        assert desk.place == "Q06.1" and view.state() is not QAbstractItemView.State.EditingState
        assert screen_of(desk, "Q06.1")._answers[view].line is line
