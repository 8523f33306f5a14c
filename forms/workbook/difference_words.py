"""Difference words: one sentence for what a workbook shows and its seal does not say."""

from forms.book.text import decimal_of
from forms.wording.paper_texts import figure, place_words
from models.basics.addresses import CONTROL
from models.basics.messages import CHINESE, say_in
from models.returns.revisions import Difference
from models.sheet.sheet import Sheet


def difference_words(one: Difference, sheet: Sheet | None) -> str:
    """Return one sentence for a difference: the item in words with its table, both figures with their decimals.

    `sheet` None: the plan is not here, so the address stands for the place.
    """
    place, before, after = one.address, one.before, one.after
    if sheet is not None:
        place = _place(sheet, one.address)
        before, after = (_figure(sheet, one.address, text) for text in (before, after))
    if not before:
        return say_in(CHINESE, "errors.cell_added", 位置=place, 现=after)
    return say_in(
        CHINESE, "errors.cell_changed", 位置=place, 签署=before, 现=after or say_in(CHINESE, "errors.cell_blank")
    )


def _place(sheet: Sheet, address: str) -> str:
    """An address in words; with its table for an item, with its column for a word beside a figure."""
    slot = sheet.slots.get(address)
    if slot is not None:
        table = sheet.plan.tables[slot.table].name
        return say_in(CHINESE, "errors.place_in_table", 表=table, 项=place_words(sheet.plan, address))
    base, dot, column = address.rpartition(".")
    if dot and base in sheet.slots:
        return f"{_place(sheet, base)}·{column}"
    return place_words(sheet.plan, address)


def _figure(sheet: Sheet, address: str, text: str) -> str:
    slot, value = sheet.slots.get(address.removesuffix(CONTROL)), decimal_of(text)
    return figure(value, slot.item.decimals) if slot is not None and slot.item.numeric and value is not None else text
