"""Field menu: Shift+F10 opens the menu of the field that has the keyboard, on every platform; a list of choices opens.

Windows turns that key into a request for the menu, X11 does not, and many keyboards have no menu key. Only the field
with the keyboard is listened to: a filter of the whole application would be asked about everything that happens.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


def is_menu_key(event: QKeyEvent) -> bool:
    """True for Shift+F10."""
    return event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier


class FieldMenus(QObject):
    """Opens the menus of an application's fields."""

    def __init__(self, app: QApplication) -> None:
        """Follow which control has the keyboard."""
        super().__init__(app)
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if isinstance(now, FIELDS):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu when it is asked for by a key; True = it was."""
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and is_menu_key(event):
            return isinstance(watched, QWidget) and _open_menu(watched)
        if kind is not QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        return by_key and isinstance(watched, QComboBox) and not watched.isEditable() and _open_menu(watched)


def _open_menu(field: QWidget) -> bool:
    if isinstance(field, QComboBox) and not field.isEditable():
        field.showPopup()
    else:
        ask_for_menu(field, cursor_of(field))
    return True


def cursor_of(field: QWidget) -> QPoint:
    """Return where the text cursor of a field is; of a text box Qt says it in fractions of pixels."""
    return QRectF(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)).center().toPoint()


def ask_for_menu(target: QWidget, point: QPoint) -> None:
    """Ask a control for its menu at a point of it, as the menu key does."""
    reason, none = QContextMenuEvent.Reason.Keyboard, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QContextMenuEvent(reason, point, target.mapToGlobal(point), none))
