"""Handover in the window: what a file will hold, or holds, is said before anything is done; the act itself is one.

Giving it away leaves the workspace here to be read only; taking it up again is asked with a reason, and recorded.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.store import Store, UnitStore, has_store
from ui.basics.jobs import Lane
from ui.files.dialogs import ask_folder
from ui.office.asking import AskedField, FieldsDialog
from ui.office.work_bar import WorkBar

if TYPE_CHECKING:
    from forms.papers.handover import HandoverContent

Done = Callable[[Path, str], None]  # the workspace folder, and what to say there


def ask_hand_over(parent: QWidget, store: Store, name: str, person: str, lane: Lane, done: Done) -> FieldsDialog:
    """Ask to whom, with the keys or without, and into which folder; `done` opens the workspace again, to be read."""
    keys = QCheckBox(say("handover.with_keys"))

    def act(said: Mapping[str, str]) -> object:
        from forms.papers.handover import hand_over

        out = ask_folder(dialog, say("handover.where"))
        if not out:
            raise AppError("handover_where")
        with_keys, at = keys.isChecked(), datetime.now(PLAN_ZONE)
        give = partial(hand_over, store, Path(out), to=said["to"], name=name, keys=with_keys, at=at, by=said["by"])

        def given(answer: "tuple[Path, HandoverContent]") -> None:
            path, held = answer
            done(store.folder, say("handover.written", 接收人=held.to, 文件=path))

        return written.run(lambda report: give(progress=report), given, say("handover.writing"))

    fields = [
        AskedField(name="to", words=say("handover.to")),
        AskedField(name="by", words=say("handover.by"), text=person),
    ]
    kind = "unit" if isinstance(store, UnitStore) else "office"
    effect = f"{say(f'handover.effect_{kind}')}\n{say('handover.effect')}"
    dialog = FieldsDialog(parent, say("handover.title"), effect, fields, say("handover.give"), act)
    written = WorkBar(dialog, lane, keys)
    return dialog


def ask_resume(parent: QWidget, store: Store, person: str, done: Done) -> FieldsDialog:
    """Ask why a workspace that was handed over is written again."""

    def act(said: Mapping[str, str]) -> None:
        from forms.papers.handover import take_up_again

        take_up_again(store, reason=said["reason"], by=said["by"])
        done(store.folder, say("handover.resumed"))

    fields = [
        AskedField(name="reason", words=say("handover.reason"), reason=True),
        AskedField(name="by", words=say("handover.resume_by"), text=person),
    ]
    handed = store.handed_over
    effect = say("handover.effect_resume", **(handed.facts if handed else {"接收人": "", "日": ""}))
    return FieldsDialog(parent, say("handover.resume_title"), effect, fields, say("handover.resume"), act)


def ask_take_over(parent: QWidget, path: Path, lane: Lane, done: Done) -> FieldsDialog:
    """Say what a handover file holds, then ask where it goes. Raises AppError, OSError for one that cannot be read."""
    from forms.papers.handover import holds_words, keys_words, look_into, take_over

    held = look_into(path)

    def act(said: Mapping[str, str]) -> object:
        chosen = ask_folder(dialog, say("handover.into"))
        if not chosen:
            raise AppError("handover_where")
        folder = Path(chosen)
        if has_store(folder):
            raise AppError("store_exists", folder=folder)
        take = partial(take_over, path, folder, by=said["by"], at=datetime.now(PLAN_ZONE))
        taken = say("handover.taken", 目录=folder)
        return written.run(lambda report: take(progress=report), lambda _: done(folder, taken), say("handover.reading"))

    lines = (
        say("handover.holds", 名称=held.name, 时=format_time(held.at), 移交人=held.by or "—", 码=held.head),
        *([holds_words(held)] if held.counts else []),
        keys_words(held),
    )
    fields = [AskedField(name="by", words=say("handover.by_new"), text=held.to)]
    dialog = FieldsDialog(parent, say("handover.take_title"), "\n".join(lines), fields, say("handover.take"), act)
    written = WorkBar(dialog, lane)
    return dialog
