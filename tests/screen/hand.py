"""A hand at the screen: real pointer and key events from the X server, aimed by looking where the window shows things.

Nothing is called in the window: widgets are only asked where they are and what they show.
"""

import os
import subprocess
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

PICTURES = os.environ.get("TANBAO_PICTURES", "")
Found = TypeVar("Found", bound=QWidget)


class Hand:
    """Points, clicks, types and pastes; takes a picture of what the screen shows."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._taken = 0

    def _do(self, *words: str) -> None:
        """Let xdotool act while the window goes on living, then give the window a moment."""
        with subprocess.Popen(["xdotool", *words]) as acting:
            self._qtbot.waitUntil(lambda: acting.poll() is not None, timeout=20_000)
            assert acting.returncode == 0, words
        self._qtbot.wait(40)

    def wait_for(self, condition: object, timeout: int = 30_000) -> None:
        self._qtbot.waitUntil(condition, timeout=timeout)

    def press(self, *keys: str) -> None:
        """Press keys by X's names: Return, Tab, ctrl+v, F2."""
        self._do("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type plain ASCII; Chinese comes through an input method, or pasted."""
        assert text.isascii(), text
        self._do("type", "--delay", "12", text)

    def paste(self, text: str) -> None:
        """Paste what was copied elsewhere."""
        QGuiApplication.clipboard().setText(text)
        self.press("ctrl+v")

    def click(self, target: QWidget, rect: QRect | None = None, *, times: int = 1) -> None:
        """Click the middle of a widget, or of a part of it."""
        assert target.isVisible(), f"{target.objectName() or type(target).__name__} is not to be seen"
        place: QPoint = target.mapToGlobal((rect or target.rect()).center())
        self._do("mousemove", str(place.x()), str(place.y()), "click", "--repeat", str(times), "--delay", "60", "1")

    def scroll_to(self, target: QWidget) -> None:
        """Scroll until a widget is in sight, as one does before a click."""
        above = target.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(target)
            above = above.parentWidget()
        self._qtbot.wait(30)

    def sees_button(self, text: str) -> bool:
        """True when a button that says a text is in sight."""
        return any(True for _ in self._buttons(text, None))

    def click_button(self, text: str, inside: QWidget | None = None) -> None:
        """Click the button that says a text."""
        self.wait_for(lambda: any(True for _ in self._buttons(text, inside)))
        found = next(self._buttons(text, inside))
        assert found.isEnabled(), f"“{text}” cannot be pressed"
        self.click(found)

    def _buttons(self, text: str, inside: QWidget | None):  # type: ignore[no-untyped-def]
        tops = [inside] if inside else QApplication.topLevelWidgets()
        for top in tops:
            for one in top.findChildren(QAbstractButton):
                if one.isVisible() and text in one.text().replace("&", ""):
                    yield one

    def choose_file(self, text: str, path: Path, inside: QWidget | None = None) -> None:
        """Click the button that asks for a file and type its path; the window waits in its dialog meanwhile."""
        assert str(path).isascii(), path
        act = 'sleep 1.5; xdotool type --delay 8 "$1"; sleep 0.3; xdotool key Return'
        with subprocess.Popen(["sh", "-c", act, "sh", str(path)]) as beside:
            self.click_button(text, inside)
            self.wait_for(lambda: beside.poll() is not None)

    def click_cell(self, view: QAbstractItemView, index: QModelIndex, *, times: int = 1) -> None:
        """Click a cell of a table."""
        view.scrollTo(index)
        self._qtbot.wait(30)
        self.click(view.viewport(), view.visualRect(index), times=times)

    def take_picture(self, name: str) -> None:
        """Keep what the screen shows, where TANBAO_PICTURES says."""
        self._taken += 1
        if PICTURES:
            self._qtbot.wait(150)
            screen = QGuiApplication.primaryScreen()
            screen.grabWindow(0).save(str(Path(PICTURES) / f"{self._taken:02d}-{name}.png"))
