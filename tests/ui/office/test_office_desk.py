"""The office's desk: the header adds up, what needs a person is listed and settled, a figure is traced to its cells."""

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.stamping import note_stamped
from models.store.office.records import ChaseRow
from models.todo.matters import MatterKind
from models.workspace.act import ActKind, act
from models.workspace.first_run import person_of
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, Hands, is_done, page, type_in
from ui.office.screens.audit import AuditPage
from ui.office.screens.notices import NoticesPage
from ui.office.screens.receptions import ReceptionsPage
from ui.office.screens.roster import RosterPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

LAST, AT = COUNTIES[-1], datetime(2021, 1, 15, 9, tzinfo=PLAN_ZONE)


def test_the_offices_folder_opens_the_offices_desk_where_the_last_paper_came(window: MainWindow) -> None:
    """Not at the last period of a plan that is over, with nothing in it."""
    assert window.desk is None
    assert window.office is not None and window.office.isVisible()
    assert window.office.session.period_id == PERIOD
    listed = window.office.navigation
    last = listed.visualRect(listed.pages.index(len(listed.pages.entries) - 1))
    assert abs(listed.viewport().height() - last.bottom()) <= 2, "what is done rarely stands at the foot"


def test_the_header_adds_up_and_says_what_the_command_line_says(
    desk: OfficeDesk, window: MainWindow, town: Town
) -> None:
    expected, received, returned, held, missing = map(int, re.findall(r"\d+", desk.top.equation.text()))
    assert expected == received + returned + held + missing
    assert (expected, received, missing) == (33, 12, 21)
    note_stamped(
        desk.session.workspace, desk.session.papers[COUNTIES[0]].digest, came_on=date(2021, 1, 14), by=BY, at=AT
    )
    desk.session.reload()
    assert "盖章件 1" in desk.top._beside.text()
    window.close()
    said = town.status(PERIOD)
    assert (said["expected"], said["received"], len(said["missing"])) == (expected, received, missing)


def test_a_long_name_of_an_office_gives_way_to_the_figures_beside_it(desk: OfficeDesk) -> None:
    top = desk.top
    top._office.setText("某市低碳城市试点工作领导小组办公室" * 3)
    top.resize(1600, top.height())
    (line := top.layout()).activate()
    line.itemAt(0).widget().layout().activate()
    assert top._office.width() < top._office.sizeHint().width(), "there is no room for all of it"
    assert all(one.width() >= one.sizeHint().width() for one in (top._due, top.equation, top._beside))


@pytest.mark.parametrize("width", [1024, 1280, 1440, 1920])
def test_name_due_time_and_figures_are_whole_and_what_has_no_room_is_not_cut(desk: OfficeDesk, width: int) -> None:
    top = desk.top
    top.resize(width, top.height())
    (line := top.layout()).activate()
    line.itemAt(0).widget().layout().activate()
    seen = [one for one in (top._office, top._due, top.equation, top._beside) if not one.isHidden()]
    assert [one.text() for one in seen if one.width() < one.sizeHint().width()] == []
    assert width < 1440 or "退回未重报" in top.equation.text(), "where there is room it says all of its words"
    assert "2020年10月" not in top._due.text(), "the period has the year"


def test_today_lists_only_what_needs_a_person_the_oldest_first(desk: OfficeDesk) -> None:
    today = page(desk, TodayPage)
    desk.go("today", "")
    matters = desk.session.matters
    assert {one.unit for one in matters if one.kind is MatterKind.MISSING} == set(desk.session.roster.missing)
    received = set(desk.session.roster.received)
    assert not {one.unit for one in matters if one.kind is MatterKind.MISSING} & received
    days = [one.since for one in matters if one.since]
    assert days == sorted(days)
    assert len(today.list.lines.entries) == len(matters) == today.waiting()
    desk.go("unit", COUNTIES[0])
    desk.back()
    assert desk.page == "today", "Esc goes back to where one came from"


def test_enter_on_a_missing_unit_leads_to_its_page_where_it_is_chased(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow, town: Town
) -> None:
    desk.go("today", "")
    today = page(desk, TodayPage)
    key = next(one.key for one in today.list.lines.entries if f"|{LAST}|" in one.key)
    row = [one.key for one in today.list.lines.entries].index(key)
    today.list.setCurrentIndex(today.list.lines.index(row))
    qtbot.keyClick(today.list, Qt.Key.Key_Return)
    assert (desk.page, desk.unit.unit) == ("unit", LAST)
    desk.bottom.primary.click()
    asking = desk.unit.acts.dialog
    is_done(desk, asking.primary.click)
    assert asking.isVisible(), "who asks is not said yet"
    asking.edits["by"].setText("测试经办")
    is_done(desk, asking.primary.click)
    assert not asking.isVisible()
    (chase,) = desk.session.workspace.store.chases(PERIOD)
    assert (chase.unit, chase.by) == (LAST, "测试经办")
    done = desk.session.workspace.store.acts.rows()
    assert (done[-1].kind, done[-1].by) == ("chase", "测试经办")
    assert person_of(desk.session.workspace.store) == "测试经办", "the command line knows who acts at this desk"


def test_a_matter_is_carried_over_with_a_sentence_and_taken_up_again(qtbot: QtBot, desk: OfficeDesk) -> None:
    desk.go("today", "")
    today = page(desk, TodayPage)
    before = today.waiting()
    number, matter = next(
        (number, one) for number, one in enumerate(desk.session.matters) if one.kind is MatterKind.MISSING
    )
    today.list.setCurrentIndex(today.list.lines.index(number))
    qtbot.keyClick(today.list, Qt.Key.Key_F4)
    asking = today.acts.dialog
    asking.edits["by"].setText("测试经办")
    asking.edits["reason"].setText("属实属实属实")
    is_done(desk, asking.primary.click)
    assert asking._wrong.text() == say("errors.reason_vague")
    asking.edits["reason"].setText("测试理由")
    is_done(desk, asking.primary.click)
    assert asking.isVisible() and desk.session.workspace.store.settlements(PERIOD) == (), "nobody asked the unit yet"
    asking.reject()
    store = desk.session.workspace.store
    with act(store, "测试经办", ActKind.CHASE):
        store.put_chase(
            ChaseRow(
                period=PERIOD, unit=matter.unit, at=datetime.now(PLAN_ZONE), channel="电话", by="测试经办", note=""
            )
        )
    today.settle.click()
    asking = today.acts.dialog
    asking.edits["reason"].setText("测试理由")
    is_done(desk, asking.primary.click)
    assert today.waiting() == before - 1
    today.filters["settled"].click()
    (entry,) = today.list.lines.entries
    assert "按缺报结转" in entry.follows and "测试理由" in entry.follows
    is_done(desk, lambda: qtbot.keyClick(today.list, Qt.Key.Key_Return))
    assert today.waiting() == before
    assert today.list.lines.entries == ()


def test_files_are_received_in_the_window_with_who_and_how(
    qtbot: QtBot, desk: OfficeDesk, window: MainWindow, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = town.file(LAST, PERIOD, town.completed(LAST, PERIOD, {}))
    before, hands = desk.session.roster.equation, Hands(qtbot, desk)
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: filed["files"])
    hands.click(desk.top.receive)  # late; one of another period or of one that is closed is received in the same way
    hands.confirms(desk.receiving.asking, channel="邮件", by=BY)
    qtbot.waitUntil(lambda: desk.session.roster.equation != before, timeout=30_000)
    assert [one.unit for one in desk.session.roster.late] == [LAST]
    hands.left(ActKind.RECEIVE, "邮件")
    assert desk.page == "receptions"
    assert LAST in desk.session.roster.received
    rows = page(desk, ReceptionsPage).grid.lines.rows
    batches = {(one.received_at, one.by) for one in desk.session.receptions}
    assert len(rows) == 2 * len(batches), "a line for each batch and one for its paper; few are no fold"
    assert desk.session.receptions[0].by == BY


def test_the_roster_has_every_unit_once_and_what_needs_a_person_first(desk: OfficeDesk) -> None:
    roster = page(desk, RosterPage)
    desk.go("roster", "")
    keys = [row.key for row in roster.grid.lines.rows]
    assert sorted(keys) == sorted(desk.session.roster.expected)
    missing = set(desk.session.roster.missing)
    assert set(keys[: len(missing)]) == missing
    roster.filter.setText("汉阴")
    assert [row.key for row in roster.grid.lines.rows] == ["610921"]
    roster.filter.setText("hy")
    assert "610921" in [row.key for row in roster.grid.lines.rows]
    unit = next(one for one in desk.session.plan.filing_units if len({name.name for name in one.names}) > 1)
    for name in unit.names:  # every name it had
        roster.filter.setText(name.name)
        assert unit.id in [row.key for row in roster.grid.lines.rows], name.name


def test_papers_are_issued_from_the_desk_printed_again_and_what_moved_is_counted(
    qtbot: QtBot, desk: OfficeDesk
) -> None:
    desk.go("notices", "")
    notices = page(desk, NoticesPage)
    assert not notices.again.isEnabled()
    hands = Hands(qtbot, desk)
    hands.click(desk.bottom.primary)
    assert notices.dialog is not None
    type_in(notices.dialog.edits, document="测试〔2020〕1号", by=BY)
    hands.acts += 1
    notices.dialog.primary.click()
    assert desk.bottom.primary.text() == say("office.stop") and not notices.draft.isEnabled()
    qtbot.waitUntil(lambda: notices.draft.isEnabled(), timeout=60_000)
    hands.left(ActKind.ISSUE, PERIOD)
    (row,) = notices.grid.lines.rows
    assert [cell.text for cell in row.cells][:4:3] == ["第1号", "没有变动"]
    files = sorted(path.name for path in notices.folder.iterdir())
    assert len(files) == 5 and any(name.startswith("通报_") and name.endswith(".docx") for name in files)
    before = {path.name: path.read_bytes() for path in notices.folder.iterdir()}
    for path in notices.folder.iterdir():
        path.unlink()
    notices.again.click()
    qtbot.waitUntil(lambda: notices.draft.isEnabled(), timeout=60_000)
    assert {path.name: path.read_bytes() for path in notices.folder.iterdir()} == before
    hands.click(desk.bottom.primary)
    hands.confirms(notices.dialog, document="测试〔2020〕1号", by=BY)
    qtbot.waitUntil(lambda: notices.draft.isEnabled(), timeout=60_000)
    assert desk.said.words == say("office.notices.standing", n=1, 目录=notices.folder)
    assert len(notices.grid.lines.rows) == 1 and {path.name for path in notices.folder.iterdir()} == {*before}
    hands.click(notices.listing)  # a period opened again: two acts to receive, one for what moved
    qtbot.waitUntil(lambda: notices.draft.isEnabled(), timeout=60_000)
    assert any(path.name.startswith("变动清单") for path in notices.folder.iterdir())


def test_issuing_that_is_stopped_has_issued_nothing(qtbot: QtBot, desk: OfficeDesk) -> None:
    desk.go("notices", "")
    notices = page(desk, NoticesPage)
    desk.bottom.primary.click()
    notices.dialog.edits["by"].setText("测试经办")
    notices.dialog.primary.click()
    desk.bottom.primary.click()
    qtbot.waitUntil(lambda: notices.draft.isEnabled(), timeout=60_000)
    assert desk.said.words == say("office.notices.stopped")
    assert desk.session.workspace.store.notices(PERIOD) == () and not notices.folder.exists()


def test_ctrl_k_goes_to_a_unit_by_any_of_its_names_to_a_target_and_to_a_page(qtbot: QtBot, desk: OfficeDesk) -> None:
    renamed = next(one for one in desk.session.plan.filing_units if len({name.name for name in one.names}) > 1)
    wanted = {name.name: ("unit", renamed.id) for name in renamed.names}
    for text, goal in {**wanted, "Q06": ("summary", "Q06"), "ybqd": ("roster", "")}.items():
        desk.go("today", "")
        desk.open_go_to()
        desk.going.line.setText(text)
        qtbot.keyClick(desk.going.line, Qt.Key.Key_Return)
        assert desk.page == goal[0]
        assert not goal[1] or goal[1] in (desk.unit.unit, page(desk, SummaryPage).grid.current_key())


def test_the_time_of_a_reception_is_corrected_where_it_is_listed(qtbot: QtBot, desk: OfficeDesk) -> None:
    desk.go("receptions", "")
    receptions = page(desk, ReceptionsPage)
    assert not receptions.correct.isEnabled(), "the line of a batch is no paper"
    receptions.grid.setCurrentIndex(receptions.grid.lines.index(1, 0))
    qtbot.keyClick(receptions.grid, Qt.Key.Key_F2)
    asking = receptions.acts.dialog
    unit = desk.session.workspace.store.papers_of(desk.session.receptions[0].digest)[0].unit
    said = {"at": "2021-01-18 09:00", "channel": "当面", "handler": "测试乙", "by": "测试甲"}
    for name, text in said.items():
        asking.edits[name].setText(text)
    is_done(desk, asking.primary.click)
    assert asking.isVisible() and desk.session.roster.late == (), "nobody said why"
    asking.edits["reason"].setText("登记时写错了日期")
    is_done(desk, asking.primary.click)
    assert [one.unit for one in desk.session.roster.late] == [unit]
    act_of_it = desk.session.workspace.store.acts.rows()[-1]
    assert (act_of_it.kind, act_of_it.by, act_of_it.why) == ("reception", "测试甲", "登记时写错了日期")
    heads = [row.cells[0].text for row in receptions.grid.lines.rows if row.wide]
    assert heads[0].endswith("测试甲：更正登记") and "测试乙" in receptions.grid.lines.rows[1].cells[5].text
    desk.go("unit", unit)
    assert [row.cells[5].text for row in desk.unit.grid.lines.rows] == ["当面"]


def test_the_audit_says_who_did_what_and_writes_again_what_was_issued(
    desk: OfficeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    audit = page(desk, AuditPage)
    is_done(desk, lambda: desk.go("audit", ""))
    office = desk.session.workspace
    rows = audit.grid.lines.rows
    assert [row.key for row in rows] == [str(one.number) for one in reversed(office.store.acts.rows())]
    audit.grid.choose(rows[1].key)
    assert all((cell.tip or cell.text) in audit.whole.text() for cell in rows[1].cells), "the columns cut it"
    qtbot.waitUntil(lambda: audit.state.text() == say("office.audit.sound"))
    issued = office.store.acts.files()[0]
    is_done(desk, lambda: audit.issue_again(issued.act, tmp_path / "again"))
    assert (tmp_path / "again" / issued.name).read_bytes() == office.store.acts.content(issued.sha256)
    assert audit.waiting() == 1 and not audit.root.isHidden()
    is_done(desk, lambda: audit.keep_root(tmp_path))
    assert (tmp_path / "root.p12").is_file() and audit.waiting() == 0 and audit.root.isHidden()
    audit.export(tmp_path / "out")
    qtbot.waitUntil(lambda: any((tmp_path / "out").glob("办理记录_??????.xlsx")))
    (book,) = (tmp_path / "out").iterdir()
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == [str(one.number) for one in office.store.acts.rows()]
