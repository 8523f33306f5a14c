"""Enter key: both of a keyboard are one; an editor may take it before the window's shortcuts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def is_enter(event: QKeyEvent) -> bool:
    """True for either Enter key, whatever is held with it."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_ctrl_enter(event: QKeyEvent) -> bool:
    """True for either Enter key with Ctrl."""
    return is_enter(event) and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def taken(event: QEvent, wanted: Callable[[QKeyEvent], bool]) -> bool:
    """Take a wanted key away from the window's shortcuts, so that it arrives as a key press; True = it was taken.

    For the `event` method of an editor.
    """
    if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wanted(event):
        event.accept()
        return True
    return False
