"""Token box: sealing with a UKey instead of a passphrase — its driver file, which certificate, its PIN.

Looking for tokens loads the driver in the background lane and only when the person asks for it. The driver file is
remembered in the store, the PIN nowhere: it passes through to the lane with the work it is for.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.messages import say
from models.store import UnitStore
from models.workspace.unit_workspace import TOKEN_IN_USE
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Lane, Progress, Stopped
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file
from ui.look.widgets import ChoiceBox, OneLine, button, emptied, label, note, row, shelf

if TYPE_CHECKING:
    from forms.seals.keys.token import TokenKey, TokenPin

MODULE = "token_module"  # fact of a unit's store
LINE_WIDTH = 360
WARNED = {"fewer": Mark.WARNING, "last": Mark.ERROR, "none": Mark.ERROR}


class TokenBox(QWidget):
    """A link; behind it driver file, certificate and PIN, in place of the lines for a passphrase."""

    def __init__(
        self,
        store: UnitStore,
        lane: Lane,
        *,
        instead_of: Sequence[QWidget] = (),
        before: "TokenBox | None" = None,
        always: bool = False,
    ) -> None:
        """Start as the person left it; `before` is the box this one replaces: what it had found stays found.

        `always`: there is no passphrase to go back to, and nothing is remembered but the driver file.
        """
        super().__init__()
        self._store, self._lane, self._instead_of, self._always = store, lane, tuple(instead_of), always
        self._job: Job | None = None
        self.on = always or store.get_value(TOKEN_IN_USE) == "1"
        self.module = Path(store.get_text(MODULE))
        self.keys: tuple[TokenKey, ...] = before.keys if before is not None else ()
        self.choice = ChoiceBox()
        self.pin, self.said = QLineEdit(), QVBoxLayout()
        self._chosen = before.choice.currentIndex() if before is not None and before.on else 0
        self._file: QWidget = self.pin
        shelf(self, self.choice, self.pin)  # until a UKey is wanted
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._build()

    def _build(self) -> None:
        focus = self.window().focusWidget()
        within = focus is not None and self.isAncestorOf(focus)
        self._make()
        if within:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard into the first line that is wanted: the PIN, or the passphrase in whose place it stands."""
        if self.on:
            (self.pin if self.keys else self._file).setFocus()
        elif self._instead_of:
            self._instead_of[0].setFocus()

    def _make(self) -> None:
        emptied(self._layout)
        for widget in self._instead_of:
            if self.on or widget.parent() is not None:  # shown without a parent it would be a window of its own
                widget.setVisible(not self.on)
        if self.on:
            self._build_fields()
        if not self._always:
            link = button(say("token.ui.back" if self.on else "token.ui.link"), self.switch, "link")
            self._layout.addLayout(row(link, None))

    def _build_fields(self) -> None:
        self.choice, self.pin, self.said = ChoiceBox(), QLineEdit(), QVBoxLayout()
        self.choice.setFixedWidth(LINE_WIDTH)
        self.choice.setAccessibleName(say("token.ui.key"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText(say("token.ui.pin"))
        self.pin.setAccessibleName(say("token.ui.pin"))
        self.pin.setMaximumWidth(LINE_WIDTH)
        named = self.module.name or say("token.ui.no_module")
        file = OneLine(named)
        file.setToolTip(str(self.module) if self.module.name else "")
        choose, look = button(say("token.ui.choose"), self.choose), button(say("token.ui.look"), self.look)
        self._file = choose
        look.setEnabled(bool(self.module.name) and self._job is None)
        self._layout.addWidget(
            label(say("token.ui.new_words" if self._always else "token.ui.words"), "quiet", wrap=True)
        )
        self._layout.addLayout(row(label(say("token.ui.module")), file, choose, look, None))
        self._layout.addLayout(row(label(say("token.ui.key")), self.choice, None))
        self._layout.addLayout(self.said)
        self._layout.addWidget(self.pin)
        self._fill()
        self.choice.currentIndexChanged.connect(lambda _: self._warn())

    def _fill(self) -> None:
        for key in self.keys:
            words = say("token.ui.one", UKey=key.token, 证书=key.label or "—", 类型=key.kind)
            self.choice.addItem(words if key.fingerprint else say("token.ui.hidden", UKey=key.token))
        self.choice.setEnabled(bool(self.keys))
        self.choice.setCurrentIndex(min(self._chosen, len(self.keys) - 1))
        self._warn()

    def _warn(self) -> None:
        """Say what the token tells of the tries its PIN has left."""
        place = self.choice.currentIndex()
        tries = self.keys[place].tries.value if 0 <= place < len(self.keys) else ""
        emptied(self.said)
        if tries in WARNED:
            self.said.addWidget(note(say(f"token.ui.{tries}"), WARNED[tries]))

    def switch(self) -> None:
        """Change between UKey and passphrase; the choice is remembered."""
        self.on = not self.on
        self._store.put_value(TOKEN_IN_USE, "1" if self.on else "")
        self._build()

    def choose(self) -> None:
        """Ask for the driver file, and look for tokens with it."""
        chosen = ask_file(
            self, say("token.ui.choose_title"), kinds=say("token.ui.choose_kinds"), folder=str(self.module.parent)
        )
        if chosen:
            self.use(Path(chosen))

    def use(self, module: Path) -> None:
        """Take a driver file and look for tokens with it."""
        self.module, self.keys = module, ()
        self.look()

    def look(self) -> None:
        """Find tokens in the background lane."""
        module = self.module

        def work(_: Progress) -> "tuple[TokenKey, ...]":
            from forms.seals.keys.token import token_keys

            return token_keys(module)

        self._job = self._lane.run(self, work, self._found, self._failed)
        self._build()
        self._say(Mark.HINT, say("token.ui.looking"))

    def _found(self, keys: "tuple[TokenKey, ...]") -> None:
        self._job, self.keys, self._chosen = None, keys, 0
        self._store.put_value(MODULE, str(self.module))
        self._build()

    def _failed(self, error: BaseException) -> None:
        self._job, self.keys = None, ()
        self._build()
        if not isinstance(error, Stopped):
            self._say(Mark.ERROR, trouble(error))

    def _say(self, mark: Mark, words: str) -> None:
        emptied(self.said)
        self.said.addWidget(note(words, mark))

    def lacking(self) -> str:
        """Return what has still to be done before sealing, "" when all is there."""
        if not self.keys:
            return say("token.ui.first_look")
        return "" if self.pin.text() else say("token.ui.pin_missing")

    def secret(self) -> "TokenPin":
        """Return what opens the chosen key."""
        from forms.seals.keys.token import TokenPin

        key = self.keys[max(0, self.choice.currentIndex())]
        return TokenPin(module=self.module, pin=self.pin.text(), token=key.token, key=key.label)
