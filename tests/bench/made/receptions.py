"""A reception in a process of its own, and more returns than a demonstration has: further revisions of its units."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from shutil import copytree

from forms.demo.made_up import made_up_sheet
from forms.seals.keys import keys
from forms.unit.filing import file_return
from forms.unit.open_paper import replace_sheet
from models.basics.addresses import COVER, field_address
from models.plan.plan import Means
from models.sheet.cells import Cell, State
from models.workspace.unit_workspace import UnitWorkspace
from tests.bench.results import Spent, spent
from tests.flow.town import SECRET

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "work" / "bench"  # what `tasks.py bench --large` keeps for the next run
LARGE = "TANBAO_BENCH_LARGE"
WITH_PDF = 16  # revisions whose PDF is kept
DEEPEST = 43  # revisions of one return; more of a year's periods come after them, not more of a line
AT = "2021-03-01T10:00:00+08:00"  # when all periods of the plan are over


def received(office: Path, paths: Sequence[Path], *, workers: int = 1) -> Spent:
    """Receive files and return what the process took."""
    words = ["office", "receive", *paths, "--data", office, "--at", AT, "--workers", workers]
    return spent([sys.executable, ROOT / "main.py", *words])


def revised(demo: Path, out: Path, count: int) -> list[Path]:
    """Return the workbooks of `count` real returns, oldest revisions first; what is in `out` already is not made again.

    Each unit of the demonstration files its period again and again, one telephone number later each time, and after
    that each of the plan's other periods, made up; units side by side.
    """
    found = sorted((demo / "报表").glob("*.xlsx"))[:count]
    units = sorted(one for one in (demo / "单位").iterdir() if one.is_dir())
    with UnitWorkspace.open(units[0]) as workspace:
        filed = next(one for one in workspace.plan.periods if any(workspace.store.returns.filed(one)))
        periods = [filed, *(one for one in workspace.plan.periods if one != filed)]
    numbers = [(one, revision) for one in periods for revision in range(1 + (one == filed), DEEPEST + 1)]
    after = [(number, unit) for number in numbers for unit in units][: count - len(found)]
    each = {unit: [number for number, one in after if one == unit] for unit in units}
    with ProcessPoolExecutor() as pool:
        lines = pool.map(partial(_line, out), each, each.values())
    made = {unit: iter(line) for unit, line in zip(each, lines, strict=True)}
    return [*found, *(next(made[unit]) for _, unit in after)]


def by_period(papers: Iterable[Path]) -> Iterator[list[Path]]:
    """Yield the papers of each period by themselves, as they come: those of the demonstration first."""
    yield from (list(some) for _, some in groupby(papers, key=lambda path: path.stem.split("_")[-3]))


def _line(out: Path, played: Path, numbers: Sequence[tuple[str, int]]) -> list[Path]:
    """The workbooks of one unit, of periods and revisions."""
    with keys.signer_cache():
        return [
            _next(played, out / "units" / played.name, out / period / f"{revision:02}" / played.name, period, revision)
            for period, revision in numbers
        ]


def _next(played: Path, unit: Path, folder: Path, period: str, revision: int) -> Path:
    if not unit.exists():
        copytree(played, unit)
    if not folder.exists():
        with UnitWorkspace.open(unit) as workspace:
            if revision == 1:
                replace_sheet(workspace, made_up_sheet(workspace.sheet(period), 1), "bench")
            else:
                _correct(workspace, period, revision)
            reason, when = f"更正{revision}" if revision > 1 else "", datetime.fromisoformat(AT)
            file_return(workspace, workspace.sheet(period), SECRET, folder, reason=reason, at=when)
        if revision > WITH_PDF:
            for pdf in folder.glob("*.pdf"):
                pdf.unlink()  # ten thousand of them would be two gigabytes
    return next(folder.glob("*.xlsx"))


def _correct(workspace: UnitWorkspace, period: str, revision: int) -> None:
    workspace.store.sheets.reopen(period, "bench")
    at = field_address(COVER, workspace.plan.field_name(Means.TELEPHONE))
    workspace.store.sheets.put_cells(period, {at: Cell(State.VALUE, f"0915-321{revision:04}")}, "bench")
