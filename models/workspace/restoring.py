"""Restoring: a copy of a workspace's store is put back, or what a damaged one still says is brought into a new one.

What the copy lacks is told, and nothing is sealed before somebody has seen that.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from models.basics.canonical import json_text
from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.proof.gaps import gap_words
from models.store import AnyStore, Store, UnitStore, has_store, open_store
from models.store.connection.failures import BACKUPS, damaged
from models.store.connection.lock import LOCK, StoreLock
from models.store.file.chain import ActRow
from models.store.file.disk import copy_whole, write_whole
from models.store.file.files import STORE
from models.store.file.head import HEAD
from models.store.file.salvage import Salvaged, salvage
from models.system.files import make_private_folder, rename, sync
from models.workspace.act import RESTORED, ActKind, act, stated
from models.workspace.backups import STAMP, TRAVELS
from models.workspace.copied import forget_head

READY = ".restoring"  # folder in a workspace: a store on its way into its place
GAP = "gap"  # kind of an entry in RESTORED: a place of a rescued store that lacks or is not as recorded, in words
SEEN_RETURN = "seen_return"  # kind of an entry in RESTORED: a return of the unit's own that lies beside the store
LOST = "restored.lost"  # fact: numbers that were given away and are not in this store, for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: until when it reaches, and the acts of the store it replaces that it does not have."""

    head: int
    at: datetime | None
    lacking: tuple[ActRow, ...]
    aside: Path | None  # where the replaced store lies now
    folders: tuple[Path, ...]  # where papers of either store were written, and the workspace itself


def restore(folder: Path, copy: Path, person: str, *, now: datetime) -> Restored:
    """Put a copy in place of a workspace's store, which is kept aside; `copy` is a file or the folder of a backup.

    The copy is made ready apart, with what it lacks noted in it, and takes the place in one step: cut short, the store
    of before is there, or the whole of this. Until somebody confirms what is lacking (`confirm`), nothing is sealed: it
    could carry a number that was given away before. Raises AppError "copy_unusable" for one that is damaged, of the
    other desk or another unit.
    """
    source = copy / STORE if copy.is_dir() else copy
    found = _looked_over(source)
    here, places = _acts_of(folder)
    _same_owner(folder, found)
    with _made_ready(folder) as ready:
        copy_whole(source, ready / STORE)
        with _opened(ready) as store:
            head, digest = store.acts.head()
            known = store.acts.rows()
            lacking = tuple(row for row in here if row.number > len(known) or row.hash != known[row.number - 1].hash)
            said = [{"number": row.number, "kind": row.kind, "at": row.at.isoformat(), **row.about} for row in lacking]
            about = {"copy": source.name, "head": digest[:16], "lacking": len(lacking)}
            why = say(f"record.why.{'restored' if lacking else 'restored_whole'}", 文件=source.name, n=len(lacking))
            with act(store, person, ActKind.RESTORE, why=why, about=about):
                store.put_value(RESTORED, json_text(said))
                store.put_value(LOST, json_text([*lost(store), *said]))
            places = (folder, *places, *(file.folder for file in store.acts.files()))
        if source.parent != folder / BACKUPS:
            _bring_keys(source.parent, folder)
        aside = _change_places(folder, now)
    return Restored(
        head=head,
        at=known[-1].at if known else None,
        lacking=lacking,
        aside=aside,
        folders=tuple(dict.fromkeys(places)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What was saved of a damaged store, what its record now lacks, and where the damaged one lies."""

    salvaged: Salvaged
    gaps: tuple[str, ...]  # in words
    sound: bool  # what lacks is lost, and told; False: something is here that says other than was recorded
    aside: Path | None


def rescue(folder: Path, person: str, *, now: datetime) -> Rescued:
    """Make a new store from what can be read of a damaged one, which is kept aside.

    Like a restored one it seals nothing before somebody has seen what is lacking: what is lost is recorded as lost, and
    it goes on. Where something says other than was recorded it seals nothing any more.

    Raises AppError("store_missing"), "store_in_use"; MachineError("store_damaged") when nothing of use can be read.
    """
    if not has_store(folder):
        raise AppError("store_missing", folder=folder)
    with _made_ready(folder) as ready:
        lock = StoreLock(folder / LOCK)
        try:
            found = salvage(folder, ready / STORE)
        finally:
            lock.release()
        if not found.rows.get("facts"):
            raise damaged(folder / STORE)
        with _opened(ready) as store:
            broken = store.acts.verify()
            gaps = tuple(gap_words(store, gap) for gap in broken)
            about = {"rescued": sum(found.rows.values()), "cells": found.cells, "gaps": len(gaps)}
            why = say("record.why.rescued", n=about["rescued"])
            with act(store, person, ActKind.RESTORE, why=why, about=about):
                store.acts.note_lost(broken)
                store.put_value(RESTORED, json_text([{"kind": GAP, "file": words} for words in gaps]))
            sound = not store.acts.verify()
        aside = _change_places(folder, now)
    return Rescued(salvaged=found, gaps=gaps, sound=sound, aside=aside)


def note_seen(store: Store, person: str, seen: Sequence[Mapping[str, str]]) -> None:
    """Note papers seen beside a restored store that it does not know: what they were about is given away for good."""
    if not seen:
        return
    with act(store, person, ActKind.RESTORE, why=say("record.why.seen", n=len(seen)), about={"seen": len(seen)}):
        for fact in (RESTORED, LOST):
            store.put_value(fact, json_text([*json.loads(store.get_value(fact) or "[]"), *seen]))


def own_returns_unopened(store: UnitStore) -> tuple[str, ...]:
    """Return the file names of a unit's own returns that were seen beside a restored store and are not in it yet."""
    here = store.returns.filed()
    known = {digest for row in here for digest in (row.digest, *row.ancestors)}
    said = json.loads(store.get_value(RESTORED) or "[]")
    return tuple(one["file"] for one in said if one["kind"] == SEEN_RETURN and one["digest"] not in known)


def confirm(store: Store, person: str, at: datetime | None = None) -> None:
    """Note that somebody has seen what a restored store lacks: from now on it may seal again.

    Raises AppError("restore_return_first") where a unit's own return lies beside it: the next revision must name that.
    """
    if isinstance(store, UnitStore) and (files := own_returns_unopened(store)):
        raise AppError("restore_return_first", 文件=files[-1])
    with act(store, person, ActKind.CONFIRM, why=say("record.why.confirmed"), about={"confirmed": "1", **stated(at)}):
        store.put_value(RESTORED, "")


def lost(store: Store, kind: str | None = None) -> tuple[dict[str, str], ...]:
    """Return what acts were about that are not in a store because a copy was restored, by kind; their numbers are gone.

    Whoever gives out numbers goes beyond these: a paper with one of them has left the house.
    """
    said = store.get_value(LOST)
    return tuple(one for one in json.loads(said) if kind in (None, one["kind"])) if said else ()


def _looked_over(source: Path) -> tuple[str, str | None]:
    """Return desk and unit of a copy that opens, holds together and whose record holds."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="tanbao-") as place:
        try:
            shutil.copyfile(source, Path(place) / STORE)
            with _opened(Path(place)) as store:
                if store.acts.verify():
                    raise AppError("copy_unusable", 文件=source)
                return store.kind, store.unit_id if isinstance(store, UnitStore) else None
        except (MachineError, FileNotFoundError, IsADirectoryError) as error:
            raise AppError("copy_unusable", 文件=source) from error


def _opened(folder: Path) -> AnyStore:
    store = open_store(folder)
    if store is None:
        raise AppError("store_missing", folder=folder)
    return store


def _acts_of(folder: Path) -> tuple[Sequence[ActRow], Sequence[Path]]:
    """Return the acts of the store that is to be replaced, and where it wrote; none when it cannot be read."""
    try:
        if not has_store(folder):
            return (), ()
        with _opened(folder) as store:
            return store.acts.rows(), [file.folder for file in store.acts.files()]
    except (MachineError, ValueError):
        return (), ()


def _same_owner(folder: Path, found: tuple[str, str | None]) -> None:
    try:
        if not has_store(folder):
            return
        with _opened(folder) as store:
            mine = store.kind, store.unit_id if isinstance(store, UnitStore) else None
    except MachineError:
        return
    if mine[0] != found[0] or (mine[1] and mine[1] != found[1]):
        raise AppError("copy_of_another", 目录=folder)


@contextmanager
def _made_ready(folder: Path) -> Iterator[Path]:
    """The empty folder in which a store is made ready, beside the one whose place it takes; it goes at the end."""
    make_private_folder(folder)
    ready = folder / READY
    shutil.rmtree(ready, ignore_errors=True)  # of a program that was killed
    ready.mkdir(mode=0o700)
    try:
        yield ready
    finally:
        shutil.rmtree(ready, ignore_errors=True)


def _change_places(folder: Path, now: datetime) -> Path | None:
    """Put the store that was made ready in place of a workspace's, which is kept aside; return where it lies then."""
    ready = folder / READY
    lock = StoreLock(folder / LOCK)
    try:
        aside = _keep_aside(folder, now)
        sync(ready / STORE)
        rename(ready / STORE, folder / STORE)
        with suppress(OSError):  # how far the store reaches; without it the old note tells of a newer one
            rename(ready / HEAD, folder / HEAD)
        forget_head(folder)
        for place in (folder, ready):
            sync(place)
    finally:
        lock.release()
    return aside


def _keep_aside(folder: Path, now: datetime) -> Path | None:
    """Keep the store that is replaced, whatever its state, under a name of its own, where it still has its own."""
    if not has_store(folder):
        return None
    aside = folder / BACKUPS / f"replaced-{now.astimezone(PLAN_ZONE):{STAMP}}"
    make_private_folder(aside.parent)
    make_private_folder(aside)
    try:
        (aside / STORE).hardlink_to(folder / STORE)
    except OSError:  # a disk without links, or a name of the same second
        copy_whole(folder / STORE, aside / STORE)
    for name in (f"{STORE}-wal", f"{STORE}-shm"):  # they belong to the old one
        if (folder / name).exists():
            rename(folder / name, aside / name)
    sync(aside)
    return aside / STORE


def _bring_keys(source: Path, folder: Path) -> None:
    """Copy the keys of a backup that a workspace does not have."""
    for name in TRAVELS:
        if (source / name).is_file() and not (folder / name).exists():
            write_whole(folder / name, (source / name).read_bytes(), private=True)
