"""Situations of other cities, told by their plans alone: what is typed, and what cells, checks and verdicts follow.

`tests/data/plan_cases.toml` holds them, each a small change of tests/plans/yunze-2027 or of lincheng-2026: what the
plan may say is all that differs. A case with `book` goes through an Excel book first, one with `years` is next year's.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forms.plan_book.reader import read_plan_book
from forms.plan_book.writer import write_plan_book
from models.basics.quantity import plain, round_to
from models.checks.findings import Outcome
from models.checks.run import run_checks
from models.plan.load import load_plan_bytes, plan_files
from models.plan.plan import Plan
from models.planning.renew import next_year
from models.planning.source import plan_rows, plan_toml
from models.planning.tried import summed_up
from models.settings.load import read_settings
from models.settings.settings import Settings
from models.sheet.cells import State
from models.sheet.fillable import expected_units
from models.sheet.sheet import Sheet
from tests.golden.made_up_city import Entries, sheets

TESTS = Path(__file__).resolve().parents[2]
CASES: list[dict[str, Any]] = tomllib.loads((TESTS / "data/plan_cases.toml").read_text("utf-8"))["case"]


@cache
def files_of(name: str) -> Mapping[str, bytes]:
    return plan_files(TESTS / "plans" / name)


def plan_of(case: Mapping[str, Any]) -> Plan:
    """The plan of a case: changed, through a book, or a year later, as it says."""
    text = files_of(case["plan"])["plan.toml"].decode()
    for before, after in case.get("edits", ()):
        assert before in text, before
        text = text.replace(before, after, 1)
    files: Mapping[str, bytes] = {**files_of(case["plan"]), "plan.toml": text.encode() + case.get("more", "").encode()}
    if case.get("book"):
        book = read_plan_book(write_plan_book(plan_rows(files), load_plan_bytes(files)), "方案.xlsx")
        assert book.problems == ()
        files = book.files
    for _ in range(case.get("years", 0)):
        files = plan_toml(next_year(plan_rows(files)).rows)
    return load_plan_bytes(files)


def entries_of(said: Mapping[str, Any]) -> Entries:
    """What a unit types: a state by its name between signs (〔未开展〕), rows of registers by the register's id."""
    states = {f"〔{state.value}〕": state for state in State}
    cells = {at: states.get(text, text) for at, text in said.items() if isinstance(text, str)}
    return Entries(cells, {name: rows for name, rows in said.items() if not isinstance(rows, str)})


def followed(case: Mapping[str, Any], plan: Plan, made: Mapping[str, Sheet], settings: Settings) -> Iterator[Any]:
    """What came of it, in the order and shape of what the case expects."""
    summary = summed_up(plan, case["period"], settings, list(made.values())) if "verdicts" in case else None
    for unit, cells in case.get("cells", {}).items():
        yield unit, {at: _shown(made[unit], at) for at in cells}
    for unit in case.get("finds", {}):
        own = {f.check.id for f in run_checks(made[unit]) if f.outcome is Outcome.BROKEN}
        yield unit, sorted(own & {*case.get("checks", plan.checks)})
    for unit in case.get("says", {}):
        yield unit, [f.message for f in run_checks(made[unit]) if f.check.id in case["checks"]]
    for id in case.get("verdicts", {}):
        result = summary.of(id) if summary else None
        assert result is not None
        value = "" if result.value is None else plain(round_to(result.value, 2, plan.rounding))
        yield id, [value, result.verdict.value]
    for key in ("expected", "name"):
        if key in case:
            yield key, list(expected_units(plan, settings, case["period"])) if key == "expected" else _names(plan, case)


def _names(plan: Plan, case: Mapping[str, Any]) -> dict[str, str]:
    day = plan.periods[case["period"]].end
    return {unit: plan.unit_name(unit, day) for unit in case["name"]}


def _shown(sheet: Sheet, at: str) -> str:
    cell = sheet.cell(at)
    if cell.state is not State.VALUE:
        return "" if cell.state is None else f"〔{cell.state.value}〕"
    return plain(cell.value) if isinstance(cell.value, Decimal) else cell.text


@pytest.mark.parametrize("case", CASES, ids=[str(case["title"]) for case in CASES])
def test_what_follows_is_what_the_plan_says(case: dict[str, Any]) -> None:
    plan = plan_of(case)
    settings = read_settings(case["settings"], plan, Settings()) if "settings" in case else Settings()
    typed: dict[tuple[str, str], Entries] = {}
    for period in (case.get("before", ""), case["period"]):
        for unit, said in case.get("typed_before" if period != case["period"] else "typed", {}).items():
            typed[unit, period] = entries_of(said)
    made = {unit: sheet for (unit, at), sheet in sheets(plan, settings, typed).items() if at == case["period"]}
    wanted = [
        *case.get("cells", {}).items(), *case.get("finds", {}).items(),
        *case.get("says", {}).items(), *case.get("verdicts", {}).items(),
        *((key, case[key]) for key in ("expected", "name") if key in case),
    ]  # fmt: skip
    assert wanted and list(followed(case, plan, made, settings)) == wanted


def test_there_are_thirty_cases_and_more_each_of_its_own() -> None:
    assert len(CASES) >= 30 and len({case["title"] for case in CASES}) == len(CASES)
