"""A list of choices is changed by choosing in it alone: no wheel, and no key that merely passes a value, changes it."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QDateEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys.typist import NONE
from ui.boxes.finding_box import ReasonBox
from ui.frame.bars import PeriodBox
from ui.look.focus import leave_wheel
from ui.look.widgets import OPENS, ChoiceBox
from ui.tables.grids.choice_list import ChoiceList
from ui.tables.grids.editors import EditorDelegate


def turn(box: QWidget, up: int) -> None:
    """Turn the wheel over a box, as the pointer lies on it."""
    at, step = QPointF(box.rect().center()), QPoint(0, 120 * up)
    no_button, no_phase, turned = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase, False
    event = QWheelEvent(at, box.mapToGlobal(at), QPoint(), step, no_button, NONE, no_phase, turned)
    QApplication.sendEvent(box, event)


def boxes() -> list[QComboBox]:
    plain, periods = ChoiceBox(), PeriodBox()
    for one in (plain, periods):
        one.addItems(["甲", "乙", "丙"])
    return [plain, periods, ReasonBox(None), ChoiceList(("甲", "乙", "丙"))]


@pytest.mark.parametrize("number", range(4), ids=["box", "period", "reason", "cell"])
def test_the_wheel_gives_no_list_the_keyboard(qtbot: QtBot, number: int) -> None:
    """What was typed next went into it, and nowhere."""
    box = boxes()[number]
    qtbot.addWidget(box)
    assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("make", [QSpinBox, QDateEdit])
def test_the_wheel_changes_no_number_and_no_day(qtbot: QtBot, make: type[QAbstractSpinBox]) -> None:
    field = make()
    qtbot.addWidget(field)
    leave_wheel(field)
    before = field.text()
    turn(field, 1)
    assert field.text() == before and field.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_every_number_and_day_leaves_the_wheel_to_the_page() -> None:
    kinds = "(?:QSpinBox|QDateEdit|QDateTimeEdit|QDoubleSpinBox|QSlider|QDial)"
    made, own = re.compile(rf"^ +(\S+) = {kinds}\(", re.MULTILINE), re.compile(rf"^class \w+\({kinds}\)", re.MULTILINE)
    for path in (Path(__file__).resolve().parents[3] / "ui").rglob("*.py"):
        text = path.read_text("utf-8")
        fields = [*made.findall(text), *("self" for _ in own.findall(text))]
        assert [one for one in fields if f"leave_wheel({one})" not in text] == [], path


@pytest.mark.parametrize("number", range(4), ids=["box", "period", "reason", "cell"])
def test_neither_the_wheel_nor_a_key_on_a_closed_list_changes_it(qtbot: QtBot, number: int) -> None:
    box = boxes()[number]
    qtbot.addWidget(box)
    told: list[int] = []
    box.activated.connect(told.append)
    box.setCurrentIndex(1)
    box.show()
    for up in (1, -1):
        turn(box, up)
    for key in OPENS:
        QTest.keyClick(box, key)
        box.hidePopup()
    assert (box.currentIndex(), told) == (1, [])
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible(), "an arrow opens it"
    box.hidePopup()


def test_an_editor_gives_its_text_once(qtbot: QtBot) -> None:
    parent, delegate, given = QWidget(), EditorDelegate(), []
    qtbot.addWidget(parent)
    delegate.commitData.connect(given.append)
    box = delegate.list_editor(("甲", "乙"), parent)
    box.activated.emit(1)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):  # the view has not taken it away yet
        delegate.eventFilter(box, QKeyEvent(QEvent.Type.KeyPress, key, NONE))
    assert given == [box]


def test_the_window_makes_no_other_list() -> None:
    ui = Path(__file__).parents[3] / "ui"
    made = [path.name for path in ui.rglob("*.py") if re.search(r"\bQComboBox\(\w*\)(?!:)", path.read_text("utf-8"))]
    derived = [path.name for path in ui.rglob("*.py") if "(QComboBox):" in path.read_text("utf-8")]
    assert (made, sorted(derived)) == ([], ["bars.py", "widgets.py"])
