"""New-key box: a unit changes its key, with the old one or, when its passphrase is forgotten, without. No data is lost.

With the old key a request is written that it signs (`renew`), for a key file or a UKey, each from the other or from
its like; without it the old key file is put aside.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.passphrases import strength
from ui.basics.texts import trouble
from ui.boxes.token_box import TokenBox
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext

if TYPE_CHECKING:
    from forms.papers.unit_key import Secret

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
        self._form: QWidget | None = None  # the fields of a renewal, while they are asked for
        self._strength, self._refused = label(""), False  # of the new passphrase; its refusal is told instead
        self._box, self._said = QVBoxLayout(self), QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._offer()

    @property
    def _on_token(self) -> bool:
        return self._token is not None and self._token.on

    def _offer(self) -> None:
        self._forget()
        links = []
        if self._workspace.store.get_value("certificate"):
            links.append(button(say("window.filing.renew"), lambda: self.ask_renewal(), "link"))
        if not self._on_token:
            links.append(button(say("window.filing.forgotten"), self.ask, "link"))
        self._box.addLayout(row(*links, None))

    def ask(self) -> None:
        """Say what will happen without the old key."""
        self._forget()
        acts = row(
            button(say("window.filing.new_key"), self.put_aside),
            button(say("window.filing.no_new_key"), self._offer),
            None,
        )
        self._box.addWidget(note(say("window.filing.forgotten_words"), Mark.WARNING, acts))

    def put_aside(self) -> None:
        """Put the key file aside: the next sealing makes a new one and asks for its passphrase twice."""
        from forms.papers.unit_key import put_key_aside

        try:
            put_key_aside(self._workspace.folder, datetime.now(PLAN_ZONE))
        except OSError as error:
            emptied(self._box)
            self._box.addWidget(note(trouble(error), Mark.ERROR))
            return
        self._done()

    def ask_renewal(self, wrong: str = "", *, on_token: bool = False) -> None:
        """Say what a renewal does; ask for what opens the old key, and for a new passphrase or the new key's UKey.

        What was typed stays when the new key is to be somewhere else.
        """
        typed = [line.text() for line in self._lines()] if self._form is not None else ["", "", ""]
        before = self.new_token
        emptied(self._box)
        self._form, self._said = QWidget(), QVBoxLayout()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.addWidget(note(say("window.filing.renew_words"), Mark.HINT))
        self.old, self.new, self.again = (QLineEdit(text) for text in typed)
        self.new_token = None
        self._ask_for_old(form)
        if on_token:
            self.new_token = TokenBox(self._workspace.store, self._desk.lane, before=before, always=True)
            form.addWidget(self.new_token)
        else:
            self._ask_for_new(form)
        form.addLayout(self._said)
        other = button(
            say("window.filing.renew_in_file" if on_token else "window.filing.renew_on_token"),
            lambda: self.ask_renewal(on_token=not on_token),
            "link",
        )
        go = button(say("window.filing.renew_now"), self.renew)
        form.addLayout(row(go, button(say("window.filing.no_new_key"), self._offer), other, None))
        self._box.addWidget(self._form)
        if wrong:
            self._tell(wrong, Mark.ERROR)

    def _ask_for_old(self, form: QVBoxLayout) -> None:
        if self._on_token:
            form.addWidget(label(say("window.filing.renew_by_token"), "quiet", wrap=True))
        else:
            self._ask_passphrase(form, self.old, say("window.filing.passphrase_old"))

    def _ask_for_new(self, form: QVBoxLayout) -> None:
        new = "passphrase_of_new" if self._on_token else "passphrase_new"
        self._ask_passphrase(form, self.new, say(f"window.filing.{new}"))
        self._ask_passphrase(form, self.again, say("window.filing.again"))
        self._show_strength(form)

    def _ask_passphrase(self, form: QVBoxLayout, line: QLineEdit, words: str) -> None:
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        line.setMaximumWidth(LINE)
        line.returnPressed.connect(self.renew)
        form.addWidget(line)

    def _lines(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.old, self.new, self.again

    def _tell(self, words: str, mark: Mark) -> None:
        emptied(self._said)
        self._said.addWidget(note(words, mark))

    def _show_strength(self, form: QVBoxLayout) -> None:
        """How strong the new passphrase is, below it; nothing while none is typed, for then the old one stays."""
        told = self._strength = label("", "quiet", wrap=True)

        def typed(text: str) -> None:
            if self._refused:
                emptied(self._said)
            self._refused = False
            told.setText(strength(text)[0])
            told.setVisible(bool(text))

        self.new.textChanged.connect(typed)
        form.addWidget(told)
        typed(self.new.text())

    def _lacking(self) -> tuple[str, QWidget | None]:
        """What is still to be typed, in words, and the line it is to be typed in; "" when nothing is."""
        if not self._on_token and not self.old.text():
            return say("window.seal.passphrase_empty"), self.old
        if self.new_token is None and self._on_token and not self.new.text():
            return say("window.filing.passphrase_of_new_empty"), self.new
        weak = self.new_token is None and strength(self.new.text())[1] is Mark.ERROR
        if weak:
            return strength(self.new.text())[0], self.new
        if self.new_token is None and self.new.text() != self.again.text():
            return say("window.filing.passphrase_differs"), self.again
        for box in (self._token if self._on_token else None, self.new_token):
            if box is not None and (lacking := box.lacking()):
                return lacking, None
        return "", None

    def _secrets(self) -> "tuple[Secret, Secret]":
        """What opens the old key and the new one."""
        old = self._token.secret() if self._token is not None and self._on_token else self.old.text()
        return old, self.new_token.secret() if self.new_token is not None else self.new.text()

    def renew(self) -> None:
        """Write the request in the background; what was typed stays until it is written."""
        if self._form is None or not self._form.isEnabled():
            return
        lacking, where = self._lacking()
        if lacking:
            self._refuse(lacking, where)
            return
        old, new = self._secrets()
        workspace, out = self._workspace, self._out()
        by = person_of(workspace.store)

        def work(_: Progress) -> tuple[Path, str]:
            from forms.unit.renewal import renew_key

            asked = renew_key(workspace, old, out, at=datetime.now(PLAN_ZONE), by=by, new=new)
            return asked.file, asked.code

        def done(made: tuple[Path, str]) -> None:
            words = say("window.filing.renewed", 文件=made[0], 核对码=made[1])
            self._forget()
            self._box.addWidget(note(words, Mark.DONE))
            self._desk.tell(words, Mark.DONE)

        self._form.setEnabled(False)
        words = say("window.filing.renewing")
        self._tell(words, Mark.HINT)
        self._desk.lane.run(self, work, done, self._failed, words=words)

    def _failed(self, error: BaseException) -> None:
        """Say beside the fields why no request was written; the passphrases stay, a PIN is never tried twice."""
        if self._form is None:
            return
        self._form.setEnabled(True)
        for box in (self._token if self._on_token else None, self.new_token):
            if box is not None:
                box.pin.clear()
        weak = isinstance(error, AppError) and error.code in ("passphrase_weak", "passphrase_not_ascii")
        where = None if self._on_token else self.new if weak and self.new_token is None else self.old
        self._refuse(trouble(error), where)

    def _refuse(self, words: str, where: QWidget | None) -> None:
        """Say what is wrong, once: of the new passphrase instead of how strong it is; and go to its line."""
        self._tell(words, Mark.ERROR)
        self._refused = where is self.new
        self._strength.setVisible(bool(self.new.text()) and not self._refused)
        self._go_to(where)

    def _go_to(self, line: QWidget | None) -> None:
        """Put the keyboard into a line with what stands there selected, or into the box of the UKey that is asked."""
        if isinstance(line, QLineEdit):
            line.setFocus()
            line.selectAll()
        elif (box := self.new_token or self._token) is not None:
            box.take_focus()

    def _forget(self) -> None:
        """Take the form away, with what was typed in it."""
        emptied(self._box)
        self._form, self.new_token = None, None
