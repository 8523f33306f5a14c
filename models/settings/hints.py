"""What is worth a second look in settings that fit the plan. Refuses nothing and proposes no figure."""

from collections.abc import Iterator
from decimal import Decimal

from models.basics.messages import say
from models.basics.period import format_time
from models.basics.quantity import plain
from models.plan.plan import Aggregate, Direction, Indicator, Plan
from models.settings.settings import Settings


def settings_hints(settings: Settings, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each thing that fits the plan but may not be meant."""
    return (
        *_sums(settings, plan),
        *_extensions(settings, plan),
        *_tables(settings, plan),
        *_unread_choices(settings, plan),
    )


def _sums(settings: Settings, plan: Plan) -> Iterator[str]:
    for indicator in plan.indicators.values():
        if indicator.target is None or indicator.aggregate is not Aggregate.SUM or not indicator.decomposed:
            continue
        carry = [unit for unit in plan.filing_units if unit.kind.id in indicator.decomposed]
        whole = [unit.id for unit in carry if unit.within is None]
        separate = {zone for zone, rule in settings.overlap.get(indicator.id, {}).items() if rule == "separate"}
        given = [
            t.value for t in settings.targets if t.indicator == indicator.id and (t.unit in whole or t.unit in separate)
        ]
        key = _off(indicator, sum(given, Decimal(0))) if given else None
        if key:
            yield say(
                f"settings.{key}",
                name=indicator.name,
                given=len(given),
                all=len(whole),
                units=plan.unit_kinds[carry[0].kind.id].name if carry else "",
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
            yield say(
                "settings.extension_early",
                unit=plan.unit_in(extension.unit, extension.period),
                until=format_time(extension.until),
                due=format_time(due),
            )


def _tables(settings: Settings, plan: Plan) -> Iterator[str]:
    """Rows of a parameter that leave a figure open: what needs it cannot be computed."""
    for parameter in plan.parameters.values():
        for row in settings.table(plan, parameter.id):
            missing = [one.name for one in parameter.columns if one.type == "number" and not row.get(one.name)]
            if missing:
                called = "、".join(row.get(name, "") for name in parameter.key)
                yield say("settings.row_open", name=parameter.name, id=called, names="、".join(missing))


def _unread_choices(settings: Settings, plan: Plan) -> Iterator[str]:
    """A choice other than the plan's that nothing in the plan reads: what it names is computed as before."""
    from models.plan.looks.readers import parameter_readers  # loaded where settings are looked at, not at a start

    read = parameter_readers(plan)
    for one in plan.parameters.values():
        given = settings.parameters.get(one.id)
        if one.id in read or not one.choices or one.default is None or given in (None, one.default):
            continue
        said, stays = (one.words_of(str(choice)) for choice in (given, one.default))
        yield say("settings.not_computed", name=one.name, given=said, stays=stays)
