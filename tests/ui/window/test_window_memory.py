"""What the window remembers lies in a file among the person's settings, nowhere else; a damaged one is as good as none."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.basics.window_settings import FILE, WindowMemory, WindowSettings, memory_in
from ui.window.main_window import MainWindow
from ui.workspaces.recent import Recent, RecentWorkspaces

ROOT = Path(__file__).parents[3]
NOTHING = (100, None, None, None, False, [])


def everything_said(memory: WindowMemory) -> tuple[object, ...]:
    said = WindowSettings(memory)
    return (said.scale, said.language, said.dark, said.geometry, said.maximised, [*RecentWorkspaces(memory)])


@pytest.fixture(autouse=True)
def unscaled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.basics.window_settings.text_size", lambda: 100)


def test_all_of_it_lies_in_one_file_of_the_folder_of_settings(tmp_path: Path) -> None:
    memory = memory_in(tmp_path / "settings")
    assert everything_said(memory) == NOTHING
    said, shape = WindowSettings(memory), QByteArray(bytes(range(256)))
    said.scale, said.language, said.dark, said.geometry, said.maximised = 150, "en", False, shape, True
    used = Recent(folder=str(tmp_path), name="某县=“甲；乙”\r\n丙")
    RecentWorkspaces(memory).note(used)
    assert [path.name for path in (tmp_path / "settings").iterdir()] == [FILE]
    assert everything_said(memory_in(tmp_path / "settings")) == (150, "en", False, shape, True, [used])


def test_two_windows_keep_what_the_other_has_put(tmp_path: Path) -> None:
    one, other = WindowMemory(tmp_path / FILE), WindowMemory(tmp_path / FILE)
    RecentWorkspaces(one).note(Recent(folder="a", name="甲"))
    RecentWorkspaces(other).note(Recent(folder="b", name="乙"))
    WindowSettings(one).scale = 125
    assert [line.name for line in RecentWorkspaces(one)] == ["乙", "甲"]
    assert WindowSettings(other).scale == 125


@pytest.mark.skipif(sys.platform == "win32", reason="the registry, as the sheet for white lists says")
def test_what_dialogs_of_qt_note_lies_beside_it(qtbot: QtBot, tmp_path: Path) -> None:
    memory_in(tmp_path)
    delete(QFileDialog(None, "", str(tmp_path)))
    QSettings(QSettings.Scope.UserScope, "QtProject").sync()
    assert [path.name for path in tmp_path.iterdir()] == ["QtProject.conf"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(range(256)) * 8,
        b"\xff\xfe[\0w\0i\0n\0d\0o\0w\0]\0\n\0",
        b"[window]\nscale=\xc2\xb2\ndark=1\ngeometry=~\nmaximised=2\nworkspaces={}",
        b"[window]\r\nscale=9\r\nlanguage=\r\nworkspaces=[[]]\r\ngeometry=AAAA\r\n",
        b"[window]\nscale=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x9PyObject\\0\\xff)\nworkspaces=" + b"[" * 9**5,
    ],
    ids=["empty", "no text", "another encoding", "other values", "values of Windows", "an object"],
)
def test_with_a_damaged_file_the_window_opens_as_at_first_and_remembers_anew(
    content: bytes, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(content)
    memory = memory_in(tmp_path)
    scale, language, dark, _, maximised, recent = everything_said(memory)
    assert (scale, language, dark, maximised, recent) == (100, None, None, False, [])
    window = MainWindow(tmp_path / "unit", memory)
    qtbot.addWidget(window)
    window.show()
    size = window.size()
    assert size.width() > 600 and size.height() > 400
    WindowSettings(memory).scale = 150
    window.close()
    kept = WindowSettings(memory_in(tmp_path))
    assert kept.scale == 150 and kept.geometry is not None


def test_where_no_file_can_be_written_the_window_opens_and_closes_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    (tmp_path / "settings").write_bytes(b"")
    for folder in (tmp_path, tmp_path / "settings"):
        memory = memory_in(folder)
        assert everything_said(memory) == NOTHING
        window = MainWindow(tmp_path / "unit", memory)
        qtbot.addWidget(window)
        window.show()
        WindowSettings(memory).scale = 125
        assert window.close()
        assert WindowSettings(memory).scale == 125, "as long as the program runs"


def test_nowhere_is_anything_kept_in_what_is_native_to_a_system() -> None:
    """On Windows that is the registry: the sheet for white lists names every key."""
    program = [path for room in ("models", "forms", "ui") for path in (ROOT / room).rglob("*.py")]
    makes = [path.name for path in program if re.search(r"\bQSettings\(", path.read_text("utf-8"))]
    writes = [path.name for path in program if re.search(r"\b(SetValue|CreateKey)\w*\(", path.read_text("utf-8"))]
    assert (len(program) > 400, makes, writes) == (True, [], [])
