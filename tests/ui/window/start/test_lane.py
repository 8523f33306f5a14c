"""Work in the background and what goes away meanwhile: no result reaches a widget that is gone, no store closes under it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.filing_page import complete
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Lane, Progress, Stopped
from ui.basics.window_settings import WindowMemory
from ui.screens.filing import FilingScreen
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    made = Lane()
    yield made
    made.close()


def test_a_result_goes_to_its_owner_only_while_it_exists(qtbot: QtBot, lane: Lane) -> None:
    owner, told, go = QWidget(), [], threading.Event()
    lane.run(owner, lambda _: go.wait(10), told.append, told.append, words="正在试")
    assert lane.at_work == "正在试"
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(owner))
    go.set()
    qtbot.waitUntil(lambda: lane.at_work == "")
    assert told == []


def test_work_whose_owner_is_gone_is_asked_to_stop(qtbot: QtBot, lane: Lane) -> None:
    owner, begun, ended = QObject(), threading.Event(), []

    def work(report: Progress) -> None:
        begun.set()
        try:
            for _ in range(2000):
                threading.Event().wait(0.005)
                report(1, 2)
        except Stopped:
            ended.append("stopped")
            raise

    lane.run(owner, work, ended.append, ended.append)
    assert begun.wait(10)
    owner.deleteLater()
    qtbot.waitUntil(lambda: ended == ["stopped"])


def test_a_failure_and_a_result_arrive_and_leave_the_lane_empty(qtbot: QtBot, lane: Lane) -> None:
    told: list[object] = []
    owner = QObject()
    lane.run(owner, lambda _: 1 // 0, told.append, told.append, words="一")
    lane.run(owner, lambda _: "done", told.append, told.append, words="二")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[0], ZeroDivisionError) and told[1] == "done" and lane.at_work == ""


class Held:
    """Something that work holds, and notes in which thread it goes: a widget may go in the window's alone."""

    def __init__(self, gone: list[int]) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.get_ident())


@pytest.mark.parametrize("fails", [False, True])
def test_what_work_held_and_found_goes_in_the_windows_thread(
    qtbot: QtBot, lane: Lane, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    gone, told, go, do = list[int](), list[bool](), threading.Event(), Job.do

    def slowly(job: Job) -> None:
        do(job)
        go.wait(10)  # the window's thread is told of the end, and is done with it, before this one is

    def held_by(one: Held) -> Callable[[object], Held]:
        def work(_: object) -> Held:
            if fails:
                raise ValueError(one)
            return one

        return work

    monkeypatch.setattr(Job, "do", slowly)
    lane.run(lane, held_by(Held(gone)), lambda _: told.append(True), lambda _: told.append(True))
    qtbot.waitUntil(lambda: bool(told) and lane.idle)
    go.set()
    qtbot.waitUntil(lambda: len(gone) == 1)
    assert gone == [threading.get_ident()]


def test_work_that_was_never_begun_leaves_a_closed_lane(qtbot: QtBot, lane: Lane) -> None:
    begun, go = threading.Event(), threading.Event()
    told: list[object] = []

    def first(_: object) -> None:
        begun.set()
        go.wait(10)

    lane.run(lane, first, told.append, told.append, words="一")
    lane.run(lane, lambda _: None, told.append, told.append, words="二")
    assert begun.wait(10)
    threading.Timer(0.05, go.set).start()
    lane.close()
    qtbot.waitUntil(lambda: lane.idle and lane.at_work == "")
    assert told == []


def test_what_ends_when_the_lane_was_closed_is_told_to_nobody(qtbot: QtBot, lane: Lane) -> None:
    told: list[object] = []
    lane.run(lane, lambda _: "done", told.append, told.append, words="一")
    lane.close()
    qtbot.waitUntil(lambda: lane.at_work == "", timeout=60_000)
    assert told == []


def test_a_paper_dropped_while_a_draft_is_made_is_refused_with_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "610924").store.close()
    window = MainWindow(tmp_path / "unit", WindowMemory(tmp_path / "m.ini"))
    qtbot.addWidget(window)
    window.show()
    desk = window.desk
    assert desk is not None
    desk.session.set_period("2020Q3")
    complete(desk.session)
    filing = next(screen for screen in desk.screens if isinstance(screen, FilingScreen))
    filing.look_at = lambda paths: None  # type: ignore[method-assign]
    desk.go("filing")
    filing.draft()
    paper = tmp_path / "some.pdf"
    paper.write_bytes(b"%PDF-1.4 nothing of ours")
    drop(window, paper)
    assert window.desk is desk, "the desk stays open"
    assert "正在生成送审稿" in desk.notice.words and "没有打开文件" in desk.notice.words
    qtbot.waitUntil(lambda: not filing.busy, timeout=60_000)
    assert "已生成" in desk.notice.words
    drop(window, paper)  # now it is taken: the desk is closed, the paper read, the desk opened anew
    qtbot.waitUntil(
        lambda: window.desk is not None and window.desk is not desk and bool(window.desk.notice.words), timeout=60_000
    )
    assert window.desk.notice.words
    window.close()


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, none))


def test_progress_of_a_job_may_come_after_the_page_was_built_anew(qtbot: QtBot, desk: UnitDesk) -> None:
    filing = next(screen for screen in desk.screens if isinstance(screen, FilingScreen))
    complete(desk.session)
    desk.go("filing")
    desk.edits.put("Q06.1", "")  # can no longer be filed: its bar is not shown any more
    qtbot.wait(20)
    filing._show_progress(1, 2)
    assert filing.session.standing.mark("Q06.1") is not Mark.NONE
