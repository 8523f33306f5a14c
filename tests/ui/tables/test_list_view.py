"""A list of words on a small screen: the sentences keep most of the width, and none of them is cut."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from ui.look.theme import ui_font
from ui.screens.findings import FindingsScreen
from ui.tables.lists.list_view import PADDING
from ui.window.unit_desk import UnitDesk

SIGN = 24  # pixels of the mark before a sentence, and the room behind it


def test_sentences_keep_their_part_of_a_narrow_list_and_are_whole(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.2", "约" + "很长" * 40)
    desk.resize(853, 480)
    desk.show()
    desk.go("findings")
    view = next(one for one in desk.screens if isinstance(one, FindingsScreen)).view
    wide = view.columnWidth(0)
    qtbot.waitUntil(lambda: view.rowHeight(1) > 60)
    assert wide >= view.viewport().width() * 45 // 100
    said = str(view.model().index(1, 0).data())
    room = QRect(0, 0, wide - 2 * PADDING - SIGN, 10_000)
    needed = QFontMetrics(ui_font()).boundingRect(room, int(Qt.TextFlag.TextWrapAnywhere), said).height()
    assert "很长" in said and view.rowHeight(1) >= needed


def test_a_wide_list_gives_its_other_columns_more_room_too(qtbot: QtBot, desk: UnitDesk) -> None:
    """At 1920 the place of a row went over four lines beside a sentence with a thousand pixels left."""
    desk.go("findings")
    view = next(one for one in desk.screens if isinstance(one, FindingsScreen)).view
    widths = []
    for width in (1280, 1920):
        desk.resize(width, 800)
        qtbot.waitUntil(lambda: view.viewport().width() > desk.width() - 300)
        widths.append(view.columnWidth(1))
    assert widths[1] > widths[0] and view.columnWidth(0) > view.viewport().width() // 2
