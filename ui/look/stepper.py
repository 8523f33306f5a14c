"""Stepper: steps that must be taken in order. Done ones are a line with their fact, one is open, the rest a line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.basics.completion import Mark
from ui.look.marks import MarkLabel
from ui.look.widgets import column, emptied, frame, label, row

NAME_WIDTH, SIGN = 88, 24


class Stepper(QFrame):
    """The steps below each other."""

    def __init__(self) -> None:
        """Start without a step."""
        super().__init__()
        self.setObjectName("card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def clear(self) -> None:
        """Take all steps away."""
        emptied(self._box)

    def done(self, name: str, fact: str, *acts: QWidget) -> None:
        """Add a step that has been taken."""
        self._line(MarkLabel(Mark.DONE), name, fact, *acts, dress="step-line")

    def passed(self, number: int, name: str, fact: str, *acts: QWidget) -> None:
        """Add a step that somebody went past without taking it."""
        self._line(_number(number, "step-off"), name, fact, *acts, dress="step-line")

    def ahead(self, number: int, name: str, words: str, *acts: QWidget) -> None:
        """Add a step that is still to come."""
        self._line(_number(number, "step-off"), name, words, *acts, dress="step-line")

    def open(self, number: int, name: str, words: str, *parts: QWidget) -> None:
        """Add the step that is to be taken now, with what it takes."""
        self._line(_number(number, "step"), name, words, dress="step-open")
        body = column(*parts, spacing=10)
        self._box.addWidget(frame(body, "step-body", 14, 28))

    def _line(self, sign: QLabel, name: str, words: str, *acts: QWidget, dress: str) -> None:
        title = label(name, "strong")
        title.setFixedWidth(NAME_WIDTH)
        fact = label(words, "" if dress == "step-open" else "quiet", wrap=True)
        fact.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its width makes it
        sign.setFixedWidth(SIGN)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = row(sign, title, fact, *acts, spacing=10)
        line.setStretch(2, 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignVCenter)
        self._box.addWidget(frame(line, dress, 8, 16))


def _number(number: int, dress: str) -> QLabel:
    sign = label(str(number), dress)
    sign.setFixedSize(SIGN, SIGN)
    return sign
