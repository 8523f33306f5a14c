"""No sentence that lies over a page covers what can be pressed there, where one types, or the current cell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from forms.seals.keys import keys
from forms.unit.filing import draft
from tests.ui.desks import shown_desk
from tests.ui.filing_page import PASSPHRASE, complete, filing_of, without_leader
from tests.ui.keys.test_sizes import outside
from tests.ui.seen import covered, cut, used
from ui.basics.completion import Mark
from ui.basics.window_settings import WindowMemory
from ui.first_office.office_start import OfficeStart
from ui.frame.bars import BottomBar
from ui.look.widgets import button, column
from ui.screens.table import TableScreen
from ui.session.screen import FILING
from ui.session.trial_workspace import make_trial
from ui.tables.selection_view import SelectionView
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk
from ui.workspaces.chooser import WorkspaceChooser
from ui.workspaces.recent import RecentWorkspaces

SIZES = [(1920, 1080), (1366, 768), (1280, 720), (853, 480)]
PERIOD = "2020Q3"
MADE = "已生成“送审稿_610902_汉滨区_2020Q3_228A40.pdf、审签单_610902_汉滨区_2020Q3_228A40.pdf”，请打印送领导审签。"
WORDS = (MADE, MADE + "校验码与送审稿一致。" * 5, f"{MADE}\n{MADE}\n这是复制来的数据，原来的那一份也还在用。")


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def small(qtbot: QtBot, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitDesk]:
    """The desk of a department with few cells, in one of four sizes."""
    workspace = make_trial(tmp_path / "department", "M12")
    with shown_desk(qtbot, workspace, PERIOD, request.param) as desk, keys.signer_cache(rounds=2000):
        yield desk


def covered_at_rest(desk: UnitDesk) -> list[str]:
    """Return what is covered when the page that was just opened has its place."""
    for _ in range(20):
        QTest.qWait(20)
        if not (found := covered(desk.notice._sheet)):
            break
    return found


def said_on(desk: UnitDesk, page: str) -> list[str]:
    """Say something on a page that is open; return what it covers, and whether all of it is said somewhere."""
    found = []
    for words in WORDS:
        desk.notice.tell(words, Mark.DONE)
        desk.notice.stand("这份数据是复制来的。", Mark.WARNING)
        found += [f"{page}: {one}" for one in covered_at_rest(desk)]
        if desk.notice._sheet.isVisible() == desk.notice.isVisible():
            found.append(f"{page}: said twice or not at all")
        if desk.notice.isVisible() and not desk.notice.whole.isVisible():
            found.append(f"{page}: its end cannot be read")
        desk.notice.end()
    return found


def test_on_every_page_of_a_unit(small: UnitDesk) -> None:
    found = []
    for page in small.pages():
        small.go(page.key)
        small.take_focus()
        QTest.qWait(1)
        found += said_on(small, page.key)
    assert not found


def test_on_every_step_of_the_way_of_a_return(qtbot: QtBot, small: UnitDesk, tmp_path: Path) -> None:
    complete(small.session)
    screen, found = filing_of(small), []
    small.go(FILING)
    found += said_on(small, "送审")
    draft(small.session.workspace, small.session.sheet, tmp_path / "out")
    screen.show_page(FILING)
    found += said_on(small, "领导审签")
    without_leader(small)
    found += said_on(small, "生成")
    screen.passphrase.setText(PASSPHRASE)
    screen.again.setText(PASSPHRASE)
    screen.file()
    qtbot.waitUntil(lambda: small.session.locked and screen._job is None)
    found += said_on(small, "发送")
    assert not found


def test_at_the_foot_of_a_grid_as_its_cell_moves(qtbot: QtBot, desk: UnitDesk) -> None:
    """The sentence goes out of the way of the cell that one goes on to."""
    desk.resize(853, 480)
    desk.go("A1")
    screen = desk._stack.current
    assert isinstance(screen, TableScreen)
    (view,) = [one for one in screen.findChildren(SelectionView) if one.isVisible()]
    desk.notice.tell(WORDS[1], Mark.DONE)
    assert desk.notice._sheet.isVisible()
    rows = range(view.model().rowCount())
    for number in (rows[0], rows[-1], rows[len(rows) // 2]):
        view.setCurrentIndex(view.model().index(number, view.currentIndex().column()))
        qtbot.waitUntil(lambda: not covered(desk.notice._sheet))
    assert desk.notice._sheet.isVisible(), "and is still read"


def test_where_there_is_no_room_the_line_says_its_beginning_and_all_when_asked(qtbot: QtBot) -> None:
    window, page, bar = QWidget(), QWidget(), BottomBar()
    qtbot.addWidget(window)
    page.setLayout(column(*(button(f"第{number}个按钮", lambda: None) for number in range(12)), spacing=0))
    window.setLayout(column(page, bar))
    bar.said.lie_over(page)
    window.resize(640, 480)
    window.show()
    bar.said.tell(WORDS[1], Mark.ERROR)
    assert used(page) and not covered(bar.said._sheet)
    assert not bar.said._sheet.isVisible() and bar.said.isVisible() and bar.said.whole.isVisible()
    bar.said.whole.click()
    assert bar.said._sheet.isVisible() and not bar.said.isVisible()
    qtbot.wait(300)
    assert bar.said._sheet.isVisible(), "it was asked for"
    bar.said.end()
    assert not bar.said._sheet.isVisible() and not bar.said.isVisible()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_before_a_desk_is_open_it_stands_above_and_nothing_is_pushed_out(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    memory = WindowMemory(tmp_path / "memory.ini")
    window = MainWindow(tmp_path / "nothing", memory)
    qtbot.addWidget(window)
    window.show()
    window.resize(*size)
    office = OfficeStart(window.lane, tmp_path / "office", lambda: None)
    for page in (window.start, WorkspaceChooser(RecentWorkspaces(memory)), office):
        assert page is not None
        window.show_page(page)
        page.notice.tell(WORDS[1] * 2, Mark.ERROR)
        QTest.qWait(50)
        assert outside(window) == cut(window) == [], type(page).__name__
        assert not [one for one in used(page) if one[1].height() < 12], "squeezed"
    window.close()
