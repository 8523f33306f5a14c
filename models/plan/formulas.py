"""A plan's formulas: which names they may use, and that derived items never go in a circle.

Every formula is parsed when the plan loads, so that a bad one never reaches a figure (DESIGN §3). The names are those
that `models.sheet.sheet` can answer: items, 上年 上期 合计 平均 目标 参数 台账 期 因子 单位.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from models.basics.messages import say
from models.basics.quantity import Rounding
from models.formula.formula import Formula, FormulaError, Kind, parse_formula
from models.plan.plan import ColumnType, Item, ItemType, Parameter, Register
from models.plan.rows.toml_row import Row

DEEPEST = 20  # derived items that rest on each other
NUMERIC = frozenset({ItemType.NUMBER, ItemType.WHOLE, ItemType.DERIVED, ItemType.COUNTED})
NUMERIC_COLUMNS = (ColumnType.NUMBER, ColumnType.WHOLE)
_PERIOD = {"日历天数": Kind.NUMBER, "剩余天数": Kind.NUMBER, "月数": Kind.NUMBER, "类型": Kind.TEXT}
_UNIT = {"类别": Kind.TEXT, "代码": Kind.TEXT, "名称": Kind.TEXT}
_PARAMETER = {"number": Kind.NUMBER, "per_unit": Kind.NUMBER, "choice": Kind.TEXT, "text": Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Names:
    """What the formulas of a plan may speak of."""

    items: Mapping[str, str]  # item id → its type as written
    last_year: Collection[str]  # items with a column of last year
    indicators: Collection[str]
    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]


class Formulas:
    """Parses the formulas of one plan; what is wrong is noted at the row it stands in."""

    def __init__(self, names: Names, rounding: Rounding) -> None:
        self.names, self.rounding = names, rounding
        self._prefixes: Mapping[str, Callable[[str], Kind | None]] = {
            "上年": lambda rest: self._item(rest) if rest in names.last_year else None,
            "上期": lambda rest: None if rest.startswith("上期.") else self.kind_of(rest),
            "合计": self._number,
            "平均": self._number,
            "目标": lambda rest: Kind.NUMBER if rest in names.indicators else None,
            "参数": self._parameter,
            "台账": self._register,
            "期": _PERIOD.get,
            "因子": self._factor,
            "单位": _UNIT.get,
        }

    def parse(self, row: Row, key: str, text: str, want: Kind) -> Formula | None:
        """Return a formula, None (and a noted problem) when it cannot be read; None for a blank one."""
        if not text.strip():
            return None
        try:
            return parse_formula(text, self.kind_of, want=want, rounding=self.rounding)
        except FormulaError as error:
            self._refuse(row, key, text, error)
            return None

    def figure(self, row: Row, key: str, text: str) -> Formula | None:
        """Return the formula of a message's blank, a number or a text."""
        try:
            return parse_formula(text, self.kind_of, want=Kind.NUMBER, rounding=self.rounding)
        except FormulaError as error:
            if error.reason == f"{Kind.NUMBER}_expected":
                return self.parse(row, key, text, Kind.TEXT)
            self._refuse(row, key, text, error)
            return None

    def _refuse(self, row: Row, key: str, text: str, error: FormulaError) -> None:
        reason = say(f"errors.formula_{error.reason}", position=error.position, **error.facts)
        row.note(key, "bad_formula", 公式=text, 原因=reason)

    def kind_of(self, name: str) -> Kind | None:
        """Return what a name stands for, None when the plan does not know it."""
        if name in self.names.items:
            return self._item(name)
        prefix, _, rest = name.partition(".")
        reader = self._prefixes.get(prefix)
        return reader(rest) if reader and rest else None

    def _item(self, name: str) -> Kind | None:
        kind = self.names.items.get(name)
        if kind is None:
            return None
        if kind in NUMERIC:
            return Kind.NUMBER
        return Kind.TRUTH if kind == ItemType.YES_NO else Kind.TEXT

    def _number(self, name: str) -> Kind | None:
        return Kind.NUMBER if self.names.items.get(name) in NUMERIC else None

    def _parameter(self, name: str) -> Kind | None:
        declared = self.names.parameters.get(name)
        return _PARAMETER.get(declared.type) if declared else None

    def _factor(self, name: str) -> Kind | None:
        """A numeric column of a parameter that is a table: of its only row, or of the one a choice item names."""
        tables = [one for one in self.names.parameters.values() if one.type == "table"]
        known = {column.name for one in tables for column in one.columns if column.type == "number"}
        return Kind.NUMBER if name in known else None

    def _register(self, name: str) -> Kind | None:
        id, _, rest = name.partition(".")
        register = self.names.registers.get(id)
        if register is None:
            return None
        if rest in ("行数", "有效"):
            return Kind.NUMBER
        column = register.column(rest.removeprefix("合计.")) if rest.startswith("合计.") else None
        return Kind.NUMBER if column and column.type in NUMERIC_COLUMNS else None


def refuse_circles(items: Mapping[str, Item], rows: Mapping[str, Row]) -> None:
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
    return rest if prefix in ("合计", "平均", "上年") else name
