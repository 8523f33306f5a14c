"""`plan show`: per unit and period what is filled, per indicator how it is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from models.basics.messages import say
from models.basics.quantity import plain, with_measure
from ui.cli.shared.command import Answer, command

if TYPE_CHECKING:
    from models.plan.plan import Indicator, Plan
    from models.planning.show import Filling, IndicatorDecision


@command("plan show", one_of=("unit", "indicator"))
def show(file: Path | None = None, *, unit: str = "", indicator: str = "", period: str = "") -> Answer:
    """Tell who fills what when and how indicators are decided; of the shipped plan without a file."""
    from forms.plan_book.files import plan_source
    from models.plan.load import SHIPPED, PlanProblems
    from models.planning.show import decision, fillings
    from models.versions.named import require_indicator, require_period, require_unit
    from ui.cli.plan.check import problems_answer

    try:
        plan, _ = plan_source(file or SHIPPED)
    except PlanProblems as error:
        return problems_answer(error.problems)
    asked = require_period(plan, period) if period else ""
    known = require_indicator(plan, indicator) if indicator else None
    wanted = require_unit(plan, unit).id if unit else ""
    filled = [] if known else list(fillings(plan, unit=wanted, period=asked))
    shown = [known] if known else [] if unit else list(plan.indicators.values())
    decided = [decision(plan, one) for one in shown]
    found = {"units": [_filling(one) for one in filled], "indicators": [_decision(one) for one in decided]}
    return Answer(found, [*_filling_lines(plan, filled), *(line for one in decided for line in _lines(plan, one))])


def _filling(one: Filling) -> dict[str, object]:
    tables = {table: list(items) for table, items in one.tables.items()}
    return {
        "unit": one.unit,
        "period": one.period,
        "tables": tables,
        "registers": list(one.registers),
        "blocks": list(one.blocks),
    }


def _decision(one: IndicatorDecision) -> dict[str, object]:
    return {
        "id": one.indicator.id,
        "value_item": one.indicator.value_item,
        "aggregate": one.indicator.aggregate.value,
        "parts": list(one.parts),
        "entered": list(one.entered),
        "adds": list(one.adds),
        "compares": list(one.compares),
        "alone": list(one.alone),
        "deciding": list(one.deciding),
        "reported": list(one.reported),
    }


def _filling_lines(plan: Plan, filled: list[Filling]) -> Iterator[str]:
    before = ""
    for one in filled:
        if one.unit != before:
            yield say("plan_show.unit", 单位=plan.unit_name(one.unit), 编号=one.unit)
        before, name = one.unit, plan.periods[one.period].name
        if not (one.tables or one.blocks):
            yield say("plan_show.nothing", 期=name)
            continue
        yield say("plan_show.period", 期=name, n=one.items)
        for table, items in one.tables.items():
            yield say("plan_show.table", 表=f"{table} {plan.tables[table].name}", 名单="、".join(items))
        if one.registers:
            names = [f"{register} {plan.registers[register].name}" for register in one.registers]
            yield say("plan_show.registers", 名单="、".join(names))
        if one.blocks:
            yield say("plan_show.blocks", 名单="、".join(one.blocks))


def _lines(plan: Plan, one: IndicatorDecision) -> Iterator[str]:
    from forms.plan_book.layout import label

    indicator = one.indicator
    value = f"{indicator.value_item} {plan.items[indicator.value_item].name}"
    yield say("plan_show.indicator", 编号=indicator.id, 指标=indicator.name, 目标=_target(indicator))
    yield say("plan_show.value", 项目=value)
    if one.entered != (indicator.value_item,):
        yield say("plan_show.entered", 名单="、".join(f"{id} {plan.items[id].name}" for id in one.entered))
    yield say("plan_show.aggregate", 方式=label("indicator", "aggregate", indicator.aggregate.value))
    for key in ("adds", "compares", "alone"):
        if units := getattr(one, key):
            yield say(f"plan_show.{key}", 名单="、".join(plan.unit_name(unit) for unit in units))
    if indicator.steps:
        steps = (f"{plan.periods[step.period].name} {plain(step.target)}" for step in indicator.steps)
        yield say("plan_show.steps", 名单="、".join(steps))
    for key in ("reported", "deciding"):
        names = "、".join(plan.periods[period].name for period in getattr(one, key))
        yield say(f"plan_show.{key}", 名单=names or say("plan_show.nobody"))


def _target(one: Indicator) -> str:
    """Return what an indicator is held against: at least so much, a range, a grade, or its base."""
    from forms.plan_book.layout import label
    from models.city.verdict import target_text

    base, way = one.base, label("indicator", "direction", one.direction.value)
    if one.falls_from_base and base is not None:
        own = plain(base.value) if base.value is not None else say("plan_show.base_item", 编号=base.item)
        words = f"{way} {target_text(one, one.target)} %"
        named = say("plan_show.last_year") if base.last_year else own
        named = say("plan_show.base_year", 目标=named, 年=base.year) if base.year else named
        return say("plan_show.fall", 目标=words, 基数=named)
    if one.target is not None or base is None:
        figure = target_text(one, one.target)
    elif base.value is not None:
        figure = plain(base.value)
    else:
        return f"{way} " + (
            say("plan_show.last_year") if base.last_year else say("plan_show.base_item", 编号=base.item)
        )
    words = figure if figure == way else f"{way} {with_measure(figure, one.measure)}"
    return say("plan_show.base_year", 目标=words, 年=base.year) if base and base.year and one.target is None else words
