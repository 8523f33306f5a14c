"""Situations of an office's day in the window: each takes at most three acts and leaves a line with who, when and why.

Here those that need no new paper; the others are counted where they are played: a late return, one of another period
and one after the notice (test_office_desk), two papers, a compromised key, a new key (test_rulings), a new name
(test_plan_page).
"""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.todo.matters import MatterKind
from models.workspace.act import ActKind
from tests.flow.town import COUNTIES
from tests.ui.office.conftest import PERIOD
from tests.ui.office.hands import BY, MOST, Hands
from tests.ui.office.test_office_desk import page
from ui.office.screens.roster import RosterPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.settings import SettingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.window.office_desk import OfficeDesk


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
    hands.key(today.list, Qt.Key.Key_F4)
    hands.confirms(today.acts.dialog, reason="停电，已电话告知", by=BY)
    assert unit not in {one.unit for one in desk.session.matters if one.kind is MatterKind.MISSING}
    hands.left(ActKind.SETTLE, "停电")


def test_a_unit_gets_more_time_and_a_check_is_waived(qtbot: QtBot, desk: OfficeDesk) -> None:
    hands, roster, unit = Hands(qtbot, desk), page(desk, RosterPage), COUNTIES[-1]
    desk.go("roster", "")
    roster.grid.choose(unit)
    hands.key(roster.grid, Qt.Key.Key_Space)
    hands.click(roster.many["extend"])
    hands.confirms(roster.acts.dialog, until="2021-01-20 17:30", reason="停电", approved_by="李某", by=BY)
    assert [one.unit for one in desk.session.settings.extensions] == [unit]
    hands.left(ActKind.SET, "停电")
    settings = page(desk, SettingsPage)
    desk.go("settings", "waiver.new")
    box = settings.form.boxes["unit"]
    box.setCurrentIndex(box.findData(unit))
    checks = settings.form.boxes["check"]
    checks.showPopup()
    view = checks.view()
    assert view.viewport().width() >= view.sizeHintForColumn(0) or view.width() > 2 * checks.width(), "read whole"
    checks.hidePopup()
    checks.setCurrentIndex(checks.findData("CK-A16"))
    assert checks.currentText().startswith("CK-A16　“…”本期累计 … 小于上期累计 …"), "nobody knows a check by its code"
    hands.fill(settings.form.edits, reason="口径调整", approved_by="李某", by=BY)
    hands.click(desk.bottom.primary)
    assert [(one.unit, one.check) for one in desk.session.settings.waivers] == [(unit, "CK-A16")]
    assert any("CK-A16　“…”本期累计" in row.cells[0].text for row in settings.grid.lines.rows)
    hands.left(ActKind.SET, "口径调整")


def test_a_figure_is_adjudicated_and_an_auditor_is_answered(qtbot: QtBot, desk: OfficeDesk) -> None:
    """Also where no department stands against the sum: the office may have to decide because a county is missing."""
    hands, summary, rulings = Hands(qtbot, desk), page(desk, SummaryPage), page(desk, RulingsPage)
    coverage = desk.session.summary.of("Q06").coverage
    desk.go("summary", "Q06")
    hands.click(summary.decide)
    hands.fill(
        rulings.form.edits, value="98.38", document="测试〔2021〕1号", reason="会商采信", by=BY, checked="测试乙"
    )
    hands.click(desk.bottom.primary)
    found = desk.session.summary.of("Q06")
    assert (found.shown, found.basis, found.coverage) == ("98.38", "adjudicated", coverage)
    hands.left(ActKind.ADJUDICATE, "会商采信")
    desk.go("summary", "Q06")
    hands.key(summary.grid, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hands.confirms(summary.dialog, reason="市审计局问营造林面积", by=BY)
    assert list((desk.session.workspace.folder / "数据来源单").glob("Q06_*.pdf"))
    hands.left(ActKind.TRACE, "市审计局")
