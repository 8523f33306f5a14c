"""A bug of ours: one page, nothing saved is lost, and a report without a word of the person's data."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.basics.errors import AppError
from tests.ui.conftest import COUNTY, PERIOD
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.window.app import reporter
from ui.window.crash_page import CrashPage
from ui.window.main_window import MainWindow

PERSONAL = ("张三丰", "0915-3210000", "1.2345")


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[MainWindow]:
    workspace = make_trial(tmp_path / "机密资料" / "unit", COUNTY)
    workspace.store.close()
    memory = WindowMemory(tmp_path / "memory.ini")
    made = MainWindow(tmp_path / "机密资料" / "unit", memory)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def crash(window: MainWindow) -> CrashPage:
    """A slip of ours while a clerk is typing: the failure carries what was typed."""
    try:
        secret = f"{PERSONAL[0]} {PERSONAL[1]}"
        raise ValueError(secret)
    except ValueError as error:
        reporter(window)(type(error), error, error.__traceback__)
    page = window.findChild(CrashPage)
    assert page is not None
    return page


def test_nothing_saved_is_lost_and_the_desk_opens_again(window: MainWindow) -> None:
    assert window.desk is not None
    window.desk.session.set_period(PERIOD)
    window.desk.edits.put("Q06.1", PERSONAL[2])
    window.desk.edits.put("封面.负责人", PERSONAL[0])
    page = crash(window)
    assert window.desk is None and page.isVisible()
    page.grab()
    window.open_folder(window._folder)
    assert window.desk is not None
    assert window.desk.session.entered("Q06.1").raw == PERSONAL[2]


def test_the_report_says_where_and_nothing_of_the_data(window: MainWindow, tmp_path: Path) -> None:
    assert window.desk is not None
    window.desk.edits.put("封面.负责人", PERSONAL[0])
    target = tmp_path / "report.txt"
    crash(window).save(target)
    text = target.read_text("utf-8")
    assert "ValueError" in text and "test_crash.py" in text and sys.version.split()[0] in text
    assert not any(word in text for word in (*PERSONAL, "机密资料", str(tmp_path)))


def test_what_a_person_can_mend_is_no_crash(window: MainWindow) -> None:
    error = AppError("period_filed")
    reporter(window)(type(error), error, None)
    assert window.findChild(CrashPage) is None and window.desk is not None
    assert "已锁定" in window.desk.notice.words
