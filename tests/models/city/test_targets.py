"""Targets of every kind a plan may have: ranges, grades, a yes, a base, steps, several years, days and months."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.basics.messages import say
from models.basics.period import Period
from models.city.city import City
from models.city.figures import judged, target_of
from models.city.verdict import (
    Verdict,
    completion,
    decimals_shown,
    judge_value,
    share_of_time,
    shortfall,
    target_text,
    verdict_key,
    yardstick,
)
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Base, Direction, Elapsed, Indicator, Quarterly, TargetStep
from models.settings.settings import Settings
from tests.models.city.towns import Town

PLAN = load_plan(SHIPPED)
Q1, Q2, Q3, YEAR = (PLAN.periods[name] for name in ("2020Q1", "2020Q2", "2020Q3", "2020Y初步"))


def indicator(direction: Direction, **more: Any) -> Indicator:
    return replace(next(iter(PLAN.indicators.values())), direction=direction, **more)


def city(period: Period = YEAR) -> City:
    return City(plan=PLAN, settings=Settings(), period=period, sheets={}, expected=())


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("180000", "met"), ("190000", "met"), ("200000", "met"), ("200000.01", "missed"), ("1", "missed")],
)
def test_a_range_is_met_within_both_ends(value: str, verdict: str) -> None:
    one = indicator(Direction.BETWEEN, low=Decimal(180000), high=Decimal(200000), target=Decimal(200000))
    assert judge_value(one, Decimal(value), one.target, YEAR) == verdict
    assert target_text(one, one.target) == "180000—200000"
    assert completion(one, Decimal(value), one.target) is None, "a range has no 完成率"
    assert one.ends == (180000, 200000)
    for other in (replace(one, direction=Direction.AT_LEAST), replace(one, low=None), replace(one, high=None)):
        assert other.ends is None


def test_a_range_is_neither_better_nor_worse_before_the_deciding_period() -> None:
    one = indicator(Direction.BETWEEN, quarterly=Quarterly.LEVEL, low=Decimal(10), high=Decimal(20), target=Decimal(20))
    found = [verdict_key(one, judge_value(one, Decimal(value), one.target, Q3)) for value in (15, 26)]
    assert [say(key) for key in found] == ["目前在目标区间内", "目前不在目标区间内"]


@pytest.mark.parametrize("direction", [Direction.YES, Direction.GRADE, Direction.EQUAL])
def test_what_can_be_no_better_is_as_it_should_be(direction: Direction) -> None:
    one = indicator(direction, quarterly=Quarterly.LEVEL, grades=("差", "良"), target=Decimal(1))
    found = [verdict_key(one, judge_value(one, Decimal(value), one.target, Q3)) for value in (1, 0)]
    assert [say(key) for key in found] == ["目前符合目标要求", "目前未达到目标要求"]


def test_a_grade_is_at_least_the_one_wanted() -> None:
    one = indicator(Direction.GRADE, grades=("不合格", "合格", "良好", "优秀"), target=Decimal(2))
    said = {grade: judge_value(one, one.number_of(grade), one.target, YEAR).value for grade in one.grades}
    assert said == {"不合格": "missed", "合格": "missed", "良好": "met", "优秀": "met"}
    assert (target_text(one, one.target), one.words_of(Decimal(3))) == ("良好及以上", "优秀")
    assert judge_value(one, one.number_of("很好"), one.target, YEAR) is Verdict.NOT_EVALUABLE


def test_a_yes_is_met_by_yes_alone() -> None:
    one = indicator(Direction.YES, target=Decimal(1))
    assert [judge_value(one, one.number_of(word), one.target, YEAR).value for word in ("是", "否")] == ["met", "missed"]
    assert (target_text(one, one.target), one.words_of(Decimal(0))) == ("是", "否")


def test_not_below_the_base_is_held_against_the_base() -> None:
    one = indicator(Direction.NOT_BELOW_BASE, target=None, base=Base(value=Decimal("120"), year=2019))
    target = target_of(city(), one)
    assert target == 120
    assert [judge_value(one, Decimal(value), target, YEAR).value for value in ("120", "119")] == ["met", "missed"]
    last_year = indicator(Direction.NOT_BELOW_BASE, target=None, base=Base(last_year=True))
    assert target_of(city(), last_year) is None, "nobody gave last year's figure"


def test_a_base_is_the_target_only_where_the_plan_gives_none() -> None:
    base = Base(value=Decimal("120"), year=2019)
    both = indicator(Direction.AT_LEAST, target=Decimal(150), base=base)
    assert judged(city(), both, Decimal(150)) is not Verdict.NOT_EVALUABLE
    unknown = indicator(Direction.AT_LEAST, target=None, base=Base(last_year=True))
    assert judged(city(), unknown, Decimal(150)) is Verdict.NOT_EVALUABLE
    neither = indicator(Direction.AT_LEAST, target=None, base=None)
    assert (target_of(city(), both), target_of(city(), neither)) == (150, None)
    assert judged(city(), neither, Decimal(150)) is Verdict.NO_TARGET, "none is set, which is another thing"


def test_each_period_has_its_step() -> None:
    steps = (TargetStep(period="2020Q1", target=Decimal(3)), TargetStep(period="2020Q3", target=Decimal(6)))
    one = indicator(Direction.AT_LEAST, target=Decimal(10), steps=steps, elapsed=Elapsed.STEPS)
    targets = {period.id: target_of(city(period), one) for period in (Q1, Q2, Q3, YEAR)}
    assert targets == {"2020Q1": 3, "2020Q2": 3, "2020Q3": 6, "2020Y初步": 10}
    assert judge_value(one, Decimal(6), targets["2020Q3"], Q3) is Verdict.ON_TRACK
    assert judge_value(one, Decimal(5), targets["2020Q3"], Q3) is Verdict.BEHIND
    assert judge_value(one, Decimal(9), targets["2020Y初步"], YEAR) is Verdict.MISSED


def test_the_time_that_has_passed_is_counted_by_days_or_months() -> None:
    half = replace(Q2, start=date(2026, 1, 1), end=date(2026, 6, 30))
    later = replace(half, end=date(2028, 1, 1))
    days, months, nothing = (
        indicator(Direction.AT_LEAST, elapsed=kind, since=date(2026, 1, 1), due=date(2027, 6, 30))
        for kind in (Elapsed.DAYS, Elapsed.MONTHS, Elapsed.NONE)
    )
    assert share_of_time(days, half) == Decimal(181) / Decimal(546)
    assert share_of_time(months, half) == Decimal(6) / Decimal(18)
    assert share_of_time(nothing, half) is None
    assert share_of_time(days, later) == 1


def test_a_target_of_several_years_is_decided_in_the_last_of_them_only() -> None:
    later = replace(YEAR, id="2021Y", end=date(2021, 12, 31))
    plan = replace(PLAN, periods={**PLAN.periods, "2021Y": later})
    one = indicator(
        Direction.AT_LEAST, multi_year=True, target=Decimal(100), due=date(2021, 12, 31), since=date(2020, 1, 1),
        elapsed=Elapsed.DAYS, quarterly=Quarterly.PROGRESS,
    )  # fmt: skip
    towns = [City(plan=plan, settings=Settings(), period=end, sheets={}, expected=()) for end in (YEAR, later)]
    assert [town.decides(one) for town in towns] == [False, True]
    said = [judge_value(one, Decimal(60), one.target, t.period, deciding=t.decides(one)).value for t in towns]
    assert said == ["on_track", "missed"]


def test_only_a_verdict_by_time_is_held_against_the_time_that_has_passed() -> None:
    one = indicator(Direction.AT_LEAST, quarterly=Quarterly.PROGRESS, elapsed=Elapsed.DAYS)
    share = share_of_time(one, Q3)
    assert share is not None
    for verdict in Verdict:
        by_time = verdict in (Verdict.BEHIND, Verdict.ON_TRACK)
        assert yardstick(one, Decimal(100), Q3, verdict) == (100 * share if by_time else 100)
    years = replace(one, quarterly=Quarterly.NONE, multi_year=True)
    assert yardstick(years, Decimal(100), Q3, Verdict.BEHIND) == 100 * share
    steps = replace(one, elapsed=Elapsed.STEPS)
    level = replace(one, quarterly=Quarterly.LEVEL, since=one.since.replace(year=Q3.end.year))
    assert yardstick(steps, Decimal(100), Q3, Verdict.BEHIND) == 100
    assert yardstick(level, Decimal(100), Q3, Verdict.BEHIND) == 100


def test_without_a_share_of_the_time_nothing_is_said_before_the_end() -> None:
    one = indicator(Direction.AT_LEAST, quarterly=Quarterly.PROGRESS, elapsed=Elapsed.NONE)
    assert judge_value(one, Decimal(60), Decimal(100), Q3) is Verdict.NOT_EVALUABLE
    assert judge_value(one, Decimal(60), Decimal(100), YEAR) is Verdict.MISSED


def test_nothing_is_asked_before_the_first_step_has_come() -> None:
    step = TargetStep(period=Q3.id, target=Decimal(50))
    one = indicator(Direction.AT_LEAST, target=Decimal(100), elapsed=Elapsed.STEPS, steps=(step,))
    assert judged(city(Q1), one, Decimal(1)) is Verdict.NOT_EVALUABLE
    assert judged(city(Q3), one, Decimal(1)) is not Verdict.NOT_EVALUABLE
    early = judged(city(Q1), one, Decimal(100))
    assert early is not Verdict.NOT_EVALUABLE, "what was reached before its first step is reached"


def test_a_range_is_missed_by_what_lies_outside_it() -> None:
    one = indicator(Direction.BETWEEN, low=Decimal(10), high=Decimal(20), target=Decimal(20))
    found = [shortfall(one, Decimal(value), one.target, YEAR, Verdict.MISSED) for value in (7, 26)]
    assert found == [Decimal(3), Decimal(6)]


def test_what_lags_misses_the_figure_its_verdict_was_held_against() -> None:
    one = indicator(Direction.AT_LEAST, target=Decimal(100), quarterly=Quarterly.PROGRESS, elapsed=Elapsed.DAYS)
    assert shortfall(one, Decimal(60), one.target, YEAR, Verdict.MISSED) == 40
    held = yardstick(one, Decimal(100), Q3, Verdict.BEHIND)
    assert shortfall(one, Decimal(60), one.target, Q3, Verdict.BEHIND) == held - 60 < 40
    below = indicator(Direction.AT_MOST, target=Decimal(42))
    assert shortfall(below, Decimal(45), below.target, YEAR, Verdict.MISSED) == 3
    assert shortfall(below, None, below.target, YEAR, Verdict.MISSED) is None


def test_a_target_that_is_computed_is_shown_with_its_own_decimals() -> None:
    town = Town()
    result = town.of("Q06")
    assert result.shown_target == target_text(result.indicator, result.target)
    base = replace(result, indicator=replace(result.indicator, target=None), target=Decimal("3.14159"))
    assert replace(base, target_decimals=0).shown_target == "3"
    assert replace(base, target_decimals=3).shown_target == "3.142"
    assert replace(base, target=None).shown_target == "—"
    graded = indicator(Direction.GRADE, grades=("不合格", "合格"), target=None)
    assert replace(base, indicator=graded, target=Decimal(1)).shown_target == "合格"
    assert replace(base, indicator=graded, target=Decimal(0)).shown_target == "不合格及以上", (
        "a better one meets it too"
    )


def test_rows_that_are_counted_have_no_decimals() -> None:
    """30.00 处 stood beside an indicator whose plan says nothing of decimals; what is added up of rows may have some."""
    one = replace(PLAN.indicators["Q17"], decide_decimals=None)
    item = replace(PLAN.items["Q17.1"], decimals=None)
    assert item.count and decimals_shown(one, item, Decimal(30)) == 0
    of_column = replace(item, count=tuple(replace(count, total="吨位") for count in item.count))
    assert decimals_shown(one, of_column, Decimal(30)) == 2
