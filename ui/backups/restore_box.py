"""Restore box: which copy is put in place of a workspace's store, by whom; then what that copy lacks, to be confirmed.

Stands on the page of data that cannot be opened and on the one a person asks for. The store is closed meanwhile.
Nothing is opened, and nothing can be sealed, before somebody has seen what is lacking.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.records import dataclass
from models.proof.gaps import kind_words
from models.workspace.backups import dated_copies
from models.workspace.restoring import Rescued, Restored, rescue, restore
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file
from ui.look.widgets import ChoiceBox, button, column, label, row

if TYPE_CHECKING:
    from forms.opening.beside import SeenPaper

FILTER = "*.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class _PutBack:
    """What came of it, in words: what is here now, and what is lacking; returns of the unit's own that lay beside."""

    words: str
    lacking: Sequence[str]
    returns: Sequence[Path]


def _copies(folder: Path) -> ChoiceBox:
    copies = ChoiceBox()
    copies.setAccessibleName(say("backups.window.copy"))
    for at, path in dated_copies(folder):
        copies.addItem(f"{at:%Y-%m-%d %H:%M}", path)
    return copies


def _name_line(person: str) -> QLineEdit:
    line = QLineEdit(person)
    line.setAccessibleName(say("backups.window.by"))
    line.setPlaceholderText(say("backups.window.by_hint"))
    return line


class RestoreBox(QWidget):
    """The copies there are, a file from elsewhere, the rescue of a damaged store; then the list of what is lacking."""

    put_back_done = Signal()  # another store is in the place; what it lacks is shown

    def __init__(
        self, folder: Path, lane: Lane, opened: Callable[[], None], *, person: str = "", rescues: bool = False
    ) -> None:
        """Offer the copies of a folder; `opened` is called when all was confirmed. `rescues`: the store is damaged."""
        super().__init__()
        self._folder, self._lane, self._opened = folder, lane, opened
        self._returns: Sequence[Path] = ()
        # said when no act is known to be lacking
        self._unread = say(f"backups.window.lacks_{'unknown' if rescues else 'nothing'}")
        self.copies, self.by = _copies(folder), _name_line(person)
        self.put_back = button(say("backups.window.restore"), self.restore, "primary")
        self.other = button(say("backups.window.other"), self.choose)
        self.rescue = button(say("backups.window.rescue"), self.rescue_now)
        self.wrong, self.bar = label("", "error", wrap=True), QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.choices = self._choices(rescues=rescues)
        self.done, self.lacking = label("", wrap=True), label("", wrap=True)
        self.seen = button(say("backups.window.seen"), self._confirm, "primary")
        for hidden in (self.done, self.lacking, self.seen):
            hidden.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for shown in (self.choices, self.bar, self.done, self.lacking, self.wrong):
            layout.addWidget(shown)
        layout.addLayout(row(None, self.seen))

    def _choices(self, *, rescues: bool) -> QWidget:
        """What can be put in place, and who does it."""
        name = label(say("backups.window.copy"))
        asked = row(label(say("backups.window.by")), self.by, name, self.copies)
        any_here = self.copies.count() > 0
        for part in (name, self.copies, self.put_back):
            part.setVisible(any_here)
        self.rescue.setVisible(rescues)
        inner, choices = column(asked, row(self.rescue, None, self.other, self.put_back), spacing=10), QWidget()
        inner.setContentsMargins(0, 0, 0, 0)
        choices.setLayout(inner)
        return choices

    def restore(self) -> None:
        """Put the chosen copy in place."""
        self._work(partial(_restored, self._folder, Path(str(self.copies.currentData())), self._unread))

    def choose(self) -> None:
        """Ask for a copy that lies elsewhere, on a stick say, and put it in place."""
        chosen = ask_file(self, say("backups.window.other"), kinds=FILTER)
        if chosen:
            self.restore_from(Path(chosen))

    def restore_from(self, copy: Path) -> None:
        """Put a copy from elsewhere in place."""
        self._work(partial(_restored, self._folder, copy, self._unread))

    def rescue_now(self) -> None:
        """Make a new store from what can be read of the damaged one."""
        self._work(partial(_rescued, self._folder))

    def _work(self, work: Callable[[str], _PutBack]) -> None:
        by = self.by.text().strip()
        if not by:  # the act names its person
            self.wrong.setText(say("backups.window.by_missing"))
            self.by.setFocus()
            return
        self._show(working=True)

        def put_back(_: Progress) -> _PutBack:
            return work(by)

        self._lane.run(self, put_back, self._done, self._failed, words=say("backups.window.working"))

    def _show(self, *, working: bool) -> None:
        self.wrong.setText("")
        self.bar.setVisible(working)
        self.choices.setEnabled(not working)

    def _failed(self, error: BaseException) -> None:
        self._show(working=False)
        self.wrong.setText(trouble(error))

    def _done(self, found: _PutBack) -> None:
        self._show(working=False)
        self.choices.hide()
        self._returns = found.returns
        self.done.setText(found.words)
        self.lacking.setText("\n".join(found.lacking))
        for one in (self.done, self.lacking, self.seen):
            one.show()
        self.put_back_done.emit()
        self.seen.setFocus()

    def _confirm(self) -> None:
        """Take in the unit's own returns that lay beside: the next revision follows them; then open the desk."""
        from forms.unit.open_paper import confirm_with_returns

        try:
            confirm_with_returns(self._folder, self._returns, self.by.text().strip())
        except (AppError, MachineError, OSError) as error:
            self.wrong.setText(trouble(error))
            return
        self._opened()


def _restored(folder: Path, copy: Path, unread: str, by: str) -> _PutBack:
    from forms.opening.beside import see_beside

    found = restore(folder, copy, by, now=datetime.now(PLAN_ZONE))
    return _told(found, see_beside(folder, found.folders, by), unread)


def _told(found: Restored, beside: "Sequence[SeenPaper]", unread: str) -> _PutBack:
    at = format_time(found.at) if found.at else "—"
    lines = [
        f"{one.at.astimezone(PLAN_ZONE):%Y-%m-%d %H:%M}　{kind_words(one)}　{one.by}".rstrip("　")
        for one in found.lacking
    ]
    said = say("backups.lacking", n=len(lines)) if lines else unread
    seen = [say("backups.seen", n=len(beside)), *(one.words for one in beside)] if beside else []
    return _PutBack(
        words=say("backups.restored", 件=found.head, 时=at),
        lacking=(said, *lines, *seen),
        returns=[one.path for one in beside if one.kind == "return"],
    )


def _rescued(folder: Path, by: str) -> _PutBack:
    found: Rescued = rescue(folder, by, now=datetime.now(PLAN_ZONE))
    said = found.salvaged
    broken = [say("backups.rescue_lost", 表="、".join(said.broken))] if said.broken else []
    gaps = [say("record.gaps_short", n=len(found.gaps)), *found.gaps] if found.gaps else []
    look = say("backups.window.rescue_look" if found.sound else "backups.rescue_unsound")
    words = say("backups.rescued", n=sum(said.rows.values()), 格=said.cells)
    return _PutBack(words=words, lacking=(*broken, *gaps, look), returns=())
