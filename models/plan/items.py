"""A plan's rows about what is reported: registers, indicators, items and the parts of process items.

What a figure cannot survive is refused here: a ratio without a denominator, a sum over a column of texts, an item
whose measure nobody knows. Source of the shapes: the folder's own recipes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from models.basics.messages import say
from models.basics.quantity import Rounding
from models.formula.formula import Kind
from models.plan.formulas import NUMERIC, NUMERIC_COLUMNS, Formulas, refuse_circles
from models.plan.people import Rows, UnitPool, known_measure
from models.plan.plan import (
    Aggregate,
    Block,
    Column,
    ColumnType,
    Count,
    Direction,
    Frequency,
    Indicator,
    Item,
    ItemType,
    Quarterly,
    Register,
    Unit,
    UnitKind,
)
from models.plan.toml_row import EPOCH, Row, unique

PROCESS_TABLE = "A5"
MOST_DECIMALS = 12
REGISTER_ID = re.compile(r"R[0-9]{2}")
NAME = re.compile(r"[^\W\d_]\w*(?:\.\w+)*")  # an id a formula can speak of
RECONCILE = ("decides", "informs", "none")
MASKS = ("plate", "name", "code")
_DIVIDED = (Aggregate.RATIO, Aggregate.GROWTH)
_COLUMN_SIGNS = re.compile(r"[.@\[\]]")


def read_registers(rows: Rows, pool: UnitPool) -> dict[str, Register]:
    """Return registers by id."""
    return unique((row.text("id"), row, _register(row, pool)) for row in rows)


def _register(row: Row, pool: UnitPool) -> Register:
    id = row.text("id")
    if not REGISTER_ID.fullmatch(id):
        row.note("id", "register_id")
    columns = unique((one.text("name"), one, _column(one)) for one in row.rows("column"))
    if not columns:
        row.note("column", "no_columns")
    register = Register(
        id, row.text("name"), row.text("clause"), pool.of(row, "units"), tuple(columns.values()), _keys(row), ()
    )
    for key in register.keys:
        for name in key:
            row.known(name, "keys", columns)
    fixed = tuple(_fixed(one, register) for one in row.rows("fixed"))
    return Register(id, register.name, register.clause, register.units, register.columns, register.keys, fixed)


def _keys(row: Row) -> tuple[tuple[str, ...], ...]:
    given = row.found.get("keys") if row.given("keys") else None
    if not isinstance(given, list) or not given:
        row.note("keys", "no_keys")
        return ()
    if not all(isinstance(key, list) and key and all(isinstance(name, str) for name in key) for key in given):
        row.note("keys", "no_keys")
        return ()
    return tuple(tuple(key) for key in given)


def _column(row: Row) -> Column:
    name, kind, choices = row.text("name"), row.choice("type", ColumnType), row.texts("choices")
    if _COLUMN_SIGNS.search(name):
        row.note("name", "bad_column", 名称=name)
    if kind is ColumnType.CHOICE and not choices:
        row.note("choices", "missing_key", 键="choices")
    if kind is not ColumnType.CHOICE and choices:
        row.note("choices", "choices_not_wanted")
    mask = row.one_of("mask", MASKS, "")
    return Column(name, kind, row.flag("required"), choices, known_measure(row), mask)


def _fixed(row: Row, register: Register) -> Mapping[str, str]:
    values = {}
    for name in row.found:
        row.known(name, name, {column.name for column in register.columns})
        values[name] = row.text(name)
    for name in register.keys[0] if register.keys else ():
        if not values.get(name):
            row.note("", "fixed_key", 名称=name)
    return values


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of items and indicators point at."""

    units: Mapping[str, Unit]
    blocks: Mapping[str, Block]
    tables: Mapping[str, object]
    registers: Mapping[str, Register]
    formulas: Formulas
    rounding: Rounding


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


def _indicator(row: Row, around: Around) -> Indicator:
    aggregate, main, block = row.choice("aggregate", Aggregate), row.text("main_reporter"), row.text("block", "")
    if row.known(main, "main_reporter", around.units) and around.units[main].kind is UnitKind.GROUP:
        row.note("main_reporter", "not_a_filer", 键="main_reporter", 名称=main)
    row.known(block, "block", around.blocks)
    value_item, verified = _figure_item(row, "value_item", around), _figure_item(row, "verified_item", around, "")
    numerator, denominator = (_figure_item(row, key, around, "") for key in ("numerator", "denominator"))
    for key, item in (("numerator", numerator), ("denominator", denominator)):
        if aggregate in _DIVIDED and not item:
            row.note(key, "needs_parts", 键=key, 方式=aggregate.value)
    return Indicator(
        row.id(pattern=NAME), row.text("name"), row.texts("as_written", needed=True), row.figure("target"),
        known_measure(row) or row.text("measure"), row.choice("direction", Direction),
        row.day("due", needed=True) or EPOCH, row.texts("clauses", needed=True), block or None,
        row.text("lead_as_written", ""), row.text("responsible_as_written", ""), main, aggregate, value_item,
        verified or None, numerator or None, denominator or None,
        around.formulas.parse(row, "exact", row.text("exact", ""), Kind.NUMBER),
        row.whole("decide_decimals", 0, MOST_DECIMALS), row.choice("decide_rounding", Rounding, around.rounding),
        row.choice("quarterly", Quarterly), row.one_of("reconcile", RECONCILE, "none"), row.flag("county_target"),
            row.texts("notes"),
    )  # fmt: skip


def _figure_item(row: Row, key: str, around: Around, default: str | None = None) -> str:
    name = row.text(key, default)
    kinds = around.formulas.names.items
    if row.known(name, key, kinds) and kinds[name] not in NUMERIC:
        row.note(key, "not_numeric", 键=key, 名称=name)
    return name


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


def _item(row: Row, indicators: Mapping[str, Indicator], around: Around) -> tuple[Row, Item]:
    indicator = row.text("indicator")
    row.known(indicator, "indicator", indicators)
    tables = row.texts("tables", needed=True)
    for table in tables:
        row.known(table, "tables", around.tables)
    block = indicators[indicator].block if indicator in indicators else None
    return row, _made(row, around, tables, (indicator, None, block, row.text("clause")))


def _parts(row: Row, around: Around) -> Iterator[tuple[Row, Item]]:
    id, block, clause = row.text("id"), row.text("block", ""), row.text("clause")
    row.known(block, "block", around.blocks)
    row.known(PROCESS_TABLE, "id", around.tables)
    if not row.rows("part"):
        row.note("part", "no_parts")
    for part in row.rows("part"):
        name = part.text("id")
        if not (name == id and len(row.rows("part")) == 1) and not name.startswith(f"{id}."):
            part.note("id", "part_id", 编号=id)
        yield part, _made(part, around, (PROCESS_TABLE,), (None, id, block or None, clause))


def _made(
    row: Row, around: Around, tables: tuple[str, ...], home: tuple[str | None, str | None, str | None, str]
) -> Item:
    kind, measure, formula = row.choice("type", ItemType), known_measure(row), row.text("formula", "")
    for key, wanted in (("formula", ItemType.DERIVED), ("count", ItemType.COUNTED)):
        if row.given(key) is not (kind is wanted):
            row.note(key, "missing_key" if kind is wanted else f"{key}_not_wanted", 键=key)
    if kind in NUMERIC and not measure:
        row.note("measure", "missing_key", 键="measure")
    choices = row.texts("choices")
    if choices and kind is not ItemType.CHOICE:
        row.note("choices", "choices_not_wanted")
    indicator, process, block, clause = home
    return Item(
        row.id(pattern=NAME), row.text("name"), measure, kind, row.whole("decimals", 0, MOST_DECIMALS), tables,
        row.choice("frequency", Frequency, Frequency.QUARTER), row.flag("cumulative"), row.flag("last_year"),
        row.flag("required"), row.flag("negative"), row.flag("early"), row.flag("final"), choices,
        around.formulas.parse(row, "formula", formula, Kind.NUMBER), _count(row, around.registers), _accepts(row),
        indicator, process, block, clause,
    )  # fmt: skip


def _accepts(row: Row) -> Mapping[str, Decimal]:
    found = row.figures("accepts")
    for measure, factor in found.items():
        if factor <= 0:
            row.note(f"accepts.{measure}", "not_positive", 键=measure)
    return found


def _count(row: Row, registers: Mapping[str, Register]) -> Count | None:
    found = row.row("count")
    if found is None:
        return None
    name, date_column, total = found.text("register"), found.text("date_column", ""), found.text("total", "")
    where = found.row("where")
    wanted = {column: where.texts(column, needed=True) for column in where.found} if where else {}
    if found.known(name, "register", registers):
        register = registers[name]
        _require_column(found, "date_column", date_column, register, (ColumnType.DATE,), "date")
        _require_column(found, "total", total, register, NUMERIC_COLUMNS, "number")
        for column, values in wanted.items():
            _require_values(found, register, column, values)
    return Count(name, wanted, date_column or None, found.day("until"), total or None)


def _require_column(
    row: Row, key: str, name: str, register: Register, kinds: tuple[ColumnType, ...], shape: str
) -> None:
    column = register.column(name)
    if row.known(name, key, [one.name for one in register.columns]) and column and column.type not in kinds:
        row.note(key, "column_kind", 键=key, 名称=name, 应为=say(f"plan.kind_{shape}"))


def _require_values(row: Row, register: Register, name: str, values: tuple[str, ...]) -> None:
    column = register.column(name)
    if not row.known(name, f"where.{name}", [one.name for one in register.columns]) or column is None:
        return
    possible = ("是", "否") if column.type is ColumnType.YES_NO else column.choices
    for value in values:
        if possible and value not in possible:
            near = row.problems.near(value, possible)
            row.note(f"where.{name}", "not_a_choice", 键="where", 名称=value, 列=name, 提示=near)
