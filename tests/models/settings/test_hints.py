"""What is worth a second look in settings that fit the plan is pointed out."""

from dataclasses import replace

from models.plan.load import SHIPPED, load_plan
from models.settings.hints import settings_hints
from models.settings.settings import Settings
from tests.models.settings.sample import DUE, PLAN, extension, target


def test_targets_that_do_not_add_up_to_the_citys_are_pointed_out(settings: Settings) -> None:
    said, row = settings_hints(settings, PLAN)
    assert row == "“排放因子组”的“FS-A”没有给出油，用到它的计算不能完成。"
    settings = replace(settings, parameters={})
    assert said == "分解合计未覆盖总目标：“营造林面积”已录入1个（共2个县区），合计 15 万亩，总目标 98 万亩。"
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


def test_a_choice_that_nothing_computes_with_is_pointed_out() -> None:
    """The summary prints what the office chose; the figures beside it are not of that."""
    chosen = {"q09_scope": "bus_share", "q11_stage": "completed", "q16_average": "mean_simple", "mask": "off"}
    (said,) = settings_hints(Settings(parameters=chosen), load_plan(SHIPPED))
    assert "改为“公交机动化分担率”" in said and "仍按“绿色出行比例”计算" in said
