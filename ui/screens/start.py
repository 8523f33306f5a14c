"""Start screen: nothing is open yet — open a pack and say which unit this is, or try the program with invented data.

What is in a pack is read in the background lane; here it is shown to be confirmed: whose it is, and its 核对码.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from ui.jobs import Lane, Progress
from ui.messages import say, trouble
from ui.notice import NoticeBar
from ui.pieces import button, column, emptied, frame, label, row
from ui.standing import Mark

if TYPE_CHECKING:
    from forms.pack import Pack

WIDTH = 600


class StartScreen(QWidget):
    """The first page a person sees."""

    workspace_ready = Signal(object)  # Path of a unit's folder
    trial_wanted = Signal()

    def __init__(self, lane: Lane, folder: Path) -> None:
        """Offer a pack or a trial; `folder` becomes the workspace."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lane, self._folder = lane, folder
        self._content = b""
        self.notice = NoticeBar()
        self.units = QComboBox()
        self._inside = column(spacing=12)
        card = frame(self._inside, "card", 32)
        card.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._offer()

    def _offer(self) -> None:
        emptied(self._inside)
        self._inside.addWidget(label(say("start.name"), "display"))
        self._inside.addWidget(label(say("start.words"), "quiet", wrap=True))
        self._inside.addSpacing(8)
        self._inside.addWidget(label(say("start.pack_words"), wrap=True))
        self._inside.addLayout(row(button(say("start.pack"), self._choose_pack, "primary"), None))
        self._inside.addSpacing(8)
        self._inside.addWidget(label(say("start.trial_words"), wrap=True))
        self._inside.addLayout(row(button(say("start.trial"), self.trial_wanted.emit), None))
        self._inside.addSpacing(8)
        self._inside.addWidget(label(say("start.secret"), "warning", wrap=True))

    def _choose_pack(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, say("start.pack"), "", say("start.pack_filter"))
        if chosen:
            self.read_pack(Path(chosen))

    def read_pack(self, path: Path) -> None:
        """Read a pack and show what is in it."""

        def work(_: Progress) -> "tuple[bytes, Pack]":
            from forms.pack import read_pack
            from forms.paper import open_paper

            content = path.read_bytes()
            return content, read_pack(open_paper(content))

        self._lane.run(work, lambda found: self._confirm(*found), self._failed)

    def _confirm(self, content: bytes, pack: "Pack") -> None:
        self._content = content
        emptied(self._inside)
        self.units = QComboBox()
        self.units.addItem(say("start.choose_unit"), "")
        for unit in pack.plan.filing_units:
            self.units.addItem(unit.name, unit.id)
        self._inside.addWidget(label(pack.plan.title, "title", wrap=True))
        self._inside.addWidget(label(say("start.office", 汇总单位=pack.office), wrap=True))
        self._inside.addWidget(label(say("start.code"), "quiet", wrap=True))
        self._inside.addWidget(label(pack.code, "display"))
        self._inside.addWidget(label(say("start.unit"), wrap=True))
        self._inside.addWidget(self.units)
        self._inside.addSpacing(8)
        go = button(say("start.go"), self._take, "primary")
        self._inside.addLayout(row(button(say("start.back"), self._offer), None, go))

    def _take(self) -> None:
        unit = self.units.currentData()
        if not unit:
            self.notice.tell(say("start.unit_first"), Mark.WARNING)
            return
        folder, content = self._folder, self._content

        def work(_: Progress) -> Path:
            from forms.desk import take_paper

            take_paper(folder, content, unit=unit, by="")
            return folder

        self._lane.run(work, self.workspace_ready.emit, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.notice.tell(trouble(error), Mark.ERROR)
