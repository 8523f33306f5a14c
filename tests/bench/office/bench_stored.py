"""What an office asks of a store that holds 100 to 10,000 returns: the roster, the city's summary, a figure's sources.

The returns of one period are those of a demonstration; further ones of other periods are kept beside them by the store
itself. Processor time of a store that was compared with its record before, as a window does when it is opened.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copytree

from models.office.desk_lists import trace_of
from models.workspace.office_workspace import OfficeWorkspace
from tests.bench.results import drawn
from tests.bench.unit.bench_freeze import LONGEST, took

SIZES = (100, 1_000, 10_000)
INDICATOR = "Q06"
Asked = Callable[[OfficeWorkspace, str], object]
ASKED: dict[str, Asked] = {
    "roster, ms": lambda office, period: office.roster(period),
    "summary of the city, ms": lambda office, period: office.summary(period),
    "sources of a figure, ms": lambda office, period: trace_of(office, period, INDICATOR, None),
}


def test_what_is_asked_of_a_period_does_not_grow_with_what_is_stored(demo: Path, tmp_path: Path) -> None:
    figures: dict[str, dict[int, float]] = {name: {} for name in ASKED}
    for size in SIZES:
        folder = tmp_path / str(size)
        copytree(demo / "汇总单位", folder)
        with OfficeWorkspace.open(folder) as office:
            period = max(office.plan.periods, key=lambda one: len(office.store.papers(None, one)))
            _fill(office, period, size)
            office.store.acts.comparison.verified()
            for name, asked in ASKED.items():
                figures[name][size] = took(partial(_asked_anew, office, period, asked)) * 1000
    drawn("Stored returns and what is asked of one period", "returns", figures)
    slow = {name: found[SIZES[-1]] for name, found in figures.items() if found[SIZES[-1]] > LONGEST * 1000}
    assert not slow, f"longer than {LONGEST * 1000:.0f} ms: {slow}"


def _asked_anew(office: OfficeWorkspace, period: str, asked: Asked, _: int) -> None:
    """Ask in a workspace that has judged no line yet."""
    asked(OfficeWorkspace(office.folder, office.store), period)


def _fill(office: OfficeWorkspace, period: str, size: int) -> None:
    """Keep further returns, of periods that are over, until the store has so many."""
    rows, kept = office.store.papers(None, period), len(office.store.papers())
    with office.store.transaction("bench"):
        for number in range(size - kept):
            row, before = rows[number % len(rows)], f"before {number // len(rows)}"
            digest = sha256(f"{number}".encode()).hexdigest()
            office.store.put_paper(replace(row, digest=digest, period=before, revision=1, ancestors=()))
