"""Half rates: a derived rate of which one part is 不适用 while the other is a figure.

Such a rate can be neither computed nor left out.
"""

from collections.abc import Mapping

from models.answers.breach import Breach
from models.answers.said import names_at
from models.basics.messages import say
from models.plan.plan import ItemType, Level
from models.sheet.cells import Cell, State
from models.sheet.fillable import Slot, found_of_slots
from models.sheet.sheet import Sheet


def is_rate(slot: Slot) -> bool:
    """True for a rate the program derives from other items."""
    return slot.item.type is ItemType.DERIVED and slot.item.measure == "%" and not slot.total


def half_breach(sheet: Sheet, lacking: tuple[str, ...]) -> Breach:
    """Return the error that some parts of a rate are 不适用 beside a figure, at the first of them."""
    names = "、".join(dict.fromkeys(names_at(sheet, part)["指标"] for part in lacking))
    return Breach(at=lacking[0], template=say("findings.half_ratio", 分项=names))


def half_between(sheet: Sheet, cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return which of some cells are 不适用 beside a figure, where a rate made of just these has no value for it."""
    lacking = _lacking(cells)
    rates = _rates_of(sheet, frozenset(cells)) if lacking else ()
    return lacking if any(sheet.exact(address) is None for address in rates) else ()


def half_of(sheet: Sheet, slot: Slot) -> tuple[str, ...]:
    """Return which parts of a rate are 不适用 beside a figure, unless an error of the plan holds the parts together."""
    if sheet.exact(slot.address) is not None:
        return ()
    cells = {part: sheet.cell(part) for part in sheet.inputs(slot.address)}
    lacking = _lacking(cells)
    return lacking if lacking and frozenset(cells) not in _held_together(sheet) else ()


def _lacking(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """The addresses that are 不适用 beside a figure; none when the parts agree."""
    lacking = tuple(part for part, cell in cells.items() if cell.state is State.NA)
    return lacking if any(cell.number is not None for cell in cells.values()) else ()


def _held_together(sheet: Sheet) -> frozenset[frozenset[str]]:
    """What the relations of the plan hold against each other, where they are errors."""

    def make() -> frozenset[frozenset[str]]:
        return frozenset(
            frozenset(sheet.read_addresses(relation.formula.reads, slot.line))
            for check in sheet.plan.checks.values()
            if check.level is Level.ERROR
            for relation in check.relations
            if relation.must
            for slot in sheet.slots_of.get(relation.item, ())
            if not check.scope or slot.table in check.scope
        )

    return found_of_slots(sheet.plan, sheet.slots, "held together", make)


def _rates_of(sheet: Sheet, parts: frozenset[str]) -> tuple[str, ...]:
    """The rates that are made from just these cells."""

    def make() -> dict[frozenset[str], tuple[str, ...]]:
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for address, slot in sheet.slots.items():
            if is_rate(slot):
                of = frozenset(sheet.inputs(address))
                found[of] = (*found.get(of, ()), address)
        return found

    return found_of_slots(sheet.plan, sheet.slots, "rates", make).get(parts, ())
