"""方案 by keys alone, in a city of another kind: through the file dialog, to what is wrong, tried, compared, in force."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.flow.town import SECRET, Town
from tests.ui.keys.typist import CTRL, NONE
from ui.basics.window_settings import WindowMemory
from ui.office.planning.page import PlanPage
from ui.window.main_window import MainWindow

SMALL = Path(__file__).resolve().parents[2] / "plans" / "lincheng-2026"
MOST_LOOKS = 1000  # then a dialog that takes no file is closed, and the test says what is lacking


def texts(page: PlanPage) -> list[tuple[str, str]]:
    return [(row.cells[0].text, row.cells[1].text) for row in page.grid.lines.rows]


def done(qtbot: QtBot, page: PlanPage) -> None:
    qtbot.waitUntil(lambda: page._job is None, timeout=120_000)


class Picker:
    """Types the path of a file into Qt's own file dialog once that stands there, and presses Enter until it is gone.

    The first Enter may only close the list of names that the field offers.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.timer = path, QTimer()
        self.timer.setInterval(20)
        self.timer.timeout.connect(self._look)
        self.timer.start()
        self.picked, self.looks = False, 0

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit, "fileNameEdit") if isinstance(dialog, QFileDialog) else None
        if line is None:
            if self.picked:
                self.timer.stop()
            return
        self.looks += 1
        if self.looks > MOST_LOOKS:
            dialog.close()
        if not line.hasFocus():
            return
        if not self.picked:
            self.picked = True
            line.clear()
            QTest.keyClicks(line, str(self.path))
        line.completer().popup().hide()
        QTest.keyClick(line, Qt.Key.Key_Return)


class Keys:
    """Keys at a window that is the active one, as it is again once a dialog has closed."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def press_button(self, page: PlanPage, one: QPushButton) -> None:
        """Go to a button by Tab, press it by the space bar, and wait for what it began."""
        page.grid.setFocus()
        for _ in range(12):
            self.press(Qt.Key.Key_Tab)
            if QApplication.focusWidget() is one:
                break
        assert QApplication.focusWidget() is one, one.text()
        self.press(Qt.Key.Key_Space)
        done(self.qtbot, page)


def test_a_plan_goes_from_its_book_into_force_by_keys(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)  # Qt's own takes keys on every platform
    wrong, good, place = books(town := Town(tmp_path), tmp_path)
    town.call("office", "init", "--data", town.office, "--plan", SMALL)
    window = MainWindow(town.office, WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    desk, keys = window.office, Keys(qtbot, window)
    assert desk is not None
    desk.go("plan", "")
    page: Any = desk.current
    assert not desk.bottom.primary.isVisible()

    picker = Picker(wrong)
    keys.press_button(page, page.open)
    assert picker.picked
    assert texts(page)[0][0] == place
    assert not page.try_it.isEnabled()
    assert not page.compare.isEnabled()
    keys.press(Qt.Key.Key_Return, CTRL)
    done(qtbot, page)
    (copy,) = tmp_path.glob("*批注.xlsx")
    sheet, _, cell = place.partition(" ")
    assert openpyxl.load_workbook(copy)[sheet][cell].comment is not None

    picker = Picker(good)
    keys.press_button(page, page.open)
    assert picker.picked
    assert any("1.1.0" in cell.text for row in page.grid.lines.rows for cell in row.cells)
    keys.press_button(page, page.try_it)
    assert any(what.startswith("出现") for _, what in texts(page))
    keys.press_button(page, page.compare)
    assert any("锅炉.1" in where for where, _ in texts(page))

    keys.press(Qt.Key.Key_Return, CTRL)
    by = page.dialog.edits["by"]
    by.clear()
    QTest.keyClicks(by, "Tester")
    QTest.keyClick(by, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.office is not None and window.office is not desk)
    assert window.office is not None
    assert window.office.session.plan.version == "1.1.0"
    window.close()


def books(town: Town, folder: Path) -> tuple[Path, Path, str]:
    """A book of the plan's next version, one with a level that is none, and where that stands."""
    good, wrong = folder / "good.xlsx", folder / "wrong.xlsx"
    book = openpyxl.load_workbook(town.call("plan", "to-xlsx", SMALL, "--out", good)["file"])
    next(row for row in book["方案"].iter_rows() if row[0].value == "plan.version")[2].value = "1.1.0"
    heads = {cell.value: cell.column for cell in book["填报项"][1]}
    names = {row[heads["item.id"] - 1].value: row for row in book["填报项"].iter_rows()}
    names["锅炉.1"][heads["item.name"] - 1].value = "拆除锅炉容量"
    book.save(good)
    level = next(cell.column for cell in book["审核"][1] if cell.value == "check.level")
    at = book["审核"].cell(3, level)
    at.value = "严重"
    book.save(wrong)
    return wrong, good, f"审核 {at.coordinate}"
