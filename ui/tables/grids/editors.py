"""Cell editors: what opens in a cell, and the keys with which it is left.

A key that leaves an editor keeps what was typed, then moves — Enter down, Shift+Enter up, Tab right, and the arrows
where typing began the edit, as in a spreadsheet. Esc leaves and keeps nothing.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QWidget

from models.filling.clipboard import block_of
from ui.look.theme import colour
from ui.tables.chords import chord
from ui.tables.copied import copied_text
from ui.tables.grids.choice_list import ChoiceList

Index = QModelIndex | QPersistentModelIndex
LEAVE = {
    "Return": (1, 0), "Shift+Return": (-1, 0), "Tab": (0, 1), "Shift+Tab": (0, -1), "Down": (1, 0), "Up": (-1, 0),
}  # fmt: skip
ARROWS = {"Left": (0, -1), "Right": (0, 1)}  # leave only where typing began the edit
_NOWHERE = QModelIndex()
DONE = "done"  # property of an editor that has given its text, or is closed in any other way
EMPTIED = "emptied"  # property of an editor that was opened to write anew: what stood in the cell is not wanted
FILL = "Ctrl+Return"  # over a selection of several cells: what was typed goes into each


def draw_frame(painter: QPainter, area: QRect, tone: QColor, width: int = 2) -> None:
    """Draw the frame of a cell one is at, or that could not be read.

    Four strips inside the cell: half of a line along its edge lies outside, and at 150 % that is all there is of it.
    """
    high, wide = area.height(), area.width()
    for strip in (QRect(0, 0, wide, width), QRect(0, high - width, wide, width)):
        painter.fillRect(strip.translated(area.topLeft()), tone)
    for strip in (QRect(0, 0, width, high), QRect(wide - width, 0, width, high)):
        painter.fillRect(strip.translated(area.topLeft()), tone)


class EditsCells(Protocol):
    """A grid whose current place can be edited."""

    def open_editor(self) -> None:
        """Open the editor of the current place."""

    def viewport(self) -> QWidget:
        """What the editors lie in."""


def open_list(view: EditsCells) -> None:
    """Open the editor of the current place, and the list where there is one to choose from."""
    view.open_editor()
    for box in view.viewport().findChildren(ChoiceList):
        if box.isVisible():
            box.alone = True
            box.showPopup()


def empty_editor(viewport: QWidget) -> None:
    """Take away what stands in the editor that was just opened in a grid; the cell has it until the editor is left."""
    from PySide6.QtWidgets import QPlainTextEdit  # loaded with the first cell that is written in

    for editor in viewport.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not editor.isVisible() or editor.property(DONE):
            continue
        editor.setProperty(EMPTIED, True)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            editor.clear()
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(0)


class EditorDelegate(QStyledItemDelegate):
    """Delegate whose editors are left as those of a spreadsheet; the view says how editing began and moves on."""

    left = Signal(int, int, bool)  # rows, columns to go; True: by an arrow, which goes round in no selection
    block_wanted = Signal()  # a block was pasted into an editor in which nothing typed stands
    block_refused = Signal()  # … into one somebody has typed in
    choice_refused = Signal(str)  # what was typed begins no choice of a list: what to tell
    emptied = Signal(QModelIndex)  # a cell was left with nothing written over what it said
    fill_wanted = Signal(str)  # what was typed is wanted in every selected cell

    several: Callable[[], bool] = staticmethod(lambda: False)  # True while several cells are selected
    current: Callable[[], QModelIndex] = staticmethod(lambda: _NOWHERE)  # the active one
    typing: Callable[[], bool] = staticmethod(lambda: False)  # True while typing began the edit

    def __init__(self, parent: QObject | None = None) -> None:
        """Follow how editors are closed: while one is, Qt still brings it the keys and timers that are on their way."""
        super().__init__(parent)
        self.closeEditor.connect(lambda editor, *_: editor.setProperty(DONE, True))

    def active_among(self, index: Index) -> bool:
        """True for the active cell of several that are selected: untinted, and what is typed goes into it."""
        return index == self.current() and self.several()

    def draw_current(self, painter: QPainter, area: QRect, index: Index, state: QStyle.StateFlag) -> None:
        """Frame the cell one is at: a thin frame while the keyboard is elsewhere, its tint alone is hardly seen."""
        if state & QStyle.StateFlag.State_HasFocus or self.active_among(index):
            draw_frame(painter, area, colour("accent"))
        elif index == self.current():
            draw_frame(painter, area, colour("accent"), 1)

    def list_editor(self, choices: Sequence[str], parent: QWidget) -> ChoiceList:
        """Return a list that is done as soon as something is chosen in it."""
        box = ChoiceList(choices, parent)
        box.activated.connect(lambda _: self._done(box))
        box.unmatched.connect(self.choice_refused)
        box.given_up.connect(lambda: self._give_up(box))
        return box

    def _done(self, editor: QWidget) -> None:
        """Keep what was typed and close, once: an editor that is on its way out may still be sent a key."""
        if editor.property(DONE):
            return
        editor.setProperty(DONE, True)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _give_up(self, editor: QWidget) -> None:
        """Close an editor and keep nothing of it."""
        if not editor.property(DONE):
            editor.setProperty(DONE, True)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the editor with the keys of a spreadsheet."""
        if watched.property(DONE):
            return False
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and self._filled_by(watched, event):
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if self._left_by(watched, chord(event)):
                return True
            if isinstance(watched, QLineEdit) and chord(event) in ("Ctrl+V", "Shift+Ins") and self._block(watched):
                return True
        return super().eventFilter(watched, event)

    def _filled_by(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Put what was typed into every selected cell; the key is taken before the window's shortcut has it."""
        if chord(event) != FILL or not self.several():
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            text = editor.text()
            self.closeEditor.emit(editor)
            self.fill_wanted.emit(text)
        return True

    def _left_by(self, editor: QWidget, pressed: str) -> bool:
        arrow = pressed in ("Up", "Down") or pressed in ARROWS
        typed = isinstance(editor, QLineEdit) and (self.typing() or pressed in LEAVE)
        if arrow and not (typed or (isinstance(editor, ChoiceList) and editor.pending)):
            return False
        step = LEAVE.get(pressed) or (ARROWS.get(pressed) if self.typing() else None)
        if step is None:
            return False
        self._done(editor)
        self.left.emit(*step, arrow)
        return True

    def _block(self, editor: QLineEdit) -> bool:
        """Paste more than one cell as a block of cells, never flattened into one line."""
        text = copied_text()
        block = block_of(text)
        if len(block) == 1 and len(block[0]) == 1:
            if QGuiApplication.clipboard().text():
                return False
            editor.insert(text)  # the line itself knows no HTML
            return True
        if editor.isModified() and editor.text():
            self.block_refused.emit()
            return True
        self.closeEditor.emit(editor)
        self.block_wanted.emit()
        return True

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the text as it was typed."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the text to the model."""
        if not isinstance(editor, QComboBox | QLineEdit):
            return
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()
        if text or not self._written_over(editor):
            model.setData(index, text)
        else:
            self.emptied.emit(index)

    def _written_over(self, editor: QComboBox | QLineEdit) -> bool:
        """True where what stood in the cell was written over, also a state, of which an editor shows nothing."""
        typed = isinstance(editor, QLineEdit) and editor.isModified() and self.typing()
        return typed or bool(editor.property(EMPTIED))
