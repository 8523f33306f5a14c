"""A disk that is full, locked or away while the window is open, and takes what is written again: nothing is lost."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.basics.errors import MachineError
from models.store.file.files import STORE
from tests.models.store.conftest import small_disk  # noqa: F401 - a fixture
from ui.basics.window_settings import WindowMemory
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow
from ui.window.store_page import StorePage
from ui.window.unit_desk import UnitDesk

Q3 = "2020Q3"


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)


@pytest.fixture
def folder(small_disk: Path) -> Path:  # noqa: F811
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    made = small_disk / "unit"
    make_trial(made, "610924").store.close()
    return made


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[list[MainWindow]]:
    """Those of a test, closed before the disk is taken away."""
    made: list[MainWindow] = []
    yield made
    for one in made:
        one.close()


def window(qtbot: QtBot, folder: Path, windows: list[MainWindow]) -> MainWindow:
    made = MainWindow(folder, WindowMemory(folder.parent.parent / "memory.ini"))
    windows.append(made)
    qtbot.addWidget(made)
    made.show()
    return made


def desk_of(window: MainWindow) -> UnitDesk:
    assert window.desk is not None
    return window.desk


def stored(desk: UnitDesk, at: str) -> str:
    cells = desk.session.workspace.store.sheets.cells(Q3)
    return cells[at].text if at in cells else ""


def test_what_a_full_disk_could_not_take_is_saved_once_there_is_room(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    for at, figure in (("Q06.1", "12.5"), ("Q06.2", "3"), ("Q06.1", "12.6")):
        with pytest.raises(MachineError, match="disk_full"):
            desk.edits.put(at, figure)
    qtbot.waitUntil(lambda: "2 格还没有存下" in desk.notice.words)
    (folder.parent / "filler").unlink()
    qtbot.waitUntil(lambda: "2 格已补存" in desk.notice.words)
    assert (stored(desk, "Q06.1"), stored(desk, "Q06.2"), desk.edits.waiting) == ("12.6", "3", 0)
    desk.edits.undo()
    assert (stored(desk, "Q06.1"), stored(desk, "Q06.2")) == ("", ""), "one step"


def test_what_was_written_since_is_not_written_over(qtbot: QtBot, folder: Path, windows: list[MainWindow]) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    fill(folder.parent)
    with pytest.raises(MachineError, match="disk_full"):
        desk.edits.put_all({"Q06.1": desk.session.read("Q06.1", "1"), "Q06.2": desk.session.read("Q06.2", "2")})
    (folder.parent / "filler").unlink()
    desk.edits.put("Q06.1", "9")
    qtbot.waitUntil(lambda: "1 格已补存" in desk.notice.words)
    assert (stored(desk, "Q06.1"), stored(desk, "Q06.2")) == ("9", "2")


def test_what_was_typed_while_a_folder_was_away_is_saved_when_it_is_back(
    qtbot: QtBot, folder: Path, windows: list[MainWindow]
) -> None:
    desk = desk_of(window(qtbot, folder, windows))
    desk.session.set_period(Q3)
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(MachineError, match="store_gone"):
        desk.edits.put("Q06.1", "8.5")
    away.rename(folder)
    qtbot.waitUntil(lambda: "1 格已补存" in desk.notice.words)
    assert stored(desk, "Q06.1") == "8.5"


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
    assert stored(again, "Q06.2") == "4"


def test_a_page_that_says_what_stands_in_the_way_looks_again_when_somebody_comes_back(
    qtbot: QtBot, tmp_path: Path, windows: list[MainWindow]
) -> None:
    folder = tmp_path / "unit"
    make_trial(folder, "610924").store.close()
    with folder.joinpath("tanbao.lock").open("ab"):
        first = window(qtbot, folder, windows)
    second = window(qtbot, folder, windows)
    page = second.findChild(StorePage)
    assert page is not None and page.again_when_seen is not None, "the first window has it"
    first.close()
    assert (folder / STORE).exists()
    second.activateWindow()
    qtbot.waitUntil(lambda: second.isActiveWindow())
    qtbot.waitUntil(lambda: second.desk is not None)
