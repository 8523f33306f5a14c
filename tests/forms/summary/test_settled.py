"""What figures rest on beside the returns of counties: the cells of departments, and everything that was settled."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from forms.summary.content import SummarySheet, SummarySource, texts_of
from forms.summary.settled import decisions_sheet
from forms.summary.sheets import summary_sheets
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.ledger.roster import take_roll
from models.settings.settings import Extension, Target, Waiver
from tests.models.city.towns import COUNTIES, Q3, Town, forest, plan

UNTIL = datetime(2020, 10, 19, 17, 30, tzinfo=PLAN_ZONE)


def source(town: Town) -> SummarySource:
    return SummarySource(city=town.city, roster=take_roll(plan(), town.settings, Q3, {}), found=town.summary())


def rows(sheet: SummarySheet, kind: str) -> list[list[str]]:
    return [row[1:] for row in texts_of(sheet) if row[0] == say(f"papers.summary.{kind}")]


@pytest.fixture
def town() -> Town:
    town = Town(Q3)
    town.settings = replace(
        town.settings,
        parameters={
            "q16_average": "ratio_of_sums",
            "land_area": {"610902": "547.33"},
            "r06_towns": ("恒口镇", "五里镇"),
            "factors": ({"组": "FS-A", "煤": "2.66", "来源": "某厅〔2020〕1号"},),
        },
        groups={"G01": ("M01", "M02")},
        targets=(Target(unit="610924", indicator="Q06", value=Decimal("15.5"), doc_no="某办〔2020〕2号", doc_date="2020-08-20"),),
        extensions=(Extension(period=Q3, unit="610929", until=UNTIL, reason="汛期", approved_by="李某"),),
        waivers=(Waiver(check="CK-B16", unit="610929", period=Q3, reason="飞地", approved_by="李某"),),
    )  # fmt: skip
    return town


def test_every_parameter_is_printed_whatever_its_form_and_one_not_given_says_so(town: Town) -> None:
    ground = replace(source(town), documents={"parameters.q16_average": "某办〔2020〕3号", "groups.G01": ""})
    said, office = rows(decisions_sheet(ground), "parameter"), say("papers.summary.set_by")
    names = " ".join(row[0] for row in said)
    assert not [one.name for one in plan().parameters.values() if one.name not in names]
    value = {row[0]: row[1:] for row in said}
    assert value["县级平均气化率的算法：Σ÷Σ或简单平均"] == ["Σ÷Σ", f"{office}（某办〔2020〕3号）"]
    assert "汉滨区人民政府 547.33" in value["县区国土面积（万亩）"][0] and value["县区国土面积（万亩）"][1] == office
    assert value["排放因子组　FS-A"][0] == "煤 2.66、来源 某厅〔2020〕1号"
    assert [row[1:] for row in said if "重点镇" in row[0]] == [["恒口镇、五里镇", office]]
    assert ["待填", ""] in value.values(), "what nobody gave is named, not left out"


def test_rules_groups_targets_extensions_and_waivers_stand_there_with_who_allowed_them(town: Town) -> None:
    ground = replace(source(town), documents={"overlap.Q06": "某办〔2020〕4号"})
    sheet, office = decisions_sheet(ground), say("papers.summary.set_by")
    assert {row[-1] for row in rows(sheet, "overlap") if row[0].startswith("营造林")} == {
        f"{office}（某办〔2020〕4号）"
    }
    assert rows(sheet, "group")[0][1:] == ["市生态环境局、市发改委", office]
    assert rows(sheet, "unit_target") == [["营造林面积　紫阳县人民政府", "15.5", "某办〔2020〕2号　2020-08-20"]]
    assert rows(sheet, "extension") == [["白河县人民政府", "2020-10-19 17:30", "汛期（李某）"]]
    said = "白河县人民政府　CK-B16　营造林面积 … 万亩大于本县区国土面积 … 万亩，疑把“亩”填成“万亩”"
    assert rows(sheet, "waiver") == [[said, "", "飞地（李某）"]]
    assert rows(decisions_sheet(ground, targets=False), "unit_target") == []


def test_what_one_department_files_for_the_city_stands_beside_the_counties() -> None:
    town = Town(Q3)
    town.files(COUNTIES[0], forest("7"))
    town.files("M02", {"Q04.1": "812.50", "Q04.2": "300", "Q12.1@610902": "5.10", "Q12.2@610902": "5.00"})
    sheets = {sheet.name: sheet for sheet in summary_sheets(source(town))}
    cells = {(row[0], row[1]): row[2:] for row in texts_of(sheets["主报单位填报项"])}
    assert cells["Q04.1", plan().items["Q04.1"].name] == ["市发改委", "亿元", "812.50", ""]
    line = f"{plan().items['Q12.1'].name}（汉滨区人民政府）"
    assert cells["Q12.1", line] == ["市发改委", "吨", "5.10", ""]
    assert {tuple(row[2:]) for key, row in cells.items() if key[0].startswith("Q07")} == {("—", "缺报")}, (
        "as the window says it"
    )
    assert not [key for key in cells if key[0].startswith("Q06")], "what counties file stands in their table"
