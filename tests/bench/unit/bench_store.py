"""What a durable cell costs: an edit kept by the store against 4 KiB written and synced, and how often it syncs."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles

import pytest

from models.sheet.cells import read_cell
from models.workspace.unit_workspace import UnitWorkspace
from tests.bench.made.synced import Synced
from tests.bench.results import is_busy, told
from ui.basics.gc_tuning import freeze_heap
from ui.session.session import Session
from ui.session.trial_workspace import make_trial

ROOT = Path(__file__).parents[3]
CELL, SYNCS, EDIT = 2.0, 1.1, 0.006  # times 4 KiB written and synced; a cell; seconds beside one sync
EDITS = 300
SYNCED = """
import sys
from pathlib import Path
from models.sheet.cells import read_cell
from models.workspace.unit_workspace import UnitWorkspace
with UnitWorkspace.open(Path(sys.argv[1])) as workspace:
    item = workspace.plan.items["Q06.1"]
    for number in range(int(sys.argv[2])):
        workspace.store.sheets.put_cells(sys.argv[3], {"Q06.1": read_cell(item, str(number))}, "bench")
"""


@pytest.fixture
def workspace(tmp_path: Path) -> UnitWorkspace:
    made = make_trial(tmp_path / "unit", "610924")
    made.store.close()
    return UnitWorkspace.open(tmp_path / "unit")


def test_a_durable_cell_costs_about_one_sync(workspace: UnitWorkspace, tmp_path: Path) -> None:
    """Time of the clock, for a disk is waited for: both in turn, the quarter that others of the machine kept least.

    Where others use the cores it is told and held to nothing: of a disk that keeps 4 KiB in 0.1 ms all is thinking.
    """
    busy = is_busy()
    floor, item = Synced(tmp_path), workspace.plan.items["Q06.1"]
    ours, theirs = [], []
    with workspace:
        period = next(iter(workspace.plan.periods))
        for number in range(EDITS):
            start = time.perf_counter()
            workspace.store.sheets.put_cells(period, {"Q06.1": read_cell(item, str(number))}, "bench")
            ours.append(time.perf_counter() - start)
            theirs.append(floor.write())
    bar = "durable cell, its history with it / 4 KiB written and synced"
    mine, other = (quantiles(one, n=4)[0] for one in (ours, theirs))
    assert told(bar, mine * 1e6, other * 1e6, CELL, "µs") <= CELL or busy


@pytest.mark.skipif(not shutil.which("strace"), reason="strace counts the calls")
def test_a_durable_cell_syncs_once(workspace: UnitWorkspace, tmp_path: Path) -> None:
    period = next(iter(workspace.plan.periods))
    workspace.close()
    counts = {}
    for edits in (1, EDITS + 1):
        trace = tmp_path / f"trace{edits}"
        call = [sys.executable, "-c", SYNCED, str(tmp_path / "unit"), str(edits), period]
        watched = ["strace", "-f", "-o", str(trace), "-e", "trace=fsync,fdatasync"]
        subprocess.run([*watched, *call], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        counts[edits] = len(re.findall(r"f(?:data)?sync\(", trace.read_text("utf-8", "replace")))
    syncs = counts[EDITS + 1] - counts[1]
    assert told(f"syncs / cells, {EDITS} edits", syncs, EDITS, SYNCS, "calls") <= SYNCS


def test_an_edit_is_checked_and_durable_within_a_sync_and_a_little(workspace: UnitWorkspace, tmp_path: Path) -> None:
    """The 99th of a hundred edits: processor time of keeping and checking it, the waiting for the disk apart."""
    floor, session = Synced(tmp_path), Session(workspace)
    at = next(at for at, slot in session.sheet.slots.items() if slot.item.entered and slot.item.numeric)
    freeze_heap()
    ours, syncs = [], []
    for number in range(EDITS):
        cell = read_cell(session.sheet.slots[at].item, str(number % 9))
        start = time.process_time()
        session.put(at, cell)
        ours.append(time.process_time() - start)
        syncs.append(floor.write())
    workspace.close()
    edit, sync = (quantiles(one, n=100)[98] for one in (ours, syncs))
    bar = "an edit kept and checked, 99 of 100 / one sync + 6 ms"
    assert told(bar, edit * 1000, (sync + EDIT) * 1000, 1.0) <= 1.0
