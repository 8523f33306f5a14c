"""Enter presses the button that has the keyboard on every platform: Qt itself lets it do so on X11 alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys.test_focus import settle
from tests.ui.keys.typist import shown
from ui.look.focus import tab_stops
from ui.window.unit_desk import UnitDesk

__all__ = ["shown"]  # a fixture


def buttons_of(window: QWidget) -> Iterator[QAbstractButton]:
    yield from (one for one in tab_stops(window) if isinstance(one, QAbstractButton) and not isinstance(one, QCheckBox))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_every_button_of_every_page_is_pressed_by_enter(qtbot: QtBot, shown: UnitDesk, key: Qt.Key) -> None:
    shown.edits.put("Q06.5", "500亩")
    met = 0
    for page in shown.pages():
        shown.go(page.key)
        settle(qtbot)
        for one in buttons_of(shown.window()):
            one.blockSignals(True)  # the key is taken, and nothing is done with it
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(one, press)
            one.blockSignals(False)
            met += 1
            assert press.isAccepted(), (page.key, one.text() or one.accessibleName())
    assert met > len(shown.pages())
