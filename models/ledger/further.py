"""Further: what one more paper makes of a line that is a plain one, said from what it was before.

Nearly every line is plain: each paper continues all before it, and nobody had to settle anything. `judge` goes through
all papers of a line, which of forty revisions is most of what taking the next one costs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models.ledger.decisions import Decision
from models.ledger.ledger import KeyInterval, LineState, Paper, Place, Ruling, faults, stands


def is_plain(line: LineState, papers: Sequence[Paper], rulings: Iterable[Ruling]) -> bool:
    """Tell whether a judged line is plain: each of its papers counts, came once and continues all others before it.

    None of them was sent back by hand, and no ruling is of its unit and period.
    """
    if not len(papers) == len(line.decisions) == len(line.authentic) or any(paper.sent_back for paper in papers):
        return False
    oldest_first = sorted(papers, key=lambda paper: paper.revision)
    digests = tuple(paper.digest for paper in oldest_first)
    in_turn = all(paper.ancestors == digests[:place] for place, paper in enumerate(oldest_first))
    place = papers[0].unit, papers[0].period
    return in_turn and not any((ruling.unit, ruling.period) == place for ruling in rulings)


def judge_further(
    line: LineState,
    papers: Sequence[Paper],
    paper: Paper,
    keys: Iterable[KeyInterval],
    lineage: Mapping[str, Place],
) -> LineState | None:
    """Return the state of a plain line with a paper more; None where that one does not plainly continue it.

    The same as `judge` says of all the papers. `papers`: of the line before; keys, rulings and what `lineage` says of
    their ancestors are those it was judged by.
    """
    last = max(papers, key=lambda one: one.revision)
    place = paper.unit, paper.period
    continues = paper.ancestors == (*last.ancestors, last.digest)
    here = (last.unit, last.period) == place == lineage.get(last.digest, place)
    if not continues or not here or not paper.known or paper.sent_back is not None:
        return None
    enrolled = [one for one in keys if one.key == paper.key]
    if faults(paper, enrolled) or not stands(enrolled, paper):
        return None
    taken = replace(
        line,
        authentic=line.authentic | {paper.digest},
        live=line.live | {paper.digest},
        heads=frozenset((paper.digest,)),
        sure=line.sure | {paper.digest},
    )
    return _in_force(taken, papers, paper) if paper.good else _returned(taken, paper)


def _in_force(line: LineState, papers: Iterable[Paper], paper: Paper) -> LineState:
    decisions = dict(line.decisions)
    decisions.update(((one.digest, one.key), Decision.SUPERSEDED) for one in papers if one.digest == line.in_force)
    decisions[paper.digest, paper.key] = Decision.ACCEPTED
    return replace(
        line,
        in_force=paper.digest,
        decisions=decisions,
        registered=min(line.registered, paper.registered) if line.registered else paper.registered,
        timed=line.timed | {paper.digest},
        waiting=(),
    )


def _returned(line: LineState, paper: Paper) -> LineState:
    return replace(
        line,
        decisions={**line.decisions, (paper.digest, paper.key): Decision.RETURNED},
        waiting=(paper,),
        times_returned=line.times_returned + 1,
    )
