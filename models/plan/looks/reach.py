"""Looks at what can never come about in a plan that loads: checks that nothing reaches, counts of rows nobody keeps,
targets and grades that say two things, units that are never there. Refuses nothing.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from models.basics.messages import say
from models.plan.looks.look import Look, look
from models.plan.looks.matrix import Matrix, entered_items
from models.plan.plan import Aggregate, Assignment, Check, Direction, Indicator, ItemType, Means, Part, Plan

_SIGNED = (Means.ANSWERS, Means.PREPARED, Means.DATED)  # columns of a cover that papers print
_AT_LEAST = (Direction.AT_LEAST, Direction.NOT_BELOW_BASE)
_AT_MOST = (Direction.AT_MOST, Direction.NO_GROWTH)


def fillable(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Items whose figure can never come: inputs another unit fills, rows nobody who counts them keeps; twice given."""
    computed = {one.value_item for one in plan.indicators.values() if one.aggregate is Aggregate.ALONE}
    for item in plan.items.values():
        at = f"item[{item.id}]" if item.process is None else f"process[{item.process}].part[{item.id}]"
        units = matrix.assigned.get(item.id, frozenset())
        for id in sorted(item.formula.reads & matrix.assigned.keys()) if item.formula and units else ():
            if item.id not in computed and not units & matrix.assigned[id]:
                yield look(f"{at}.formula", "input_elsewhere", 编号=id)
        if (
            item.last_year
            and not item.changed
            and item.formula
            and (missing := list(dict.fromkeys(_without_last_year(plan, item.id))))
        ):
            yield look(f"{at}.last_year", "last_year_never", 名单="、".join(missing))
        without = [id for id in plan.units if id in units and not _keeps_one(plan, id, item.id)]
        if item.type is ItemType.COUNTED and without:
            yield look(f"{at}.count", "register_not_kept", 名单=_names(plan, without))
        if item.type is ItemType.WHOLE and item.decimals:
            yield look(f"{at}.decimals", "whole_with_decimals", n=item.decimals)
    yield from _given_twice(plan)


def _without_last_year(plan: Plan, item: str) -> Iterator[str]:
    """The items somebody types for a figure that have no 上年同期."""
    return (id for id in entered_items(plan, item) if not plan.items[id].last_year)


def _keeps_one(plan: Plan, unit: str, item: str) -> bool:
    return any(unit in plan.registers[count.register].units for count in plan.items[item].count)


def _given_twice(plan: Plan) -> Iterator[Look]:
    """A unit that is to fill one item twice in one table, or adds to the whole and is compared with it."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for one in plan.assignments:
        for item in () if one.split else one.items:
            found.setdefault((item, one.table), []).append(one)
    for (item, table), given in found.items():
        parts: dict[str, list[Part]] = {}
        for unit, part in ((unit, one.part) for one in given for unit in one.units) if len(given) > 1 else ():
            parts.setdefault(unit, []).append(part)
        if twice := [unit for unit, several in parts.items() if len(several) > 1]:
            both = any(len({*parts[unit]}) > 1 for unit in twice)
            key = "two_parts" if both else "assigned_twice"
            yield look(f"table[{table}]", key, 编号=item, 名单=_names(plan, twice))


def _names(plan: Plan, units: list[str]) -> str:
    return "、".join(map(plan.unit_name, units))


def targets(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Targets that every value meets, none can, or that contradict their steps."""
    if plan.indicators and not any(period.deciding for period in plan.periods.values()):
        yield look("period_kind", "never_deciding")
    for one in plan.indicators.values():
        at, value = f"indicator[{one.id}]", plan.items.get(one.value_item)
        yield from _steps(plan, one, at)
        yield from _bases(plan, matrix, one, at)
        if one.direction is Direction.GRADE and value is not None:
            yield from _grades(one, value.choices, at)
        aim = one.base.value if one.held_against_base and one.base else one.target
        most = value.high if value is not None and one.direction in _AT_LEAST else None
        if aim is not None and most is not None and aim > most:
            facts = {"目标": f"{aim:f}", "编号": one.value_item, "上限": f"{most:f}"}
            yield look(f"{at}.target", "beyond_range", **facts)
        giving = [part for part in matrix.given.get(one.value_item, ()) if part.part is Part.ALONE]
        alone = dict.fromkeys(unit for part in giving for unit in part.units)
        unused = [unit for unit in alone if unit != one.main_reporter]
        if one.aggregate is Aggregate.ALONE and len(alone) > 1 and unused:
            facts = {"名单": _names(plan, unused), "单位": plan.unit_name(one.main_reporter)}
            yield look(f"{at}.main_reporter", "alone_unused", **facts)


def _bases(plan: Plan, matrix: Matrix, one: Indicator, at: str) -> Iterator[Look]:
    """A base whose figure never stands beside the value it is compared with."""
    if one.base is None or one.base.value is not None:
        return
    parts = [item for item in (one.numerator, one.denominator) if item] or [one.value_item]
    if one.base.last_year:
        if without := list(dict.fromkeys(id for part in parts for id in _without_last_year(plan, part))):
            yield look(f"{at}.base", "base_no_last_year", 名单="、".join(without))
        return
    deciding = {period.id for period in plan.periods.values() if period.deciding}
    due = matrix.filled.get(one.base.item, frozenset())
    if deciding & matrix.filled.get(one.value_item, frozenset()) - due:
        yield look(f"{at}.base", "base_not_due", 编号=one.base.item)
    if len(parts) > 1 and len(matrix.assigned.get(one.base.item, ())) > 1:
        yield look(f"{at}.base", "base_of_ratio", 编号=one.base.item)


def _steps(plan: Plan, one: Indicator, at: str) -> Iterator[Look]:
    if one.elapsed.value == "steps" and not one.steps:
        yield look(f"{at}.steps", "no_steps")
    for period, times in Counter(step.period for step in one.steps).items():
        if times > 1:
            yield look(f"{at}.steps", "step_twice", 期=plan.periods[period].name)
    ordered = sorted(one.steps, key=lambda step: plan.periods[step.period].end)
    falls = one.direction in _AT_MOST
    for before, after in pairwise(ordered):
        if after.target > before.target if falls else after.target < before.target:
            names = {"期": plan.periods[after.period].name, "前期": plan.periods[before.period].name}
            yield look(f"{at}.steps", "step_back", **names, 目标=f"{after.target:f}", 前目标=f"{before.target:f}")
    last = ordered[-1] if ordered else None
    if last and one.target is not None and plan.periods[last.period].end >= one.due and last.target != one.target:
        facts = {"期": plan.periods[last.period].name, "末": f"{last.target:f}", "目标": f"{one.target:f}"}
        yield look(f"{at}.steps", "last_step", **facts)


def _grades(one: Indicator, choices: tuple[str, ...], at: str) -> Iterator[Look]:
    if one.target == 0:
        yield look(f"{at}.target", "lowest_grade", 等级=one.grades[0])
    if choices and set(choices) != set(one.grades):
        apart = "、".join(name for name in (*one.grades, *choices) if (name in choices) != (name in one.grades))
        yield look(f"{at}.grades", "grades_differ", 编号=one.value_item, 名单=apart)
    elif choices and len(choices) > 1 and choices == one.grades[::-1]:
        yield look(f"{at}.grades", "grades_reversed", 编号=one.value_item)


def people(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Units that no period has, periods of one name, a cover that papers lack something of."""
    for unit in plan.filing_units:
        if plan.periods and not any(plan.is_there(unit.id, period) for period in plan.periods):
            yield look(f"unit[{unit.id}].until", "never_there", 名称=unit.first_name)
        if unit.id in unit.becomes:
            yield look(f"unit[{unit.id}].becomes", "becomes_itself", 名称=unit.first_name)


def names(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Periods of one name, figures of last year from a plan that is not followed, a cover that lacks something."""
    if plan.follows == plan.id:
        yield look("plan.follows", "follows_itself")
    called: dict[str, list[str]] = {}
    for period in plan.periods.values():
        called.setdefault(period.name, []).append(period.id)
        other, _, there = period.last_year.rpartition(":")
        if (other and other not in (plan.id, plan.follows)) or (other == plan.id and there not in plan.periods):
            yield look(f"period[{period.id}].last_year", "last_year_nowhere", 原文=period.last_year, 上年=plan.follows)
    for name, same in called.items():
        if len(same) > 1:
            yield look(f"period[{same[-1]}].name", "period_names", 名称=name, 名单="、".join(same))
    for table in plan.tables.values():
        lacking = () if table.role.value != "cover" else {*_SIGNED} - {column.means for column in table.columns}
        for one in sorted(lacking):
            yield look(f"table[{table.id}].column", "cover_without", 名称=_word(one))


def _word(means: Means) -> str:
    """What a column of the cover is called that means something."""
    return say(f"window.fields.{means.value}")


def registers(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Keys that say one column twice."""
    for register in plan.registers.values():
        twice = (name for key in register.keys for name, times in Counter(key).items() if times > 1)
        yield from (look(f"register[{register.id}].keys", "key_twice", 栏=name) for name in twice)


def checks(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Checks whose units, periods and tables no cell of their item, or no row of their registers, ever meets."""
    for check in plan.checks.values():
        for relation in check.relations:
            rows = (*relation.rows, *([relation.at] if relation.at else []))
            if relation.item in matrix.asked and not _reached(plan, matrix, check, relation.item):
                yield look(f"check[{check.id}]", "item_unreached", 编号=relation.item)
            kept = {unit for name in rows for unit in plan.registers[name].units}
            if rows and check.units and not kept & set(check.units):
                yield look(f"check[{check.id}].units", "rows_unreached", 名单="、".join(rows))


def _reached(plan: Plan, matrix: Matrix, check: Check, item: str) -> bool:
    return any(
        (not check.units or not set(check.units).isdisjoint(one.units))
        and (not check.periods or plan.periods[one.period].kind.id in check.periods)
        for one in matrix.asked[item]
    )
