"""A typist: keys to whatever has the keyboard, through Qt's event system and the bindings of the platform in use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desks import shown_desk
from ui.screens.table import TableScreen
from ui.session.trial_workspace import make_trial
from ui.tables.grids.entry_view import EntryView
from ui.window.unit_desk import UnitDesk

COUNTY = "610902"
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Typist:
    """Types at a desk that is on the screen and has the keyboard."""

    def __init__(self, qtbot: QtBot, desk: UnitDesk) -> None:
        self.qtbot, self.desk = qtbot, desk

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget() or self.desk.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifiers)
            QCoreApplication.processEvents()

    def type(self, text: str) -> None:
        for sign in text:
            QTest.keyClick(self.focus, sign)
            QCoreApplication.processEvents()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, qapp: object) -> Iterator[UnitDesk]:
    """The desk of a county's third quarter, on the screen and with the keyboard."""
    with shown_desk(qtbot, make_trial(tmp_path / "unit", COUNTY), "2020Q3", (1280, 720)) as made:
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        yield made


@pytest.fixture
def typist(qtbot: QtBot, shown: UnitDesk) -> Typist:
    return Typist(qtbot, shown)


def grid(desk: UnitDesk) -> EntryView:
    return next(screen for screen in desk.screens if isinstance(screen, TableScreen)).items


def texts(desk: UnitDesk, *addresses: str) -> list[str]:
    return [desk.session.sheet.cell(at).text for at in addresses]


def select(desk: UnitDesk, first: str, last: str) -> None:
    view = grid(desk)
    view.setFocus()
    view.go_to(view.table.index_of(first))
    view.mark([first, last])
