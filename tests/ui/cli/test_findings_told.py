"""What `unit check --json` says of a finding: what was found, or why nothing could be."""

from dataclasses import replace
from datetime import date

from models.checks.findings import Outcome
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State, read_cell
from models.sheet.sheet import Sheet
from ui.cli.answers.findings import sheet_answer


def test_a_check_that_could_not_be_evaluated_says_what_is_lacking_and_claims_no_breach() -> None:
    plan = load_plan(SHIPPED)
    empty = Sheet(plan=plan, unit_id="610924", period_id="2020Q3", settings=Settings(), today=date(2020, 10, 1))
    cells = {
        "Q11.2": read_cell(plan.items["Q11.2"], "9"),
        "Q11.1": Cell(State.AWAITED, note="待住建局，10月20日"),
    }
    sheet = replace(empty, cells=cells)
    found = run_checks(sheet)
    told = sheet_answer(sheet, found)["findings"]
    assert isinstance(told, list)
    open_ones = [(one, said) for one, said in zip(found, told, strict=True) if one.outcome is Outcome.NOT_EVALUATED]
    assert any("Q11.1" in one.lacking for one, _ in open_ones)
    for one, said in open_ones:
        assert "未能核验" in said["message"] and said["message"] != one.message and said["outcome"] == "not_evaluated"
    assert all(
        said["message"] == one.message for one, said in zip(found, told, strict=True) if one.outcome is Outcome.BROKEN
    )
