"""A settings file with every section, and what is said of one that does not fit."""

from datetime import datetime
from decimal import Decimal

import pytest

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.plan.load import load_plan_bytes
from models.plan.plan import Plan
from models.settings.load import read_settings
from models.settings.settings import Extension, Settings, Target


def extension(period: str, unit: str, until: datetime, reason: str) -> Extension:
    return Extension(period=period, unit=unit, until=until, reason=reason, approved_by="李某")


def target(unit: str, indicator: str, value: str, doc_no: str = "3号", doc_date: str = "") -> Target:
    return Target(unit=unit, indicator=indicator, value=Decimal(value), doc_no=doc_no, doc_date=doc_date)


DUE = datetime(2020, 10, 15, 17, 30, tzinfo=PLAN_ZONE)


FILE = """
[due]
"2020Q3" = "2020-10-15T17:30"
[[extension]]
period = "2020Q3"
unit = "610924"
until = "2020-10-19T17:30"
reason = "暴雨停电"
approved_by = "李某"
[parameters]
q16_average = "ratio_of_sums"
yoy_limit = "50"
r06_towns = ["蒿坪镇", "漫川关镇"]
q05_denominator = "全市规上工业总产值"
[overlap.Q06]
"6109GX" = "included_in_county"
[parameters.land_area]
"610929" = "218.25"
[groups]
G01 = ["M01", "M02"]
[[parameters.factors]]
"组" = "FS-A"
"煤" = 2.66
"电" = "0.6671"
"来源" = "省厅通知"
[[target]]
unit = "610924"
indicator = "Q06"
value = "15.00"
doc_no = "安低碳办发〔2020〕3号"
doc_date = 2020-08-20
[[waiver]]
check = "CK-B16"
unit = "610929"
period = "2020Q3"
reason = "行政区划调整"
approved_by = "李某"
"""


INDICATOR = """
[[indicator]]
id = "{id}"
name = "{name}"
as_written = ["{name}"]
target = {target}
measure = "{measure}"
direction = "{direction}"
due = 2020-12-31
main_reporter = "M01"
aggregate = "{aggregate}"
value_item = "{id}.8"
decomposed = {decomposed}
[[item]]
id = "{id}.8"
indicator = "{id}"
name = "{name}"
measure = "{measure}"
type = "N"
tables = ["A1"]
"""


TEXT = (
    """
[plan]
format = 2
id = "AK"
version = "1.0.0"
title = "方案"
issued = 2020-08-07
since = 2020-01-01
until = 2020-12-31
rounding = "gbt8170"
[words]
programme = "工作"
whole = "全市"
office = "市办"
office_long = "汇总单位"
local = "县区"
"""
    + "".join(
        f'[[unit_kind]]\nid = "{id}"\nname = "{name}"\nall = "各{name}"\nlevel = 1\n{more}\n'
        for id, name, more in (
            ("county", "县区", "targets = true"), ("zone", "园区", 'targets = true\nlies_in = ["county"]'),
            ("department", "部门", ""), ("group", "成员单位", "group = true\nfiles = false"),
        )
    )
    + "".join(
        f'[[unit]]\nid = "{id}"\nkind = "{kind}"\nname = "{name}"\n{more}\n'
        for id, kind, name, more in (
            ("610924", "county", "紫阳县", ""), ("610929", "county", "白河县", ""),
            ("6109GX", "zone", "高新区管委会", 'within = "610924"'), ("M01", "department", "市生态环境局", ""),
            ("M02", "department", "市发改委", ""),
        )
    )
    + """
[[group]]
id = "G01"
name = "领导小组成员单位"
[[table]]
id = "A1"
name = "表"
role = "figures"
[[period_kind]]
id = "quarter"
name = "季报"
rank = 5
[[period]]
id = "2020Q2"
name = "2020Q2"
kind = "quarter"
start = 2020-01-01
end = 2020-06-30
tables = ["A1"]
[[period]]
id = "2020Q3"
name = "2020Q3"
kind = "quarter"
start = 2020-01-01
end = 2020-09-30
tables = ["A1"]
[[check]]
id = "CK-B16"
level = "warning"
must = "Q06.8 >= 0"
item = "Q06.8"
message = "不对。"
clause = "一"
[[parameter]]
id = "q16_average"
name = "县级平均气化率的算法"
type = "choice"
choices = ["ratio_of_sums", "mean_simple"]
[[parameter]]
id = "yoy_limit"
name = "同比警告阈值（%）"
type = "number"
default = "50"
[[parameter]]
id = "r06_towns"
name = "重点镇名单"
type = "list"
[[parameter]]
id = "q05_denominator"
name = "占比的分母"
type = "text"
[[parameter]]
id = "land_area"
name = "县区国土面积"
type = "per_unit"
measure = "万亩"
[[parameter]]
id = "factors"
name = "排放因子组"
type = "table"
columns = [
  { name = "组" }, { name = "煤", type = "number" }, { name = "油", type = "number" },
  { name = "电", type = "number" }, { name = "来源" },
]
key = ["组"]
"""
    + INDICATOR.format(
        id="Q06", name="营造林面积", target=98, measure="万亩", direction="at_least", aggregate="sum",
        decomposed='["county", "zone"]',
    )
    + INDICATOR.format(
        id="Q03", name="煤炭消费总量", target=413, measure="万吨", direction="at_most", aggregate="sum",
        decomposed='["county", "zone"]',
    )
    + INDICATOR.format(
        id="Q08", name="空气优良天数", target=300, measure="天", direction="at_least", aggregate="alone",
        decomposed="[]",
    )
)  # fmt: skip


PLAN: Plan = load_plan_bytes({"plan.toml": TEXT.encode()})


def problems(text: str, before: Settings | None = None) -> str:
    with pytest.raises(AppError, match="settings_refused") as caught:
        read_settings(text, PLAN, before or Settings())
    found = caught.value.facts["problems"]
    assert isinstance(found, tuple)
    assert all(one in sentence(caught.value) for one in found)
    return "\n".join(found)
