"""Heads: how far each workspace of this PC reaches, noted among the person's own settings as well as beside the store.

What lies beside a store (`tanbao.head`) goes where its folder goes: a whole folder that was replaced by another copy
of it, or put back by hand from a stick, agrees with itself. What is noted here does not move with it, so that the next
start can tell that acts are missing which were recorded in this place. One small file for each place.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from models.basics.resources import PERSON
from models.store import Store
from models.system.files import make_private_folder
from models.workspace import copied

HEADS = "heads"  # folder in the person's settings
MOST = 500  # files in it; the oldest go


def note_elsewhere(store: Store) -> None:
    """Let a store note in the person's settings, too, how far it reaches. Call it when a workspace is opened."""
    path = _note_of(store.folder)
    if path is None or store.read_only:
        return
    with suppress(OSError):  # without a settings folder there is only what lies beside the store
        if not path.exists():
            make_private_folder(path.parent)
            _sweep(path.parent)
        store.acts.elsewhere = path


def forget_head(folder: Path) -> None:
    """Forget how far the workspace in a folder reached: another store is put there on purpose, and says so itself."""
    if path := _note_of(folder):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _note_of(folder: Path) -> Path | None:
    if PERSON.folder is None or not copied.LOOKED_FOR:
        return None
    place = os.fsencode(os.path.normcase(folder.resolve()))
    return PERSON.folder / HEADS / f"{hashlib.sha256(place).hexdigest()[:32]}.json"


def _sweep(folder: Path) -> None:
    found = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST - 1 :]:
        path.unlink(missing_ok=True)
