"""Free room: where a sentence may lie over a page without covering what a person is about to use.

What is used is what can be pressed, where one types, and the current cell or line of every grid and list.
"""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

EDGE, GAP = 12, 5  # pixels: to the edges of the page, to what is used
WIDTHS = (100, 75, 50, 36)  # per cent of the page: the widest there is room for
USED = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)


def used_places(page: QWidget, but: QWidget) -> list[QRect]:
    """Return in the measure of `page` what is used on it as far as it is seen; nothing inside of `but`."""
    return [place for place in _used(page, but) if not place.isEmpty()]


def _used(page: QWidget, but: QWidget) -> Iterator[QRect]:
    focused = QApplication.focusWidget()  # a viewport says that it has the keyboard when its view has: all of the grid
    for one in page.findChildren(QWidget):
        if but.isAncestorOf(one) or not one.isVisibleTo(page):
            continue
        if isinstance(one, USED) or (one is focused and not isinstance(one, QAbstractItemView)):
            yield seen_part(one, one.rect(), page)
        if isinstance(one, QAbstractItemView):
            yield current_line(one, page)


def current_line(view: QAbstractItemView, page: QWidget) -> QRect:
    """Return in the measure of `page` what is seen of the current cell of a view and of the rest of its line."""
    cell = view.visualRect(view.currentIndex())
    line = QRect(0, cell.top(), view.viewport().width(), cell.height())
    return seen_part(view.viewport(), line, page) if cell.isValid() else QRect()


def seen_part(one: QWidget, place: QRect, page: QWidget) -> QRect:
    """Return in the measure of `page` what is seen of a place of a widget on it; an empty one if nothing is."""
    within: QWidget | None = one
    while within is not None and within is not page:
        place = place.intersected(within.rect()).translated(within.pos())
        within = within.parentWidget()
    return place.intersected(page.rect())


def free_room(page: QWidget, used: Sequence[QRect], height: Callable[[int], int]) -> QRect | None:
    """Return the widest room that covers nothing of what is used, as low on the page as can be; None if there is none.

    `height` says how high the sentence is in a width.
    """
    whole = page.width() - 2 * EDGE
    for part in WIDTHS:
        width = whole * part // 100
        for left in {EDGE: 0, page.width() - EDGE - width: 0}:
            room = _lowest(QRect(left, 0, width, height(width)), page.height(), used)
            if room is not None:
                return room
    return None


def _lowest(room: QRect, high: int, used: Sequence[QRect]) -> QRect | None:
    room.moveBottom(high - EDGE)
    while room.top() >= 0:
        met = [one.top() for one in used if one.intersects(room)]
        if not met:
            return room
        room.moveBottom(min(met) - GAP)
    return None
