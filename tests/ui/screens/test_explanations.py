"""Explaining under the row: a reason, the words, and last period's words again."""

from dataclasses import replace

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.sheet.cells import read_cell
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet
from ui.answers.answer_line import AnswerLine
from ui.basics.completion import Mark
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
