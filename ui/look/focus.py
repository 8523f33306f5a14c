"""Focus: the keyboard never falls out of the work.

When Qt hides or deletes what has the keyboard, it gives it to whatever comes next in the window, often far away. What
is made anew therefore hands it back first, to the nearest part above that says where one works (`take_focus`).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QScrollArea, QSplitter, QWidget
from shiboken6 import isValid

FIELDS = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QAbstractSpinBox", "QComboBox")  # a start has not all of them
OF_X11 = (Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_K, Qt.Key.Key_U)
ROUND = 8  # pixels seen above and below what is scrolled to


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


class ReturnToOwner(QObject):
    """Gives the keyboard back to the window a dialog was opened from, where nothing else does when the dialog closes.

    A window manager does; on a plain X screen (a kiosk, a remote one) no window has the keys from then on. Whoever has
    gone over to another program meanwhile is not called back: that dialog is still there.
    """

    def __init__(self, app: QApplication) -> None:
        """Follow which control has the keyboard."""
        super().__init__(app)
        self._app = app
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        dialog = before.window() if before is not None and now is None else None
        owner = dialog.parentWidget() if dialog is not None else None
        if dialog is not None and owner is not None:
            QTimer.singleShot(0, owner, partial(self._return, dialog, owner.window()))

    def _return(self, dialog: QWidget, owner: QWidget) -> None:
        closed = not isValid(dialog) or not dialog.isVisible()
        if closed and self._app.focusWindow() is None and owner.isVisible():
            owner.activateWindow()


def is_field(control: QWidget) -> bool:
    """True for what is typed in, or chosen in."""
    return any(map(control.inherits, FIELDS))


def keep_typed(part: QWidget) -> bool:
    """Let what is being typed in a part of the window, and not yet left, be kept as any other edit.

    Called before a page is turned, rows are ordered anew or the workspace is closed: an editor that only goes with its
    place gives nothing. True when something was left that way; no field has the keyboard then.
    """
    focus = part.window().focusWidget()
    if focus is None or not is_field(focus) or not part.isAncestorOf(focus):
        return False
    focus.clearFocus()
    return True


def is_menu_key(event: QKeyEvent) -> bool:
    """True for Shift+F10."""
    return event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier


def _unseen(event: QKeyEvent) -> bool:
    """True for a key with which X11 takes something away, or moves, in any field; elsewhere it means something else."""
    return event.key() in OF_X11 and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class FieldKeys(QObject):
    """What keys do in the field that has the keyboard is the same on every platform.

    Shift+F10 opens its menu, or its list of choices: Windows turns that key into a request for the menu, X11 does not,
    and many keyboards have no menu key. Ctrl+D, Ctrl+K and Ctrl+U, which fill down, go to a place and underline in a
    spreadsheet, take no character and no line away. Undo and redo are the window's where the field has nothing of its
    own to take back: Qt's fields take the keys all the same, and nothing happens. Only the field with the keyboard is
    listened to: a filter of the whole application would be asked about all that happens.
    """

    def __init__(self, app: QApplication) -> None:
        """Follow which control has the keyboard."""
        super().__init__(app)
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None and is_field(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu when it is asked for by a key, keep X11's own keys away; True = that was done."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and _unseen(event):
            event.setAccepted(kind is QEvent.Type.KeyPress)  # asked before, the window's shortcut may have it
            return True
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return _for_the_window(watched, event)
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


class _Unturned(QObject):
    """Leaves the wheel over a field to what the field lies in."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on; True = it was."""
        if event.type() is not QEvent.Type.Wheel:
            return False
        event.ignore()
        return True


def leave_wheel(field: QWidget) -> None:
    """Let the wheel over a number or a day scroll the page: it neither changes it nor gives it the keyboard."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Unturned(field))


def scroll_to(part: QWidget, below: int = ROUND) -> None:
    """Scroll the area a part lies in, if it lies in one, until the part is seen with some pixels around it."""
    above = part.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    inside = above.widget() if isinstance(above, QScrollArea) else None
    if isinstance(above, QScrollArea) and inside is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        whole = QRect(part.mapTo(inside, QPoint()), part.size())  # of an editor, Qt shows the cursor alone
        above.ensureVisible(whole.left(), whole.bottom(), 0, below)
        above.ensureVisible(whole.left(), whole.top(), 0, ROUND)


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
    from PySide6.QtWidgets import QPlainTextEdit  # loaded with the first page that has one

    if not isinstance(focus, QLineEdit | QPlainTextEdit) or focus.isReadOnly():
        return False
    possible = _steps(focus, again=again)
    if possible:
        (focus.redo if again else focus.undo)()
    return possible or _keeps_to_itself(focus)


def _steps(field: QWidget, *, again: bool) -> bool:
    """True where something that was typed in a field can be taken back, or made again."""
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() if again else field.isUndoAvailable()
    document = getattr(field, "document", None)  # a text box
    if not callable(document):
        return False
    return bool(document().isRedoAvailable() if again else document().isUndoAvailable())


def _keeps_to_itself(field: QWidget) -> bool:
    """True for an editor in a cell, below which nothing may change, and for a passphrase that was begun."""
    above = field.parentWidget()
    if above is not None and isinstance(above.parentWidget(), QAbstractItemView):
        return True
    return isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal and bool(field.text())


def _for_the_window(field: QWidget, event: QKeyEvent) -> bool:
    """Leave undo and redo to the window where a field has nothing to take back; True = it was left."""
    again = event.matches(QKeySequence.StandardKey.Redo)
    if not again and not event.matches(QKeySequence.StandardKey.Undo):
        return False
    if _steps(field, again=again) or _keeps_to_itself(field):
        return False
    event.ignore()
    return True
