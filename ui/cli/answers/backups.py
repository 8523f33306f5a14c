"""Backup and restore, the same for unit and office: what they did, told."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from forms.guards.guards import named_file, named_folder
from forms.opening.beside import SeenPaper, see_beside
from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.proof.gaps import kind_words
from models.store import Store
from models.workspace.backup_copies import (
    keep_copy,
    keep_root,
    note_backup,
    put_second_place,
    root_unkept,
    second_place,
)
from models.workspace.backups import dated_copies, keep_dated, write_backup
from models.workspace.copied import told_of_copy
from models.workspace.restoring import Restored, confirm, rescue, restore
from ui.cli.shared.command import Answer


def backup_answer(
    store: Store, out: Path | None, at: datetime, by: str, second: Path | None = None, root: Path | None = None
) -> Answer:
    """Write a backup into a folder, or without one a dated copy into the workspace; tell what is here.

    What leaves the workspace is recorded, with who had it copied.
    `second` is the folder that gets a copy at every close from now on, `root` the stick that gets the root key.
    """
    lines, more = [], {}
    if root is not None:
        more["root"] = str(keep_root(store, root, at))
        note_backup(store, by, root.absolute(), "root")
        lines.append(say("backups.root_kept", 文件=more["root"]))
    if second is not None:
        more["second"] = str(_second(store, second))
        note_backup(store, by, second.absolute(), "second")
        lines.append(say("backups.second", 文件=more["second"]))
    if out is not None:
        note_backup(store, by, out.absolute())
    path = write_backup(store, out, at) if out is not None else keep_dated(store, at)
    copies = [str(copy) for _, copy in dated_copies(store.folder)]
    if root_unkept(store):
        lines.append(say("backups.root_unkept"))
    found = {"backup": str(path), "copies": copies, "root_unkept": root_unkept(store), **more}
    if altered := len(store.acts.comparison.verified()):
        found["altered"] = altered
        lines.append(say("backups.altered", n=altered))
    return Answer(found, [say("backups.written", 文件=path), *lines])


def _second(store: Store, folder: Path) -> Path | None:
    """Put copies into a folder from now on; one that cannot be used changes nothing."""
    from ui.basics.folder_rules import check_second_place

    before = second_place(store)
    put_second_place(store, check_second_place(str(folder.absolute()), store.folder))
    try:
        return keep_copy(store)
    except (AppError, MachineError, OSError):
        put_second_place(store, before)
        raise


def rescue_answer(folder: Path, by: str, at: datetime, *, desk: str) -> Answer:
    """Make a new store from a damaged one; tell what came over and what did not."""
    done = rescue(folder, by, now=at)
    said = done.salvaged
    found = {
        "rows": said.rows,
        "broken": list(said.broken),
        "cells_from_history": said.cells,
        "gaps": len(done.gaps),
        "replaced": str(done.aside) if done.aside else None,
    }
    lines = [say("backups.rescued", n=sum(said.rows.values()), 格=said.cells)]
    lines += [say("backups.rescue_lost", 表="、".join(said.broken))] if said.broken else []
    lines += [say("record.gaps_short", n=len(done.gaps)), *(f"  {gap}" for gap in done.gaps)] if done.gaps else []
    last = _to_confirm(desk) if done.sound else say("backups.rescue_unsound")
    return Answer(found, [*lines, last])


def restore_answer(
    folder: Path, copy: Path | None, by: str, at: datetime, beside: Sequence[Path] = (), *, desk: str
) -> Answer:
    """Put a copy back, by default the newest of the workspace; tell what it lacks, by the papers `beside` too."""
    for one in beside:  # a folder that is misspelt must not look like one with no papers in it
        named_folder(one)
    newest = [path for _, path in dated_copies(folder)]
    if copy is None and not newest:
        raise AppError("no_copies", 目录=folder)
    if copy is not None and not copy.is_dir():
        named_file(copy)
    found = restore(folder, copy or newest[0], by, now=at)
    return restored_answer(found, see_beside(folder, (*found.folders, *beside), by), desk)


def restored_answer(found: Restored, seen: Sequence[SeenPaper], desk: str) -> Answer:
    """Tell what came back and what it lacks."""
    lacking = [
        {"number": row.number, "at": row.at.isoformat(), "kind": row.kind, "by": row.by, "about": dict(row.about)}
        for row in found.lacking
    ]
    lines = [say("backups.restored", 件=found.head, 时=f"{found.at:%Y-%m-%d %H:%M}" if found.at else "—")]
    if lacking:
        lines.append(say("backups.lacking", n=len(lacking)))
        lines += [
            f"  {row.number}  {row.at:%Y-%m-%d %H:%M}  {kind_words(row)}  "
            + "，".join(text for text in row.about.values() if text)
            for row in found.lacking
        ]
    if seen:
        lines += [say("backups.seen", n=len(seen)), *(f"  {one.words}" for one in seen)]
    lines.append(_to_confirm(desk))
    aside = str(found.aside) if found.aside else None
    papers = [{**one.facts, "file": str(one.path), "paper": one.kind, "number": one.number} for one in seen]
    return Answer({"acts": found.head, "lacking": lacking, "beside": papers, "replaced": aside}, lines)


def _to_confirm(desk: str) -> str:
    return say("backups.confirm", 命令=f"{desk} confirm")


def confirmed_answer(store: Store, by: str, at: datetime | None = None) -> Answer:
    """Note that what is lacking was seen, or that of a workspace and its copy this one is used."""
    copy = told_of_copy(store) != ""
    confirm(store, by, at)
    return Answer({"confirmed": True}, [say("backups.confirmed_copy" if copy else "backups.confirmed")])
