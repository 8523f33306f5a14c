"""A filed period says so on every page; a correction shows its differences and can be abandoned; 零报告 is one step."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision
from models.ledger.queries import Receipt
from models.plan.plan import ColumnType
from models.sheet.cells import State, read_field
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import seal
from ui.look.focus import tab_stops
from ui.screens.overview import OverviewScreen
from ui.screens.table import TableScreen
from ui.session.next_step import next_step
from ui.tables.grids.entry_table import LOOK
from ui.window.unit_desk import UnitDesk


def accepted(digest: str) -> Receipt:
    at = datetime(2020, 10, 13, 12, 2, tzinfo=PLAN_ZONE)
    return Receipt(
        digest=digest, period=PERIOD, revision=1, decision=Decision.ACCEPTED, registered=at, issued=at, remarks=()
    )


def table_of(desk: UnitDesk, address: str) -> TableScreen:
    return next(one for one in desk.screens if isinstance(one, TableScreen) and one.offer.page_of(address))


def by_tab(desk: UnitDesk) -> list[QWidget | None]:
    """What Tab comes to from the start of the page."""
    desk.take_focus()
    found = []
    for _ in range(60):
        desk.focusNextPrevChild(False)
        found.append(desk.focusWidget())
    return found


def test_a_filed_period_has_its_banner_on_every_page_and_a_correction_can_be_abandoned(
    qtbot: QtBot, small_desk: UnitDesk, tmp_path: Path
) -> None:
    desk = small_desk
    assert desk.banner.isHidden()
    seal(qtbot, desk)
    digest = desk.session.workspace.store.sheets.filed_digest(PERIOD)
    for page in ("cover", "Q10.1", "findings"):
        desk.go(page)
        assert not desk.banner.isHidden() and "初报" in desk.banner.words and "等待回执" in desk.banner.words
        desk.take_focus()
        desk.go_round(-1)
        act = desk.focusWidget()
        assert isinstance(act, QPushButton) and act.text() == "改正并重出" and act in by_tab(desk)
    desk.go("cover")
    field = [one for one in desk.findChildren(QLineEdit) if one.isReadOnly()][-1]  # of the form made last
    said = field.text()
    QTest.keyClicks(field, "1")
    assert field.text() == said and "改正并重出" in desk.notice.words, "a key says why, on the cover too"
    desk.session.receipts = (accepted(digest or ""),)
    for page, button in (("findings", "查看报送文件"), ("filing", "查看回执")):
        desk.go(page)
        step = next_step(desk.session, desk.page, "")
        assert (step.words, step.action) == ("回执：已接收", button) and step.target != page
    desk.session.receipts = ()
    table = table_of(desk, "Q10.1").items.table
    assert table.index_of("Q10.1").data(LOOK).ground == "derived", "what cannot be typed into lies on grey"
    qtbot.waitUntil(lambda: bool(tab_stops(desk.banner)))
    desk.take_focus()
    desk.go_round(-1)
    desk.go_round(1)
    assert not desk.banner.isAncestorOf(desk.focusWidget()), "on to the page"
    desk.go_round(-1)
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Return)
    assert not desk.session.locked and "不算迟报" in desk.banner.words
    before, entered = desk.session.entered("Q10.1"), set(desk.session.sheet.cells)
    desk.edits.put("Q10.1", "6")
    desk.banner.tell_changes(desk_filed(desk))
    assert "1 处" in desk.notice.words and f"{before.text} → 6" in desk.notice.words
    desk.resize(1280, 720)
    desk.grab().save(str(tmp_path / "banner.png"))
    assert "已报" in desk.top.periods.currentText(), "a return that is being corrected was filed"
    _abandon(desk)
    assert desk.session.locked and desk.session.entered("Q10.1").text == before.text
    assert desk.session.workspace.store.sheets.filed_digest(PERIOD) == digest
    assert desk.session.history("Q10.1")[-1].why == "abandoned"
    assert set(desk.session.sheet.cells) == entered, "what is not due by itself is nobody's entry"


def _abandon(desk: UnitDesk) -> None:
    """Give a correction up, which is asked first: Enter once more loses nothing."""
    _press(desk, "放弃改正")
    assert "1 处" in desk.banner.words and "不能撤销" in desk.banner.words and not desk.session.locked
    stays = desk.focusWidget()
    assert isinstance(stays, QPushButton) and stays.text() == "继续改正"
    QTest.keyClick(stays, Qt.Key.Key_Return)
    assert desk.session.entered("Q10.1").text == "6" and "不算迟报" in desk.banner.words
    _press(desk, "放弃改正")
    _press(desk, "放弃 1 处改动")


def _press(desk: UnitDesk, words: str) -> None:
    QCoreApplication.processEvents()
    act = next(one for one in desk.banner.findChildren(QPushButton) if one.text() == words and not one.isHidden())
    act.setFocus()
    QTest.keyClick(act, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def desk_filed(desk: UnitDesk):

    found = desk.session.workspace.being_corrected(PERIOD)
    assert found is not None
    return found


def test_every_change_of_a_correction_is_named_the_figures_first(qtbot: QtBot, small_desk: UnitDesk) -> None:
    """Of thirty changes twelve were named, first of all the texts, and the others nowhere before the draft."""
    desk = small_desk
    seal(qtbot, desk)
    desk.session.reopen()
    overview = next(screen for screen in desk.screens if isinstance(screen, OverviewScreen))
    assert overview.sentence() == "已打开改正，还没有改动"
    sheet = desk.session.sheet
    texts = [at for at, one in sheet.fields.items() if at.startswith("T") and one.column.type is ColumnType.TEXT]
    figures = [at for at, slot in sheet.slots.items() if slot.item.entered and slot.item.numeric]
    assert len(texts) >= 12 and figures
    desk.edits.put_all({at: read_field(sheet.fields[at].column, "按季调度，如期完成") for at in texts})
    desk.edits.put(figures[-1], "777")
    assert overview.sentence() != "已打开改正，还没有改动"
    desk.banner.tell_changes(desk_filed(desk))
    lines = desk.notice.words.splitlines()
    assert "777" in lines[1], "as the desk goes through its places"
    assert sum("按季调度，如期完成" in line for line in lines) == len(texts) and "另有" not in desk.notice.words


def test_nothing_to_report_is_shown_first_and_is_one_step(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    desk.go("Q06.1")
    desk.edits.put("Q06.1", "1.2")
    desk.edits.put("Q06.3", "1O.2")
    screen = table_of(desk, "Q06.1")
    screen.zero()
    preview = desk.imports.preview
    assert preview is not None and "未开展" in preview.go.text()
    preview.grab().save(str(tmp_path / "zero.png"))
    preview.go.click()
    assert desk.session.entered("Q06.2").state is State.NIL and desk.session.entered("Q06.1").text == "1.2"
    assert desk.session.entered("Q06.3").raw == "1O.2", "what was typed and could not be read is not empty"
    assert desk.session.history("Q06.2")[-1].why == "nil_all"
    desk.undo()
    assert desk.session.entered("Q06.2").state is None
    assert not any(desk.session.entered(at).state is State.NIL for at in desk.session.sheet.slots)
