"""Focus: the keyboard never falls out of the work.

When Qt hides or deletes what has the keyboard, it gives it to whatever comes next in the window, often far away. What
is made anew therefore hands it back first, to the nearest part above that says where one works (`take_focus`).
"""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSplitter, QWidget


def give_back(going: QWidget) -> None:
    """Take the keyboard out of a widget that is about to go, to where one works."""
    focus = going.window().focusWidget()  # also of a window that is not the active one
    if focus is None or not (going is focus or going.isAncestorOf(focus)):
        return
    above = going.parentWidget()
    while above is not None:
        take = getattr(above, "take_focus", None)
        if callable(take):
            take()
            return
        above = above.parentWidget()


def tab_stops(part: QWidget) -> list[QWidget]:
    """Return what Tab stops at inside a part, in the order it is laid out, whenever each was made."""
    return [one for one in _seen(part) if _takes_keys(one)]


def _seen(part: QWidget) -> Iterator[QWidget]:
    """What is visible of a part: of a hidden page nothing is, so it is not walked through."""
    if not part.isVisible():
        return
    yield part
    # a splitter keeps its parts the other way round
    inside = map(part.widget, range(part.count())) if isinstance(part, QSplitter) else part.children()
    for child in inside:
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _seen(child)


def _takes_keys(one: QWidget) -> bool:
    return one.isEnabled() and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None


def part_with(parts: Mapping[str, QWidget], widget: QWidget | None) -> str:
    """Return the name of the part a widget stands in, "" for none."""
    inside = (name for name, part in parts.items() if widget and (part is widget or part.isAncestorOf(widget)))
    return next(inside, "")


def enter_part(part: QWidget) -> bool:
    """Give a part the keyboard where it was last, else its first control; False when nothing in it takes keys."""
    inside, before = tab_stops(part), part.focusWidget()
    target = before if before in inside else next(iter(inside), None)
    if target is not None:
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return target is not None


def next_stop(parts: Iterable[QWidget], here: QWidget | None, *, ahead: bool) -> QWidget | None:
    """Return where Tab goes from a widget through these parts, round and round; None when nothing takes keys."""
    stops = [stop for part in parts for stop in tab_stops(part)]
    if not stops:
        return None
    inside = [n for n, stop in enumerate(stops) if here is not None and (stop is here or stop.isAncestorOf(here))]
    if not inside:
        return stops[0 if ahead else -1]
    return stops[(inside[-1] + (1 if ahead else -1)) % len(stops)]


def typed_back(focus: QWidget | None, *, again: bool) -> bool:
    """Take back, or make again, what is being typed in a text; return False when nothing is being typed."""
    if not isinstance(focus, QLineEdit | QPlainTextEdit) or focus.isReadOnly():
        return False
    if isinstance(focus, QLineEdit):
        possible = focus.isRedoAvailable() if again else focus.isUndoAvailable()
    else:
        possible = focus.document().isRedoAvailable() if again else focus.document().isUndoAvailable()
    if possible:
        (focus.redo if again else focus.undo)()
    return possible
