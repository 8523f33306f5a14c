"""Meaning of the operators and functions on known values; what stands on unknown ones is told by `models.formula.bind`.

Arithmetic has one fixed context of 34 digits, and what it cannot answer (division by zero, overflow) is unknown. Days
are texts of the form 2026-05-31, which compare as days do. Nothing here checks kinds: the parser has refused every
mixture.
"""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from functools import reduce
from typing import Any

from models.basics.quantity import Rounding, round_to


class Excused(Enum):
    """The one member says: 不适用 or 未到报告期. In a sum such a part drops out and leaves the others standing."""

    PART = "excused"


EXCUSED = Excused.PART
Value = Decimal | str | bool | Excused | None
Operation = Callable[..., Any]

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emin=-999, Emax=999, traps=[DivisionByZero, InvalidOperation, Overflow]
)
NO_ANSWER = (DecimalException, OverflowError, ValueError)  # what makes an operation on known values unknown

ARITHMETIC: Mapping[str, Operation] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}
COMPARISONS: Mapping[str, Operation] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "starts": str.startswith,
    "ends": str.endswith,
}


def total(*values: Decimal) -> Decimal:
    """Return the sum in the context of formulas."""
    return reduce(CONTEXT.add, values)


def without(op: str, first: Any, second: Any, *, parts: bool) -> Any:  # noqa: ANN401
    """Return what is left of two sides of which at least one is excused.

    Of a sum or difference of two `parts` (neither is a constant) the other; a product or quotient is excused itself.
    """
    if not parts or op not in ("+", "-"):
        return EXCUSED
    if second is EXCUSED:
        return first
    return second if op == "+" else CONTEXT.minus(second)


def near(value: Decimal, width: Decimal, *known: Decimal) -> bool:
    """Return whether a value differs from one of some others by no more than a share of it."""
    return any(CONTEXT.abs(CONTEXT.subtract(CONTEXT.divide(value, one), Decimal(1))) <= width for one in known)


def days_between(day: str, earlier: str) -> Decimal:
    """Return the number of days from one day to another."""
    return Decimal((date.fromisoformat(day) - date.fromisoformat(earlier)).days)


def shifted(day: str, days: Decimal, sign: int) -> str | None:
    """Return the day so many days later or earlier; None for a part of a day or beyond the calendar."""
    if days != days.to_integral_value() or abs(days) > 4_000_000:
        return None
    return (date.fromisoformat(day) + timedelta(days=sign * int(days))).isoformat()


def rounded(value: Decimal, decimals: int, rounding: Rounding) -> Decimal:
    """Return a number rounded once by the plan's rule; refuses what the context cannot hold."""
    CONTEXT.plus(value)  # refuses 1E+999999999, which would be written out digit by digit
    return round_to(value, decimals, rounding)


_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_CODE = rf"[{_CODE_SIGNS}]{{2}}[0-9]{{6}}[{_CODE_SIGNS}]{{10}}"


def credit_code_ok(text: str) -> bool:
    """True for a 统一社会信用代码 in capitals whose check character is right. Source: GB 32100-2015."""
    if not re.fullmatch(_CODE, text):
        return False
    weighed = sum(_CODE_SIGNS.index(sign) * 3**place for place, sign in enumerate(text[:17]))
    return _CODE_SIGNS[-weighed % 31] == text[17]


def vin_ok(text: str) -> bool:
    """True for 17 capitals and digits without I, O and Q. The check digit is not looked at: GB 16735 leaves it open."""
    return re.fullmatch(r"[0-9A-HJ-NPR-Z]{17}", text) is not None


ON_ALL: Mapping[str, Operation] = {  # unknown as soon as one argument is
    "negate": CONTEXT.minus,
    "abs": CONTEXT.abs,
    "min": min,
    "max": max,
    "sum": total,
    "near": near,
    "days": days_between,
}
ON_ONE: Mapping[str, Operation] = {  # of one text or day, always with an answer
    "length": lambda text: Decimal(len(text)),
    "credit_code": credit_code_ok,
    "vin": vin_ok,
    "year": lambda day: Decimal(day[:4]),
    "month": lambda day: Decimal(day[5:7]),
}


def folded(value: Value) -> Value:
    """Return a key as names are compared: no white space, brackets of either width."""
    if isinstance(value, str):
        return "".join(value.split()).replace("（", "(").replace("）", ")")
    return value
