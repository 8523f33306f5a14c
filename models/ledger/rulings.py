"""Rulings: what persons settled about forks of one line of revisions, and how papers descend from one another.

Holds the order of descent and the two consequences of a ruling: what it keeps and what it rules out. Knows no keys, no
checks and no times; `models.ledger.ledger` puts those beside it. Everything here is a function of the set of papers and
rulings; only the sequence the office gave its rulings counts, never the order in which papers came.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from models.basics.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person settled about one unit and period: keep one paper over others (认定).

    An empty `over` rules nothing out: it keeps `keep` in force against siblings that come later. Who means "over all
    the others there are now" writes them down (`models.ledger.ledger.rivals`), or what a ruling says would change with
    every paper that arrives after it.
    """

    sequence: int  # the office's own count; a higher one is later and overrides
    unit: str
    period: str
    keep: str  # digest
    over: tuple[str, ...]  # digests
    reason: str
    by: str
    checked_by: str | None  # None: not checked by a second person
    at: datetime


@dataclass(frozen=True, slots=True)
class Descent:
    """Which digest descends from which; built from what the papers say of their ancestors."""

    reach: Mapping[str, frozenset[str]]  # digest -> all it descends from, also those that never came

    def before(self, digest: str) -> frozenset[str]:
        """Return every digest this one descends from; empty for one that is not known."""
        return self.reach.get(digest, frozenset())

    def line(self, digest: str) -> frozenset[str]:
        """Return the digest with all it descends from."""
        return self.before(digest) | {digest}

    def related(self, one: str, other: str) -> bool:
        """Tell whether two digests are the same or one descends from the other."""
        return one == other or one in self.before(other) or other in self.before(one)


def descent_of(ancestors: Mapping[str, Sequence[str]]) -> Descent:
    """Return the descent of digests from the ancestors each one names, oldest first.

    A paper names all of its ancestors; one that leaves some out still descends from what its ancestors name.
    """
    reach: dict[str, frozenset[str]] = {}
    for digest in sorted(ancestors, key=lambda one: len(ancestors[one])):  # a parent before its children, mostly
        *earlier, parent = ancestors[digest] or ("",)
        if parent in reach and reach[parent].issuperset(earlier):  # as every honest one: nothing else to walk
            reach[digest] = reach[parent] | {parent}
        else:
            reach[digest] = _reach(digest, ancestors)
    return Descent(reach)


def _reach(digest: str, ancestors: Mapping[str, Sequence[str]]) -> frozenset[str]:
    seen: set[str] = set()
    new = set(ancestors[digest])
    while new:
        seen |= new
        new = set().union(*(ancestors.get(one, ()) for one in new)) - seen
    return frozenset(seen)


def ruled_out(rulings: Iterable[Ruling], digests: Iterable[str], descent: Descent) -> frozenset[str]:
    """Return those of `digests` that a ruling in force puts aside, with all that descends from them.

    For each paper a ruling is over: an ancestor of the kept paper stays (keeping a paper keeps its line); a later
    ruling that keeps what would be put aside overrides it; a revision that also continues the kept paper ends the
    fork and stays. The kept paper need not count (its key may have been revoked since): what a person ruled out comes
    back only by a ruling.
    """
    known = tuple(digests)
    ordered = sorted(rulings, key=_sequence)
    out: set[str] = set()
    for place, ruling in enumerate(ordered):
        later = [other.keep for other in ordered[place + 1 :]]
        for loser in ruling.over:
            if not any(_puts_aside(ruling.keep, loser, kept_later, descent) for kept_later in later):
                out.update(digest for digest in known if _puts_aside(ruling.keep, loser, digest, descent))
    return frozenset(out)


def _puts_aside(keep: str, loser: str, digest: str, descent: Descent) -> bool:
    if loser in descent.line(keep) or loser not in descent.line(digest):
        return False
    names_both = keep in descent.before(digest) and keep not in descent.before(loser)
    return not names_both


def kept(rulings: Iterable[Ruling], live: Collection[str], descent: Descent) -> tuple[str, ...]:
    """Return the live digests that rulings keep, the latest ruling's first; any two of them are of one line.

    An earlier one that is of another line than a later one is left out: the later ruling overrides.
    """
    standing: list[str] = []
    for ruling in sorted(rulings, key=_sequence, reverse=True):
        if ruling.keep in live and all(descent.related(ruling.keep, other) for other in standing):
            standing.append(ruling.keep)
    return tuple(dict.fromkeys(standing))


def _sequence(ruling: Ruling) -> tuple[int, datetime, str, tuple[str, ...]]:
    return (ruling.sequence, ruling.at, ruling.keep, ruling.over)
