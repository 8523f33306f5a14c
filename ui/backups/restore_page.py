"""Restore page: a person puts an earlier copy in place of data that can still be opened, or goes back to them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from ui.backups.restore_box import RestoreBox
from ui.basics.jobs import Lane
from ui.look.widgets import button, card_in_the_middle, column, label, row

WIDTH = 640


class RestorePage(QWidget):
    """从备份恢复; the workspace is closed meanwhile."""

    def __init__(self, folder: Path, lane: Lane, opened: Callable[[], None], *, person: str) -> None:
        """Offer the copies of a folder; `opened` opens the workspace, whatever was done."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = RestoreBox(folder, lane, opened, person=person)
        self.back = button(say("backups.window.back"), opened)
        self.effect = label(say("backups.window.effect"), wrap=True)
        for one in (self.back, self.effect):
            self.box.put_back_done.connect(one.hide)
        inside = column(
            label(say("backups.window.title"), "title", wrap=True),
            label(say("backups.window.folder", 文件夹=folder), "quiet", wrap=True),
            self.effect,
            self.box,
            row(self.back, None),
            spacing=12,
        )
        layout = QVBoxLayout(self)
        layout.addWidget(card_in_the_middle(inside, WIDTH))
