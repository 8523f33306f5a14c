"""A plan's rows about indicators: what has a target, how it is computed and how it is decided.

A ratio without a denominator and a target outside its measure are refused here; an item computed from numerator and
denominator says what their sums come to (× 100 of a percentage, × 1000 of litres from cubic metres, the other way round
of a drop). Nothing is converted behind a person's back. Source of the shapes: `models.plan.rows.keys`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from models.basics.errors import AppError
from models.basics.quantity import Measures, Rounding, convert, plain
from models.formula.formula import Formula, ValueKind
from models.plan.formulas import (
    NUMERIC,
)
from models.plan.items import Around, one_of_kind
from models.plan.plan import (
    Aggregate,
    Base,
    Direction,
    Elapsed,
    Indicator,
    Item,
    ItemType,
    Quarterly,
    TargetStep,
)
from models.plan.rows.toml_row import EPOCH, NAME, Rows, TomlRow, figure_fault, words_of
from models.plan.rows.twins import Named, refuse_twins, unique
from models.plan.rows.values import Values, read

_TRIALS = ((Decimal(1), Decimal(1)), (Decimal(6), Decimal(2)), (Decimal(2), Decimal(4)))  # (numerator, denominator)
MOST_OF_RATIO = {"%": Decimal(100), "‰": Decimal(1000)}  # of a ratio whose item does not say it
_PERCENT = ("%", "％")
_DIVIDED = (Aggregate.RATIO, Aggregate.GROWTH)
_WORDS = (Direction.GRADE, Direction.YES)  # directions whose value is a word
_WITHOUT_BASE = (*_WORDS, Direction.BETWEEN)  # nothing is held against a base
_AS_SAID = (  # keys that are fields of the record as they are written
    "id", "name", "as_written", "measure", "low", "high", "grades", "multi_year", "aggregate_by", "value_item",
    "decide_decimals", "decomposed", "main_reporter", "lead_as_written", "responsible_as_written", "clauses", "notes",
    "clause", "note",
)  # fmt: skip
_IF_SAID = ("verified_item", "decides_by_date", "numerator", "denominator", "block")  # None where nothing is written


def read_indicators(rows: Rows, around: Around) -> dict[str, Indicator]:
    """Return indicators by id; no two of one name are counted in one measure."""
    found = unique((row.id(pattern=NAME), row, _indicator(row, around)) for row in rows)
    refuse_twins((Named(row, (str(row.found.get("measure")),)) for row in rows), "twin_indicator")
    return found


def _indicator(row: TomlRow, around: Around) -> Indicator:
    said = read(row, "indicator", around.pools)
    if said["main_reporter"] in around.units and around.units[said["main_reporter"]].kind.group:
        row.note("main_reporter", "not_a_filer", 键="main_reporter", 名称=said["main_reporter"])
    direction = one_of_kind(Direction, said["direction"])
    aggregate = one_of_kind(Aggregate, said["aggregate"])
    known = said["direction"] in words_of(Direction)  # one that is none asks for nothing more
    _require_shape(row, said, around, direction if known else None, aggregate)
    base = said["base"]
    fields: Values = {key: said[key] for key in _AS_SAID} | {key: said[key] or None for key in _IF_SAID}
    steps = tuple(TargetStep(period=one["period"], target=one["target"] or Decimal(0)) for one in said["steps"])
    return Indicator(
        **fields,
        direction=direction,
        target=_target(row, said, direction) if known else None,
        steps=steps,
        base=_base(row, said) if base or direction is Direction.NOT_BELOW_BASE else None,
        since=said["since"] or around.since,
        due=said["due"] or EPOCH,
        elapsed=one_of_kind(Elapsed, said["elapsed"]),
        quarterly=one_of_kind(Quarterly, said["quarterly"]),
        aggregate=aggregate,
        exact=around.formulas.parse(row, "exact", said["exact"], ValueKind.NUMBER),
        decide_rounding=one_of_kind(Rounding, said["decide_rounding"]) if said["decide_rounding"] else around.rounding,
        reconcile=said["reconcile"],
    )


def _require_shape(
    row: TomlRow, said: Values, around: Around, direction: Direction | None, aggregate: Aggregate
) -> None:
    """Note what an indicator of its direction and aggregate lacks, or has and cannot have; None = of no direction."""
    words, known = direction in _WORDS, direction is not None
    for key in ("value_item", "verified_item", "decides_by_date", "numerator", "denominator"):
        if known or key in ("numerator", "denominator"):
            _require_figure(row, key, said[key], around, words=words and key != "numerator" and key != "denominator")
    for key in ("numerator", "denominator"):
        if aggregate in _DIVIDED and not said[key]:
            row.note(key, "needs_parts", 键=key, 方式=aggregate.value)
    if words and aggregate is not Aggregate.ALONE and said["aggregate"] in words_of(Aggregate):
        row.note("aggregate", "words_alone")
    elif known and not words and not said["measure"]:
        row.note("measure", "missing_measure", 键="measure")


def _base(row: TomlRow, said: Values) -> Base | None:
    base = said["base"] or {}
    given = [key for key in ("item", "value", "last_year") if base.get(key) not in (None, "", False)]
    if len(given) != 1:
        row.note("base", "one_base")
        return None
    direction = one_of_kind(Direction, said["direction"])
    if direction is Direction.DROP:
        _hold_fall(row, said)
    elif direction in _WITHOUT_BASE or said["target"] is not None:
        row.note("base", "base_unused")
    return Base(**{key: base[key] for key in ("item", "value", "year", "last_year")})


def _hold_fall(row: TomlRow, said: Values) -> None:
    """Note a fall from a base whose target is no percentage, or whose value is a growth already."""
    if said["measure"] and said["measure"] not in _PERCENT:
        row.note("measure", "fall_in_percent", 单位=said["measure"])
    if said["aggregate"] == Aggregate.GROWTH:
        row.note("aggregate", "fall_of_growth")


def _target(row: TomlRow, said: Values, direction: Direction) -> Decimal | None:
    """Return the target as a number: a grade's place, 1 for 是; what does not fit its direction is noted."""
    value = said["target"]
    if direction is Direction.BETWEEN:
        return _upper_bound(row, said)
    if direction is Direction.GRADE:
        return _grade(row, said)
    if direction is Direction.YES:
        if value not in (None, True):
            row.note("target", "target_true")
        return Decimal(1)
    if value is not None and not isinstance(value, Decimal):
        row.note("target", figure_fault(str(value)), 键="target", 原文=str(value))
        return None
    return Decimal(0) if direction is Direction.NO_GROWTH and value is None and not said["base"] else value


def _upper_bound(row: TomlRow, said: Values) -> Decimal | None:
    low, high = said["low"], said["high"]
    if low is None or high is None:
        row.note("low", "needs_bounds")
    elif low > high:
        row.note("low", "low_above_high")
    return high if isinstance(high, Decimal) else None


def _grade(row: TomlRow, said: Values) -> Decimal | None:
    grades, value = said["grades"], said["target"]
    if not grades:
        row.note("grades", "missing_key", 键="grades")
        return None
    if value is None or not row.known(str(value), "target", grades):
        return None
    return Decimal(grades.index(str(value)))


def _require_figure(row: TomlRow, key: str, name: str, around: Around, *, words: bool) -> None:
    kind = around.formulas.names.items.get(name)
    wanted = (ItemType.CHOICE, ItemType.YES_NO) if words else NUMERIC
    if kind in words_of(ItemType) and kind not in wanted:  # what has no type has been noted
        row.note(key, "not_words" if words else "not_numeric", 键=key, 名称=name)


def held_to_items(
    rows: Rows, indicators: Mapping[str, Indicator], items: Mapping[str, Item], measures: Measures
) -> Mapping[str, Indicator]:
    """Return the indicators with the factor of their ratios, noting figures and targets of two measures."""
    by_id = {row.found.get("id"): row for row in rows}
    found = dict(indicators)
    for id, one in indicators.items():
        row = by_id[id]
        value = items.get(one.value_item)
        measure = value.measure if one.falls_from_base and value else one.measure
        for key, name in _figures(one):
            item = items.get(name)
            if item is not None and item.measure and measure:
                _hold_measure(row, key, item, measure, measures)
        item = value
        if one.aggregate in _DIVIDED and one.numerator and one.denominator and item:
            factor = factor_of(one, item) or MOST_OF_RATIO.get(measures.name(one.measure))
            if factor is None:
                facts = {"编号": item.id, "单位": one.measure, "分子": one.numerator, "分母": one.denominator}
                row.note("aggregate", "ratio_unknown", **facts)
            else:
                found[id] = replace(one, factor=factor)
    return found


def factor_of(indicator: Indicator, value: Item) -> Decimal | None:
    """Return what the value's own formula multiplies the ratio (growth: the ratio − 1) by; None: it says another thing.

    It is asked for three pairs of figures: a formula that gives the same factor for all of them is such a ratio.
    """
    parts = (indicator.numerator or "", indicator.denominator or "")
    formula = value.formula
    if formula is None or set(parts) != formula.reads or formula.sources:
        return None
    less = 1 if indicator.aggregate is Aggregate.GROWTH else 0
    factors: set[Decimal] = set()
    for pair in _TRIALS:
        given, plain_ratio = _given(formula, dict(zip(parts, pair, strict=True))), pair[0] / pair[1] - less
        if given is None or (not plain_ratio and given):
            return None
        if plain_ratio:
            factors.add(given / plain_ratio)
    return factors.pop() if len(factors) == 1 and factors != {Decimal(0)} else None


def _given(formula: Formula, figures: Mapping[str, Decimal]) -> Decimal | None:
    value = formula.evaluate(figures.get)
    return value if isinstance(value, Decimal) else None


def _figures(one: Indicator) -> Iterator[tuple[str, str]]:
    """Yield key and item of every figure an indicator's target is held against."""
    if one.direction not in _WORDS:
        named = {
            "value_item": one.value_item,
            "verified_item": one.verified_item,
            "decides_by_date": one.decides_by_date,
        }
        yield from ((key, name) for key, name in named.items() if name)
        if one.base is not None and one.base.item:
            yield "base", one.base.item


def _hold_measure(row: TomlRow, key: str, item: Item, measure: str, measures: Measures) -> None:
    """Note a figure whose measure is not the indicator's; one measure may have two names."""
    facts = {"键": key, "编号": item.id, "单位": item.measure, "指标单位": measure}
    try:
        times = convert(Decimal(1), item.measure, measure, measures=measures)
    except AppError:
        row.note(key, "measure_other", **facts)
    else:
        if times != 1:
            by = f"* {plain(times)}" if times > 1 else f"/ {plain(1 / times)}"
            row.note(key, "measure_differs", 算式=f"{item.id} {by}", **facts)
