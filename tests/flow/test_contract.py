"""The answers of the command line: the keys that scripts rely on, paths that are absolute, figures that are text."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.flow.town import SECRET, Town, said_by
from ui.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
UNIT, Q3 = "610924", "2020Q3"
SEALS = {"valid", "resaved", "countersigned", "broken", "absent", "untrusted"}
VERDICTS = {"met", "missed", "reached", "on_track", "behind", "pending", "not_evaluable", "no_target"}
STATES = {"value", "nil", "na", "not_due", "awaited", "missing", None}


def has(answer: Mapping[str, Any], *keys: str) -> None:
    assert set(keys) <= set(answer), set(keys) - set(answer)


def no_fractions(answer: object) -> None:
    """Nothing a unit reports may have become a binary fraction on the way."""
    if isinstance(answer, dict):
        for value in answer.values():
            no_fractions(value)
    elif isinstance(answer, list):
        for value in answer:
            no_fractions(value)
    assert not isinstance(answer, float), answer


@pytest.fixture
def filed(town: Town) -> dict[str, Any]:
    return town.file(UNIT, Q3, town.completed(UNIT, Q3, {"cells": {"Q06.1": "1.20", "Q11.1": {"value": "51.2"}}}))


def test_plan_check_tells_the_whole_plan(town: Town) -> None:
    answer = town.call("plan", "check")
    has(answer, "problems", "plan")
    plan = answer["plan"]
    has(plan, "id", "version", "digest", "units", "blocks", "indicators", "items", "registers", "checks")
    counts = [len(plan[name]) for name in ("blocks", "indicators", "items", "registers", "checks")]
    assert counts == [19, 24, 109, 18, 107]
    assert {unit["kind"] for unit in plan["units"]} == {"county", "zone", "department", "company", "group"}
    for block in plan["blocks"]:
        has(block, "id", "clause", "lead", "responsible")
        assert "各县区" not in block["responsible"]
    for indicator in plan["indicators"]:
        has(indicator, "id", "name", "target", "measure", "direction", "clauses")
    has(plan["items"][0], "id", "name", "measure", "type", "tables")
    has(plan["registers"][0]["columns"][0], "name", "type", "required", "choices")
    assert {check["level"] for check in plan["checks"]} == {"error", "warning", "hint"}
    no_fractions(plan)


def test_a_checked_and_a_filed_sheet(town: Town, filed: dict[str, Any]) -> None:
    has(filed, "unit", "period", "can_file", "counts", "cells", "findings", "revision", "digest", "files")
    assert set(filed["counts"]) >= {"error", "warning", "hint", "not_evaluated"}
    assert {cell["state"] for cell in filed["cells"].values()} <= STATES
    assert filed["cells"]["Q06.1"] == {"state": "value", "value": "1.2", "raw": "1.20"}
    for finding in filed["findings"]:
        has(finding, "check", "level", "outcome", "item", "message", "values", "explained", "clause")
        assert finding["outcome"] in ("broken", "not_evaluated")
        assert "{" not in finding["message"]
    assert all(Path(path).is_absolute() and Path(path).is_file() for path in filed["files"])
    assert [Path(path).suffix for path in filed["files"]] == [".pdf", ".xlsx"]
    assert len(filed["digest"]) == 64
    no_fractions(filed)


def test_what_the_office_answers(town: Town, filed: dict[str, Any]) -> None:
    (item,) = town.receive(*filed["files"])
    has(item, "file", "unit", "period", "revision", "digest", "decision", "reasons", "seals", "also")
    assert (item["unit"], item["period"], item["revision"], item["digest"]) == (UNIT, Q3, 1, filed["digest"])
    assert item["decision"] == "accepted" and len(item["also"]) == 1
    assert set(item["seals"]) == {"data", "workbook", "document"} and set(item["seals"].values()) <= SEALS
    for reason in item["reasons"]:
        has(reason, "check", "item", "message")
    status = town.status(Q3)
    assert (status["expected"], status["received"], status["on_time"]) == (33, 1, 1)
    assert all(isinstance(status[name], list) for name in ("late", "missing", "held", "returned", "disputed"))
    summary = town.call("office", "summary", "--data", town.office, "--period", Q3, "--out", town.out)
    has(summary, "period", "coverage", "indicators", "reconciliation")
    has(summary["coverage"], "expected", "received", "missing", "disputed")
    assert len(summary["indicators"]) == 24
    for one in summary["indicators"]:
        has(one, "id", "value", "exact", "target", "verdict", "basis", "coverage", "notes")
        assert one["verdict"] in VERDICTS - {"met", "missed"}, "no verdict of the year before the deciding period"
    for line in summary["reconciliation"]:
        has(line, "indicator", "counties", "department", "difference", "units")
    trace = town.call("office", "trace", Q3, "Q06", "--data", town.office)
    assert {cell["state"] for cell in trace["cells"]} <= STATES and any(
        cell["digest"] is None for cell in trace["cells"]
    )
    receipts = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    assert receipts and all(Path(path).is_absolute() and Path(path).is_file() for path in receipts)
    for answer in (item, status, summary):
        no_fractions(answer)


def test_verify_needs_no_store(town: Town, filed: dict[str, Any], tmp_path: Path) -> None:
    items = town.call("verify", *filed["files"])["items"]
    for item in items:
        has(item, "file", "kind", "unit", "period", "revision", "digest", "ancestors", "signer", "signed_at", "seals")
        assert Path(item["file"]).is_absolute() and item["differences"] == [] and item["digest"] == filed["digest"]


def test_times_are_those_of_the_plan_and_a_key_is_told_by_its_code(town: Town, filed: dict[str, Any]) -> None:
    """A return told when it was signed in UTC, its receipt at +08:00."""
    town.receive(*filed["files"])
    asked = next(town.out.glob(f"{UNIT}_*登记申请*.pdf"))
    receipts = town.call("office", "receipt", "--data", town.office, "--out", town.out)["files"]
    files = (*filed["files"], asked, *receipts)
    found = town.call("verify", *files)["items"]
    assert {one["signed_at"][-6:] for one in found} == {"+08:00"}
    (paper,) = town.call("office", "papers", "--data", town.office)["papers"]
    for one in found[:3]:
        assert (one["fingerprint"], one["code"]) == (paper["fingerprint"], paper["code"])
    told = said_by("verify", *files)[1]
    assert f"核对码 {paper['code']}" in told and paper["fingerprint"] in told


def test_what_is_left_open_is_wrong_usage(town: Town, filed: dict[str, Any]) -> None:
    town.receive(*filed["files"])
    for words in (
        ("office", "chase", Q3),
        ("office", "return", UNIT, Q3, "--until", "2030-10-19T17:30", "--out", town.out),
        ("office", "decision", Q3, "--out", town.out),
        ("office", "sign", Q3, "--day", "2020-10-13"),
    ):
        told = town.call(*words, "--data", town.office, expect=2)["error"]["message"]
        assert "--" in told, words


def test_who_took_a_paper_in_is_corrected_by_naming_them(town: Town, filed: dict[str, Any]) -> None:
    """As the contract writes it: `reception DIGEST [--at] [--channel] [--by NAME]`; a name alone corrected nothing."""
    town.receive(*filed["files"])
    words = ("office", "reception", filed["digest"][:8], "--by", "李四", "--reason", "登记有误", "--data", town.office)
    assert town.call(*words)["handler"] == "李四"
    (paper,) = town.call("office", "papers", "--data", town.office)["papers"]
    assert paper["by"] == "李四"


def test_a_request_and_its_enrolment(town: Town, tmp_path: Path) -> None:
    folder = town.open_unit("M11", next(town.out.glob("任务包*.pdf")))
    asked = town.request(folder)
    assert Path(asked["file"]).is_absolute()
    assert len(asked["code"].replace("-", "").replace(" ", "")) >= 16, "at least 64 bits, in groups"
    given = town.enrol(asked["file"], asked["code"])
    has(given, "file", "code", "unit", "compared")
    assert (given["unit"], given["compared"], given["code"]) == ("M11", True, asked["code"])


def test_a_failure_is_json_too_and_nothing_else_is_on_stdout(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unit", "check", "--data", str(town.root / "no"), "--period", Q3, "--json"]) == 1
    said = capsys.readouterr()
    assert set(json.loads(said.out)["error"]) == {"code", "message"}


def test_a_program_that_lacks_a_part_says_so_in_one_sentence(tmp_path: Path) -> None:
    """`-S` hides every installed library: the bare interpreter of somebody who skipped the set-up."""
    words = [sys.executable, "-S", "main.py", "office", "init", "--data", str(tmp_path / "o")]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, check=False,
        env={"TANBAO_PASSPHRASE": SECRET, "PATH": "", "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.returncode == 3 and done.stdout == ""
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1 and "build/tasks.py" in done.stderr


def test_help_and_check_stay_light(town: Town) -> None:
    """A clerk's machine must not load the window, nor the papers' libraries, to answer a question."""
    for words in (["--help"], ["unit", "check", "--data", str(town.unit_folder(UNIT)), "--period", Q3]):
        code = f"import sys; from ui.cli.run import run; run({words!r}); print([m for m in sys.modules if m in ('PySide6', 'reportlab', 'pyhanko', 'openpyxl')], file=sys.stderr)"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.stderr.strip().splitlines()[-1] == "[]", done.stderr
