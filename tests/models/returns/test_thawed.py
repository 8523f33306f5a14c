"""A paper that is thawed after another one of its unit says what it says alone, whatever both have in common."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from models.basics.addresses import COVER
from models.basics.errors import AppError
from models.checks.run import run_checks
from models.returns.frozen import Thawed, disagreements, freeze, thaw
from models.returns.returns import SHORT, Entry, Return
from models.returns.thawed import LARGEST, MOST, ThawedReturns
from models.settings.settings import Settings
from models.sheet.cells import FIGURES, Cell, State, read_cell, read_field
from models.sheet.sheet import Sheet
from tests.bench.made.random_sheets import sheets as random_sheets
from tests.models.checks.test_asked_again import said, with_cells, with_rows
from tests.models.checks.whole.test_all_of_other_plans import plan_of
from tests.models.returns.test_frozen_sheets import sheets
from tests.seeds import seeds

TEXTS = (
    "1,200",
    "约12",
    "12左右",
    "０.5",
    "5",
    "0",
    "是",
    "2020-02-30",
    "2020年5月1日",
    "x",
)  # of a sealed row: anything
RAW = ("约5", "5千", "五", "")


def next_of(chance: random.Random, sheet: Sheet) -> Return:
    """What the unit files next, by its own program or by one that writes what it likes."""
    for _ in range(2):
        if chance.random() < 0.7:
            more = chance.choice((1, 3, 9))
            sheet = with_rows(chance, sheet) if chance.random() < 0.4 else with_cells(chance, sheet, more)
    kept = {at: cell for at, cell in sheet.cells.items() if not cell.fault}
    kept = {at: cell for at, cell in kept.items() if at in sheet.slots or cell.state is State.VALUE}
    filed = freeze(replace(sheet, cells=kept))
    return twisted(chance, filed) if chance.random() < 0.5 else filed


def twisted(chance: random.Random, filed: Return) -> Return:
    cells, registers = dict(filed.cells), dict(filed.registers)
    if cells and chance.random() < 0.6:
        at = chance.choice(list(cells))
        cells[at] = replace(cells[at], raw=chance.choice(RAW), note=chance.choice(("", "注")))
    if cells and chance.random() < 0.4:
        del cells[chance.choice(list(cells))]
    if registers and chance.random() < 0.7:
        name = chance.choice(list(registers))
        rows = [dict(row) for row in registers[name]]
        chance.shuffle(rows)
        if rows[0]:
            rows[0][chance.choice(list(rows[0]))] = chance.choice(TEXTS)
        registers[name] = tuple(rows)
    cover = (
        {**filed.cover, "没有的栏": Entry(state="value", value="1", raw="", note="")}
        if chance.random() < 0.2
        else filed.cover
    )
    return replace(filed, cells=cells, registers=registers, cover=cover)


def follows(filed: Return, sheet: Sheet) -> tuple[object, ...]:
    """Everything that is asked of a thawed sheet."""
    places = {at: (sheet.cell(at), sheet.exact(at), sheet.control(at)) for at in sheet.addresses()}
    left_out = {name: rows for name, rows in sheet.uncounted.items() if rows}
    whole = sheet.cells, sheet.registers, sheet.explanations, places, left_out
    return *whole, said(run_checks(sheet)), disagreements(filed, sheet), freeze(sheet).content


@pytest.mark.parametrize("name", ["ankang", "lincheng", "yunze"])
def test_a_paper_says_the_same_after_any_other_one_as_alone(name: str) -> None:
    drawn = sheets(name) if name != "ankang" else _shipped()
    for seed in seeds(3):
        chance, known = random.Random(seed), ThawedReturns()
        followed = 0
        for first in chance.sample(drawn, 8):
            plan, settings, sheet = first.plan, first.settings, replace(first, previous=None)
            for _ in range(6):
                try:
                    filed = next_of(chance, sheet)
                    alone = thaw(filed, plan, settings)
                except AppError:
                    with pytest.raises(AppError):
                        known.sheet(filed, plan, settings)
                    continue
                after = known.sheet(filed, plan, settings)
                followed += after.cache is sheet.cache
                assert follows(filed, after) == follows(filed, alone)
                sheet = after
        assert followed > 20  # most of them were not read from nothing


def _shipped() -> list[Sheet]:
    return list(random_sheets(plan_of("ankang"), 7, 9))


def test_what_both_say_is_the_same_object_and_nothing_else_is() -> None:
    sheet = next(one for one in sheets("lincheng") if one.registers and len(one.cells) > 5)
    filed = freeze(sheet)
    before = thaw(filed, sheet.plan, sheet.settings)
    again = thaw(replace(filed, reason="更正"), sheet.plan, sheet.settings, like=Thawed(filed=filed, sheet=before))
    assert again.cells is before.cells and all(again.registers[name] is rows for name, rows in before.registers.items())
    for other in (replace(filed, unit="别的"), replace(filed, period=next(iter(sheet.plan.periods)))):
        if other.unit in sheet.plan.units and other.period != filed.period:
            apart = thaw(other, sheet.plan, sheet.settings, like=Thawed(filed=filed, sheet=before))
            assert apart.cache is not before.cache
    set_anew = thaw(filed, sheet.plan, Settings(version=9), like=Thawed(filed=filed, sheet=before))
    assert set_anew.cache is not before.cache and set_anew.settings.version == 9


LONG = "数" * (SHORT + 1)
FIGURES_SAID = ("5", "12.5")


@pytest.mark.parametrize("note", ["", "注"])
@pytest.mark.parametrize(("value", "raw"), [("5", ""), ("5", "约5"), ("5", "五千"), ("7", "约5"), ("12.5", "")])
def test_a_value_is_what_its_entry_says_with_what_stands_beside_it(value: str, raw: str, note: str) -> None:
    full = max(_shipped(), key=lambda one: len(one.slots))
    sheet, seen = replace(full, cells={}, registers={}), set[bool]()
    entry = Entry(state="value", value=value, raw=raw, note=note)
    for at, slot in sheet.slots.items():
        if slot.derived:
            continue
        seen.add(slot.item.numeric)
        found = thaw(replace(freeze(sheet), cells={at: entry}), sheet.plan, sheet.settings).cells[at]
        figure = Decimal(value) if slot.item.numeric else value
        typed = read_cell(slot.item, raw) if raw else Cell()
        remarks = typed.remarks if typed.text == value else ()
        assert found == Cell(State.VALUE, figure, raw or value, note=note, remarks=remarks), at
        assert type(found.value) is type(figure) and found.text == value
    assert seen == {True, False}


@pytest.mark.parametrize("value", ["5", "12.5", "2020-05-01", "在建", LONG[1:], LONG])
def test_a_field_says_what_its_entry_says(value: str) -> None:
    seen = set[bool]()
    for sheet in (replace(one, cells={}, registers={}) for one in (_shipped()[0], *sheets("yunze")[:4])):
        for at, field in sheet.fields.items():
            figure = field.column.type in FIGURES
            if figure and value not in FIGURES_SAID:
                continue
            seen.add(figure)
            said = {field.column.name: Entry(state="value", value=value)}
            filed = replace(freeze(sheet), cover=said) if field.group == COVER else freeze(sheet)
            filed = filed if field.group == COVER else replace(filed, progress={field.group: said})
            read = read_field(field.column, value)
            found = thaw(filed, sheet.plan, sheet.settings).cells[at]
            assert found == (read if read.text == value else Cell(State.VALUE, value, value)), at
            assert type(found.value) is (type(read.value) if read.text == value else str)
    assert False in seen and (value in FIGURES_SAID) == (True in seen)


def test_only_as_many_papers_are_remembered_as_there_is_room_for() -> None:
    known, one = ThawedReturns(), next(one for one in sheets("lincheng") if one.registers)
    filed = freeze(one)
    first = known.sheet(filed, one.plan, one.settings)
    assert known.sheet(filed, one.plan, one.settings).cache is first.cache
    name, rows = next((name, rows) for name, rows in filed.registers.items() if rows)
    long = replace(filed, registers={**filed.registers, name: rows * (LARGEST // len(rows) + 1)})
    known.sheet(long, one.plan, one.settings)
    assert known.sheet(filed, one.plan, one.settings).cache is not first.cache
    others = {(other.unit_id, other.period_id): other for other in sheets("lincheng")}
    last = known.sheet(filed, one.plan, one.settings)
    for other in list(others.values())[: MOST + 1]:
        if (other.unit_id, other.period_id) != (one.unit_id, one.period_id):
            known.sheet(freeze(other), other.plan, other.settings)
    assert (known.sheet(filed, one.plan, one.settings).cache is last.cache) is (len(others) <= MOST)
