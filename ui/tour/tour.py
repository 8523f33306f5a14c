"""Tour: a bubble that goes from one part of a desk to the next, says what it is for, and stops nobody from working.

It is a child of the desk, not a window: the desk keeps its keys and the pointer, and the bubble goes with it when it is
resized or thrown away. By keyboard: Enter or Alt+N goes on, Alt+B back, Esc or Alt+X ends it.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from models.basics.messages import say
from models.basics.records import dataclass
from ui.basics.enter_key import is_enter
from ui.look.theme import colour
from ui.look.widgets import button, column, label, row

WIDTH, AWAY, EDGE = 340, 10, 8  # of the bubble; from what it points at; from the desk's edge
RING = 4  # outside what it is around: a button of its own colour would hide it
STEP = 24  # between the places inside a page that are tried
IN_USE = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox)
SETTLE = 60  # ms a page is given to lay itself out before the bubble is placed again


@dataclass(frozen=True, slots=True, kw_only=True)
class TourStep:
    """One stop: its texts (`tour.<desk>.<key>.title` and `.words`), how to get there, and what the bubble points at."""

    key: str
    find: Callable[[], QWidget | None]
    go: Callable[[], object] | None = None


class _Ring(QWidget):
    """A line around a part; the pointer goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)


class Tour(QFrame):
    """The bubble, open at one of its steps."""

    ended = Signal()

    def __init__(self, host: QWidget, desk: str, steps: Sequence[TourStep]) -> None:
        """Show the first step on a desk; `desk` is the table of its texts in tour.toml."""
        super().__init__(host)
        self.setObjectName("note-hint")
        self.at, self._host, self._desk, self.steps = 0, host, desk, tuple(steps)
        self.ring = _Ring(host)
        self._title, self._words = label("", "heading", wrap=True), label("", wrap=True)
        self._count = label("", "quiet")
        self.back = button(say("tour.back"), lambda: self.show_step(self.at - 1))
        self.next = button("", self.go_on, "primary")
        self.leave = button(say("tour.end"), self.end, "link")
        buttons = row(self._count, None, self.leave, self.back, self.next, spacing=6)
        self._inside = column(self._title, self._words, buttons, spacing=8)
        self._inside.setContentsMargins(14, 12, 14, 12)
        self.setLayout(self._inside)
        self.setFixedWidth(WIDTH)
        self._later = QTimer(self, singleShot=True, interval=SETTLE)
        self._later.timeout.connect(self._place)
        host.installEventFilter(self)
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Go to a step and give its bubble the keyboard."""
        self.at = number
        step = self.steps[number]
        if step.go is not None:
            step.go()
        title, words = (say(f"tour.{self._desk}.{step.key}.{part}") for part in ("title", "words"))
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self._count.setText(say("tour.count", n=number + 1, m=len(self.steps)))
        self.back.setEnabled(number > 0)
        last = number == len(self.steps) - 1
        self.next.setText(say("tour.done" if last else "tour.next"))
        self._place()
        self._later.start()
        self.show()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Go to the next step, or end after the last."""
        if self.at + 1 < len(self.steps):
            self.show_step(self.at + 1)
        else:
            self.end()

    def end(self) -> None:
        """Take the bubble away and give the keyboard back to the desk."""
        self._host.removeEventFilter(self)
        self.ring.hide()
        self.hide()
        self.ring.deleteLater()
        self.deleteLater()
        self.ended.emit()

    def _place(self) -> None:
        """Stand beside what the step points at, whole inside the desk."""
        self.setFixedHeight(self._inside.totalHeightForWidth(WIDTH))
        inside = self._host.rect()
        found = self.steps[self.at].find()
        if found is None or not found.isVisible():
            self.ring.hide()
            self.move(inside.center() - self.rect().center())
            self.raise_()
            return
        target = QRect(found.mapTo(self._host, found.rect().topLeft()), found.size()) & inside
        self.ring.setGeometry(target.adjusted(-RING, -RING, RING, RING) & inside)
        self.ring.show()
        self.ring.raise_()
        self.move(beside(target, self.rect(), inside, self._in_use(found)).topLeft())
        self.raise_()

    def _in_use(self, found: QWidget) -> list[QRect]:
        """Where people type, choose and press on a page."""
        parts = [part for kind in IN_USE for part in found.findChildren(kind) if part.isVisible()]
        return [QRect(part.mapTo(self._host, part.rect().topLeft()), part.size()) for part in parts]

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the desk's own shortcuts while the keyboard is here."""
        asked = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if asked and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends the tour; Enter presses the button that has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif is_enter(event):
            here = self.focusWidget()
            (here if isinstance(here, QPushButton) else self.next).click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the desk's size."""
        if event.type() is QEvent.Type.Resize:
            self._later.start()
        return False


def beside(target: QRect, bubble: QRect, inside: QRect, in_use: Sequence[QRect] = ()) -> QRect:
    """Return where a bubble stands: below the target, above, right, left, else in it.

    In it, it stands where it covers least of what is in use, and of places alike at the lower right.
    """
    width, height = bubble.width(), bubble.height()
    room = inside.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    corners = (
        (target.left(), target.bottom() + AWAY),
        (target.left(), target.top() - AWAY - height),
        (target.right() + AWAY, target.top()),
        (target.left() - AWAY - width, target.top()),
    )
    for x, y in corners:
        place = QRect(max(room.left(), min(x, room.right() - width + 1)), y, width, height)
        if room.contains(place) and not place.intersects(target):
            return place
    right = max(room.left(), min(target.right() - width - AWAY, room.right() - width))
    low = max(room.top(), min(target.bottom() - height - AWAY, room.bottom() - height))
    left, high = max(room.left(), target.left() + AWAY), max(room.top(), target.top() + AWAY)
    places = (
        QRect(x, y, width, height)
        for y in range(low, min(high, low) - 1, -STEP)
        for x in range(right, min(left, right) - 1, -STEP)
    )
    return min(places, key=lambda place: _covered(place, in_use))


def _covered(place: QRect, parts: Sequence[QRect]) -> int:
    """Return how much of the parts a place lies over, in square pixels."""
    overlaps = (place & part for part in parts if place.intersects(part))
    return sum(one.width() * one.height() for one in overlaps)
