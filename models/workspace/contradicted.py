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
from models.store import FiledReturn
from models.versions.held import stored_settings
from models.versions.neighbours import Held, behind, contradictions, periods_after
from models.versions.sheets import sheet_from
from models.workspace.unit_workspace import UnitWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """A return that was filed, and what of it does not go with another one of its unit."""

    period: Period
    filed: FiledReturn
    beside: Period  # of the other one
    other: FiledReturn | None  # None for a sheet as it stands
    findings: tuple[OfficeFinding, ...]
    sheet: Sheet = field(compare=False, repr=False)  # of the return


def contradicted_by(workspace: UnitWorkspace, sheet: Sheet) -> tuple[Contradicted, ...]:
    """Return the filed returns of other periods that a sheet contradicts as it stands, in the order the periods end."""
    later = [row for period in periods_after(workspace.store, sheet.period_id) if (row := _last(workspace, period))]
    if not later:
        return ()
    before = _last(workspace, sheet.period_id)
    open_ = workspace.store.sheets.filed_digest(sheet.period_id) is None
    changed = Held(
        unit=workspace.unit_id,
        period=sheet.period_id,
        revision=(before.revision if before else 0) + open_,
        plan=sheet.plan,
        read=lambda: sheet,
    )
    return tuple(_told(workspace, changed, None, later))


def to_look_at(workspace: UnitWorkspace, period: str) -> tuple[Contradicted, ...]:
    """Return what the return of a period contradicts that was filed after it; () when it was filed anew since."""
    row = _last(workspace, period)
    if row is None:
        return ()
    before = (_last(workspace, one) for one in sorted(behind(workspace.store, _held(workspace, row).plan, period)))
    newer = (one for one in before if one is not None and one.filed_at > row.filed_at)
    return tuple(found for one in newer for found in _told(workspace, _held(workspace, one), one, [row]))


def all_to_look_at(workspace: UnitWorkspace) -> dict[str, tuple[Contradicted, ...]]:
    """Return the same by period, of every period that has something."""
    found = ((period, to_look_at(workspace, period)) for period in sorted(workspace.store.returns.periods()))
    return {period: told for period, told in found if told}


def _told(
    workspace: UnitWorkspace, changed: Held, other: FiledReturn | None, later: list[FiledReturn]
) -> Iterator[Contradicted]:
    rows = {row.period: row for row in later}
    helds = (_held(workspace, row, explained=False) for row in later)
    for held, found in contradictions(workspace.store, changed, helds, partial(_held_last, workspace)):
        left = tuple(_unexplained(workspace, rows[held.period], found))
        if left:
            yield Contradicted(
                period=held.plan.periods[held.period],
                filed=rows[held.period],
                beside=changed.plan.periods[changed.period],
                other=other,
                findings=left,
                sheet=held.read(),
            )


def _unexplained(
    workspace: UnitWorkspace, row: FiledReturn, found: tuple[OfficeFinding, ...]
) -> Iterator[OfficeFinding]:
    """What the return does not explain: what it says of other figures is asked again."""
    kept = workspace.store.sheets.explanations(row.period)
    written: Stored = {
        key: kept[key] if key in kept and kept[key][0] == said else (said, "")
        for key, said in parse_return(row.content).explanations.items()
    }
    live = live_explanations([one.source for one in found if one.source], written)
    return (one for one in found if one.source is None or explanation_of(one.source, live) is None)


def _last(workspace: UnitWorkspace, period: str) -> FiledReturn | None:
    """The return filed last in a period: the one with the most ancestors."""
    return max(workspace.store.returns.filed(period), key=lambda row: row.revision, default=None)


def _held_last(workspace: UnitWorkspace, unit: str, period: str) -> Held | None:
    row = _last(workspace, period) if unit == workspace.unit_id else None
    return _held(workspace, row) if row else None


def _held(workspace: UnitWorkspace, row: FiledReturn, *, explained: bool = True) -> Held:
    store = workspace.store
    filed = store.kept(f"return {row.digest}", (), lambda: parse_return(row.content))
    plan = workspace.own_plan(replace(filed, period=row.period))

    def read() -> Sheet:
        sheet = sheet_from(row.content, plan, stored_settings(store, plan=plan.id))
        return sheet if explained else replace(sheet, explanations={})

    return Held(unit=workspace.unit_id, period=row.period, revision=row.revision, plan=plan, read=read)
