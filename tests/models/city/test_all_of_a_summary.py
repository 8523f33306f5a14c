"""Everything a summary says of invented cities, in every kind of period, as it was agreed; not how it is worded."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from models.basics.quantity import plain
from models.city.city import City
from models.city.summary import Result
from models.city.weighing import rests_on
from tests.golden.texts import compare_text
from tests.models.city.recomputed.test_recomputed import FINAL, NOVEMBER, Q3, YEAR, invent
from tests.models.city.towns import COUNTIES, Town, plan

CITIES = ((1, Q3), (2, Q3), (3, NOVEMBER), (4, YEAR), (5, YEAR), (6, FINAL))


@cache
def made(seed: int, period: str) -> Town:
    """An invented city; some of its figures are adjudicated, and where nobody filed yet it is told why."""
    town, _ = invent(seed, period)
    if period == FINAL:
        town.before, _ = invent(seed, YEAR)
    draw = random.Random(seed)
    for number, result in enumerate(town.summary().results):
        if result.value is not None and draw.random() < 0.15:
            town.adjudicate(result.indicator.id, plain(result.value + Decimal(number % 3)))
    if town.decided:
        name, one = next(iter(town.decided.items()))
        town.decided[name] = replace(one, rests_on={"610921": "another"})
    gone = [unit for unit in COUNTIES if unit not in town.sheets]
    town.standing = dict(zip(gone, ("held", "returned", "disputed"), strict=False))
    return town


def figure(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def told(city: City, result: Result) -> Iterator[str]:
    found = result.found
    yield f"{figure(result.value)} exact {figure(result.exact)} {result.verdict.value} {result.basis} {result.coverage}"
    yield f"shown {result.shown} of {result.shown_target} ({figure(result.target)}), {figure(result.completion)}"
    yield f"year end {figure(result.year_end)}, decided with {result.decided_with}"
    groups = ("answered", "owed", "missing", "held", "returned", "disputed", "not_due", "old", "open", "awaited")
    yield " ".join(f"{name} {','.join(getattr(found, name))}" for name in groups if getattr(found, name))
    yield f"asked {found.asked} complete {found.complete} lines {found.lines} none {','.join(found.not_applicable)}"
    yield f"needs {','.join(sorted(result.needs))} units {','.join(result.units)}"
    yield f"otherwise { ({name: figure(value) for name, value in result.alternatives.items()}) } {result.department}"
    yield " / ".join(f"{note.key} {' '.join(map(str, note.facts.values()))}" for note in result.remarks)
    for total in result.totals:
        yield f"total {figure(total.figure)} complete {total.complete} unruled {','.join(sorted(total.unruled))}"
        yield " ".join(f"{one.unit}:{figure(one.figure)}{'' if one.answered else '?'}" for one in total.shares)
    yield f"rests on {','.join(sorted(rests_on(city, result.indicator)))}"


def everything(town: Town, name: str) -> Iterator[str]:
    summary = town.summary()
    for result in summary.results:
        yield from (f"{name} {result.indicator.id} {line}".strip() for line in told(town.city, result))
    yield f"{name} expected {len(summary.expected)} received {','.join(summary.received)} disputed {summary.disputed}"
    for finding in summary.findings:
        yield f"{name} {finding.check} {finding.level} {finding.indicator} {finding.unit} {finding.at}"
    for one in summary.reconciliation:
        units = " ".join(f"{unit.unit}:{figure(unit.county)}/{figure(unit.department)}" for unit in one.units)
        both = f"{figure(one.counties)}/{figure(one.department)} {one.complete} {figure(one.tolerance)}"
        yield f"{name} {one.item} {both} {figure(one.difference)} {one.percent:.6f} {one.exceeds} {units}"
    yield f"{name} gaps {' '.join(f'{gap.place}:{gap.unit}:{gap.role}' for gap in summary.gaps)}"


GROUPS = ("missing", "held", "returned", "disputed", "awaited", "not_due", "old", "open")


@pytest.mark.parametrize("seed, period", CITIES)
def test_who_owes_a_figure_stands_in_one_group_or_another_is_named(seed: int, period: str) -> None:
    for result in made(seed, period).summary().results:
        found, keys = result.found, {note.key for note in result.remarks}
        for unit in found.owed if result.decided_with is None else ():
            groups = [name for name in ("answered", *GROUPS) if unit in getattr(found, name)]
            others = keys & {"summary.lacking", "summary.held", "summary.returned", "summary.undecided"}
            assert len(groups) == 1 or (not groups and others), (result.indicator.id, unit, groups, keys)


@pytest.mark.parametrize("seed, period", CITIES)
def test_everything_a_summary_says_is_as_agreed(seed: int, period: str, request: pytest.FixtureRequest) -> None:
    name = f"summary-{seed}-{plan().periods[period].id.replace('初步', 'p').replace('核定', 'f')}"
    remake = request.config.getoption("--remake-golden")
    kept = name.replace("-", "/", 1)  # summary/1-2020Q3
    assert compare_text(everything(made(seed, period), name), kept, remake=remake) == []
