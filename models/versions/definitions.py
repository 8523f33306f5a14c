"""Definitions: what of a return made under another version, or of last year's, still means the same.

An item means the same when its measure, its type and how its figure comes about are the same, down to what it is made
from; words, tables and who fills it may change.
"""

from collections.abc import Mapping

from models.plan.plan import Item, Plan, Register

_KEPT: dict[tuple[str, str], frozenset[str]] = {}
MOST_KEPT = 64


def outdated_items(older: Plan, plan: Plan) -> frozenset[str]:
    """Return the items of an older version that say something else in `plan`; those it does not have are not in it.

    What it is made from counts too: a figure derived from an item that means something else is outdated itself.
    """
    if older.digest == plan.digest:
        return frozenset()
    key = older.digest, plan.digest
    if key not in _KEPT:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _outdated(older, plan)
    return _KEPT[key]


def _outdated(older: Plan, plan: Plan) -> frozenset[str]:
    found = {
        name
        for name, item in older.items.items()
        if name in plan.items and not same_definition(item, plan.items[name], older.registers, plan.registers)
    }
    made_from = {name: _inputs(item, older) for name, item in older.items.items() if item.formula is not None}
    while True:
        more = {name for name, inputs in made_from.items() if name not in found and inputs & found}
        if not more:
            return frozenset(found)
        found |= more


def _inputs(item: Item, plan: Plan) -> frozenset[str]:
    """The items a formula reads, on whatever line and of this year or last."""
    names = item.formula.reads if item.formula is not None else ()
    return frozenset(
        one for name in names for one in (name, name.partition(".")[2]) if one in plan.items and one != item.id
    )


def same_definition(one: Item, other: Item, registers: Mapping[str, Register], others: Mapping[str, Register]) -> bool:
    """True when an item of two plans means the same by itself; what its formula reads is not looked at."""
    if _said(one) != _said(other):
        return False
    return all(
        (a := registers.get(name)) is not None and (b := others.get(name)) is not None and _rows(a) == _rows(b)
        for name in one.counted_in
    )


def _said(item: Item) -> tuple[object, ...]:
    return (item.measure, item.type, item.formula, item.count, item.choices, item.cumulative)


def _rows(register: Register) -> tuple[object, ...]:
    return register.keys, tuple((column.name, column.type, column.measure) for column in register.columns)


def compared_with_last_year(item: Item, before: Item | None) -> bool:
    """True when last year's figure of an item says the same as this year's: neither changed nor measured otherwise."""
    return (
        before is not None
        and not item.changed
        and (item.measure, item.type.value)
        == (
            before.measure,
            before.type.value,
        )
    )
