"""Looks: what is worth a second look in a plan that loads (请再看一眼). Refuses nothing.

A plan may be read without a problem and yet not work: an item nobody fills, a target that cannot be in its measure, an
indicator nobody can decide. Each look names its place as a problem does.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from models.formula.prefixes import Prefix
from models.formula.tree import AMONG_ROWS
from models.plan.indicators import factor_of
from models.plan.looks import reach
from models.plan.looks.look import Look, look
from models.plan.looks.matrix import Matrix, matrix_of
from models.plan.looks.names import same_names
from models.plan.looks.readers import parameter_readers
from models.plan.plan import (
    BLANKS,
    Aggregate,
    ColumnType,
    Direction,
    Indicator,
    Item,
    ItemType,
    Part,
    Plan,
    called,
    folded_name,
)

ON_ROWS = frozenset(("column", "inner")) | AMONG_ROWS  # what makes a formula hang on rows
RULE_BLANKS = frozenset(  # what the rules of the program fill in their sentences, `models.checks` and `forms.office`
    [
        "指标",
        "值",
        "单位",
        "原文",
        "期",
        "填报单位",
        "台账",
        "行",
        "栏",
        "上期",
        "上年同期",
        "期2",
        "日期",
        "位置",
        "县区",
        "部门",
        "园区",
        "口径",
        "名单",
        "码",
        "名称",
        "数值",
        "目标",
        "本期",
        "a",
        "b",
        "d",
        "m",
        "n",
        "p",
        "t",
        "t2",
        "v",
        "w",
        "x",
    ]
)
_HUNDRED = 100  # of a percentage


def looks_of(plan: Plan) -> tuple[Look, ...]:
    """Return what is worth a second look, kind by kind, each in plan order."""
    matrix = matrix_of(plan)
    found = dict.fromkeys(one for kind in LOOKS for one in kind(plan, matrix))
    return tuple(replace(one, file=_file_of(plan, one.path)) for one in found)


def _file_of(plan: Plan, path: str) -> str:
    """The file of the row a path begins with."""
    row = re.match(r"\w+\[[^\]]*\]", path)
    return plan.files.get(row[0] if row else path, "")


def _items(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for item in plan.items.values():
        at = f"item[{item.id}]" if item.process is None else f"process[{item.process}].part[{item.id}]"
        if item.id not in matrix.assigned:
            yield look(at, "never_assigned", 名称=item.name)
        elif item.id not in matrix.filled:
            yield look(at, "never_due", 名称=item.name)
        if item.type is ItemType.CHOICE and not item.choices and item.choices_from is None:
            yield look(f"{at}.choices", "no_choices", 名称=item.name)


def _tables(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for table in plan.tables.values():
        if table.id not in matrix.due_tables:
            yield look(f"table[{table.id}]", "table_never_due", 名称=table.name)


def _units(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    names: dict[str, str] = {}
    for unit in plan.filing_units:
        if unit.id not in matrix.busy:
            yield look(f"unit[{unit.id}]", "idle_unit", 名称=unit.first_name)
        for text in called(unit):
            other = names.setdefault(folded_name(text).casefold(), unit.id)
            if other != unit.id:
                yield look(f"unit[{unit.id}].aliases", "names_alike", 名称=text, 另一=plan.unit_name(other))


def _indicators(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for one in plan.indicators.values():
        at = f"indicator[{one.id}]"
        if not any(one.main_reporter in matrix.assigned.get(item.id, ()) for item in plan.items_of(one.id)):
            yield look(f"{at}.main_reporter", "lead_fills_nothing", 名称=plan.unit_name(one.main_reporter))
        if one.target is not None and not _decidable(plan, matrix, one):
            yield look(f"{at}.value_item", "never_decided", 名称=one.name)
        yield from _added(matrix, one, at)
        yield from _value_item(plan, one, at)
        yield from _target(plan, one, at)


def _decidable(plan: Plan, matrix: Matrix, one: Indicator) -> bool:
    """True when some deciding period asks somebody for the value, or for all it is made of."""
    wanted = _leaves(plan, one.verified_item or one.value_item) | _leaves(plan, one.value_item)
    deciding = {period.id for period in plan.periods.values() if period.deciding}
    if not deciding:
        return True  # a plan without a deciding period decides nothing, and says so by that
    return any(
        all(period in matrix.filled.get(item, ()) for item in parts)
        for period in deciding
        for parts in ({one.value_item}, wanted, {one.verified_item or one.value_item})
    )


def _leaves(plan: Plan, name: str) -> set[str]:
    item = plan.items.get(name)
    if item is None or item.formula is None:
        return {name}
    parts = {part.removeprefix(Prefix.SUM.of("")).removeprefix(Prefix.MEAN.of("")) for part in item.formula.reads}
    return {leaf for part in parts if part in plan.items for leaf in _leaves(plan, part)}


def _added(matrix: Matrix, one: Indicator, at: str) -> Iterator[Look]:
    parts = [item for item in (one.numerator, one.denominator) if item] or [one.value_item]
    if one.aggregate is not Aggregate.ALONE and not all(matrix.with_part(item, Part.ADDS) for item in parts):
        yield look(f"{at}.aggregate", "nobody_adds", 名称=one.name)
    compared = any(matrix.with_part(item, part) for item in parts for part in (Part.COMPARES, Part.ALONE))
    if one.reconciled and not compared:
        yield look(f"{at}.reconcile", "nobody_compares", 名称=one.name)


def _value_item(plan: Plan, one: Indicator, at: str) -> Iterator[Look]:
    value = plan.items.get(one.value_item)
    if value is None:
        return
    if value.indicator != one.id:
        yield look(f"{at}.value_item", "value_of_another", 编号=value.id, 名称=value.name)
    if one.numerator and one.denominator and value.formula is not None and _swapped(value, one):
        yield look(f"{at}.numerator", "swapped", 分子=one.numerator, 分母=one.denominator, 公式=value.formula.text)
    elif value.formula is not None and _of_sums(one) and factor_of(one, value) is None:
        yield look(f"{at}.aggregate", "other_than_formula", 编号=value.id, 公式=value.formula.text)
    factor = factor_of(one, value) if value.measure == "%" else None
    if factor is not None and abs(factor) != _HUNDRED:
        yield look(
            f"{at}.value_item", "not_hundredths", 编号=value.id, 公式=value.formula.text if value.formula else ""
        )
    decided = one.decide_decimals is None and value.decimals is not None and value.numeric
    if decided and one.target is not None and one.words_of(one.target) is None:
        places = max(0, -int(one.target.normalize().as_tuple().exponent))
        if places > (value.decimals or 0):
            yield look(f"{at}.target", "finer_than_item", 目标=f"{one.target:f}", n=value.decimals)


def _swapped(value: Item, one: Indicator) -> bool:
    """True when the item's own formula divides the other way round."""
    text = "".join(value.formula.text.split()) if value.formula else ""
    turned = f"{one.denominator}/{one.numerator}"
    return turned in text and f"{one.numerator}/{one.denominator}" not in text


def _target(plan: Plan, one: Indicator, at: str) -> Iterator[Look]:
    if not plan.since <= one.due <= plan.until and not one.multi_year:
        yield look(f"{at}.due", "due_outside", 日期=one.due.isoformat(), 起=plan.since, 止=plan.until)
    if one.target is None or one.words_of(one.target) is not None:
        return
    small = Decimal(0) < abs(one.target) < 1
    if one.measure == "%" and small and one.direction is not Direction.NO_GROWTH:
        yield look(f"{at}.target", "share_for_percent", 目标=f"{one.target:f}", 百分数=f"{one.target * 100:f}")
    if one.measure == "%" and one.target > 100 and (one.direction is not Direction.AT_LEAST or _share(one)):
        yield look(f"{at}.target", "above_hundred", 目标=f"{one.target:f}")
    if one.target < 0 and one.direction is Direction.AT_MOST and one.quarterly.value == "progress":
        yield look(f"{at}.target", "negative_bound", 目标=f"{one.target:f}")


def _of_sums(one: Indicator) -> bool:
    return one.aggregate in (Aggregate.RATIO, Aggregate.GROWTH)


def _share(one: Indicator) -> bool:
    """True for a ratio of sums: of a part to its whole, as far as anybody can tell."""
    return one.aggregate is Aggregate.RATIO


def _checks(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for check in plan.checks.values():
        for relation in check.relations:
            item = plan.items.get(relation.item)
            if item is not None and check.scope and not set(check.scope) & set(item.tables):
                yield look(f"check[{check.id}].scope", "out_of_scope", 编号=item.id, 范围="、".join(check.scope))
            if not (relation.formula.reads or relation.formula.sources or relation.formula.tree.ops & ON_ROWS):
                yield look(f"check[{check.id}]", "constant", 公式=relation.formula.text)
        if check.rule is not None:
            for blank in sorted(set(BLANKS.findall(check.message)) - set(check.values) - RULE_BLANKS):
                yield look(f"check[{check.id}].message", "strange_blank", 名称=blank)
        yield from _read_apart(plan, matrix, check.id)


def _read_apart(plan: Plan, matrix: Matrix, name: str) -> Iterator[Look]:
    """A check that reads items no single unit has can never say anything."""
    for relation in plan.checks[name].relations:
        read = {one for one in relation.formula.reads if one in matrix.assigned}
        units = [matrix.assigned[one] for one in read]
        if len(units) > 1 and not frozenset.intersection(*units):
            yield look(f"check[{name}]", "no_single_unit", 名单="、".join(sorted(read)))


def _periods(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for period in plan.periods.values():
        if not plan.since <= period.end <= plan.until:
            yield look(f"period[{period.id}].end", "period_outside", 名称=period.name)
        for table, before in period.predecessors.items():
            earlier = plan.periods.get(before)
            wanted = period.tables if table == "*" else (table,)
            if earlier is not None and not set(wanted) & set(earlier.tables):
                yield look(f"period[{period.id}].predecessor", "predecessor_without", 名称=earlier.name)


def _registers(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    for register in plan.registers.values():
        if not register.names and any(column.required for column in register.columns):
            yield look(f"register[{register.id}].names", "nameless_rows", 名称=register.name)
        for column in register.columns:
            if column.type is ColumnType.NUMBER and not column.measure and column.required:
                yield look(f"register[{register.id}].column[{column.name}].measure", "no_measure", 名称=column.name)


def _parameters(plan: Plan, matrix: Matrix) -> Iterator[Look]:
    """Parameters that nothing reads; a choice or a text may be there for people alone."""
    read = parameter_readers(plan)
    for parameter in plan.parameters.values():
        if parameter.id not in read and parameter.type not in ("choice", "text"):
            yield look(f"parameter[{parameter.id}]", "unread_parameter", 名称=parameter.name)


LOOKS: tuple[Callable[[Plan, Matrix], Iterator[Look]], ...] = (
    _items, reach.fillable, _tables, _units, reach.people, reach.names, _indicators, reach.targets,
    _checks, reach.checks, _periods, _registers, reach.registers, _parameters, same_names,
)  # fmt: skip
