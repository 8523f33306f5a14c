"""Questions a plan leaves to the office: each is there until it is answered, with what depends on it."""

from dataclasses import replace

import pytest

from models.basics.errors import AppError
from models.plan.plan import Plan
from models.plan.rows.keys import CONFIRMABLE
from models.settings.json import settings_from_json, settings_json
from models.settings.load import read_settings
from models.settings.questions import open_questions, questions_elsewhere
from models.settings.settings import Settings
from models.settings.toml import settings_toml
from tests.models.city.towns import plan

ANSWERS = """
[parameters]
q06_scope = "afforestation_only"
q16_average = "mean_simple"
r06_towns = ["蒿坪镇"]
[[parameters.r07_threshold]]
"畜种" = "生猪"
"规模" = "500"
[groups]
G01 = ["M01"]
[due]
"2020Q3" = "2020-10-15T17:30"
[[target]]
unit = "610924"
indicator = "Q06"
value = "15"
doc_no = "测试1号"
"""


def test_what_the_plan_leaves_open_is_asked_with_what_depends_on_it() -> None:
    asked = open_questions(plan(), Settings())
    names = {one.id: one.name for one in plan().indicators.values()}
    for key in ("q06_scope", "q09_scope", "q05_denominator", "q10_denominator", "q11_stage", "q12_same_list"):
        assert f"parameters.{key}" in asked, "a meaning the plan only proposes"
    for key in ("q13_method", "q15_gas", "q16_average", "factors", "r06_towns", "r07_threshold", "land_area"):
        assert f"parameters.{key}" in asked
    assert {f"due.{period}" for period in plan().periods} < set(asked) and {"groups.G01", "groups.G02"} < set(asked)
    assert names["Q16"] in asked["parameters.q16_average"], "its average is taken as this says"
    assert "CK-" in asked["parameters.r07_threshold"], "a check that waits for it"
    assert "不参与计算" in asked["parameters.q05_denominator"] and names["Q06"] in asked["target.new"]
    assert "parameters.r01_energy" not in asked, "a limit with a default is no question"


def test_a_question_that_is_answered_is_asked_no_more() -> None:
    before = open_questions(plan(), Settings())
    after = open_questions(plan(), read_settings(ANSWERS, plan(), Settings()))
    answered = {"q06_scope", "q16_average", "r06_towns", "r07_threshold"}
    gone = {*(f"parameters.{one}" for one in answered), "groups.G01", "due.2020Q3"}
    assert set(before) - set(after) == gone and set(after) < set(before)
    assert plan().indicators["Q06"].name not in after["target.new"]


def test_what_no_setting_answers_is_asked_with_where_it_is_answered() -> None:
    asked = {one.key: one for one in questions_elsewhere(plan(), Settings(), office="", scored=False)}
    assert [*asked] == ["office", "header", "data_units", "decimals", "scoring"] and all(
        one.open for one in asked.values()
    )
    assert all(one.name and "影响" in one.sentence for one in asked.values())
    silent = [one for one in plan().indicators.values() if not one.lead_as_written]
    assert silent and all(one.name in asked["data_units"].value for one in silent)
    figures = asked["decimals"].value
    assert "四舍六入五成双" in figures and "2位小数" in figures and "全数值比较" in figures
    given = replace(plan(), header={"表号": "测1表", "批准文号": ""})
    answered = {one.key: one for one in questions_elsewhere(given, Settings(), office="测试汇总单位", scored=True)}
    assert {key for key, one in answered.items() if one.open} == {"data_units", "decimals"}
    assert (answered["header"].value, answered["office"].value) == ("表号：测1表", "测试汇总单位")


def test_what_stays_as_the_plan_has_it_is_confirmed_until_the_plan_is_another_one() -> None:
    def still_open(settings: Settings, of: Plan) -> list[str]:
        return [one.key for one in questions_elsewhere(of, settings, office="测试汇总单位", scored=False) if one.open]

    assert still_open(Settings(), plan()) == ["header", *CONFIRMABLE[1:]]
    said = "".join(f'{key} = "{plan().version}"\n' for key in CONFIRMABLE)
    confirmed = read_settings(f"[confirmed]\n{said}", plan(), Settings())
    assert still_open(confirmed, plan()) == [] and open_questions(plan(), confirmed) == open_questions(
        plan(), Settings()
    )
    assert read_settings(settings_toml(confirmed), plan(), Settings()).confirmed == confirmed.confirmed
    assert settings_from_json(settings_json(confirmed)) == confirmed
    assert still_open(confirmed, replace(plan(), version="9.0.0")) == [*CONFIRMABLE], "another version is asked again"
    again = read_settings('[confirmed]\ndecimals = "open"\n', plan(), confirmed)
    assert still_open(again, plan()) == ["decimals"] and "decimals" not in settings_json(again)
    with pytest.raises(AppError) as refused:
        read_settings('[confirmed]\ndecimal = "2.0.0"\n', plan(), Settings())
    assert refused.value.code == "settings_refused"
