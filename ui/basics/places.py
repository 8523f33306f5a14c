"""Places: an address in words — which item, which county, which column, which row — and a formula with its figures.

Knows the sheet and no Qt.
"""

from models.basics.addresses import RowAddress, split_address, split_row_address
from models.basics.messages import say
from models.sheet.fillable import Slot
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
