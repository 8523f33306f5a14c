"""Changes: what moved since a set of papers was issued — cell by cell, with the verdict before and after.

What was issued is frozen; this is the list of what came later (通报后变动清单) and the ground of a 更正通报.
"""

from collections.abc import Iterator, Mapping, Sequence

from models.basics.messages import CHINESE, say_in
from models.basics.quantity import plain
from models.basics.records import dataclass
from models.city.city import City
from models.city.reconcile import compared_items
from models.city.sources import Sources
from models.city.summary import Summary
from models.city.verdict import Verdict, verdict_key
from models.plan.plan import Indicator
from models.sheet.cells import State

# "values", "verdicts", "judged" (in words; not in sets of older versions): indicator → text;
# "cells": unit and address → text; "adjudicated" (not in sets of older versions): indicator → 审定数
Facts = Mapping[str, Mapping[str, str]]
SAYS_NOTHING: Sequence[set[str]] = (
    {"", State.NOT_DUE.value},
)  # a return that came says of what is not asked yet that it is not


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One cell that says something else now; `item` is None for a value no cell moved (a setting, an 审定数 did)."""

    unit: str | None
    period: str
    item: str | None
    indicator: str
    before: str
    after: str
    verdict_before: str
    verdict_after: str
    judged_before: str = "—"  # in the field's words, what a pending verdict waits for included
    judged_after: str = "—"


def facts_of(city: City, summary: Summary) -> dict[str, dict[str, str]]:
    """Return what is kept of an issued summary, to be compared with later ones."""
    values = {result.indicator.id: result.shown for result in summary.results}
    verdicts = {result.indicator.id: result.verdict.value for result in summary.results}
    cells = {
        f"{unit} {at}": _text(city, unit, at)
        for indicator in city.plan.indicators.values()
        for unit, at in _places(city, indicator)
    }
    judged = {result.indicator.id: result.judgement for result in summary.results}
    held = {place: text for place, text in cells.items() if text}
    decided = {one.indicator.id: plain(one.adjudication.value) for one in summary.results if one.adjudication}
    return {"values": values, "verdicts": verdicts, "judged": judged, "cells": held, "adjudicated": decided}


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
    verdicts = _Verdicts(before=_judged(indicator, before), after=_judged(indicator, after))
    moved = False
    for place in dict.fromkeys(f"{unit} {at}" for unit, at in _everywhere(city, indicator, before)):
        old, new = before["cells"].get(place, ""), after["cells"].get(place, "")
        if old != new and {old, new} not in SAYS_NOTHING:
            moved = True
            unit, _, at = place.partition(" ")
            yield _change(city, name, verdicts, unit, at, (old, new))
    values = before["values"].get(name, ""), after["values"].get(name, "")
    decided = [facts.get("adjudicated", {}).get(name) for facts in (before, after)]
    by_itself = not moved or ("adjudicated" in before and decided[0] != decided[1])  # no cell says what moved it
    if by_itself and (values[0] != values[1] or verdicts.moved):
        yield _change(city, name, verdicts, None, None, values)


def _everywhere(city: City, indicator: Indicator, before: Facts) -> Iterator[tuple[str, str]]:
    yield from _places(city, indicator)
    items = {*compared_items(indicator), *Sources(city, indicator).inputs}
    for place in before["cells"]:
        unit, _, at = place.partition(" ")
        if at.partition("@")[0] in items:
            yield unit, at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdicts:
    """An indicator's verdict before and after: its code, its words."""

    before: tuple[str, str]
    after: tuple[str, str]

    @property
    def moved(self) -> bool:
        return self.before[0] != self.after[0]


def _judged(indicator: Indicator, facts: Facts) -> tuple[str, str]:
    """The verdict of an indicator in a set of facts; a set of an older version has no words of its own."""
    code = facts["verdicts"].get(indicator.id, "")
    words = say_in(CHINESE, verdict_key(indicator, Verdict(code))) if code in set(Verdict) else "—"
    return code, facts.get("judged", {}).get(indicator.id, words)


def _change(
    city: City, name: str, verdicts: _Verdicts, unit: str | None, at: str | None, texts: tuple[str, str]
) -> FigureChange:
    return FigureChange(
        unit=unit,
        period=city.period.id,
        item=at,
        indicator=name,
        before=texts[0],
        after=texts[1],
        verdict_before=verdicts.before[0],
        verdict_after=verdicts.after[0],
        judged_before=verdicts.before[1],
        judged_after=verdicts.after[1],
    )
