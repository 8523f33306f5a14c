"""The office's settings file: what it names is set, the rest stays; what does not fit is refused whole and in words."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE
from models.basics.reading import text_of_file
from models.settings.json import settings_from_json, settings_json
from models.settings.load import read_settings
from models.settings.settings import ELECTRONIC, STAMPED, Settings, Waiver
from models.settings.toml import settings_toml
from tests.models.settings.sample import DUE, PLAN, extension, problems, target


def test_what_stops_the_clock_is_said_by_one_of_two_words_and_stays_until_it_is_said_again(settings: Settings) -> None:
    assert settings.clock == ELECTRONIC and "clock" not in settings_json(settings), "as it was before it could be said"
    stamped = read_settings('[clock]\nstopped_by = "stamped"\n', PLAN, settings)
    assert stamped.clock == STAMPED and settings_from_json(settings_json(stamped)) == stamped
    assert read_settings(settings_toml(stamped), PLAN, settings).clock == STAMPED
    assert read_settings("", PLAN, stamped).clock == STAMPED
    assert read_settings('[clock]\nstopped_by = "electronic"\n', PLAN, stamped).clock == ELECTRONIC
    assert "electronic、stamped" in problems('[clock]\nstopped_by = "paper"\n', settings)


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
        ('[parameters.land_area]\n"610999" = "1"', "方案中没有“610999”"),
        ('[parameters.land_area]\n"610929" = "218平方米"', "不是确定的数值"),
        ('[parameters.land_area]\nG01 = "1"', "不单独报送"),
        ('[groups]\nM01 = ["M02"]', "不是成员单位名单"),
        ('[groups]\nG01 = ["M02", "M02"]', "“M02”写了两次"),
        ('[groups]\nG01 = ["G01"]', "本身也是名单"),
        ("[groups]\nG01 = [1]", "应为文字的列表"),
        ('[[parameters.factors]]\n"组" = "A"\n"煤" = "约2"', "不是确定的数值"),
        ('[parameters]\nyoy_limit = "7.569e1"', "“7.569e1”不是确定的数值"),
        ("[parameters]\nyoy_limit = 5e1", "“5e1”不是确定的数值"),
        ("[parameters]\nyoy_limit = 7.569e1", "“7.569e1”不是确定的数值"),
        ('[[target]]\nunit="M01"\nindicator="Q06"\nvalue=7.569E1\ndoc_no="1"', "“7.569E1”不是确定的数值"),
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
