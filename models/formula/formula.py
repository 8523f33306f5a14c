"""Formula: one rule or derived value of a plan, parsed when the plan loads.

Typed, three-valued, its dependencies known; nothing is left to fail when it is evaluated. Holds no values: it asks for
them by name. A formula about cells is evaluated with the reader of names; one about the rows of registers is bound to
them, see `models.formula.rows`. Names come from the plan alone.
Division is rounded at 34 digits, so `1/3*3 == 1` is false: rules about ratios use round().
"""

from collections.abc import Callable, Collection
from dataclasses import field
from functools import cached_property
from typing import Any

from models.basics.quantity import Rounding
from models.basics.records import dataclass
from models.formula.bind import Step, ValueOf, bind
from models.formula.meaning import EXCUSED, Excused, Value
from models.formula.parser import parse
from models.formula.tokens import FormulaError
from models.formula.tree import ELSEWHERE, FormulaPlace, Node, Source, ValueKind

__all__ = [
    "EXCUSED",
    "Excused",
    "Formula",
    "FormulaError",
    "FormulaPlace",
    "KindOf",
    "Value",
    "ValueKind",
    "ValueOf",
    "parse_formula",
    "sides",
]

KindOf = Callable[[str], ValueKind | None]
_SIDED = frozenset({"<", "<=", ">", ">=", "==", "!="})


class _Cells:
    """The ground of formulas about cells: bound once when the plan loads, names are asked of the sheet each time."""

    few: Collection[str] = ()

    def __init__(self, rounding: Rounding) -> None:
        self.rounding = rounding

    def settled(self, node: Node) -> bool:
        return not node.names and not node.ops & ELSEWHERE

    def named(self, node: Node) -> Step:
        name = node.value
        if node.kind is not ValueKind.NUMBER:
            return lambda value_of: value_of(name)

        def number(value_of: ValueOf) -> Value:
            value: Any = value_of(name)
            if value is None or value is EXCUSED:
                return value
            return value if value.is_finite() else None  # NaN and Infinity are no figures

        return number

    def elsewhere(self, node: Node) -> Step:
        return lambda value_of: value_of.over_rows(node)

    def among(self, node: Node) -> Step:
        raise AssertionError(node.op)  # the parser lets 重复 and 首行 stand with columns only


def _bind_cells(node: Node, rounding: Rounding) -> Step:
    """Return the closure of a formula about cells; it is handed the reader of names.

    A reader that is to answer formulas over rows has `over_rows(node)` as well, see `models.formula.rows`.
    """
    return bind(node, _Cells(rounding))


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A parsed formula; equal to another when text and kind are."""

    text: str  # as the person wrote it
    kind: ValueKind
    tree: Node = field(repr=False, compare=False)
    rounding: Rounding = field(repr=False, compare=False)

    @property
    def reads(self) -> frozenset[str]:
        """Every name it may ask for, ranges spelled out; columns of rows are no names."""
        return self.tree.names

    @property
    def sources(self) -> frozenset[Source]:
        """Every column of rows elsewhere that it reads."""
        return self.tree.sources

    @cached_property
    def _step(self) -> Step:
        return _bind_cells(self.tree, self.rounding)

    def evaluate(self, value_of: ValueOf) -> Value:
        """Return the value now, of `kind`; None = unknown, because an input is or division by zero has no answer.

        `value_of` is asked only for names in `reads`, and answers None, EXCUSED (不适用: left out of a sum), or a value
        of the kind the plan gave the name; of a formula that looks at rows it has `over_rows` as well. The value is
        EXCUSED only when no part of it has a figure.
        """
        value: Value = self._step(value_of)
        return value


def parse_formula(
    text: str, place: FormulaPlace | KindOf, *, want: ValueKind | None, rounding: Rounding = Rounding.GBT8170
) -> Formula:
    """Return the formula a text says, which must yield `want` (None: anything but a column).

    `place` is what may be named, or what alone tells the kind of a name; `rounding` is the rule of round().
    Raises FormulaError with the column and the reason.
    """
    tree = parse(text, place if isinstance(place, FormulaPlace) else FormulaPlace(names=place), want)
    return Formula(text=text, kind=tree.kind, tree=tree, rounding=rounding)


def sides(formula: Formula) -> tuple[Formula, Formula] | None:
    """Return both sides of the comparison a formula comes down to, None if it is no single comparison.

    `left <= right` and `condition => left <= right` have sides; findings show the two figures.
    """
    node = formula.tree
    while node.op == "=>":
        node = node.parts[1]
    if node.op not in _SIDED:
        return None
    left, right = (
        Formula(text=formula.text[part.start : part.end], kind=part.kind, tree=part, rounding=formula.rounding)
        for part in node.parts
    )
    return left, right
