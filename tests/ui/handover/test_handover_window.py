"""A workspace moves in the window: what the file holds is said first, the old one is read only, both desks have it."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.workspace.act import ActKind
from tests.ui.seen import menu_lines
from ui.basics.window_settings import WindowMemory
from ui.handover.dialogs import ask_hand_over, ask_resume, ask_take_over
from ui.office.asking import FieldsDialog
from ui.session.trial_workspace import make_trial
from ui.window.main_window import MainWindow


def window(qtbot: QtBot, folder: Path) -> MainWindow:
    made = MainWindow(folder, WindowMemory(folder.parent / "memory.ini"))
    qtbot.addWidget(made)
    made.show()
    return made


def words_of(dialog: FieldsDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def test_a_workspace_is_given_taken_over_and_taken_up_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_trial(tmp_path / "old", "610924").store.close()
    made = window(qtbot, tmp_path / "old")
    assert made.desk is not None
    assert "移交到新电脑或接任的人…" in menu_lines(made)
    store = made.desk.session.workspace.store
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [])
    dialog = ask_hand_over(made, store, "紫阳县", "张三", made.lane, made._set_up)
    dialog.edits["to"].setText("李四")
    dialog.take()
    assert "还没有选文件夹" in words_of(dialog) and not store.read_only, "nothing is done without a place"
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(tmp_path / "stick")])
    wait = Event()
    made.lane.run(made, lambda _: wait.wait(), lambda _: None, lambda _: None)
    dialog.take()
    assert dialog.edits["to"].isReadOnly() and made.lane.at_work == "正在写移交文件（MB）"
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "停止").click()
    wait.set()
    qtbot.waitUntil(lambda: "已停止" in words_of(dialog))
    assert not store.read_only and list((tmp_path / "stick").glob("*")) == [], "what is stopped changes nothing"
    dialog.take()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert made.desk is not None and made.desk.session.workspace.store.handed_over is not None
    assert made.desk.bottom._saved.text() == "只读，不保存", "it does not say that each cell is saved"
    assert "重新启用本机的数据…" in menu_lines(made)
    (file,) = (tmp_path / "stick").iterdir()

    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(tmp_path / "old")])
    taking = ask_take_over(made, file, made.lane, made._set_up)
    assert "紫阳县的全部数据" in words_of(taking) and "张三" in words_of(taking)
    assert "其中：办过的事" in words_of(taking)
    taking.take()
    assert "中已有碳报的数据" in words_of(taking), "no workspace is written over"
    monkeypatch.setattr("ui.files.dialogs.answer", lambda _: [str(tmp_path / "new")])
    taking.take()
    qtbot.waitUntil(lambda: taking.result() == QDialog.DialogCode.Accepted)
    assert made.desk is not None and made.desk.session.workspace.folder == tmp_path / "new"
    assert not made.desk.session.workspace.store.read_only

    made.open_folder(tmp_path / "old")
    assert made.desk is not None
    store = made.desk.session.workspace.store
    again = ask_resume(made, store, "张三", made._set_up)
    assert "李四" in words_of(again)
    again.edits["reason"].setText("接收人没有接")
    again.take()
    store = made.desk.session.workspace.store
    assert not store.read_only
    assert [row.why for row in store.acts.rows(ActKind.HANDOVER)][-1] == "接收人没有接"
    made.close()


def test_a_file_that_is_none_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    from ui.handover.menu import take_over_file

    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    said: list[str] = []
    made = window(qtbot, tmp_path / "nothing")
    take_over_file(tmp_path / "x.zip", made, made.lane, made._set_up, lambda words, mark: said.append(words))
    assert len(said) == 1 and "x.zip" in said[0]
    made.close()
