"""How a period stands once the office has answered: the last answer counts, and a return sent back has a time of its own."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.settings.settings import Settings
from models.sheet.fillable import next_due
from models.sheet.rows import read_row
from models.store import ReceiptRow
from models.workspace.first_run import begin_period, last_entered, put_cover_defaults
from tests.ui.conftest import PERIOD
from tests.ui.desks import shown_desk
from tests.ui.filing_page import complete, filing_of, seal
from ui.answers.query_line import QueryLine
from ui.basics.completion import Mark
from ui.screens.overview import OverviewScreen
from ui.screens.receipts import ReceiptsScreen
from ui.screens.table import TableScreen
from ui.session.next_step import left_words, next_step
from ui.session.period_states import due_words, period_state
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk


def answer(desk: UnitDesk, decision: Decision, hour: int, **more: object) -> None:
    """Keep what the office answered to the filed return, as opening its paper does."""
    at = datetime(2026, 10, 13, hour, tzinfo=PLAN_ZONE)
    store = desk.session.workspace.store
    digest = store.sheets.filed_digest(PERIOD)
    said = {
        "digest": digest, "period": PERIOD, "revision": 1, "decision": decision.value, "registered": at.isoformat(),
        "issued": at.isoformat(), "reasons": [], **more,
    }  # fmt: skip
    row = ReceiptRow(
        digest=str(digest), period=PERIOD, decision=decision.value, issued_at=at, taken_at=at, content=json.dumps(said).encode()
    )  # fmt: skip
    with store.transaction("", ""):
        store.returns.put_receipt(row)
    desk.session.reload()


def test_what_the_office_answered_last_counts_and_a_return_that_came_back_is_due_again(
    qtbot: QtBot, cheap: UnitDesk
) -> None:
    desk, now = cheap, datetime(2026, 10, 13, tzinfo=PLAN_ZONE)
    seal(qtbot, desk)
    answer(desk, Decision.ACCEPTED, 9, marks={"received": True, "readable": True, "reviewed": True, "approved": False})
    desk.go("receipts")
    page = next(one for one in desk.screens if isinstance(one, ReceiptsScreen))
    words = "☑收到　☑可读　☑已审核　☐已认可"
    assert words in [one.texts[0] for one in page.table.lines]
    desk.go("filing")
    assert any(words in one.text() for one in filing_of(desk).findChildren(QLabel))
    assert period_state(desk.session, PERIOD, now) == "accepted"
    reasons = [{"check": "return", "item": "Q10.1", "message": "请核对"}]
    until = datetime(now.year, 12, 8, 17, 30, tzinfo=PLAN_ZONE).isoformat()
    answer(desk, Decision.RETURNED, 12, reasons=reasons, deadline=until)
    assert period_state(desk.session, PERIOD, now) == "returned", "it had been accepted before"
    assert "已退回" in desk.top.periods.currentText() and "已退回" in desk.banner.words
    desk.go("overview")
    start = next(one for one in desk.screens if isinstance(one, OverviewScreen))
    assert "退回" in start.sentence() and "询问 1 处" in start.sentence()
    for said in (due_words(desk.session), *(one.text() for one in start.findChildren(QLabel) if "重报" in one.text())):
        assert "12月8日 17:30" in said and "重报" in said
    desk.go("receipts")
    heard = " ".join(one.text() for one in desk.findChildren(QLabel))
    assert "2026-12-08 17:30" in heard and "未被接收" not in heard
    desk.banner.reopen()
    assert period_state(desk.session, PERIOD, now) == "correcting" and "改正中" in desk.top.periods.currentText()
    desk.go("cover")
    assert next_step(desk.session, "cover", "").target == "Q10.1", "what the office asks is gone to first"
    assert next_step(desk.session, "A5", "Q10.1").target == "filing", "and keeps nothing from being filed"
    desk.go("Q10.1")
    qtbot.waitUntil(lambda: bool(desk.findChildren(QueryLine)))  # a figure that is right is answered there
    desk.go("filing")
    assert desk.bottom.primary.text() == "生成送审稿…", "the step that is open, not the act for a filed return"
    desk.edits.put("Q10.1", "6")
    assert next_step(desk.session, "cover", "").target == "filing"


def test_enter_on_an_overview_where_nothing_is_to_be_done_opens_no_other_period(qtbot: QtBot, cheap: UnitDesk) -> None:
    cheap.go("overview")
    page = next(one for one in cheap.screens if isinstance(one, OverviewScreen))
    assert not cheap.session.standing.counts.left
    focus = cheap.focusWidget()
    assert focus in page.lines
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert cheap.session.period_id == PERIOD


def test_who_signs_on_a_new_cover_is_no_entry_of_anybody(cheap: UnitDesk) -> None:
    store, other = cheap.session.workspace.store, "2020Q2"
    with store.transaction("", ""):
        put_cover_defaults(store, {"负责人": "张三"})
        begin_period(store, cheap.session.plan, other)
    assert store.sheets.last_entry(other) is not None and last_entered(store, other) is None
    assert period_state(cheap.session, other, datetime(2020, 3, 1, tzinfo=PLAN_ZONE)) == "ahead"


def sent_back(qtbot: QtBot, desk: UnitDesk, *asked: tuple[str, str]) -> None:
    """A filed return that the office sent back with these questions (place, words), opened for a correction."""
    seal(qtbot, desk)
    answer(desk, Decision.RETURNED, 12, reasons=[{"check": "return", "item": at, "message": say} for at, say in asked])
    desk.go("receipts")


def receipts_of(desk: UnitDesk) -> ReceiptsScreen:
    return next(one for one in desk.screens if isinstance(one, ReceiptsScreen))


def test_a_question_about_the_whole_return_counts_is_gone_to_and_answered(qtbot: QtBot, cheap: UnitDesk) -> None:
    """The top bar said that nothing was left while 回执与询问 waited with one, and Enter on it did nothing."""
    desk, words = cheap, "请随报表附上审签单的扫描件。"
    sent_back(qtbot, desk, ("", words))
    page = receipts_of(desk)
    assert page.table.query_at(page.view.currentIndex().row()) is not None, (
        "no head is chosen: no key does anything there"
    )
    assert len(page.view.selectedIndexes()) == page.table.columnCount(), "the line one is at is tinted from end to end"
    desk.banner.reopen()
    assert desk.session.standing.counts.left == 1
    desk.go("cover")
    step = next_step(desk.session, "cover", "")
    assert (step.target, step.words) == ("receipts", "要答复 1")
    desk.go("overview")
    start = next(one for one in desk.screens if isinstance(one, OverviewScreen))
    line = next(one for one in start.lines if "整份报表" in one.accessibleName())
    assert words in line.accessibleName(), "what is asked stands beside it"
    line.click()
    assert desk.page == "receipts"
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.answer is not None and page.answer.text is not None and page.answer.text.hasFocus()
    page.answer.text.setText("扫描件已附在佐证材料里")
    page.answer.keep()
    assert desk.session.standing.counts.left == 0
    assert next_step(desk.session, "cover", "").target == "filing"


def test_what_the_office_asks_of_a_place_stands_beside_it_at_the_start(qtbot: QtBot, cheap: UnitDesk) -> None:
    sent_back(qtbot, cheap, ("Q10.1", "与市环卫部门的统计不一致，请核对。"))
    cheap.go("overview")
    start = next(one for one in cheap.screens if isinstance(one, OverviewScreen))
    assert any("与市环卫部门的统计不一致" in one.accessibleName() for one in start.lines)


def test_the_hint_of_a_table_ends_with_a_whole_clause_where_there_is_no_room(qtbot: QtBot, desk: UnitDesk) -> None:
    """Cut anywhere it read 没有数值的按…, without the key."""
    desk.resize(853, 480)
    desk.go("Q06.1")
    hint = next(one._hint for one in desk.screens if isinstance(one, TableScreen) and one.isVisible())
    qtbot.waitUntil(lambda: hint.shown() != hint.text() and hint.width() > 0)
    assert hint.shown() in ("", "直接键入数值") and hint.toolTip() == hint.text()


def test_a_period_in_which_nothing_is_asked_of_a_unit_is_never_late_nor_opened_first(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """The months of the buses: a county was told 还差 1 处 and, once the office had set a due time, 逾期."""
    month, quarter = "2020-10", "2020Q3"
    long_ago, soon = datetime(2020, 11, 5, tzinfo=PLAN_ZONE), datetime.now(PLAN_ZONE) + timedelta(days=3)
    workspace = make_trial(tmp_path / "county", "610902", Settings(version=1, due={month: long_ago, quarter: soon}))
    assert next_due(workspace.plan, workspace.settings, "610902", datetime(2020, 10, 20, tzinfo=PLAN_ZONE)) == quarter
    with shown_desk(qtbot, workspace, month) as desk:
        session, now = desk.session, datetime.now(PLAN_ZONE)
        counts = desk.session.standing.counts
        assert counts.missing and not counts.can_file, "what is filed all the same has its cover filled in"
        assert (counts.left, counts.unasked, desk.session.standing.waiting) == (0, True, frozenset())
        assert period_state(session, month, now) == "unasked" and period_state(session, quarter, now) == "owed"
        assert due_words(session) == "本期不用报" and "不用报" in desk.top.periods.currentText()
        desk.go("overview")
        page = next(one for one in desk.screens if isinstance(one, OverviewScreen))
        assert page.sentence() == "本单位本期不用报" and not page.findChildren(QProgressBar)
        said = [one.text() for one in desk.findChildren(QLabel) if one.isVisible()]
        assert not any("还差" in one or "必填" in one for one in said), said
        assert not any(entry.count or entry.mark is Mark.MISSING for entry in desk.pages())
        assert period_state(session, "2020Q2", now) == "ahead"
        assert (desk.bottom.primary.text(), next_step(session, "cover", "").target) == ("仍要报送", "filing")
        desk.go_on()
        n = counts.missing
        assert desk.page == "filing" and left_words(counts) == f"还差 {n} 处：要填 {n}", (
            "who files all the same is told what lacks"
        )


def test_what_is_entered_where_nothing_is_asked_wants_its_cover(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = make_trial(tmp_path / "county", "610902")
    with shown_desk(qtbot, workspace, "2020-10") as desk:
        register = desk.session.plan.registers["R07"]
        desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "1号场"})])
        counts = desk.session.standing.counts
        assert counts.left and not counts.unasked
        desk.go("overview")
        page = next(one for one in desk.screens if isinstance(one, OverviewScreen))
        assert page.sentence().startswith("本单位本期不用报；仍要报的，还差")


def test_the_start_page_counts_the_days_once(qtbot: QtBot, tmp_path: Path) -> None:
    """They stood in the sentence and again in the line below it."""
    soon = datetime.now(PLAN_ZONE) + timedelta(days=3)
    workspace = make_trial(tmp_path / "county", "610902", Settings(version=1, due={"2020Q3": soon}))
    with shown_desk(qtbot, workspace, "2020Q3") as desk:
        desk.go("overview")
        page = next(one for one in desk.screens if isinstance(one, OverviewScreen))
        said = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
        assert page.sentence().endswith("还有 3 天") and page.sentence() in said
        (below,) = (one for one in said if "截止" in one)
        assert below.endswith(f"{soon:%H:%M}") and "还有3天" in due_words(desk.session)
        complete(desk.session)
        desk.go("cover")
        desk.go("overview")
        assert page.sentence().startswith("没有差的")
        said = [one.text() for one in page.findChildren(QLabel)]
        assert any("截止" in one and "还有3天" in one for one in said), said
