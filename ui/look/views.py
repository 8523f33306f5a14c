"""Views: lists and grids with Excel's keys and no keyboard search, and what the lines of hand-drawn lists share.

A letter or digit typed on a list or grid never makes another line the current one.

Qt's own views look for a line that begins with what is typed; in a grid the next digit then falls into the wrong cell.
Every list, tree and table of the window is one of these (tests/ui/keys/test_views.py).
"""

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QListWidget,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QTreeWidget,
    QWidget,
)

from ui.look.focus import ask_for_menu, cursor_of, is_menu_key
from ui.look.theme import colour, ui_font

NARROWEST = 40  # pixels: no text wraps in less
ONE_WORD = re.compile(r"[!-~\u00a1-\u024f]+")  # what no line may be broken in, if there is room for it
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def write_on(view: QAbstractItemView) -> None:
    """Put the cursor behind what stands in the editor that was just opened: what is typed is added to it.

    Qt selects all of it, so that the first key would take it away.
    """
    from PySide6.QtGui import QTextCursor  # loaded with the first cell that is written in
    from PySide6.QtWidgets import QPlainTextEdit

    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for editor in view.viewport().findChildren(QWidget, options=direct):
        if isinstance(editor, QLineEdit) and editor.isVisible():
            editor.end(False)
        elif isinstance(editor, QPlainTextEdit) and editor.isVisible():
            editor.moveCursor(QTextCursor.MoveOperation.End)


def menu_by_key(view: QAbstractItemView, event: QEvent) -> bool:
    """Open with Shift+F10 or the menu key the menu of what has the keyboard in a view; False for any other event.

    On X11 Qt knows only the menu key, which many keyboards have not; and it names the place as one of the view, whose
    head it counts in, where everybody takes it as one of the cells: the menu of a line below would be opened.
    """
    if isinstance(event, QContextMenuEvent):
        asked = event.reason() is QContextMenuEvent.Reason.Keyboard
    else:
        asked = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and is_menu_key(event)
    if not asked:
        return False
    focus = view.window().focusWidget()
    target, point = view.viewport(), view.visualRect(view.currentIndex()).center()  # where a click would be
    if focus not in (None, view) and view.isAncestorOf(focus):
        target, point = focus, cursor_of(focus)
    ask_for_menu(target, point)
    event.accept()
    return True


class QuietTable(QTableView):
    """A table."""

    def event(self, event: QEvent) -> bool:
        """Know the keys of the menu."""
        return menu_by_key(self, event) or super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class PlaceTable(QuietTable):
    """A table with a place of the sheet in a row or cell, below which something can be opened."""

    def place_at(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the address of what stands at an index, "" for nothing."""
        raise NotImplementedError

    def column_at(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the name of the column where a place is a whole row, "" where it is a cell."""
        return ""

    def cell_height(self, row: int) -> int:
        """Return how high the cells of a row are, without what may lie below them."""
        raise NotImplementedError

    def takes_date(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """True where a date is typed."""
        return False

    def put_text(self, text: str) -> None:
        """Put a text into the current place, as if it were typed."""


class QuietList(QListView):
    """A list over a model; its current line stays in sight when it becomes lower."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the current line back into sight."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def event(self, event: QEvent) -> bool:
        """Know the keys of the menu."""
        return menu_by_key(self, event) or super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class QuietNames(QListWidget):
    """A list that holds its own lines."""

    def event(self, event: QEvent) -> bool:
        """Know the keys of the menu."""
        return menu_by_key(self, event) or super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


class QuietTree(QTreeWidget):
    """A tree that holds its own lines."""

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the lines anew: those made before were measured without the style sheet's room around them."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def event(self, event: QEvent) -> bool:
        """Know the keys of the menu."""
        return menu_by_key(self, event) or super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing."""


def paint_line_ground(painter: QPainter, option: QStyleOptionViewItem) -> bool:
    """Draw what lies under a line of a list, tinted when it is the current one, and the rule below; True = current."""
    area: QRect = option.rect
    state: QStyle.StateFlag = option.state
    current = bool(state & QStyle.StateFlag.State_Selected)
    if current:
        painter.fillRect(area, colour("accent_tint"))
        painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colour("accent"))
    painter.setPen(colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    return current


def paint_text(
    painter: QPainter,
    area: QRect,
    text: str,
    size: int,
    tone: str,
    *,
    where: Qt.AlignmentFlag = MIDDLE,
) -> None:
    """Draw one line of text, cut with … where it is longer than its area; `tone`: name of a colour."""
    font = ui_font(size)
    painter.setFont(font)
    painter.setPen(colour(tone))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(where), shown)


def wrapping(text: str, font: QFont, width: int) -> int:
    """Return Qt's flag: break between words and Chinese characters; anywhere, where one word is wider than the room."""
    longest = max((QFontMetrics(font).horizontalAdvance(word) for word in ONE_WORD.findall(text)), default=0)
    return int(Qt.TextFlag.TextWordWrap if longest <= width else Qt.TextFlag.TextWrapAnywhere)


def paint_cell(
    painter: QPainter, area: QRect, text: str, font: QFont, tone: str, *, right: bool = False, wraps: bool = False
) -> None:
    """Draw a cell's text: on several lines where it `wraps`, a figure (`right`) and any other cut with … in one."""
    painter.setFont(font)
    painter.setPen(colour(tone))
    where = int((Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
    if wraps and not right:
        painter.drawText(area, where | wrapping(text, font, area.width()), text)
        return
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
    painter.drawText(area, where, shown)


def paint_empty(painter: QPainter, area: QRect, text: str) -> None:
    """Say in an empty list what will be here, and how to begin."""
    painter.setFont(ui_font(14))
    painter.setPen(colour("quiet"))
    where = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(area.adjusted(24, 24, -24, -24), int(where | Qt.TextFlag.TextWordWrap), text)


def parts_of(area: QRect, widths: Sequence[int]) -> Iterator[QRect]:
    """Yield the parts of a line from left to right; a width of 0 has what the others leave."""
    x, left = area.left(), max(0, area.width() - sum(widths))
    for one in widths:
        yield QRect(x, area.top(), one or left, area.height())
        x += one or left


def wrapped_height(text: str, font: QFont, width: int) -> int:
    """Return how high a text is that goes on in more lines in a width, with the room around it; 0 where one does."""
    metrics, widest = QFontMetrics(font), len(text) * font.pixelSize()  # no sign is wider than its type is high
    if width < NARROWEST or 0 < widest <= width or metrics.horizontalAdvance(text) <= width:
        return 0
    return metrics.boundingRect(QRect(0, 0, width, 1000), wrapping(text, font, width), text).height() + 6
