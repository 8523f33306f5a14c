"""Store page: the unit's data are there but cannot be opened now — what stands in the way, and what to do.

Stands where the start would invite to begin anew: a second beginning would leave the data behind.
"""

import errno
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from ui.basics.texts import say, trouble
from ui.look.widgets import button, column, frame, label, row, scrolled

WIDTH = 640
READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class StorePage(QWidget):
    """What keeps a store from being opened."""

    def __init__(self, folder: Path, error: BaseException, again: Callable[[], None]) -> None:
        """Tell about a folder; `again` tries once more."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.retry = button(say("store.again"), again, "primary")
        self.retry.setAutoDefault(True)
        show = button(say("store.show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.reason = label(trouble(error), wrap=True)
        inside = column(
            label(say("store.title"), "title", wrap=True),
            label(say("store.safe"), "met", wrap=True),
            label(say("store.folder", 文件夹=folder), "quiet", wrap=True),
            self.reason,
            label(say(f"store.way.{_way(error)}"), wrap=True),
            row(show, None, self.retry),
            spacing=12,
        )
        card = frame(inside, "card", 28)
        card.setMaximumWidth(WIDTH)
        middle = row(None, card, None)
        middle.setStretch(1, 1000)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled(column(None, middle, None)))

    def take_focus(self) -> None:
        """Put the keyboard on 重试."""
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)


def _way(error: BaseException) -> str:
    """Name what a person can do about a failure."""
    code = error.code if isinstance(error, AppError | MachineError) else ""
    if code == "store_in_use":
        return "in_use"
    if isinstance(error, OSError) and error.errno in READ_ONLY:
        return "read_only"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "full"
    return "newer" if code == "store_newer" else "damaged" if isinstance(error, MachineError) else "other"
