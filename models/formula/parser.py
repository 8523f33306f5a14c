"""Parser of the rule language: tokens → one typed step, by operator precedence.

Knows the grammar, the functions and their kinds; every name is asked of the plan, so a formula that parses has nothing
left to fail. Holds no values and no plan. Nothing is ever handed to Python to be evaluated.
Source: performance.md §3 (limits), GB/T 8170 for round().
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.basics.quantity import Rounding
from models.formula.meaning import (
    ARITHMETIC,
    COMPARISONS,
    LOGIC,
    NUMERIC,
    SAME,
    Kind,
    Step,
    calculate,
    choose,
    first_known,
    invert,
    literal,
    negate,
    number_literal,
    over_all,
    present,
    read,
    read_number,
    round_off,
)
from models.formula.tokens import FOLD, FormulaError, Token, read_tokens

MAX_DEPTH = 32  # brackets, functions and signs within each other
MAX_NODES = 200  # names, literals, operators and functions of one formula
MAX_DECIMALS = 12  # of round()
_MANY = 100

KindOf = Callable[[str], Kind | None]

_STRENGTH = {"=>": 10, "or": 20, "and": 30} | dict.fromkeys(COMPARISONS, 50) | {"+": 60, "-": 60, "*": 70, "/": 70}
_NOT, _SIGN = 40, 80  # strength of the prefixes 非 and −
_SYNONYMS = {"绝对值": "abs", "合计": "sum", "已填": "present"}
_ARGUMENTS = {  # function → fewest and most arguments
    "abs": (1, 1),
    "min": (2, _MANY),
    "max": (2, _MANY),
    "sum": (1, MAX_NODES),
    "round": (2, 2),
    "present": (1, 1),
    "coalesce": (2, _MANY),
    "if": (3, 3),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a formula that has a kind and a value of its own."""

    kind: Kind
    step: Step
    reads: frozenset[str]
    start: int  # half-open slice of the person's text, brackets included
    end: int
    sides: tuple["Part", "Part"] | None = None  # of the comparison it comes down to


def parse_parts(text: str, kind_of: KindOf, rounding: Rounding) -> Part:
    """Return the whole formula as one part. Raises FormulaError for anything the plan may not hold."""
    return _Parser(text, kind_of, rounding).whole()


class _Parser:
    def __init__(self, text: str, kind_of: KindOf, rounding: Rounding) -> None:
        self._text = text
        self._kind_of = kind_of
        self._rounding = rounding
        self._tokens = read_tokens(text)
        self._at = 0
        self._depth = 0
        self._nodes = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def whole(self) -> Part:
        part = self._expression(0)
        if self._token.sort != "end":
            raise self._unexpected()
        return part

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _count(self, token: Token, nodes: int = 1) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise FormulaError(token.start + 1, "too_complex", limit=MAX_NODES)

    def _expression(self, floor: int) -> Part:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(self._token.start + 1, "too_deep", limit=MAX_DEPTH)
        left = self._operand()
        while (strength := _STRENGTH.get(self._token.sort, 0)) > floor:
            sign = self._take()
            self._count(sign)
            right = self._expression(strength - 1 if sign.sort == "=>" else strength)
            left = self._joined(sign, left, right)
        self._depth -= 1
        return left

    def _operand(self) -> Part:
        token = self._take()
        self._count(token)
        start, end = token.start, token.end
        if token.sort == "number":
            return Part(Kind.NUMBER, literal(number_literal(token.text)), frozenset(), start, end)
        if token.sort == "text":
            return Part(Kind.TEXT, literal(token.text), frozenset(), start, end)
        if token.sort == "name":
            return self._call(token) if self._token.sort == "(" else self._name(token, token.text)
        if token.sort == "(":
            inner = self._expression(0)
            return replace(inner, start=start, end=self._close(token).end)
        if token.sort in ("-", "not"):
            return self._prefixed(token)
        self._at -= 1
        raise self._lacking_operand()

    def _prefixed(self, sign: Token) -> Part:
        if sign.sort == "-":
            part = self._expression(_SIGN)
            self._require(Kind.NUMBER, part)
            return Part(Kind.NUMBER, negate(part.step), part.reads, sign.start, part.end)
        part = self._expression(_NOT)
        self._require(Kind.TRUTH, part)
        return Part(Kind.TRUTH, invert(part.step), part.reads, sign.start, part.end)

    def _name(self, token: Token, name: str) -> Part:
        kind = self._kind_of(name)
        if kind is None:
            joined = any(word in name for word in "且或非")
            raise FormulaError(token.start + 1, "joined_name" if joined else "unknown_name", name=name)
        step = read_number(name) if kind is Kind.NUMBER else read(name)
        return Part(kind, step, frozenset({name}), token.start, token.end)

    def _joined(self, sign: Token, left: Part, right: Part) -> Part:
        reads, start, end = left.reads | right.reads, left.start, right.end
        if sign.sort in ARITHMETIC:
            self._require(Kind.NUMBER, left, right)
            step = calculate(ARITHMETIC[sign.sort], left.step, right.step, parts=bool(left.reads and right.reads))
            return Part(Kind.NUMBER, step, reads, start, end)
        if sign.sort in LOGIC:
            self._require(Kind.TRUTH, left, right)
            sides = right.sides if sign.sort == "=>" else None
            return Part(Kind.TRUTH, LOGIC[sign.sort](left.step, right.step), reads, start, end, sides)
        if self._token.sort in COMPARISONS:
            raise FormulaError(self._token.start + 1, "chained")
        if sign.sort in SAME:
            self._require_alike(left, right)
        else:
            self._require(Kind.NUMBER, left, right)
        step = calculate(COMPARISONS[sign.sort], left.step, right.step)
        return Part(Kind.TRUTH, step, reads, start, end, (left, right))

    def _call(self, name: Token) -> Part:
        function = _SYNONYMS.get(name.text, name.text)
        if function not in _ARGUMENTS:
            raise FormulaError(name.start + 1, "unknown_function", name=name.text)
        opening = self._take()
        parts = self._arguments(ranges=function == "sum")
        end = self._close(opening).end
        fewest, most = _ARGUMENTS[function]
        if not fewest <= len(parts) <= most:
            count = str(fewest) if fewest == most else f"{fewest}～{most}"
            raise FormulaError(name.start + 1, "argument_count", name=name.text, count=count)
        kind, step = self._function(function, parts)
        return Part(kind, step, frozenset().union(*(part.reads for part in parts)), name.start, end)

    def _function(self, function: str, parts: Sequence[Part]) -> tuple[Kind, Step]:
        steps = [part.step for part in parts]
        if function in NUMERIC:
            self._require(Kind.NUMBER, *parts)
            return Kind.NUMBER, over_all(NUMERIC[function], steps)
        if function == "round":
            self._require(Kind.NUMBER, parts[0])
            return Kind.NUMBER, round_off(steps[0], self._decimals(parts[1]), self._rounding)
        if function == "present":
            return Kind.TRUTH, present(steps[0])
        if function == "coalesce":
            return self._require_alike(*parts), first_known(steps)
        self._require(Kind.TRUTH, parts[0])
        return self._require_alike(*parts[1:]), choose(*steps)

    def _decimals(self, part: Part) -> int:
        written = self._text[part.start : part.end].translate(FOLD)
        if not (written.isascii() and written.isdigit() and int(written) <= MAX_DECIMALS):
            raise FormulaError(part.start + 1, "round_places", limit=MAX_DECIMALS)
        return int(written)

    def _arguments(self, ranges: bool) -> list[Part]:
        if self._token.sort == ")":
            return []
        parts = self._argument(ranges)
        while self._token.sort == ",":
            self._take()
            parts += self._argument(ranges)
        return parts

    def _argument(self, ranges: bool) -> list[Part]:
        if ranges and self._token.sort == "name" and self._tokens[self._at + 1].sort == "..":
            first, _, last = self._take(), self._take(), self._take()
            names = _names_between(first, last)
            self._count(first, len(names))
            return [self._name(first, name) for name in names]
        return [self._expression(0)]

    def _close(self, opening: Token) -> Token:
        if self._token.sort == ")":
            return self._take()
        if self._token.sort == "end":
            raise FormulaError(opening.start + 1, "bracket_open")
        raise self._unexpected()

    def _require(self, kind: Kind, *parts: Part) -> None:
        for part in parts:
            if part.kind is not kind:
                raise FormulaError(part.start + 1, f"{kind}_expected", text=self._text[part.start : part.end])

    def _require_alike(self, *parts: Part) -> Kind:
        kind = parts[0].kind
        for part in parts:
            if part.kind is not kind:
                raise FormulaError(part.start + 1, "kinds_differ", text=self._text[part.start : part.end])
        return kind

    def _lacking_operand(self) -> FormulaError:
        token = self._token
        if token.sort == "end":
            return FormulaError(token.start + 1, "incomplete")
        return FormulaError(token.start + 1, "operand_expected", text=self._text[token.start : token.end])

    def _unexpected(self) -> FormulaError:
        token = self._token
        reason = {")": "bracket_extra", "..": "range_outside_sum"}.get(token.sort, "unexpected")
        facts = {"text": self._text[token.start : token.end]} if reason == "unexpected" else {}
        return FormulaError(token.start + 1, reason, **facts)


def _names_between(first: Token, last: Token) -> list[str]:
    """Return Q06.1, Q06.2 … for Q06.1..Q06.5: the same name but for its last number, which rises."""
    stem, low = _numbered(first)
    other, high = _numbered(last)
    if stem != other or not low < high or high - low >= MAX_NODES:
        raise FormulaError(first.start + 1, "bad_range")
    return [f"{stem}.{number}" for number in range(low, high + 1)]


def _numbered(token: Token) -> tuple[str, int]:
    stem, _, number = token.text.rpartition(".")
    if token.sort != "name" or not stem or not (number.isascii() and number.isdigit()) or number != number.lstrip("0"):
        raise FormulaError(token.start + 1, "bad_range")
    return stem, int(number)
