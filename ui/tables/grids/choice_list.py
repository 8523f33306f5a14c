"""Choice list: the box of choices in a cell and in a form, which tells of a key that means none of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.look.widgets import OPENS, ChoiceBox
from ui.tables.chords import types_text

MOST_NAMED = 6  # choices in the sentence on a key


class ChoiceList(ChoiceBox):
    """A list of choices after a blank one."""

    unmatched = Signal(str)  # a key that no choice begins with: what to tell
    given_up = Signal()  # a list that was opened by its own key is closed, and nothing was chosen from it
    alone = False  # True: opened by F4, so that Esc closes list and box in one

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer the choices."""
        super().__init__(parent)
        self.addItems(["", *choices])
        self.view().installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or choose what begins with a letter; a letter that begins no choice is told."""
        if types_text(event) and event.key() not in OPENS:
            self._search(event.text())
        else:
            super().keyPressEvent(event)

    def _search(self, typed: str) -> None:
        """Choose the next choice that begins with a letter, each letter for itself."""
        here, many = self.currentIndex(), self.count()
        ring = [(here + step) % many for step in range(1, many + 1)]
        found = next((at for at in ring if self.itemText(at).casefold().startswith(typed.casefold())), None)
        if found is not None:
            self.setCurrentIndex(found)
            self.activated.emit(found)
            return
        named = [self.itemText(at) for at in range(1, many)]
        which = "no_choice_of_many" if len(named) > MOST_NAMED else "no_choice"
        self.unmatched.emit(say(f"window.grid.{which}", 键入=typed, 各项="、".join(named[:MOST_NAMED]), n=len(named)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the list closes, and nothing is chosen in the same moment, where it stands alone."""
        if event.type() is QEvent.Type.Hide and self.alone:
            QTimer.singleShot(0, self, self.given_up.emit)
        return super().eventFilter(watched, event)

    def showPopup(self) -> None:
        """Open the list on the first choice where nothing is chosen yet: Enter takes what is lit."""
        super().showPopup()
        if not self.currentText() and self.count() > 1:
            self.view().setCurrentIndex(self.model().index(1, self.modelColumn()))
