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


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """One assignment asks units for one item in one period: those of its units that are there, at least one."""

    units: tuple[str, ...]
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
        return tuple(
            Filled(unit=unit, period=one.period, item=one.item, assignment=one.assignment)
            for one in self._asked
            for unit in one.units
        )

    @cached_property
    def _asked(self) -> tuple[AskedItem, ...]:
        """What is due, in plan order: a tenth of the records that its cells are."""
        return tuple(self._asking())

    def _asking(self) -> Iterator[AskedItem]:
        for period in self.plan.periods.values():
            for assignment in self.plan.assignments:
                if assignment.table not in period.tables:
                    continue
                there = tuple(unit for unit in assignment.units if self.plan.is_there(unit, period.id))
                for name in assignment.items if there else ():
                    if self.due(self.plan.items[name], period):
                        yield AskedItem(units=there, period=period.id, item=name, assignment=assignment)

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
        return {item: frozenset(unit for one in given for unit in one.units) for item, given in self.given.items()}

    @cached_property
    def asked(self) -> Mapping[str, tuple[AskedItem, ...]]:
        """Item → who is asked for it and when, in plan order; an item nobody fills is not there."""
        found: dict[str, list[AskedItem]] = {}
        for one in self._asked:
            found.setdefault(one.item, []).append(one)
        return {item: tuple(several) for item, several in found.items()}

    @cached_property
    def filled(self) -> Mapping[str, frozenset[str]]:
        """Item → the periods somebody fills it in."""
        return {item: frozenset(one.period for one in asked) for item, asked in self.asked.items()}

    @cached_property
    def busy(self) -> frozenset[str]:
        """The units that have something to do: items, a register, a part in a task where progress is asked."""
        found = {unit for one in self._asked for unit in one.units}
        found |= {unit for register in self.plan.registers.values() for unit in register.units}
        asked = any(self.plan.asks_progress(period) for period in self.plan.periods)
        for block in self.plan.blocks.values() if asked else ():
            members = {unit for name in block.responsible for unit in self.plan.groups.get(name, ())}
            found |= {*block.lead, *block.responsible, *members}
        return frozenset(found)

    def with_part(self, item: str, part: Part) -> bool:
        """True when somebody's figure of an item is of that part of the whole; lines of a split table add up."""
        given = self.given.get(item, ())
        return any(one.part is part or (part is Part.ADDS and bool(one.split)) for one in given)

    @cached_property
    def given(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Item → the assignments that give it to somebody, in plan order."""
        found: dict[str, list[Assignment]] = {}
        for one in self.plan.assignments:
            for item in one.items:
                found.setdefault(item, []).append(one)
        return {item: tuple(several) for item, several in found.items()}

    @cached_property
    def due_tables(self) -> frozenset[str]:
        """The tables that some period asks for; the cover goes with every return."""
        asked = {table for period in self.plan.periods.values() for table in period.tables}
        return frozenset(asked | {table.id for table in self.plan.tables.values() if table.role is Role.COVER})


def matrix_of(plan: Plan) -> Matrix:
    """Return the matrix of a plan, made once: whoever asks about one indicator after the other asks the same one."""
    known: Matrix | None = plan.derived.get("matrix")
    if known is None:
        known = plan.derived["matrix"] = Matrix(plan)
    return known


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
