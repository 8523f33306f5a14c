"""Undo over a change of period: it goes to the place first and says so, and never changes a cell nobody sees."""

from PySide6.QtCore import Qt

from tests.ui.keys.typist import CTRL, Typist
from ui.window.unit_desk import UnitDesk

Key = Qt.Key


def test_undo_goes_back_to_the_period_before_it_takes_anything_back(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1.20")
    typist.press(Key.Key_Return)
    assert shown.session.entered("Q06.1").text == "1.2"
    shown.session.set_period("2020Q2")
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.period_id == "2020Q3" and shown.page == shown.page_of("Q06.1").key
    assert shown.session.entered("Q06.1").text == "1.2", "the first press only goes there"
    assert "2020年第三季度" in shown.notice.words and "Ctrl+Z" in shown.notice.words
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered("Q06.1").text == ""
    shown.session.set_period("2020Q2")
    typist.press(Key.Key_Y, CTRL)
    assert shown.session.period_id == "2020Q3" and shown.session.entered("Q06.1").text == ""
    typist.press(Key.Key_Y, CTRL)
    assert shown.session.entered("Q06.1").text == "1.2"


def test_what_was_read_anew_cannot_be_undone(typist: Typist, shown: UnitDesk) -> None:
    shown.edits.put("Q06.1", "1.20")
    shown.session.reload()  # as after filing
    typist.press(Key.Key_Z, CTRL)
    assert shown.session.entered("Q06.1").text == "1.2" and "没有可撤销的步骤" in shown.notice.words
