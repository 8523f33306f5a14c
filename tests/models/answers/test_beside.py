"""What stands beside a figure: growth against last year, the target it is held against, what the registers give."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.answers.beside import growth, held_value, register_figure, signed, target_for, value_of
from models.plan.load import SHIPPED, load_plan
from models.plan.plan import Base, Direction
from models.settings.settings import Settings, Target
from models.sheet.cells import Cell, State
from models.sheet.fillable import Slot
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)
YEAR = "2020Y初步"


def figures(**said: str) -> dict[str, Cell]:
    return {at: Cell(State.VALUE, Decimal(text), text) for at, text in said.items()}


def sheet_of(slot: Slot, now: str | None, before: str | None, *, unit: str) -> Sheet:
    cells = {at: text for at, text in ((slot.address, now), (f"{slot.address}/last_year", before)) if text is not None}
    return Sheet(plan=PLAN, unit_id=unit, period_id=YEAR, settings=Settings(), cells=figures(**cells))


def found() -> tuple[str, Slot]:
    """A unit and a typed amount with last year's column beside it."""
    for name in PLAN.units:
        for slot in Sheet(plan=PLAN, unit_id=name, period_id=YEAR, settings=Settings()).slots.values():
            if slot.item.entered and slot.item.numeric and slot.item.last_year and not slot.last_year:
                return name, slot
    raise AssertionError("the plan has no such cell")


@pytest.mark.parametrize(
    "now, before, grown",
    [
        ("110", "100", "10.0"),
        ("100.25", "100", "0.2"),  # 0.25 to the even tenth, as the plan rounds
        ("100.35", "100", "0.4"),
        ("90", "100", "-10.0"),
        ("1", "3", "-66.7"),
        ("100", "0", None),
        ("100", "-5", None),
        ("0", "0.01", "-100.0"),
        (None, "100", None),
        ("100", None, None),
    ],
)
def test_growth_is_told_in_per_cent_with_one_decimal(now: str | None, before: str | None, grown: str | None) -> None:
    unit, slot = found()
    assert str(growth(sheet_of(slot, now, before, unit=unit), slot)) == str(grown)


@pytest.mark.parametrize("now, before, points", [("12.345", "10", "2.34"), ("10", "12.5", "-2.50"), ("3", "0", "3.00")])
def test_a_share_grows_by_points_with_two_decimals(now: str, before: str, points: str) -> None:
    unit, slot = found()
    slot = replace(slot, item=replace(slot.item, measure="%"))
    assert str(growth(sheet_of(slot, now, before, unit=unit), slot)) == points


def test_last_years_own_column_does_not_grow() -> None:
    unit, slot = found()
    sheet = sheet_of(slot, "110", "100", unit=unit)
    assert growth(sheet, replace(slot, last_year=True)) is None


def test_a_cell_is_held_against_its_own_target_else_the_main_reporter_against_the_whole() -> None:
    indicator = next(one for one in PLAN.indicators.values() if one.target is not None)
    lead = Sheet(plan=PLAN, unit_id=indicator.main_reporter, period_id=YEAR, settings=Settings())
    (slot,) = (one for one in lead.slots_of[indicator.value_item] if one.line is None and not one.last_year)
    assert value_of(PLAN, slot) is indicator
    assert value_of(PLAN, replace(slot, last_year=True)) is None
    assert target_for(lead, indicator, slot) == indicator.target
    line = next(unit for unit in PLAN.units if unit != indicator.main_reporter)
    assert target_for(lead, indicator, replace(slot, line=line)) is None
    assert target_for(replace(lead, unit_id=line), indicator, slot) is None
    given = Settings(targets=(Target(unit=line, indicator=indicator.id, value=Decimal(7), doc_no="", doc_date=""),))
    assert target_for(replace(lead, settings=given), indicator, replace(slot, line=line)) == 7
    assert target_for(replace(lead, settings=given, unit_id=line), indicator, slot) == 7
    assert target_for(replace(lead, settings=given), indicator, slot) == indicator.target


def test_another_item_of_an_indicator_is_not_its_value() -> None:
    other = next(
        item for item in PLAN.items.values() if item.indicator and PLAN.indicators[item.indicator].value_item != item.id
    )
    _, slot = found()
    assert value_of(PLAN, replace(slot, item=other)) is None
    assert value_of(PLAN, replace(slot, item=replace(other, indicator=None))) is None


def test_only_a_typed_cell_of_this_period_has_a_figure_of_the_registers_beside_it() -> None:
    item = next(one for one in PLAN.items.values() if one.beside)
    count = item.beside[0]
    unit = PLAN.registers[count.register].units[0]
    row = Row(number=1, values={count.total: "1.2345"} if count.total else {"号": "1"})
    sheet = Sheet(plan=PLAN, unit_id=unit, period_id=YEAR, settings=Settings(), registers={count.register: (row,)})
    (slot,) = (one for one in sheet.slots_of[item.id] if not one.last_year)
    given = sheet.counted(item, item.beside)
    assert given is not None
    assert str(register_figure(sheet, replace(slot, item=replace(item, decimals=2)))) == f"{given:.2f}"
    assert register_figure(sheet, replace(slot, item=replace(item, decimals=None))) == given
    assert register_figure(replace(sheet, registers={}), slot) is None
    for other in (
        replace(slot, last_year=True),
        replace(slot, line=unit),
        replace(slot, total=True),
        replace(slot, item=replace(item, beside=())),
    ):
        assert register_figure(sheet, other) is None


def test_a_figure_shows_its_sign_where_it_is_above_nought() -> None:
    assert [signed(Decimal(text)) for text in ("1.5", "0", "-1.5")] == ["+1.5", "0", "-1.5"]


def test_a_fall_is_held_against_its_target_as_a_percentage() -> None:
    unit, slot = found()
    sheet = sheet_of(slot, "90", "120", unit=unit)
    indicator = next(iter(PLAN.indicators.values()))

    def held(base: Base | None, lead: str = unit) -> Decimal | None:
        one = replace(indicator, direction=Direction.DROP, base=base, main_reporter=lead)
        return held_value(sheet, one, slot.address)

    assert (held(None), held(Base(last_year=True)), held(Base(item=slot.item.id))) == (90, 25, 0)
    assert held(Base(value=Decimal(100))) == 10
    assert held(Base(value=Decimal(100)), "another") is None, "the base of the whole is no unit's"
    assert held(Base(value=Decimal(0))) is None
    drop = replace(indicator, direction=Direction.DROP, base=Base(last_year=True))
    assert held_value(sheet, drop, "封面.填表人") is None, "what is no item falls from nothing"
