"""Store page: the data are there but cannot be opened now — what stands in the way, and what to do.

Stands where the start would invite to begin anew: a second beginning would leave the data behind. A damaged store is
offered its newest copy; what that copy lacks is shown, and confirmed, before the desk opens.
"""

import errno
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.backups.restore_box import RestoreBox
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder
from ui.look.widgets import button, card_in_the_middle, column, label, row

WIDTH = 640
PASSING = ("in_use", "read_only", "full", "busy")
READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class StorePage(QWidget):
    """What keeps a store from being opened."""

    def __init__(self, folder: Path, error: BaseException, again: Callable[[], None], lane: Lane) -> None:
        """Tell about a folder; `again` tries once more, a damaged store is put back in the `lane`."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.retry = button(say("window.store.again"), again, "primary")
        self.retry.setAutoDefault(True)
        show = button(say("window.store.show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        way = _way(error)
        self.reason = label(_reason(error, way), wrap=True)
        self.again_when_seen = again if way in PASSING else None  # somebody may have mended it meanwhile, elsewhere
        self.listed = button(say("window.store.list"), self.choose_list)
        self.listed.setVisible(isinstance(error, AppError) and error.code == "record_broken")
        self._folder, self._lane = folder, lane
        self.box = RestoreBox(folder, lane, again, rescues=True) if way == "damaged" else None
        if self.box is not None:
            self.retry.setObjectName("")
            self.box.put_back_done.connect(self._put_back)
            way = "damaged" if self.box.copies.count() else "alone"
        self.way, self.show_folder = label(say(f"window.store.way.{way}"), wrap=True), show
        self.title = label(say("window.store.title"), "title", wrap=True)
        inside = column(
            self.title,
            *([] if self.box else [label(say("window.store.safe"), "met", wrap=True)]),
            label(say("window.store.folder", 文件夹=folder), "quiet", wrap=True),
            self.reason,
            self.way,
            *([self.box] if self.box else []),
            row(show, self.listed, None, self.retry),
            spacing=12,
        )
        layout = QVBoxLayout(self)
        layout.addWidget(card_in_the_middle(inside, WIDTH))

    def _put_back(self) -> None:
        """It is another page now: what is left to do is to look at what is lacking."""
        self.title.setText(say("window.store.title_restored"))
        for one in (self.reason, self.way, self.listed, self.retry):
            one.hide()

    def choose_list(self) -> None:
        """Ask for a folder and write the office's record into it, with every place where it does not hold."""
        if chosen := ask_folder(self, say("window.store.list")):
            self.write_list(Path(chosen))

    def write_list(self, out: Path) -> None:
        """Write the record into a folder in the background; the store is open only meanwhile."""

        def work(_: Progress) -> Path:
            from forms.office.checking import write_audit
            from models.workspace.office_workspace import OfficeWorkspace

            with OfficeWorkspace.open(self._folder) as office:
                return write_audit(office, out, datetime.now(PLAN_ZONE))[0]

        def told(error: BaseException) -> None:
            self.way.setText(trouble(error))

        self._lane.run(self, work, lambda path: self.way.setText(say("window.store.listed", 文件=path)), told)

    def take_focus(self) -> None:
        """Put the keyboard on 重试, or where a damaged store is put back."""
        (self.box.by if self.box is not None else self.retry).setFocus(Qt.FocusReason.OtherFocusReason)


def _reason(error: BaseException, way: str) -> str:
    """Say what is wrong: of a record that does not hold the first places, of a damaged file no more than that."""
    if isinstance(error, AppError) and error.code == "record_broken":
        return say("window.store.record", **error.facts)
    return say("window.store.damaged") if way == "damaged" else trouble(error)


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
