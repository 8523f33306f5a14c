"""Whatever the papers and rulings, the order in which they came leaves no trace."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from random import Random

from hypothesis import event, given
from hypothesis import strategies as st

from models.ledger.ledger import Decision, KeyInterval, LineState, Paper, Ruling, decide, judge, key_counts
from models.ledger.rulings import descent_of

START = datetime(2020, 10, 12, 9, 0, tzinfo=timezone(timedelta(hours=8)))
UNIT, PERIOD = "ziyang", "2020Q3"
LOST, STRANGE = "k3", "k4"
KEYS = (
    KeyInterval(key="k1", unit=UNIT, since=None, until=None),
    KeyInterval(key="k2", unit=UNIT, since=None, until=None),
    KeyInterval(key=LOST, unit=UNIT, since=None, until=START + timedelta(minutes=30)),
    KeyInterval(key="k5", unit="xunyang", since=None, until=None),
)


@dataclass(frozen=True)
class History:
    """Papers with growing times of registration, and rulings about them."""

    papers: tuple[Paper, ...]
    rulings: tuple[Ruling, ...]

    def state(self) -> LineState:
        return judge(self.papers, KEYS, self.rulings)


def whole_line(parents: set[int], lines: list[set[int]]) -> set[int]:
    return parents.union(*(lines[parent] for parent in parents))


@st.composite
def written(draw: st.DrawFn, keys: tuple[str, ...], honest: bool) -> list[Paper]:
    """Papers in the order they were written: each continues up to two earlier ones; dishonest ones leave some out."""
    papers: list[Paper] = []
    lines: list[set[int]] = []
    for index in range(draw(st.integers(1, 7))):
        parents = draw(st.sets(st.integers(0, index - 1), max_size=2)) if index else set()
        line = whole_line(parents, lines) if honest or draw(st.booleans()) else parents
        lines.append(line)
        number = len(line) + 1 if honest or draw(st.integers(0, 5)) else len(line)
        ancestors = tuple(f"d{one}" for one in sorted(line))
        key, good = draw(st.sampled_from(keys)), draw(st.integers(0, 3)) > 0
        papers.append(
            Paper(
                digest=f"d{index}",
                key=key,
                unit=UNIT,
                period=PERIOD,
                revision=number,
                ancestors=ancestors,
                registered=START,
                good=good,
            )
        )
    return papers


@st.composite
def histories(draw: st.DrawFn, keys: tuple[str, ...] = ("k1", "k2"), honest: bool = True, ruled: int = 3) -> History:
    """Papers that come in any order, some twice or sealed with a second key, some never; and up to `ruled` rulings."""
    papers = draw(written(keys, honest))
    arriving = draw(st.lists(st.sampled_from(papers), min_size=1, max_size=9))
    resealed = [replace(paper, key=draw(st.sampled_from((paper.key, *keys)))) for paper in arriving]
    dated = [replace(p, registered=START + timedelta(minutes=7 * place)) for place, p in enumerate(resealed)]
    digests = st.sampled_from([paper.digest for paper in papers])
    choices = draw(st.lists(st.tuples(digests, st.lists(digests, max_size=2)), max_size=ruled))
    rulings = [
        Ruling(
            sequence=number,
            unit=UNIT,
            period=PERIOD,
            keep=keep,
            over=tuple(over),
            reason="",
            by="",
            checked_by=None,
            at=START,
        )
        for number, (keep, over) in enumerate(choices)
    ]
    return History(tuple(dated), tuple(rulings))


ANY_KEYS = ("k1", "k2", LOST, STRANGE, "k5")


@given(histories(ANY_KEYS, honest=False), st.randoms(use_true_random=False))
def test_any_order_of_papers_keys_and_rulings_ends_in_the_same_state(history: History, chance: Random) -> None:
    papers, rulings, keys = list(history.papers), list(history.rulings), list(KEYS)
    for listed in (papers, rulings, keys):
        chance.shuffle(listed)
    assert judge(papers, keys, rulings) == history.state()


@given(histories(ANY_KEYS, honest=False), st.data())
def test_a_paper_sent_again_changes_nothing(history: History, data: st.DataObject) -> None:
    before = history.state()
    counted = [p for p in history.papers if before.decisions[p.digest, p.key] not in ("rejected", "held")]
    if not counted:
        return
    again = replace(data.draw(st.sampled_from(counted)), registered=START + timedelta(days=9))
    assert decide(again, history.papers, KEYS, history.rulings) is Decision.DUPLICATE
    assert judge((*history.papers, again), KEYS, history.rulings) == before
    other_key = replace(again, key="k2")
    after = judge((*history.papers, other_key), KEYS, history.rulings)
    assert replace(after, decisions={}, held=()) == replace(before, decisions={}, held=())


@given(histories(ANY_KEYS, honest=False))
def test_the_state_never_contradicts_itself(history: History) -> None:
    state = history.state()
    good = {paper.digest for paper in history.papers if paper.good}
    accepted = {digest for (digest, _), decision in state.decisions.items() if decision is Decision.ACCEPTED}
    assert accepted == ({state.in_force} if state.in_force else set())
    assert accepted <= state.sure & good
    assert state.heads <= state.live <= state.authentic
    assert state.sure <= state.live
    assert state.disputed == (len(state.heads) > 1)
    assert bool(state.heads) == bool(state.live)
    assert (state.registered is None) == (state.in_force is None)
    assert {(p.digest, p.key) for p in history.papers} == set(state.decisions)


@given(histories(ruled=0))
def test_without_rulings_the_state_is_word_for_word_the_definition(history: History) -> None:
    state = history.state()
    here = {paper.digest: paper for paper in history.papers}
    heads = {d for d in here if not any(d in other.ancestors for other in here.values())}
    sure = set.intersection(*({head, *here[head].ancestors} for head in heads)) & set(here)
    good = [here[digest] for digest in sure if here[digest].good]
    settled = [a for a in good if all(a is b or a.digest in b.ancestors or b.digest in a.ancestors for b in good)]
    event("one line" if len(settled) == len(good) else "both branches of a returned merging revision")
    last = max(settled, key=lambda paper: len(paper.ancestors), default=None)
    assert state.heads == heads
    assert state.sure == sure
    assert state.in_force == (last.digest if last else None)


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_of_one_line_the_last_good_paper_is_in_force(good: list[bool], chance: Random) -> None:
    names = [f"d{index}" for index in range(len(good))]
    papers = [
        Paper(
            digest=name,
            key="k1",
            unit=UNIT,
            period=PERIOD,
            revision=index + 1,
            ancestors=tuple(names[:index]),
            registered=START + timedelta(hours=index),
            good=good[index],
        )
        for index, name in enumerate(names)
    ]
    in_order = [decide(paper, papers[:index], KEYS, ()) for index, paper in enumerate(papers)]
    assert in_order == [Decision.ACCEPTED if fine else Decision.RETURNED for fine in good]
    last = max((index for index, fine in enumerate(good) if fine), default=None)
    chance.shuffle(papers)
    state = judge(papers, KEYS, ())
    assert state.in_force == (None if last is None else names[last])
    assert state.registered == (START + timedelta(hours=good.index(True)) if any(good) else None)
    assert not state.disputed


@given(histories(ANY_KEYS, honest=False))
def test_what_is_said_on_arrival_is_what_the_set_says_then(history: History) -> None:
    for place, paper in enumerate(history.papers):
        here = history.papers[:place]
        said = decide(paper, here, KEYS, history.rulings)
        then = judge((*here, paper), KEYS, history.rulings)
        if said is Decision.DUPLICATE:
            assert paper.digest in then.authentic
        else:
            assert said is then.decisions[paper.digest, paper.key]
        if said is Decision.ACCEPTED:
            assert then.in_force == paper.digest


@given(histories(("k1", STRANGE)))
def test_a_key_enrolled_late_leaves_the_same_as_one_enrolled_from_the_start(history: History) -> None:
    first = min((paper.registered for paper in history.papers if paper.key == STRANGE), default=START)
    late = (*KEYS, KeyInterval(key=STRANGE, unit=UNIT, since=first, until=None))
    known = tuple(replace(paper, key="k2") if paper.key == STRANGE else paper for paper in history.papers)
    early = judge(known, KEYS, history.rulings)
    enrolled = judge(history.papers, late, history.rulings)
    assert enrolled.held == ()
    assert replace(enrolled, decisions={}, waiting=()) == replace(early, decisions={}, waiting=())
    assert [paper.digest for paper in enrolled.waiting] == [paper.digest for paper in early.waiting]


@given(histories(("k1", STRANGE), honest=False, ruled=0))
def test_a_held_or_rejected_paper_counts_for_nothing(history: History) -> None:
    state = history.state()
    counted = [p for p in history.papers if key_counts(KEYS, p.key, UNIT, p.registered)]
    counted = [p for p in counted if p.revision == len(p.ancestors) + 1]
    without = judge(counted, KEYS, ())
    assert replace(state, decisions={}, held=(), waiting=()) == replace(without, decisions={}, waiting=())


@given(histories())
def test_what_the_last_ruling_keeps_is_live_sure_and_the_least_that_is_in_force(history: History) -> None:
    state = history.state()
    here = {paper.digest: paper for paper in history.papers}
    if not history.rulings or history.rulings[-1].keep not in here:
        return
    keep = here[history.rulings[-1].keep]
    assert keep.digest in state.live & state.sure
    if keep.good:
        assert state.in_force is not None
        assert state.in_force == keep.digest or keep.digest in here[state.in_force].ancestors


@given(histories(ruled=0), st.data())
def test_a_ruling_over_all_other_heads_settles_the_dispute(history: History, data: st.DataObject) -> None:
    heads = sorted(history.state().heads)
    keep = data.draw(st.sampled_from(heads))
    over = tuple(head for head in heads if head != keep)
    settled = judge(
        history.papers,
        KEYS,
        (
            Ruling(
                sequence=1, unit=UNIT, period=PERIOD, keep=keep, over=over, reason="", by="", checked_by=None, at=START
            ),
        ),
    )
    # What a loser alone continued becomes a head again unless the ruling named it too.
    assert keep in settled.heads
    assert not settled.heads & set(over)
    kept_good = next(paper.good for paper in history.papers if paper.digest == keep)
    assert not kept_good or settled.in_force == keep


@given(st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefgxyz"), unique=True), min_size=1))
def test_a_paper_descends_from_what_it_names_and_all_that_is_behind_it(named: dict[str, list[str]]) -> None:
    """Also where papers leave some out, name one another or themselves, and where one names another out of order."""
    descent = descent_of(named)
    for digest, ancestors in named.items():
        behind, new = set[str](), set(ancestors)
        while new - behind:
            behind |= new
            new = {further for one in new for further in named.get(one, ())}
        assert descent.before(digest) == behind
