"""Choice list: the box of choices in a cell and in a form. What is typed in it builds up, as in a spreadsheet.

The choice that begins with all that was typed is shown at once, and made when nothing more is typed, or the box is
left; what begins none of them is told as it was typed, and what stood in the box stands in it again.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.pinyin import initials
from ui.look.widgets import OPENS, ChoiceBox
from ui.tables.chords import types_text

MOST_NAMED = 6  # choices in the sentence on what is none of them
PAUSE = 1200  # milliseconds without a key after which what was typed is finished


class ChoiceList(ChoiceBox):
    """A list of choices after a blank one."""

    unmatched = Signal(str)  # no choice begins with what was typed: what to tell
    given_up = Signal()  # a list that was opened by its own key is closed, and nothing was chosen from it
    alone = False  # True: opened by F4, so that Esc closes list and box in one

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer the choices."""
        super().__init__(parent)
        self.addItems(["", *choices])
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.view().installEventFilter(self)
        self._typed, self._stood = "", 0  # since the last pause, and what was chosen before it
        self.pending = False  # what was typed means a choice that is not made yet: more may be typed
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.settle)
        self.activated.connect(lambda _: self._finish())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or go by what was typed so far; Backspace takes the last sign back, Esc all of it."""
        if types_text(event) and event.key() not in OPENS:
            self._go_by(self._typed + event.text(), event.text())
        elif event.key() == Qt.Key.Key_Backspace and len(self._typed) > 1:
            self._go_by(self._typed[:-1])
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape) and self._typed:
            self._give_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pending:
            self.settle()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Go by what an input method writes; while something is composed nothing is finished."""
        if event.commitString():
            self._go_by(self._typed + event.commitString(), event.commitString())
        elif event.preeditString():
            self._pause.stop()
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is finished when the box is left."""
        self.settle()
        super().focusOutEvent(event)

    def settle(self) -> None:
        """Nothing more is typed: the choice it means is made."""
        pending = self.pending
        self._finish()
        if pending:
            self.activated.emit(self.currentIndex())

    def _finish(self) -> None:
        self._pause.stop()
        self.pending, self._typed = False, ""

    def _give_back(self) -> None:
        """Nothing was typed."""
        self._finish()
        self.setCurrentIndex(self._stood)

    def _go_by(self, typed: str, last: str = "") -> None:
        """Show the choice that begins with what was typed, or whose pinyin does; its letter again goes to the next."""
        if not self._typed:
            self._stood = self.currentIndex()
        found = self._beginning(typed)
        if not found and last and typed == last * len(typed):  # once more the letter that has shown one
            typed, found = last, self._beginning(last)
            found = [*(at for at in found if at > self.currentIndex()), *found]
        self._typed, self.pending = typed, bool(found)
        self._pause.start()
        self.setCurrentIndex(found[0] if found else self._stood)
        if not found:
            self.unmatched.emit(self._refused(typed))
        elif len(found) == 1 and self.currentText() == typed:
            self.settle()

    def _beginning(self, typed: str) -> list[int]:
        """Return the choices that begin with what was typed; where none does, those whose initials do."""
        low, texts = typed.casefold(), [self.itemText(at) for at in range(self.count())]
        found = [at for at, text in enumerate(texts) if text.casefold().startswith(low)]
        return found or [at for at, text in enumerate(texts) if initials(text).startswith(low)]

    def _refused(self, typed: str) -> str:
        named = [self.itemText(at) for at in range(1, self.count())]
        which = "no_choice_of_many" if len(named) > MOST_NAMED else "no_choice"
        return say(f"window.grid.{which}", 键入=typed, 各项="、".join(named[:MOST_NAMED]), n=len(named))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the list closes, and nothing is chosen in the same moment, where it stands alone."""
        if event.type() is QEvent.Type.Hide and self.alone:
            QTimer.singleShot(0, self, self.given_up.emit)
        return super().eventFilter(watched, event)

    def showPopup(self) -> None:
        """Open the list on the first choice where nothing is chosen yet: Enter takes what is lit."""
        self._pause.stop()  # what is chosen in it is chosen
        super().showPopup()
        if not self.currentText() and self.count() > 1:
            self.view().setCurrentIndex(self.model().index(1, self.modelColumn()))
