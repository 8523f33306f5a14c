"""Under the current task: what last period said of it, what the figures say, and its evidence, without the panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desks import shown_desk
from tests.ui.screens.test_carry_window import Q3, with_last_period
from ui.answers import task_line
from ui.answers.task_line import LEAST, TaskLine
from ui.evidence.evidence_dialog import EvidenceDialog
from ui.screens.progress import ProgressScreen
from ui.session.carrying import is_carried
from ui.session.session import News
from ui.window.unit_desk import UnitDesk

WORDS = "二季度已分解任务"


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[UnitDesk]:
    with shown_desk(qtbot, with_last_period(tmp_path / "unit"), Q3, (1280, 720)) as made:
        made.activateWindow()
        yield made


def at_task(qtbot: QtBot, desk: UnitDesk, place: str) -> tuple[ProgressScreen, TaskLine]:
    desk.go(place)
    page = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    block = place.partition(".")[0]
    qtbot.waitUntil(lambda: isinstance(page._answer.line, TaskLine) and page._answer.line.block == block)
    line = page._answer.line
    assert isinstance(line, TaskLine)
    return page, line


def words(line: TaskLine) -> str:
    return "\n".join(one.text() for one in line.findChildren(QLabel))


def buttons(line: TaskLine) -> list[str]:
    return [one.text() for one in line.findChildren(QPushButton)]


def test_last_period_and_the_figures_stand_under_the_current_task(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("Q06.1", "1.2")
    desk.edits.put("X12.2", "6")
    page, line = at_task(qtbot, desk, "T01.本期进展")
    assert f"推进中 40%　“{WORDS}”" in words(line)
    assert "以上期为底稿" in buttons(line)
    assert page.view.rowHeight(0) > page.view.cell_height(0), "the row makes room for it"
    page, line = at_task(qtbot, desk, "T06.本期进展")
    assert "碳汇监测样地·已调查数 6" in words(line) and "上期" not in words(line)
    assert "以上期为底稿" not in buttons(line), "nothing was said of it last period"
    assert page.view.rowHeight(0) == page.view.cell_height(0)


def test_in_a_low_window_the_facts_are_one_line_and_the_current_task_is_in_sight(
    qtbot: QtBot, desk: UnitDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_line, "last_said", lambda *_: ("推进中 40%", WORDS * 20))
    monkeypatch.setattr(task_line, "figures_of_task", lambda *_: tuple(f"样地{n}已调查数 6处" for n in range(9)))
    page, line = at_task(qtbot, desk, "T13.本期进展")
    tall = line.height()
    desk.resize(853, 480)
    qtbot.waitUntil(lambda: line.height() < LEAST + 4)
    assert tall > 2 * LEAST and page.view.viewport().rect().contains(line.geometry())
    assert WORDS in line._short.toolTip() and "样地8已调查数 6处" in line._short.toolTip()
    page.show_as("form")
    desk.go("T13.阶段")
    form, area = page._form, page.findChild(QScrollArea)
    assert form is not None and area is not None
    qtbot.waitUntil(lambda: seen_in(area, form._fields["T13.阶段"].editor))
    area.verticalScrollBar().setValue(0)
    assert seen_in(area, form._fields["T13.阶段"].editor), "the facts leave room for the first field"
    desk.go("T13.下步打算")
    qtbot.waitUntil(lambda: seen_in(area, form._fields["T13.下步打算"].editor))


def test_on_a_page_of_its_own_the_facts_of_a_task_stay_in_sight_while_a_long_text_is_scrolled(
    qtbot: QtBot, desk: UnitDesk
) -> None:
    desk.resize(1100, 620)
    desk.go("progress")
    page = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    page.show_as("form")
    desk.edits.put("T01.本期进展", "推进到第几步就写到第几步。\n" * 60)
    desk.go("T01.本期进展")
    form, area = page._form, page.findChild(QScrollArea)
    assert form is not None and area is not None
    desk.go("T01.下步打算")
    qtbot.waitUntil(lambda: seen_in(area, form._fields["T01.下步打算"].editor))
    assert area.verticalScrollBar().value() > 0
    line = page._one_by_one.findChild(TaskLine)
    assert line is not None and WORDS in words(line)
    assert line.isVisible() and page.rect().contains(QRect(line.mapTo(page, QPoint()), line.size()))


def seen_in(area: QScrollArea, part: QWidget) -> bool:
    return area.viewport().rect().contains(QRect(part.mapTo(area.viewport(), QPoint()), part.size()))


def test_the_list_of_tasks_stays_at_the_current_one(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.go("progress")
    page = next(one for one in desk.screens if isinstance(one, ProgressScreen))
    page.show_as("form")
    desk.go("T12.阶段")
    desk.resize(853, 480)
    rows = page._list
    qtbot.waitUntil(lambda: rows.viewport().rect().contains(rows.visualRect(rows.currentIndex())))
    desk.session.changed.emit(News(whole=True))
    assert page._blocks.blocks[rows.currentIndex().row()][0].id == "T12" and page._form is not None
    qtbot.waitUntil(lambda: rows.viewport().rect().contains(rows.visualRect(rows.currentIndex())))


def test_one_key_takes_last_periods_words_into_what_is_empty_as_one_step(qtbot: QtBot, desk: UnitDesk) -> None:
    desk.edits.put("T01.责任领导", "测试乙")
    page, _ = at_task(qtbot, desk, "T01.本期进展")
    QTest.keyClick(page.view, Qt.Key.Key_Apostrophe, Qt.KeyboardModifier.ControlModifier)
    cell = desk.session.sheet.cell
    assert cell("T01.本期进展").text == WORDS and cell("T01.阶段").text == "推进中"
    assert cell("T01.完成百分比").text == "", "a figure is of its period"
    assert cell("T01.责任领导").text == "测试乙", "what stood here stays"
    assert is_carried(desk.session, "T01.本期进展")
    qtbot.waitUntil(lambda: page._answer.line is not None and "以上期为底稿" not in buttons(page._answer.line))
    desk.undo()
    assert not desk.session.sheet.cell("T01.本期进展").text and not desk.session.sheet.cell("T01.阶段").text


def test_a_press_gives_the_keyboard_back_to_the_table(qtbot: QtBot, desk: UnitDesk) -> None:
    page, line = at_task(qtbot, desk, "T01.本期进展")
    take = next(one for one in line.findChildren(QPushButton) if one.text() == "以上期为底稿")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert desk.session.sheet.cell("T01.本期进展").text == WORDS
    qtbot.waitUntil(page.view.hasFocus)


def test_the_menu_has_both_acts_and_what_is_done_with_cells(qtbot: QtBot, desk: UnitDesk) -> None:
    page, _ = at_task(qtbot, desk, "T01.本期进展")
    said = {one.text(): one.isEnabled() for one in page.menu().actions() if one.text()}
    assert list(said) == ["以上期为底稿", "附佐证…", "清除", "复制", "粘贴"] and all(said.values())


def test_evidence_is_attached_at_the_task_and_counted_there(qtbot: QtBot, desk: UnitDesk, tmp_path: Path) -> None:
    (tmp_path / "通知.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    page, line = at_task(qtbot, desk, "T01.本期进展")
    line.show_evidence()
    dialog = desk.findChild(EvidenceDialog)
    assert dialog is not None
    dialog.box.take([tmp_path / "通知.pdf"])
    qtbot.waitUntil(lambda: len(dialog.box.rows()) == 1 and dialog.box._job is None)
    dialog.accept()
    qtbot.waitUntil(lambda: page._answer.line is not None and "佐证 1 件…" in buttons(page._answer.line))


def test_in_a_period_that_asks_for_no_progress_nothing_of_a_task_is_looked_for(qtbot: QtBot, desk: UnitDesk) -> None:
    """The page that was left keeps its rows; its line was made anew for them, and a sentence told nobody could act on."""
    page, _line = at_task(qtbot, desk, "T01.本期进展")
    desk.session.set_period("2020-11")
    assert not desk.session.plan.asks_progress("2020-11")
    page._answer.show()
    assert task_line.evidence_words(desk.desk, "T01") == "" and page._answer.line is None
    desk.session.set_period(Q3)
    at_task(qtbot, desk, "T01.本期进展")
