"""Where a menu opens: beside what it is about, which stays in sight."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.look.fitting import popup_beside


def test_a_menu_opens_above_what_it_is_about_where_the_screen_ends_below(qtbot: QtBot) -> None:
    """The states of F4 lay over the cell they were of, at the foot of a screen of 720."""
    window, menu = QWidget(), QMenu()
    for one in (window, menu):
        qtbot.addWidget(one)
    for number in range(6):
        menu.addAction(f"{number} 未开展")
    room = window.screen().availableGeometry()
    window.setGeometry(QRect(room.left(), room.bottom() - 299, 400, 300))
    window.show()
    qtbot.waitExposed(window)
    for top, above in ((20, False), (270, True)):
        cell = QRect(100, top, 100, 26)
        popup_beside(menu, window, cell)
        place, shown = QRect(window.mapToGlobal(cell.topLeft()), cell.size()), menu.geometry()
        assert not shown.adjusted(1, 1, -1, -1).intersects(place.adjusted(0, 0, 0, -1)), (top, shown, place)
        assert (shown.bottom() <= place.top() + 1) is above
        assert room.contains(QPoint(shown.left(), shown.bottom()))
        menu.close()
