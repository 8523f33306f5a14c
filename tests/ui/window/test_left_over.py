"""A desk that is left takes with it all it was made of: what has no parent is kept, and dressed with every window."""

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.basics.window_settings import WindowMemory
from ui.screens.table import TableScreen
from ui.session.trial_workspace import make_trial
from ui.window.about import AboutWindow
from ui.window.choices import show_about
from ui.window.go_to import GoTo
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

UNIT, TIMES = "610902", 3


def standing_alone() -> Counter[str]:
    """How many widgets of each kind have no parent, all that is to be deleted gone."""
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    return Counter(type(one).__name__ for one in QApplication.topLevelWidgets())


def left_over(open_and_walk: Callable[[], None]) -> Counter[str]:
    """What stands alone after some openings more than after one."""
    open_and_walk()
    before = standing_alone()
    for _ in range(TIMES):
        open_and_walk()
    return standing_alone() - before


def test_what_opens_for_a_moment_is_gone_when_it_is_closed(qtbot: QtBot, desk: UnitDesk) -> None:
    """Each menu of a cell, and each line that goes anywhere, stayed with its page for as long as the desk was open."""
    desk.go("A1")
    view = next(one for one in desk.screens if isinstance(one, TableScreen)).items

    def open_and_close() -> None:
        view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
        view.offer_states()
        desk.open_go_to()
        show_about(desk)
        for one in QApplication.topLevelWidgets():
            if one is not desk.window() and one.isVisible():
                one.close()

    def alive() -> Counter[str]:
        standing_alone()
        kinds = QMenu, GoTo, AboutWindow
        return Counter(type(one).__name__ for kind in kinds for one in desk.findChildren(kind))

    before = alive()
    for _ in range(TIMES):
        open_and_close()
    assert alive() == before


def test_a_units_desk_leaves_nothing_behind(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_trial(tmp_path / name, UNIT).close()
    window = MainWindow(tmp_path / "one", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()

    def walk() -> None:
        for name in ("two", "one"):
            window.open_folder(tmp_path / name)
            desk = window.desk
            assert desk is not None
            for page in desk.pages():
                desk.go(page.key)
                QApplication.processEvents()

    assert left_over(walk) == {}
