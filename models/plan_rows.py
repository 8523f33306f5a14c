"""A plan's rows: units, blocks, indicators, items, registers, checks and parameters from their TOML tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from models.formula import Kind
from models.plan import (
    Aggregate,
    Assignment,
    Block,
    Check,
    Column,
    ColumnType,
    Count,
    DatedName,
    Direction,
    Frequency,
    Indicator,
    Item,
    ItemType,
    Level,
    Parameter,
    Quarterly,
    Register,
    Relation,
    Table,
    Unit,
    UnitKind,
)
from models.plan_formulas import Formulas
from models.plan_reader import EPOCH, Row, select, unique
from models.quantity import MEASURES, Rounding

PROCESS_TABLE = "A5"
LEVELS = {"error": Level.ERROR, "warning": Level.WARNING, "hint": Level.HINT}
RECONCILE = ("decides", "informs", "none")


class Rows:
    """The tables of one plan, read in the order their references need."""

    def __init__(self, tables: Mapping[str, list[Row]], rounding: Rounding) -> None:
        self.tables, self.rounding = tables, rounding
        self.item_types = {name: kind for name, kind in self._item_types()}
        self.indicator_ids = {str(row.found.get("id")) for row in tables["indicator"]}

    def _item_types(self) -> Iterator[tuple[str, str]]:
        for row in self.tables["item"]:
            yield str(row.found.get("id")), str(row.found.get("type"))
        for row in self.tables["process"]:
            for part in row.found.get("part", ()):
                if isinstance(part, dict):
                    yield str(part.get("id")), str(part.get("type"))

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units and groups by id."""
        found = unique([*map(_unit, self.tables["unit"]), *map(_group, self.tables["group"])])
        for row in self.tables["unit"]:
            row.known(row.text("within", ""), "within", found)
        return found

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group id → members the plan itself names."""
        return {row.text("id"): row.texts("members") for row in self.tables["group"]}

    def _unit_pool(self, name: str) -> tuple[str, ...] | None:
        if name.startswith("@"):
            kinds = {f"@{kind.value}": kind for kind in UnitKind if kind is not UnitKind.GROUP}
            if name != "@all" and name not in kinds:
                return None
            wanted = set(kinds.values()) if name == "@all" else {kinds[name]}
            return tuple(unit.id for unit in self.units.values() if unit.enabled and unit.kind in wanted)
        return (name,) if name in self.units else None

    def _units_of(self, row: Row, key: str) -> tuple[str, ...]:
        return select(row, key, row.texts(key), self._unit_pool)

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Blocks by id."""
        return unique((row.text("id"), row, self._block(row)) for row in self.tables["block"])

    def _block(self, row: Row) -> Block:
        return Block(
            row.text("id"), row.text("clause"), row.text("title"), self._units_of(row, "lead"),
            self._units_of(row, "responsible"), row.text("lead_as_written", ""), row.text("responsible_as_written", ""),
        )  # fmt: skip

    @cached_property
    def safeguards(self) -> tuple[Mapping[str, str], ...]:
        """The safeguard measures of the plan document."""
        return tuple({key: row.text(key) for key in ("clause", "title", "text")} for row in self.tables["safeguard"])

    def indicators(self, formulas: Formulas) -> dict[str, Indicator]:
        """Indicators by id."""
        return unique((row.text("id"), row, self._indicator(row, formulas)) for row in self.tables["indicator"])

    def _indicator(self, row: Row, formulas: Formulas) -> Indicator:
        exact = row.text("exact", "")
        parts = {key: row.text(key, "") or None for key in ("verified_item", "numerator", "denominator")}
        value_item, main, block = row.text("value_item"), row.text("main_reporter"), row.text("block", "") or None
        for key, item in {"value_item": value_item, **parts}.items():
            row.known(item or "", key, self.item_types)
        row.known(main, "main_reporter", self.units)
        row.known(block or "", "block", self.blocks)
        reconcile = row.text("reconcile", "none")
        row.known(reconcile, "reconcile", RECONCILE)
        _measure(row)
        return Indicator(
            row.text("id"), row.text("name"), row.texts("as_written"), row.figure("target"), row.text("measure"),
            row.choice("direction", Direction), row.day("due", needed=True) or EPOCH, row.texts("clauses", needed=True), block,
            row.text("lead_as_written", ""), row.text("responsible_as_written", ""), main,
            row.choice("aggregate", Aggregate), value_item, parts["verified_item"], parts["numerator"],
            parts["denominator"], formulas.parse(row, "exact", exact, Kind.NUMBER) if exact else None,
            row.whole("decide_decimals"), row.choice("decide_rounding", Rounding, self.rounding),
            row.choice("quarterly", Quarterly), reconcile, row.flag("county_target"),
        )  # fmt: skip

    def items(self, formulas: Formulas, tables: Mapping[str, Table]) -> dict[str, Item]:
        """Items by id, process items after the others."""
        plain = [(row.text("id"), row, self._item(row, formulas, tables)) for row in self.tables["item"]]
        return unique([*plain, *self._parts(formulas)])

    def _item(self, row: Row, formulas: Formulas, tables: Mapping[str, Table]) -> Item:
        for table in row.texts("tables", needed=True):
            row.known(table, "tables", tables)
        row.known(row.text("indicator"), "indicator", self.indicator_ids)
        block = next((r.found.get("block") for r in self.tables["indicator"] if r.found.get("id") == row.text("indicator")), None)
        return self._made(row, formulas, row.texts("tables"), row.text("indicator"), None, block, row.text("clause"))

    def _made(
        self, row: Row, formulas: Formulas, tables: tuple[str, ...], indicator: str | None, process: str | None,
        block: str | None, clause: str,
    ) -> Item:  # fmt: skip
        kind, formula = row.choice("type", ItemType), row.text("formula", "")
        name = row.text("id")
        formulas.at(name, row)
        if kind is ItemType.DERIVED and not formula:
            row.note("formula", "missing_key", 键="formula")
        _measure(row)
        return Item(
            name, row.text("name"), row.text("measure", ""), kind, row.whole("decimals"), tables,
            row.choice("frequency", Frequency, Frequency.QUARTER), row.flag("cumulative"), row.flag("last_year"),
            row.flag("required"), row.flag("negative"), row.flag("early"), row.flag("final"), row.texts("choices"),
            formulas.parse(row, "formula", formula, Kind.NUMBER) if formula else None, self._count(row, kind),
            _factors(row), indicator, process, block, clause,
        )  # fmt: skip

    def _count(self, row: Row, kind: ItemType) -> Count | None:
        found = row.row("count")
        if found is None:
            if kind is ItemType.COUNTED:
                row.note("count", "missing_key", 键="count")
            return None
        register = found.text("register")
        found.known(register, "register", self.registers)
        known = self.registers.get(register)
        where = {column: tuple(map(str, values)) for column, values in found.mapping("where").items()}
        date_column, total = found.text("date_column", "") or None, found.text("total", "") or None
        for column in (*where, date_column or "", total or ""):
            if column and known and known.column(column) is None:
                found.note("", "dangling", 键="count", 名称=column, 提示="")
        count = Count(register, where, date_column, found.day("until"), total)
        found.close()
        return count

    @cached_property
    def process(self) -> dict[str, str]:
        """Process item → its name."""
        return {row.text("id"): row.text("name") for row in self.tables["process"]}

    def _parts(self, formulas: Formulas) -> Iterator[tuple[str, Row, Item]]:
        for row in self.tables["process"]:
            block, clause = row.text("block", "") or None, row.text("clause")
            row.known(block or "", "block", self.blocks)
            for part in row.rows("part"):
                made = self._made(part, formulas, (PROCESS_TABLE,), None, row.text("id"), block, clause)
                part.close()
                yield made.id, part, made

    def assignments(self, tables: Mapping[str, Table]) -> tuple[Assignment, ...]:
        """Who fills what."""
        return tuple(self._assignment(row, tables) for row in self.tables["assignment"])

    def _assignment(self, row: Row, tables: Mapping[str, Table]) -> Assignment:
        table = row.text("table")
        row.known(table, "table", tables)
        items = select(row, "items", row.texts("items", needed=True), lambda name: self._item_pool(name, table))
        return Assignment(
            table, self._units_of(row, "units"), items, self._units_of(row, "split"), row.flag("optional"),
            row.text("clause"),
        )  # fmt: skip

    def _item_pool(self, name: str, table: str) -> tuple[str, ...] | None:
        if name in self.indicator_ids:
            rows = [row for row in self.tables["item"] if row.found.get("indicator") == name]
            return tuple(str(row.found["id"]) for row in rows if table in row.found.get("tables", ()))
        if name in self.process:
            rows = [row for row in self.tables["process"] if row.found.get("id") == name]
            return tuple(str(part["id"]) for row in rows for part in row.found.get("part", ()))
        return (name,) if name in self.item_types else None

    @cached_property
    def registers(self) -> dict[str, Register]:
        """Registers by id."""
        return unique((row.text("id"), row, self._register(row)) for row in self.tables["register"])

    def _register(self, row: Row) -> Register:
        columns = tuple(_column(one) for one in row.rows("column"))
        names = {column.name for column in columns}
        keys = tuple(tuple(map(str, key)) for key in row.found.get("keys", ()) if row.has("keys") and isinstance(key, list))
        for column in (column for key in keys for column in key):
            row.known(column, "keys", names)
        fixed = tuple({name: str(text) for name, text in one.found.items()} for one in row.rows("fixed"))
        return Register(
            row.text("id"), row.text("name"), row.text("clause"), self._units_of(row, "units"), columns, keys, fixed
        )

    def checks(self, formulas: Formulas) -> dict[str, Check]:
        """Checks by id."""
        return unique((row.text("id"), row, self._check(row, formulas)) for row in self.tables["check"])

    def _check(self, row: Row, formulas: Formulas) -> Check:
        level, kind, rule = row.text("level"), row.text("kind"), row.text("rule", "") or None
        row.known(level, "level", LEVELS)
        row.known(kind, "kind", ("must", "when", "rule"))
        relations = [r for one in row.rows("relation") if (r := self._relation(one, formulas, closing=True))]
        if row.has("formula") and (inline := self._relation(row, formulas, closing=False)):
            relations.append(inline)
        if (rule is None) is not (kind != "rule") or (rule is None and not relations):
            row.note("kind", "rule_or_relation")
        return Check(
            row.text("id"), LEVELS.get(level, Level.HINT), row.texts("scope"), kind == "must", tuple(relations), rule,
            row.texts("periods"), self._units_of(row, "units"), row.flag("office"), row.flag("confirm"),
            row.text("message"), row.text("clause"),
        )  # fmt: skip

    def _relation(self, row: Row, formulas: Formulas, *, closing: bool) -> Relation | None:
        item = row.text("item")
        row.known(item, "item", self.item_types)
        parsed = formulas.parse(row, "formula", row.text("formula"), Kind.TRUTH)
        values = {
            blank: formula
            for blank, text in row.mapping("values").items()
            if (formula := formulas.any_kind(row, f"values.{blank}", str(text))) is not None
        }
        if closing:
            row.close()
        return Relation(parsed, item, values) if parsed is not None else None

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by id."""
        return unique((row.text("id"), row, self._parameter(row)) for row in self.tables["parameter"])

    def _parameter(self, row: Row) -> Parameter:
        kind = row.text("type")
        row.known(kind, "type", ("number", "choice", "text", "list", "per_unit"))
        given = row.found.get("default") if row.has("default") else None
        default: Decimal | str | tuple[str, ...] | None = None
        if isinstance(given, list):
            default = tuple(map(str, given))
        elif given is not None:
            default = row.figure("default") if kind == "number" else str(given)
        values = {name: str(text) for name, text in row.mapping("values").items()}
        for unit in values:
            row.known(unit, "values", self.units)
        choices = row.texts("choices")
        if kind == "choice" and isinstance(default, str):
            row.known(default, "default", choices)
        return Parameter(row.text("id"), row.text("name"), kind, default, choices, values, row.text("clause"))


def _unit(row: Row) -> tuple[str, Row, Unit]:
    names = tuple(_dated(one) for one in row.rows("names"))
    if not names:
        names = (DatedName(row.text("name"), row.text("code", ""), None, None),)
    unit = Unit(
        row.text("id"), row.choice("kind", UnitKind), names, row.text("full_name", ""), row.texts("aliases"),
        row.text("within", "") or None, row.flag("enabled", default=True), row.text("clause", ""),
    )  # fmt: skip
    return unit.id, row, unit


def _dated(row: Row) -> DatedName:
    found = DatedName(row.text("name"), row.text("code", ""), row.day("since"), row.day("until"))
    row.close()
    return found


def _group(row: Row) -> tuple[str, Row, Unit]:
    names = (DatedName(row.text("name"), "", None, None),)
    return row.text("id"), row, Unit(row.text("id"), UnitKind.GROUP, names, "", (), None, True, row.text("clause", ""))


def _column(row: Row) -> Column:
    column = Column(
        row.text("name"), row.choice("type", ColumnType), row.flag("required"), row.texts("choices"),
        row.text("measure", ""), row.text("mask", ""),
    )  # fmt: skip
    _measure(row)
    row.known(column.mask, "mask", ("plate", "name", "code"))
    row.close()
    return column


def _measure(row: Row) -> None:
    measure = row.text("measure", "")
    if measure and measure not in MEASURES:
        row.note("measure", "unknown_measure", 计量单位=measure)


def _factors(row: Row) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for measure, text in row.mapping("accepts").items():
        try:
            found[measure] = Decimal(str(text))
        except InvalidOperation:
            row.note("accepts", "not_a_figure", 键=measure, 原文=text)
    return found


__all__ = ["EPOCH", "Rows", "date"]
