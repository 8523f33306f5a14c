"""A receipt that sends the return back: dropped on the window, its queries come first and sit on their cells."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from forms.unit.open_paper import Taken
from models.basics.period import PLAN_ZONE
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.sheet.sheet import Sheet
from tests.flow.conftest import founded, town  # noqa: F401 - fixtures
from tests.flow.town import Town
from ui.answers.query_line import QueryLine
from ui.basics.completion import Mark
from ui.basics.window_settings import WindowMemory
from ui.screens.receipts import ReceiptsScreen
from ui.session import period_states
from ui.session.next_step import next_step
from ui.session.opening import OpenedFiles, told_of
from ui.session.period_states import period_state
from ui.session.screen import FILING
from ui.tables.lists.proposal_preview import Preview
from ui.window.main_window import MainWindow

UNIT, Q3 = "M12", "2020Q3"


@pytest.fixture
def receipt(town: Town, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    said = town.completed(UNIT, Q3, {"cells": {"Q10.1": "119"}, "registers": {"R09": [row]}})
    with monkeypatch.context() as patch:  # a program that does not keep a return with open findings back
        patch.setattr("forms.unit.filing.ready", run_checks)
        town.receive(*town.file(UNIT, Q3, said | {"cells": said["cells"] | {"Q10.1": ""}})["files"])
    return Path(town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"][0])


@pytest.fixture
def window(qtbot: QtBot, qapp: object, town: Town, tmp_path: Path, receipt: Path) -> Iterator[MainWindow]:  # noqa: F811
    memory = WindowMemory(tmp_path / "memory.ini")
    made = MainWindow(town.unit_folder(UNIT), memory)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def drop(window: MainWindow, *paths: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, files, Qt.MouseButton.LeftButton, none))


def page(window: MainWindow) -> ReceiptsScreen:
    assert window.desk is not None
    return next(one for one in window.desk.screens if isinstance(one, ReceiptsScreen))


def test_a_dropped_receipt_opens_its_queries_first_and_leads_to_the_cell(
    qtbot: QtBot, window: MainWindow, receipt: Path
) -> None:
    drop(window, receipt)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page == "receipts", timeout=15_000)
    desk, screen = window.desk, page(window)
    assert desk is not None and desk.session.period_id == Q3 and desk.session.locked
    queries = [line for line in screen.table.lines if line.target]
    assert [line.target for line in queries] == ["Q10.1"] and queries[0].texts[2] == "未处理"
    assert (
        "已退回" in desk.top.periods.currentText()
        and period_state(desk.session, Q3, datetime.now(PLAN_ZONE)) == "returned"
    )
    assert desk.session.standing.mark("Q10.1") is Mark.QUERY or desk.session.standing.mark("Q10.1") > Mark.QUERY

    assert desk.bottom.primary.text() == "改正并重出"
    desk.take_next()
    assert not desk.session.locked
    screen = page(window)
    line = next(n for n, one in enumerate(screen.table.lines) if one.target == "Q10.1")
    screen.view.activated.emit(screen.table.index(line, 0))
    assert desk.place == "Q10.1" and desk.page != "receipts"
    qtbot.waitUntil(lambda: any("市办询问" in one.text() for one in desk.panel.findChildren(QLabel)), timeout=2000)

    desk.edits.put("Q10.1", "119")
    desk.go("receipts")
    assert [one.texts[2] for one in page(window).table.lines if one.target] == ["已改正"]
    assert "Q10.1" not in desk.session.standing.asked


def test_several_papers_are_opened_together_and_a_bad_one_stops_none(
    qtbot: QtBot, window: MainWindow, receipt: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "坏文件.pdf"
    bad.write_bytes(b"nothing")
    drop(window, bad, receipt)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page == "receipts", timeout=15_000)
    assert window.desk is not None and "坏文件.pdf" in window.desk.notice.words
    window.grab().save(str(tmp_path / "receipts.png"))


def test_a_receipt_of_a_long_period_opens_it_in_the_lane_and_says_what_came_when_it_is_seen(
    qtbot: QtBot, window: MainWindow, receipt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.desk is not None
    window.desk.session.set_period("2020Q2")
    checked = list[tuple[str, bool]]()

    def noted(sheet: Sheet) -> tuple[Finding, ...]:
        checked.append((sheet.period_id, threading.current_thread() is threading.main_thread()))
        return run_checks(sheet)

    monkeypatch.setattr(period_states, "LONG", 0)
    monkeypatch.setattr(period_states, "run_checks", noted)
    drop(window, receipt)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page == "receipts", timeout=15_000)
    desk = window.desk
    assert checked == [(Q3, False)] and desk.session.period_id == Q3
    assert "退回单" in desk.notice.words


def test_of_a_receipt_and_a_book_dropped_together_each_is_told_and_a_zip_is_called_what_it_is(
    qtbot: QtBot, window: MainWindow, receipt: Path, tmp_path: Path
) -> None:
    made = Workbook()
    made.active.append(["指标名称", "计量单位", "本期累计"])  # type: ignore[union-attr]
    made.save(tmp_path / "我的表.xlsx")
    drop(window, tmp_path / "我的表.xlsx", receipt)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page == "receipts", timeout=15_000)
    assert window.desk is not None and window.desk.session.locked
    assert "收到退回单" in window.desk.notice.words and "我的表.xlsx：" in window.desk.notice.words
    with ZipFile(tmp_path / "回执.zip", "w") as archive:  # stored: what lies in it begins as a PDF does
        archive.write(receipt, receipt.name)
    drop(window, tmp_path / "回执.zip")
    qtbot.waitUntil(lambda: window.desk is not None and "压缩包" in window.desk.notice.words)
    assert "改动" not in window.desk.notice.words
    window.desk.session.reopen()
    drop(window, tmp_path / "我的表.xlsx", tmp_path / "回执.zip")
    qtbot.waitUntil(lambda: bool(window.findChildren(Preview)) or "我的表.xlsx" in (said(window)))
    assert "压缩包" in said(window), "also after the book was read"
    for one in window.findChildren(Preview):
        one.close()


def said(window: MainWindow) -> str:
    return window.desk.notice.words if window.desk is not None else ""


def test_what_a_receipt_asks_is_said_on_its_page_alone() -> None:
    lines = ("收到回执：已退回。", "☑收到　☑可读", "Q06.1 请核实。")
    taken = Taken(kind="receipt", unit="610902", code=None, lines=lines, period="2020Q3")
    assert told_of(OpenedFiles([(Path("回执.pdf"), taken)], []))[0] == lines[0]
    pack = Taken(kind="pack", unit="610902", code=None, lines=lines, period=None)
    assert told_of(OpenedFiles([(Path("任务包.pdf"), pack)], []))[0] == "\n".join(lines)


def sent_back(town: Town, tmp_path: Path) -> Path:  # noqa: F811
    """A return that was in order and is sent back with two queries: about a cell, about all of it."""
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    said = town.completed(UNIT, Q3, {"cells": {"Q10.1": "119"}, "registers": {"R09": [row]}})
    town.receive(*town.file(UNIT, Q3, said)["files"])
    items = tmp_path / "items.json"
    items.write_text(
        json.dumps([{"item": "Q10.1", "text": "比上期多一倍，请核实。"}, {"item": None, "text": "补盖章。"}])
    )
    words = ("--items", items, "--until", "2030-01-10T17:30", "--data", town.office, "--out", town.out, "--by", "张三")
    return next(
        Path(one) for one in town.call("office", "return", UNIT, Q3, *words)["files"] if str(one).endswith(".pdf")
    )


def test_a_figure_that_is_right_is_answered_under_its_row_and_the_answer_withdrawn(
    qtbot: QtBot,
    town: Town,  # noqa: F811
    tmp_path: Path,
) -> None:
    paper = sent_back(town, tmp_path)
    window = MainWindow(town.unit_folder(UNIT), WindowMemory(tmp_path / "memory.ini"))
    qtbot.addWidget(window)
    window.show()
    drop(window, paper)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page == "receipts")
    desk = window.desk
    assert desk is not None and page(window).answer is None, "it is filed: it is opened again first"
    desk.take_next()
    left = desk.session.standing.counts.left
    assert next_step(desk.session, FILING, "").words == f"要答复 {left}", "where it is sealed too, as in the top bar"
    desk.go("Q10.1")
    qtbot.waitUntil(lambda: bool(desk.findChildren(QueryLine)))
    (answer,) = desk.findChildren(QueryLine)[0].answers
    assert answer.text is not None
    for words in ("", "属实", "核实无误"):
        answer.text.setText(words)
        answer.right.click()
        assert answer._lacks.isVisible() and desk.session.standing.asked == {"Q10.1"}, words
    answer.text.setFocus()
    answer.text.setText("与市房管局台账核对一致")
    qtbot.keyClick(answer.text, Qt.Key.Key_Return)
    assert desk.session.standing.asked == frozenset() and desk.session.standing.counts.left == left - 1
    desk.go("receipts")
    screen = page(window)
    assert [one.texts[2] for one in screen.table.lines[1:3]] == ["已说明", "未处理"]
    screen.view.setCurrentIndex(screen.table.index(2, 0))
    whole = screen.answer
    assert whole is not None and whole.text is not None
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    assert whole.text.hasFocus()
    whole.text.setText("盖章件已于今天另寄")
    whole.keep()
    assert "都已处理" in screen.table.lines[0].texts[0]
    screen.view.setCurrentIndex(screen.table.index(1, 0))
    assert screen.answer is not None and "已核，数据无误：与市房管局台账核对一致" in seen_texts(screen.answer)
    screen.answer.withdraw.click()
    left -= 1  # the question about the whole is answered
    assert desk.session.standing.asked == {"Q10.1"} and desk.session.standing.counts.left == left
    window.close()


def seen_texts(one: QWidget) -> list[str]:
    return [label.text() for label in one.findChildren(QLabel)]
