"""Every window and dialog fits the screen it opens on, every control is inside it and all words are read, down to 853×480.

Run on the screens there are: four on the offscreen platform, one on a real X server, each also at one and a half times
the scale (`test_scale`).
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QDialog, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from forms.given.cells import ForeignBook, GivenCell, SheetCells
from models.basics.addresses import COVER
from models.filling.offer import Offer
from models.filling.proposal import propose
from models.store import FiledReturn
from tests.ui.seen import box_classes, contrast, cut, dialog_classes
from tests.ui.window.test_every_dialog import unsaved
from ui.backups.restore_box import RestoreBox
from ui.basics.jobs import Lane
from ui.basics.window_settings import WindowMemory
from ui.boxes.finding_box import FindingBox
from ui.boxes.new_key_box import NewKeyBox
from ui.boxes.paper_preview import PaperPreview
from ui.boxes.rehearsal_box import RehearsalBox
from ui.boxes.send_box import SendBox
from ui.boxes.slice_dialog import SliceDialog
from ui.boxes.token_box import TokenBox
from ui.evidence.evidence_box import EvidenceBox, ScanBox
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.filing.seal_box import SealBox
from ui.filing.sign_box import SignBox
from ui.filing.way import way_of
from ui.guide.guide_window import GuideWindow
from ui.look.widgets import column, scrolled
from ui.office.asking import AskedField, FieldsDialog
from ui.office.planning.pack import MadeDialog, MadePacks
from ui.own_book.mapping_dialog import MappingDialog
from ui.session.trial_workspace import make_trial
from ui.tables.lists.proposal_preview import Preview
from ui.tables.long_paste import WaitingBox
from ui.window.about import AboutWindow
from ui.window.crash_page import CrashPage
from ui.window.go_to import GoTo, sheet_goals
from ui.window.main_window import MainWindow
from ui.window.store_page import StorePage

ROOT = Path(__file__).resolve().parents[3]
LEAST = (853, 480)
FAR_AWAY = ROOT.joinpath(*["一个很长的文件夹名"] * 12, "nothing.pdf")  # a sentence about it is wider than any screen
LONG = "这样做以后的影响写在这里，句子很长。" * 12
SCALED = "QT_SCALE_FACTOR" in os.environ  # then the smallest screen tells enough
CONTROLS = (QAbstractButton, QLineEdit, QComboBox)


def screens() -> list[QScreen]:
    big = [one for one in QGuiApplication.screens() if one.availableGeometry().width() >= LEAST[0]]
    found = [one for one in big if one.availableGeometry().height() >= LEAST[1]]
    return sorted(found, key=lambda one: one.availableGeometry().width())[: 1 if SCALED else None]


def settle(qtbot: QtBot) -> None:
    qtbot.wait(1)
    for _ in range(3):
        QCoreApplication.processEvents()


def scroll_area(one: QWidget, top: QWidget) -> QAbstractScrollArea | None:
    above = one.parentWidget()
    while above is not None and above is not top:
        if isinstance(above, QAbstractScrollArea):
            return above
        above = above.parentWidget()
    return None


def outside(top: QWidget) -> list[str]:
    """Controls of a window that cannot be reached with the pointer; what scrolls up and down is asked for its width."""
    area = top.rect()
    found = []
    for one in top.findChildren(QWidget):
        if (
            not isinstance(one, CONTROLS)
            or not one.isVisible()
            or one.window() is not top
            or one.objectName().startswith("qt_")
        ):
            continue
        place = QRect(one.mapTo(top, one.rect().topLeft()), one.size())
        seen, inside = scroll_area(one, top), area
        if seen is not None:
            view = seen.viewport()
            inside = QRect(view.mapTo(top, view.rect().topLeft()), view.size())
            place.setTop(inside.top())
            place.setHeight(1)
        if not inside.contains(place):
            found.append(f"{type(one).__name__} {getattr(one, 'text', str)()!r} {place} in {area}")
    return found


@pytest.fixture(params=range(4))
def screen(request: pytest.FixtureRequest, qapp: object) -> QScreen:
    """Each screen that is large enough."""
    found = screens()
    if request.param >= len(found):
        pytest.skip("no such screen on this platform")
    return found[request.param]


@pytest.fixture
def window(qtbot: QtBot, screen: QScreen, tmp_path: Path) -> Iterator[MainWindow]:
    """The program on a screen, as it opens there the first time."""
    make_trial(tmp_path / "unit", "610902").store.close()
    memory = WindowMemory(tmp_path / "memory.ini")
    made = MainWindow(tmp_path / "unit", memory, screen)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot)
    yield made
    made.close()


def test_the_menu_is_one_column_on_a_screen_of_720(window: MainWindow) -> None:
    """Its last line stood alone in a second column, as wide as the first."""
    desk = window.desk
    assert desk is not None
    menu = next(one.menu() for one in desk.top.findChildren(QToolButton) if one.menu() and one.text() == "菜单")
    menu.aboutToShow.emit()
    menu.ensurePolished()
    high = sum(menu.actionGeometry(one).height() for one in menu.actions() if one.isVisible())
    assert 0 < high <= 720 - 2 * 8, "what is around it among that"


def test_every_page_of_the_desk(qtbot: QtBot, window: MainWindow, screen: QScreen) -> None:
    desk = window.desk
    assert desk is not None
    assert screen.availableGeometry().contains(window.geometry()), (window.geometry(), screen.availableGeometry())
    desk.edits.put("Q06.5", "500亩")
    for page in desk.pages():
        desk.go(page.key)
        settle(qtbot)
        assert screen.availableGeometry().contains(window.geometry()), (page.key, window.geometry())
        assert outside(window) == cut(window) == [], page.key
        assert desk.bottom.primary.isVisible()
    desk.go("Q06.5")
    settle(qtbot)
    desk.sides.fold_panel()
    settle(qtbot)
    assert outside(window) == []
    if desk.panel.parentWidget() is desk:  # a drawer over the page
        shown = desk.grab(desk.panel.geometry()).toImage()
        desk.sides.split.hide()
        assert shown == desk.grab(desk.panel.geometry()).toImage(), "the page shows through the panel"
        desk.sides.split.show()
        edge, ground = shown.pixel(0, shown.height() // 2), shown.pixel(4, shown.height() // 2)
        assert contrast(edge, ground) >= 3, "its edge is seen: the page has the same ground"


def test_every_dialog(qtbot: QtBot, window: MainWindow, screen: QScreen) -> None:
    desk = window.desk
    assert desk is not None
    sheet, lane = desk.session.sheet, Lane()
    proposals = [propose(sheet, Offer(name="a.xlsx"))]
    cells = {row: {column: GivenCell(text="很长的文字" * 9) for column in range(1, 30)} for row in range(1, 60)}
    book = ForeignBook(sheets=(SheetCells(title="很长的名字" * 6, rows=cells),))
    asked = [AskedField(name=str(n), words=f"第{n}个要填的内容", files="*.xlsx" if n % 2 else "") for n in range(7)]
    listed = [f"{n}号单位，名字也不短" for n in range(60)]
    dialogs: list[QDialog] = [
        Preview(proposals, sheet, window), PaperPreview([("a", FAR_AWAY)], lane, window),
        EvidenceDialog(desk.desk, "T01.佐证编号", LONG[:60], window), SliceDialog(sheet, window),
        GuideWindow(window), GoTo(sheet_goals(sheet, desk.pages()), window), desk.help,
        MappingDialog(book, sheet, lambda _: None, window), AboutWindow(window), WaitingBox(window, LONG),
        MadeDialog(window, MadePacks(files=(FAR_AWAY,) * 3, mail=LONG)), unsaved(desk),
        FieldsDialog(window, "题", LONG, asked, "确定", lambda _: None, listed=listed), desk.ask_person(),
    ]  # fmt: skip
    assert {type(one).__name__ for one in dialogs} == dialog_classes(), "a new dialog is opened here too"
    for one in dialogs:
        one.show() if one is not desk.help else desk.help.open_here()
        settle(qtbot)
        room = screen.availableGeometry().size()
        assert one.width() <= room.width() and one.height() <= room.height(), (type(one).__name__, one.size())
        assert outside(one) == cut(one) == [], type(one).__name__
        one.close()
    lane.close()


@pytest.mark.parametrize("screen", [0], indirect=True)  # the smallest
def test_every_box(qtbot: QtBot, window: MainWindow) -> None:
    """A box stands in a page that scrolls up and down; it is as wide as the page, or as the panel, makes it."""
    desk = window.desk
    assert desk is not None
    context, store, lane, folder = desk.desk, desk.session.workspace.store, Lane(), FAR_AWAY.parent
    desk.edits.put("Q06.5", "500亩")
    finding, mark = desk.session.findings_at("Q06.5")[0]
    way = way_of(desk.session, skip=True)
    filed = FiledReturn(
        digest="1" * 64, period=desk.session.period_id, revision=1, ancestors=(), reason="", own=True, content=b"{}",
        filed_at=datetime(2020, 10, 10, 8), files=(FAR_AWAY.parent.name * 6 + ".pdf", "a.xlsx"), state="filed",
    )  # fmt: skip
    new_key = NewKeyBox(context, lambda: folder, lambda: None)
    new_key.ask_renewal(LONG)
    middle, panel = desk._stack.width(), desk.panel.width()
    boxes = {
        RestoreBox(folder, lane, lambda: None, person="某某", rescues=True): middle,
        RehearsalBox(context): middle, EvidenceBox(context, COVER, whole=True): middle,
        EvidenceBox(context, "Q06.5"): panel, ScanBox(context): middle, TokenBox(store, lane, always=True): middle,
        new_key: middle, SendBox(context, filed, folder, lambda _: None): middle,
        SignBox(context, way, lambda: None): middle, SealBox(context, folder): middle,
        FindingBox(context, finding, mark): panel,
    }  # fmt: skip
    assert {type(one).__name__ for one in boxes} == box_classes(), "a new box is opened here too"
    for box, width in boxes.items():
        page = QWidget()
        page.setLayout(column(scrolled(column(box))))
        page.resize(width, window.height())
        page.show()
        settle(qtbot)
        assert page.width() <= width, (type(box).__name__, page.width(), width)
        assert outside(page) == cut(page) == [], type(box).__name__
        page.close()
    lane.close()


def test_the_pages_that_stand_in_the_way(qtbot: QtBot, screen: QScreen, tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "memory.ini")
    window = MainWindow(tmp_path / "nothing", memory, screen)
    qtbot.addWidget(window)
    window.show()
    pages = (
        window.start, CrashPage("report", lambda: None),
        StorePage(tmp_path / ("long" * 20), PermissionError(13, "x", "y"), lambda: None, window.lane),
    )  # fmt: skip
    for page in pages:
        assert page is not None
        window.show_page(page)
        settle(qtbot)
        assert outside(window) == cut(window) == [], type(page).__name__
        assert screen.availableGeometry().contains(window.geometry())
    window.close()


@pytest.mark.skipif(SCALED, reason="this is the run at another scale")
def test_scale() -> None:
    """The same at one and a half times the scale, in a process of its own: Qt takes the scale once."""
    words = [sys.executable, "-m", "pytest", __file__, "-q", "-x", "-p", "no:randomly"]
    settings = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
    done = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
