"""What stands in the place of a county's figure, and how a department's line is held against the county's own figure."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from models.basics.addresses import field_address
from models.basics.quantity import format_exact
from models.city.completeness import _duties, gaps
from models.city.coverage import MOST_NAMED, Coverage, lead_coverage, notes_of
from models.city.findings import _differences
from models.city.reconcile import Reconciliation, RestOfSum, reconcile, tolerance
from models.desk.trace import both_sides
from models.plan.plan import Means, Part
from models.sheet.explanation import Explanation
from tests.models.city.towns import COUNTIES, FINAL, NOVEMBER, YEAR, Town, forest, lines, plan

AWAITED = "awaited:统计局，10月20日前"


@pytest.mark.parametrize(
    "states, group",
    [
        (("na", "na"), "not_applicable"),
        (("not_due", "not_due"), "not_due"),
        (("na", "not_due"), "not_due"),
        (("not_due", AWAITED), "awaited"),
        (("na", AWAITED), "awaited"),
        (("not_due", "missing"), "open"),
        (("na", "missing"), "open"),
        (("missing",), "open"),
    ],
)
def test_a_county_is_named_in_the_one_group_its_states_say(states: tuple[str, ...], group: str) -> None:
    town = Town()
    town.files(COUNTIES[0], forest(*(states[n % len(states)] for n in range(6))))
    found = town.of("Q06").found
    groups = {name: getattr(found, name) for name in ("not_applicable", "not_due", "awaited", "open", "old")}
    assert {name for name, units in groups.items() if COUNTIES[0] in units} == {group}
    assert (COUNTIES[0] in found.answered) is (group == "not_applicable")
    assert COUNTIES[0] in found.owed and COUNTIES[0] not in found.missing


def test_a_department_is_open_in_what_it_left_open_and_missing_without_a_return() -> None:
    town = Town()
    assert lead_coverage(town.city, "M03", answered=False, states=("na",)).missing == ("M03",)
    town.files("M03", {})
    assert lead_coverage(town.city, "M03", answered=False, states=("not_due",)).not_due == ("M03",)
    assert lead_coverage(town.city, "M03", answered=False, states=()).open == ("M03",)
    assert lead_coverage(town.city, "M03", answered=True, states=("na",)).answered == ("M03",)


@pytest.mark.parametrize(
    "own, line, differs",
    [
        ("6.00", "6.00", False),
        ("6.00", "6.0001", False),  # the last place may differ by one
        ("6.00", "6.0002", True),
        ("na", "0", False),
        ("na", "1", True),
        ("na", "0.5", True),
    ],
)
def test_a_line_is_held_against_its_countys_figure(own: str, line: str, *, differs: bool) -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, (forest(*["na"] * 6) if own == "na" else forest(own)) if unit == "610924" else forest("6"))
    figures = {unit: "6" for unit in COUNTIES} | {"610924": line}
    town.files("M03", lines(figures))
    (found,) = (one for one in town.summary().reconciliation if one.item == "Q06.8")
    assert [one.unit for one in found.units] == (["610924"] if differs else [])
    whole = [one.county for one in (*found.units, *found.others)]
    assert sum(figure for figure in whole if figure is not None) == found.counties, "every share of the sum is told"
    assert {one.unit for one in (*found.units, *found.others)} == set(COUNTIES)
    assert all(one.agrees for one in found.others if one.county is not None)


@pytest.mark.parametrize(
    "figure, filed, rest",
    [("6", 10, RestOfSum.AGREES), ("6", 4, RestOfSum.MIXED), ("7", 1, RestOfSum.LACKING)],
)
def test_the_rest_of_a_sum_never_says_that_none_agrees(figure: str, filed: int, rest: RestOfSum) -> None:
    town = Town()
    for unit in COUNTIES[:filed]:
        town.files(unit, forest(figure))
    town.files("M03", lines(dict.fromkeys(COUNTIES, "6")))
    (found,) = (one for one in town.summary().reconciliation if one.item == "Q06.8")
    assert found.rest is rest


def test_figures_that_are_compared_are_shown_with_the_decimals_of_their_item() -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, forest("6"))
    town.files("M03", lines(dict.fromkeys(COUNTIES, "6")))
    (found,) = (one for one in town.summary().reconciliation if one.item == "Q06.8")
    assert found.item_decimals == plan().items["Q06.8"].decimals


@pytest.mark.parametrize(
    "counties, department, decimals, shown",
    [
        ("75.69", "75.32", 2, "0.37"),  # half a per cent is 0.37845: beyond it is 0.38
        ("75.69", "75.31", 2, "0.37"),
        ("75.6901", "75.32", 4, "0.3784"),
        ("80", "79", 2, "0.40"),
        ("0", "0", 2, "0.00"),
    ],
)
def test_a_tolerance_is_told_as_its_figures_are_and_decides_alike(
    counties: str, department: str, decimals: int, shown: str
) -> None:
    own, other = Decimal(counties), Decimal(department)
    one = Reconciliation(
        indicator="Q06", item="Q06.8", counties=own, department=other, complete=True,
        tolerance=own * Decimal("0.005"), lines=(), item_decimals=4,
    )  # fmt: skip
    assert (one.decimals, format_exact(one.shown_tolerance, one.decimals)) == (decimals, shown)
    assert one.exceeds == (abs(own - other) > one.shown_tolerance)


def test_two_figures_may_differ_by_a_share_or_by_the_last_place_whichever_is_more() -> None:
    town, item = Town(), plan().items["Q06.1"]
    least = tolerance(town.city, item, Decimal(0))
    assert least == Decimal(1).scaleb(-(item.decimals or 0)) or least > 0
    percent = town.city.settings.parameter(plan(), "tolerance_percent")
    assert isinstance(percent, Decimal)
    share = Decimal(100_000) * percent / 100
    assert (
        tolerance(town.city, item, Decimal(-100_000)) == tolerance(town.city, item, Decimal(100_000)) == share > least
    )
    unasked = {id: one for id, one in plan().checks.items() if one.rule != "reconcile"}
    without = replace(town.city, plan=replace(plan(), checks=unasked))
    assert tolerance(without, replace(item, decimals=2), Decimal(100_000)) == Decimal("0.01")


def test_nobody_lacks_progress_in_a_period_that_asks_for_none() -> None:
    assert gaps(Town(NOVEMBER).city) == ()
    assert gaps(Town(YEAR).city)


def test_a_duty_lacks_whoever_it_is_assigned_to_and_nobody_else() -> None:
    town = Town(FINAL)
    duties = [one for one in plan().assignments if one.duty]
    asked = {(plan().items[item].process or item, unit) for one in duties for item in one.items for unit in one.units}
    periods = [period for period in (NOVEMBER, YEAR, FINAL) if _duties(Town(period).city)]
    assert periods
    for period in periods:
        town = Town(period)
        found = {(one.place, one.unit) for one in _duties(town.city)}
        assert found <= asked
        assert {unit for _, unit in found} == {unit for _, unit in asked if unit in town.city.expected}


def test_a_date_at_the_end_of_the_year_decides_nothing_before_the_deciding_period() -> None:
    city = Town(YEAR).city
    kind = replace(city.period.kind, deciding=False)
    undecided = replace(city, period=replace(city.period, kind=kind))
    for one in plan().indicators.values():
        at_the_end = replace(one, due=max(period.end for period in plan().periods.values()), multi_year=False)
        assert (undecided.decides(at_the_end), city.decides(at_the_end)) == (False, city.period.deciding)
        assert undecided.decides(replace(at_the_end, due=city.period.start))


def test_a_task_without_a_word_is_a_gap_until_the_unit_has_said_one() -> None:
    town = Town(YEAR)
    block, unit = next((one.place, one.unit) for one in gaps(town.city) if one.place in plan().blocks)
    town.files(unit, {})
    assert (block, unit) in {(one.place, one.unit) for one in gaps(town.city)}
    town.files(unit, {field_address(block, plan().field_name(Means.WORDS)): "已完成年度任务"})
    assert (block, unit) not in {(one.place, one.unit) for one in gaps(town.city)}


def test_a_duty_of_a_table_that_a_period_does_not_ask_is_no_gap_there() -> None:
    city = Town(YEAR).city
    duties = {table for one in plan().assignments if one.duty for table in [one.table]}
    assert _duties(city)
    without = tuple(table for table in city.period.tables if table not in duties)
    assert without
    assert _duties(replace(city, period=replace(city.period, tables=without))) == []


def test_two_counted_figures_of_a_county_are_told_without_decimals() -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, forest("6"))
    town.files("M03", lines(dict.fromkeys(COUNTIES, "6") | {"610924": "7"}))
    (found,) = (one for one in town.summary().reconciliation if one.item == "Q06.8")
    for decimals, shown in ((None, ("6", "7")), (2, ("6.00", "7.00"))):
        items = {**plan().items, "Q06.8": replace(plan().items["Q06.8"], decimals=decimals)}
        city = replace(town.city, plan=replace(plan(), items=items))
        check = plan().check_of("unit_against_lead")
        assert check is not None
        (told,) = (one for one in _differences(city, found) if one.check == check.id)
        assert all(text in told.message for text in shown)
        assert ("6.0" in told.message) is (decimals is not None)


def test_what_county_and_department_wrote_about_their_two_figures_is_told_together() -> None:
    town, said = Town(), Explanation
    for unit in COUNTIES:
        town.files(unit, forest("6"))
    town.files("M03", lines({unit: "6" for unit in COUNTIES} | {"610924": "7.5"}))
    county, department = town.sheets["610924"], town.sheets["M03"]
    town.sheets["610924"] = replace(county, explanations={"CK-B01@Q06.1": said("按验收合格面积填报")})
    lead = {"CK-B01@Q06.1@610924": said("按作业设计面积登记"), "CK-B01@Q06.1@610925": said("与县里一致")}
    town.sheets["M03"] = replace(department, explanations=lead)
    told = partial(both_sides, town.city, plan().indicators["Q06"], "Q06.8")
    assert told("610924") == (("610924", "按验收合格面积填报"), ("M03", "按作业设计面积登记"))
    assert told("610925") == (("M03", "与县里一致"),) and told("610926") == ()


def test_items_that_name_no_decimals_are_compared_as_whole_figures() -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, forest("6"))
    town.files("M03", lines(dict.fromkeys(COUNTIES, "6")))
    bare = {**plan().items, "Q06.8": replace(plan().items["Q06.8"], decimals=None)}
    (found,) = (one for one in reconcile(replace(town.city, plan=replace(plan(), items=bare))) if one.item == "Q06.8")
    assert repr(found.item_decimals) == "0"


def test_an_indicator_is_compared_only_where_units_report_all_of_it_themselves() -> None:
    """Of a numerator alone nothing follows: the denominators of the same units are not there."""
    made = Town()
    for unit in COUNTIES:
        made.files(unit, {"Q21.1": "100", "Q21.2": "90"})
    made.files("M07", {"Q21.1": "1000", "Q21.2": "900"})
    assert {one.item for one in reconcile(made.city) if one.indicator == "Q21"} == {"Q21.1", "Q21.2"}
    without = tuple(
        replace(one, items=frozenset(one.items) - {"Q21.1"}) if one.part is Part.ADDS and not one.split else one
        for one in plan().assignments
    )
    less = replace(made.city, plan=replace(plan(), assignments=without))
    assert not less.by_county(("Q21.1", "Q21.2")) and less.by_county(("Q21.2",))
    assert [one for one in reconcile(less) if one.indicator == "Q21"] == []


def test_of_very_many_units_the_first_are_named_and_all_are_counted() -> None:
    """The names of 60 units beside each of 20 indicators made a summary of 52 pages."""
    city = Town(YEAR).city
    units = tuple(city.plan.units)
    for many, ends in ((MOST_NAMED, city.name(units[MOST_NAMED - 1])), (MOST_NAMED + 1, "等")):
        (note,) = notes_of(city, Coverage(held=units[:many]))
        assert note.paper_words.startswith(f"待核实{many}家：{city.name(units[0])}、")
        assert note.paper_words.endswith(ends) and note.paper_words.count("、") == MOST_NAMED - 1
