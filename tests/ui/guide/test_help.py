"""F1 anywhere on the desk opens help about just that place; it goes along, closes with Esc, and stops nobody."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.answers.answer_line import AnswerLine
from ui.guide.help_window import HelpWindow
from ui.look.theme import apply_theme
from ui.screens.findings import FindingsScreen
from ui.screens.register import RegisterScreen
from ui.window.unit_desk import UnitDesk


def ask(qtbot: QtBot, desk: UnitDesk, widget: QWidget | None = None) -> HelpWindow:
    """Press F1 where the keyboard is, or in a widget."""
    desk.activateWindow()
    if widget is not None:
        widget.setFocus()
    qtbot.wait(20)
    qtbot.keyClick(QApplication.focusWidget() or desk, Qt.Key.Key_F1)
    assert desk.help.isVisible() and not desk.help.isModal()
    return desk.help


def test_f1_on_a_cell_tells_what_belongs_there_and_escape_gives_the_desk_back(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    shown = ask(qtbot, desk)
    words = shown.text.toPlainText()
    assert shown.windowTitle().endswith("人工更新") and shown.focusWidget() is shown.text
    for part in ("万亩", "换算为", "未开展", "强制性审核：", "方案条款：一；二（六）", "封山育林"):
        assert part in words
    qtbot.keyClick(shown.text, Qt.Key.Key_Escape)
    assert not shown.isVisible() and desk.place == "Q06.5"


def test_help_goes_along_with_the_current_cell(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    shown = ask(qtbot, desk)
    desk.go("Q11.2")
    assert shown.topic.title == "其中：绿色建筑面积"
    shown.close()
    desk.go("Q06.5")
    assert shown.topic.title == "其中：绿色建筑面积", "a closed window costs nothing"


def test_f1_while_a_cell_is_edited_keeps_what_is_typed(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    view = QApplication.focusWidget() or desk.focusWidget()
    assert view is not None
    qtbot.keyClicks(view, "7")
    ask(qtbot, desk).close()
    editor = desk.focusWidget()
    assert "7" in (desk.session.entered("Q06.5").raw, str(editor.property("text") if editor else ""))


def test_f1_on_a_line_of_the_findings_tells_about_that_finding(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q21.1", "182.4")
    desk.edits.put("Q21.2", "190")
    desk.go("findings")
    screen = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    row = next(n for n, line in enumerate(screen.table.lines) if line.target == "Q21.2")
    screen.view.setCurrentIndex(screen.table.index(row, 0))
    shown = ask(qtbot, desk, screen.view)
    first = shown.topic.sections[0]
    assert first.heading == "审核意见（强制性）" and any("190.00 和 182.40" in line for line in first.lines)
    screen.view.setCurrentIndex(screen.table.index(0, 0))
    assert shown.topic.title == "审核结果", "a heading is no finding: the page is told of"


def test_f1_in_the_explanation_of_a_finding_says_which_words_are_enough(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q11.1/last_year", "32")
    desk.edits.put("Q11.1", "51.2")
    desk.go("Q11.1")
    screen = next(one for one in desk.screens if one.offer.page_of("Q11.1"))
    assert screen.take_answer()
    line = next(one for one in desk.findChildren(AnswerLine) if one.text is not None)
    shown = ask(qtbot, desk, line.text)
    assert shown.topic.sections[0].heading == "审核意见（核实性）"
    assert any("不少于6个字" in line for line in shown.topic.sections[0].lines)


def test_f1_in_a_register_tells_about_the_column(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("R10")
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    column = next(n for n, one in enumerate(desk.session.plan.registers["R10"].columns) if one.name == "形式")
    screen.view.setCurrentIndex(screen.view.table.index(0, column))
    shown = ask(qtbot, desk, screen.view)
    assert shown.topic.sections[0].heading.endswith("形式")


@pytest.mark.parametrize("page", ["filing", "slices", "findings", "progress", "cover"])
def test_f1_on_any_page_finds_something_to_say(qtbot: QtBot, desk: UnitDesk, page: str) -> None:
    desk.go(page)
    assert ask(qtbot, desk).topic.sections


def test_f1_in_the_navigation_tells_about_the_page(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    assert ask(qtbot, desk, desk.navigation).topic.title.startswith("A1")


def test_f9_folds_the_panel_and_f1_no_longer_does(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    ask(qtbot, desk).close()
    assert desk.panel.isVisible()
    qtbot.keyClick(desk, Qt.Key.Key_F9)
    assert not desk.panel.isVisible()
    qtbot.keyClick(desk, Qt.Key.Key_F9)
    assert desk.panel.isVisible()


def test_what_somebody_typed_is_shown_as_typed_never_as_mark_up(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.5")
    desk.edits.put("Q06.5", "<b>5</b>")
    assert "<b>5</b>" in ask(qtbot, desk).text.toPlainText()


def test_help_is_readable_in_the_dark(qtbot: QtBot, desk: UnitDesk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk.go("Q06.5")
    shown = ask(qtbot, desk)
    try:
        apply_theme(app, dark=True)
        qtbot.wait(20)
        assert "#5cc4bf" in shown.text.toHtml().lower(), "headings in the accent of the dark look"
    finally:
        apply_theme(app, dark=False)
