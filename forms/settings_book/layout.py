"""Layout: which sheets a book of settings has beside the list that is printed, and their columns.

分解目标 and parameters by unit have one sheet each; every parameter that is a table has its own, with its own columns.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from models.basics.messages import say
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.plan.records.parameter import Parameter
from models.settings.settings import Settings

LONGEST_NAME = 31  # characters of a sheet's name in Excel


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A sheet to be filled in: its name, the heads of its columns, its rows as texts; `parameter` of a table."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    parameter: str = ""


def head(key: str) -> str:
    """Return the head of a column of this book."""
    return say(f"papers.settings.column.{key}")


def filled_sheets(plan: Plan, settings: Settings) -> Iterator[FilledSheet]:
    """Yield the sheets with what is in force; what is not given yet has a line with an empty value."""
    targets = _targets(plan, settings)
    if targets.rows:
        yield targets
    by_unit = _by_unit(plan, settings)
    if by_unit.rows:
        yield by_unit
    for parameter in plan.parameters.values():
        if parameter.type == "table":
            yield _table(plan, settings, parameter)


def targets_name() -> str:
    """Return the name of the sheet of 分解目标."""
    return say("papers.settings.targets")


def by_unit_name() -> str:
    """Return the name of the sheet of parameters by unit."""
    return say("papers.settings.by_unit")


def table_name(parameter: Parameter) -> str:
    """Return the name of the sheet of a table: its id first, so that two never share one."""
    return f"{parameter.id} {parameter.name}"[:LONGEST_NAME].strip()


def _targets(plan: Plan, settings: Settings) -> FilledSheet:
    said = {(one.unit, one.indicator): one for one in settings.targets}
    rows = []
    for indicator in (one for one in plan.indicators.values() if one.decomposed):
        for unit in plan.filing_units:
            if unit.kind.targets and unit.kind.id in indicator.decomposed:
                one = said.get((unit.id, indicator.id))
                given = (plain(one.value), one.doc_no, one.doc_date) if one else ("", "", "")
                rows.append((unit.id, plan.unit_name(unit.id), indicator.id, indicator.name, indicator.measure, *given))
    heads = ("unit", "unit_name", "indicator", "indicator_name", "measure", "target", "doc_no", "doc_date")
    return FilledSheet(name=targets_name(), heads=tuple(map(head, heads)), rows=tuple(rows))


def given(plan: Plan, settings: Settings, parameter: str, unit: str) -> str:
    """Return what is in force of a parameter for a unit, as the book writes it; "" for nothing."""
    value = settings.parameter(plan, parameter, unit)
    return plain(value) if isinstance(value, Decimal) else str(value or "")


def _by_unit(plan: Plan, settings: Settings) -> FilledSheet:
    rows = []
    for parameter in (one for one in plan.parameters.values() if one.type == "per_unit"):
        for unit in (one for one in plan.filing_units if not one.kind.group):
            text = given(plan, settings, parameter.id, unit.id)
            rows.append((parameter.id, parameter.name, unit.id, plan.unit_name(unit.id), parameter.measure, text))
    heads = ("parameter", "parameter_name", "unit", "unit_name", "measure", "value")
    return FilledSheet(name=by_unit_name(), heads=tuple(map(head, heads)), rows=tuple(rows))


def _table(plan: Plan, settings: Settings, parameter: Parameter) -> FilledSheet:
    heads = tuple(one.name for one in parameter.columns)
    found: tuple[Mapping[str, str], ...] = settings.table(plan, parameter.id)
    rows = tuple(tuple(row.get(name, "") for name in heads) for row in found)
    return FilledSheet(name=table_name(parameter), heads=heads, rows=rows, parameter=parameter.id)
