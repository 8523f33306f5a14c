"""Half ratios: a derived rate of which one part is 不适用 while the other is a figure.

Such a rate can be neither computed nor left out, so it is an error at the unit: as the check that holds the two parts
against each other, else as the plan's check of all rates.
"""

from collections.abc import Callable, Iterator

from models.basics.messages import say
from models.checks.findings import Finding, facts_at, found_at
from models.checks.sheet_rule import found_at_cells
from models.plan.plan import Check, Item, ItemType, Level, Relation
from models.sheet.cells import State
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet


def is_ratio(item: Item) -> bool:
    """True for a rate the program derives from other items."""
    return item.type is ItemType.DERIVED and item.measure == "%"


def lacking_half(sheet: Sheet, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses that are 不适用 beside a figure; empty when the parts agree."""
    cells = {part: sheet.cell(part) for part in parts}
    lacking = tuple(part for part, cell in cells.items() if cell.state is State.NA)
    return lacking if lacking and any(cell.number is not None for cell in cells.values()) else ()


def of_relation(check: Check, relation: Relation, sheet: Sheet, line: str | None) -> Finding | None:
    """Return the error of a relation that holds two parts of a rate against each other, None where none is half."""
    if not relation.must or check.level is not Level.ERROR:
        return None
    parts = sheet.read_addresses(relation.formula.reads, line)
    lacking = lacking_half(sheet, parts)
    if not lacking or not any(sheet.exact(address) is None for address in _rates_of(sheet, frozenset(parts))):
        return None
    return _finding(check, sheet, lacking)


def uncovered(check: Check, sheet: Sheet, meant: Callable[[Check, Slot], bool]) -> Iterator[Finding]:
    """Yield the errors of the half rates a check is about and no relation of the plan speaks of."""
    yield from found_at_cells(check, sheet, _half, lambda check, slot: _rate(slot) and meant(check, slot))


def _half(check: Check, sheet: Sheet, slot: Slot) -> Iterator[Finding]:
    parts = sheet.inputs(slot.address)
    lacking = lacking_half(sheet, parts) if sheet.exact(slot.address) is None else ()
    if lacking and frozenset(parts) not in _covered(sheet):
        yield _finding(check, sheet, lacking)


def _covered(sheet: Sheet) -> frozenset[frozenset[str]]:
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

    return sheet.cache.keep("covered", (sheet.plan, sheet.slots), make)


def _rate(slot: Slot) -> bool:
    return is_ratio(slot.item) and not slot.total


def _rates_of(sheet: Sheet, parts: frozenset[str]) -> tuple[str, ...]:
    """The rates that are made from just these cells."""

    def make() -> dict[frozenset[str], tuple[str, ...]]:
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for address, slot in sheet.slots.items():
            if _rate(slot):
                of = frozenset(sheet.inputs(address))
                found[of] = (*found.get(of, ()), address)
        return found

    return sheet.cache.keep("rates", (sheet.plan, sheet.slots), make).get(parts, ())


def _finding(check: Check, sheet: Sheet, lacking: tuple[str, ...]) -> Finding:
    names = "、".join(dict.fromkeys(facts_at(sheet, part)["指标"] for part in lacking))
    words = say("findings.half_ratio", 分项=names)
    return found_at(check, sheet, lacking[0], template=words)
