"""New-key box: a unit changes its key, with the old one or, when its passphrase is forgotten, without. No data is lost.

With the old key a request is written that it signs (`renew`); without it the old key file is put aside.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.period import PLAN_ZONE
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import say, trouble
from ui.look.widgets import button, emptied, note, row
from ui.session.screen import ScreenContext

LINE = 360


class NewKeyBox(QWidget):
    """Two links; then a sentence that says what will happen, and the button that does it."""

    def __init__(self, desk: ScreenContext, out: Callable[[], Path], done: Callable[[], None]) -> None:
        """Serve the key file of the desk's workspace; `out` says where a request goes, `done`: it was put aside."""
        super().__init__()
        self._desk, self._out, self._done = desk, out, done
        self._workspace = desk.session.workspace
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._offer()

    def _offer(self) -> None:
        emptied(self._box)
        links = [button(say("filing.forgotten"), self.ask, "link")]
        if self._workspace.store.get_value("certificate"):
            links.insert(0, button(say("filing.renew"), self.ask_renewal, "link"))
        self._box.addLayout(row(*links, None))

    def ask(self) -> None:
        """Say what will happen without the old key."""
        emptied(self._box)
        acts = row(button(say("filing.new_key"), self.put_aside), button(say("filing.no_new_key"), self._offer), None)
        self._box.addWidget(note(say("filing.forgotten_words"), Mark.WARNING, acts))

    def put_aside(self) -> None:
        """Put the key file aside: the next sealing makes a new one and asks for its passphrase twice."""
        from forms.papers.enrolment import put_key_aside

        try:
            put_key_aside(self._workspace.folder, datetime.now(PLAN_ZONE))
        except OSError as error:
            emptied(self._box)
            self._box.addWidget(note(trouble(error), Mark.ERROR))
            return
        self._done()

    def ask_renewal(self, wrong: str = "") -> None:
        """Say what a renewal does, and ask for the old passphrase and, if it is to change, the new one twice."""
        emptied(self._box)
        self._box.addWidget(note(say("filing.renew_words"), Mark.HINT))
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        names = ("filing.passphrase_old", "filing.passphrase_new", "filing.again")
        for line, words in zip((self.old, self.new, self.again), names, strict=True):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(say(words))
            line.setAccessibleName(say(words))
            line.setMaximumWidth(LINE)
            line.returnPressed.connect(self.renew)
            self._box.addWidget(line)
        if wrong:
            self._box.addWidget(note(wrong, Mark.ERROR))
        go = button(say("filing.renew_now"), self.renew)
        self._box.addLayout(row(go, button(say("filing.no_new_key"), self._offer), None))

    def renew(self) -> None:
        """Write the request in the background; what was typed goes with the fields."""
        old, new = self.old.text(), self.new.text()
        if new != self.again.text():
            self.ask_renewal(say("filing.passphrase_differs"))
            return
        workspace, out = self._workspace, self._out()
        by = person_of(workspace.store)

        def work(_: Progress) -> tuple[Path, str]:
            from forms.unit.renewal import renew_key

            asked = renew_key(workspace, old, out, at=datetime.now(PLAN_ZONE), by=by, new_passphrase=new)
            return asked.file, asked.code

        def done(made: tuple[Path, str]) -> None:
            emptied(self._box)
            words = say("filing.renewed", 文件=made[0], 核对码=made[1])
            self._box.addWidget(note(words, Mark.DONE))
            self._desk.tell(words, Mark.DONE)

        def failed(error: BaseException) -> None:
            self.ask_renewal(trouble(error))

        emptied(self._box)
        words = say("filing.renewing")
        self._box.addWidget(note(words, Mark.HINT))
        self._desk.lane.run(self, work, done, failed, words=words)
