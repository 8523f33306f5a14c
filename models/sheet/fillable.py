"""Fillable cells: which cells a unit must or may fill in a period, before anything is typed. Each is a slot.

Follows from the plan's assignments (who fills which items of which table) and the period (which tables
and which items are due). A slot says where, not what.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import TypeVar

from models.basics.addresses import COVER, Address, field_address
from models.basics.period import Period
from models.basics.records import dataclass
from models.plan.plan import Assignment, Block, Column, Item, Part, Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A cell a unit has: an item, a county's line of it, or last year's column."""

    address: str
    item: Item
    line: str | None  # county of a split table
    last_year: bool
    table: str
    due: bool  # False: 未到报告期 by itself
    required: bool  # due and may be `missing`
    total: bool  # the derived total over the lines of a split table
    derived: bool  # it comes by itself: a derived or counted item, a total; not a count of last year's rows
    part: Part  # what the unit's figure is to the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSlot:
    """A field of the cover or of a block's progress row."""

    address: str
    group: str  # "封面" or a block id
    column: Column
    required: bool


def is_due(item: Item, period: Period) -> bool:
    """True when an item is to be reported in a period: in the kinds it names, or in its own kind and those above it.

    A preliminary period asks for everything, a final one for what the plan asks for again.
    """
    if period.kind.final:
        return item.final
    if item.due_in:
        return period.kind.id in item.due_in
    return period.kind.preliminary or period.kind.rank >= item.frequency.rank


def unit_slots(plan: Plan, unit: str, period: str) -> tuple[Slot, ...]:
    """Return every item cell of a unit in a period, in plan order. Raises KeyError for a period of another plan."""
    key = ("slots", unit, period)
    if key not in plan.derived:
        plan.derived[key] = _slots_in(plan, unit, plan.periods[period]) if plan.is_there(unit, period) else ()
    found: tuple[Slot, ...] = plan.derived[key]
    return found


def _slots_in(plan: Plan, unit: str, period: Period) -> tuple[Slot, ...]:
    """The same for all periods of a kind that ask for the same tables, and for units that fill the same."""
    key = ("slots of kind", unit, period.kind.id, tuple(period.tables))
    if key not in plan.derived:
        asked = tuple(one for one in plan.assignments if unit in one.units and one.table in period.tables)
        plan.derived[key] = _slots_of(plan, asked, period)
    found: tuple[Slot, ...] = plan.derived[key]
    return found


def _slots_of(plan: Plan, asked: Sequence[Assignment], period: Period) -> tuple[Slot, ...]:
    """The same by what is asked of a unit, made once for all units of which that is asked."""
    key = ("slots asked", tuple(map(id, asked)), period.kind.id)  # the plan keeps them
    if key not in plan.derived:
        made = _slots(plan, asked, period)
        plan.derived[key] = plan.derived.setdefault(("same slots", tuple(map(_told_apart, made))), made)
    found: tuple[Slot, ...] = plan.derived[key]
    return found


def _told_apart(slot: Slot) -> tuple[object, ...]:
    """What two cells of one address may differ in: units that fill the same share their slots, and what follows."""
    return slot.address, slot.table, slot.due, slot.required, slot.total, slot.part


def slots_by_address(plan: Plan, unit: str, period: str) -> Mapping[str, Slot]:
    """Return the same by address, one object for a plan, unit and period, and for units that fill the same."""
    slots = unit_slots(plan, unit, period)
    key = ("slots by address", id(slots))  # the plan keeps them
    if key not in plan.derived:
        plan.derived[key] = {slot.address: slot for slot in slots}
    found: Mapping[str, Slot] = plan.derived[key]
    return found


def slots_by_item(plan: Plan, unit: str, period: str) -> Mapping[str, tuple[Slot, ...]]:
    """Return the cells of each item a unit has in a period, by item."""
    slots = unit_slots(plan, unit, period)
    key = ("slots by item", id(slots))
    if key not in plan.derived:
        by_item: dict[str, list[Slot]] = {}
        for slot in slots:
            by_item.setdefault(slot.item.id, []).append(slot)
        plan.derived[key] = {item: tuple(slots) for item, slots in by_item.items()}
    found: Mapping[str, tuple[Slot, ...]] = plan.derived[key]
    return found


def found_of_slots(plan: Plan, slots: Mapping[str, Slot], name: object, make: Callable[[], Made]) -> Made:
    """Return what follows from the cells by address alone, made once for the units that fill the same."""
    key = (name, id(slots))  # the plan keeps them
    if key not in plan.derived:
        plan.derived[key] = make()
    found: Made = plan.derived[key]
    return found


def as_entered(plan: Plan, cells: Mapping[str, Cell], slots: Mapping[str, Slot], outdated: Set[str]) -> dict[str, Cell]:
    """Return the cells of a sheet that count just as somebody entered them; `outdated`: items that say nothing."""
    said = {address: cell for address, cell in cells.items() if cell.state is not None or cell.fault}
    for address in found_of_slots(plan, slots, "derived", lambda: [at for at, one in slots.items() if one.derived]):
        said.pop(address, None)
    for address in [at for at, one in slots.items() if one.item.id in outdated] if outdated else ():
        said.pop(address, None)
    return said


def _slots(plan: Plan, asked: Sequence[Assignment], period: Period) -> tuple[Slot, ...]:
    found: dict[str, Slot] = {}
    homes: dict[str, Assignment] = {}
    for assignment in asked:
        for slot in _assigned(plan, assignment, period):
            homes.setdefault(slot.item.id, assignment)
            known = found.get(slot.address)
            if known is None or (slot.required and not known.required):
                found[slot.address] = slot
    _add_totals(found, homes, plan, period)
    order, tables, lines = _order(plan)
    return tuple(
        sorted(
            found.values(),
            key=lambda s: (tables[s.table], lines[s.line] if s.line else len(lines), order[s.item.id], s.last_year),
        )
    )


def _order(plan: Plan) -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]:
    """The places of items, tables and units in the plan, by id."""
    if "order" not in plan.derived:
        ids = (plan.items, plan.tables, plan.units)
        plan.derived["order"] = tuple({name: place for place, name in enumerate(one)} for one in ids)
    found: tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]] = plan.derived["order"]
    return found


def _add_totals(found: dict[str, Slot], homes: dict[str, Assignment], plan: Plan, period: Period) -> None:
    """Add the derived total of every item that stands on lines alone."""
    totals = {slot.item.id for slot in found.values() if slot.line is not None}
    for name in totals:
        if name not in found and _adds_up(plan.items[name]):
            for slot in _columns(plan.items[name], None, homes[name], period, required=False):
                found[slot.address] = Slot(
                    address=slot.address,
                    item=slot.item,
                    line=None,
                    last_year=slot.last_year,
                    table=slot.table,
                    due=slot.due,
                    required=False,
                    total=True,
                    derived=True,
                    part=slot.part,
                )


def _adds_up(item: Item) -> bool:
    return item.numeric and item.measure not in ("%", "")


def _assigned(plan: Plan, assignment: Assignment, period: Period) -> Iterator[Slot]:
    for name in assignment.items:
        item = plan.items[name]
        for line in assignment.split or (None,):
            yield from _columns(item, line, assignment, period, required=item.required and not assignment.optional)


def _columns(item: Item, line: str | None, home: Assignment, period: Period, *, required: bool) -> Iterator[Slot]:
    due, table, part = is_due(item, period), home.table, home.part
    yield Slot(
        address=str(Address(item.id, line)),
        item=item,
        line=line,
        last_year=False,
        table=table,
        due=due,
        required=due and required,
        total=False,
        derived=not item.entered,
        part=part,
    )
    if item.last_year and not item.changed:
        address = str(Address(item.id, line, last_year=True))
        yield Slot(
            address=address,
            item=item,
            line=line,
            last_year=True,
            table=table,
            due=due,
            required=False,
            total=False,
            derived=not item.entered and not item.count,
            part=part,
        )


def unit_blocks(plan: Plan, unit: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[tuple[Block, str], ...]:
    """Return the blocks a unit has a role in, with the role: "lead" 牵头 or "responsible" 责任.

    `groups` are the members the office has named; an unnamed group asks nobody.
    """
    known = plan.derived.get("blocks of units")
    if known is None or known[0] is not groups:
        known = plan.derived["blocks of units"] = groups, _blocks_by_unit(plan, groups)
    found: tuple[tuple[Block, str], ...] = known[1].get(unit, ())
    return found


def _blocks_by_unit(plan: Plan, groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[tuple[Block, str], ...]]:
    """The roles of every unit: looked for once, as long as the groups are the same object."""
    roles: dict[str, list[tuple[Block, str]]] = {}
    for block in plan.blocks.values():
        responsible = {member for name in block.responsible for member in (groups.get(name, ()) or (name,))}
        for unit in dict.fromkeys((*block.lead, *responsible)):
            roles.setdefault(unit, []).append((block, "lead" if unit in block.lead else "responsible"))
    return {unit: tuple(found) for unit, found in roles.items()}


def fields_by_address(
    plan: Plan, unit: str, period: str, groups: Mapping[str, tuple[str, ...]]
) -> Mapping[str, FieldSlot]:
    """Return the cover fields of a unit and the progress fields of its blocks in a period, by address.

    One object for a plan and units with the same blocks.
    """
    asked = plan.asks_progress(period) and plan.is_there(unit, period)
    blocks = tuple(block.id for block, _ in unit_blocks(plan, unit, groups)) if asked else ()
    key = ("fields by address", blocks)
    if key not in plan.derived:
        found = [*_fields_of(plan, COVER, plan.cover_columns)]
        for block in blocks:
            found += _fields_of(plan, block, plan.progress_columns)
        plan.derived[key] = {field.address: field for field in found}
    fields: Mapping[str, FieldSlot] = plan.derived[key]
    return fields


def _fields_of(plan: Plan, group: str, columns: Sequence[Column]) -> tuple[FieldSlot, ...]:
    """The fields of the cover or of a block, made once for a plan: all units have the same."""
    key = ("fields of", group)
    if key not in plan.derived:
        plan.derived[key] = tuple(
            FieldSlot(address=field_address(group, one.name), group=group, column=one, required=one.required)
            for one in columns
        )
    found: tuple[FieldSlot, ...] = plan.derived[key]
    return found


def unit_registers(plan: Plan, unit: str) -> tuple[str, ...]:
    """Return the ids of the registers a unit keeps, in plan order."""
    return tuple(register.id for register in plan.registers.values() if unit in register.units)


def is_expected(plan: Plan, settings: Settings, unit: str, period: str) -> bool:
    """True where a unit has something to report in a period."""
    if not plan.is_there(unit, period):
        return False
    blocks = plan.asks_progress(period) and unit_blocks(plan, unit, settings.groups)
    return bool(blocks) or any(slot.due for slot in unit_slots(plan, unit, period))


def expected_units(plan: Plan, settings: Settings, period: str) -> tuple[str, ...]:
    """Return the units that have something to report in a period, in plan order."""
    return tuple(unit.id for unit in plan.filing_units if is_expected(plan, settings, unit.id, period))


def next_due(plan: Plan, settings: Settings, unit: str, now: datetime) -> str:
    """Return the period that is due next of those a unit has something to report in.

    Without due times the first one that ended after the plan was issued.
    """
    every = [*plan.periods.values()]
    asked = [one for one in every if is_expected(plan, settings, unit, one.id)] or every
    due = {one.id: settings.due_of(unit, one.id) for one in asked}
    if ahead := sorted((when.at, name) for name, when in due.items() if when is not None and not when.passed(now)):
        return ahead[0][1]
    return next((one.id for one in asked if one.end >= plan.issued and one.tables), asked[0].id)
