"""The acceptance cases of the field, through the command line: what is typed, filed, received and decided."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.plan.load import SHIPPED, load_plan
from models.sheet.cells import read_cell
from models.store import UnitStore
from models.workspace import copied
from tests.flow.town import COUNTIES, SECRET, ZONES, Town, messages
from tests.once import BuiltOnce

Q3, YEAR = "2020Q3", "2020Y初步"
DUE = '[due]\n"2020Q3" = "2020-10-15T17:30"\n'
PASTED: dict[str, Any] = {
    "Q06.1": "１．２０", "Q06.2": {"state": "nil"}, "Q06.3": "3.5", "Q06.4": "2.1万亩", "Q06.5": "500亩",
    "Q06.7": "约5.15", "Q06.8": "12．00", "Q11.1": {"value": "51.2", "last_year": "32.0"}, "Q11.2": "46.3",
    "Q11.3": "９０．４％", "Q20.1": "1545", "Q20.2": "1480", "Q22.1": "148.0", "Q22.2": "120.5", "Q23.1": "61.8",
    "Q23.2": "50.1", "Q24.1": "186", "Q24.2": "170", "Q03.1": {"state": "not_due"},
}  # fmt: skip
ANSWERS = {"CK-A17@Q11.1": "2019年结转项目集中竣工", "CK-A09@Q06.5": "确认", "CK-A03@Q06.7": "按样地监测结果测算"}


def pasted(town: Town, **more: Any) -> dict[str, Any]:
    """Case 1: what a clerk of 汉滨区 pastes from Excel."""
    said = {
        "cells": PASTED,
        "cover": {"负责人": "甲", "审核人": "乙", "填表人": "丙", "电话": "0915-3210000", "报出日期": "2020.10.13"},
    }
    blocks = ["T01", "T02", "T03", "T04", "T05", "T06", "T07-1", "T07-2", "T07-3", "T08", "T12", "T13", "T15"]
    said["progress"] = {block: {"阶段": "推进中", "本期进展": "按方案正常推进"} for block in blocks}
    return said | more


def found(answer: Any, level: str) -> list[str]:
    return sorted(f["check"] for f in answer["findings"] if f["level"] == level and f["outcome"] == "broken")


class TestCase1PastedFromExcel:
    def test_every_text_is_read_as_the_table_says(self, town: Town) -> None:
        cells = town.check("610902", Q3, pasted(town))["cells"]
        read = {"Q06.1": "1.2", "Q06.4": "2.1", "Q06.5": "0.05", "Q06.7": "5.15", "Q06.8": "12", "Q11.3": "90.43",
                "Q20.3": "95.79", "Q22.3": "81.42", "Q23.3": "81.07", "Q24.3": "91.4", "封面.报出日期": "2020-10-13"}  # fmt: skip
        assert {address: cells[address]["value"] for address in read} == read
        assert cells["Q06.2"]["state"] == "nil"
        assert cells["Q03.1"]["state"] == "not_due"
        assert cells["Q06.5"]["raw"] == "500亩"

    def test_three_warnings_and_no_error_keep_it_from_being_filed_until_explained(self, town: Town) -> None:
        before = town.check("610902", Q3, pasted(town))
        assert found(before, "error") == []
        assert found(before, "warning") == ["CK-A03", "CK-A09", "CK-A17"]
        assert before["can_file"] is False
        town.file("610902", Q3, pasted(town), expect=1)
        after = town.file("610902", Q3, pasted(town, explanations=ANSWERS))
        assert after["can_file"] is True
        assert [path.rpartition(".")[2] for path in after["files"]] == ["pdf", "xlsx"]

    def test_an_empty_phrase_explains_nothing(self, town: Town) -> None:
        answers = ANSWERS | {"CK-A17@Q11.1": "情况属实"}
        assert town.check("610902", Q3, pasted(town, explanations=answers))["can_file"] is False

    def test_coal_is_no_item_of_a_county(self, town: Town) -> None:
        said = pasted(town)
        said["cells"] = PASTED | {"Q12.1": "1000"}
        answer = town.file("610902", Q3, said, expect=1)
        assert "Q12.1" in answer["error"]["message"]

    def test_checking_leaves_no_trace(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copied, "LOOKED_FOR", True)
        folder = town.open_unit("610902", town.pack(), town.root / "first looked at")

        def contents() -> dict[str, bytes]:
            files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", ".lock")))
            return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

        before = contents()
        town.check("610902", Q3, pasted(town), folder)
        assert contents() == before

    def test_a_pc_set_up_anew_reads_the_same_data_back_from_its_own_return(self, town: Town) -> None:
        filed = town.file("610902", Q3, pasted(town, explanations=ANSWERS))
        pack = next(town.out.glob("任务包*.pdf"))
        anew = town.open_unit("610902", pack, town.root / "anew")
        town.call("unit", "open", filed["files"][1], "--data", anew)
        answer = town.call("unit", "check", "--data", anew, "--period", Q3)
        same = ("state", "value", "control")
        assert [[c.get(k) for k in same] for c in answer["cells"].values()] == [
            [c.get(k) for k in same] for c in filed["cells"].values()
        ]
        again = town.call("unit", "file", "--data", anew, "--period", Q3, "--out", town.out / "x", expect=1)
        assert "完全相同" in again["error"]["message"]

    def test_an_unchanged_return_is_issued_again_and_a_correction_needs_its_reason(self, town: Town) -> None:
        said = pasted(town, explanations=ANSWERS)
        first = town.file("610902", Q3, said)
        sealed = [Path(path).read_bytes() for path in first["files"]]
        for path in first["files"]:
            Path(path).unlink()
        again = town.file("610902", Q3, said, reason="无")
        assert (again["reissued"], again["revision"], again["files"]) == (True, 1, first["files"])
        assert [Path(path).read_bytes() for path in first["files"]] == sealed
        changed = said | {"cells": PASTED | {"Q06.3": "3.6", "Q06.8": "12.1"}}
        assert "原因" in town.file("610902", Q3, changed, expect=1)["error"]["message"]
        assert town.file("610902", Q3, changed, reason="情况属实", expect=1)["error"]["code"] == "reason_vague"
        second = town.file("610902", Q3, changed, reason="核对后更正封山育林面积")
        assert (first["revision"], second["revision"]) == (1, 2)


class TestCase2Late:
    def test_late_is_what_the_register_says_and_nothing_is_carried_forward(self, town: Town) -> None:
        town.settings(DUE)
        said = {unit: town.completed(unit, Q3, {}) for unit in ("610921", "610924")}
        town.receive(*town_files(town, "610921", said), at="2020-10-13T10:00")
        evening = town.status(Q3, at="2020-10-15T17:31")
        assert (evening["expected"], evening["received"], evening["late"]) == (33, 1, [])
        assert "610924" in evening["missing"]
        summary = town.summary(Q3)
        assert any(f["check"] == "CK-C03" and "紫阳县" in f["message"] for f in summary["findings"])
        item = town.receive(*town_files(town, "610924", said), at="2020-10-19T10:12")[0]
        assert item["decision"] == "accepted"
        assert "迟 2 个工作日" in messages(item)
        now = town.status(Q3)
        assert (now["received"], now["on_time"], now["late"]) == (2, 1, ["610924"])
        assert now["lateness"][0] | {"registered": ""} == {
            "unit": "610924",
            "working_days": 2,
            "days": 4,
            "due": "2020-10-15T17:30:00+08:00",
            "registered": "",
        }

    def test_an_extension_makes_it_punctual(self, town: Town) -> None:
        extension = '[[extension]]\nperiod = "2020Q3"\nunit = "610924"\nuntil = "2020-10-19T17:30"\nreason = "汛情"\napproved_by = "某某"\n'
        town.settings(DUE + extension)
        said = {"610924": town.completed("610924", Q3, {})}
        town.receive(*town_files(town, "610924", said), at="2020-10-19T10:12")
        assert town.status(Q3)["late"] == []


def town_files(town: Town, unit: str, said: dict[str, Any], period: str = Q3) -> list[str]:
    return town.file(unit, period, said[unit])["files"]


OWN = dict(
    zip(COUNTIES, ("15.20", "7.60", "8.10", "9.40", "11.30", "9.20", "9.60", "5.10", "16.30", "6.58"), strict=True)
)
LINES = OWN | {"610928": "14.80"}
IN_ZONES = dict(zip(ZONES, ("0.32", "0.85", "0.60"), strict=True))
AREA = "[parameters.land_area]\n" + "".join(f'"{unit}" = "500"\n' for unit in COUNTIES)


def forest(figure: str, line: str = "") -> dict[str, Any]:
    zero = {f"Q06.{n}{line}": "0" for n in (2, 3, 4, 5, 7)}
    return {f"Q06.1{line}": figure, **zero}


@pytest.fixture
def planted(founded: Path, built_once: BuiltOnce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Case 4: the forestry figures of the whole year, from counties, zones and the forestry bureau."""
    monkeypatch.setenv("TANBAO_PASSPHRASE", SECRET)

    def plant(folder: Path) -> None:
        shutil.copytree(founded, folder / "town")
        _plant(Town(folder / "town"))

    return Town.copy_of(built_once("planted", plant) / "town", tmp_path / "town")


def _plant(town: Town) -> None:
    town.settings(AREA)
    for unit, figure in {**OWN, **IN_ZONES}.items():
        town.receive(*town.file(unit, YEAR, town.completed(unit, YEAR, {"cells": forest(figure)}))["files"])
    lines = {a: v for unit, figure in LINES.items() for a, v in forest(figure, f"@{unit}").items()}
    town.receive(*town.file("M03", YEAR, town.completed("M03", YEAR, {"cells": lines}))["files"])


class TestCase4ForestryTotals:
    def test_without_an_overlap_rule_there_is_no_total(self, planted: Town) -> None:
        summary = planted.summary(YEAR)
        forestry = next(one for one in summary["indicators"] if one["id"] == "Q06")
        assert forestry["value"] is None
        assert any(f["check"] == "CK-C02" and f["indicator"] == "Q06" for f in summary["findings"])

    def test_with_the_rule_the_difference_is_named_and_nothing_is_decided(self, planted: Town) -> None:
        planted.settings(rule())
        summary = planted.summary(YEAR)
        forestry = next(one for one in summary["indicators"] if one["id"] == "Q06")
        assert (forestry["value"], forestry["verdict"], forestry["coverage"]) == ("98.38", "pending", "10/10")
        assert "待审定" in forestry["notes"]
        assert sum(map(Decimal, forestry["within"].values())) == Decimal("1.77")
        one = next(r for r in summary["reconciliation"] if r["indicator"] == "Q06")
        assert (one["counties"], one["department"], one["difference"]) == ("98.38", "96.88", "1.5")
        assert one["units"] == [{"unit": "610928", "county": "16.3", "department": "14.8"}]
        assert {each["unit"] for each in one["others"]} == {*COUNTIES} - {"610928"}, "those that agree too"
        assert all(each["agrees"] and each["county"] == each["department"] for each in one["others"])
        said = [f["message"] for f in summary["findings"] if f["check"] == "CK-C01" and f["indicator"] == "Q06"]
        assert len(said) == 1
        assert "98.38，" in said[0] and "96.88，" in said[0] and "差 1.50（1.52%）" in said[0], "decimals of the item"

    def test_an_adjudicated_value_decides_until_its_basis_changes(self, planted: Town) -> None:
        planted.settings(rule())
        words = ("office", "adjudicate", YEAR, "Q06", "98.38", "--data", planted.office)
        planted.call(*words, expect=1)
        grounds = ("--reason", "经实地核查采信县区数", "--document", "安市绿委〔2021〕1号")
        planted.call(*words, *grounds, expect=1)
        planted.call(*words, *grounds, "--by", "测试甲", "--checked-by", "测试乙")
        decided = planted.indicator(YEAR, "Q06")
        assert (decided["value"], decided["verdict"], decided["basis"]) == ("98.38", "met", "adjudicated")
        own = planted.check("610928", YEAR, planted.completed("610928", YEAR, {"cells": forest("16.30")}))
        assert own["cells"]["Q06.8"]["value"] == "16.3"
        changed = planted.completed("610928", YEAR, {"cells": forest("15.90")})
        planted.receive(*planted.file("610928", YEAR, changed, reason="订正造林面积")["files"])
        again = planted.indicator(YEAR, "Q06")
        assert again["verdict"] == "pending"
        assert "依据已变" in again["notes"]


def rule(indicator: str = "Q06", how: str = "included_in_county") -> str:
    return f"[overlap.{indicator}]\n" + "".join(f'"{zone}" = "{how}"\n' for zone in ZONES)


class TestCase6NewContact:
    def test_a_paper_with_an_unknown_key_waits_and_takes_its_place_when_enrolled(self, town: Town) -> None:
        pack = next(town.out.glob("任务包*.pdf"))
        new = town.open_unit("M06", pack, town.root / "new-clerk")
        filed = town.file("M06", Q3, town.completed("M06", Q3, {}), folder=new)
        item = town.receive(*filed["files"], at="2020-10-12T09:00")[0]
        assert item["decision"] == "held"
        assert item["reasons"][0]["check"] == "CK-S02"
        assert item["seals"]["data"] == "untrusted"
        waiting = town.status(Q3)
        assert (waiting["held"], waiting["received"]) == (["M06"], 0)
        done = town.enrol(filed["files"][0])
        assert (done["unit"], done["compared"]) == ("M06", False)
        now = town.status(Q3)
        assert (now["held"], now["received"]) == ([], 1)

    def test_an_ended_key_keeps_what_it_sealed_and_seals_no_more(self, town: Town) -> None:
        first = town.completed("M06", Q3, {})
        town.receive(*town.file("M06", Q3, first)["files"], at="2020-10-10T09:00")
        paper = town.file("M06", Q3, first | {"cover": first["cover"] | {"电话": "0915-3210001"}}, reason="更正电话")
        mark = key_of(town, "M06")
        town.call("office", "revoke", "M06", "--key", mark, "--reason", "原经办人调离", "--data", town.office)
        late = town.receive(*paper["files"], at="2020-10-12T09:00")[0]
        assert late["decision"] == "held"
        assert town.status(Q3)["received"] == 1


def key_of(town: Town, unit: str) -> str:
    from models.store.office.office_store import OfficeStore

    with OfficeStore.open(town.office) as store:
        return next(row.fingerprint for row in store.enrolled_keys() if row.unit == unit)


class TestExplanationsStayUntilTheValueChanges:
    def test_a_stored_explanation_is_asked_again_after_the_value_it_explained_has_changed(self, town: Town) -> None:
        town.file("610902", Q3, pasted(town, explanations=ANSWERS))
        folder = town.unit_folder("610902")
        words = ("unit", "check", "--data", folder, "--period", Q3)
        assert town.call(*words)["can_file"] is True
        with UnitStore.open(folder) as store:
            store.sheets.reopen(Q3)
            item = load_plan(SHIPPED).items["Q11.1"]
            store.sheets.put_cells(Q3, {"Q11.1": read_cell(item, "53.0")}, "测试丙")
        answer = town.call(*words, expect=1)
        assert [
            f["check"]
            for f in answer["findings"]
            if f["level"] == "warning" and not f["explained"] and f["outcome"] == "broken"
        ] == ["CK-A17"]
