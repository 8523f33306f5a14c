"""Somebody who reports to two offices: both workspaces are listed, chosen, and kept apart."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from forms.seals.keys import keys
from models.store import UnitStore
from models.workspace.first_run import forget_interrupted
from tests.flow.conftest import founded  # noqa: F401 - a fixture
from tests.flow.town import SECRET
from ui.basics.window_settings import WindowMemory
from ui.office.asking import FieldsDialog
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow
from ui.workspaces.chooser import WorkspaceChooser
from ui.workspaces.recent import MOST, Recent, RecentWorkspaces, menu_lines

UNIT = "M12"


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "memory.ini")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this person's data lie when nobody says otherwise."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return tmp_path


def reports_to_another_office(folder: Path, town: Path) -> None:
    """Make a unit's copy into one whose office has another root: any certificate that is not the founder's."""
    shutil.copytree(town / "units" / UNIT, folder)
    with UnitStore.open(folder) as store:
        own = keys.certificate_pem(keys.load_signer(folder / "unit.p12", SECRET).certificate)
        with store.transaction(why="test"):
            store.put_value("root", own.decode())
            store.put_value("office_name", "区节能办")


def shown(window: MainWindow) -> WorkspaceChooser:
    page = window.findChild(WorkspaceChooser)
    assert page is not None
    return page


def test_a_pack_of_another_office_offers_a_second_workspace_and_later_the_one_that_is_there(
    qtbot: QtBot,
    home: Path,
    memory: WindowMemory,
    founded: Path,  # noqa: F811
) -> None:
    reports_to_another_office(home / "tanbao", founded)
    pack = next((founded / "out").glob("*任务包*.pdf"))
    window = MainWindow(home / "tanbao", memory)
    qtbot.addWidget(window)
    window.show()
    window.take([pack])
    qtbot.waitUntil(lambda: window.findChild(FieldsDialog) is not None, timeout=20_000)
    offer = window.findChild(FieldsDialog)
    assert offer is not None and "另建工作目录" in offer.primary.text()
    assert window.desk is not None, "the pack was refused, the desk is there"
    offer.primary.click()
    qtbot.waitUntil(lambda: window.start is not None and window.start.card is not None, timeout=20_000)
    assert window.start is not None and window.start.course.home == home / "tanbao-2"
    with UnitStore.open(home / "tanbao") as first:
        assert first.get_value("office_name") == "区节能办"
    assert next(iter(RecentWorkspaces(memory))).name == "", "what was begun can be chosen and gone on with"
    forget_interrupted(home / "tanbao-2")
    window.open_folder(home / "tanbao")
    shutil.copytree(founded / "units" / UNIT, home / "tanbao-2", dirs_exist_ok=True)
    MainWindow(home / "tanbao-2", memory).close()
    known = list(RecentWorkspaces(memory))
    assert known[0].office != known[1].office == "区节能办" and known[0].root != known[1].root
    window.take([pack])
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(FieldsDialog)), timeout=20_000)
    offer = next(one for one in window.findChildren(FieldsDialog) if one.isVisible())
    assert known[0].office in offer.primary.text(), "the workspace of that office is known"
    offer.primary.click()
    assert window.desk is not None and window.desk.session.workspace.folder == home / "tanbao-2"
    window.close()


def test_lines_of_the_menu_that_would_read_alike_say_in_which_folder_they_are() -> None:
    """Two trials of one unit were two lines without any difference."""
    folders = (("甲", "汉阴县", "填报"), ("乙", "汉阴县", "填报"), ("丙", "汉阴县", "试用"), ("丁", "石泉县", "填报"))
    listed = [Recent(folder=str(Path(top, low)), name=name, plan="方案") for top, name, low in folders]
    assert menu_lines(listed) == [
        f"汉阴县　方案　{Path('甲', '填报')}", f"汉阴县　方案　{Path('乙', '填报')}", "汉阴县　方案　试用", "石泉县　方案",
    ]  # fmt: skip


def test_with_two_workspaces_the_start_asks_which_and_the_menu_changes_between_them(
    qtbot: QtBot, home: Path, memory: WindowMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [home / "first", home / "second"]
    for folder, unit in zip(folders, ("610924", "610921"), strict=True):
        make_trial(folder, unit).close()
        one = MainWindow(folder, memory)
        assert one.desk is not None
        one.desk.session.set_period("2020Q3")
        one.close()
    recent = RecentWorkspaces(memory)
    listed = list(recent)
    assert [one.folder for one in listed] == [str(folders[1]), str(folders[0])]
    assert listed[0].name == "汉阴县人民政府" and listed[0].period.startswith("2020年第三季度") and listed[0].plan
    window = MainWindow(folders[1], memory, choose=True)
    qtbot.addWidget(window)
    window.show()
    page = shown(window)
    qtbot.waitUntil(page.lines[0].hasFocus)
    assert window.desk is None and "汉阴县人民政府" in page.lines[0].accessibleName()
    QTest.keyClick(page.lines[0], Qt.Key.Key_Down)
    QTest.keyClick(page.lines[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)  # a trial reports to none, as an office
    assert window.desk is not None and window.desk.session.workspace.folder == folders[0]
    menu = window.workspaces.menu(QMenu(window), folders[0], window.show_workspaces)
    menu.aboutToShow.emit()
    marked = [act.isChecked() for act in menu.actions()[:2]]
    assert marked == [True, False]
    before = window.desk
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.desk is not before, timeout=20_000)
    assert window.desk is not None and window.desk.session.workspace.folder == folders[1]
    window.show_workspaces()
    page = shown(window)
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(home)])
    page.other_wanted.emit()
    assert str(home) in page.notice.words and window.desk is None
    window.close()


def test_the_list_forgets_what_it_is_told_to_and_survives_whatever_another_version_wrote(
    qtbot: QtBot, memory: WindowMemory, tmp_path: Path
) -> None:
    recent = RecentWorkspaces(memory)
    for number in range(MOST + 3):
        recent.note(Recent(folder=str(tmp_path / str(number)), name=f"单位{number}"))
    assert len(list(recent)) == MOST and next(iter(recent)).name == f"单位{MOST + 2}"
    (tmp_path / "14").mkdir()
    page = WorkspaceChooser(recent)
    qtbot.addWidget(page)
    assert [line.isEnabled() for line in page.lines][:2] == [True, False], "a folder that is gone cannot be opened"
    recent.drop(str(tmp_path / "14"))
    assert next(iter(recent)).name == "单位13"
    for damaged in (
        "[",
        "[1]",
        '[{"folder": "x"}]',
        '{"a": 1}',
        '[{"folder": "x", "name": "y", "colour": "z"}]',
        "[" * 9**5,
    ):
        memory.put("workspaces", damaged)
        assert list(recent) == []
