"""应报清单: many units at once — marked by keys, listed before the act, chased, extended, exported as the summary says."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.office.office import keep_settings
from forms.office.sending_back import SentBackItem, send_back
from forms.papers.chase import to_chase
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.office.reviewing import accept_together
from models.office.stamping import note_stamped
from models.todo.matters import MatterKind
from models.workspace.act import ActKind
from tests.flow.town import COUNTIES, SECRET
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, MOST, Hands, is_done, page, type_in
from ui.look.signs import Sign
from ui.office.acts.many import owing
from ui.office.cases.effect_line import EffectLine
from ui.office.cases.facts import facts_of
from ui.office.lists.rows import TableCell
from ui.office.roster.cells import COLUMNS
from ui.office.screens.roster import FIRST_PERIOD, RosterPage
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk


@pytest.fixture
def roster(desk: OfficeDesk) -> RosterPage:
    desk.go("roster", "")
    found = page(desk, RosterPage)
    assert isinstance(found, RosterPage)
    return found


def test_nobody_is_chased_for_a_return_that_is_here(desk: OfficeDesk, roster: RosterPage) -> None:
    filed, missing = desk.session.roster.received[0], desk.session.roster.missing[0]
    roster.toggle(filed)
    assert "催报" not in desk.bottom.primary.text()
    roster.toggle(missing)
    assert "1 个" in desk.bottom.primary.text() and roster._to_chase() == [missing]
    for unit, owes in ((filed, False), (missing, True)):
        desk.go("unit", unit)
        assert desk.unit.chase.isEnabled() is owes, "the unit's page has the same rule"
    desk.unit.acts.chase(filed)
    roster.acts.chase([filed])
    assert not hasattr(desk.unit.acts, "dialog") and roster.acts.dialog is None, "the act itself refuses, whoever calls"
    assert desk.said.words == say("office.many.nobody_to_chase")


def test_nobody_is_chased_before_the_deadline_of_a_return_sent_back(desk: OfficeDesk) -> None:
    office, unit, now = desk.session.workspace, COUNTIES[0], datetime.now(PLAN_ZONE)
    until, items = now + timedelta(days=3), (SentBackItem(at=None, text="请核实"),)
    send_back(office, unit, PERIOD, items, until=until, passphrase=SECRET, out=office.folder / "退回单", at=now, by=BY)
    desk.session.reload()
    assert unit in desk.session.roster.returned and unit not in owing(desk.session)
    matter = next(one for one in desk.session.matters if one.kind is MatterKind.RETURNED and one.unit == unit)
    told = {one.head: one.lines for one in facts_of(desk.session, matter, None)}
    assert told[say("office.facts.due_again")] == (format_time(until),), (
        "beside the matter, until when it is waited for"
    )
    with pytest.raises(AppError, match="chase_left_alone"):
        to_chase(office, PERIOD, (unit,), now)
    assert unit not in to_chase(office, PERIOD, (), now)
    assert unit in to_chase(office, PERIOD, (unit,), until + timedelta(hours=1)), "once the time is over"


def test_marked_units_are_chased_together(qtbot: QtBot, desk: OfficeDesk, roster: RosterPage) -> None:
    roster.filters["missing"].click()
    shown = [row.key for row in roster.grid.lines.rows]
    assert set(shown) == set(desk.session.roster.missing)
    roster.grid.setCurrentIndex(roster.grid.lines.index(0, 0))
    qtbot.keyClick(roster.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(roster.grid, Qt.Key.Key_Space)
    assert roster.marks == set(shown[:2])
    qtbot.keyClick(roster.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert roster.marks == set(shown)
    qtbot.keyClick(roster.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert roster.marks == set()
    roster.toggle(shown[0])
    roster.toggle(shown[1])
    hands = Hands(qtbot, desk)
    hands.click(desk.bottom.primary)
    dialog = roster.acts.dialog
    assert dialog is not None and dialog.listed.count() == 2
    assert desk.session.workspace.store.chases(PERIOD) == ()
    hands.confirms(dialog, channel="微信", by=BY)
    hands.left(ActKind.CHASE, "微信")
    assert {one.unit for one in desk.session.workspace.store.chases(PERIOD)} == set(shown[:2])
    written = list((desk.session.workspace.folder / "催报单").glob("*.pdf"))
    assert len(written) == 2


def test_who_would_be_late_after_an_extension_stands_there_before_it(
    qtbot: QtBot, desk: OfficeDesk, roster: RosterPage
) -> None:
    keep_settings(desk.session.workspace, f'[due]\n"{PERIOD}" = "2021-01-13 17:30"\n', BY, datetime.now(PLAN_ZONE))
    desk.session.reload()
    late = len(desk.session.roster.late)
    for unit in COUNTIES[:2]:
        roster.toggle(unit)
    roster.many["extend"].click()
    dialog = roster.acts.dialog
    assert dialog is not None
    (effect,) = dialog.findChildren(EffectLine)
    assert effect.text() == say("office.set.look_first")
    type_in(dialog.edits, until="2021-01-20 17:30")
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
    period = desk.session.plan.periods[PERIOD].name
    assert say("office.set.late", 期=period, 前=late, 后=late - 2) in effect.text()
    assert len(desk.session.roster.late) == late, "nothing is kept"
    dialog.reject()


def test_marked_units_get_another_due_time_and_the_roster_is_exported(
    qtbot: QtBot, desk: OfficeDesk, roster: RosterPage, tmp_path: Path
) -> None:
    for unit in COUNTIES[:2]:
        roster.toggle(unit)
    roster.many["extend"].click()
    dialog = roster.acts.dialog
    assert dialog is not None
    type_in(dialog.edits, until="2021-01-20 17:30", reason="停电", approved_by="李某", by="测试甲")
    is_done(desk, dialog.take)
    assert desk.session.settings.extensions == (), "not before its effect stood there"
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
    is_done(desk, dialog.primary.click)
    assert {one.unit for one in desk.session.settings.extensions} == set(COUNTIES[:2])
    desk.go("unit", COUNTIES[0])
    when, what, _, by = (cell.text for cell in desk.unit.record.lines.rows[0].cells)
    assert (when[:10], by) == (f"{datetime.now(PLAN_ZONE):%Y-%m-%d}", "测试甲") and "李某" in what and "停电" in what
    roster.acts.export(tmp_path)
    qtbot.waitUntil(lambda: list(tmp_path.glob("*.xlsx")) != [], timeout=60_000)
    qtbot.waitUntil(lambda: not desk._lane.at_work, timeout=60_000)
    (path,) = tmp_path.glob("*.xlsx")
    texts = [cell for row in openpyxl.load_workbook(path).worksheets[-1].iter_rows(values_only=True) for cell in row]
    assert set(desk.session.roster.expected) <= set(texts)


def test_receipts_of_marked_units_are_one_act_with_one_list(qtbot: QtBot, desk: OfficeDesk, roster: RosterPage) -> None:
    store, out = desk.session.workspace.store, desk.session.workspace.folder / "回执"
    for unit in COUNTIES[:2]:
        roster.toggle(unit)
    roster.many["receipts"].click()
    dialog = roster.acts.dialog
    assert dialog is not None
    type_in(dialog.edits, secret="不对", by=BY)
    is_done(desk, dialog.primary.click)
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=60_000)
    assert dialog.isVisible() and not store.issued() and not out.exists(), "a wrong passphrase writes nothing"
    type_in(dialog.edits, secret=SECRET)
    is_done(desk, dialog.primary.click)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)
    assert {one.unit for one in store.issued()} == set(COUNTIES[:2])
    assert len(list(out.glob("*.xlsx"))) == 1 and len(list(out.glob("*.pdf"))) == 2
    assert len(store.acts.rows(ActKind.RECEIPT)) == 1
    assert desk.said.words == say("office.many.receipts_done", n=2, 目录=out)
    roster.acts.receipts(COUNTIES[:3])  # one is due; two still stand, and their list is written again with them
    again = roster.acts.dialog
    assert again is not None
    type_in(again.edits, secret=SECRET, by=BY)
    is_done(desk, again.primary.click)
    qtbot.waitUntil(lambda: not again.isVisible(), timeout=60_000)
    assert desk.said.words == say("office.many.receipts_done", n=3, 目录=out), "a list is no receipt"


def test_results_are_written_together_of_returns_somebody_has_looked_at(
    qtbot: QtBot, desk: OfficeDesk, roster: RosterPage
) -> None:
    office, now = desk.session.workspace, datetime.now(PLAN_ZONE)
    roster.mark_all()
    roster.many["approvals"].click()
    assert roster.acts.dialog is None and desk.said.words == say("office.many.nobody_to_approve")
    looked_at = [one for one in desk.session.to_review if one.row.unit in COUNTIES[:2]]
    accept_together(office, [(paper, item) for paper in looked_at for item in paper.open], by=BY, at=now)
    desk.session.reload()
    roster.many["approvals"].click()
    dialog = roster.acts.dialog
    assert dialog is not None and dialog.listed.count() == 2
    type_in(dialog.edits, secret=SECRET, by=BY)
    is_done(desk, dialog.primary.click)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)
    told = {(one.unit, one.decision) for one in office.store.issued()}
    assert told == {(unit, "approved") for unit in COUNTIES[:2]}


def test_a_stamped_paper_stands_in_its_column_and_a_period_opens_its_papers(
    qtbot: QtBot, desk: OfficeDesk, roster: RosterPage
) -> None:
    unit, office = COUNTIES[0], desk.session.workspace
    digest = office.store.papers(unit)[0].digest
    heads = len(roster.grid.lines.rows[0].cells) - len(COLUMNS)  # the columns before those of the table
    stamped = heads + [one.key for one in COLUMNS].index("stamped")

    def cell() -> TableCell:
        return next(row for row in roster.grid.lines.rows if row.key == unit).cells[stamped]

    assert cell().sign is None
    note_stamped(office, digest, came_on=date(2021, 1, 18), copies=2, shelf="三柜", at=datetime.now(PLAN_ZONE), by="甲")
    desk.session.reload()
    assert cell().sign is Sign.STAMPED and cell().text == "2021-01-18" and "三柜" in cell().tip
    roster.grid.choose(unit)
    periods = list(desk.session.plan.periods)
    for _ in range(FIRST_PERIOD + periods.index(PERIOD)):
        qtbot.keyClick(roster.grid, Qt.Key.Key_Right)
    qtbot.keyClick(roster.grid, Qt.Key.Key_Return)
    assert (desk.page, desk.unit.unit) == ("unit", unit)
    assert desk.unit.grid.current_key().startswith(digest)
    (beside,) = (row.cells[-1] for row in desk.unit.grid.lines.rows if row.key.startswith(digest))
    assert (beside.sign, beside.text) == (Sign.STAMPED, "2021-01-18") and "三柜" in beside.tip
    desk.unit.choose(COUNTIES[1])
    assert {(row.cells[-1].text, row.cells[-1].tip) for row in desk.unit.grid.lines.rows} == {
        ("", say("office.roster.not_stamped"))
    }


def test_who_is_marked_in_one_period_is_not_meant_in_another(desk: OfficeDesk, roster: RosterPage) -> None:
    roster.toggle(desk.session.roster.missing[0])
    desk.session.set_period("2020Q3")
    assert not roster.marks and "催报" not in desk.bottom.primary.text()
    desk.session.set_period(PERIOD)
    assert not roster.marks


def test_missing_units_are_chased_one_or_all_and_carried_over(qtbot: QtBot, desk: OfficeDesk) -> None:
    hands, today, unit = Hands(qtbot, desk), page(desk, TodayPage), COUNTIES[-1]
    store, missing = desk.session.workspace.store, set(desk.session.roster.missing)
    hands.stands_on(today, f"missing|{unit}|")
    hands.key(today.list, Qt.Key.Key_Return)
    hands.click(desk.bottom.primary)
    hands.confirms(desk.unit.acts.dialog, channel="电话", by=BY)
    assert [one.unit for one in store.chases(PERIOD)] == [unit]
    hands.left(ActKind.CHASE, "电话")
    desk.go("today", "")
    hands.click(today.chase)
    assert today.many.dialog is not None and today.many.dialog.listed.count() == len(missing)
    today.many.dialog.reject()  # the third act is the press of its button; test_many_units does it for fewer
    roster = page(desk, RosterPage)
    desk.go("roster", "")
    hands.begins()
    hands.click(roster.filters["missing"])
    hands.click(desk.bottom.primary)
    assert roster.acts.dialog is not None and roster.acts.dialog.listed.count() == len(missing)
    assert hands.acts < MOST
    roster.acts.dialog.reject()
    hands.begins()
    hands.stands_on(today, f"missing|{unit}|")
    hands.comes_forward()
    hands.key(today.list, Qt.Key.Key_F4)
    hands.confirms(today.acts.dialog, reason="停电，已电话告知", by=BY)
    assert unit not in {one.unit for one in desk.session.matters if one.kind is MatterKind.MISSING}
    hands.left(ActKind.SETTLE, "停电")
