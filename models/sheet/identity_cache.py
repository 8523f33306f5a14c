"""Identity cache: reuses a result while its inputs are the same objects.

Registers reach 10,000 rows and one of them changes at a time, so a sheet hands its cache on to the sheets that follow
from it, and what was found of a row object is found again only for another object.
"""

from collections.abc import Callable, Sequence
from operator import is_
from typing import Any, TypeVar

Made = TypeVar("Made")
One = TypeVar("One")

FEW = 50  # places that differ: more are looked through as a whole


class IdentityCache:
    """Results by name, each valid for as long as its sources are the same objects."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}

    def copy(self) -> "IdentityCache":
        """Return a cache that begins with what is known here and goes its own way: for a sheet that may never be."""
        made = IdentityCache()
        made._kept = dict(self._kept)
        return made

    def keep(self, name: str, sources: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what `make` gave for these very sources, making it when it is not known."""
        known = self._kept.get(name)
        if known is not None and same_objects(known[0], sources):
            found: Made = known[1]
            return found
        made = make()
        self._kept[name] = sources, made
        return made

    def each(self, name: str, rows: Sequence[One], make: Callable[[Sequence[One]], list[Made]]) -> list[Made]:
        """Return what `make` gives for each of some rows, in their order; only rows that are new are asked again.

        `make` answers row by row: of some of the rows what it answers for them among all. Rows come and go at the end.
        """
        last = self.last(name)
        before, known = last if isinstance(last, tuple) else ((), ())
        both = min(len(before), len(rows))
        if (places := places_changed_within(before, rows)) is not None:
            found: list[Made] = [*known[:both], *(make(rows[both:]) if len(rows) > both else ())]
            for place in places:
                (found[place],) = make([rows[place]])
        else:
            found = make(rows)
        self.put(name, (rows, found))
        return found

    def put(self, name: str, made: object) -> None:
        """Remember a result that is filled while it is used; `last` gives it back."""
        self._kept[name] = (), made

    def last(self, name: str) -> object:
        """Return the latest result under a name, whatever it was made of; None before the first time."""
        known = self._kept.get(name)
        return known[1] if known else None


def same_objects(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    """True when two tuples hold the very same objects in the same order."""
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def places_changed(before: Sequence[object], now: Sequence[object]) -> list[int] | None:
    """Return where a list holds other objects than one before, counted from 0; None for another length, or for many."""
    if len(before) != len(now):
        return None
    same = list(map(is_, before, now))
    differing = same.count(False)
    if differing > FEW:
        return None
    found: list[int] = []
    for _ in range(differing):
        found.append(same.index(False, found[-1] + 1 if found else 0))
    return found


def places_changed_within(before: Sequence[object], now: Sequence[object]) -> list[int] | None:
    """Return the same of the part two lists have in common, where a few come or go at the end."""
    both = min(len(before), len(now))
    return places_changed(before[:both], now[:both]) if abs(len(before) - len(now)) <= FEW else None


def pairs_changed(before: Sequence[One], now: Sequence[One]) -> list[tuple[One | None, One | None]] | None:
    """Return what stood in a list and stands in its place now, where that is another object; None for many places.

    An object that came at the end has None before it, one that is gone from there None behind it.
    """
    places = places_changed_within(before, now)
    if places is None:
        return None
    both = min(len(before), len(now))
    changed: list[tuple[One | None, One | None]] = [(before[place], now[place]) for place in places]
    return [*changed, *((old, None) for old in before[both:]), *((None, new) for new in now[both:])]
