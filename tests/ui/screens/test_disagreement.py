"""A correction that a later return contradicts: told on every page before it is filed, and in that later period after."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QPushButton
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.workspace.freeze import frozen
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import said_by
from tests.ui.desks import shown_desk
from tests.ui.filing_page import complete, filing_of
from ui.basics.completion import Disagreement, Mark
from ui.boxes.rehearsal_box import RehearsalBox
from ui.disagreement.note import DisagreementNote
from ui.disagreement.watch import DisagreementWatch
from ui.look.widgets import NOTES
from ui.screens.findings import FindingsScreen
from ui.screens.overview import Line, OverviewScreen
from ui.screens.table import TableScreen
from ui.session.period_states import period_state
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

Q2, Q3, AT = "2020Q2", "2020Q3", datetime(2020, 7, 10, 9, tzinfo=PLAN_ZONE)


def file(workspace: UnitWorkspace, period: str, figure: str, at: datetime) -> None:
    session = Session(workspace, period)
    if session.locked:
        session.reopen()
    session.put("Q06.1", figure)
    workspace.store.returns.put(frozen(workspace, workspace.sheet(period), "订正"), at, own=True)


@pytest.fixture
def correcting(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a county that has filed two quarters and opened the first of them again."""
    workspace = make_trial(tmp_path / "unit", "610924")
    file(workspace, Q2, "10", AT)
    file(workspace, Q3, "12", AT + timedelta(days=90))
    Session(workspace, Q2).reopen()
    with shown_desk(qtbot, workspace, Q2) as desk:
        yield desk


def put(qtbot: QtBot, desk: UnitDesk, figure: str, *, later: int) -> None:
    """Type a figure and wait until it is known how many later returns it contradicts."""
    desk.session.put("Q06.1", figure)
    qtbot.waitUntil(lambda: desk.desk.lane.idle and len(desk.session.disagreement.later) == later)


def lines(desk: UnitDesk) -> list[Line]:
    desk.go("overview")
    return next(one for one in desk.screens if isinstance(one, OverviewScreen)).lines


def findings(desk: UnitDesk) -> FindingsScreen:
    desk.go("findings")
    return next(one for one in desk.screens if isinstance(one, FindingsScreen))


def test_every_page_says_before_it_is_filed_which_later_return_is_contradicted(
    qtbot: QtBot, correcting: UnitDesk
) -> None:
    desk = correcting
    could, counts = desk.session.standing.counts.can_file, desk.session.standing.counts.left
    put(qtbot, desk, "15", later=1)
    assert (desk.session.standing.counts.can_file, desk.session.standing.counts.left) == (could, counts), "asks nothing"
    desk.go("cover")
    assert "第三季度" in desk.banner.words and "正在改正" in desk.banner.words
    assert any("12.00 小于上期累计 15.00" in one.accessibleName() for one in lines(desk))
    desk.go("filing")
    (told,) = filing_of(desk).findChildren(DisagreementNote)
    assert "初报" in " ".join(told.words) and "改正并重出" in told.words[-1] and not told.isHidden()
    put(qtbot, desk, "11", later=0)
    desk.go("filing")
    assert "不一致" not in desk.banner.words
    assert not any(one.words for one in filing_of(desk).findChildren(DisagreementNote))


def test_a_first_return_that_comes_after_a_later_one_has_the_banner_and_the_rehearsal_tells_it(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    workspace = make_trial(tmp_path / "unit", "610924")
    file(workspace, Q3, "12", AT + timedelta(days=90))
    assert not workspace.store.returns.filed(Q2)
    with shown_desk(qtbot, workspace, Q2) as desk:
        complete(desk.session)
        put(qtbot, desk, "11", later=0)
        assert desk.banner.words == "2020年第三季度（1—9月）已先报出，本期的数与它对照。"
        put(qtbot, desk, "15", later=1)
        desk.go("cover")
        assert "已报的2020年第三季度" in desk.banner.words and not desk.banner.isHidden()
        desk.go("filing")
        (told,) = filing_of(desk).findChildren(DisagreementNote)
        assert "改正并重出" in told.words[-1] and not told.isHidden()
        box = next(iter(filing_of(desk).findChildren(RehearsalBox)))
        box.run()
        qtbot.waitUntil(lambda: any("不一致" in one for one in box.lines), timeout=60_000)
        assert any("小于上期累计 15.00" in one for one in box.lines) and "“已接收”" in box.lines[0]
        assert box.findChild(QFrame, NOTES[Mark.WARNING]), "accepted, and something is left to be done"
        folder = workspace.folder
        workspace.store.close()
        said = json.loads(said_by("unit", "rehearse", "--data", folder, "--period", Q2, "--json")[1])
        assert [one["period"] for one in said["later"]] == [Q3]
        put_back = Session(UnitWorkspace.open(folder), Q2)
        put_back.put("Q06.1", "11")
        put_back.workspace.close()
        assert json.loads(said_by("unit", "rehearse", "--data", folder, "--period", Q2, "--json")[1])["later"] == []


@pytest.mark.parametrize("again", [True, False], ids=["a correction", "a first return"])
def test_what_is_typed_moves_no_cell_however_the_banner_then_reads(
    qtbot: QtBot, qapp: object, tmp_path: Path, *, again: bool
) -> None:
    workspace = make_trial(tmp_path / "unit", "610924")
    if again:
        file(workspace, Q2, "10", AT)
        Session(workspace, Q2).reopen()
    file(workspace, Q3, "12", AT + timedelta(days=90))
    with shown_desk(qtbot, workspace, Q2) as desk:
        desk.go("Q06.1")
        view = next(one for one in desk.screens if isinstance(one, TableScreen) and one.offer.page_of("Q06.1")).items

        def place() -> QPoint:
            QCoreApplication.processEvents()
            return view.viewport().mapTo(desk, view.visualRect(view.table.index_of("Q06.1")).topLeft())

        found, told = list[QPoint](), list[bool]()
        for figure, later in (("11", 0), ("15", 1), ("11", 0)):
            put(qtbot, desk, figure, later=later)
            found.append(place())
            told.append("不一致" in desk.banner.words and desk.banner.isVisible())
        assert told == [False, True, False] and len(set(map(QPoint.toTuple, found))) == 1, found


def test_a_line_of_the_findings_opens_the_period_and_takes_no_explanation(qtbot: QtBot, correcting: UnitDesk) -> None:
    desk = correcting
    put(qtbot, desk, "15", later=1)
    screen = findings(desk)
    head, line = screen.table.lines[:2]
    assert head.heading and "不妨碍本期报出" in head.message
    assert (
        line.period == Q3 and "小于上期累计" in line.message and not screen.table.may_explain(screen.table.index(1, 3))
    )
    look = next(one for one in desk.banner.findChildren(QPushButton) if one.text() == "看哪里不一致")
    desk.go("cover")
    look.click()
    assert desk.page == "findings"
    screen.view.setCurrentIndex(screen.table.index(1, 0))
    screen.view.setFocus()
    QTest.keyClick(screen.view, Qt.Key.Key_Return)
    assert desk.session.period_id == Q3


def test_the_later_period_is_to_be_looked_at_until_it_is_filed_anew(qtbot: QtBot, correcting: UnitDesk) -> None:
    desk, workspace = correcting, correcting.session.workspace
    file(workspace, Q2, "15", AT + timedelta(days=100))
    desk.session.reload()
    now = datetime.now(PLAN_ZONE)
    qtbot.waitUntil(lambda: Q3 in desk.session.disagreement.again)
    assert period_state(desk.session, Q3, now) == "again"
    assert any("第三季度" in one.accessibleName() and "待订正" in one.accessibleName() for one in lines(desk))
    assert "待订正" in desk.top.periods.itemText(desk.top.periods.findData(Q3))
    desk.session.set_period(Q3)
    qtbot.waitUntil(lambda: desk.desk.lane.idle and "第二季度" in desk.banner.words)
    assert "与后报的2020年第二季度（1—6月）不一致" in desk.banner.words
    assert findings(desk).table.lines[0].mark is Mark.WARNING and "第1次订正" in findings(desk).table.lines[0].message
    file(workspace, Q3, "16", AT + timedelta(days=110))
    desk.session.reload()
    qtbot.waitUntil(lambda: not desk.session.disagreement.again)
    assert period_state(desk.session, Q3, now) == "filed" and "不一致" not in desk.banner.words


def test_the_command_line_says_the_same(correcting: UnitDesk) -> None:
    workspace = correcting.session.workspace
    correcting.session.put("Q06.1", "15")
    workspace.store.close()
    words = ("unit", "check", "--data", workspace.folder, "--period", Q2)
    (told,) = json.loads(said_by(*words, "--json")[1])["later"]
    assert (told["period"], told["revision"], told["check"], told["item"]) == (Q3, 1, "CK-A16", "Q06.1")
    assert "12" in told["message"] and "15" in told["message"] and told["filed"].startswith("2020-10-08")
    said = said_by(*words)[1]
    assert "2020年第三季度（1—9月）的初报" in said and "改正并重出" in said


def test_where_nothing_else_was_filed_nothing_is_looked_for(desk: UnitDesk) -> None:
    DisagreementWatch(desk.session, desk.desk.lane, desk).look()
    assert desk.session.disagreement == Disagreement() and desk.desk.lane.idle
