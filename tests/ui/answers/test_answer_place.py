"""The answer to a finding lies below its row whatever scrolls or unfolds, and its sentence is never cut."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.sheet.rows import read_row
from tests.ui.answers.test_answers import opened, screen_of
from ui.answers.grid_line import HEIGHT
from ui.screens.register import RegisterScreen
from ui.tables.selection_view import ROW_HEIGHT
from ui.window.unit_desk import UnitDesk


def test_it_follows_its_row_when_others_unfold_above_it_and_goes_when_its_row_does(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    desk.edits.put("Q06.1", "约2")
    line, screen = opened(qtbot, desk, "Q06.1"), screen_of(desk, "Q06.1")
    view, row = screen.items, screen.items.currentIndex().row()
    before = view.visualRect(view.currentIndex()).top() + view.verticalScrollBar().value()
    for link in screen._folds.values():
        link.click()
    qtbot.waitUntil(lambda: line.y() == view.rowViewportPosition(row) + ROW_HEIGHT)
    assert view.visualRect(view.currentIndex()).top() + view.verticalScrollBar().value() > before
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex()).topLeft()))
    screen.filter.begin()
    screen.filter.line.setText("绿色建筑")
    qtbot.waitUntil(lambda: not line.isVisible())


def test_its_sentence_is_read_whole_on_a_small_screen(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.resize(820, 480)
    desk.edits.put("Q11.1", "5120")
    line, screen = opened(qtbot, desk, "Q11.1"), screen_of(desk, "Q11.1")
    (words,) = (one for one in line.findChildren(QLabel) if one.text().startswith("“新建民用建筑面积"))
    view, row = screen.items, screen.items.currentIndex().row()
    qtbot.waitUntil(lambda: words.height() >= 2 * words.fontMetrics().lineSpacing())
    assert view.rowHeight(row) == ROW_HEIGHT + line.height() + 1 and line.height() > HEIGHT
    desk.resize(1600, 800)
    qtbot.waitUntil(lambda: view.rowHeight(row) == ROW_HEIGHT + HEIGHT)


def test_it_stays_in_sight_over_the_first_column_of_a_register_that_scrolls(qtbot: QtBot, desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R07"]
    wide = {"认定标准": "年出栏五百头以上的规模化养殖场，以县区认定文件为准"}
    texts = [wide | {"场名": f"{n}号场", "设计规模": "八十" if n == 3 else "8"} for n in range(1, 60)]
    farms = [read_row(register, n, one) for n, one in enumerate(texts, 1)]
    desk.edits.put_rows("R07", farms)
    desk.resize(900, 600)
    desk.go("R07")
    view = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
    answers = next(one for one in desk.screens if isinstance(one, RegisterScreen))._answer
    view.go_to(view.table.index(2, 0))
    qtbot.waitUntil(lambda: answers.line is not None)
    line = answers.line
    assert line is not None
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    across.setValue(across.maximum())
    down.setValue(20)
    assert line.x() == 0 and line.y() == view.rowViewportPosition(2) + ROW_HEIGHT
    assert view.frozen.isVisible() and view.frozen.pos() == QPoint(0, 0), "the names do not scroll away with the rows"
    assert view.viewport().childAt(line.geometry().topLeft() + QPoint(5, 5)) is not view.frozen


def test_it_is_seen_whole_once_it_has_the_keyboard_and_after_others_unfolded(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.resize(853, 480)
    desk.edits.put("Q06.6", "约2")
    line, screen = opened(qtbot, desk, "Q06.6"), screen_of(desk, "Q06.6")
    view, bar = screen.items, screen.items.verticalScrollBar()
    for link in screen._folds.values():
        link.click()
    whole = view.viewport().rect
    assert screen.take_answer()
    assert whole().contains(line.geometry())
    view.setFocus()
    for value in range(bar.value(), -1, -1):  # the wheel puts it anywhere
        bar.setValue(value)
        if line.geometry().bottom() > whole().bottom():
            break
    assert not whole().contains(line.geometry())
    assert screen.take_answer()
    assert whole().contains(line.geometry())


def test_in_a_row_it_is_about_the_column_one_is_in(qtbot: QtBot, desk: UnitDesk) -> None:
    """Under a row with many refused columns it spoke of the first, thirty columns away from the one at hand."""
    register = desk.session.plan.registers["R07"]
    refused = ("县区", "设计规模", "验收日期")
    desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "1号场", **dict.fromkeys(refused, "错")})])
    desk.go("R07")
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    names = [one.name for one in register.columns]
    said = lambda: screen._answer.line.accessibleName() if screen._answer.line is not None else ""  # noqa: E731
    for column in (*refused, "县区", "设计规模"):
        screen.view.setCurrentIndex(screen.view.table.index(0, names.index(column)))
        qtbot.waitUntil(lambda: f"“{column}”填写的" in said())  # noqa: B023
    screen.view.setCurrentIndex(screen.view.table.index(0, 0))
    qtbot.waitUntil(lambda: "“县区”填写的" in said())


def test_another_figure_with_a_finding_leaves_every_row_as_high_as_it_was(qtbot: QtBot, desk: UnitDesk) -> None:
    """The row was made lower and higher again, and all that lies below it was laid and painted anew."""
    desk.edits.put("Q11.1", "5120")
    first, screen = opened(qtbot, desk, "Q11.1"), screen_of(desk, "Q11.1")
    with qtbot.assertNotEmitted(screen.items.verticalHeader().sectionResized):
        desk.edits.put("Q11.1", "5121")
        answers = next(one for one in screen._answers.values() if one.line is not None)
        qtbot.waitUntil(lambda: answers.line not in (None, first))
    line, row = answers.line, screen.items.currentIndex().row()
    assert line is not None and line.isVisible()
    assert line.y() == screen.items.rowViewportPosition(row) + ROW_HEIGHT
