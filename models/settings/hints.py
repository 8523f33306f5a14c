"""What is worth a second look in settings that fit the plan. Refuses nothing and proposes no figure.

Source: plan.md §4.3 (分解合计未覆盖全市目标).
"""

from collections.abc import Iterator
from decimal import Decimal

from models.basics.messages import say
from models.basics.period import format_time
from models.basics.quantity import plain
from models.plan.plan import Aggregate, Direction, Indicator, Plan, UnitKind
from models.settings.settings import Settings

_FACTORS = ("coal", "oil", "gas", "grid")


def settings_hints(settings: Settings, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each thing that fits the plan but may not be meant."""
    return (*_sums(settings, plan), *_extensions(settings, plan), *_factor_sets(settings))


def _sums(settings: Settings, plan: Plan) -> Iterator[str]:
    counties = [unit.id for unit in plan.units.values() if unit.kind is UnitKind.COUNTY]
    for indicator in plan.indicators.values():
        if indicator.target is None or indicator.aggregate is not Aggregate.SUM or not indicator.county_target:
            continue
        separate = {zone for zone, rule in settings.overlap.get(indicator.id, {}).items() if rule == "separate"}
        given = [
            t.value
            for t in settings.targets
            if t.indicator == indicator.id and (t.unit in counties or t.unit in separate)
        ]
        key = _off(indicator, sum(given, Decimal(0))) if given else None
        if key:
            yield say(
                f"settings.{key}",
                name=indicator.name,
                given=len(given),
                all=len(counties),
                sum=plain(sum(given, Decimal(0))),
                target=plain(indicator.target),
                measure=indicator.measure,
            )


def _off(indicator: Indicator, total: Decimal) -> str | None:
    if indicator.target is None:
        return None
    if indicator.direction is Direction.AT_LEAST and total < indicator.target:
        return "targets_below"
    if indicator.direction is Direction.AT_MOST and total > indicator.target:
        return "targets_above"
    return None


def _extensions(settings: Settings, plan: Plan) -> Iterator[str]:
    for extension in settings.extensions:
        due = settings.due.get(extension.period)
        if due is not None and extension.until <= due:
            unit = plan.units.get(extension.unit)
            yield say(
                "settings.extension_early",
                unit=unit.name if unit else extension.unit,
                until=format_time(extension.until),
                due=format_time(due),
            )


def _factor_sets(settings: Settings) -> Iterator[str]:
    for factors in settings.factor_sets.values():
        missing = [say(f"settings.factor.{name}") for name in _FACTORS if getattr(factors, name) is None]
        if missing:
            yield say("settings.factors_missing", id=factors.id, names="、".join(missing))
