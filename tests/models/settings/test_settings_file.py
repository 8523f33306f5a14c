"""The office's settings file: what it names is set, the rest stays; what does not fit is refused whole and in words."""

import tomllib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.basics.reading import text_of_file
from models.plan.load import load_plan_bytes
from models.plan.plan import Plan
from models.settings.load import read_settings, settings_from_json, settings_hints, settings_json
from models.settings.settings import Extension, Settings, Target, Waiver
from models.settings.toml import settings_toml

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


@pytest.fixture
def settings() -> Settings:
    return read_settings(FILE, PLAN, Settings())


def problems(text: str, before: Settings | None = None) -> str:
    with pytest.raises(AppError, match="settings_refused") as caught:
        read_settings(text, PLAN, before or Settings())
    found = caught.value.facts["problems"]
    assert isinstance(found, tuple)
    assert all(one in sentence(caught.value) for one in found)
    return "\n".join(found)


def test_every_section_of_the_file_arrives(settings: Settings) -> None:
    assert settings.version == 1
    assert settings.due == {"2020Q3": DUE}
    assert settings.extensions == (extension("2020Q3", "610924", DUE.replace(day=19), "暴雨停电"),)
    assert settings.parameters == {
        "q16_average": "ratio_of_sums", "yoy_limit": "50", "r06_towns": ("蒿坪镇", "漫川关镇"),
        "q05_denominator": "全市规上工业总产值", "land_area": {"610929": "218.25"},
        "factors": ({"组": "FS-A", "煤": "2.66", "电": "0.6671", "来源": "省厅通知"},),
    }  # fmt: skip
    assert settings.overlap == {"Q06": {"6109GX": "included_in_county"}}
    assert settings.groups == {"G01": ("M01", "M02")}
    assert settings.targets == (target("610924", "Q06", "15", "安低碳办发〔2020〕3号", "2020-08-20"),)
    assert settings.waivers == (
        Waiver(check="CK-B16", unit="610929", period="2020Q3", reason="行政区划调整", approved_by="李某"),
    )
    assert settings.parameter(PLAN, "yoy_limit") == Decimal(50)
    assert settings.parameter(PLAN, "land_area", "610929") == Decimal("218.25")
    assert settings.table(PLAN, "factors") == settings.parameters["factors"]


def test_what_a_file_does_not_name_stays_as_it_was(settings: Settings) -> None:
    text = '[parameters.land_area]\n"610924" = 330.60\n[[parameters.factors]]\n"组" = "FS-B"\n"煤" = "2.6"\n'
    later = read_settings(text, PLAN, settings)
    assert later.parameters["land_area"] == {"610929": "218.25", "610924": "330.6"}
    assert [row["组"] for row in later.table(PLAN, "factors")] == ["FS-A", "FS-B"]
    assert replace(later, version=1, parameters=settings.parameters) == settings
    assert later.version == 2
    assert settings.parameters["land_area"] == {"610929": "218.25"}


def extension(period: str, unit: str, until: datetime, reason: str) -> Extension:
    return Extension(period=period, unit=unit, until=until, reason=reason, approved_by="李某")


def target(unit: str, indicator: str, value: str, doc_no: str = "3号", doc_date: str = "") -> Target:
    return Target(unit=unit, indicator=indicator, value=Decimal(value), doc_no=doc_no, doc_date=doc_date)


def test_an_entry_of_a_list_replaces_the_one_it_is_about(settings: Settings) -> None:
    text = """
        [[target]]
        unit = "610929"
        indicator = "Q06"
        value = 20
        doc_no = "3号"
        [[target]]
        unit = "610924"
        indicator = "Q06"
        value = "16.5万亩"
        doc_no = "5号"
        [[extension]]
        period = "2020Q2"
        unit = "610924"
        until = 2020-07-20T09:00:00
        reason = "停电"
        approved_by = "李某"
        [overlap.Q03]
        "6109GX" = "separate"
    """
    later = read_settings(text, PLAN, settings)
    assert [(t.unit, t.value, t.doc_no, t.doc_date) for t in later.targets] == [
        ("610924", Decimal("16.5"), "5号", ""),
        ("610929", Decimal(20), "3号", ""),
    ]
    assert [e.period for e in later.extensions] == ["2020Q3", "2020Q2"]
    assert later.extensions[1].until == datetime(2020, 7, 20, 9, tzinfo=PLAN_ZONE)
    assert later.overlap == {"Q06": {"6109GX": "included_in_county"}, "Q03": {"6109GX": "separate"}}


def test_a_file_saved_by_notepad_is_read() -> None:
    text = '\ufeff[due]\r\n"2020Q3" = "2020-10-15 17:30"\r\n'
    read = text_of_file(text.encode(), "设置.toml")
    assert read_settings(read, PLAN, Settings()).due == {"2020Q3": DUE}


def test_all_problems_are_told_at_once_and_nothing_is_taken(settings: Settings) -> None:
    text = """
        holidays = []
        [due]
        "2020Q3" = "2020-10-16T17:30"
        "2020Q5" = "2020-10-15"
        [overlaps]
        [parameters]
        yoy_limt = "50"
        yoy_limit = "约50"
        q16_average = "mean"
        r06_towns = "蒿坪镇"
        land_area = "3"
        [[target]]
        unit = "白河县"
        indicator = "Q08"
        value = "十五"
    """
    said = problems(text, settings)
    for phrase in (
        "设置文件：不认识“holidays”。",
        "不认识“overlaps”（是不是“overlap”？）",
        "“报告期”所指的“2020Q5”在方案中不存在",
        "“2020-10-15”不是完整的时间",
        "“参数”所指的“yoy_limt”在方案中不存在（是不是“yoy_limit”？）",
        "“约50”不是确定的数值",
        "只能填：ratio_of_sums、mean_simple",
        "参数（parameters）“r06_towns”：“r06_towns”应为文字的列表",
        "请写在 [parameters.land_area] 之下",
        "第1条分解目标（target）：“unit”所指的“白河县”在方案中不存在",
        "“Q08”（空气优良天数）不设分解目标",
        "“十五”不是确定的数值",
        "缺少“doc_no”",
    ):
        assert phrase in said
    assert settings.due == {"2020Q3": DUE}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('[parameters]\nholidays = "2020-10-01"', "“参数”所指的“holidays”"),
        ("[parameters]\nyoy_limit = true", "不是确定的数值"),
        ("[parameters]\nyoy_limit = nan", "不是确定的数值"),
        ('[parameters]\nq05_denominator = ""', "缺少“q05_denominator”"),
        ('[overlap.Q06]\n"610924" = "separate"', "“610924”（紫阳县）不位于其他单位之内"),
        ('[overlap.Q06]\n"6109GX" = "county"', "included_in_county"),
        ('[overlap.Q99]\n"6109GX" = "separate"', "“指标”所指的“Q99”"),
        ('[overlap]\nQ06 = "separate"', "应为一个表"),
        ('[parameters.land_area]\n"610999" = "1"', "在方案中不存在"),
        ('[parameters.land_area]\n"610929" = "218平方米"', "不是确定的数值"),
        ('[parameters.land_area]\nG01 = "1"', "不单独报送"),
        ('[groups]\nM01 = ["M02"]', "不是成员单位名单"),
        ('[groups]\nG01 = ["M02", "M02"]', "“M02”写了两次"),
        ('[groups]\nG01 = ["G01"]', "本身也是名单"),
        ("[groups]\nG01 = [1]", "应为文字的列表"),
        ('[[parameters.factors]]\n"组" = "A"\n"煤" = "约2"', "不是确定的数值"),
        ('[[parameters.factors]]\n"煤" = "2.66"', "缺少“组”"),
        ('[[parameters.factors]]\n"组" = "A"\n"煤炭" = "2"', "（是不是“煤”？）"),
        ('[[parameters.factors]]\n"组" = "A"\n[[parameters.factors]]\n"组" = "A"', "有两行"),
        ('[parameters]\nfactors = "A"', "双方括号"),
        ('[[waiver]]\ncheck = "CK-B17"\nunit = "M01"\nperiod = "2020Q3"', "（是不是“CK-B16”？）"),
        ('[[waiver]]\ncheck = "CK-B16"\nunit = "M01"\nperiod = "2020Q3"\nreason = "x"', "缺少“approved_by”"),
        ("[[extension]]\n", "缺少“period”"),
        ("[target]\nvalue = 1", "[[target]]"),
        ("target = [1]", "若干个表的列表"),
        ("due = 3", "应写作 [due]"),
        ('[[target]]\nunit="M01"\nindicator="Q06"\nvalue="1"\ndoc_no="1"', "不承担这项分解目标"),
        ('[[target]]\nunit="610924"\nindicator="Q06"\nvalue="1"\ndoc_no="1"\ndoc_date="八月"', "不是日期"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_named(text: str, phrase: str) -> None:
    assert phrase in problems(text)


def test_the_same_target_twice_in_one_file_is_refused() -> None:
    one = '[[target]]\nunit = "610924"\nindicator = "Q06"\nvalue = "{}"\ndoc_no = "3号"\n'
    assert "第2条分解目标（target）：与第1条重复" in problems(one.format(1) + one.format(2))


@pytest.mark.parametrize(
    ("text", "line"),
    [("[due]\nx = \n", 2), ("a = 1\na = 2\n", 2), ("[due", 1), ("x = " + "[" * 5000, 1), ("x = " + "9" * 5000, 1)],
)
def test_a_text_that_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(AppError, match="settings_unreadable") as caught:
        read_settings(text, PLAN, Settings())
    assert caught.value.facts["line"] == line
    assert f"第{line}行" in sentence(caught.value)


def test_settings_travel_as_one_text_and_come_back_the_same(settings: Settings) -> None:
    text = settings_json(settings)
    assert settings_from_json(text) == settings
    assert settings_json(settings_from_json(text)) == text
    assert '"value":"15"' in text
    assert '"2020Q3":"2020-10-15T17:30:00+08:00"' in text
    assert settings_from_json(settings_json(Settings())) == Settings()


names = st.text(max_size=5)
figures = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
times = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(PLAN_ZONE))


rows = st.lists(st.dictionaries(names, names, min_size=1, max_size=2), min_size=1, max_size=2).map(tuple)


@given(
    due=st.dictionaries(names, times, max_size=2),
    parameters=st.dictionaries(
        names,
        names | st.lists(names, max_size=2).map(tuple) | st.dictionaries(names, names, max_size=2) | rows,
        max_size=3,
    ),
    targets=st.lists(
        st.builds(Target, unit=names, indicator=names, value=figures, doc_no=names, doc_date=names), max_size=2
    ).map(tuple),
)
def test_any_settings_come_back_the_same(
    due: dict[str, datetime], parameters: dict[str, Any], targets: tuple[Target, ...]
) -> None:
    settings = Settings(version=7, due=due, parameters=parameters, targets=targets)
    assert settings_from_json(settings_json(settings)) == settings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":1', '"version":1.0'),
        ('"version":1', '"version":true'),
        ('"value":"15"', '"value":15'),
        ('"value":"15"', '"value":"15.0"'),
        ('"value":"15"', '"value":"NaN"'),
        ('"unit":"610924"', '"unit":null'),
        ("+08:00", "+00:00"),
        ("+08:00", ""),
        ('"form":"tanbao-settings-2",', ""),
        ('{"due"', '{"more":1,"due"'),
        (",", ", "),
    ],
)
def test_a_text_that_is_not_the_canonical_form_is_refused(settings: Settings, old: str, new: str) -> None:
    text = settings_json(settings)
    assert old in text
    with pytest.raises(AppError, match="settings_malformed"):
        settings_from_json(text.replace(old, new))


def test_targets_that_do_not_add_up_to_the_citys_are_pointed_out(settings: Settings) -> None:
    said, row = settings_hints(settings, PLAN)
    assert row == "“排放因子组”的“FS-A”没有给出油，用到它的计算不能完成。"
    settings = replace(settings, parameters={})
    assert said == "分解合计未覆盖总目标：“营造林面积”已录入1个（共2个县区），合计15万亩，总目标98万亩。"
    rest = target("610929", "Q06", "83")
    assert settings_hints(replace(settings, targets=(*settings.targets, rest)), PLAN) == ()
    zone = target("6109GX", "Q06", "83")  # lies in a county, so it adds nothing
    assert len(settings_hints(replace(settings, targets=(*settings.targets, zone)), PLAN)) == 1
    coal = target("610924", "Q03", "413.5")
    (above,) = settings_hints(replace(settings, targets=(coal,)), PLAN)
    assert "超过总目标" in above
    assert settings_hints(Settings(), PLAN) == ()


def test_an_extension_that_ends_too_early_and_factors_that_lack_are_pointed_out() -> None:
    early = extension("2020Q3", "610924", DUE.replace(hour=9), "停电")
    factors = {"factors": ({"组": "FS-A", "煤": "2.66", "电": "0.6671"},)}
    settings = Settings(due={"2020Q3": DUE}, extensions=(early,), parameters=factors)
    assert settings_hints(settings, PLAN) == (
        "紫阳县的延期时间2020-10-15 09:30不晚于截止时间2020-10-15 17:30，不起作用。",
        "“排放因子组”的“FS-A”没有给出油，用到它的计算不能完成。",
    )


def test_settings_written_as_a_file_are_read_back_the_same() -> None:
    said = read_settings(FILE, PLAN, Settings())
    again = read_settings(settings_toml(said), PLAN, Settings())
    assert again == said
    assert settings_toml(Settings()) == "\n" and read_settings("", PLAN, Settings()) == Settings(
        version=1, plan=PLAN.id
    )
    odd = replace(said, groups={'引号"与\\': ("换\n行",)})
    assert tomllib.loads(settings_toml(odd))["groups"] == {'引号"与\\': ["换\n行"]}
