"""A column typed from a paper that has its totals: the first total that slips into the next row is noticed."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.keys.typist import CTRL, Typist, grid, shown, texts, typist  # noqa: F401 - fixtures
from ui.window.unit_desk import UnitDesk

Key = Qt.Key
PARTS = ("Q06.1", "Q06.2", "Q06.3", "Q06.4", "Q06.5")  # Q06.6 is their sum, Q06.7 stands below it
SUM, BELOW = "造林面积小计", "森林抚育"


def typed(typist: Typist, figures: tuple[str, ...], key: Qt.Key = Key.Key_Return) -> None:  # noqa: F811
    for figure in figures:
        typist.type(figure)
        typist.press(key)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Down])
def test_a_total_of_the_paper_is_noticed_in_the_row_below_it(typist: Typist, shown: UnitDesk, key: Qt.Key) -> None:  # noqa: F811
    shown.go(PARTS[0])
    typed(typist, ("1", "2", "3", "4", "5"), key)
    assert SUM in shown.notice.words and "已跳过" in shown.notice.words and shown.place == "Q06.7"
    typed(typist, ("15",), key)
    assert "相同" in shown.notice.words and SUM in shown.notice.words and BELOW in shown.notice.words
    assert texts(shown, "Q06.7") == ["15"], "nothing is changed by itself"
    typed(typist, ("8",), key)
    assert "相同" in shown.notice.words, "told as long as it stands: who types looks at the paper"
    shown.go("Q11.1")
    typed(typist, ("6",), key)
    assert "相同" not in shown.notice.words, "who goes elsewhere has seen it, or it is right"
    shown.go(PARTS[-1])
    typed(typist, ("5", "6"), key)
    assert "相同" not in shown.notice.words and texts(shown, "Q06.7") == ["6"]


def test_what_is_passed_over_is_told_once(typist: Typist, shown: UnitDesk) -> None:  # noqa: F811
    for told in (True, False):
        shown.go(PARTS[-1])
        typed(typist, ("5",))
        assert ("已跳过" in shown.notice.words) is told
        typist.press(Key.Key_Z, CTRL)


def test_a_figure_is_no_total_of_the_paper_where_it_is_nothing_or_part_of_it(typist: Typist, shown: UnitDesk) -> None:  # noqa: F811
    shown.go(PARTS[0])
    typed(typist, ("0", "0", "0", "0", "0", "0"))
    assert "相同" not in shown.notice.words
    shown.go("Q06.7")
    typed(typist, ("7",))
    assert "相同" not in shown.notice.words
    view = grid(shown)
    assert view.table.address_at(view.table.index_of("Q06.8")) == "Q06.8"
