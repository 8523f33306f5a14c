"""The situations of an office's day: each takes at most two commands and leaves a line that says who, when and why.

Besides them: a revision with a new key waits beside the one in force, and a unit whose name changed has on every paper
the name of the day that paper is about.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forms.papers.unit_key import put_key_aside
from models.basics.period import PLAN_ZONE
from models.planning.compare import changes
from models.store.file.chain import ActRow
from models.versions.held import stored_plan
from models.workspace.office_workspace import OfficeWorkspace
from tests.flow.test_cases import forest
from tests.flow.town import Town
from tests.pdf_text import pdf_signs

UNIT, OTHER, Q2, Q3 = "610922", "610924", "2020Q2", "2020Q3"
DUE = '[due]\n"2020Q3" = "2020-10-15T17:30"\n'
OTHER_SECRET = "Another-Horse-77"
BY, CHECKED, MOST = "测试甲", "测试乙", 2


class Office:
    """One person at the office who counts the commands of a situation and reads the lines it left."""

    def __init__(self, town: Town) -> None:
        self.town, self.commands, self.last = town, 0, 0

    def does(self, *words: object) -> Any:
        self.commands += 1
        return self.town.call("office", *words, "--data", self.town.office, "--by", BY)

    def looks(self, *words: object) -> Any:
        self.commands += 1
        return self.town.call("office", *words, "--data", self.town.office)

    def sets(self, text: str) -> Any:
        path = self.town.root / "set.toml"
        path.write_text(text, "utf-8")
        return self.does("set", path)

    def rows(self) -> tuple[ActRow, ...]:
        with OfficeWorkspace.open(self.town.office) as office:
            return office.store.acts.rows()

    def begins(self) -> None:
        self.commands, self.last = 0, len(self.rows())

    def unsigned(self) -> list[Any]:
        """The sheets of decisions that wait for signatures."""
        items = self.town.call("office", "todo", "--data", self.town.office)["items"]
        return [one for one in items if one["kind"] == "sign"]

    def left(self, kind: str, why: str) -> None:
        """The situation took few commands, and a line of that kind says who, when and why."""
        new = self.rows()[self.last :]
        assert 0 < self.commands <= MOST
        line = next(row for row in new if row.kind == kind)
        assert line.by == BY and line.at and why in line.why, line
        self.begins()


@pytest.fixture
def office(town: Town) -> Iterator[Office]:
    town.settings(DUE)
    made = Office(town)
    made.begins()
    yield made


def filed(
    town: Town, unit: str, figure: str, *, period: str = Q3, reason: str = "", folder: Path | None = None
) -> list[str]:
    said = town.completed(unit, period, {"cells": forest(figure)})
    out = town.out / f"{unit}-{figure}"
    files: list[str] = town.file(unit, period, said, reason=reason, folder=folder, out=out)["files"]
    return files


def test_late_more_time_and_a_waiver(office: Office, town: Town) -> None:
    received = ("--channel", "邮件", "--at")
    # late
    office.does("receive", *filed(town, UNIT, "5"), *received, "2020-10-17T09:00")
    assert town.status(Q3)["late"] == [UNIT]
    office.left("receive", "邮件")
    # more time, afterwards
    office.sets(
        f'[[extension]]\nperiod = "{Q3}"\nunit = "{UNIT}"\nuntil = "2020-10-19T17:30"\nreason = "停电"\napproved_by = "李某"\n'
    )
    assert town.status(Q3)["late"] == []
    office.left("set", "停电")
    # a check is waived
    office.sets(
        f'[[waiver]]\ncheck = "CK-A16"\nunit = "{UNIT}"\nperiod = "{Q3}"\nreason = "口径调整"\napproved_by = "李某"\n'
    )
    office.left("set", "口径调整")


def test_a_figure_two_papers_and_two_keys(office: Office, town: Town, tmp_path: Path) -> None:
    said = ("--reason", "会商采信", "--document", "测试〔2020〕1号", "--checked-by", CHECKED)
    office.does("adjudicate", Q3, "Q06", "75.69", *said)
    assert town.indicator(Q3, "Q06")["value"] == "75.69"
    office.left("adjudicate", "会商采信")
    # two persons sign for it, on a sheet whose day is noted
    assert [one["indicator"] for one in office.unsigned()] == ["Q06"]
    with OfficeWorkspace.open(town.office) as workspace:
        decided = f"{workspace.adjudications(Q3)['Q06'].at.astimezone(PLAN_ZONE):%Y-%m-%d}"
    refused = ("office", "sign", Q3, "--indicator", "Q06", "--data", town.office, "--day")
    assert town.call(*refused, "2020-10-01", expect=1)["error"]["code"] == "signed_before"
    office.begins()
    office.does("sign", Q3, "--indicator", "Q06", "--day", decided)
    assert office.unsigned() == []
    office.left("countersign", f"审定单〔{decided[:4]}〕1号")
    # two revisions of two PCs
    other_pc = tmp_path / "other pc"
    town.open_unit(OTHER, next(town.out.glob("任务包*.pdf")), other_pc)
    request = town.request(other_pc)
    town.enrol(request["file"], request["code"])
    first, second = filed(town, OTHER, "6"), filed(town, OTHER, "7", folder=other_pc)
    town.receive(*first, at="2020-10-14T09:00")
    town.receive(*second, at="2020-10-14T10:00")
    assert town.status(Q3)["disputed"] == [OTHER]
    with OfficeWorkspace.open(town.office) as workspace:
        keep = workspace.papers(OTHER, Q3)[0].digest
    office.begins()
    office.does("rule", OTHER, Q3, "--keep", keep[:8], "--reason", "以办公室电脑为准", "--checked-by", CHECKED)
    assert town.status(Q3)["disputed"] == []
    office.left("rule", "以办公室电脑为准")
    # a key that somebody else may have
    code = next(one["code"] for one in office.looks("keys", OTHER)["keys"] if one["until"] is None)
    office.does("revoke", OTHER, "--key", code, "--reason", "口令外泄")
    office.left("revoke", "口令外泄")
    # a new key
    put_key_aside(town.unit_folder(OTHER), datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE))
    request = town.request(town.unit_folder(OTHER))
    office.begins()
    office.does("enrol", request["file"], "--code", request["code"], "--out", town.out)
    office.left("enrol", request["code"])


def test_another_period_chasing_reopening_and_an_auditor(office: Office, town: Town) -> None:
    received = ("--channel", "邮件", "--at")
    office.does("receive", *filed(town, UNIT, "5"), *received, "2020-10-14T09:00")
    office.begins()
    # a return of another period
    office.does("receive", *filed(town, UNIT, "2", period=Q2), *received, "2020-10-17T10:00")
    assert town.status(Q2)["received"] == 1 and town.status(Q3)["received"] >= 1
    office.left("receive", "邮件")
    # everybody who is missing is chased
    office.does("chase", Q3, "--out", town.out / "chase")
    office.does("chase", Q3, "--log", "电话", "--note", "第一次")
    office.left("chase", "家（")
    assert len(list((town.out / "chase").glob("*.pdf"))) == len(town.status(Q3)["missing"])
    # a period is opened again after its notice
    office.does("issue", Q3, "--out", town.out / "issued", "--at", "2020-10-22T09:00")
    office.left("issue", "通报第1号")
    office.does("receive", *filed(town, UNIT, "5.5", reason="漏报一个镇"), *received, "2020-12-03T09:00")
    moved = office.does("changes", Q3, "--number", "1", "--out", town.out / "moved")["changes"]
    assert (UNIT, "5", "5.5") in [(one["unit"], one["before"], one["after"]) for one in moved]
    office.left("receive", "邮件")
    # an auditor asks
    found = office.does("trace", Q3, "Q06", "--out", town.out, "--reason", "市审计局问营造林面积")
    assert found["files"]
    office.left("trace", "市审计局")


def test_a_unit_gets_another_name(office: Office, town: Town) -> None:
    """Tables say the name at the end of their period, letters that of their day; what was issued stays as it is."""
    name, new = "石泉县人民政府", "石泉市人民政府"
    town.receive(*filed(town, UNIT, "2", period=Q2), at="2020-07-10T09:00")
    before = office.does(
        "receipt", "--unit", UNIT, "--period", Q2, "--at", "2020-07-11T09:00", "--out", town.out / "q2"
    )["files"]
    kept = {path: Path(path).read_bytes() for path in before}
    with OfficeWorkspace.open(town.office) as workspace:
        before_it = workspace.plan.digest

    said = ("--since", "2020-10-09", "--document", "民函〔2020〕9号")
    for refused, code in ((name, "unit_called_so"), ("汉阴县人民政府", "unit_name_taken"), ("　", "name_wanted")):
        words = ("office", "rename", UNIT, refused, *said, "--data", town.office)
        assert town.call(*words, expect=1)["error"]["code"] == code
    office.begins()
    made = office.does("rename", name, new, *said)
    assert made["version"] == "2.0.1" and [one["version"] for one in made["plans"]] == ["2.0.1"]
    office.left("plan", f"{name}自2020-10-09起更名为{new}（方案升为2.0.1版）；民函〔2020〕9号")
    with OfficeWorkspace.open(town.office) as workspace:
        moved = changes(stored_plan(workspace.store, before_it), workspace.plan)
    assert {(one.kind, one.id, one.field) for one in moved} == {("units", UNIT, one) for one in ("names", "aliases")}, (
        "nothing else of the plan"
    )
    earlier = ("office", "rename", UNIT, name, "--since", "2020-10-09", "--document", "测试", "--data", town.office)
    assert town.call(*earlier, expect=1)["error"]["code"] == "renamed_before"
    town.call("unit", "open", town.pack(), "--data", town.unit_folder(UNIT))
    said = town.completed(UNIT, Q3, {"cells": forest("5")})
    said["cover"] = {**said["cover"], "报出日期": "2020-10-13"}
    files = town.file(UNIT, Q3, said)["files"]
    pages = pdf_signs(next(path for path in files if path.endswith(".pdf")), "-layout")
    assert f"安康市{new}" in pages, "the cover is of its day, and full"
    assert name in pages, "the tables are of the period's end"
    town.receive(*files, at="2020-10-13T10:00")
    (receipt,) = [
        path
        for path in office.does(
            "receipt", "--unit", UNIT, "--period", Q3, "--at", "2020-10-14T09:00", "--out", town.out / "q3"
        )["files"]
        if path.endswith(".pdf")
    ]
    assert new in pdf_signs(receipt, "-layout")
    chased = office.does("chase", "2020Y初步", UNIT, "--at", "2020-10-14T09:00", "--out", town.out / "chase")["files"]
    letter = pdf_signs(next(path for path in chased if path.endswith(".pdf")), "-layout")
    assert new in letter and "尚未收到" in letter and "未设定" not in letter and "应于" not in letter, (
        "no due time is set"
    )
    files = town.call("office", "summary", "--data", town.office, "--period", Q3, "--out", town.out)["files"]
    summary = next(path for path in files if path.endswith(".pdf"))
    assert name in pdf_signs(summary, "-layout") and new not in pdf_signs(summary, "-layout")
    assert {path: Path(path).read_bytes() for path in before} == kept
    with OfficeWorkspace.open(town.office) as workspace:
        assert {workspace.unit_named(one).id for one in (name, new)} == {UNIT}
    for other in ("石泉县", "石泉市", "石泉市政府", f"安康市{new}"):
        papers = town.call("office", "papers", other, "--data", town.office)["papers"]
        assert papers and {one["unit"] for one in papers} == {UNIT}, other


def test_a_revision_with_a_new_key_waits_beside_the_one_in_force(
    town: Town, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, figure in enumerate(("5", "6")):
        town.receive(*filed(town, UNIT, figure, reason="订正" * number), at=f"2020-10-1{number + 2}T09:00")
    before = town.status(Q3)
    put_key_aside(town.unit_folder(UNIT), datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE))
    with monkeypatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", OTHER_SECRET)
        third = filed(town, UNIT, "7", reason="漏报")
        code = town.request(town.unit_folder(UNIT))["code"]  # read out on the telephone
    (item,) = town.receive(*third, at="2020-10-14T09:00")
    assert item["decision"] == "held"
    status = town.status(Q3)
    assert status["held"] == [] and [(one["unit"], one["revision"]) for one in status["waiting"]] == [(UNIT, 3)]
    counts = ("expected", "received", "returned", "held", "missing")
    assert [status[name] for name in counts] == [before[name] for name in counts]
    matters = town.call("office", "todo", "--at", "2020-10-14T10:00", "--data", town.office)["items"]
    assert ("held", UNIT) in [(one["kind"], one["unit"]) for one in matters]
    office.begins()
    office.does("enrol", third[0], "--code", code, "--out", town.out)
    office.left("enrol", "核对码已核对")
    with OfficeWorkspace.open(town.office) as workspace:
        assert workspace.line(UNIT, Q3).in_force == item["digest"], "without being sent again"
    assert town.status(Q3)["waiting"] == []
