"""Effect line: what an act would do, worked out in the background. No act is done before its line could be read."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.look.widgets import column, frame, label, row

HINT, REFUSED = "note-hint", "note-error"  # dresses of the box
PAUSE = 250  # milliseconds without typing before it is worked out anew
Told = Callable[[Any], str]  # what the line says of what was found


class EffectLine(QWidget):
    """The line. What it is about (`of`: equal things have one effect) says whether it still holds.

    `changed` when an effect came, was refused or is waited for again.
    """

    changed = Signal()

    def __init__(self, lane: Lane) -> None:
        """Start empty."""
        super().__init__()
        self._lane, self._label = lane, label("", "", wrap=True)
        self._wanted: object = None  # what it is being worked out for; None: nothing is waited for
        self._seen: object = None  # what the line that stands here is about
        self._refused: tuple[object, str] = (None, "")
        self._lost: object = None  # what it is to be worked out for once more
        self._work: Callable[[], Any] = lambda: None
        self._done: Told = str
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._run)
        self._box = frame(column(self._label), HINT, 8)
        inside = row(self._box)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def text(self) -> str:
        """Return what stands there."""
        return self._label.text()

    def say(self, words: str) -> None:
        """Say a sentence nothing has to be worked out for; what was looked at before is forgotten."""
        self._pause.stop()
        self._wanted = self._seen = self._lost = None
        self._refused = (None, "")
        self._tell(words)
        self.changed.emit()

    def retell(self, words: str) -> None:
        """Say the effect of another choice of what is seen already."""
        self._tell(words)

    def _tell(self, words: str, dress: str = HINT) -> None:
        self._label.setText(words)
        if self._box.objectName() != dress:
            self._box.setObjectName(dress)
            self._box.style().polish(self._box)
        for part in (self._box, self):  # else the height of the words before stays where these take more lines
            part.updateGeometry()

    def look(self, of: object, work: Callable[[], Any], told: Told, *, typing: bool = False) -> None:
        """Work out an effect, while somebody is `typing` after a pause; `told` is called in the window's thread.

        What is seen already, or being worked out, is not worked out again.
        """
        if of in (self._seen, self._wanted):
            return
        self._wanted, self._seen, self._lost, self._work, self._done = of, None, None, work, told
        self._tell(say("office.case.looking"))
        self.changed.emit()
        if typing:
            self._pause.start()
        else:
            self._pause.stop()
            self._run()

    def lose(self) -> None:
        """Something was recorded meanwhile: what stands here may hold no more, and is worked out anew by `resume`."""
        if (of := self._seen or self._wanted) is not None:
            self._pause.stop()
            self._lost, self._seen, self._wanted = of, None, None
            self._tell(say("office.case.looking"))
            self.changed.emit()

    def resume(self) -> None:
        """Work out what was lost; nothing where nothing was."""
        if self._lost is not None:
            self.look(self._lost, self._work, self._done)

    @property
    def looking(self) -> bool:
        """True while an effect is waited for."""
        return self._wanted is not None

    def refused(self, of: object) -> bool:
        """True while the line says why it cannot be done."""
        about, words = self._refused
        return bool(words) and about == of

    def why_not(self, of: object) -> str:
        """Return why an act may not be done yet; "" once its effect stands here."""
        if of == self._seen:
            return ""
        return self._refused[1] if self.refused(of) else say("office.case.wait")

    def _run(self) -> None:
        of, work, told = self._wanted, self._work, self._done

        def done(found: object) -> None:
            if not self._ended(of):
                return
            if self.isVisible():
                self._seen = of
                self._tell(told(found))
            else:  # nobody sees it, and the store may be closed
                self._lost = of
            self.changed.emit()

        def failed(error: BaseException) -> None:
            if self._ended(of):
                self._refused = (of, trouble(error))
                self._tell(trouble(error), REFUSED)
                self.changed.emit()

        def still_wanted(_: Progress) -> object:
            return work() if of == self._wanted else None

        self._lane.run(self, still_wanted, done, failed)

    def _ended(self, of: object) -> bool:
        """True for what is still waited for; what comes for something that was left is dropped."""
        if of != self._wanted:
            return False
        self._wanted = None
        return True
