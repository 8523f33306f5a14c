"""Go to (Ctrl+K): any cell, page or register by name, code or pinyin initials."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from models.sheet.sheet import Sheet
from ui.basics.enter_key import is_enter
from ui.basics.pinyin import initials
from ui.basics.places import place_words
from ui.basics.texts import say
from ui.look.fitting import fit
from ui.look.views import QuietList
from ui.look.widgets import column
from ui.session.screen import NavigationEntry

MOST = 60


class GoTo(QDialog):
    """A line and what fits it; Enter goes."""

    place_wanted = Signal(str)

    def __init__(self, sheet: Sheet, pages: Iterable[NavigationEntry], parent: QWidget | None = None) -> None:
        """Gather everything one can go to."""
        super().__init__(parent, Qt.WindowType.Popup)
        fit(self, 520, 380)
        self.line, self._list = QLineEdit(), QuietList()
        self.line.setPlaceholderText(say("goto.here"))
        self._names = QStringListModel(self)
        self._list.setModel(self._names)
        self._list.setEditTriggers(QuietList.EditTrigger.NoEditTriggers)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(self.line, self._list)
        layout.setContentsMargins(10, 10, 10, 10)
        self.setLayout(layout)
        self._all = [(page.title, page.key, page.key) for page in pages if page.key]
        self._all += [(place_words(sheet, at), at, at) for at in sheet.addresses()]
        self._keys = [f"{name} {code} {initials(name)}".lower() for name, code, _ in self._all]
        self._shown: list[str] = []
        self.line.textChanged.connect(self.look_up)
        self._list.clicked.connect(lambda index: self._go(index.row()))
        self.look_up("")

    def look_up(self, text: str) -> None:
        """Show what fits all words of a text."""
        words = text.lower().split()
        fits = [n for n, key in enumerate(self._keys) if all(word in key for word in words)][:MOST]
        self._shown = [self._all[n][2] for n in fits]
        self._names.setStringList([say("goto.line", 名=self._all[n][0], 码=self._all[n][1]) for n in fits])
        self._list.setCurrentIndex(self._names.index(0))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.accept()
            self.place_wanted.emit(self._shown[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes; the arrows choose while the line keeps the keyboard."""
        row = self._list.currentIndex().row()
        if is_enter(event):
            self._go(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentIndex(self._names.index(min(max(row + step, 0), len(self._shown) - 1)))
        else:
            super().keyPressEvent(event)
