"""Selections: a heading widens none, blanks in a block that is pasted are told, a long text widens no panel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.keys.test_excel_keys import grid, texts
from tests.ui.keys.typist import SHIFT, Typist
from ui.window.unit_desk import UnitDesk

Key = Qt.Key
LAST_YEAR = ("Q20.2/last_year", "Q22.1/last_year")


def test_a_selection_over_a_heading_stays_in_its_column(typist: Typist, shown: UnitDesk) -> None:
    for at in ("Q20.2", "Q22.1", *LAST_YEAR):
        shown.edits.put(at, "5")
    shown.go("Q20.2")
    view = grid(shown)
    view.setFocus()
    typist.press(Key.Key_Down, SHIFT, times=3)
    assert shown.place == "Q22.1", "the heading and the total are passed"
    assert {one.column() for one in view.selected()} == {view.table.index_of("Q22.1").column()}
    typist.press(Key.Key_Delete)
    assert texts(shown, "Q20.2", "Q22.1", *LAST_YEAR) == ["", "", "5", "5"], "last year's figures are not selected"
    shown.go("Q22.1/last_year")
    typist.press(Key.Key_Up, SHIFT, times=3)
    assert {view.table.address_at(one) for one in view.selected()} >= set(LAST_YEAR)
    typist.press(Key.Key_Left, SHIFT)
    assert len({one.column() for one in view.selected()}) == 2, "columns are added by going there"


def test_blanks_of_a_block_that_take_figures_away_are_told(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1\n2\n3")
    assert not shown.notice.words
    shown.go("Q06.1")
    typist.paste("7\n\n9")
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["7", "", "9"]
    assert "1 格" in shown.notice.words and "清空" in shown.notice.words


def test_a_text_as_long_as_a_page_leaves_the_panel_as_wide_as_it_is(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.7")
    typist.paste("长" * 10_000)
    shown.go("Q06.7")
    shown.panel.show_now()
    assert max(one.minimumSizeHint().width() for one in shown.panel.findChildren(QLabel)) <= shown.panel.width()
