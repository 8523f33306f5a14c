"""Lines: those that an office has judged, for as long as nothing they were judged by has changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from models.basics.records import dataclass
from models.ledger.further import is_plain, judge_further
from models.ledger.ledger import KeyInterval, LineState, Paper, Place, Ruling, judge

MOST_LINES = 256  # judged inside acts that are remembered


class LinesCache:
    """The judged lines of each period and time, for as long as the store is in one state."""

    def __init__(self) -> None:
        self._kept: tuple[object, dict[object, Mapping[str, LineState]]] = (None, {})

    def get(self, state: object, key: object, judged: Callable[[], Mapping[str, LineState]]) -> Mapping[str, LineState]:
        """Return the lines of a key, judged anew when the state is another one; state None = keep nothing."""
        if state is None:
            return judged()
        if self._kept[0] != state:
            self._kept = state, {}
        known = self._kept[1]  # another thread may replace `_kept` meanwhile
        if key not in known:
            known[key] = judged()
        return known[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line and its papers, and the digests these name as their ancestors: it hangs on where those are papers of."""

    line: LineState
    papers: tuple[Paper, ...]
    named: frozenset[str]
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesInActs:
    """The lines judged inside acts, by unit, period and time."""

    known: dict[tuple[str, str, datetime | None], JudgedLine] = field(default_factory=dict)
    behind: dict[Place, JudgedLine] = field(default_factory=dict)  # the line of the paper put last, without that paper

    def take_over(self, before: "LinesInActs", digest: str, place: Place) -> None:
        """Take over the lines that stand although a paper was put: not its own, nor those that name it."""
        if len(before.known) <= MOST_LINES:
            self.known.update(before.known)
            hang_on_it = [key for key, one in self.known.items() if digest in one.named or key[:2] == place]
            for key in hang_on_it:
                del self.known[key]
        if (own := before.known.get((*place, None))) is not None:
            self.behind[place] = own


def judged_line(
    papers: tuple[Paper, ...], keys: Sequence[KeyInterval], rulings: Sequence[Ruling], lineage: Mapping[str, Place]
) -> JudgedLine:
    """Return the line of some papers, judged from all of them."""
    line = judge(papers, keys, rulings, lineage=lineage)
    named = frozenset[str]().union(*(paper.ancestors for paper in papers))
    plain = bool(papers) and is_plain(line, papers, rulings)
    return JudgedLine(line=line, papers=papers, named=named, plain=plain)


def further_line(
    behind: JudgedLine | None,
    papers: tuple[Paper, ...],
    paper: Paper,
    keys: Sequence[KeyInterval],
    lineage: Mapping[str, Place],
) -> JudgedLine | None:
    """Return the line of some papers and one more from what it was without that one; None where that does not tell."""
    if behind is None or not behind.plain or behind.papers != papers:
        return None
    line = judge_further(behind.line, papers, paper, keys, lineage)
    if line is None:
        return None
    named = behind.named.union(paper.ancestors)
    return JudgedLine(line=line, papers=in_order((*papers, paper)), named=named, plain=True)


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return papers in the order in which a store gives them."""
    return tuple(sorted(papers, key=lambda one: (one.registered, one.digest, one.key)))
