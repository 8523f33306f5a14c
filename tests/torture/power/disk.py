"""A disk as a power cut finds it: what was synced is there; of what was not, some, none or an odd part.

`Disk` is told of each system call that changed files, in order. `after_cut` says what lies on the disk when the power
goes at that moment, in one of three orders of what was not synced:

- strict: nothing of it, neither content nor names (what POSIX promises; a stick with FAT),
- ordered: no content, but every name that was given before the last sync of anything (a journal, as ext4 keeps it),
- torn: any part of the content, in pieces of a sector, and the names up to some moment.
"""

import random
from dataclasses import dataclass, field

SECTOR = 512
ORDERS = ("strict", "ordered", "torn")
KILLED = "killed"  # the power stays: everything that was written is there, synced or not


@dataclass(eq=False, slots=True)
class Inode:
    """A file or folder. `writes`: (offset, bytes), or (length, None) for a truncation, since the last sync."""

    durable: bytes = b""
    folder: bool = False
    writes: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Bring everything written to the disk."""
        self.durable = _written(self.durable, self.writes)
        self.writes = []

    def written(self) -> bytes:
        """Return the content as programs see it."""
        return _written(self.durable, self.writes)

    def torn(self, chance: random.Random) -> bytes:
        """Return the content when any of the sectors written since may or may not have got there."""
        return _written(self.durable, [piece for write in self.writes for piece in _pieces(write, chance)])


Names = dict[str, Inode]
Step = tuple[str, str, Inode | str | None]  # "put" path inode | "move" path to | "drop" path


@dataclass(slots=True)
class Disk:
    """Files and folders by path; names that were changed since their folder was synced."""

    names: Names = field(default_factory=dict)  # as programs see it
    strict: Names = field(default_factory=dict)  # as synced folders hold it
    ordered: Names = field(default_factory=dict)  # as a journal holds it
    since: list[Step] = field(default_factory=list)  # since the journal was written
    waiting: list[Step] = field(default_factory=list)  # of folders that were not synced

    def holds(self, path: str, content: bytes | None) -> None:
        """Let a file (None: a folder) be there, on the disk, before everything."""
        node = Inode(content or b"", folder=content is None)
        for names in (self.names, self.strict, self.ordered):
            names[path] = node

    def put(self, path: str, *, folder: bool = False) -> Inode:
        """Make a file or folder; one that is there stays."""
        if path not in self.names:
            self._change(("put", path, Inode(folder=folder)))
        return self.names[path]

    def move(self, path: str, to: str) -> None:
        """Rename a file."""
        self._change(("move", path, to))

    def link(self, path: str, to: str) -> None:
        """Give a file another name."""
        self._change(("put", to, self.names[path]))

    def drop(self, path: str) -> None:
        """Remove a name."""
        self._change(("drop", path, None))

    def _change(self, step: Step) -> None:
        _apply(self.names, step)
        self.since.append(step)
        self.waiting.append(step)

    def sync(self, node: Inode) -> None:
        """Sync a file, or a folder with the names in it; either writes the journal."""
        for step in self.since:
            _apply(self.ordered, step)
        self.since = []
        if not node.folder:
            node.sync()
            return
        place = next(path for path, found in self.names.items() if found is node)
        left = []
        for step in self.waiting:
            if _parent(step[1]) == place:
                _apply(self.strict, step)
            else:
                left.append(step)
        self.waiting = left

    def after_cut(self, order: str, chance: random.Random) -> dict[str, bytes | None]:
        """Return what lies on the disk, path → content (None: a folder), when the power goes now."""
        if order == KILLED:
            found = {path: None if node.folder else node.written() for path, node in self.names.items()}
        elif order == "torn":
            names = dict(self.ordered)
            for step in self.since[: chance.randint(0, len(self.since))]:
                _apply(names, step)
            found = {path: None if node.folder else node.torn(chance) for path, node in names.items()}
        else:
            chosen = self.strict if order == "strict" else self.ordered
            found = {path: None if node.folder else node.durable for path, node in chosen.items()}
        return {path: content for path, content in found.items() if _reachable(path, found)}


def _apply(names: Names, step: Step) -> None:
    what, path, more = step
    if what == "put":
        assert isinstance(more, Inode)
        names[path] = more
    elif what == "drop":
        names.pop(path, None)
    elif path in names:
        assert isinstance(more, str)
        names[more] = names.pop(path)
        for inside in [one for one in names if one.startswith(f"{path}/")]:  # a folder takes along what is in it
            names[f"{more}{inside.removeprefix(path)}"] = names.pop(inside)


def _reachable(path: str, found: dict[str, bytes | None]) -> bool:
    """A file is lost with its folder; what lies above the place that is watched was always there."""
    above = [one for one in found if path.startswith(f"{one}/")]
    top = min(found, key=len)
    return path == top or len(above) == path.count("/") - top.count("/")


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _written(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    made = bytearray(content)
    for at, said in writes:
        if said is None:
            made = made[:at].ljust(at, b"\0")
        else:
            made = made.ljust(at, b"\0")
            made[at : at + len(said)] = said
    return bytes(made)


def _pieces(write: tuple[int, bytes | None], chance: random.Random) -> list[tuple[int, bytes | None]]:
    at, said = write
    share = chance.choice((0, 0.5, 0.9, 1))
    if said is None:
        return [write] if chance.random() < share else []
    cuts = range(0, len(said), SECTOR)
    return [(at + start, said[start : start + SECTOR]) for start in cuts if chance.random() < share]
