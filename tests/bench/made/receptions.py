"""A reception in a process of its own, and more returns than a demonstration has: further revisions of its units."""

import sys
from collections.abc import Sequence
from datetime import datetime
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
AT = "2020-10-16T10:00:00+08:00"


def received(office: Path, paths: Sequence[Path], *, workers: int = 1) -> Spent:
    """Receive files and return what the process took."""
    words = ["office", "receive", *paths, "--data", office, "--at", AT, "--workers", workers]
    return spent([sys.executable, ROOT / "main.py", *words])


def revised(demo: Path, out: Path, count: int) -> list[Path]:
    """Return the workbooks of `count` real returns, oldest revisions first; what is in `out` already is not made again.

    Each unit of the demonstration files again and again, one telephone number later each time.
    """
    found = sorted((demo / "报表").glob("*.xlsx"))
    units = sorted(one for one in (demo / "单位").iterdir() if one.is_dir())
    with keys.signer_cache():
        for revision in range(2, count // len(found) + 2):
            folder = out / f"{revision:04}"
            for unit in units:
                if len(found) >= count:
                    return found
                found.append(_next(unit, out / "units" / unit.name, folder / unit.name, revision))
    return found[:count]


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
    return next(folder.glob("*.xlsx"))
