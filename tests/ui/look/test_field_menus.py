"""Keys in every plain field: its menu opens in Chinese, a list of choices opens, and X11's own keys take nothing away."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.keys.typist import shown
from ui.boxes.field_form import TextBox
from ui.look.widgets import ChoiceBox
from ui.screens.progress import ProgressScreen
from ui.window.go_to import GoTo
from ui.window.unit_desk import UnitDesk

__all__ = ["shown"]  # a fixture

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
Alone = Callable[[QWidget], QWidget]
KEYS = pytest.mark.parametrize("key", [Qt.Key.Key_F10, Qt.Key.Key_Menu])


@pytest.fixture
def alone(qtbot: QtBot, qapp: object) -> Iterator[Callable[[QWidget], QWidget]]:
    """Puts a field into a window of its own and gives it the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)

    def put(field: QWidget) -> QWidget:
        QVBoxLayout(window).addWidget(field)
        window.show()
        window.activateWindow()
        field.setFocus()
        qtbot.waitUntil(lambda: window.isActiveWindow() and field.hasFocus())
        return field

    yield put
    window.close()


def opened(qtbot: QtBot, field: QWidget, key: Qt.Key) -> list[str]:
    """The lines of the menu that a key opens; it is closed again, also where the key waits for that."""
    said: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            said.extend(one.text() for one in menu.actions() if one.text())
            menu.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    press(field, key)
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    timer.stop()
    return said


def press(field: QWidget, key: Qt.Key) -> None:
    """What the platform makes of the keys: the menu key asks for the menu, Shift+F10 is only a key on X11."""
    if key == Qt.Key.Key_F10:
        QTest.keyClick(field, key, SHIFT)
        return
    point = field.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, field.mapToGlobal(point), NONE)
    QApplication.sendEvent(field, asked)


@KEYS
@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, TextBox, QDateEdit, QTextBrowser])
def test_a_field_opens_its_own_menu_in_chinese(
    qtbot: QtBot, alone: Alone, make: Callable[[], QWidget], key: Qt.Key
) -> None:
    lines = opened(qtbot, alone(make()), key)
    assert any("全选" in one for one in lines), lines
    assert not any("撤消" in one for one in lines), "everywhere else the window says 撤销"


@pytest.mark.parametrize("context", ["QLineEdit", "QWidgetTextControl"])
def test_undo_is_called_in_the_menu_of_a_field_what_it_is_called_elsewhere(qapp: QApplication, context: str) -> None:
    assert qapp.translate(context, "&Undo") == "撤销(&U)"
    assert qapp.translate(context, "&Redo") == "重做(&R)", "what Qt says as we do stays"


@KEYS
@pytest.mark.parametrize("make", [QComboBox, ChoiceBox])
def test_a_list_of_choices_opens(alone: Alone, make: Callable[[], QComboBox], key: Qt.Key) -> None:
    box = make()
    box.addItems(["甲", "乙"])
    press(alone(box), key)
    assert box.view().isVisible() and box.currentText() == "甲"
    box.hidePopup()


@KEYS
def test_a_field_that_is_typed_in_within_a_list_opens_its_menu(qtbot: QtBot, alone: Alone, key: Qt.Key) -> None:
    box = QComboBox()
    box.setEditable(True)
    line = box.lineEdit()
    assert line is not None
    alone(box)
    focus = QApplication.focusWidget()
    assert focus in (box, line)
    assert any("全选" in one for one in opened(qtbot, focus, key))


def test_a_text_that_is_written_in_a_table_opens_its_menu(qtbot: QtBot, shown: UnitDesk) -> None:
    """Qt says in fractions of pixels where the cursor of a text box is: handed on as they were, they ended the program."""
    shown.go("T01.本期进展")
    page = next(one for one in shown.screens if isinstance(one, ProgressScreen))
    page.view.open_editor()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPlainTextEdit)
    assert any("粘贴" in one for one in opened(qtbot, focus, Qt.Key.Key_F10))


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, TextBox, QTextEdit])
def test_no_key_of_x11_takes_a_text_away(alone: Alone, make: Callable[[], QWidget]) -> None:
    """Ctrl+D took a character, Ctrl+U a whole telephone number: shown on a real screen, where they are bound."""
    field = make()
    assert isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit)
    alone(field)
    given = "text" if isinstance(field, QLineEdit) else "toPlainText"
    QTest.keyClicks(field, "0915-3210000")
    QTest.keyClick(field, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_D, Qt.Key.Key_K, Qt.Key.Key_U, Qt.Key.Key_E):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, "8")
    assert getattr(field, given)() == "80915-3210000"


def test_the_windows_keys_act_from_within_a_field(qtbot: QtBot, shown: UnitDesk) -> None:
    shown.go("封面.电话")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("0915-3210000")
    QTest.keyClick(field, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "0915-3210000" and "字体" in shown.notice.words
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (asked,) = (one for one in shown.findChildren(GoTo) if one.isVisible())
    asked.close()
    assert field.text() == "0915-3210000"
