"""Which cells a unit has, where an item is assigned twice, and in which order they stand."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Assignment, Part, Plan
from models.settings.settings import Settings
from models.sheet.fillable import is_due, slots_by_item, unit_slots
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)
PERIOD = "2020Q3"
FIRST, ITEM = next(
    (one, name)
    for one in PLAN.assignments
    for name in one.items
    if one.table in PLAN.periods[PERIOD].tables and not one.split and not one.optional
    if PLAN.items[name].required and is_due(PLAN.items[name], PLAN.periods[PERIOD])
)
OTHER = next(table for table in PLAN.periods[PERIOD].tables if table != FIRST.table)
UNIT = FIRST.units[0]


def plan_of(assignments: Sequence[Assignment]) -> Plan:
    return replace(PLAN, assignments=tuple(assignments))


def assigned(table: str, *, optional: bool) -> Assignment:
    return replace(FIRST, units=(UNIT,), items=(ITEM,), table=table, optional=optional)


@pytest.mark.parametrize(
    "first_optional, then_optional, table, required",
    [
        (False, False, FIRST.table, True),
        (True, True, FIRST.table, False),
        (False, True, FIRST.table, True),
        (True, False, OTHER, True),
    ],
)
def test_of_two_assignments_the_one_that_requires_counts_else_the_first(
    first_optional: bool, then_optional: bool, table: str, required: bool
) -> None:
    plan = plan_of([assigned(FIRST.table, optional=first_optional), assigned(OTHER, optional=then_optional)])
    (slot,) = (one for one in unit_slots(plan, UNIT, PERIOD) if not one.last_year)
    assert (slot.table, slot.required, slot.total, slot.due) == (table, required, False, True)
    assert slots_by_item(plan, UNIT, PERIOD) == {ITEM: unit_slots(plan, UNIT, PERIOD)}


def test_a_total_stands_after_its_lines_and_only_where_amounts_add_up() -> None:
    split = next(one for one in PLAN.assignments if len(one.split) > 1 and one.table in PLAN.periods[PERIOD].tables)
    unit, items = split.units[0], [PLAN.items[name] for name in split.items]
    slots = [slot for slot in unit_slots(PLAN, unit, PERIOD) if slot.item.id in split.items and not slot.last_year]
    totals = {slot.item.id for slot in slots if slot.total}
    assert totals == {item.id for item in items if item.numeric and item.measure not in ("%", "")} and totals
    lines = [*split.split, None]
    order = [lines.index(slot.line) for slot in slots]
    assert order == sorted(order) and len(set(order)) == len(lines)
    assert all(slot.line is None and not slot.required for slot in slots if slot.total)
    assert {slot.part for slot in slots} == {split.part}


def test_last_years_column_follows_its_item_and_is_never_required() -> None:
    slots = unit_slots(PLAN, UNIT, PERIOD)
    beside = [(at, slot) for at, slot in enumerate(slots) if slot.last_year]
    assert beside
    for at, slot in beside:
        now = slots[at - 1]
        assert (now.item, now.line, now.last_year, now.table) == (slot.item, slot.line, False, slot.table)
        assert not slot.required and slot.due == now.due and slot.address == f"{now.address}/last_year"


def test_a_unit_that_is_not_there_has_no_cell() -> None:
    left = replace(PLAN.units[UNIT], until=PLAN.periods[PERIOD].end)
    gone = replace(PLAN, units={**PLAN.units, UNIT: left})
    assert not gone.is_there(UNIT, PERIOD)
    assert unit_slots(gone, UNIT, PERIOD) == ()
    here, there = (Sheet(plan=one, unit_id=UNIT, period_id=PERIOD, settings=Settings()) for one in (PLAN, gone))
    assert here.blocks and (there.blocks, dict(there.slots)) == ((), {})


@pytest.mark.parametrize("part", Part)
def test_what_a_figure_is_to_the_whole_is_said_by_its_assignment(part: Part) -> None:
    plan = plan_of([replace(assigned(FIRST.table, optional=False), part=part)])
    assert {slot.part for slot in unit_slots(plan, UNIT, PERIOD)} == {part}


def test_units_of_which_the_same_is_asked_have_the_cells_that_each_has_in_a_plan_of_its_own() -> None:
    plan = plan_of(PLAN.assignments)
    places = [(unit, period) for period in plan.periods for unit in plan.units]
    for unit, period in random.Random(1).sample(places, len(places)):
        mine = tuple(one for one in plan.assignments if unit in one.units)
        assert unit_slots(plan, unit, period) == unit_slots(plan_of(mine), unit, period), (unit, period)
