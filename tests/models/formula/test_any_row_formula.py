"""Any rule about rows: only a refusal or an answer of three comes out, and what is known stays when more becomes known."""

import time
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.basics.messages import catalogue
from models.formula.bind import bind
from models.formula.formula import FormulaError
from tests.models.formula.test_row_formulas import D, Line, ground, rule

SHAPES = {
    "N": ["(N + N)", "N / N", "-N", "修约(N, 2)", "若(T, N, N)", "行合计(R05.吨, R05.镇 == X)", "行数(R05, T)", "长度(X)", "D - D",
          "查(R05.吨, X)", "行最大(R05.吨)"],
    "X": ["取首(X, X)", "查(R05.处置, X)", "若(T, X, X)"],
    "D": ["D + N", "取首(D, D)", "行最小(R05.验收)"],
    "T": ["(N <= N)", "(D > D)", "(X == X)", "T 且 T", "(T 或 T)", "(T) => T", "非 (T)", "确定(T)", "已填(N)", "介于(D, D, D)",
          "重复(名称, 镇)", '包含(X, "甲")', '(X 属于 ("甲", "乙"))', '形如(X, "[一-龥]{1,3}")', "接近(N, 5%, N)"],
}  # fmt: skip
LEAVES = {
    "N": ["数量", "参数.上限", "Q1", "本行.号", "3", "0", "行数(R05)", "计入行数(R05)"],
    "X": ["名称", "[街道/社区]", "镇", '"甲镇"', "参数.名", "首行(名称)"],
    "D": ["日期", "2026-05-31", "方案.年初"],
    "T": ["达标", "重复(名称)", "已填(日期)"],
}


@st.composite
def row_rules(draw: Callable[[st.SearchStrategy[Any]], Any], kind: str = "T", depth: int = 3) -> str:
    """Draw a rule about rows; now and then a part is of the wrong kind or looks where it may not."""
    if draw(st.integers(0, 50)) == 50:
        kind = draw(st.sampled_from("NXDT"))
    if depth == 0:
        return str(draw(st.sampled_from(LEAVES[kind])))
    shape = draw(st.sampled_from([*SHAPES[kind], *LEAVES[kind]]))
    if shape in LEAVES[kind]:
        return str(shape)
    pieces: list[str] = []
    for sign in shape:
        pieces.append(draw(row_rules(kind=sign, depth=depth - 1)) if sign in SHAPES else sign)
    return "".join(pieces)


ROWS = st.fixed_dictionaries(
    {}, optional={
        "数量": st.sampled_from(["0", "3", "-2.5", "1e400"]), "日期": st.sampled_from(["2026-05-31", "0001-01-01", "9999-12-31"]),
        "名称": st.sampled_from(["甲镇", "安康·甲", "乙镇"]), "镇": st.sampled_from(["甲镇", "乙 镇"]), "达标": st.sampled_from(["是", "否"]),
    },
)  # fmt: skip


@given(
    text=st.one_of(
        row_rules(),
        st.lists(
            st.sampled_from(
                ["数量", "R05.吨", "(", ")", "，", "行合计(", "查(", "属于", "且", "2026-05-31", "[镇]", "1"]
            ),
            max_size=14,
        ).map("".join),
    ),
    values=ROWS,
    known=st.booleans(),
)
def test_whatever_is_typed_only_a_refusal_or_an_answer_of_three_comes_out(
    text: str, values: dict[str, str], known: bool
) -> None:
    try:
        parsed = rule(text)
    except FormulaError as error:
        assert 1 <= error.position <= len(text) + 1
        assert f"errors.formula_{error.reason}" in catalogue()
        return
    row = Line(1, values)
    on = ground(**({"参数.上限": D(2)} if known else {}))
    first = bind(parsed.tree, on)(row)
    assert first in (True, False, None) and (first is None or type(first) is bool)
    again = bind(rule(text).tree, ground(**({"参数.上限": D(2)} if known else {})))
    assert again(row) is first  # bound twice says the same


@given(text=row_rules(), values=ROWS)
def test_what_is_known_stays_when_more_becomes_known(text: str, values: dict[str, str]) -> None:
    """Kleene: a limit that is given later turns unknown into an answer, never one answer into the other.

    Presence is the exception by its meaning: 已填, 取首 and 确定 speak of whether something is known.
    """
    try:
        tree = rule(text).tree
    except FormulaError:
        return
    if tree.ops & {"present", "coalesce", "sure"}:
        return
    row = Line(1, values)
    before, after = bind(tree, ground())(row), bind(tree, ground(**{"参数.上限": D(2)}))(row)
    assert before is None or before is after


def test_the_worst_pattern_goes_over_a_text_once() -> None:
    step = bind(rule('形如(名称, "[a-z]{0,200}[0-9]{0,200}[A-Z]{1,200}")').tree, ground())

    def took(length: int) -> float:
        row = Line(1, {"名称": "a" * length})
        start = time.thread_time()  # of the processor: what else the machine does changes nothing
        for _ in range(200):
            step(row)
        return time.thread_time() - start

    assert min(took(200) for _ in range(5)) < 40 * min(took(10) for _ in range(5)) + 0.01
