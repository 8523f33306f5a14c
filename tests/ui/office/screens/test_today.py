"""今天要办: the rows that are about no single unit — a file not read, a due time, a notice that is not so any more."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forms.office.intake import receive
from forms.office.issuing import Wording, issue
from forms.office.office import keep_settings
from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.store.office.records import ReceptionRow
from models.todo.matters import MatterKind
from models.todo.settling import settle, take_up
from models.todo.todo import todo
from models.workspace.act import ActKind, act
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, Town
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, page
from ui.look.fitting import ROOMY
from ui.office.screens.roster import RosterPage
from ui.office.screens.today import TodayPage
from ui.office.two_lines import TwoLineEntry
from ui.window.office_desk import OfficeDesk


def test_the_name_of_a_file_that_was_not_read_is_told_once(desk: OfficeDesk) -> None:
    store, now = desk.session.workspace.store, datetime.now(PLAN_ZONE)
    row = ReceptionRow(
        file="汉滨区报表.pdf", sha256="ab" * 32, received_at=now, registered_at=now, channel="邮件", by=BY,
        decision=Decision.UNREAD.value, reasons="[]", digest=None, key=None, seals="{}",
    )  # fmt: skip
    with act(store, BY, ActKind.RECEIVE, why="邮件"):
        store.put_reception(row)
    desk.session.reload()
    desk.go("today", "")
    (entry,) = [one for one in page(desk, TodayPage).list.lines.entries if one.key.startswith("unread|")]
    assert " ".join((entry.name, entry.what, entry.follows)).count(row.file) == 1


def _row_of(desk: OfficeDesk, kind: MatterKind) -> TwoLineEntry:
    """Stand on the row of a kind in 今天要办."""
    desk.session.reload()
    desk.go("today", "")
    entries = page(desk, TodayPage).list.lines.entries
    number = next(n for n, one in enumerate(entries) if one.key.startswith(kind))
    page(desk, TodayPage).list.setCurrentIndex(page(desk, TodayPage).list.lines.index(number))
    return entries[number]


@pytest.mark.parametrize("width", [1280, ROOMY + 40])
def test_one_row_for_all_whose_time_is_nearly_over_leads_to_them(desk: OfficeDesk, width: int) -> None:
    desk.window().resize(width, 720)
    soon = f"{datetime.now(PLAN_ZONE) + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    keep_settings(desk.session.workspace, f'[due]\n"{PERIOD}" = "{soon}"\n', BY, datetime.now(PLAN_ZONE))
    entry = _row_of(desk, MatterKind.DUE)
    missing = desk.session.roster.missing
    assert (entry.name, entry.act) == ("未报单位", "提醒…") and f"未报 {len(missing)} 家" in entry.what
    assert desk.bottom.primary.text() == "提醒未报单位…"
    page(desk, TodayPage).do()
    assert desk.page == "roster" and page(desk, RosterPage).marks == set(missing)


def test_a_row_says_that_a_stamped_paper_is_waited_for_before_its_time_is_over(desk: OfficeDesk) -> None:
    soon = f"{datetime.now(PLAN_ZONE) + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    text = f'[clock]\nstopped_by = "stamped"\n[due]\n"{PERIOD}" = "{soon}"\n'
    keep_settings(desk.session.workspace, text, BY, datetime.now(PLAN_ZONE))
    entry = _row_of(desk, MatterKind.STAMP)
    assert (entry.name, entry.act) == ("盖章件", "查看…")


def test_what_moved_after_a_notice_is_a_row_until_it_is_corrected_or_settled(desk: OfficeDesk, town: Town) -> None:
    """A correction that comes after months: the first page says that what was issued is not so any more."""
    office, unit, now = desk.session.workspace, COUNTIES[0], datetime.now(PLAN_ZONE)
    issue(office, PERIOD, office.folder / "印发", at=now, by=BY, wording=Wording())
    assert MatterKind.MOVED not in {one.kind for one in todo(office, PERIOD)}
    said = town.completed(unit, PERIOD, {"cells": forest("20")})
    filed = town.file(unit, PERIOD, said, reason="漏报一个镇")
    receive(office, [Path(filed["files"][0])], at=now, now=now, channel="邮件", by=BY)
    entry = _row_of(desk, MatterKind.MOVED)
    assert entry.name == "通报与报表" and entry.what == "第1号通报印发后变动 1 处，请看是否更正"
    page(desk, TodayPage).do()
    assert desk.page == "notices"
    (moved,) = [one for one in todo(office, PERIOD) if one.kind is MatterKind.MOVED]
    settle(office, moved, "数小，下期一并说明", by=BY, at=now)
    assert MatterKind.MOVED not in {one.kind for one in todo(office, PERIOD)}
    take_up(office, moved, by=BY, at=now)
    assert MatterKind.MOVED in {one.kind for one in todo(office, PERIOD)}
    wording = Wording(corrects=1, reason="漏报一个镇")
    issue(office, PERIOD, office.folder / "印发", at=now + timedelta(minutes=1), by=BY, wording=wording)
    assert MatterKind.MOVED not in {one.kind for one in todo(office, PERIOD)}


def test_units_in_a_row_for_many_are_not_said_to_have_nothing_to_do(desk: OfficeDesk) -> None:
    """One row stands for all papers that are to be looked at: their units are not the rest."""
    desk.go("today", "")
    (row,) = [one for one in desk.session.matters if one.kind is MatterKind.REVIEW]
    waiting = {one.row.unit for one in desk.session.to_review}
    assert len(waiting) > 1 and row.about == waiting
    others = set(desk.session.roster.expected) - waiting
    assert others == {one.unit for one in desk.session.matters if one.unit}
    assert not page(desk, TodayPage).rest.text()
