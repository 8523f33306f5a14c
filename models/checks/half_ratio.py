"""Half ratios: a derived rate of which one part is 不适用 while the other is a figure.

Such a rate can be neither computed nor left out, so it is an error at the unit: as the check that holds the two parts
against each other, else as the plan's check of all rates.
"""

from collections.abc import Callable, Iterator

from models.basics.messages import say
from models.checks.findings import Finding, Outcome, facts_at
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
    if not lacking or not any(set(parts) == set(sheet.inputs(address)) for address in _ratios(sheet)):
        return None
    return _finding(check, sheet, lacking)


def uncovered(check: Check, sheet: Sheet, meant: Callable[[Slot], bool]) -> Iterator[Finding]:
    """Yield the errors of the half rates a check is about and no relation of the plan speaks of."""
    rates = [address for address in _ratios(sheet) if meant(sheet.slots[address])]
    if not rates:
        return
    covered = {
        frozenset(sheet.read_addresses(relation.formula.reads, slot.line))
        for other in sheet.plan.checks.values()
        if other.level is Level.ERROR
        for relation in other.relations
        if relation.must
        for slot in sheet.slots_of.get(relation.item, ())
        if not other.scope or slot.table in other.scope
    }
    for address in rates:
        lacking = lacking_half(sheet, sheet.inputs(address))
        if lacking and frozenset(sheet.inputs(address)) not in covered:
            yield _finding(check, sheet, lacking)


def _ratios(sheet: Sheet) -> Iterator[str]:
    for address, slot in sheet.slots.items():
        if is_ratio(slot.item) and not slot.total and sheet.exact(address) is None:
            yield address


def _finding(check: Check, sheet: Sheet, lacking: tuple[str, ...]) -> Finding:
    names = "、".join(dict.fromkeys(facts_at(sheet, part)["指标"] for part in lacking))
    words = say("findings.half_ratio", 分项=names)
    return Finding(check, Outcome.BROKEN, lacking[0], values=facts_at(sheet, lacking[0]), template=words)
