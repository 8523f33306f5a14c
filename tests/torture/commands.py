"""Commands: the real command line is killed, or its disk cut, at any moment; what is left is judged as at the next start.

One process imports the program and makes the places once; each try is a fork of it that runs one command in a copy of
its place. A kill comes at the n-th write, sync, rename or commit, or at a random time; for cuts strace follows the fork
and the disk is built anew as `cuts` does it. Nothing acknowledged may be lost, no act may be half, no file may lie there
that no act tells of, and the same command goes on where it was cut short.
"""

import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from forms.guards import worker
from forms.seals.keys import keys
from models.basics.errors import AppError, MachineError
from models.store import has_store, open_store
from models.store.file.files import STORE
from models.workspace import copied
from models.workspace.act import RESTORED, finish_acts, note_older
from tests.flow.town import SECRET, said_by
from tests.torture.judging import Figures
from tests.torture.places import Command, commands, make_places
from tests.torture.power.cuts import CALLS, Replay, _build, _kept
from tests.torture.power.disk import KILLED, ORDERS, Disk
from tests.torture.worker import _kill_at

ROUNDS = 2000  # of the key files here: a guess at a test's passphrase need not be dear
COUNTED = (
    "papers", "forms", "keys", "settings", "returns", "receipts", "issued", "notices", "adjudications", "rulings",
    "slices", "plans", "locks", "cells", "chases", "sent_back",
)  # fmt: skip


class CommandTorture:
    """Every command, killed and cut; `root` holds the places and the copy that is worked in."""

    def __init__(self, root: Path, seed: int, figures: Figures) -> None:
        """Make the places, and run each command once as nobody cuts it short."""
        self.root, self.place, self.figures = root, root / "here", figures
        self.random = random.Random(seed)
        os.environ["TANBAO_PASSPHRASE"] = SECRET
        copied.LOOKED_FOR = False  # each place is a copy
        with keys.signer_cache(rounds=ROUNDS):
            self.places = make_places(root)
            self.commands = commands()
            self.whole = {one.name: self._whole(one) for one in self.commands}

    def _whole(self, one: Command) -> tuple[list[str], list[str], dict[str, int]]:
        """Acts before and acts added by a command that nobody cuts short, and what the tables have then."""
        self._renew(one)
        before = self._acts(one)
        code, _, err = said_by(*one.words(self.place))
        assert code == 0, f"{one.name}: {code} {err}"
        return before, self._added(one, before), self._counted(one)

    def _added(self, one: Command, before: list[str]) -> list[str]:
        """The acts a command has added; a restored store has those of the copy, and one that says so."""
        here = self._acts(one)
        if one.name == "office restore":
            return [] if here == before else here[-1:]
        return here[len(before) :]

    def _renew(self, one: Command) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.places[one.place], self.place)

    def kills(self, one: Command, at_writes: int, at_random: int) -> None:
        """Kill a command at so many moments spread over all of its writes, and as often at a random time."""
        moments = self._moments(one)
        chosen = {1 + number * moments // at_writes for number in range(at_writes)}
        for moment in [*sorted(chosen), *[0] * (at_writes - len(chosen) + at_random)]:
            self.kill(one, moment)

    def _moments(self, one: Command) -> int:
        """How many writes, syncs, renames and commits a command has when nobody kills it."""
        self._renew(one)
        child, said = self._forked(one, -1)
        told = _read(said)
        os.waitpid(child, 0)
        return int(told.split()[2])

    def kill(self, one: Command, moment: int) -> bool:
        """Kill a command at its n-th write, or, for 0, some time after its begin; False = it was done before that."""
        self._renew(one)
        child, said = self._forked(one, moment)
        if not moment:
            time.sleep(self.random.uniform(0, 0.5))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        told = _read(said)
        _, status = os.waitpid(child, 0)
        self.figures.tried[f"kills of {one.name}"] += 1
        self._judge(one, told)
        return os.WIFSIGNALED(status)

    def cut(self, one: Command, cuts: int, calls: int) -> None:
        """Trace a command and cut the power at so many moments of it, each in the three orders.

        At so many of its system calls, spread over all of them, it ends as killed: everything before is there.
        """
        self._renew(one)
        before, trace = _kept(self.place), self.root / "trace"
        child, said = self._forked(one, 0, stopped=True)
        with subprocess.Popen(
            ["strace", "-p", str(child), "-o", trace, "-e", f"trace={CALLS}", "-s", "30000000", "-xx"],
            stderr=subprocess.PIPE,
        ) as strace:
            assert strace.stderr is not None
            strace.stderr.readline()  # attached
            os.kill(child, signal.SIGCONT)
            _read(said)
            os.waitpid(child, 0)
        last = max(self._replay(before).steps(trace), default=0)
        moments = {last, *self.random.sample(range(1, last + 1), min(cuts, last))}
        ends = {1 + number * last // calls for number in range(calls)}
        replay = self._replay(before)
        for done in replay.steps(trace):
            for order in [*(ORDERS if done in moments else ()), *((KILLED,) if done in ends else ())]:
                _build(self.place, replay.disk.after_cut(order, self.random))
                self.figures.tried[f"{'ends at calls' if order == KILLED else 'cuts'} of {one.name}"] += 1
                self._judge(one, replay.told, order)

    def _replay(self, before: Mapping[str, bytes | None]) -> Replay:
        disk = Disk()
        for path, content in before.items():
            disk.holds(path, content)
        return Replay(str(self.place), disk)

    def _forked(self, one: Command, moment: int, *, stopped: bool = False) -> tuple[int, int]:
        """Run a command in a fork; return its number and where it tells that it is done."""
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return child, reading
        try:
            os.dup2(writing, 1)
            worker._shared.clear()  # it is the parent's
            shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined]  # the model of a disk knows reads and writes
            if stopped:
                os.kill(os.getpid(), signal.SIGSTOP)
            count = _kill_at(moment) if moment else lambda: 0
            with keys.signer_cache(rounds=ROUNDS):
                code, _, _ = said_by(*one.words(self.place))
            os.write(1, f"done {code}{f' {count()}' if moment < 0 else ''}\n".encode())
        finally:
            os._exit(0)

    def _judge(self, one: Command, told: bytes, order: str = "") -> None:
        acknowledged = told.startswith(b"done") and told.endswith(b"\n")
        if acknowledged and told != b"done 0\n":
            self._expect(False, one, f"ended with {told!r}", order)
            return
        self.figures.issued += acknowledged
        try:
            self._judge_place(one, order, acknowledged=acknowledged)
        except (AppError, MachineError, sqlite3.Error) as error:
            self._expect(False, one, f"cannot be opened: {getattr(error, 'code', error)}", order)

    def _judge_place(self, one: Command, order: str, *, acknowledged: bool) -> None:
        before, added, counted = self.whole[one.name]
        for folder in (self.place / "office", self.place / "unit", self.place / one.workspace):
            self._sound(folder, one, order)
        here, new = self._acts(one), self._added(one, before)
        self._expect(here[: len(before)] == before or one.name == "office restore", one, "acts lost", order)
        self._expect(new == added[: len(new)], one, f"half acts: {new} of {added}", order)
        self._expect(not acknowledged or new == added, one, "acknowledged and lost", order)
        self._files(one, order)
        done = new == added if one.recorded else self._counted(one) == counted and acknowledged
        self.figures.finished += done and not acknowledged
        self.figures.undone += not done
        if not done:
            with keys.signer_cache(rounds=ROUNDS):
                code, _, err = said_by(*one.words(self.place))
            self._expect(code == 0, one, f"does not go on: {code} {err[-120:].strip()}", order)
            self._sound(self.place / one.workspace, one, order)
            self._files(one, order)
        self._expect(self._counted(one) == counted, one, "other rows than uncut", order)

    def _sound(self, folder: Path, one: Command, order: str) -> None:
        """Open a workspace as at the next start."""
        if not has_store(folder):
            return
        store = open_store(folder)
        assert store is not None
        with store:
            older = note_older(store)
            self._expect(not older, one, "taken for an older one", order)
            self._expect(not finish_acts(store), one, "files that could not be written", order)
            self._expect(store.acts.verify() == (), one, "records that do not hold", order)
            restoring = one.name == "office restore" and folder.name == "office"
            self._expect(restoring or not store.get_value(RESTORED), one, "taken for restored", order)

    def _files(self, one: Command, order: str) -> None:
        """Every file of an act lies there with its bytes; every file that lies there is of an act, and has its name."""
        out, folder = self.place / "out", self.place / one.workspace
        was = self.places[one.place] / "out"
        known = {path.name for path in was.rglob("*")} if was.exists() else set()
        told: dict[str, bytes | None] = {}
        for number, name, content, place in _issued(folder):
            if Path(place) == out:
                told[name] = content
                right = (out / name).is_file() and (out / name).read_bytes() == content
                self._expect(right, one, f"files lost of act {number}", order)
        for name in _large(folder):
            told[name] = None
            made_here = one.name.endswith((" archive", " handover"))  # what was taken over tells of another place
            self._expect(not made_here or zipfile.is_zipfile(out / name), one, "large files lost", order)
        there = [path for path in out.rglob("*") if path.is_file() and not self._in_the_making(one, path)]
        strange = {path.name for path in there} - known - set(told)
        if one.name == "office backup":
            strange -= {STORE, "working.p12", "office_root.pem"}
        self._expect(not strange, one, f"files without a record {sorted(strange)[:2]}", order)

    def _in_the_making(self, one: Command, path: Path) -> bool:
        """True for what a cut left of a backup: it is in a hidden folder, and the next backup removes it."""
        return one.name == "office backup" and path.parent.name.startswith(".")

    def _acts(self, one: Command) -> list[str]:
        return [kind for (kind,) in _rows(self.place / one.workspace, "SELECT kind FROM acts ORDER BY number")]

    def _counted(self, one: Command) -> dict[str, int]:
        folder = self.place / one.workspace
        return {table: rows[0][0] for table in COUNTED if (rows := _rows(folder, f"SELECT count(*) FROM {table}"))}

    def _expect(self, holds: bool, one: Command, fault: str, order: str) -> None:
        if not holds:
            self.figures.faults[f"{one.name}: {fault} {order}".strip()] += 1


def _rows(folder: Path, sql: str) -> list[tuple[str, ...]]:
    if not has_store(folder):
        return []
    with closing(sqlite3.connect(folder / STORE)) as db:
        return db.execute(sql).fetchall()


def _issued(folder: Path) -> Iterator[tuple[int, str, bytes, str]]:
    yield from _rows(  # type: ignore[misc]
        folder, "SELECT act, name, content, folder FROM act_files JOIN contents USING (sha256) WHERE folder <> ''"
    )


def _large(folder: Path) -> list[str]:
    """Names of files too large to be kept, as their acts tell them."""
    said = [json.loads(about) for (about,) in _rows(folder, "SELECT about FROM acts")]
    return [about["file"] for about in said if "stage" in about]


def _read(number: int) -> bytes:
    """Everything until the other end is closed, by the command and by whatever it started."""
    said = b""
    with open(number, "rb", buffering=0) as stream:
        while select.select([stream], [], [], 60)[0] and (more := stream.read(4096)):
            said += more
    return said
