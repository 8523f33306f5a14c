"""Filter bar: type a few characters and only the rows that hold them stay in sight (Ctrl+F, Esc ends it); beside it
the buttons that narrow a page to what is not filled in yet, or to what something was found about.

Understands Chinese and pinyin initials; hides nothing for good and changes nothing. Which rows a text means is the
screen's to say.
"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark, Standing
from ui.basics.pinyin import initials
from ui.look.widgets import button, label, row

FILTERS = ("", "empty", "wrong")


def holds(text: str, wanted: str) -> bool:
    """True when a text, or its pinyin initials, holds what was typed."""
    return wanted.lower() in text.lower() or (wanted.isascii() and wanted.lower() in initials(text))


class _FilterEdit(QLineEdit):
    """A line that Esc empties."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End filtering with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """The line to type in, hidden until it is wanted, and how many rows are left."""

    changed = Signal(str)  # what is wanted, "" = everything
    entered = Signal()  # Return: back to the rows

    def __init__(self) -> None:
        """Start hidden and empty."""
        super().__init__()
        self.line = _FilterEdit()
        self.line.setPlaceholderText(say("window.filter.here"))
        self.line.setAccessibleName(say("window.filter.here"))
        self.line.setMaximumWidth(320)
        self._left = label("", "small")
        self.setLayout(row(self.line, self._left, None))
        self.line.textChanged.connect(lambda text: self.changed.emit(text.strip()))
        self.line.returnPressed.connect(self.entered)
        self.line.given_up.connect(self.end)
        self.hide()

    def begin(self) -> None:
        """Show the line and put the keyboard into it."""
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def end(self) -> None:
        """Show all rows again."""
        inside = self.line.hasFocus()
        self.line.clear()
        if inside:
            self.entered.emit()  # before it goes: the keyboard would fall to whatever comes next
        self.hide()

    def tell(self, left: int, of: int) -> None:
        """Say how many rows are in sight."""
        self._left.setText(say("window.filter.left", n=left, m=of) if self.line.text().strip() else "")


class OnlyButtons(QWidget):
    """One button for each filter, with how many places it would show; one of them is chosen."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        """Call `choose` with a filter."""
        super().__init__()
        self.name = ""
        self.buttons = {name: button("", partial(choose, name), "state") for name in FILTERS}
        for one in self.buttons.values():
            one.setCheckable(True)
        self.setLayout(row(None, *self.buttons.values(), spacing=8))

    def show_counts(self, standing: Standing, addresses: Iterable[str], whole: str) -> None:
        """Say how many of a page's places each filter would show; `whole`: what is said of showing everything."""
        here = list(addresses)
        for name, one in self.buttons.items():
            number = len(places_left(name, standing, here)) if name else 0
            words = f"window.table.only_{name}" if number else f"window.table.only_{name}_none"
            one.setText(say(words, n=number) if name else whole)
            one.setChecked(name == self.name)
            one.setEnabled(not name or bool(number) or name == self.name)


def places_left(name: str, standing: Standing, addresses: Iterable[str]) -> set[str]:
    """Return the places where somebody has something to do: the empty ones, or the others."""
    waiting = (at for at in addresses if at in standing.waiting)
    return {at for at in waiting if (standing.mark(at) is Mark.MISSING) is (name == "empty")}
