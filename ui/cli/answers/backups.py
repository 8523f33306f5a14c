"""Backup and restore, the same for unit and office: what they did, told."""

from datetime import datetime
from pathlib import Path

from models.basics.messages import say
from models.store import Store
from models.workspace.backups import Restored, confirm, dated_copies, keep_dated, restore, write_backup
from ui.cli.shared.command import Answer


def backup_answer(store: Store, out: Path | None, at: datetime) -> Answer:
    """Write a backup into a folder, or without one a dated copy into the workspace; tell what is here."""
    path = write_backup(store, out, at) if out is not None else keep_dated(store, at)
    copies = [str(copy) for _, copy in dated_copies(store.folder)]
    return Answer({"backup": str(path), "copies": copies}, [say("backups.written", 文件=path)])


def restore_answer(folder: Path, copy: Path | None, by: str, at: datetime) -> Answer:
    """Put a copy back, by default the newest of the workspace; tell what it lacks."""
    from models.basics.errors import AppError

    newest = [path for _, path in dated_copies(folder)]
    if copy is None and not newest:
        raise AppError("no_copies", 目录=folder)
    return restored_answer(restore(folder, copy or newest[0], by, now=at))


def restored_answer(found: Restored) -> Answer:
    """Tell what came back and what it lacks."""
    lacking = [
        {"number": row.number, "at": row.at.isoformat(), "kind": row.kind, "by": row.by, "about": dict(row.about)}
        for row in found.lacking
    ]
    lines = [say("backups.restored", 件=found.head, 时=f"{found.at:%Y-%m-%d %H:%M}" if found.at else "—")]
    if lacking:
        lines.append(say("backups.lacking", n=len(lacking)))
        lines += [
            f"  {row.number}  {row.at:%Y-%m-%d %H:%M}  {say(f'record.kind.{row.kind}')}  "
            + "，".join(text for text in row.about.values() if text)
            for row in found.lacking
        ]
    lines.append(say("backups.confirm"))
    aside = str(found.aside) if found.aside else None
    return Answer({"acts": found.head, "lacking": lacking, "replaced": aside}, lines)


def confirmed_answer(store: Store, by: str) -> Answer:
    """Note that what is lacking was seen."""
    confirm(store, by)
    return Answer({"confirmed": True}, [say("backups.confirmed")])
