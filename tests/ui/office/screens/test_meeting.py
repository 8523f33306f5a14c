"""会议显示: figures alone over the whole screen; nobody's name, telephone or code, nothing that acts."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.ledger.roster import Roster
from tests.flow.town import COUNTIES, COVER
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import page
from ui.office.grid import LOWEST, ROW, OfficeGrid
from ui.office.lists.codes import short_code
from ui.office.meeting import SCALE
from ui.office.screens.differences import DifferencesPage
from ui.office.screens.summary import SummaryPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk


def shown(window: MainWindow) -> str:
    """Every text that can be seen."""
    texts = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    texts += [one.text() for one in window.findChildren(QAbstractButton) if one.isVisible()]
    for grid in (one for one in window.findChildren(OfficeGrid) if one.isVisible()):
        texts += [cell.text for row in grid.lines.rows for cell in row.cells]
    return "\n".join(texts)


def test_every_name_stands_in_one_line_before_a_wide_screen(qtbot: QtBot, desk: OfficeDesk, window: MainWindow) -> None:
    grid = page(desk, SummaryPage).grid
    desk.go("summary", "")
    desk.toggle_meeting()
    window.resize(1920, 1080)
    qtbot.wait(1)
    whole = round(ROW * SCALE)
    qtbot.waitUntil(lambda: {grid.rowHeight(n) for n in range(len(grid.lines.rows))} == {whole})
    desk.end_meeting()


def test_only_figures_are_shown_and_everything_comes_back(qtbot: QtBot, desk: OfficeDesk, window: MainWindow) -> None:
    desk.go("summary", "Q06")
    digests = [desk.session.workspace.store.papers(unit)[0].digest for unit in COUNTIES[:9]]
    roster: Roster = desk.session.roster
    assert "2021-01-14 09:00" in shown(window), "at work the paper behind a figure is named"
    page(desk, SummaryPage).copy_proof()
    told = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    heads = next(line for line in told if line[-1] == "校验码")
    assert desk.session.plan.periods[PERIOD].name in told[0][0] and told[1][0] == "指标" and told[1][5] == "本期累计"
    given = [line for line in told if line[-1] in {short_code(one) for one in digests}]
    assert len(given) == 9 and {len(line) for line in given} == {len(heads)}, "a column stays a column in a sheet"
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert desk.session.meeting and window.isFullScreen()
    seen = shown(window)
    assert desk.session.plan.periods[PERIOD].name in seen
    assert say("window.top.test") not in seen, "of real figures nothing is said"
    grid = page(desk, SummaryPage).grid
    assert grid.scale == SCALE and round(LOWEST * SCALE) <= grid.rowHeight(0) <= round(ROW * SCALE)
    for secret in (
        "2021-01-14 09:00",
        *(short_code(one) for one in digests),
        *(COVER[name] for name in ("负责人", "审核人", "填表人", "电话")),
    ):
        assert secret not in seen
    desk.meeting.pages["differences"].click()
    assert desk.page == "differences"
    desk.session.workspace.store.put_value("test", "1")
    desk.go("differences", "")
    assert say("window.top.test") in shown(window), "made-up figures are told as such before people who look on"
    for key in ("today", "roster", "unit", "keys", "audit"):
        desk.go(key, COUNTIES[0])
        assert desk.page == "differences"
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not hasattr(desk, "going")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not desk.session.meeting and not window.isFullScreen()
    assert desk.top.isVisible() and desk.navigation.isVisible() and not desk.meeting.isVisible()
    assert page(desk, SummaryPage).grid.scale == 1
    assert desk.session.roster is roster, "nothing was computed anew for it"


def test_names_keep_their_room_on_a_small_screen(desk: OfficeDesk, window: MainWindow) -> None:
    window.resize(853, 480)
    desk.go("differences", "")
    desk.toggle_meeting()
    grid = page(desk, DifferencesPage).grid
    window.resize(853, 480)
    assert grid.columnWidth(0) > 200, "a name of an item stood in eight lines beside an empty column"
