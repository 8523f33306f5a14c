"""Evidence dialog: the files of one place in a window of their own, where the panel that shows them is folded away."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.evidence.evidence_box import EvidenceBox
from ui.look.fitting import fit
from ui.look.widgets import button, column, label, row, scrolled
from ui.session.screen import ScreenContext

WIDTH, SIDE, EDGE = 460, 18, 14
MOST = 420  # pixels: a longer list is scrolled


class EvidenceDialog(QDialog):
    """The files of one place: attached, looked at, taken away."""

    def __init__(self, desk: ScreenContext, place: str, name: str, parent: QWidget) -> None:
        """Show the files of a place; `name` is what people call it."""
        super().__init__(parent)
        self.setWindowTitle(say("evidence.ui.title"))
        self._behind = desk.tell  # of the desk
        self.told = label("", "small", wrap=True)
        self.box = EvidenceBox(replace(desk, tell=self._tell), place)
        self.told.hide()
        self._close = button(say("evidence.ui.close"), self.accept, "primary")
        self._heading, self._listed = label(name, "heading", wrap=True), column(self.box, None)
        self._area = scrolled(self._listed)
        self._whole = whole = column(
            self._heading,
            self._area,
            self.told,
            row(None, self._close),
            spacing=10,
        )
        whole.setStretch(1, 1)
        whole.setContentsMargins(SIDE, EDGE, SIDE, EDGE)
        self.setLayout(whole)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._take_size)
        self.box.installEventFilter(self)
        self._take_size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the list needs: what was put into it is counted when it is shown, a moment later."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._later.start()
        return super().eventFilter(watched, event)

    def _take_size(self) -> None:
        """Be as high as what is said and listed, up to a limit: no more is empty than one would attach next."""
        for part in (self, *self.findChildren(QWidget)):  # else measured in another type than they are shown in
            part.ensurePolished()
        wide = WIDTH - 2 * SIDE
        said = [one for one in (self._heading, self.told) if not one.isHidden()]
        listed = self._listed.totalSizeHint().height()
        self._area.setMinimumHeight(min(listed, self._area.minimumSizeHint().height()))  # its own is more than a line
        tall = sum(one.heightForWidth(wide) for one in said) + listed
        around = 2 * EDGE + (len(said) + 1) * self._whole.spacing() + self._close.sizeHint().height()
        fit(self, WIDTH, min(tall + around, MOST))

    def _tell(self, words: str, mark: Mark) -> None:
        """Say a sentence here, while the line of the desk lies behind."""
        if isValid(self):
            self.told.setText(words)
            self.told.setVisible(bool(words))
            self._later.start()
        else:
            self._behind(words, mark)
