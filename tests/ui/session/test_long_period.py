"""A period with thousands of rows is read in the lane; the window goes on meanwhile, and nothing typed is passed over."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.sheet.rows import read_row
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.desks import shown_desk
from tests.vehicles import trucks
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.session.period_states import LONG, open_period
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

LISTED, OTHER, REGISTER = "2020Y初步", "2020Q3", "R02"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[UnitWorkspace]:
    """A list of lorries of which every one is wrong, in a period that is not open."""
    with make_trial(tmp_path / "unit", "M10") as made:
        texts = [{**one, "排放阶段": "国四"} for one in trucks(LONG)]
        register = made.plan.registers[REGISTER]
        rows = [read_row(register, number, one) for number, one in enumerate(texts, 1)]
        made.store.sheets.put_rows(LISTED, REGISTER, rows, "test")
        yield made


@pytest.fixture
def session(workspace: UnitWorkspace) -> Session:
    return Session(workspace, OTHER)


@pytest.fixture
def desk(qtbot: QtBot, workspace: UnitWorkspace) -> Iterator[UnitDesk]:
    with shown_desk(qtbot, workspace, LISTED) as made:
        yield made


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane()
    yield made
    made.close()


def test_a_long_period_is_opened_as_at_once_when_it_is_read(qtbot: QtBot, session: Session, lane: Lane) -> None:
    said = list[tuple[str, Mark]]()
    open_period(session, lane, lambda *one: said.append(one), LISTED)
    assert session.period_id == OTHER
    assert said == [(say("window.opening", 期=session.plan.periods[LISTED].name), Mark.HINT)]
    with qtbot.waitSignal(session.changed, timeout=20_000):
        pass
    assert session.period_id == LISTED
    at_once = Session(session.workspace, LISTED)
    assert len(session.standing.places) > LONG and session.standing.places == at_once.standing.places
    assert session.standing.findings == at_once.standing.findings and session.sheet.cells == at_once.sheet.cells
    open_period(session, lane, lambda *one: said.append(one), OTHER)
    assert session.period_id == OTHER and len(said) == 1, "a short one is opened at once"


def test_what_is_written_meanwhile_is_there(qtbot: QtBot, session: Session, lane: Lane) -> None:
    open_period(session, lane, lambda *_: None, LISTED)
    session.workspace.store.sheets.put_rows(LISTED, REGISTER, [], "test")
    with qtbot.waitSignal(session.changed, timeout=20_000):
        pass
    assert session.period_id == LISTED and session.rows(REGISTER) == ()


def test_a_long_period_does_not_wait_for_long_work_and_does_not_stop_the_window_either(
    qtbot: QtBot, session: Session, lane: Lane
) -> None:
    go = threading.Event()
    lane.run(session, lambda _: go.wait(60), lambda _: None, lambda _: None)
    open_period(session, lane, lambda *_: None, LISTED)
    assert session.period_id == OTHER, "it is read in the background"
    with qtbot.waitSignal(session.changed, timeout=20_000):
        pass
    assert session.period_id == LISTED and not lane.idle
    go.set()


def test_a_period_that_was_chosen_before_another_is_not_opened(qtbot: QtBot, session: Session, lane: Lane) -> None:
    open_period(session, lane, lambda *_: None, LISTED)
    open_period(session, lane, lambda *_: None, OTHER)
    qtbot.waitUntil(lambda: lane.idle, timeout=20_000)
    assert session.period_id == OTHER


def test_a_step_back_that_was_made_in_a_long_period_waits_until_that_is_read(qtbot: QtBot, desk: UnitDesk) -> None:
    session = desk.session
    desk.edits.put_rows(REGISTER, session.rows(REGISTER)[:-1])
    session.set_period(OTHER)
    desk.undo()
    opening = say("window.opening", 期=session.plan.periods[LISTED].name)
    assert session.period_id == OTHER and desk.notice.words == opening
    desk.undo()
    assert session.period_id == OTHER, "a key that is pressed once more opens nothing while the window stands still"
    qtbot.waitUntil(lambda: session.period_id == LISTED, timeout=20_000)
    assert desk.page == REGISTER and "Ctrl+Z" in desk.notice.words
    assert len(session.rows(REGISTER)) == LONG - 1, "nothing is taken back out of sight"


def test_nothing_follows_for_a_period_that_is_not_opened_after_all(qtbot: QtBot, session: Session, lane: Lane) -> None:
    followed = list[str]()
    open_period(session, lane, lambda *_: None, LISTED, lambda: followed.append(LISTED))
    open_period(session, lane, lambda *_: None, OTHER, lambda: followed.append(OTHER))
    qtbot.waitUntil(lambda: lane.idle, timeout=20_000)
    open_period(session, lane, lambda *_: None, LISTED, lambda: followed.append("again"))
    qtbot.waitUntil(lambda: session.period_id == LISTED, timeout=20_000)
    assert followed == [OTHER, "again"]
