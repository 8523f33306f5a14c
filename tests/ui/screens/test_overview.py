"""The start page of a period: the one number and how long, each matter a line that leads to its place, the periods."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from forms.demo.tasks import KEY
from models.basics.canonical import json_text
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.workspace.unit_workspace import UnitWorkspace
from tests.ui.filing_page import complete
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.look.theme import ui_font
from ui.look.widgets import OneLine, label
from ui.screens.overview import SMALL_SIDE, SMALL_TYPE, Line, OverviewScreen
from ui.screens.table import TableScreen
from ui.session.screen import OVERVIEW
from ui.session.session import Session
from ui.tables.grids.entry_table import LOOK
from ui.window.unit_desk import UnitDesk


def screen(desk: UnitDesk) -> OverviewScreen:
    desk.go(OVERVIEW)
    return next(one for one in desk.screens if isinstance(one, OverviewScreen))


def line(desk: UnitDesk, words: str) -> Line:
    return next(one for one in screen(desk).lines if words in one.accessibleName())


def test_a_desk_that_was_never_used_opens_at_the_overview(desk: UnitDesk) -> None:
    assert desk.page == OVERVIEW
    left = desk.session.standing.counts.left
    assert screen(desk).sentence().startswith(f"还差 {left} 处")


def test_every_matter_leads_to_its_place_by_enter(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.5", "500亩")
    one = line(desk, "人工更新")
    assert "去说明" in one.accessibleName() and "将换算" in one.accessibleName()
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Return)
    assert (desk.page, desk.place) == ("A1", "Q06.5")
    fill = line(desk, "A1 ")
    fill.click()
    assert desk.place in desk.session.standing.waiting


def test_the_button_goes_on_in_the_cell_that_was_left_and_says_so(desk: UnitDesk) -> None:
    desk.go("Q06.3")
    desk.go(OVERVIEW)
    desk._show_standing()
    assert desk.bottom.primary.text() == "继续填：退化林修复（含低效林改造）"[
        :20
    ] or desk.bottom.primary.text().startswith("继续填：")
    desk.go_on()
    assert desk.place == "Q06.3", "Ctrl+Enter goes where the button leads"


def test_when_nothing_is_left_the_sentence_and_the_button_say_so(desk: UnitDesk) -> None:
    complete(desk.session)
    assert screen(desk).sentence() == "没有差的了，可以生成报送文件"
    desk._show_standing()
    assert desk.bottom.primary.text() == "下一步：生成与报送"
    assert not [one for one in screen(desk).lines if "去" in one.accessibleName()]


def test_another_period_is_opened_by_its_line(desk: UnitDesk) -> None:
    line(desk, "2020年第二季度").click()
    assert desk.session.period_id == "2020Q2" and desk.page == OVERVIEW


def test_the_page_and_the_cell_that_were_left_are_there_at_the_next_start(
    qtbot: QtBot, desk: UnitDesk, workspace: UnitWorkspace
) -> None:
    desk.go("Q11.1")
    assert desk._resting.isActive()
    desk._resting.timeout.emit()  # the desk is never closed: the machine stops
    lane = Lane()
    again = UnitDesk(Session(workspace, "2020Q3"), lane, QToolButton())
    qtbot.addWidget(again)
    assert (again.page, again.place) == ("A1", "Q11.1")
    lane.close()


def test_the_day_of_the_cover_is_todays_with_one_press(desk: UnitDesk) -> None:
    desk.go("cover")
    before = datetime.now(PLAN_ZONE).date()
    next(one for one in desk.findChildren(QPushButton) if one.text() == "填今天").click()
    filled = date.fromisoformat(desk.session.sheet.cell("封面.报出日期").text)
    assert before <= filled <= datetime.now(PLAN_ZONE).date(), "also at midnight"


def test_the_name_of_the_open_period_is_whole(desk: UnitDesk) -> None:
    """It is bolder than the others, and measured so, before anything of the page was shown."""
    shown = screen(desk)
    shown.show_page(OVERVIEW)
    name = desk.session.period.name
    (line,) = (one for one in shown.lines if one.title == name)
    bold, plain = (QFontMetrics(ui_font(bold=bold)).horizontalAdvance(name) for bold in (True, False))
    assert line.sizeHint().width() - Line(Mark.NONE, name, "", "").sizeHint().width() == bold - plain
    assert line.shown()[0] == name


def test_the_words_of_a_line_have_the_type_of_small_labels(desk: UnitDesk) -> None:
    """A line draws its words itself; the style sheet says how large small words are."""
    small = label("封面", "small")
    small.setParent(desk)
    small.ensurePolished()
    assert small.font().pixelSize() == SMALL_TYPE


def test_how_the_open_period_stands_is_read_whole_on_a_small_screen(qtbot: QtBot, desk: UnitDesk) -> None:
    """An act without words took the room of two characters: 已报，等回执 was 已报，等…."""
    made = Line(Mark.DONE, desk.session.period.name, say("window.overview.state.filed"), "", here=True, parent=desk)
    made.setGeometry(0, 0, SMALL_SIDE - 26, 28)  # as wide as it is in its card
    assert made.shown() == (desk.session.period.name, say("window.overview.state.filed"))


def test_both_columns_of_a_trial_have_room_on_a_small_screen(qtbot: QtBot, desk: UnitDesk) -> None:
    """The head of what is practised is wide: beside it the periods were cut at the right."""
    tasks = [["confirm", "Q06.1"], ["mend", "Q06.3"], ["fill", "Q06.4"], ["explain", "Q06.5"]]
    desk.session.workspace.store.put_value(KEY, json_text(tasks))
    desk.resize(853, 480)
    desk.go("cover")
    page = screen(desk)
    page.__dict__.pop("_tasks", None)  # read when the desk was opened
    page.show_page(OVERVIEW)
    assert len(page._tasks) == len(tasks)
    area = page.findChildren(QScrollArea)[-1]
    qtbot.waitUntil(area.isVisible)
    qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width())
    assert page._side.geometry().right() < area.viewport().width()
    assert all(one.shown()[0] == one.title for one in page.lines[: len(tasks) + 1]), "none is cut"


def test_a_wide_page_gives_its_room_to_the_lines(qtbot: QtBot, desk: UnitDesk) -> None:
    """They were cut with … at 780 pixels, beside half a page of nothing."""
    desk.resize(1920, 1080)
    desk.go(OVERVIEW)
    page = screen(desk)
    qtbot.waitUntil(lambda: page._side.geometry().left() > 1000)
    room = page.width() - page._side.geometry().right()
    assert page._main.width() > 1000 and room > 0


@pytest.mark.parametrize("key", ["overview", "filing", "cover"])
def test_the_bar_stands_beside_its_cards_and_the_wheel_turns_beside_it(qtbot: QtBot, desk: UnitDesk, key: str) -> None:
    desk.resize(1900, 300)
    desk.go(key)
    qtbot.wait(1)
    page = next(one for one in desk.screens if one.isVisible())
    (area,) = (one for one in page.findChildren(QScrollArea) if one.isVisible())
    bar, cards = area.verticalScrollBar(), [one for one in page.findChildren(QFrame) if one.objectName() == "card"]
    right = max(one.mapTo(page, one.rect().topRight()).x() for one in cards if area.isAncestorOf(one))
    qtbot.waitUntil(bar.isVisible)
    left = bar.mapTo(page, QPoint()).x()
    assert 0 <= left - right < 20 and left < page.width() - 60
    place = QPointF(page.width() - 30, 150)
    turned = QWheelEvent(
        place, page.mapToGlobal(place), QPoint(), QPoint(0, -240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = bar.value()
    QApplication.sendEvent(page.childAt(place.toPoint()), turned)
    assert bar.value() > before


def test_a_remark_that_is_cut_to_a_character_is_not_shown(qtbot: QtBot) -> None:
    line = OneLine("人工造林（含低效林改造）", least=3)
    qtbot.addWidget(line)
    line.show()

    def inked(characters: str) -> bool:
        line.resize(line.fontMetrics().horizontalAdvance(characters) + 2, 24)  # Qt cuts a pixel early in some typefaces
        picture = line.grab().toImage()
        colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
        return len(colours) > 1

    assert (inked("人工…"), inked("人工造…"), inked("人工造林（含低效林改造）造")) == (False, True, True)


def test_what_was_found_does_not_begin_with_the_name_it_stands_beside(desk: UnitDesk) -> None:
    """The column 说明 had room for the name of its own row, and the line at the start said it twice."""
    desk.edits.put("Q11.2", "1O.2")
    one = line(desk, "填写的")
    assert one.title == "其中：绿色建筑面积" and one.words.startswith("填写的“1O.2”无法识别")
    desk.go("Q11.2")
    table = next(one for one in desk.screens if isinstance(one, TableScreen)).items.table
    notes = [table.index(y, x).data(LOOK) for y in range(table.rowCount()) for x in range(table.columnCount())]
    assert any(look.small and look.text.startswith("填写的“1O.2”") for look in notes)


def test_what_is_to_be_filled_on_a_page_does_not_say_its_name_again(desk: UnitDesk) -> None:
    one = line(desk, "封面，差")
    assert one.title.startswith("封面，差") and "封面" not in one.words and "负责人" in one.words, one.words
