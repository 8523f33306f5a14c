"""The program that is tortured: types, records, issues and keeps copies, and tells each thing it was told is kept.

What it tells on its standard output is what a person has seen acknowledged on the screen. Run as
`python -m tests.torture.worker FOLDER OUT NUMBER MOMENT ROUNDS`: it goes on from a number for so many rounds (0: until
it is ended) and kills itself at its n-th write, sync, rename or commit (0: never). A disk that is full or a store that
another program holds is told and ends it with 0, as the desk would show a sentence.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

from models.basics.errors import MachineError
from models.basics.period import PLAN_ZONE
from models.sheet.cells import Cell, State
from models.store import UnitStore
from models.store.connection import connections, one_thread
from models.workspace.act import ActKind, act
from models.workspace.backups import keep_dated

PERIOD, ITEMS = "2020Q3", tuple(f"Q06.{number}" for number in range(1, 6))
SIZES = {".pdf": 40_000, ".xlsx": 9_000}


def one_round(store: UnitStore, out: Path, number: int, told: Callable[[str, int], None]) -> None:
    """Type a batch of cells that all say the number, issue two files of it, keep a copy now and then."""
    cells = {item: Cell(State.VALUE, Decimal(number), str(number)) for item in ITEMS}
    store.sheets.put_cells(PERIOD, cells, "张三")
    told("typed", number)
    chance = random.Random(number)
    files = {f"{number}{end}": chance.randbytes(size) for end, size in SIZES.items()}
    with act(store, "张三", ActKind.FILE, about={"number": number}, out=out, files=files):
        store.put_settings(number, f'{{"number":{number}}}', datetime.now(PLAN_ZONE), "张三")
    told("issued", number)
    if number % 4 == 0:
        keep_dated(store, datetime.now(PLAN_ZONE))


def _kill_at(moment: int) -> Callable[[], int]:
    """Let the program be killed at its n-th write, sync, rename or commit; return what counts those done so far."""
    left = moment

    def counted(function: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*words, **more)

        return call

    places = (
        (os, "fsync"),
        (Path, "replace"),
        (one_thread.ThreadConnection, "finish"),
        (connections.Connections, "write_all"),
    )
    for owner, name in places:
        setattr(owner, name, counted(getattr(owner, name)))
    return lambda: moment - left


def _tell(what: str, number: int) -> None:
    os.write(1, f"{what} {number}\n".encode())


def main(folder: Path, out: Path, number: int, moment: int, rounds: int) -> None:
    """Work until the rounds are done, or something ends it."""
    if moment:
        _kill_at(moment)
    _tell("begun", number)
    with UnitStore.open(folder) as store:
        for done in count(1):
            try:
                one_round(store, out, number + done, _tell)
            except (MachineError, OSError) as error:
                _tell(f"refused-{getattr(error, 'code', error.args[0])}", number + done)
                return
            if done == rounds:
                return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:6]))
