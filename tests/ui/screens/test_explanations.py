"""Explaining under the row and in the list: a reason, the words, last period's words again; what says why not."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.sheet.cells import read_cell
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from ui.answers.answer_line import AnswerLine
from ui.basics.completion import Mark
from ui.screens.findings import FindingsScreen
from ui.screens.table import TableScreen
from ui.tables.lists.finding_table import EXPLANATION, MESSAGE, REASON
from ui.window.unit_desk import UnitDesk

AT = "Q06.7"


def box_at(qtbot: QtBot, desk: UnitDesk, address: str) -> AnswerLine:
    """The answer to the finding that a figure typed with 约 raises (CK-A03)."""
    desk.edits.put(address, "约5.15")
    desk.go("封面.填表人")
    desk.go(address)
    screen = next(one for one in desk.screens if one.offer.page_of(address))
    assert screen.take_answer()
    return next(line for line in desk.findChildren(AnswerLine) if line.text and line.isVisibleTo(desk))


def test_a_reason_is_kept_with_the_words_and_never_alone(qtbot: QtBot, desk: UnitDesk) -> None:
    box = box_at(qtbot, desk, AT)
    assert box.reason is not None and box.text is not None
    box.reason.setCurrentIndex(box.reason.findData("estimate"))
    box.reason.activated.emit(box.reason.currentIndex())
    assert desk.session.written(box.finding.key) is None
    box.text.setText("按样地监测结果测算")
    box.keep()
    assert desk.session.written(box.finding.key) == Explanation("按样地监测结果测算", "estimate")
    assert desk.session.findings_at(AT)[0][1] is Mark.EXPLAINED
    box = box_at(qtbot, desk, AT)
    assert box.reason is not None and box.reason.currentData() == "estimate"
    box.reason.setCurrentIndex(box.reason.findData("source"))
    box.reason.activated.emit(box.reason.currentIndex())
    assert desk.session.written(box.finding.key) == Explanation("按样地监测结果测算", "source")


def test_what_was_written_last_period_is_one_click_away(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put(AT, "约5.15")
    sheet, key = desk.session.sheet, desk.session.findings_at(AT)[0][0].key
    before = Sheet(
        plan=sheet.plan,
        unit_id=sheet.unit_id,
        period_id="2020Q2",
        settings=sheet.settings,
        cells={AT: read_cell(sheet.slots[AT].item, "约3")},
        explanations={key: Explanation("样地监测推算，年末以验收数为准", "estimate")},
    )
    desk.session.sheet = replace(sheet, previous=before)
    box = box_at(qtbot, desk, AT)
    again = next(one for one in box.findChildren(QPushButton) if one.toolTip())
    again.click()
    assert desk.session.written(key) == Explanation("样地监测推算，年末以验收数为准", "estimate")
    assert box.text is not None and box.text.text() == "样地监测推算，年末以验收数为准"


def test_f2_writes_the_words_of_a_line_wherever_in_it_one_is(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put(AT, "约5.15")
    desk.go("findings")
    page = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    line = next(n for n, one in enumerate(page.table.lines) if one.target == AT and one.mark is Mark.WARNING)
    for column in (MESSAGE, EXPLANATION):
        page.view.setCurrentIndex(page.table.index(line, column))
        qtbot.keyClick(page.view, Qt.Key.Key_F2)
        assert page.view.state() is QAbstractItemView.State.EditingState, column
        assert page.view.currentIndex().column() == EXPLANATION
        page.view.setCurrentIndex(page.table.index(line - 1, MESSAGE))
    desk.session.locked = True
    for column in (MESSAGE, REASON, EXPLANATION):
        desk.notice.end()
        page.view.setCurrentIndex(page.table.index(line, column))
        qtbot.keyClick(page.view, Qt.Key.Key_F2)
        assert "改正并重出" in desk.notice.words, "of a filed period it is told why nothing is written"


def test_f4_says_why_no_state_can_be_said(qtbot: QtBot, desk: UnitDesk) -> None:
    screen = next(one for one in desk.screens if isinstance(one, TableScreen))
    desk.go("Q06.6")
    qtbot.keyClick(screen.items, Qt.Key.Key_F4)
    assert "程序计算" in desk.notice.words and QApplication.activePopupWidget() is None
    desk.go("Q06.1")
    desk.session.locked = True
    qtbot.keyClick(screen.items, Qt.Key.Key_F4)
    assert "改正并重出" in desk.notice.words and QApplication.activePopupWidget() is None
