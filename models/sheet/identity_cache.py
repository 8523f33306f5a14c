"""Identity cache: reuses a result while its inputs are the same objects.

Registers reach 10,000 rows and one of them changes at a time, so a sheet hands its cache on to the sheets that follow
from it, and what was found of a row object is found again only for another object.
"""

from collections.abc import Callable, Sequence
from operator import is_
from typing import Any, Protocol, TypeVar


class SaidRow(Protocol):
    """A row: what is found of it follows from what it says, wherever it stands."""

    @property
    def values(self) -> object:
        """Texts by column."""

    @property
    def faults(self) -> object:
        """Columns that could not be read."""

    @property
    def raw(self) -> object:
        """Texts as they were typed."""


Made = TypeVar("Made")
One = TypeVar("One")
Line = TypeVar("Line", bound=SaidRow)

FEW = 50  # places that differ: more are looked through as a whole


class IdentityCache:
    """Results by name, each valid for as long as its sources are the same objects."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}
        self._moves: tuple[Sequence[Any], Sequence[Any], list[int]] | None = None  # the last of `_moved`

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

    def each(
        self,
        name: str,
        rows: Sequence[Line],
        make: Callable[[Sequence[Line]], list[Made]],
        ground: tuple[object, ...] = (),
    ) -> list[Made]:
        """Return what `make` gives for each of some rows, in their order; only rows that are new are asked again.

        `make` answers row by row, by what the row says and nothing else: not by its number. A row that only moved is
        not asked again. `ground` are the objects the answers hang on besides.
        """
        last = self.last(name)
        before, known, stood = last if isinstance(last, tuple) else ((), [], ground)
        if not before or not same_objects(stood, ground):
            found = make(rows)
        elif (places := places_changed_within(before, rows)) is not None:
            both = min(len(before), len(rows))
            found = [*known[:both], *(make(rows[both:]) if len(rows) > both else ())]
            for place in places:
                (found[place],) = make([rows[place]])
        else:
            moves = self._moved(before, rows)
            found = [known[place] for place in moves]
            new = [at for at, place in enumerate(moves) if place < 0]
            for at, one in zip(new, make([rows[at] for at in new]) if new else (), strict=True):
                found[at] = one
        self.put(name, (rows, found, ground))
        return found

    def _moved(self, before: Sequence[Line], rows: Sequence[Line]) -> list[int]:
        """Return where in a list before each row stood that says the same by the same objects, -1 for a new one.

        A row that moved has another number and is another object; what it says is not.
        """
        known = self._moves
        if known is not None and known[0] is before and known[1] is rows:
            return known[2]
        stood = {id(one.values): place for place, one in enumerate(before)}
        found = [stood.get(id(one.values), -1) for one in rows]
        for at, place in enumerate(found):
            if place >= 0 and not (before[place].faults is rows[at].faults and before[place].raw is rows[at].raw):
                found[at] = -1
        self._moves = before, rows, found
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
