"""A figure the office asks about is right: answered where it stands, the answer travels with the next return."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from models.ledger.queries import QueryStep, Remark, answer_mark
from models.office.reviewing import review_papers
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.flow.town import Town
from tests.pdf_text import pdf_signs
from ui.answers.query_line import QueryLine
from ui.basics.jobs import Lane
from ui.session.session import Session
from ui.window.unit_desk import UnitDesk

UNIT, Q3, AT = "M12", "2020Q3", "Q10.1"
WHY = "与市房管局9月底台账逐户核对一致"
Asked = tuple[str | None, str]
ASKED: tuple[Asked, ...] = ((AT, "比上期多一倍，请核实。"), (None, "请补盖章件。"))
ABOUT_IT, WHOLE = (Remark("return", at, words).key for at, words in ASKED)


@pytest.fixture
def good(town: Town) -> dict[str, Any]:
    row = {"小区": "测试小区", "户数": "420", "达标": "是", "认定日期": "2020-08-31", "认定单位": "市城管局"}
    return town.completed(UNIT, Q3, {"cells": {AT: "119"}, "registers": {"R09": [row]}})


def asked(town: Town, good: dict[str, Any], tmp_path: Path, questions: Sequence[Asked] = ASKED) -> None:
    """The unit has filed, and was sent back with questions: one about a figure, one about the return as a whole."""
    town.receive(*town.file(UNIT, Q3, good)["files"])
    items = tmp_path / "items.json"
    items.write_text(json.dumps([{"item": at, "text": words} for at, words in questions]))
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
        assert steps(session) == [QueryStep.EXPLAINED] * 2 and session.standing.counts.left == left - 2
        session.explain(ABOUT_IT, "")
        assert steps(session)[0] is QueryStep.OPEN and session.standing.counts.left == left - 1, "withdrawn"
        answered(session)
        session.put(AT, "120")
        assert steps(session)[0] is QueryStep.CHANGED and ABOUT_IT not in session.sheet.explanations
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
        assert set(found) == {ABOUT_IT, WHOLE}
        assert WHY in found[ABOUT_IT].explanation and found[ABOUT_IT].now == "119"
        assert found[ABOUT_IT] in line.open, "somebody is to look at it"


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
        assert ABOUT_IT in session.sheet.explanations, "what was answered is not taken back by itself"
        session.put(AT, "121")
        assert ABOUT_IT not in session.sheet.explanations
    other = tmp_path / "other"
    town.open_unit(UNIT, town.pack(), other)
    town.call("unit", "open", next(one for one in second["files"] if str(one).endswith(".pdf")), "--data", other)
    with UnitWorkspace.open(other) as workspace:
        assert ABOUT_IT in workspace.sheet(Q3).explanations


def test_two_questions_about_one_figure_have_each_their_answer(
    town: Town, good: dict[str, Any], tmp_path: Path, qtbot: QtBot
) -> None:
    questions = (AT, "比上期多一倍，请核实。"), (AT, "住建局报的是“117”，请说明差异。")
    asked(town, good, tmp_path, questions)
    with UnitWorkspace.open(town.unit_folder(UNIT)) as workspace:
        session = Session(workspace, Q3)
        session.reopen()
        desk = UnitDesk(session, Lane(), QToolButton())
        qtbot.addWidget(desk)
        context = desk.desk
        line = QueryLine(context, session.standing.queries, lambda: None, lambda: None)
        qtbot.addWidget(line)
        for answer, why in zip(line.answers, (WHY, "住建局未计新建的两户"), strict=True):
            assert answer.text is not None
            answer.text.setText(why)
            answer.keep()
            assert [one.step for one in session.standing.queries].count(QueryStep.OPEN) == (why == WHY)
        again = QueryLine(context, session.standing.queries, lambda: None, lambda: None)
        qtbot.addWidget(again)
        again.answers[0].withdraw.click()
        assert steps(session) == [QueryStep.OPEN, QueryStep.EXPLAINED], "the other one stays"
        line.answers[0].keep()
    words = ("--data", town.unit_folder(UNIT), "--period", Q3, "--out", town.out / "second", "--reason", "按退回单核实")
    second = town.call("unit", "file", *words)
    town.receive(*second["files"])
    paper = next(Path(one) for one in second["files"] if str(one).endswith(".pdf"))
    read = pdf_signs(paper)
    assert "对“比上期多一倍，请核实。”：已核" in read and "对“住建局报的是‘117’，请说明差异。”：已核" in read
    with OfficeWorkspace.open(town.office) as office:
        (row,) = review_papers(office, Q3)
        told = {one.asked: one.explanation for one in row.items if one.answers}
        assert told.keys() == {words for _, words in questions}
        assert WHY in told[questions[0][1]] and "两户" in told[questions[1][1]]
