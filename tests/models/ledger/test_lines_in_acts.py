"""A line that was judged inside an act and still stands is the one that is judged from all that is there now."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from models.ledger.ledger import Decision, judge
from models.store.office.office_store import OfficeStore
from models.store.office.records import PaperRow
from models.workspace.office_workspace import OfficeWorkspace
from tests.models.store.test_office_store import AT, KEY, PAPER
from tests.seeds import seeds

PLACES = tuple(product(("610924", "M10"), ("2020Q2", "2020Q3")))
DIGESTS = tuple(f"d{number}" for number in range(12))


def drawn(chance: random.Random, digest: str) -> PaperRow:
    """Draw a paper that names some others as its ancestors: here or not, of its own line or not."""
    unit, period = PLACES[DIGESTS.index(digest) % len(PLACES)]
    own = [one for one in DIGESTS if one < digest and PLACES[DIGESTS.index(one) % len(PLACES)] == (unit, period)]
    named = own if chance.random() < 0.6 else chance.sample([one for one in DIGESTS if one != digest], 2)
    key = chance.choice(("k1", "k1", "k2"))
    return replace(
        PAPER,
        digest=digest,
        key=key,
        unit=unit,
        period=period,
        ancestors=tuple(named),
        revision=len(named) + 1,
        settings=0,
        good=chance.random() < 0.8,
        registered=AT + timedelta(minutes=chance.randrange(60)),
    )


def hold_to_what_is_there(office: OfficeWorkspace) -> None:
    for unit, period in PLACES:
        papers = tuple(paper for paper, _ in office.store.judged_papers(unit, period))
        assert office.papers(unit, period) == papers
        found = judge(papers, office.keys(), office.rulings(), lineage=office.store.lineage())
        assert office.line(unit, period) == found, (unit, period)


def put_as_received(office: OfficeWorkspace, row: PaperRow, *, honestly: bool) -> None:
    """Put a paper as a reception does, which asks for its line at once; `honestly`: as one that continues all others."""
    held = office.papers(row.unit, row.period)
    if honestly:
        others = sorted((one for one in held if one.digest < row.digest), key=lambda one: one.digest)
        row = replace(row, ancestors=tuple(one.digest for one in others), revision=len(others) + 1)
    office.put_paper(row)
    if row.good:
        hold_to_what_is_there(office)
    paper = next(one for one, _ in office.store.judged_papers(row.unit, row.period) if one.digest == row.digest)
    office.line_with(held, paper)


def put_in_turn(office: OfficeWorkspace, chance: random.Random, after: Callable[[], None]) -> set[Decision]:
    """Put papers one after the other, in one transaction or several, some of them taken back; return the decisions."""
    store = office.store
    for digest in chance.sample(DIGESTS, len(DIGESTS)):
        with suppress(RuntimeError), store.transaction():
            after()
            put_as_received(office, drawn(chance, digest), honestly=chance.random() < 0.5)
            after()
            if chance.random() < 0.2:
                store.put_key(
                    replace(KEY, unit=chance.choice(("610924", "M10")), fingerprint=chance.choice(("k1", "k2")))
                )
                after()
            if chance.random() < 0.2:
                raise RuntimeError
    with store.transaction():
        after()
        return {one for place in PLACES for one in office.line(*place).decisions.values()}


@pytest.mark.parametrize("seed", seeds(12))
def test_lines_are_judged_from_all_papers_whatever_came_before(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with OfficeStore.create(tmp_path) as store, store.acts.many():
        office = OfficeWorkspace(tmp_path, store)
        store.put_key(KEY)
        assert put_in_turn(office, chance, lambda: hold_to_what_is_there(office)) >= {Decision.REJECTED}
