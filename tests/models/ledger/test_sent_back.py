"""退回 by hand never makes late by itself; what waits is shown for every unit; the roster's equation adds up."""

from datetime import datetime

import pytest

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import Decision, KeyInterval, LineState, Paper, judge
from models.ledger.roster import Lateness, lateness, take_roll
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings

UNIT, PERIOD = "610924", "2020Q3"
KEYS = (KeyInterval(key="k", unit=UNIT, since=None, until=None),)
PLAN = load_plan(SHIPPED)


def day(number: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2020, 10, number, hour, minute, tzinfo=PLAN_ZONE)


DUE = Settings(version=1, due={PERIOD: day(15, 17, 30)})


def paper(digest: str, at: datetime, *ancestors: str, good: bool = True, until: datetime | None = None) -> Paper:
    return Paper(
        digest=digest,
        key="k",
        unit=UNIT,
        period=PERIOD,
        revision=len(ancestors) + 1,
        ancestors=ancestors,
        registered=at,
        good=good,
        sent_back=until,
    )


def late(*papers: Paper) -> Lateness | None:
    return lateness(PLAN, DUE, UNIT, PERIOD, judge(papers, KEYS, ()))


UNTIL = day(21, 17, 30)
FIRST = paper("a", day(13), until=UNTIL)


def test_a_revision_by_the_deadline_of_the_return_is_in_time() -> None:
    line = judge((FIRST, paper("b", day(20), "a")), KEYS, ())
    assert (line.in_force, line.registered, line.times_returned) == ("b", day(13), 1)
    assert lateness(PLAN, DUE, UNIT, PERIOD, line) is None


def test_after_it_lateness_is_counted_from_that_deadline_and_the_due_time_stays_beside_it() -> None:
    found = late(FIRST, paper("b", day(22), "a"))
    assert found is not None
    assert (found.working_days, found.due.at, found.registered) == (1, day(15, 17, 30), day(22))


def test_who_was_late_before_it_was_sent_back_stays_late() -> None:
    found = late(paper("a", day(19), until=UNTIL), paper("b", day(20), "a"))
    assert found is not None
    assert (found.working_days, found.registered) == (2, day(19))


def test_a_paper_with_an_error_of_the_checks_has_no_time_of_its_own() -> None:
    found = late(paper("a", day(13), good=False), paper("b", day(20), "a"))
    assert found is not None
    assert found.working_days == 3


def test_sent_back_twice_each_deadline_counts_for_itself() -> None:
    again = paper("b", day(20), "a", until=day(23, 17, 30))
    assert late(FIRST, again, paper("c", day(23), "a", "b")) is None
    found = late(FIRST, again, paper("c", day(26), "a", "b"))
    assert found is not None
    assert found.working_days == 1


def test_a_paper_sent_back_counts_for_nothing_until_the_next_one_comes() -> None:
    line = judge((FIRST,), KEYS, ())
    assert (line.in_force, line.decisions["a", "k"]) == (None, Decision.RETURNED)
    assert [one.digest for one in line.waiting] == ["a"]
    after = judge((FIRST, paper("b", day(20), "a")), KEYS, ())
    assert after.waiting == ()


def test_a_held_revision_waits_beside_the_one_in_force() -> None:
    stranger = Paper(
        digest="c", key="new", unit=UNIT, period=PERIOD, revision=3, ancestors=("a", "b"), registered=day(20), good=True
    )
    line = judge((paper("a", day(13)), paper("b", day(14), "a"), stranger), KEYS, ())
    assert (line.in_force, [one.digest for one in line.waiting]) == ("b", ["c"])


def test_a_paper_made_under_settings_that_are_not_here_is_held() -> None:
    unknown = Paper(
        digest="a",
        key="k",
        unit=UNIT,
        period=PERIOD,
        revision=1,
        ancestors=(),
        registered=day(13),
        good=False,
        known=False,
    )
    line = judge((unknown,), KEYS, ())
    assert (line.decisions["a", "k"], line.in_force, line.authentic) == (Decision.HELD, None, frozenset())


@pytest.mark.parametrize("order", [1, -1])
def test_the_equation_adds_up_whatever_came(order: int) -> None:
    units = ("610902", "610921", "610922", "610923", "610924")
    states = (
        LineState(in_force="a", authentic=frozenset("a")),
        LineState(disputed=True, authentic=frozenset("ab")),
        LineState(authentic=frozenset("a")),
        LineState(held=(FIRST,)),
    )
    lines = dict(zip(units, states[::order], strict=False))
    roster = take_roll(PLAN, DUE, PERIOD, lines)
    assert roster.equation == (33, 2, 1, 1, 29)
    assert roster.equation[0] == sum(roster.equation[1:])


def test_only_a_paper_that_was_sent_back_and_followed_has_a_deadline_that_was_answered() -> None:
    def answered(*papers: Paper) -> object:
        return judge(papers, KEYS, ()).resubmitted

    never, back = paper("a", day(13)), FIRST
    assert answered(never, paper("b", day(20), "a")) == ()
    assert answered(back) == ()
    assert answered(back, paper("c", day(21), "a", "b"), paper("b", day(20), "a")) == ((UNTIL, day(20)),)
    assert answered(back, paper("b", day(20), "a", good=False)) == ()


def test_where_all_papers_of_a_dispute_are_sent_back_what_was_before_counts_and_the_next_of_any_takes_its_place() -> (
    None
):
    before, one, other = paper("a", day(13)), paper("b", day(14), "a"), paper("c", day(14, 11), "a")
    assert judge((before, one, other), KEYS, ()).disputed
    back = tuple(paper(p.digest, p.registered, *p.ancestors, until=UNTIL) for p in (one, other))
    line = judge((before, *back), KEYS, ())
    assert not line.disputed and line.in_force == "a" and [p.digest for p in line.waiting] == ["b", "c"]
    assert {line.decisions[d, "k"] for d in "bc"} == {Decision.RETURNED}
    later = judge((before, *back, paper("d", day(20), "a", "c")), KEYS, ())
    assert (later.in_force, later.disputed, later.waiting) == ("d", False, ())
    alone = judge(tuple(paper(p.digest, p.registered, until=UNTIL) for p in (one, other)), KEYS, ())
    assert alone.in_force is None and not alone.disputed, "nothing was in force before: 退回未重报"
    assert judge((before, one, back[1]), KEYS, ()).in_force == "b", "one that was sent back is no rival of another"
