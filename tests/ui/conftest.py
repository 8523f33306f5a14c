"""A trial workspace of the shipped plan on the disk, and the desk of it, for the tests of the window."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.seals.keys import keys
from tests.ui.desks import shown_desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.environ["QT_QPA_PLATFORM"] == "offscreen":  # four usual screens side by side
    os.environ["QT_QPA_PLATFORM"] += f":configfile={Path(__file__).with_name('screens.json')}"

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from models.workspace.unit_workspace import UnitWorkspace
from ui.basics import gc_tuning
from ui.basics.jobs import Lane
from ui.look.theme import apply_theme
from ui.session.commands import Edits
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.app import application
from ui.window.unit_desk import UnitDesk

COUNTY = "610924"
PERIOD = "2020Q3"
PATIENCE = 60_000  # ms


@pytest.fixture(scope="session")
def qapp() -> object:
    """The application in its light dress."""
    app = application()
    apply_theme(app, dark=False)
    return app


@pytest.fixture(autouse=True, scope="session")
def settled_once() -> Iterator[None]:
    """The heap is frozen once (`tests/conftest.py`), not half a second after every window a test opens."""
    patch = pytest.MonkeyPatch()
    patch.setattr(gc_tuning, "SETTLED", 3_600_000)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def patience() -> Iterator[None]:
    """What a test waits for comes, or the test fails a minute later: a busy machine needs more than the usual five seconds."""
    patch, signal, until = pytest.MonkeyPatch(), QtBot.waitSignal, QtBot.waitUntil

    def wait_signal(bot: QtBot, one: object, *, timeout: int = 0, raising: bool = True, **said: object) -> object:
        return signal(bot, one, timeout=max(timeout, PATIENCE) if raising else timeout, raising=raising, **said)

    patch.setattr(QtBot, "waitSignal", wait_signal)
    patch.setattr(QtBot, "waitUntil", lambda bot, true, *, timeout=0: until(bot, true, timeout=max(timeout, PATIENCE)))
    yield
    patch.undo()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[UnitWorkspace]:
    """An empty workspace of a county."""
    made = make_trial(tmp_path / "unit", COUNTY)
    yield made
    made.store.close()


@pytest.fixture
def session(qapp: object, workspace: UnitWorkspace) -> Session:
    """The third quarter of the county."""
    return Session(workspace, PERIOD)


@pytest.fixture
def edits(session: Session) -> Edits:
    """Undoable edits of the session."""
    return Edits(session)


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Iterator[UnitDesk]:
    """The desk of the session on the screen."""
    lane = Lane()
    made = UnitDesk(session, lane, QToolButton())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    lane.close()


@pytest.fixture
def small_desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a department with few cells, with key files that are cheap: dear ones are tested elsewhere."""
    with shown_desk(qtbot, make_trial(tmp_path / "department", "M12"), PERIOD) as desk, keys.signer_cache(rounds=2000):
        yield desk
