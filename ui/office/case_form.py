"""Case form: the fields under a case that is decided, only those it needs, with what is wrong beside them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from ui.basics.enter_key import is_enter
from ui.look.widgets import ChoiceBox, label, shelf
from ui.office.asking import AskedField, lacking_words

SHORT = frozenset(("by", "checked", "document", "doc_no"))  # fields of a name or a number
PARTS, FEW = 4, 2  # of a line: a long field takes two, a short one one; where there is little width, each takes one
GAP, LEAST = 12, 84  # pixels: between the parts of a line; of a short field


class _OnePressEdit(QLineEdit):
    """A line in which Enter that is held down counts once: what it does is to be seen before the next."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass over Enter that repeats itself."""
        if is_enter(event) and event.isAutoRepeat():
            event.accept()
            return
        super().keyPressEvent(event)


class CaseForm(QWidget):
    """Labelled lines; `taken` when Enter is pressed in the last one that was still empty."""

    taken = Signal()
    edited = Signal()

    def __init__(self, above: QWidget) -> None:
        """Start without fields; Tab goes into them from what stands `above`."""
        super().__init__()
        self._above = above
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(6)
        self.edits: dict[str, QLineEdit] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._fields: tuple[AskedField, ...] = ()
        self._pairs: tuple[tuple[QWidget, QWidget], ...] = ()  # label and field of each
        self._parts = 0
        self._of, self._drafts = "", dict[str, dict[str, str]]()  # whose fields stand here; of others, what was typed
        self._wrong = label("", "error", wrap=True)
        shelf(self, self._wrong)  # until a case has fields

    def show_fields(self, fields: Iterable[AskedField], of: str = "") -> None:
        """Show the fields `of` a case, in as few lines as there is width for, with what was typed for this case.

        What was typed for another waits until that one is shown again; a passphrase does not.
        """
        self._drafts[self._of] = self._typed(secrets=of == self._of)
        kept, self._of = self._drafts.pop(of, {}), of
        self._take_out()
        for one in (part for pair in self._pairs for part in pair):
            one.hide()
            one.deleteLater()
        self._fields, self.edits, self.boxes = tuple(fields), {}, {}
        self._pairs = tuple(self._made(one, kept.get(one.name, "")) for one in self._fields)
        self._lay()
        in_order = (self._above, *(field for _, field in self._pairs))
        for before, after in pairwise(in_order):  # else what is made anew comes last in the window
            self.setTabOrder(before, after)
        self.say("")

    def _typed(self, *, secrets: bool) -> dict[str, str]:
        """What was typed and chosen beside what stood there."""
        texts, given = self.texts(), {one.name: one.text for one in self._fields if secrets or not one.secret}
        return {name: texts[name] for name, text in given.items() if texts[name] != text}

    def _made(self, one: AskedField, text: str) -> tuple[QWidget, QWidget]:
        name = label(one.words)
        field = self._box(one, text) if one.choices else self._edit(one, text)
        field.setAccessibleName(one.words)
        name.setBuddy(field)
        return name, field

    def _edit(self, one: AskedField, text: str) -> QLineEdit:
        edit = self.edits[one.name] = _OnePressEdit(text or one.text)
        if one.secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.returnPressed.connect(self._go_on)
        edit.textEdited.connect(self._changed)
        return edit

    def _box(self, one: AskedField, chosen: str) -> QComboBox:
        box = self.boxes[one.name] = ChoiceBox()
        for value, words in one.choices.items():
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(chosen or one.text))
        box.setMinimumContentsLength(1)
        box.activated.connect(self._changed)
        return box

    def _changed(self) -> None:
        """What is wrong ends with the next edit."""
        self.say("")
        self.edited.emit()

    def _take_out(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass

    def _lay(self) -> None:
        """Put labels and fields into their places; one under another where they belong to the same part of a line."""
        self._take_out()
        self._parts = PARTS if self._has_room() else FEW
        for number in range(PARTS):
            self._grid.setColumnStretch(2 * number + 1, int(number < self._parts))
        below = 0
        for pair, (line, part, wide) in zip(self._pairs, self._places(self._parts), strict=True):
            self._grid.addWidget(pair[0], line, 2 * part)
            self._grid.addWidget(pair[1], line, 2 * part + 1, 1, 2 * wide - 1)
            below = line + 1
        self._grid.addWidget(self._wrong, below, 0, 1, 2 * self._parts)

    def _places(self, parts: int) -> Iterator[tuple[int, int, int]]:
        """Yield line, first part and number of parts of each field."""
        line = part = 0
        for one in self._fields:
            wide = 1 if parts == FEW or one.name in SHORT else 2
            if part + wide > parts:
                line, part = line + 1, 0
            yield line, part, wide
            part += wide

    def _has_room(self) -> bool:
        """True where a line of four short fields leaves each of them wide enough for a name."""
        widths = [0] * PARTS
        for pair, (_, part, _) in zip(self._pairs, self._places(PARTS), strict=True):
            widths[part] = max(widths[part], pair[0].sizeHint().width())
        return sum(widths) + PARTS * (2 * GAP + LEAST) <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields out anew where there is room for more, or for fewer, in a line."""
        super().resizeEvent(event)
        if (PARTS if self._has_room() else FEW) != self._parts:
            self._lay()

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, by name."""
        chosen = {name: str(box.currentData() or "") for name, box in self.boxes.items()}
        return {**{name: edit.text().strip() for name, edit in self.edits.items()}, **chosen}

    def choose(self, name: str, value: str) -> None:
        """Choose in a field of choices; nothing where there is no such field."""
        if name in self.boxes:
            self.boxes[name].setCurrentIndex(self.boxes[name].findData(value))

    def go_in(self) -> None:
        """Give the keyboard to the first field; nothing without any."""
        for one in self._fields[:1]:
            (self.boxes.get(one.name) or self.edits[one.name]).setFocus()

    def say(self, words: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._wrong.setText(words)

    def set_busy(self, *, busy: bool) -> None:
        """Take nothing more while what was typed is used; the keyboard stays where it is."""
        for edit in self.edits.values():
            edit.setReadOnly(busy)
        for box in self.boxes.values():
            box.setEnabled(not busy or box.hasFocus())

    def forget(self, of: str = "") -> None:
        """Empty the fields: what stood in them was used. `of` another case: what waits there is."""
        if of and of != self._of:
            self._drafts.pop(of, None)
            return
        for one in self._fields:
            if one.name in self.edits:
                self.edits[one.name].setText(one.text)
            else:
                self.boxes[one.name].setCurrentIndex(self.boxes[one.name].findData(one.text))

    def said(self) -> Mapping[str, str] | None:
        """Return the texts by name; None, with the first field that lacks something at hand, otherwise."""
        texts = self.texts()
        lacking = [one for one in self._fields if one.lacks(texts[one.name])]
        if not lacking:
            return texts
        self.say(lacking_words(lacking, texts))
        first = lacking[0].name
        (self.boxes[first] if first in self.boxes else self.edits[first]).setFocus()
        return None

    def _go_on(self) -> None:
        lines = [(one, self.edits[one.name]) for one in self._fields if one.name in self.edits]
        lacking = [edit for one, edit in lines if one.lacks(edit.text())]
        if lacking and not lacking[0].text().strip() and not lacking[0].hasFocus():
            lacking[0].setFocus()
        else:  # what stands there and does not do, or lacks where one is, is said by whoever takes it
            self.taken.emit()
