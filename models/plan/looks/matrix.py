"""Matrix: which unit fills which item in which period, as a plan's assignments and periods say.

Knows no settings and nothing that was typed. The same questions are asked by `plan show` and by the looks.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from models.basics.period import Period
from models.basics.records import dataclass
from models.plan.plan import Assignment, Item, Part, Plan, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One unit fills one item in one period, through one assignment."""

    unit: str
    period: str
    item: str
    assignment: Assignment


@dataclass(frozen=True)
class Matrix:
    """Unit × period × item of a plan."""

    plan: Plan

    @cached_property
    def cells(self) -> tuple[Filled, ...]:
        """Every cell that is due, in plan order."""
        return tuple(self._cells())

    def _cells(self) -> Iterator[Filled]:
        for period in self.plan.periods.values():
            for assignment in self.plan.assignments:
                if assignment.table not in period.tables:
                    continue
                for name in assignment.items:
                    if self.due(self.plan.items[name], period):
                        yield from (
                            Filled(unit=unit, period=period.id, item=name, assignment=assignment)
                            for unit in assignment.units
                            if self.plan.is_there(unit, period.id)
                        )

    def due(self, item: Item, period: Period) -> bool:
        """True when an item is to be reported in a period."""
        if period.kind.final:
            return item.final
        if item.due_in:
            return period.kind.id in item.due_in
        return period.kind.preliminary or period.kind.rank >= item.frequency.rank

    @cached_property
    def assigned(self) -> Mapping[str, frozenset[str]]:
        """Item → the units some assignment gives it to."""
        found: dict[str, set[str]] = {}
        for assignment in self.plan.assignments:
            for item in assignment.items:
                found.setdefault(item, set()).update(assignment.units)
        return {item: frozenset(units) for item, units in found.items()}

    @cached_property
    def filled(self) -> Mapping[str, frozenset[str]]:
        """Item → the periods somebody fills it in."""
        found: dict[str, set[str]] = {}
        for cell in self.cells:
            found.setdefault(cell.item, set()).add(cell.period)
        return {item: frozenset(periods) for item, periods in found.items()}

    @cached_property
    def busy(self) -> frozenset[str]:
        """The units that have something to do: items, a register, a part in a task where progress is asked."""
        found = {cell.unit for cell in self.cells}
        found |= {unit for register in self.plan.registers.values() for unit in register.units}
        asked = any(self.plan.asks_progress(period) for period in self.plan.periods)
        for block in self.plan.blocks.values() if asked else ():
            members = {unit for name in block.responsible for unit in self.plan.groups.get(name, ())}
            found |= {*block.lead, *block.responsible, *members}
        return frozenset(found)

    def with_part(self, item: str, part: Part) -> bool:
        """True when somebody's figure of an item is of that part of the whole; lines of a split table add up."""
        for one in self.plan.assignments:
            if item in one.items and (one.part is part or (part is Part.ADDS and bool(one.split))):
                return True
        return False

    @cached_property
    def due_tables(self) -> frozenset[str]:
        """The tables that some period asks for; the cover goes with every return."""
        asked = {table for period in self.plan.periods.values() for table in period.tables}
        return frozenset(asked | {table.id for table in self.plan.tables.values() if table.role is Role.COVER})


def entered_items(plan: Plan, name: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the items a figure rests on that no formula gives."""
    item = plan.items.get(name)
    if item is None or name in seen:
        return
    if item.formula is None:
        yield name
        return
    for part in sorted(item.formula.reads):
        yield from entered_items(plan, part, seen | {name})
