"""Facts of the roster: which of them are figures, and which have a column of their own in the window."""

from dataclasses import replace
from datetime import date

from models.ledger.roster import TimesReturned, take_roll
from models.ledger.roster_columns import FACTS, RosterFact, roster_entries
from models.settings.settings import ELECTRONIC, STAMPED
from tests.models.ledger.test_roster import DUE, LINES, PERIOD, PLAN, SETTINGS


def test_a_fact_that_is_a_number_stands_at_the_right_and_some_have_no_column_in_the_window() -> None:
    roster = take_roll(PLAN, SETTINGS, PERIOD, LINES)
    roster = replace(roster, sent_back={"c2": TimesReturned(times=2, until=None)}, stamped={"c2": date(2020, 10, 14)})
    entry = next(one for one in roster_entries(roster, SETTINGS, {"c2": (3, DUE)}) if one.unit == "c2")
    assert {fact.key for fact in FACTS if fact.figure} == {
        fact.key for fact in FACTS if isinstance(fact.says(entry), int)
    }
    assert None not in [fact.says(entry) for fact in FACTS]
    assert RosterFact(key="new", says=lambda _: "", characters=1).in_window
    assert {fact.key for fact in FACTS if not fact.in_window} == {"due", "late_days", "sent_back"}, "the state tells it"
    for clock, told in ((ELECTRONIC, []), (STAMPED, ["stamped"])):
        roster = take_roll(PLAN, replace(SETTINGS, clock=clock), PERIOD, LINES)
        assert [fact.key for fact in FACTS if fact.clock and fact.on_paper(roster)] == told
        assert all(fact.on_paper(roster) for fact in FACTS if not fact.clock), "the others have one always"
