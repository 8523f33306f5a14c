"""The long form: kills, power cuts, full disks, clocks, held and damaged stores, each for some time; prints figures."""

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from models.store.connection import one_thread
from tests.flow.town import said_by
from tests.torture.commands import CommandTorture
from tests.torture.damages import Damages, damage, of_bytes, of_pages, of_rows
from tests.torture.filing_window import FilingWindow
from tests.torture.hardships import full_disk, held_store, jumping_clock
from tests.torture.judging import Figures
from tests.torture.kills import Torture
from tests.torture.power.cuts import Cuts

MOMENTS = 60  # more than two rounds of the worker have
SECONDS = float(os.environ.get("TANBAO_TORTURE_SECONDS", "60"))
SEED = int(os.environ.get("TANBAO_TORTURE_SEED") or time.time())
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, strace and mount")


@pytest.fixture(autouse=True, scope="session")
def disk_not_awaited() -> Iterator[str]:
    """In place of the one of all tests: here the disk is awaited, since its power is cut."""
    yield one_thread.SYNCHRONOUS


def _until_over(root: Path) -> Iterator[Path]:
    """Yield fresh folders until the seconds are over."""
    end = time.monotonic() + SECONDS
    for number in count():
        if time.monotonic() > end:
            return
        place = root / str(number)
        place.mkdir()
        yield place
        shutil.rmtree(place, ignore_errors=True)


def _tell(figures: Figures) -> None:
    print(f"\nseed {SEED}: {figures}")
    assert not figures.faults


def torture_kills(tmp_path: Path) -> None:
    figures = Figures()
    for number, place in enumerate(_until_over(tmp_path)):
        torture = Torture(place, SEED + number, figures)
        for moment in range(1, MOMENTS + 1):
            if torture.random.random() < 0.7:
                torture.at_moment(moment)
            else:
                torture.at_random()
    _tell(figures)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def torture_cuts(tmp_path: Path) -> None:
    figures = Figures()
    for number, place in enumerate(_until_over(tmp_path)):
        cuts = Cuts(place, SEED + number, figures)
        for _ in range(3):
            cuts.run(20)
    _tell(figures)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def torture_commands(tmp_path: Path) -> None:
    figures = Figures()
    torture = CommandTorture(tmp_path, SEED, figures)
    end = time.monotonic() + SECONDS
    for number in count():
        for one in torture.commands:
            if number == 0:  # each gets its share, however few the seconds
                torture.kills(one, 9, 4)
                torture.cut(one, 2, 12)
            elif time.monotonic() < end:
                torture.kill(one, torture.random.randint(0, 30))
                torture.cut(one, 3, 3)
        if time.monotonic() > end:
            break
    _tell(figures)


def torture_filing_window(tmp_path: Path) -> None:
    """The first filing in the window itself: by turns at each of its writes and at any time."""
    figures, end = Figures(), time.monotonic() + SECONDS
    window = FilingWindow(tmp_path, SEED, figures)
    moments = window.random.sample(range(1, window.moments + 1), window.moments)
    for number in count():
        if number and time.monotonic() > end:
            break
        window.kill(moments[number // 2 % len(moments)] if number % 2 else 0)
    _tell(figures)


def torture_full_disks(tmp_path: Path) -> None:
    figures, chance = Figures(), random.Random(SEED)
    for place in _until_over(tmp_path):
        if not full_disk(place / "disk", chance, figures):
            pytest.skip("no right to mount here")
    _tell(figures)


def torture_clocks(tmp_path: Path) -> None:
    figures, chance = Figures(), random.Random(SEED)
    for place in _until_over(tmp_path):
        jumping_clock(place, chance, figures, 20)
    _tell(figures)


def torture_held_stores(tmp_path: Path) -> None:
    figures, chance = Figures(), random.Random(SEED)
    for place in _until_over(tmp_path):
        held_store(place, chance, figures, 20)
    _tell(figures)


def torture_damage(tmp_path: Path) -> None:
    figures, chance = Figures(), random.Random(SEED)
    for place in _until_over(tmp_path):
        damage(place, chance, figures, 50)
    _tell(figures)


def torture_damaged_office(tmp_path: Path) -> None:
    """The office of a whole city: 33 units, every table of an office filled."""
    figures, chance = Figures(), random.Random(SEED)
    assert said_by("demo", "--out", tmp_path / "city")[0] == 0
    office = next(path.parent for path in (tmp_path / "city").glob("*/root.p12"))
    damages, end = Damages(office, tmp_path / "damaged", chance, figures), time.monotonic() + SECONDS
    while time.monotonic() < end:
        damages.run(6, (of_bytes, of_pages, of_rows))
    _tell(figures)
