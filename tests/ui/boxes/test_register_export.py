"""A register is exported from its page and by command, masked, and the window says what it wrote."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from models.sheet.rows import read_row
from tests.vehicles import truck
from ui.basics.jobs import Lane
from ui.screens.register import RegisterScreen
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

PERIOD = "2020Q3"


def test_the_page_exports_its_register_masked_and_says_so(
    qtbot: QtBot, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_trial(tmp_path / "police", "M10")
    register = workspace.plan.registers["R02"]
    workspace.store.sheets.put_rows(PERIOD, "R02", [read_row(register, 1, truck(1))], "测试")
    lane = Lane()
    desk = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
    qtbot.addWidget(desk)
    desk.show()
    desk.go("R02")
    page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    offered: list[str] = []

    def choose(dialog: QFileDialog) -> list[str]:
        offered.extend(Path(one).name for one in dialog.selectedFiles())
        return [str(tmp_path / "导出" / "甲")]

    monkeypatch.setattr("ui.files.dialogs.answer", choose)
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    path = tmp_path / "导出" / "甲.xlsx"
    qtbot.waitUntil(lambda: path.exists() and bool(desk.notice.words), timeout=10_000)
    assert offered[0].startswith("M10_市公安局_2020Q3_R02") and "已脱敏" in offered[0]
    sheet = load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert "陕G***01" in texts and "陕G00001" not in texts
    lane.close()
    workspace.store.close()
