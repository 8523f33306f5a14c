"""A unit's desk on the screen, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from models.workspace.unit_workspace import UnitWorkspace
from ui.basics.jobs import Lane
from ui.look.widgets import MenuOpener
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk


@contextmanager
def shown_desk(
    qtbot: QtBot, workspace: UnitWorkspace, period: str, size: tuple[int, int] = (1280, 800)
) -> Iterator[UnitDesk]:
    """The desk of one period of a workspace; its lane and the workspace's store are closed at the end."""
    lane = Lane()
    desk = UnitDesk(Session(workspace, period), lane, MenuOpener())
    qtbot.addWidget(desk)
    desk.resize(*size)
    desk.show()
    yield desk
    lane.close()
    workspace.store.close()
