"""The first page of what the leader was given stands beside the steps where a window has room for both."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.filing_page import filing_of
from ui.boxes.paper_preview import PaperPreview
from ui.filing.leaders_page import LeadersPage, StepsAndPage, _FirstPage
from ui.window.unit_desk import UnitDesk


def page_of(desk: UnitDesk) -> LeadersPage:
    return filing_of(desk).findChildren(LeadersPage)[-1]


def test_a_wide_window_shows_what_the_leader_was_given_beside_the_steps(qtbot: QtBot, cheap: UnitDesk) -> None:
    """A third of a window of 1920 was empty, and a mistake of the draft was looked for in another window."""
    desk = cheap
    desk.resize(1920, 1000)
    desk.go("filing")
    assert not page_of(desk).isVisible(), "nothing is with the leader yet"
    filing_of(desk).draft()
    qtbot.waitUntil(lambda: not filing_of(desk).busy and page_of(desk).isVisible(), timeout=60_000)
    for preview in filing_of(desk).findChildren(PaperPreview):
        preview.close()
    page = page_of(desk)
    picture = next(one for one in page.findChildren(QLabel) if one.objectName() == "page")
    qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=30_000)
    assert page.rect().contains(picture.geometry()), "whole, and no wider than its room"
    assert picture.height() > picture.width() and "第1页" in picture.accessibleName()
    page.findChildren(QPushButton)[0].click()
    assert any(one.isVisible() for one in filing_of(desk).findChildren(PaperPreview)), "all of it is a click away"
    for preview in filing_of(desk).findChildren(PaperPreview):
        preview.close()
    desk.resize(1280, 720)
    qtbot.waitUntil(lambda: not page.isVisible())
    desk.resize(1920, 1000)
    qtbot.waitUntil(page.isVisible)


def test_the_page_has_its_room_at_once_and_its_head_is_whole(qtbot: QtBot, cheap: UnitDesk, tmp_path: Path) -> None:
    """Made anew with its step it was drawn for a height nothing had laid out, and its head was cut to 第."""
    page = LeadersPage(cheap.desk.lane, tmp_path / "none.pdf", lambda _: None)
    both = StepsAndPage(QWidget(), page, 400)
    qtbot.addWidget(both)
    both.resize(1000, 900)
    both.show()
    assert page.isVisible() and page.height() > 800, "before anything can be drawn"
    page._show(_FirstPage(pages=3, picture=QImage(300, 400, QImage.Format.Format_RGB888)), 1.0)
    assert page._count.width() >= page._count.sizeHint().width(), "laid out with what it says"
