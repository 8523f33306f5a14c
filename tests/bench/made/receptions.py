"""A reception in a process of its own, and more returns than a demonstration has: further revisions of its units."""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copytree

from forms.seals.keys import keys
from forms.unit.filing import file_return
from models.basics.addresses import COVER, field_address
from models.plan.plan import Means
from models.workspace.unit_workspace import UnitWorkspace
from tests.bench.results import Spent, spent
from tests.flow.town import SECRET

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "work" / "bench"  # what `tasks.py bench --large` keeps for the next run
LARGE = "TANBAO_BENCH_LARGE"
WITH_PDF = 32  # revisions whose PDF is kept
AT = "2020-10-16T10:00:00+08:00"


def received(office: Path, paths: Sequence[Path], *, workers: int = 1) -> Spent:
    """Receive files and return what the process took."""
    words = ["office", "receive", *paths, "--data", office, "--at", AT, "--workers", workers]
    return spent([sys.executable, ROOT / "main.py", *words])


def revised(demo: Path, out: Path, count: int) -> list[Path]:
    """Return the workbooks of `count` real returns, oldest revisions first; what is in `out` already is not made again.

    Each unit of the demonstration files again and again, one telephone number later each time; units side by side.
    """
    found = sorted((demo / "报表").glob("*.xlsx"))[:count]
    units = sorted(one for one in (demo / "单位").iterdir() if one.is_dir())
    after = [(revision, unit) for revision in range(2, count // len(units) + 2) for unit in units][: count - len(found)]
    last = {unit: revision for revision, unit in after}
    with ProcessPoolExecutor() as pool:
        lines = pool.map(partial(_line, out), last, last.values())
    made = {unit: iter(line) for unit, line in zip(last, lines, strict=True)}
    return [*found, *(next(made[unit]) for _, unit in after)]


def _line(out: Path, played: Path, last: int) -> list[Path]:
    """The workbooks of one unit, from the second revision to the last."""
    with keys.signer_cache():
        return [
            _next(played, out / "units" / played.name, out / f"{revision:04}" / played.name, revision)
            for revision in range(2, last + 1)
        ]


def _next(played: Path, unit: Path, folder: Path, revision: int) -> Path:
    if not unit.exists():
        copytree(played, unit)
    if not folder.exists():
        with UnitWorkspace.open(unit) as workspace:
            filed = (row.period for one in workspace.plan.periods for row in workspace.store.returns.filed(one))
            period = next(filed)
            workspace.store.sheets.reopen(period, "bench")
            sheet = workspace.sheet(period)
            at = field_address(COVER, workspace.plan.field_name(Means.TELEPHONE))
            cell = sheet.cell(at)
            changed = type(cell)(cell.state, f"0915-321{revision:04}")
            workspace.store.sheets.put_cells(period, {at: changed}, "bench")
            reason, when = f"更正{revision}", datetime.fromisoformat(AT)
            file_return(workspace, workspace.sheet(period), SECRET, folder, reason=reason, at=when)
        if revision > WITH_PDF:
            for pdf in folder.glob("*.pdf"):
                pdf.unlink()  # ten thousand of them would be two gigabytes
    return next(folder.glob("*.xlsx"))
