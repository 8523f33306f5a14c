"""The keyboard never falls out of the work: Tab and F6 go through every screen, what is made anew gives it back."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.sheet.cells import State
from models.sheet.rows import read_rows
from tests.ui.keys.typist import CTRL, SHIFT, Typist
from ui.answers.answer_line import AnswerLine
from ui.answers.grid_line import GridLine
from ui.look.focus import part_with, tab_stops
from ui.screens.progress import ProgressScreen
from ui.tables.grids.choice_list import ChoiceList
from ui.tables.grids.grid_view import GridView
from ui.window.about import AboutWindow
from ui.window.unit_desk import UnitDesk

Key = Qt.Key
MOST = 400  # stops on one page


def settle(qtbot: QtBot) -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
    qtbot.wait(1)


def on_a_grid(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, GridLine):
        widget = widget.parentWidget()
    return widget is not None and isinstance(widget.parentWidget().parentWidget(), GridView)


def test_tab_goes_through_every_screen_and_comes_round(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put("Q06.5", "500亩")
    for page in shown.pages():
        shown.go(page.key)
        settle(qtbot)
        stops = tab_stops(shown)
        seen: list[QWidget] = []
        shown.navigation.setFocus()
        for _ in range(MOST):
            focus = typist.focus
            if focus in seen:
                break
            seen.append(focus)
            # grids keep Tab for themselves, with what lies on them: F6 leaves them, here they are stepped over
            kept = isinstance(focus, GridView) or on_a_grid(focus)
            shown.focusNextPrevChild(True) if kept else typist.press(Key.Key_Tab)
            assert shown.isAncestorOf(typist.focus), (page.key, "outside of the desk")
            assert typist.focus.isVisible(), (page.key, type(typist.focus).__name__)
        missed = [one for one in stops if one.isVisible() and one not in seen and one.isEnabled()]
        assert not missed, (page.key, [(type(one).__name__, one.objectName()) for one in missed])


def test_f6_goes_through_the_parts_of_every_screen(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    for page in shown.pages():
        shown.go(page.key)
        settle(qtbot)
        parts = [name for name, part in shown.parts.items() if tab_stops(part)]
        met = []
        for _ in parts:
            met.append(part_with(shown.parts, typist.focus))
            typist.press(Key.Key_F6)
        assert sorted(met) == sorted(parts), (page.key, met)


def test_tab_goes_from_the_list_of_tasks_into_the_form_of_the_current_one(
    qtbot: QtBot, typist: Typist, shown: UnitDesk
) -> None:
    shown.go("progress")
    page = next(one for one in shown.screens if isinstance(one, ProgressScreen))
    page.show_as("form")
    settle(qtbot)
    assert typist.focus is page._list
    met = []
    for _ in range(3):
        typist.press(Key.Key_Tab)
        met.append(typist.focus)
    assert all(page._one_by_one.isAncestorOf(one) for one in met), [
        (type(one).__name__, one.text() if hasattr(one, "text") else "") for one in met
    ]
    assert isinstance(met[1], ChoiceList), "behind the way to the task's evidence its first field"


def test_tab_goes_through_an_answer_and_then_to_the_next_cell(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put("Q06.5", "500亩")
    shown.go("Q06.5")
    qtbot.waitUntil(lambda: bool(shown.findChildren(AnswerLine)))
    typist.press(Key.Key_F7)
    met = [getattr(typist.focus, "text", str)()]
    typist.press(Key.Key_Tab)
    met.append(getattr(typist.focus, "text", str)())
    assert met == ["确认 0.05 万亩", "改回"] and shown.place == "Q06.5"
    typist.press(Key.Key_Tab, SHIFT)
    assert getattr(typist.focus, "text", str)() == "确认 0.05 万亩"
    typist.press(Key.Key_Tab, times=2)
    assert isinstance(typist.focus, GridView) and shown.place == "Q06.5/last_year"


def test_a_dialog_that_closes_gives_the_keyboard_back_to_its_window(
    qtbot: QtBot, typist: Typist, shown: UnitDesk
) -> None:
    """On an X screen without a window manager nothing else does (`tests/screen/test_keys_on_x.py`)."""
    shown.go("Q06.1")
    view = typist.focus
    dialog = AboutWindow(shown)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.reject()
    qtbot.waitUntil(lambda: shown.isActiveWindow() and QApplication.focusWidget() is view)


def test_the_list_of_pages_is_walked_without_falling_into_a_page(typist: Typist, shown: UnitDesk) -> None:
    shown.navigation.setFocus()
    for _ in range(4):
        typist.press(Key.Key_Down)
        assert shown.navigation.hasFocus()
    typist.press(Key.Key_Return)
    assert part_with(shown.parts, typist.focus) == "middle"


def test_choosing_a_state_by_keyboard_gives_the_grid_back(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.2")
    settle(qtbot)
    states = [one for one in shown.panel.findChildren(QPushButton) if one.isVisible() and one.objectName() == "state"]
    states[0].setFocus()
    typist.press(Key.Key_Space)
    qtbot.waitUntil(lambda: shown.session.sheet.cell("Q06.2").state is State.NIL)
    settle(qtbot)
    assert part_with(shown.parts, QApplication.focusWidget()) == "middle"


def test_the_period_changes_by_choosing_alone(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    box, period = shown.top.periods, shown.session.period_id
    box.setFocus()
    middle = QPointF(box.rect().center())
    wheel = QWheelEvent(
        middle, box.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    typist.type("2")
    assert shown.session.period_id == period
    typist.press(Key.Key_Down)
    assert shown.session.period_id == period and box.view().isVisible()
    QApplication.sendEvent(box.view(), wheel)
    typist.press(Key.Key_Escape)
    assert shown.session.period_id == period


@pytest.mark.parametrize("page", ["cover", "A1", "progress", "R08", "findings", "filing", "slices"])
def test_a_page_that_is_gone_to_has_the_keyboard(qtbot: QtBot, shown: UnitDesk, page: str) -> None:
    shown.go("A5")
    shown.go(page)
    settle(qtbot)
    assert part_with(shown.parts, QApplication.focusWidget()) == "middle"


def test_tab_comes_to_a_date_before_the_button_that_puts_today(qtbot: QtBot, typist: Typist, shown: UnitDesk) -> None:
    shown.go("cover")
    settle(qtbot)
    next(one for one in shown.findChildren(QLineEdit) if one.accessibleName() == "电话").setFocus()
    typist.press(Key.Key_Tab)
    typist.type("2020.10.13")
    typist.press(Key.Key_Return)
    assert shown.session.sheet.cell("封面.报出日期").text == "2020-10-13"
    typist.press(Key.Key_Tab)
    assert isinstance(typist.focus, QPushButton)


def test_a_period_that_does_not_fit_its_box_is_cut_with_three_dots(shown: UnitDesk) -> None:
    box = shown.top.periods
    whole = box.text_shown(10_000)
    assert whole == box.currentText() and not whole.endswith("…")
    assert box.text_shown(box.fontMetrics().horizontalAdvance(whole) // 2).endswith("…")


def test_f7_goes_from_a_cell_into_its_own_answer_before_it_goes_on(
    qtbot: QtBot, typist: Typist, shown: UnitDesk
) -> None:
    shown.edits.put("Q06.1", "约2")
    shown.edits.put("Q06.2", "约5.15")
    shown.go("Q06.1")
    for place, key in (("Q06.1", "约2"), ("Q06.2", "约5.15")):
        typist.press(Qt.Key.Key_F7)
        qtbot.waitUntil(lambda: isinstance(typist.focus, QLineEdit))
        assert shown.place == place and shown.session.entered(place).raw == key
    typist.press(Qt.Key.Key_Escape)
    assert isinstance(typist.focus, QAbstractItemView) and shown.place == "Q06.2"
    typist.press(Qt.Key.Key_F7, SHIFT)
    qtbot.waitUntil(lambda: shown.place == "Q06.1")


@pytest.mark.parametrize("place", ["Q20.2", "T02.本期进展", "R08[甲楼]", "封面.电话"])
def test_every_page_keeps_its_cell_as_the_sheets_of_a_spreadsheet_do(
    typist: Typist, shown: UnitDesk, place: str
) -> None:
    """Coming back one was at the first cell, or nowhere: the panel was empty, and the button led elsewhere."""
    register = shown.session.plan.registers["R08"]
    shown.edits.put_rows("R08", read_rows(register, [{"项目": "乙楼"}, {"项目": "甲楼"}]))
    shown.go(place)
    place, page = shown.place, shown.page  # of a row, with all that is its key
    for key in (Key.Key_PageDown, Key.Key_PageUp):
        typist.press(key, CTRL)
    assert (shown.page, shown.place) == (page, place)
    shown.go("findings")
    shown.go(page)
    assert shown.place == place
    shown.navigation.setFocus()
    shown.go("findings", keep_focus=True)
    shown.go(page, keep_focus=True)
    assert shown.place == place and shown.navigation.hasFocus(), "who walks through the pages stays in their list"
    shown.session.reload()
    assert (shown.page, shown.place) == (page, place), "also where the sheet is read anew"
