"""Opening the program: nothing heavy is loaded, a first start offers what to do, the last place comes back."""

import errno
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models.basics.period import PLAN_ZONE
from models.workspace.act import RESTORED
from models.workspace.backups import keep_dated
from ui.basics.pinyin import initials
from ui.basics.texts import trouble
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.tables.grids.entry_view import EntryView
from ui.window.main_window import MainWindow
from ui.window.store_page import StorePage

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("openpyxl", "reportlab", "pyhanko", "xlsxwriter", "lxml", "sqlite_utils", "cryptography")


def window(qtbot: QtBot, folder: Path) -> MainWindow:
    made = MainWindow(folder, WindowMemory(folder.parent / "memory.ini"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_starting_loads_none_of_the_heavy_libraries() -> None:
    asked = f"import sys, ui.window.app; print([n for n in {HEAVY!r} if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_opening_a_workspace_loads_none_of_them_either(tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "610924").store.close()
    asked = (
        "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'offscreen'; from pathlib import Path\n"
        "from ui.basics.window_settings import WindowMemory; from ui.window.app import application; from ui.window.main_window import MainWindow\n"
        f"app = application(); w = MainWindow(Path({str(tmp_path / 'unit')!r}), WindowMemory(Path({str(tmp_path / 'm.ini')!r}))); assert w.desk\n"
        f"print([n for n in {HEAVY!r} if n in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_first_start_offers_a_pack_or_a_trial(qtbot: QtBot, tmp_path: Path) -> None:
    made = window(qtbot, tmp_path / "nothing")
    assert made.start is not None and made.desk is None
    made.start.trial_wanted.emit()
    qtbot.waitUntil(lambda: made.desk is not None, timeout=60_000)
    assert made.desk is not None and made.desk.session.test
    made.close()


def test_a_page_left_is_the_page_found_again(qtbot: QtBot, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "610924").store.close()
    first = window(qtbot, tmp_path / "unit")
    assert first.desk is not None
    first.desk.session.set_period("2020Q2")
    first.desk.go("R10")
    first.close()
    again = window(qtbot, tmp_path / "unit")
    assert again.desk is not None
    assert (again.desk.session.period_id, again.desk.page) == ("2020Q2", "R10")
    again.close()


def test_what_was_half_typed_as_the_window_closed_is_told_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    """A 1 of 1545 was kept as a figure, and nobody said so."""
    make_trial(tmp_path / "unit", "610924").store.close()
    for typed, entered in (("15", False), ("16", True)):
        first = window(qtbot, tmp_path / "unit")
        desk = first.desk
        assert desk is not None
        desk.go("Q06.1")
        qtbot.waitUntil(lambda desk=desk: desk.place == "Q06.1")
        first.activateWindow()
        qtbot.waitUntil(lambda first=first: first.isActiveWindow() and isinstance(first.focusWidget(), EntryView))
        for sign in typed:
            qtbot.keyClick(first.focusWidget(), sign)
        if entered:
            qtbot.keyClick(first.focusWidget(), Qt.Key.Key_Return)
        first.close()
        again = window(qtbot, tmp_path / "unit")
        assert again.desk is not None and again.desk.session.entered("Q06.1").text == typed
        told = "“人工造林”还在键入，已存为“15”" in again.desk.notice.words
        assert told is not entered, again.desk.notice.words
        again.close()
    last = window(qtbot, tmp_path / "unit")
    assert last.desk is not None and not last.desk.notice.words, "it is said once"
    last.close()


def test_a_second_program_on_the_same_folder_is_told_so_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    other = make_trial(tmp_path / "unit", "610924")
    made = window(qtbot, tmp_path / "unit")
    page = made.findChild(StorePage)
    assert made.start is None and page is not None, "never the invitation to begin anew"
    words = "\n".join(one.text() for one in page.findChildren(QLabel))
    assert "另一个碳报程序" in words and "数据还在" in words
    other.store.close()
    page.retry.click()
    assert made.desk is not None
    made.close()


def test_a_store_that_another_program_holds_is_shown_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "610924").store.close()
    with closing(sqlite3.connect(tmp_path / "unit" / "tanbao.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        made = window(qtbot, tmp_path / "unit")
        assert made.desk is not None, "where somebody was last is not worth a refusal"
        other.execute("ROLLBACK")
    made.close()


def test_a_folder_nobody_may_write_is_no_beginning(qtbot: QtBot, tmp_path: Path) -> None:
    make_trial(tmp_path / "unit", "610924").store.close()
    lock = tmp_path / "unit" / "tanbao.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()  # the file cannot be written, whoever asks
    made = window(qtbot, tmp_path / "unit")
    assert made.start is None and made.findChild(StorePage) is not None
    made.close()


def test_damaged_data_are_offered_their_newest_copy_and_what_it_lacks_is_seen_first(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with make_trial(tmp_path / "unit", "610924") as workspace:
        keep_dated(workspace.store, datetime.now(PLAN_ZONE))
    (tmp_path / "unit" / "tanbao.db").write_bytes(b"no database" * 2000)
    made = window(qtbot, tmp_path / "unit")
    page = made.findChild(StorePage)
    assert page is not None and page.box is not None and page.box.copies.count() == 1
    page.box.put_back.click()
    assert "经办人" in page.box.wrong.text(), "the act names its person"
    page.box.by.setText("张三")
    page.box.put_back.click()
    qtbot.waitUntil(lambda: not page.box.seen.isHidden(), timeout=60_000)
    assert made.desk is None, "nothing is opened before it was confirmed"
    page.box.seen.click()
    assert made.desk is not None and not made.desk.session.workspace.store.get_value(RESTORED)
    made.close()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EIO, 9999])
def test_what_the_system_says_is_said_in_chinese(qapp: object, number: int) -> None:
    words = trouble(OSError(number, "Permission denied", "/somewhere/tanbao.lock"))
    assert "denied" not in words and "/somewhere/tanbao.lock" in words


def test_qt_speaks_chinese_too(qapp: object) -> None:
    line = QLineEdit()
    assert any("复制" in action.text() for action in line.createStandardContextMenu().actions())
    assert QLocale().dayName(1) == "星期一"


def test_what_no_screen_caught_is_said_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    from ui.window.app import reporter

    made = window(qtbot, tmp_path / "nothing")
    reporter(made)(OSError, OSError(28, "No space left on device", "store.db"), None)
    assert made.start is not None and "store.db" in made.start.notice.words
    made.close()


def test_initials_of_common_characters() -> None:
    assert initials("人工造林（一）") == "rgzly"
