"""A plan's formulas: which names they may use, and that derived items never go in a circle.

Every formula is parsed when the plan loads, so that a bad one never reaches data (DESIGN §3).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from models.formula import Formula, FormulaError, Kind, parse_formula
from models.plan import Item, ItemType
from models.plan_reader import Row
from models.quantity import Rounding
from models.words import say

if TYPE_CHECKING:
    from models.plan_rows import Rows

_NUMERIC = {"N", "K", "C", "R"}
_KINDS = {"E": Kind.TEXT, "T": Kind.TEXT, "D": Kind.TEXT, "B": Kind.TRUTH}
_PERIOD = {"日历天数": Kind.NUMBER, "剩余天数": Kind.NUMBER, "月数": Kind.NUMBER, "类型": Kind.TEXT}
_UNIT = {"类别": Kind.TEXT, "代码": Kind.TEXT}
_PARAMETERS = {"number": Kind.NUMBER, "per_unit": Kind.NUMBER, "choice": Kind.TEXT, "text": Kind.TEXT}


class Formulas:
    """Parses the formulas of one plan; what is wrong is noted at the row it stands in."""

    def __init__(self, rows: "Rows", rounding: Rounding) -> None:
        self.rows, self.rounding = rows, rounding
        self._where: dict[str, Row] = {}

    def parse(self, row: Row, key: str, text: str, want: Kind) -> Formula | None:
        """Return a formula, None (and a noted problem) when it cannot be read."""
        try:
            return parse_formula(text, self.kind_of, want=want, rounding=self.rounding)
        except FormulaError as error:
            reason = say(f"errors.formula_{error.reason}", position=error.position, **error.facts)
            row.note(key, "bad_formula", 公式=text, 原因=reason)
            return None

    def any_kind(self, row: Row, key: str, text: str) -> Formula | None:
        """Return a formula of whatever kind it is: for the figures of messages."""
        for kind in (Kind.NUMBER, Kind.TEXT):
            try:
                return parse_formula(text, self.kind_of, want=kind, rounding=self.rounding)
            except FormulaError:
                continue
        return self.parse(row, key, text, Kind.NUMBER)

    def kind_of(self, name: str) -> Kind | None:
        """Return what a name stands for, None when the plan does not know it."""
        if name in self.rows.item_types:
            kind = self.rows.item_types[name]
            return Kind.NUMBER if kind in _NUMERIC else _KINDS.get(kind)
        prefix, _, rest = name.partition(".")
        reader = self._prefixes().get(prefix)
        return reader(rest) if reader and rest else None

    def _prefixes(self) -> Mapping[str, Callable[[str], Kind | None]]:
        return {
            "上年": self.kind_of,
            "上期": self.kind_of,
            "合计": self.kind_of,
            "平均": self.kind_of,
            "目标": lambda rest: Kind.NUMBER if rest in self.rows.indicator_ids else None,
            "参数": self._parameter,
            "台账": self._register,
            "期": _PERIOD.get,
            "因子": lambda rest: Kind.NUMBER if rest in ("煤", "油", "气", "电") else None,
            "单位": _UNIT.get,
        }

    def _parameter(self, name: str) -> Kind | None:
        declared = self.rows.parameters.get(name)
        return _PARAMETERS.get(declared.type) if declared else None

    def _register(self, name: str) -> Kind | None:
        register, _, rest = name.partition(".")
        known = self.rows.registers.get(register)
        if known is None:
            return None
        column = rest.removeprefix("合计.")
        summed = rest.startswith("合计.") and known.column(column) is not None
        return Kind.NUMBER if rest in ("行数", "有效") or summed else None

    def at(self, item: str, row: Row) -> None:
        """Remember where an item stands, for problems found later."""
        self._where[item] = row

    def refuse_circles(self, items: Mapping[str, Item]) -> None:
        """Note every derived item that is made from itself."""
        state: dict[str, int] = {}

        def visit(name: str) -> bool:
            if state.get(name) == 1:
                return True
            if state.get(name) == 2 or name not in items:
                return False
            state[name] = 1
            formula = items[name].formula
            reads = formula.reads if formula and items[name].type is ItemType.DERIVED else frozenset()
            circle = any(visit(_bare(read)) for read in sorted(reads))
            state[name] = 2
            return circle

        for name in items:
            if visit(name) and name in self._where:
                self._where[name].note("formula", "circle", 名称=name)


def _bare(name: str) -> str:
    prefix, _, rest = name.partition(".")
    return rest if prefix in ("合计", "平均", "上年") else name
