"""The 送审稿 on the screen as it will be printed, and the rehearsal of what the office will do."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from forms.archive.package import check_archive
from models.basics.messages import say
from models.workspace.act import ActKind
from tests.ui.conftest import PERIOD
from tests.ui.filing_page import complete, filing_of
from ui.boxes.duties_view import show_duties
from ui.boxes.paper_preview import PaperPreview
from ui.window.choices import add_unit_acts
from ui.window.unit_desk import UnitDesk


def test_the_draft_is_shown_page_by_page_with_its_approval_sheet(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    filing = filing_of(small_desk)
    press = next(one for one in filing.findChildren(QPushButton) if one.text() == "生成送审稿…")
    press.click()
    press.click()  # twice, as people do while nothing seems to happen
    qtbot.waitUntil(lambda: filing.preview is not None and small_desk.desk.lane.at_work == "", timeout=20_000)
    preview = filing.preview
    assert filing.findChildren(PaperPreview) == [preview], "a second one would lie under the first"
    assert preview is not None
    assert [preview.tabs.tabText(n) for n in range(preview.tabs.count())] == ["送审稿", "审签单"]
    qtbot.waitUntil(lambda: bool(preview.pages) and not preview.pages[0].pixmap().isNull(), timeout=20_000)
    picture = preview.pages[0].pixmap().toImage()
    dark = sum(
        picture.pixelColor(x, y).lightness() < 128
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    )
    assert dark > 200, "a page with words on it, not a white one"
    before = preview.pages[0].width()
    preview.zoom(1)
    assert preview.pages[0].width() > before
    preview.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(preview.pages) == 1, timeout=20_000)
    again = PaperPreview.opened([("审签单", preview.path)], small_desk.desk.lane, filing)
    assert again.isVisible() and not preview.isVisible()
    close = next(one for one in again.findChildren(QPushButton) if one.text() == "关闭")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not any(one.isVisible() for one in filing.findChildren(PaperPreview))


def test_the_rehearsal_tells_the_decision_and_leaves_nothing(qtbot: QtBot, small_desk: UnitDesk) -> None:
    complete(small_desk.session)
    small_desk.go("filing")
    filing_of(small_desk).rehearsal.run()
    box = filing_of(small_desk).rehearsal
    qtbot.waitUntil(lambda: any("已接收" in line for line in box.lines), timeout=30_000)
    store = small_desk.session.workspace.store
    assert store.returns.filed(PERIOD) == () and not small_desk.session.locked
    assert not (small_desk.session.workspace.folder / "unit.p12").exists()
    filing_of(small_desk).rehearsal.grab()


def test_the_duty_list_is_written_and_shown(qtbot: QtBot, small_desk: UnitDesk) -> None:
    show_duties(small_desk.desk, small_desk)
    found = lambda: small_desk.findChild(PaperPreview)  # noqa: E731
    qtbot.waitUntil(lambda: found() is not None and bool(found().pages), timeout=20_000)
    first = found().path
    assert "责任清单" in first.name and first.exists()
    found().accept()
    first.write_bytes(first.read_bytes() + b"% a remark of somebody's")
    written_in = first.read_bytes()
    show_duties(small_desk.desk, small_desk)
    shown = lambda: [one.path for one in small_desk.findChildren(PaperPreview) if one.isVisible() and one.pages]  # noqa: E731
    qtbot.waitUntil(lambda: bool(shown()), timeout=20_000)
    assert first.read_bytes() == written_in and shown() != [first], "what somebody wrote into it is not lost"
    next(one for one in small_desk.findChildren(PaperPreview) if one.isVisible()).accept()


def test_a_unit_puts_what_it_kept_of_a_period_into_its_archive(
    qtbot: QtBot, small_desk: UnitDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(small_desk.session)
    menu = QMenu(small_desk)
    add_unit_acts(menu, lambda act: act(small_desk), paper=lambda: None)
    monkeypatch.setattr("ui.boxes.archiving.ask_folder", lambda *_: str(tmp_path))
    next(one for one in menu.actions() if one.text() == say("window.menu.archive")).trigger()
    acts = small_desk.session.workspace.store.acts
    qtbot.waitUntil(lambda: acts.rows()[-1].kind == ActKind.ARCHIVE and small_desk.desk.lane.idle, timeout=20_000)
    (archive,) = tmp_path.glob("*.zip")
    assert check_archive(archive.read_bytes()).gaps == ()
    assert acts.rows()[-1].by == small_desk.session.author
