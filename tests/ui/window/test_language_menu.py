"""The menu of languages: a language is kept, told in its own words, and used from the next start on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from models.basics.messages import CHINESE, ENGLISH, choose_language, language_in_use
from tests.ui.seen import menu_lines
from ui.basics.window_settings import WindowMemory, WindowSettings
from ui.window.main_window import MainWindow


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    """What the window remembers, in a file of its own."""
    return WindowMemory(tmp_path / "memory.ini")


@pytest.fixture
def window(qapp: object, qtbot: QtBot, tmp_path: Path, memory: WindowMemory) -> Iterator[MainWindow]:
    """The window on trial data."""
    made = MainWindow(tmp_path / "none", memory)
    qtbot.addWidget(made)
    made.open_trial()
    qtbot.waitUntil(lambda: made.desk is not None, timeout=60_000)
    yield made
    made.close()


def _acts(window: MainWindow) -> dict[str, QAction]:
    menu_lines(window)  # they are made when the menu is opened
    return {act.text(): act for act in window.findChildren(QAction) if act.text() in ("中文", "English")}


def test_a_language_is_kept_and_told_in_its_own_words(window: MainWindow, memory: WindowMemory) -> None:
    _acts(window)["English"].trigger()
    assert window.desk is not None
    assert window.desk.notice.words.startswith("The program will be in English the next time you start it.")
    assert (WindowSettings(memory).language, language_in_use()) == (ENGLISH, CHINESE)  # what is open goes on as it is
    assert {name: act.isChecked() for name, act in _acts(window).items()} == {"中文": False, "English": True}


def test_the_next_start_uses_the_language_that_was_kept(
    window: MainWindow, memory: WindowMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TANBAO_LANGUAGE", raising=False)
    _acts(window)["English"].trigger()
    assert choose_language(WindowSettings(memory).language) == ENGLISH
    choose_language(None)
