"""The page of keys: every key stands on it, and each does what it says."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.guide.conftest import trial
from tests.ui.guide.test_guide import KEYS_PAGE
from tests.ui.guide.test_guide_names import told_keys
from ui.frame.excel_keys import TOLD
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.grids.entry_view import EntryView
from ui.window.main_window import MainWindow


def shortcut_keys(shortcut: QShortcut) -> list[QKeySequence]:
    keys = shortcut.keys
    return list(keys())


def _shortcuts(window: MainWindow) -> set[str]:
    assert window.desk is not None and window.desk.screens  # asked for, they are all made
    every = (key for one in window.findChildren(QShortcut) for key in shortcut_keys(one))
    names = {key.toString(QKeySequence.SequenceFormat.PortableText) for key in every}
    return {name.replace("Return", "Enter") for name in names}  # one key on the page, two on the keyboard


def test_every_shortcut_of_the_window_stands_on_the_keys_page(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    told = set(told_keys(KEYS_PAGE.text))
    undo_again = {"Ctrl+Shift+Z", "Alt+Backspace", "Alt+Shift+Backspace"}  # further names of keys that are told of
    assert _shortcuts(window) - told - undo_again - set(TOLD) == set(), "those of TOLD only say what to do instead"


def test_every_key_on_the_keys_page_is_handled(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    told = told_keys(KEYS_PAGE.text)
    assert len(told) == len(set(told)) and set(told) - _shortcuts(window) - {"Ctrl+Y"} == set(HANDLED) - {"Ctrl+Enter"}


def _grid(window: MainWindow) -> EntryView:
    assert window.desk is not None
    window.desk.session.set_period("2020Q3")
    window.desk.go("Q06.1")
    view = next(one for one in window.desk.screens if isinstance(one, TableScreen)).items
    view.setFocus()
    return view


def _edits(view: EntryView) -> bool:
    return view.state() is QAbstractItemView.State.EditingState


def _press(view: EntryView, key: str) -> None:
    pressed = QKeySequence(key)[0]
    QTest.keyClick(view, pressed.key(), pressed.keyboardModifiers())


def _moves(view: EntryView, key: str) -> bool:
    before = view.currentIndex()
    _press(view, key)
    return view.currentIndex() != before


def _escapes(view: EntryView, key: str) -> bool:
    _press(view, "F2")
    editing = _edits(view)
    editor = view.focusWidget() or view
    QTest.keyClick(view.window().focusWidget() or editor, Qt.Key.Key_Escape)
    return editing and not _edits(view)


def _edits_on(view: EntryView, key: str) -> bool:
    _press(view, key)
    return _edits(view)


def _offers(view: EntryView, key: str) -> bool:
    _press(view, key)
    found = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    for menu in found:
        menu.close()
    return bool(found)


def _clears(view: EntryView, key: str) -> bool:
    session = view._desk.session
    view._desk.edits.put("Q06.1", "3")
    _press(view, key)
    return session.entered("Q06.1").raw == ""


def _copies(view: EntryView, key: str) -> bool:
    view._desk.edits.put("Q06.1", "3.5")
    _press(view, key)
    return "3.5" in QGuiApplication.clipboard().text()


def _pastes(view: EntryView, key: str) -> bool:
    QGuiApplication.clipboard().setText("4.5")
    _press(view, key)
    return view._desk.session.entered("Q06.1").raw == "4.5"


def _fills(view: EntryView, key: str) -> bool:
    view._desk.edits.put("Q06.1", "2.5")
    here = view.currentIndex()
    for index in (here, here.siblingAtRow(here.row() + 1)):
        view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)
    _press(view, key)
    return view._desk.session.entered("Q06.2").raw == "2.5"


HANDLED: dict[str, Callable[[EntryView, str], bool]] = {
    "F2": _edits_on,
    "Enter": _moves,
    "Tab": _moves,
    "Ctrl+Enter": _moves,
    "Esc": _escapes,
    "F4": _offers,
    "Delete": _clears,
    "Ctrl+C": _copies,
    "Ctrl+V": _pastes,
    "Ctrl+D": _fills,
}


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen screen cannot, a menu asks
def test_a_key_of_the_grid_does_what_the_page_says(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    for key, done in HANDLED.items():
        assert done(_grid(window), "Ctrl+Return" if key == "Ctrl+Enter" else key), key


def test_the_keys_page_knows_the_registers_too(window: MainWindow) -> None:
    trial(window)
    assert window.desk is not None
    screens = [one for one in window.desk.screens if isinstance(one, RegisterScreen | TableScreen)]
    finds = [one for screen in screens for one in screen.findChildren(QShortcut)]
    assert len(finds) == 2 and {key for one in finds for key in shortcut_keys(one)} == {QKeySequence("Ctrl+F")}
