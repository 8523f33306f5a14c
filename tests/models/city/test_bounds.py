"""Targets of every sign and direction: what is gained may be reached early, a bound that is used up may not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.city.verdict import (
    Verdict,
    completion,
    decimals_shown,
    gained,
    judge_value,
    meets,
    places_apart,
    rate_shown,
    share_of_time,
)
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Base, Direction, Quarterly

PLAN = load_plan(SHIPPED)
Q3, YEAR = PLAN.periods["2020Q3"], PLAN.periods["2020Y初步"]
AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
ITEM = replace(next(iter(PLAN.items.values())), decimals=1)
TARGETS = st.decimals(-10_000, 10_000, places=2).filter(bool)
VALUES = st.decimals(-20_000, 20_000, places=2)


def indicator(direction: Direction, quarterly: Quarterly = Quarterly.PROGRESS):
    return replace(next(iter(PLAN.indicators.values())), direction=direction, quarterly=quarterly)


@pytest.mark.parametrize(
    ("direction", "target", "value", "verdict"),
    [
        (AT_LEAST, "315", "315", Verdict.REACHED),
        (AT_LEAST, "315", "240", Verdict.ON_TRACK),
        (AT_LEAST, "315", "230", Verdict.BEHIND),
        (AT_MOST, "413", "4130", Verdict.BEHIND),
        (AT_MOST, "413", "400", Verdict.BEHIND),  # more than three quarters of what the year may have
        (AT_MOST, "413", "300", Verdict.ON_TRACK),
        (AT_LEAST, "-20", "-16", Verdict.BEHIND),
        (AT_LEAST, "-20", "-15", Verdict.ON_TRACK),
        (AT_MOST, "-20", "-21", Verdict.REACHED),
        (AT_MOST, "-20", "-15", Verdict.ON_TRACK),
        (AT_MOST, "-20", "5", Verdict.BEHIND),
        (AT_MOST, "0", "0", Verdict.ON_TRACK),
        (AT_MOST, "0", "1", Verdict.BEHIND),
        (AT_MOST, "0.5", "0.2", Verdict.ON_TRACK),
        (AT_LEAST, "0.5", "0.6", Verdict.REACHED),
        (AT_LEAST, "-0.5", "0", Verdict.ON_TRACK),
    ],
)
def test_before_the_year_is_over_the_pace_counts(
    direction: Direction, target: str, value: str, verdict: Verdict
) -> None:
    assert judge_value(indicator(direction), Decimal(value), Decimal(target), Q3) is verdict


@pytest.mark.parametrize(
    ("direction", "target", "value", "rate"),
    [
        (AT_LEAST, "200", "150", "75"),
        (AT_LEAST, "200", "-10", "0"),
        (AT_LEAST, "-100", "-300", None),
        (AT_LEAST, "-100", "-50", "100"),
        (AT_MOST, "-100", "-50", "50"),
        (AT_MOST, "-100", "20", "0"),
        (AT_MOST, "-100", "-150", "150"),
        (AT_MOST, "200", "150", "100"),
        (AT_MOST, "200", "400", "50"),
    ],
)
def test_completion_of_every_sign(direction: Direction, target: str, value: str, rate: str | None) -> None:
    found = completion(indicator(direction), Decimal(value), Decimal(target))
    assert found is not None
    assert 33 < found < 34 if rate is None else found == Decimal(rate)


@given(st.sampled_from([AT_LEAST, AT_MOST]), TARGETS, VALUES)
def test_a_completion_of_100_says_the_same_as_met(direction: Direction, target: Decimal, value: Decimal) -> None:
    found = completion(indicator(direction), value, target)
    assert found is not None
    assert found >= 0
    assert (found >= 100) is meets(indicator(direction), value, target)


@given(st.sampled_from([AT_LEAST, AT_MOST]), TARGETS, VALUES)
def test_a_better_value_never_has_a_worse_verdict(direction: Direction, target: Decimal, value: Decimal) -> None:
    order = (Verdict.BEHIND, Verdict.ON_TRACK, Verdict.REACHED)
    better = value + 1 if direction is AT_LEAST else value - 1
    found = [order.index(judge_value(indicator(direction), one, target, Q3)) for one in (value, better)]
    assert found[0] <= found[1]
    mirrored = AT_MOST if direction is AT_LEAST else AT_LEAST
    assert order.index(judge_value(indicator(mirrored), -value, -target, Q3)) == found[0]
    assert gained(direction, target) is gained(mirrored, -target)


@given(st.sampled_from([AT_LEAST, AT_MOST]), TARGETS, VALUES)
def test_the_year_says_met_or_missed(direction: Direction, target: Decimal, value: Decimal) -> None:
    verdict = judge_value(indicator(direction), value, target, YEAR)
    assert verdict is (Verdict.MET if meets(indicator(direction), value, target) else Verdict.MISSED)
    assert share_of_time(indicator(direction), YEAR) == 1


@pytest.mark.parametrize(
    ("value", "bounds", "places"),
    [
        ("12000.05", ("9000", "12000"), 2),
        ("12000.5", ("9000", "12000"), 1),
        ("12000", ("12000",), 1),
        ("9.99996", ("10",), 5),
        ("9.96", ("9.99996",), 2),
    ],
)
def test_a_value_is_shown_with_the_decimals_that_tell_it_from_its_bounds(
    value: str, bounds: tuple[str, ...], places: int
) -> None:
    one = replace(indicator(AT_LEAST), decide_decimals=None)
    assert decimals_shown(one, ITEM, Decimal(value), *map(Decimal, bounds)) == places
    decided = replace(one, decide_decimals=1)
    assert decimals_shown(decided, ITEM, Decimal("12000.0"), Decimal("12000.05")) == 1, "it is compared as it is shown"


def test_a_rate_never_says_100_of_a_target_that_is_not_reached() -> None:
    one, rates = indicator(AT_LEAST), ("80", "99.94", "99.997", "99.99996", "100", "100.004")
    said = [str(rate_shown(one, Decimal(rate))) for rate in rates]
    assert said == ["80.00", "99.94", "99.997", "99.99996", "100.00", "100.00"]


def test_the_value_that_is_compared_gives_the_completion_at_both_desks() -> None:
    """A unit's sheet holds 89.04, which is decided with one decimal: 89.0 of 89.1, as the office says."""
    one = replace(indicator(AT_LEAST), decide_decimals=1)
    found = completion(one, Decimal("89.04"), Decimal("89.1"))
    assert found == completion(one, Decimal("89.0"), Decimal("89.1")) == Decimal("89.0") / Decimal("89.1") * 100


@given(st.decimals(-100, 100, places=4), st.decimals(-100, 100, places=4))
def test_figures_that_differ_do_not_look_alike_and_equal_ones_cost_nothing(one: Decimal, other: Decimal) -> None:
    places = places_apart(1, one, other, PLAN.rounding)
    assert places <= 4 and (places == 1 or one != other)


@pytest.mark.parametrize(("decimals", "amount", "fallen"), [(0, 0, 3), (2, 2, 3), (None, 3, 3)])
def test_by_how_many_per_cent_an_amount_fell_has_decimals_of_its_own(
    decimals: int | None, amount: int, fallen: int
) -> None:
    """An amount is shown as its item is; its fall is a percentage, whatever the item counts."""
    item = replace(ITEM, decimals=decimals)
    plain_one = replace(PLAN.indicators["Q06"], decide_decimals=None)
    falls = replace(plain_one, direction=Direction.DROP, base=Base(item=None, value=Decimal(25)))
    value = Decimal("12.345")
    assert [decimals_shown(one, item, value) for one in (plain_one, falls)] == [amount, fallen]
    assert decimals_shown(falls, item, Decimal("12.34567")) == 4, "and no more than people can read"
