"""Verdict: what is said of an indicator's value against its target, by the kind of period.

Deciding periods say met or missed; before them a value is 已达年度目标值, 达到序时进度 or 滞后于序时进度, never 未达标.
Rounding happens once, by the indicator's own rule.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.basics.messages import CHINESE, say_in
from models.basics.period import Period
from models.basics.quantity import Rounding, format_exact, plain, round_to, with_measure
from models.plan.plan import Aggregate, Direction, Elapsed, Indicator, Item, ItemType, Plan, Quarterly


class Verdict(StrEnum):
    """评价 of one indicator in one period."""

    MET = "met"  # 达标
    MISSED = "missed"  # 未达标
    REACHED = "reached"  # 已达年度目标值
    ON_TRACK = "on_track"  # 达到序时进度
    BEHIND = "behind"  # 滞后于序时进度
    PENDING = "pending"  # 待认定, 待审定, 待确认, 依据已变
    NOT_EVALUABLE = "not_evaluable"  # 不可评价
    NO_TARGET = "no_target"  # 无分解目标，不评价


class VerdictSign(StrEnum):
    """The sign a verdict is told by, the same on screen and on paper."""

    MET = "met"  # ✓
    BEHIND = "behind"  # a triangle
    MISSED = "missed"  # ✕
    PENDING = "pending"  # ◔
    NONE = "none"  # —


SIGN_OF = {
    Verdict.MET: VerdictSign.MET,
    Verdict.REACHED: VerdictSign.MET,
    Verdict.ON_TRACK: VerdictSign.MET,
    Verdict.BEHIND: VerdictSign.BEHIND,
    Verdict.MISSED: VerdictSign.MISSED,
    Verdict.PENDING: VerdictSign.PENDING,
    Verdict.NOT_EVALUABLE: VerdictSign.NONE,
    Verdict.NO_TARGET: VerdictSign.NONE,
}
HUNDRED = Decimal(100)
RATE_DECIMALS = 2  # of a 完成率
AT_MOST = (Direction.AT_MOST, Direction.NO_GROWTH)
TARGET_SIGNS = {  # how a target is written: ≥98, ≤42
    Direction.AT_LEAST: "≥",
    Direction.NOT_BELOW_BASE: "≥",
    Direction.AT_MOST: "≤",
    Direction.NO_GROWTH: "≤",
    Direction.DROP: "≥",
}


def decided_value(indicator: Indicator, exact: Decimal) -> Decimal:
    """Return the value as it is compared: rounded once by the indicator's rule, or as it is (全数值比较)."""
    if indicator.decide_decimals is None:
        return exact
    return round_to(exact, indicator.decide_decimals, indicator.decide_rounding)


def meets(indicator: Indicator, value: Decimal, target: Decimal) -> bool:
    """True when a value reaches its target; a range has its own two ends."""
    if indicator.ends is not None:
        return indicator.ends[0] <= value <= indicator.ends[1]
    if indicator.direction is Direction.EQUAL:
        return value == target
    return value <= target if indicator.direction in AT_MOST else value >= target


def judge_value(
    indicator: Indicator, value: Decimal | None, target: Decimal | None, period: Period, *, deciding: bool | None = None
) -> Verdict:
    """Return the verdict of a compared value (see `decided_value`); None = there is no value to judge.

    `target` is that of the period; a step on the way is judged as progress. `deciding`: this period says 达标 or 未达标
    of the indicator (`City.decides`); None = as the kind of period says.
    """
    if target is None:
        return Verdict.NO_TARGET
    if value is None:
        return Verdict.NOT_EVALUABLE
    reached = meets(indicator, value, target)
    if period.deciding if deciding is None else deciding:
        return Verdict.MET if reached else Verdict.MISSED
    if indicator.elapsed is Elapsed.STEPS or indicator.multi_year:
        return _on_the_way(indicator, value, target, period)
    if indicator.quarterly is Quarterly.NONE:
        return Verdict.NOT_EVALUABLE
    if reached and (indicator.quarterly is not Quarterly.PROGRESS or gained(indicator.direction, target)):
        return Verdict.REACHED
    if indicator.quarterly is not Quarterly.PROGRESS:
        return Verdict.BEHIND
    return _on_the_way(indicator, value, target, period)


def _on_the_way(indicator: Indicator, value: Decimal, target: Decimal, period: Period) -> Verdict:
    """达到 or 滞后于序时进度: against the step of the period, else against the share of the time that has passed."""
    share = Decimal(1) if indicator.elapsed is Elapsed.STEPS else share_of_time(indicator, period)
    if share is None:
        return Verdict.NOT_EVALUABLE
    return Verdict.ON_TRACK if meets(indicator, value, target * share) else Verdict.BEHIND


def gained(direction: Direction, target: Decimal) -> bool:
    """True for a target that is gained bit by bit (315 at least, -20 at most) and may be reached before the year ends.

    The others are bounds that are used up bit by bit (413 at most, -5 at least): until the year ends nobody knows.
    """
    return target < 0 if direction in AT_MOST else target > 0


_KIND_OF_LEVEL = {
    Direction.BETWEEN: "range", Direction.EQUAL: "state", Direction.GRADE: "state", Direction.YES: "state",
}  # fmt: skip


def verdict_key(indicator: Indicator, verdict: Verdict) -> str:
    """Return the message key of a verdict: only what adds up reaches 年度目标值.

    A level is better than its target, or in its range; what can be no better (是, a grade) is as it should.
    """
    leveled = verdict in (Verdict.REACHED, Verdict.BEHIND) and indicator.quarterly is not Quarterly.PROGRESS
    kind = _KIND_OF_LEVEL.get(indicator.direction, "level")
    return f"verdicts.{verdict.value}_{kind}" if leveled else f"verdicts.{verdict.value}"


def decimals_shown(indicator: Indicator, item: Item, value: Decimal, *bounds: Decimal) -> int:
    """Return how many decimals a value is shown with: those it is decided with, else as many as it has, two at least.

    A counted thing (item without decimals) has none. What is compared as it is (全数值比较) has as many more as tell it
    from the figures it is held against: 12000.05 over a bound of 12000 is not shown as 12000.0.
    """
    if indicator.decide_decimals is not None:
        return indicator.decide_decimals
    counts_rows = item.type is ItemType.COUNTED and not any(one.total for one in item.count)
    counted = 0 if counts_rows and indicator.aggregate is not Aggregate.MEAN else 4
    most = 4 if indicator.falls_from_base else counted if item.decimals is None else item.decimals
    exponent = Decimal(plain(round_to(value, most, indicator.decide_rounding))).as_tuple().exponent
    places = max(min(2, most), -exponent if isinstance(exponent, int) else 0)
    return max((places_apart(places, value, one, indicator.decide_rounding) for one in bounds), default=places)


def places_apart(places: int, one: Decimal, other: Decimal, rounding: Rounding) -> int:
    """Return the least number of decimals, `places` at least, with which two figures that differ do not look alike."""
    while one != other and round_to(one, places, rounding) == round_to(other, places, rounding):
        places += 1
    return places


def rate_shown(indicator: Indicator, rate: Decimal) -> Decimal:
    """Return a 完成率 as every screen, paper and answer writes it, rounded once by the indicator's rule."""
    return percent_shown(rate, indicator.decide_rounding)


def percent_shown(rate: Decimal, rounding: Rounding) -> Decimal:
    """Return a rate in per cent with two decimals, with more where they would say 100 of less."""
    places = places_apart(RATE_DECIMALS, rate, HUNDRED, rounding) if rate < HUNDRED else RATE_DECIMALS
    return round_to(rate, places, rounding)


def figure_words(plan: Plan, indicator: Indicator, value: Decimal, *, amount: bool = False) -> str:
    """Return a figure of an indicator with its measure: its decimals at least, and all of its own; a grade, 是 or 否.

    `amount`: it is one of those that a fall is computed from, not the fall itself.
    """
    item = plan.items[indicator.value_item]
    measure = item.measure if amount or not indicator.falls_from_base else indicator.measure
    words = indicator.words_of(value)
    return words or with_measure(format_exact(value, decimals_shown(indicator, item, value)), measure)


def share_of_time(indicator: Indicator, period: Period) -> Decimal | None:
    """Return the share of an indicator's time that has passed (序时进度), at most 1; None where it has none.

    Counted from `since` to `due`, by days or by whole months, as the plan says.
    """
    if indicator.elapsed in (Elapsed.NONE, Elapsed.STEPS):
        return None
    count = _months if indicator.elapsed is Elapsed.MONTHS else _days
    passed, whole = count(indicator.since, period.end), count(indicator.since, indicator.due)
    return min(Decimal(1), max(Decimal(0), Decimal(passed) / Decimal(whole))) if whole > 0 else Decimal(1)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def yardstick(indicator: Indicator, target: Decimal, period: Period, verdict: Verdict) -> Decimal:
    """Return the figure a verdict was held against: the target, or what the time that has passed asks of it."""
    by_time = indicator.quarterly is Quarterly.PROGRESS or indicator.multi_year
    if verdict not in (Verdict.BEHIND, Verdict.ON_TRACK) or indicator.elapsed is Elapsed.STEPS or not by_time:
        return target
    share = share_of_time(indicator, period)
    return target if share is None else target * share


def shortfall(
    indicator: Indicator, value: Decimal | None, target: Decimal | None, period: Period, verdict: Verdict
) -> Decimal | None:
    """Return by how much a value that lags misses what it was held against; None where that is no amount."""
    if value is None or target is None or indicator.direction in (Direction.GRADE, Direction.YES):
        return None
    if indicator.ends is not None:
        return max(indicator.ends[0] - value, value - indicator.ends[1])
    return abs(value - yardstick(indicator, target, period, verdict))


NO_RATE = (Direction.BETWEEN, Direction.EQUAL, Direction.GRADE, Direction.YES)  # 完成率 says nothing of them


def completion(indicator: Indicator, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Return 完成率 in per cent, None where it says nothing (no value, no target, a target of 0, a range or a word).

    What is gained: value ÷ target, of the wrong sign 0. A bound that is used up: met is 100, else target ÷ value.
    The value is the one that is compared, rounded by the indicator's rule.
    """
    if value is None or not target or indicator.direction in NO_RATE:
        return None
    value = decided_value(indicator, value)
    if gained(indicator.direction, target):
        return max(Decimal(0), value / target * 100)
    return Decimal(100) if meets(indicator, value, target) else target / value * 100


def target_text(indicator: Indicator, target: Decimal | None) -> str:
    """Return a target as people read it: a figure, both ends of a range, 良好及以上, 是; "—" for none."""
    if target is None:
        return "—"
    if indicator.ends is not None:
        return "—".join(map(plain, indicator.ends))
    words = indicator.words_of(target)
    better = indicator.direction is Direction.GRADE and target < len(indicator.grades) - 1
    return say_in(CHINESE, "summary.grade_at_least", 等级=words) if words and better else words or plain(target)
