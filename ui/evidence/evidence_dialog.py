"""Evidence dialog: the files of one place in a window of their own, where the panel that shows them is folded away."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.evidence.evidence_box import EvidenceBox
from ui.look.fitting import fit
from ui.look.widgets import button, column, label, row, scrolled
from ui.session.screen import ScreenContext

SIZE = (460, 300)


class EvidenceDialog(QDialog):
    """The files of one place: attached, looked at, taken away."""

    def __init__(self, desk: ScreenContext, place: str, name: str, parent: QWidget) -> None:
        """Show the files of a place; `name` is what people call it."""
        super().__init__(parent)
        self.setWindowTitle(say("evidence.ui.title"))
        fit(self, *SIZE)
        self._behind = desk.tell  # of the desk
        self.told = label("", "small", wrap=True)
        self.box = EvidenceBox(replace(desk, tell=self._tell), place)
        whole = column(
            label(name, "heading", wrap=True),
            scrolled(column(self.box, None)),
            self.told,
            row(None, button(say("evidence.ui.close"), self.accept, "primary")),
            spacing=10,
        )
        whole.setStretch(1, 1)
        whole.setContentsMargins(18, 14, 18, 14)
        self.setLayout(whole)

    def _tell(self, words: str, mark: Mark) -> None:
        """Say a sentence here, while the line of the desk lies behind."""
        if isValid(self):
            self.told.setText(words)
        else:
            self._behind(words, mark)
