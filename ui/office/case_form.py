"""Case form: the fields under a case that is decided, only those it needs, with what is wrong beside them."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from models.basics.messages import say as word
from ui.look.widgets import label
from ui.office.asking import AskedField


class CaseForm(QWidget):
    """Labelled lines; `taken` when Enter is pressed in the last one that was still empty."""

    taken = Signal()
    edited = Signal()

    def __init__(self) -> None:
        """Start without fields."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.edits: dict[str, QLineEdit] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._fields: tuple[AskedField, ...] = ()
        self._wrong = label("", "error", wrap=True)

    def show_fields(self, fields: Iterable[AskedField]) -> None:
        """Show these fields, two in a line; what was typed into one of the same name stays."""
        kept = {name: edit.text() for name, edit in self.edits.items()}
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._wrong:
                widget.hide()
                widget.deleteLater()
        self._fields, self.edits, self.boxes = tuple(fields), {}, {}
        for number, one in enumerate(self._fields):
            name = label(one.words)
            self._grid.addWidget(name, number // 2, number % 2 * 2)
            if one.choices:
                name.setBuddy(self._box(one, number))
                continue
            edit = QLineEdit(kept.get(one.name) or one.text)
            edit.setAccessibleName(one.words)
            if one.secret:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self._go_on)
            edit.textEdited.connect(self.edited)
            name.setBuddy(edit)
            self._grid.addWidget(edit, number // 2, number % 2 * 2 + 1)
            self.edits[one.name] = edit
        self._grid.addWidget(self._wrong, (len(self._fields) + 1) // 2, 0, 1, 4)
        self.say("")

    def _box(self, one: AskedField, number: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(one.words)
        for value, words in one.choices.items():
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(one.text))
        box.activated.connect(self.edited)
        self._grid.addWidget(box, number // 2, number % 2 * 2 + 1)
        self.boxes[one.name] = box
        return box

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, by name."""
        chosen = {name: str(box.currentData() or "") for name, box in self.boxes.items()}
        return {**{name: edit.text().strip() for name, edit in self.edits.items()}, **chosen}

    def say(self, words: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._wrong.setText(words)

    def forget(self) -> None:
        """Empty the fields, for another case."""
        for one in self._fields:
            if one.name in self.edits:
                self.edits[one.name].setText(one.text)

    def said(self) -> Mapping[str, str] | None:
        """Return the texts by name; None, with the first empty field at hand, when something is lacking."""
        texts = self.texts()
        lacking = [one for one in self._fields if one.needed and not texts[one.name]]
        if not lacking:
            return texts
        self.say(word("office.ask.lacking", 栏="、".join(one.words for one in lacking)))
        first = lacking[0].name
        (self.boxes[first] if first in self.boxes else self.edits[first]).setFocus()
        return None

    def _go_on(self) -> None:
        empty = [name for name, edit in self.edits.items() if not edit.text().strip() and name in self._needed()]
        if empty:
            self.edits[empty[0]].setFocus()
        else:
            self.taken.emit()

    def _needed(self) -> frozenset[str]:
        return frozenset(one.name for one in self._fields if one.needed)
