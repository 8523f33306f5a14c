"""Kills: a program that types, records and issues is killed at any moment; what it acknowledged must be there, whole.

The worker tells each thing it was told is kept on its standard output, as a person sees it on the screen. Afterwards the
store is opened as at the next start and judged: acknowledged edits there, acts whole with their files or not at all, no
sealed file without a record, the chain unbroken, nothing temporary left.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from models.store import UnitStore
from models.workspace.act import finish_acts
from models.workspace.backups import dated_copies

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import os, signal, sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from models.basics.period import PLAN_ZONE
from models.sheet.cells import Cell, State
from models.store import UnitStore
from models.store.file import connection, disk
from models.workspace.act import ActKind, act
from models.workspace.backups import keep_dated

folder, out, number, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])

def counted(function):
    def call(*words, **more):
        global moment
        moment -= 1
        if moment == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*words, **more)
    return call

if moment:
    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)
    connection._ThreadConnection.finish = counted(connection._ThreadConnection.finish)
    connection.Connections.write_all = counted(connection.Connections.write_all)

def told(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

with UnitStore.open(folder) as store:
    while True:
        number += 1
        cells = {f"Q06.{n}": Cell(State.VALUE, Decimal(number), str(number)) for n in range(1, 6)}
        store.sheets.put_cells("2020Q3", cells, "张三")
        told("typed", number)
        files = {f"{number}.pdf": os.urandom(40_000), f"{number}.xlsx": os.urandom(9_000)}
        with act(store, "张三", ActKind.FILE, about={"number": number}, out=out, files=files):
            store.put_settings(number, f'{{"number":{number}}}', datetime.now(PLAN_ZONE), "张三")
        told("issued", number)
        if number % 4 == 0:
            keep_dated(store, datetime.now(PLAN_ZONE))
"""


@dataclass(slots=True)
class Figures:
    """What a run found; every fault must be none."""

    kills: int = 0
    typed: int = 0  # batches acknowledged
    issued: int = 0  # acts acknowledged
    undone: int = 0  # acts that were cut short and left no trace
    finished: int = 0  # acts whose files were written at the next start
    faults: Counter[str] = field(default_factory=Counter)


class Torture:
    """One workspace that is worked in, killed and opened again."""

    def __init__(self, root: Path, seed: int) -> None:
        self.folder, self.out = root / "unit", root / "out"
        self.random = random.Random(seed)
        self.figures = Figures()
        self.number = 0
        UnitStore.create(self.folder, "610924").close()

    def at_random(self, seconds: float = 0.4) -> None:
        """Kill the worker some time after it has begun to work."""
        self._run(0, self.random.uniform(0, seconds))

    def at_moment(self, moment: int) -> None:
        """Kill the worker at its n-th write, sync, rename or commit."""
        self._run(moment, None)

    def _run(self, moment: int, seconds: float | None) -> None:
        words = [sys.executable, "-c", WORKER, self.folder, self.out, self.number, moment]
        with subprocess.Popen(list(map(str, words)), cwd=ROOT, stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            said = []
            if seconds is not None:
                said.append(worker.stdout.readline())
                time.sleep(seconds)
                worker.kill()
            said += worker.stdout.readlines()
            code = worker.wait()
        self.figures.kills += 1
        if code != -signal.SIGKILL:
            self.figures.faults[f"ended with {code}"] += 1
        self._judge([line.decode().split() for line in said if line.endswith(b"\n")])

    def _judge(self, said: list[list[str]]) -> None:
        typed = max((int(number) for what, number in said if what == "typed"), default=0)
        issued = [int(number) for what, number in said if what == "issued"]
        self.figures.typed += sum(what == "typed" for what, _ in said)
        self.figures.issued += len(issued)
        with UnitStore.open(self.folder) as store:
            waiting = {file.act for file in store.acts.files() if not file.written}
            self.figures.finished += len(waiting)
            self.figures.undone += len(store.acts.stages())
            self._expect(not finish_acts(store), "files that could not be written")
            self._cells(store, typed)
            recorded = self._acts(store)
            self._expect(set(issued) <= recorded, "acts acknowledged and lost")
            self._expect(store.acts.verify() == (), "records that do not hold")
        self._copies()
        self.number = max([self.number, typed, *recorded])

    def _cells(self, store: UnitStore, typed: int) -> None:
        values = {cell.text for cell in store.sheets.cells("2020Q3").values()}
        self._expect(len(values) <= 1, "half batches")
        self._expect(typed <= int(next(iter(values), "0")), "edits acknowledged and lost")

    def _acts(self, store: UnitStore) -> set[int]:
        """Every act has its row and its files, every file its act; return the numbers."""
        found = {int(row.about["number"]): row.number for row in store.acts.rows("file")}
        for number, act in found.items():
            self._expect(store.settings_text(number) is not None, "half acts")
            for file in store.acts.files(act):
                path = self.out / file.name
                self._expect(path.is_file() and path.read_bytes() == store.acts.content(file.sha256), "files lost")
        names = set(os.listdir(self.out)) if self.out.exists() else set()
        wanted = {f"{number}{end}" for number in found for end in (".pdf", ".xlsx")}
        self._expect(names <= wanted, "files without a record, or temporary ones")
        return set(found)

    def _copies(self) -> None:
        for _, copy in dated_copies(self.folder)[:1]:
            self._expect(copy.stat().st_size > 0, "damaged copies")

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.figures.faults[fault] += 1
