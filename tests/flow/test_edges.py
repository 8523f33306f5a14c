"""The edge cases of the field, through the command line."""

import shutil
from decimal import Decimal
from typing import Any

import pytest

from models.plan.load import SHIPPED
from tests.flow.town import Town

Q3, YEAR = "2020Q3", "2020Y初步"
GAS = {"610921": ("4.20", "6.10"), "610922": ("3.90", "4.60"), "610923": ("0.95", "1.20"), "610924": ("3.05", "5.20"),
       "610925": ("2.30", "2.90"), "610926": ("3.10", "3.90"), "610927": ("0.92", "1.10"), "610928": ("6.90", "10.20"),
       "610929": ("2.95", "3.70")}  # fmt: skip
CALM = {"Q07.1": "366", "Q07.2": "200", "Q07.3": "115", "Q07.4": "40", "Q07.5": "8", "Q07.6": "3", "Q07.7": "0"}


def filed(town: Town, unit: str, period: str, cells: dict[str, Any]) -> None:
    town.receive(*town.file(unit, period, town.completed(unit, period, {"cells": cells}))["files"])


def broken(answer: Any) -> set[str]:
    return {f["check"] for f in answer["findings"] if f["outcome"] == "broken"}


@pytest.mark.parametrize(
    ("typed", "value", "verdict"), [("42.5", "42", "met"), ("43.5", "44", "missed"), ("42.50001", "43", "missed")]
)
def test_e2_air_is_rounded_once_half_to_even(town: Town, typed: str, value: str, verdict: str) -> None:
    filed(town, "M01", YEAR, {**CALM, "Q08.1": typed, "Q08.3": "360", "Q08.4": "平台直接导出"})
    air = town.indicator(YEAR, "Q08")
    assert (air["value"], air["exact"], air["verdict"]) == (value, typed, verdict)


def test_e3_the_average_waits_until_the_office_has_chosen_how(town: Town) -> None:
    cells = {f"Q16.{n}@{unit}": pair[n - 1] for unit, pair in GAS.items() for n in (1, 2)}
    filed(town, "M07", YEAR, cells)
    open_one = town.indicator(YEAR, "Q16")
    assert open_one["verdict"] == "pending"
    assert "待确认" in open_one["notes"]
    both = {name: f"{float(text):.2f}" for name, text in open_one["alternatives"].items()}
    assert both == {"ratio_of_sums": "72.67", "mean_simple": "75.70"}
    town.settings('[parameters]\nq16_average = "ratio_of_sums"\n')
    assert (town.indicator(YEAR, "Q16")["value"], town.indicator(YEAR, "Q16")["verdict"]) == ("72.67", "missed")
    town.settings('[parameters]\nq16_average = "mean_simple"\n')
    assert (town.indicator(YEAR, "Q16")["value"], town.indicator(YEAR, "Q16")["verdict"]) == ("75.7", "met")


def test_e5_days_of_a_leap_year(town: Town) -> None:
    good = {**CALM, "Q08.1": "40", "Q08.3": "360", "Q08.4": "平台直接导出"}
    filed(town, "M01", YEAR, good)
    assert town.indicator(YEAR, "Q07")["verdict"] == "met"
    assert "CK-B21" in broken(town.check("M01", YEAR, {"cells": good | {"Q07.1": "367", "Q07.4": "41"}}))
    autumn = {"Q07.1": "274", "Q07.2": "122", "Q07.3": "100", "Q07.4": "52", "Q07.5": "0", "Q07.6": "0", "Q07.7": "0"}
    assert "CK-B26" in broken(town.check("M01", Q3, {"cells": autumn}))


def test_e6_the_drop_is_taken_from_intensities_of_four_places(town: Town) -> None:
    filed(town, "M02", YEAR, {"Q01.1": "1026.49", "Q01.2": "1060.87", "Q03.1": "393.48", "Q03.2": "415.29"})
    drop = town.indicator(YEAR, "Q02")
    assert (drop["value"], drop["verdict"]) == ("2.09", "met")
    assert round(Decimal(drop["exact"]), 4) == Decimal("2.0784")


def test_e6_the_gdp_may_come_from_the_other_bureau(town: Town) -> None:
    filed(town, "M02", YEAR, {"Q03.1": "393.48", "Q03.2": "415.29"})
    air = {**CALM, "Q08.1": "40", "Q08.3": "360", "Q08.4": "平台直接导出"}
    filed(town, "M01", YEAR, {"Q01.1": "1026.49", "Q01.2": "1060.87", **air})
    assert town.indicator(YEAR, "Q02")["value"] == "2.09"


def test_e8_an_intensity_that_jumps_is_asked_about_and_never_blocked(town: Town) -> None:
    cells = {"Q01.1": "71", "Q01.2": "100", "Q03.1": "38", "Q03.2": "40"}
    answer = town.check("610923", YEAR, {"cells": cells})
    jump = [f for f in answer["findings"] if f["check"] == "CK-B06" and f["outcome"] == "broken"]
    assert [f["level"] for f in jump] == ["warning"]
    assert "-33.8" in jump[0]["message"]


def test_e10_the_inventory_is_that_of_2018(town: Town) -> None:
    answer = town.check("610921", Q3, {"cells": {"X02.1": "是", "X02.2": "2019"}})
    assert [f["item"] for f in answer["findings"] if f["check"] == "CK-D18"] == ["X02.2"]
    rows = [{"类型": "2018年清单", "日期": "2020-09-01", "清单年份": "2019"}]
    assert "CK-D18" in broken(town.check("610921", Q3, {"registers": {"R11": rows}}))


def test_e13_an_activity_of_the_energy_week_is_in_its_week(town: Town) -> None:
    row = {"节点": "节能宣传周和全国低碳日", "日期": "2020-06-30", "名称": "低碳进社区"}
    assert "CK-D15" not in broken(town.check("610921", Q3, {"registers": {"R10": [row]}}))
    assert "CK-D15" in broken(town.check("610921", Q3, {"registers": {"R10": [row | {"日期": "2020-09-30"}]}}))


def test_e17_energy_is_decided_by_the_verified_city_figure(town: Town) -> None:
    county = {"Q03.1": "400", "Q03.2": "400", "Q01.1": "900", "Q01.2": "880"}
    filed(town, "610902", YEAR, county)
    filed(town, "610921", YEAR, {"Q03.1": "30.2", "Q03.2": "30", "Q01.1": "90", "Q01.2": "88"})
    filed(town, "M02", YEAR, {"Q03.1": "411.6", "Q03.2": "415.29", "Q01.1": "1026.49", "Q01.2": "1060.87"})
    summary = town.summary(YEAR)
    energy = next(one for one in summary["indicators"] if one["id"] == "Q03")
    assert (energy["value"], energy["verdict"]) == ("411.6", "met")
    told = next(one for one in summary["reconciliation"] if one["indicator"] == "Q03")
    assert (told["counties"], told["department"]) == ("430.2", "411.6")


def test_vehicles_are_counted_from_the_list_and_a_wrong_one_is_left_out(town: Town) -> None:
    def vehicle(n: int, **other: str) -> dict[str, str]:
        base = {"号牌号码": f"陕G{10000 + n}", "号牌种类": "大型汽车", "VIN": f"LTEST000000{n:06d}", "车辆类型": "重型货车",
                "燃料种类": "柴油", "排放阶段": "国三", "使用性质": "营运", "淘汰方式": "报废注销", "完成日期": "2020-08-20",
                "县区": "汉滨区"}  # fmt: skip
        return base | other

    rows = [
        vehicle(1),
        vehicle(2),
        vehicle(2),
        vehicle(3, 排放阶段="国四"),
        vehicle(4, 完成日期="2020-12-05"),
        vehicle(5),
    ]
    answer = town.check(
        "M10",
        YEAR,
        {"registers": {"R02": rows, "R03": [vehicle(5, 原燃料="汽油", 改装登记="油改气", 燃料种类="天然气")]}},
    )
    cells = answer["cells"]
    assert (cells["Q17.1"]["value"], cells["Q17.2"]["value"], cells["Q18.1"]["value"]) == ("4", "3", "0")
    assert {"CK-D01", "CK-D02", "CK-D05"} <= broken(answer)
    assert "CK-B38" in broken(town.check("M10", YEAR, {"cells": {"Q17.1": "6"}, "registers": {"R02": rows}}))


def test_e14_a_block_without_a_lead_has_no_lead_that_is_missing(town: Town) -> None:
    gaps = [gap for gap in town.summary(Q3)["gaps"] if gap["place"] == "T14"]
    assert [(gap["unit"], gap["role"]) for gap in gaps] == [("M12", "responsible")]
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    said = {"cells": {"Q10.1": "119"}, "registers": {"R09": [row]}}
    town.receive(*town.file("M12", Q3, town.completed("M12", Q3, said))["files"])
    assert [gap for gap in town.summary(Q3)["gaps"] if gap["place"] == "T14"] == []


def test_e18_a_return_of_an_older_minor_version_counts_and_of_an_older_major_does_not(town: Town) -> None:
    paper = town.file("610921", Q3, town.completed("610921", Q3, {}))["files"]
    for version, decision in (("2.1.0", "accepted"), ("3.0.0", "rejected")):
        other = town.sister_office()
        plan = other.root / "plan"
        shutil.copytree(SHIPPED, plan)
        text = (plan / "plan.toml").read_text("utf-8")
        (plan / "plan.toml").write_text(text.replace('version = "2.0.0"', f'version = "{version}"'), "utf-8")
        other.call("office", "plan", plan, "--data", other.office)
        item = other.receive(*paper, expect=int(decision == "rejected"))[0]
        assert item["decision"] == decision
        assert ("CK-S06" in {r["check"] for r in item["reasons"]}) is (decision == "rejected")
