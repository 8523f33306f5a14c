"""The lines of the desk's menu about copies: back up elsewhere, put a copy back, compare the record, confirm."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say, sentence
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.store import AnyStore, UnitStore
from models.store.file.chain import RecordGap
from models.workspace.act import RESTORED, copied_from, moved_from
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder

if TYPE_CHECKING:  # what is done once a year is loaded then
    from ui.office.asking import FieldsDialog

Tell = Callable[[str, Mark], None]


@dataclass(frozen=True, kw_only=True)  # no slots: Qt keeps a weak reference to whose method it calls
class BackupActs:
    """What the lines of the menu do with an open workspace.

    To restore, the window is asked to `leave` it, to `show` a page, and, whatever was done there, to open the folder.
    """

    store: AnyStore
    window: QWidget
    lane: Lane
    tell: Tell
    leave: Callable[[], object]
    show: Callable[[QWidget], None]
    opened: Callable[[Path], None]

    def add_to(self, menu: QMenu) -> QMenu:
        """Add the lines, in a menu of their own; the one about a restored store only while it waits."""
        inner = menu.addMenu(say("backups.window.menu"))
        for key, act in (("backup", self.choose_backup), ("restore", self.restore), ("check", self.check)):
            inner.addAction(say(f"backups.window.menu_{key}")).triggered.connect(lambda _=False, one=act: one())
        if self.store.get_value(RESTORED):
            inner.addAction(say("backups.window.menu_confirm")).triggered.connect(lambda: self.ask_confirm().open())
        return inner

    def restore(self) -> None:
        """Close the workspace and show its copies: one of them may take its place."""
        from ui.backups.restore_page import RestorePage

        if self.lane.at_work:
            self.tell(say("backups.window.later", 在做=self.lane.at_work), Mark.WARNING)
            return
        if number := self._waiting():  # it would be put over the copy
            self.tell(say("backups.window.unsaved", n=number), Mark.ERROR)
            return
        folder, person = self.store.folder, person_of(self.store)
        self.leave()
        self.show(RestorePage(folder, self.lane, lambda: self.opened(folder), person=person))

    def choose_backup(self) -> None:
        """Ask for a folder, on a stick say, and write a backup into it."""
        if chosen := ask_folder(self.window, say("backups.window.menu_backup")):
            self.back_up(Path(chosen))

    def back_up(self, folder: Path) -> None:
        """Write a backup into a folder, in the background; what the disk did not take is tried again before."""
        left, store = self._waiting(), self.store

        def work(_: Progress) -> Path:
            from models.workspace.backup_copies import note_backup
            from models.workspace.backups import write_backup

            note_backup(store, person_of(store), folder)
            return write_backup(store, folder, datetime.now(PLAN_ZONE))

        self.lane.run(
            self.window,
            work,
            partial(self._backed_up, left),
            self._failed,
            words=say("backups.window.writing"),
        )

    def _backed_up(self, left: int, path: Path) -> None:
        if altered := len(self.store.acts.comparison.known_gaps()):
            self.tell(say("backups.altered", n=altered), Mark.WARNING)
        elif left:
            self.tell(say("backups.written_without", 文件=path, n=left), Mark.WARNING)
        else:
            self.tell(say("backups.written", 文件=path), Mark.DONE)

    def _waiting(self) -> int:
        """How many places go on to wait, since the disk does not take them now either."""
        with suppress(AppError, MachineError):
            self.store.require_saved()
        return self.store.waiting.count if isinstance(self.store, UnitStore) else 0

    def check(self) -> None:
        """Compare the record with itself, in the background, and say what was found."""
        self.tell(say("record.checking"), Mark.HINT)
        self.lane.run(self.window, lambda _: self.store.verify_apart()[1], self._checked, self._failed)

    def _checked(self, gaps: tuple[RecordGap, ...]) -> None:
        from models.proof.gaps import broken
        from models.proof.proof import head_of

        if self.store.closed:
            return
        if gaps:
            self.tell(sentence(broken(self.store, gaps)), Mark.ERROR)
            return
        head = head_of(self.store)
        self.tell(say("record.sound", 件=head.number, 码=head.words), Mark.DONE)

    def _failed(self, error: BaseException) -> None:
        self.tell(trouble(error), Mark.WARNING if isinstance(error, AppError) else Mark.ERROR)

    def ask_confirm(self) -> "FieldsDialog":
        """Show what a restored store lacks, and note who has seen it: from then on it seals again."""
        from models.workspace.restoring import confirm
        from ui.office.asking import AskedField, FieldsDialog

        store, window = self.store, self.window

        def act(said: Mapping[str, str]) -> None:
            confirm(store, said["by"])
            self.tell(say("backups.confirmed_copy" if copied else "backups.confirmed"), Mark.DONE)

        fields = [AskedField(name="by", words=say("backups.window.by"), text=person_of(store))]
        copied = copied_from(store) is not None or moved_from(store) is not None
        title = say("backups.window.menu_confirm")
        effect = say("backups.window.confirm_copied" if copied else "backups.window.confirm_effect")
        listed = lacking_lines(store) or [say("backups.window.lacks_unknown")]
        return FieldsDialog(window, title, effect, fields, say("backups.window.confirm"), act, listed=listed)


_SAID = (
    "return",
    "receipt",
    "gap",
    "copied",
    "moved",
)  # what an entry with a file is called otherwise than its kind of act


def lacking_lines(store: AnyStore) -> list[str]:
    """What a restored store lacks, one line for each act or paper, as it was noted when it was restored."""
    lines = []
    for one in json.loads(store.get_value(RESTORED) or "[]"):
        kind = str(one.get("kind", "")).removeprefix("seen_")
        name = f"backups.seen_kind.{kind}" if "file" in one and kind in _SAID else f"record.kind.{kind}"
        parts = (str(one.get("at", ""))[:16].replace("T", " "), _name(name, kind), one.get("unit"), one.get("period"))
        lines.append("　".join(str(part) for part in (*parts, one.get("file")) if part))
    return lines


def _name(key: str, kind: str) -> str:
    try:
        return say(key)
    except KeyError:
        return kind
