"""Everything that follows from drawn sheets of two other plans, and what is asked at each place of three, as it was agreed.

These plans have what the first one has not: lines of towns, ranges, choices the office gives, ten-day periods, a year
that begins in April, units that come and go.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from models.checks.bounds import bounds_words, range_words
from models.help.checks import looks_at
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Plan
from models.settings.settings import Settings, Target
from models.sheet.cells import BLANK, Cell, read_cell, read_field
from models.sheet.sheet import Sheet
from tests.bench.made.random_sheets import rows_of
from tests.golden.texts import compare_text
from tests.models.checks.test_asked_again import typed
from tests.models.checks.whole.test_all_of_a_sheet import found, told

PLANS = {"ankang": SHIPPED} | {
    name: Path(__file__).parents[3] / "plans" / folder
    for name, folder in (("lincheng", "lincheng-2026"), ("yunze", "yunze-2027"))
}

EVERY = {"lincheng": 1, "yunze": 3}
SOME = ("610902", "610924", "6109GX", "M01", "M07", "M10", "M12")


@cache
def plan_of(name: str) -> Plan:
    return load_plan(PLANS[name])


def settings_of(plan: Plan) -> Settings:
    """Targets for every unit that may have one."""
    units = [unit.id for unit in plan.filing_units]
    targets = tuple(
        Target(unit=unit, indicator=indicator, value=Decimal(number + 2), doc_no="", doc_date="")
        for unit in units
        for number, indicator in enumerate(plan.indicators)
    )
    return Settings(version=1, targets=targets)


def filled(draw: random.Random, sheet: Sheet) -> Sheet:
    """Most places filled in: figures near each other, so that checks hold here and fail there; some hold anything."""
    cells: dict[str, Cell] = {}
    for at in sheet.addresses():
        slot, dice = sheet.slots.get(at), draw.random()
        if slot is None and (choices := sheet.choices_at(at)) and dice < 0.8:
            cells[at] = read_field(sheet.fields[at].column, draw.choice(choices))
        elif dice < 0.2 or slot is None:
            cells[at] = typed(draw, sheet, at)
        elif dice < 0.9 and slot.item.numeric:
            cells[at] = read_cell(slot.item, draw.choice(("1", "2", "2", "9", "9.5", "10", "0", "300", "-3")))
        elif dice < 0.9:
            cells[at] = typed(draw, sheet, at)
    registers = {name: rows_of(draw, sheet.plan.registers[name], draw.choice((0, 4, 9))) for name in sheet.register_ids}
    kept = {at: cell for at, cell in cells.items() if cell != BLANK}
    return replace(sheet, cells=kept, registers={name: rows for name, rows in registers.items() if rows})


def drawn(name: str) -> Iterator[Sheet]:
    """A sheet of each unit in each period, with the one before it where there is one; in half of them the office set nothing. Only some are told."""
    plan, draw = plan_of(name), random.Random(name)
    known: dict[tuple[str, str], Sheet] = {}
    for number, unit in enumerate(plan.filing_units):
        settings = settings_of(plan) if number % 2 else Settings()
        for period in plan.periods.values():
            before = known.get((unit.id, period.predecessor or ""))
            bare = Sheet(plan=plan, unit_id=unit.id, period_id=period.id, settings=settings, previous=before)
            known[unit.id, period.id] = sheet = filled(draw, bare)
            if len(known) % EVERY[name] == 0:
                yield sheet


@pytest.mark.parametrize("name", ["lincheng", "yunze"])
def test_everything_that_follows_from_drawn_sheets_is_as_agreed(name: str, request: pytest.FixtureRequest) -> None:
    lines = (
        f"{sheet.unit_id} {sheet.period_id} {line}" for sheet in drawn(name) for line in (*told(sheet), *found(sheet))
    )
    assert compare_text(lines, f"plans/sheets-{name}", remake=request.config.getoption("--remake-golden")) == []


OF_ANKANG = (("610924", "2020Q2", "2020Q3"), ("M07", "2020Q2", "2020Q3"), ("M01", "2020Q3", "2020Y初步"),
             ("M10", "2020Q2", "2020Q3"), ("M12", "2020Q3", "2020Y初步"), ("6109GX", "2020Q2", "2020Q3"))  # fmt: skip


def test_what_checks_find_in_drawn_sheets_with_a_period_before_is_as_agreed(request: pytest.FixtureRequest) -> None:
    plan, draw, lines = plan_of("ankang"), random.Random("ankang"), list[str]()
    for unit, earlier, period in OF_ANKANG:
        bare = Sheet(plan=plan, unit_id=unit, period_id=earlier, settings=settings_of(plan))
        before = filled(draw, bare)
        sheet = filled(draw, replace(bare, period_id=period, previous=before))
        lines += [f"{unit} {period} {line}" for line in found(sheet)]
    assert compare_text(lines, "plans/findings-ankang", remake=request.config.getoption("--remake-golden")) == []


def asked(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Each place of a sheet, and what is asked there: what kind of place it is, which checks look at it, its bounds."""
    for at in (*sheet.addresses(), *sheet.register_ids):
        slot, field = sheet.slots.get(at), sheet.fields.get(at)
        marks = ("due", "required", "total", "last_year") if slot else ("required",)
        kind = [one for one in marks if getattr(slot or field, one, False)]
        checks = [f"{look.check.id}{'~' if look.relation else ''}" for look in looks_at(sheet, at)]
        bounds = bounds_words(sheet, at)
        words = f"{range_words(sheet, at)} {bounds}" if bounds else ""
        home = f"{slot.table} {slot.part}" if slot else ""
        yield at, f"{home} {' '.join(kind)} | {' '.join(checks)} | {words} {sheet.choices_at(at)} {sheet.inputs(at)}"


@pytest.mark.parametrize("name", PLANS)
def test_what_is_asked_at_each_place_is_as_agreed(name: str, request: pytest.FixtureRequest) -> None:
    plan, places = plan_of(name), dict[str, list[str]]()
    seen = set[tuple[str, str]]()
    for unit in plan.filing_units if name != "ankang" else map(plan.units.get, SOME):
        assert unit is not None
        for period in plan.periods.values():
            sheet = Sheet(plan=plan, unit_id=unit.id, period_id=period.id, settings=settings_of(plan))
            alike = (f"{id(sheet.slots)} {sheet.blocks} {sheet.register_ids}", period.kind.id)
            if alike in seen:  # units that fill the same
                continue
            seen.add(alike)
            for at, said in asked(sheet):
                places.setdefault(f"{at}: {said}", []).append(f"{unit.id} {period.id}")
    lines = (f"{place} of {len(of)} from {of[0]}" for place, of in places.items())
    assert compare_text(lines, f"plans/places-{name}", remake=request.config.getoption("--remake-golden")) == []
