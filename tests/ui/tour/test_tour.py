"""The tour of the unit's desk: by keyboard from its first step to its last, beside what it points at, in nobody's way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.basics.messages import CHINESE, catalogue
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial, trial_unit
from ui.tour.tour import EDGE, Tour, beside
from ui.window.main_window import MainWindow

INSIDE, BUBBLE = QRect(0, 0, 1280, 720), QRect(0, 0, 340, 130)
PAUSE = 3  # seconds: to look at what a step points at, and press
TARGETS = {
    "bar above": QRect(0, 0, 1280, 44),
    "pages at the left": QRect(0, 44, 168, 628),
    "button below": QRect(1100, 680, 170, 32),
    "menu": QRect(1220, 8, 50, 28),
    "panel": QRect(1020, 44, 260, 628),
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    make_trial(tmp_path / "unit", trial_unit()).close()
    made = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.close()


@pytest.mark.parametrize("desk", ["unit", "office"])
def test_a_tour_is_read_in_three_minutes(desk: str) -> None:
    texts = {key: text for key, text in catalogue(CHINESE).items() if key.startswith(f"tour.{desk}.")}
    seconds = sum(map(len, texts.values())) / 300 * 60 + PAUSE * sum(key.endswith(".title") for key in texts)
    assert 60 < seconds <= 180, "at three hundred characters a minute"


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_the_bubble_stands_whole_beside_what_it_points_at(target: QRect) -> None:
    placed = beside(target, BUBBLE, INSIDE)
    assert INSIDE.adjusted(EDGE, EDGE, -EDGE, -EDGE).contains(placed) and not placed.intersects(target)


def test_a_page_that_leaves_no_room_has_the_bubble_in_its_lower_corner() -> None:
    page = QRect(168, 44, 1112, 628)
    placed = beside(page, BUBBLE, INSIDE)
    assert page.contains(placed) and placed.center().x() > page.center().x() and placed.center().y() > page.center().y()


def test_the_tour_goes_by_keyboard_through_all_pages_and_the_desk_stays_at_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    desk = window.desk
    assert desk is not None
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_tour()
    tour = window.findChild(Tour)
    assert isinstance(tour, Tour) and tour.next.hasFocus() and not tour.isWindow()
    seen, pages = [], set()
    while tour.at + 1 < len(tour.steps):
        seen.append(tour.accessibleName())
        pages.add(desk.page)
        assert tour.steps[tour.at].find() is not None and desk.rect().contains(tour.geometry())
        qtbot.keyClick(tour.next, Qt.Key.Key_Return)
    assert len(set(seen)) == len(seen) == len(tour.steps) - 1 and {"overview", "findings", "filing"} <= pages
    qtbot.keyClick(tour.next, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: tour.at == len(tour.steps) - 2)
    desk.go("findings")
    assert desk.page == "findings" and tour.isVisible(), "work goes on beside it"
    ended: list[bool] = []
    tour.ended.connect(lambda: ended.append(True))
    qtbot.keyClick(tour.next, Qt.Key.Key_Escape)
    assert ended and not tour.isVisible()
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)


def test_a_tour_that_is_open_begins_again_and_the_practice_offers_it(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desk is not None
    window.show_tour()
    window.desk.session.tour_wanted.emit()
    qtbot.waitUntil(lambda: len(window.findChildren(Tour)) == 1)
    (tour,) = window.findChildren(Tour)
    assert tour.at == 0 and [one for one in tour.findChildren(QPushButton) if not one.text()] == []


def test_a_bubble_inside_a_page_leaves_free_where_people_type_and_press() -> None:
    page = QRect(168, 44, 1112, 628)
    fields = [QRect(900, 300, 360, 200), QRect(900, 540, 360, 120)]
    placed = beside(page, BUBBLE, INSIDE, fields)
    assert page.contains(placed) and not any(placed.intersects(field) for field in fields)


def test_on_a_small_desk_every_step_has_its_ring(qtbot: QtBot, window: MainWindow) -> None:
    """The panel is a drawer there: its step pulls it out."""
    desk = window.desk
    assert desk is not None
    window.resize(853, 480)
    window.show_tour()
    tour = window.findChild(Tour)
    assert isinstance(tour, Tour)
    for number, step in enumerate(tour.steps):
        tour.show_step(number)
        found = step.find()
        assert found is not None and found.isVisible(), step.key
        assert tour.ring.isVisible() and desk.rect().contains(tour.geometry()), step.key
