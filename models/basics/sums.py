"""Sums: `=1.2+3.5` as it is typed into a cell of a spreadsheet — plain numbers, + − × ÷ and brackets, nothing else.

Exact: worked out in fractions, so no step is rounded. Holds no function, no cell reference and no name.
"""

import re
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|([-+*/×÷()]))")
DEEPEST = 20  # brackets within brackets


def worked_out(text: str) -> Fraction | None:
    """Return what a text that begins with "=" comes to; None when it is no sum of plain numbers, or divides by 0."""
    if not text.startswith("="):
        return None
    try:
        return _Sum(_tokens(text[1:])).result()
    except (ValueError, ZeroDivisionError):
        return None


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        token = _TOKEN.match(text, place)
        if token is None:
            raise ValueError(text)
        found.append(token[1] or token[2])
        place = token.end()
    return found


class _Sum:
    """Reads tokens from left to right: a sum of products of numbers and brackets."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def result(self) -> Fraction:
        value = self._sum()
        if self._place != len(self._tokens):
            raise ValueError(self._tokens)
        return value

    def _next(self, *wanted: str) -> str:
        """Take the next token if it is one of these; "" when it is not."""
        token = self._tokens[self._place] if self._place < len(self._tokens) else ""
        if token not in wanted:
            return ""
        self._place += 1
        return token

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            part = self._product()
            value = value + part if sign == "+" else value - part
        return value

    def _product(self) -> Fraction:
        value = self._part()
        while sign := self._next("*", "/", "×", "÷"):
            part = self._part()
            value = value * part if sign in "*×" else value / part
        return value

    def _part(self) -> Fraction:
        sign = -1 if self._next("-") == "-" else 1
        if self._next("("):
            self._depth += 1
            if self._depth > DEEPEST:
                raise ValueError(self._tokens)
            value = self._sum()
            if not self._next(")"):
                raise ValueError(self._tokens)
            return sign * value
        if self._place >= len(self._tokens):
            raise ValueError(self._tokens)
        self._place += 1
        return sign * Fraction(self._tokens[self._place - 1])  # ValueError for a sign where a number should be
