"""Plans of a workspace: every version of every plan of one office, side by side, and which of them is meant.

A period belongs to the plan that has it. Where two plans have a period of the same id, the plan that came first keeps
it under that id, and the other has it under `PLAN:period` (`SharedPeriods`). Of a plan its highest version is in
force; a period that a newer version no longer has stays with the last version that had it. What was cited once never
changes under its version, and no version goes back.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache

from models.basics.errors import AppError
from models.basics.messages import use_words
from models.basics.period import Period, SharedPeriods, own_id
from models.plan.load import PlanProblems, load_plan_bytes, plan_digest
from models.plan.plan import Plan, Unit
from models.settings.settings import Settings
from models.store import AnyStore, PlanRow, Store, UnitStore
from models.store.file.acts import PACK

_FIRST: dict[tuple[PlanRow, ...], Mapping[str, str]] = {}  # the plans of a store → the plan each period's id came with
MOST_KEPT = 64


@lru_cache(maxsize=16)
def _plan_of(files: tuple[tuple[str, bytes], ...]) -> Plan:
    try:
        return load_plan_bytes(dict(files))
    except PlanProblems as error:
        raise AppError("store_plan_old" if error.old_format else "store_plan_bad") from error


def stored_plan(store: Store, digest: str | None = None) -> Plan:
    """Return a plan the store holds, by default the current one, whose words are spoken from now on.

    Raises AppError("no_plan") when it is not there, "store_plan_old" for one in a format that is no longer read,
    MachineError("store_damaged") when it is not what was kept.
    """
    wanted = digest or store.current_plan_digest()
    plan = store.kept(f"plan {wanted}", ("plans", "plan_files"), lambda: _read_plan(store, wanted))
    if digest is None:
        use_words(plan.words)
    return plan


def _read_plan(store: Store, wanted: str | None) -> Plan:
    files = store.plan_files(wanted) if wanted else None
    if not files:
        raise AppError("no_plan")
    try:
        content = tuple(sorted(files.items()))
        plan = _plan_of(content)
    except AppError as error:
        if plan_digest(files) == wanted:  # as it was kept: this program reads it otherwise
            raise
        raise store.damaged() from error
    if plan.digest != wanted:
        raise store.damaged()
    return _beside_others(content, _shared(store, plan.id))


@lru_cache(maxsize=16)
def _beside_others(files: tuple[tuple[str, bytes], ...], shared: frozenset[str]) -> Plan:
    plan = _plan_of(files)
    return replace(plan, periods=SharedPeriods(plan.id, plan.periods, shared)) if shared else plan


def _shared(store: Store, id: str) -> frozenset[str]:
    """The periods of a plan that another plan had here before it, in whatever version."""
    rows = store.plans()
    if all(row.id == id for row in rows):
        return frozenset()
    if rows not in _FIRST:  # what a digest stands for never changes
        if len(_FIRST) >= MOST_KEPT:
            _FIRST.clear()
        first: dict[str, str] = {}
        for row in rows:
            files = store.plan_files(row.digest)
            for period in _plan_of(tuple(sorted(files.items()))).periods if files else ():
                first.setdefault(period, row.id)
        _FIRST[rows] = first
    return frozenset(period for period, plan in _FIRST[rows].items() if plan != id)


def stored_settings(store: Store, version: int | None = None, *, plan: str = "") -> Settings:
    """Return settings the store holds: a version, or the latest, of one plan if it is named by its id.

    Version 0 when nothing was ever set.
    """

    def read() -> Settings:
        text = store.settings_text_of(plan) if plan and version is None else store.settings_text(version)
        return _settings_of(text) if text else Settings()

    return store.kept(f"settings {version} of {plan}", ("settings", "plans"), read)


@lru_cache(maxsize=16)  # one object, so that what was found under it is found again
def _settings_of(text: str) -> Settings:
    from models.settings.json import settings_from_json

    return settings_from_json(text)


def version_key(version: str) -> tuple[int, ...]:
    """Return a version as numbers that sort as versions do."""
    return tuple(int(part) for part in version.split("."))


def rows_in_force(store: Store) -> tuple[PlanRow, ...]:
    """Return the version in force of each plan, the current plan first, then the one that came last."""
    here = store.plans()
    place = {row.digest: number for number, row in enumerate(here)}
    found: dict[str, PlanRow] = {}
    for row in here:
        known = found.get(row.id)
        if known is None or version_key(row.version) >= version_key(known.version):
            found[row.id] = row
    now = store.current_plan_digest()
    current = next((row for row in here if row.digest == now), None)
    if current is not None:
        found[current.id] = current
    return tuple(sorted(found.values(), key=lambda row: (row is not current, -place[row.digest])))


def plans_in_force(store: Store) -> tuple[Plan, ...]:
    """Return the version in force of each plan, the current one first."""
    return tuple(stored_plan(store, row.digest) for row in rows_in_force(store))


def other_versions(store: Store, plan: Plan) -> Iterator[Plan]:
    """Yield the other versions of a plan that are here, the lowest first; one no longer readable is left out."""
    rows = (row for row in store.plans() if row.id == plan.id and row.digest != plan.digest)
    for row in sorted(rows, key=lambda row: version_key(row.version)):
        with suppress(AppError):
            yield stored_plan(store, row.digest)


def _versions(store: Store) -> Iterator[PlanRow]:
    """Yield every version: those in force first, then the others from the highest down."""
    first = rows_in_force(store)
    yield from first
    others = (row for row in store.plans() if row not in first)
    yield from sorted(others, key=lambda row: version_key(row.version), reverse=True)


def plan_of_period(store: Store, period: str) -> Plan | None:
    """Return the plan a period belongs to, in the version in force or the last that had it; None = no plan has it.

    `period` as the store keeps it.
    """
    for row in _versions(store):
        plan = stored_plan(store, row.digest)
        if plan.keeps(period):
            return plan
    return None


def plan_of_return(store: Store, digest: str, period: str) -> Plan:
    """Return the plan of a digest, which a return was made under, or where it is not here that of the return's period.

    Raises AppError("no_plan") when no plan here has the period.
    """
    here = stored_plan(store, digest) if store.plan_files(digest) is not None else plan_of_period(store, period)
    if here is None:
        raise AppError("no_plan")
    return here


def kept_period(store: Store, reference: str, plan: str = "") -> str:
    """Return what the store keeps a period under, of a reference (`period` or `PLAN:period`) to a plan's period.

    `plan`: the id of the plan that is meant where the reference names none. What no plan here has stays as it is.
    Raises AppError("period_of_several") for an id that several plans have when nobody says which.
    """
    named = reference.partition(":")[0] if ":" in reference else plan
    found: dict[str, str] = {}
    for row in _versions(store):
        if not named or row.id == named:
            period = stored_plan(store, row.digest).periods.get(own_id(reference))
            if period is not None:
                found.setdefault(row.id, period.id)
    if len(found) > 1:
        raise AppError(
            "period_of_several", 报告期=reference, 可选="、".join(f"{id}:{own_id(reference)}" for id in found)
        )
    return next(iter(found.values()), reference)


def in_force_like(store: Store, plan: Plan) -> Plan | None:
    """Return the version of a plan that is in force here, None when the workspace has no version of it."""
    row = next((row for row in rows_in_force(store) if row.id == plan.id), None)
    return None if row is None else stored_plan(store, row.digest)


def plan_named(store: Store, id: str) -> Plan:
    """Return the version in force of a plan by its id. Raises AppError("plan_not_named") with those that are here."""
    rows = rows_in_force(store)
    row = next((row for row in rows if row.id == id), None)
    if row is None:
        raise AppError("plan_not_named", 编号=id, 可选="、".join(row.id for row in rows))
    return stored_plan(store, row.digest)


def period_meant(plan: Plan, reference: str) -> tuple[str, str]:
    """Return the plan's id and the period that a reference of a plan names: `period`, or `PLAN:period` of another."""
    other, _, period = reference.rpartition(":")
    return other or plan.id, period


def last_year_of(store: Store, plan: Plan, period: Period) -> tuple[Plan, Period] | None:
    """Return the plan and the period that hold last year's figures of a period, None when they are not here.

    The period the plan names (`last_year`), else the one of the same kind a year earlier in the plan it follows.
    """
    wanted, name = period_meant(plan, period.last_year) if period.last_year else (plan.follows, "")
    if ":" not in period.last_year and period.last_year and period.last_year not in plan.periods:
        wanted = plan.follows
    row = next((row for row in rows_in_force(store) if row.id == wanted), None)
    if row is None:
        return None
    before = stored_plan(store, row.digest)
    found = before.periods.get(name) if name else same_period_before(period, before.periods.values())
    return (before, found) if found is not None else None


def same_period_before(period: Period, others: Iterable[Period]) -> Period | None:
    """Return the period of the same kind that ended a year earlier, and counted from a year earlier."""
    for one in others:
        if one.kind.id == period.kind.id and all(
            (a.year, a.month) == (b.year - 1, b.month)
            for a, b in ((one.end, period.end), (one.counts_from, period.counts_from))
        ):
            return one
    return None


def check_new(store: AnyStore, plan: Plan) -> None:
    """Raise AppError for a plan that cannot stand beside those that are here.

    "plan_changed": other bytes under a version that was cited; "plan_older": a version below the one in force.
    """
    here = store.plans()
    if any(row.digest == plan.digest for row in here):
        mine = [row for row in here if row.id == plan.id]
        newest = max(mine, key=lambda row: version_key(row.version))
        if version_key(newest.version) > version_key(plan.version):
            raise AppError("plan_older", 方案=plan.title, 版本=plan.version, 现行=newest.version)
        return
    for row in here:
        if row.id == plan.id and row.version == plan.version and is_cited(store, row.digest):
            raise AppError("plan_changed", 方案=plan.title, 版本=plan.version)
        if row.id == plan.id and version_key(row.version) > version_key(plan.version):
            raise AppError("plan_older", 方案=plan.title, 版本=plan.version, 现行=row.version)


def is_cited(store: AnyStore, digest: str) -> bool:
    """True when a version of a plan has gone out: a pack was made of it, or a paper names it; at a unit, always."""
    if isinstance(store, UnitStore):
        return True
    packs = (act.about for act in store.acts.rows(PACK))
    return any(about.get("plan") == digest for about in packs) or any(row.plan == digest for row in store.papers())


def is_current(store: Store, plan: Plan) -> bool:
    """True when a plan that comes in becomes the current one: the same plan, or one that begins no earlier."""
    digest = store.current_plan_digest()
    if digest is None:
        return True
    now = stored_plan(store, digest)
    return plan.id == now.id or plan.since >= now.since


def unit_in(store: Store, unit: str) -> Unit | None:
    """Return a unit by its id, of the current plan or of the last version that had it; None = of none."""
    for row in _versions(store):
        found = stored_plan(store, row.digest).units.get(unit)
        if found is not None:
            return found
    return None


def unit_name_in(store: Store, unit: str, day: date) -> str:
    """Return a unit's name on a day: one that is gone from the plan has its last; an unknown id stays as it is."""
    found = unit_in(store, unit)
    return found.name_on(day) if found else unit


def unit_called(store: Store, text: str) -> Unit | None:
    """Return the unit a person means by a name, code or alias, of the current plan first; None if nobody's."""
    named = (stored_plan(store, row.digest).unit_named(text) for row in _versions(store))
    return next((unit for unit in named if unit is not None), None)
