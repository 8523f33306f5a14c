"""The program's window at the corner of a real screen, with the keyboard, as after a start."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow


@contextmanager
def program_window(qtbot: QtBot, data: Path, settings: Path) -> Iterator[MainWindow]:
    """The window on a folder of data, with what it remembers in a file of settings."""
    window = MainWindow(data, WindowMemory(settings))
    qtbot.addWidget(window)
    window.move(0, 0)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    window.lane.close()
