"""New-key box: the way on for somebody who forgot the passphrase. No data is lost; the old key file is put aside."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.texts import say, trouble
from ui.look.widgets import button, emptied, note, row


class NewKeyBox(QWidget):
    """A link; then one sentence that says what will happen, and the button that does it."""

    def __init__(self, folder: Path, done: Callable[[], None]) -> None:
        """Serve the key file of a workspace folder; `done` is called when it has been put aside."""
        super().__init__()
        self._folder, self._done = folder, done
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._offer()

    def _offer(self) -> None:
        emptied(self._box)
        self._box.addLayout(row(button(say("filing.forgotten"), self.ask, "link"), None))

    def ask(self) -> None:
        """Say what will happen."""
        emptied(self._box)
        acts = row(button(say("filing.new_key"), self.put_aside), button(say("filing.no_new_key"), self._offer), None)
        self._box.addWidget(note(say("filing.forgotten_words"), Mark.WARNING, acts))

    def put_aside(self) -> None:
        """Put the key file aside: the next sealing makes a new one and asks for its passphrase twice."""
        from forms.papers.enrolment import put_key_aside

        try:
            put_key_aside(self._folder, datetime.now(PLAN_ZONE))
        except OSError as error:
            emptied(self._box)
            self._box.addWidget(note(trouble(error), Mark.ERROR))
            return
        self._done()
