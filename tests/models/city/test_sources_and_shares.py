"""Whose figure counts, and what stands in the place of one that is not there: asked of the parts of a city directly."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from models.city.city import ABSENT, OLD, City, Share, Total, added
from models.city.coverage import Coverage
from models.city.figures import figure_of
from models.city.reconcile import LineStanding, Reconciliation, UnitFigures, called
from models.city.sources import Sources, states_of
from models.formula.formula import EXCUSED, parse_formula
from models.formula.tree import ValueKind
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import State
from tests.models.city.towns import COUNTIES, INCLUDED, Q3, YEAR, ZONES, Town, forest, plan


def town(period: str = YEAR, **filed: Mapping[str, str]) -> Town:
    made = Town(period)
    for unit, cells in filed.items():
        made.files(unit, cells)
    return made


def sources(city: City, indicator: str, **more: str) -> Sources:
    return Sources(city, plan().indicators[indicator], **more)


@pytest.mark.parametrize(
    ("said", "value", "whole"),
    [("5", Decimal(5), True), ("na", EXCUSED, False), ("not_due", EXCUSED, False), ("awaited", None, False)],
)
def test_what_a_department_gives_is_a_figure_an_excuse_or_nothing(said: str, value: object, *, whole: bool) -> None:
    found = sources(town(M01={"Q01.1": said}).city, "Q01")
    assert found._given("Q01.1", "M01") == value
    assert (found.value("Q01.1") is not None) is whole
    assert found.state("Q01.1") == ("value" if whole else said)


def test_who_has_filed_nothing_gives_nothing_and_is_in_no_state() -> None:
    found = sources(town().city, "Q01")
    assert (found.value("Q01.1"), found.state("Q01.1"), found.lead_lacks) == (None, "", True)
    assert found.value("期.月数") is None and states_of(town().city, "M01", found.inputs) == []
    assert sources(town(M01={"Q01.1": "5"}).city, "Q01").value("期.月数") == 12


def test_the_first_department_that_gives_the_whole_group_counts_and_the_other_is_compared() -> None:
    both = {"Q01.1": "1000", "Q01.2": "1050"}
    city = town(M01=both, M02={**both, "Q01.2": "1060"}).city
    assert sources(city, "Q02").source_of("Q01.2") == "M01"
    assert sources(city, "Q02", instead="M02").source_of("Q01.2") == "M02"
    (one,) = sources(city, "Q02").differences()
    assert (one.item, one.first, one.figure, one.other, one.other_figure) == ("Q01.2", "M01", 1050, "M02", 1060)
    half = town(M01={"Q01.1": "1000"}, M02=both).city
    assert sources(half, "Q02").source_of("Q01.1") == "M02", "what one department gives is used whole or not at all"
    assert sources(town(M01={"Q01.1": "1000"}).city, "Q02").source_of("Q01.1") == "M01"


def test_a_department_that_owes_is_told_with_what_it_lacks_and_one_that_is_not_asked_with_nothing() -> None:
    def notes(made: Town, name: str) -> list[str]:
        return [note.key for note in figure_of(made.city, plan().indicators[name]).notes]

    assert "summary.missing" in notes(town(), "Q01")
    assert notes(town(Q3), "Q01") == [], "the period does not ask for it"
    half = town(M02={"Q03.1": "393.48", "Q03.2": "415.29"})
    found = figure_of(half.city, plan().indicators["Q02"])
    assert found.coverage.open == () and "summary.lacking" in [note.key for note in found.notes]
    lead_too = figure_of(town(M01={"Q01.1": "1000", "Q01.2": "1050"}, M02={}).city, plan().indicators["Q02"])
    assert lead_too.coverage.open == ("M02",), "the lead lacks its own"


def test_a_share_is_a_figure_a_state_old_or_absent() -> None:
    made = town(Q3, **{"610921": forest("6"), "610922": {"Q06.1": "na"}, "610923": {}})
    city = made.city
    said = {unit: city.share(unit, "Q06.1") for unit in ("610921", "610922", "610923", "610924")}
    assert said == {
        "610921": Share("610921", Decimal(6), "value"), "610922": Share("610922", None, "na"),
        "610923": Share("610923", None, "missing"), "610924": Share("610924", None, ABSENT),
    }  # fmt: skip
    assert [share.answered for share in said.values()] == [True, True, False, False]
    sheet = made.sheets["610921"]
    older = replace(plan(), items={name: item for name, item in plan().items.items() if name != "Q06.7"})
    assert city.state_of(replace(sheet, outdated=frozenset(("Q06.1",))), "Q06.1") == OLD
    assert city.state_of(replace(sheet, plan=older), "Q06.7") == OLD
    assert city.state_of(sheet, "Q06.7") == "value" and city.state_of(sheet, "Q99") == ""
    assert city.state_of(sheet, "封面.填表人") == "missing", "a field is no item of another version"


def test_a_zone_that_lies_in_a_county_is_added_by_rule_and_unruled_only_where_both_report() -> None:
    def total(rule: str | None, zone: str | None, county: str | None) -> Total:
        made = Town(Q3, replace(INCLUDED, overlap={"Q06": {"6109GX": rule} if rule else {}}))
        for unit, figure in (("6109GX", zone), ("610902", county)):
            if figure is not None:
                made.files(unit, forest(figure))
        return made.city.local_total("Q06.8", "Q06")

    assert [total("separate", "2", "9").figure, total("included_in_county", "2", "9").figure] == [11, 9]
    assert [one.unit for one in total("included_in_county", "2", "9").within] == ["6109GX"]
    assert [total(rule, zone, county).unruled for rule, zone, county in (
        ("included_in_county", "2", "9"), (None, "2", "9"), (None, "0", "9"), (None, "2", None), (None, None, "9"),
    )] == [(), ("6109GX",), (), (), ()]  # fmt: skip


def test_a_total_never_depends_on_what_is_absent() -> None:
    shares = (Share("a", Decimal(2), "value"), Share("b", None, State.NA), Share("c", None, ABSENT))
    total = Total(shares)
    assert (total.figure, total.complete, Total(shares[:2]).complete, Total(shares[1:2]).complete) == (
        2, False, True, False,
    )  # fmt: skip
    assert (total.of("b"), total.of("z"), added([None]), added([])) == (shares[1], None, None, None)


def test_coverage_is_complete_once_all_who_owe_have_answered_line_by_line() -> None:
    one = Coverage(owed=("a", "b"), answered=("a",))
    assert (one.text, one.asked, one.complete) == ("1/2", True, False)
    assert replace(one, answered=("a", "b")).complete
    assert [replace(one, answered=("a", "b"), lines=lines).complete for lines in ((3, 3), (2, 3))] == [True, False]
    assert (Coverage().text, Coverage().asked) == ("", False)


def compared(counties: str | None, department: str | None, **more: object) -> Reconciliation:
    a, b = (None if text is None else Decimal(text) for text in (counties, department))
    facts = {"complete": True, "tolerance": Decimal("0.5"), "lines": (), "item_decimals": 2} | more
    return Reconciliation(indicator="Q06", item="Q06.8", counties=a, department=b, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "difference", "percent", "exceeds"),
    [
        (compared("10", "9.5"), "0.5", "5", False),
        (compared("10", "9.49"), "0.51", "5.1", True),
        (compared("9.49", "10"), "-0.51", None, True),
        (compared("0", "3"), "-3", "0", True),
        (compared("-10", "-9"), "-1", "10", True),
        (compared("10", "10"), "0", "0", False),
        (compared("10", None), None, "0", False),
        (compared(None, "3"), None, "0", False),
        (compared("10", "3", complete=False), None, "0", False),
    ],
)
def test_two_figures_differ_by_more_than_the_tolerance_or_not(
    one: Reconciliation, difference: str | None, percent: str | None, *, exceeds: bool
) -> None:
    assert one.difference == (None if difference is None else Decimal(difference))
    assert percent is None or one.percent == Decimal(percent)
    assert one.exceeds is exceeds


def test_figures_of_a_comparison_are_shown_as_long_as_the_longest_and_four_places_at_most() -> None:
    own, line = Decimal("1.234"), Decimal("1.2")
    figures = (UnitFigures(unit="a", county=own, department=line, state="value", standing=LineStanding.DIFFERS),)
    places = [
        compared("10", "9").decimals, compared("10.123", "9").decimals, compared("10.12345", "9").decimals,
        compared("10", "9", lines=figures).decimals, compared("10", "9", item_decimals=0).decimals,
        compared("10", "9", item_decimals=4).decimals,
    ]  # fmt: skip
    assert places == [2, 3, 4, 3, 0, 2]
    assert compared("10", "9", tolerance=Decimal("0.0578")).shown_tolerance == Decimal("0.05")


def by_formula(item: str, formula: str) -> Plan:
    made = parse_formula(formula, lambda _: ValueKind.NUMBER, want=ValueKind.NUMBER)
    return replace(plan(), items={**plan().items, item: replace(plan().items[item], formula=made)})


def test_what_comes_from_one_department_is_what_it_derived_under_the_plan_it_filed_under() -> None:
    made = town(M02={"Q04.1": "200", "Q04.2": "100"})
    made.sheets["M02"] = replace(made.sheets["M02"], plan=by_formula("Q04.3", "Q04.2 / Q04.1 * 10"))
    assert sources(made.city, "Q04").value("Q04.3") == 5, "by the plan of now it would be 50"


def test_what_is_made_of_another_departments_figures_is_derived_anew_from_those() -> None:
    """Every part may come from two departments; the lead's own result is made from its own figures."""
    figures = {"Q01.1": "1000", "Q01.2": "1050"}
    made = town(M01=figures, M02={**figures, "Q01.2": "1060"})
    of = by_formula("Q02.3", "Q01.2 / Q01.1")
    made.sheets = {unit: replace(sheet, plan=of) for unit, sheet in made.sheets.items()}
    city = replace(made.city, plan=of)
    assert made.sheets["M02"].exact("Q02.3") == Decimal("1.06")
    assert Sources(city, of.indicators["Q02"]).value("Q02.3") == Decimal("1.05")


def test_the_sum_of_companies_is_not_called_one_of_the_counties() -> None:
    """区县合计 stood beside what two companies had saved."""
    assert called(plan(), (*COUNTIES, "6109GX")) == called(plan(), ()) == {}
    assert called(plan(), ("E01", "E02")) == {"县区合计": "各单位合计"}
    other = replace(plan(), words={**plan().words, "local": "镇街"})
    assert called(other, ("E01", "E02")) == {}, "a word that is no kind of unit says nothing of whose sum it is"


def test_a_whole_is_compared_before_its_part() -> None:
    """其中：绿色建筑面积 stood above the area it is a part of."""
    made = Town(Q3, Settings(version=1, overlap={"Q11": dict.fromkeys(ZONES, "separate")}))
    for unit in (*COUNTIES, *ZONES):
        made.files(unit, {"Q11.1": "10", "Q11.2": "9"})
    made.files("M07", {"Q11.1": "130", "Q11.2": "117"})
    assert [one.item for one in made.summary().reconciliation] == ["Q11.1", "Q11.2"]
