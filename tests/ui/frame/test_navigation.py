"""What stands for a page in the narrow list at the left."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import contrast, pixels
from ui.basics.completion import Mark
from ui.frame.navigation import FOLD, HEIGHT, NARROW_WIDTH, Navigation, short_names
from ui.look.theme import ui_font
from ui.look.views import wrapping
from ui.session.screen import NavigationEntry
from ui.window.unit_desk import UnitDesk


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (("审核", "对账", "审计"), ["审核", "对账", "审计"]),
        (("A1 县区表", "R10 宣传", "封面"), ["A1", "R10", "封面"]),
        (("Roster", "Received", "Review", "Today"), ["Ro", "Rec", "Rev", "To"]),
        (("审核", "审核结果"), ["审核", "审核结"]),
    ],
)
def test_no_two_pages_have_the_same_short_name(titles: tuple[str, ...], short: list[str]) -> None:
    pages = [NavigationEntry(key=str(number), title=title) for number, title in enumerate(titles)]
    assert list(short_names(pages).values()) == short


def test_a_long_name_goes_on_in_more_lines_beside_its_count_and_is_never_cut(qtbot: QtBot) -> None:
    names = ("A1 县区（园区）主要指标表", "A2 县区（园区）主要指标表", "封面")
    view = Navigation()
    qtbot.addWidget(view)
    view.resize(168, 600)
    view.show()
    for counts in (("", "", ""), ("12", "120", "")):
        pages = [
            NavigationEntry(key=name, title=name, count=count, mark=Mark.ERROR)
            for name, count in zip(names, counts, strict=True)
        ]
        view.show_pages(pages, names[0])
        view.doItemsLayout()
        for row, page in enumerate(pages):
            font, room, high = (
                ui_font(14, bold=True),
                view._drawn._room(page),
                view.visualRect(view.pages.index(row)).height(),
            )
            text = QFontMetrics(font).boundingRect(
                QRect(0, 0, room, 1000), wrapping(page.title, font, room), page.title
            )
            assert text.width() <= room and text.height() <= high, page.title
        assert view.visualRect(view.pages.index(2)).height() == HEIGHT


def test_a_count_takes_no_more_room_from_a_name_than_it_is_drawn_in(qtbot: QtBot) -> None:
    """Measured in the larger type of the name it took two pixels more, and the last character a line of its own."""
    view = Navigation()
    qtbot.addWidget(view)
    view.resize(168, 600)
    bare, counted = (NavigationEntry(key="a", title="A1 主要指标", count=count) for count in ("", "16"))
    taken = view._drawn._room(bare) - view._drawn._room(counted)
    assert (
        taken - 8
        == QFontMetrics(ui_font(12)).horizontalAdvance("16")
        < QFontMetrics(ui_font(14)).horizontalAdvance("16")
    )


def test_a_narrow_list_with_more_pages_below_shows_it_beside_its_marks(qtbot: QtBot) -> None:
    view = Navigation()
    qtbot.addWidget(view)
    view.set_narrow(narrow=True)
    view.resize(view.maximumWidth(), 200)
    view.show()
    for count, more in ((20, True), (3, False)):
        pages = [NavigationEntry(key=f"R{n}", title=f"R{n} 台账", mark=Mark.ERROR) for n in range(10, 10 + count)]
        view.show_pages(pages, "R10")
        bar = view.verticalScrollBar()
        qtbot.waitUntil(lambda bar=bar, more=more: bar.isVisible() is more)
        view.resize(view.maximumWidth(), 200)
        assert view.inner_width >= NARROW_WIDTH - 1, "the line at its edge"


def desk_pages(count: int, *, waits: str = "") -> list[NavigationEntry]:
    registers = [
        NavigationEntry(
            key=f"R{n}", title=f"R{n} 台账", group="台账", mark=Mark.DONE, count="2" if waits == f"R{n}" else ""
        )
        for n in range(1, count + 1)
    ]
    finish = [
        NavigationEntry(key=key, title=key, group="审核与报送") for key in ("汇集", "审核结果", "生成与报送", "回执")
    ]
    return [NavigationEntry(key="本期概况", title="本期概况"), *registers, *finish]


@pytest.mark.parametrize("narrow", [False, True])
def test_filled_registers_make_way_so_that_the_last_pages_are_in_sight(qtbot: QtBot, *, narrow: bool) -> None:
    view = Navigation()
    qtbot.addWidget(view)
    view.set_narrow(narrow=narrow)
    view.resize(view.maximumWidth(), 330)
    view.show()
    view.show_pages(desk_pages(14, waits="R3"), "R5")
    keys = [entry.key for entry in view.pages.entries if entry.key]
    assert {"R3", "R5", FOLD} < {*keys}, "what waits, and the open one"
    assert keys[1] == "R1" and "R14" not in keys, "of the others as many as there is room for"
    assert keys[-4:] == ["汇集", "审核结果", "生成与报送", "回执"]
    assert view.viewport().rect().contains(view.visualRect(view.pages.index(view.pages.row_of("回执"))))
    view.setCurrentIndex(view.pages.index(view.pages.row_of(FOLD)))
    view.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    assert len(view.pages.entries) > 20, "all of them, on request"
    view.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    view.resize(view.maximumWidth(), 1200)
    assert view.pages.row_of(FOLD) == -1, "with room for all nothing is folded"


def test_pages_that_came_before_the_list_was_shown_are_folded_as_there_is_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = Navigation(window)
    view.resize(view.maximumWidth(), 330)
    view.show_pages(desk_pages(14), "R5")
    window.show()
    keys = [entry.key for entry in view.pages.entries if entry.key]
    assert FOLD in keys and keys[-1] == "回执"
    assert view.viewport().rect().contains(view.visualRect(view.pages.index(view.pages.row_of("回执"))))


def test_no_stripe_stays_beside_a_narrow_list_whose_bar_went(qtbot: QtBot, desk: UnitDesk) -> None:
    """The page began eight pixels after the list, with a line at both sides of them."""
    for size in ((853, 200), (853, 480)):
        desk.resize(*size)
        qtbot.wait(1)
        shown = desk.navigation
        bar = shown.verticalScrollBar()
        assert desk.sides.split.sizes()[0] == shown.width() == NARROW_WIDTH + (bar.width() if bar.isVisible() else 0)


def test_the_keyboard_in_the_list_of_pages_is_seen_at_the_line_it_is_on(qtbot: QtBot, desk: UnitDesk) -> None:
    """A line at the edge of the list was all there was, 20 pages away from where one looks."""
    view = desk.navigation

    def edges() -> float:
        area = view.visualRect(view.currentIndex())
        image, middle = view.viewport().grab().toImage(), area.center().x()
        inside, edge = (
            next(iter(pixels(image, QRect(QPoint(middle, y), QPoint(middle, y))))) for y in (area.top() + 3, area.top())
        )
        return contrast(inside, edge)

    for page in ("overview", "A1"):
        desk.go(page)
        assert not view.hasFocus() and edges() < 1.5
        view.setFocus()
        assert edges() >= 3, page
