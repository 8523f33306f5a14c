"""Dialogs: the one place where the window asks for files and folders.

In the dialog that Qt draws itself, Delete, F2 and a dragged name delete, rename and move what lies on the disk. Who
chooses a file changes none: here these are taken away. A new folder can be made where something is to be written.
Where the system has a dialog of its own, that is shown, and its ways are the system's. A dialog opens where somebody
chose last, the first one among the person's documents or at home, never in the folder of the program.
Qt's dialog is loaded when somebody is asked.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

CHANGES = ("qt_rename_action", "qt_delete_action")  # what the right button offers in Qt's dialog


class Visited:
    """Where somebody chose last in this run of the program; "" = nowhere yet."""

    folder = ""


def ask_file(parent: QWidget, words: str, folder: str = "", kinds: str = "") -> str:
    """Return the path of a file to read; "" when none was chosen."""
    return next(iter(_ask(parent, words, folder, kinds, "ExistingFile")), "")


def ask_files(parent: QWidget, words: str, folder: str = "", kinds: str = "") -> list[str]:
    """Return the paths of files to read; none when none was chosen."""
    return _ask(parent, words, folder, kinds, "ExistingFiles")


def ask_folder(parent: QWidget, words: str, folder: str = "") -> str:
    """Return the path of a folder; "" when none was chosen."""
    return next(iter(_ask(parent, words, folder, "", "Directory")), "")


def ask_where_to_write(parent: QWidget, words: str, name: str, kinds: str) -> str:
    """Return the path of a file to write, with a name proposed; "" when none was chosen."""
    return next(iter(_ask(parent, words, "", kinds, "AnyFile", name)), "")


def _ask(parent: QWidget, words: str, folder: str, kinds: str, mode: str, name: str = "") -> list[str]:
    from PySide6.QtWidgets import QFileDialog

    dialog = file_dialog(parent.window(), words, folder, kinds, QFileDialog.FileMode[mode])
    if name:
        dialog.selectFile(name)
        dialog.setDefaultSuffix(Path(name).suffix[1:])  # so that it asks about the file that will be written
    chosen = answer(dialog)
    if chosen:
        Visited.folder = chosen[0] if mode == "Directory" else str(Path(chosen[0]).parent)
    dialog.deleteLater()
    return chosen


def answer(dialog: "QFileDialog") -> list[str]:
    """Show a dialog until it is answered; return the paths chosen, none when it was left."""
    return dialog.selectedFiles() if dialog.exec() else []


def file_dialog(
    parent: QWidget | None, words: str, folder: str, kinds: str, mode: "QFileDialog.FileMode"
) -> "QFileDialog":
    """Return a dialog in which nothing on the disk can be changed, except that a folder is made to write into."""
    from PySide6.QtWidgets import QFileDialog

    folder = folder or Visited.folder
    dialog = QFileDialog(parent, words, folder, kinds)
    if not folder and dialog.directory() == QDir.current():
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.setDirectory(str(documents if documents.is_dir() else Path.home()))
    dialog.setFileMode(mode)
    reading = mode in (QFileDialog.FileMode.ExistingFile, QFileDialog.FileMode.ExistingFiles)
    dialog.setOption(QFileDialog.Option.ReadOnly, reading)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode == QFileDialog.FileMode.Directory)
    if mode == QFileDialog.FileMode.AnyFile:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    for view in dialog.findChildren(QAbstractItemView):
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        for key in view.findChildren(QShortcut):
            key.setEnabled(False)
    for action in dialog.findChildren(QAction):
        if action.objectName() in CHANGES:
            action.setVisible(False)
    return dialog
