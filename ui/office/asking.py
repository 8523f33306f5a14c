"""Asking: the fields an act of the office needs, in one dialog: labelled lines, the effect above them, one primary.

What is wrong is said under the fields and nothing typed is lost; the dialog closes only when the act is done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from itertools import accumulate

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QDialog, QGridLayout, QLineEdit, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.records import dataclass
from models.sheet.explanation import says_why
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file
from ui.look.fitting import fit
from ui.look.views import QuietNames
from ui.look.widgets import button, column, label, row, scrolled

WIDTH, SIDE, EDGE = 480, 20, 16
MOST_LISTED, LEAST_LISTED = 200, 12  # pixels: a longer list is scrolled; the room around its lines
CHOICE = "choice"  # the name of the field that chooses among what is compared
LATER = object()  # what an act returns that goes on in the background


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """One line to fill in; `secret` shows dots, `reason` asks why, `choices` are offered (value → words).

    `files` (Qt's filter of names) makes it the path of a file, with a button to choose it.
    """

    name: str
    words: str
    text: str = ""
    secret: bool = False
    reason: bool = False
    needed: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    files: str = ""

    def lacks(self, text: str) -> bool:
        """True where what was typed is not what is asked: nothing, or as a reason words that say none."""
        said = text.strip()
        return (self.reason and not says_why(said)) if said else self.needed


def lacking_words(lacking: Sequence[AskedField], texts: Mapping[str, str]) -> str:
    """Say that the first is a reason that says none, where words stand in it; else which fields are empty."""
    if texts[lacking[0].name].strip():
        return say("errors.reason_vague")
    return say("office.ask.lacking", 栏="、".join(one.words for one in lacking))


class FieldsDialog(QDialog):
    """The dialog. `act` is given the texts by name and does it; it raises what the person should read."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        effect: str,
        fields: Sequence[AskedField],
        primary: str,
        act: Callable[[Mapping[str, str]], object],
        *,
        listed: Sequence[str] = (),
    ) -> None:
        """Build the dialog; `listed` are the places an act is about, shown before it is done.

        An act that returns LATER goes on in the background, and closes the dialog or calls `refuse` when it has ended.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self._act, self._fields = act, tuple(fields)
        self._wrong, self._grown = label("", "error", wrap=True), 0  # by how much the dialog grew for it
        self._warned = ""  # what was typed when it was said that closing loses it
        self._busy = self._kept_open = False  # its act goes on in the background; and cannot be stopped
        self._choosers: list[QWidget] = []
        self.edits = {one.name: self._edit(one) for one in fields}
        self.primary = button(primary, self.take, "primary")
        self.primary.setDefault(False)
        self.primary.setAutoDefault(False)
        cancel = self.cancel = button(say("office.ask.cancel"), self.reject)
        cancel.setAutoDefault(False)
        self.listed = _names(title, listed)
        inner = column(label(effect, wrap=True), self.listed, self._lines(), None, spacing=12)
        self._area = scrolled(inner)
        self._whole = column(self._area, self._wrong, row(None, cancel, self.primary), spacing=12)
        self._whole.setStretch(0, 1)
        self._whole.setContentsMargins(SIDE, EDGE, SIDE, EDGE)
        self._wrong.hide()
        self.setLayout(self._whole)
        self._take_size(inner)
        for one in (self._lacking() or self._fields)[:1]:  # a list of places above would have the keyboard
            self.edits[one.name].setFocus()

    def _edit(self, one: AskedField) -> QLineEdit:
        edit = QLineEdit(one.text)
        edit.setAccessibleName(one.words)
        if one.secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.returnPressed.connect(self.go_on)
        edit.textEdited.connect(lambda: self.refuse(""))
        return edit

    def _lines(self) -> QGridLayout:
        """The fields below each other: what is asked, what is typed, and where it is a file the button to choose it."""
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for number, one in enumerate(self._fields):
            edit, name = self.edits[one.name], label(one.words)
            name.setBuddy(edit)
            grid.addWidget(name, number, 0)
            grid.addWidget(edit, number, 1, 1, 1 if one.files else 2)
            if one.files:
                grid.addWidget(self._chooser(one, edit), number, 2)
        return grid

    def _take_size(self, inner: QBoxLayout) -> None:
        """Be as large as all that is asked needs, where the screen has the room."""
        for part in (self, *self.findChildren(QWidget)):  # else measured in another type than they are shown in
            part.ensurePolished()
        self.listed.resize(WIDTH - 2 * SIDE, MOST_LISTED)
        self.listed.doItemsLayout()  # a line that has no room takes more of the height
        self.listed.setFixedHeight(_height_of(self.listed))
        wide = max(WIDTH, inner.minimumSize().width() + 2 * SIDE)
        tall = inner.heightForWidth(wide - 2 * SIDE) if inner.hasHeightForWidth() else 0
        around = 2 * EDGE + self._whole.spacing() + self.primary.sizeHint().height()
        fit(self, wide, (tall or inner.sizeHint().height()) + around)

    def add(self, *widgets: QWidget) -> None:
        """Put more above the buttons, with room for what is seen of it: nothing that is asked is scrolled away."""
        more = 0
        for one in widgets:
            self._whole.insertWidget(self._whole.count() - 1, one)
            one.ensurePolished()
            more += 0 if one.isHidden() else one.sizeHint().height() + self._whole.spacing()
        fit(self, self.width(), self.height() + more)

    def show_part(self, part: QWidget, *, shown: bool) -> None:
        """Show or hide what was put above the buttons; the dialog grows and shrinks by it, the fields stay seen."""
        if part.isHidden() is shown:
            part.setVisible(shown)
            part.ensurePolished()
            height = part.sizeHint().height() + self._whole.spacing()
            fit(self, self.width(), self.height() + (height if shown else -height))

    def _chooser(self, one: AskedField, edit: QLineEdit) -> QWidget:
        def choose() -> None:
            chosen = ask_file(self, one.words, kinds=one.files)
            if chosen:
                edit.setText(chosen)

        found = button(say("office.ask.choose"), choose)
        found.setAutoDefault(False)
        self._choosers.append(found)
        return found

    @property
    def busy(self) -> bool:
        """True while its act goes on in the background."""
        return self._busy

    def set_busy(self, *, busy: bool, stops: bool) -> None:
        """Take nothing more while the act goes on; the keyboard stays where it is. `stops`: closing stops it."""
        self._busy, self._kept_open = busy, busy and not stops
        for edit in self.edits.values():
            edit.setReadOnly(busy)
        for one in self._choosers:
            one.setEnabled(not busy)
        self.primary.setEnabled(not busy or self.primary.hasFocus())  # else the keyboard would jump off it
        self.cancel.setEnabled(not self._kept_open)

    def go_on(self) -> None:
        """Go to the next field that is still empty; from the last one do the act, or say what is in the way."""
        empty = [one.name for one in self._lacking()[:1] if not self.edits[one.name].text().strip()]
        if empty and not self.edits[empty[0]].hasFocus():  # Enter in the empty field itself is told what it lacks
            self._go_to(empty[0])
        else:
            self.take()

    def _go_to(self, name: str) -> None:
        self.edits[name].setFocus()
        self._area.ensureWidgetVisible(self.edits[name])

    def _lacking(self) -> list[AskedField]:
        return [one for one in self._fields if one.lacks(self.edits[one.name].text())]

    def _texts(self) -> dict[str, str]:
        return {name: edit.text().strip() for name, edit in self.edits.items()}

    def take(self) -> None:
        """Do the act and close, or say what is in the way; nothing while it is done."""
        if self._busy:
            return
        if lacking := self._lacking():
            self.refuse(lacking_words(lacking, self._texts()))
            self._go_to(lacking[0].name)
            return
        try:
            goes_on = self._act(self._texts()) is LATER
        except (AppError, MachineError, OSError) as error:
            self.refuse(trouble(error))
            return
        if not goes_on:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc close what nothing was typed into; of what was typed it says first that it would be lost."""
        if event.key() == Qt.Key.Key_Escape and (self._kept_open or self._would_lose()):
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window by its frame does as Esc does."""
        if self._kept_open or self._would_lose():
            event.ignore()
        else:
            super().closeEvent(event)

    def _would_lose(self) -> bool:
        """Say it, and return True, where something typed would be lost that was not warned of; not while it is used."""
        typed = "\n".join(edit.text() for one in self._fields if not one.secret for edit in (self.edits[one.name],))
        given = "\n".join(one.text for one in self._fields if not one.secret)
        if self._busy or typed in (given, self._warned):
            return False
        self._warned = typed
        self.refuse(say("office.ask.typed"))
        return True

    def accept(self) -> None:
        """Close; the page's list has the keyboard again where a button had it: Enter does not ask anew."""
        super().accept()
        own = getattr(self.parentWidget(), "list_with_keyboard", None)  # of an OfficePage, which lies above this file
        if own is not None and not isinstance(own.window().focusWidget(), QAbstractItemView):
            own.setFocus()

    def refuse(self, words: str) -> None:
        """Say under the fields why it was not done, "" for nothing; the dialog grows for it, the fields stay seen."""
        before = self.height() - self._grown
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        self._whole.activate()  # else what stood there still counts
        more = self._wrong.heightForWidth(self.width() - 2 * SIDE) + self._whole.spacing() if words else 0
        fit(self, self.width(), before + more)
        self._grown = self.height() - before


def _height_of(names: QuietNames) -> int:
    """The height of a list, laid out, that shows all of its lines, or as many whole ones as there is room for."""
    heights = [names.visualItemRect(names.item(n)).height() for n in range(names.count())]
    around = names.height() - names.viewport().height()
    whole = (one + around for one in accumulate(heights) if one + around <= MOST_LISTED)
    tall = sum(heights) + 2 * names.frameWidth() + LEAST_LISTED
    return tall if tall <= MOST_LISTED else max(whole, default=MOST_LISTED)


def _names(title: str, listed: Sequence[str]) -> QuietNames:
    """The places an act is about; one that has no room goes on in the next line."""
    names = QuietNames()
    names.setAccessibleName(title)
    names.setWordWrap(True)
    names.setResizeMode(QuietNames.ResizeMode.Adjust)
    names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    names.addItems(listed)
    names.setVisible(names.count() > 0)
    return names
