"""Contradicted: what a unit's filed returns no longer agree with, once one of an earlier period is corrected.

The office finds the same when the correction comes (`OfficeWorkspace.contradicted`); a unit is told before it files it,
and the later period until it is corrected too. It stops nobody: the correction may be what is right.
"""

from collections.abc import Iterator
from dataclasses import field, replace
from functools import partial

from models.basics.period import Period
from models.basics.records import dataclass
from models.checks.explanations import Stored, live_explanations
from models.checks.findings import explanation_of
from models.city.findings import OfficeFinding
from models.returns.returns import parse_return
from models.sheet.sheet import Sheet
from models.store import FiledReturn, UnitStore
from models.versions.held import plan_of_return, stored_settings
from models.versions.neighbours import Held, behind, contradictions, periods_after
from models.versions.sheets import sheet_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """A return that was filed, and what of it does not go with another one of its unit."""

    period: Period
    filed: FiledReturn
    beside: Period  # of the other one
    other: FiledReturn | None  # None for a sheet as it stands
    findings: tuple[OfficeFinding, ...]
    sheet: Sheet = field(compare=False, repr=False)  # of the return


def contradicted_by(store: UnitStore, sheet: Sheet) -> tuple[Contradicted, ...]:
    """Return the filed returns of other periods that a sheet contradicts as it stands, in the order the periods end."""
    later = [row for period in periods_after(store, sheet.period_id) if (row := _last(store, period))]
    if not later:
        return ()
    before = _last(store, sheet.period_id)
    open_ = store.sheets.filed_digest(sheet.period_id) is None
    changed = Held(
        unit=sheet.unit_id,
        period=sheet.period_id,
        revision=(before.revision if before else 0) + open_,
        plan=sheet.plan,
        read=lambda: sheet,
    )
    return tuple(_told(store, changed, None, later))


def to_look_at(store: UnitStore, period: str) -> tuple[Contradicted, ...]:
    """Return what the return of a period contradicts that was filed after it; () when it was filed anew since."""
    row = _last(store, period)
    if row is None:
        return ()
    before = (_last(store, one) for one in sorted(behind(store, _held(store, row).plan, period)))
    newer = (one for one in before if one is not None and one.filed_at > row.filed_at)
    return tuple(found for one in newer for found in _told(store, _held(store, one), one, [row]))


def all_to_look_at(store: UnitStore) -> dict[str, tuple[Contradicted, ...]]:
    """Return the same by period, of every period that has something."""
    found = ((period, to_look_at(store, period)) for period in sorted(store.returns.periods()))
    return {period: told for period, told in found if told}


def _told(
    store: UnitStore, changed: Held, other: FiledReturn | None, later: list[FiledReturn]
) -> Iterator[Contradicted]:
    rows = {row.period: row for row in later}
    helds = (_held(store, row, explained=False) for row in later)
    for held, found in contradictions(store, changed, helds, partial(_held_last, store)):
        left = tuple(_unexplained(store, rows[held.period], found))
        if left:
            yield Contradicted(
                period=held.plan.periods[held.period],
                filed=rows[held.period],
                beside=changed.plan.periods[changed.period],
                other=other,
                findings=left,
                sheet=held.read(),
            )


def _unexplained(store: UnitStore, row: FiledReturn, found: tuple[OfficeFinding, ...]) -> Iterator[OfficeFinding]:
    """What the return does not explain: what it says of other figures is asked again."""
    kept = store.sheets.explanations(row.period)
    written: Stored = {
        key: kept[key] if key in kept and kept[key][0] == said else (said, "")
        for key, said in parse_return(row.content).explanations.items()
    }
    live = live_explanations([one.source for one in found if one.source], written)
    return (one for one in found if one.source is None or explanation_of(one.source, live) is None)


def _last(store: UnitStore, period: str) -> FiledReturn | None:
    """The return filed last in a period: the one with the most ancestors."""
    return max(store.returns.filed(period), key=lambda row: row.revision, default=None)


def _held_last(store: UnitStore, unit: str, period: str) -> Held | None:
    row = _last(store, period) if unit == store.unit_id else None
    return _held(store, row) if row else None


def _held(store: UnitStore, row: FiledReturn, *, explained: bool = True) -> Held:
    filed = store.kept(f"return {row.digest}", (), lambda: parse_return(row.content))
    plan = plan_of_return(store, filed.plan_digest, row.period)

    def read() -> Sheet:
        sheet = sheet_from(row.content, plan, stored_settings(store, plan=plan.id))
        return sheet if explained else replace(sheet, explanations={})

    return Held(unit=filed.unit, period=row.period, revision=row.revision, plan=plan, read=read)
