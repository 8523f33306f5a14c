"""The decision table row by row, and what rulings and keys do to a line."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from models.ledger.ledger import (
    Decision,
    Fault,
    KeyInterval,
    LineState,
    Paper,
    Ruling,
    decide,
    faults,
    judge,
    owner_of,
)

START = datetime(2020, 10, 12, 9, 0, tzinfo=timezone(timedelta(hours=8)))
UNIT, PERIOD = "ziyang", "2020Q3"
KEYS = (
    KeyInterval(key="k1", unit=UNIT, since=None, until=None),
    KeyInterval(key="k2", unit=UNIT, since=None, until=None),
)


def hours(count: int) -> datetime:
    return START + timedelta(hours=count)


def paper(digest: str, *ancestors: str, key: str = "k1", at: int = 0, good: bool = True) -> Paper:
    return Paper(
        digest=digest,
        key=key,
        unit=UNIT,
        period=PERIOD,
        revision=len(ancestors) + 1,
        ancestors=ancestors,
        registered=hours(at),
        good=good,
    )


def ruling(sequence: int, keep: str, *over: str) -> Ruling:
    return Ruling(
        sequence=sequence,
        unit=UNIT,
        period=PERIOD,
        keep=keep,
        over=over,
        reason="电话核实",
        by="王某",
        checked_by="李某",
        at=hours(100 + sequence),
    )


def said(arriving: Paper, *here: Paper, rulings: tuple[Ruling, ...] = ()) -> Decision:
    """Decide, and insist that the whole set says the same."""
    decision = decide(arriving, here, KEYS, rulings)
    state = judge((*here, arriving), KEYS, rulings)
    assert decision is state.decisions[arriving.digest, arriving.key]
    return decision


def state(*papers: Paper, rulings: tuple[Ruling, ...] = ()) -> LineState:
    return judge(papers, KEYS, rulings)


A, B, C = paper("a"), paper("b", "a", at=1), paper("c", "a", key="k2", at=2)
FORK = (A, B, C)
MERGE = paper("m", "a", "b", "c", at=3)


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_a_revision_number_that_is_not_its_ancestors_plus_one_is_rejected(revision: int) -> None:
    wrong = Paper(
        digest="b",
        key="k1",
        unit=UNIT,
        period=PERIOD,
        revision=revision,
        ancestors=("a",),
        registered=hours(1),
        good=True,
    )
    assert said(wrong, A) is Decision.REJECTED
    assert faults(wrong, KEYS) == (Fault.REVISION,)
    assert state(A, wrong).in_force == "a"


@pytest.mark.parametrize(("ancestors", "revision"), [(("a", "a"), 3), (("a", "a"), 2), (("a", "b"), 3)])
def test_ancestors_that_repeat_or_name_the_paper_itself_are_rejected(ancestors: tuple[str, ...], revision: int) -> None:
    assert said(replace(paper("b", *ancestors), revision=revision), A) is Decision.REJECTED


@pytest.mark.parametrize("place", [("xunyang", PERIOD), (UNIT, "2020Q2")])
def test_an_ancestor_known_to_be_of_another_unit_or_period_rejects_the_paper(place: tuple[str, str]) -> None:
    assert decide(B, (), KEYS, (), {"a": place}) is Decision.REJECTED
    assert judge((B,), KEYS, (), lineage={"a": place}).authentic == frozenset()
    assert decide(B, (), KEYS, (), {"a": (UNIT, PERIOD)}) is Decision.ACCEPTED


def test_a_key_enrolled_for_another_unit_only_is_rejected_and_an_unknown_one_held() -> None:
    keys = (*KEYS, KeyInterval(key="k8", unit="xunyang", since=None, until=None))
    foreign, unknown = paper("a", key="k8"), paper("a", key="k9")
    assert decide(foreign, (), keys, ()) is Decision.REJECTED
    assert faults(foreign, keys) == (Fault.KEY,)
    assert decide(unknown, (), keys, ()) is Decision.HELD
    assert owner_of(keys, "k8") == {"xunyang"}


def test_a_held_paper_counts_for_nothing() -> None:
    with_held = state(*FORK, paper("m", "a", "b", "c", key="k9", at=3))
    assert (with_held.heads, with_held.in_force) == (frozenset(frozenset("bc")), "a")
    assert [held.digest for held in with_held.held] == ["m"]
    between = paper("h", "a", key="k9", at=1)
    assert state(A, between, paper("d", "h", at=2)).heads == {"a", "d"}


def test_case_6_the_new_clerks_paper_takes_its_place_once_the_key_is_enrolled() -> None:
    old = KeyInterval(key="k1", unit=UNIT, since=None, until=hours(0))
    filed = paper("a", key="k9", at=5)
    before = judge((filed,), (old,), ())
    assert (before.in_force, before.registered, before.held) == (None, None, (filed,))
    after = judge((filed,), (old, KeyInterval(key="k9", unit=UNIT, since=hours(-10), until=None)), ())
    assert (after.in_force, after.registered, after.held) == ("a", hours(5), ())


@pytest.mark.parametrize(("at", "decision"), [(-1, "held"), (0, "accepted"), (1, "accepted"), (2, "held")])
def test_a_key_counts_from_since_until_just_before_until(at: int, decision: str) -> None:
    keys = (KeyInterval(key="k1", unit=UNIT, since=hours(0), until=hours(2)),)
    assert decide(paper("a", at=at), (), keys, ()) == decision


def test_a_paper_sent_again_counts_from_the_first_time_its_key_counted() -> None:
    keys = (KeyInterval(key="k1", unit=UNIT, since=hours(2), until=hours(6)),)
    early, within, after = paper("a", at=0), paper("a", at=4), paper("a", at=8)
    assert judge((early, after), keys, ()).in_force is None
    assert judge((early, within, after), keys, ()).registered == hours(4)
    assert judge((early, within), keys, ()).held == ()
    assert decide(within, (early,), keys, ()) is Decision.ACCEPTED
    assert decide(after, (early, within), keys, ()) is Decision.DUPLICATE


def test_the_same_digest_is_a_duplicate_whichever_of_the_units_keys_sealed_it() -> None:
    again = paper("a", key="k2", at=3)
    assert said(again, A) is Decision.DUPLICATE
    assert decide(A, (A,), KEYS, ()) is Decision.DUPLICATE
    assert said(paper("a", key="k9", at=3), A) is Decision.HELD
    assert said(A, paper("a", key="k9")) is Decision.ACCEPTED
    assert state(A, again).registered == START


def test_a_paper_whose_checks_fail_is_returned_and_the_last_good_one_stays_in_force() -> None:
    bad = paper("b", "a", at=1, good=False)
    assert said(bad, A) is Decision.RETURNED
    assert state(A, bad).in_force == "a"
    assert state(A, bad).heads == {"b"}
    corrected = paper("d", "a", "b", at=2)
    assert said(corrected, A, bad) is Decision.ACCEPTED


def test_an_older_revision_that_comes_late_is_superseded_and_without_effect() -> None:
    later = paper("d", "a", "b", at=0)
    assert said(B, later) is Decision.SUPERSEDED
    assert state(B, later).in_force == "d"


def test_a_good_paper_that_comes_after_its_returned_revision_is_in_force() -> None:
    assert said(A, paper("b", "a", good=False)) is Decision.ACCEPTED


def test_a_second_head_is_a_fork_and_what_both_share_stays_in_force() -> None:
    assert said(C, A, B) is Decision.FORK
    forked = state(*FORK)
    assert (forked.heads, forked.sure, forked.in_force, forked.disputed) == (frozenset("bc"), frozenset("a"), "a", True)
    assert forked.decisions == {("a", "k1"): "accepted", ("b", "k1"): "fork", ("c", "k2"): "fork"}


def test_two_first_revisions_that_differ_leave_nothing_in_force() -> None:
    assert said(paper("z", at=1), A) is Decision.FORK
    assert (state(A, paper("z", at=1)).in_force, state(A, paper("z", at=1)).registered) == (None, None)


def test_the_common_ancestor_that_comes_last_is_accepted_while_its_children_are_disputed() -> None:
    assert state(B, C).in_force is None
    assert said(paper("a", at=4), B, C) is Decision.ACCEPTED


def test_a_line_holds_even_when_its_ancestors_never_came_and_says_which_are_missing() -> None:
    later = paper("d", "x", "b", "y")
    assert said(later) is Decision.ACCEPTED
    assert state(later).missing == {"d": ("x", "b", "y")}
    with_one = state(later, paper("b", "x", at=1))
    assert (with_one.in_force, with_one.heads, with_one.disputed) == ("d", frozenset("d"), False)
    assert with_one.missing == {"d": ("x", "y"), "b": ("x",)}
    assert state(A, B).missing == {}


def test_a_revision_that_leaves_an_ancestor_out_still_descends_from_what_its_ancestors_name() -> None:
    forgetful = paper("d", "b", at=3)
    assert said(forgetful, A, B) is Decision.ACCEPTED
    assert state(A, replace(B, good=False), replace(forgetful, good=False)).in_force == "a"
    assert state(A, B, forgetful, paper("z", at=4), rulings=(ruling(1, "z", "a"),)).live == {"z"}


def test_a_revision_that_names_all_heads_ends_the_fork() -> None:
    assert said(MERGE, *FORK) is Decision.ACCEPTED
    merged = state(*FORK, MERGE)
    assert (merged.heads, merged.disputed, merged.in_force) == (frozenset("m"), False, "m")
    assert merged.decisions["b", "k1"] is Decision.SUPERSEDED


def test_a_merging_revision_that_is_returned_picks_neither_branch() -> None:
    bad = paper("m", "a", "b", "c", "d", at=3, good=False)
    longer = paper("d", "a", "c", at=3)
    for papers in [(*FORK, longer, bad), (*FORK, bad)]:
        assert (state(*papers).in_force, state(*papers).disputed) == ("a", False)
    for one in (ruling(1, "b", "c"), ruling(1, "b")):
        assert state(*FORK, bad, rulings=(one,)).in_force == "b"


def test_only_a_later_revision_that_is_good_and_not_ruled_out_supersedes_a_branch() -> None:
    returned, good = paper("d", "a", "b", at=3, good=False), paper("d", "a", "b", at=3)
    assert state(*FORK, returned).decisions["b", "k1"] is Decision.FORK
    assert state(*FORK, good).decisions["b", "k1"] is Decision.SUPERSEDED
    ruled = state(*FORK, good, rulings=(ruling(1, "b", "d"), ruling(2, "c")))
    assert (ruled.in_force, ruled.decisions["b", "k1"], ruled.decisions["d", "k1"]) == ("c", "fork", "superseded")


def test_lateness_rests_on_the_first_good_paper_of_the_line_in_force() -> None:
    bad, good, later = paper("a", at=0, good=False), paper("b", "a", at=5), paper("d", "a", "b", at=9)
    assert state(bad, good, later).registered == hours(5)
    assert state(paper("a", at=9), paper("b", "a", at=4)).registered == hours(4)
    merged = (bad, paper("c", "a", at=1), good, paper("m", "a", "b", "c", at=9))
    assert state(*merged).registered == hours(1)
    assert state(*merged, rulings=(ruling(1, "b", "c"),)).registered == hours(5)


def test_nothing_received_is_an_empty_state_and_two_units_together_are_refused() -> None:
    assert judge((), KEYS, ()) == LineState()
    with pytest.raises(ValueError, match="unit"):
        judge(
            (
                A,
                Paper(
                    digest="z",
                    key="k1",
                    unit="xunyang",
                    period=PERIOD,
                    revision=1,
                    ancestors=(),
                    registered=START,
                    good=True,
                ),
            ),
            KEYS,
            (),
        )


def test_a_held_paper_waits_until_its_content_is_in_the_line_in_force() -> None:
    held = paper("a", key="k9")
    assert [one.digest for one in state(held).waiting] == ["a"]
    assert state(held, A).waiting == state(held, A, B).waiting == ()
    assert [one.digest for one in state(paper("h", key="k9"), A).waiting] == ["h"]
