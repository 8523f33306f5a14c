"""Units gone: those an older version of a plan had and the one in force has no longer.

Their names stay known. In a period for which a return of theirs is in force they stay as well, with what they filled
in: it was accepted under a version that had them, and what was filed is never dropped by a change of the plan. Nothing
else is expected of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from models.plan.plan import Assignment, Plan, Unit


def units_gone(plan: Plan, older: Iterable[Plan]) -> Mapping[str, Plan]:
    """Return the units of older versions that the plan has no longer → the version that had them."""
    return {unit: one for one in older for unit in one.units if unit not in plan.units}


def with_units(plan: Plan, gone: Mapping[str, Plan], *, asked: bool, filed: frozenset[str] = frozenset()) -> Plan:
    """Return the plan with units that are gone, one object for the same ones; the plan itself where there are none.

    `asked`: they fill in what their own version asked them and this one still has; otherwise their names are known.
    `filed`: whose returns in force are of an older version: their lines about the units that are gone count as well.
    """
    if not gone:
        return plan
    key = ("with units gone", asked, tuple(sorted((unit, one.digest) for unit, one in gone.items())), filed)
    if key not in plan.derived:
        plan.derived[key] = _joined(plan, gone, filed, asked=asked)
    found: Plan = plan.derived[key]
    return found


def _joined(plan: Plan, gone: Mapping[str, Plan], filed: frozenset[str], *, asked: bool) -> Plan:
    added = {id: _unit(plan, id, one, asked=asked) for id, one in gone.items()}
    kept = [part for one in plan.assignments for part in _with_lines(one, gone, filed)] if asked else plan.assignments
    own = (given for id, one in gone.items() for given in _given(plan, id, one)) if asked else ()
    kinds = {unit.kind.id: unit.kind for unit in added.values()} | dict(plan.unit_kinds)
    return replace(plan, units={**plan.units, **added}, unit_kinds=kinds, assignments=(*kept, *own))


def _unit(plan: Plan, id: str, older: Plan, *, asked: bool) -> Unit:
    unit = older.units[id]
    return replace(unit, kind=plan.unit_kinds.get(unit.kind.id, unit.kind), enabled=asked)


def _with_lines(one: Assignment, gone: Mapping[str, Plan], filed: frozenset[str]) -> Iterator[Assignment]:
    """Yield an assignment, for those who filed under an older version with its lines about the units that are gone."""
    lines = tuple(id for id, older in gone.items() if one.split and _had_line(one, id, older))
    old = tuple(unit for unit in one.units if unit in filed) if lines else ()
    others = tuple(unit for unit in one.units if unit not in old)
    if others:
        yield replace(one, units=others)
    if old:
        yield replace(one, units=old, split=(*one.split, *lines))


def _had_line(one: Assignment, id: str, older: Plan) -> bool:
    mine = (other for other in older.assignments if other.table == one.table and id in other.split)
    return any({*other.units} & {*one.units} and {*other.items} & {*one.items} for other in mine)


def _given(plan: Plan, id: str, older: Plan) -> Iterator[Assignment]:
    """Yield what a unit filled in under its own version, of the tables, items and lines that are still there."""
    for one in older.assignments:
        items = tuple(item for item in one.items if item in plan.items)
        if id in one.units and items and one.table in plan.tables:
            lines = tuple(line for line in one.split if line in plan.units)
            yield replace(one, units=(id,), items=items, split=lines)
