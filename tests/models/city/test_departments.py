"""Departments' figures beside the counties' and each other's: which counts, what is disputed, and who owes an answer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.basics.messages import in_words, say
from models.city.verdict import Verdict
from models.city.weighing import Need
from tests.models.city import towns
from tests.models.city.towns import COUNTIES, ENERGY, GDP, OWN, YEAR, Town, filed, forest, sum_to, value


@pytest.mark.parametrize(
    ("counties", "department", "verdict", "needs"),
    [("72.75", "74.25", "pending", {Need.TO_ADJUDICATE}), ("75.69", "77.19", "on_track", set())],
)
def test_a_difference_waits_for_the_office_only_while_it_decides_the_verdict(
    counties: str, department: str, verdict: str, needs: set[Need]
) -> None:
    own = sum_to(counties)
    line = own | {COUNTIES[9]: str(Decimal(own[COUNTIES[9]]) + Decimal(department) - Decimal(counties))}
    town = filed(own, lead=line)
    result, summary = town.of("Q06"), town.summary()
    (one,) = [r for r in summary.reconciliation if r.indicator == "Q06"]
    assert (one.counties, one.department, one.exceeds) == (Decimal(counties), Decimal(department), True)
    assert (result.verdict.value, result.needs) == (verdict, needs)
    assert ("待审定" in result.notes) == bool(needs)
    assert ("与主管部门数有差异，已列入对账，不影响评价" in result.notes) == (not needs)


def test_a_dispute_reaches_what_another_department_made_from_the_disputed_paper() -> None:
    town = Town(YEAR)
    town.files("M02", ENERGY)
    town.disputed.add("M01")
    pending = town.of("Q02")
    assert (pending.verdict, pending.needs) == (Verdict.PENDING, {Need.DISPUTED})
    assert not any("未填" in note for note in pending.notes), "who gave all of its own has left nothing open"
    town.files("M01", GDP)
    assert town.of("Q02").needs == {Need.DISPUTED}, "also while something of the line is sure"
    town.disputed.clear()
    settled = town.of("Q02")
    assert (settled.shown, settled.verdict) == ("2.09", Verdict.MET)


def test_one_rate_is_never_made_from_two_departments_figures_of_one_thing() -> None:
    town = Town(YEAR)
    town.files("M01", GDP)
    town.files("M02", {**ENERGY, "Q01.1": "1100.00"})
    result = town.of("Q02")
    assert (result.shown, result.needs) == ("2.09", frozenset()), "M02 gave no last year, so nothing of it is used"
    assert any("1026.49" in note and "1100.00" in note for note in result.notes)
    town.files("M02", {**ENERGY, "Q01.1": "1100.00", "Q01.2": "1060.87"})
    assert town.of("Q02").needs == {Need.TO_ADJUDICATE} or town.of("Q02").verdict is Verdict.MET
    other = Town(YEAR)
    other.files("M02", {**ENERGY, **GDP})
    assert other.of("Q02").shown == "2.09", "who alone gave both is used whole"


@pytest.mark.parametrize("state", ["na", "not_due"])
def test_a_state_of_one_department_swallows_no_figure_of_another(state: str) -> None:
    town = Town(YEAR)
    town.files("M01", {"Q01.1": state, "Q01.2": GDP["Q01.2"]})
    town.files("M02", {**ENERGY, **GDP})
    result = town.of("Q02")
    assert (result.shown, result.coverage, result.verdict) == ("2.09", "1/1", Verdict.MET)


def test_two_departments_whose_figures_would_decide_differently_wait_for_the_office() -> None:
    town = Town(YEAR)
    town.files("M01", GDP)
    town.files("M02", {**ENERGY, "Q01.1": "1000.00", "Q01.2": "1060.87"})
    result = town.of("Q02")
    assert (result.shown, result.verdict, result.needs) == ("2.09", Verdict.PENDING, {Need.TO_ADJUDICATE})


def test_whoever_else_gives_an_item_is_compared_also_a_third(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each difference is told, and one that would decide differently waits for the office."""
    plan, third = towns.plan(), "M05"
    given = next(one for one in plan.assignments if one.units == ("M02",) and "Q01.1" in one.items)
    three = replace(given, units=("M02", third))
    more = replace(plan, assignments=tuple(three if one is given else one for one in plan.assignments))
    monkeypatch.setattr(towns, "plan", lambda: more)
    town = Town(YEAR)
    town.files("M01", GDP)
    town.files("M02", {**ENERGY, **GDP})
    town.files(third, {"Q01.1": "1000.00", "Q01.2": "1060.87"})
    result = town.of("Q02")
    assert (result.shown, result.verdict, result.needs) == ("2.09", Verdict.PENDING, {Need.TO_ADJUDICATE})
    assert any("1026.49" in note and "1000.00" in note for note in result.notes)


def test_lines_are_called_as_the_plan_calls_its_units() -> None:
    with in_words({"local": "镇街"}):
        assert say("summary.lines", k=1, n=2) == "分镇街1/2行"
        assert say("papers.summary.lines_agree", n=2) == "分镇街 2 家，两方一致"
        assert say("todo.awaited_lines", 指标="面积", 名单="") == "面积的分镇街数暂无数据："


def test_a_dispute_of_the_department_or_of_an_included_zone_leaves_the_counties_total_standing() -> None:
    town = filed(OWN, lead=OWN)
    town.files("6109GX", forest("0.50"))
    town.disputed |= {"M03", "6109GX"}
    result = town.of("Q06")
    assert result.verdict is Verdict.ON_TRACK
    assert "市林业局登记数待认定" in result.notes
    town.disputed.add("610921")
    assert town.of("Q06").needs == {Need.DISPUTED}


def test_a_department_that_files_by_county_owes_one_answer() -> None:
    town = Town()
    nine = {f"Q14.{n}@{unit}": "200" for unit in COUNTIES[:9] for n in (2, 3)}
    town.files("M07", nine | {f"Q14.{n}@610929": "awaited:待县局" for n in (2, 3)})
    result = town.of("Q14")
    assert (result.coverage, result.found.lines, value(result)) == ("1/1", (9, 10), "3600")
    assert result.verdict is Verdict.NOT_EVALUABLE
    assert say("summary.lines", k=9, n=10) in result.notes
    assert "其中暂无数据1行：白河县人民政府（待县局）" in result.notes, "whom the figure is awaited from"
    assert not any("缺报" in note for note in result.notes)


def test_coal_is_the_departments_own_figure_and_its_county_lines_are_told_beside() -> None:
    town = Town()
    town.files("M02", {"Q12.1": "900", "Q12.2": "1000"})
    result = town.of("Q12")
    assert (result.shown, result.coverage, result.basis) == ("-10.00", "1/1", "department")
    assert not any("缺报" in note for note in result.notes)
