"""Try: a plan's units filled at random from what it declares, its checks run, the summary made; nothing is written."""

from collections.abc import Callable

from forms.demo.made_up import ROWS, made_up_sheet
from models.checks.findings import blocking
from models.checks.run import run_checks
from models.plan.plan import Plan
from models.planning.tried import Tried, count_checks, summed_up
from models.settings.settings import Settings
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet
from models.versions.named import require_period

Progress = Callable[[int, int], None]


def fullest_period(plan: Plan, wanted: str = "") -> str:
    """Return a period by id or name, by default the one with the most tables. Raises AppError("unknown_period")."""
    if wanted:
        return require_period(plan, wanted)
    return max(plan.periods.values(), key=lambda one: (len(one.tables), one.end)).id


def try_plan(plan: Plan, seed: int, progress: Progress, *, period: str = "", rows: int = ROWS) -> Tried:
    """Return what the checks of a plan say of a made-up city, and its summary.

    The checks are counted over figures as they were drawn, errors and all; the summary is of the same sheets with their
    errors mended. Raises AppError("unknown_period").
    """
    name, settings = fullest_period(plan, period), Settings()
    drawn: list[Sheet] = []
    mended: list[Sheet] = []
    units = expected_units(plan, settings, name)
    for done, unit in enumerate(units):
        progress(done, len(units))
        empty = Sheet(plan=plan, unit_id=unit, period_id=name, settings=settings, today=plan.periods[name].end)
        drawn.append(made_up_sheet(empty, seed, rows=rows, mend=False))
        mended.append(made_up_sheet(empty, seed, rows=rows))
    progress(len(units), len(units))
    return Tried(
        period=name,
        sheets=len(units),
        counts=count_checks(plan, drawn),
        summary=summed_up(plan, name, settings, mended),
        blocked=tuple(sheet.unit_id for sheet in mended if blocking(run_checks(sheet))),
    )
