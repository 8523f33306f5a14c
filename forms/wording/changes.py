"""Changes between two returns in the words of papers: the place, what stood there, what stands there."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from forms.wording.masks import mask
from forms.wording.paper_texts import figure, place_words, state_words
from models.basics.addresses import split_address, split_row_address
from models.basics.canonical import is_figure
from models.basics.quantity import Rounding, as_shown, format_exact, places_of, round_to
from models.plan.plan import Plan
from models.returns.returns import Return
from models.returns.revisions import difference
from models.sheet.cells import State


def changed_places(
    plan: Plan, before: Return, after: Return, *, measured: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield place, old and new words of all that differs but explanations; masked columns are masked, "" is nothing.

    `measured`: the place of a figure says what it is counted in.
    """
    for one in difference(before, after, plan):
        if one.address.partition("@")[0] not in plan.checks:
            old, new = (words_at(plan, one.address, text) for text in (one.before, one.after))
            place, measure = (
                place_words(plan, one.address),
                measure_of_change(plan, one.address, "") if measured else "",
            )
            yield named_with_measure(place, measure), old, new


def named_with_measure(name: str, measure: str) -> str:
    """Return a name with what it is counted in behind it, as heads of columns have it."""
    return f"{name}（{measure}）" if measure else name


def kept_words(plan: Plan, item: str | None, before: str, after: str) -> tuple[str, str]:
    """Return what an issued summary kept of a cell and what stands there now, a state in its word, "" for nothing.

    A typed figure has all its digits, two decimals at least where its item has them; a computed one those of its item,
    or as many more as it takes to tell the two apart. Of no cell (a value of the city, as it was shown) they are the
    texts.
    """
    if item is None:
        return before, after
    parts = split_address(item)
    known = plan.items.get(parts.item) if parts else None
    figures = [Decimal(text) for text in (before, after) if is_figure(text)]
    most = max(map(places_of, figures), default=0)
    if known is not None and known.formula is not None and known.decimals is not None:
        most = _places_apart(figures, known.decimals, most, plan.rounding)

    def words(text: str) -> str:
        if known is None or not is_figure(text):
            return words_at(plan, item, text)
        return format_exact(as_shown(Decimal(text), most, plan.rounding), min(2, known.decimals or 0))

    return words(before), words(after)


def measure_of_change(plan: Plan, item: str | None, indicator: str) -> str:
    """Return what the two figures of a change are measured in: of the cell, or of no cell the city's; "" for none."""
    if item is None:
        return plan.indicators[indicator].measure
    parts = split_address(item)
    known = plan.items.get(parts.item) if parts else None
    return known.measure if known is not None and known.numeric else ""


def _places_apart(figures: Sequence[Decimal], least: int, most: int, rounding: Rounding) -> int:
    """Return how many decimals keep figures apart from each other, at least `least`."""
    enough = (n for n in range(least, most) if len({round_to(one, n, rounding) for one in figures}) == len(figures))
    return next(enough, max(least, most))


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
