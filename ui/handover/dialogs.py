"""Handover in the window: what a file will hold, or holds, is said before anything is done; the act itself is one.

Giving it away leaves the workspace here to be read only; taking it up again is asked with a reason, and recorded.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.store import Store, UnitStore, has_store
from ui.office.asking import AskedField, FieldsDialog

Done = Callable[[Path, str], None]  # the workspace folder, and what to say there


def ask_hand_over(parent: QWidget, store: Store, name: str, person: str, done: Done) -> FieldsDialog:
    """Ask to whom, with the keys or without, and into which folder; `done` opens the workspace again, to be read."""
    keys = QCheckBox(say("handover.with_keys"))

    def act(said: Mapping[str, str]) -> None:
        from forms.papers.handover import hand_over

        out = QFileDialog.getExistingDirectory(dialog, say("handover.where"))
        if not out:
            raise AppError("handover_where")
        with_keys, at = keys.isChecked(), datetime.now(PLAN_ZONE)
        with _WholeWritten():
            path, held = hand_over(store, Path(out), to=said["to"], name=name, keys=with_keys, at=at, by=said["by"])
        done(store.folder, say("handover.written", 接收人=held.to, 文件=path))

    fields = [
        AskedField(name="to", words=say("handover.to")),
        AskedField(name="by", words=say("handover.by"), text=person),
    ]
    kind = "unit" if isinstance(store, UnitStore) else "office"
    effect = f"{say(f'handover.effect_{kind}')}\n{say('handover.effect')}"
    dialog = FieldsDialog(parent, say("handover.title"), effect, fields, say("handover.give"), act)
    layout = dialog.layout()
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(layout.count() - 1, keys)
    return dialog


def ask_resume(parent: QWidget, store: Store, person: str, done: Done) -> FieldsDialog:
    """Ask why a workspace that was handed over is written again."""

    def act(said: Mapping[str, str]) -> None:
        from forms.papers.handover import take_up_again

        take_up_again(store, reason=said["reason"], by=said["by"])
        done(store.folder, say("handover.resumed"))

    fields = [
        AskedField(name="reason", words=say("handover.reason")),
        AskedField(name="by", words=say("handover.by"), text=person),
    ]
    handed = store.handed_over
    effect = say("handover.effect_resume", **(handed.facts if handed else {"接收人": "", "日": ""}))
    return FieldsDialog(parent, say("handover.resume_title"), effect, fields, say("handover.resume"), act)


def ask_take_over(parent: QWidget, path: Path, done: Done) -> FieldsDialog:
    """Say what a handover file holds, then ask where it goes. Raises AppError, OSError for one that cannot be read."""
    from forms.papers.handover import look_into, take_over

    held = look_into(path)

    def act(said: Mapping[str, str]) -> None:
        chosen = QFileDialog.getExistingDirectory(dialog, say("handover.into"))
        if not chosen:
            raise AppError("handover_where")
        folder = Path(chosen)
        if has_store(folder):
            raise AppError("store_exists", folder=folder)
        with _WholeWritten():
            take_over(path, folder, by=said["by"], at=datetime.now(PLAN_ZONE))
        done(folder, say("handover.taken", 目录=folder))

    lines = (
        say("handover.holds", 名称=held.name, 时=format_time(held.at), 移交人=held.by or "—", 码=held.head),
        say("handover.keys", 密钥="、".join(held.keys)) if held.keys else say("handover.no_keys"),
    )
    fields = [AskedField(name="by", words=say("handover.by_new"), text=held.to)]
    dialog = FieldsDialog(parent, say("handover.take_title"), "\n".join(lines), fields, say("handover.take"), act)
    return dialog


class _WholeWritten:
    """The waiting cursor while a whole workspace is written."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()
