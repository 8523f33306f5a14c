"""How long a plan takes to be read and looked over (`plan check`), as it is and ten times as large. See `tasks.py bench`.

The floor is reading the same files with tomllib alone, in the same run. Of ten times the items and indicators, 5.5
times the checks and as many units as before the bytes are 5.7 times as many: what an item costs weighs more than its
bytes, so that a little more than their share is allowed, and never a square.
"""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.load import _loaded as kept
from models.plan.looks.looks import looks_of
from tests.bench.made.large_plan import TIMES, large_plan
from tests.bench.results import told
from tests.bench.unit.bench_freeze import took

LARGEST_GROWTH = 1.6  # × what it is larger by


def _parsed(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        tomllib.loads(content.decode(), parse_float=Decimal)


def _reading(files: Mapping[str, bytes]) -> None:
    kept.cache_clear()
    load_plan_bytes(files)


def _checking(files: Mapping[str, bytes]) -> None:
    kept.cache_clear()
    looks_of(load_plan_bytes(files))


@pytest.mark.parametrize("act", [_reading, _checking], ids=["reading", "checking"])
def test_ten_times_the_plan_costs_about_ten_times(act: Callable[[Mapping[str, bytes]], None]) -> None:
    plans = {"one": dict(plan_files(SHIPPED)), "ten": large_plan()}
    size = {name: sum(map(len, files.values())) for name, files in plans.items()}
    floor = {name: took(lambda _, files=files: _parsed(files)) for name, files in plans.items()}
    found = {name: took(lambda _, files=files: act(files)) for name, files in plans.items()}
    ratios = {name: found[name] / floor[name] for name in plans}
    times = size["ten"] / size["one"]
    said = "，".join(f"{name} {found[name] * 1000:.0f} ms = {ratio:.1f} × tomllib" for name, ratio in ratios.items())
    print(f"\n{act.__name__}: {said}; {times:.1f} × the bytes (of {TIMES} × the items)", end="")
    bar = f"{act.__name__.strip('_')} a plan of {TIMES} times the items / as it ships, times the bytes"
    assert told(bar, found["ten"] * 1000, found["one"] * 1000 * times, LARGEST_GROWTH) <= LARGEST_GROWTH
