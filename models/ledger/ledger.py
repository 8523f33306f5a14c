"""Ledger: what the office decides about the papers of one unit and period.

What is in force is a function of the set of papers, keys and rulings, never of the order in which they came: `judge`
looks at the whole set, `decide` says what follows for one that arrives. No seal is verified here, no check is run,
nothing is read or stored: papers come with those facts (`forms.office.intake`). A file that is no paper, whose seal
is broken or whose certificate names another unit than its return never gets this far.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from models.basics.records import dataclass
from models.ledger.decisions import Decision
from models.ledger.rulings import Descent, Ruling, descent_of, kept, ruled_out

__all__ = (
    "ENTERED",
    "Decision",
    "Fault",
    "KeyInterval",
    "LineState",
    "Paper",
    "Place",
    "Ruling",
    "decide",
    "faults",
    "judge",
    "key_counts",
    "owner_of",
    "rivals",
    "stands",
)

Place = tuple[str, str]  # unit, period
ENTERED = "entered"  # in the place of a key: typed in at the office by two persons from a stamped paper
NOTHING_KNOWN: Mapping[str, Place] = MappingProxyType({})
IN_ORDER = (Decision.ACCEPTED, Decision.DUPLICATE, Decision.SUPERSEDED)  # nobody has to do anything about these


class Fault(StrEnum):
    """Why a paper is rejected although its seal holds."""

    REVISION = "revision"  # its number is not that of its ancestors plus one, or they repeat, or it names itself
    ANCESTOR = "ancestor"  # an ancestor is known to be of another unit or period
    KEY = "key"  # its key is enrolled, but only for other units


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A return as it came: its digest and the key that sealed it; PDF and workbook of one return are one paper."""

    digest: str
    key: str  # fingerprint
    unit: str
    period: str
    revision: int  # 1 = 初报
    ancestors: tuple[str, ...]  # digests, oldest first; all of them, also those the office never saw
    registered: datetime  # when the office first had it
    good: bool  # its own checks, run again by the office, find no error
    known: bool = True  # the settings it was made under are here; False: nothing can be said of it yet
    sent_back: datetime | None = None  # deadline of the office's 退回单 for it; None: it was not sent back by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInterval:
    """A key enrolled for a unit, and from when to when it counts."""

    key: str  # fingerprint
    unit: str
    since: datetime | None  # None = always
    until: datetime | None  # exclusive; None = open


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """All that follows from the papers and rulings of one unit and period. Sets and keys hold digests."""

    authentic: frozenset[str] = frozenset()  # sealed with a key that counted when registered
    live: frozenset[str] = frozenset()  # authentic, and neither ruled out nor descending from what is
    heads: frozenset[str] = frozenset()  # live, and nobody's ancestor among the live
    sure: frozenset[str] = frozenset()  # of all heads' lines, or up to a paper that a ruling kept
    in_force: str | None = None  # None: nothing counts
    disputed: bool = False  # more than one head that was not sent back by hand
    held: tuple[Paper, ...] = ()  # oldest first; one for each digest and key
    decisions: Mapping[tuple[str, str], Decision] = field(default_factory=dict)  # by digest and key of each paper
    registered: datetime | None = None  # first time a good paper of the line in force came; None: nothing in force
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # authentic -> ancestors not here
    timed: frozenset[str] = frozenset()  # papers of the line in force that have a time of their own
    resubmitted: tuple[tuple[datetime, datetime], ...] = ()  # of the line in force: deadline of each 退回单, next paper
    waiting: tuple[Paper, ...] = ()  # held, or returned without a good successor: somebody has to see to it
    times_returned: int = 0  # papers of the unit that were returned, by the checks or by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class _JudgedPapers:
    """The authentic papers of a set and what the rulings make of them."""

    first: Mapping[str, Paper]  # authentic digest -> the earliest paper of it
    descent: Descent
    live: frozenset[str]
    kept: tuple[str, ...]

    def good(self) -> frozenset[str]:
        """Live papers that can be in force: no error of the checks, and not sent back by hand."""
        return frozenset(d for d in self.live if self.first[d].good and self.first[d].sent_back is None)


def key_counts(keys: Iterable[KeyInterval], key: str, unit: str, at: datetime) -> bool:
    """Tell whether a key was enrolled for a unit at a time; a key counts from `since` until just before `until`."""
    return any(
        interval.key == key
        and interval.unit == unit
        and (interval.since is None or interval.since <= at)
        and (interval.until is None or at < interval.until)
        for interval in keys
    )


def stands(keys: Iterable[KeyInterval], paper: Paper) -> bool:
    """Tell whether somebody stands for a paper: its key, or for one that was ENTERED two persons of the office."""
    return paper.key == ENTERED or key_counts(keys, paper.key, paper.unit, paper.registered)


def owner_of(keys: Iterable[KeyInterval], key: str) -> frozenset[str]:
    """Return the units a key is or was enrolled for; empty for the key of nobody we know."""
    return frozenset(interval.unit for interval in keys if interval.key == key)


def faults(
    paper: Paper, keys: Iterable[KeyInterval], lineage: Mapping[str, Place] = NOTHING_KNOWN
) -> tuple[Fault, ...]:
    """Return every reason to reject a paper, in the order of Fault; empty when it may take part.

    `lineage` gives unit and period of each digest the office has ever read, whatever was decided about it.
    """
    named = set(paper.ancestors)
    owners = owner_of(keys, paper.key)
    place = (paper.unit, paper.period)
    in_line = paper.revision == len(named) + 1 and len(named) == len(paper.ancestors) and paper.digest not in named
    found = (
        (Fault.REVISION, not in_line),
        (Fault.ANCESTOR, lineage is not NOTHING_KNOWN and any(lineage.get(one, place) != place for one in named)),
        (Fault.KEY, bool(owners) and paper.unit not in owners),
    )
    return tuple(fault for fault, holds in found if holds)


def judge(
    papers: Iterable[Paper],
    keys: Iterable[KeyInterval],
    rulings: Iterable[Ruling],
    *,
    lineage: Mapping[str, Place] = NOTHING_KNOWN,
) -> LineState:
    """Return the state of one unit and period in the light of all its papers, keys and rulings.

    A paper given twice (sent again) counts from the first time its key counted. Rulings of other units or periods are
    passed over. `lineage` as for `faults`. Raises ValueError for papers of more than one unit or period.
    """
    ordered = sorted(papers, key=lambda paper: (paper.registered, paper.digest, paper.key))
    sealed = {paper.key for paper in ordered}
    enrolled = tuple(one for one in keys if one.key in sealed)  # a city has a key for each of its units
    places = {(paper.unit, paper.period) for paper in ordered}
    if len(places) > 1:
        raise ValueError("papers of more than one unit or period")
    mine = [ruling for ruling in rulings if (ruling.unit, ruling.period) in places]
    elsewhere = _elsewhere(ordered, lineage)
    sound = [paper for paper in ordered if not faults(paper, enrolled, elsewhere)]
    counted = [p for p in sound if p.known and stands(enrolled, p)]
    line = _line(sound, counted, mine)
    decisions = dict.fromkeys(((paper.digest, paper.key) for paper in ordered), Decision.REJECTED)
    decisions.update(((paper.digest, paper.key), Decision.HELD) for paper in sound)
    decisions.update(((paper.digest, paper.key), Decision.DUPLICATE) for paper in counted)
    held = _earliest(paper for paper in sound if decisions[paper.digest, paper.key] is Decision.HELD)
    return _state(line, decisions, held)


def _elsewhere(ordered: Iterable[Paper], lineage: Mapping[str, Place]) -> Mapping[str, Place]:
    """What papers of one place name as ancestors and is of another: asked once for all of them, mostly nothing."""
    named: set[str] = set()
    for paper in ordered:
        named.update(paper.ancestors)
    here = {(paper.unit, paper.period) for paper in ordered}
    found = {ancestor: place for ancestor in named if (place := lineage.get(ancestor)) is not None}
    return {ancestor: place for ancestor, place in found.items() if place not in here} or NOTHING_KNOWN


def _earliest(ordered: Iterable[Paper]) -> tuple[Paper, ...]:
    first: dict[tuple[str, str], Paper] = {}
    for paper in ordered:
        first.setdefault((paper.digest, paper.key), paper)
    return tuple(first.values())


def _line(sound: Iterable[Paper], counted: Iterable[Paper], rulings: Iterable[Ruling]) -> _JudgedPapers:
    first: dict[str, Paper] = {}
    for paper in counted:
        first.setdefault(paper.digest, paper)
    rulings = tuple(rulings)
    # A ruling stays what it was when a key that sealed one of its papers is revoked, so their descent stays known.
    named = {digest for ruling in rulings for digest in (ruling.keep, *ruling.over)}
    descent = descent_of({p.digest: p.ancestors for p in sound if p.digest in first or p.digest in named})
    live = frozenset(first) - ruled_out(rulings, first, descent)
    return _JudgedPapers(first=first, descent=descent, live=live, kept=kept(rulings, live, descent))


def _state(line: _JudgedPapers, decisions: dict[tuple[str, str], Decision], held: tuple[Paper, ...]) -> LineState:
    heads = _heads(line)
    standing = _standing(line, heads)
    sure = _sure(line, standing or heads)
    in_force = _in_force(line, sure)
    replaced = frozenset[str]().union(*map(line.descent.before, line.good()))
    for digest, paper in line.first.items():
        decisions[digest, paper.key] = _effect(line, in_force, replaced, paper)
    return LineState(
        authentic=frozenset(line.first),
        live=line.live,
        heads=heads,
        sure=sure,
        in_force=in_force,
        disputed=len(standing) > 1,
        held=held,
        decisions=decisions,
        registered=_registered(line, in_force),
        timed=frozenset(_timed(line, in_force)) if in_force is not None else frozenset(),
        missing=_missing(line),
        resubmitted=_resubmitted(line, in_force),
        waiting=_waiting(line, decisions, held, in_force),
        times_returned=sum(not paper.good or paper.sent_back is not None for paper in line.first.values()),
    )


def _heads(line: _JudgedPapers) -> frozenset[str]:
    return line.live.difference(*(line.descent.before(digest) for digest in line.live))


def _standing(line: _JudgedPapers, heads: Iterable[str]) -> frozenset[str]:
    """The heads that claim to count: one that was sent back by hand is no rival of another any more (都不采用)."""
    return frozenset(digest for digest in heads if line.first[digest].sent_back is None)


def _sure(line: _JudgedPapers, heads: frozenset[str]) -> frozenset[str]:
    lines = [line.descent.line(head) for head in heads]
    shared: frozenset[str] = frozenset.intersection(*lines) if lines else frozenset()
    settled = (line.descent.line(digest) for digest in line.kept)
    return shared.union(*settled) & line.live


def _in_force(line: _JudgedPapers, sure: frozenset[str]) -> str | None:
    """Return the last good paper of `sure`.

    A merging revision that was returned leaves both its branches in `sure`: neither is picked, what they share stays,
    unless a ruling keeps one of them.
    """
    related = line.descent.related
    eligible = [d for d in line.good() & sure if all(related(d, keep) for keep in line.kept)]
    latest_first = sorted(eligible, key=lambda digest: (len(line.descent.before(digest)), digest), reverse=True)
    return next((d for d in latest_first if all(related(d, other) for other in eligible)), None)


def _effect(line: _JudgedPapers, in_force: str | None, replaced: frozenset[str], paper: Paper) -> Decision:
    """What follows for a paper; `replaced`: what a good live paper descends from."""
    # In force comes first: it stays accepted when later revisions, disputed among themselves, are here.
    if paper.digest == in_force:
        return Decision.ACCEPTED
    if not paper.good or paper.sent_back is not None:
        return Decision.RETURNED
    if paper.digest in replaced or paper.digest not in line.live:
        return Decision.SUPERSEDED
    return Decision.FORK


def _registered(line: _JudgedPapers, in_force: str | None) -> datetime | None:
    if in_force is None:
        return None
    return min(line.first[digest].registered for digest in _timed(line, in_force))


def _timed(line: _JudgedPapers, in_force: str) -> list[str]:
    """The papers of the line in force that have a time: only one with an error of the checks has none of its own."""
    ours = line.descent.line(in_force)
    return [digest for digest, paper in line.first.items() if digest in ours and digest in line.live and paper.good]


def _resubmitted(line: _JudgedPapers, in_force: str | None) -> tuple[tuple[datetime, datetime], ...]:
    """For each paper of the line in force that was sent back by hand: the deadline, and when the next one came."""
    if in_force is None:
        return ()
    timed = _timed(line, in_force)
    found = []
    for digest in timed:
        if (until := line.first[digest].sent_back) is None:
            continue
        after = [line.first[later].registered for later in timed if digest in line.descent.before(later)]
        if after:
            found.append((until, min(after)))
    return tuple(sorted(found))


def _waiting(
    line: _JudgedPapers, decisions: Mapping[tuple[str, str], Decision], held: tuple[Paper, ...], in_force: str | None
) -> tuple[Paper, ...]:
    """Held papers whose content has not come in another way, and returned ones that nothing good follows."""
    settled = line.descent.line(in_force) if in_force is not None else frozenset()
    heads = _heads(line)
    waits = _standing(line, heads) or heads
    returned = [
        paper
        for digest, paper in line.first.items()
        if digest in waits and decisions[digest, paper.key] is Decision.RETURNED
    ]
    waiting = [paper for paper in held if paper.digest not in settled] + returned
    return tuple(sorted(waiting, key=lambda paper: (paper.registered, paper.digest)))


def _missing(line: _JudgedPapers) -> dict[str, tuple[str, ...]]:
    return {
        digest: tuple(one for one in paper.ancestors if one not in line.first)
        for digest, paper in line.first.items()
        if not line.first.keys() >= set(paper.ancestors)
    }


def decide(
    paper: Paper,
    held: Iterable[Paper],
    keys: Iterable[KeyInterval],
    rulings: Iterable[Ruling],
    lineage: Mapping[str, Place] = NOTHING_KNOWN,
) -> Decision:
    """Return what is said of an arriving paper, given all papers of its unit and period the office has.

    The same as `judge` says of it once it is in the set, except that a digest already authentic here is a duplicate
    whichever of the two was registered first. Raises ValueError as `judge`.
    """
    here, enrolled, settled = tuple(held), tuple(keys), tuple(rulings)
    decision = judge((*here, paper), enrolled, settled, lineage=lineage).decisions[paper.digest, paper.key]
    first = all(one.digest != paper.digest for one in here)
    if first or decision in (Decision.REJECTED, Decision.HELD):
        return decision
    known = judge(here, enrolled, settled, lineage=lineage).authentic
    return Decision.DUPLICATE if paper.digest in known else decision


def rivals(state: LineState, papers: Iterable[Paper], keep: str) -> tuple[str, ...]:
    """Return the heads a ruling that keeps `keep` would be over: all others that do not descend from it, sorted."""
    descent = descent_of({paper.digest: paper.ancestors for paper in papers if paper.digest in state.authentic})
    return tuple(sorted(head for head in state.heads - {keep} if keep not in descent.before(head)))
