"""A figure the office asks about is right: answered where it stands, the answer travels with the next return."""

import json
from pathlib import Path
from typing import Any

import pytest

from models.ledger.queries import QueryStep, answer_mark
from models.office.reviewing import review_papers
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import Town
from tests.pdf_text import pdf_signs
from ui.session.session import Session

UNIT, Q3, AT = "M12", "2020Q3", "Q10.1"
WHY = "与市房管局9月底台账逐户核对一致"


@pytest.fixture
def good(town: Town) -> dict[str, Any]:
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    return town.completed(UNIT, Q3, {"cells": {AT: "119"}, "registers": {"R09": [row]}})


def asked(town: Town, good: dict[str, Any], tmp_path: Path) -> None:
    """The unit has filed, and was sent back with one query about a figure and one about the return as a whole."""
    town.receive(*town.file(UNIT, Q3, good)["files"])
    items = tmp_path / "items.json"
    items.write_text(
        json.dumps([{"item": AT, "text": "比上期多一倍，请核实。"}, {"item": None, "text": "请补盖章件。"}])
    )
    words = ("--items", items, "--until", "2030-01-10T17:30", "--data", town.office, "--out", town.out)
    for file in town.call("office", "return", UNIT, Q3, *words, "--by", "张三")["files"]:
        if str(file).endswith(".pdf"):
            town.call("unit", "open", file, "--data", town.unit_folder(UNIT))


def answered(session: Session, why: str = WHY) -> None:
    for query in session.standing.queries:
        assert session.asking is not None
        session.explain(query.remark.key, f"已核，数据无误：{why}", mark=answer_mark(session.asking[0].digest))


def steps(session: Session) -> list[QueryStep]:
    return [one.step for one in session.standing.queries]


def test_it_counts_down_travels_is_printed_and_is_seen_by_the_office(
    town: Town, good: dict[str, Any], tmp_path: Path
) -> None:
    asked(town, good, tmp_path)
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        session = Session(workspace, Q3)
        session.reopen()
        left = session.standing.counts.left
        assert steps(session) == [QueryStep.OPEN] * 2 and AT in session.standing.asked
        answered(session)
        assert steps(session) == [QueryStep.EXPLAINED] * 2 and session.standing.counts.left == left - 1
        session.explain(f"return@{AT}", "")
        assert steps(session)[0] is QueryStep.OPEN and session.standing.counts.left == left, "withdrawn"
        answered(session)
        session.put(AT, "120")
        assert steps(session)[0] is QueryStep.CHANGED and f"return@{AT}" not in session.sheet.explanations
        session.put(AT, "119")
        assert steps(session) == [QueryStep.EXPLAINED] * 2, "it says again what was said to be right"
    words = ("--data", town.unit_folder(UNIT), "--period", Q3, "--out", town.out / "second", "--reason", "按退回单核实")
    second = town.call("unit", "file", *words)
    (item,) = town.receive(*second["files"])
    assert (item["decision"], item["revision"], item["reasons"]) == ("accepted", 2, [])
    paper = next(Path(one) for one in second["files"] if str(one).endswith(".pdf"))
    assert WHY in pdf_signs(paper)
    with OfficeWorkspace.open(town.office) as office:
        (line,) = review_papers(office, Q3)
        found = {one.place: one for one in line.items if one.answers}
        assert set(found) == {f"return@{AT}", "return"}
        assert WHY in found[f"return@{AT}"].explanation and found[f"return@{AT}"].now == "119"
        assert found[f"return@{AT}"] in line.open, "somebody is to look at it"


def test_it_stays_in_a_further_revision_and_on_another_pc(town: Town, good: dict[str, Any], tmp_path: Path) -> None:
    asked(town, good, tmp_path)
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        session = Session(workspace, Q3)
        session.reopen()
        answered(session)
    words = ("--data", town.unit_folder(UNIT), "--period", Q3, "--out", town.out / "second", "--reason", "按退回单核实")
    second = town.call("unit", "file", *words)
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        session = Session(workspace, Q3)
        session.reopen()
        assert not session.standing.queries, "the new revision settles them"
        assert f"return@{AT}" in session.sheet.explanations, "what was answered is not taken back by itself"
        session.put(AT, "121")
        assert f"return@{AT}" not in session.sheet.explanations
    other = tmp_path / "other"
    town.open_unit(UNIT, town.pack(), other)
    town.call("unit", "open", next(one for one in second["files"] if str(one).endswith(".pdf")), "--data", other)
    with UnitWorkspace.open(other) as workspace:
        assert f"return@{AT}" in workspace.sheet(Q3).explanations
