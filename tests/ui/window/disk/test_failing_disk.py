"""A folder that is away, may only be read, dies, fails or is held: the desk stays, and what was typed is saved later."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.store.file.files import STORE
from tests.ui.window.disk.desks import Q3, desk_of, kept, window
from ui.window.main_window import MainWindow
from ui.window.store_page import StorePage

HOLD = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('BEGIN IMMEDIATE'); print(1, flush=True); input()"


def test_what_was_typed_while_a_folder_was_away_is_saved_when_it_is_back(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    away = folder.with_name("away")
    folder.rename(away)
    desk.edits.put("Q06.1", "8.5")
    assert "不在原处" in desk.notice.words and "有 1 处还没有存下" in desk.notice.words
    away.rename(folder)
    qtbot.waitUntil(lambda: "1 处已补存" in desk.notice.words)
    assert kept(folder, "Q06.1") == "8.5"


def test_what_is_typed_in_a_folder_that_can_only_be_read_waits_until_it_can_be_written(
    qtbot: QtBot, own_folder: Path, windows: list[MainWindow]
) -> None:
    made = window(qtbot, own_folder, windows)
    desk_of(made).session.set_period(Q3)
    files = [str(one) for one in own_folder.glob(f"{STORE}*")]
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+i", *files], check=False).returncode:
        pytest.skip("no right to keep an open file from being written here")
    try:
        desk_of(made).edits.put("Q06.1", "6.5")
        assert "现在不能写入，有 1 处还没有存下" in desk_of(made).notice.words
        qtbot.wait(1200)
        assert desk_of(made).session.workspace.store.waiting, "it is tried again, and goes on waiting"
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)
    qtbot.waitUntil(lambda: not desk_of(made).session.workspace.store.waiting)
    assert kept(own_folder, "Q06.1") == "6.5"


def test_a_desk_opened_to_be_read_goes_on_where_it_was_once_it_can_be_written(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder.parent)], check=True)
    made = window(qtbot, folder, windows)
    desk = desk_of(made)
    assert desk.session.workspace.store.read_only
    desk.go("Q06.2")
    qtbot.wait(1200)
    assert made.desk is desk, "nothing is opened anew before it can be written"
    subprocess.run(["mount", "-o", "remount,rw", str(folder.parent)], check=True)
    qtbot.waitUntil(lambda: made.desk is not None and not made.desk.session.workspace.store.read_only)
    again = desk_of(made)
    assert again.place == "Q06.2" and "又能照常保存" in again.notice.words
    again.edits.put("Q06.2", "4")
    assert kept(folder, "Q06.2") == "4"


def test_a_page_that_says_what_stands_in_the_way_looks_again_when_somebody_comes_back(
    qtbot: QtBot, own_folder: Path, windows: list[MainWindow]
) -> None:
    with own_folder.joinpath("tanbao.lock").open("ab"):
        first = window(qtbot, own_folder, windows)
    second = window(qtbot, own_folder, windows)
    page = second.findChild(StorePage)
    assert page is not None and page.again_when_seen is not None, "the first window has it"
    first.close()
    assert (own_folder / STORE).exists()
    second.activateWindow()
    qtbot.waitUntil(lambda: second.isActiveWindow())
    qtbot.waitUntil(lambda: second.desk is not None)


@pytest.mark.skipif(sys.platform != "linux", reason="an open file is made dead as Linux lets one")
def test_what_waits_is_saved_after_a_stick_was_out_and_its_open_files_are_dead(
    qtbot: QtBot, own_folder: Path, windows: list[MainWindow]
) -> None:
    made = window(qtbot, own_folder, windows)
    desk_of(made).session.set_period(Q3)
    desk_of(made).go("Q06.2")
    dead, files = os.open(own_folder, os.O_RDONLY), (own_folder / STORE, own_folder / f"{STORE}-wal")  # locks are had
    for one in Path("/proc/self/fd").iterdir():
        if one.exists() and one.resolve() in files:
            os.dup2(dead, int(one.name))  # neither read nor written
    os.close(dead)
    desk_of(made).edits.put("Q06.1", "6.5")
    assert desk_of(made).session.workspace.store.waiting
    qtbot.waitUntil(lambda: made.desk is not None and not made.desk.session.workspace.store.waiting)
    assert kept(own_folder, "Q06.1") == "6.5" and desk_of(made).place == "Q06.2"


@contextmanager
def no_more_bytes() -> Iterator[None]:
    """A quota, or a disk that dies: it shows room, and no file may grow."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another program that writes, a backup say."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, store], stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None and other.stdout.readline() == b"1\n"
        yield
        other.communicate(b"\n")


@pytest.mark.parametrize("hinders", ["fails with room on it", "is held"])
def test_a_store_that_takes_nothing_for_a_while_is_waited_for_by_the_desk_that_is_open(
    qtbot: QtBot, own_folder: Path, windows: list[MainWindow], hinders: str
) -> None:
    """Opened anew it took no more, a page took the desk's place, or it was said to save again while nothing did."""
    made = window(qtbot, own_folder, windows)
    desk = desk_of(made)
    desk.session.set_period(Q3)
    opened: list[Path] = []
    made.folder_opened.connect(opened.append)
    hindered: AbstractContextManager[None] = held(own_folder / STORE) if hinders == "is held" else no_more_bytes()
    with hindered:
        desk.edits.put("Q06.1", "6.5")
        qtbot.wait(5000)
        assert opened == [] and desk.session.workspace.store.waiting.count == 1
        assert desk.bottom._saved.text() == "1 处还没有存下" and "能照常保存" not in desk.notice.words
    qtbot.waitUntil(lambda: not desk.session.workspace.store.waiting)
    assert kept(own_folder, "Q06.1") == "6.5" and made.desk is desk
