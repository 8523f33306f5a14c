"""A plan's formulas: which names they may use, and that derived items never go in a circle.

Every formula is parsed when the plan loads, so that a bad one never reaches a figure. The names are those
that `models.sheet.names` can answer: items, 上年 上期 合计 平均 目标 参数 期 方案 因子 单位 状态; the rows those that
`models.sheet.other_rows` can give.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from models.basics.messages import say
from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.formula.formula import Formula, FormulaError, FormulaPlace, ValueKind, parse_formula
from models.formula.meaning import folded
from models.formula.prefixes import Prefix
from models.formula.tree import GATHERED, Node, Source
from models.plan.plan import Column, ColumnType, Item, ItemType, Parameter, Register
from models.plan.rows.toml_row import COLUMN, COLUMN_TYPE, TomlRow, words_of

_KINDS_DIFFER = ("kinds_differ", "key_differs", *(f"{kind}_expected" for kind in ValueKind))
FOLLOWING: Mapping[str, frozenset[str]] = {  # reason of a formula → what explains it, refused already
    "unknown_name": frozenset(("item", "process", "parameter", "register", COLUMN)),
    **dict.fromkeys(_KINDS_DIFFER, frozenset((COLUMN_TYPE,))),
}
DEEPEST = 20  # derived items that rest on each other
NUMERIC = frozenset({ItemType.NUMBER, ItemType.WHOLE, ItemType.DERIVED, ItemType.COUNTED})
NUMERIC_COLUMNS = (ColumnType.NUMBER, ColumnType.WHOLE)
_PERIOD = {
    "日历天数": ValueKind.NUMBER,
    "剩余天数": ValueKind.NUMBER,
    "月数": ValueKind.NUMBER,
    "类型": ValueKind.TEXT,
    "始": ValueKind.DATE,
    "止": ValueKind.DATE,
}
_PLAN = {"年": ValueKind.NUMBER, "始": ValueKind.DATE, "止": ValueKind.DATE}
_UNIT = {"类别": ValueKind.TEXT, "代码": ValueKind.TEXT, "名称": ValueKind.TEXT}
FIXED_NAMES: Mapping[str, Mapping[str, ValueKind]] = {
    Prefix.PERIOD: _PERIOD,
    Prefix.PLAN: _PLAN,
    Prefix.UNIT: _UNIT,
}  # prefix → what may follow
_PARAMETER = {
    "number": ValueKind.NUMBER,
    "whole": ValueKind.NUMBER,
    "per_unit": ValueKind.NUMBER,
    "date": ValueKind.DATE,
    "choice": ValueKind.TEXT,
    "text": ValueKind.TEXT,
}
COLUMN_KINDS = {
    ColumnType.NUMBER: ValueKind.NUMBER, ColumnType.WHOLE: ValueKind.NUMBER, ColumnType.DATE: ValueKind.DATE,
    ColumnType.YES_NO: ValueKind.TRUTH,
}  # fmt: skip
SETTLED = (Prefix.GIVEN, Prefix.PERIOD, Prefix.PLAN, Prefix.UNIT)  # alike for all rows and all edits of a period


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaNames:
    """What the formulas of a plan may speak of."""

    items: Mapping[str, str]  # item id → its type as written
    last_year: Collection[str]  # items with a column of last year
    indicators: Collection[str]
    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]


class Formulas:
    """Parses the formulas of one plan; what is wrong is noted at the row it stands in."""

    def __init__(self, names: FormulaNames, rounding: Rounding) -> None:
        self.names, self.rounding = names, rounding
        self._places: dict[tuple[tuple[str, ...], bool], FormulaPlace] = {}
        self._sources: dict[tuple[str, str], Source | None] = {}
        self._prefixes: Mapping[str, Callable[[str], ValueKind | None]] = {
            Prefix.LAST_YEAR: lambda rest: self._item(rest) if rest in names.last_year else None,
            Prefix.BEFORE: lambda rest: None if rest.startswith(Prefix.BEFORE.of("")) else self.kind_of(rest),
            Prefix.SUM: self._number,
            Prefix.MEAN: self._number,
            Prefix.TARGET: lambda rest: ValueKind.NUMBER if rest in names.indicators else None,
            Prefix.GIVEN: self._parameter,
            Prefix.PERIOD: FIXED_NAMES[Prefix.PERIOD].get,
            Prefix.PLAN: FIXED_NAMES[Prefix.PLAN].get,
            Prefix.STATE: lambda rest: ValueKind.TEXT if rest in names.items else None,
            Prefix.FACTOR: self._factor,
            Prefix.UNIT: FIXED_NAMES[Prefix.UNIT].get,
        }

    @property
    def prefixes(self) -> Collection[str]:
        """The first parts of names that are no items."""
        return self._prefixes.keys()

    def place(self, registers: Sequence[str] = (), *, message: bool = False) -> FormulaPlace:
        """Return what may be named about cells, or about the rows of registers: the columns they all have alike."""
        key = (tuple(registers), message)
        if key not in self._places:  # most formulas of a plan stand in one of a few places
            columns = self._columns(registers)
            self._places[key] = FormulaPlace(names=self.kind_of, columns=columns, sources=self.source, message=message)
        return self._places[key]

    def _columns(self, registers: Sequence[str]) -> Mapping[str, ValueKind]:
        shared: dict[str, ValueKind] = {}
        for number, name in enumerate(registers):
            kinds = {column.name: column_kind(column.type) for column in self.names.registers[name].columns}
            shared = kinds if number == 0 else {name: kind for name, kind in shared.items() if kinds.get(name) is kind}
        return shared

    def source(self, rows: str, column: str) -> Source | None:
        """Return a column of rows elsewhere: of a register, last period's, a table among the parameters."""
        if (rows, column) not in self._sources:
            self._sources[rows, column] = self._source(rows, column)
        return self._sources[rows, column]

    def _source(self, rows: str, column: str) -> Source | None:
        prefix, _, rest = rows.partition(".")
        kinds: Mapping[str, ValueKind]
        if prefix == Prefix.GIVEN:
            parameter = self.names.parameters.get(rest)
            kinds, keys = _table_kinds(parameter) if parameter and parameter.type == "table" else ({}, ())
        else:
            register = self.names.registers.get(rest if prefix == Prefix.BEFORE else rows)
            kinds = {one.name: column_kind(one.type) for one in register.columns} if register else {}
            keys = register.keys[0] if register and register.keys else ()
        if not kinds or not (column in kinds or not column):
            return None
        keyed = tuple((key, kinds[key]) for key in keys if key in kinds)
        return Source(rows=rows, column=column, kind=kinds.get(column, ValueKind.NUMBER), keys=keyed)

    def parse(
        self, row: TomlRow, key: str, text: str, want: ValueKind | None, place: FormulaPlace | None = None
    ) -> Formula | None:
        """Return a formula, None (and a noted problem) when it cannot be read; None for a blank one."""
        if not text.strip():
            return None
        try:
            formula = parse_formula(text, place or self.place(), want=want, rounding=self.rounding)
        except FormulaError as error:
            self._refuse(row, key, text, error)
            return None
        if any(node.op == "look_up" for node in formula.tree.within):
            self._refuse_lost_keys(row, key, formula.tree)
        return formula

    def made(self, text: str, registers: Sequence[str]) -> Formula:
        """Return the formula of a text that the program itself made. Raises FormulaError."""
        return parse_formula(text, self.place(registers), want=ValueKind.TRUTH, rounding=self.rounding)

    def _refuse_lost_keys(self, row: TomlRow, key: str, node: Node) -> None:
        """Note every key written out in 查(参数…) that no row of the plan's own table has.

        A table without rows is the office's to fill: nothing is known of it here.
        """
        if node.op == "look_up":
            source = node.parts[0].value
            parameter = self.names.parameters.get(source.rows.removeprefix(Prefix.GIVEN.of("")))
            rows = parameter.rows if parameter and source.rows.startswith(Prefix.GIVEN.of("")) else ()
            if len({tuple(row.get(name) for name, _ in source.keys) for row in rows}) < len(rows):
                rows = ()  # a row that stands twice may be meant to be the one that lacks
            for (name, _), part in zip(source.keys, node.parts[1:], strict=False):
                known = {folded(row.get(name, "")) for row in rows}
                if known and "" not in known and part.op == "literal" and folded(str(part.value)) not in known:
                    near = row.problems.near(str(part.value), sorted(map(str, known)))
                    row.note(key, "no_such_row", 参数=source.rows, 名称=part.value, 提示=near)
        for part in node.parts:
            self._refuse_lost_keys(row, key, part)

    def _refuse(self, row: TomlRow, key: str, text: str, error: FormulaError) -> None:
        if error.reason in FOLLOWING and row.problems.torn & FOLLOWING[error.reason]:
            return
        reason = say(f"errors.formula_{error.reason}", position=error.position, **error.facts)
        row.note(key, "bad_formula", 公式=text, 原因=reason)

    def kind_of(self, name: str) -> ValueKind | None:
        """Return what a name stands for, None when the plan does not know it."""
        if name in self.names.items:
            return self._item(name)
        prefix, _, rest = name.partition(".")
        reader = self._prefixes.get(prefix)
        return reader(rest) if reader and rest else None

    def _item(self, name: str) -> ValueKind | None:
        kind = self.names.items.get(name)
        if kind is None:
            return None
        if kind in NUMERIC or kind not in words_of(ItemType):  # what has no type has been noted
            return ValueKind.NUMBER
        return {ItemType.YES_NO.value: ValueKind.TRUTH, ItemType.DATE.value: ValueKind.DATE}.get(kind, ValueKind.TEXT)

    def _number(self, name: str) -> ValueKind | None:
        return ValueKind.NUMBER if self.names.items.get(name) in NUMERIC else None

    def _parameter(self, name: str) -> ValueKind | None:
        declared = self.names.parameters.get(name)
        return _PARAMETER.get(declared.type) if declared else None

    def _factor(self, name: str) -> ValueKind | None:
        """A numeric column of a parameter that is a table: of its only row, or of the one a choice item names."""
        tables = [one for one in self.names.parameters.values() if one.type == "table"]
        known = {column.name for one in tables for column in one.columns if column.type == "number"}
        return ValueKind.NUMBER if name in known else None


def refuse_strangers(row: TomlRow, key: str, formula: Formula, columns: Iterable[Column]) -> None:
    """Note every text a choice column is compared with that it can never say."""
    choices = {column.name: column.choices for column in columns if column.choices}
    if not choices:
        return
    for name, text in _compared(formula.tree):
        if name in choices and text not in choices[name]:
            near = row.problems.near(text, choices[name])
            row.note(key, "not_a_choice", 键=key, 名称=text, 列=name, 提示=near)


def _compared(node: Node) -> Iterator[tuple[str, str]]:
    """Yield each column of the row that is compared with a text, and the text."""
    column = next((part.value for part in node.parts if part.op == "column"), None)
    if column is not None and node.op in ("==", "!="):
        yield from ((column, part.value) for part in node.parts if part.op == "literal" and part.kind is ValueKind.TEXT)
    elif column is not None and node.op == "in":
        yield from ((column, text) for text in sorted(map(str, node.value)) if node.parts[0].kind is ValueKind.TEXT)
    for part in node.parts:
        yield from _compared(part)


def column_kind(type: ColumnType) -> ValueKind:
    """Return what formulas take a column for."""
    return COLUMN_KINDS.get(type, ValueKind.TEXT)


def reads_only_its_row(formula: Formula) -> bool:
    """True when a formula over rows hangs on the row alone, as long as plan, settings, unit and period are the same."""
    return _settled(formula.reads) and all(source.rows.startswith(Prefix.GIVEN.of("")) for source in formula.sources)


def _settled(names: Iterable[str]) -> bool:
    return all(name.partition(".")[0] in SETTLED for name in names)


def hangs_on_counting(formula: Formula) -> bool:
    """True when a formula reads what a row that is left out may change: cells, and sums over rows of this sheet."""
    gathered = formula.tree.ops & (GATHERED - {"rows"})
    here = any(not source.rows.startswith((Prefix.BEFORE.of(""), Prefix.GIVEN.of(""))) for source in formula.sources)
    return not _settled(formula.reads) or bool(gathered and here)


def _table_kinds(parameter: Parameter) -> tuple[Mapping[str, ValueKind], tuple[str, ...]]:
    kinds = {"number": ValueKind.NUMBER, "date": ValueKind.DATE}
    return {column.name: kinds.get(column.type, ValueKind.TEXT) for column in parameter.columns}, parameter.key


def refuse_circles(items: Mapping[str, Item], rows: Mapping[str, TomlRow]) -> None:
    """Note derived items that are made from themselves, and chains too long to be followed."""
    formulas = {name: item.formula for name, item in items.items() if item.formula}
    inputs = {name: {_bare(read) for read in formula.reads} & items.keys() for name, formula in formulas.items()}
    while True:
        try:
            order = tuple(TopologicalSorter(inputs).static_order())
            break
        except CycleError as error:
            circle = error.args[1]
            rows[circle[0]].note("formula", "circle", 名称=circle[0], 经过=" → ".join(reversed(circle)))
            inputs = {name: reads - set(circle) for name, reads in inputs.items() if name not in circle}
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = 1 + max((depth[read] for read in inputs.get(name, ())), default=-1)
        if depth[name] == DEEPEST + 1:
            rows[name].note("formula", "too_deep", 名称=name, n=DEEPEST)


def _bare(name: str) -> str:
    prefix, _, rest = name.partition(".")
    return rest if prefix in (Prefix.SUM, Prefix.MEAN, Prefix.LAST_YEAR) else name
