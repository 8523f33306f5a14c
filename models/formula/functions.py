"""Functions of the rule language: the names people may write, what each takes and what it yields.

One table for the parser, the guide to the plan format and its tests. The sentence that explains a function in the
guide is `formula.function_<key>` of the messages.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY
from enum import StrEnum

from models.basics.records import dataclass
from models.formula.tree import ValueKind

MOST_ARGUMENTS = 100


class Wanted(StrEnum):
    """What an argument has to be, where a kind alone does not say it."""

    ANY = "any"  # all of a call alike
    ORDERED = "ordered"  # numbers or days, all of a call alike
    TEXT_LITERAL = "text_literal"
    PATTERN = "pattern"
    PLACES = "places"  # 0 to 12, written as digits
    OWN_COLUMN = "own_column"
    SOURCE = "source"  # R05.列
    ROWS = "rows"  # R05
    CONDITION = "condition"  # about the rows there; may be left out


@dataclass(frozen=True, slots=True)
class Function:
    """One function; `takes` its arguments in order, the last one `more` times if need be."""

    names: tuple[str, ...]  # as written, the Chinese name first
    takes: tuple[ValueKind | Wanted, ...]
    yields: ValueKind | None  # None: what its arguments are
    _: KW_ONLY
    more: bool = False

    @property
    def least(self) -> int:
        """Fewest arguments."""
        return len(self.takes) - (self.takes[-1] is Wanted.CONDITION)

    @property
    def most(self) -> int:
        """Most arguments."""
        return MOST_ARGUMENTS if self.more else len(self.takes)

    def wanted(self, count: int) -> tuple[ValueKind | Wanted, ...]:
        """Return what each of so many arguments has to be."""
        return self.takes[:count] + self.takes[-1:] * (count - len(self.takes))


NUMBER, TEXT, TRUTH, DATE = ValueKind.NUMBER, ValueKind.TEXT, ValueKind.TRUTH, ValueKind.DATE
ANY, ORDERED, OWN = Wanted.ANY, Wanted.ORDERED, Wanted.OWN_COLUMN
SOURCE, CONDITION = Wanted.SOURCE, Wanted.CONDITION

FUNCTIONS: Mapping[str, Function] = {
    "present": Function(("已填", "present"), (ANY,), TRUTH),
    "sure": Function(("确定", "sure"), (TRUTH,), TRUTH),
    "coalesce": Function(("取首", "coalesce"), (ANY, ANY), None, more=True),
    "if": Function(("若", "if"), (TRUTH, ANY, ANY), None),
    "abs": Function(("绝对值", "abs"), (NUMBER,), NUMBER),
    "min": Function(("最小", "min"), (NUMBER, NUMBER), NUMBER, more=True),
    "max": Function(("最大", "max"), (NUMBER, NUMBER), NUMBER, more=True),
    "sum": Function(("合计", "sum"), (NUMBER,), NUMBER, more=True),
    "round": Function(("修约", "round"), (NUMBER, Wanted.PLACES), NUMBER),
    "between": Function(("介于", "between"), (ORDERED, ORDERED, ORDERED), TRUTH),
    "near": Function(("接近", "near"), (NUMBER, NUMBER, NUMBER), TRUTH, more=True),
    "contains": Function(("包含", "contains"), (TEXT, Wanted.TEXT_LITERAL), TRUTH, more=True),
    "starts": Function(("开头是", "starts"), (TEXT, TEXT), TRUTH),
    "ends": Function(("结尾是", "ends"), (TEXT, TEXT), TRUTH),
    "length": Function(("长度", "length"), (TEXT,), NUMBER),
    "like": Function(("形如", "like"), (TEXT, Wanted.PATTERN), TRUTH),
    "credit_code": Function(("信用代码", "credit_code"), (TEXT,), TRUTH),
    "vin": Function(("车架号", "vin"), (TEXT,), TRUTH),
    "year": Function(("年", "year"), (DATE,), NUMBER),
    "month": Function(("月", "month"), (DATE,), NUMBER),
    "repeated": Function(("重复", "repeated"), (OWN,), TRUTH, more=True),
    "earlier": Function(("首行", "earlier"), (OWN,), TEXT, more=True),
    "look_up": Function(("查", "look_up"), (SOURCE, ANY), None, more=True),
    "rows": Function(("行数", "rows"), (Wanted.ROWS, CONDITION), NUMBER),
    "counted": Function(("计入行数", "counted"), (Wanted.ROWS, CONDITION), NUMBER),
    "total": Function(("行合计", "total"), (SOURCE, CONDITION), NUMBER),
    "greatest": Function(("行最大", "greatest"), (SOURCE, CONDITION), None),
    "least": Function(("行最小", "least"), (SOURCE, CONDITION), None),
    "distinct": Function(("种数", "distinct"), (SOURCE, CONDITION), NUMBER),
    "listed": Function(("列出", "listed"), (SOURCE,), TEXT),
}
FUNCTION_NAMES: Mapping[str, str] = {name: key for key, one in FUNCTIONS.items() for name in one.names}
