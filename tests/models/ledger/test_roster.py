"""The roster: each expected unit once, by what came of it; who is late, by how much, and who is not."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.basics.period import PLAN_ZONE
from models.ledger.ledger import LineState, Paper
from models.ledger.roster import lateness, missing_facts, sent_back_of, stamped_day, stamped_time, take_roll
from models.plan.load import load_plan_bytes
from models.settings.settings import STAMPED, Extension, Settings
from models.sheet.fillable import expected_units
from tests.models.settings.sample import TEXT

PERIOD = "2020Q3"
COUNTIES = ("c1", "c2", "c3", "c4", "c5", "c6")
MORE = (
    "".join(f'[[unit]]\nid = "{id}"\nkind = "county"\nname = "{id}县"\n' for id in COUNTIES)
    + '[[assignment]]\nunits = ["@county"]\ntable = "A1"\nitems = ["Q06.8"]\nclause = "一"\n'
)
PLAN = load_plan_bytes({"plan.toml": (TEXT + MORE).encode()})
DUE = datetime(2020, 10, 15, 17, 30, tzinfo=PLAN_ZONE)
SETTINGS = Settings(version=1, due={PERIOD: DUE})
PAPER = Paper(digest="h", key="k", unit="c3", period=PERIOD, revision=1, ancestors=(), registered=DUE, good=True)
LINES = {
    "c1": LineState(in_force="d", authentic=frozenset({"d"}), registered=DUE),
    "c2": LineState(in_force="d", authentic=frozenset({"d"}), registered=DUE + timedelta(minutes=1)),
    "c3": LineState(held=(PAPER,)),
    "c4": LineState(authentic=frozenset({"d"}), held=(PAPER,)),
    "c5": LineState(disputed=True, authentic=frozenset({"d", "e"})),
}


def test_each_expected_unit_is_on_the_roster_once_by_what_came_of_it() -> None:
    roster = take_roll(PLAN, SETTINGS, PERIOD, LINES)
    assert roster.expected == ("610924", "610929", *COUNTIES)
    assert roster.received == ("c1", "c2", "c5")
    assert [one.unit for one in roster.late] == ["c2"]
    assert (roster.held, roster.returned, roster.disputed) == (("c3",), ("c4",), ("c5",))
    assert roster.missing == ("610924", "610929", "c6")
    assert roster.equation == (8, 3, 1, 1, 3)
    assert roster.on_time == 2


def test_a_unit_stands_by_what_needs_somebody_first() -> None:
    roster = take_roll(PLAN, SETTINGS, PERIOD, LINES)
    states = {unit: roster.state_of(unit) for unit in roster.expected}
    assert states == {
        "610924": "missing",
        "610929": "missing",
        "c1": "received",
        "c2": "late",
        "c3": "held",
        "c4": "returned",
        "c5": "disputed",
        "c6": "missing",
    }
    without = {unit: roster.standing(unit) for unit in ("c3", "c4", "c5", "c6")}
    assert without == {"c3": "held", "c4": "returned", "c5": "disputed", "c6": "missing"}
    assert roster.groups == {
        "late": ("c2",),
        "missing": roster.missing,
        "held": ("c3",),
        "returned": ("c4",),
        "disputed": ("c5",),
    }


def test_who_still_has_time_has_not_failed_and_the_word_says_so() -> None:
    def said(settings: Settings, at: datetime) -> str:
        return " ".join(map(str, missing_facts(take_roll(PLAN, settings, PERIOD, LINES, at), "todo.roster").values()))

    assert said(Settings(), DUE) == "未报 3（未设截止时间）"
    assert said(SETTINGS, DUE) == "未报 3（未到截止时间）"
    later = DUE + timedelta(minutes=1)
    assert said(SETTINGS, later) == "缺报 3"
    more = Extension(period=PERIOD, unit="c6", until=later, reason="停电", approved_by="李某")
    assert said(replace(SETTINGS, extensions=(more,)), later) == "缺报 3（其中 1 家未到截止时间）"


def test_who_has_nothing_to_report_is_not_expected() -> None:
    assert "M01" not in expected_units(PLAN, SETTINGS, PERIOD)
    assert take_roll(PLAN, SETTINGS, PERIOD, {**LINES, "M01": LINES["c1"]}).received == ("c1", "c2", "c5")


@pytest.mark.parametrize(
    "came, late",
    [
        (DUE, None),
        (DUE + timedelta(seconds=1), (1, 1)),
        (DUE + timedelta(days=1), (1, 1)),
        (DUE + timedelta(days=1, seconds=1), (1, 1)),
        (DUE + timedelta(days=4), (4, 2)),  # over a weekend
    ],
)
def test_lateness_is_counted_in_days_and_in_days_of_work(came: datetime, late: tuple[int, int] | None) -> None:
    found = lateness(PLAN, SETTINGS, "c1", PERIOD, LineState(in_force="d", registered=came))
    assert (None if found is None else (found.days, found.working_days)) == late
    assert found is None or (found.unit, found.registered, found.due.at) == ("c1", came, DUE)


def test_nobody_is_late_without_a_due_time_or_with_nothing_in_force() -> None:
    late = LineState(in_force="d", registered=DUE + timedelta(days=9))
    assert lateness(PLAN, Settings(), "c1", PERIOD, late) is None
    assert lateness(PLAN, SETTINGS, "c1", PERIOD, LineState()) is None


def test_an_extension_counts_for_its_unit_alone() -> None:
    until = DUE + timedelta(days=5)
    given = Extension(period=PERIOD, unit="c1", until=until, reason="汛情", approved_by="李某")
    settings = Settings(version=1, due={PERIOD: DUE}, extensions=(given,))
    came = LineState(in_force="d", registered=until)
    assert lateness(PLAN, settings, "c1", PERIOD, came) is None
    assert lateness(PLAN, settings, "c2", PERIOD, came) is not None


@pytest.mark.parametrize(
    "came, days",
    [("2020-10-15", 0), ("2020-10-16", 1), ("2020-10-19", 2), (None, 3)],  # None: not yet, looked at on 10-20
)
def test_the_stamped_paper_stops_the_clock_where_the_office_has_set_it(came: str | None, days: int) -> None:
    early = LineState(in_force="d", timed=frozenset({"d"}), registered=DUE - timedelta(days=3))
    stamps = {"d": date.fromisoformat(came)} if came else {}
    stamped, now = replace(SETTINGS, clock=STAMPED), DUE + timedelta(days=5)
    assert take_roll(PLAN, SETTINGS, PERIOD, {"c1": early}, now, stamps).late == (), "the return came in time"
    roster = take_roll(PLAN, stamped, PERIOD, {"c1": early}, now, stamps)
    assert [one.working_days for one in roster.late] == ([days] if days else [])
    assert roster.equation[1] == 1, "received is received, whatever stops the clock"
    assert (roster.stamped.get("c1"), roster.unstamped) == (stamps.get("d"), () if came else ("c1",))
    assert take_roll(PLAN, SETTINGS, PERIOD, {"c1": early}, now, stamps).unstamped == ()
    assert [one.registered is None for one in roster.late] == ([came is None] if days else [])
    before = take_roll(PLAN, stamped, PERIOD, {"c1": early}, DUE, {})
    assert before.late == (), "the clock runs, but the time is not over"
    late = replace(early, registered=DUE + timedelta(days=1))
    assert take_roll(PLAN, stamped, PERIOD, {"c1": late}, now, {"d": DUE.date()}).late == ()


def test_what_a_roster_counts_follows_from_its_groups() -> None:
    roster = take_roll(PLAN, SETTINGS, PERIOD, LINES)
    assert (roster.overdue, roster.missing_key) == (True, "overdue"), "nobody's time is looked at: all of them failed"
    assert (replace(roster, missing=()).overdue, replace(roster, missing=()).waits) == (True, {})
    waiting = replace(roster, waits=dict.fromkeys(roster.missing, "not_yet"))
    assert (waiting.overdue, waiting.missing_key) == (False, "unreported")
    assert replace(waiting, waits=dict.fromkeys(roster.missing[1:], "not_yet")).overdue
    stamped = replace(roster, clock=STAMPED, stamped={"c1": date(2020, 10, 15)})
    assert (stamped.unstamped, roster.unstamped) == (("c2",), ()), "of what is disputed no paper is asked"
    assert missing_facts(waiting, "todo.roster", why=False)["缺报"] == len(roster.missing)
    assert missing_facts(replace(roster, missing=()), "todo.roster")["缺报"] == 0


def test_the_stamped_day_is_that_of_the_return_in_force_or_of_the_first_that_stopped_the_clock() -> None:
    line = LineState(in_force="b", timed=frozenset({"a", "b"}), registered=DUE)
    first, second = date(2020, 10, 12), date(2020, 10, 14)
    stamps = {"a": first, "b": second, "c": date(2020, 10, 1)}
    stamped = replace(SETTINGS, clock=STAMPED)
    assert (stamped_day(SETTINGS, line, stamps), stamped_day(stamped, line, stamps)) == (second, first)
    assert stamped_day(SETTINGS, line, {"a": first}) is None and stamped_day(stamped, line, {}) is None
    assert stamped_time(stamped, line, stamps) == datetime(2020, 10, 12, tzinfo=PLAN_ZONE)
    assert stamped_time(stamped, line, {}) is None


def test_how_often_papers_were_returned_with_the_last_deadline_that_was_answered() -> None:
    assert sent_back_of(LineState()) is None
    later = DUE + timedelta(days=3)
    line = LineState(times_returned=2, resubmitted=((DUE, DUE), (later, later)))
    found = sent_back_of(line)
    assert found is not None and (found.times, found.until) == (2, later)
    once = sent_back_of(LineState(times_returned=1))
    assert once is not None and (once.times, once.until) == (1, None)


def test_the_worst_of_several_times_late_is_told() -> None:
    back = DUE + timedelta(days=1)
    line = LineState(in_force="b", registered=DUE + timedelta(hours=1), resubmitted=((back, back + timedelta(days=6)),))
    found = lateness(PLAN, SETTINGS, "c1", PERIOD, line)
    assert found is not None and (found.days, found.registered, found.due.at) == (6, back + timedelta(days=6), DUE)
