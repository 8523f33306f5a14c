"""The program is killed while its disk is full: what waited is there again when the workspace is opened."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.sheet.explanation import Explanation
from models.store import UnitStore
from models.store.unit.waiting import Kind
from tests.ui.window.disk.desks import Q3, desk_of, kept, window
from ui.basics.folders import UNSAVED, settings_folder, unsaved_file
from ui.keeping.rescue import take_up
from ui.window.main_window import MainWindow

KEY, WORDS = "CK-B41@Q06.1", "受旱情影响，见台账"
CLERK = """
import sys
from pathlib import Path
from models.sheet.rows import read_row
from tests.ui.window.disk.desks import Q3, fill
from ui.basics.window_settings import WindowMemory
from ui.window.app import application
from ui.window.main_window import MainWindow

folder = Path(sys.argv[1])
app = application()
window = MainWindow(folder, WindowMemory(folder.parent.parent / "memory.ini"))
window.show()
desk = window.desk
desk.session.set_period(Q3)
desk.edits.put("Q06.1", "1")
fill(folder.parent)
desk.edits.put("Q06.1", "7.5")
desk.edits.put("Q06.2", "未开展")
desk.edits.put_rows("R08", [read_row(desk.session.plan.registers["R08"], 1, {"项目": "恒口小学"})])
desk.session.explain("CK-B41@Q06.1", "受旱情影响，见台账", "source")
print("typed", desk.session.workspace.store.waiting.count, flush=True)
app.exec()
"""


@pytest.fixture
def killed(folder: Path) -> Path:
    """A workspace whose program was killed after four places were given to a full disk; there is room again."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    clerk = subprocess.Popen(
        [sys.executable, "-c", CLERK, str(folder)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert clerk.stdout is not None and clerk.stdout.readline() == "typed 4\n"
    clerk.send_signal(signal.SIGKILL)
    clerk.wait()
    clerk.stdout.close()
    (folder.parent / "filler").unlink()
    return folder


def aside(folder: Path) -> Path:
    """The file of a workspace; its name is made from the folder's and from nothing in it."""
    path = unsaved_file(folder)
    assert path.parent == settings_folder() / UNSAVED
    return path


def test_what_waited_is_shown_and_saved_at_the_next_start(
    qtbot: QtBot, killed: Path, windows: list[MainWindow]
) -> None:
    assert kept(killed, "Q06.1") == "1"
    assert aside(killed).stat().st_mode & 0o777 == 0o600 and aside(killed).parent.stat().st_mode & 0o077 == 0
    desk = desk_of(window(qtbot, killed, windows))
    desk.session.set_period(Q3)
    assert desk.session.entered("Q06.1").text == "7.5", "shown at once"
    qtbot.waitUntil(lambda: not desk.session.workspace.store.waiting)
    qtbot.waitUntil(lambda: "4 处" in desk.notice.words)
    assert kept(killed, "Q06.1") == "7.5" and [row.get("项目") for row in desk.session.rows("R08")] == ["恒口小学"]
    assert desk.session.written(KEY) == Explanation(WORDS, "source")
    assert [one.after.text for one in desk.session.history("Q06.1")] == ["1", "7.5"]
    assert not aside(killed).exists(), "it is not needed any more"


def test_what_was_given_since_is_not_put_back_to_what_waited(killed: Path) -> None:
    with UnitStore.open(killed) as store:
        store.sheets.put_cells(Q3, {"Q06.1": replace(store.sheets.cells(Q3)["Q06.1"], raw="1.0")}, "李四")
        assert take_up(killed, store) == 3
        assert store.sheets.cells(Q3)["Q06.1"].raw == "1.0"
        store.waiting.clear()
        store.sheets.put_cells(Q3, {"Q06.1": replace(store.sheets.cells(Q3)["Q06.1"], raw="1")}, "李四")
        assert take_up(killed, store) == 3, "nor later, when the place says again what it said then"
        store.waiting.clear()
    aside(killed).unlink()


@pytest.mark.parametrize("twist", ["cut", "other", "rows", "shape", "link", "pipe"])
def test_a_file_of_another_store_or_none_is_left_alone(killed: Path, twist: str) -> None:
    path = aside(killed)
    content = path.read_bytes()
    if twist == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif twist == "other":
        path.write_text(json.dumps(json.loads(content) | {"store": ["610924", "2020-01-01"]}))
    elif twist == "rows":
        said = json.loads(content)
        for one in said["given"]:
            one[3] = one[3][:8] if one[0] == Kind.ROWS else one[3]
        path.write_text(json.dumps(said))
    elif twist == "shape":
        path.write_text("[1]")
    else:
        path.unlink()
        path.symlink_to(killed / "tanbao.db") if twist == "link" else os.mkfifo(path)
    with UnitStore.open(killed) as store:
        assert take_up(killed, store) == 0 and not store.waiting
    path.unlink()
