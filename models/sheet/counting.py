"""Counting: which rows of a register each counted item takes, found once per row object.

Whether a row counts at all is another question (`Sheet.uncounted`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.plan.plan import Item, Plan
from models.sheet.identity_cache import IdentityCache, same_objects
from models.sheet.rows import Row, takes


@dataclass(frozen=True, slots=True)
class Counting:
    """The rows of one register by the item that takes them."""

    ground: tuple[object, ...]  # plan and period it was found for
    of_row: Mapping[int, tuple[Row, tuple[str, ...]]]  # id of the row object → row, items that take it
    taken: Mapping[str, tuple[Row, ...]]  # by counted item, in row order, rows left out included


def rows_taken(
    cache: IdentityCache, plan: Plan, period: str, register: str, rows: tuple[Row, ...]
) -> Mapping[str, tuple[Row, ...]]:
    """Return the rows each counted item of a register takes in a period; every counted item has an entry."""
    name, ground = f"counting {register}", (plan, period)

    def make() -> Counting:
        last = cache.last(name)
        known = last.of_row if isinstance(last, Counting) and same_objects(last.ground, ground) else {}
        items = [item for item in plan.items.values() if item.count is not None and item.count.register == register]
        return _count(ground, items, plan.periods[period].end, rows, known)

    return cache.keep(name, (*ground, rows), make).taken


def _count(
    ground: tuple[object, ...],
    items: list[Item],
    until: date,
    rows: tuple[Row, ...],
    known: Mapping[int, tuple[Row, tuple[str, ...]]],
) -> Counting:
    of_row: dict[int, tuple[Row, tuple[str, ...]]] = {}
    taken: dict[str, list[Row]] = {item.id: [] for item in items}
    for row in rows:
        found = known.get(id(row))
        if found is None or found[0] is not row:
            found = (row, tuple(item.id for item in items if item.count and takes(item.count, row, until)))
        of_row[id(row)] = found
        for item in found[1]:
            taken[item].append(row)
    return Counting(ground, of_row, {name: tuple(one) for name, one in taken.items()})
