"""Changes: what moved since a set of papers was issued — cell by cell, with the verdict before and after.

What was issued is frozen; this is the list of what came later (通报后变动清单) and the ground of a 更正通报.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.basics.quantity import plain
from models.city.city import City
from models.city.reconcile import compared_items
from models.city.sources import Sources
from models.city.summary import Summary
from models.plan.plan import Indicator

Facts = Mapping[str, Mapping[str, str]]  # "values", "verdicts": indicator → text; "cells": unit and address → text


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One cell that says something else now; `item` is None for a value that moved without one (a setting did)."""

    unit: str | None
    period: str
    item: str | None
    indicator: str
    before: str
    after: str
    verdict_before: str
    verdict_after: str


def facts_of(city: City, summary: Summary) -> dict[str, dict[str, str]]:
    """Return what is kept of an issued summary, to be compared with later ones."""
    values = {result.indicator.id: result.shown for result in summary.results}
    verdicts = {result.indicator.id: result.verdict.value for result in summary.results}
    cells = {
        f"{unit} {at}": _text(city, unit, at)
        for indicator in city.plan.indicators.values()
        for unit, at in _places(city, indicator)
    }
    return {"values": values, "verdicts": verdicts, "cells": {place: text for place, text in cells.items() if text}}


def _places(city: City, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The cells an indicator may rest on: each unit's own, and every input of the department."""
    for unit in city.sheets:
        for item in compared_items(indicator):
            for slot in city.slots(unit):
                if slot.item.id == item and not slot.last_year and not slot.total:
                    yield unit, slot.address
    sources = Sources(city, indicator)
    for item in sorted(sources.inputs):
        for unit in sources.candidates(item):
            yield unit, item


def _text(city: City, unit: str, at: str) -> str:
    sheet = city.sheets.get(unit)
    if sheet is None:
        return ""
    exact = sheet.exact(at)
    state = sheet.cell(at).state
    return plain(exact) if exact is not None else state.value if state else ""


def changes(city: City, before: Facts, after: Facts) -> tuple[FigureChange, ...]:
    """Return what differs between an issued summary and now, in plan order."""
    return tuple(
        change
        for indicator in city.plan.indicators.values()
        for change in _of_indicator(city, indicator, before, after)
    )


def _of_indicator(city: City, indicator: Indicator, before: Facts, after: Facts) -> Iterator[FigureChange]:
    name = indicator.id
    verdicts = before["verdicts"].get(name, ""), after["verdicts"].get(name, "")
    moved = False
    for place in dict.fromkeys(f"{unit} {at}" for unit, at in _everywhere(city, indicator, before)):
        old, new = before["cells"].get(place, ""), after["cells"].get(place, "")
        if old != new:
            moved = True
            unit, _, at = place.partition(" ")
            yield _change(city, name, verdicts, unit, at, (old, new))
    values = before["values"].get(name, ""), after["values"].get(name, "")
    if not moved and (values[0] != values[1] or verdicts[0] != verdicts[1]):
        yield _change(city, name, verdicts, None, None, values)


def _everywhere(city: City, indicator: Indicator, before: Facts) -> Iterator[tuple[str, str]]:
    yield from _places(city, indicator)
    items = {*compared_items(indicator), *Sources(city, indicator).inputs}
    for place in before["cells"]:
        unit, _, at = place.partition(" ")
        if at.partition("@")[0] in items:
            yield unit, at


def _change(
    city: City, name: str, verdicts: tuple[str, str], unit: str | None, at: str | None, texts: tuple[str, str]
) -> FigureChange:
    return FigureChange(
        unit=unit,
        period=city.period.id,
        item=at,
        indicator=name,
        before=texts[0],
        after=texts[1],
        verdict_before=verdicts[0],
        verdict_after=verdicts[1],
    )
