"""The guide: every page opens with its pictures, nothing leads nowhere, and the keys it names are the program's."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QMenu
from pytestqt.qtbot import QtBot

from models.basics.messages import CHINESE
from models.help.guide_pages import FIRST_USE, GUIDE
from models.help.topics import GUIDES, REGISTER_GUIDE, TABLE_GUIDE
from tests.ui.guide.test_guide_names import told_keys
from tests.ui.seen import menu_lines
from ui.basics.window_settings import WindowMemory
from ui.frame.excel_keys import TOLD
from ui.guide.guide_window import GuideWindow, Reader, open_guide, pages
from ui.screens.register import RegisterScreen
from ui.screens.table import TableScreen
from ui.tables.grids.entry_view import EntryView
from ui.window.main_window import MainWindow

PICTURES = GUIDE.parent / "pictures" / "guide"
NAMED = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
LARGEST, TOGETHER = 150_000, 1_500_000
ALL = pages(CHINESE)
KEYS_PAGE = next(page for page in ALL if page.key == "9-keys")


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[MainWindow]:
    memory = WindowMemory(tmp_path / "memory.ini")
    made = MainWindow(tmp_path / "none", memory)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()


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


def shortcut_keys(shortcut: QShortcut) -> list[QKeySequence]:
    keys = shortcut.keys
    return list(keys())


def _shortcuts(window: MainWindow) -> set[str]:
    assert window.desk is not None and window.desk.screens  # asked for, they are all made
    every = (key for one in window.findChildren(QShortcut) for key in shortcut_keys(one))
    names = {key.toString(QKeySequence.SequenceFormat.PortableText) for key in every}
    return {name.replace("Return", "Enter") for name in names}  # one key on the page, two on the keyboard


def test_every_shortcut_of_the_window_stands_on_the_keys_page(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    told = set(told_keys(KEYS_PAGE.text))
    undo_again = {"Ctrl+Shift+Z", "Alt+Backspace", "Alt+Shift+Backspace"}  # further names of keys that are told of
    assert _shortcuts(window) - told - undo_again - set(TOLD) == set(), "those of TOLD only say what to do instead"


def test_every_key_on_the_keys_page_is_handled(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    told = told_keys(KEYS_PAGE.text)
    assert len(told) == len(set(told)) and set(told) - _shortcuts(window) - {"Ctrl+Y"} == set(HANDLED) - {"Ctrl+Enter"}


def _grid(window: MainWindow) -> EntryView:
    assert window.desk is not None
    window.desk.session.set_period("2020Q3")
    window.desk.go("Q06.1")
    view = next(one for one in window.desk.screens if isinstance(one, TableScreen)).items
    view.setFocus()
    return view


def _edits(view: EntryView) -> bool:
    return view.state() is QAbstractItemView.State.EditingState


def _press(view: EntryView, key: str) -> None:
    pressed = QKeySequence(key)[0]
    QTest.keyClick(view, pressed.key(), pressed.keyboardModifiers())


def _moves(view: EntryView, key: str) -> bool:
    before = view.currentIndex()
    _press(view, key)
    return view.currentIndex() != before


def _escapes(view: EntryView, key: str) -> bool:
    _press(view, "F2")
    editing = _edits(view)
    editor = view.focusWidget() or view
    QTest.keyClick(view.window().focusWidget() or editor, Qt.Key.Key_Escape)
    return editing and not _edits(view)


def _edits_on(view: EntryView, key: str) -> bool:
    _press(view, key)
    return _edits(view)


def _offers(view: EntryView, key: str) -> bool:
    _press(view, key)
    found = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    for menu in found:
        menu.close()
    return bool(found)


def _clears(view: EntryView, key: str) -> bool:
    session = view._desk.session
    view._desk.edits.put("Q06.1", "3")
    _press(view, key)
    return session.entered("Q06.1").raw == ""


def _copies(view: EntryView, key: str) -> bool:
    view._desk.edits.put("Q06.1", "3.5")
    _press(view, key)
    return "3.5" in QGuiApplication.clipboard().text()


def _pastes(view: EntryView, key: str) -> bool:
    QGuiApplication.clipboard().setText("4.5")
    _press(view, key)
    return view._desk.session.entered("Q06.1").raw == "4.5"


def _fills(view: EntryView, key: str) -> bool:
    view._desk.edits.put("Q06.1", "2.5")
    here = view.currentIndex()
    for index in (here, here.siblingAtRow(here.row() + 1)):
        view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)
    _press(view, key)
    return view._desk.session.entered("Q06.2").raw == "2.5"


HANDLED: dict[str, Callable[[EntryView, str], bool]] = {
    "F2": _edits_on,
    "Enter": _moves,
    "Tab": _moves,
    "Ctrl+Enter": _moves,
    "Esc": _escapes,
    "F4": _offers,
    "Delete": _clears,
    "Ctrl+C": _copies,
    "Ctrl+V": _pastes,
    "Ctrl+D": _fills,
}


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen screen cannot, a menu asks
def test_a_key_of_the_grid_does_what_the_page_says(qtbot: QtBot, window: MainWindow) -> None:
    trial(window)
    for key, done in HANDLED.items():
        assert done(_grid(window), "Ctrl+Return" if key == "Ctrl+Enter" else key), key


def test_the_keys_page_knows_the_registers_too(window: MainWindow) -> None:
    trial(window)
    assert window.desk is not None
    screens = [one for one in window.desk.screens if isinstance(one, RegisterScreen | TableScreen)]
    finds = [one for screen in screens for one in screen.findChildren(QShortcut)]
    assert len(finds) == 2 and {key for one in finds for key in shortcut_keys(one)} == {QKeySequence("Ctrl+F")}


def trial(window: MainWindow) -> None:
    """Open the trial and wait for it: it is made in the background."""
    window.open_trial()
    while window.desk is None:
        QTest.qWait(20)
