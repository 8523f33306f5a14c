"""Chooser: the page on which somebody with several workspaces says which one to open.

Every workspace is one line of two rows, the newest first and under the keyboard: Enter goes on where the work was left.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.notice import NoticeBar
from ui.look.widgets import (
    OneLine,
    PressedByEnter,
    button,
    card_in_the_middle,
    column,
    emptied,
    label,
    row,
)
from ui.workspaces.recent import Recent, RecentWorkspaces, title_of

WIDTH = 680


class WorkspaceChooser(QWidget):
    """The page."""

    chosen = Signal(str)  # the folder of a workspace
    other_wanted = Signal()  # a folder that is not in the list
    new_wanted = Signal()  # a workspace for another office

    def __init__(self, recent: RecentWorkspaces, words: str = "") -> None:
        """List the workspaces; `words` says what waits to be opened in the one that is chosen."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._recent = recent
        self.lines: list[QPushButton] = []
        self.notice = NoticeBar()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        other = button(say("workspaces.other"), self.other_wanted.emit)
        new = button(say("workspaces.new"), self.new_wanted.emit)
        for one in (other, new):
            one.setAutoDefault(True)
        head = column(label(say("workspaces.title"), "title"), label(say("workspaces.words"), "quiet", wrap=True))
        inside = column(head, self._list, row(new, None, other), spacing=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(card_in_the_middle(inside, WIDTH), 1)
        if words:
            self.notice.tell(words, Mark.HINT)
        self._show()

    def take_focus(self) -> None:
        """Put the keyboard on the workspace used last."""
        first = next((line for line in self.lines if line.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down the lines with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        able = [line for line in self.lines if line.isEnabled()]
        here = next((number for number, line in enumerate(able) if line.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        able[max(0, min(len(able) - 1, here + step))].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        emptied(self._list)
        self.lines.clear()
        for one in self._recent:
            line = _line(one)
            line.clicked.connect(partial(self._choose, one.folder))
            drop = button(say("workspaces.drop"), partial(self._drop, one.folder), "link")
            drop.setAccessibleName(say("workspaces.drop_of", 名称=one.name))
            both = row(line, drop)
            both.setStretch(0, 1)
            self._list.addLayout(both)
            self.lines.append(line)
        if not self.lines:
            self._list.addWidget(label(say("workspaces.none"), "quiet"))

    def _choose(self, folder: str, _checked: bool = False) -> None:
        self.chosen.emit(folder)

    def _drop(self, folder: str) -> None:
        self._recent.drop(folder)
        self._show()
        self.take_focus()


def _line(one: Recent) -> QPushButton:
    """A line of two rows: whose it is; plan, period and folder, or that the folder is not there."""
    known = "　".join(text for text in (one.plan, one.period) if text)
    below = "　".join(text for text in (known, one.folder) if text)
    line = PressedByEnter()
    line.setObjectName("choice-line")
    line.setAutoDefault(True)
    line.setAccessibleName(f"{title_of(one)} {below}")
    line.setToolTip(one.folder)
    line.setEnabled(one.there)
    inside = QVBoxLayout(line)
    inside.setContentsMargins(10, 6, 10, 6)
    inside.setSpacing(2)
    rows = [OneLine(title_of(one), "strong"), OneLine(below, "small")]
    if not one.there:
        rows[1].setText(say("workspaces.gone", 文件夹=one.folder))
    for shown in rows:
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(shown)
    return line
