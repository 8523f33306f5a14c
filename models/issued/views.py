"""Views: papers of today that are not kept, as a draft: the next one takes the place of one nobody has touched."""

import json
from collections.abc import Mapping
from hashlib import sha256
from itertools import count
from os.path import lexists
from pathlib import Path

from models.basics.canonical import json_text
from models.store import Store
from models.store.file.disk import write_files

_WRITTEN = "written"  # with a name: the SHA-256 of what was written under it
_MOST = 32  # remembered of one name


def write_view(store: Store, out: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files all or none, over those that are as we wrote them; return where they lie. Raises OSError.

    What somebody has changed since, or put there, keeps its name: the files get the next number that is free for each.
    """
    for number in count(1):
        named = {_numbered(name, number): name for name in files}
        if all(_is_ours(store, out / path, name) for path, name in named.items()):
            break
    paths = write_files(out, {path: files[name] for path, name in named.items()}, replace=True)
    for name, content in files.items():
        _note(store, name, _digest(content))
    return paths


def _numbered(name: str, number: int) -> str:
    path = Path(name)
    return name if number == 1 else f"{path.stem}_{number}{path.suffix}"


def _is_ours(store: Store, path: Path, name: str) -> bool:
    if not lexists(path):
        return True
    return path.is_file() and not path.is_symlink() and _digest(path.read_bytes()) in _noted(store, name)


def _noted(store: Store, name: str) -> list[str]:
    found: list[str] = json.loads(store.get_text(f"{_WRITTEN} {name}") or "[]")
    return found


def _note(store: Store, name: str, digest: str) -> None:
    noted = _noted(store, name)
    if digest not in noted:
        store.remember(f"{_WRITTEN} {name}", json_text([*noted, digest][-_MOST:]))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
