"""Counting: which rows of a register each counted item takes, found once per row object.

Whether a row counts at all is another question (`Sheet.uncounted`).
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter

from models.basics.records import dataclass
from models.formula.bind import Step, bind
from models.plan.plan import Plan
from models.plan.records.item import Count
from models.sheet.identity_cache import places_changed_within, same_objects
from models.sheet.other_rows import RegisterFigures, ground_of
from models.sheet.rows import Row

Taker = tuple[str, int]  # item and number of its count
NEVER, ALWAYS = "0000-00-00", "9999-99-99"  # before and after every day as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The rows of one register by what takes them."""

    ground: tuple[object, ...]  # plan, settings, unit and period it was found for
    rows: tuple[Row, ...]
    takers: Sequence[tuple[Taker, ...]]  # what takes each row
    taken: Mapping[Taker, tuple[Row, ...]]  # in row order, rows left out included


def rows_taken(sheet: RegisterFigures, register: str) -> Mapping[Taker, tuple[Row, ...]]:
    """Return the rows of a register that each count of an item takes in the period; every count has an entry."""
    name, rows = f"counting {register}", sheet.registers.get(register, ())
    ground = (sheet.plan, sheet.settings, sheet.unit, sheet.plan.periods[sheet.period_id])

    def make() -> Counting:
        last = sheet.cache.last(name)
        before = last if isinstance(last, Counting) and same_objects(last.ground, ground) else None
        tests = [(taker, _taking(sheet, count)) for taker, count in _counts(sheet.plan).get(register, ())]

        def asked(some: Sequence[Row]) -> list[tuple[Taker, ...]]:
            return [tuple([taker for taker, takes in tests if takes(row)]) for row in some]

        takers = sheet.cache.each(f"takers {register}", rows, asked, ground)
        places = places_changed_within(before.rows, rows) if before else None
        if before is None or places is None or any(before.rows[at].number != rows[at].number for at in places):
            taken = _taken([one for one, _ in tests], rows, takers)
            return Counting(ground=ground, rows=rows, takers=takers, taken=taken)
        return _counted_again(before, takers, rows, places)

    return sheet.cache.keep(name, (*ground, rows), make).taken


def _counts(plan: Plan) -> Mapping[str, Sequence[tuple[Taker, Count]]]:
    """The counts of items, by register; found once for a plan."""
    known: dict[str, list[tuple[Taker, Count]]] | None = plan.derived.get("counts of registers")
    if known is None:
        known = plan.derived["counts of registers"] = {}
        for item in plan.items.values():
            for number, count in enumerate(item.count or item.beside):
                known.setdefault(count.register, []).append(((item.id, number), count))
    return known


def counted_value(count: Count, rows: list[Row]) -> Decimal:
    """Return what a count makes of the rows it takes: their number, a sum, or how many different values."""
    if count.total is not None:
        column = count.total
        return sum((row.decimal(column) or Decimal(0) for row in rows), Decimal(0))
    if count.distinct is not None:
        return Decimal(len({text for row in rows if (text := row.get(count.distinct))}))
    return Decimal(len(rows))


def _taking(sheet: RegisterFigures, count: Count) -> Callable[[Row], bool]:
    """Return whether a count takes a row."""
    step: Step | None = None
    if count.when is not None:
        step = bind(count.when.tree, ground_of(sheet, (count.register,), sheet.lookup(None)))
    column = count.date_column
    if column is None:
        return (lambda row: True) if step is None else (lambda row: step(row) is True)
    since = _day(sheet, count.since, NEVER)
    until = min(_day(sheet, count.until, ALWAYS), sheet.plan.periods[sheet.period_id].end.isoformat())

    def takes(row: Row) -> bool:
        day = row.values.get(column)  # ISO days compare as texts
        return day is not None and since <= day <= until and (step is None or step(row) is True)

    return takes


def _day(sheet: RegisterFigures, bound: date | str | None, default: str) -> str:
    """A day as text; of a parameter the office has not set, the one that bounds nothing."""
    if isinstance(bound, str):
        value = sheet.settings.parameter(sheet.plan, bound, sheet.unit_id)
        return value if isinstance(value, str) and value else default
    return bound.isoformat() if bound else default


def _taken(
    names: Sequence[Taker], rows: Sequence[Row], takers: Sequence[tuple[Taker, ...]]
) -> Mapping[Taker, tuple[Row, ...]]:
    taken: dict[Taker, list[Row]] = {name: [] for name in names}
    for row, by in zip(rows, takers, strict=True):
        for taker in by:
            taken[taker].append(row)
    return {name: tuple(one) for name, one in taken.items()}


def _counted_again(
    before: Counting, takers: Sequence[tuple[Taker, ...]], rows: tuple[Row, ...], places: Sequence[int]
) -> Counting:
    """The same with other rows at a few places, and with a few more or fewer at the end."""
    taken: dict[Taker, list[Row]] = {}
    both, longest = min(len(before.rows), len(rows)), max(len(before.rows), len(rows))
    for place in (*places, *range(both, longest)):
        by = before.takers[place] if place < len(before.rows) else ()
        now = takers[place] if place < len(rows) else ()
        row = rows[place] if place < len(rows) else before.rows[place]
        for taker in {*by, *now}:
            list_of = taken.setdefault(taker, list(before.taken[taker]))
            at = bisect_left(list_of, row.number, key=attrgetter("number"))
            list_of[at : at + (taker in by)] = [row] if taker in now else []
    anew = {name: tuple(one) for name, one in taken.items()}
    return replace(before, rows=rows, takers=takers, taken={**before.taken, **anew})
