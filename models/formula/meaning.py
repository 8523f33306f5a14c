"""Meaning of a formula: what each operator and function makes of known and unknown values.

Every step is a closure from the reader of values to one value. None is unknown (missing, awaited), never 0; EXCUSED is
不适用: a sum leaves such parts out and is EXCUSED only when all of them are, everything else passes it on. Truth is
Kleene's three-valued logic, where EXCUSED is unknown. Arithmetic has one fixed context, and what it cannot answer
(division by zero, overflow) is unknown. Nothing here checks kinds: `models.formula.parser` has refused every mixture
before a step is made.
Source: performance.md §3.
"""

import operator
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from enum import Enum, StrEnum
from functools import reduce
from typing import Any

from models.basics.quantity import Rounding, round_to


class Excused(Enum):
    """The one member says: 不适用 or 未到报告期. In a sum such a part drops out and leaves the others standing."""

    PART = "excused"


EXCUSED = Excused.PART
Value = Decimal | str | bool | Excused | None
ValueOf = Callable[[str], Value]
Step = Callable[[ValueOf], Any]  # Any: a Value whose kind the parser has settled
Binary = Callable[[Any, Any], Any]

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emin=-999, Emax=999, traps=[DivisionByZero, InvalidOperation, Overflow]
)


class Kind(StrEnum):
    """What a formula, or a part of one, yields when it is known."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"


ARITHMETIC: dict[str, Binary] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}
ORDER: dict[str, Binary] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
SAME: dict[str, Binary] = {"==": operator.eq, "!=": operator.ne}
COMPARISONS = ORDER | SAME


def _sum(values: Sequence[Decimal]) -> Decimal:
    return reduce(CONTEXT.add, values)


def _abs(values: Sequence[Decimal]) -> Decimal:
    return CONTEXT.abs(values[0])


NUMERIC: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {"abs": _abs, "min": min, "max": max, "sum": _sum}


def literal(value: Value) -> Step:
    """Yield the same value always."""
    return lambda value_of: value


def number_literal(text: str) -> Decimal:
    """Return the value of a number as written; 5% is 0.05."""
    return Decimal(text[:-1]).scaleb(-2, CONTEXT) if text.endswith("%") else Decimal(text)


def read(name: str) -> Step:
    """Yield the text or truth a name has now."""
    return lambda value_of: value_of(name)


def read_number(name: str) -> Step:
    """Yield the number a name has now; NaN and Infinity are no figures and count as unknown."""

    def step(value_of: ValueOf) -> Value:
        value: Any = value_of(name)
        return value if value is EXCUSED or (value is not None and value.is_finite()) else None

    return step


def calculate(operation: Binary, left: Step, right: Step, *, parts: bool = False) -> Step:
    """Yield `left operation right`, unknown when a side is or when the arithmetic has no answer.

    An excused side of a sum or difference of two `parts` (neither is a constant) drops out; a product, quotient or
    comparison with one has no figure.
    """

    def step(value_of: ValueOf) -> Value:
        first = left(value_of)
        if first is None:
            return None
        second = right(value_of)
        if second is None:
            return None
        if first is EXCUSED or second is EXCUSED:
            return _without(operation, first, second, parts=parts)
        try:
            result: Value = operation(first, second)
        except DecimalException:
            return None
        return result

    return step


def _without(operation: Binary, first: Any, second: Any, *, parts: bool) -> Value:  # noqa: ANN401
    """What is left of two sides when at least one is excused."""
    if not parts or operation not in (ARITHMETIC["+"], ARITHMETIC["-"]):
        return EXCUSED if operation in ARITHMETIC.values() else None
    if second is EXCUSED:
        return first  # type: ignore[no-any-return]
    return second if operation == ARITHMETIC["+"] else CONTEXT.minus(second)


def over_all(operation: Callable[[Sequence[Decimal]], Decimal], parts: Sequence[Step]) -> Step:
    """Yield an operation over several numbers, unknown when any of them is."""

    def step(value_of: ValueOf) -> Value:
        values = []
        for part in parts:
            value = part(value_of)
            if value is None:
                return None
            values.append(value)
        if EXCUSED in values:
            values = [value for value in values if value is not EXCUSED] if operation is _sum else []
            if not values:
                return EXCUSED
        try:
            return operation(values)
        except DecimalException:
            return None

    return step


def negate(part: Step) -> Step:
    """Yield the number with its sign turned."""
    return over_all(lambda values: CONTEXT.minus(values[0]), (part,))


def round_off(part: Step, decimals: int, rounding: Rounding) -> Step:
    """Yield the number rounded once by the plan's rule, unknown beyond the range of the context."""

    def rounded(values: Sequence[Decimal]) -> Decimal:
        CONTEXT.plus(values[0])  # refuses 1E+999999999, which would be written out digit by digit
        return round_to(values[0], decimals, rounding)

    return over_all(rounded, (part,))


def invert(part: Step) -> Step:
    """Yield 非: unknown stays unknown."""

    def step(value_of: ValueOf) -> Value:
        value = part(value_of)
        return None if value is None else not value

    return step


def both(left: Step, right: Step) -> Step:
    """Yield 且: one false is enough, whatever the other."""

    def step(value_of: ValueOf) -> Value:
        first = left(value_of)
        if first is False:
            return False
        second = right(value_of)
        if second is False:
            return False
        return None if first is None or second is None else True

    return step


def either(left: Step, right: Step) -> Step:
    """Yield 或: one true is enough, whatever the other."""

    def step(value_of: ValueOf) -> Value:
        first = left(value_of)
        if first is True:
            return True
        second = right(value_of)
        if second is True:
            return True
        return None if first is None or second is None else False

    return step


def implies(condition: Step, consequence: Step) -> Step:
    """Yield `condition => consequence`: true when the condition does not apply."""
    return either(invert(condition), consequence)


LOGIC: dict[str, Callable[[Step, Step], Step]] = {"and": both, "or": either, "=>": implies}


def present(part: Step) -> Step:
    """Yield whether there is a value; never unknown itself."""
    return lambda value_of: part(value_of) not in (None, EXCUSED)


def first_known(parts: Sequence[Step]) -> Step:
    """Yield the first value that is known."""

    def step(value_of: ValueOf) -> Value:
        for part in parts:
            value: Value = part(value_of)
            if value is not None and value is not EXCUSED:
                return value
        return None

    return step


def choose(condition: Step, when_true: Step, when_false: Step) -> Step:
    """Yield one of two values; an unknown condition chooses neither."""

    def step(value_of: ValueOf) -> Value:
        chosen = condition(value_of)
        if chosen is None:
            return None
        value: Value = when_true(value_of) if chosen else when_false(value_of)
        return value

    return step
