"""Any text at all: only a refusal or an answer comes out, soon, whatever was typed and however it is written."""

import re
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.messages import catalogue
from models.formula.formula import FormulaError, Value, ValueKind, parse_formula
from tests.models.formula.test_formula import KINDS, VALUES, D, formula

HOSTILE = {
    "power": "9**9**9>0",
    "deep": "(" * 5000 + "1" + ")" * 5000,
    "long number": "9" * 200000 + ">0",
    "product": "*".join(["999999999999999999"] * 100) + ">0",
    "division by zero": "1/0>0",
    "round far": "round(1,999999999)==0",
    "nots": "not " * 100 + "1>0",
    "signs": "-" * 490 + "1>0",
    "nested": "abs(" * 100 + "1" + ")" * 100,
    "round farther": "round(1,99999999999999999)>0",
    "round by name": "round(1,a)>0",
    "product overflow": "*".join(["999999999999999999"] * 25) + ">0",
    "attribute": "a.__class__ > 0",
    "text times number": '"a"*10 == ""',
    "shift": "1 << 9999999999 > 0",
    "wide range": "sum(Q06.1..Q06.999999999999999999999)>0",
    "digits of other scripts": "٣ > 0",
}


def outcome(text: str) -> Value | FormulaError:
    try:
        return formula(text).evaluate(VALUES.get)
    except FormulaError as error:
        return error


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_harmless_and_small(text: str) -> None:
    harmless = outcome(text)
    assert isinstance(harmless, FormulaError) or harmless in (True, None)
    tracemalloc.start()
    try:
        outcome(text)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


PIECES = [
    *VALUES, *'+-*/<>()，,=.%"“”＋（）≥且或非 \n\x00', "..", "==", "=>", "<=", "1", "0", "3.5%", '"x"', ",2)",
    "9" * 18, "not ", "abs(", "min(", "sum(", "round(", "present(", "coalesce(", "if(",
]  # fmt: skip


SHAPES = {  # kind → shapes, the letters standing for parts of kind number, text, truth
    "N": ["N + N", "(N) - N", "N / N", "N * (N)", "-N", "abs(N)", "sum(N, N)", "max(N, N)", "round(N, 12)",
          "coalesce(N, N)", "if(T, N, N)"],
    "X": ["coalesce(X, X)", "if(T, X, X)"],
    "T": ["(N <= N)", "(N == N)", "(X != X)", "(T == T)", "(T) 且 (T)", "(T) 或 T", "(T) => T", "非 (T)", "present(N)",
          "coalesce(T, T)", "if(T, T, T)"],
}  # fmt: skip
LEAVES = {
    "N": [*(name for name, kind in KINDS.items() if kind is ValueKind.NUMBER), "1", "0", "5%", "9" * 18],
    "X": ["期.类型", "燃料", "无字", '"x"', '"quarter"'],
    "T": ["达标", "停产", "未知"],
}


@st.composite
def sentences(draw: Callable[[st.SearchStrategy[Any]], Any], kind: str = "T", depth: int = 3) -> str:
    """Draw a text with the shape of a formula; now and then a part is of the wrong kind."""
    if draw(st.integers(0, 40)) == 40:
        kind = draw(st.sampled_from("NXT"))
    if depth == 0:
        return str(draw(st.sampled_from(LEAVES[kind])))
    shape = draw(st.sampled_from(SHAPES[kind]))
    parts = re.split("([NXT])", shape)
    return "".join(draw(sentences(kind=part, depth=depth - 1)) if part in SHAPES else part for part in parts)


FIGURES = st.decimals() | st.sampled_from([D("1E+999999999"), D("1E-999999999"), D("-1E+999"), D("9" * 500)])


@given(
    text=st.one_of(sentences(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=60)),
    want=st.sampled_from([ValueKind.TRUTH, ValueKind.TRUTH, ValueKind.NUMBER, ValueKind.TEXT]),
    missing=st.sets(st.sampled_from(sorted(VALUES))),
    number=FIGURES,
)
def test_whatever_is_typed_only_a_refusal_comes_out(
    text: str, want: ValueKind, missing: set[str], number: Decimal
) -> None:
    try:
        parsed = formula(text, want)
    except FormulaError as error:
        assert 1 <= error.position <= len(text) + 1
        assert f"errors.formula_{error.reason}" in catalogue()
        return
    result = parsed.evaluate(lambda name: None if name in missing else number if name == "a" else VALUES[name])
    assert (
        result is None or type(result) is {ValueKind.NUMBER: Decimal, ValueKind.TEXT: str, ValueKind.TRUTH: bool}[want]
    )


WIDE = {code - 0xFEE0: chr(code) for code in range(0xFF01, 0xFF5F)}


@given(sentences())
def test_full_width_signs_change_nothing(text: str) -> None:
    pieces = re.split('("[^"]*")', text)  # what stands between quotes is the person's own
    wide = "".join(piece if piece.startswith('"') else piece.translate(WIDE) for piece in pieces)

    def told(result: Value | FormulaError) -> object:
        return (result.reason, result.position) if isinstance(result, FormulaError) else result

    assert told(outcome(wide)) == told(outcome(text))


def by_hand(a: str, b: str, c: str, d: str) -> Callable[[dict[str, Any]], bool | None]:
    factor = D("1.05")

    def rule(f: dict[str, Any]) -> bool | None:
        if None in (f[a], f[b], f[c], f[d]):
            return None
        return bool(f[a] + f[b] - f[c] <= f[d] * factor and f[a] > 0)

    return rule


def test_two_hundred_rules_say_what_hand_written_python_says() -> None:
    names = [f"Q{group:02}.{number}" for group in range(1, 13) for number in range(1, 6)]
    figures: dict[str, Value] = {name: D(number) / 4 for number, name in enumerate(names, start=1)}
    picks = [[names[(number + step) % 60] for step in (0, 7, 13, 29)] for number in range(200)]
    texts = [f"{a} + {b} - {c} <= {d} * 1.05 且 {a} > 0" for a, b, c, d in picks]
    rules = [parse_formula(text, lambda name: ValueKind.NUMBER, want=ValueKind.TRUTH) for text in texts]
    hand = [by_hand(*pick) for pick in picks]
    assert [rule.evaluate(figures.get) for rule in rules] == [rule(figures) for rule in hand]
