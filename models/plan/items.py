"""A plan's rows about what is reported: items and the parts of process items.

What a figure cannot survive is refused here: a sum over a column of texts, an item
whose measure nobody knows. Source of the shapes: `models.plan.rows.keys`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from models.basics.messages import say
from models.basics.period import PeriodKind
from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.formula.formula import ValueKind
from models.formula.prefixes import Prefix
from models.formula.tree import AMONG_ROWS
from models.plan.formulas import (
    NUMERIC,
    NUMERIC_COLUMNS,
    Formulas,
    reads_only_its_row,
    refuse_circles,
    refuse_strangers,
)
from models.plan.parameters import is_parameter
from models.plan.people import bounds_of
from models.plan.periods import NO_KIND
from models.plan.plan import (
    Assignment,
    Block,
    ColumnType,
    Count,
    Indicator,
    Item,
    ItemType,
    Parameter,
    Register,
    Role,
    Table,
    Unit,
)
from models.plan.rows.toml_row import COLUMN, COLUMN_TYPE, NAME, Rows, TomlRow, words_of
from models.plan.rows.twins import Named, refuse_twins, those_read, unique
from models.plan.rows.values import Pools, Values, read

_Enum = TypeVar("_Enum", bound=StrEnum)
OFFERED = frozenset({("count", ItemType.NUMBER), ("count", ItemType.WHOLE)})  # stands beside what is typed
_FROM = re.compile(rf"{Prefix.GIVEN}\.(?P<parameter>[^.]+)\.(?P<column>.+)")


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
        if isinstance(id, str) and isinstance(kind, str | None):
            found[id] = kind or ""
    return found


def with_last_year(items: Rows, process: Rows) -> frozenset[str]:
    """Return the ids of items that have a column of last year."""
    rows = (*items, *(part for one in process for part in one.rows("part")))
    return frozenset(str(row.found.get("id")) for row in rows if row.found.get("last_year") is True)


def one_of_kind(kind: type[_Enum], text: str) -> _Enum:
    """Return one of the words of a kind, the first (noted already) for another."""
    try:
        return kind(text)
    except ValueError:
        return next(iter(kind))


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


def refuse_twin_items(rows: Mapping[str, Rows], items: Mapping[str, Item], assignments: Iterable[Assignment]) -> None:
    """Note items, process items and tables of one name that somebody has to fill in both.

    What stands beside an item is its indicator, or the whole it is a part of, its measure and its table.
    """
    units: dict[str, set[str]] = {}
    for one in assignments:
        for name in (one.table, *one.items):
            units.setdefault(name, set()).update(one.units)
    parts = {str(row.found.get("id")): row.rows("part") for row in rows["process"]}
    written = (*rows["item"], *(part for several in parts.values() for part in several))
    made = ((row, items[str(row.found["id"])]) for row in those_read(written, items))
    refuse_twins(
        (
            Named(
                row,
                tuple((one.indicator, one.process, one.measure, table) for table in one.tables),
                frozenset(units.get(one.id, ())),
            )
            for row, one in made
        ),
        "twin_item",
    )
    filling = {id: [units.get(str(one.found.get("id")), set()) for one in several] for id, several in parts.items()}
    whole = (
        Named(row, (str(row.found.get("block")),), frozenset().union(*filling[str(row.found.get("id"))]))
        for row in rows["process"]
    )
    refuse_twins(whole, "twin_process")
    tables = (Named(row, has=frozenset(units.get(str(row.found.get("id")), ()))) for row in rows["table"])
    refuse_twins(tables, "twin_table")


def _item(row: TomlRow, indicators: Mapping[str, Indicator], around: Around) -> tuple[TomlRow, Item]:
    said = read(row, "item", around.pools)
    row.texts("tables", needed=True)
    home = indicators.get(said["indicator"])
    said |= {"indicator": said["indicator"], "process": None, "block": home.block if home else None}
    return row, _made(row, said, around)


def _parts(row: TomlRow, around: Around) -> Iterator[tuple[TomlRow, Item]]:
    whole, table, parts = read(row, "process", around.pools), around.process_table, row.rows("part")
    if not table:
        row.note("", "no_process_table")
    if not parts:
        row.note("part", "no_parts")
    for part in parts:
        said = read(part, "part", around.pools)
        if not (said["id"] == whole["id"] and len(parts) == 1) and not said["id"].startswith(f"{whole['id']}."):
            part.note("id", "part_id", 编号=whole["id"])
        said |= {"indicator": None, "process": whole["id"], "block": whole["block"] or None}
        said |= {"tables": (table,), "clause": said["clause"] or whole["clause"]}
        yield part, _made(part, said, around)


def _made(row: TomlRow, said: Values, around: Around) -> Item:
    kind = one_of_kind(ItemType, said["type"])
    if said["type"] in words_of(ItemType):  # a type that is none asks for nothing more
        _require_shape(row, said, kind)
    for measure, factor in said["accepts"].items():
        if factor <= 0:
            row.note(f"accepts.{measure}", "not_positive", 键=measure)
    low, high = bounds_of(row, said)
    del said["range"]  # every other key is a field, most of them as they are written
    if kind is ItemType.WHOLE and said["decimals"] is None:
        said |= {"decimals": 0}  # else 80 户 would be told as 80.00 户
    counts = _counts(row, around)
    parse = around.formulas.parse
    said |= {
        "type": kind,
        "frequency": _frequency(row, said, around),
        "low": low,
        "high": high,
        "measures": around.pools.measures,
        "choices_from": _choices_from(row, said, kind, around),
        "required_when": parse(row, "required_when", said["required_when"], ValueKind.TRUTH),
        "na_when": parse(row, "na_when", said["na_when"], ValueKind.TRUTH),
        "formula": parse(row, "formula", said["formula"], ValueKind.NUMBER),
        "count": counts if kind is ItemType.COUNTED else (),
        "beside": () if kind is ItemType.COUNTED else counts,
    }
    return Item(**said)


def _require_shape(row: TomlRow, said: Values, kind: ItemType) -> None:
    """Note what an item of its type lacks, or has and cannot have."""
    for key, wanted in (("formula", ItemType.DERIVED), ("count", ItemType.COUNTED)):
        if row.given(key) is not (kind is wanted) and (key, kind) not in OFFERED:
            row.note(key, "missing_key" if kind is wanted else f"{key}_not_wanted", 键=key)
    if kind in NUMERIC and not said["measure"]:
        row.note("measure", "missing_measure", 键="measure")
    if said["choices"] and kind is not ItemType.CHOICE:
        row.note("choices", "choices_not_wanted")
    if said["same_everywhere"] and kind is not ItemType.CHOICE:
        row.note("same_everywhere", "choice_only")


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
    name = given.removeprefix(Prefix.GIVEN.of(""))
    parameter = around.parameters.get(name)
    if given == "期.止":
        return None
    if not given.startswith(Prefix.GIVEN.of("")) or not is_parameter(parameter, "date"):
        row.note(key, "bad_bound", 键=key, 名称=given)
    return name


def _require_column(
    row: TomlRow, key: str, name: str, register: Register, kinds: tuple[ColumnType, ...], shape: str
) -> None:
    column = register.column(name)
    if not row.known(name, key, [one.name for one in register.columns], COLUMN) or COLUMN_TYPE in row.problems.torn:
        return
    if column and column.type not in kinds:
        row.note(key, "column_kind", 键=key, 名称=name, 应为=say(f"plan.kind_{shape}"))
