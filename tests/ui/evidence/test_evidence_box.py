"""Evidence in the window: attached beside a cell or by dropping, listed with sizes, opened, taken away; the stamped scan."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.basics.addresses import COVER
from models.returns.evidence import place_of
from models.returns.evidence_rows import AttachmentRow
from models.sheet.rows import read_row
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import complete, filing_of, seal
from ui.evidence.evidence_box import EvidenceBox, ScanBox
from ui.screens.register import RegisterScreen
from ui.tables.grids.register_view import RegisterView
from ui.window.unit_desk import UnitDesk

PHOTO = b"\xff\xd8\xff\xe0" + bytes(5000)


def box_at(qtbot: QtBot, desk: UnitDesk, address: str) -> EvidenceBox:
    """The box in the panel for a place."""
    desk.go(address)
    desk.sides.unfold_panel()  # of a wide page it is a drawer
    desk.panel.show_place(address)
    place = place_of(desk.session.sheet, address)

    def found() -> list[EvidenceBox]:
        return [box for box in desk.panel.findChildren(EvidenceBox) if box.place == place and box.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=3000)
    return found()[-1]


def attached(desk: UnitDesk) -> tuple[AttachmentRow, ...]:
    return desk.session.workspace.store.evidence.attachments(PERIOD)


def take(qtbot: QtBot, desk: UnitDesk, box: EvidenceBox | ScanBox, *paths: Path) -> None:
    box.take(paths)
    qtbot.waitUntil(lambda: box._job is None, timeout=10_000)


def words(box: EvidenceBox | ScanBox) -> str:
    return " ".join(one.toolTip() or one.text() for one in box.findChildren(QLabel))


def test_a_file_attached_at_a_task_stands_beside_all_of_its_fields(qtbot: QtBot, desk: UnitDesk, photo: Path) -> None:
    take(qtbot, desk, box_at(qtbot, desk, "T06.本期进展"), photo)
    (row,) = attached(desk)
    assert (row.place, row.name, row.size) == ("T06.佐证编号", "造林验收表.jpg", len(PHOTO))
    box = box_at(qtbot, desk, "T06.阶段")
    assert "造林验收表.jpg　5 KB" in words(box)
    assert not box_at(qtbot, desk, "Q06.1").rows()


def test_the_names_go_into_the_evidence_number_in_one_step(qtbot: QtBot, desk: UnitDesk, photo: Path) -> None:
    box = box_at(qtbot, desk, "T06.佐证编号")
    take(qtbot, desk, box, photo)
    offer = next(one for one in box.findChildren(QPushButton) if "佐证编号" in one.text())
    offer.click()
    assert desk.session.sheet.cell("T06.佐证编号").text == "造林验收表.jpg"


def test_evidence_of_a_row_that_was_deleted_or_renamed_is_told_before_it_is_sent(
    qtbot: QtBot, desk: UnitDesk, photo: Path
) -> None:
    name = desk.session.sheet.register_ids[0]
    register = desk.session.plan.registers[name]
    row = read_row(register, 1, dict.fromkeys(register.keys[0], "甲"))
    desk.edits.put_rows(name, (row,))
    address = str(desk.session.sheet.places(name).address(row))
    take(qtbot, desk, box_at(qtbot, desk, address), photo)

    def told() -> str:
        whole = EvidenceBox(desk.desk, COVER, whole=True)
        qtbot.addWidget(whole)
        return words(whole)

    assert "已经删除" not in told()
    desk.edits.put_rows(name, ())
    assert "1 件佐证附在已经删除、改名" in told() and len(attached(desk)) == 1
    desk.edits.undo()
    assert "已经删除" not in told(), "the row is back, and its evidence with it"


def a_row_with_evidence(qtbot: QtBot, desk: UnitDesk, photo: Path) -> RegisterView:
    """R07 with two farms, a photo at the first."""
    register = desk.session.plan.registers["R07"]
    rows = [read_row(register, n, {"场名": f"{n}号场", "代码": f"C{n}"}) for n in (1, 2)]
    desk.edits.put_rows("R07", rows)
    take(qtbot, desk, box_at(qtbot, desk, str(desk.session.sheet.places("R07").address(rows[0]))), photo)
    desk.go("R07")
    desk.show()
    return next(one for one in desk.screens if isinstance(one, RegisterScreen)).view


def deleted(view: RegisterView) -> None:
    view.go_to(view.table.index(0, 0))
    view.remove_selected()


def emptied(view: RegisterView) -> None:
    view.clear_selected([view.table.index(0, x) for x in range(view.table.columnCount())])


def renamed(view: RegisterView) -> None:
    column = next(x for x, one in enumerate(view.table.register.columns) if one.name == "代码")
    view.table.setData(view.table.index(0, column), "C9")


def pasted_over(view: RegisterView) -> None:
    view.put_block(view.table.index(0, 0), [["甲", "C7"], ["乙", "C8"]])


@pytest.mark.parametrize("act", [deleted, emptied, renamed, pasted_over])
def test_whatever_takes_the_row_away_from_its_evidence_says_so(
    qtbot: QtBot, desk: UnitDesk, photo: Path, act: Callable[[RegisterView], None]
) -> None:
    view = a_row_with_evidence(qtbot, desk, photo)
    act(view)
    qtbot.waitUntil(lambda: photo.name in desk.notice.words)
    assert "已经删除、改名" in desk.notice.words
    desk.edits.undo()
    QCoreApplication.processEvents()
    assert "已经删除、改名" not in desk.notice.words and len(attached(desk)) == 1


def test_evidence_that_went_by_a_number_is_at_no_row_until_it_is_attached_again(
    qtbot: QtBot, desk: UnitDesk, photo: Path
) -> None:
    register = desk.session.plan.registers["R07"]
    desk.edits.put_rows("R07", [read_row(register, 1, {"设计规模": "5"})])
    at = str(desk.session.sheet.places("R07").address(desk.session.rows("R07")[0]))
    desk.session.workspace.store.evidence.attach(PERIOD, at, "旧.jpg", photo.read_bytes(), "甲")
    assert not box_at(qtbot, desk, at).rows(), "whose it was nobody can say"
    desk.edits.put_rows("R07", [read_row(register, 1, {"场名": "乙", "代码": "C2"})])
    whole = EvidenceBox(desk.desk, COVER, whole=True)
    qtbot.addWidget(whole)
    assert "原来那一行已不在" in words(whole) and "旧.jpg" in words(whole) and "重新附上" in words(whole)


def test_a_row_without_its_key_takes_no_evidence_until_it_has_it(qtbot: QtBot, desk: UnitDesk, photo: Path) -> None:
    name = desk.session.sheet.register_ids[0]
    register = desk.session.plan.registers[name]
    other = next(one.name for one in register.columns if one.name not in register.keys[0])
    desk.edits.put_rows(name, (read_row(register, 1, {other: "甲"}),))
    (row,) = desk.session.rows(name)
    take(qtbot, desk, box_at(qtbot, desk, str(desk.session.sheet.places(name).address(row))), photo)
    assert not attached(desk) and "请先填好再附" in desk.notice.words
    desk.edits.put_rows(name, (read_row(register, 1, {other: "甲"} | dict.fromkeys(register.keys[0], "乙")),))
    (row,) = desk.session.rows(name)
    take(qtbot, desk, box_at(qtbot, desk, str(desk.session.sheet.places(name).address(row))), photo)
    assert len(attached(desk)) == 1


def test_dropped_files_are_attached_and_what_may_not_be_is_said(qtbot: QtBot, desk: UnitDesk, photo: Path) -> None:
    program = photo.with_name("看图.exe")
    program.write_bytes(b"MZ\0")
    box = box_at(qtbot, desk, "Q06.1")
    for path, wanted in ((program, 0), (photo, 1)):
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(path))])
        left = Qt.MouseButton.LeftButton
        action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        box.dropEvent(QDropEvent(QPoint(4, 4), action, carried, left, none))
        qtbot.waitUntil(lambda: box._job is None, timeout=10_000)
        assert len(attached(desk)) == wanted
        if not wanted:
            assert "看图.exe" in desk.notice.words


def test_a_file_is_opened_from_a_copy_and_taken_away(
    qtbot: QtBot, desk: UnitDesk, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    box = box_at(qtbot, desk, "Q06.1")
    take(qtbot, desk, box, photo)
    next(one for one in box.findChildren(QPushButton) if one.text() == "打开").click()
    assert Path(opened[0]).read_bytes() == PHOTO
    assert Path(opened[0]) != photo
    next(one for one in box.findChildren(QPushButton) if one.text() == "取下").click()
    assert attached(desk) == ()


def test_the_filing_page_lists_all_evidence_and_takes_the_stamped_scan(
    qtbot: QtBot, small_desk: UnitDesk, photo: Path
) -> None:
    desk = small_desk
    block = desk.session.sheet.blocks[0]
    take(qtbot, desk, box_at(qtbot, desk, f"{block}.本期进展"), photo)
    desk.go("filing")
    box = filing_of(desk).findChildren(EvidenceBox)[-1]
    assert "造林验收表.jpg　5 KB" in words(box) and "已嵌入 PDF" in words(box)
    complete(desk.session)
    desk.go("filing")
    filing = filing_of(desk)
    assert not filing.findChildren(ScanBox)
    seal(qtbot, desk)
    scan = filing.findChildren(ScanBox)[-1]
    take(qtbot, desk, scan, photo)
    (row,) = scan.rows()
    assert f"{row.at:%Y-%m-%d}" in words(scan)
    box = filing.findChildren(EvidenceBox)[-1]
    assert not any("取下" in one.text() or "附" in one.text() for one in box.findChildren(QPushButton))
