"""The head of a store's acts, noted beside the store and elsewhere, by which an older copy in its place is told."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from models.basics.canonical import encode
from models.store.connection.connections import Connections
from models.store.file.disk import make_private
from models.system.files import rename

HEAD = "tanbao.head"  # beside the store: what it must at least have


class NotedHead:
    """How far a store must at least reach."""

    def __init__(
        self, connections: Connections, head: Callable[[], tuple[int, str]], hash_of: Callable[[int], str]
    ) -> None:
        """`head`: number and hash of the last act; `hash_of`: the hash of an act by its number."""
        self._connections, self._head, self._hash_of = connections, head, hash_of
        self.elsewhere: Path | None = None  # a file far from the store that says the same as HEAD beside it

    def note(self) -> None:
        """Write beside the store, and elsewhere, how far it reaches, so that an older one in its place is told.

        Best effort: without it nothing is lost.
        """
        if self._connections.read_only:
            return
        number, digest = self._head()
        said = {"act": number, "begins": self._hash_of(1), "hash": digest, "history": self._reach()}
        for path in self._heads():
            rough = path.with_name(path.name + ".part")
            with suppress(OSError):
                make_private(rough)
                rough.write_bytes(encode(said))
                rename(rough, path)

    def _heads(self) -> tuple[Path, ...]:
        beside = self._connections.path.with_name(HEAD)
        return (beside,) if self.elsewhere is None else (beside, self.elsewhere)

    def _reach(self) -> int:
        return int(self._connections.rows("SELECT coalesce(max(id), 0) FROM history")[0][0])

    def is_older(self) -> bool:
        """True when the store lacks what was noted of it: an older copy, or one that went another way, is in its place.

        Where nothing is noted elsewhere yet, it is now.
        """
        older = any(self._lacks(path) for path in self._heads())
        if not older and self.elsewhere is not None and not self.elsewhere.exists():
            self.note()
        return older

    def _lacks(self, path: Path) -> bool:
        try:
            said = json.loads(path.read_bytes())
            number, digest, reach = int(said["act"]), str(said["hash"]), int(said["history"])
            begins = said.get("begins")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False  # it was cut short, or never written: it proves nothing
        if path == self.elsewhere and begins != self._hash_of(1):
            return False  # another workspace was there before
        return self._hash_of(number) != digest or self._reach() < reach
