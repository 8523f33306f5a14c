"""The dialog of files that Qt draws itself says nothing in English."""

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QFileSystemModel, QLabel
from pytestqt.qtbot import QtBot

from ui.window.app import speak

ENGLISH = re.compile(r"[A-Za-z]{2,}")


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
