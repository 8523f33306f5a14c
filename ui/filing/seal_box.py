"""Seal box: both codes beside each other, the passphrase, and — where the leader has not seen it — a sentence why.

Nothing typed here is lost to a failure: the box stays while the page around it is made anew.
"""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from forms.wording.paper_texts import check_code
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.sheet.explanation import says_something
from models.workspace.approval import Approved
from ui.basics.completion import Mark
from ui.basics.passphrases import SHORTEST, strength
from ui.boxes.new_key_box import NewKeyBox
from ui.boxes.token_box import TokenBox
from ui.files.dialogs import ask_folder
from ui.filing.change_list import ChangeList
from ui.filing.changes import draft_changes_told
from ui.filing.way import Way
from ui.look.focus import scroll_to
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext

if TYPE_CHECKING:
    from forms.papers.unit_key import Secret

LINE = 360
KEY_FILE = "unit.p12"
SHOWN_CHANGES = 6  # lines that stand in the note; more are a list that scrolls


class SealBox(QWidget):
    """What sealing takes."""

    wanted = Signal()  # Enter in the passphrase, where the codes are the same
    unsigned_wanted = Signal()
    key_put_aside = Signal()

    def __init__(self, desk: ScreenContext, out: Path) -> None:
        """Build the fields once; `out` is the folder the files go to."""
        super().__init__()
        self._desk, self.out = desk, out
        self.passphrase, self.again, self.unsigned = QLineEdit(), QLineEdit(), QLineEdit()
        for line, words in ((self.passphrase, "filing.passphrase"), (self.again, "filing.again")):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(say(f"window.{words}"))
            line.setAccessibleName(say(f"window.{words}"))
            line.setMaximumWidth(LINE)
        self.unsigned.setPlaceholderText(say("window.seal.why"))
        self.unsigned.setAccessibleName(say("window.seal.why"))
        self.go_unsigned = button(say("window.seal.unsigned"), self.unsigned_wanted.emit, "danger")
        self.unsigned.textChanged.connect(lambda _: self._may_go())
        self.passphrase.returnPressed.connect(self._entered)
        self.again.returnPressed.connect(self._entered)
        self.passphrase.textChanged.connect(self._show_strength)
        self.unsigned.returnPressed.connect(self._why_written)
        self._first = label(say("window.filing.first_key"), "small", wrap=True)
        self.said = ""  # beside the fields
        self._refused = False  # what is said there is of the passphrase
        self._codes, self._told, self._key = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.token = TokenBox(
            desk.session.workspace.store, desk.lane, instead_of=(self.passphrase, self.again, self._first)
        )
        self._place = label("", "small", wrap=True)
        self.bar, self.stop = QProgressBar(), button(say("window.filing.stop"), lambda: None)
        self.bar.setTextVisible(False)
        self._way: Way | None = None
        self._seen = True
        self._build()
        self.show_job(running=False)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._codes)
        self._why = QWidget()
        why = QVBoxLayout(self._why)
        why.setContentsMargins(0, 0, 0, 0)
        why.addWidget(label(say("window.seal.why_words"), "quiet", wrap=True))
        why.addWidget(self.unsigned)
        layout.addWidget(self._why)
        for part in (self.passphrase, self.again, self._first):
            layout.addWidget(part)
        layout.addLayout(self._told)
        layout.addLayout(row(self.go_unsigned, None))
        layout.addWidget(self.token)
        layout.addLayout(self._key)
        other = button(say("window.filing.other_folder"), self._choose_folder, "link")
        place = row(self._place, other)
        place.setStretch(0, 1)
        layout.addLayout(place)
        layout.addLayout(row(self.bar, self.stop))

    def renew(self, way: Way, way_out: QWidget | None = None) -> None:
        """Show how the sheet stands to what the leader has seen, and below a way out; what is typed stays."""
        self._way, self._seen = way, way.how.seen
        emptied(self._codes)
        if way.draft is not None:
            self._codes.addWidget(self._codes_of(way))
        elif way.how is Approved.NO_DRAFT:
            self._codes.addWidget(note(say("window.seal.no_draft"), Mark.WARNING))
        if way_out is not None:
            self._codes.addWidget(way_out)
        if odd := self._clock():
            self._codes.addWidget(note("\n".join(odd), Mark.HINT))
        self._why.setVisible(not self._seen)
        self.go_unsigned.setVisible(not self._seen)
        first = self.makes_key()
        if not self.token.on:
            self.again.setVisible(first)
            self._first.setVisible(first)
        if first and not (self.token.on and self._desk.session.workspace.store.get_value("certificate")):
            emptied(self._key)
        elif not self._key.count():  # once: what is typed there stays
            self._key.addWidget(NewKeyBox(self._desk, lambda: self.out, self.key_put_aside.emit, self.token))
        self._place.setText(say("window.filing.place", 文件夹=self.out))
        self._may_go()

    def _show_strength(self, text: str) -> None:
        """Below the passphrase of a key that is yet to be made: how strong it is, instead of why it was refused."""
        if self._refused:
            self.say_no_more()
        told = (say("window.filing.first_key"), *((strength(text)[0],) if text else ()))
        self._first.setText("\n".join(told))

    def _clock(self) -> tuple[str, ...]:
        from forms.unit.filing import clock_told

        session = self._desk.session
        return clock_told(session.workspace, session.sheet.period_id, datetime.now(PLAN_ZONE))

    def _codes_of(self, way: Way) -> QWidget:
        """Both codes, 一致 or 不一致, and every place in which they differ."""
        draft = way.draft
        if draft is None:
            return QWidget()
        lines = [
            say("window.seal.code_draft", 码=check_code(draft.filed.digest)),
            say("window.seal.code_now", 码=check_code(draft.now.digest)),
        ]
        if way.how.seen:
            n = len(draft.entered)
            lines.insert(
                0, say("window.seal.corrected", n=n) if way.how is Approved.CORRECTED else say("window.seal.same")
            )
            return note("\n".join(lines), Mark.DONE)
        if way.how is Approved.UNSIGNED:
            return note("\n".join([say("window.seal.not_signed"), *lines]), Mark.WARNING)
        entered = draft.entered
        lines.insert(0, say(f"window.seal.{'differs' if entered else 'differs_beside'}", n=len(entered)))
        lines += [say(f"window.filing.draft_beside.{name}", 版=draft.now.settings) for name in draft.beside]
        told = draft_changes_told(self._desk.session, draft)
        if len(told) <= SHOWN_CHANGES:
            return note("\n".join((*lines, *told)), Mark.ERROR)
        return note("\n".join(lines), Mark.ERROR, ChangeList(say("window.seal.changes", n=len(draft.changes)), told))

    def makes_key(self) -> bool:
        """True before the unit's first sealing on this machine: its key is made, so the passphrase is asked twice."""
        return not (self._desk.session.workspace.folder / KEY_FILE).exists()

    def _may_go(self) -> None:
        self.go_unsigned.setEnabled(says_something(self.unsigned.text()))

    def _entered(self) -> None:
        """Enter seals where the leader has seen it, or says what is in the way; else it only goes to the next field."""
        if self.again.isVisible() and not self.again.text() and not self.again.hasFocus():
            self.again.setFocus()
        elif self._seen:
            self.wanted.emit()
        elif self.go_unsigned.isEnabled():
            self.go_unsigned.setFocus()
        else:
            self._ask_why()

    def _why_written(self) -> None:
        """Enter behind the reason goes on to the passphrase, or to the button where the token asks for it."""
        if self.go_unsigned.isEnabled():
            self.tell("", Mark.NONE)
            (self.go_unsigned if self.token.on else self.passphrase).setFocus()
        else:
            self._ask_why()

    def _ask_why(self) -> None:
        """Say that the reason is lacking, or says none, and put the keyboard there."""
        self.tell(say("errors.reason_vague" if self.unsigned.text().strip() else "window.seal.why_first"), Mark.ERROR)
        self.unsigned.setFocus()

    def secret(self) -> "Secret | None":
        """What opens the unit's key; None after saying beside the field what is lacking."""
        if self.token.on:
            if lacking := self.token.lacking():
                self.tell(lacking, Mark.ERROR)
                return None
            return self.token.secret()
        secret = self.passphrase.text()
        wrong = self._wrong(secret)
        if not wrong:
            return secret
        self.tell(wrong, Mark.ERROR)
        self._refused = True
        self._first.setText(say("window.filing.first_key"))  # it is told once, by the refusal
        self.again.clear()
        self.passphrase.setFocus()
        self.passphrase.selectAll()
        return None

    def _wrong(self, secret: str) -> str:
        """What is wrong with a passphrase, in words; "" for nothing. One that opens a key is judged by the key."""
        if not secret:
            return say("window.seal.passphrase_empty")
        if len(secret) < SHORTEST:
            return say("window.filing.passphrase_short", n=SHORTEST)
        if not self.makes_key():
            return ""
        if strength(secret)[1] is Mark.ERROR:
            return strength(secret)[0]
        return "" if secret == self.again.text() else say("window.filing.passphrase_differs")

    def tell(self, words: str, mark: Mark) -> None:
        """Say something beside the fields, once; below the page where they are not shown. Nothing for no words."""
        self.say_no_more()
        self.said = words
        if words:
            self._told.addWidget(said := note(words, mark))
            if self.isVisible():
                QTimer.singleShot(0, said, partial(scroll_to, said))  # on a small screen the fields alone fill the view
        self._desk.tell("" if self.parentWidget() is not None else words, mark)

    def told(self) -> QWidget | None:
        """Return what was said beside the fields, None where nothing was."""
        line = self._told.itemAt(0)
        return line.widget() if line is not None else None

    def say_no_more(self) -> None:
        """Take away what was said beside the fields."""
        self.said, self._refused = "", False
        emptied(self._told)
        self._show_strength(self.passphrase.text())

    def show_job(self, *, running: bool) -> None:
        """Show how far sealing is, with a way to stop it."""
        self.bar.setVisible(running)
        self.stop.setVisible(running)

    def _choose_folder(self) -> None:
        chosen = ask_folder(self, say("window.filing.other_folder"), str(self.out))
        if chosen:
            self.out = Path(chosen)
            self._place.setText(say("window.filing.place", 文件夹=chosen))

    @property
    def why_unsigned(self) -> str:
        """Why it is sealed although the leader has not seen it; "" where the leader has."""
        return "" if self._seen else self.unsigned.text().strip()

    def take_focus(self) -> None:
        """Put the keyboard into the first field that is wanted."""
        if not self._seen and not self.unsigned.text():
            self.unsigned.setFocus()
        elif self.token.on:
            self.token.take_focus()
        else:
            self.passphrase.setFocus()
            self.passphrase.selectAll()
