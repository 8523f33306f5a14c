"""A figure of many digits is read whole: remarks and names make room for it before it is drawn smaller."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from models.basics.quantity import grouped
from models.sheet.rows import read_row
from tests.ui.desks import shown_desk
from ui.look.theme import ui_font
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.session.trial_workspace import make_trial
from ui.tables.grids.cell_looks import NOTHING, CellLook
from ui.tables.grids.column_room import GRID_LINE, LEAST_NAME, FigureWidths
from ui.tables.grids.entry_delegate import MARK_WIDTH, PADDING, word_room
from ui.tables.grids.entry_table import LOOK
from ui.tables.grids.entry_view import EntryView
from ui.tables.grids.layouts import CellKind
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

LONG = "123456789.12"
BELOW = 2  # pixels: what the frame of a cell and its grid line take


def in_full(view: EntryView, index: QModelIndex) -> bool:
    """True where a cell has room for its figure in the size of all others, beside its mark."""
    look = index.data(LOOK)
    needed = QFontMetrics(ui_font(bold=look.strong)).horizontalAdvance(grouped(look.text)) + MARK_WIDTH
    return view.columnWidth(index.column()) >= needed + BELOW


def grid_of(desk: UnitDesk) -> EntryView:
    screen = desk._stack.current
    assert isinstance(screen, TableScreen)
    return screen.items if screen.items.isVisible() else screen.matrix


@pytest.mark.parametrize("size", [(853, 480), (1280, 720), (1920, 1080)])
def test_a_figure_of_nine_digits_has_room_in_every_column_that_takes_one(desk: UnitDesk, size: tuple[int, int]) -> None:
    """In the column of last year it was drawn smaller and smaller beside remarks with room to spare."""
    desk.resize(*size)
    desk.go("Q06.1")
    view = grid_of(desk)
    for at in ("Q06.1", "Q06.1/last_year"):
        desk.edits.put(at, LONG)
        assert in_full(view, view.table.index_of(at)), at
    desk.edits.put_all({f"Q06.{n}": desk.session.read(f"Q06.{n}", LONG) for n in (2, 3, 4, 5, 7)}, "typed")
    total = view.table.index_of("Q06.8")
    assert len(total.data()) >= len(LONG) and in_full(view, total), "in bold, with the sign of what is computed"
    assert view.columnWidth(0) >= LEAST_NAME // 2, "names wrap, and are read still"
    assert sum(view.columnWidth(x) for x in range(view.table.columnCount())) <= view.viewport().width()


def test_what_was_refused_is_read_whole_where_the_remarks_can_make_room(desk: UnitDesk) -> None:
    desk.resize(1280, 720)
    desk.go("Q06.1/last_year")
    view = grid_of(desk)
    desk.edits.put("Q06.1/last_year", "123456789.12吨吨")
    index = view.table.index_of("Q06.1/last_year")
    assert index.data(LOOK).refused
    room = word_room(view.columnWidth(index.column()) - GRID_LINE, marked=True)
    assert room >= QFontMetrics(ui_font()).horizontalAdvance(index.data())


@pytest.fixture
def department(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a department whose table has a line for each county."""
    with shown_desk(qtbot, make_trial(tmp_path / "department", "M03"), "2020Q3", (853, 480)) as desk:
        yield desk


def test_a_matrix_is_as_wide_as_its_figures(department: UnitDesk) -> None:
    at = next(at for at in department.session.sheet.addresses() if at.startswith("Q06.1@"))
    department.go(at)
    view = grid_of(department)
    assert view.table.grid.split
    index = view.table.index_of(at)
    view.setColumnWidth(index.column() + 1, 300)
    department.edits.put(at, LONG)
    assert in_full(view, index)
    assert view.columnWidth(index.column() + 1) == 300, "what somebody made wider stays so"


def test_remarks_have_their_room_back_when_the_figure_goes(desk: UnitDesk) -> None:
    desk.resize(1280, 720)
    desk.go("Q06.1/last_year")
    view = grid_of(desk)
    note = next(x for x, one in enumerate(view.table.grid.columns) if one.kind is CellKind.NOTE)
    before = view.columnWidth(note)
    desk.edits.put("Q06.1/last_year", LONG)
    assert view.columnWidth(note) < before
    desk.edits.undo()
    assert view.columnWidth(note) == before


@pytest.fixture
def farms(desk: UnitDesk) -> RegisterView:
    """A register of sixty rows, more than its columns are judged by."""
    register = desk.session.plan.registers["R07"]
    rows = [{"场名": f"{n}号场", "代码": f"C{n}", "设计规模": str(n)} for n in range(1, 61)]
    rows[55]["设计规模"] = LONG
    desk.edits.put_rows("R07", [read_row(register, n, one) for n, one in enumerate(rows, 1)])
    desk.resize(853, 480)
    desk.go("R07")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def column_of(view: RegisterView, name: str) -> int:
    assert view.table.register is not None
    return [one.name for one in view.table.register.columns].index(name)


def whole(view: RegisterView, index: QModelIndex) -> bool:
    """True where a figure of a register is drawn whole."""
    option = QStyleOptionViewItem()
    view.itemDelegate().initStyleOption(option, index)
    return view.columnWidth(index.column()) >= QFontMetrics(option.font).horizontalAdvance(option.text) + 2 * PADDING


def test_a_register_has_room_for_the_longest_figure_of_all_its_rows(farms: RegisterView) -> None:
    """Below the rows that are looked at first it was cut in its middle, and read as another figure."""
    assert whole(farms, farms.table.index(55, column_of(farms, "设计规模")))


def test_a_longer_figure_that_is_typed_makes_room_for_itself(desk: UnitDesk, farms: RegisterView) -> None:
    column, longer = column_of(farms, "设计规模"), "9876543210123.45"
    before = farms.columnWidth(column)
    farms.table.setData(farms.table.index(2, column), longer)
    assert farms.table.index(2, column).data() == longer
    assert whole(farms, farms.table.index(2, column)) and farms.columnWidth(column) > before
    farms.setColumnWidth(column, 80)
    farms.table.setData(farms.table.index(3, column), f"{longer}1")
    assert farms.columnWidth(column) == 80, "what somebody made narrower stays so"


ROWS, COLUMNS = 4, 2
FIGURES = st.sampled_from([NOTHING, *(CellLook("9" * n, places=0) for n in (3, 5, 6, 9, 40)), CellLook("12345")])
CHANGES = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1), FIGURES), max_size=8)


@pytest.mark.usefixtures("qapp")
@given(looks=st.lists(st.tuples(FIGURES, FIGURES), min_size=ROWS, max_size=ROWS), steps=st.lists(CHANGES, max_size=4))
def test_what_an_edit_changes_is_measured_alone_and_comes_out_as_if_all_were(
    looks: list[tuple[CellLook, CellLook]], steps: list[list[tuple[int, int, CellLook]]]
) -> None:
    grid = [[*row] for row in looks]
    known = FigureWidths(grid, COLUMNS)
    for changes in steps:
        before = [*known.widths]
        for y, x, look in changes:
            grid[y][x] = look
        changed = known.measure(changes)
        assert known.widths == FigureWidths(grid, COLUMNS).widths
        assert changed == (known.widths != before)
