"""Formulas over the rows of registers: what they answer for known and unknown columns, and what may not be said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.basics.messages import catalogue
from models.formula.bind import bind, bind_across
from models.formula.formula import Formula, FormulaError, FormulaPlace, Value, ValueKind, parse_formula
from models.formula.functions import FUNCTIONS
from models.formula.rows import RowGround, candidates
from models.formula.tree import Source

D = Decimal
COLUMNS = {
    "数量": ValueKind.NUMBER, "日期": ValueKind.DATE, "名称": ValueKind.TEXT, "街道/社区": ValueKind.TEXT, "达标": ValueKind.TRUTH, "镇": ValueKind.TEXT,
    "类别": ValueKind.TEXT,
}  # fmt: skip
OTHER = {
    "镇": ValueKind.TEXT,
    "吨": ValueKind.NUMBER,
    "处置": ValueKind.TEXT,
    "验收": ValueKind.DATE,
    "街道/社区": ValueKind.TEXT,
}
TABLE = {"组": ValueKind.TEXT, "煤": ValueKind.NUMBER}
LISTS: Mapping[str, tuple[Mapping[str, ValueKind], tuple[str, ...]]] = {
    "R05": (OTHER, ("镇",)),
    "上期.R05": (OTHER, ("镇",)),
    "R09": (COLUMNS, ("名称", "镇")),
    "参数.因子": (TABLE, ("组",)),
}
NAMES = {"参数.上限": ValueKind.NUMBER, "参数.名": ValueKind.TEXT, "Q1": ValueKind.NUMBER, "方案.年初": ValueKind.DATE}


def sources(rows: str, column: str) -> Source | None:
    if rows not in LISTS or not (column in LISTS[rows][0] or column == ""):
        return None
    kinds, keys = LISTS[rows]
    return Source(
        rows=rows,
        column=column,
        kind=kinds.get(column, ValueKind.NUMBER),
        keys=tuple((key, kinds[key]) for key in keys),
    )


PLACE = FormulaPlace(names=NAMES.get, columns=COLUMNS, sources=sources)
MESSAGE = FormulaPlace(names=NAMES.get, columns=COLUMNS, sources=sources, message=True)


@dataclass(frozen=True)
class Line:
    """A row of a register."""

    number: int
    values: Mapping[str, str] = field(default_factory=dict)


FULL = Line(1, {"数量": "3", "日期": "2026-05-31", "名称": "安康·甲", "街道/社区": "新城", "达标": "是", "镇": "甲镇"})
THIN = Line(2, {"数量": "3", "名称": "安康·甲"})
THERE = (
    Line(1, {"镇": "甲镇", "吨": "2.5", "处置": "拆除", "验收": "2026-03-01"}),
    Line(2, {"镇": "甲 镇", "吨": "4", "处置": "改气", "验收": "2026-04-01"}),
    Line(3, {"镇": "乙镇", "吨": "9", "处置": "停用", "街道/社区": "老城"}),
    Line(4, {"镇": "丙镇"}),
)
FACTORS = (Line(1, {"组": "省", "煤": "2.66"}), Line(2, {"组": "国", "煤": "2.6"}))


class Store:
    """The rows of a made-up sheet; the third row of R05 is left out of every count."""

    def rows(self, source: str) -> Sequence[Line]:
        return {"R05": THERE, "上期.R05": THERE[2:3], "R09": (FULL, THIN), "参数.因子": FACTORS}[source]

    def counted(self, source: str) -> Sequence[Line]:
        return tuple(row for row in self.rows(source) if not (source == "R05" and row.number == 3))


def ground(**values: Value) -> RowGround:
    named = {"参数.名": "安", "Q1": D(5), "方案.年初": "2026-01-01"} | values
    return RowGround(registers=("R09",), store=Store(), value_of=named.get, few=("达标", "类别"))


def rule(text: str) -> Formula:
    return parse_formula(text, PLACE, want=ValueKind.TRUTH)


def answers(text: str, want: ValueKind | None = ValueKind.TRUTH) -> tuple[Any, Any]:
    step = bind(parse_formula(text, MESSAGE if want is None else PLACE, want=want).tree, ground())
    return step(FULL), step(THIN)


@pytest.mark.parametrize(
    ("text", "full", "thin"),
    [
        ("数量 > 2 且 日期 >= 2026-05-01", True, None),
        ("数量 > 参数.上限 或 数量 == 3", True, True),
        ("数量 > 参数.上限 且 数量 == 3", None, None),
        ("确定(数量 > 参数.上限)", False, False),
        ("数量 < Q1", True, True),
        ('[街道/社区] 属于 ("新城", "老城")', True, None),
        ('名称 不属于 ("甲")', True, True),
        ("数量 属于 (-3, 3)", True, True),
        ("日期 不属于 (2026-05-31)", False, None),
        ('名称 属于("安康·甲")且数量 属于 (3)', True, True),
        ("日期 - 2026-05-01 == 30", True, None),
        ("日期 + 1 == 2026-06-01", True, None),
        ("日期 - 0.5 < 日期", None, None),
        ("日期 + 9999999 > 日期", None, None),
        ("日期 >= 方案.年初", True, None),
        ("月(日期) == 5 且 年(日期) == 2026", True, None),
        ('形如(名称, "安康·[一-龥]{1,3}")', True, True),
        ('形如(名称, "安康")', False, False),
        ('形如(镇, "?镇")', True, None),
        ("长度(名称) == 4", True, True),
        ('包含(名称, "乙", "甲") 且 结尾是(名称, "甲")', True, True),
        ("开头是(名称, 参数.名)", True, True),
        ("重复(名称)", False, True),
        ("重复(名称, 镇)", False, False),
        ("本行.号 == 2", False, True),
        ("介于(数量, 1, 参数.上限)", None, None),
        ("介于(数量, 4, 参数.上限)", False, False),
        ("介于(日期, 2026-05-31, 2026-06-01)", True, None),
        ("接近(数量 / 2, 1%, 1.5)", True, True),
        ("接近(数量, 0, 0)", None, None),
        ("达标 => 已填(日期)", True, None),
        ("非 已填(日期)", False, True),
        ("数量 > 2 且（数量 < 参数.上限 或 名称 == “安康·甲”）", True, True),
        ("数量 / 0 > 1", None, None),
        ('信用代码(名称) 或 车架号(名称)', False, False),
    ],
)  # fmt: skip
def test_a_rule_about_one_row_is_true_false_or_unknown(text: str, full: bool | None, thin: bool | None) -> None:
    assert answers(text) == (full, thin)


@pytest.mark.parametrize(
    ("text", "full", "thin"),
    [
        ("行数(R05) == 4 且 计入行数(R05) == 3", True, True),
        ('行数(R05, R05.处置 == "停用") == 1 且 计入行数(R05, R05.处置 == "停用") == 0', True, True),
        ("行合计(R05.吨) == 6.5", True, True),
        ('行合计(R05.吨, R05.镇 == 镇 且 R05.处置 属于 ("拆除", "改气")) == 6.5', True, None),
        ("行数(R05, R05.镇 == 镇) == 2", True, None),
        ("行数(R05, 镇 == R05.镇 且 R05.吨 > 3) == 1", True, None),
        ('行合计(R05.吨, R05.镇 == "无此镇") > 0', None, None),
        ("行最大(R05.验收) == 2026-04-01 且 行最小(R05.吨) == 2.5", True, True),
        ("行合计(R05.吨, R05.验收 == 行最大(R05.验收)) == 4", True, True),
        ("行最大(R05.吨, R05.镇 == 镇) == 4", True, None),
        ("种数(R05.处置) == 2", True, True),
        ("查(R05.吨, 镇) == 2.5", None, None),  # two rows of that name, with figures that differ
        ("查(R05.处置, 名称) == “拆除”", None, None),
        ('查(R05.吨, "乙镇") == 9', True, True),
        ("查(上期.R05.吨) == 9", True, True),
        ('查(上期.R05.[街道/社区]) == "老城"', True, True),
        ('查(参数.因子.煤, "省") * 数量 == 7.98', True, True),
        ("查(参数.因子.煤) == 1", None, None),
        ("行数(R09, R09.名称 == 名称) == 2", True, True),
    ],
)
def test_a_rule_may_look_at_other_rows(text: str, full: bool | None, thin: bool | None) -> None:
    assert answers(text) == (full, thin)


def test_values_of_a_message_are_of_any_kind() -> None:
    assert answers("首行(名称)", None) == (None, "1")
    assert answers("round(数量 / 7, 3)", None) == (D("0.429"), D("0.429"))
    assert answers("日期", None) == ("2026-05-31", None)
    assert answers("列出(R05.镇)", None) == ("甲镇、甲 镇、丙镇",) * 2


def test_equal_rows_are_told_by_number_and_register() -> None:
    rows = {
        "R02": (Line(7, {"名称": "甲"}),),
        "R09": (Line(1, {"名称": "甲"}), Line(2, {"名称": "乙"}), Line(3, {"名称": "乙"})),
    }

    class Two(Store):
        def rows(self, source: str) -> Sequence[Line]:
            return rows[source]

    step = bind(
        parse_formula("首行(名称)", PLACE, want=None).tree,
        RowGround(registers=("R02", "R09"), store=Two(), value_of={}.get),
    )
    assert [step(row) for list in rows.values() for row in list] == [None, "7（R02）", None, "2"]


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("数量 > 日期", "date_expected", 1),
        ('数量 > "3"', "number_expected", 6),
        ('名称 > "甲"', "number_expected", 1),
        ("日期 > 2026-02-30", "no_such_day", 6),
        ("没有的列 > 1", "unknown_name", 1),
        ("[没有] > 1", "unknown_name", 1),
        ("数量 > [没写完", "column_open", 6),
        ("行合计(R05.镇) > 1", "number_expected", 5),
        ("行最大(R05.镇) == 镇", "number_expected", 5),
        ("行数(R05, R05.吨 > 数量) > 1", "join_by_equality_only", 9),
        ("行数(R05, R05.镇 == 镇 或 R05.吨 > 1) > 1", "join_by_equality_only", 9),
        ("行数(R05, 行数(R05, R05.镇 == 镇) > 1) > 0", "rows_in_rows", 9),
        ("R05.吨 > 1", "number_expected", 1),
        ("已填(R05.吨)", "column_alone", 4),
        ("R05.吨", "column_alone", 1),
        ("查(R05.吨, 数量) > 1", "key_differs", 1),
        ("查(R05.吨, 镇, 镇) > 1", "key_differs", 1),
        ("查(数量) > 1", "source_expected", 3),
        ('形如(名称, "[一-龥]{1,9}甲")', "ambiguous_pattern", 8),
        ('形如(名称, "甲{0,3}?")', "ambiguous_pattern", 8),
        ('形如(名称, "(a)[")', "bad_pattern", 9),
        ('形如(名称, "a{3,2}")', "bad_repeat", 9),
        ('形如(名称, "[z-a]")', "bad_class", 9),
        ('形如(名称, "")', "pattern_length", 8),
        ("形如(名称, 镇)", "literal_expected", 8),
        ("1 < 数量 < 3", "chained", 8),
        ('名称属于("甲")', "joined_name", 1),
        ("名称 属于 甲", "list_expected", 7),
        ("名称 属于 (镇)", "literal_expected", 8),
        ("名称 属于 (3)", "text_expected", 8),
        ("首行(名称) > 1", "number_expected", 1),
        ("重复(长度(名称))", "own_column_expected", 4),
        ("列出(R05.镇) == 镇", "messages_only", 1),
        ("行数(镇) > 1", "unknown_name", 4),
        ("行数(1) > 1", "register_expected", 4),
        ("日期 + 日期 > 日期", "number_expected", 6),
        ("1 - 日期 > 1", "number_expected", 5),
    ],
)
def test_what_could_fail_or_be_slow_is_refused_with_its_place(text: str, reason: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        rule(text)
    assert (caught.value.reason, caught.value.position) == (reason, position)
    assert f"errors.formula_{reason}" in catalogue()


def test_a_column_goes_before_a_name_of_the_plan() -> None:
    place = FormulaPlace(names={"数量": ValueKind.TEXT}.get, columns={"数量": ValueKind.NUMBER})
    assert parse_formula("数量 > 2", place, want=ValueKind.TRUTH).reads == frozenset()


def test_what_no_row_has_a_say_in_is_asked_once() -> None:
    asked: list[str] = []

    def value_of(name: str) -> Value:
        asked.append(name)
        return D(2)

    step = bind(rule("数量 > 参数.上限 * 1.5").tree, RowGround(registers=("R09",), store=Store(), value_of=value_of))
    assert [step(row) for row in (FULL, THIN) * 50] == [False] * 100
    assert asked == ["参数.上限"]


def test_a_rule_across_rows_remembers_its_own_part_by_row() -> None:
    tree = rule("重复(名称) 或 非 形如(名称, “安康·?”)").tree
    wrapped: list[str] = []

    def remembered(node: Any, step: Callable[[Any], Any]) -> Callable[[Any], Any]:
        wrapped.append(node.op)
        return step

    on = ground()
    step = bind_across(tree, on, lambda node: not node.ops & {"repeated"}, remembered)
    assert (step(FULL), step(THIN), wrapped) == (False, True, ["not"])
    assert candidates(tree, on) is None
    assert candidates(rule("重复(名称) 且 数量 > 1").tree, on) == {id(THIN)}
    assert candidates(rule("已填(首行(名称)) 或 重复(镇)").tree, on) == {id(THIN)}


def test_a_rule_over_one_choice_column_is_worked_out_once_for_each_choice() -> None:
    from models.formula import bind as module

    rows = [Line(n, {"类别": "甲" if n % 2 else "乙"}) for n in range(1, 1001)]
    step = module.bind(rule('包含(类别, "甲")').tree, ground())
    assert sum(step(row) for row in rows) == 500


def test_every_function_is_read_under_each_of_its_names_and_has_an_example_here() -> None:
    here = Path(__file__).parent
    text = "".join(path.read_text("utf-8") for path in here.glob("test_*formula*.py"))
    for function in FUNCTIONS.values():
        assert any(f"{name}(" in text or f"{name}（" in text for name in function.names), function.names
