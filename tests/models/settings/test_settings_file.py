"""The office's settings file: what it names is set, the rest stays; what does not fit is refused whole and in words."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE, Calendar, Period, PeriodKind
from models.basics.quantity import Rounding
from models.plan.plan import (
    Aggregate,
    Check,
    DatedName,
    Direction,
    Indicator,
    Level,
    Parameter,
    Plan,
    Quarterly,
    Unit,
    UnitKind,
)
from models.settings.load import read_settings, settings_from_json, settings_hints, settings_json
from models.settings.settings import Extension, FactorSet, Settings, Target, Waiver

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
[land_area]
"610929" = "218.25"
[groups]
G01 = ["M01", "M02"]
[[factor_set]]
id = "FS-A"
coal = "2.66"
oil = "1.73"
gas = "1.56"
grid = "0.6671"
source = "省厅通知"
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


def unit(id: str, kind: UnitKind, name: str) -> Unit:
    return Unit(id, kind, (DatedName(name, id, None, None),), "", (), None, True, "")


def indicator(id: str, name: str, target: str, direction: Direction, **other: object) -> Indicator:
    wanted: dict[str, Any] = {
        "id": id, "name": name, "as_written": (), "target": Decimal(target), "measure": "万亩", "direction": direction,
        "due": date(2020, 12, 31), "clauses": (), "block": None, "lead_as_written": "", "responsible_as_written": "",
        "main_reporter": "M01", "aggregate": Aggregate.SUM, "value_item": f"{id}.8", "verified_item": None,
        "numerator": None, "denominator": None, "exact": None, "decide_decimals": None,
        "decide_rounding": Rounding.GBT8170, "quarterly": Quarterly.PROGRESS, "reconcile": "none",
        "county_target": True,
    }  # fmt: skip
    return Indicator(**{**wanted, **other})


UNITS = (
    unit("610924", UnitKind.COUNTY, "紫阳县"),
    unit("610929", UnitKind.COUNTY, "白河县"),
    unit("6109GX", UnitKind.ZONE, "高新区管委会"),
    unit("M01", UnitKind.DEPARTMENT, "市生态环境局"),
    unit("M02", UnitKind.DEPARTMENT, "市发改委"),
    unit("G01", UnitKind.GROUP, "领导小组成员单位"),
)
INDICATORS = (
    indicator("Q06", "营造林面积", "98", Direction.AT_LEAST),
    indicator("Q03", "煤炭消费总量", "413", Direction.AT_MOST, measure="万吨"),
    indicator("Q08", "空气优良天数", "300", Direction.AT_LEAST, aggregate=Aggregate.CITY, county_target=False),
)
PARAMETERS = (
    Parameter("q16_average", "县级平均气化率的算法", "choice", None, ("ratio_of_sums", "mean_simple"), {}, ""),
    Parameter("yoy_limit", "同比警告阈值（%）", "number", Decimal(50), (), {}, ""),
    Parameter("r06_towns", "重点镇名单", "list", None, (), {}, ""),
    Parameter("q05_denominator", "占比的分母", "text", None, (), {}, ""),
    Parameter("land_area", "县区国土面积", "per_unit", None, (), {}, ""),
)
PERIODS = tuple(
    Period(id, id, PeriodKind.QUARTER, date(2020, 1, 1), date(2020, 9, 30), None, (), True)
    for id in ("2020Q2", "2020Q3")
)
CHECK = Check("CK-B16", Level.WARNING, (), True, (), None, (), (), False, False, "", "")
PLAN = Plan(
    "AK", "1.0.0", "方案", "方案", "", date(2020, 8, 7), 2020, "M01", "d", Rounding.GBT8170,
    Calendar(frozenset(), frozenset()), {}, {u.id: u for u in UNITS}, {}, {}, {i.id: i for i in INDICATORS}, {}, {}, {},
    (), {}, {p.id: p for p in PERIODS}, {CHECK.id: CHECK}, {p.id: p for p in PARAMETERS},
)  # fmt: skip


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
    assert settings.extensions == (Extension("2020Q3", "610924", DUE.replace(day=19), "暴雨停电", "李某"),)
    assert settings.parameters == {
        "q16_average": "ratio_of_sums", "yoy_limit": "50", "r06_towns": ("蒿坪镇", "漫川关镇"),
        "q05_denominator": "全市规上工业总产值",
    }  # fmt: skip
    assert settings.overlap == {"Q06": {"6109GX": "included_in_county"}}
    assert settings.land_area == {"610929": Decimal("218.25")}
    assert settings.groups == {"G01": ("M01", "M02")}
    factors = FactorSet("FS-A", Decimal("2.66"), Decimal("1.73"), Decimal("1.56"), Decimal("0.6671"), "省厅通知")
    assert settings.factor_sets == {"FS-A": factors}
    assert settings.targets == (Target("610924", "Q06", Decimal(15), "安低碳办发〔2020〕3号", "2020-08-20"),)
    assert settings.waivers == (Waiver("CK-B16", "610929", "2020Q3", "行政区划调整", "李某"),)
    assert settings.parameter(PLAN, "yoy_limit") == Decimal(50)


def test_what_a_file_does_not_name_stays_as_it_was(settings: Settings) -> None:
    later = read_settings('[land_area]\n"610924" = 330.60', PLAN, settings)
    assert later.land_area == {"610929": Decimal("218.25"), "610924": Decimal("330.6")}
    assert replace(later, version=1, land_area=settings.land_area) == settings
    assert later.version == 2
    assert settings.land_area == {"610929": Decimal("218.25")}


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
    assert read_settings(text, PLAN, Settings()).due == {"2020Q3": DUE}


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
        "设置文件：没有“holidays”这一项。",
        "没有“overlaps”这一项（是不是“overlap”？）",
        "方案中没有报告期“2020Q5”",
        "“2020-10-15”不是完整的时间",
        "方案中没有参数“yoy_limt”（是不是“yoy_limit”？）",
        "“约50”不是一个确定的数值",
        "只能填：ratio_of_sums、mean_simple",
        "参数（parameters）“r06_towns”：写法不对，应为若干项的列表",
        "请写在 [land_area] 之下",
        "第1条分解目标（target）：方案中没有填报单位“白河县”（是不是“610929”？）",
        "“Q08”（空气优良天数）是全市指标",
        "“十五”不是一个确定的数值",
        "文号必填",
    ):
        assert phrase in said
    assert settings.due == {"2020Q3": DUE}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('[parameters]\nholidays = "2020-10-01"', "方案中没有参数“holidays”"),
        ("[parameters]\nyoy_limit = true", "不是一个确定的数值"),
        ("[parameters]\nyoy_limit = nan", "不是一个确定的数值"),
        ('[parameters]\nq05_denominator = ""', "缺“占比的分母”"),
        ('[overlap.Q06]\n"610924" = "separate"', "“610924”（紫阳县）不是园区"),
        ('[overlap.Q06]\n"6109GX" = "county"', "included_in_county"),
        ('[overlap.Q99]\n"6109GX" = "separate"', "方案中没有指标“Q99”"),
        ('[overlap]\nQ06 = "separate"', "应为“名称 = 值”"),
        ('[land_area]\n"610929" = "-1"', "应大于0"),
        ('[land_area]\n"610929" = "218平方米"', "不是一个确定的数值"),
        ('[land_area]\nG01 = "1"', "不单独报送"),
        ('[groups]\nM01 = ["M02"]', "不是成员单位名单"),
        ('[groups]\nG01 = ["M02", "M02"]', "“M02”写了两次"),
        ('[groups]\nG01 = ["G01"]', "本身也是名单"),
        ("[groups]\nG01 = [1]", "应为带引号的文字"),
        ('[[factor_set]]\nid = "A"\ncoal = "0"', "应大于0"),
        ('[[factor_set]]\nid = "A"\ncoal = "2.66"', "来源文件必填"),
        ('[[factor_set]]\ncoal = "2.66"\nsource = "x"', "缺“id”"),
        ('[[factor_set]]\nid = "A"\nsource = "x"\nkoal = "2"', "（是不是“coal”？）"),
        ('[[waiver]]\ncheck = "CK-B17"\nunit = "M01"\nperiod = "2020Q3"', "（是不是“CK-B16”？）"),
        ('[[waiver]]\ncheck = "CK-B16"\nunit = "M01"\nperiod = "2020Q3"\nreason = "x"', "缺“approved_by”"),
        ("[[extension]]\n", "缺“报告期”"),
        ("[target]\nvalue = 1", "[[target]]"),
        ("target = [1]", "[[target]]"),
        ("due = 3", "应为“名称 = 值”"),
        ('[[target]]\nunit="M01"\nindicator="Q06"\nvalue="1"\ndoc_no="1"', "不承担分解目标"),
        ('[[target]]\nunit="610924"\nindicator="Q06"\nvalue="1"\ndoc_no="1"\ndoc_date="八月"', "不是日期"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_named(text: str, phrase: str) -> None:
    assert phrase in problems(text)


def test_the_same_target_twice_in_one_file_is_refused() -> None:
    one = '[[target]]\nunit = "610924"\nindicator = "Q06"\nvalue = "{}"\ndoc_no = "3号"\n'
    assert "第2条分解目标（target）：与第1条分解目标（target）重复" in problems(one.format(1) + one.format(2))


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


@given(
    due=st.dictionaries(names, times, max_size=2),
    parameters=st.dictionaries(names, names | st.lists(names, max_size=2).map(tuple), max_size=3),
    areas=st.dictionaries(names, figures, max_size=2),
    targets=st.lists(st.builds(Target, names, names, figures, names, names), max_size=2).map(tuple),
    sets=st.lists(st.builds(FactorSet, names, *[st.none() | figures] * 4, names), max_size=2),
)
def test_any_settings_come_back_the_same(
    due: dict[str, datetime], parameters: dict[str, str | tuple[str, ...]], areas: dict[str, Decimal],
    targets: tuple[Target, ...], sets: list[FactorSet],
) -> None:  # fmt: skip
    settings = Settings(
        7, due=due, parameters=parameters, land_area=areas, targets=targets, factor_sets={s.id: s for s in sets}
    )
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
        ('"form":"tanbao-settings-1",', ""),
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
    (said,) = settings_hints(settings, PLAN)
    assert said == "分解合计未覆盖全市目标：“营造林面积”已录入1个（共2个县区），合计15万亩，全市目标98万亩。"
    rest = Target("610929", "Q06", Decimal(83), "3号", "")
    assert settings_hints(replace(settings, targets=(*settings.targets, rest)), PLAN) == ()
    zone = Target("6109GX", "Q06", Decimal(83), "3号", "")  # lies in a county, so it adds nothing
    assert len(settings_hints(replace(settings, targets=(*settings.targets, zone)), PLAN)) == 1
    coal = Target("610924", "Q03", Decimal("413.5"), "3号", "")
    (above,) = settings_hints(replace(settings, targets=(coal,)), PLAN)
    assert "超过全市目标" in above
    assert settings_hints(Settings(), PLAN) == ()


def test_an_extension_that_ends_too_early_and_factors_that_lack_are_pointed_out() -> None:
    early = Extension("2020Q3", "610924", DUE.replace(hour=9), "停电", "李某")
    factors = FactorSet("FS-A", Decimal("2.66"), None, None, Decimal("0.6671"), "省厅通知")
    settings = Settings(due={"2020Q3": DUE}, extensions=(early,), factor_sets={"FS-A": factors})
    assert settings_hints(settings, PLAN) == (
        "紫阳县的延期时间2020-10-15 09:30不晚于截止时间2020-10-15 17:30，不起作用。",
        "排放因子组“FS-A”没有油、气的因子，用到它的计算不能完成。",
    )
