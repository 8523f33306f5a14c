"""Store page: the data are there but cannot be opened now — what stands in the way, and what to do.

Stands where the start would invite to begin anew: a second beginning would leave the data behind. A damaged store is
offered its newest copy; what that copy lacks is shown, and confirmed, before the desk opens.
"""

import errno
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say as word
from models.basics.period import PLAN_ZONE
from models.workspace.backups import dated_copies, restore
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
        self._folder, self._again = folder, again
        self._returns: list[Path] = []  # of the unit's own, that a restored store lacks
        way = _way(error)
        copies = dated_copies(folder) if way == "damaged" else ()
        self.copy = copies[0][1] if copies else None
        words = say("store.restore", 时=f"{copies[0][0]:%Y-%m-%d %H:%M}") if copies else ""
        self.put_back = button(words, self.restore, "primary")
        self.put_back.setVisible(bool(copies))
        if copies:
            self.retry.setObjectName("")
        self._inside = column(
            label(say("store.title"), "title", wrap=True),
            *([] if way == "damaged" else [label(say("store.safe"), "met", wrap=True)]),
            label(say("store.folder", 文件夹=folder), "quiet", wrap=True),
            self.reason,
            label(say(f"store.way.{'alone' if way == 'damaged' and not copies else way}"), wrap=True),
            row(show, None, self.put_back, self.retry),
            spacing=12,
        )
        card = frame(self._inside, "card", 28)
        card.setMaximumWidth(WIDTH)
        middle = row(None, card, None)
        middle.setStretch(1, 1000)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled(column(None, middle, None)))

    def restore(self) -> None:
        """Put the newest copy in place; then show what it lacks, to be confirmed before the desk opens."""
        if self.copy is None:
            return
        from forms.opening.beside import see_beside

        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = restore(self._folder, self.copy, "", now=datetime.now(PLAN_ZONE))
            beside_it = see_beside(self._folder, found.folders, "")
        except (AppError, MachineError, OSError) as error:
            self.reason.setText(trouble(error))
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.put_back.hide()
        self.retry.hide()
        self.reason.setText(
            word("backups.restored", 件=found.head, 时=f"{found.at:%Y-%m-%d %H:%M}" if found.at else "—")
        )
        lines = [f"{one.at:%Y-%m-%d %H:%M}　{word(f'record.kind.{one.kind}')}" for one in found.lacking]
        said = word("backups.lacking", n=len(lines)) if lines else say("store.lacks_unknown")
        self._returns = [one.path for one in beside_it if one.kind == "return"]
        beside = [word("backups.seen", n=len(beside_it)), *(one.words for one in beside_it)] if beside_it else []
        self.lacking = label("\n".join((said, *lines, *beside)), wrap=True)
        self.seen = button(say("store.seen"), self._confirm, "primary")
        self._inside.addWidget(self.lacking)
        self._inside.addLayout(row(None, self.seen))
        self.seen.setFocus()

    def _confirm(self) -> None:
        """Take in the unit's own returns that lay beside: the next revision follows them; then open the desk."""
        from forms.unit.open_paper import confirm_with_returns

        try:
            confirm_with_returns(self._folder, self._returns)
        except (AppError, MachineError, OSError) as error:
            self.reason.setText(trouble(error))
            return
        self._again()

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
    if code in ("store_damaged", "store_damaged_alone", "record_broken"):
        return "damaged"
    if code in ("disk_full", "store_read_only", "store_busy"):
        return {"disk_full": "full", "store_read_only": "read_only", "store_busy": "busy"}[code]
    return "newer" if code == "store_newer" else "other"
