"""A window over a workspace whose disk fails, and what its disk has."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from pytestqt.qtbot import QtBot

from models.store.file.files import STORE
from ui.basics.window_settings import WindowMemory
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

Q3 = "2020Q3"


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)


def window(qtbot: QtBot, folder: Path, windows: list[MainWindow]) -> MainWindow:
    made = MainWindow(folder, WindowMemory(folder.parent.parent / "memory.ini"))
    windows.append(made)
    qtbot.addWidget(made)
    made.show()
    return made


def desk_of(window: MainWindow) -> UnitDesk:
    assert window.desk is not None
    return window.desk


def kept(folder: Path, at: str) -> str:
    """What the disk has, whatever a window holds beside it."""
    with sqlite3.connect(folder / STORE) as db:
        found = db.execute("SELECT value FROM cells WHERE period = ? AND address = ?", (Q3, at)).fetchone()
    db.close()
    return found[0] if found else ""
