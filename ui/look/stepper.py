"""Stepper: steps that must be taken in order. Done ones are a line with their fact, one is open, the rest a line."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.basics.completion import Mark
from ui.look.focus import scroll_to
from ui.look.marks import MarkLabel
from ui.look.theme import ui_font
from ui.look.widgets import column, emptied, frame, label, row, scrolled

NAME_WIDTH, SIGN = 88, 24
LAID_OUT = 60  # ms after a page is shown: its layout is done


class Stepper(QFrame):
    """The steps below each other."""

    def __init__(self) -> None:
        """Start without a step."""
        super().__init__()
        self.setObjectName("card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._open: tuple[QWidget, QWidget] | None = None  # head and body of the step that is open

    def clear(self) -> None:
        """Take all steps away."""
        emptied(self._box)
        self._open = None

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
        head = self._line(_number(number, "step"), name, words, dress="step-open")
        body = frame(column(*parts, spacing=10), "step-body", 14, 28)
        self._box.addWidget(body)
        self._open = head, body

    def hidden_below(self, high: int) -> int:
        """Return how far what scrolls must be moved for the open step: 0 where it ends within a height.

        A step that is higher than the view begins at its top.
        """
        if self._open is None:
            return 0
        head, body = self._open
        top = self.y() + head.y()
        return max(0, min(top, self.y() + body.geometry().bottom() + 1 - high))

    def _line(self, sign: QLabel, name: str, words: str, *acts: QWidget, dress: str) -> QWidget:
        title = label(name, "strong")
        title.setFixedWidth(NAME_WIDTH)
        title.setMinimumHeight(SIGN)  # a line is as high with a sign as with a number
        fact = label(words, "" if dress == "step-open" else "quiet", wrap=True)
        fact.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its width makes it
        for act in acts:  # a line is as high with a link in it, whatever the font
            act.setMaximumHeight(max(SIGN, QFontMetrics(ui_font()).lineSpacing()))
        sign.setFixedWidth(SIGN)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = row(sign, title, fact, *acts, spacing=10)
        line.setStretch(2, 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignVCenter)
        made = frame(line, dress, 8, 16)
        self._box.addWidget(made)
        return made


class _BringsOpen(QObject):
    """Scrolls an area to the open step of its steps when it is shown; what is told later moves nothing."""

    def __init__(self, area: QScrollArea, steps: Stepper, told: Callable[[], QWidget | None]) -> None:
        """Wait until the area is shown: before, it has no size of its own."""
        super().__init__(area)
        self._area, self._steps, self._told = area, steps, told
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll as the area is laid out, which takes some turns."""
        if watched is self._area and event.type() is QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._area.verticalScrollBar().rangeChanged.connect(self._bring)
            QTimer.singleShot(0, self, self._bring)
            QTimer.singleShot(LAID_OUT, self, self._leave)
        return super().eventFilter(watched, event)

    def _bring(self) -> None:
        high = self._area.viewport().height()
        self._area.verticalScrollBar().setValue(self._steps.hidden_below(high))
        if (told := self._told()) is not None:
            scroll_to(told)

    def _leave(self) -> None:
        self._area.verticalScrollBar().rangeChanged.disconnect(self._bring)


def steps_scrolled(layout: QLayout, steps: Stepper, told: Callable[[], QWidget | None] = lambda: None) -> QScrollArea:
    """Return an area that scrolls over a layout with a stepper in it; it is shown with the open step in sight.

    `told`: what in a high step is to be read first, such as why something was refused.
    """
    area = scrolled(layout)
    _BringsOpen(area, steps, told)
    return area


def _number(number: int, dress: str) -> QLabel:
    sign = label(str(number), dress)
    sign.setFixedSize(SIGN, SIGN)
    return sign
