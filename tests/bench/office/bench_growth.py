"""How cost grows: receptions of 10 to 1,000 real returns, and plans of one and ten times the size. Drawn in RESULTS.md.

1,000 returns take minutes to make: only `tasks.py bench --large` does, and keeps them for the next run (work/bench).
"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.made.large_plan import TIMES, large_plan
from tests.bench.made.receptions import received
from tests.bench.results import Spent, drawn, in_time, is_busy, told

ROOT = Path(__file__).parents[3]
SIZES = (10, 100, 1000)  # the last where as many were made
IN_PROPORTION = 1.25  # slope on two logarithmic axes
SHARE = 0.7  # time with two workers to that with one
FILES, GROWTH = (33, 528), 1.2  # papers of a small and of a large reception; peak to peak
FLAT = 0.15  # slope of what does not grow
READ = """
import json, sys, time
from pathlib import Path
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan_bytes, plan_files
from models.sheet.cells import read_cell
from models.sheet.sheet import Sheet
from models.settings.settings import Settings
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace
folder = Path(sys.argv[1])
files = {path.name: path.read_bytes() for path in folder.glob("*.toml")} or plan_files(SHIPPED)
def took(act):
    start = time.process_time(); made = act()
    return made, (time.process_time() - start) * 1000
plan, read = took(lambda: load_plan_bytes(files))
store = UnitStore.create(folder / "unit", "610924")
with store.transaction(why="bench"):
    store.put_plan(plan.digest, plan.id, plan.version, files)
with UnitWorkspace(folder / "unit", store) as workspace:
    period = next(iter(plan.periods))
    empty = workspace.sheet(period)
    cells = {at: read_cell(one.item, "12.5") for at, one in empty.slots.items() if one.item.entered}
    store.sheets.put_cells(period, cells, "bench")
    sheet = workspace.sheet(period)
    _, checked = took(lambda: run_checks(sheet))
peak = next(int(one.split()[1]) / 1024 for one in open('/proc/self/status') if one.startswith('VmHWM:'))
size = sum(path.stat().st_size for path in (folder / "unit").glob("*.db")) / 1024
print(json.dumps([read, checked, peak, size]))
"""


def test_a_reception_grows_with_the_number_of_returns_and_its_memory_does_not(
    returns: list[Path], new_office: Callable[[], Path]
) -> None:
    grown: dict[str, dict[int, float]] = {"processor time, s": {}, "peak of memory, MiB": {}, "store, KiB": {}}
    for number in (one for one in SIZES if one <= len(returns)):
        office = new_office()
        before = _size(office)
        cost = received(office, returns[:number])
        for name, value in zip(grown, (cost.seconds, cost.memory, _size(office) - before), strict=True):
            grown[name][number] = value
    slopes = drawn("A reception and the number of returns", "returns", grown)
    assert slopes["processor time, s"] <= IN_PROPORTION
    assert slopes["peak of memory, MiB"] <= FLAT


def test_two_workers_take_less_time_than_one_where_two_cores_are_free(
    returns: list[Path], new_office: Callable[[], Path]
) -> None:
    """Time on the clock, the one bar that a busy machine spoils: there it is told and held to nothing."""
    busy = is_busy()
    papers = returns[: FILES[1]]
    one, two = in_time(2, *(partial(received_by, papers, new_office, workers) for workers in (1, 2)))
    ratio = told(f"{len(papers)} workbooks with two workers / with one, on the clock", two * 1000, one * 1000, SHARE)
    assert ratio <= SHARE or busy, "or others began to use the cores meanwhile"


def received_by(returns: list[Path], new_office: Callable[[], Path], workers: int) -> Spent:
    return received(new_office(), returns, workers=workers)


def test_the_memory_of_a_reception_of_pdfs_does_not_grow(returns: list[Path], new_office: Callable[[], Path]) -> None:
    pdfs = [path.with_suffix(".pdf") for path in returns[: FILES[1]]]
    few, many = (received(new_office(), pdfs[:number]).memory for number in (FILES[0], len(pdfs)))
    assert told(f"peak of memory, {len(pdfs)} PDFs / {FILES[0]}", many, few, GROWTH, "MiB") <= GROWTH


def _size(office: Path) -> float:
    return sum(path.stat().st_size for path in office.glob("tanbao.db*")) / 1024


def test_a_plan_ten_times_the_size_costs_ten_times(tmp_path: Path) -> None:
    names = ("reading the plan, ms", "all checks, ms", "peak of memory, MiB", "store, KiB")
    grown: dict[str, dict[int, float]] = {name: {} for name in names}
    for times, files in ((1, {}), (TIMES, large_plan())):
        folder = tmp_path / str(times)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        words = [sys.executable, "-c", READ, str(folder)]
        said = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        for name, value in zip(names, map(float, said.strip("[]\n").split(",")), strict=True):
            grown[name][times] = value
    slopes = drawn("A plan and its size", "× the plan", grown)
    assert max(slopes.values()) <= IN_PROPORTION
