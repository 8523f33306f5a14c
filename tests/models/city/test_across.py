"""What only the office can find: a sheet held against the one before it and against the settings of today."""

from dataclasses import replace
from decimal import Decimal

from models.city.findings import found_across
from models.plan.load import SHIPPED, load_plan
from models.settings.settings import Settings
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.sheet.sheet import Sheet

PLAN = load_plan(SHIPPED)
ITEM = next(item for item in PLAN.items.values() if item.cumulative and "Q06" in (item.indicator or ""))


def sheet(period: str, figure: str, **more: object) -> Sheet:
    cells = {ITEM.id: Cell(State.VALUE, Decimal(figure), figure)}
    return Sheet(plan=PLAN, unit_id="610924", period_id=period, settings=Settings(), cells=cells, **more)  # type: ignore[arg-type]


def test_a_year_to_date_figure_that_falls_is_told_until_it_is_explained() -> None:
    own = sheet("2020Q3", "3")
    now = replace(own, previous=sheet("2020Q2", "10"))
    assert found_across(own, own) == ()
    told = found_across(own, now)
    assert {(one.at, one.unit) for one in told} == {(ITEM.id, "610924")}
    (one,) = told
    explained = replace(now, explanations={f"{one.check}@{one.at}": Explanation("上季度误报，已订正。")})
    assert found_across(own, explained) == ()
    assert found_across(now, now) == (), "the unit found it itself"


def test_a_table_with_a_predecessor_of_its_own_is_held_against_that() -> None:
    own = sheet("2020Q3", "3")
    table = own.slots[ITEM.id].table
    told = found_across(own, replace(own, earlier={table: sheet("2020Q2", "10")}))
    assert [one.at for one in told] == [ITEM.id]
    assert found_across(own, replace(own, earlier={table: None})) == ()
