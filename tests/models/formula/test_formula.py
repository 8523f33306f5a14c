"""The rule language: what a plan may say, what it answers when figures are missing, and what it refuses."""

import re
from decimal import Decimal

import pytest

from models.basics.messages import catalogue, say
from models.basics.quantity import Rounding
from models.formula.formula import Formula, FormulaError, Value, ValueKind, parse_formula, sides

D = Decimal
VALUES: dict[str, Value] = {
    "a": D("0.1"),
    "b": D("0.2"),
    "Q06.1": D("1.5"),
    "Q06.2": D("2.25"),
    "Q06.3": D("0"),
    "Q06.8": D("3.75"),
    "X14.1": D("7"),
    "上年.Q11.1": D("100"),
    "上期.Q06.8": D("3"),
    "参数.yoy_limit": D("50"),
    "台账.R01.合计.年综合能耗": D("12.5"),
    "期.日历天数": D("366"),
    "缺": None,
    "期.类型": "quarter",
    "燃料": "柴油（国三）",
    "无字": None,
    "达标": True,
    "停产": False,
    "未知": None,
}
KINDS = dict.fromkeys(VALUES, ValueKind.NUMBER) | dict.fromkeys(["期.类型", "燃料", "无字"], ValueKind.TEXT)
KINDS |= dict.fromkeys(["达标", "停产", "未知"], ValueKind.TRUTH)


def formula(text: str, want: ValueKind = ValueKind.TRUTH, rounding: Rounding = Rounding.GBT8170) -> Formula:
    return parse_formula(text, KINDS.get, want=want, rounding=rounding)


def value(text: str, want: ValueKind = ValueKind.TRUTH, rounding: Rounding = Rounding.GBT8170) -> Value:
    return formula(text, want, rounding).evaluate(VALUES.__getitem__)


def refusal(text: str, want: ValueKind = ValueKind.TRUTH) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        formula(text, want)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b", "0.3"),
        ("2 + 3 * 4 - 6 / 4", "12.5"),
        ("(2 + 3) * -4", "-20"),
        ("10 - 4 - 3", "3"),
        ("5% * 200", "10"),
        ("（２＋３）×４÷８－０．５", "2"),
        ("abs(-3) + 绝对值(−4)", "7"),
        ("min(3, a, 2) + max(1, b)", "1.1"),
        ("sum(Q06.1..Q06.3)", "3.75"),
        ("合计（Q06.1．．Q06.2，X14.1）", "10.75"),
        ("上年.Q11.1 + 上期.Q06.8 + 台账.R01.合计.年综合能耗", "115.5"),
        ("coalesce(缺, 缺, Q06.8)", "3.75"),
        ('if(期.类型 == "quarter", 1, 2)', "1"),
        ("if(停产, 1, 2)", "2"),
    ],
)
def test_a_formula_computes_exact_decimals(text: str, expected: str) -> None:
    result = value(text, ValueKind.NUMBER)
    assert isinstance(result, Decimal)
    assert result == D(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b == 0.3", True),
        ("Q06.8 == Q06.1 + Q06.2 + Q06.3", True),
        ("Q06.1>0且Q06.2>0", True),
        ("(a > 1)或(b > 1)", False),
        ("非 停产 且 达标", True),
        ("非(达标)", False),
        ("a ≥ 0.1 and b ≤ 0.2 and a ≠ b", True),
        ("a ＜＝ b 且 b ＞＝ a 且 a ！＝ b 且 a ＝＝ a", True),
        ("停产 => a > b", True),
        ("达标 => a > b", False),
        ("停产 => 停产 => 停产", True),
        ("达标 == 停产", False),
        ("燃料 == “柴油（国三）”", True),
        ('燃料 != "柴油(国三)"', True),
        ("a < b 或 a > b 且 停产", True),
    ],
)
def test_a_relation_is_true_or_false(text: str, expected: bool) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    "text",
    ["缺 > 0", "缺 == 缺", "1 / 0 > 0", "0 / 0 == 0", "a / Q06.3 > 1", "未知 且 达标", "未知 或 停产", "非 未知",
     "未知 => 停产", "达标 => 未知", "sum(a, 缺) > 0", "min(a, 缺) > 0", '无字 == "柴油"', "if(未知, a, a) > 0",
     "round(缺, 2) == 0"],
)  # fmt: skip
def test_a_missing_figure_makes_the_answer_unknown_not_zero(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未知 且 停产", False),
        ("停产 且 未知", False),
        ("未知 或 达标", True),
        ("停产 => 未知", True),
        ("未知 => 达标", True),
        ("达标 或 1 / 0 > 0", True),
        ("present(缺)", False),
        ("已填（a） => 已填（b）", True),
        ("coalesce(缺, 0) == 0", True),
        ("if(停产, 缺 > 0, a > 0)", True),
    ],
)
def test_what_is_known_decides_where_the_unknown_cannot_matter(text: str, expected: bool) -> None:
    assert value(text) is expected


def test_round_follows_the_rule_the_plan_names() -> None:
    assert value("round(0.125, 2)", ValueKind.NUMBER) == D("0.12")
    assert value("round(0.125, ２)", ValueKind.NUMBER, Rounding.HALF_UP) == D("0.13")
    assert value("round(2.5, 0)", ValueKind.NUMBER) == D("2")


@pytest.mark.parametrize("figure", ["1E+999999999999999999", "-1E+2000", "9" * 5000, "NaN", "Infinity"])
@pytest.mark.parametrize("text", ["a * a", "a + 1", "a / 3", "-a", "abs(a)", "sum(a, 1)", "round(a, 12)"])
def test_figures_beyond_the_arithmetic_are_unknown(text: str, figure: str) -> None:
    assert formula(text, ValueKind.NUMBER).evaluate({"a": D(figure)}.get) is None


def test_rounding_sees_every_digit_of_a_long_figure() -> None:
    rounded = formula("round(a, 2)", ValueKind.NUMBER).evaluate(
        {"a": D("123456789012345678901234567890.12500000001")}.get
    )
    assert rounded == D("123456789012345678901234567890.13")


def test_a_formula_lists_every_name_it_may_ask_for() -> None:
    asked: list[str] = []

    def value_of(name: str) -> Value:
        asked.append(name)
        return VALUES[name]

    parsed = formula("present(缺) => sum(Q06.1..Q06.3) <= coalesce(a, b) 或 if(达标, 停产, 未知)")
    parsed.evaluate(value_of)
    assert parsed.reads == {"缺", "Q06.1", "Q06.2", "Q06.3", "a", "b", "达标", "停产", "未知"}
    assert parsed.reads.issuperset(asked)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("Q06.8 == sum(Q06.1..Q06.3)", "Q06.8", "sum(Q06.1..Q06.3)"),
        ("（ a ＋ b ≤ （Q06.1 ＋ 1）×2 ）", "a ＋ b", "（Q06.1 ＋ 1）×2"),
        ("达标 => 非 停产 => a > b", "a", "b"),
    ],
)
def test_a_comparison_shows_both_sides_as_formulas(text: str, left: str, right: str) -> None:
    parsed = formula(text)
    pair = sides(parsed)
    assert pair is not None
    assert (pair[0].text, pair[1].text) == (left, right)
    assert pair[0].evaluate(VALUES.get) == value(left, ValueKind.NUMBER)
    assert pair[1].evaluate(VALUES.get) == value(right, ValueKind.NUMBER)
    assert pair[1].reads == formula(right, ValueKind.NUMBER).reads


@pytest.mark.parametrize("text", ["a > 0 且 b > 0", "非 a > 0", "达标", "(a > 0) => 达标", "present(a)"])
def test_a_formula_that_is_no_single_comparison_has_no_sides(text: str) -> None:
    assert sides(formula(text)) is None


REFUSED: dict[str, tuple[str, int, str]] = {  # text → (reason, position, what the sentence must mention)
    "  ": ("empty", 1, "空"),
    "a + " * 200: ("too_long", 501, "500"),
    "(" * 40 + "a" + ")" * 40 + " > 0": ("too_deep", 33, "32"),
    "+".join(["1"] * 150) + ">0": ("too_complex", 201, "200"),
    "a > 0 ; b": ("bad_character", 7, "“;”"),
    "a = b": ("single_equals", 3, "=="),
    '燃料 == "柴油': ("text_open", 7, "引号"),
    "a > 12x": ("bad_number", 5, "12x"),
    "a > 1234567890123456789": ("number_too_long", 5, "18"),
    "a ＞ × b": ("operand_expected", 5, "×"),
    "a > b b": ("unexpected", 7, "“b”"),
    "a ≥ ": ("incomplete", 5, "没有写完"),
    "1 + （a + b > 0": ("bracket_open", 5, "右括号"),
    "a > b)": ("bracket_extra", 6, "左括号"),
    "a ≥ Q99.1": ("unknown_name", 5, "Q99.1"),
    "达标且停产": ("joined_name", 1, "达标且停产"),
    "a > pow(b, 2)": ("unknown_function", 5, "pow"),
    "a > abs(a, b)": ("argument_count", 5, "1个"),
    "a > 燃料": ("number_expected", 5, "燃料"),
    "达标 且 a": ("truth_expected", 6, "“a”"),
    "a == 达标": ("kinds_differ", 6, "达标"),
    "0 < a < b": ("chained", 7, "且"),
    "round(a, b) > 0": ("round_places", 10, "12"),
    "sum(Q06.3..Q06.1) > 0": ("bad_range", 5, "Z01.1..Z01.5"),
    "max(Q06.1..Q06.3) > 0": ("range_outside_sum", 10, "合计"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_refused_formula_names_the_column_and_the_reason(text: str) -> None:
    error = refusal(text)
    reason, position, mentions = REFUSED[text]
    assert (error.reason, error.position) == (reason, position)
    sentence = say(f"errors.formula_{error.reason}", position=error.position, **error.facts)
    assert mentions in sentence
    assert not re.search(r"\{\w+\}", sentence)


OVER_ROWS = {  # refusals of formulas over rows, see test_row_formulas
    "ambiguous_pattern", "bad_class", "bad_pattern", "bad_repeat", "column_alone", "column_open", "date_expected",
    "join_by_equality_only", "key_differs", "list_expected", "literal_expected", "messages_only", "no_such_day",
    "own_column_expected", "pattern_length", "register_expected", "rows_in_rows", "source_expected",
}  # fmt: skip


def test_every_sentence_about_formulas_belongs_to_a_refusal() -> None:
    said = {key.removeprefix("errors.formula_") for key in catalogue() if key.startswith("errors.formula_")}
    assert said == {reason for reason, _, _ in REFUSED.values()} | {"text_expected"} | OVER_ROWS


def test_a_formula_must_yield_the_kind_its_place_wants() -> None:
    assert refusal("a + b").reason == "truth_expected"
    assert refusal("a > b", ValueKind.NUMBER).reason == "number_expected"
    assert refusal("a", ValueKind.TEXT).reason == "text_expected"
    assert formula("燃料", ValueKind.TEXT).evaluate(VALUES.get) == "柴油（国三）"


@pytest.mark.parametrize(
    "text",
    ['"x" < 燃料', "-达标 > 0", "非 a", "达标 < 停产", 'min(a, "x") > 0', "coalesce(a, 达标)", "if(a, a, b) > 0",
     'if(达标, a, "x") == a', "round(达标, 1) > 0", 'present(a) + 1 > 0', "a => b", "sum(达标) > 0", "达标 > 0",
     "round(a, 13) > 0", "round(a, -1) > 0", "round(a, 1.0) > 0", "a == b == 达标", "sum(Q06.1..Q06.9999999999) > 0",
     'sum(Q06.1.."Q06.3") > 0', "sum(Q06.1..", "sum(Q06.1..Q07.3) > 0", "sum(Q06.2..Q06.4) > 0", "abs() > 0", "()"],
)  # fmt: skip
def test_nothing_that_could_fail_later_is_let_in(text: str) -> None:
    refusal(text)
