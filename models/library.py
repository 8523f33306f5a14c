"""Library: what a program that uses the models asks of them; `import models` offers these names.

Every argument is named, times are arguments, figures are Decimal, and no sentence is made: an AppError holds a code and
its facts, and `sentence` says it in the language that is asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.basics.messages import CHINESE, sentence_in
from models.checks.findings import Finding
from models.checks.run import run_checks
from models.city.summary import Summary
from models.plan.load import SHIPPED
from models.plan.load import load_plan as load
from models.plan.plan import Plan
from models.returns.frozen import freeze as frozen
from models.returns.returns import Evidence, Return
from models.returns.returns import parse_return as parsed
from models.settings.settings import Settings
from models.sheet.cells import Cell
from models.sheet.rows import Row
from models.sheet.sheet import Sheet
from models.versions.named import require_period, require_unit
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace


def load_plan(*, path: Path | None = None) -> Plan:
    """Return the plan of a folder or file, the shipped one without. Raises `models.plan.load.PlanProblems`, OSError."""
    return load(path or SHIPPED)


def open_unit(*, folder: Path) -> UnitWorkspace:
    """Open a unit's workspace; close it, or use it in `with`. Raises AppError, MachineError."""
    return UnitWorkspace.open(folder)


def open_office(*, folder: Path) -> OfficeWorkspace:
    """Open the office's workspace; close it, or use it in `with`. Raises AppError, MachineError."""
    return OfficeWorkspace.open(folder)


def make_sheet(
    *,
    plan: Plan,
    unit: str,
    period: str,
    settings: Settings | None = None,
    cells: Mapping[str, Cell] | None = None,
    registers: Mapping[str, tuple[Row, ...]] | None = None,
    previous: Sheet | None = None,
    today: date | None = None,
) -> Sheet:
    """Return a sheet of a unit and period, by id or name, its register rows counted as the plan's checks say.

    `previous` is the predecessor's sheet, for checks across periods; `today` judges expected dates, None: not judged.
    Raises AppError "unknown_unit", "unknown_period".
    """
    return Sheet(
        plan=plan,
        unit_id=require_unit(plan, unit).id,
        period_id=require_period(plan, period),
        settings=settings or Settings(),
        cells=cells or {},
        registers=registers or {},
        previous=previous,
        today=today,
    )


def check(*, sheet: Sheet) -> tuple[Finding, ...]:
    """Return everything the plan's checks find in a sheet; empty when all hold."""
    return run_checks(sheet)


def freeze(
    *, sheet: Sheet, ancestors: Sequence[str] = (), reason: str = "", evidence: Sequence[Evidence] = ()
) -> Return:
    """Return what a sheet says as an unchangeable return; `.content` are its canonical bytes, `.digest` their SHA-256.

    `ancestors` are the digests of all earlier revisions, oldest first.
    """
    return frozen(sheet, ancestors=tuple(ancestors), reason=reason, evidence=tuple(evidence))


def parse_return(*, content: bytes) -> Return:
    """Return the return of canonical bytes. Raises AppError for any other bytes, also for the same said otherwise."""
    return parsed(content)


def summarise(*, office: OfficeWorkspace, period: str, at: datetime | None = None) -> Summary:
    """Return the city's value and verdict of every indicator, as known at a time or now. Raises "unknown_period"."""
    return office.summary(period, at)


def sentence(*, error: AppError | MachineError, language: str = CHINESE) -> str:
    """Return the one sentence for a person about what is wrong and the way out."""
    return sentence_in(language, error)
