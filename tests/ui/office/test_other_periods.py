"""What came for, or waits in, a period that is not open is not lost: a row of 今天要办, and the batch names its period."""

import re
import threading
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.office.intake import receive
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.city.summary import Summary
from models.todo.matters import MatterKind
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.workspace import keep_place
from tests.flow.town import Town
from tests.models.city.towns import plan
from tests.ui.keys.test_sizes import LEAST
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import page
from tests.ui.office.screens.test_rulings import UNIT, two_papers
from ui.basics.window_settings import WindowMemory
from ui.look.fitting import NARROW
from ui.office.cases.papers import ForkCase
from ui.office.meeting import SCALE
from ui.office.page import OfficePage
from ui.office.screens import OFFICE_SCREENS
from ui.office.screens.receptions import NEWEST, ReceptionsPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.screens.summary import SECONDARY, SummaryPage
from ui.office.screens.today import TodayPage
from ui.office.session import PERIOD as PLACE
from ui.office.session import OfficeSession, at_hand
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk
from ui.window.unit_desk import LEAST as SMALLEST

EMPTY = "2020Q2"


@pytest.mark.parametrize(
    ("day", "period"),
    [("2019-12-20", "2020Q1"), ("2020-05-01", "2020Q1"), ("2020-10-13", "2020Q3"), ("2021-01-08", "2020Y初步")],
)
def test_an_office_that_received_nothing_opens_in_the_period_that_is_reported_now(day: str, period: str) -> None:
    assert at_hand(plan(), date.fromisoformat(day)) == period


def test_today_leads_to_the_periods_in_which_something_waits(qtbot: QtBot, desk: OfficeDesk) -> None:
    today, waiting = page(desk, TodayPage), desk.session.matters
    desk.go("today", "")
    desk.session.set_period(EMPTY)
    qtbot.waitUntil(lambda: bool(today.list.lines.entries), timeout=60_000)
    (row,) = today.list.lines.entries
    name = desk.session.plan.periods[PERIOD].name
    assert (row.key, desk.session.matters) == (f"{MatterKind.PERIOD}||{PERIOD}", ())
    assert row.what == f"{name}还有 {len(waiting)} 件要办" and today.waiting() == 0
    assert desk.bottom.primary.text() == f"打开{name}"
    assert "其他报告期有" in today.rest.text() and not today.settle.isEnabled()
    qtbot.waitUntil(lambda: desk._lane.idle, timeout=60_000)
    qtbot.keyClick(today.list, Qt.Key.Key_Return)
    assert desk.session.period_id == EMPTY and desk.said.words == say("window.opening", 期=name)
    qtbot.waitUntil(lambda: desk.session.period_id == PERIOD, timeout=20_000)
    qtbot.waitUntil(lambda: desk._lane.idle, timeout=60_000)
    assert len(today.list.lines.entries) == len(waiting), "nothing waits anywhere else"


@pytest.mark.parametrize("meanwhile", ["", "2020Q3"], ids=["waits", "chooses another period"])
def test_a_paper_of_another_period_is_decided_about_in_that_one_opened_in_the_background(
    qtbot: QtBot, desk: OfficeDesk, town: Town, meanwhile: str
) -> None:
    two_papers(desk, town)
    desk.session.set_period(EMPTY)
    desk.go("unit", f"{UNIT}|{PERIOD}")
    qtbot.waitUntil(lambda: desk._lane.idle)
    assert desk.bottom.primary.text() == say("office.unit.do.rule", n=2)
    desk.bottom.primary.click()
    opening = say("window.opening", 期=desk.session.plan.periods[PERIOD].name)
    assert (desk.session.period_id, desk.page, desk.said.words) == (EMPTY, "unit", opening)
    if meanwhile:
        desk.top.period_chosen.emit(meanwhile)
    left = (meanwhile, "unit") if meanwhile else (PERIOD, "rulings")
    qtbot.waitUntil(lambda: desk._lane.idle)
    assert (desk.session.period_id, desk.page) == left
    if not meanwhile:
        case = page(desk, RulingsPage).case()
        assert isinstance(case, ForkCase) and case.unit == UNIT


def test_what_came_last_is_stood_on_and_says_of_which_period_it_is(desk: OfficeDesk, window: MainWindow) -> None:
    receptions = page(desk, ReceptionsPage)
    desk.go("receptions", NEWEST)
    first, second, *_ = receptions.grid.lines.rows
    assert desk.session.plan.periods[PERIOD].name in first.cells[0].text
    assert receptions.grid.current_key() == second.key and window.focusWidget() is receptions.grid


def test_a_batch_without_a_return_says_how_many_files_came(desk: OfficeDesk, tmp_path: Path) -> None:
    other = tmp_path / "公文.ofd"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("OFD.xml", "<OFD/>")
    now = datetime.now(PLAN_ZONE)
    receive(desk.session.workspace, [other], at=now, now=now, channel="邮件", by="测试甲")
    desk.session.reload()
    desk.go("receptions", NEWEST)
    first, *_ = page(desk, ReceptionsPage).grid.lines.rows
    assert first.cells[0].text.endswith("测试甲：1 个文件，都不是报表或不能接收")


def test_receiving_says_what_is_received_how_far_it_is_and_how_it_is_stopped(
    qtbot: QtBot, desk: OfficeDesk, tmp_path: Path
) -> None:
    (tmp_path / "附件").mkdir()
    desk.receive([tmp_path / "附件"])
    said = [one.text() for one in desk.receiving.asking.findChildren(QLabel)]
    assert any("文件夹“附件”" in one for one in said)
    desk.receiving.asking.reject()
    desk.go("receptions", "")
    before = desk.bottom.primary.text()
    desk.receiving._job = desk._lane.run(desk, lambda _: None, lambda _: None, lambda _: None)
    desk.receiving.began_or_ended.emit()
    assert desk.bottom.primary.text() == desk.top.receive.text().replace("接收…", "停止") != before
    for done, words in ((3, "正在核验 3/5 个文件"), (7, "正在登记 2/5 个文件")):
        desk.receiving._tell_progress(done, 10)
        assert desk.said.words == words
    desk.receiving._over()
    assert desk.bottom.primary.text() == before


def test_a_first_due_time_tells_who_would_be_missing(qtbot: QtBot, desk: OfficeDesk) -> None:
    settings = page(desk, SettingsPage)
    desk.go("settings", f"due.{EMPTY}")
    settings.form.edits["value"].setText("2020-07-15 17:30")
    settings._look_ahead()
    everyone = len(desk.session.roster.expected)
    qtbot.waitUntil(lambda: f"缺报 0 → {everyone}" in settings.effect.text(), timeout=60_000)


def test_the_equation_is_whole_in_every_window(desk: OfficeDesk, window: MainWindow) -> None:
    equation, wide = desk.top.equation, desk.top.equation.text()
    desk.top._test.setVisible(True)  # as in an office that practises: it takes room too
    for width in (NARROW, NARROW - 1, *LEAST[:1], SMALLEST[0]):
        window.resize(width, LEAST[1])
        QCoreApplication.processEvents()
        assert equation.width() >= equation.sizeHint().width(), width
        assert re.findall(r"\d+", equation.text()) == re.findall(r"\d+", wide)


def test_another_plan_that_waits_for_a_reception_says_so_at_each_step(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow
) -> None:
    go, lane = threading.Event(), desk._lane
    desk.receiving._job = lane.run(
        desk, lambda _: go.wait(20), lambda _: None, lambda _: None, words=say("office.busy")
    )
    keep_place(desk.session.workspace, EMPTY, PLACE)
    desk.session.other_plan.emit()
    assert desk.said.words == say("window.opening_plan_later", 在做=say("office.busy"))
    desk.receiving._tell_progress(3, 10)
    assert desk.said.words == "正在核验 3/5 个文件；办完就打开所选的报告期"
    go.set()
    qtbot.waitUntil(lambda: window.office is not desk, timeout=20_000)


def test_the_pieces_an_office_desk_is_made_in_are_many_and_leave_it_whole(desk: OfficeDesk, window: MainWindow) -> None:
    made = window.make_office(OfficeSession(desk.session.workspace, parent=window), in_pieces=True)
    assert len(list(made.pieces)) > len(OFFICE_SCREENS), "what waits on each page is looked up in a piece of its own"
    assert made.navigation.pages.rowCount() == desk.navigation.pages.rowCount() and made.page == desk.page
    made.deleteLater()


def test_a_page_of_the_office_is_made_when_it_is_opened_and_stands_as_if_it_had_been_there(
    desk: OfficeDesk, window: MainWindow
) -> None:
    window.resize(NARROW - 100, 600)
    QCoreApplication.processEvents()
    assert [type(one) for one in desk.findChildren(OfficePage)] == [type(desk.current)]
    counts = {one.key: one.count for one in desk.navigation.pages.entries}
    desk.toggle_meeting()
    desk.go("summary", "")
    shown = page(desk, SummaryPage)
    assert shown is desk.current and all(shown.grid.isColumnHidden(one) for one in SECONDARY)
    assert shown.grid.scale == SCALE, "a meeting reads it from afar"
    desk.end_meeting()
    assert {one.key: str(one.waiting() or "") for one in desk.pages} == {key: counts[key] for key in counts if key}


@pytest.mark.parametrize("busy", [False, True], ids=["alone", "while something long is done"])
def test_the_column_of_the_period_before_is_worked_out_before_the_period_is_opened(
    qtbot: QtBot, desk: OfficeDesk, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    go = threading.Event()
    if busy:
        desk._lane.run(desk, lambda _: go.wait(60), lambda _: None, lambda _: None, words=say("office.busy"))
    worked_out, plain = list[tuple[str, bool]](), OfficeWorkspace.summary

    def noted(workspace: OfficeWorkspace, period: str, *more: Any) -> Summary:
        worked_out.append((period, threading.current_thread() is threading.main_thread()))
        return plain(workspace, period, *more)

    monkeypatch.setattr(OfficeWorkspace, "summary", noted)
    desk.go("summary", "")
    worked_out.clear()
    opened = "2020Q3"
    desk.top.period_chosen.emit(opened)
    qtbot.waitUntil(lambda: desk.session.period_id == opened, timeout=20_000)
    assert set(worked_out) == {(opened, False), (desk.session.plan.periods[opened].predecessor, False)}
    assert not (busy and desk._lane.idle), "what is done in the lane is not waited for"
    go.set()
    rows, before = page(desk, SummaryPage).grid.lines.rows, desk.session.before
    assert before is not None and before.period == EMPTY
    told = {row.key: row.cells[-1].text for row in rows if not row.wide}
    assert told and all(text == before.of(key).shown for key, text in told.items())


def test_another_offices_folder_is_opened_while_the_page_before_is_seen(
    qtbot: QtBot, town: Town, tmp_path: Path
) -> None:
    window = MainWindow(tmp_path / "nothing", WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    start = window.start
    assert start is not None
    window.open_other_office(town.office)
    assert window.shown is start and start.notice.words == say("window.opening_folder")
    qtbot.waitUntil(lambda: window.office is not None, timeout=20_000)
    assert window.office is not None and window.office is window.shown and window.office.page == "today"
    assert window.office.session.workspace.folder == town.office
    window.close()
    OfficeWorkspace.open(town.office).close()


def test_an_offices_folder_that_is_no_more_wanted_or_cannot_be_opened_is_left_as_it_was(
    qtbot: QtBot, town: Town, tmp_path: Path
) -> None:
    window = MainWindow(tmp_path / "nothing", WindowMemory(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    window.open_other_office(town.office)
    window.show_workspaces()
    chooser = window.shown
    qtbot.waitUntil(lambda: window.lane.idle, timeout=20_000)
    assert window.office is None and window.shown is chooser
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    OfficeWorkspace.open(town.office).close()
    window.open_other_office(town.office.parent / "gone")
    qtbot.waitUntil(lambda: window.start is not None, timeout=20_000)
    assert window.shown is window.start
    window.close()
