"""A plan that can be read and does not work is pointed at: each mistake with its place, and nothing else."""

from collections.abc import Mapping
from functools import cache

import pytest

from models.plan.load import SHIPPED, PlanProblems, load_plan, load_plan_bytes, plan_files
from models.plan.looks.looks import looks_of
from models.plan.looks.matrix import Matrix


@cache
def shipped() -> Mapping[str, bytes]:
    return plan_files(SHIPPED)


def changed(name: str, before: str, after: str) -> dict[str, bytes]:
    text = shipped()[name].decode()
    assert before in text, before
    return {**shipped(), name: text.replace(before, after, 1).encode()}


def added(name: str, text: str) -> dict[str, bytes]:
    return {**shipped(), name: shipped()[name] + f"\n{text}\n".encode()}


def test_the_shipped_plan_has_one_look_and_it_is_known() -> None:
    """Nothing is weighed yet: the plan document gives no weights."""
    assert [(one.file, one.path) for one in looks_of(load_plan(SHIPPED))] == [("parameters.toml", "parameter[weights]")]


ITEM = """
[[item]]
id = "Q06.99"
indicator = "Q06"
name = "新的一项"
measure = "万亩"
type = "N"
tables = ["A1"]
frequency = "quarter"
"""
UNIT = '[[unit]]\nid = "M99"\nkind = "department"\nname = "市新设局"\n'
TABLE = '[[table]]\nid = "C9"\nname = "没人报的表"\nrole = "figures"\n'
MISTAKES = [
    (added("items.toml", ITEM.replace("A1", "A9").replace("Q06.99", "Q99.1")), None, "在方案中不存在"),
    (changed("tables.toml", '"Q07", "Q08"', '"Q08"'), "item[Q07.1]", "没有分配给任何单位"),
    (added("units.toml", UNIT), "unit[M99]", "没有任何要填报的内容"),
    (added("tables.toml", TABLE), "table[C9]", "没有在任何报告期报送"),
    (changed("indicators.toml", 'main_reporter = "M03"', 'main_reporter = "M15"'), "indicator[Q06].main_reporter", "任何一项"),
    (changed("indicators.toml", "due = 2020-12-31", "due = 2019-12-31"), "indicator[Q01].due", "不在方案的"),
    (changed("indicators.toml", 'target = "36.7"', 'target = "0.367"'), "indicator[Q04].target", "是否应为36.7"),
    (
        changed(
            "indicators.toml", 'numerator = "Q11.2"\ndenominator = "Q11.1"', 'numerator = "Q11.1"\ndenominator = "Q11.2"'
        ),
        "indicator[Q11].numerator", "相反",
    ),
    (changed("indicators.toml", 'value_item = "Q11.3"', 'value_item = "Q22.3"'), "indicator[Q11].value_item", "另一个指标"),
    (changed("checks.toml", 'scope = ["A1", "B4"]', 'scope = ["B2"]'), "check[CK-B16].scope", "不会执行"),
    (changed("indicators.toml", 'target = "98"', 'target = "98.123456"'), "indicator[Q06].target", "小数位数"),
    (
        changed("periods.toml", "start = 2020-01-01\nend = 2020-12-31\npredecessor = \"2020Y初步\"",
                "start = 2020-01-01\nend = 2021-12-31\npredecessor = \"2020Y初步\""),
        "period[2020Y核定].end", "起止日期",
    ),
    (
        changed("tables.toml", 'units = ["M03"]\nitems = ["Q06"]\nsplit = ["@county"]\npart = "compares"\n',
                'units = ["M03"]\nitems = ["Q06"]\nsplit = ["@county"]\n'),
        "indicator[Q06].reconcile", "没有单位的数与合计对照",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "path", "words"), MISTAKES, ids=[f"{case[1]} {case[2]}" for case in MISTAKES])
def test_each_mistake_is_pointed_at(files: dict[str, bytes], path: str | None, words: str) -> None:
    if path is None:
        with pytest.raises(PlanProblems) as raised:
            load_plan_bytes(files)
        assert any(words in problem.message for problem in raised.value.problems)
        return
    found = {one.path: one.message for one in looks_of(load_plan_bytes(files))}
    assert words in found.get(path, ""), found


def test_numbers_may_stand_bare_and_an_impossible_day_or_a_copy_is_named() -> None:
    assert load_plan_bytes(changed("indicators.toml", 'target = "98"', "target = 98")).indicators["Q06"].target == 98
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(changed("periods.toml", "end = 2020-06-30", "end = 2020-06-31"))
    assert [p.message for p in raised.value.problems] == ["第52行的“2020-06-31”没有这一天，请核对年月日。"]
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes({**shipped(), "items - 副本.toml": shipped()["items.toml"]})
    (problem,) = raised.value.problems
    assert (problem.file, problem.message[:16]) == ("items - 副本.toml", "与“items.toml”的编号")


def test_a_plan_of_the_old_format_is_told_what_to_do() -> None:
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(changed("plan.toml", "format = 2\n", ""))
    (problem,) = raised.value.problems
    assert (problem.path, "plan new --from" in problem.message) == ("plan.format", True)


def test_the_matrix_says_who_fills_what_when() -> None:
    matrix = Matrix(load_plan(SHIPPED))
    assert matrix.assigned["Q06.1"] >= {"610902", "6109GX", "M03"}
    assert "2020Y核定" not in matrix.filled["Q06.1"] and "2020Q1" in matrix.filled["Q06.1"]
    assert {cell.unit for cell in matrix.cells if cell.period == "2020-10"} == {"M10"}
