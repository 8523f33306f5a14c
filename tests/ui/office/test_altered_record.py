"""An office whose record was altered behind the program: the window says so, lists what does not hold, offers the copies."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from models.store.file import verifying
from tests.altered import alter
from tests.flow.town import Town
from ui.basics.window_settings import WindowMemory
from ui.office.screens.audit import AuditPage
from ui.window.main_window import MainWindow
from ui.window.store_page import StorePage


def test_an_altered_record_is_told_listed_and_can_be_put_back(qtbot: QtBot, town: Town, tmp_path: Path) -> None:
    alter(town.office, "UPDATE facts SET value = 'x' WHERE key = 'office_name'")
    window = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    page = window.findChild(StorePage)
    assert page is not None and window.office is None
    assert "基本情况" in page.reason.text() and not page.listed.isHidden()
    page.write_list(tmp_path / "list")
    qtbot.waitUntil(lambda: str(tmp_path / "list") in page.way.text())
    (book,) = (tmp_path / "list").glob("*.xlsx")
    shown = [str(cell.value) for sheet in load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert any("基本情况" in one for one in shown)
    page.retry.click()  # the store was left open by nobody: it is told again, not that another program has it
    found = window.findChildren(StorePage)[-1]
    assert "基本情况" in found.reason.text()
    window.close()


def test_a_large_record_is_compared_behind_an_open_desk(
    qtbot: QtBot, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "LARGE", 0)
    alter(town.office, "UPDATE facts SET value = 'x' WHERE key = 'office_name'")
    window = MainWindow(town.office, WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    office = window.office
    assert office is not None and office.session.comparing, "the desk is there before the comparison has ended"
    qtbot.waitUntil(lambda: not office.session.comparing)
    office.go(AuditPage.key, "")
    (page,) = office.findChildren(AuditPage)
    qtbot.waitUntil(lambda: "基本情况" in page.state.text())
    window.close()
