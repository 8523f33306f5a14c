"""Refused: the sentence on a text that could not be read, which says how it is written instead."""

from collections.abc import Sequence

from models.basics.messages import say
from models.basics.reading import TOO_MANY_DIGITS, WRONG_MEASURE
from models.plan.plan import Column, ColumnType, Item, ItemType
from models.sheet.cells import TEXT_LIMIT, most_of, refusal_of
from models.sheet.sheet import Sheet

NAMED = 8  # of many choices so many are named
WAYS = {
    ColumnType.NUMBER: "number", ColumnType.WHOLE: "whole", ColumnType.DATE: "date", ColumnType.YES_NO: "yes_no",
    ItemType.NUMBER: "number", ItemType.WHOLE: "whole", ItemType.DATE: "date", ItemType.YES_NO: "yes_no",
}  # fmt: skip  # what is asked for → the way to write it; another type is a text


def column_refused(column: Column | None, fault: str, text: str) -> str:
    """Return the sentence on a column of a row that could not be read, its other blanks unfilled."""
    if column is None:
        return say("findings.column_unread", 改法=say("findings.way_other"))
    if has_too_many_digits(column, text):
        return say("findings.column_digits")
    if fault == WRONG_MEASURE and column.measure:
        return say("findings.column_unread", 改法=say("findings.way_measure", 单位=column.measure))
    return say("findings.column_unread", 改法=_way(column, column.choices))


def place_refused(sheet: Sheet, address: str) -> str:
    """Return the sentence on a cell or field that is no figure, likewise."""
    slot, field, choices = sheet.slots.get(address), sheet.fields.get(address), sheet.choices_at(address)
    if choices:
        return say("findings.not_a_choice", 可选="、".join(choices))
    place = slot.item if slot else field.column if field else None
    return say("findings.place_unread", 改法=_way(place, ()) if place is not None else say("findings.way_other"))


def too_long(sheet: Sheet, address: str, text: str) -> str:
    """Return the sentence on a text that is a number, of more digits than any spreadsheet keeps; "" for another."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    place = slot.item if slot else field.column if field else None
    return say("findings.too_many_digits") if place is not None and has_too_many_digits(place, text) else ""


def has_too_many_digits(place: Item | Column, text: str) -> bool:
    """True for a number that no spreadsheet keeps digit by digit."""
    error = refusal_of(place, text)
    return error is not None and error.facts["reason"] == TOO_MANY_DIGITS


def _way(place: Item | Column, choices: Sequence[str]) -> str:
    if choices:
        named = "、".join(choices[:NAMED])
        key = "choice" if len(choices) <= NAMED else "choices"
        return say(f"findings.way_{key}", 可选=named, n=len(choices))
    if place.type in WAYS:
        return say(f"findings.way_{WAYS[place.type]}")
    return say("findings.way_text", n=most_of(place) if isinstance(place, Column) else TEXT_LIMIT)
