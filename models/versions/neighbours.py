"""Neighbours: the returns of one unit that are held against each other — those of periods before, and of a year before.

Which they are says the plan a return was made under. Either desk hands in what it holds, the office the returns in
force, a unit those it has filed last; what one of them breaks beside another one is found here for both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from models.basics.errors import AppError
from models.basics.records import dataclass
from models.city.findings import OfficeFinding, found_across
from models.plan.plan import Plan
from models.sheet.sheet import Sheet
from models.store import Store
from models.versions.held import kept_period, last_year_of, stored_plan
from models.versions.last_year import last_year_findings, unit_before

_PLANS = ("facts", "plans", "plan_files")  # the tables that say which plans there are and which is in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A return that a desk holds. `read` gives its sheet by itself, under today's settings of its plan."""

    unit: str
    period: str  # as the store keeps it
    revision: int
    plan: Plan
    read: Callable[[], Sheet]


Holding = Callable[[str, str], Held | None]  # unit, period → its return; None where there is none


def periods_before(store: Store, plan: Plan, period: str) -> Mapping[str, str]:
    """Return table ("*": all others) → the period, as the store keeps it, that its figures are held against."""

    def read() -> Mapping[str, str]:
        references = plan.periods[period].predecessors  # one may name its plan too (`PLAN:period`)
        return {table: kept_period(store, one, plan.id) for table, one in references.items()}

    return store.kept(f"before {period} of {plan.digest}", _PLANS, read)


def year_before(store: Store, plan: Plan, period: str) -> tuple[str, str] | None:
    """Return the id of the plan and the period, as the store keeps it, of last year's figures; None = not here."""

    def read() -> tuple[str, str] | None:
        ago = last_year_of(store, plan, plan.periods[period])
        return (ago[0].id, ago[1].id) if ago else None

    return store.kept(f"a year before {period} of {plan.digest}", _PLANS, read)


def behind(store: Store, plan: Plan, period: str) -> frozenset[str]:
    """Return every period, as the store keeps it, that the figures of a period are held against."""
    ago = year_before(store, plan, period)
    return frozenset((*periods_before(store, plan, period).values(), *(ago[1:] if ago else ())))


def periods_after(store: Store, period: str) -> tuple[str, ...]:
    """Return the periods of all plans here whose figures are held against those of a period, in the order they end."""

    def read() -> tuple[str, ...]:
        found: dict[str, date] = {}
        for row in store.plans():
            with suppress(AppError):  # a version in a format that is no longer read
                plan = stored_plan(store, row.digest)
                found |= {one.id: one.end for one in plan.periods.values() if period in behind(store, plan, one.id)}
        return tuple(sorted(found, key=lambda id: (found[id], id)))

    return store.kept(f"periods after {period}", _PLANS, read)


def in_line(store: Store, one: Held, holding: Holding) -> Sheet:
    """Return the sheet of a return with the returns behind it that its figures are held against."""
    before = periods_before(store, one.plan, one.period)
    found = {table: held.read() if (held := holding(one.unit, name)) else None for table, name in before.items()}
    return replace(one.read(), previous=found.pop("*", None), earlier=found)


def against_last_year(store: Store, one: Held, holding: Holding) -> tuple[OfficeFinding, ...]:
    """Return what a return says of last year otherwise than the unit's return of last year does."""
    ago, unit = year_before(store, one.plan, one.period), unit_before(one.plan.units[one.unit])
    before = holding(unit, ago[1]) if ago and unit else None
    if ago is None or before is None or before.plan.id != ago[0]:
        return ()
    return last_year_findings(in_line(store, one, holding), before.read(), before.revision)


def contradictions(
    store: Store, changed: Held, later: Iterable[Held], holding: Holding
) -> Iterator[tuple[Held, tuple[OfficeFinding, ...]]]:
    """Yield the returns that break something beside `changed`, each with what it would not break without it.

    `later`: what else the unit has filed; returns that are held against another one have nothing to say. What a return
    explains is passed over.
    """

    def with_changed(unit: str, period: str) -> Held | None:
        return changed if (unit, period) == (changed.unit, changed.period) else holding(unit, period)

    for one in later:
        found = (*_beside_before(store, one, changed, with_changed), *_beside_last_year(store, one, changed))
        if found:
            yield one, found


def _beside_before(store: Store, one: Held, changed: Held, holding: Holding) -> tuple[OfficeFinding, ...]:
    before = periods_before(store, one.plan, one.period)
    tables = {table for table, period in before.items() if period == changed.period}
    if not tables or one.unit != changed.unit:
        return ()
    now = in_line(store, one, holding)
    earlier = {table: None if table in tables else sheet for table, sheet in now.earlier.items()}
    return found_across(replace(now, previous=None if "*" in tables else now.previous, earlier=earlier), now)


def _beside_last_year(store: Store, one: Held, changed: Held) -> tuple[OfficeFinding, ...]:
    ago = year_before(store, one.plan, one.period)
    if ago is None or ago[1] != changed.period:
        return ()
    return against_last_year(store, one, lambda unit, period: changed if unit == changed.unit else None)
