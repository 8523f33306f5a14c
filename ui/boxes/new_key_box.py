"""New-key box: a unit changes its key, with the old one or, when its passphrase is forgotten, without. No data is lost.

With the old key a request is written that it signs (`renew`), for a key file or a UKey, each from the other or from
its like; without it the old key file is put aside.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.period import PLAN_ZONE
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.passphrases import strength
from ui.basics.texts import say, trouble
from ui.boxes.token_box import TokenBox
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext

if TYPE_CHECKING:
    from forms.papers.enrolment import Secret

LINE = 360


class NewKeyBox(QWidget):
    """Two links; then a sentence that says what will happen, and the button that does it."""

    def __init__(
        self, desk: ScreenContext, out: Callable[[], Path], done: Callable[[], None], token: TokenBox | None = None
    ) -> None:
        """Serve the key of the desk's workspace; `out` says where a request goes, `done`: its file was put aside.

        `token` is the box beside it that asks for a PIN while the key in use is on a UKey.
        """
        super().__init__()
        self._desk, self._out, self._done, self._token = desk, out, done, token
        self._workspace = desk.session.workspace
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self.new_token: TokenBox | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._offer()

    @property
    def _on_token(self) -> bool:
        return self._token is not None and self._token.on

    def _offer(self) -> None:
        emptied(self._box)
        links = []
        if self._workspace.store.get_value("certificate"):
            links.append(button(say("filing.renew"), lambda: self.ask_renewal(), "link"))
        if not self._on_token:
            links.append(button(say("filing.forgotten"), self.ask, "link"))
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

    def ask_renewal(self, wrong: str = "", *, on_token: bool = False) -> None:
        """Say what a renewal does; ask for what opens the old key, and for a new passphrase or the new key's UKey."""
        before = self.new_token
        emptied(self._box)
        self._box.addWidget(note(say("filing.renew_words"), Mark.HINT))
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        lines = [] if self._on_token else [(self.old, "filing.passphrase_old")]
        if self._on_token:
            self._box.addWidget(label(say("filing.renew_by_token"), "quiet", wrap=True))
        if not on_token:
            lines += [(self.new, "filing.passphrase_new"), (self.again, "filing.again")]
        for line, words in lines:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(say(words))
            line.setAccessibleName(say(words))
            line.setMaximumWidth(LINE)
            line.returnPressed.connect(self.renew)
            self._box.addWidget(line)
        if not on_token:
            self._show_strength()
        self.new_token = None
        if on_token:
            self.new_token = TokenBox(self._workspace.store, self._desk.lane, before=before, always=True)
            self._box.addWidget(self.new_token)
        if wrong:
            self._box.addWidget(note(wrong, Mark.ERROR))
        other = button(
            say("filing.renew_in_file" if on_token else "filing.renew_on_token"),
            lambda: self.ask_renewal(on_token=not on_token),
            "link",
        )
        go = button(say("filing.renew_now"), self.renew)
        self._box.addLayout(row(go, button(say("filing.no_new_key"), self._offer), other, None))

    def _show_strength(self) -> None:
        """How strong the new passphrase is, below it; nothing while none is typed, for then the old one stays."""
        told = label("", "quiet", wrap=True)
        told.hide()

        def typed(text: str) -> None:
            told.setText(strength(text)[0])
            told.setVisible(bool(text))

        self.new.textChanged.connect(typed)
        self._box.addWidget(told)

    def _secrets(self) -> "tuple[Secret, Secret] | str":
        """What opens the old key and the new one; or what is lacking, in words."""
        if self.new_token is None and self.new.text() != self.again.text():
            return say("filing.passphrase_differs")
        for box in (self._token if self._on_token else None, self.new_token):
            if box is not None and (lacking := box.lacking()):
                return lacking
        old = self._token.secret() if self._token is not None and self._on_token else self.old.text()
        return old, self.new_token.secret() if self.new_token is not None else self.new.text()

    def renew(self) -> None:
        """Write the request in the background; what was typed goes with the fields."""
        given, on_token = self._secrets(), self.new_token is not None
        if isinstance(given, str):
            self.ask_renewal(given, on_token=on_token)
            return
        old, new = given
        workspace, out = self._workspace, self._out()
        by = person_of(workspace.store)

        def work(_: Progress) -> tuple[Path, str]:
            from forms.unit.renewal import renew_key

            asked = renew_key(workspace, old, out, at=datetime.now(PLAN_ZONE), by=by, new=new)
            return asked.file, asked.code

        def done(made: tuple[Path, str]) -> None:
            emptied(self._box)
            words = say("filing.renewed", 文件=made[0], 核对码=made[1])
            self._box.addWidget(note(words, Mark.DONE))
            self._desk.tell(words, Mark.DONE)

        def failed(error: BaseException) -> None:
            self.ask_renewal(trouble(error), on_token=on_token)

        emptied(self._box)
        words = say("filing.renewing")
        self._box.addWidget(note(words, Mark.HINT))
        self._desk.lane.run(self, work, done, failed, words=words)
