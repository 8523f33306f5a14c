"""Show: who fills what in which period, and how each indicator is decided, read off the plan's records.

The same matrix answers `plan show`, the looks and the difference of two plans; nothing here is told twice.
"""

from collections.abc import Iterator, Mapping

from models.basics.records import dataclass
from models.plan.looks.matrix import entered_items, matrix_of
from models.plan.plan import Indicator, Part, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What one unit fills in one period: table → items, the registers it keeps, the blocks it tells progress of."""

    unit: str
    period: str
    tables: Mapping[str, tuple[str, ...]]
    registers: tuple[str, ...]
    blocks: tuple[str, ...]

    @property
    def items(self) -> int:
        """How many items there are."""
        return sum(map(len, self.tables.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDecision:
    """How one indicator is decided."""

    indicator: Indicator
    parts: tuple[str, ...]  # items the value is made of: value item, or numerator and denominator
    entered: tuple[str, ...]  # items somebody types or counts for it
    adds: tuple[str, ...]  # units whose figures are added
    compares: tuple[str, ...]  # units whose own figure is held against the sum
    alone: tuple[str, ...]  # units whose figure is the value itself
    deciding: tuple[str, ...]  # periods in which it is decided
    reported: tuple[str, ...]  # periods in which somebody fills its value


def fillings(plan: Plan, *, unit: str = "", period: str = "") -> Iterator[Filling]:
    """Yield what each unit fills in each period, units in plan order; units and periods may be picked."""
    found: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for cell in matrix_of(plan).cells:
        tables = found.setdefault((cell.unit, cell.period), {})
        tables.setdefault(cell.assignment.table, {})[cell.item] = None
    for one in plan.filing_units:
        for name in plan.periods:
            if unit in ("", one.id) and period in ("", name) and plan.is_there(one.id, name):
                tables = found.get((one.id, name), {})
                ordered = {table: tuple(tables[table]) for table in plan.tables if table in tables}
                registers = tuple(r.id for r in plan.registers.values() if one.id in r.units)
                yield Filling(
                    unit=one.id,
                    period=name,
                    tables=ordered,
                    registers=registers,
                    blocks=_blocks(plan, one.id) if plan.asks_progress(name) else (),
                )


def _blocks(plan: Plan, unit: str) -> tuple[str, ...]:
    found = []
    for block in plan.blocks.values():
        named = {*block.lead, *block.responsible}
        named |= {member for group in block.responsible for member in plan.groups.get(group, ())}
        if unit in named:
            found.append(block.id)
    return tuple(found)


def decision(plan: Plan, indicator: Indicator) -> IndicatorDecision:
    """Return how an indicator is decided."""
    matrix = matrix_of(plan)
    parts = tuple(item for item in (indicator.numerator, indicator.denominator) if item) or (indicator.value_item,)
    entered = tuple(dict.fromkeys(leaf for part in parts for leaf in entered_items(plan, part)))
    periods = matrix.filled.get(indicator.value_item, frozenset())
    return IndicatorDecision(
        indicator=indicator,
        parts=parts,
        entered=entered,
        adds=_with(plan, parts, Part.ADDS),
        compares=_with(plan, parts, Part.COMPARES),
        alone=_with(plan, parts, Part.ALONE),
        deciding=tuple(period.id for period in plan.periods.values() if period.deciding),
        reported=tuple(name for name in plan.periods if name in periods),
    )


def _with(plan: Plan, items: tuple[str, ...], part: Part) -> tuple[str, ...]:
    units: dict[str, None] = {}
    for one in plan.assignments:
        if one.part is part and set(items) & set(one.items):
            units |= dict.fromkeys(one.units)
    return tuple(units)
