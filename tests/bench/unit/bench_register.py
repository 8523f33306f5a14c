"""How long the window stands still over a register of 10,000 rows, 500 of them wrong. Run by `tasks.py bench`.

The floor is the same act on a register of 100 rows. An edit keeps one part of the register, judges one row, runs every
check and shows what is different.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton

from models.sheet.rows import read_row
from tests.bench.results import in_turn, thinking, told
from tests.bench.unit.bench_freeze import LONGEST, took
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from tests.vehicles import trucks
from ui.basics.jobs import Lane
from ui.screens.register import RegisterScreen
from ui.session.next_step import next_place
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

YEAR = "2020Y初步"
LOOKS = 25  # times one look at each place
SIZES = {"hundred": 100, "ten thousand": 10_000}


def _session(folder: Path, count: int, every: int) -> Session:
    """A list of lorries of which every so many is wrong."""
    workspace = make_trial(folder, "M10")
    register = workspace.plan.registers["R02"]
    texts = trucks(count)
    for wrong in texts[::every]:
        wrong["排放阶段"] = "国四"
    workspace.store.sheets.put_rows(
        YEAR, "R02", [read_row(register, n, one) for n, one in enumerate(texts, 1)], "bench"
    )
    return Session(workspace, YEAR)


def register_desk(folder: Path, count: int) -> UnitDesk:
    desk = UnitDesk(_session(folder, count, 20), Lane(), QToolButton())
    desk.resize(1280, 800)
    desk.show()
    return desk


@pytest.fixture(scope="module")
def desks(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, UnitDesk]]:  # noqa: F811
    made = {name: register_desk(tmp_path_factory.mktemp("bench") / "unit", count) for name, count in SIZES.items()}
    yield made
    for desk in made.values():
        desk.desk.lane.close()
        desk.session.workspace.close()
        desk.deleteLater()


def test_no_act_on_ten_thousand_rows_keeps_the_window_waiting(desks: dict[str, UnitDesk]) -> None:
    figures: dict[str, dict[str, float]] = {}
    for size, desk in desks.items():
        page = next(one for one in desk.screens if isinstance(one, RegisterScreen))
        desk.go("R02")
        table = page.view.table
        acts = {
            "change a cell": lambda n, table=table: table.setData(table.index(5 + n, 5), f"重型货车{n}"),
            "undo": lambda _, desk=desk: desk.edits.undo(),
            "add a row": lambda n, table=table: table.setData(table.index(table.rowCount() - 1, 1), f"陕G9999{n}"),
            "open the page": lambda n, desk=desk: desk.go("R02" if n % 2 else "B3"),
            "problems alone": lambda _, page=page: page.problems.click(),
            "open the findings": lambda n, desk=desk: desk.go("findings" if n % 2 else "B3"),
        }
        figures[size] = {name: took(act) for name, act in acts.items()}
    few, many = figures.values()
    for name in few:
        print(f"\n{name:22} 100 rows {few[name] * 1000:6.1f} ms   10,000 rows {many[name] * 1000:6.1f} ms", end="")
    slow = {name: round(span * 1000) for name, span in many.items() if span > LONGEST}
    assert not slow, f"longer than {LONGEST * 1000:.0f} ms: {slow}"


def test_the_next_place_is_found_among_ten_thousand_wrong_rows(tmp_path: Path) -> None:
    """Against one look at each of the places."""
    session = _session(tmp_path / "unit", 10_000, 1)
    assert len(session.standing.places) > 10_000
    ours, floor = in_turn(
        9,
        thinking(lambda: next_place(session, "")),
        thinking(lambda: {at: number for number, at in enumerate(session.standing.places)}),
    )
    session.workspace.close()
    assert told("next place among 10,000 wrong rows / one look at each", ours * 1000, floor * 1000, LOOKS) <= LOOKS
