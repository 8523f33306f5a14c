"""Asked places: what a part of the sheet that was given out asks for, place by place."""

from collections.abc import Iterable, Iterator, Mapping

from models.basics.addresses import COVER
from models.filling.slices import Scope, Slice, scope_items
from models.sheet.sheet import Sheet


def asked_places(sheet: Sheet, scope: Scope) -> Iterator[str]:
    """Yield what a scope asks for: cells and fields by address, registers by id. What is computed is not asked."""
    items = scope_items(sheet, scope)
    for address, slot in sheet.slots.items():
        if slot.due and not slot.derived and (slot.table in scope.tables or slot.item.id in items):
            yield address
    groups = {*scope.blocks, *([COVER] if scope.cover else [])}
    yield from (address for address, field in sheet.fields.items() if field.group in groups)
    yield from (name for name in scope.registers if name in sheet.register_ids)


def asked_of(sheet: Sheet, given: Iterable[Slice], answered: Mapping[str, object]) -> dict[str, dict[str, bool]]:
    """Return place → supplier → whether all that asks him for it has come back; `answered`: ids of slices."""
    found: dict[str, dict[str, bool]] = {}
    for one in given:
        for place in asked_places(sheet, one.scope):
            suppliers = found.setdefault(place, {})
            suppliers[one.supplier] = suppliers.get(one.supplier, True) and one.id in answered
    return found
