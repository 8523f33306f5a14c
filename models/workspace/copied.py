"""Copied: whether a workspace is a copy that lies beside its original, both of which could give the same numbers away.

Each store notes where it is opened. One that is opened elsewhere while the store of before still lies there, with the
same beginning, was copied: that is told with every answer and in the window until somebody has confirmed that it is the
one to go on with. One that was moved, renamed, taken over or whose original is out of reach goes on without a word.

It notes the computers too, and tells the same on one where it never was, once: what lies on the other computer cannot
be seen from here. Nobody is kept from working: the revisions of two copies of a unit are told apart by their digests,
and the office decides between them.

How far each workspace reaches is noted among the person's settings, too: what lies beside the store (`tanbao.head`)
goes where its folder goes, and a whole folder that was replaced by another copy of it, or put back by hand from a
stick, agrees with itself. What is noted there stays, so that `note_older` can tell what is missing in this place.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from models.basics.canonical import json_text
from models.basics.messages import say
from models.basics.resources import PERSON
from models.store import Store
from models.store.file.files import STORE, beginning_of
from models.system.files import make_private_folder
from models.system.machine import machine_id
from models.workspace.act import COPIED, MOVED, RESTORED, ActKind, act, copied_from, moved_from

PLACE = "place"  # fact: the folder in which the store was opened last
MACHINES = "machines"  # fact: the computers on which it was opened, as JSON
HEADS = "heads"  # folder in the person's settings: one small file for each place of a workspace
MOST_HEADS = 500  # of those files; the oldest go
LOOKED_FOR = True  # tests copy the places of others all day


def note_copied(store: Store) -> Path | None:
    """Note that a store is a copy whose original still lies in its place; return the original's folder.

    Call it when a workspace is opened.
    """
    folder = store.folder.resolve()
    here, said = str(folder), store.get_value(PLACE)
    if not LOOKED_FOR or store.read_only or said == here:
        return None
    found = Path(said) if said and is_original(store, Path(said)) else None
    if found is not None:
        with act(store, "", ActKind.COPIED, why=say("record.why.copied"), about={"copied": found}):
            store.put_value(RESTORED, json_text([*_lacking(store), {"kind": COPIED, "file": str(found)}]))
    if _is_text(here):
        store.remember(PLACE, here)
    return found


def note_moved(store: Store) -> str | None:
    """Note that a store is opened on a computer where it never was; return its folder on the one before.

    Call it when a workspace is opened, before `note_copied`, which forgets that folder.
    """
    here, known = machine_id(), json.loads(store.get_value(MACHINES) or "[]")
    if not LOOKED_FOR or store.read_only or store.handed_over is not None or not here or here in known:
        return None
    before = store.get_value(PLACE) or ""
    asked = bool(known) and not store.get_value(RESTORED)
    if asked:
        with act(store, "", ActKind.MOVED, why=say("record.why.moved"), about={"moved": before}):
            store.put_value(RESTORED, json_text([{"kind": MOVED, "file": before}]))
    store.remember(MACHINES, json_text([*known, here]))
    return before if asked else None


def settle(store: Store) -> None:
    """Note where a new store lies and on which computer, so that whoever opens it first only to look writes nothing."""
    note_moved(store)
    note_copied(store)


def told_of_copy(store: Store) -> str:
    """Return what is told of a store that was copied or carried to another computer, "" once it is confirmed."""
    if original := copied_from(store):
        return say("backups.open_copied", 目录=original)
    elsewhere = moved_from(store)
    return "" if elsewhere is None else say("backups.open_moved", 目录=elsewhere)


def forget_machines(store: Store) -> None:
    """Let a store be at home on whatever computer it is opened on next: it was handed over to be taken there."""
    store.put_value(MACHINES, "")


def take_place(store: Store) -> None:
    """Note that a store is at home in its folder, whatever it was copied from: a second PC of a unit, played."""
    store.put_value(PLACE, str(store.folder.resolve()))


def _lacking(store: Store) -> list[object]:
    said = json.loads(store.get_value(RESTORED) or "[]")
    return said if isinstance(said, list) else []


def is_original(store: Store, folder: Path) -> bool:
    """True when another store with the same first act lies in a folder, and was not handed over; nothing is changed."""
    with suppress(OSError):
        path = folder / STORE
        return not path.samefile(store.folder / STORE) and beginning_of(path) == store.acts.hash_of(1) != ""
    return False


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def note_elsewhere(store: Store) -> None:
    """Let a store note in the person's settings, too, how far it reaches. Call it when a workspace is opened."""
    path = _head_of(store.folder)
    if path is None or store.read_only:
        return
    with suppress(OSError):  # without a settings folder there is only what lies beside the store
        if not path.exists():
            make_private_folder(path.parent)
            _sweep(path.parent)
        store.acts.noted.elsewhere = path


def forget_head(folder: Path) -> None:
    """Forget how far the workspace in a folder reached: another store is put there on purpose, and says so itself."""
    if path := _head_of(folder):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _head_of(folder: Path) -> Path | None:
    if PERSON.folder is None or not LOOKED_FOR:
        return None
    place = os.fsencode(os.path.normcase(folder.resolve()))
    return PERSON.folder / HEADS / f"{hashlib.sha256(place).hexdigest()[:32]}.json"


def _sweep(heads: Path) -> None:
    found = sorted(heads.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_HEADS - 1 :]:
        path.unlink(missing_ok=True)
