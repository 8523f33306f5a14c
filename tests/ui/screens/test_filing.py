"""The way out: nothing is made while something stands open, then two sealed files and a locked sheet."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.workspace.approval import Approved
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import PASSPHRASE, complete, filing_of, seal, without_leader
from ui.basics.passphrases import strength
from ui.basics.texts import unbroken
from ui.filing.way import FilingStage
from ui.window.unit_desk import UnitDesk


def test_the_page_says_what_is_open_and_offers_no_sealing(small_desk: UnitDesk) -> None:
    small_desk.go("filing")
    assert not small_desk.session.standing.counts.can_file
    assert small_desk.bottom.primary.text().startswith("下一处")
    assert not filing_of(small_desk).passphrase.isVisible()


def test_a_complete_sheet_is_sealed_into_two_files_and_locked(
    qtbot: QtBot, small_desk: UnitDesk, tmp_path: Path
) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    assert small_desk.bottom.primary.text() == "生成送审稿…", "nothing is sealed before the leader has seen it"
    filing = filing_of(small_desk)
    seal(qtbot, small_desk)
    files = sorted(path.suffix for path in filing.seal.out.iterdir())
    assert files == [".pdf", ".xlsx"]
    assert filing.send is not None
    asked = small_desk.session.workspace.store.get_text("code_asked")
    assert asked and any(unbroken(asked) in one.text() for one in filing.send.findChildren(QLabel)), (
        "the office asks for it"
    )
    mail = filing.send.mail_text()
    code = small_desk.session.workspace.store.returns.filed(PERIOD)[-1].digest[:4].upper()
    assert mail.startswith("市城管局现报送") and f"校验码：{code}" in mail and "联系人" in mail
    filing.send.put_together(tmp_path)
    (folder,) = (one for one in tmp_path.iterdir() if one.is_dir() and one.name.startswith("M12"))
    assert {one.name for one in folder.iterdir()} == {*(one.name for one in filing.seal.out.iterdir()), "邮件正文.txt"}
    assert all((folder / one.name).read_bytes() == one.read_bytes() for one in filing.seal.out.iterdir())
    assert (folder / "邮件正文.txt").read_text("utf-8-sig") == mail
    filing.send.put_together(tmp_path)
    assert not (folder / "邮件正文_2.txt").exists(), "nothing has changed"
    (folder / "邮件正文.txt").write_text("另有附件", "utf-8")
    filing.send.put_together(tmp_path)
    assert (folder / "邮件正文.txt").read_text("utf-8") == "另有附件", "what somebody has written stays"
    assert (folder / "邮件正文_2.txt").read_text("utf-8-sig") == mail and "邮件正文_2.txt" in small_desk.notice.words
    table = next(screen for screen in small_desk.screens if screen.offer.page_of("Q10.1"))
    small_desk.go("Q10.1")
    assert not table.items.table.typeable(table.items.table.index_of("Q10.1"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("high", [480, 800])
def test_the_open_step_is_in_sight_and_the_code_above_it(qtbot: QtBot, small_desk: UnitDesk, high: int) -> None:
    """On a small screen the passphrase lay below the view; nobody types into what is not seen."""
    small_desk.resize(853, high)
    complete(small_desk.session)
    small_desk.go("filing")
    without_leader(small_desk)
    filing = filing_of(small_desk)
    small_desk.go("overview")
    small_desk.go("filing")  # built while it is not shown
    area = next(one for one in filing.findChildren(QScrollArea) if one.isAncestorOf(filing.seal))
    qtbot.wait(100)
    (body,) = (one for one in filing.findChildren(QFrame) if one.objectName() == "step-body" and one.isVisible())

    def in_sight() -> bool:
        """True where it ends in the view, or begins at its top."""
        top, foot = (body.mapTo(area.viewport(), body.rect().topLeft() + QPoint(0, y)).y() for y in (0, body.height()))
        return foot <= area.viewport().height() or top < 60

    qtbot.waitUntil(in_sight)
    assert (area.verticalScrollBar().value() > 0) is (high == 480)
    code = next(one for one in filing.findChildren(QLabel) if one.text().startswith("校验码") and one.isVisible())
    assert not area.isAncestorOf(code) and not code.visibleRegion().isEmpty()


def test_why_a_signed_return_was_not_sealed_is_in_sight(qtbot: QtBot, small_desk: UnitDesk) -> None:
    """The page is not made anew then: under two fields and a hint the sentence lay below the view."""
    small_desk.resize(853, 480)
    complete(small_desk.session)
    small_desk.go("filing")
    filing = filing_of(small_desk)
    filing.draft()
    qtbot.waitUntil(lambda: not filing.busy and filing.sign is not None)
    assert filing.sign is not None
    filing.sign.leader.setText("张三")
    filing.sign.record()
    qtbot.waitUntil(filing.passphrase.isVisible)
    qtbot.wait(150)
    filing.passphrase.setText("kurz")
    filing.act()
    told = filing.seal.told()
    assert told is not None
    for one in (told, filing.passphrase):
        qtbot.waitUntil(lambda one=one: one.visibleRegion().boundingRect() == one.rect())


def test_why_nothing_was_sealed_is_in_sight_with_the_field_it_is_about(qtbot: QtBot, small_desk: UnitDesk) -> None:
    """On a small screen the page, made anew, stood at the head of the step, and the sentence lay below the view."""
    small_desk.resize(853, 480)
    complete(small_desk.session)
    small_desk.go("filing")
    without_leader(small_desk)
    filing = filing_of(small_desk)
    filing.passphrase.setText("kurz")
    filing.again.setText("kurz")
    filing.file()
    qtbot.waitUntil(lambda: filing.seal.told() is not None)
    qtbot.wait(150)
    told = filing.seal.told()
    assert told is not None
    both = (told, filing.passphrase)
    qtbot.waitUntil(lambda: all(one.visibleRegion().boundingRect() == one.rect() for one in both))
    assert small_desk.window().focusWidget() is filing.passphrase


def test_lines_of_steps_are_alike_and_a_page_that_has_room_has_no_bar(qtbot: QtBot, small_desk: UnitDesk) -> None:
    """The bar was there for the least height each text could have, with room below the last card."""
    small_desk.resize(1280, 720)
    complete(small_desk.session)
    small_desk.go("filing")
    qtbot.wait(1)
    filing = filing_of(small_desk)
    lines = [one for one in filing.findChildren(QFrame) if one.objectName() == "step-line" and one.isVisible()]
    assert len(lines) == 5 and len({one.height() for one in lines}) == 1
    assert _told(filing, "没有错误，也没有要说明的"), "0 条都已说明 counted what is not there"
    (area,) = (one for one in filing.findChildren(QScrollArea) if one.isVisible())
    cards = [one.geometry().bottom() for one in area.widget().children() if isinstance(one, QWidget)]
    bar = area.verticalScrollBar()
    assert (bar.maximum() == 0) is (max(cards) < area.viewport().height()), (bar.maximum(), max(cards))


def test_a_short_passphrase_is_told_once(qtbot: QtBot, small_desk: UnitDesk) -> None:
    """太短，还差4个字符 stood below the field, and 口令至少 8 个字符 below that."""
    complete(small_desk.session)
    small_desk.go("filing")
    without_leader(small_desk)
    box = filing_of(small_desk).seal
    box.passphrase.setText("kurz")
    assert strength("kurz")[0] in box._first.text()
    filing_of(small_desk).file()
    assert box.said and strength("kurz")[0] not in box._first.text(), "what was refused says it"
    box.passphrase.setText("kurz1")
    assert not box.said and strength("kurz1")[0] in box._first.text(), "typed on, the line below it says it again"


def test_two_different_passphrases_seal_nothing(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    without_leader(small_desk)
    filing_of(small_desk).passphrase.setText(PASSPHRASE)
    assert strength(PASSPHRASE)[0] in filing_of(small_desk).seal._first.text(), "how strong it is stands below it"
    filing_of(small_desk).again.setText("another one")
    filing_of(small_desk).file()
    assert "不一样" in filing_of(small_desk).seal.said and not small_desk.notice.words, "it is said once"
    assert not small_desk.session.workspace.store.returns.filed(PERIOD)
    small_desk.go("overview")
    small_desk.go("filing")
    box = filing_of(small_desk).seal
    assert not any("不一样" in one.text() for one in box.findChildren(QLabel) if one.isVisible()), "said and done"


def test_correcting_opens_the_sheet_again_and_asks_for_a_reason(qtbot: QtBot, small_desk: UnitDesk) -> None:
    seal(qtbot, small_desk)
    filing = filing_of(small_desk)
    small_desk.session.reopen()
    assert not small_desk.session.locked
    small_desk.edits.put("Q10.1", "6")
    small_desk.go("filing")
    without_leader(small_desk)
    filing.passphrase.setText(PASSPHRASE)
    filing.file()
    assert "订正原因" in filing.seal.said and not filing.busy, "before anything is made"
    assert filing.passphrase.text() == PASSPHRASE, "what was typed is not lost"
    filing.reason.setText("已核实")
    filing.file()
    assert filing.seal.said == say("errors.reason_vague") and not filing.busy
    assert not small_desk.session.locked and filing.reason.text() == "已核实"
    filing.draft()
    assert not filing.busy
    qtbot.waitUntil(lambda: _says(filing, say("errors.reason_vague")))  # beside the field, also for a 送审稿
    assert small_desk.focusWidget() is filing.reason, "the keyboard is where the words are to be mended"


def _says(page: QWidget, words: str) -> bool:
    return any(one.text() == words and one.isVisible() for one in page.findChildren(QLabel))


def _told(part: QWidget, words: str) -> bool:
    return any(one.text() == words for one in part.findChildren(QLabel))


def drafted(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.take_next()
    qtbot.waitUntil(lambda: not filing_of(desk).busy and filing_of(desk).preview is not None, timeout=60_000)
    assert filing_of(desk).preview is not None
    filing_of(desk).preview.accept()


def sealed(qtbot: QtBot, desk: UnitDesk) -> dict[str, object]:
    filing = filing_of(desk)
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    qtbot.keyClick(filing.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.session.locked, timeout=60_000)
    (done,) = desk.session.workspace.store.acts.rows("file")
    return dict(done.about)


def test_what_the_leader_signed_is_sealed_with_enter(qtbot: QtBot, cheap: UnitDesk) -> None:
    drafted(qtbot, cheap)
    assert sorted(one.name[-7:-4] for one in filing_of(cheap)._drafts.iterdir()) == ["审签单", "送审稿"]
    assert not filing_of(cheap).seal.out.exists(), "what the leader gets lies in a folder of its own"
    assert cheap.bottom.primary.text() == "领导已审签"
    cheap.take_next()
    assert cheap.bottom.primary.text() == "生成报送文件" and not filing_of(cheap).seal.go_unsigned.isVisible()
    told = sealed(qtbot, cheap)
    assert told["leader"] == "张三" and told["digest"] == told["draft"] and "unsigned" not in told
    assert "与送审稿一致" in [one.text() for one in filing_of(cheap).findChildren(QLabel)]


def test_a_change_after_the_leader_signed_stops_the_seal_until_a_sentence_is_written(
    qtbot: QtBot, cheap: UnitDesk
) -> None:
    drafted(qtbot, cheap)
    cheap.take_next()
    cheap.edits.put("Q10.1", "7")
    cheap.go("filing")
    filing = filing_of(cheap)
    words = "\n".join(one.text() for one in filing.seal.findChildren(QLabel))
    assert re.search(r"5 → 7（.*\d\d:\d\d \S+）", words), "when, and by whom"
    assert "不一致" in words and cheap.bottom.primary.text() == "重新送审…"
    assert not filing.seal.go_unsigned.isEnabled()
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    qtbot.keyClick(filing.passphrase, Qt.Key.Key_Return)
    assert not filing.busy and cheap.focusWidget() is filing.seal.unsigned, "Enter only goes to the next field"
    assert _told(filing.seal, say("window.seal.why_first"))
    for empty in ("属实属实属实", "aaaaaaaa", "20201014", "。。。。。。。"):
        filing.seal.unsigned.setText(empty)
        assert not filing.seal.go_unsigned.isEnabled(), empty
        qtbot.keyClick(filing.seal.unsigned, Qt.Key.Key_Return)
        assert _told(filing.seal, say("errors.reason_vague")), "Enter says why it stays where it is"
    filing.seal.unsigned.setText("张三 10月14日电话同意")
    assert filing.seal.go_unsigned.isEnabled()
    qtbot.keyClick(filing.seal.unsigned, Qt.Key.Key_Return)
    assert cheap.focusWidget() is filing.passphrase
    qtbot.keyClick(filing.passphrase, Qt.Key.Key_Return)
    assert cheap.focusWidget() is filing.seal.go_unsigned and not filing.busy
    filing.seal.go_unsigned.click()
    qtbot.waitUntil(lambda: cheap.session.locked, timeout=60_000)
    (done,) = cheap.session.workspace.store.acts.rows("file")
    assert done.about["unsigned"] == "张三 10月14日电话同意" and done.about["digest"] != done.about["draft"]
    shown = [one.text() for one in filing_of(cheap).findChildren(QLabel)]
    assert "未经审签报出：张三 10月14日电话同意" in shown and "与送审稿不一致" in shown


def test_every_step_is_opened_again_by_its_link_and_the_desks_button_leads_to_the_one_to_take(
    qtbot: QtBot, cheap: UnitDesk
) -> None:
    drafted(qtbot, cheap)
    filing, again = filing_of(cheap), say("window.filing.look_again")
    filing._show_step(FilingStage.DRAFT)
    for _ in range(3):  # to the step of the leader and back to the draft
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        link = next(one for one in filing.findChildren(QAbstractButton) if one.text() == again)
        link.setFocus()
        link.click()
        focus = cheap.focusWidget()
        assert focus is not None and (focus is filing or filing.isAncestorOf(focus))
    filing._show_step(FilingStage.DRAFT)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    cheap.take_next()
    assert filing.sign is not None and filing.isAncestorOf(filing.sign), "first it is shown what would be recorded"


def test_what_the_leader_corrected_by_pen_is_sealed_with_its_ground(qtbot: QtBot, cheap: UnitDesk) -> None:
    drafted(qtbot, cheap)
    cheap.edits.put("Q10.1", "7")
    cheap.go("filing")
    filing_of(cheap)._show_step(FilingStage.SIGN)
    sign = filing_of(cheap).sign
    assert sign is not None and set(sign.grounds) == {"Q10.1"}, "what is computed from it needs no ground"
    sign.record()
    sign.record()
    assert sign.told.count() == 1, "said once"
    assert filing_of(cheap)._way is not None and not filing_of(cheap)._way.how.seen, "not without its ground"
    sign.grounds["Q10.1"].setText("无")
    sign.record()
    assert not filing_of(cheap)._way.leader[0], "one letter is no ground"
    sign.grounds["Q10.1"].setText("与台账核对")
    assert cheap.bottom.primary.text() == "领导已审签", "the desk's button does what the open step is for: no new draft"
    cheap.take_next()
    assert filing_of(cheap)._way.how is Approved.CORRECTED and cheap.bottom.primary.text() == "生成报送文件"
    for figure, how in (("8", Approved.DIFFERS), ("7", Approved.CORRECTED)):  # the leader asked for one figure
        cheap.edits.put("Q10.1", figure)
        cheap.go("filing")
        assert filing_of(cheap)._way.how is how
    told = sealed(qtbot, cheap)
    assert "与台账核对" in str(told["corrected"]) and "unsigned" not in told


def test_a_correction_takes_six_acts_from_the_filed_page_to_the_mail(qtbot: QtBot, cheap: UnitDesk) -> None:
    drafted(qtbot, cheap)
    filing_of(cheap).sign.leader.setText("张三")
    cheap.take_next()
    filing = filing_of(cheap)
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    cheap.take_next()
    qtbot.waitUntil(lambda: cheap.session.locked and not filing.busy, timeout=60_000)
    acts = 1
    filing._reopen()
    cheap.edits.put("Q10.1", "7")  # the correction itself is no act of filing
    cheap.go("filing")
    assert filing._way is not None and filing._way.leader == ("", ""), "what was signed was the first return"
    filing.reason.setText("分母多记一个小区，已核实")
    for _ in range(2):  # the draft; its preview is closed with Esc
        acts += 1
    drafted(qtbot, cheap)
    acts += 1
    cheap.take_next()  # signed: the leader's name is known from last time
    assert filing._way is not None and filing._way.how.seen
    acts += 1
    filing.passphrase.setText(PASSPHRASE)
    QTest.keyClick(filing.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cheap.session.locked and not filing.busy, timeout=60_000)
    acts += 1
    assert filing.send is not None
    filing.send.copy_mail()
    assert acts <= 6 and "第1次订正" in QGuiApplication.clipboard().text()
