"""A sentence too long for the line lies over the page's foot, whole at every width."""

from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.frame.bars import BottomBar

WORDS = "数据文件“tanbao.db”已被移走、删除或替换，刚才的内容没有保存；请把文件夹放回原处后重新打开，不要再往这里填。"


def shown(qtbot: QtBot, width: int = 1280) -> tuple[QWidget, QWidget, BottomBar]:
    """Return a window that is up, the page in it, and the bar below."""
    window, page, bar = QWidget(), QWidget(), BottomBar()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(page, 1)
    layout.addWidget(bar)
    bar.said.lie_over(page)
    window.resize(width, 500)
    window.show()
    return window, page, bar


@pytest.mark.parametrize(("width", "times"), [(320, 1), (640, 2), (1280, 5)])
def test_every_line_of_it_is_seen(qtbot: QtBot, width: int, times: int) -> None:
    _window, page, bar = shown(qtbot, width)
    bar.said.tell(WORDS * times, Mark.ERROR)
    (area,) = page.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.viewport().height() > 0)
    inside = area.widget()
    assert inside is not None
    assert area.viewport().height() >= inside.layout().totalHeightForWidth(area.viewport().width())
    assert area.verticalScrollBar().maximum() == 0


def test_a_sentence_is_said_once(qtbot: QtBot) -> None:
    _window, page, bar = shown(qtbot)
    for words, over in (("已保存", False), ("林业局：采用 1 处\n统计局：采用 2 处", True), ("已保存", False)):
        bar.said.tell(words, Mark.DONE)
        lies = [one for one in page.findChildren(QScrollArea) if one.isVisible()]
        assert (bar.said.isVisible(), bool(lies)) == (not over, over), words


def test_the_bar_is_as_high_without_its_button(qtbot: QtBot) -> None:
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.show_next("Enter 办", "去审核…")
    high = bar.sizeHint().height()
    bar.primary.hide()
    bar.layout().activate()
    assert bar.sizeHint().height() == high, "the page above does not move"


def test_a_standing_warning_and_an_answer_are_both_seen_whichever_comes_first(qtbot: QtBot) -> None:
    _window, page, bar = shown(qtbot)
    answer, warning = ("已收下回执。", Mark.DONE), ("这是复制来的数据。", Mark.WARNING)
    for first, second in (("stand", "tell"), ("tell", "stand")):
        for act in (first, second):
            getattr(bar.said, act)(*(answer if act == "tell" else warning))
        seen = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
        assert seen.index(answer[0]) < seen.index(warning[0]), (first, second)
        bar.said.stand(*warning)
        assert bar.said.words == f"{answer[0]}\n{warning[0]}", "it is said once"
        bar.said.tell("已保存", Mark.DONE)
        assert bar.said.words == f"已保存\n{warning[0]}"
        bar.said.end()
        assert not bar.said.words and not any(one.isVisible() for one in page.findChildren(QScrollArea))


def test_a_list_with_the_keyboard_is_covered_below_its_current_line(qtbot: QtBot) -> None:
    """Its head and the title above it stay in sight: only the line that one is at is used."""
    window, page, bar = shown(qtbot)
    lines = QListWidget()
    lines.addItems(["石泉县", "白河县"])
    QVBoxLayout(page).addWidget(lines)
    lines.show()
    window.activateWindow()
    lines.setFocus()
    qtbot.waitUntil(lines.hasFocus)
    lines.setCurrentRow(0)
    bar.said.tell(WORDS * 3, Mark.DONE)
    (area,) = page.findChildren(QScrollArea)
    qtbot.waitUntil(area.isVisible)
    assert area.mapTo(page, area.rect().topLeft()).y() > page.height() // 2


def test_a_narrow_bar_tells_when_it_was_saved_while_nothing_else_is_said(qtbot: QtBot) -> None:
    """It was told nowhere at 853×480, where half of the bar was empty."""
    _window, _page, bar = shown(qtbot, 853)
    bar.show_saved(datetime(2020, 10, 13, 9, 12, 31, tzinfo=PLAN_ZONE))
    bar.set_narrow(narrow=True)
    saved = next(one for one in bar.findChildren(QLabel) if "09:12:31" in one.text())
    assert saved.isVisible()
    bar.said.tell("已粘贴 6 格", Mark.DONE)
    assert not saved.isVisible(), "what happened needs the room"
    bar.said.end()
    assert saved.isVisible()


@pytest.mark.parametrize("width", [853, 1280])
def test_a_list_longer_than_the_page_is_closed_without_scrolling(qtbot: QtBot, width: int) -> None:
    """知道了 stood in the middle of what scrolls: of thirty changes nobody saw how to close them."""
    _window, page, bar = shown(qtbot, width)
    bar.said.tell("\n".join(f"第{n}处：5.00 → 6.00" for n in range(80)), Mark.HINT)
    qtbot.waitUntil(bar.said.whole.isVisible)
    bar.said.whole.click()
    (area,) = page.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    close = next(one for one in page.findChildren(QPushButton) if one.text() == say("window.notice.close"))
    assert close.visibleRegion().boundingRect() == close.rect()
    close.click()
    assert not bar.said.words and not area.isVisible()
