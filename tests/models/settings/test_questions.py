"""Questions a plan leaves to the office: each is there until it is answered, with what depends on it."""

from models.settings.load import read_settings
from models.settings.questions import open_questions
from models.settings.settings import Settings
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
