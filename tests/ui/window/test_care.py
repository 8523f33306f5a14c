"""Care: names for screen readers, every control within reach of the keyboard, room at 1280×720, Chinese input methods."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from models.system import text_size
from tests.ui.seen import faint, heard, menu_lines, nameless
from ui.basics.window_settings import WindowMemory, WindowSettings
from ui.look.focus import part_with, tab_stops
from ui.look.theme import apply_theme
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.session.trial_workspace import make_trial
from ui.window.choices import size_menu
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

SMALLEST = (1280, 720)
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


def controls(root: QWidget) -> Iterator[QWidget]:
    for one in root.findChildren(QWidget):
        inside = isinstance(one.parent(), QComboBox) or isinstance(one, QHeaderView | QScrollBar)
        if isinstance(one, CONTROLS) and one.isVisible() and not inside and not one.objectName().startswith("qt_"):
            yield one


def name_of(one: QWidget) -> str:
    said = one.text() if isinstance(one, QAbstractButton) else ""
    placeholder = one.placeholderText() if isinstance(one, QLineEdit | QPlainTextEdit) else ""
    return one.accessibleName() or said or placeholder


@pytest.fixture
def pages(desk: UnitDesk) -> list[str]:
    desk.edits.put("Q06.5", "500亩")
    return [page.key for page in desk.pages()]


def test_every_control_has_a_name_a_screen_reader_can_say(qtbot: QtBot, desk: UnitDesk, pages: list[str]) -> None:
    """What Qt's accessibility tree hands to a screen reader, page by page."""
    found, count = [], 0
    for key in pages:
        desk.go(key)
        QCoreApplication.processEvents()
        found += [(key, one) for one in nameless(desk)]
        count += len(list(heard(desk)))
    assert found == [] and count > 5 * len(pages)


def test_texts_and_outlines_stand_out_on_every_page_in_both_looks(
    qtbot: QtBot, desk: UnitDesk, pages: list[str]
) -> None:
    """Each page once; of the registers, which are one screen with other columns, the first and the last."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    registers = [key for key in pages if key in desk.session.sheet.register_ids]
    seen = [key for key in pages if key not in registers[1:-1]]
    found = []
    for dark in (True, False):
        apply_theme(app, dark=dark)
        for key in (*seen, "Q06.5"):
            desk.go(key)
            QCoreApplication.processEvents()
            found += [(dark, key, one) for one in faint(desk)]
    assert found == []


def test_every_control_can_be_reached_by_the_keyboard(qtbot: QtBot, desk: UnitDesk, pages: list[str]) -> None:
    unreachable = []
    for key in pages:
        desk.go(key)
        QCoreApplication.processEvents()
        unreachable += [
            (key, type(one).__name__, name_of(one))
            for one in controls(desk)
            if one.isEnabled() and not one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
    assert unreachable == []


def test_a_cell_is_spoken_with_its_name_measure_and_what_was_found(desk: UnitDesk, pages: list[str]) -> None:
    desk.go("Q06.5")
    page = next(one for one in desk.screens if isinstance(one, TableScreen))
    spoken = page.items.table.index_of("Q06.5").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("人工更新") and "0.05" in spoken and "万亩" in spoken and "500亩" in spoken


def test_f6_goes_round_the_parts_of_the_window_because_tab_stays_in_the_grid(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("Q06.1")
    desk.activateWindow()
    qtbot.waitUntil(lambda: bool(tab_stops(desk.panel)))
    parts = []
    for _ in range(6):
        focus = desk.focusWidget()
        parts.append(part_with(desk.parts, focus))
        qtbot.keyClick(focus, Qt.Key.Key_F6)
        QCoreApplication.processEvents()
    assert set(parts) == {"bar", "navigation", "middle", "panel", "bottom"} and parts[0] == parts[5]


def test_the_smallest_window_holds_every_page(qtbot: QtBot, desk: UnitDesk, pages: list[str]) -> None:
    desk.resize(*SMALLEST)
    for key in pages:
        desk.go(key)
        QCoreApplication.processEvents()
        least = desk.minimumSizeHint()
        assert least.width() <= SMALLEST[0] and least.height() <= SMALLEST[1], (key, least)


def composed(target: QWidget, preedit: str, committed: str) -> None:
    """What an input method sends: the letters while they are chosen from, then the characters."""
    QCoreApplication.sendEvent(target, QInputMethodEvent(preedit, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(committed)
    QCoreApplication.sendEvent(target, done)


def test_chinese_is_typed_into_a_cell_by_an_input_method(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("R08")
    page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    page.view.go_to(page.view.table.index(0, 0))
    page.view.setFocus()
    assert page.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QCoreApplication.sendEvent(page.view, QInputMethodEvent("ce'shi", []))
    editor = page.view.findChild(QLineEdit)
    assert editor is not None, "composing begins the edit, the first letters are not lost"
    composed(editor, "ce'shi", "测试项目")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.get("项目") for row in desk.session.rows("R08")] == ["测试项目"], timeout=2000)


def test_enter_of_an_input_method_does_not_leave_a_text(qtbot: QtBot, desk: UnitDesk) -> None:
    """While letters are being chosen from, Enter belongs to the input method, and nothing is kept half composed."""
    desk.go("cover")
    line = desk.focusWidget()
    assert isinstance(line, QLineEdit)
    QCoreApplication.sendEvent(line, QInputMethodEvent("zhang'san", []))
    assert line.text() == ""
    composed(line, "", "张三")
    assert line.text() == "张三"


@pytest.mark.parametrize(
    ("dpi", "windows", "scale"),
    [
        ("", None, 100),
        ("", 100, 100),
        ("", 110, 100),
        ("", 130, 125),
        ("", 225, 150),
        ("144", None, 150),
        ("x", "y", 100),
    ],
)
def test_larger_text_of_the_system_is_followed_until_somebody_chooses(
    dpi: str, windows: object, scale: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QT_FONT_DPI", dpi)
    monkeypatch.setattr(text_size, "of_windows", lambda: windows)
    settings = WindowSettings(WindowMemory(tmp_path / "memory.ini"))
    assert settings.scale == scale
    settings.scale = 125
    assert settings.scale == 125


def test_keys_stand_in_a_column_of_their_own_in_the_menu(qtbot: QtBot, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "M12").store.close()
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    lines = menu_lines(window)
    told = [one for one in lines if re.search(r"(Ctrl\+\w+|F\d+)$", one)]
    assert len(told) >= 4 and all("\t" in one for one in told)
    window.close()


def test_large_type_is_chosen_once_and_kept(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_FONT_DPI", raising=False)
    monkeypatch.setattr(text_size, "of_windows", lambda: None)
    memory = WindowMemory(tmp_path / "memory.ini")
    assert WindowSettings(memory).scale == 100
    window = MainWindow(tmp_path / "unit", memory)
    qtbot.addWidget(window)
    size_menu(QMenu(window), WindowSettings(memory), window.tell).actions()[-1].trigger()
    assert WindowSettings(memory).scale == 150
    window.close()
    memory.put("scale", "huge")
    assert WindowSettings(memory).scale == 100


def test_at_one_and_a_half_times_the_size_the_desk_still_fits_a_usual_screen() -> None:
    """A process of its own: the size is taken before the application is made."""
    code = (
        "import sys, tempfile; from pathlib import Path; from PySide6.QtWidgets import QToolButton\n"
        "from ui.window.app import application; from ui.look.theme import apply_theme; app = application()\n"
        "apply_theme(app, dark=False)\n"
        "from ui.session.trial_workspace import make_trial; from ui.session.session import Session; from ui.window.unit_desk import UnitDesk\n"
        "from ui.basics.jobs import Lane; from ui.look.widgets import label\n"
        "workspace = make_trial(Path(tempfile.mkdtemp()) / 'unit', '610902')\n"
        "desk = UnitDesk(Session(workspace, '2020Q3'), Lane(), QToolButton()); desk.resize(1280, 720); desk.show()\n"
        "app.processEvents(); print(desk.devicePixelRatioF(), desk.grab().width())\n"
    )
    settings = {**os.environ, "QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1.5", "1920"]
