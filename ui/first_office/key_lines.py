"""Key lines: the passphrase of the office's key, typed twice; what is wrong is told below its line and nowhere else."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.passphrases import strength
from ui.look.widgets import label, row

NAME_WIDTH, GAP = 120, 8


class KeyLines(QWidget):
    """Two lines with their names."""

    def __init__(self, taken: Callable[[], None]) -> None:
        """Start empty; Enter in the second line does `taken`."""
        super().__init__()
        self.once, self.again = QLineEdit(), QLineEdit()
        self._strength, self._differs = label("", "quiet", wrap=True), label("", "error", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._ask("first_run.key.once", self.once, self._strength, self.again.setFocus)
        self._ask("first_run.key.again", self.again, self._differs, taken)
        self.once.textChanged.connect(lambda text: self._tell(strength(text)[0] if text else ""))

    def _ask(self, words: str, edit: QLineEdit, told: QWidget, then: Callable[[], None]) -> None:
        """A line with its name, and below it, where it begins, what is told of it."""
        name = label(say(words))
        name.setFixedWidth(NAME_WIDTH)
        name.setBuddy(edit)
        edit.setAccessibleName(say(words))
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.returnPressed.connect(then)
        edit.textChanged.connect(self._differs.hide)
        self._layout.addLayout(row(name, edit, spacing=GAP))
        below = row(NAME_WIDTH + GAP, told, spacing=0)
        below.setStretch(1, 1)
        self._layout.addLayout(below)
        told.hide()

    def _tell(self, words: str) -> None:
        self._strength.setText(words)
        self._strength.setVisible(bool(words))

    def passphrase(self) -> str:
        """Return what was typed twice; "" after saying below its line why it cannot be taken."""
        secret = self.once.text()
        words, mark = strength(secret)
        if mark in (Mark.ERROR, Mark.NONE):
            self._tell(words)
            self.once.setFocus()
            return ""
        if secret != self.again.text():
            self._differs.setText(say("office.first.key.differs"))
            self._differs.show()
            self.again.setFocus()
            return ""
        return secret
