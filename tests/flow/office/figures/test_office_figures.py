"""The office's figures by command line: seen over two periods, adjudicated, traced, issued, and the same everywhere."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.basics.messages import say
from tests.flow.test_cases import forest
from tests.flow.town import Town, messages, said_by
from tests.golden.pages import looks_as_before
from tests.pdf_text import pdf_signs, pdf_text

Q2, Q3, YEAR = "2020Q2", "2020Q3", "2020Y初步"
UNIT = "610924"
DUE = '[due]\n"2020Q3" = "2020-10-15T17:30"\n'


def filed(town: Town, unit: str, period: str, at: str, cells: dict[str, Any], reason: str = "") -> Any:
    paper = town.file(unit, period, town.completed(unit, period, {"cells": cells}), reason=reason)
    return town.receive(*paper["files"], at=at)[0]


def todo(town: Town) -> list[tuple[str, str | None]]:
    return [(one["kind"], one["unit"]) for one in todo_items(town) if one["unit"] in (UNIT, None)]


def todo_items(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.call("office", "todo", "--data", town.office)["items"]
    return found


class TestWhatTheOfficeSeesAcrossReturns:
    def test_a_sum_that_fell_since_the_last_quarter_is_told_whichever_came_first(self, town: Town) -> None:
        (town.root / "other").mkdir()
        pack = next(town.out.glob("任务包*.pdf"))
        third = town.open_unit(UNIT, pack, town.root / "other" / UNIT)  # a PC that never saw the second quarter
        request = town.request(third)
        town.enrol(request["file"], request["code"])
        later = town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": forest("3")}), folder=third)
        early = town.file(UNIT, Q2, town.completed(UNIT, Q2, {"cells": forest("10")}))
        other = town.sister_office()
        town.receive(*early["files"])
        item = town.receive(*later["files"])[0]
        assert item["decision"] == "accepted"
        assert any(reason["check"] == "CK-A16" and reason["item"] == "Q06.1" for reason in item["reasons"])
        found = [one for one in town.summary(Q3)["findings"] if one["unit"] == UNIT]
        assert {"CK-A16"} <= {one["check"] for one in found}
        other.receive(*later["files"])
        told = other.receive(*early["files"])[0]
        assert "CK-A16" in {reason["check"] for reason in told["reasons"]}

    def test_a_return_under_settings_the_office_has_lost_is_held(self, town: Town) -> None:
        before = town.sister_office()
        town.settings(DUE)
        town.call("unit", "open", town.pack(), "--data", town.unit_folder(UNIT))
        paper = town.file(UNIT, Q3, town.completed(UNIT, Q3, {}))
        item = before.receive(*paper["files"])[0]
        assert item["decision"] == "held"
        assert "第1版设置" in messages(item)
        assert before.status(Q3)["held"] == [UNIT]
        before.settings('[parameters]\nyoy_limit = "60"\n')
        again = before.receive(*paper["files"])[0]
        assert again["decision"] == "held", "the next version of the settings has a number no paper names"
        assert town.receive(*paper["files"])[0]["decision"] == "accepted"


def test_a_letter_for_a_figure_left_open_names_it_and_says_that_the_return_is_here(town: Town) -> None:
    town.settings(DUE)
    awaited = {"state": "awaited", "note": "待市林业局，10月20日"}
    assert filed(town, UNIT, Q3, "2020-10-13T10:00", {"Q06.3": awaited})["decision"] == "accepted"
    chase = ("office", "chase", Q3, UNIT, "--data", town.office, "--by", "王某", "--at", "2020-10-22T09:00")
    letter, mail = map(Path, town.call(*chase, "--out", town.out / "chase")["files"])
    for said in (pdf_signs(letter), mail.read_text("utf-8")):
        assert "报表已经收到" in said and "营造林面积暂无数据" in said and "待市林业局，10月20日" in said
        assert "尚未收到" not in said and "逾期" not in said
    town.call(*chase, "--log", "电话")
    acts = town.call("office", "check", "--data", town.office, "--log")["log"]
    told = [one["why"] for one in acts if one["kind"] == "chase"]
    assert len(told) == 2 and all("有事项未办结1家" in one and "未报" not in one for one in told), told


def test_an_adjudicated_value_is_checked_like_a_cell(town: Town) -> None:
    for text in ("7569", "-5", "75.69亩", "1e9", "7.569e1", "７.５６９Ｅ１", "约75.69", "75.69123"):
        words = ("office", "adjudicate", Q3, "Q06", text, "--data", town.office, "--by", "甲", "--checked-by", "乙")
        said = town.call(*words, "--reason", "经核对采信", "--document", "测试〔2020〕1号", expect=1)
        assert said["error"]["code"].startswith("value_"), (text, said)
    assert town.indicator(Q3, "Q06")["basis"] == ""


def test_an_adjudicated_value_decides_and_can_be_taken_back(town: Town, request: pytest.FixtureRequest) -> None:
    filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
    words = ("office", "adjudicate", Q3, "Q06", "75.69", "--data", town.office, "--by", "甲", "--checked-by", "乙")
    grounds = ("--reason", "经核对采信", "--document", "测试〔2020〕1号")
    less = tuple("0.007569" if one == "75.69" else one for one in words)  # what 75.69 亩 would be
    assert town.call(*less, *grounds, expect=1)["error"]["code"] == "value_far_below"
    said = town.call(*words, *grounds)
    decided = town.indicator(Q3, "Q06")
    assert (decided["value"], decided["verdict"], decided["coverage"]) == ("75.69", "on_track", "1/10")
    table = town.call("office", "cells", "--period", Q3, "--data", town.office, "--out", town.out / "cells")
    lines = Path(table["files"][0]).read_text("utf-8-sig").splitlines()
    assert len(lines) == table["cells"] + 1
    assert sum(",Q06.1," in line and line.startswith(f"{Q3},{UNIT},") for line in lines) == 1
    sheet = town.call("office", "decision", Q3, "--indicator", "Q06", "--data", town.office, "--out", town.out)["files"]
    printed = pdf_text(*sheet)
    assert looks_as_before(Path(sheet[0]), "office/adjudication", request)
    assert all(word in printed for word in ("审定单", "75.69", "测试〔2020〕1号", "经核对采信"))
    filed(town, UNIT, Q3, "2020-10-14T10:00", forest("6.1"), reason="订正造林面积")
    assert town.indicator(Q3, "Q06")["needs"] == ["basis_changed"]
    assert "依据已变" in town.indicator(Q3, "Q06")["notes"]
    (moved,) = [one for one in todo_items(town) if one["kind"] == "difference"]
    assert "又有来件：紫阳县人民政府" in moved["text"], "who moved it, in the one row there is"
    withdrawn = (
        "office",
        "withdraw",
        said["id"],
        "--reason",
        "依据已变，撤销重核",
        "--by",
        "甲",
        "--data",
        town.office,
    )
    assert town.call(*withdrawn) == {"withdrawn": said["id"]}
    town.call(*withdrawn, expect=1)
    after = town.indicator(Q3, "Q06")
    assert (after["value"], after["verdict"], after["basis"]) == ("6.1", "not_evaluable", "counties")
    before = town.call(
        "office",
        "summary",
        "--period",
        Q3,
        "--out",
        town.out / "then",
        "--at",
        "2020-10-13T12:00",
        "--data",
        town.office,
    )
    assert next(one for one in before["indicators"] if one["id"] == "Q06")["value"] == "6"


class TestWhereAFigureComesFrom:
    def test_every_cell_stands_on_its_paper_and_the_counted_ones_add_up(self, town: Town) -> None:
        town.settings('[overlap.Q06]\n"6109GX" = "included_in_county"\n')
        for unit, figure in (("610921", "6.00"), ("610922", "5.50"), ("6109GX", "0.40")):
            filed(town, unit, Q3, "2020-10-13T10:00", forest(figure))
        found = town.call("office", "trace", Q3, "Q06", "--data", town.office)
        counted = [cell for cell in found["cells"] if cell["counted"]]
        assert sum(float(cell["value"]) for cell in counted) == float(found["value"]) == 11.5
        assert {cell["unit"] for cell in counted} == {"610921", "610922"}
        assert all(cell["digest"] and cell["revision"] == 1 and cell["registered"] for cell in counted)
        (zone,) = [cell for cell in found["cells"] if cell["unit"] == "6109GX"]
        assert (zone["counted"], zone["within"], zone["value"]) == (False, "610902", "0.4")
        town.call("office", "trace", Q3, "Q99", "--data", town.office, expect=1)

    def test_a_change_of_settings_shows_its_effect_and_keeps_nothing(self, town: Town) -> None:
        filed(town, "610902", Q3, "2020-10-13T10:00", forest("6"))
        filed(town, "6109GX", Q3, "2020-10-13T10:00", forest("1"))
        path = town.root / "rule.toml"
        path.write_text('[overlap.Q06]\n"6109GX" = "separate"\n', "utf-8")
        found = town.call("office", "set", path, "--preview", "--data", town.office)
        assert [one["key"] for one in found["changes"]] == ["overlap.Q06.6109GX"]
        effect = {one["indicator"]: (one["before"], one["after"]) for one in found["effect"]}
        assert effect["Q06"][0].startswith("—") and effect["Q06"][1].startswith("7.00")
        assert town.indicator(Q3, "Q06")["value"] is None


class TestIssuedIsFrozen:
    def test_a_number_is_printed_again_byte_for_byte_and_what_came_later_is_listed(
        self, town: Town, request: pytest.FixtureRequest
    ) -> None:
        filed(town, UNIT, Q3, "2020-10-13T10:00", forest("6"))
        words = ("office", "issue", Q3, "--data", town.office, "--document", "某办发〔2020〕7号")
        first = town.call(*words, "--out", town.out / "one", "--at", "2020-10-22T09:00")
        assert (first["number"], first["changes"], first["reissued"]) == (1, [], False)
        papers = {Path(one): Path(one).read_bytes() for one in first["files"]}
        for one in papers:
            one.unlink()
        acts = town.call("office", "issued", "--data", town.office)
        code, said, _ = said_by(*words, "--out", town.out / "one", "--at", "2020-10-22T10:00")
        assert (code, said.splitlines()[0]) == (0, say("cli.issue_standing", 编号=1)), (
            "nothing has moved: the same ones"
        )
        assert {one: one.read_bytes() for one in papers} == papers
        assert town.call("office", "issued", "--data", town.office) == acts
        filed(town, UNIT, Q3, "2020-12-03T10:00", forest("6.4"), reason="订正造林面积")
        again = town.call(*words, "--out", town.out / "again", "--number", "1")
        for one, other in zip(sorted(first["files"]), sorted(again["files"]), strict=True):
            assert Path(one).name == Path(other).name
            assert Path(one).read_bytes() == Path(other).read_bytes()
        (change,) = again["changes"]
        assert (change["verdict_before"], change["verdict_after"]) == ("not_evaluable", "not_evaluable")
        assert (change["unit"], change["item"], change["before"], change["after"]) == (UNIT, "Q06.8", "6", "6.4")
        second = town.call(*words, "--out", town.out / "two", "--at", "2020-12-04T09:00")
        assert (second["number"], len(second["changes"])) == (2, 1)
        book = openpyxl.load_workbook(next(one for one in second["files"] if one.endswith(".xlsx")))
        rows = [row for row in book["变动清单"].values if row[0] == "紫阳县人民政府"]
        assert [row[1:6] for row in rows] == [("营造林面积（6+7）", "营造林面积", "万亩", 6, 6.4)], (
            "figures are numbers, places and measures words"
        )
        assert {Path(one).suffix for one in second["files"]} == {".pdf", ".docx", ".xlsx"} and len(second["files"]) == 5
        proof = town.call("office", "trace", Q3, "Q06", "--data", town.office, "--out", town.out / "proof")["files"]
        said = pdf_text(*proof)
        assert looks_as_before(Path(proof[0]), "office/trace", request)
        assert "数据来源单" in said and "第1次订正" in said
        assert "6.40" in said.split() and "6.4" not in said.split(), "a figure and what it is made of are written alike"
        listed = town.call("office", "changes", Q3, "--number", "1", "--data", town.office, "--out", town.out / "list")
        assert [one["item"] for one in listed["changes"]] == ["Q06.8"] and len(listed["files"]) == 2
        three = (*words, "--out", town.out / "three", "--corrects", "1")
        for why, code in ((), "reason_missing"), (("--reason", "同上"), "reason_vague"):
            assert town.call(*three, *why, expect=1)["error"]["code"] == code
        assert not (town.out / "three").exists()
        third = town.call(*three, "--reason", "订正")
        (paper,) = [one for one in third["files"] if "更正通报" in one and one.endswith(".pdf")]
        assert third["number"] == 3 and "第1号通报（某办发〔2020〕7号）" in pdf_signs(paper)
        nothing = town.call(*words, "--out", town.out / "four", "--corrects", "3", expect=1)
        assert nothing["error"]["code"] == "nothing_moved"
        town.call(*words, "--out", town.out / "x", "--number", "9", expect=1)


def planted_parts(*said: Any) -> dict[str, Any]:
    return {f"Q06.{n}": text for n, text in zip((1, 2, 3, 4, 5, 7), said, strict=True)}


class TestTheWholeChainSaysTheSame:
    def test_a_part_that_does_not_apply_swallows_nothing(self, town: Town) -> None:
        zones = "".join(f'"{zone}" = "included_in_county"\n' for zone in ("6109GX", "6109HK", "6109YH"))
        town.settings(f"[overlap.Q06]\n{zones}")
        filed(town, "610921", Q3, "2020-10-13T10:00", planted_parts("1.00", {"state": "na"}, *["1.00"] * 4))
        filed(town, "610922", Q3, "2020-10-13T10:00", planted_parts(*["1.00"] * 6))
        found = town.indicator(Q3, "Q06")
        assert (found["shown"], found["coverage"], found["owed"], found["answered"]) == ("11.00", "2/10", 10, 2)
        trace = town.call("office", "trace", Q3, "Q06", "--data", town.office)
        assert {cell["unit"] for cell in trace["cells"] if cell["counted"]} == {"610921", "610922"}

    def test_the_department_alone_is_no_county(self, town: Town) -> None:
        from tests.flow.town import COUNTIES

        cells = {at: text for unit in COUNTIES for at, text in forest("6.60", f"@{unit}").items()}
        filed(town, "M03", Q3, "2020-10-13T10:00", cells)
        before = town.indicator(Q3, "Q06")
        lines = said_by("office", "summary", "--data", town.office, "--period", Q3)[1].splitlines()
        assert lines[0].endswith("：目标 ≥1.6，本期不要求"), "no verdict and no k/n where nothing is asked"
        assert (before["value"], before["coverage"], before["department"]["value"]) == (None, "0/10", "66")
        filed(town, "610921", Q3, "2020-10-13T10:00", forest("6.00"))
        after = town.indicator(Q3, "Q06")
        assert (after["shown"], after["coverage"]) == ("6.00", "1/10")

    def test_a_hole_in_a_departments_table_is_the_departments(self, town: Town) -> None:
        from tests.flow.town import COUNTIES

        cells: dict[str, Any] = {f"Q14.{n}@{unit}": "200" for unit in COUNTIES[:9] for n in (2, 3)}
        cells |= {f"Q14.{n}@{COUNTIES[9]}": {"state": "awaited", "note": "待县局，10月20日"} for n in (2, 3)}
        filed(town, "M07", Q3, "2020-10-13T10:00", cells)
        found = town.indicator(Q3, "Q14")
        assert (found["coverage"], found["lines"], found["verdict"]) == ("1/1", [9, 10], "not_evaluable")
        assert found["missing"] == []
        assert not any("缺报" in note for note in found["notes"])
