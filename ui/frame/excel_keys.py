"""Excel keys: what people press by habit on any page — today's date, going to a cell, the next sheet — does what it
does in a spreadsheet; what has no meaning here says in one sentence what to do instead.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.look.views import PlaceTable
from ui.session.screen import NavigationEntry

DATE = "date"  # property of a field that takes one
TOLD = {
    "Ctrl+S": "save", "F12": "save", "Ctrl+P": "print", "Ctrl+H": "replace", "Alt+=": "sum", "Ctrl+9": "hide",
    "Ctrl+0": "hide", "Ctrl+B": "format", "Ctrl+I": "format", "Ctrl+U": "format", "Ctrl+1": "format",
}  # fmt: skip


class KeyedDesk(Protocol):
    """What is used of the unit's desk."""

    page: str

    def tell(self, words: str, mark: Mark) -> None:
        """Say a sentence in the bottom bar."""

    def go(self, target: str) -> None:
        """Open a page by its key, or go to an address."""

    def open_go_to(self) -> None:
        """Open the line that goes anywhere."""

    def pages(self) -> tuple[NavigationEntry, ...]:
        """Every page of the desk."""


def add_excel_keys(desk: KeyedDesk, window: QWidget) -> None:
    """Let a desk know these keys, whatever has the keyboard in its window."""
    acts: dict[str, Callable[[], object]] = {
        "F5": desk.open_go_to,
        "Ctrl+G": desk.open_go_to,
        "Ctrl+;": lambda: put_today(desk),
        "Ctrl+PgDown": lambda: turn(desk, 1),
        "Ctrl+PgUp": lambda: turn(desk, -1),
    }
    for key, name in TOLD.items():
        acts[key] = partial(desk.tell, say(f"window.excel.{name}"), Mark.HINT)
    for key, act in acts.items():
        QShortcut(QKeySequence.fromString(key), window).activated.connect(act)


def turn(desk: KeyedDesk, step: int) -> None:
    """Open the next page (or the one before) of those that hold something or ask for something."""
    keys = [page.key for page in desk.pages() if not page.empty or page.key == desk.page]
    if desk.page in keys:
        desk.go(keys[(keys.index(desk.page) + step) % len(keys)])


def put_today(desk: KeyedDesk) -> None:
    """Put today's date where one is typed; elsewhere say so."""
    focus, today = QApplication.focusWidget(), f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"
    view = _table_of(focus)
    if view is not None and view.takes_date(view.currentIndex()):
        if isinstance(focus, QLineEdit) and view.state() is QAbstractItemView.State.EditingState:
            focus.setText(today)
        else:
            view.put_text(today)
    elif view is None and isinstance(focus, QLineEdit) and focus.property(DATE):
        focus.setText(today)
        focus.editingFinished.emit()
    else:
        desk.tell(say("window.excel.no_date"), Mark.HINT)


def _table_of(widget: QWidget | None) -> PlaceTable | None:
    """The table a widget is, or is an editor of."""
    while widget is not None and not isinstance(widget, PlaceTable):
        widget = widget.parentWidget()
    return widget
