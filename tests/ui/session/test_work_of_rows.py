"""Going, selecting and copying in a register costs what is in sight, not what there is: counted in calls."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from models.sheet.rows import read_row
from tests.ui.session.test_work_per_edit import FEW, MANY, YEAR, calls
from tests.vehicles import trucks
from ui.basics.jobs import Lane
from ui.screens.register import RegisterScreen
from ui.session.commands import Put
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

PLATE, KIND, VIN = 1, 2, 3  # columns of the register
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def desks(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, UnitDesk]]:
    lane, made = Lane(), {}
    for size in (FEW, MANY):
        workspace = make_trial(tmp_path_factory.mktemp("rows") / "unit", "M10")
        rows = [read_row(workspace.plan.registers["R02"], n, one) for n, one in enumerate(trucks(size), 1)]
        workspace.store.sheets.put_rows(YEAR, "R02", rows, "测试")
        made[size] = UnitDesk(Session(workspace, YEAR), lane, QToolButton())
        made[size].resize(1280, 720)
        made[size].show()
        made[size].go("R02")
    yield made
    lane.close()
    for desk in made.values():
        desk.session.workspace.close()
        desk.deleteLater()


def view_of(desk: UnitDesk) -> RegisterView:
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def test_going_and_selecting_ask_of_no_row_out_of_sight(desks: dict[int, UnitDesk]) -> None:
    spent: dict[str, list[int]] = {}
    for desk in desks.values():
        view = view_of(desk)

        def press(key: Qt.Key, held: Qt.KeyboardModifier, view: RegisterView = view) -> None:
            QTest.keyClick(view, key, held)
            QCoreApplication.processEvents()

        acts: dict[str, Callable[[], object]] = {
            "Ctrl+End": lambda: press(Key.Key_End, CTRL),
            "Ctrl+Home": lambda: press(Key.Key_Home, CTRL),
            "Tab": lambda: press(Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
            "Ctrl+A": lambda: press(Key.Key_A, CTRL),
        }
        for name, act in acts.items():
            view.clearSelection()
            view.go_to(view.table.index(4, 0))
            QCoreApplication.processEvents()
            spent.setdefault(name, []).append(calls(act))
    for name, (few, many) in spent.items():
        assert many <= 1.5 * few, (name, few, many)


def test_what_is_selected_is_copied_as_it_was_typed(desks: dict[int, UnitDesk]) -> None:
    view, desk = view_of(desks[FEW]), desks[FEW]
    view.table.setData(view.table.index(1, PLATE), "陕g00002 ")
    view.go_to(view.table.index(0, PLATE))
    view.extend(FEW, KIND)
    view.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["陕G00001\t大型汽车", f"{view.copied_text(view.table.index(1, PLATE))}\t大型汽车"]
    assert lines[-1] == "\t" and len(lines) == FEW + 1, "the empty line at the end"
    single = [[view.copied_text(view.table.index(y, x)) for x in (PLATE, KIND)] for y in range(FEW + 1)]
    assert [line.split("\t") for line in lines] == single
    desk.undo()


def test_nothing_is_asked_of_a_filed_register_for_tab(desks: dict[int, UnitDesk]) -> None:
    desk = desks[MANY]
    view = view_of(desk)
    desk.session.locked = True
    try:
        asked = [calls(lambda: view.tab(1)), calls(lambda: view.enter(1))]
    finally:
        desk.session.locked = False
    assert max(asked) < MANY, asked


def test_an_undone_cell_is_found_among_all_rows_once(desks: dict[int, UnitDesk]) -> None:
    spent = []
    for desk in desks.values():
        view = view_of(desk)
        view.table.setData(view.table.index(3, VIN), "LTEST000099999999")
        step = desk.edits.last
        assert (
            isinstance(step, Put)
            and step.counted == {"cells": 1, "rows": 0}
            and step.changed_cells == ("R02[第4行].VIN",)
        )
        assert step._row_changes is step._row_changes
        fresh = Put(desk.session, {}, {"R02": desk.session.rows("R02")}, "typed")
        fresh._rows_before = step._rows_before
        spent.append(calls(lambda fresh=fresh: fresh._row_changes))
        desk.undo()
    assert spent[1] - spent[0] < MANY, "rows that are the same are not read"
