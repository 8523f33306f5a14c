"""Step 签名口令: the passphrase of the unit's key, typed twice; then everything is made. It is kept nowhere."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.passphrases import SHORTEST, strength
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep, line
from ui.look.marks import MarkLabel
from ui.look.widgets import button, label, note, row

LINE_WIDTH, NAME_WIDTH = 360, 88
KEY_FILE = "unit.p12"


class KeyStep(SetupStep):
    """Two lines, and how strong what is typed is."""

    key = "key"

    def __init__(self, course: Course) -> None:
        """Ask for a passphrase, unless the folder has a key already."""
        super().__init__(course)
        self.there = (course.place / KEY_FILE).exists()
        self.once = line("", say("first_run.key.once"))
        self.again = line("", say("first_run.key.again"))
        self.shown = button(say("first_run.key.show"), self._show_signs, "state")
        self.shown.setCheckable(True)
        self.shown.setAutoDefault(True)
        self.strength, self._strength_mark = label("", wrap=True), MarkLabel()
        self.same, self._same_mark = label("", wrap=True), MarkLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        if self.there:
            layout.addWidget(note(say("first_run.key.there"), Mark.DONE))
        else:
            self._build(layout)
        layout.addWidget(label(say("first_run.key.forgotten"), "quiet", wrap=True))
        layout.addStretch(1)

    def _build(self, layout: QVBoxLayout) -> None:
        told = ((self.once, self._strength_mark, self.strength), (self.again, self._same_mark, self.same))
        for field, mark, words in told:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaximumWidth(LINE_WIDTH)
            field.setMinimumWidth(LINE_WIDTH)
            field.textChanged.connect(self._judge)
            name = label(field.accessibleName())
            name.setFixedWidth(NAME_WIDTH)
            layout.addLayout(row(name, field, None))
            below = row(NAME_WIDTH + 8, mark, words)
            below.setStretch(2, 1)
            layout.addLayout(below)
            layout.addSpacing(4)
        layout.addLayout(row(NAME_WIDTH + 8, self.shown, None))
        layout.addSpacing(8)
        self._judge()

    def _show_signs(self) -> None:
        mode = QLineEdit.EchoMode.Normal if self.shown.isChecked() else QLineEdit.EchoMode.Password
        for field in (self.once, self.again):
            field.setEchoMode(mode)

    def _judge(self) -> None:
        words, mark = strength(self.once.text())
        self.strength.setText(words)
        _show(self._strength_mark, mark)
        self._compare()
        self.changed.emit()

    def _compare(self, *, over: bool = False) -> None:
        """Say whether both are the same; `over`: nothing more is typed, what is only begun is another."""
        once, again = self.once.text(), self.again.text()
        begun = not over and bool(again) and once.startswith(again) and once != again
        wrong = (over or bool(again)) and once != again and not begun
        mark = Mark.ERROR if wrong else Mark.DONE if again and again == once else Mark.NONE
        self.same.setText(
            {Mark.ERROR: say("first_run.key.differs"), Mark.DONE: say("first_run.key.same")}.get(mark, "")
        )
        _show(self._same_mark, mark)

    def words(self) -> str:
        return say("first_run.key.words", n=SHORTEST)

    def ready(self) -> bool:
        if self.there:
            return True
        fits = strength(self.once.text())[1] in (Mark.DONE, Mark.WARNING)
        return fits and self.once.text() == self.again.text()

    def first_field(self) -> QWidget | None:
        return None if self.there else self.once

    def go_on(self) -> None:
        if not self.ready():
            fits = strength(self.once.text())[1] in (Mark.DONE, Mark.WARNING)
            (self.again if fits else self.once).setFocus()
            self._compare(over=fits)
        else:
            self.course.set_up("" if self.there else self.once.text(), self._set_up)

    def _set_up(self, folder: Path, code: str) -> None:
        self.finished.emit(folder, code)


def _show(sign: MarkLabel, mark: Mark) -> None:
    """Show a mark; without one the words behind it begin where the field does."""
    sign.show_mark(mark)
    sign.setVisible(mark is not Mark.NONE)
