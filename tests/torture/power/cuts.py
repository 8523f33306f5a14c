"""Power cuts: a program is traced while it works, and the disk is built anew as each cut would have left it.

Needs strace. The trace says, in order, what was written, synced, renamed and acknowledged; the cut comes between any
two of them, so that nothing has to be timed.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.store import UnitStore
from tests.torture.judging import Figures, Judge
from tests.torture.kills import ROOT, WORKER
from tests.torture.power.disk import ORDERS, Disk, Inode

CALLS = (
    "openat,close,write,pwrite64,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
    "mkdirat,link,linkat,rmdir,dup,dup2,fcntl,lseek"
)
_LINE = re.compile(rb"^(\w+)\((.*)\)\s+= (-?\d+)(?: .*)?$", re.DOTALL)
_TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')
ROUNDS = 6


@dataclass(slots=True)
class _Open:
    node: Inode
    at: int = 0


@dataclass(slots=True)
class Replay:
    """The calls of a trace, done again on a `Disk`; `told`: what the program has acknowledged so far."""

    root: str
    disk: Disk
    open: dict[int, _Open] = field(default_factory=dict)
    told: bytes = b""

    def steps(self, trace: Path) -> Iterator[int]:
        """Do one call after the other that changes the disk or tells something; yield their count."""
        done = 0
        for line in trace.read_bytes().splitlines():
            found = _LINE.match(line)
            if found and int(found[3]) >= 0 and self._do(found[1].decode(), found[2], int(found[3])):
                done += 1
                yield done

    def _do(self, call: str, words: bytes, answer: int) -> bool:
        texts = [bytes.fromhex(text.decode().replace("\\x", "")) for text in _TEXT.findall(words)]
        if call in ("write", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync", "close", "lseek"):
            return self._on_file(call, int(words.partition(b",")[0]), words, texts, answer)
        if call in ("dup", "dup2", "fcntl"):
            return False
        paths = [text.decode(errors="surrogateescape") for text in texts]
        if not paths or not all(path == self.root or path.startswith(f"{self.root}/") for path in paths):
            return False
        if call == "openat":
            return self._opened(paths[0], words, answer)
        if call in ("mkdir", "mkdirat"):
            self.disk.put(paths[0], folder=True)
        elif call.startswith("rename"):
            self.disk.move(*paths)
        elif call.startswith("link"):
            self.disk.link(*paths)
        else:
            self.disk.drop(paths[0])
        return True

    def _opened(self, path: str, words: bytes, answer: int) -> bool:
        made = path not in self.disk.names
        node = self.disk.put(path)
        self.open[answer] = _Open(node)
        if b"O_TRUNC" in words and not made:
            node.writes.append((0, None))
        return made

    def _on_file(self, call: str, number: int, words: bytes, texts: list[bytes], answer: int) -> bool:
        if call == "close":
            self.open.pop(number, None)
            return False
        if number == 1 and call == "write":
            self.told += texts[0][:answer]
            return True
        file = self.open.get(number)
        if file is None:
            return False
        if call == "lseek":
            file.at = answer
            return False
        self._written(file, call, words, texts, answer)
        return True

    def _written(self, file: _Open, call: str, words: bytes, texts: list[bytes], answer: int) -> None:
        if call in ("fsync", "fdatasync"):
            self.disk.sync(file.node)
        elif call == "ftruncate":
            file.node.writes.append((int(words.rpartition(b",")[2]), None))
        elif call == "pwrite64":
            file.node.writes.append((int(words.rpartition(b",")[2]), texts[0][:answer]))
        elif call == "write":
            file.node.writes.append((file.at, texts[0][:answer]))
            file.at += answer
        else:
            raise RuntimeError(f"a call the model does not know: {call}")


class Cuts:
    """One workspace that is worked in under a trace, and the disks that cuts would have left of it."""

    def __init__(self, root: Path, seed: int, figures: Figures) -> None:
        """Make an empty workspace of a unit."""
        self.root, self.place, self.figures = root, root / "disk", figures
        self.judge = Judge(self.place / "unit", self.place / "out", figures)
        self.random = random.Random(seed)
        UnitStore.create(self.judge.folder, "610924").close()

    def run(self, cuts: int) -> None:
        """Trace some rounds of work and cut the power at so many moments of it, each in the three orders."""
        before = _kept(self.place)
        trace = self._traced()
        last = max(self._replay(before).steps(trace), default=0)
        moments = sorted(self.random.sample(range(1, last + 1), min(cuts, last)))
        begun = self.judge.number
        replay = self._replay(before)
        for done in replay.steps(trace):
            if done in moments:
                self._cut(replay, begun)

    def _replay(self, before: dict[str, bytes | None]) -> Replay:
        disk = Disk()
        for path, content in before.items():
            disk.holds(path, content)
        return Replay(str(self.place), disk)

    def _traced(self) -> Path:
        trace = self.root / "trace"
        command = ["strace", "-o", str(trace), "-e", f"trace={CALLS}", "-s", "10000000", "-xx"]
        words = [sys.executable, "-m", WORKER, self.judge.folder, self.judge.out, self.judge.number, 0, ROUNDS]
        subprocess.run([*command, *map(str, words)], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        return trace

    def _cut(self, replay: Replay, begun: int) -> None:
        lines = replay.told.splitlines(keepends=True)
        for order in ORDERS:
            _build(self.place, replay.disk.after_cut(order, self.random))
            self.figures.tried[f"cuts, {order}"] += 1
            self.judge.number = begun
            before = self.figures.faults.total()
            self.judge.judge(lines, goes_on=True)
            if self.figures.faults.total() > before:
                self.figures.faults[f"in {order}"] += 1


def _kept(place: Path) -> dict[str, bytes | None]:
    """Return everything that lies in a folder, path → content (None: a folder)."""
    found: dict[str, bytes | None] = {str(place): None}
    for path in sorted(place.rglob("*")):
        found[str(path)] = None if path.is_dir() else path.read_bytes()
    return found


def _build(place: Path, content: dict[str, bytes | None]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    for path, said in sorted(content.items()):
        if said is None:
            Path(path).mkdir()
        else:
            Path(path).write_bytes(said)
