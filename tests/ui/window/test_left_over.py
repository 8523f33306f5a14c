"""A desk that is left takes with it all it was made of: what has no parent is kept, and dressed with every window."""

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow

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
