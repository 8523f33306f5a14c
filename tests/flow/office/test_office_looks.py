"""What the office can look at: papers, keys, what waits; a file as it came; a reception that was written down wrongly."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from models.office.desk_lists import papers_in_force
from models.office.unit_record import event_words, unit_record
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.town import Town
from tests.pdf_text import pdf_signs
from ui.cli.run import run

UNIT, OTHER, Q3 = "610924", "610921", "2020Q3"
DUE = '[due]\n"2020Q3" = "2020-10-15T17:30"\n'


@pytest.fixture
def filed(town: Town) -> dict[str, Any]:
    town.settings(DUE)
    answer: dict[str, Any] = town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.20"}}))
    return answer


def office(town: Town, *words: object, expect: int = 0) -> Any:
    return town.call("office", *words, "--data", town.office, expect=expect)


def test_papers_a_file_as_received_and_a_corrected_reception(town: Town, filed: dict[str, Any], tmp_path: Path) -> None:
    sent = [Path(path) for path in filed["files"]]
    town.call(
        "office", "receive", *sent, "--data", town.office, "--at", "2020-10-16T09:00", "--channel", "邮件", "--by", "赵六",
    )  # fmt: skip
    (paper,) = office(town, "papers", UNIT, Q3)["papers"]
    keys = {
        "unit",
        "period",
        "revision",
        "digest",
        "fingerprint",
        "code",
        "decision",
        "registered",
        "channel",
        "by",
        "forms",
        "stamped",
    }
    assert keys <= set(paper)
    assert (paper["unit"], paper["decision"], paper["channel"], paper["by"]) == (UNIT, "accepted", "邮件", "赵六")
    assert set(paper["forms"]) == {"pdf", "xlsx"} and paper["stamped"] is False
    assert office(town, "papers", OTHER)["papers"] == [] and len(office(town, "papers")["papers"]) == 1
    assert office(town, "papers", "没有这个单位", expect=1)["error"]["code"] == "unknown_unit"

    named = filed["digest"][:16].upper()
    written = office(town, "export", " ".join((named[:4], named[4:8], named[8:])), "--out", tmp_path / "as it came")
    sums = {hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in written["files"]}
    assert sums == {hashlib.sha256(path.read_bytes()).hexdigest() for path in sent}
    assert (written["units"], written["digest"]) == ([UNIT], filed["digest"])
    assert office(town, "export", filed["digest"][:7], "--out", tmp_path, expect=1)["error"]["code"] == "no_such_digest"

    assert town.status(Q3)["late"] == [UNIT]
    future = office(town, "reception", named[:8], "--at", "2091-10-15T16:00", "--reason", "抄错", expect=1)
    assert future["error"]["code"] == "registered_future"
    long = office(town, "reception", named[:8], "--channel", "寄" * 101, "--reason", "抄错", expect=1)
    assert long["error"]["code"] == "line_long" and "渠道" in long["error"]["message"]
    assert office(town, "receive", *sent, "--channel", "寄" * 101, expect=1)["error"]["code"] == "line_long"
    right = ("--at", "2020-10-15T16:00", "--channel", "当面", "--by", "钱七")
    assert office(town, "reception", named[:8], *right, "--reason", " ", expect=1)["error"]["code"] == "reason_missing"
    assert office(town, "reception", named[:8], *right, "--reason", "111", expect=1)["error"]["code"] == "reason_vague"
    assert office(town, "reception", named[:8], "--reason", "抄错", expect=1)["error"]["code"] == "nothing_to_correct"
    assert town.status(Q3)["late"] == [UNIT], "a refused act changes nothing"
    office(town, "reception", named[:8], *right, "--reason", "当天当面收到，次日才登记")
    assert town.status(Q3)["late"] == [] and town.status(Q3)["on_time"] == 1
    (paper,) = office(town, "papers", UNIT)["papers"]
    assert (paper["channel"], paper["by"], paper["registered"]) == ("当面", "钱七", "2020-10-15T16:00:00+08:00")
    office(town, "reception", named[:8], "--handler", "孙八", "--by", "钱七", "--reason", "孙八收下的")
    (paper,) = office(town, "papers", UNIT)["papers"]
    assert (paper["channel"], paper["by"], paper["registered"][:10]) == ("当面", "孙八", "2020-10-15"), "the rest stays"
    with OfficeWorkspace.open(town.office) as workspace:
        assert papers_in_force(workspace, Q3)[UNIT].channel == "当面"
        said = [(one.by, one.what.facts["谁"]) for one in unit_record(workspace, UNIT) if one.kind == "reception"]
        assert said == [("钱七", "孙八"), ("钱七", "钱七")], "who corrected it, and who took it in"
    stamped_papers_are_waited_for(town, named, tmp_path)


def stamped_papers_are_waited_for(town: Town, code: str, folder: Path) -> None:
    """Where they stop the clock: a row before the due time, one for each unit after it, and the day on the roster."""

    def rows(at: str) -> list[str]:
        items = office(town, "todo", "--at", at)["items"]
        return [f"{one['unit']} {one['text']}" for one in items if one["kind"] == "stamp"]

    assert rows("2020-10-19T09:00") == [], "the electronic return stops the clock"
    town.settings('[clock]\nstopped_by = "stamped"\n')
    assert rows("2020-10-14T09:00") == [], "no return has come"
    (before,), (after,) = rows("2020-10-15T17:00"), rows("2020-10-19T09:00")
    assert "今天 17:30 截止，盖章件未到 1 家" in before and "紫阳县" in before
    assert after.startswith(UNIT) and "逾期 2 个工作日" in after and "10-15 17:30 截止" in after
    assert "还没有催报" in after
    stamped_paper_is_chased(town, folder)
    (after,) = rows("2020-10-19T09:00")
    assert "上次催报 10-19，共 1 次" in after
    office(town, "stamp", code, "--day", "2020-10-16", "--by", "赵六")
    assert office(town, "chase", Q3, UNIT, "--log", "电话", expect=1)["error"]["code"] == "chase_filed"
    assert rows("2020-10-19T09:00") == []
    assert town.status(Q3)["units"][UNIT]["stamped"] == "2020-10-16"
    files = office(town, "summary", "--period", Q3, "--out", folder / "summary")["files"]
    sheet = load_workbook(next(one for one in files if one.endswith(".xlsx")))["应报清单"]
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    heads = next(row for row in table if "盖章件收到" in row)
    line = next(row for row in table if UNIT in row)
    assert line[heads.index("盖章件收到")] == "2020-10-16" and line[heads.index("迟报工作日")] == "1"


def stamped_paper_is_chased(town: Town, folder: Path) -> None:
    """Its 催报单 asks for the stamped paper of the return that is here, by the 校验码 printed on it."""
    when = ("--at", "2020-10-19T08:00", "--by", "赵六")
    said = office(town, "chase", Q3, UNIT, "--out", folder / "chased", *when)
    page, mail = sorted(Path(one) for one in said["files"])
    text = pdf_signs(page)
    digest = office(town, "papers", UNIT, Q3)["papers"][0]["digest"]
    asked = (
        "电子件已经收到",
        "签字盖章的纸质件",
        "已接收，盖章件未到",
        f"第1版校验码{digest[:16].upper()}",
        "2个工作日",
    )
    assert [one for one in asked if one not in text] == [] and "盖章" in mail.read_text("utf-8")
    assert UNIT in office(town, "chase", Q3, "--log", "电话", *when)["units"]
    log = town.call("office", "check", "--data", town.office, "--log")["log"]
    assert any(
        "盖章件未到1家（紫阳县人民政府）" in one["why"] and one["by"] == "赵六" for one in log if one["kind"] == "chase"
    )


def test_keys_are_told_and_ended_by_their_code(town: Town) -> None:
    (key,) = office(town, "keys", UNIT)["keys"]
    assert (key["unit"], key["until"], key["reason"], key["compared"]) == (UNIT, None, "", True)
    said = ("--reason", "U盘丢失", "--by", "钱七", "--since", "2020-10-01T00:00")
    refused = office(town, "revoke", OTHER, "--key", key["code"], *said, expect=1)
    assert refused["error"]["code"] == "no_such_key"
    office(town, "revoke", UNIT, "--key", key["code"].lower().replace("-", " "), *said)
    (key,) = office(town, "keys", UNIT)["keys"]
    assert key["until"] and key["reason"] == "U盘丢失"
    assert len(office(town, "keys")["keys"]) == 20
    with OfficeWorkspace.open(town.office) as workspace:
        ended = next(one for one in unit_record(workspace, UNIT) if one.kind == "key" and "理由" in one.what.facts)
        (done,) = workspace.store.acts.rows(ActKind.REVOKE)
    assert (ended.by, ended.at) == ("钱七", done.at), "who ended it, and when: not who had enrolled it"
    assert "2020-10-01 00:00" in event_words(ended)


def test_settings_are_told_with_their_history_and_as_a_file_that_can_be_set_again(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town.settings(DUE)
    town.settings(
        '[[extension]]\nperiod = "2020Q3"\nunit = "610924"\nuntil = "2020-10-19T17:30"\nreason = "停电"\napproved_by = "李某"\n'
    )
    town.settings('[clock]\nstopped_by = "stamped"\n')
    told = office(town, "settings")
    assert told["settings"]["clock"] == "stamped"
    assert town.call("office", "settings", "--data", town.office)["history"][-1]["key"] == "clock"
    assert told["settings"]["due"] == {Q3: "2020-10-15T17:30:00+08:00"}
    assert [set(one) for one in told["history"]] == [{"key", "value", "at", "by", "document"}] * len(told["history"])
    due = next(one for one in told["history"] if one["key"] == "due.2020Q3")
    until = next(one for one in told["history"] if one["key"].endswith("until"))
    assert due["value"] == "2020-10-15T17:30:00+08:00" and until["document"] == "李某"
    capsys.readouterr()
    assert run(["office", "settings", "--data", str(town.office)]) == 0
    town.settings(capsys.readouterr().out)
    again = office(town, "settings")
    assert {**again["settings"], "version": 0} == {**told["settings"], "version": 0}
    assert len(again["history"]) == len(told["history"]), "what is set again as it was is no change"


def test_a_unit_without_the_program_is_typed_in_by_one_and_checked_by_another(
    town: Town, filed: dict[str, Any], tmp_path: Path
) -> None:
    blank = Path(office(town, "template", UNIT, Q3, "--out", tmp_path / "blank")["file"])
    assert "紫阳县" in blank.name and blank.read_bytes().startswith(b"PK")
    filled = ("unit", "template", "--data", town.unit_folder(UNIT), "--period", Q3, "--filled", "--out", tmp_path)
    form, scan = Path(town.call(*filled)["file"]), tmp_path / "盖章.pdf"
    scan.write_bytes(b"%PDF-1.4 stamped")
    came = ("--at", "2020-10-14T10:00")
    typed = office(town, "enter", UNIT, Q3, form, "--scan", scan, "--shelf", "三号柜", *came, "--by", "赵六")
    assert typed["counts"]["error"] == 0 and typed["entered_by"] == "赵六"
    assert town.status(Q3)["received"] == 0, "one person alone lets nothing count"
    (matter,) = [one for one in office(town, "todo")["items"] if one["kind"] == "entry"]
    assert (matter["unit"], matter["digest"]) == (UNIT, typed["digest"]) and "赵六" in matter["text"]
    same = office(town, "check-entry", UNIT, Q3, "--by", "赵六", expect=1)
    assert same["error"]["code"] == "checker_is_the_same"

    done = office(town, "check-entry", UNIT, Q3, "--by", "钱七")
    assert (done["decision"], done["revision"], done["digest"]) == ("accepted", 1, typed["digest"])
    assert not [one for one in office(town, "todo")["items"] if one["kind"] == "entry"]
    status = town.status(Q3)
    assert (status["received"], status["late"]) == (1, []), "it came with the stamped paper"
    found = town.indicator(Q3, "Q06")
    assert found["coverage"] == "1/10" and any("其中1家据盖章纸质件录入" in note for note in found["notes"])
    (paper,) = office(town, "papers", UNIT, Q3)["papers"]
    assert (paper["stamped"], paper["channel"], paper["code"]) == (True, "代录（盖章纸质件）", "")
    (copy,) = office(town, "export", typed["digest"], "--out", tmp_path / "copy")["files"]
    assert Path(copy).read_bytes() == form.read_bytes()
    assert office(town, "enter", UNIT, Q3, form, "--by", "赵六", expect=1)["error"]["code"] == "unchanged"
    assert office(town, "check")["gaps"] == []
    stamped = '[clock]\nstopped_by = "stamped"\n'
    town.settings(DUE + stamped)
    assert town.status(Q3)["late"] == [], "its stamped paper came in time"
    town.settings(DUE.replace("10-15", "10-13") + stamped)
    (late,) = town.status(Q3)["lateness"]
    assert (late["unit"], late["working_days"], late["registered"]) == (UNIT, 1, "2020-10-14T00:00:00+08:00")
    assert town.status(Q3)["units"][UNIT]["stamped"] == "2020-10-14"
    town.receive(*filed["files"], at="2020-10-14T12:00")
    assert town.status(Q3)["disputed"] == [UNIT], "its own file is another first revision: somebody decides"
