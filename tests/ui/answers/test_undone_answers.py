"""What was explained or confirmed is a step: Ctrl+Z takes it back where it is seen, and the history keeps both."""

from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from models.checks.findings import CONFIRMATION
from models.filling.carry import serialise_row
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from tests.ui.keys.typist import CTRL, Typist, grid
from ui.answers.answer_line import AnswerLine
from ui.basics.completion import Mark
from ui.boxes.finding_box import Answering
from ui.screens.findings import FindingsScreen
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.lists.finding_table import EXPLANATION
from ui.window.unit_desk import UnitDesk

Key, AT, FAR = Qt.Key, "Q06.7", "Q06.1"
WORDS, REASON = "按样地监测结果测算", "estimate"


def answer(desk: UnitDesk) -> AnswerLine:
    """The answer line of a figure typed with 约, the keyboard in it."""
    desk.go(AT)
    QCoreApplication.processEvents()
    screen = next(one for one in desk.screens if isinstance(one, TableScreen) and one.offer.page_of(AT))
    assert screen.take_answer()
    return next(line for line in desk.findChildren(AnswerLine) if line.text and line.isVisibleTo(desk))


def said(desk: UnitDesk, words: str = WORDS) -> str:
    """Explain the figure under its row; return the key of the explanation."""
    line = answer(desk)
    assert line.reason is not None and line.text is not None
    line.reason.choose(REASON)
    line.text.setText(words)
    line.keep()
    QCoreApplication.processEvents()
    return line.finding.key


def test_ctrl_z_takes_back_an_explanation_and_not_the_figure(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "约5.15")
    key = said(shown)
    shown.go(AT)
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(key) is None and shown.session.entered(AT).raw == "约5.15"
    assert "已撤销" in shown.notice.words and "写说明 1 条" in shown.notice.words and shown.place == AT
    assert shown.session.findings_at(AT)[0][1] is Mark.WARNING
    typist.press(Key.Key_Y, CTRL)
    assert shown.session.written(key) == Explanation(WORDS, REASON) and "已重做" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered(AT).text == "", "then the figure"


def test_what_was_taken_back_is_not_kept_again_when_its_field_is_left(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "约5.15")
    key = said(shown)
    said(shown, "样地监测推算，年末以验收数为准")
    line = answer(shown)
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(key) == Explanation(WORDS, REASON), "the words before, and once"
    shown.go(FAR)
    QCoreApplication.processEvents()
    assert shown.session.written(key) == Explanation(WORDS, REASON)
    assert answer(shown).text is not None and answer(shown).text.text() == WORDS
    answer(shown)
    typist.press(Key.Key_Z, CTRL)
    shown.go(FAR)
    assert shown.session.written(key) is None and line.finding.key == key


def test_an_explanation_on_another_page_is_gone_to_first(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "约5.15")
    key = said(shown)
    shown.go("R08")
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(key) is not None and shown.place == AT and "再按一次" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(key) is None


def test_one_written_in_the_list_is_taken_back_in_the_list(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "约5.15")
    shown.edits.put(FAR, "约2")
    shown.go("findings")
    page = next(one for one in shown.screens if isinstance(one, FindingsScreen))
    line = next(n for n, one in enumerate(page.table.lines) if one.target == AT and one.mark is Mark.WARNING)
    key = page.table.lines[line].key
    page.table.setData(page.table.index(line, EXPLANATION), WORDS)
    assert shown.session.written(key) is not None
    page.view.setCurrentIndex(page.table.index(0, 0))
    page.view.setFocus()
    typist.press(Key.Key_Z, CTRL)
    assert shown.page == "findings" and shown.session.written(key) is None
    assert page.table.lines[page.view.currentIndex().row()].key == key, "the line is shown"
    assert shown.session.entered(AT).text, "the figures stay"


def test_a_confirmation_is_a_step_and_so_is_its_withdrawal(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(FAR, "123456亩")
    found = next((one for one, _ in shown.session.findings_at(FAR) if one.check.confirm), None)
    assert found is not None
    shown.go(FAR)
    Answering(shown.desk, found).confirm()
    assert shown.session.written(found.key) == Explanation(CONFIRMATION)
    grid(shown).setFocus()
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(found.key) is None and "确认 1 条" in shown.notice.words
    typist.press(Key.Key_Y, CTRL)
    Answering(shown.desk, found).explain("")
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.written(found.key) == Explanation(CONFIRMATION) and "取消确认" in shown.notice.words


def test_carried_rows_that_were_confirmed_are_carried_again(typist: Typist, shown: UnitDesk) -> None:
    register = shown.session.plan.registers["R08"]
    rows = [read_row(register, n, {"项目": f"P{n}", "建筑面积": "1"}) for n in (1, 2, 3)]
    shown.edits.put_rows("R08", rows)
    shown.go("R08")
    view = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    shown.session.remember_carried(
        {view.table.address_at(one): serialise_row(one) for one in shown.session.rows("R08")}
    )
    view.go_to(view.table.index(0, 0))
    view.extend(1, 0)
    view.confirm_selected()
    assert [view.table.carried_line(n) for n in range(3)] == [False, False, True]
    typist.press(Key.Key_Z, CTRL)
    assert [view.table.carried_line(n) for n in range(3)] == [True, True, True] and len(shown.session.rows("R08")) == 3
    assert "确认 2 行" in shown.notice.words


def test_the_history_keeps_what_was_written_and_that_it_was_taken_back(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "约5.15")
    key = said(shown)
    shown.go(AT)
    typist.press(Key.Key_Z, CTRL)
    store = shown.session.workspace.store
    kept = store._rows("SELECT why, before, after FROM history WHERE kind = 'explanation' AND place = ?", key)
    assert [one[0] for one in kept] == ["explained", "undone"], kept


def test_an_act_that_is_no_step_is_told_before_the_step_before_it_goes(typist: Typist, shown: UnitDesk) -> None:
    shown.go(AT)
    shown.edits.put(AT, "5.15")
    shown._name_person("王五")
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.author == "王五" and shown.session.entered(AT).text == "5.15"
    assert "换人不能撤销" in shown.notice.words and "再按一次" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered(AT).text == "" and shown.session.author == "王五"


def test_of_a_sealed_return_it_is_said_why_nothing_is_undone(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put(AT, "5.15")
    shown.edits.clear()  # as sealing does
    shown.session.locked = True
    shown.go(AT)
    typist.press(Key.Key_Z, CTRL)
    assert "改正并重出" in shown.notice.words
