"""The short form of the torture: a few of each kind, and the model of a disk; `tasks.py torture` does it at length."""

import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.torture.damages import damage
from tests.torture.hardships import full_disk, held_store, jumping_clock
from tests.torture.judging import Figures
from tests.torture.kills import Torture
from tests.torture.power.cuts import Cuts
from tests.torture.power.disk import Disk

SEED = 20201015
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, strace and mount")


def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half(tmp_path: Path) -> None:
    figures = Figures()
    torture = Torture(tmp_path, SEED, figures)
    for moment in (1, 6, 11, 14, 17, 19):
        torture.at_moment(moment)
    for _ in range(3):
        torture.at_random()
    assert figures.tried["kills"] == 9
    assert figures.issued > 0
    assert dict(figures.faults) == {}


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path) -> None:
    figures = Figures()
    Cuts(tmp_path, SEED, figures).run(3)
    assert figures.tried == {"cuts, strict": 3, "cuts, ordered": 3, "cuts, torn": 3}
    assert figures.issued > 0
    assert dict(figures.faults) == {}


def test_a_full_disk_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    figures, chance = Figures(), random.Random(SEED)
    for number in range(3):
        if not full_disk(tmp_path / str(number), chance, figures):
            pytest.skip("no right to mount here")
    assert figures.refused.total() >= 3
    assert dict(figures.faults) == {}


def test_a_clock_that_jumps_loses_nothing(tmp_path: Path) -> None:
    figures = Figures()
    jumping_clock(tmp_path, random.Random(SEED), figures, 4)
    assert figures.issued >= 4
    assert dict(figures.faults) == {}


def test_a_store_that_another_program_holds_loses_nothing(tmp_path: Path) -> None:
    figures = Figures()
    held_store(tmp_path, random.Random(SEED), figures, 3)
    assert figures.tried["held stores"] == 3
    assert dict(figures.faults) == {}


def test_a_damaged_store_is_refused_named_or_says_the_same(tmp_path: Path) -> None:
    figures = Figures()
    damage(tmp_path, random.Random(SEED), figures, 15)
    assert figures.refused.total() == 15
    assert dict(figures.faults) == {}


def test_the_model_of_a_disk_loses_what_was_not_synced() -> None:
    disk, chance = Disk(), random.Random(SEED)
    disk.holds("/d", None)
    file = disk.put("/d/.rough")
    file.writes.append((0, b"x" * 2000))
    disk.sync(file)
    file.writes.append((2000, b"y" * 2000))
    disk.move("/d/.rough", "/d/name")
    assert disk.after_cut("strict", chance) == {"/d": None}
    assert disk.after_cut("ordered", chance) == {"/d": None, "/d/.rough": b"x" * 2000}
    torn = [disk.after_cut("torn", chance) for _ in range(50)]
    assert {next(iter(one.keys() - {"/d"})) for one in torn} == {"/d/.rough", "/d/name"}
    assert len({content for one in torn for content in one.values() if content}) > 2
    disk.sync(disk.names["/d"])
    assert disk.after_cut("strict", chance) == {"/d": None, "/d/name": b"x" * 2000}
