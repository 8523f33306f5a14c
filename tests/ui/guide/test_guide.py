"""The guide: every page opens with its pictures, nothing leads nowhere, and the keys it names are the program's."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from models.basics.messages import CHINESE
from models.help.guide_pages import FIRST_USE, GUIDE
from models.help.topics import GUIDES, REGISTER_GUIDE, TABLE_GUIDE
from tests.ui.guide.conftest import trial
from tests.ui.seen import menu_lines
from ui.guide.guide_window import GuideWindow, open_guide, pages
from ui.guide.reader import Reader
from ui.window.main_window import MainWindow

PICTURES = GUIDE.parent / "pictures" / "guide"
NAMED = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
LARGEST, TOGETHER = 150_000, 1_500_000
ALL = pages(CHINESE)
KEYS_PAGE = next(page for page in ALL if page.key == "9-keys")


@pytest.fixture
def guide(qtbot: QtBot, qapp: object) -> GuideWindow:
    made = GuideWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("page", ALL, ids=[page.key for page in ALL])
def test_every_page_opens_and_all_its_pictures_are_there(qtbot: QtBot, guide: GuideWindow, page: object) -> None:
    key, text, path = page.key, page.text, page.path  # type: ignore[attr-defined]
    guide.open_page(key)
    assert guide.page == key and len(guide.reader.toPlainText()) > 100
    named = NAMED.findall(text)
    assert len(named) <= 2
    for name in named:
        assert (path.parent / name).resolve().is_file()
        kind = int(QTextDocument.ResourceType.ImageResource.value)
        picture = guide.reader.loadResource(kind, QUrl(name))
        assert isinstance(picture, QImage) and not picture.isNull()
        assert picture.deviceIndependentSize().width() <= guide.reader.viewport().width()


def test_every_page_can_be_reached_from_the_list_by_the_keyboard(qtbot: QtBot, guide: GuideWindow) -> None:
    seen = [guide.page]
    guide.list.setFocus()
    for _ in ALL[1:]:
        qtbot.keyClick(guide.list, Qt.Key.Key_Down)
        seen.append(guide.page)
    assert seen == [page.key for page in ALL] and len(ALL) >= 9
    qtbot.keyClick(guide.list, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_every_title_of_the_list_is_whole(qtbot: QtBot, guide: GuideWindow) -> None:
    guide.show()
    qtbot.waitExposed(guide)
    inside = guide.list.viewport().width() - 24  # the edges beside a title
    wide = guide.list.fontMetrics().horizontalAdvance
    assert all(wide(guide.list.item(n).text()) <= inside for n in range(guide.list.count()))


def test_links_and_help_lead_to_pages_that_exist(guide: GuideWindow) -> None:
    keys = {page.key for page in ALL}
    assert {*GUIDES.values(), TABLE_GUIDE, REGISTER_GUIDE, FIRST_USE} <= keys
    linked = [(page, link) for page in ALL for link in LINK.findall(page.text)]
    assert linked and [link for page, link in linked if not (page.path.parent / link).is_file()] == []
    assert {Path(link).stem for _, link in linked} <= keys
    guide.reader.anchorClicked.emit(QUrl("../unit/2-table.md"))
    assert guide.page == "2-table"


def test_pictures_are_small_and_none_is_left_over() -> None:
    files = sorted(PICTURES.rglob("*.png"))
    assert [path.name for path in files if path.stat().st_size > LARGEST] == []
    assert sum(path.stat().st_size for path in files) < TOGETHER
    named = {(page.path.parent / name).resolve() for page in ALL for name in NAMED.findall(page.text)}
    assert set(files) == named


def test_a_search_keeps_the_pages_that_hold_the_words_and_shows_where(qtbot: QtBot, guide: GuideWindow) -> None:
    guide.search.setText("订正")
    assert 0 < guide.list.count() < len(ALL)
    assert guide.reader.extraSelections(), "the words are marked in the open page"
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.isVisible() and guide.reader.textCursor().selectedText() == "订正"
    guide.search.setText("没有这样的词")
    assert guide.list.count() == 0
    guide.open_page("9-keys")
    assert guide.page == "9-keys" and guide.search.text() == ""


def test_a_page_is_laid_out_once_for_a_window_that_opens_and_again_for_another_width(
    qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, int]] = []
    plain = Reader.setMarkdown

    def counted(reader: Reader, text: str) -> None:
        drawn.append((text[:8], reader.viewport().width()))
        plain(reader, text)

    monkeypatch.setattr(Reader, "setMarkdown", counted)
    made = GuideWindow()
    qtbot.addWidget(made)
    made.open_page("9-keys")
    assert drawn == [], "nobody sees it, and no width is settled"
    made.show()
    qtbot.wait(150)
    assert [text for text, _ in drawn] == [KEYS_PAGE.text[:8]]
    made.resize(made.width() - 120, made.height())
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert drawn[1][1] == made.reader.viewport().width() < drawn[0][1]


def test_pictures_follow_the_width_of_the_window_and_are_never_blown_up(qtbot: QtBot, guide: GuideWindow) -> None:
    guide.open_page("2-table")
    kind = int(QTextDocument.ResourceType.ImageResource.value)

    def width() -> float:
        picture = guide.reader.loadResource(kind, QUrl("../../../pictures/guide/unit/table.png"))
        assert isinstance(picture, QImage)
        return picture.deviceIndependentSize().width()

    guide.resize(700, 500)
    qtbot.wait(120)
    narrow = width()
    assert narrow <= guide.reader.viewport().width() and guide.reader.horizontalScrollBar().maximum() == 0
    guide.resize(QSize(2400, 900))
    qtbot.wait(120)
    assert narrow < width() < 2000


def test_the_guide_opens_by_its_key_at_the_start_and_on_the_desk(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    found = window.findChild(GuideWindow)
    assert isinstance(found, GuideWindow) and found.isVisible() and found.page == FIRST_USE
    found.close()
    trial(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(found.isVisible)
    assert found.isVisible() and not found.isModal() and open_guide(window) is found
    assert any(title.startswith("使用指南") for title in menu_lines(window))


def test_help_leads_to_the_page_of_the_guide_that_tells_more(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    assert window.desk is not None
    window.desk.go("findings")
    window.desk.help.open_here()
    qtbot.keyClick(window.desk.help.guide, Qt.Key.Key_Space)
    found = window.findChild(GuideWindow)
    assert isinstance(found, GuideWindow) and found.page == "5-checks"
