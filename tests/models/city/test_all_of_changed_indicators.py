"""Everything a summary says where the plan's indicators are of other kinds than its own, as it was agreed.

The figures are those of invented cities; direction, target, time, rounding and the way of putting together are drawn
for each indicator, so that every way a plan may judge meets complete and incomplete figures.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.city.city import City
from models.city.figures import target_of
from models.city.summary import summarise
from models.city.verdict import (
    Verdict,
    figure_words,
    gained,
    judge_value,
    share_of_time,
    shortfall,
    target_text,
    yardstick,
)
from models.plan.plan import Aggregate, Base, Direction, Elapsed, Indicator, Plan, Quarterly, TargetStep
from tests.golden.texts import compare_text
from tests.models.city.recomputed.test_recomputed import FINAL, Q3, YEAR, invent
from tests.models.city.test_all_of_a_summary import figure, made, told
from tests.models.city.towns import Town, plan

CITIES = (
    (29, Q3),
    (48, Q3),
    (35, Q3),
    (48, YEAR),
    (23, YEAR),
    (32, YEAR),
    (47, YEAR),
    (20, FINAL),
)  # those with the most to judge
WITH_DECISIONS = (35, 47)  # of the office, returns held, sent back and disputed
GRADES = ("不合格", "合格", "良好", "优秀")


def changed(draw: random.Random, one: Indicator, value: Decimal | None) -> Indicator:
    """An indicator of another kind whose target lies at, just below or just above the value it has in a city."""
    near = round(value or Decimal(3), 2)
    target = draw.choice((near, near, near * 2, near / 2, near + Decimal("0.01"), -near, Decimal(0), None))
    base = draw.choice((None, Base(value=near + 1, year=2019), Base(last_year=True), Base(item=one.value_item)))
    way = draw.choice(tuple(Aggregate)) if draw.random() < 0.25 else one.aggregate
    more: dict[str, Any] = {
        "direction": draw.choice((*Direction, Direction.AT_LEAST, Direction.AT_MOST)),
        "target": target,
        "low": draw.choice((None, near - 1, near)),
        "high": draw.choice((None, near, near + 1)),
        "base": base,
        "grades": GRADES,
        "steps": draw.choice(
            ((), (TargetStep(period="2020Q2", target=near), TargetStep(period=YEAR, target=near * 3)))
        ),
        "since": draw.choice((one.since, date(2019, 7, 15))),
        "due": draw.choice((one.due, date(2020, 11, 30), date(2021, 12, 31))),
        "elapsed": draw.choice(tuple(Elapsed)),
        "multi_year": draw.random() < 0.2,
        "quarterly": draw.choice(tuple(Quarterly)),
        "aggregate": way if one.numerator or way not in (Aggregate.RATIO, Aggregate.GROWTH) else one.aggregate,
        "decide_decimals": draw.choice((None, None, 0, 2)),
        "reconcile": draw.choice(("decides", "informs", "none", one.reconcile)),
        "aggregate_by": draw.choice(("", "q16_average")),
    }
    return replace(one, **more)


def with_others(town: Town, seed: int) -> tuple[City, Plan]:
    """An invented city under a plan whose indicators are changed."""
    draw = random.Random(seed)
    results = town.summary().results
    other = {one.indicator.id: changed(draw, one.indicator, one.value) for one in results}
    changed_plan = replace(plan(), indicators=other)
    return replace(town.city, plan=changed_plan), changed_plan


def judged_alone(city: City, one: Indicator, value: Decimal | None) -> Iterator[str]:
    """What is said of a value apart from a summary: words, yardstick, shortfall and share of the time."""
    target, period = target_of(city, one), city.period
    share = share_of_time(one, period)
    yield f"target {target_text(one, target)} share {figure(share and share.quantize(Decimal('0.0001')))}"
    if value is None:
        return
    yield f"words {figure_words(city.plan, one, value)} / {figure_words(city.plan, one, value, amount=True)}"
    if target is None:
        return
    for verdict in (Verdict.BEHIND, Verdict.MISSED, Verdict.ON_TRACK):
        yard, short = yardstick(one, target, period, verdict), shortfall(one, value, target, period, verdict)
        yield f"{verdict.value} {yard:.6f} {'—' if short is None else f'{short:.6f}'}"
    said = (judge_value(one, value, target, period, deciding=deciding).value for deciding in (True, False, None))
    yield f"judged {' '.join(said)} gained {gained(one.direction, target)}"


@pytest.mark.parametrize("seed, period", CITIES)
def test_everything_said_of_indicators_of_other_kinds_is_as_agreed(
    seed: int, period: str, request: pytest.FixtureRequest
) -> None:
    town = made(seed, period) if seed in WITH_DECISIONS else invent(seed, period)[0]
    city, other = with_others(town, seed)
    missing = tuple(unit for unit in city.expected if unit not in city.sheets)
    summary = summarise(city, missing, town.decided)
    lines = [
        f"{result.indicator.id} {line}".strip()
        for result in summary.results
        for line in (
            f"{result.indicator.direction} {result.indicator.aggregate} {result.judgement}",
            *told(city, result),
            *judged_alone(city, other.indicators[result.indicator.id], result.value),
        )
    ]
    name = f"kinds/{seed}-{period.replace('初步', 'p').replace('核定', 'f')}"
    assert compare_text(lines, name, remake=request.config.getoption("--remake-golden")) == []
