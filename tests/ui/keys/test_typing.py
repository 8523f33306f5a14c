"""No key ever changes another cell than the current one; a column typed blindly fills exactly the cells to fill."""

import ast
from itertools import takewhile
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit

from models.sheet.cells import BLANK, State
from tests.ui.keys.typist import Typist, grid, texts
from ui.screens.progress import ProgressScreen
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.grids.entry_view import EntryView
from ui.tables.grids.grid_view import GridView
from ui.window.unit_desk import UnitDesk

ROOT = Path(__file__).resolve().parents[3]
DIGITS = "1234567890."
FIGURES = [("Q06.1", "1.2"), ("Q06.2", "3.4"), ("Q06.3", "1.5"), ("Q06.5", "12.5"), ("Q06.7", "5.15"), ("Q20.1", "15")]


def said(desk: UnitDesk) -> dict[str, str]:
    """Everything that was entered, cells and rows."""
    sheet = desk.session.sheet
    cells = {at: f"{cell.state} {cell.raw} {cell.text}" for at, cell in sheet.cells.items() if cell != BLANK}
    rows = {
        f"{name} {n}": str({**row.values, **row.raw})
        for name, kept in sheet.registers.items()
        for n, row in enumerate(kept)
    }
    return cells | rows


def filled(desk: UnitDesk) -> None:
    for address, text in FIGURES:
        desk.edits.put(address, text)


def one_of_each(view: EntryView) -> list[QModelIndex]:
    """A place of every kind a table has: what its flags and its column are, heading, computed, counted, choice."""
    found: dict[tuple[object, ...], QModelIndex] = {}
    model = view.table
    for y, row in enumerate(model.grid.rows):
        for x, column in enumerate(model.grid.columns):
            index = model.index(y, x)
            kind = (
                column.kind, row.heading, bool(model.address_at(index)), model.typeable(index),
                model.takes_control(index), bool(model.choices_at(index)), view.isRowHidden(y),
            )  # fmt: skip
            found.setdefault(kind, index)
    return [index for kind, index in found.items() if not kind[-1]]


@pytest.mark.parametrize("page", ["A1", "A5"])
def test_a_digit_changes_no_cell_but_the_current_one(typist: Typist, shown: UnitDesk, page: str) -> None:
    filled(shown)
    shown.go(page)
    view = grid(shown)
    for index in one_of_each(view):
        for digit in DIGITS:
            view.go_to(index)
            view.setFocus()
            before, place = said(shown), (index.row(), index.column())
            typist.type(digit)
            now = view.currentIndex()
            assert (now.row(), now.column()) == place, f"{digit} went elsewhere from {index.data()!r}"
            typist.press(Qt.Key.Key_Escape)
            assert said(shown) == before, digit
        typist.type("12.5")
        typist.press(Qt.Key.Key_Return)
        address = view.table.address_at(index)
        changed = {at for at in before.keys() | said(shown).keys() if before.get(at) != said(shown).get(at)}
        assert changed <= {address}, (address, changed)
        if not view.table.choices_at(index):  # letters choose in a list, nothing is typed there
            assert (address in changed) == view.table.typeable(index)


def test_what_cannot_be_typed_says_why_and_how(typist: Typist, shown: UnitDesk) -> None:
    filled(shown)
    shown.go("Q06.6")
    typist.type("7")
    assert "程序计算" in shown.notice.words and "F2" in shown.notice.words
    typist.press(Qt.Key.Key_F2)
    typist.type("99")
    typist.press(Qt.Key.Key_Return)
    assert shown.session.sheet.cells["Q06.6"].raw == "99", "a figure to compare with"
    assert shown.session.sheet.cell("Q06.6").text != "99", "never used"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down], ids=["Enter", "Down"])
def test_a_column_typed_blindly_fills_exactly_the_cells_to_fill(typist: Typist, shown: UnitDesk, key: Qt.Key) -> None:
    shown.go("Q06.1")
    view = grid(shown)
    column = view.table.index_of("Q06.1").column()
    model = view.table
    cells = [model.address_at(model.index(y, column)) for y in range(model.rowCount()) if not view.isRowHidden(y)]
    wanted = [at for at in cells if at and model.typeable(model.index_of(at))]
    wanted = wanted[wanted.index("Q06.1") :]
    wanted = list(takewhile(lambda at: not model.choices_at(model.index_of(at)), wanted))[:20]
    assert len(wanted) > 10
    for n, _ in enumerate(wanted, 1):
        typist.type(f"{n}.5")
        typist.press(key)
    assert [shown.session.sheet.cell(at).text for at in wanted] == [f"{n}.5" for n, _ in enumerate(wanted, 1)]
    assert set(said(shown)) == set(wanted), "and nothing else"


def _takes_keys(one: QAbstractItemView) -> bool:
    takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return one.isVisible() and takes and not isinstance(one, GridView | QHeaderView)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab])
def test_what_a_paper_list_has_too_much_does_not_take_the_place_of_the_last(
    typist: Typist, shown: UnitDesk, key: Qt.Key
) -> None:
    shown.go("progress")
    view = next(screen for screen in shown.screens if isinstance(screen, ProgressScreen)).view
    view.go_to(view.table.index(view.table.rowCount() - 2, 2))
    if key is Qt.Key.Key_Tab:
        view.go_to(view.table.index(view.table.rowCount() - 1, view.table.columnCount() - 2))
    last = view.table.index(view.table.rowCount() - 1, 2 if key is not Qt.Key.Key_Tab else view.table.columnCount() - 1)
    for figure in ("10", "20", "30", "40"):
        typist.type(figure)
        typist.press(key)
    assert view.currentIndex() == last and last.data() == "20"
    assert "最后一格" in shown.notice.words
    typist.press(Qt.Key.Key_F2)
    typist.press(Qt.Key.Key_Backspace, times=2)
    typist.type("50")
    typist.press(Qt.Key.Key_Return)
    assert last.data() == "50", "to correct it is meant"
    typist.press(Qt.Key.Key_Up)
    typist.press(Qt.Key.Key_Down)
    typist.type("60")
    typist.press(Qt.Key.Key_Return)
    assert last.data() == "60", "who comes back means it too"


def test_a_last_place_that_took_nothing_can_be_typed_in(typist: Typist, shown: UnitDesk) -> None:
    shown.go("progress")
    view = next(screen for screen in shown.screens if isinstance(screen, ProgressScreen)).view
    last = view.table.index(view.table.rowCount() - 1, 1)
    view.go_to(last)
    typist.type("1")  # begins none of its choices
    typist.press(Qt.Key.Key_Return)
    assert view.currentIndex() == last and not last.data()
    typist.type("1")
    assert "最后一格" not in shown.notice.words and "没有以" in shown.notice.words


def test_nothing_is_searched_in_a_register_or_a_list(typist: Typist, shown: UnitDesk) -> None:
    shown.go("R08")
    view = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    view.put_block(view.table.index(0, 0), [["甲楼", "1"], ["1号楼", "2"]])
    view.go_to(view.table.index(0, 0))
    typist.type("1")
    assert view.currentIndex().row() == 0
    typist.press(Qt.Key.Key_Escape)
    lists = [one for one in shown.findChildren(QAbstractItemView) if _takes_keys(one)]
    for one in lists:
        one.setFocus()
        before = one.currentIndex().row()
        for digit in "123abc":
            typist.type(digit)
            assert one.currentIndex().row() == before, type(one).__name__


def test_every_list_and_grid_of_the_window_is_one_without_a_search() -> None:
    searching = {"QTableView", "QListView", "QTreeView", "QTreeWidget", "QListWidget", "QTableWidget", "QColumnView"}
    found = []
    for path in (ROOT / "ui").rglob("*.py"):
        if path.name == "views.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtWidgets":
                found += [f"{path.name} {alias.name}" for alias in node.names if alias.name in searching]
    assert found == []


def test_a_locked_sheet_takes_nothing_and_says_so(typist: Typist, shown: UnitDesk) -> None:
    filled(shown)
    shown.go("Q06.1")
    shown.session.locked = True
    before = said(shown)
    view = grid(shown)
    for keys in ("5", "7"):
        typist.type(keys)
        assert "改正并重出" in shown.notice.words
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    taking = [(Qt.Key.Key_Delete, none), (Qt.Key.Key_Backspace, none), (Qt.Key.Key_X, ctrl), (Qt.Key.Key_V, ctrl)]
    for key, modifiers in (*taking, (Qt.Key.Key_D, ctrl)):
        shown.notice.end()
        QApplication.clipboard().setText("9")
        typist.press(key, modifiers)
        assert "改正并重出" in shown.notice.words, key
    typist.press(Qt.Key.Key_F2)
    assert view.findChild(QLineEdit) is None and said(shown) == before


def test_a_sum_is_worked_out_and_kept_as_it_was_typed(typist: Typist, shown: UnitDesk) -> None:
    shown.go("Q06.1")
    typist.type("=1.2+3.5")
    typist.press(Qt.Key.Key_Return)
    kept = shown.session.sheet.cell("Q06.1")
    assert (kept.state, kept.text, kept.raw) == (State.VALUE, "4.7", "=1.2+3.5")


def test_a_column_typed_blindly_into_a_register_tasks_and_a_filtered_table(typist: Typist, shown: UnitDesk) -> None:
    """Figure, Enter, figure, Enter: each falls into the next place below that takes one, and nothing else changes."""
    sheet = shown.session.sheet
    screen = next(one for one in shown.screens if isinstance(one, TableScreen))
    shown.go("Q06.1")
    screen.show_only("empty")
    view, before = grid(shown), dict(sheet.cells)
    at = view.table.index_of("Q06.1")
    below = [
        view.table.index(y, at.column()) for y in range(at.row(), view.table.rowCount()) if not view.isRowHidden(y)
    ]
    open_ones = [one for one in below if view.table.typeable(one) and not view.table.choices_at(one)][:6]
    wanted = [view.table.address_at(one) for one in open_ones]
    assert len(wanted) > 5
    view.setFocus()
    view.go_to(at)
    for n, _ in enumerate(wanted, 1):
        typist.type(f"{n}.25")
        typist.press(Qt.Key.Key_Return)
    assert texts(shown, *wanted) == [f"{n}.25" for n, _ in enumerate(wanted, 1)]
    after = {one for one, cell in shown.session.sheet.cells.items() if cell != before.get(one, BLANK)}
    assert after == set(wanted), "and nothing else"

    shown.go("R08")
    rows = next(one for one in shown.screens if isinstance(one, RegisterScreen)).view
    rows.put_block(rows.table.index(0, 0), [[f"{n}号楼"] for n in range(6)])
    area = next(
        x for x in range(rows.table.columnCount()) if "面积" in str(rows.table.headerData(x, Qt.Orientation.Horizontal))
    )
    rows.setFocus()
    rows.go_to(rows.table.index(0, area))
    for n in range(6):
        typist.type(f"{n}.5")
        typist.press(Qt.Key.Key_Return)
    kept = shown.session.rows("R08")
    assert [(one.get("项目"), one.get("建筑面积")) for one in kept] == [(f"{n}号楼", f"{n}.5") for n in range(6)]
    assert all(len(one.values) == 2 for one in kept), "and nothing else"

    shown.go("progress")
    tasks = next(one for one in shown.screens if isinstance(one, ProgressScreen)).view
    blocks = shown.session.sheet.blocks[:4]
    tasks.setFocus()
    tasks.go_to(tasks.table.index_of(f"{blocks[0]}.完成百分比"))
    for n, _ in enumerate(blocks, 1):
        typist.type(str(n))
        typist.press(Qt.Key.Key_Return)
    assert texts(shown, *(f"{one}.完成百分比" for one in blocks)) == [str(n) for n, _ in enumerate(blocks, 1)]
    told = {one for one in shown.session.sheet.cells if one.partition(".")[0] in blocks}
    assert told == {f"{one}.完成百分比" for one in blocks}
