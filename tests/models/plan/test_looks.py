"""A plan that can be read and does not work is pointed at: each mistake with its place, and nothing else."""

import re
from collections.abc import Mapping
from functools import cache

import pytest

from models.basics.messages import CHINESE, by_command_line, text_of
from models.plan.load import SHIPPED, PlanProblems, load_plan, load_plan_bytes, plan_files
from models.plan.looks.looks import looks_of
from models.plan.looks.matrix import Matrix, matrix_of


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
    with by_command_line(), pytest.raises(PlanProblems) as raised:
        load_plan_bytes(changed("plan.toml", "format = 2\n", ""))
    (problem,) = raised.value.problems
    assert (problem.path, "plan new --from" in problem.message) == ("plan.format", True)


def test_the_matrix_says_who_fills_what_when() -> None:
    matrix = Matrix(load_plan(SHIPPED))
    assert matrix.assigned["Q06.1"] >= {"610902", "6109GX", "M03"}
    assert "2020Y核定" not in matrix.filled["Q06.1"] and "2020Q1" in matrix.filled["Q06.1"]
    assert {cell.unit for cell in matrix.cells if cell.period == "2020-10"} == {"M10"}


def test_what_is_asked_of_an_item_is_its_cells_and_a_plan_has_one_matrix() -> None:
    plan = load_plan(SHIPPED)
    matrix = matrix_of(plan)
    assert matrix_of(plan) is matrix and list(matrix.asked) == list(dict.fromkeys(cell.item for cell in matrix.cells))
    for item, asked in matrix.asked.items():
        cells = [(cell.unit, cell.period, cell.assignment) for cell in matrix.cells if cell.item == item]
        assert [(unit, one.period, one.assignment) for one in asked for unit in one.units] == cells
        assert {one.assignment.table for one in asked} <= {one.table for one in matrix.given[item]}


OTHER = SHIPPED.parents[2] / "tests" / "plans" / "yunze-2027" / "plan.toml"
SLIPS = [  # before, after, place of the look, its key; all in one plan, since a look keeps nothing from being read
    ('office = "D1"', 'office = "D1"\nfollows = "YZ-SZ-2027"', "plan.follows", "follows_itself"),
    ('name = "2027年4月中旬"', 'name = "2027年4月"', "period[27-04].name", "period_names"),
    ('name = "漏损率"', 'name = "漏失水量"', "item[漏损.3].name", "same_name"),
    ('until = 2028-01-01\nbecomes = ["B4"]', 'until = 2027-03-15\nbecomes = ["B3"]', "unit[B3].until", "never_there"),
    ("", "", "unit[B3].becomes", "becomes_itself"),
    ('period = "FY27", target = "1.2"', 'period = "FY27", target = "4"', "indicator[节水].steps", "step_back"),
    ('period = "FY28", target = "3" }', 'period = "FY28", target = "2" }, { period = "FY28", target = "2" }',
     "indicator[节水].steps", "step_twice"),
    ("", "", "indicator[节水].steps", "last_step"),
    ('grades = ["差", "中", "良", "优"]\ntarget = "良"', 'grades = ["差", "中", "良", "特优"]\ntarget = "差"',
     "indicator[水质].grades", "grades_differ"),
    ("", "", "indicator[水质].target", "lowest_grade"),
    ('target = "200"\n', 'target = "200"\nelapsed = "steps"\n', "indicator[固沙].steps", "no_steps"),
    ('measure = "万株"\ntype = "N"', 'measure = "万株"\ntype = "N"\nrange = { low = "0", high = "100" }',
     "indicator[固沙].target", "beyond_range"),
    ('name = "成活株数"', 'name = "成活株数"\ndecimals = 2', "item[固沙.2].decimals", "whole_with_decimals"),
    ('keys = [["井号"]]', 'keys = [["井号", "井号"]]', "register[井账].keys", "key_twice"),
    ('item = "固沙.2"\nmust', 'item = "固沙.2"\nunits = ["@works"]\nmust', "check[甲04]", "item_unreached"),
    ('rows = ["井账"]', 'rows = ["井账"]\nunits = ["D2"]', "check[甲01].units", "rows_unreached"),
    ('table = "H"\nunits = ["@banner"]\nitems = ["固沙"]', 'table = "H"\nunits = ["@banner", "D2"]\nitems = ["固沙"]',
     "table[H]", "two_parts"),
    ('table = "M"\n', 'table = "M"\nunits = ["W1"]\nitems = ["漏损.1"]\n[[assignment]]\ntable = "M"\n',
     "table[M]", "assigned_twice"),
    ('units = ["D1"]\nitems = ["水质.1"]', 'units = ["D1", "D2"]\nitems = ["水质.1"]',
     "indicator[水质].main_reporter", "alone_unused"),
    ('units = ["@banner", "@dev", "D1"]', 'units = ["@banner", "@dev"]', "item[节水.1].count", "register_not_kept"),
    ('units = ["D1"]\nitems = ["节水.1"]', 'units = ["D1"]\noptional = true\nitems = ["节水.1"]',  # a count is 0 either way
     "item[节水.1].count", "register_not_kept"),
    ('"漏损.1 / 漏损.2 * 100"', '"漏损.1 / 漏损.2 * 100 + 0 * 人均.1"', "item[漏损.3].formula", "input_elsewhere"),
    (' { name = "填报日", type = "date", required = true, means = "dated" },\n', "", "table[C].column", "cover_without"),
    ('last_year = true\n[[item]]\nid = "漏损.3"', '[[item]]\nid = "漏损.3"', "item[漏损.3].last_year", "last_year_never"),
    ("deciding = true\n", "", "period_kind", "never_deciding"),
    ('predecessor = "FY27"', 'predecessor = "FY27"\nlast_year = "YZ-SZ-2020:FY"', "period[FY28].last_year",
     "last_year_nowhere"),
]  # fmt: skip


def test_a_base_that_never_stands_beside_its_value_is_pointed_at() -> None:
    text = OTHER.read_text("utf-8")
    edits = (
        ('base = { value = "50000", year = 2026 }', 'base = { item = "能耗.9" }'),
        ('[[item]]\nid = "能耗.3"', '[[item]]\nid = "能耗.9"\nindicator = "能耗"\nname = "2026年能耗"\nmeasure = "吉焦"\n'
         'type = "N"\ntables = ["H"]\ndue_in = ["h"]\n[[item]]\nid = "能耗.3"'),
        ('direction = "between"\nlow = "8"\nhigh = "10"', 'direction = "not_below_base"\nbase = { item = "漏损.3" }'),
        ("last_year = true\n", ""),
    )  # fmt: skip
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    looks = looks_of(load_plan_bytes({"plan.toml": text.encode()}))
    told = {(one.path, one.message[:12]) for one in looks if one.path.endswith(".base")}
    assert told == {
        ("indicator[能耗].base", "基数项“能耗.9”在评定"),
        ("indicator[漏损].base", "基数“漏损.3”由多个单"),
        ("indicator[人均].base", "以上年同期为基数，但 人"),
    }


def test_what_can_never_come_about_is_pointed_at() -> None:
    """Every slip is told, each once at its place; none of them is told of the plan as it is."""
    text = OTHER.read_text("utf-8")
    before = {(one.path, one.message) for one in looks_of(load_plan_bytes({"plan.toml": text.encode()}))}
    for wrong, slip, _, _ in SLIPS:
        assert wrong in text, wrong
        text = text.replace(wrong, slip, 1) if wrong else text
    told = {(one.path, one.message) for one in looks_of(load_plan_bytes({"plan.toml": text.encode()}))}
    for *_, path, key in SLIPS:
        fits = re.compile(re.sub(r"\\\{[^{}]+\\\}", ".*", re.escape(text_of(CHINESE, f"looks.{key}") or "")))
        assert [one for one in told if one[0] == path and fits.fullmatch(one[1])], (path, key)
        assert not [one for one in before if fits.fullmatch(one[1])], key
