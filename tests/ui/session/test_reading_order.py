"""Where 下一处 leads: on the page one is at first, in the order it is read, and to the cover when nothing else is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.basics.addresses import COVER
from models.sheet.rows import read_row
from tests.ui.desks import shown_desk
from ui.basics.completion import Mark
from ui.basics.places import reading_order
from ui.screens.table import TableScreen
from ui.session.next_step import next_place
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk


def blanks(desk: UnitDesk, page: str) -> list[str]:
    waiting = desk.session.standing.waiting
    return [one.address for one in desk.session.sheet.slots.values() if one.table == page and one.address in waiting]


def test_from_the_foot_of_a_table_it_goes_to_what_was_left_above(desk: UnitDesk) -> None:
    """It went to the cover, past the blanks of the same table."""
    *above, last = blanks(desk, "A1")
    desk.go(last)
    desk.edits.put(last, "1")
    desk.go_on()
    assert desk.place == above[0]
    desk.edits.put(above[0], "1")
    desk.go_on()
    assert desk.place == above[1], "what was filled is not in the way"


def test_who_leaves_a_blank_passes_it_and_comes_to_the_next_page_and_to_the_cover_last(desk: UnitDesk) -> None:
    here, met = blanks(desk, "A1")[0], list[str]()
    desk.go(here)
    for _ in desk.session.standing.waiting:
        met.append(desk.page)
        desk.go_on()
    assert desk.place == here, "once round"
    pages = [page for n, page in enumerate(met) if n == 0 or met[n - 1] != page]
    assert pages == ["A1", "progress", "cover"], "nothing that cannot be filled yet bars the way"


def test_from_a_line_of_a_register_it_goes_to_a_wrong_row_of_it(desk: UnitDesk) -> None:
    register = desk.session.plan.registers["R07"]
    texts = ({"场名": "1号场", "设计规模": "80"}, {"场名": "2号场", "设计规模": "八十"})
    desk.edits.put_rows("R07", [read_row(register, n, one) for n, one in enumerate(texts, 1)])
    desk.edits.put("Q06.2", "八")
    assert next_place(desk.session, "") == "Q06.2" and desk.session.standing.mark("R07[第2行]") is Mark.ERROR
    assert next_place(desk.session, "R07[第3行]").startswith("R07["), "not to the first table"


@pytest.fixture
def department(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a department whose table has a list above the lines of the counties."""
    with shown_desk(qtbot, make_trial(tmp_path / "department", "M07"), "2020Q3") as desk:
        yield desk


def test_a_list_is_gone_through_before_the_lines_below_it(department: UnitDesk) -> None:
    sheet = department.session.sheet
    table = next(one.table for one in sheet.slots.values() if one.line)
    department.go(table)
    page = next(one for one in department.screens if isinstance(one, TableScreen))
    shown = [*page.items.table.grid.addresses, *page.matrix.table.grid.addresses]
    assert page.items.table.grid.rows and page.matrix.table.grid.rows
    order = [at for at in reading_order(sheet, ()) if at in shown]
    assert order == shown
    assert all(at.startswith(f"{COVER}.") for at in reading_order(sheet, ["R07"])[-len(sheet.plan.cover_columns) :])
