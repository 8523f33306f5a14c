"""Everything that follows from typed sheets of every kind of unit, as it was agreed: cells, figures beside them, findings.

How the sentences of plan and program are worded is no part of it.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from models.answers.beside import growth, register_figure, target_for, value_of
from models.answers.said import shown
from models.basics.quantity import plain
from models.checks.findings import blocking, unexplained
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.sheet.rows import read_row
from models.sheet.sheet import Sheet
from tests.golden.texts import compare_text
from tests.models.checks.whole.test_golden import EARLIER, SETTINGS, _cell


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SHIPPED)


def chosen() -> list[int]:
    """Two sheets of each kind of unit and period, those with the most typed in them."""
    kinds: dict[tuple[str, str], list[int]] = {}
    for number in sorted(range(len(EARLIER)), key=lambda one: -len(EARLIER[one]["typed"]) - len(EARLIER[one]["rows"])):
        one = EARLIER[number]
        if one["findings"] is not None:
            kinds.setdefault((one["unit"][:1], one["period"]), []).append(number)
    return sorted(number for numbers in kinds.values() for number in numbers[:2])


def made(plan: Plan, number: int) -> Sheet:
    one = EARLIER[number]
    empty = Sheet(plan=plan, unit_id=one["unit"], period_id=one["period"], settings=(SETTINGS, Settings())[number % 2])
    registers = {
        name: tuple(read_row(plan.registers[name], place, row) for place, row in enumerate(rows, 1))
        for name, rows in one["rows"].items()
    }
    cells = {address: _cell(empty, address, typed) for address, typed in one["typed"].items()}
    before = replace(empty, period_id=plan.periods[one["period"]].predecessor or "2020Q1", cells=halved(cells))
    return replace(empty, cells=cells, registers=registers, previous=before)


def halved(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Last period's figures: every third is the same, every third half as much, every third ten times as much."""
    factors = ("1", "0.5", "10")
    return {
        at: replace(cell, value=cell.value * type(cell.value)(factors[place % 3]))
        if cell.state is State.VALUE and not isinstance(cell.value, str) and cell.value is not None
        else cell
        for place, (at, cell) in enumerate(cells.items())
    }


def told(sheet: Sheet) -> Iterator[str]:
    rounding = sheet.plan.rounding
    for at in sheet.addresses():
        cell, control = sheet.cell(at), sheet.control(at)
        state = cell.state.value if cell.state else "—"
        yield f"{at} {state} {cell.text!r} {cell.raw!r} {cell.note} {cell.fault} {cell.remarks} {control and control.text}"
    for at, slot in sheet.slots.items():
        exact, indicator = sheet.exact(at), value_of(sheet.plan, slot)
        beside = [growth(sheet, slot), register_figure(sheet, slot)]
        beside += [target_for(sheet, indicator, slot)] if indicator else []
        if exact is not None or any(one is not None for one in beside):
            yield f"{at} = {exact and plain(exact)} {[one and str(one) for one in beside]} {shown(exact, rounding)}"
    yield from (f"{register} left out {sorted(rows)}" for register, rows in sorted(sheet.uncounted.items()))


def found(sheet: Sheet) -> Iterator[str]:
    findings = run_checks(sheet)
    for one in findings:
        values = " ".join(f"{name}={value}" for name, value in sorted(one.values.items()))
        yield f"{one.key} {one.outcome.value} {one.level.name} {bool(one.template)} {one.leaves_out} {one.lacking}"
        yield f"{one.key} | {values}"
    words = ("情况属实，无误", "因施工推迟，数据偏低", "确认", "工期")
    written = {one.key: Explanation(words[place % len(words)]) for place, one in enumerate(findings)}
    yield f"blocking {[one.key for one in blocking(findings)]}"
    yield f"unexplained {[one.key for one in unexplained(findings, written)]}"


@pytest.mark.parametrize("number", chosen())
def test_everything_that_follows_from_a_sheet_is_as_agreed(
    plan: Plan, number: int, request: pytest.FixtureRequest
) -> None:
    sheet, one = made(plan, number), EARLIER[number]
    kind = "department" if one["unit"].startswith("M") else "county"
    name = f"sheet/{kind}/{number}-{one['unit']}"
    remake = request.config.getoption("--remake-golden")
    assert compare_text([*told(sheet), *found(sheet)], name, remake=remake) == []
