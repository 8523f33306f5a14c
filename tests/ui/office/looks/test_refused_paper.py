"""A unit's only paper could not be received: its page shows it, says why, and the unit is told from there."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.todo.matters import MatterKind
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, SECRET, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import is_done, page
from ui.office.screens.roster import RosterPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

UNIT = COUNTIES[-1]


@pytest.fixture
def refused(town: Town) -> Town:
    """A figure of the unit's workbook was changed on its way; nothing else came of it."""
    filed = town.file(UNIT, PERIOD, town.completed(UNIT, PERIOD, {"cells": forest("6.58")}))
    book_path = next(Path(name) for name in filed["files"] if name.endswith(".xlsx"))
    book = load_workbook(book_path)
    rows = (row for sheet in book for row in sheet.iter_rows() if any(cell.value == "Q06.3" for cell in row))
    next(cell for cell in next(rows) if isinstance(cell.value, int | float)).value = 99
    book.save(town.root / "changed.xlsx")
    assert town.receive(town.root / "changed.xlsx", at="2021-01-14T10:00", expect=1)[0]["decision"] == "rejected"
    return town


def desk_of(window: MainWindow) -> OfficeDesk:
    assert window.office is not None
    window.office.session.set_period(PERIOD)
    return window.office


def state_in_roster(desk: OfficeDesk) -> str:
    desk.go("roster", UNIT)
    roster = page(desk, RosterPage)
    row = next(one for one in roster.grid.lines.rows if one.key == UNIT)
    return next(cell.text for cell in row.cells if "来件" in cell.text)


def test_its_page_shows_the_paper_and_the_unit_is_told_from_there(
    qtbot: QtBot, refused: Town, window: MainWindow
) -> None:
    desk = desk_of(window)
    today = page(desk, TodayPage)
    (key,) = (one.key for one in today.list.lines.entries if one.key.startswith(MatterKind.REJECTED))
    today._act(key)
    assert desk.page == "unit"
    (row,) = desk.unit.grid.lines.rows
    assert any("不能接收，尚未告知" in cell.text and "99" in cell.text for cell in row.cells)
    assert desk.unit.primary() == say("office.unit.do.tell")
    came = desk.unit.refused()
    assert came is not None and desk.unit.papers["keep"].isEnabled()
    desk.unit.opening.keep(came, refused.root / "kept")
    is_done(desk)
    (kept,) = (refused.root / "kept").iterdir()
    assert kept.read_bytes() == (refused.root / "changed.xlsx").read_bytes(), "the file itself, as it came"
    desk.unit.do()
    dialog = desk.unit.many.dialog
    dialog.edits["by"].setText("测试甲")
    dialog.edits["secret"].setText(SECRET)
    dialog.primary.click()
    is_done(desk)
    qtbot.waitUntil(lambda: bool(desk.session.workspace.store.issued(UNIT)))
    qtbot.waitUntil(lambda: any("已告知" in cell.text for cell in desk.unit.grid.lines.rows[0].cells))
    assert desk.unit.primary() == say("office.unit.chase"), "told once; what is left is that nothing came"
    desk.unit.acts.chase(UNIT)
    asked = " ".join(one.text() for one in desk.unit.acts.dialog.findChildren(QLabel))
    assert "不能接收" in asked and "尚未收到" not in asked, "it did send something"
    desk.unit.acts.dialog.reject()
    assert state_in_roster(desk) == "缺报 · 来件不能接收，已告知"


def test_the_roster_tells_it_while_there_is_still_time(refused: Town, request: pytest.FixtureRequest) -> None:
    refused.settings(f'[due]\n"{PERIOD}" = "2099-01-15T17:30"\n')
    desk = desk_of(request.getfixturevalue("window"))
    assert state_in_roster(desk) == "未到时限 · 来件不能接收，尚未告知"
