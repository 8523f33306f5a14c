"""The way out: nothing is made while something stands open, then two sealed files and a locked sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from models.sheet.cells import Cell, State
from models.sheet.fillable import FieldSlot
from tests.ui.conftest import PERIOD
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.unit_desk import UnitDesk

PASSPHRASE = "abcd-1234"
COVER = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210000", "报出日期": "2020-10-12"}


@pytest.fixture
def small_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a department with few cells."""
    workspace = make_trial(tmp_path / "department", "M12")
    lane = Lane()
    desk = UnitDesk(Session(workspace, PERIOD), lane, QToolButton())
    qtbot.addWidget(desk)
    desk.show()
    yield desk
    lane.close()
    workspace.store.close()


def text_for(slot: FieldSlot) -> str:
    return COVER.get(slot.column.name) or ("推进中" if slot.column.choices else "按方案推进，完成既定工作")


def complete(session: Session) -> None:
    """Fill what is required and explain what warns."""
    for address, slot in session.sheet.fields.items():
        if slot.required:
            session.put(address, text_for(slot))
    for address, item in session.sheet.slots.items():
        if item.required and session.sheet.cell(address).state is State.MISSING:
            session.put(address, "5" if item.item.entered else Cell(State.NIL))
    for finding, mark in session.standing.findings:
        if mark is Mark.WARNING:
            session.explain(finding.key, "测试数据，变动原因从略说明")


def test_the_page_says_what_is_open_and_offers_no_sealing(small_desk: UnitDesk) -> None:
    small_desk.go("filing")
    assert not small_desk.session.standing.counts.can_file
    assert small_desk.bottom.primary.text().startswith("去填")
    assert not small_desk._filing.passphrase.isVisible()


def test_a_complete_sheet_is_sealed_into_two_files_and_locked(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    assert small_desk.bottom.primary.text() == "生成报送文件"
    filing = small_desk._filing
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    small_desk.take_next()
    qtbot.waitUntil(lambda: small_desk.session.locked, timeout=20_000)
    files = sorted(path.suffix for path in filing._out.iterdir())
    assert files == [".pdf", ".xlsx"]
    assert filing.send is not None and "市城管局" in filing.send.mail_text()
    table = next(screen for screen in small_desk.screens if screen.page_of("Q10.1"))
    small_desk.go("Q10.1")
    assert not table.items.table.typeable(table.items.table.index_of("Q10.1"))  # type: ignore[attr-defined]


def test_two_different_passphrases_seal_nothing(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    small_desk._filing.passphrase.setText(PASSPHRASE)
    small_desk._filing.again.setText("another one")
    small_desk.take_next()
    assert "不一样" in small_desk.notice.words
    assert not small_desk.session.workspace.store.returns.filed(PERIOD)


def test_correcting_opens_the_sheet_again_and_asks_for_a_reason(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    filing = small_desk._filing
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    small_desk.take_next()
    qtbot.waitUntil(lambda: small_desk.session.locked, timeout=20_000)
    small_desk.session.reopen()
    assert not small_desk.session.locked
    small_desk.edits.put("Q10.1", "6")
    small_desk.go("filing")
    filing.passphrase.setText(PASSPHRASE)
    small_desk.take_next()
    qtbot.waitUntil(lambda: bool(small_desk.notice.words), timeout=20_000)
    assert "订正原因" in small_desk.notice.words
