"""Filling: a block repeats in a selection it fits, and the square at a selection's corner copies it further."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.keys.test_selecting import rows_of
from tests.ui.keys.typist import CTRL, SHIFT, Typist, grid, select, texts
from ui.tables.grids.grid_view import GridView
from ui.window.unit_desk import UnitDesk

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
COLUMN = ("Q06.1", "Q06.2", "Q06.3", "Q06.4")


def fill(view: GridView, row: int, column: int) -> None:
    """Drag the square at the selection's corner to a cell."""
    handle, area = view.handle, view.visualRect(view.model().index(row, column))
    assert handle.isVisible()
    target = handle.mapFrom(view.viewport(), QPoint(area.center().x(), area.top() + 10))
    QTest.mousePress(handle, LEFT, pos=QPoint(4, 4))
    QTest.mouseMove(handle, target / 2)
    QTest.mouseMove(handle, target)
    assert handle.outline.isVisible()
    QTest.mouseRelease(handle, LEFT, pos=target)


@pytest.mark.parametrize(
    ("block", "to", "seen"),
    [("1\n2", "Q06.4", ["1", "2", "1", "2"]), ("7", "Q06.4", ["7", "7", "7", "7"]), ("1\n2", "Q06.3", ["1", "2", "", ""]),
     ("1\n2\n3", "Q06.2", ["1", "2", "3", ""])],
)  # fmt: skip
def test_a_block_repeats_in_a_selection_that_is_a_multiple_of_it(
    typist: Typist, shown: UnitDesk, block: str, to: str, seen: list[str]
) -> None:
    shown.go("Q06.1")
    select(shown, "Q06.1", to)
    typist.paste(block)
    assert texts(shown, *COLUMN) == seen
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, *COLUMN) == ["", "", "", ""], "one step"


def test_what_repeats_over_a_total_is_told_and_over_a_filled_cell_says_nothing_less(
    typist: Typist, shown: UnitDesk
) -> None:
    shown.go("Q20.2")
    select(shown, "Q20.2", "Q22.1")
    typist.paste("5\n6")
    assert "没有" in shown.notice.words or "核对" in shown.notice.words, "a heading and a total lie in the selection"


def test_a_register_repeats_a_block_in_its_selection(typist: Typist, shown: UnitDesk) -> None:
    view = rows_of(shown)
    column = next(n for n, one in enumerate(view.table.register.columns) if one.name == "设计规模")
    view.go_to(view.table.index(0, column))
    typist.press(Key.Key_Down, SHIFT, times=3)
    typist.paste("50\n60")
    sizes = [row.values["设计规模"] for row in shown.session.rows("R07")]
    assert sizes == ["50", "60", "50", "60", "5", "6", "7", "8"]


def test_the_square_at_the_corner_fills_down_where_an_entry_is_taken(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.5")
    view = grid(shown)
    typist.type("3")
    typist.press(Key.Key_Return)
    shown.go("Q06.5")
    here = view.table.index_of("Q06.7")
    fill(view, here.row(), here.column())
    assert texts(shown, "Q06.5", "Q06.7") == ["3", "3"]
    assert "Q06.6" not in shown.session.sheet.cells, "no control figure beside the sum"
    assert shown.place == "Q06.5" and view.corners()[1] == (here.row(), here.column())
    typist.press(Key.Key_Z, CTRL)
    assert texts(shown, "Q06.5", "Q06.7") == ["3", ""]


def test_figures_that_are_filled_over_are_told(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.paste("1\n2\n1")
    select(shown, "Q06.1", "Q06.4")
    typist.press(Key.Key_D, CTRL)
    assert texts(shown, *COLUMN) == ["1", "1", "1", "1"] and "1 格" in shown.notice.words, (
        "only one said another figure"
    )


def test_figures_of_a_register_that_are_filled_over_are_told_in_the_same_words(typist: Typist, shown: UnitDesk) -> None:
    view = rows_of(shown)
    column = next(n for n, one in enumerate(view.table.register.columns) if one.name == "设计规模")
    view.go_to(view.table.index(0, column))
    typist.press(Key.Key_Down, SHIFT, times=2)
    typist.press(Key.Key_D, CTRL)
    told = shown.notice.words
    assert [row.values["设计规模"] for row in shown.session.rows("R07")][:4] == ["1", "1", "1", "4"]
    assert "2 格原有的内容" in told and "Ctrl+Z" in told
    fill(view, 4, column)
    assert "2 格原有的内容" in shown.notice.words


def test_the_square_fills_to_the_right_and_back_to_where_it_was_changes_nothing(
    typist: Typist, shown: UnitDesk
) -> None:
    shown.go("Q06.1")
    view = grid(shown)
    typist.type("3")
    typist.press(Key.Key_Return)
    typist.type("4")
    typist.press(Key.Key_Return)
    select(shown, "Q06.1", "Q06.2")
    right = view.table.index_of("Q06.2/last_year")
    fill(view, right.row(), right.column())
    assert texts(shown, "Q06.1/last_year", "Q06.2/last_year") == ["3", "4"]
    shown.go("Q06.1")
    before, handle = shown.session.sheet.cells, view.handle
    QTest.mousePress(handle, LEFT, pos=QPoint(4, 4))
    QTest.mouseMove(handle, QPoint(4, 60))
    QTest.mouseMove(handle, QPoint(4, 4))
    QTest.mouseRelease(handle, LEFT, pos=QPoint(4, 4))
    assert shown.session.sheet.cells == before and not handle.outline.isVisible()


def test_the_square_repeats_rows_of_a_register_and_is_not_shown_where_nothing_is_typed(
    typist: Typist, shown: UnitDesk
) -> None:
    view = rows_of(shown)
    column = next(n for n, one in enumerate(view.table.register.columns) if one.name == "设计规模")
    view.go_to(view.table.index(0, column))
    typist.press(Key.Key_Down, SHIFT)
    fill(view, 5, column)
    assert [row.values["设计规模"] for row in shown.session.rows("R07")] == ["1", "2", "1", "2", "1", "2", "7", "8"]
    shown.go("A1")
    items = grid(shown)
    items.go_to(items.table.index_of("Q06.6"))
    assert not items.handle.isVisible(), "a sum takes none"


def test_a_heading_is_nothing_to_fill_with(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    view = grid(shown)
    typist.type("3")
    typist.press(Key.Key_Return)
    shown.go("Q06.1")
    above = view.currentIndex().siblingAtRow(view.currentIndex().row() - 1)
    assert not view.table.address_at(above), "a heading stands above the first"
    typist.press(Key.Key_D, CTRL)
    typist.press(Key.Key_R, CTRL)
    assert texts(shown, "Q06.1") == ["3"] and shown.notice.words


def test_ctrl_d_fills_down_and_on_one_cell_copies_from_above(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1.2")
    typist.press(Key.Key_Return)
    select(shown, "Q06.1", "Q06.3")
    typist.press(Key.Key_D, CTRL)
    assert texts(shown, "Q06.1", "Q06.2", "Q06.3") == ["1.2", "1.2", "1.2"]
    shown.go("Q06.4")
    typist.press(Key.Key_D, CTRL)
    assert texts(shown, "Q06.4") == ["1.2"]
    shown.edits.undo()
    assert texts(shown, "Q06.3", "Q06.4") == ["1.2", ""]


def test_a_block_and_ctrl_d_pass_over_rows_out_of_sight(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    view, places = grid(shown), ("Q06.1", "Q06.2", "Q06.3", "Q06.4")
    view.setRowHidden(view.table.index_of("Q06.2").row(), True)
    typist.paste("1\n2\n3")
    assert texts(shown, *places) == ["1", "", "2", "3"]
    select(shown, "Q06.1", "Q06.3")
    typist.press(Key.Key_D, CTRL)
    assert texts(shown, *places) == ["1", "", "1", "3"]


def test_ctrl_r_fills_to_the_right(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("1.2")
    typist.press(Key.Key_Tab)
    assert shown.place == "Q06.1/last_year"
    typist.press(Key.Key_R, CTRL)
    assert texts(shown, "Q06.1/last_year") == ["1.2"]


def test_by_keys_as_by_hand_a_fill_passes_over_what_the_program_works_out(typist: Typist, shown: UnitDesk) -> None:
    """A figure that was filled through a sum is no sum of one's own that could be held against it."""
    shown.go("Q06.4")
    typist.paste("7")
    select(shown, "Q06.4", "Q06.7")
    typist.press(Key.Key_D, CTRL)
    assert texts(shown, "Q06.5", "Q06.7") == ["7", "7"] and "Q06.6" not in shown.session.sheet.cells
    shown.go("Q06.6")
    typist.press(Key.Key_D, CTRL)
    assert "Q06.6" not in shown.session.sheet.cells and "计算" in shown.notice.words
