"""The figure a change is measured from: given by the plan, of all who add up, or the main reporter's own."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from models.city.adjudication import Adjudication
from models.city.figures import _base, figure_of
from models.city.sources import Sources
from models.city.verdict import Verdict
from models.city.weighing import Weighing
from models.plan.plan import Aggregate, Base, Direction
from models.settings.settings import Settings
from tests.models.city.towns import COUNTIES, YEAR, Town, forest, plan


def based(**base: object) -> object:
    return replace(plan().indicators["Q06"], base=Base(**{"item": None, "value": None, **base}))  # type: ignore[arg-type]


def test_a_base_of_the_plan_is_the_figure_and_without_one_there_is_none() -> None:
    city = Town().city
    assert _base(city, based(value=Decimal(80))) == Decimal(80)
    assert _base(city, replace(plan().indicators["Q06"], base=None)) is None


def test_a_base_item_is_added_up_over_the_counties_once_all_have_given_it() -> None:
    town = Town()
    for unit in COUNTIES[:-1]:
        town.files(unit, forest("2"))
    assert _base(town.city, based(item="Q06.8")) is None
    town.files(COUNTIES[-1], forest("2"))
    for zone in ("6109GX", "6109HK", "6109YH"):
        town.files(zone, forest("0"))
    assert _base(town.city, based(item="Q06.8")) == 20
    town.files("6109GX", forest("1"))
    town.settings = Settings()  # nobody has decided whether the zones are part of their counties
    assert _base(town.city, based(item="Q06.8")) is None


def test_where_nothing_is_added_up_the_base_is_the_main_reporters() -> None:
    town = Town()
    for unit in COUNTIES:
        town.files(unit, forest("2"))
    alone = replace(based(item="Q06.8"), aggregate=Aggregate.ALONE)
    assert _base(town.city, alone) != 20


def test_a_drop_is_by_how_many_per_cent_the_whole_lies_below_its_base_once_all_have_given_theirs() -> None:
    town, drop = Town(), replace(based(value=Decimal(25)), direction=Direction.DROP)
    for unit in COUNTIES[:-1]:
        town.files(unit, forest("2"))
    assert figure_of(town.city, drop).exact is None
    town.files(COUNTIES[-1], forest("2"))
    for zone in ("6109GX", "6109HK", "6109YH"):
        town.files(zone, forest("0"))
    found = figure_of(town.city, drop)
    assert (found.exact, found.compared) == (Decimal(20), None)
    assert [(note.key, note.facts) for note in found.notes[-1:]] == [
        ("summary.fallen_from", {"数值": "20", "基数": "25"})
    ]
    without = figure_of(town.city, replace(drop, base=Base(item=None, value=Decimal(0))))
    assert (without.exact, without.notes[-1].key) == (None, "summary.no_base")


def test_a_lead_that_has_filed_nothing_has_no_state_and_nobody_has_one_of_an_unknown_item() -> None:
    town, indicator = Town(), plan().indicators["Q06"]
    assert Sources(town.city, indicator).state("Q06.1") == ""
    town.files(indicator.main_reporter, {})
    assert [Sources(town.city, indicator).state(item) for item in ("Q06.1", "Q06.99")] == ["missing", ""]


def test_a_grade_counts_as_its_place_for_the_indicator_it_is_the_value_of_and_for_no_other() -> None:
    town = Town()
    named = {"direction": Direction.GRADE, "grades": ("不合格", "合格", "良好")}
    graded = replace(plan().indicators["Q06"], value_item="甲", verified_item="乙", **named)
    other = replace(plan().indicators["Q03"], value_item="丙", direction=Direction.YES)
    city = replace(town.city, plan=replace(plan(), indicators={"Q03": other, "Q06": graded}))
    said = {(item, text): city._counted_word(item, text) for item in "甲乙丙丁" for text in ("良好", "是")}
    expected = ((("甲", "良好"), 2), (("乙", "良好"), 2), (("丙", "是"), 1))
    assert {at: value for at, value in said.items() if value is not None} == dict(expected)


def test_both_ways_of_averaging_are_told_with_the_decimals_that_decide_or_with_two() -> None:
    city = Town().city
    ways = {Aggregate.RATIO.value: Decimal("1.23456"), Aggregate.MEAN.value: None}
    told = []
    for decimals in (None, 3):
        indicator = replace(plan().indicators["Q06"], decide_decimals=decimals, aggregate_by="")
        figure = replace(figure_of(city, indicator), alternatives=ways)
        weighing = Weighing(city=city, indicator=indicator, figure=figure, compared=(), adjudication=None)
        notes = weighing.remarks(())
        told += [dict(one.facts) for one in notes if one.key == "summary.both_ways"]
    assert told == [{"加权": "1.23", "平均": "—"}, {"加权": "1.235", "平均": "—"}]


def test_what_lies_in_a_unit_adds_by_the_rule_and_where_that_unit_gives_no_figure() -> None:
    zone, city = plan().units["6109GX"], Town(settings=Settings(overlap={"Q06": {"6109GX": "separate"}})).city
    inside, without = replace(city, settings=Settings()), "Q04"
    assert without not in city._added_by[zone.within] and "Q06" in city._added_by[zone.within]
    assert [one.adds(zone, of) for one in (city, inside) for of in ("Q06", without)] == [True, True, False, True]


def test_what_must_not_be_said_before_the_office_decides_is_judged_once_it_has() -> None:
    town, one = Town(YEAR), replace(plan().indicators["Q06"], target=Decimal(75))
    figure = replace(figure_of(town.city, one), stopped=True)
    said = Adjudication(
        period=YEAR, indicator="Q06", value=Decimal(80), reason="现场核查", document="安环函〔2020〕9号", by="王某",
        checked_by="李某", at=datetime(2021, 1, 20, tzinfo=UTC), rests_on={}, id=1,
    )  # fmt: skip
    before = Weighing(city=town.city, indicator=one, figure=figure, compared=(), adjudication=None)
    since = replace(before, adjudication=said)
    assert [one.verdict(()) for one in (before, since)] == [Verdict.NOT_EVALUABLE, Verdict.MET]
    assert (before.value, since.value) == (None, 80)


def test_the_mean_of_a_base_is_over_the_units_that_give_a_figure() -> None:
    town, mean = Town(), replace(based(item="Q06.8"), aggregate=Aggregate.MEAN)
    for unit in COUNTIES[1:]:
        town.files(unit, forest("2"))
    town.files(COUNTIES[0], forest(*["na"] * 6))
    assert (town.city.local_total("Q06.8", "Q06").figure, _base(town.city, mean)) == (18, 2)
