"""Selections: what is typed goes where a selection began; a heading widens none; blanks of a block are told."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from models.sheet.rows import read_row
from tests.ui.keys.typist import CTRL, SHIFT, Typist, grid, texts
from ui.screens.register import RegisterScreen
from ui.tables.grids.entry_view import EntryView
from ui.tables.grids.grid_view import GridView
from ui.tables.grids.register_view import RegisterView
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
    assert shown.place == "Q20.2" and view.table.index_of("Q22.1") in view.selected(), "the heading and the total too"
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
    assert "已粘贴 3 格" in shown.notice.words and "清空" not in shown.notice.words
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


COLUMN = ("Q06.1", "Q06.2", "Q06.3", "Q06.4")


def middle(view: GridView, index: QModelIndex) -> QPoint:
    area = view.visualRect(index)
    return QPoint(area.center().x(), area.top() + 10)


def drag(view: GridView, first: QModelIndex, last: QModelIndex) -> None:
    """Press at a cell, move over to another and let go."""
    area, button = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(area, button, pos=middle(view, first))
    QTest.mouseMove(area, (middle(view, first) + middle(view, last)) / 2)
    QTest.mouseMove(area, middle(view, last))
    QTest.mouseRelease(area, button, pos=middle(view, last))


def by_keys(typist: Typist, view: EntryView) -> None:
    view.go_to(view.table.index_of(COLUMN[0]))
    typist.press(Qt.Key.Key_Down, SHIFT, times=3)


def by_dragging(typist: Typist, view: EntryView) -> None:
    drag(view, view.table.index_of(COLUMN[0]), view.table.index_of(COLUMN[-1]))


def by_a_click(typist: Typist, view: EntryView) -> None:
    view.go_to(view.table.index_of(COLUMN[0]))
    at = middle(view, view.table.index_of(COLUMN[-1]))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, at)


@pytest.mark.parametrize("select", [by_keys, by_dragging, by_a_click])
def test_what_is_typed_over_a_selection_goes_where_it_began_and_tab_and_enter_go_round_in_it(
    typist: Typist, shown: UnitDesk, select: object
) -> None:
    shown.go(COLUMN[0])
    view = grid(shown)
    view.setFocus()
    assert callable(select)
    select(typist, view)
    assert [view.table.address_at(one) for one in view.selected()] == list(COLUMN) and shown.place == COLUMN[0]
    for figure, key in (("1", Key.Key_Return), ("2", Key.Key_Tab), ("3", Key.Key_Return), ("4", Key.Key_Return)):
        typist.type(figure)
        typist.press(key)
    assert texts(shown, *COLUMN) == ["1", "2", "3", "4"]
    assert shown.place == COLUMN[0] and len(view.selected()) == len(COLUMN), "round, and still selected"
    typist.press(Key.Key_Tab, SHIFT)
    assert shown.place == COLUMN[-1]
    typist.type("5")
    typist.press(Key.Key_Down)
    assert texts(shown, COLUMN[-1]) == ["5"] and len(view.selected()) == 1, "an arrow leaves the selection"


def test_enter_and_tab_within_a_selection_stop_only_where_an_entry_is_taken(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.5")
    view = grid(shown)
    view.setFocus()
    typist.press(Key.Key_Down, SHIFT, times=2)
    typist.press(Key.Key_Right, SHIFT)
    stops = []
    for _ in range(5):
        typist.press(Key.Key_Tab)
        stops.append(shown.place)
    assert stops == ["Q06.5/last_year", "Q06.7", "Q06.7/last_year", "Q06.5", "Q06.5/last_year"], "Q06.6 is a sum"
    typist.press(Key.Key_Return)
    assert shown.place == "Q06.7/last_year", "down the column"


def rows_of(desk: UnitDesk) -> RegisterView:
    register = desk.session.plan.registers["R07"]
    texts_ = [{"场名": f"{n}号养殖场", "代码": f"C{n}", "设计规模": str(n)} for n in range(1, 9)]
    desk.edits.put_rows("R07", [read_row(register, n, one) for n, one in enumerate(texts_, 1)])
    desk.go("R07")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def test_whole_rows_dragged_over_at_their_heads_are_selected_from_the_first(typist: Typist, shown: UnitDesk) -> None:
    view = rows_of(shown)
    head = view.verticalHeader()
    at = [QPoint(10, head.sectionViewportPosition(row) + 10) for row in (1, 2, 4)]
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=at[0])
    QTest.mouseMove(head.viewport(), at[1])
    QTest.mouseMove(head.viewport(), at[2])
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=at[2])
    assert {one.row() for one in view.selected()} == {1, 2, 3, 4} and view.currentIndex().row() == 1
    typist.type("7")
    typist.press(Key.Key_Return)
    names = [row.values["场名"] for row in shown.session.rows("R07")]
    assert names[1] == "7" and names[4] == "5号养殖场"


def test_a_jump_with_shift_widens_from_the_far_corner_and_typing_stays(typist: Typist, shown: UnitDesk) -> None:
    view = rows_of(shown)
    view.go_to(view.table.index(0, 0))
    typist.press(Key.Key_Down, CTRL | SHIFT)
    assert view.corners() == ((0, 0), (7, 0)) and view.currentIndex().row() == 0
    typist.press(Key.Key_Up, SHIFT, times=2)
    typist.press(Key.Key_End, SHIFT)
    assert view.corners() == ((0, 0), (5, view.table.columnCount() - 1))
    typist.press(Key.Key_Home, CTRL | SHIFT)
    assert not view.several
    typist.press(Key.Key_PageDown, SHIFT)
    assert view.corners()[1] == (8, 0) and view.currentIndex().row() == 0


def test_the_heading_above_the_first_cell_comes_into_sight_with_it(typist: Typist, shown: UnitDesk) -> None:
    """Rows that are folded away were counted among those kept in sight: the first heading stayed above the edge."""
    shown.go("Q06.1")
    view = grid(shown)
    first = view.currentIndex().row()
    heading = next(y for y in range(first - 1, -1, -1) if not view.isRowHidden(y))
    assert view.table.grid.rows[heading].heading and any(map(view.isRowHidden, range(first)))
    typist.press(Key.Key_End, CTRL)
    assert view.verticalScrollBar().value() > 0
    typist.press(Key.Key_Home, CTRL)
    assert view.viewport().rect().contains(view.visualRect(view.table.index(heading, 0)))
