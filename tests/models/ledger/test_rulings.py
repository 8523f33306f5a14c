"""Rulings on a fork: which branch counts, and what a ruling leaves as it is."""

from models.ledger.ledger import Decision, KeyInterval, Ruling, judge, rivals
from tests.models.ledger.test_ledger import FORK, KEYS, MERGE, START, UNIT, A, B, hours, paper, ruling, said, state


def test_a_ruling_keeps_one_branch_and_the_other_with_its_children_is_without_effect() -> None:
    rulings = (ruling(1, "b", "c"),)
    settled = state(*FORK, rulings=rulings)
    assert (settled.live, settled.heads, settled.in_force) == (frozenset("ab"), frozenset("b"), "b")
    assert settled.decisions["c", "k2"] is Decision.SUPERSEDED
    assert said(paper("d", "a", "c", at=4), *FORK, rulings=rulings) is Decision.SUPERSEDED
    assert said(paper("e", "a", "b", at=4), *FORK, rulings=rulings) is Decision.ACCEPTED


def test_a_new_sibling_of_a_kept_paper_opens_the_dispute_while_the_kept_one_stays_in_force() -> None:
    rulings = (ruling(1, "b", "c"),)
    sibling = paper("e", "a", at=4)
    assert said(sibling, *FORK, rulings=rulings) is Decision.FORK
    reopened = state(*FORK, sibling, rulings=rulings)
    assert (reopened.disputed, reopened.in_force, reopened.sure) == (True, "b", frozenset("ab"))
    child = paper("f", "a", "b", at=5)
    assert said(child, *FORK, sibling, rulings=rulings) is Decision.FORK
    assert state(*FORK, sibling, child, rulings=rulings).in_force == "b"
    settled = state(*FORK, sibling, rulings=(*rulings, ruling(2, "e", "b")))
    assert (settled.heads, settled.in_force) == (frozenset("e"), "e")


def test_a_later_ruling_overrides_an_earlier_one_and_the_last_word_stands() -> None:
    first, second, third = ruling(1, "b", "c"), ruling(2, "c", "b"), ruling(3, "b", "c")
    assert state(*FORK, rulings=(second, first)).in_force == "c"
    assert state(*FORK, rulings=(third, first, second)).in_force == "b"


def test_a_later_ruling_for_a_child_of_a_branch_ruled_out_brings_its_line_back() -> None:
    child = paper("d", "a", "c", at=4)
    back = state(*FORK, child, rulings=(ruling(1, "b", "c"), ruling(2, "d", "b")))
    assert (back.live, back.in_force) == (frozenset("acd"), "d")


def test_a_revision_that_continues_the_kept_paper_too_is_in_force_although_it_names_the_one_ruled_out() -> None:
    merged = state(*FORK, MERGE, rulings=(ruling(1, "b", "c"),))
    assert (merged.live, merged.in_force) == (frozenset("abm"), "m")


def test_a_revision_can_be_ruled_out_in_favour_of_the_one_before_it() -> None:
    rulings = (ruling(1, "a", "b"),)
    assert (state(A, B, rulings=rulings).in_force, state(A, B, rulings=rulings).disputed) == ("a", False)
    assert said(paper("d", "a", "b", at=3), A, B, rulings=rulings) is Decision.SUPERSEDED


def test_a_ruling_never_rules_out_the_line_of_what_it_keeps() -> None:
    same = state(*FORK, rulings=(ruling(1, "b", "a", "b"),))
    assert (same.live, same.in_force, same.disputed) == (frozenset("abc"), "b", True)


def test_a_ruling_over_nothing_only_keeps_and_rivals_says_what_all_the_others_are() -> None:
    kept_only = state(*FORK, rulings=(ruling(1, "b"),))
    assert (kept_only.heads, kept_only.in_force) == (frozenset("bc"), "b")
    assert rivals(kept_only, FORK, "b") == ("c",)
    assert rivals(kept_only, FORK, "a") == ()
    later = state(*FORK, rulings=(ruling(1, "b"), ruling(2, "c")))
    assert (later.in_force, later.disputed) == ("c", True)


def test_a_paper_ruled_out_does_not_come_back_when_the_key_of_the_kept_one_is_revoked() -> None:
    revoked = (KeyInterval(key="k1", unit=UNIT, since=None, until=hours(1)), KEYS[1])
    left = judge(FORK, revoked, (ruling(1, "b", "c"),))
    assert (left.in_force, left.decisions["b", "k1"], left.decisions["c", "k2"]) == ("a", "held", "superseded")


def test_what_descends_from_a_paper_ruled_out_stays_out_when_that_papers_key_is_revoked() -> None:
    out = paper("d", "a", "b", key="k2", at=3)
    papers = (A, B, out, paper("e", "a", "b", "d", at=4))
    rulings = (ruling(1, "b", "d"),)
    assert judge(papers, KEYS, rulings).in_force == "b"
    assert judge(papers, KEYS[:1], rulings).in_force == "b"


def test_a_ruling_of_another_period_changes_nothing() -> None:
    elsewhere = Ruling(
        sequence=1, unit=UNIT, period="2020Q2", keep="b", over=("c",), reason="", by="", checked_by=None, at=START
    )
    assert state(*FORK, rulings=(elsewhere,)) == state(*FORK)
