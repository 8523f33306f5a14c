"""The page 生成与报送 of a desk and what leads to a seal, for the tests that file something."""

from pytestqt.qtbot import QtBot

from models.filling.carry import explanation_place
from models.sheet.cells import Cell, State
from models.sheet.fillable import FieldSlot
from ui.basics.completion import Mark
from ui.screens.filing import FilingScreen
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk


def filing_of(desk: UnitDesk) -> FilingScreen:
    return next(screen for screen in desk.screens if isinstance(screen, FilingScreen))


PASSPHRASE = "abcd-1234"
COVER = {"负责人": "张三", "审核人": "李四", "填表人": "王五", "电话": "0915-3210000", "报出日期": "2020-10-12"}


def text_for(slot: FieldSlot) -> str:
    return COVER.get(slot.column.name) or ("推进中" if slot.column.choices else "按方案推进，完成既定工作")


def complete(session: Session) -> None:
    """Fill what is required and explain what warns: each kind in one act, for the desk shows all anew after every act."""
    fields = {address: text_for(slot) for address, slot in session.sheet.fields.items() if slot.required}
    session.put_all({address: session.read(address, text) for address, text in fields.items()})
    lacking = [
        a for a, one in session.sheet.slots.items() if one.required and session.sheet.cell(a).state is State.MISSING
    ]
    session.put_all(
        {a: session.read(a, "5") if session.sheet.slots[a].item.entered else Cell(State.NIL) for a in lacking}
    )
    warned = [finding.key for finding, mark in session.standing.findings if mark is Mark.WARNING]
    said = {key: session.answer_of(key, "测试数据，变动原因从略说明", "season") for key in warned}
    session.put_beside(said, {explanation_place(key): None for key in warned}, "explained")


def without_leader(desk: UnitDesk) -> None:
    """Go on to the seal although no leader has seen it, and say why."""
    filing_of(desk)._go_without()
    filing_of(desk).seal.unsigned.setText("领导出差，已电话同意报出")


def seal(qtbot: QtBot, desk: UnitDesk) -> None:
    """Fill the open period of a desk, and seal it without a leader."""
    complete(desk.session)
    desk.go("filing")
    without_leader(desk)
    filing = filing_of(desk)
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    filing.file()
    qtbot.waitUntil(lambda: desk.session.locked, timeout=60_000)
