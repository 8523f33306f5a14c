"""How long a plan takes to be read and looked over (`plan check`), as it is and ten times as large. See `tasks.py bench`.

The floor is reading the same files with tomllib alone, in the same run; what is ten times as large may cost a little
more than ten times, never its square.
"""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.plan.load import _loaded as kept
from models.plan.looks.looks import looks_of
from tests.bench.made.large_plan import TIMES, large_plan
from tests.bench.unit.bench_freeze import took

LARGEST_GROWTH = 1.6  # × what it is larger by


def _parsed(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        tomllib.loads(content.decode(), parse_float=Decimal)


def _read(files: Mapping[str, bytes]) -> None:
    kept.cache_clear()
    load_plan_bytes(files)


def _checked(files: Mapping[str, bytes]) -> None:
    kept.cache_clear()
    looks_of(load_plan_bytes(files))


@pytest.mark.parametrize("act", [_read, _checked], ids=["reading", "checking"])
def test_ten_times_the_plan_costs_about_ten_times(act: Callable[[Mapping[str, bytes]], None]) -> None:
    plans = {"one": dict(plan_files(SHIPPED)), "ten": large_plan()}
    size = {name: sum(map(len, files.values())) for name, files in plans.items()}
    floor = {name: took(lambda _, files=files: _parsed(files)) for name, files in plans.items()}
    found = {name: took(lambda _, files=files: act(files)) for name, files in plans.items()}
    ratios = {name: found[name] / floor[name] for name in plans}
    times = size["ten"] / size["one"]
    growth = found["ten"] / found["one"] / times
    told = "，".join(f"{name} {found[name] * 1000:.0f} ms = {ratio:.1f} × tomllib" for name, ratio in ratios.items())
    print(f"\n{act.__name__}: {told}; {times:.1f} × the bytes (of {TIMES} × the entries) cost {growth * times:.1f} ×")
    assert growth <= LARGEST_GROWTH
