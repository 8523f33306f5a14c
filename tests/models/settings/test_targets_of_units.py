"""A unit's target is the first the office wrote for it, whatever other units and indicators have."""

from dataclasses import replace
from decimal import Decimal

from models.settings.settings import Settings, Target


def target(unit: str, indicator: str, value: int) -> Target:
    return Target(unit=unit, indicator=indicator, value=Decimal(value), doc_no="", doc_date="")


def test_a_unit_has_its_own_target_of_each_indicator_and_the_first_of_two() -> None:
    one, twice = target("610924", "Q06", 1), target("610924", "Q06", 2)
    settings = Settings(targets=(one, target("610925", "Q06", 3), target("610924", "Q07", 4), twice))
    found = {(unit, name): settings.target_of(unit, name) for unit in ("610924", "610925") for name in ("Q06", "Q07")}
    assert [found["610924", "Q06"], found["610925", "Q07"]] == [one, None]
    assert [one and one.value for one in (found["610925", "Q06"], found["610924", "Q07"])] == [3, 4]


def test_settings_with_other_targets_answer_by_these() -> None:
    settings = Settings(targets=(target("610924", "Q06", 1),))
    assert settings.target_of("610924", "Q06")
    assert replace(settings, targets=()).target_of("610924", "Q06") is None
