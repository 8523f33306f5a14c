"""The rows of a register sorted for looking: nothing of the register changes, and its own order comes back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from models.sheet.rows import read_row
from ui.screens.register import RegisterScreen
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

FARMS = [("10号场", "80"), ("2号场", "1200.5"), ("汉滨场", ""), ("安康场", "7.25"), ("1号场", "八十")]


@pytest.fixture
def view(desk: UnitDesk) -> RegisterView:
    register = desk.session.plan.registers["R07"]
    rows = [{"场名": name, "代码": f"C{n}", "设计规模": size} for n, (name, size) in enumerate(FARMS)]
    desk.edits.put_rows("R07", [read_row(register, n, one) for n, one in enumerate(rows, 1)])
    desk.go("R07")
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def column(view: RegisterView, name: str) -> int:
    assert view.table.register is not None
    return next(n for n, one in enumerate(view.table.register.columns) if one.name == name)


def names(view: RegisterView) -> list[str]:
    return [str(view.table.index(y, 0).data()) for y in range(view.table.rowCount())]


@pytest.mark.parametrize(
    ("by", "falling", "seen"),
    [("设计规模", False, ["安康场", "10号场", "2号场", "1号场", "汉滨场"]),
     ("设计规模", True, ["2号场", "10号场", "安康场", "1号场", "汉滨场"]),
     ("场名", False, ["1号场", "2号场", "10号场", "安康场", "汉滨场"])],
)  # fmt: skip
def test_rows_are_shown_in_the_order_of_a_column_and_stay_what_they_are(
    desk: UnitDesk, view: RegisterView, by: str, falling: bool, seen: list[str]
) -> None:
    before, digest = desk.session.rows("R07"), desk.session.sheet
    address = view.table.address_of(2)
    view.go_to(view.table.index(2, 0))
    view.sort_by(column(view, by), falling=falling)
    assert names(view) == seen and desk.session.rows("R07") == before and desk.session.sheet is digest
    assert view.table.address_of(view.currentIndex().row()) == address, "the row one was at"
    numbers = [view.table.headerData(y, Qt.Orientation.Vertical) for y in range(5)]
    assert numbers == [str([one[0] for one in FARMS].index(name) + 1) for name in seen], "each keeps its number"
    head = str(view.table.headerData(column(view, by), Qt.Orientation.Horizontal))
    assert head.endswith("▼" if falling else "▲")
    view.sort_by(-1)
    assert names(view) == [*(name for name, _ in FARMS), ""]


def test_a_row_is_changed_where_it_is_shown_and_several_are_not_pasted_among_sorted_ones(
    desk: UnitDesk, view: RegisterView
) -> None:
    size = column(view, "设计规模")
    view.sort_by(size, falling=True)
    view.table.setData(view.table.index(0, size), "1")
    assert names(view)[0] == "2号场", "it stays where it is until the rows are sorted again"
    assert [row.get("设计规模") for row in desk.session.rows("R07")][1] == "1"
    before = desk.session.rows("R07")
    view.put_block(view.table.index(0, size), [["5"], ["6"]])
    assert desk.session.rows("R07") == before and "恢复原来的顺序" in desk.notice.words
    view.go_to(view.table.index(0, 0))
    view.remove_selected()
    assert [row.get("代码") for row in desk.session.rows("R07")] == ["C0", "C2", "C3", "C4"]
    assert len(names(view)) == 4
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 0), "the keyboard stays in the rows"


def test_sorting_and_filtering_go_together_and_a_paste_below_shows_all_again(
    qtbot: QtBot, desk: UnitDesk, view: RegisterView
) -> None:
    screen = next(one for one in desk.screens if isinstance(one, RegisterScreen))
    view.sort_by(0)
    screen.filter.line.setText("号")
    screen._narrow()
    assert names(view) == ["1号场", "2号场", "10号场"]
    address = str(desk.session.sheet.places("R07").address(desk.session.rows("R07")[2]))
    desk.go(address)
    assert view.table.whole and view.table.address_of(view.currentIndex().row()) == address


def test_the_head_of_a_column_and_a_cell_offer_its_orders(qtbot: QtBot, view: RegisterView) -> None:
    place = QPoint(view.horizontalHeader().sectionViewportPosition(0) + 5, 5)
    view._head_menu_at(place)
    view.go_to(view.table.index(0, 0))
    view._menu_at(QPoint(5, 5))
    menus = view.findChildren(QMenu)
    offered = [[one.text() for one in menu.actions()] for menu in menus]
    assert all(any("场名" in text and "从小到大" in text for text in one) for one in offered) and len(offered) == 2
    for menu in menus:
        menu.close()
