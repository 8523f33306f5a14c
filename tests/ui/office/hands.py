"""The hands of one person at the office's desk, and how often they acted in a situation of the day.

An act is a press of a button or a key that does something. Choosing a page in the navigation, moving in a list and
typing or choosing what stands in a field are not counted.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from models.workspace.act import ActKind
from ui.office.asking import FieldsDialog
from ui.office.page import OfficePage
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk

MOST, BY = 3, "测试甲"


def type_in(edits: Mapping[str, QLineEdit], **said: str) -> None:
    """Fill fields as a person does: what is typed is told to the page."""
    for name, text in said.items():
        edits[name].setText(text)
        edits[name].textEdited.emit(text)


def see_effect(qtbot: QtBot, page: OfficePage) -> None:
    """Wait, as a person does, until the effect of what the page's button does stands there."""
    qtbot.waitUntil(page.ready, timeout=60_000)


class Hands:
    """Counts the acts of a situation and reads the line it left."""

    def __init__(self, qtbot: QtBot, desk: OfficeDesk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.begins()

    def begins(self) -> None:
        self.acts, self.last = 0, len(self.desk.session.workspace.store.acts.rows())

    def stands_on(self, today: TodayPage, key: str) -> None:
        """Go to the row of 今天要办 whose key begins so."""
        self.desk.go("today", "")
        row = next(n for n, one in enumerate(today.list.lines.entries) if one.key.startswith(key))
        today.list.setCurrentIndex(today.list.lines.index(row))

    def click(self, one: QAbstractButton) -> None:
        see_effect(self.qtbot, self.desk.current)
        assert one.isEnabled()
        self.acts += 1
        self.qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
        is_done(self.desk)

    def key(self, where: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.acts += 1
        self.qtbot.keyClick(where, key, held)
        is_done(self.desk)

    def goes(self, text: str) -> None:
        """Jump to a page, unit or target by what it is called."""
        self.acts += 1
        self.comes_forward()
        self.qtbot.keyClick(self.desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        line = self.desk.going.line
        line.setText(text)
        self.qtbot.keyClick(line, Qt.Key.Key_Return)

    def comes_forward(self) -> None:
        """The window has the keyboard again, as it does where a dialog closed."""
        window = self.desk.window()
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)

    def drops(self, files: Iterable[Path]) -> None:
        """Drag files from elsewhere onto the window."""
        self.acts += 1
        mime, window = QMimeData(), self.desk.window()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        assert window.acceptDrops()
        window.dropEvent(QDropEvent(QPointF(9, 99), copy, mime, left, none))

    def fill(self, edits: Mapping[str, QLineEdit], **said: str) -> None:
        type_in(edits, **said)

    def confirms(self, dialog: FieldsDialog | None, **said: str) -> None:
        assert dialog is not None
        self.fill(dialog.edits, **said)
        self.qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
        self.click(dialog.primary)
        self.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)

    def left(self, kind: ActKind, why: str, *, desk: OfficeDesk | None = None) -> None:
        """The situation took few acts, and a line of that kind says who, when and why; `desk`: opened since."""
        rows = (desk or self.desk).session.workspace.store.acts.rows()[self.last :]
        assert 0 < self.acts <= MOST
        said = [f"{row.by} {row.at:%F} {row.why} {row.about}" for row in rows if row.kind == kind and BY in row.by]
        assert any(why in one for one in said), said
        self.begins() if desk is None else None


def is_done(desk: OfficeDesk, after: Callable[[], object] = lambda: None) -> None:
    """Wait, as a person does, until what goes on in the background `after` an act is done and shown."""
    after()
    loop, until = QEventLoop(), time.monotonic() + 60
    while not desk._lane.idle and time.monotonic() < until:
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    assert desk._lane.idle


def page(desk: OfficeDesk, kind: type[Any]) -> Any:
    return next(one for one in desk.pages if isinstance(one, kind))
