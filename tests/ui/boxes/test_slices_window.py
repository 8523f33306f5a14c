"""分发与汇集 in the window: giving a part out, taking answers back, deciding where two of them disagree, reminding."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from tests.flow.unit.test_import import fill
from tests.ui.conftest import PERIOD
from tests.ui.tables.test_looks import top_edge
from ui.answers.dispute_line import DisputeLine
from ui.basics.completion import Mark
from ui.boxes.slice_dialog import SliceDialog
from ui.screens.overview import OverviewScreen
from ui.screens.slices import SlicesScreen
from ui.screens.table import TableScreen
from ui.tables.lists.proposal_table import WHERE
from ui.window.unit_desk import UnitDesk


def page(desk: UnitDesk) -> SlicesScreen:
    desk.go("slices")
    return next(one for one in desk.screens if isinstance(one, SlicesScreen))


def give(qtbot: QtBot, desk: UnitDesk, supplier: str, *parts: str) -> Path:
    screen = page(desk)
    screen.ask()
    dialog = screen.dialog
    assert dialog is not None and not dialog.go.isEnabled()
    dialog.supplier.setText(supplier)
    for part in parts:
        dialog.tick(part)
    assert dialog.go.isEnabled()
    before = set(screen._out.glob("*.xlsx"))
    dialog.go.click()
    qtbot.waitUntil(lambda: set(screen._out.glob("*.xlsx")) != before, timeout=15_000)
    (path,) = set(screen._out.glob("*.xlsx")) - before
    qtbot.waitUntil(lambda: supplier in path.name and str(path) in desk.notice.words, timeout=5000)
    return path


def test_a_part_is_given_out_filled_elsewhere_and_taken_back(qtbot: QtBot, desk: UnitDesk) -> None:
    path = give(qtbot, desk, "林业局", "item Q06.1", "item Q06.3", "block T06")
    screen = page(desk)
    table = screen.grid.table
    assert table.offices == ("林业局",) and table.waiting == 1
    rows = {line.label: y for y, line in enumerate(table.lines)}
    shown = {name: [str(table.index(rows[name], x).data()) for x in (3, 4)] for name in ("人工造林", "封山育林")}
    assert shown == {"人工造林": ["未交", "等交回"], "封山育林": ["未交", "等交回"]}, (
        "who has not delivered stands in the cell"
    )
    assert [one.words for one in screen.offices.pills] == ["林业局 未交"]
    assert screen.how_far.text() == "分给 1 家，都还没有交回"
    screen.copy_reminders()
    assert "林业局" in QGuiApplication.clipboard().text()
    fill(path, {"Q06.1": "1.20", "Q06.3": "3.5", "T06.阶段": "推进中"})
    screen.take_back([path])
    qtbot.waitUntil(lambda: desk.session.entered("Q06.1").text == "1.2", timeout=15_000)
    assert desk.session.sheet.cell("T06.阶段").text == "推进中" and table.waiting == 0
    assert screen.offices.pills[0].words.startswith("林业局 已交 ")
    rows = {line.label: y for y, line in enumerate(table.lines)}
    assert [str(table.index(rows["人工造林"], x).data()) for x in (2, 3, 4)] == ["1.20"] * 3
    assert str(table.index(rows["趋势"] if "趋势" in rows else rows["阶段"], 3).data()) == "推进中"
    assert desk.session.history("Q06.1")[-1].by == "林业局"
    desk.grab().save(str(path.with_suffix(".png")))


def test_an_answer_never_replaces_a_figure_unseen_and_is_one_step_back(qtbot: QtBot, desk: UnitDesk) -> None:
    path = give(qtbot, desk, "林业局", "item Q06.1", "item Q06.3")
    fill(path, {"Q06.1": "1.20", "Q06.3": "3.5"})
    desk.edits.put("Q06.1", "148")
    screen = page(desk)
    screen.take_back([path])
    qtbot.waitUntil(lambda: screen.preview is not None, timeout=15_000)
    assert screen.preview is not None and desk.session.entered("Q06.1").text == "148", "shown before it is taken"
    screen.preview.go.click()
    assert desk.session.entered("Q06.1").text == "1.2" and desk.session.entered("Q06.3").text == "3.5"
    desk.undo()
    assert desk.page == "slices", "it is seen here: one need not go to the table first"
    assert desk.session.entered("Q06.1").text == "148" and desk.session.entered("Q06.3").text == ""
    assert "汇集" in desk.notice.words


def disputed(qtbot: QtBot, desk: UnitDesk) -> SlicesScreen:
    """Two offices differ about 人工造林, where 1.10 is mine."""
    first, second = give(qtbot, desk, "林业局", "item Q06.1"), give(qtbot, desk, "统计局", "item Q06.1")
    fill(first, {"Q06.1": "1.20"})
    fill(second, {"Q06.1": "1.25"})
    desk.edits.put("Q06.1", "1.10")
    screen = page(desk)
    screen.take_back([first, second])
    qtbot.waitUntil(lambda: screen.preview is not None, timeout=15_000)
    assert screen.preview is not None
    lines = screen.preview.table.lines
    told = [line.texts[WHERE].partition("　")[0] for line in lines if line.texts[0] == "人工造林"]
    assert told == ["林业局", "统计局"], "whose each of two figures for one place is"
    assert screen.preview.go.text() == "取回 1 处去确定" and not desk.notice.words, "nothing is being read any more"
    screen.preview.go.click()
    qtbot.waitUntil(lambda: len(screen.grid.table.disputed) == 1, timeout=15_000)
    qtbot.waitUntil(lambda: screen.answer.line is not None)
    return screen


def test_the_preview_counts_a_dispute_as_what_it_is(qtbot: QtBot, desk: UnitDesk) -> None:
    items = ("item Q06.1", "item Q06.3")
    first, second = give(qtbot, desk, "林业局", *items), give(qtbot, desk, "统计局", *items)
    fill(first, {"Q06.1": "1.20", "Q06.3": "3.5"})
    fill(second, {"Q06.1": "1.25", "Q06.3": "3.5"})
    desk.edits.put("Q06.1", "1.10")
    screen = page(desk)
    screen.take_back([first, second])
    qtbot.waitUntil(lambda: screen.preview is not None, timeout=15_000)
    assert screen.preview is not None
    heads = [line.texts[0].partition("：")[0] for line in screen.preview.table.lines if line.heading]
    assert heads == ["要定 1 处", "新填 1 处", "相同 1 处"] and screen.preview.go.text() == "导入 1 处"
    screen.preview.go.click()
    qtbot.waitUntil(lambda: bool(screen.grid.table.disputed), timeout=15_000)
    assert desk.session.entered("Q06.1").text == "1.1" and desk.session.entered("Q06.3").text == "3.5"
    desk.go("overview")
    start = next(one for one in desk.screens if isinstance(one, OverviewScreen))
    (told,) = (one.accessibleName() for one in start.lines if "去定" in one.accessibleName())
    assert "请定一个" in told, "what there is to decide is said where it is listed"


def test_answers_that_change_no_cell_are_no_step_and_undo_takes_back_no_other_one_for_them(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    """The preview promised Ctrl+Z, and Ctrl+Z took back what had been typed before."""
    first, second = give(qtbot, desk, "林业局", "item Q06.1"), give(qtbot, desk, "统计局", "item Q06.1")
    fill(first, {"Q06.1": "1.20"})
    fill(second, {"Q06.1": "1.25"})
    desk.edits.put("Q06.3", "3")
    desk.edits.put("Q06.1", "1.10")
    screen = page(desk)
    screen.take_back([first, second])
    qtbot.waitUntil(lambda: screen.preview is not None, timeout=15_000)
    assert screen.preview is not None
    assert not any("Ctrl+Z" in one.text() for one in screen.preview.findChildren(QLabel))
    screen.preview.go.click()
    qtbot.waitUntil(lambda: bool(screen.grid.table.disputed), timeout=15_000)
    desk.undo()
    assert desk.session.entered("Q06.1").text == "1.1" and "没有改动各格" in desk.notice.words
    for _ in range(2):  # it goes to the step of another page first
        desk.undo()
    assert not desk.session.entered("Q06.1").text


def test_two_answers_stand_side_by_side_until_enter_decides(qtbot: QtBot, desk: UnitDesk) -> None:
    screen = disputed(qtbot, desk)
    assert desk.session.entered("Q06.1").text == "1.1", "mine stays until somebody decides"
    assert desk.session.standing.mark("Q06.1") is Mark.DECIDE and not desk.session.standing.counts.can_file
    grid, table = screen.grid, screen.grid.table
    assert table.offices == ("林业局", "统计局")
    desk.top.periods.setFocus()
    assert not grid.hasFocus() and top_edge(grid, grid.currentIndex().column()) >= 3, "framed without the keyboard too"
    heads = [str(table.headerData(x, Qt.Orientation.Horizontal)) for x in range(table.columnCount())]
    assert [one.partition("\n")[0] for one in heads] == ["填报项", "计量单位", "我的", "林业局", "统计局", "采用"]
    desk.resize(853, 480)
    assert grid.columnWidth(0) >= 200, "names are not squeezed until two of them read alike"
    grid.resize(540, 300)  # as more offices would make it
    assert grid.isColumnHidden(1) and grid.columnWidth(0) >= 200, "measures go first"
    desk.resize(1280, 720)
    grid.resize(1000, 300)
    assert not grid.isColumnHidden(1)
    (row,) = table.disputed
    shown = [str(table.index(row, x).data()) for x in range(table.columnCount())]
    assert shown == ["人工造林", "万亩", "1.10", "1.20", "1.25", "要确定"]
    line = screen.answer.line
    assert isinstance(line, DisputeLine) and line.isVisible(), "what is to be decided opens under its row"
    assert [one.text() for one in line.answers] == ["用我的 1.10", "用林业局 1.20", "用统计局 1.25"]
    line.ask.click()
    assert "林业局报 1.20，统计局报 1.25" in QGuiApplication.clipboard().text()
    grid.setCurrentIndex(table.index(row, 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert table.disputed, "Enter beside an answer takes none"
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert desk.bottom.primary.text() == "确定：用统计局 1.25"
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert not table.disputed and str(table.index(row, 5).data()) == "1.25"
    assert desk.session.entered("Q06.1").text == "1.25"
    assert desk.session.workspace.store.sheets.history(PERIOD, "Q06.1")[-1].why == "settled"
    qtbot.waitUntil(lambda: screen.answer.line is None)


def test_buttons_say_figures_as_the_grid_draws_them(qtbot: QtBot, desk: UnitDesk) -> None:
    screen = disputed(qtbot, desk)
    desk.edits.put("Q06.1", "110000")
    qtbot.waitUntil(lambda: screen.answer.line is not None)
    line = screen.answer.line
    assert isinstance(line, DisputeLine) and "110,000.00" in line.accessibleName()
    assert line.answers[0].text() == "用我的 110,000.00"
    assert desk.bottom.primary.text() == "确定：用我的 110,000.00"
    desk.edits.put("Q06.1", "")
    qtbot.waitUntil(lambda: screen.answer.line is not None and screen.answer.line is not line)
    line = screen.answer.line
    assert isinstance(line, DisputeLine) and "还空着" in line.accessibleName(), "there is no figure of mine"
    assert line.answers[0].text() == "先不采用，仍空着" and desk.bottom.primary.text() == "确定：先不采用，仍空着"


def test_a_decision_is_one_step_back_and_seen_where_it_was_made(qtbot: QtBot, desk: UnitDesk) -> None:
    screen = disputed(qtbot, desk)
    desk.bottom.primary.click()  # mine
    assert desk.session.entered("Q06.1").text == "1.1" and not desk.session.disputes
    desk.undo()
    assert desk.session.disputes and screen.grid.table.disputed and desk.page == "slices"
    screen.decide("Q06.1", "林业局")
    assert desk.session.entered("Q06.1").text == "1.2"
    assert desk.session.workspace.store.sheets.history(PERIOD, "Q06.1")[-1].by == "林业局"
    desk.undo()
    assert desk.session.entered("Q06.1").text == "1.1" and desk.session.disputes
    desk.redo()
    assert desk.session.entered("Q06.1").text == "1.2" and not desk.session.disputes


def test_what_differs_is_decided_in_the_table_too(qtbot: QtBot, desk: UnitDesk) -> None:
    disputed(qtbot, desk)
    desk.go("Q06.1")
    table = next(one for one in desk.screens if isinstance(one, TableScreen))
    qtbot.waitUntil(lambda: isinstance(table._answers[table.items].line, DisputeLine))
    desk.next_finding(1)
    desk.go("Q06.1")
    assert table.take_answer()
    line = table._answers[table.items].line
    assert isinstance(line, DisputeLine)
    desk.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line.answers[0])
    for key, place in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Tab, 2)):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget() is line.answers[place] and desk.place == "Q06.1", "not the cell moves"
    line.answers[2].click()
    assert desk.session.entered("Q06.1").text == "1.25" and not desk.session.disputes


def test_a_day_that_comes_after_the_return_is_due_is_told(desk: UnitDesk) -> None:
    settings = desk.session.settings
    due = datetime(2026, 12, 2, 17, 30, tzinfo=PLAN_ZONE)
    dialog = SliceDialog(replace(desk.session.sheet, settings=replace(settings, due={PERIOD: due})), desk)
    dialog.by.setChecked(True)
    dialog.day.setDate(QDate(2026, 12, 2))
    assert dialog.late.isHidden(), "the day itself is in time"
    dialog.day.setDate(QDate(2026, 12, 3))
    assert not dialog.late.isHidden() and "12月2日 17:30" in dialog.late.text()
    dialog.by.setChecked(False)
    assert dialog.late.isHidden()


def test_every_line_of_the_parts_is_as_high_as_the_others(qtbot: QtBot, desk: UnitDesk) -> None:
    dialog = SliceDialog(desk.session.sheet, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    branches = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    before = {dialog.tree.visualItemRect(one).height() for one in branches if one}
    dialog.tree.expandAll()
    after = {dialog.tree.visualItemRect(one).height() for one in branches if one}
    assert len(before) == 1 and before == after


def test_a_press_beside_the_text_of_a_day_changes_no_year(qtbot: QtBot, desk: UnitDesk) -> None:
    dialog = SliceDialog(desk.session.sheet, desk)
    qtbot.addWidget(dialog)
    dialog.by.setChecked(True)
    dialog.show()
    before, opened = dialog.day.date(), 0
    for x in range(dialog.day.width()):
        for y in (1, dialog.day.height() // 2):
            QTest.mouseMove(dialog.day, QPoint(x, y))
            QTest.mouseClick(dialog.day, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y))
            calendar = QApplication.activePopupWidget()
            if calendar is not None:
                opened += 1
                calendar.close()
            assert dialog.day.date() == before, (x, y)
    assert opened, "its arrow opens the calendar"
    QTest.keyClick(dialog.day, Qt.Key.Key_Up)
    assert dialog.day.date() != before, "keys go from day to day as they did"


def test_every_week_of_the_calendar_is_seen_whole(qtbot: QtBot, desk: UnitDesk) -> None:
    dialog = SliceDialog(desk.session.sheet, desk)
    qtbot.addWidget(dialog)
    dialog.by.setChecked(True)
    dialog.show()
    arrow = QPoint(dialog.day.width() - 12, dialog.day.height() // 2)
    QTest.mouseMove(dialog.day, arrow)
    QTest.mouseClick(dialog.day, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, arrow)
    calendar = dialog.day.calendarWidget()
    qtbot.waitUntil(calendar.isVisible)
    weeks = calendar.findChild(QTableView)
    assert weeks is not None
    high = sum(weeks.rowHeight(row) for row in range(weeks.model().rowCount()))
    assert high <= weeks.viewport().height() and weeks.rowHeight(6) >= weeks.fontMetrics().height()
    calendar.window().close()
