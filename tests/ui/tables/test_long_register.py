"""A long register in the window: what counts on top, the rows with problems alone, one explanation for all of a kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.sheet.rows import read_row
from tests.flow.unit.test_vehicle_list import DECEMBER, LORRIES, UNDATED, lorries
from tests.ui.desks import shown_desk
from ui.screens.findings import FindingsScreen
from ui.screens.register import RegisterScreen
from ui.session.trial_workspace import make_trial
from ui.tables.lists.finding_table import EXPLANATION, REASON
from ui.window.unit_desk import UnitDesk

LEFT_OUT = 13  # planted: 7 repeated, 3 of the wrong stage, 3 of the wrong kind
YEAR = "2020Y初步"


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    workspace = make_trial(tmp_path / "police", "M10")
    register = workspace.plan.registers["R02"]
    rows = [read_row(register, n, texts) for n, texts in enumerate(lorries(), 1)]
    workspace.store.sheets.put_rows(YEAR, "R02", rows, "测试")
    with shown_desk(qtbot, workspace, YEAR, (1280, 720)) as made:
        made.go("R02")
        yield made


@pytest.fixture
def page(desk: UnitDesk) -> RegisterScreen:
    return next(one for one in desk.screens if isinstance(one, RegisterScreen))


def test_what_is_counted_stands_above_the_rows(page: RegisterScreen) -> None:
    valid = LORRIES - LEFT_OUT - len(UNDATED)
    words = page._counted.text()
    assert f"{valid}" in words and f"{valid - len(DECEMBER)}" in words and f"不计入 {LEFT_OUT} 行" in words


def test_the_rows_with_problems_alone_are_corrected_one_by_one(
    qtbot: QtBot, desk: UnitDesk, page: RegisterScreen
) -> None:
    table = page.view.table
    qtbot.mouseClick(page.problems, Qt.MouseButton.LeftButton)
    shown = [table.headerData(line, Qt.Orientation.Vertical) for line in range(table.rowCount())]
    assert shown[:4] == ["7", "12", "20", "33"]
    stage = [column.name for column in desk.session.plan.registers["R02"].columns].index("排放阶段")
    assert table.setData(table.index(0, stage), "国三")
    assert desk.session.rows("R02")[6].get("排放阶段") == "国三"
    assert f"不计入 {LEFT_OUT - 1} 行" in page._counted.text()
    assert table.headerData(0, Qt.Orientation.Vertical) == "7", "it stays in sight under the cursor"
    page.problems.click()
    assert table.rowCount() == LORRIES + 1


def test_a_block_is_not_pasted_into_rows_out_of_sight(desk: UnitDesk, page: RegisterScreen) -> None:
    before = desk.session.rows("R02")
    page.problems.click()
    QGuiApplication.clipboard().setText("a\tb\nc\td\n")
    page.view.go_to(page.view.table.index(0, 1))
    page.view.paste()
    assert desk.session.rows("R02") == before and "全部行" in desk.notice.words


def test_rows_that_a_block_lies_over_are_told(desk: UnitDesk, page: RegisterScreen) -> None:
    table = page.view.table
    page.view.go_to(table.index(table.rowCount() - 3, 0))
    QGuiApplication.clipboard().setText("陕G00001\n陕G00002\n陕G00003\n陕G00004\n")
    page.view.paste()
    assert "4 行" in desk.notice.words and "2 行" in desk.notice.words


def test_ctrl_f_finds_a_plate_and_the_list_of_findings_opens_a_row_that_is_out_of_sight(
    qtbot: QtBot, desk: UnitDesk, page: RegisterScreen
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.filter.line, "G00777")
    assert page.view.table.rowCount() == 1 and page.view.table.headerData(0, Qt.Orientation.Vertical) == "777"
    desk.go("R02[陕G00020|大型汽车]")
    assert page.view.table.rowCount() == LORRIES + 1 and page.view.currentIndex().row() == 19


def test_many_rows_with_one_trouble_are_one_line_and_one_explanation(desk: UnitDesk) -> None:
    desk.go("findings")
    screen = next(one for one in desk.screens if isinstance(one, FindingsScreen))
    line = next(n for n, one in enumerate(screen.table.lines) if one.key == "CK-D01@R02")
    assert "共 7 行" in screen.table.lines[line].message and "100、200、250" in screen.table.lines[line].message
    before = desk.session.standing.counts.open_warnings
    assert screen.table.setData(screen.table.index(line, EXPLANATION), "车管系统导出时重复，已核对不计入")
    assert desk.session.standing.counts.open_warnings == before, "words without a kind of reason are no answer yet"
    assert screen.table.setData(screen.table.index(line, REASON), "source")
    assert desk.session.standing.counts.open_warnings == before - 7
    assert desk.session.sheet.explanations["CK-D01@R02"].text.startswith("车管系统")


def test_a_change_draws_its_own_row_alone_and_lays_nothing_out_anew(desk: UnitDesk, page: RegisterScreen) -> None:
    table, drawn, heads = page.view.table, [], []
    table.dataChanged.connect(lambda first, last: drawn.append((first.row(), last.row())))
    table.headerDataChanged.connect(lambda *_: heads.append(1))
    assert table.setData(table.index(5, 5), "重型货车") and (drawn, heads) == ([(5, 5)], [])
    key = next(x for x, column in enumerate(table.register.columns) if column.name == table.register.keys[0][0])
    assert table.setData(table.index(5, key), "陕G99999")  # rows go by their keys: any of them may be another one now
    assert drawn[-1] == (0, table.rowCount() - 1) and heads


def test_rows_around_the_current_one_stay_in_sight_under_the_arrows(qtbot: QtBot, page: RegisterScreen) -> None:
    view, keys = page.view, Qt.Key
    view.go_to(view.table.index(0, 1))
    for key, times, ahead in (
        (keys.Key_Down, 30, 3),
        (keys.Key_PageDown, 1, 3),
        (keys.Key_Up, 20, -3),
        (keys.Key_PageUp, 1, -3),
    ):
        for _ in range(times):
            qtbot.keyClick(view, key)
        near = view.visualRect(view.currentIndex().siblingAtRow(view.currentIndex().row() + ahead))
        assert view.viewport().rect().contains(near), key


def test_the_place_is_the_row_that_stands_there_now(qtbot: QtBot, desk: UnitDesk, page: RegisterScreen) -> None:
    """Another row pasted over it, or the same one under another key: nothing is told of one that is gone."""
    view, before = page.view, desk.place
    view.go_to(view.table.index(0, 1))
    QGuiApplication.clipboard().setText("陕G99901\t大型汽车")
    view.paste()
    assert desk.place == view.table.address_of(0) == "R02[陕G99901|大型汽车]" != before
    qtbot.waitUntil(lambda: "陕G99901" in " ".join(one.text() for one in desk.panel.findChildren(QLabel, "heading")))
    view.go_to(view.table.index(view.table.rowCount() - 1, 1))
    assert desk.place == ""
    QGuiApplication.clipboard().setText("陕G99902\t大型汽车")
    view.paste()
    assert desk.place == "R02[陕G99902|大型汽车]"
    desk.undo()
    assert desk.place == ""
