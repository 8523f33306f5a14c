"""Widgets: labels, buttons and boxes shared by all screens. No state and no texts of their own."""

import re
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.basics.completion import Mark
from ui.basics.enter_key import is_ctrl_enter, is_enter
from ui.look.focus import give_back
from ui.look.marks import MarkLabel

CLAUSE_END = r"[，；。,;]| · "
FIGURES = r"[0-9]+|[^0-9]+"
OPENS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Space, Qt.Key.Key_F4,
)  # fmt: skip
LIST_SIDES = 32  # pixels: beside the texts of an open list, its bar among them
ALL = 10_000  # as a stretch: what lies beside it gets only what it cannot take
SHORTEST_LINE = 8  # characters a cut line keeps
_Box = TypeVar("_Box", bound=QBoxLayout)
NOTES = {
    Mark.ERROR: "note-error",
    Mark.DECIDE: "note-error",
    Mark.WARNING: "note-warning",
    Mark.QUERY: "note-query",
    Mark.HINT: "note-hint",
    Mark.DONE: "note-met",
}


class ChoiceBox(QComboBox):
    """A list of choices that is changed only by choosing in it: its keys open it, the wheel scrolls the page.

    On a closed list Qt takes every value that is passed as chosen, and the wheel gives it the keyboard.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Take the keyboard from Tab and a click alone."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        """Open the list, as wide as its longest choice and the window allow: what is chosen is read whole."""
        view, window = self.view(), self.window()
        room = window.width() - self.mapTo(window, self.rect().topLeft()).x()
        view.setMinimumWidth(max(self.width(), min(view.sizeHintForColumn(0) + LIST_SIDES, room)))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list; a letter goes to the choice that begins with it."""
        if event.key() in OPENS:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let what the list lies in scroll."""
        event.ignore()


def label(text: str = "", dress: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label dressed as the style sheet names it; plain text, never mark-up."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(dress)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


class Cut(Enum):
    """What a line without room for all of it leaves out."""

    END = "end"
    MIDDLE = "middle"  # of a name: offices of one city begin alike, and what they are stands last
    CLAUSES = "clauses"  # of a remark: as many whole clauses as there is room for


class OneLine(QLabel):
    """A line that is cut with … where there is no room, and says all of it when pointed at."""

    def __init__(self, text: str = "", dress: str = "", *, least: int = 1, cut: Cut = Cut.END) -> None:
        """Show a text; less than `least` characters of it are not shown at all."""
        super().__init__()
        self._least, self._cut = least, cut
        self.setObjectName(dress)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Ask for room for a few characters only."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * SHORTEST_LINE), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        shown = self.shown()
        if len(shown) > self._least or shown == self.text():  # … alone says nothing
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def shown(self) -> str:
        """Return what there is room for."""
        return cut_to(self.width(), self.text(), self.fontMetrics(), self._cut)


def cut_to(room: int, text: str, metrics: QFontMetrics, cut: Cut = Cut.END) -> str:
    """Return what there is room for of a line, in pixels; with … where something is left out of its end or middle."""
    if cut is Cut.CLAUSES and metrics.horizontalAdvance(text) > room:
        clauses = (text[: one.start()] for one in reversed([*re.finditer(CLAUSE_END, text)]))
        return next((one for one in clauses if metrics.horizontalAdvance(one) <= room), "")
    mode = Qt.TextElideMode.ElideMiddle if cut is Cut.MIDDLE else Qt.TextElideMode.ElideRight
    return metrics.elidedText(text, mode, room)


class Equation(QLabel):
    """A line whose figures stand out from its words."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def _parts(self) -> list[tuple[str, QFont]]:
        bold = QFont(self.font())
        bold.setBold(True)
        return [(part, bold if part.isdigit() else self.font()) for part in re.findall(FIGURES, self.text())]

    def sizeHint(self) -> QSize:
        """Ask for room for all of it."""
        wide = sum(QFontMetrics(font).horizontalAdvance(part) for part, font in self._parts())
        return QSize(wide + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Ask for no less: a figure is not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and figures behind each other."""
        painter, left = QPainter(self), 0
        for part, font in self._parts():
            painter.setFont(font)
            wide = QFontMetrics(font).horizontalAdvance(part)
            painter.drawText(QRect(left, 0, wide + 1, self.height()), int(Qt.AlignmentFlag.AlignVCenter), part)
            left += wide


class PressedByEnter(QPushButton):
    """A button that Enter presses when it has the keyboard, as Space does: in a window, too, that is no dialog.

    Qt leaves it to the platform which keys press a button: Enter does on X11 alone.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with either Enter key; with Ctrl it goes on to the next place, as everywhere."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


class MenuOpener(QToolButton):
    """A button that opens its menu, with Enter too."""

    def __init__(self) -> None:
        """Make it without a menu."""
        super().__init__()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with either Enter key, as with Space."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


def _pressed(one: QAbstractButton, event: QKeyEvent) -> bool:
    presses = is_enter(event) and not is_ctrl_enter(event) and not event.isAutoRepeat()
    if presses:
        one.click()
    return presses


def button(text: str, clicked: Callable[[], object], dress: str = "") -> QPushButton:
    """Return a button that does something."""
    made = PressedByEnter(text)
    made.setObjectName(dress)
    made.clicked.connect(lambda _=False: clicked())
    return made


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Return parts beside each other; a number is a space, None takes what is left."""
    return _filled(QHBoxLayout(), parts, spacing)


def column(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Return parts below each other; a number is a space, None takes what is left."""
    return _filled(QVBoxLayout(), parts, spacing)


def _filled(box: _Box, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> _Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def frame(layout: QLayout, dress: str, margin: int = 12, sides: int | None = None) -> QFrame:
    """Return a box around a layout; `sides` is the margin at left and right where it differs."""
    made = QFrame()
    made.setObjectName(dress)
    beside = margin if sides is None else sides
    layout.setContentsMargins(beside, margin - 2, beside, margin - 2)
    made.setLayout(layout)
    return made


def note(text: str, mark: Mark, *below: QWidget | QLayout) -> QFrame:
    """Return a sentence in the box of its meaning, with what belongs below it."""
    sign = MarkLabel(mark)
    head = row(sign, label(text, wrap=True), spacing=8)
    head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    head.setStretch(1, 1)
    return frame(column(head, *below, spacing=8), NOTES.get(mark, "note-plain"), 10)


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setObjectName("rule")
    return made


class _Scrolled(QWidget):
    """What lies in an area that scrolls: as high as its texts are in its width, not in the least they could have."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


def scrolled(layout: QLayout) -> QScrollArea:
    """Return an area that scrolls up and down over a layout."""
    inside = _Scrolled()
    inside.setObjectName("clear")
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside takes the keyboard, and brings itself into sight
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def card_in_the_middle(inside: QLayout, widest: int) -> QScrollArea:
    """Return a page with one card in its middle, no wider than given, that scrolls where it has no room."""
    card = frame(inside, "card", 28)
    card.setMaximumWidth(widest)
    middle = row(None, card, None)
    middle.setStretch(1, 1000)
    return scrolled(column(None, middle, None))


class _WithRoom(QWidget):
    """What scrolls, at the left of a page wider than it: the wheel scrolls it from the room beside it too."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__()
        self._area = area
        beside = row(area, None, spacing=0)
        beside.setStretch(0, ALL)
        self.setLayout(beside)

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._area.verticalScrollBar(), event)


def no_wider(area: QScrollArea, width: int) -> QWidget:
    """Return an area whose cards are so wide at most, its scroll bar beside them at any width of the page."""
    area.setMaximumWidth(width + area.verticalScrollBar().sizeHint().width())
    return _WithRoom(area)


def shelf(owner: QWidget, *parts: QWidget) -> QWidget:
    """Return a place that is never shown, for parts that outlive the pages they lie in: they go when their owner goes.

    A part without a parent is kept alive by what it is connected to, and is dressed anew with every window.
    """
    made = QWidget(owner)
    made.hide()
    for part in parts:
        part.setParent(made)
    return made


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            give_back(widget)
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
