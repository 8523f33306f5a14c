"""Changes between two returns in the words of papers: the place, what stood there, what stands there."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from forms.wording.masks import mask
from forms.wording.paper_texts import figure, place_words, state_words
from models.basics.addresses import CONTROL, split_address, split_row_address
from models.basics.canonical import is_figure
from models.basics.messages import say
from models.basics.quantity import Rounding, as_shown, format_exact, places_of, round_to
from models.ledger.queries import BY_HAND
from models.plan.plan import Plan
from models.returns.returns import Return
from models.returns.revisions import difference, in_order
from models.sheet.cells import State


def changed_places(
    plan: Plan,
    before: Return,
    after: Return,
    *,
    measured: bool = False,
    explained: bool = False,
    addresses: Iterable[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """Yield place, old and new words of all that differs; masked columns are masked, "" is nothing.

    `measured`: the place of a figure says what it is counted in; `explained`: what is written to a finding is among it;
    `addresses`: those of the sheet, whose order is kept.
    """
    for one in in_order(difference(before, after, plan), addresses):
        kind, at = about(plan, one.address)
        if kind == "explanation" and not explained:
            continue
        old, new = (words_at(plan, one.address, text) for text in (one.before, one.after))
        place = place_words(plan, at)
        place = say(f"papers.changes.{kind}", 处=place) if kind else place
        yield (
            named_with_measure(place, measure_of_change(plan, at, "") if measured and at and not kind else ""),
            old,
            new,
        )


def about(plan: Plan, address: str) -> tuple[str, str | None]:
    """Return what a difference is of, and its place, None for the return as a whole.

    "explanation" of a finding, "answer" to a question of the office, "" for what stands in the place.
    """
    check, _, at = address.partition("@")
    if check in plan.checks:
        return "explanation", at or None
    if check.partition("#")[0] in BY_HAND:
        return "answer", at or None
    return "", address


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
    if about(plan, address)[0]:
        return text
    row = split_row_address(address)
    if row is not None and row.register in plan.registers:
        column = plan.registers[row.register].column(row.column) if row.column else None
        return mask(column.mask, text) if column else text
    state, _, note = text.partition("：")
    if state in set(State):
        return state_words(state, note)
    parts = split_address(address.removesuffix(CONTROL))
    item = plan.items.get(parts.item) if parts is not None else None
    if item is not None and item.numeric:
        with suppress(InvalidOperation):
            return figure(Decimal(text), item.decimals)
    return text
