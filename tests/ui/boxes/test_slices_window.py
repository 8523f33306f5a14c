"""分发与汇集 in the window: giving a part out, taking answers back, deciding where two of them disagree, reminding."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.flow.test_import import fill
from tests.ui.conftest import PERIOD
from ui.basics.completion import Mark
from ui.screens.slices import SlicesScreen
from ui.tables.lists.slice_table import SliceLine
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
    assert [line.texts[0] for line in screen.table.lines if isinstance(line, SliceLine) and line.slice] == [
        "林业局"
    ] and screen.table.waiting == 1
    screen.copy_reminders()
    assert "林业局" in QGuiApplication.clipboard().text()
    fill(path, {"Q06.1": "1.20", "Q06.3": "3.5", "T06.阶段": "推进中"})
    screen.take_back([path])
    qtbot.waitUntil(lambda: desk.session.entered("Q06.1").text == "1.2", timeout=15_000)
    assert desk.session.sheet.cell("T06.阶段").text == "推进中" and screen.table.waiting == 0
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
    desk.undo()  # the first only goes where it was
    assert desk.session.entered("Q06.1").text == "148" and desk.session.entered("Q06.3").text == ""
    assert "汇集" in desk.notice.words


def test_two_answers_stand_side_by_side_until_enter_decides(qtbot: QtBot, desk: UnitDesk) -> None:
    first, second = give(qtbot, desk, "林业局", "item Q06.1"), give(qtbot, desk, "统计局", "item Q06.1")
    fill(first, {"Q06.1": "1.20"})
    fill(second, {"Q06.1": "1.25"})
    desk.edits.put("Q06.1", "1.10")
    screen = page(desk)
    screen.take_back([first, second])
    qtbot.waitUntil(lambda: screen.preview is not None, timeout=15_000)
    assert screen.preview is not None
    screen.preview.go.click()
    qtbot.waitUntil(lambda: screen.table.disputed == 1, timeout=15_000)
    assert desk.session.entered("Q06.1").text == "1.1", "mine stays until somebody decides"
    assert desk.session.standing.mark("Q06.1") is Mark.DECIDE and not desk.session.standing.counts.can_file
    grid = screen.grid
    assert grid.table.offices == ("林业局", "统计局")
    heads = [str(grid.table.headerData(x, Qt.Orientation.Horizontal)) for x in range(grid.table.columnCount())]
    assert [one.partition("\n")[0] for one in heads] == ["填报项", "计量单位", "我的", "林业局", "统计局", "采用"]
    desk.resize(853, 480)
    assert grid.columnWidth(0) >= 240, "names are not squeezed until two of them read alike"
    desk.resize(1280, 720)
    shown = [str(grid.table.index(0, x).data()) for x in range(grid.table.columnCount())]
    assert shown == ["人工造林", "万亩", "1.10", "1.20", "1.25", "要确定"]
    qtbot.wait(30)  # what was made anew is laid out
    acts = {one.text(): one for one in screen._choice.findChildren(QPushButton) if one.isVisibleTo(screen._choice)}
    assert list(acts) == ["用我的 1.10", "用林业局 1.20", "用统计局 1.25", "复制一句去问"]
    acts["复制一句去问"].click()
    assert "林业局报 1.20，统计局报 1.25" in QGuiApplication.clipboard().text()
    grid.setCurrentIndex(grid.table.index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert screen.table.disputed == 1, "Enter beside an answer takes none"
    grid.setCurrentIndex(grid.table.index(0, heads.index(next(one for one in heads if one.startswith("统计局")))))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert not screen._choice.isVisible() and str(grid.table.index(0, 5).data()) == "1.25"
    assert desk.session.entered("Q06.1").text == "1.25" and screen.table.disputed == 0
    assert desk.session.workspace.store.sheets.history(PERIOD, "Q06.1")[-1].why == "settled"
