"""A plan's rows about what is reported: indicators, items and the parts of process items.

What a figure cannot survive is refused here: a ratio without a denominator, a sum over a column of texts, an item
whose measure nobody knows. Source of the shapes: `models.plan.rows.keys`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from models.basics.messages import say
from models.basics.period import PeriodKind
from models.basics.quantity import Rounding
from models.formula.formula import ValueKind
from models.formula.tree import AMONG_ROWS
from models.plan.formulas import (
    GIVEN,
    NUMERIC,
    NUMERIC_COLUMNS,
    Formulas,
    reads_only_its_row,
    refuse_circles,
    refuse_strangers,
)
from models.plan.people import Rows, bounds_of
from models.plan.periods import NO_KIND
from models.plan.plan import (
    Aggregate,
    Base,
    Block,
    ColumnType,
    Count,
    Direction,
    Elapsed,
    Indicator,
    Item,
    ItemType,
    Parameter,
    Quarterly,
    Register,
    Role,
    Table,
    TargetStep,
    Unit,
)
from models.plan.rows.toml_row import EPOCH, NAME, TomlRow, unique
from models.plan.rows.values import Pools, Values, read

_Enum = TypeVar("_Enum", bound=StrEnum)
OFFERED = frozenset({("count", ItemType.NUMBER), ("count", ItemType.WHOLE)})  # stands beside what is typed
_DIVIDED = (Aggregate.RATIO, Aggregate.GROWTH)
_FROM = re.compile(r"参数\.(?P<parameter>[^.]+)\.(?P<column>.+)")
_WORDS = (Direction.GRADE, Direction.YES)  # directions whose value is a word
_WITHOUT_BASE = (*_WORDS, Direction.DROP, Direction.BETWEEN)  # nothing is held against a base


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the rows of items and indicators point at."""

    pools: Pools
    units: Mapping[str, Unit]
    blocks: Mapping[str, Block]
    tables: Mapping[str, Table]
    kinds: Mapping[str, PeriodKind]
    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]
    formulas: Formulas
    rounding: Rounding
    since: date  # when the time of an indicator begins that says nothing of it

    @property
    def process_table(self) -> str:
        """The table of process items, "" when the plan has none."""
        return next((table.id for table in self.tables.values() if table.role is Role.PROCESS), "")


def item_types(items: Rows, process: Rows) -> dict[str, str]:
    """Return item id → its type as written, before anything is read: formulas may speak of what stands further down."""
    found = {}
    for row in (*items, *(part for one in process for part in one.rows("part"))):
        id, kind = row.found.get("id"), row.found.get("type")
        if isinstance(id, str) and isinstance(kind, str):
            found[id] = kind
    return found


def with_last_year(items: Rows, process: Rows) -> frozenset[str]:
    """Return the ids of items that have a column of last year."""
    rows = (*items, *(part for one in process for part in one.rows("part")))
    return frozenset(str(row.found.get("id")) for row in rows if row.found.get("last_year") is True)


def read_indicators(rows: Rows, around: Around) -> dict[str, Indicator]:
    """Return indicators by id."""
    return unique((row.id(pattern=NAME), row, _indicator(row, around)) for row in rows)


def _indicator(row: TomlRow, around: Around) -> Indicator:
    said = read(row, "indicator", around.pools)
    if said["main_reporter"] in around.units and around.units[said["main_reporter"]].kind.group:
        row.note("main_reporter", "not_a_filer", 键="main_reporter", 名称=said["main_reporter"])
    direction = _one(Direction, said["direction"])
    words = direction in _WORDS
    for key in ("value_item", "verified_item", "decides_by_date", "numerator", "denominator"):
        _require_figure(row, key, said[key], around, words=words and key != "numerator" and key != "denominator")
    aggregate = _one(Aggregate, said["aggregate"])
    for key in ("numerator", "denominator"):
        if aggregate in _DIVIDED and not said[key]:
            row.note(key, "needs_parts", 键=key, 方式=aggregate.value)
    if words and aggregate is not Aggregate.ALONE:
        row.note("aggregate", "words_alone")
    elif not words and not said["measure"]:
        row.note("measure", "missing_key", 键="measure")
    base = said["base"]
    steps = tuple(TargetStep(period=one["period"], target=one["target"] or Decimal(0)) for one in said["steps"])
    named = ("verified_item", "decides_by_date", "numerator", "denominator", "block")
    fields: Values = {key: said[key] or None for key in named}
    return Indicator(
        **{
            key: said[key]
            for key in (
                "id",
                "name",
                "as_written",
                "measure",
                "low",
                "high",
                "grades",
                "multi_year",
                "aggregate_by",
                "value_item",
                "decide_decimals",
                "decomposed",
                "main_reporter",
                "lead_as_written",
                "responsible_as_written",
                "clauses",
                "notes",
                "clause",
                "note",
            )
        },
        **fields,
        direction=direction,
        target=_target(row, said, direction),
        steps=steps,
        base=_base(row, said) if base or direction is Direction.NOT_BELOW_BASE else None,
        since=said["since"] or around.since,
        due=said["due"] or EPOCH,
        elapsed=_one(Elapsed, said["elapsed"]),
        quarterly=_one(Quarterly, said["quarterly"]),
        aggregate=aggregate,
        exact=around.formulas.parse(row, "exact", said["exact"], ValueKind.NUMBER),
        decide_rounding=_one(Rounding, said["decide_rounding"]) if said["decide_rounding"] else around.rounding,
        reconcile=said["reconcile"],
    )


def _one(kind: type[_Enum], text: str) -> _Enum:
    """Return one of the words of a kind, the first (noted already) for another."""
    return next((one for one in kind if one.value == text), next(iter(kind)))


def _base(row: TomlRow, said: Values) -> Base | None:
    base = said["base"] or {}
    given = [key for key in ("item", "value", "last_year") if base.get(key) not in (None, "", False)]
    if len(given) != 1:
        row.note("base", "one_base")
        return None
    if _one(Direction, said["direction"]) in _WITHOUT_BASE or said["target"] is not None:
        row.note("base", "base_unused")
    return Base(**{key: base[key] for key in ("item", "value", "year", "last_year")})


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
        row.note("target", "not_a_figure", 键="target", 原文=str(value))
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
    if value is None or not row.known(str(value), "target", grades):
        return None
    return Decimal(grades.index(str(value)))


def _require_figure(row: TomlRow, key: str, name: str, around: Around, *, words: bool) -> None:
    kind = around.formulas.names.items.get(name)
    wanted = (ItemType.CHOICE, ItemType.YES_NO) if words else NUMERIC
    if kind is not None and kind not in wanted:
        row.note(key, "not_words" if words else "not_numeric", 键=key, 名称=name)


def read_items(rows: Rows, process: Rows, indicators: Mapping[str, Indicator], around: Around) -> dict[str, Item]:
    """Return items by id in plan order, the parts of process items after the others; none is made from itself."""
    made = [_item(row, indicators, around) for row in rows]
    for row in process:
        made += _parts(row, around)
    items = unique((item.id, row, item) for row, item in made)
    for row in process:
        id = row.text("id")
        if id in indicators or (id in items and items[id].process is None):
            row.note("id", "indicator_or_process", 编号=id)
    refuse_circles(items, {item.id: row for row, item in reversed(made)})
    return items


def read_process(rows: Rows) -> dict[str, str]:
    """Return process item → its name."""
    return unique((row.id(pattern=NAME), row, row.text("name")) for row in rows)


def _item(row: TomlRow, indicators: Mapping[str, Indicator], around: Around) -> tuple[TomlRow, Item]:
    said = read(row, "item", around.pools)
    row.texts("tables", needed=True)
    home = indicators.get(said["indicator"])
    said |= {"indicator": said["indicator"], "process": None, "block": home.block if home else None}
    return row, _made(row, said, around)


def _parts(row: TomlRow, around: Around) -> Iterator[tuple[TomlRow, Item]]:
    whole = read(row, "process", around.pools)
    if not around.process_table:
        row.note("", "no_process_table")
    if not row.rows("part"):
        row.note("part", "no_parts")
    for part in row.rows("part"):
        said = read(part, "part", around.pools)
        if not (said["id"] == whole["id"] and len(row.rows("part")) == 1) and not said["id"].startswith(
            f"{whole['id']}."
        ):
            part.note("id", "part_id", 编号=whole["id"])
        said |= {"indicator": None, "process": whole["id"], "block": whole["block"] or None}
        said |= {"tables": (around.process_table,), "clause": said["clause"] or whole["clause"]}
        yield part, _made(part, said, around)


def _made(row: TomlRow, said: Values, around: Around) -> Item:
    kind = _one(ItemType, said["type"])
    for key, wanted in (("formula", ItemType.DERIVED), ("count", ItemType.COUNTED)):
        if row.given(key) is not (kind is wanted) and (key, kind) not in OFFERED:
            row.note(key, "missing_key" if kind is wanted else f"{key}_not_wanted", 键=key)
    if kind in NUMERIC and not said["measure"]:
        row.note("measure", "missing_key", 键="measure")
    if said["choices"] and kind is not ItemType.CHOICE:
        row.note("choices", "choices_not_wanted")
    if said["same_everywhere"] and kind is not ItemType.CHOICE:
        row.note("same_everywhere", "choice_only")
    for measure, factor in said["accepts"].items():
        if factor <= 0:
            row.note(f"accepts.{measure}", "not_positive", 键=measure)
    low, high = bounds_of(row, said)
    counts = _counts(row, around)
    parse = around.formulas.parse
    return Item(
        **{
            key: said[key]
            for key in (
                "id",
                "name",
                "measure",
                "decimals",
                "tables",
                "due_in",
                "cumulative",
                "last_year",
                "required",
                "na_allowed",
                "negative",
                "early",
                "final",
                "choices",
                "same_everywhere",
                "accepts",
                "changed",
                "indicator",
                "process",
                "block",
                "clause",
                "note",
                "usual",
            )
        },
        type=kind,
        frequency=_frequency(row, said, around),
        low=low,
        high=high,
        measures=around.pools.measures,
        choices_from=_choices_from(row, said, kind, around),
        required_when=parse(row, "required_when", said["required_when"], ValueKind.TRUTH),
        na_when=parse(row, "na_when", said["na_when"], ValueKind.TRUTH),
        formula=parse(row, "formula", said["formula"], ValueKind.NUMBER),
        count=counts if kind is ItemType.COUNTED else (),
        beside=() if kind is ItemType.COUNTED else counts,
    )


def _frequency(row: TomlRow, said: Values, around: Around) -> PeriodKind:
    """Return the kind of period from which on an item is due; without one, of every period."""
    if said["frequency"] and said["due_in"]:
        row.note("due_in", "frequency_or_due_in")
    lowest = min(around.kinds.values(), key=lambda kind: kind.rank, default=NO_KIND)
    return around.kinds.get(said["frequency"], lowest)


def _choices_from(row: TomlRow, said: Values, kind: ItemType, around: Around) -> tuple[str, str] | None:
    text = said["choices_from"]
    if not text:
        return None
    found = _FROM.fullmatch(text)
    parameter = around.parameters.get(found["parameter"]) if found else None
    if found is None or parameter is None or found["column"] not in {one.name for one in parameter.columns}:
        row.note("choices_from", "no_such_column", 名称=text)
        return None
    if kind is not ItemType.CHOICE or said["choices"]:
        row.note("choices_from", "choices_not_wanted")
    return found["parameter"], found["column"]


def _counts(row: TomlRow, around: Around) -> tuple[Count, ...]:
    return tuple(_count(one, around) for one in row.rows("count"))


def _count(found: TomlRow, around: Around) -> Count:
    said = read(found, "count", around.pools)
    register, when = around.registers.get(said["register"]), None
    if register is not None:
        _require_column(found, "date", said["date"], register, (ColumnType.DATE,), "date")
        _require_column(found, "total", said["total"], register, NUMERIC_COLUMNS, "number")
        found.known(said["distinct"], "distinct", [one.name for one in register.columns])
        when = around.formulas.parse(
            found, "when", said["when"], ValueKind.TRUTH, around.formulas.place((register.id,))
        )
    if when is not None and register is not None:
        refuse_strangers(found, "when", when, register.columns)
    if when is not None and (when.tree.ops & AMONG_ROWS or not reads_only_its_row(when)):
        found.note("when", "count_own_row")
    if said["total"] and said["distinct"]:
        found.note("distinct", "total_or_distinct")
    if not said["date"] and (found.given("since") or found.given("until")):
        found.note("date", "missing_key", 键="date")
    return Count(
        register=said["register"],
        when=when,
        date_column=said["date"] or None,
        since=_bound(found, "since", around),
        until=_bound(found, "until", around),
        total=said["total"] or None,
        distinct=said["distinct"] or None,
    )


def _bound(row: TomlRow, key: str, around: Around) -> date | str | None:
    """Return a day, or the id of the parameter that gives it; the end of the period is what goes without saying."""
    given = row.found.get(key)
    if not isinstance(given, str):
        return row.day(key)
    name = given.removeprefix(f"{GIVEN}.")
    parameter = around.parameters.get(name)
    if given == "期.止":
        return None
    if not given.startswith(f"{GIVEN}.") or parameter is None or parameter.type != "date":
        row.note(key, "bad_bound", 键=key, 名称=given)
    return name


def _require_column(
    row: TomlRow, key: str, name: str, register: Register, kinds: tuple[ColumnType, ...], shape: str
) -> None:
    column = register.column(name)
    if row.known(name, key, [one.name for one in register.columns]) and column and column.type not in kinds:
        row.note(key, "column_kind", 键=key, 名称=name, 应为=say(f"plan.kind_{shape}"))
