"""A fact of the roster is one record: workbook and PDF, the answer of `office status` and the window take it from there."""

from datetime import datetime
from decimal import Decimal

import pytest

from forms.summary import lists
from forms.summary.content import ShownFigure, SummarySource
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.ledger.roster import take_roll
from models.ledger.roster_columns import FACTS, RosterFact, roster_entries
from tests.models.city.towns import Q3, Town, plan
from ui.cli.answers import office
from ui.office.roster.cells import COLUMNS, RosterLine, of_fact

AT = datetime(2020, 10, 20, 9, 0, tzinfo=PLAN_ZONE)
MORE = RosterFact(key="overdue", says=lambda one: len(one.roster.expected), characters=12, figure=True)


def test_one_more_fact_stands_on_paper_in_json_and_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(Q3)
    roster = take_roll(plan(), town.settings, Q3, {})
    ground = SummarySource(city=town.city, roster=roster, found=town.summary(), received={"610902": (2, AT)})
    entries, whole = [*roster_entries(roster, town.settings, ground.received)], len(roster.expected)
    for front in (lists, office):
        monkeypatch.setattr(front, "FACTS", (*FACTS, MORE))

    sheet = lists.roster_sheet(ground)
    printed = [one for one in (*FACTS, MORE) if one.clock is None]
    assert [one.head for one in sheet.columns][3:] == [say(f"papers.summary.{one.key}") for one in printed]
    assert {row[-1] for row in sheet.rows} == {ShownFigure(Decimal(whole))}

    units = office.status_answer(roster, (), entries)["units"]
    assert isinstance(units, dict)
    assert set(units) == set(roster.expected)
    told = {
        "revision": 2,
        "registered": AT.isoformat(),
        "stamped": None,
        "due": None,
        "late_days": None,
        "sent_back": None,
    }
    assert units["610902"].items() >= {**told, "overdue": whole}.items()
    assert set(units["610902"]) == {fact.key for fact in (*FACTS, MORE)}

    assert {fact.key for fact in FACTS if fact.in_window} <= {one.key for one in COLUMNS}
    lines = [RosterLine(line=None, entry=one) for one in entries]
    assert {of_fact(MORE).cell(None, one).text for one in lines} == {str(whole)}  # type: ignore[arg-type]
    revision = of_fact(next(fact for fact in FACTS if fact.key == "revision"))
    revisions = {one.unit: revision.cell(None, one).text for one in lines}  # type: ignore[arg-type]
    assert (revisions.pop("610902"), set(revisions.values())) == ("2", {"—"})
