"""Places: an address in words — which item, county, column, row, on which page — and a formula with its figures.

Knows the sheet and no Qt.
"""

from collections.abc import Iterable

from models.basics.addresses import COVER, RowAddress, split_address, split_row_address
from models.basics.messages import say
from models.sheet.fillable import Slot, found_of_slots
from models.sheet.sheet import Sheet


def place_words(sheet: Sheet, address: str) -> str:
    """Return what a person calls an address; one that is not known here stays as it is."""
    slot = sheet.slots.get(address)
    if slot is not None:
        return slot_words(sheet, slot)
    field = sheet.fields.get(address)
    if field is not None:
        from models.help.phrases import column_word

        block = sheet.plan.blocks.get(field.group)
        return say(
            "window.place.field", 组=block.title if block else say("window.cover.title"), 栏=column_word(field.column)
        )
    row = split_row_address(address)
    register = sheet.plan.registers.get(row.register if row else address)
    if register is not None:
        return say("window.place.row", 台账=register.name, 行=row_name(sheet, row)) if row else register.name
    parameter = sheet.plan.parameters.get(address.partition(".")[2])
    if parameter is not None:
        return say("window.place.parameter", 参数=parameter.name)
    parts = split_address(address)
    item = sheet.plan.items.get(parts.item) if parts else None
    return item.name if item else address


def row_name(sheet: Sheet, at: RowAddress) -> str:
    """Return what a person calls a row of a sheet: its name, where its key is a code, else as `row_words`."""
    register, rows = sheet.plan.registers.get(at.register), sheet.registers.get(at.register, ())
    place = sheet.places(at.register).place(at) if register is not None and register.names and rows else None
    name = rows[place].values.get(register.names, "").strip() if register is not None and place is not None else ""
    return name if name and name not in at.key else row_words(at)


def row_words(at: RowAddress) -> str:
    """Return what tells a row of its register from the others: its key, or its number."""
    words = "｜".join(part for part in at.key if part) or say("window.place.number", n=at.number)
    return say("window.place.again", 行=words, n=at.occurrence) if at.occurrence > 1 else words


def slot_words(sheet: Sheet, slot: Slot) -> str:
    """Return an item's name with its county and column."""
    line = say("window.place.line", 名称=sheet.name_of(slot.line)) if slot.line else ""
    last = say("window.place.last_year") if slot.last_year else ""
    return f"{slot.item.name}{line}{last}"


def formula_words(sheet: Sheet, slot: Slot) -> str:
    """Return a derived cell's formula with names and this sheet's figures in place of codes; "" without a formula."""
    from models.help.phrases import slot_formula

    return slot_formula(sheet, slot)


def page_of(sheet: Sheet, address: str) -> str:
    """Return what stands for the page of a place: its table, its register, the cover; "" for the progress."""
    slot = sheet.slots.get(address)
    if slot is not None:
        return slot.table
    if address.partition(".")[0] == COVER:
        return COVER
    return "" if address in sheet.fields else address.partition("[")[0]


def reading_order(sheet: Sheet, places: Iterable[str]) -> list[str]:
    """Return the cells, the progress, other places given — rows of registers — and the cover, as they are gone through.

    Of a table the list comes before the lines of the counties, as on its page. The cover comes last: it is signed when
    all else stands.
    """

    def cells() -> tuple[str, ...]:
        tables = {name: n for n, name in enumerate(dict.fromkeys(slot.table for slot in sheet.slots.values()))}
        by_page = sorted(sheet.slots.values(), key=lambda slot: (tables[slot.table], bool(slot.line or slot.total)))
        return tuple(slot.address for slot in by_page)

    begun = found_of_slots(sheet.plan, sheet.slots, "reading order", cells)
    progress, cover = list[str](), list[str]()
    for at, field in sheet.fields.items():
        (cover if field.group == COVER else progress).append(at)
    order = dict.fromkeys((*begun, *progress, *places))
    for at in cover:
        order.pop(at, None)
    return [*order, *cover]
