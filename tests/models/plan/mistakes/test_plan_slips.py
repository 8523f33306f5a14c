"""One slip of the pen in the shipped plan: told with its place and the way out."""

import re
from collections.abc import Sequence
from functools import cache

import pytest

from models.plan.rows.problems import Problem
from tests.models.plan.mistakes.edited import changed, problems, several_at_once

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
    ("units.toml", "since = 2021-01-01", "since = 2020-06-01", "unit[610928].names[旬阳市人民政府].since", "前后衔接"),
    (
        "units.toml",
        "since = 2021-01-01",
        "since = 2021-02-01",
        "unit[610928].names[旬阳市人民政府].since",
        "中间没有名称",
    ),
    ("units.toml", "members = []", 'members = ["G02"]', "group[G01].members", "不单独报送"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["M1"]', "block[T11-2].lead", "“M1”在方案中不存在。"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["市公安局"]', "block[T11-2].lead", "是不是“M10”"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["G01"]', "block[T11-2].lead", "成员单位名单"),
    ("blocks.toml", 'lead = ["M10"]', 'lead = ["M10", "M10"]', "block[T11-2].lead", "写了两次"),
    ("indicators.toml", 'target = "1.6"', "target = 2020-01-01", "indicator[Q01].target", "带引号的数值"),
    ("indicators.toml", 'target = "1.6"', "target = 1.6125e3", "indicator[Q01].target", "“1.6125e3”不是确定的数值"),
    ("indicators.toml", 'target = "1.6"', 'target = "NaN"', "indicator[Q01].target", "不是确定的数值"),
    ("indicators.toml", "due = 2020-12-31", "due = 2020-12-31T08:00:00", "indicator[Q01].due", "应为日期"),
    ("indicators.toml", 'block = "T01"', 'block = "T0l"', "indicator[Q01].block", "“T0l”在方案中不存在"),
    ("indicators.toml", 'value_item = "Q11.3"', 'value_item = "Q11.4"', "indicator[Q11].value_item", "不是数值"),
    ("indicators.toml", 'denominator = "Q11.1"', "", "indicator[Q11].denominator", "必须填写"),
    ("indicators.toml", 'main_reporter = "M01"', 'main_reporter = "G01"', "indicator[Q01].main_reporter", "不单独报送"),
    ("tables.toml", '["@county", "-610902"]', '["@county", "-M01"]', "assignment[5].units", "没有选中任何一项"),
    ("tables.toml", 'units = ["@county", "@zone"]', 'units = ["@conty", "@zone"]', "assignment[2].units", "“@county”"),
    ("tables.toml", '"Q11", "Q20"', '"Q11", "Q17", "Q20"', "assignment[12].items", "“Q17”没有选中任何一项"),
    ("tables.toml", '"Q11", "Q20"', '"Q11", "Q17.1", "Q20"', "assignment[12].items[Q17.1]", "不在表B1中"),
    ("tables.toml", 'table = "B3"', 'table = "B33"', "assignment[18].table", "不存在"),
    ("periods.toml", 'tables = ["A0", "B3"]', 'tables = ["A0", "B3", "B6"]', "period[2020-10].tables", "“B6”"),
    ("periods.toml", "end = 2020-06-30", "end = 2019-06-30", "period[2020Q2].end", "早于开始日期"),
    ("periods.toml", 'predecessor = "2020-10"', 'predecessor = "2020-9"', "period[2020-11].predecessor", "“2020-9”"),
    ("registers.toml", 'keys = [["代码"]]', 'keys = [["代号"]]', "register[R07].keys", "“代号”"),
    ("registers.toml", 'keys = [["代码"]]', 'keys = ["代码"]', "register[R07].keys", "几组栏名"),
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


def faults(found: Sequence[Problem], name: str, path: str, words: str) -> list[object]:
    """What is amiss with what is said of one slip."""
    told = [problem for problem in found if problem.path == path]
    right = [problem.file for problem in told][:1] == [name] and any(words in problem.message for problem in told)
    unfinished = [one for one in found if not one.message.endswith("。") or re.search(r"{(?!a})", one.message)]
    return [*unfinished, *([] if right else [found])]


@cache
def told_together() -> frozenset[int]:
    """Numbers of the slips that are told although others stand beside them in the same plan."""
    told: set[int] = set()
    for numbers, files in several_at_once([(name, before, after) for name, before, after, _, _ in SLIPS], 12):
        found = problems(files)
        told |= {number for number in numbers if not faults(found, SLIPS[number][0], *SLIPS[number][3:])}
    return frozenset(told)


@pytest.mark.parametrize("number", range(len(SLIPS)), ids=[f"{s[3]} {s[4]}" for s in SLIPS])
def test_a_slip_is_told_with_its_place_and_the_way_out(number: int) -> None:
    name, before, after, path, words = SLIPS[number]
    if number not in told_together():
        assert not faults(problems(changed(name, (before, after))), name, path, words)
