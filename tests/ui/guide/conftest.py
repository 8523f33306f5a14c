"""The window on a PC where the program was never used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[MainWindow]:
    memory = WindowMemory(tmp_path / "memory.ini")
    made = MainWindow(tmp_path / "none", memory)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()


def trial(window: MainWindow) -> None:
    """Open the trial and wait for it: it is made in the background."""
    window.open_trial()
    while window.desk is None:
        QTest.qWait(20)
