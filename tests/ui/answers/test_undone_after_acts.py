"""Ctrl+Z after what is no step is told first; after an answer to the office it takes back the answer, and not a figure."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.ledger.ledger import Decision
from models.ledger.queries import QueryStep
from models.sheet.cells import Cell
from tests.ui.filing_page import complete, filing_of, seal
from tests.ui.keys.typist import CTRL, Typist
from tests.ui.screens.test_period_answers import answer
from ui.answers.query_line import QueryLine
from ui.filing.sign_box import SignBox
from ui.session.screen import FILING
from ui.window.unit_desk import UnitDesk

Key, ASKED, FAR = Qt.Key, "Q20.2", "Q06.1"
SAID = "与污水处理厂进水口流量计核对，见台账第3页"


def pressed(typist: Typist, desk: UnitDesk, key: Qt.Key = Key.Key_Z) -> str:
    """Press Ctrl+Z where one works; return what is said then."""
    desk.take_focus()
    typist.press(key, CTRL)
    QCoreApplication.processEvents()
    return desk.notice.words


def entered(desk: UnitDesk, at: str) -> Cell:
    return desk.session.entered(at)


def sign(qtbot: QtBot, desk: UnitDesk) -> None:
    """Make the draft, look at it, close it, and record that the leader signed."""
    desk.go(FILING)
    filing = filing_of(desk)
    filing.draft()
    qtbot.waitUntil(lambda: not filing.busy and filing.sign is not None)
    qtbot.waitUntil(lambda: bool(papers(desk)))
    back(qtbot, desk)
    for one in filing.findChildren(SignBox)[-1:]:
        one.leader.setText("张三")
        one.record()


def papers(desk: UnitDesk) -> list[QWidget]:
    """The windows that are open beside the desk."""
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not desk and one.windowTitle()]


def back(qtbot: QtBot, desk: UnitDesk) -> None:
    """Close what lies over the desk, and have the keyboard there."""
    for one in papers(desk):
        one.close()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)


def test_after_the_leader_signed_it_is_said_that_this_is_not_undone_and_then_the_step_before_is(
    qtbot: QtBot, typist: Typist, shown: UnitDesk
) -> None:
    complete(shown.session)
    shown.edits.put(FAR, "5.15")
    sign(qtbot, shown)
    words = pressed(typist, shown)
    assert words == say("window.undo.apart_signed") and entered(shown, FAR).text == "5.15"
    assert "再按一次" in pressed(typist, shown) and entered(shown, FAR).text == "5.15", "it is on another page"
    assert "已撤销" in pressed(typist, shown) and entered(shown, FAR).text != "5.15"


def test_after_the_leader_signed_and_nothing_else_only_that_is_said(
    qtbot: QtBot, typist: Typist, shown: UnitDesk
) -> None:
    complete(shown.session)
    sign(qtbot, shown)
    assert pressed(typist, shown) == say("window.undo.apart_signed_alone")
    assert pressed(typist, shown) == say("window.undo.nothing_undone")


def test_an_answer_to_the_office_is_taken_back_and_given_again(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    seal(qtbot, shown)
    back(qtbot, shown)
    answer(shown, Decision.RETURNED, 12, reasons=[{"check": "return", "item": ASKED, "message": "请核对后说明依据。"}])
    shown.banner.reopen()
    shown.edits.put(FAR, "5.15")
    shown.go(ASKED)
    figure = entered(shown, ASKED).text
    qtbot.waitUntil(lambda: bool(shown.findChildren(QueryLine)))
    line = next(one for one in shown.findChildren(QueryLine) if one.isVisibleTo(shown))
    line.answers[0].text.setText(SAID)
    line.answers[0].keep()
    (query,) = shown.session.standing.queries_at(ASKED)
    assert query.step is not QueryStep.OPEN
    shown.go(ASKED)
    words = pressed(typist, shown)
    (query,) = shown.session.standing.queries_at(ASKED)
    assert query.step is QueryStep.OPEN and entered(shown, FAR).text == "5.15" and entered(shown, ASKED).text == figure
    assert "已撤销" in words and "答复 1 条" in words and shown.place == ASKED
    assert "已重做" in pressed(typist, shown, Key.Key_Y)
    (query,) = shown.session.standing.queries_at(ASKED)
    assert query.step is not QueryStep.OPEN
    said = [one.text for one in shown.session.sheet.explanations.values()]
    assert any(SAID in one for one in said)
    pressed(typist, shown)
    pressed(typist, shown)
    assert entered(shown, FAR).text != "5.15", "then the figure"
