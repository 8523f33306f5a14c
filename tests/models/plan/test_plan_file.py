"""A plan loads whole, or tells everything that is wrong with it at once, in words, and never breaks the program.

Broken plans are the shipped one with a slip of the pen in it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan.load import SHIPPED, PlanProblems, load_plan, load_plan_bytes, plan_digest, plan_files
from models.plan.plan import Plan
from models.plan.rows.problems import MOST_PROBLEMS, Problem

Files = dict[str, bytes]


@cache
def shipped() -> Mapping[str, bytes]:
    return plan_files(SHIPPED)


def changed(name: str, *slips: tuple[str, str]) -> Files:
    """Return the shipped files with the first occurrence of each text replaced in one of them."""
    return changed_files(dict(shipped()), name, *slips)


def changed_files(files: Files, name: str, *slips: tuple[str, str]) -> Files:
    text = files[name].decode()
    for before, after in slips:
        assert before in text, before
        text = text.replace(before, after, 1)
    return files | {name: text.encode()}


def added(name: str, text: str) -> Files:
    return dict(shipped()) | {name: shipped()[name] + f"\n{text}\n".encode()}


def problems(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    with pytest.raises(PlanProblems) as raised:
        load_plan_bytes(files)
    assert raised.value.problems
    return raised.value.problems


def only(files: Mapping[str, bytes]) -> tuple[str, str, str]:
    found = problems(files)
    assert len(found) == 1, found
    return found[0].file, found[0].path, found[0].message


def test_the_shipped_plan_has_no_problem() -> None:
    assert load_plan(SHIPPED).id


def test_a_plan_travels_as_its_files() -> None:
    assert load_plan_bytes(shipped()) == load_plan(SHIPPED)


def test_the_figures_of_the_demonstration_are_no_part_of_a_plan() -> None:
    assert (SHIPPED / "demo.toml").exists()
    assert "demo.toml" not in shipped()


def test_a_plan_in_one_file_says_the_same(tmp_path: Path) -> None:
    single = tmp_path / "我的方案.toml"
    single.write_bytes(b"\n".join(shipped().values()))
    assert contents(load_plan(single)) == contents(load_plan(SHIPPED))
    assert load_plan_bytes(plan_files(single)).digest == load_plan(single).digest


def contents(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__slots__ if name not in ("digest", "files", "derived")}


def test_a_plan_edited_in_notepad_is_the_same_plan() -> None:
    with_windows_ends = {name: content.replace(b"\n", b"\r\n") for name, content in shipped().items()}
    assert load_plan_bytes(with_windows_ends).digest == load_plan(SHIPPED).digest
    load_plan_bytes({name: b"\xef\xbb\xbf" + content for name, content in shipped().items()})


def test_the_digest_does_not_depend_on_the_order_of_the_files() -> None:
    backwards = dict(reversed(list(shipped().items())))
    assert load_plan_bytes(backwards) == load_plan(SHIPPED)


def test_one_changed_character_makes_another_digest() -> None:
    other = changed("indicators.toml", ('target = "1.6"', 'target = "1.7"'))
    assert load_plan_bytes(other).digest != load_plan(SHIPPED).digest
    renamed = {name.replace("units", "unit"): content for name, content in shipped().items()}
    assert plan_digest(renamed) != plan_digest(shipped())


def test_every_problem_is_told_at_once() -> None:
    files = changed("items.toml", ('name = "人工造林"', 'nmae = "人工造林"'), ('measure = "万亩"', 'measure = "万苗"'))
    files = changed_files(files, "tables.toml", ('units = ["M10"]', 'units = ["M1O"]'))
    files = changed_files(files, "checks.toml", ('rule = "reading"', 'rule = "raeding"'))
    files = changed_files(files, "units.toml", ('within = "610902"', 'within = "M01"'))
    files["indicators.toml"] += b'\n[[indicatr]]\nid = "Q25"\n'
    assert {(problem.file, problem.path) for problem in problems(files)} == {
        ("checks.toml", "check[CK-A01].rule"),
        ("indicators.toml", "indicatr"),
        ("items.toml", "item[Q06.1].name"),
        ("items.toml", "item[Q06.1].nmae"),
        ("items.toml", "item[Q06.1].measure"),
        ("tables.toml", "assignment[18].units"),
        ("units.toml", "unit[6109GX].within"),
    }


def test_problems_come_file_by_file() -> None:
    files = changed("units.toml", ('kind = "county"', 'kind = "countty"'))
    files = changed_files(files, "items.toml", ("decimals = 2", 'decimals = "2"'), ('name = "人工造林"', ""))
    assert [problem.file for problem in problems(files)] == ["items.toml", "items.toml", "units.toml"]


SLIPS = [
    # file, before, after, path, words of the message
    ("items.toml", 'name = "人工造林"', 'name = "人工造林"\nnate = 1', "item[Q06.1].nate", "不认识“nate”"),
    ("items.toml", 'name = "人工造林"', "", "item[Q06.1].name", "缺少“name”"),
    ("items.toml", 'name = "人工造林"', 'name = " "', "item[Q06.1].name", "缺少“name”"),
    ("items.toml", 'name = "人工造林"', "name = 6", "item[Q06.1].name", "应为带引号的文字"),
    ("items.toml", 'name = "人工造林"', 'name = "人工\\u202e造林"', "item[Q06.1].name", "不可见字符"),
    ("items.toml", "decimals = 2", "decimals = 2.0", "item[Q01.1].decimals", "应为整数"),
    ("items.toml", "decimals = 2", "decimals = true", "item[Q01.1].decimals", "应为整数"),
    ("items.toml", "decimals = 2", "decimals = 40", "item[Q01.1].decimals", "应在0至12之间"),
    ("items.toml", "required = true", 'required = "true"', "item[Q01.1].required", "true 或 false"),
    ("items.toml", 'type = "N"', 'type = "Z"', "item[Q01.1].type", "N、K、C、R"),
    ("items.toml", 'frequency = "year"', 'frequency = "yaer"', "item[Q01.1].frequency", "是不是“year”"),
    ("items.toml", 'indicator = "Q01"', 'indicator = "Q1"', "item[Q01.1].indicator", "“Q1”在方案中不存在"),
    ("items.toml", 'tables = ["A1", "B4"]', 'tables = ["A1", "B44", "B4"]', "item[Q06.1].tables", "是不是“B4”"),
    ("items.toml", 'measure = "万吨标准煤"', 'measure = "万吨标媒"', "item[Q01.3].measure", "是不是“万吨标准煤”"),
    ("items.toml", 'measure = "亿元"', "", "item[Q01.1].measure", "缺少“measure”"),
    ("items.toml", 'id = "Q01.18"', 'id = "Q01.18/x"', "item[Q01.18/x].id", "只能由文字、数字"),
    ("items.toml", 'formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 + Q06.77"', "item[Q06.8].formula", "第9个字符"),
    ("items.toml", 'formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 > Q06.7"', "item[Q06.8].formula", "应为数值"),
    ("items.toml", 'formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 + 上年.Q12.1"', "item[Q06.8].formula", "上年.Q12.1"),
    ("items.toml", 'formula = "Q06.6 + Q06.7"', "", "item[Q06.8].formula", "缺少“formula”"),
    ("items.toml", 'type = "N"', 'type = "N"\nformula = "1"', "item[Q01.1].formula", "只有计算项"),
    ("items.toml", '{ "万吨" = "1" }', '{ "万吨" = "一" }', "item[Q20.1].accepts.万吨", "不是确定的数值"),
    ("items.toml", '{ "万吨" = "1" }', '{ "万吨" = "0" }', "item[Q20.1].accepts.万吨", "应大于0"),
    ("items.toml", 'register = "R09"', 'register = "R99"', "item[Q10.2].count[1].register", "是不是“R09”"),
    (
        "process.toml",
        '类型 == "低碳园区"',
        '类型 == "低碳院区"',
        "process[X26].part[X26.1].count[1].when",
        "低碳社区",
    ),
    ("items.toml", 'when = "达标"', 'when = "达标否"', "item[Q10.2].count[1].when", "“达标否”"),
    ("items.toml", 'when = "达标"', 'when = "Q10.1 > 1"', "item[Q10.2].count[1].when", "只能看本行"),
    ("items.toml", 'date = "完成日期" }', 'date = "VIN" }', "item[Q17.1].count[1].date", "应为日期列"),
    (
        "items.toml",
        'date = "完成日期" }',
        'date = "完成日期", since = "参数.mask" }',
        "item[Q17.1].count[1].since",
        "日期型参数",
    ),
    ("items.toml", 'date = "完成日期", until', "until", "item[Q17.2].count[1].date", "缺少“date”"),
    ("process.toml", 'total = "带动贫困户"', 'total = "类型"', "process[X14].part[X14.2].count[1].total", "应为数值列"),
    ("process.toml", 'id = "X14.1"', 'id = "X15.1"', "process[X14].part[X15.1].id", "以“X14.”开头"),
    ("process.toml", 'block = "T01"', 'block = "T011"', "process[X01].block", "是不是“T01”"),
    ("units.toml", 'kind = "county"', 'kind = "country"', "unit[610902].kind", "是不是“county”"),
    ("units.toml", 'id = "M03"', 'id = "M02"', "unit[M02#2].id", "“M02”已经用过"),
    ("units.toml", 'aliases = ["林业局"]', 'aliases = ["国土局"]', "unit[M16].aliases", "“国土局”同时是“M03”和“M16”"),
    ("units.toml", "since = 2021-01-01", "since = 2020-06-01", "unit[610928].names", "前后衔接"),
    ("units.toml", "members = []", 'members = ["G02"]', "group[G01].members", "不单独报送"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["M1"]', "block[T11-2].lead", "“M1”在方案中不存在。"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["市公安局"]', "block[T11-2].lead", "是不是“M10”"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["G01"]', "block[T11-2].lead", "成员单位名单"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["M10", "M10"]', "block[T11-2].lead", "写了两次"),
    ("indicators.toml", 'target = "1.6"', "target = 2020-01-01", "indicator[Q01].target", "带引号的数值"),
    ("indicators.toml", 'target = "1.6"', 'target = "NaN"', "indicator[Q01].target", "不是确定的数值"),
    ("indicators.toml", "due = 2020-12-31", "due = 2020-12-31T08:00:00", "indicator[Q01].due", "应为日期"),
    ("indicators.toml", 'block = "T01"', 'block = "T0l"', "indicator[Q01].block", "“T0l”在方案中不存在"),
    ("indicators.toml", 'value_item = "Q11.3"', 'value_item = "Q11.4"', "indicator[Q11].value_item", "不是数值"),
    ("indicators.toml", 'denominator = "Q11.1"', "", "indicator[Q11].denominator", "必须填写"),
    ("indicators.toml", 'main_reporter = "M01"', 'main_reporter = "G01"', "indicator[Q01].main_reporter", "不单独报送"),
    ("tables.toml", '["@county", "-610902"]', '["@county", "-M01"]', "assignment[5].units", "没有选中任何一项"),
    ("tables.toml", 'units = ["@county", "@zone"]', 'units = ["@conty", "@zone"]', "assignment[2].units", "“@county”"),
    ("tables.toml", '"Q11", "Q20"', '"Q11", "Q17", "Q20"', "assignment[12].items", "“Q17”没有选中任何一项"),
    ("tables.toml", '"Q11", "Q20"', '"Q11", "Q17.1", "Q20"', "assignment[12].items", "不在表B1中"),
    ("tables.toml", 'table = "B3"', 'table = "B33"', "assignment[18].table", "不存在"),
    ("periods.toml", 'tables = ["A0", "B3"]', 'tables = ["A0", "B3", "B6"]', "period[2020-10].tables", "“B6”"),
    ("periods.toml", "end = 2020-06-30", "end = 2019-06-30", "period[2020Q2].end", "早于开始日期"),
    ("periods.toml", 'predecessor = "2020-10"', 'predecessor = "2020-9"', "period[2020-11].predecessor", "“2020-9”"),
    ("registers.toml", 'keys = [["代码"]]', 'keys = [["代号"]]', "register[R07].keys", "“代号”"),
    ("registers.toml", 'keys = [["代码"]]', 'keys = ["代码"]', "register[R07].keys", "没有唯一键"),
    ("registers.toml", 'keys = [["代码"]]', "", "register[R07].keys", "没有唯一键"),
    ("registers.toml", 'id = "R07"', 'id = "R07.1"', "register[R07.1].id", "只能由文字、数字"),
    ("registers.toml", '"项目" = "旬阳水电站"', '"工程" = "旬阳水电站"', "register[R04].fixed[1].工程", "“工程”"),
    ("registers.toml", 'name = "装机", type', 'name = "装机", typ', "register[R14].column[装机].typ", "是不是“type”"),
    ("registers.toml", 'mask = "plate"', 'mask = "plates"', "register[R02].column[号牌号码].mask", "是不是“plate”"),
    ("checks.toml", 'level = "error"', 'level = "eror"', "check[CK-A01].level", "是不是“error”"),
    ("checks.toml", 'scope = ["A0"]', 'scope = ["A0", "R77"]', "check[CK-A10].scope", "“R77”"),
    ("checks.toml", 'when = "Q01.9 < 0"', 'when = "Q01.9 <"', "check[CK-B10].when", "公式没有写完"),
    ("checks.toml", 'when = "Q01.9 < 0"', 'when = "Q01.9"', "check[CK-B10].when", "能判断真假"),
    ("checks.toml", 'when = "Q01.9 < 0"', "", "check[CK-B10]", "缺少公式"),
    ("checks.toml", 'item = "Q01.9"', 'item = "Q01.99"', "check[CK-B10].item", "是不是“Q01.9”"),
    ("checks.toml", 'limit = "参数.yoy_limit"', "", "check[CK-A17].limit", "没有写明"),
    ("checks.toml", 'limit = "参数.yoy_limit"', 'limit = "参数.plate_prefix"', "check[CK-A17].limit", "数值参数"),
    ("checks.toml", 'registers = ["R04"]', 'registers = ["R44"]', "check[CK-D13].registers", "“R44”"),
    ("checks.toml", 'of = "normalised"', 'of = "normal"', "check[CK-A02].of", "normalised"),
    ("checks.toml", 'rows = ["R02"]', 'rows = ["R02"]\nitem = "Q06.8"', "check[CK-D02]", "写一个"),
    ("checks.toml", '"国零", "国一"', '"国零", 国一', "check[CK-D02].must", "带引号的文字"),
    ("checks.toml", "确定(排放阶段", "确定(排放段", "check[CK-D02].must", "“排放段”"),
    (
        "checks.toml",
        'leaves_out = true\nvalues = { "号牌" = "取首',
        'leaves_out = true\nneeds = ["Q06.8"]\nvalues = { "号牌" = "取首',
        "check[CK-D01].leaves_out",
        "取决于哪些行计数",
    ),
    ("checks.toml", "期.日历天数", "期.日历天", "check[CK-B21].must", "“期.日历天”"),
    ("checks.toml", 'values = { a = "Q07.8", b', "values = { b", "check[CK-B26].values", "“{a}”没有数值"),
    ("parameters.toml", 'default = "50"', 'default = "五十"', "parameter[yoy_limit].default", "不是确定的数值"),
    ("parameters.toml", 'default = "green_share"', 'default = "green"', "parameter[q09_scope].default", "green_share"),
    ("parameters.toml", '"610902" = "547.33"', '"61090" = "547.33"', "parameter[land_area].values.61090", "610902"),
    ("parameters.toml", 'type = "per_unit"', 'type = "per unit"', "parameter[land_area].type", "是不是“per_unit”"),
    ("plan.toml", 'version = "2.0.0"', 'version = "2.0"', "plan.version", "三段数字"),
    ("plan.toml", 'rounding = "gbt8170"', 'rounding = "gb8170"', "plan.rounding", "是不是“gbt8170”"),
    ("plan.toml", "issued = 2020-08-07", 'issued = "2020-08-07"', "plan.issued", "应为日期"),
    ("plan.toml", "year = 2020", 'year = 2020\noffice = "M99"', "plan.office", "“M99”"),
    ("plan.toml", "workdays = [2020-09-27", 'workdays = ["2020-09-27"', "calendar.workdays", "日期的列表"),
    ("plan.toml", "[calendar]", "[calender]", "calender", "是不是“calendar”"),
    ("plan.toml", "[calendar]", "[[calendar]]", "calendar", "只有一个"),
]


@pytest.mark.parametrize(("name", "before", "after", "path", "words"), SLIPS, ids=[f"{s[3]} {s[4]}" for s in SLIPS])
def test_a_slip_is_told_with_its_place_and_the_way_out(
    name: str, before: str, after: str, path: str, words: str
) -> None:
    found = problems(changed(name, (before, after)))
    told = [problem for problem in found if problem.path == path]
    assert [problem.file for problem in told][:1] == [name]
    assert any(words in problem.message for problem in told), told
    for problem in found:
        assert problem.message.endswith("。")
        assert not re.search(r"{(?!a})", problem.message), "a blank was left open"


def test_a_misspelt_key_is_told_with_the_one_that_was_meant() -> None:
    files = changed("blocks.toml", ("responsible_as_written =", "responsable_as_written ="))
    assert only(files) == (
        "blocks.toml",
        "block[T01].responsable_as_written",
        "不认识“responsable_as_written”（是不是“responsible_as_written”？）。",
    )


def test_an_id_that_stands_twice_is_told_across_files() -> None:
    files = dict(shipped()) | {"more.toml": b'[[table]]\nid = "B3"\nname = "x"\nrole = "figures"\n'}
    assert only(files) == ("tables.toml", "table[B3].id", "编号“B3”已经用过，同一编号只能出现一次。")


def test_a_process_item_may_not_have_an_indicators_id() -> None:
    files = changed("process.toml", ('id = "X15"', 'id = "Q15"'), ('{ id = "X15"', '{ id = "Q15"'))
    assert ("process.toml", "process[Q15].id") in {(problem.file, problem.path) for problem in problems(files)}


def test_derived_items_made_from_each_other_are_told_with_the_way_round() -> None:
    files = changed(
        "items.toml", ('formula = "sum(Q06.1..Q06.5)"', 'formula = "Q06.8 - Q06.7"'), ("Q02.1, 4", "Q02.3, 4")
    )
    told = {problem.path: problem.message for problem in problems(files)}
    assert set(told) <= {"item[Q06.6].formula", "item[Q06.8].formula", "item[Q02.3].formula"}
    assert told["item[Q02.3].formula"] == "“Q02.3”由自己算出自己：Q02.3 → Q02.3。"
    assert len(told) == 2


def test_an_average_over_the_lines_is_part_of_the_way_round() -> None:
    files = changed("items.toml", ('formula = "Q16.1 / Q16.2 * 100"', 'formula = "Q16.1 / Q16.5 * 100"'))
    assert "由自己算出自己" in only(files)[2]


def test_last_periods_figure_is_no_circle() -> None:
    load_plan_bytes(changed("items.toml", ('formula = "Q06.6 + Q06.7"', 'formula = "Q06.6 + Q06.7 + 0 * 上期.Q06.8"')))


def test_a_chain_that_is_too_long_to_follow_is_refused() -> None:
    chain = "\n".join(
        f'[[item]]\nid = "Z.{n}"\nindicator = "Q06"\nname = "z"\nmeasure = "万亩"\ntype = "C"\ntables = ["A1"]\n'
        f'frequency = "year"\nformula = "{f"Z.{n + 1}" if n < 1500 else "Q06.1"} + 1"\nclause = "一"\n'
        for n in range(1, 1501)
    )
    assert "超过20层" in only(added("items.toml", chain))[2]


def test_periods_that_follow_themselves_are_told_once() -> None:
    files = changed("periods.toml", ('predecessor = "2020Q1"', 'predecessor = "2020Q3"'))
    told = [problem.message for problem in problems(files) if "绕回" in problem.message]
    assert told == ["上期绕回了自己：2020Q2 → 2020Q3 → 2020Q2。"]


def test_a_text_column_cannot_be_added_up() -> None:
    files = changed("checks.toml", ('when = "Q06.8 > 98"', 'when = "行合计(R01.企业名称) > 98"'))
    assert "R01.企业名称" in only(files)[2]
    load_plan_bytes(changed("checks.toml", ('when = "Q06.8 > 98"', 'when = "行合计(R01.年综合能耗) > 98"')))


def test_a_plan_for_another_city_needs_no_program(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(OTHER, "utf-8")
    plan = load_plan(tmp_path)
    assert [unit.first_name for unit in plan.filing_units] == ["甲县", "乙局"]
    assert plan.assignments[0].units == ("1", "2")
    assert plan.items["Q1.3"].formula is not None
    assert plan.office == "2"


OTHER = """
[plan]
format = 2
id = "甲市-2027"
title = "甲市2027年方案"
issued = 2027-01-05
since = 2027-01-01
until = 2027-12-31
rounding = "half_up"
version = "1.0.0"
office = "2"
[words]
programme = "治水工作"
whole = "全市"
office = "治水办"
office_long = "甲市治水工作办公室"
local = "县"
[[unit_kind]]
id = "county"
name = "县"
all = "各县"
level = 2
[[unit_kind]]
id = "department"
name = "部门"
all = "各部门"
level = 1
[[period_kind]]
id = "year"
name = "年报"
rank = 9
deciding = true
[[unit]]
id = "1"
kind = "county"
name = "甲县"
[[unit]]
id = "2"
kind = "department"
name = "乙局"
[[table]]
id = "B1"
name = "指标表"
role = "figures"
clause = "一"
[[indicator]]
id = "Q1"
name = "处理率"
as_written = ["处理率达到95%"]
target = "95"
measure = "%"
direction = "at_least"
due = 2027-12-31
clauses = ["一"]
main_reporter = "2"
aggregate = "ratio_of_sums"
value_item = "Q1.3"
numerator = "Q1.2"
denominator = "Q1.1"
quarterly = "level"
[[item]]
id = "Q1.1"
indicator = "Q1"
name = "排放量"
measure = "万立方米"
type = "N"
tables = ["B1"]
clause = "一"
[[item]]
id = "Q1.2"
indicator = "Q1"
name = "处理量"
measure = "万立方米"
type = "N"
tables = ["B1"]
clause = "一"
[[item]]
id = "Q1.3"
indicator = "Q1"
name = "处理率"
measure = "%"
type = "C"
decimals = 2
tables = ["B1"]
formula = "Q1.2 / Q1.1 * 100"
clause = "一"
[[assignment]]
table = "B1"
units = ["@all"]
items = ["Q1"]
clause = "一"
[[period]]
id = "2027Y"
name = "2027年度"
kind = "year"
start = 2027-01-01
end = 2027-12-31
tables = ["B1"]
"""


def test_a_folder_without_a_plan_is_told(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "不存在"):
        with pytest.raises(PlanProblems) as raised:
            load_plan(place)
        assert [problem.message for problem in raised.value.problems] == ["这里没有方案文件（.toml）。"]


def test_files_without_the_plan_itself_are_told() -> None:
    assert only({"units.toml": shipped()["units.toml"]}) == ("", "plan", "缺少 [plan]，不知道是什么方案。")


HOSTILE: list[tuple[str, Files, str]] = [
    ("bytes that are no text", {"plan.toml": b"\xff\xfe\x00"}, "不是UTF-8编码"),
    ("no TOML", {"plan.toml": b"[plan]\nid = 'a'\nversion 1"}, "第3行附近"),
    ("the same key twice", {"plan.toml": b"[plan]\nid = 'a'\nid = 'b'"}, "第3行附近"),
    ("deep nesting", {"plan.toml": b"[plan]\n" + b"x = [\n" * 40000}, "不符合TOML格式"),
    ("a long line", {"plan.toml": b"[plan]\nid = '" + b"a" * 10_000 + b"'"}, "第2行过长或过于复杂"),
    ("a key of many parts", {"plan.toml": b"[" + b"a." * 2000 + b"a]\nb = 1"}, "第1行过长或过于复杂"),
    ("many long keys", {"plan.toml": (b"a." * 100 + b"a = 1\n") * 2000}, "第1行过长或过于复杂"),
    ("a number of 5,000 digits", {"plan.toml": b"[plan]\nyear = " + b"9" * 4900}, "不符合TOML格式"),
    ("a hexadecimal giant", {"plan.toml": b"[plan]\nformat=2\nid='a'\nyear = 0x" + b"f" * 4900}, "应在2000至2199之间"),
    ("a file that is too large", {"plan.toml": b"#" * (512 * 1024 + 1)}, "超过512 KB"),
    ("files that are too large", {f"{n}.toml": b"#\n" * 200_000 for n in range(11)}, "合计超过4096 KB"),
    ("too many files", {f"{n}.toml": b"" for n in range(81)}, "超过80个"),
    ("a path for a name", {"../../plan.toml": b"[plan]"}, "文件名"),
    ("too many rows", {"plan.toml": b"[plan]\nid='a'\n" + b"[[unit]]\n" * 20_001}, "合计超过20000条"),
]


@pytest.mark.parametrize(("files", "words"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_plan_is_refused_in_words(files: Files, words: str) -> None:
    told = problems(files)
    assert any(words in problem.message for problem in told), told[:3]


def test_a_hopeless_plan_is_not_read_out_to_the_last_line() -> None:
    files = dict(shipped()) | {"units.toml": b'[[unit]]\nid = "@"\nwith = 1\n' * 1500}
    told = problems(files)
    assert len(told) == MOST_PROBLEMS + 1
    assert any(f"超过{MOST_PROBLEMS}处" in problem.message for problem in told)


VALUES = st.sampled_from(
    [
        *("0", "-1", "1.5", "true", '""', '"x"', "[]", "{}", "[1]", "[[]]", "[{}]", "{a = [1]}", "2020-01-01", "nan"),
        *("12:00:00", "2020-01-01T00:00:00", '"@county"', '"-@zone"', '"Q06.8 +"', '"R02"', '[["a"], [1]]', '"1e5"'),
        "",
    ]
)


@st.composite
def careless_edits(draw: st.DrawFn) -> Files:
    """Shipped files with some lines given another value, doubled, lost or cut."""
    files = dict(shipped())
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        lines = files[name].decode().split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = draw(st.sampled_from(list(_edits(lines[at], draw(VALUES)))))
        files[name] = "\n".join(lines).encode()
    return files


def _edits(line: str, value: str) -> Iterator[list[str]]:
    yield []
    yield [line, line]
    yield [line[: len(line) // 2]]
    yield [line.replace('"', "", 1)]
    yield [f"{line.partition('=')[0]}= {value}"]
    yield [f"x = {value}", line]


@given(careless_edits())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_done_to_a_plan_it_loads_or_tells_why(files: Files) -> None:
    try:
        plan = load_plan_bytes(files)
    except PlanProblems as error:
        assert all(problem.message.endswith("。") for problem in error.problems)
    else:
        assert plan.digest == plan_digest(files)
