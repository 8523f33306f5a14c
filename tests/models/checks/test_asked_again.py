"""After an edit only what it touches is asked again: findings and cells are those of a sheet that remembers nothing."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from models.checks.findings import Finding
from models.checks.run import run_checks
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.cells import BLANK, STATES, Cell, read_cell, read_field
from models.sheet.identity_cache import FEW, IdentityCache
from models.sheet.rows import numbered, read_row
from models.sheet.sheet import Sheet
from models.sheet.touched import names_read
from tests.bench.made.random_sheets import rows_of, sheets
from tests.seeds import seeds

LINCHENG = Path(__file__).parents[2] / "plans" / "lincheng-2026"
TEXTS = (
    "0",
    "-1",
    "1.5",
    "12.345",
    "3亩",
    "约12",
    "100000000",
    "—",
    "看不懂",
    "2020-05-01",
    "是",
    "x",
    "甲单位",
    "60%",
)


def typed(chance: random.Random, sheet: Sheet, address: str) -> Cell:
    """Draw what a person may put at a place."""
    dice, slot = chance.random(), sheet.slots.get(address)
    if dice < 0.2:
        return BLANK
    if dice < 0.35:
        return Cell(chance.choice(STATES), note="待统计局")
    text = chance.choice(TEXTS)
    if slot is None:
        return read_field(sheet.fields[address].column, text)
    choices = slot.item.choices or sheet.choices_of(slot.item)
    return read_cell(slot.item, chance.choice(choices) if choices and dice < 0.8 else text)


def with_cells(chance: random.Random, sheet: Sheet, count: int) -> Sheet:
    cells = dict(sheet.cells)
    for address in chance.choices(list(sheet.addresses()), k=count):
        cells[address] = typed(chance, sheet, address)
    return replace(sheet, cells={at: cell for at, cell in cells.items() if cell != BLANK})


def with_rows(chance: random.Random, sheet: Sheet) -> Sheet:
    """Change, drop or draw anew the rows of one register, or let a few come or go at its end."""
    if not sheet.register_ids:
        return sheet
    name = chance.choice(sheet.register_ids)
    register, rows = sheet.plan.registers[name], list(sheet.registers.get(name, ()))
    if not rows or chance.random() < 0.3:
        rows = list(rows_of(chance, register, chance.choice((0, 2, 9))))
    elif chance.random() < 0.4:
        more = rows_of(chance, register, chance.choice((1, 3)))
        more = [*more, replace(rows[0])]  # and one that is as the first
        rows += [replace(row, number=number) for number, row in enumerate(more, len(rows) + 1)]
    elif chance.random() < 0.3:
        del rows[-chance.choice((1, 2)) :]
    elif chance.random() < 0.5:
        rows = [replace(row, number=number) for number, row in enumerate(rows[1:], 1)]
    else:
        number = chance.randint(1, len(rows))
        rows[number - 1] = read_row(register, number, {one.name: chance.choice(TEXTS) for one in register.columns})
    return replace(sheet, registers={**sheet.registers, name: tuple(rows)} if rows else without(sheet, name))


def moved(chance: random.Random, sheet: Sheet, name: str) -> Sheet:
    """Let many rows of a long register move: some go, come or are typed anew among them, or all stand otherwise."""
    register, rows = sheet.plan.registers[name], list(sheet.registers[name])
    place, act = chance.randrange(len(rows)), chance.randrange(5)
    if act == 0:
        del rows[place : place + chance.choice((1, 1, 40))]
    elif act == 1:
        rows[place:place] = [*rows_of(chance, register, chance.choice((1, 60))), *rows[place : place + 1]]
    elif act == 2:
        chance.shuffle(rows)
    elif act == 3:
        del rows[:: chance.choice((2, 7))]
    else:
        del rows[0]
        rows[len(rows) // 2 : len(rows) // 2 + 1] = [
            read_row(register, 1, {one.name: chance.choice(TEXTS) for one in register.columns})
        ]
    return replace(sheet, registers={**sheet.registers, name: numbered(rows)})


def without(sheet: Sheet, name: str) -> dict[str, tuple[object, ...]]:
    return {key: rows for key, rows in sheet.registers.items() if key != name}


def said(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(f.check.id, f.outcome, f.at, f.message, f.lacking, f.leaves_out, dict(f.values)) for f in findings]


def hold_against_a_fresh_one(sheet: Sheet) -> None:
    fresh = replace(sheet, cache=IdentityCache())
    assert said(run_checks(sheet)) == said(run_checks(fresh))
    assert {at: sheet.cell(at) for at in sheet.addresses()} == {at: fresh.cell(at) for at in fresh.addresses()}
    assert {at: sheet.exact(at) for at in sheet.slots} == {at: fresh.exact(at) for at in fresh.slots}


@pytest.mark.parametrize("seed", seeds(5))
def test_edit_after_edit_finds_what_a_fresh_sheet_finds(seed: int) -> None:
    chance = random.Random(seed)
    (sheet,) = sheets(load_plan(SHIPPED), seed, 1)
    run_checks(sheet)
    for _ in range(12):
        sheet = with_rows(chance, sheet) if chance.random() < 0.3 else with_cells(chance, sheet, 1)
        hold_against_a_fresh_one(sheet)


@pytest.mark.parametrize("seed", seeds(4))
def test_rows_that_move_in_a_long_register_are_judged_and_counted_as_in_a_fresh_sheet(seed: int) -> None:
    chance = random.Random(seed)
    (sheet,) = sheets(load_plan(SHIPPED), seed, 1)
    name = chance.choice(sheet.register_ids)
    for _ in range(8):
        rows = sheet.registers.get(name, ())
        if len(rows) < 2 * FEW:
            more = rows_of(chance, sheet.plan.registers[name], 3 * FEW)
            sheet = replace(sheet, registers={**sheet.registers, name: numbered([*rows, *more])})
            run_checks(sheet)
        sheet = moved(chance, sheet, name)
        hold_against_a_fresh_one(sheet)
        places, fresh = sheet.places(name), replace(sheet, cache=IdentityCache()).places(name)
        assert [*map(places.address, sheet.registers[name])] == [*map(fresh.address, sheet.registers[name])]


def second_city() -> Plan:
    return load_plan(LINCHENG)


@pytest.mark.parametrize("seed", seeds(3))
def test_another_citys_plan_likewise_and_from_a_filled_sheet(seed: int) -> None:
    chance, plan = random.Random(seed), second_city()
    for unit in chance.sample([one.id for one in plan.filing_units], 3):
        period = chance.choice(list(plan.periods))
        last = with_cells(chance, Sheet(plan=plan, unit_id=unit, period_id=period, settings=Settings()), 40)
        sheet = with_cells(chance, replace(last, previous=last, cells={}, cache=IdentityCache()), 40)
        run_checks(sheet)
        for _ in range(12):
            sheet = (
                with_rows(chance, sheet) if chance.random() < 0.3 else with_cells(chance, sheet, chance.randint(1, 3))
            )
            hold_against_a_fresh_one(sheet)


def test_another_setting_and_a_second_branch_are_asked_anew() -> None:
    chance = random.Random(7)
    (first,) = sheets(load_plan(SHIPPED), 7, 1)
    run_checks(first)
    one, other = with_cells(chance, first, 2), with_cells(chance, first, 2)
    for sheet in (one, other, replace(one, settings=replace(one.settings, version=9, parameters={})), first, one):
        hold_against_a_fresh_one(sheet)


def test_a_formula_with_a_factor_hangs_on_the_choice_of_which_factors_too() -> None:
    plan = load_plan(SHIPPED)
    assert names_read(plan, plan.items["Q01.11"].formula) == {"Q01.3", "Q01.5", "Q01.7", "Q01.9", "Q01.17"}
