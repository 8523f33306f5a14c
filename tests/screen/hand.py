"""A hand at the screen: real pointer and key events from the X server, aimed by looking where the window shows things.

Nothing is called in the window: widgets are only asked where they are and what they show.
"""

import os
import subprocess
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)
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
        """Click the button that asks for a file and paste its path once the dialog has the keys.

        The click comes back only when the dialog is closed, so the dialog's own event loop must see when it is ready:
        keys pressed too early go into the window behind it, and both would wait for ever. Pasted, because Qt completes
        a path that is typed, and a Return may then choose a folder on the way.
        """
        answer = _PathGiven(path)
        self.click_button(text, inside)
        self.wait_for(answer.given)
        answer.end()

    def choose_file_by_key(self, key: str, path: Path) -> None:
        """Press the key that asks for a file, and answer as `choose_file` does."""
        answer = _PathGiven(path)
        self.press(key)
        self.wait_for(answer.given)
        answer.end()

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


class _PathGiven:
    """Answers a file dialog: looks every few moments what it shows, and presses the key that is due."""

    PATIENCE = 40  # looks at a dialog that shows the same; a key is then pressed again

    def __init__(self, path: Path) -> None:
        QGuiApplication.clipboard().setText(str(path))
        self._path, self._pressed, self._looks = str(path), "", 0
        self._acting: subprocess.Popen[bytes] | None = None
        self._timer = QTimer(interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def given(self) -> bool:
        """True when the path was confirmed."""
        return self._pressed == "Return" and self._idle()

    def end(self) -> None:
        """Answer no further dialog."""
        self._timer.stop()

    def _idle(self) -> bool:
        return self._acting is None or self._acting.poll() is not None

    def _look(self) -> None:
        edit = QApplication.focusWidget()
        asked = isinstance(edit, QLineEdit) and isinstance(edit.window(), QFileDialog)
        if not (asked and edit.window().isActiveWindow() and self._idle()):
            return
        key = {"": "ctrl+v", self._path: "Return"}.get(edit.text(), "")
        self._looks += 1
        if key and (key != self._pressed or self._looks > self.PATIENCE):
            self._pressed, self._looks = key, 0
            self._acting = subprocess.Popen(["xdotool", "key", "--clearmodifiers", key])
