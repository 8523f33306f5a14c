"""Fitting: every window opens inside the screen it opens on, at any scale and type size, down to 853×480.

Sizes are in logical pixels, as Qt counts them; the frame of a window is not known before it is shown.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QMenu, QWidget

FRAME = QSize(8, 36)  # room for what the system draws around a window
SMALL = QSize(1400, 850)  # a screen with less room is filled
NARROW = 1100  # a desk with less width folds its sides
ROOMY = 1600  # from this width on what stands beside a page is wide


def room_of(window: QWidget) -> QRect:
    """Return the part of its screen a window may use."""
    above = window.parentWidget()
    return (above.window() if above is not None else window).screen().availableGeometry()


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a dialog its size, or as much of it as its screen has."""
    room = room_of(window).size() - FRAME
    window.resize(QSize(width, height).boundedTo(room))


def first_size(window: QWidget, width: int, height: int) -> None:
    """Give the main window its first size: all of a small screen, the middle of a larger one."""
    room = room_of(window)
    if room.width() < SMALL.width() or room.height() < SMALL.height():
        window.setGeometry(QRect(room.topLeft(), room.size()))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        return
    window.resize(width, height)
    middle = room.center() - QPoint(width // 2, height // 2)
    window.move(middle)


def keep_inside(window: QWidget) -> None:
    """Bring a window that was restored, or left on a screen that is gone, back into its screen."""
    room, now = room_of(window), window.geometry()
    if not room.contains(now):
        size = now.size().boundedTo(room.size())
        window.resize(size)
        left = min(max(now.left(), room.left()), room.right() - size.width() + 1)
        top = min(max(now.top(), room.top()), room.bottom() - size.height() + 1)
        window.move(left, top)


def popup_at(menu: QMenu, place: QPoint) -> None:
    """Open a menu that was made for this once; it goes as it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def popup_beside(menu: QMenu, widget: QWidget, area: QRect) -> None:
    """Open a menu below an area of a widget, above it where the screen ends: what it is about stays in sight.

    Qt would move it up over the area.
    """
    place, room = widget.mapToGlobal(area.bottomLeft()), widget.screen().availableGeometry()
    high = menu.sizeHint().height()
    top = widget.mapToGlobal(area.topLeft()).y() - high
    if place.y() + high > room.bottom() and top >= room.top():
        place.setY(top)
    popup_at(menu, place)
