"""A day at the office, by hand: from nothing to the pack, a paper received, its key confirmed by telephone, the paper
looked at, one of two that do not fit together chosen, the missing chased, one carried over, the figures unfolded down
to the paper and shown to a meeting, the 通报 issued. Run on a virtual screen by `test_walk.py`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from models.todo.matters import MatterKind
from tests.flow.town import SECRET, Town
from tests.screen.hand import Hand
from tests.screen.program import program_window
from tests.ui.conftest import qapp  # noqa: F401 - the application is a fixture
from ui.office.cases.papers import ForkCase, KeyCase
from ui.office.figures.unfolded import row_key
from ui.office.screens.notices import NoticesPage
from ui.office.screens.review import ReviewPage
from ui.office.screens.roster import RosterPage
from ui.office.screens.rulings import RulingsPage
from ui.office.screens.summary import SummaryPage
from ui.office.screens.today import TodayPage
from ui.window.main_window import MainWindow
from ui.window.office_desk import OfficeDesk

UNIT, PERIOD = "610902", "2020Q3"
BY, CHECKED = "测试甲", "测试乙"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)
    return Town(tmp_path / "town")


@pytest.fixture
def window(qapp: object, qtbot: QtBot, town: Town, tmp_path: Path) -> Iterator[MainWindow]:  # noqa: F811
    """The program on a PC where it was never used."""
    with program_window(qtbot, town.office, tmp_path / "memory.ini") as made:
        yield made


def test_a_day_at_the_office(qtbot: QtBot, window: MainWindow, town: Town, tmp_path: Path) -> None:
    hand = Hand(qtbot)
    pack = _first_run(hand, window)
    desk = window.office
    assert desk is not None
    hand.take_picture("today-empty")
    town.open_unit(UNIT, pack)
    town.request(town.unit_folder(UNIT))
    filed = town.file(UNIT, PERIOD, town.completed(UNIT, PERIOD, {"cells": {"Q06.1": "1.20"}}))
    _receive(hand, desk, next(Path(one) for one in filed["files"] if one.endswith(".pdf")), tmp_path)
    _confirm_key(hand, desk)
    _look(hand, desk)
    _two_papers(hand, desk, town, tmp_path)
    _chase(hand, desk)
    _carry_over(hand, desk)
    _figures(hand, desk)
    _to_the_paper(hand, desk)
    _meeting(hand, desk)
    _issue(hand, desk)
    done = {row.kind for row in desk.session.workspace.store.acts.rows()}
    assert {"found", "set", "pack", "receive", "enrol", "review", "rule", "chase", "settle", "issue"} <= done


def _first_run(hand: Hand, window: MainWindow) -> Path:
    hand.click_button("建立汇总单位")
    hand.wait_for(lambda: window.start is None)
    start = window.office_start
    hand.press("ctrl+Return")
    hand.wait_for(lambda: start.choices.step == "office")
    hand.click(start.by)
    hand.paste(BY)
    hand.take_picture("first-office")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: start.choices.step == "due")
    hand.click(start.due.edits[PERIOD])
    hand.type("2020-10-15 17:30")
    hand.take_picture("first-due")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: start.choices.step == "key")
    hand.click(start.once)
    hand.type(SECRET)
    hand.click(start.again)
    hand.type(SECRET)
    hand.take_picture("first-key")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: start.choices.step == "pack", timeout=60_000)
    hand.press("ctrl+Return")
    hand.wait_for(lambda: bool(start.files), timeout=60_000)
    hand.take_picture("first-pack")
    pack = start.files[0]
    hand.press("ctrl+Return")
    hand.wait_for(lambda: window.office is not None)
    desk = window.office
    assert desk is not None
    desk.session.set_period(PERIOD)
    return pack


def _receive(hand: Hand, desk: OfficeDesk, paper: Path, tmp_path: Path) -> None:
    plain = tmp_path / f"{paper.stat().st_size}.pdf"
    plain.write_bytes(paper.read_bytes())
    hand.choose_file("接收…", plain, desk.top)
    hand.wait_for(lambda: hasattr(desk.receiving, "asking") and desk.receiving.asking.isVisible())
    hand.take_picture("receive")
    before = len(desk.session.workspace.store.receptions())
    hand.click(desk.receiving.asking.primary)
    hand.wait_for(lambda: len(desk.session.workspace.store.receptions()) > before, timeout=60_000)
    hand.wait_for(lambda: desk.page == "receptions" and not hand.sees_button("停止"), timeout=60_000)
    hand.take_picture("received")


def _page(hand: Hand, desk: OfficeDesk, key: str) -> None:
    index = desk.navigation.pages.index(desk.navigation.pages.row_of(key), 0)
    hand.click_cell(desk.navigation, index)
    hand.wait_for(lambda: desk.page == key)


def _at(desk: OfficeDesk, kind: type) -> object:
    return next(one for one in desk.pages if isinstance(one, kind))


def _open_matter(hand: Hand, desk: OfficeDesk, kind: MatterKind, picture: str) -> None:
    """Open the first matter of a kind on the page 今日, which takes one to where it is decided."""
    _page(hand, desk, "today")
    today = _at(desk, TodayPage)
    assert isinstance(today, TodayPage) and not today.list.horizontalScrollBar().isVisible()
    number = next(n for n, one in enumerate(today.list.lines.entries) if one.key.startswith(kind))
    hand.click_cell(today.list, today.list.lines.index(number))
    hand.take_picture(picture)
    hand.press("Return")
    hand.wait_for(lambda: desk.page == "rulings")


def _confirm_key(hand: Hand, desk: OfficeDesk) -> None:
    _open_matter(hand, desk, MatterKind.HELD, "today-held")
    rulings = _at(desk, RulingsPage)
    assert isinstance(rulings, RulingsPage) and isinstance(rulings.case(), KeyCase)
    hand.wait_for(lambda: rulings._found is not None, timeout=60_000)
    hand.take_picture("key-effect")
    code = next(row.cells[1].text for row in rulings.grid.lines.rows if row.key == "large")
    for name, text in {"code": code, "secret": SECRET}.items():
        hand.click(rulings.form.edits[name])
        hand.type(text)
    hand.click(rulings.form.edits["checked"])
    hand.paste(CHECKED)
    hand.press("ctrl+Return")
    hand.wait_for(lambda: UNIT in desk.session.roster.received, timeout=60_000)
    hand.take_picture("key-confirmed")


def _look(hand: Hand, desk: OfficeDesk) -> None:
    _page(hand, desk, "review")
    review = _at(desk, ReviewPage)
    assert isinstance(review, ReviewPage)
    hand.take_picture("review")
    paper = review.paper()
    assert paper is not None and paper.open
    place = review.grid.currentIndex().row()
    hand.click_cell(review.grid, review.grid.lines.index(place, 0))
    hand.press("F7")
    hand.wait_for(lambda: review.grid.currentIndex().row() != place)
    hand.press("Up", "Return")
    hand.wait_for(lambda: len(review.paper().open) == len(paper.open) - 1)
    hand.press("ctrl+z")
    hand.wait_for(lambda: len(review.paper().open) == len(paper.open))
    for _ in range(len(paper.open)):
        hand.press("Return")
    hand.wait_for(lambda: not desk.session.to_review)
    hand.take_picture("reviewed")


def _two_papers(hand: Hand, desk: OfficeDesk, town: Town, tmp_path: Path) -> None:
    """Two PCs of the unit each correct it; which one counts is decided with the effect in sight."""
    other_pc = town.root / "units" / "other pc"
    shutil.copytree(town.unit_folder(UNIT), other_pc)
    for figure, folder in (("1.30", None), ("1.40", other_pc)):
        said = town.completed(UNIT, PERIOD, {"cells": {"Q06.1": figure}})
        filed = town.file(UNIT, PERIOD, said, reason="更正", folder=folder, out=town.out / figure)
        _receive(hand, desk, next(Path(one) for one in filed["files"] if one.endswith(".pdf")), tmp_path)
    _open_matter(hand, desk, MatterKind.FORK, "today-fork")
    rulings = _at(desk, RulingsPage)
    assert isinstance(rulings, RulingsPage) and isinstance(rulings.case(), ForkCase)
    hand.wait_for(lambda: rulings._found is not None, timeout=60_000)
    hand.take_picture("fork")
    hand.press("Right", "Right")
    hand.wait_for(lambda: rulings.chosen == 1)
    hand.press("Left", "Right")
    hand.take_picture("fork-second")
    kept = rulings.case().papers[1].digest
    for name, text in {"reason": "电话核对，以第二台为准", "checked": CHECKED}.items():
        hand.click(rulings.form.edits[name])
        hand.paste(text)
    hand.press("ctrl+Return")
    hand.wait_for(lambda: not desk.session.lines[UNIT].disputed, timeout=60_000)
    assert desk.session.lines[UNIT].in_force == kept and rulings.list.hasFocus()
    hand.take_picture("fork-ruled")


def _to_the_paper(hand: Hand, desk: OfficeDesk) -> None:
    """From a figure of the city to the cell of the paper it comes from, and back to the same row."""
    summary = _at(desk, SummaryPage)
    assert isinstance(summary, SummaryPage)
    number = next(n for n, row in enumerate(summary.grid.lines.rows) if summary._paper_of(row_key(row.key)))
    hand.click_cell(summary.grid, summary.grid.lines.index(number, 0))
    key = summary.grid.current_key()
    hand.press("Return")
    hand.wait_for(lambda: desk.page == "paper")
    hand.take_picture("paper-at-the-cell")
    hand.press("Escape")
    hand.wait_for(lambda: desk.page == "summary")
    assert summary.grid.current_key() == key


def _chase(hand: Hand, desk: OfficeDesk) -> None:
    _page(hand, desk, "roster")
    roster = _at(desk, RosterPage)
    assert isinstance(roster, RosterPage)
    hand.click(roster.filters["missing"])
    hand.click_cell(roster.grid, roster.grid.lines.index(0, 1))
    hand.press("space")
    hand.press("Down", "space")
    assert len(roster.marks) == 2
    hand.take_picture("roster-marked")
    hand.press("ctrl+Return")
    dialog = roster.acts.dialog
    assert dialog is not None
    hand.wait_for(dialog.isVisible)
    hand.take_picture("chase")
    hand.click(dialog.primary)
    hand.wait_for(lambda: not dialog.isVisible(), timeout=60_000)
    assert len(desk.session.workspace.store.chases(PERIOD)) == 2


def _carry_over(hand: Hand, desk: OfficeDesk) -> None:
    _page(hand, desk, "today")
    today = _at(desk, TodayPage)
    assert isinstance(today, TodayPage)
    asked = {one.unit for one in desk.session.workspace.store.chases(PERIOD)}
    before = today.waiting()
    number = next(n for n, one in enumerate(today.list.lines.entries) if one.key.split("|")[1] in asked)
    hand.click_cell(today.list, today.list.lines.index(number))
    hand.press("F4")
    hand.wait_for(lambda: today.acts.dialog.isVisible())
    hand.click(today.acts.dialog.edits["reason"])
    hand.paste("停电，下期补报")
    hand.take_picture("carry-over")
    hand.press("Return")
    hand.wait_for(lambda: today.waiting() == before - 1)
    hand.take_picture("today-after")


def _figures(hand: Hand, desk: OfficeDesk) -> None:
    _page(hand, desk, "summary")
    summary = _at(desk, SummaryPage)
    assert isinstance(summary, SummaryPage)
    number = next(n for n, row in enumerate(summary.grid.lines.rows) if row_key(row.key).indicator == "Q06")
    hand.click_cell(summary.grid, summary.grid.lines.index(number, 0))
    hand.press("Return")
    hand.wait_for(lambda: any(row.under for row in summary.grid.lines.rows))
    hand.take_picture("summary-unfolded")
    assert not summary.grid.horizontalScrollBar().isVisible(), "nothing is pushed sideways at this width"
    hand.press("ctrl+c")
    hand.wait_for(lambda: "营造林面积" in QGuiApplication.clipboard().text())
    hand.press("ctrl+p")
    hand.wait_for(lambda: summary.dialog.isVisible())
    hand.take_picture("proof")
    hand.press("Escape")
    hand.wait_for(lambda: not summary.dialog.isVisible())


def _meeting(hand: Hand, desk: OfficeDesk) -> None:
    hand.press("F11")
    hand.wait_for(lambda: desk.session.meeting and desk.window().isFullScreen())
    hand.take_picture("meeting")
    summary = _at(desk, SummaryPage)
    assert isinstance(summary, SummaryPage) and not summary.grid.horizontalScrollBar().isVisible()
    hand.press("Escape")
    hand.wait_for(lambda: not desk.session.meeting and not desk.window().isFullScreen())


def _issue(hand: Hand, desk: OfficeDesk) -> None:
    _page(hand, desk, "notices")
    notices = _at(desk, NoticesPage)
    assert isinstance(notices, NoticesPage)
    hand.take_picture("notices-empty")
    hand.press("ctrl+Return")
    hand.wait_for(lambda: notices.dialog is not None and notices.dialog.isVisible())
    assert notices.dialog is not None
    hand.click(notices.dialog.edits["document"])
    hand.paste("测试〔2020〕1号")
    hand.take_picture("issue")
    hand.click(notices.dialog.primary)
    hand.wait_for(lambda: bool(notices.grid.lines.rows), timeout=60_000)
    hand.take_picture("issued")
    assert any(path.name.startswith("通报_") and path.suffix == ".docx" for path in notices.folder.iterdir())
