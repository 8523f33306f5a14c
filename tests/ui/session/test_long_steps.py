"""Clearing, removing, filling and undoing many rows: one step laid in the lane, the same as row by row."""

import random

import pytest
from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from forms.filling.import_book import HEAD_LINES
from models.filling.clipboard import text_of
from models.sheet.rows import Row, numbered, read_rows
from tests.seeds import seeds
from tests.ui.session.test_work_per_edit import calls
from ui.look.filter_bar import holds
from ui.screens.register import RegisterScreen
from ui.tables.grids.register_view import MANY_ROWS, RegisterView
from ui.tables.laying import untold
from ui.tables.rows_in_sight import Sought
from ui.tables.selection_view import Flag
from ui.window.unit_desk import UnitDesk

ROWS = MANY_ROWS + 30
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SIGNS = ("汉", "滨", "区", "岚", "a", "B", "7", "-", " ", "陕")


@pytest.fixture
def view(desk: UnitDesk) -> RegisterView:
    register = desk.session.plan.registers["R08"]
    rows = read_rows(register, [{"项目": f"{n}号楼", "建筑面积": f"{n}.5"} for n in range(1, ROWS + 1)])
    desk.edits.put_rows("R08", rows)
    desk.go("R08")
    found = next(one for one in desk.screens if isinstance(one, RegisterScreen)).view
    found.go_to(found.table.index(0, 0))
    return found


def select(view: RegisterView, top: int, bottom: int, left: int = 0, right: int | None = None) -> None:
    right = view.table.columnCount() - 1 if right is None else right
    view.go_to(view.table.index(top, left))
    corners = view.table.index(top, left), view.table.index(bottom, right)
    view.selectionModel().select(QItemSelection(*corners), Flag.ClearAndSelect)


def test_all_rows_are_cleared_as_one_step_that_can_be_stopped(qtbot: QtBot, desk: UnitDesk, view: RegisterView) -> None:
    before, steps = desk.session.rows("R08"), desk.edits.count()
    select(view, 0, ROWS)
    QTest.keyClick(view, Key.Key_Delete)
    assert view.waiting is not None and desk.session.rows("R08") is before
    qtbot.keyClick(view.waiting, Key.Key_Escape)
    assert "原有内容未动" in desk.notice.words and "粘贴" not in desk.notice.words
    QTest.keyClick(view, Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.session.rows("R08") == ())
    assert f"{ROWS} 行" in desk.notice.words and desk.edits.count() == steps + 1
    assert view.table.rowCount() == 1
    desk.undo()
    qtbot.waitUntil(lambda: desk.session.rows("R08") == before)


def test_one_column_of_many_rows_is_cleared_and_filled_as_it_is_of_each(
    qtbot: QtBot, desk: UnitDesk, view: RegisterView
) -> None:
    before = desk.session.rows("R08")
    select(view, 2, ROWS - 1, 1, 2)
    QTest.keyClick(view, Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: desk.session.rows("R08") is not before)
    assert {row.get("建筑面积") for row in desk.session.rows("R08")[2:]} == {"3.5"}
    assert f"{ROWS - 3} 格" in desk.notice.words, "what was filled over"
    filled = desk.session.rows("R08")
    select(view, 1, ROWS - 1, 2, 2)
    QTest.keyClick(view, Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.session.rows("R08") is not filled)
    assert desk.session.rows("R08")[1:] == tuple(Row(number=n, values={"项目": f"{n}号楼"}) for n in range(2, ROWS + 1))


def test_many_rows_are_removed_as_one_step(qtbot: QtBot, desk: UnitDesk, view: RegisterView) -> None:
    before = desk.session.rows("R08")
    select(view, 5, ROWS - 6)
    view.remove_selected()
    qtbot.waitUntil(lambda: len(desk.session.rows("R08")) == 10)
    assert desk.session.rows("R08") == numbered([*before[:5], *before[-5:]])
    assert desk.session.workspace.store.sheets.rows("2020Q3", "R08") == desk.session.rows("R08")
    assert "停止" not in desk.notice.words


@pytest.mark.parametrize("seed", seeds(4))
def test_what_is_selected_is_the_same_by_rows_as_place_by_place(view: RegisterView, seed: int) -> None:
    draw = random.Random(seed)
    top, left = draw.randrange(ROWS), draw.randrange(view.table.columnCount())
    select(view, top, draw.randint(top, ROWS), left, draw.randint(left, view.table.columnCount() - 1))
    places = [(one.row(), one.column()) for one in view.selected()]
    rows = view.chosen_rows()
    assert [(row, one.column()) for row in rows for one in view.chosen_in(row)] == places
    assert [view.says(*one) for one in places] == [bool(view.table.index(*one).data()) for one in places]
    copied = [[view.copied_text(one) for one in view.chosen_in(row)] for row in rows]
    assert view.copied_block() == copied and text_of(copied) == "\r\n".join(map("\t".join, copied))


@pytest.mark.parametrize("seed", seeds(4))
def test_clearing_a_block_is_clearing_its_cells(view: RegisterView, seed: int) -> None:
    draw = random.Random(seed)
    lines = draw.sample(range(ROWS), 40)
    columns = draw.sample(range(view.table.columnCount()), 3) if seed % 2 else [*range(view.table.columnCount())]
    laid = view.table.clearing(dict.fromkeys(lines, columns))(untold)
    view.table.clear([view.table.index(line, column) for line in lines for column in columns])
    assert view.table._rows == laid.rows and view.table._gaps == laid.gaps


def test_many_cells_are_marked_where_few_would_be(desk: UnitDesk, view: RegisterView) -> None:
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    for numbers, columns in ((range(4, 90), ("项目", "建筑面积")), (range(ROWS - 2, ROWS + 40), ("项目",))):
        cells = [(number, name) for number in numbers for name in columns]
        screen.show_rows("R08", cells)
        many = view.corners(), view.currentIndex()
        view.go_to(view.table.index(0, 0))
        screen.show_places(tuple(f"R08[第{number}行].{name}" for number, name in cells))
        assert (view.corners(), view.currentIndex()) == many


@pytest.mark.parametrize("seed", seeds(6))
def test_a_row_holds_what_one_of_its_texts_holds(seed: int) -> None:
    draw, sought = random.Random(seed), Sought()

    def text(longest: int) -> str:
        return "".join(draw.choices(SIGNS, k=draw.randint(0, longest)))

    rows = [Row(number=n, values={"甲": text(5), "乙": text(5)}, raw={"丙": text(3)}) for n in range(1, 60)]
    for _ in range(60):
        wanted = draw.choice((text(3), "hb", "sA", "l7", "区汉")) or "x"
        inside = sought.holding(wanted)
        for row in rows:
            assert inside(row) is any(holds(one, wanted) for one in (*row.values.values(), *row.raw.values()))
        rows[draw.randrange(len(rows))] = Row(number=9, values={"甲": text(5)})
    sought.forget()
    assert sought.holding("a")(Row(number=1, values={"甲": "-A"}))


def test_of_a_long_block_of_entries_the_first_lines_alone_are_looked_at_for_heads(desk: UnitDesk) -> None:
    def block(lines: int) -> str:
        return "\n".join(f"{n}号楼\t\t{n}.5" for n in range(lines))

    assert not desk.imports.offer_text(block(HEAD_LINES + 1), "R08")
    texts = [block(lines) for lines in (2_000, 4_000)]
    few, many = (calls(lambda text=text: desk.imports.offer_text(text, "R08")) for text in texts)
    assert many <= 1.1 * few, (few, many)
