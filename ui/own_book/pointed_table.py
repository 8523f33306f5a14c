"""Pointed table: a grid of the mapping in which Enter takes the current cell, with the keys of a spreadsheet.

Only what may be typed is written by a key; one that would write or take away elsewhere is refused in words.
"""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.filling.clipboard import block_of
from ui.basics.enter_key import is_enter
from ui.look.views import QuietTable, write_on
from ui.look.widgets import ChoiceBox
from ui.tables.chords import chord, jump, types_text
from ui.tables.copied import copied_text

TAKE_AWAY = ("Del", "Backspace", "Ctrl+X", "Shift+Del", "Ctrl+R", "F4", "Alt+Down")  # where nothing can be written
PASTES = ("Ctrl+V", "Shift+Ins")
UP = "Shift+Return"
JUMPS = {"Ctrl+Up": (-1, 0), "Ctrl+Down": (1, 0), "Ctrl+Left": (0, -1), "Ctrl+Right": (0, 1)}
LISTS = ("F4", "Alt+Down")
EDIT = Qt.ItemDataRole.EditRole


class PointedTable(QuietTable):
    """A table that is pointed at."""

    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Be dressed as a grid."""
        super().__init__(parent)
        self.setObjectName("pointed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the cell with Enter; move, paste, fill down and open a list as a spreadsheet does."""
        pressed, here = chord(event), self.currentIndex()
        editing = self.state() is QAbstractItemView.State.EditingState
        if editing or (types_text(event) and self._written(here)):
            super().keyPressEvent(event)
        elif is_enter(event) and pressed != UP:
            self.activated.emit(here)
        elif not self._acted(pressed, here):
            if types_text(event) or pressed in TAKE_AWAY:
                self.refused.emit()
            else:
                super().keyPressEvent(event)

    def _acted(self, pressed: str, here: QModelIndex) -> bool:
        """Do what a spreadsheet does with a key; False for a key it does nothing with here."""
        if pressed == UP:
            self.setCurrentIndex(here.siblingAtRow(max(here.row() - 1, 0)))
        elif pressed in JUMPS:
            self._jump(*JUMPS[pressed])
        elif pressed in PASTES:
            self._put(here, _first_cell(copied_text()))
        elif pressed == "Ctrl+D":
            self._put(here, str(here.siblingAtRow(here.row() - 1).data(EDIT) or ""))
        elif pressed == "F2" and self._written(here):
            self.edit(here)
            write_on(self)
        elif pressed in LISTS and self._written(here):
            self._open_list(here)
        else:
            return False
        return True

    @staticmethod
    def _written(index: QModelIndex) -> bool:
        return bool(index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable)

    def _put(self, index: QModelIndex, text: str) -> None:
        if self._written(index) and text:
            self.model().setData(index, text)
        else:
            self.refused.emit()

    def _open_list(self, index: QModelIndex) -> None:
        self.edit(index)
        for box in self.viewport().findChildren(ChoiceBox):
            if box.isVisible():
                box.showPopup()

    def _jump(self, rows: int, columns: int) -> None:
        """Go to the end of what is filled, or over what is empty to the next that is."""
        here, model = self.currentIndex(), self.model()
        if not here.isValid():
            return
        if rows:
            line = range(here.row() + rows, model.rowCount() if rows > 0 else -1, rows)
            target = here.siblingAtRow(jump(here.row(), line, lambda row: bool(here.siblingAtRow(row).data())))
        else:
            line = range(here.column() + columns, model.columnCount() if columns > 0 else -1, columns)
            target = here.siblingAtColumn(jump(here.column(), line, lambda x: bool(here.siblingAtColumn(x).data())))
        self.setCurrentIndex(target)


def _first_cell(text: str) -> str:
    """A single figure that was copied; "" for a block."""
    block = block_of(text)
    return block[0][0].strip() if len(block) == 1 and len(block[0]) == 1 else ""
