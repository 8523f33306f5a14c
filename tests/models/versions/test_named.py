"""What a person calls a unit, a period or an indicator: by id, by name, as it is shortened; never a guess between two."""

import pytest

from models.basics.errors import AppError
from models.plan.load import SHIPPED, load_plan
from models.versions.named import require_indicator, require_period, require_unit


@pytest.mark.parametrize(
    "written",
    [
        "610924",
        "６１０９２４",
        " 610924 ",
        "紫阳",
        "紫阳县",
        "紫 阳县",
        "安康市紫阳县",
        "安康市紫阳县人民政府",
        "紫阳县人民政府",
    ],
)
def test_a_unit_is_known_by_code_and_every_name(written: str) -> None:
    assert require_unit(load_plan(SHIPPED), written).id == "610924"


def test_a_code_is_known_whatever_its_case_and_width() -> None:
    assert require_unit(load_plan(SHIPPED), "m01").id == require_unit(load_plan(SHIPPED), "Ｍ０１").id == "M01"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2020q3", "2020Q3"), ("２０２０Ｑ３", "2020Q3"), ("2020Q3 ", "2020Q3"), ("2020年第三季度（1—9月）", "2020Q3"),
        ("2020年第三季度", "2020Q3"), ("2020年3季度", "2020Q3"), ("三季度", "2020Q3"), ("2020年10月", "2020-10"), ("10月", "2020-10"),
        ("2020年度（初步）", "2020Y初步"),
    ],
)  # fmt: skip
def test_a_period_is_known_by_its_name_as_it_is_shortened(written: str, period: str) -> None:
    assert require_period(load_plan(SHIPPED), written) == period


@pytest.mark.parametrize("written", ["2020年度", "2020年", "度", "", "季度", "2020Q9"])
def test_what_two_periods_or_none_are_called_is_refused_with_those_there_are(written: str) -> None:
    with pytest.raises(AppError) as refused:
        require_period(load_plan(SHIPPED), written)
    assert refused.value.code == "unknown_period" and "2020Y初步" in str(refused.value.facts["可选"])


@pytest.mark.parametrize("written", ["Q06", "q06", "Ｑ06", "营造林面积", " 营造林 面积 "])
def test_an_indicator_is_known_by_id_and_name(written: str) -> None:
    assert require_indicator(load_plan(SHIPPED), written).id == "Q06"


def test_what_is_unknown_is_named_with_what_there_is() -> None:
    plan = load_plan(SHIPPED)
    with pytest.raises(AppError) as unit:
        require_unit(plan, "紫羊县")
    with pytest.raises(AppError) as indicator:
        require_indicator(plan, "Q99")
    assert "紫阳县人民政府" in str(unit.value.facts["可选"]) and "Q06 营造林面积" in str(indicator.value.facts["可选"])
