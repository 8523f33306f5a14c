"""Changes between two returns in the words of papers: the place, what stood there, what stands there."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from forms.wording.masks import mask
from forms.wording.paper_texts import figure, place_words, state_words
from models.basics.addresses import split_address, split_row_address
from models.basics.canonical import is_figure
from models.basics.quantity import format_exact
from models.plan.plan import Plan
from models.returns.returns import Return
from models.returns.revisions import difference
from models.sheet.cells import State


def changed_places(plan: Plan, before: Return, after: Return) -> Iterator[tuple[str, str, str]]:
    """Yield place, old and new words of all that differs but explanations; masked columns are masked, "" is nothing."""
    for one in difference(before, after, plan):
        if one.address.partition("@")[0] not in plan.checks:
            old, new = (words_at(plan, one.address, text) for text in (one.before, one.after))
            yield place_words(plan, one.address), old, new


def kept_words(plan: Plan, item: str | None, text: str) -> str:
    """Return what an issued summary kept of a cell: a figure with all its digits, two decimals at least where its item
    has them, a state in its word, "" for nothing. Of no cell (a value of the city, as it was shown) it is the text.
    """
    parts = split_address(item) if item and is_figure(text) else None
    if parts is not None and parts.item in plan.items:
        return format_exact(Decimal(text), min(2, plan.items[parts.item].decimals or 0))
    return words_at(plan, item, text) if item else text


def words_at(plan: Plan, address: str, text: str) -> str:
    """Return what stands at a place as papers show it: a figure with its decimals, a state in its word."""
    row = split_row_address(address)
    if row is not None and row.register in plan.registers:
        column = plan.registers[row.register].column(row.column) if row.column else None
        return mask(column.mask, text) if column else text
    state, _, note = text.partition("：")
    if state in set(State):
        return state_words(state, note)
    parts = split_address(address)
    item = plan.items.get(parts.item) if parts is not None else None
    if item is not None and item.numeric:
        with suppress(InvalidOperation):
            return figure(Decimal(text), item.decimals)
    return text
