"""What one more paper makes of a plain line is what `judge` says of all of its papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import event, given

from models.ledger.ledger import Paper, Place, Ruling
from models.ledger.lines import JudgedLine, further_line, in_order, judged_line
from tests.models.ledger.test_ledger_order import (
    ANY_KEYS,
    KEYS,
    LOST,
    PERIOD,
    START,
    STRANGE,
    UNIT,
    History,
    histories,
)


def further(
    papers: tuple[Paper, ...],
    paper: Paper,
    rulings: Sequence[Ruling] = (),
    lineage: Mapping[str, Place] | None = None,
) -> JudgedLine | None:
    """Return what is said from the state before; it must be what is said of all. None: nothing is."""
    known = lineage or {}
    found = further_line(judged_line(papers, KEYS, rulings, known), papers, paper, KEYS, known)
    assert found in (None, judged_line(in_order((*papers, paper)), KEYS, rulings, known))
    return found


@given(histories(ANY_KEYS, honest=False))
def test_of_any_papers_and_rulings_nothing_else_is_said(history: History) -> None:
    said = [
        further(history.papers[:place], paper, rulings=history.rulings) for place, paper in enumerate(history.papers)
    ]
    event("said" if any(said) else "never said")


def line_of(good: Sequence[bool]) -> tuple[Paper, ...]:
    """The papers of an honest line, each registered an hour after the one before."""
    names = [f"d{number}" for number in range(len(good))]
    return tuple(
        Paper(
            digest=name,
            key="k1",
            unit=UNIT,
            period=PERIOD,
            revision=number + 1,
            ancestors=tuple(names[:number]),
            registered=START + timedelta(hours=number),
            good=good[number],
        )
        for number, name in enumerate(names)
    )


GOODS = tuple(product((True, False), repeat=4))
OTHERWISE: dict[str, Callable[[Paper], Paper]] = {
    "earlier": lambda paper: replace(paper, registered=START - timedelta(days=1)),
    "sent back": lambda paper: replace(paper, sent_back=START),
    "unknown settings": lambda paper: replace(paper, known=False),
    "a second key": lambda paper: replace(paper, key="k2"),
    "a key revoked": lambda paper: replace(paper, key=LOST),
    "nobody's key": lambda paper: replace(paper, key=STRANGE),
    "another unit's key": lambda paper: replace(paper, key="k5"),
    "a number too high": lambda paper: replace(paper, revision=paper.revision + 1),
    "a first one": lambda paper: replace(paper, ancestors=(), revision=1),
    "the first left out": lambda paper: replace(paper, ancestors=paper.ancestors[1:], revision=paper.revision - 1),
    "the last left out": lambda paper: replace(paper, ancestors=paper.ancestors[:-1], revision=paper.revision - 1),
    "in another order": lambda paper: replace(paper, ancestors=paper.ancestors[::-1]),
    "one more": lambda paper: replace(paper, ancestors=("lost", *paper.ancestors), revision=paper.revision + 1),
    "itself": lambda paper: replace(paper, ancestors=(*paper.ancestors[1:], paper.digest)),
    "an older digest": lambda paper: replace(paper, digest="d0"),
}
CONTINUES = {"earlier", "a second key"}


@pytest.mark.parametrize("way", OTHERWISE)
def test_what_is_otherwise_with_a_paper_or_with_one_before_is_said_too(way: str) -> None:
    for good, place in product(GOODS, range(1, 4)):
        papers = list(line_of(good))
        papers[place] = OTHERWISE[way](papers[place])
        for number in range(1, 4):
            said = further(tuple(papers[:number]), papers[number])
            if number < place or way in CONTINUES:
                assert said is not None
            elif number == place:
                assert said is None or papers[place] == line_of(good)[place], way


def test_every_paper_of_an_honest_line_is_told_from_what_was_before() -> None:
    for good in GOODS:
        papers = line_of(good)
        away = {one.digest: ("xunyang", PERIOD) for one in papers}
        ruled = Ruling(
            sequence=1, unit=UNIT, period=PERIOD, keep="d0", over=(), reason="", by="", checked_by=None, at=START
        )
        for place in range(1, len(papers)):
            before, paper = papers[:place], papers[place]
            assert further(before, paper, lineage=dict.fromkeys(away, (UNIT, PERIOD)))
            assert further(before, paper, lineage={paper.digest: ("xunyang", PERIOD)})
            assert further(before, paper, lineage={before[-1].digest: ("xunyang", PERIOD)}) is None
            assert further(before, paper, rulings=[ruled]) is None
            assert further(before, paper, rulings=[replace(ruled, unit="xunyang")])


def test_of_other_papers_than_the_line_was_judged_from_nothing_is_said() -> None:
    papers = line_of((True, True, True))
    known = judged_line(papers[:2], KEYS, (), {})
    assert further_line(known, (replace(papers[0], good=False), papers[1]), papers[2], KEYS, {}) is None
    assert further_line(known, papers[:2], replace(papers[2], period="2020Q2"), KEYS, {}) is None
    assert further_line(None, papers[:2], papers[2], KEYS, {}) is None
