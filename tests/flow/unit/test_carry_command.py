"""`unit carry`: last period's rows, words and explanations as a start; a first period has none."""

from tests.flow.town import COVER, Town

UNIT, Q2, Q3 = "610924", "2020Q2", "2020Q3"
PROJECT = {"项目": "测试项目甲", "类型": "特色小镇", "县区": "紫阳县", "带动贫困户": "12"}


def second_quarter(town: Town) -> None:
    """File what a county says in the second quarter, whatever its checks still ask for explained."""
    progress = {
        block: {"阶段": "推进中", "本期进展": "按方案推进", "责任领导": "测试甲"}
        for block in ("T01", "T02", "T03", "T04", "T05", "T06", "T07-1", "T07-2", "T07-3", "T08", "T12", "T13", "T15")
    }
    said = {"cover": COVER, "cells": {}, "registers": {"R15": [PROJECT]}, "progress": progress}
    found = town.check(UNIT, Q2, said)
    cells = {f["item"]: {"state": "nil"} for f in found["findings"] if f["level"] == "error" and f["item"]}
    said["cells"] = {at: state for at, state in cells.items() if not at.startswith("封面")}
    for _ in range(3):
        found = town.check(UNIT, Q2, said)
        open_ = [f for f in found["findings"] if f["level"] == "warning" and not f["explained"]]
        said["explanations"] = {
            **said.get("explanations", {}),
            **{f"{f['check']}@{f['item']}" if f["item"] else f["check"]: "测试说明：据实填报" for f in open_},
        }
    town.file(UNIT, Q2, said)


def test_last_period_comes_as_a_start_once_and_no_figure_with_it(town: Town) -> None:
    second_quarter(town)
    folder = town.unit_folder(UNIT)
    found = town.call("unit", "carry", "--data", folder, "--period", Q3)
    assert found["source"] == Q2
    assert found["rows"] == {"R15": ["R15[测试项目甲|紫阳县]"]}
    assert {at.partition(".")[2] for at in found["cells"]} == {"阶段", "本期进展", "责任领导"}
    assert len(found["cells"]) == 39
    checked = town.call("unit", "check", "--data", folder, "--period", Q3, expect=1)
    assert checked["cells"]["T01.责任领导"]["value"] == "测试甲"
    assert checked["cells"]["Q06.1"]["state"] == "missing"
    assert checked["cells"]["X14.1"]["value"] == "1"
    copied = [f for f in checked["findings"] if f["check"] == "CK-C06" and f["item"] == "T01.本期进展"]
    assert [f["level"] for f in copied] == ["warning"]
    again = town.call("unit", "carry", "--data", folder, "--period", Q3)
    assert (again["rows"], again["cells"]) == ({}, [])


def test_a_first_period_has_nothing_to_carry(town: Town) -> None:
    said = town.call("unit", "carry", "--data", town.unit_folder(UNIT), "--period", "2020Q1", expect=1)
    assert said["error"]["code"] == "nothing_before"
