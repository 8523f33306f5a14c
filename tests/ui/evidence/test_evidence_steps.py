"""Files attached or taken away are steps: Ctrl+Z took back the figure before them, out of sight."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.returns.evidence_rows import AttachmentRow
from tests.ui.evidence.test_evidence_box import PHOTO, box_at, take
from tests.ui.filing_page import filing_of, seal
from tests.ui.keys.typist import CTRL, Typist
from ui.evidence.evidence_box import EvidenceBox, ScanBox
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.session.screen import FILING
from ui.window.unit_desk import UnitDesk

Key, AT, FAR = Qt.Key, "Q06.7", "Q06.1"


def attached(desk: UnitDesk) -> list[AttachmentRow]:
    return list(desk.session.workspace.store.evidence.attachments(desk.session.period_id))


def undo(typist: Typist, desk: UnitDesk) -> str:
    """Press Ctrl+Z where one works; return what is said then."""
    desk.take_focus()
    typist.press(Key.Key_Z, CTRL)
    QCoreApplication.processEvents()
    return desk.notice.words


def redo(typist: Typist, desk: UnitDesk) -> str:
    desk.take_focus()
    typist.press(Key.Key_Y, CTRL)
    QCoreApplication.processEvents()
    return desk.notice.words


def shown_names(desk: UnitDesk) -> list[str]:
    """The files that the panel lists, as it is seen."""
    desk.panel.show_now()
    (box,) = [one for one in desk.panel.findChildren(EvidenceBox) if desk.panel._inside.indexOf(one) != -1]
    return [one.name for one in box.rows()]


def test_ctrl_z_takes_back_an_attached_file_and_not_the_figure(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
) -> None:
    shown.edits.put(AT, "5.15")
    take(qtbot, shown, box_at(qtbot, shown, FAR), photo)
    assert len(attached(shown)) == 1
    told = undo(typist, shown)
    assert not attached(shown) and shown.session.entered(AT).text == "5.15" and shown.place == FAR
    assert "已撤销" in told and "附佐证 1 件" in told and not shown_names(shown)
    assert "已重做" in redo(typist, shown) and shown_names(shown) == [photo.name]
    (row,) = attached(shown)
    assert shown.session.workspace.store.evidence.content(row.sha256) == PHOTO
    undo(typist, shown)
    undo(typist, shown)
    assert shown.session.entered(AT).text == "" and not attached(shown), "then the figure"


def test_ctrl_z_brings_back_a_file_that_was_taken_away(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
) -> None:
    box = box_at(qtbot, shown, FAR)
    take(qtbot, shown, box, photo)
    (before,) = attached(shown)
    shown.edits.put(AT, "5.15")
    box = box_at(qtbot, shown, FAR)
    next(one for one in box.findChildren(QPushButton) if one.text() == say("evidence.ui.remove")).click()
    assert not attached(shown)
    assert "取下佐证 1 件" in undo(typist, shown)
    (back,) = attached(shown)
    assert (back.name, back.place, back.size) == (before.name, before.place, before.size)
    assert shown.session.workspace.store.evidence.content(back.sha256) == PHOTO
    assert shown.session.entered(AT).text == "5.15"


def test_several_files_are_one_step_and_the_same_file_again_is_none(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
    tmp_path: Path,
) -> None:
    other = tmp_path / "验收单.pdf"
    other.write_bytes(b"%PDF-1.4 " + bytes(200))
    take(qtbot, shown, box_at(qtbot, shown, FAR), photo, other)
    take(qtbot, shown, box_at(qtbot, shown, FAR), photo)
    assert len(attached(shown)) == 2 and shown.edits.count() == 1
    assert "2 件" in undo(typist, shown) and not attached(shown)


def test_a_file_at_a_task_is_gone_to_first_from_another_page(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
) -> None:
    take(qtbot, shown, box_at(qtbot, shown, "T06.本期进展"), photo)
    shown.go("R08")
    assert "再按一次" in undo(typist, shown) and len(attached(shown)) == 1 and shown.page == "progress"
    undo(typist, shown)
    assert not attached(shown)


def test_a_file_of_the_whole_return_is_taken_back_where_all_of_them_are_listed(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
) -> None:
    shown.go(FILING)
    take(qtbot, shown, filing_of(shown).findChildren(EvidenceBox)[-1], photo)
    shown.go(AT)
    assert "再按一次" in undo(typist, shown) and shown.page == FILING and len(attached(shown)) == 1
    assert "附佐证 1 件" in undo(typist, shown) and not attached(shown)
    box = [one for one in filing_of(shown).findChildren(EvidenceBox) if one.isVisible()]
    assert box and not box[-1].rows()


def test_who_moves_on_while_a_file_is_read_has_the_step_and_is_told_of_a_refusal(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
    tmp_path: Path,
) -> None:
    box_at(qtbot, shown, FAR).take([photo])
    shown.go(AT)
    shown.panel.show_now()
    qtbot.waitUntil(lambda: shown.edits.count() == 1)
    assert undo(typist, shown) and not attached(shown) and shown.place == FAR
    program = tmp_path / "看图.exe"
    program.write_bytes(b"MZ\0")
    dialog = EvidenceDialog(shown.desk, FAR, "人工造林", shown)
    dialog.open()
    dialog.box.take([program])
    dialog.accept()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, 52)  # it is gone
    qtbot.waitUntil(lambda: program.name in shown.notice.words)


def test_a_file_attached_to_a_period_that_was_left_is_taken_back_there(
    qtbot: QtBot,
    typist: Typist,
    shown: UnitDesk,
    photo: Path,
) -> None:
    take(qtbot, shown, box_at(qtbot, shown, FAR), photo)
    shown.session.set_period("2020Q2")
    undo(typist, shown)
    qtbot.waitUntil(lambda: shown.session.period_id == "2020Q3")
    assert len(attached(shown)) == 1
    undo(typist, shown)
    assert not attached(shown)


@pytest.mark.parametrize("removed", [False, True])
def test_a_stamped_scan_is_no_step_and_it_is_said(
    qtbot: QtBot,
    small_desk: UnitDesk,
    photo: Path,
    removed: bool,
) -> None:
    desk = small_desk
    seal(qtbot, desk)
    scan = filing_of(desk).findChildren(ScanBox)[-1]
    take(qtbot, desk, scan, photo)
    if removed:
        scan.remove(scan.rows()[0])
    desk.undo()
    assert say("window.undo.apart_scan_alone") == desk.notice.words
    assert len(scan.rows()) == (0 if removed else 1)
