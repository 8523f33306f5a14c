"""Copied: whether a workspace is a copy that lies beside its original, both of which could give the same numbers away.

Each store notes where it is opened. One that is opened elsewhere while the store of before still lies there, with the
same beginning, was copied: like a restored one it issues nothing until somebody has confirmed that it is the one to go
on with. One that was moved, renamed, taken over or whose original is out of reach goes on without a word.
"""

import json
from contextlib import suppress
from pathlib import Path

from models.basics.canonical import json_text
from models.store import Store
from models.store.file.files import STORE, beginning_of
from models.workspace.act import COPIED, RESTORED, ActKind, act

PLACE = "place"  # fact: the folder in which the store was opened last
LOOKED_FOR = True  # tests copy the places of others all day


def note_copied(store: Store) -> Path | None:
    """Treat a copy whose original still lies in its place as restored; return the original's folder.

    Call it when a workspace is opened.
    """
    folder = store.folder.resolve()
    here, said = str(folder), store.get_value(PLACE)
    if not LOOKED_FOR or store.read_only or said == here:
        return None
    found = Path(said) if said and is_original(store, Path(said)) else None
    if found is not None:
        with act(store, "", ActKind.RESTORE, about={"copied": found}):
            store.put_value(RESTORED, json_text([*_lacking(store), {"kind": COPIED, "file": str(found)}]))
    if _is_text(here):
        store.remember(PLACE, here)
    return found


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
