"""Chords: which keys a grid knows, by their literal names, the same on every platform, and where Ctrl+arrow goes.

Qt's StandardKey differs from platform to platform (on X11 Ctrl+D is "delete"); people know the keys of Excel and WPS.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_TEXT = QKeySequence.SequenceFormat.PortableText
_TYPED_WITH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def chord(event: QKeyEvent) -> str:
    """Return what was pressed as "Ctrl+D", "Shift+Return", "Up"; the number pad's keys are no different."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key is Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    if key is Qt.Key.Key_Backtab:
        key, modifiers = Qt.Key.Key_Tab, modifiers | Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(_TEXT)


def types_text(event: QKeyEvent) -> bool:
    """True for a key that writes something: a letter, a digit, a sign."""
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & ~_TYPED_WITH


def jump(here: int, line: Sequence[int], filled: Callable[[int], bool]) -> int:
    """Return the place to go to along a line of places that lie ahead, nearest first; `here` when there is none."""
    if not line:
        return here
    if filled(here) and filled(line[0]):
        end = here
        for place in line:
            if not filled(place):
                break
            end = place
        return end
    return next((place for place in line if filled(place)), line[-1])
