"""Formula: one rule or derived value of a plan, parsed when the plan loads.

Typed, three-valued, its dependencies known; nothing is left to fail when it is evaluated. Holds no values: it asks for
them by name. The words: `+ - * /`, comparisons, 且 或 非, `=>`, numbers with %, “texts”, abs 绝对值, min, max, sum 合计
(with ranges Q06.1..Q06.5), round, present 已填, coalesce, if. Names come from the plan alone.
Division is rounded at 34 digits, so `1/3*3 == 1` is false: rules about ratios use round().
Source: performance.md §3, DESIGN §3.
"""

from dataclasses import dataclass, field

from models.basics.quantity import Rounding
from models.formula.meaning import EXCUSED, Excused, Kind, Step, Value, ValueOf
from models.formula.parser import KindOf, Part, parse_parts
from models.formula.tokens import FormulaError

__all__ = [
    "EXCUSED",
    "Excused",
    "Formula",
    "FormulaError",
    "Kind",
    "KindOf",
    "Value",
    "ValueOf",
    "parse_formula",
    "sides",
]


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula; equal to another when text, kind and reads are."""

    text: str  # as the person wrote it
    kind: Kind
    reads: frozenset[str]  # every name it may ask for, ranges spelled out
    _step: Step = field(repr=False, compare=False)
    _sides: "tuple[Formula, Formula] | None" = field(default=None, repr=False, compare=False)

    def evaluate(self, value_of: ValueOf) -> Value:
        """Return the value now, of `kind`; None = unknown, because an input is or division by zero has no answer.

        `value_of` is asked only for names in `reads`, and answers None, EXCUSED (不适用: left out of a sum), or a value
        of the kind the plan gave the name. The value is EXCUSED only when no part of it has a figure.
        """
        value: Value = self._step(value_of)
        return value


def parse_formula(text: str, kind_of: KindOf, *, want: Kind, rounding: Rounding = Rounding.GBT8170) -> Formula:
    """Return the formula a text says, which must yield `want`.

    `kind_of` answers None for a name the plan does not know; `rounding` is the rule of round().
    Raises FormulaError with the column and the reason.
    """
    part = parse_parts(text, kind_of, rounding)
    if part.kind is not want:
        raise FormulaError(part.start + 1, f"{want}_expected", text=text[part.start : part.end])
    return _formula(text, part, text)


def sides(formula: Formula) -> tuple[Formula, Formula] | None:
    """Return both sides of the comparison a formula comes down to, None if it is no single comparison.

    `left <= right` and `condition => left <= right` have sides; findings show the two figures.
    """
    return formula._sides


def _formula(text: str, part: Part, whole: str) -> Formula:
    pair = None
    if part.sides:
        left, right = (_formula(whole[side.start : side.end], side, whole) for side in part.sides)
        pair = left, right
    return Formula(text, part.kind, part.reads, part.step, pair)
