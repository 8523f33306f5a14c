"""A list of 1,200 scrapped lorries and 300 converted cars, with planted mistakes: what counts, when, and which rows not."""

from collections import Counter
from typing import Any

import pytest

from tests.flow.town import Town
from tests.vehicles import gas_car, truck, trucks

YEAR, NOVEMBER = "2020Y初步", "2020-11"
LORRIES, CARS = 1200, 300
REPEATED = (100, 200, 300, 400, 500)  # rows that are the row before them again
SAME_VIN = (250, 251)
WRONG_STAGE = (7, 77, 777)
WRONG_KIND = {33: {"使用性质": "非营运"}, 333: {"燃料种类": "汽油"}, 933: {"车辆类型": "大型客车"}}
DECEMBER = (12, 112, 612, 1012, 1112)  # scrapped after 30 November
UNDATED = (20, 1020)
LAST_YEAR = (40,)
IN_BOTH_LISTS = (10, 20)  # rows of R03 with a plate of R02


def lorries() -> list[dict[str, str]]:
    rows = trucks(LORRIES)
    for number in REPEATED:
        rows[number - 1] = dict(rows[number - 2])
    for number in SAME_VIN:
        rows[number - 1]["VIN"] = rows[0]["VIN"]
    for number in WRONG_STAGE:
        rows[number - 1]["排放阶段"] = "国四"
    for number, other in WRONG_KIND.items():
        rows[number - 1] |= other
    for number in DECEMBER:
        rows[number - 1]["完成日期"] = "2020.12.15"
    for number in UNDATED:
        rows[number - 1]["完成日期"] = ""
    for number in LAST_YEAR:
        rows[number - 1]["完成日期"] = "2019年12月31日"
    return rows


def cars() -> list[dict[str, str]]:
    rows = [gas_car(5000 + n) for n in range(1, CARS + 1)]
    for number in IN_BOTH_LISTS:
        lorry = truck(600 + number)
        rows[number - 1] |= {name: lorry[name] for name in ("号牌号码", "号牌种类")}
    return rows


@pytest.fixture
def answer(town: Town) -> Any:
    return town.check("M10", YEAR, {"registers": {"R02": lorries(), "R03": cars()}})


def found(answer: Any, check: str) -> list[tuple[str, int]]:
    """Register and row number of each finding of a check."""
    hits = [one for one in answer["findings"] if one["check"] == check and one["outcome"] == "broken"]
    return sorted((one["item"].partition("[")[0], int(one["values"]["行"])) for one in hits)


def test_exactly_the_right_rows_count_on_time_and_by_the_end_of_the_year(answer: Any) -> None:
    left_out = len(REPEATED) + len(SAME_VIN) + len(WRONG_STAGE) + len(WRONG_KIND)
    undated = len(UNDATED)
    cells = {name: answer["cells"][name]["value"] for name in ("Q17.1", "Q17.2", "Q18.1", "Q18.2")}
    valid = LORRIES - left_out - undated
    assert cells["Q17.1"] == str(valid)
    assert cells["Q17.2"] == str(valid - len(DECEMBER))
    assert cells["Q18.1"] == str(CARS - len(IN_BOTH_LISTS))
    assert cells["Q18.2"] == cells["Q18.1"]


def test_the_problem_list_names_exactly_the_planted_rows(answer: Any) -> None:
    in_lorries = sorted((*REPEATED, *SAME_VIN))
    assert found(answer, "CK-D01") == [("R02", n) for n in in_lorries] + [("R03", n) for n in IN_BOTH_LISTS]
    assert found(answer, "CK-D02") == [("R02", n) for n in WRONG_STAGE]
    assert found(answer, "CK-D03") == [("R02", n) for n in sorted(WRONG_KIND)]
    assert found(answer, "CK-D05") == [("R02", n) for n in DECEMBER]
    assert found(answer, "CK-D06") == [("R02", n) for n in sorted((*UNDATED, *LAST_YEAR))]
    rows = Counter(one["check"] for one in answer["findings"] if (one["item"] or "").startswith("R0"))
    assert set(rows) <= {"CK-D01", "CK-D02", "CK-D03", "CK-D05", "CK-D06", "CK-D19"}
    assert all(f"第{one['values']['行']}行" in one["message"] for one in answer["findings"] if "行" in one["values"])


def test_in_november_what_was_scrapped_in_december_does_not_count_yet(town: Town) -> None:
    cells = town.check("M10", NOVEMBER, {"registers": {"R02": lorries()}})["cells"]
    left_out = len(REPEATED) + len(SAME_VIN) + len(WRONG_STAGE) + len(WRONG_KIND)
    assert cells["Q17.1"]["value"] == str(LORRIES - left_out - len(UNDATED) - len(DECEMBER))
    assert cells["Q17.1"]["value"] == cells["Q17.2"]["value"]


def test_one_explanation_for_all_rows_of_a_rule_is_enough_and_the_office_counts_the_same(town: Town) -> None:
    dated = [
        row if row["完成日期"] not in ("", "2019年12月31日") else row | {"完成日期": "20200807"} for row in lorries()
    ]
    said = town.completed("M10", YEAR, {"registers": {"R02": dated, "R03": cars()}})
    rules = {key.partition("@")[0] for key in said["explanations"] if key.startswith("CK-D")}
    own = {key: text for key, text in said["explanations"].items() if not key.startswith("CK-D")}
    said["explanations"] = own | {rule: "名单由车管系统导出，问题行不计入" for rule in rules}
    filed = town.file("M10", YEAR, said)
    (item,) = town.receive(*filed["files"])
    assert item["decision"] == "accepted"
    summary = town.summary(YEAR)
    scrapped = {one["id"]: one["value"] for one in summary["indicators"] if one["id"] in ("Q17", "Q18")}
    assert scrapped == {
        "Q17": filed["cells"]["Q17.2"]["value"],
        "Q18": filed["cells"]["Q18.2"]["value"],
    }  # by the due day
