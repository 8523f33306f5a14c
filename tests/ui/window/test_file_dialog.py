"""The dialog of files that Qt draws itself says nothing in English, and what lies on the disk stays as it was."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDir, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.files.dialogs import Visited, ask_file, ask_files, ask_folder, ask_where_to_write, file_dialog
from ui.window.app import speak

ENGLISH = re.compile(r"[A-Za-z]{2,}")
Mode = QFileDialog.FileMode


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path, mode: Mode) -> QFileDialog:
    """A dialog in a folder with a folder and a file in it, both shown."""
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").write_bytes(b"")
    made = file_dialog(None, "接收", str(tmp_path), "", mode)
    qtbot.addWidget(made)
    made.show()
    return made


def test_its_words_are_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak(app)
    (tmp_path / "one").mkdir()
    dialog = QFileDialog(None, "接收", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    shown = [one.text().replace("&", "") for kind in (QLabel, QAbstractButton) for one in dialog.findChildren(kind)]
    shown += [one.toolTip() for one in dialog.findChildren(QAbstractButton)]
    assert len([text for text in shown if text]) > 8
    assert not [text for text in shown if ENGLISH.search(text)]
    model = dialog.findChildren(QFileSystemModel)[0]
    kind = model.index(str(tmp_path / "one")).siblingAtColumn(2)
    assert model.data(kind) == "文件夹"
    assert QCoreApplication.translate("QFileDialog", "&Open") == "打开(&O)", "what Qt says in Chinese stays"
    assert not [text for text in shown if "目录" in text], "our word is 文件夹"
    assert "替换" in QCoreApplication.translate("QFileDialog", "%1 already exists.\nDo you want to replace it?")
    heads = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())]
    assert "大小" in heads and "体积" not in heads


@pytest.mark.parametrize("mode", [Mode.ExistingFile, Mode.ExistingFiles, Mode.Directory, Mode.AnyFile])
@pytest.mark.parametrize("view", [QListView, QTreeView])
def test_no_key_in_it_changes_what_lies_on_the_disk(
    qtbot: QtBot, tmp_path: Path, opened: QFileDialog, view: type[QListView]
) -> None:
    answered: list[str] = []

    def answer() -> None:
        asking = QApplication.activeModalWidget()
        if isinstance(asking, QMessageBox):
            answered.append(asking.text())
            asking.button(QMessageBox.StandardButton.Yes).click()

    timer = QTimer(opened, interval=10)
    timer.timeout.connect(answer)
    timer.start()
    opened.setViewMode(QFileDialog.ViewMode.List if view is QListView else QFileDialog.ViewMode.Detail)
    (names,) = opened.findChildren(view, "listView" if view is QListView else "treeView")
    model = names.model()
    qtbot.waitUntil(lambda: model.rowCount(names.rootIndex()) > 0)
    names.setFocus()
    names.setCurrentIndex(model.index(0, 0, names.rootIndex()))
    assert names.currentIndex().data() == "one"
    QTest.keyClick(names, Qt.Key.Key_Delete)
    QTest.keyClick(names, Qt.Key.Key_F2)
    assert not [one for one in names.findChildren(QLineEdit) if one.isVisible()], "no name can be typed"
    assert (answered, sorted(path.name for path in tmp_path.iterdir())) == ([], ["one", "two"])
    assert names.dragDropMode() is names.DragDropMode.NoDragDrop
    offered = [
        one for one in opened.findChildren(QAction) if one.objectName() in ("qt_rename_action", "qt_delete_action")
    ]
    assert [one.isVisible() for one in offered] == [False, False]


@pytest.mark.qt_log_ignore("commitData called with an editor")  # Qt's own list, filled anew while the name is typed
@pytest.mark.parametrize("mode", [Mode.Directory, Mode.AnyFile])
def test_where_something_is_written_a_folder_can_be_made(qtbot: QtBot, tmp_path: Path, opened: QFileDialog) -> None:
    opened.activateWindow()
    (new,) = opened.findChildren(QToolButton, "newFolderButton")
    qtbot.waitUntil(new.isEnabled)
    new.click()
    qtbot.waitUntil(lambda: len(list(tmp_path.iterdir())) == 3)

    def name_field() -> QLineEdit | None:
        views = [one for kind in (QListView, QTreeView) for one in opened.findChildren(kind)]
        return next((one for view in views for one in view.findChildren(QLineEdit) if one.isVisible()), None)

    qtbot.waitUntil(lambda: name_field() is not None)
    edit = name_field()
    assert edit is not None
    QTest.keyClicks(edit, "three")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(path.name for path in tmp_path.iterdir()) == ["one", "three", "two"])


def test_a_dialog_opens_where_somebody_chose_last_and_the_first_in_no_folder_of_the_program(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Visited, "folder", "")
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    endings: list[str] = []
    opened, (one, two) = [], (tmp_path / "one", tmp_path / "two")
    one.mkdir()
    two.mkdir()
    window, chosen = QWidget(), iter([[str(one / "a.xlsx")], [str(two)], [], [str(one / "b.xlsx")]])
    qtbot.addWidget(window)

    def answered(dialog: QFileDialog) -> list[str]:
        opened.append(Path(dialog.directory().absolutePath()))
        endings.append(dialog.defaultSuffix())
        return next(chosen)

    monkeypatch.setattr("ui.files.dialogs.answer", answered)
    assert (ask_file(window, ""), ask_folder(window, "")) == (str(one / "a.xlsx"), str(two))
    assert (ask_files(window, ""), ask_where_to_write(window, "", "b.xlsx", "")) == ([], str(one / "b.xlsx"))
    assert opened[1:] == [one, two, two] and opened[0] != Path.cwd()
    assert endings == ["", "", "", "xlsx"], "it asks about the file that will be written"


@pytest.mark.parametrize("there", [True, False])
def test_the_first_dialog_opens_among_the_documents_or_at_home(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    documents = tmp_path / "documents"
    if there:
        documents.mkdir()
    monkeypatch.setattr(Visited, "folder", "")
    monkeypatch.setattr(QDir, "current", lambda: QFileDialog(None, "", "").directory())
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(documents))
    made = file_dialog(None, "", "", "", Mode.ExistingFile)
    qtbot.addWidget(made)
    assert Path(made.directory().absolutePath()) == (documents if there else Path.home())


def test_the_window_asks_for_files_in_no_other_way() -> None:
    asks = [
        path.name
        for path in (Path(__file__).parents[3] / "ui").rglob("*.py")
        if "import" in (text := path.read_text("utf-8")) and re.search(r"\bQFileDialog[.(]", text)
    ]
    assert asks == ["dialogs.py"]
