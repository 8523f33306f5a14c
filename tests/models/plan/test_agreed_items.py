"""The items of the shipped plan are those that were agreed, and are asked of the right units."""

import re

import pytest

from models.plan.plan import Indicator, ItemType
from tests.models.plan.shipped import COUNTY_NAMES, DATA, indicators, plan


def agreed() -> list[list[str]]:
    lines = (DATA / "items_agreed.txt").read_text("utf-8").splitlines()[1:]
    return [line.split("|") for line in lines]


def test_the_items_are_the_agreed_ones_in_their_order() -> None:
    assert [name for name, item in plan().items.items() if not item.process] == [row[0] for row in agreed()]


@pytest.mark.parametrize("row", agreed(), ids=lambda row: row[0])
def test_an_item_is_as_it_was_agreed(row: list[str]) -> None:
    id, indicator, name, measure, kind, decimals, tables, frequency, clause = row
    item = plan().items[id]
    assert (item.indicator, item.name, item.clause) == (indicator, name, clause)
    assert (item.measure or "—", item.type.value) == (measure, kind)
    assert ("—" if item.decimals is None else str(item.decimals)) == decimals.partition("（")[0]
    assert sorted(item.tables) == sorted(re.findall(r"[AB]\d", tables))
    often = {"月": "month", "季": "quarter", "年": "year"}[frequency[0]]
    assert (item.frequency.id, item.cumulative) == (often, "累计" in frequency)


def test_everything_a_ratio_needs_is_required_of_who_reports_it() -> None:
    optional = {"Q01.18", "Q02.4", "Q06.9", "Q06.10", "Q06.11", "Q08.2", "Q10.4", "Q10.5"}
    figures = (ItemType.NUMBER, ItemType.WHOLE)
    entered = [item for item in plan().items.values() if item.process is None and item.type in figures]
    assert {item.id for item in entered if not item.required} == optional
    assert {item.id for item in plan().items.values() if item.process and item.required} == set()


def test_last_year_stands_beside_every_cumulative_figure_without_a_row_of_its_own() -> None:
    shown = {item.id for item in plan().items.values() if item.last_year}
    own_row = ("Q01", "Q02", "Q03", "Q12")
    cumulative = {
        item.id
        for item in plan().items.values()
        if item.cumulative and item.indicator not in own_row and item.type is not ItemType.COUNTED
    }
    assert shown == cumulative


def items_of(unit: str, *, table: str | None = None) -> set[str]:
    assigned = [one for one in plan().assignments if unit in one.units and table in (None, one.table)]
    return {item for one in assigned for item in one.items}


def test_every_item_is_asked_of_somebody() -> None:
    asked = {item for unit in plan().filing_units for item in items_of(unit.id)}
    assert set(plan().items) - asked == set()


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.id)
def test_the_main_reporter_is_asked_for_the_whole_indicator(indicator: Indicator) -> None:
    own = {item.id for item in plan().items.values() if item.indicator == indicator.id}
    assert own <= items_of(indicator.main_reporter)


def test_who_is_asked_for_a_derived_figure_is_asked_for_what_it_is_made_from() -> None:
    lacking = []
    for unit in plan().filing_units:
        asked = items_of(unit.id)
        for name in asked:
            formula = plan().items[name].formula
            reads = {read.removeprefix("合计.").removeprefix("平均.") for read in formula.reads} if formula else set()
            lacking += [(unit.id, name, read) for read in reads & set(plan().items) if read not in asked]
    assert lacking == []


def test_the_zone_that_clause_one_leaves_out_gives_no_energy_figures() -> None:
    energy = {item.id for item in plan().items.values() if item.indicator in ("Q01", "Q02", "Q03")}
    assert not energy & items_of("6109YH")
    assert energy & items_of("6109HK") == energy & items_of("610924") != set()


def test_city_sewage_is_the_central_citys_and_county_town_sewage_the_nine_counties() -> None:
    city = [unit for unit in plan().filing_units if "Q20.1" in items_of(unit.id, table="A1")]
    towns = [unit for unit in plan().filing_units if "Q21.1" in items_of(unit.id, table="A1")]
    assert [unit.id for unit in city] == ["610902", "6109GX"]
    assert [unit.id for unit in towns] == [county for county in COUNTY_NAMES if county != "610902"]


def test_departments_give_a_line_for_each_county() -> None:
    split = {(one.table, item): one.split for one in plan().assignments if one.split for item in one.items}
    everywhere, towns = tuple(COUNTY_NAMES), tuple(county for county in COUNTY_NAMES if county != "610902")
    assert split["B4", "Q06.8"] == split["B2", "Q14.1"] == split["B5", "Q12.1"] == everywhere
    assert split["B2", "Q16.3"] == towns
    assert ("B2", "Q16.4") not in split
