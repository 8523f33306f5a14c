"""Hardships short of a kill: full disks, clocks that jump, stores that another program holds."""

import random
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self
from unittest import mock

from models.basics.errors import MachineError
from models.basics.period import PLAN_ZONE
from models.store import UnitStore, has_store
from models.store.connection import one_thread
from models.store.file.files import STORE
from models.workspace.backups import dated_copies
from tests.torture import worker
from tests.torture.judging import Figures, Judge


def work(judge: Judge, rounds: int) -> list[bytes]:
    """Work in a workspace until the rounds are done or it is refused; return what was told."""
    said: list[bytes] = []

    def tell(what: str, number: int) -> None:
        said.append(f"{what} {number}\n".encode())

    number = judge.number
    try:
        with UnitStore.open(judge.folder) as store:
            store.be_quick()
            for number in range(judge.number + 1, judge.number + rounds + 1):
                worker.one_round(store, judge.out, number, tell)
    except (MachineError, OSError) as error:
        tell(f"refused-{getattr(error, 'code', error.args[0])}", number)
    return said


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Callable[[int], None] | None]:
    """A real file system of so many kB and what makes it another size; None where mounting is not allowed."""
    place.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        yield None
        return
    try:
        yield lambda kb: _run("mount", "-o", f"remount,size={kb}k", str(place))
    finally:
        _run("umount", str(place))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def full_disk(place: Path, chance: random.Random, figures: Figures) -> bool:
    """Work on a disk until it is full, then make room and go on; False = mounting is not allowed here."""
    judge = Judge(place / "unit", place / "out", figures)
    with small_disk(place, chance.randint(60, 3_000)) as resize:
        if resize is None:
            return False
        try:
            UnitStore.create(judge.folder, "610924").close()
        except (MachineError, OSError):
            figures.refused["no room to begin"] += 1
            resize(20_000)
            _begun_again(judge.folder)
        said = work(judge, 200)
        resize(20_000)
        judge.judge(said, goes_on=True)
        figures.tried["full disks"] += 1
    return True


def _begun_again(folder: Path) -> None:
    """Begin where there was no room to: a store that is there already is whole, and belongs to nobody or to us."""
    if not has_store(folder):
        UnitStore.create(folder, "610924").close()
        return
    with UnitStore.open(folder) as store:
        store.belong_to("610924")


class Clock:
    """The machine's clock, as wrong as it is set."""

    def __init__(self) -> None:
        """Begin with the right time."""
        self.ahead = timedelta(0)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Let everything that asks for the time be told this one."""
        clock = self

        class Shown(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(time.time() + clock.ahead.total_seconds(), tz)

        with mock.patch.object(one_thread, "datetime", Shown), mock.patch.object(worker, "datetime", Shown):
            yield


def jumping_clock(root: Path, chance: random.Random, figures: Figures, jumps: int) -> None:
    """Work while the clock jumps; the copies of a clock put right again must not be given up for those of a wrong one."""
    judge = Judge(root / "unit", root / "out", figures)
    UnitStore.create(judge.folder, "610924").close()
    clock = Clock()
    with clock.shown():
        for _ in range(jumps):
            days = chance.choice((-8000, -400, -1, 0, 0, 1, 30, 400, 6000)) + chance.random()
            clock.ahead = timedelta(days=days)
            judge.judge(work(judge, chance.randint(1, 4)))
            figures.tried["jumps of the clock"] += 1
            before = judge.number // 4
            now = worker.datetime.now(PLAN_ZONE)
            kept = [at for at, _ in dated_copies(judge.folder) if at <= now]
            if before and judge.number % 4 == 0 and not kept:
                figures.faults["the copy just made was given up"] += 1


def held_store(root: Path, chance: random.Random, figures: Figures, times: int) -> None:
    """Work while another program holds the store now and then."""
    judge = Judge(root / "unit", root / "out", figures)
    UnitStore.create(judge.folder, "610924").close()
    ended = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(judge.folder / STORE, isolation_level=None, timeout=10)) as db:
            while not ended.wait(chance.uniform(0, 0.05)):
                db.execute("BEGIN IMMEDIATE")
                ended.wait(chance.uniform(0, 0.5))
                db.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    told = []
    try:
        for _ in range(times):
            told.append(work(judge, 3))
            judge.number += 3
            figures.tried["held stores"] += 1
    finally:
        ended.set()
        holder.join()
    judge.judge([line for said in told for line in said], goes_on=True)
