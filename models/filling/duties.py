"""Duties: what one unit has to do, gathered from the plan — the 责任清单 of 三（一）.

Block by block: the unit's role, what the clause says, each deliverable with the places where the unit reports it, and
whatever else the unit fills in for the block; then what belongs to no block, the safeguards, and when returns are due.
Everything follows from the plan and the office's settings; nothing is said twice and no place of the unit is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from models.basics.addresses import field_address
from models.basics.records import dataclass
from models.filling.duty_places import DutyPlace, PlaceKind, unit_places
from models.plan.plan import Block, Deliverable, Means, Plan, Role, Safeguard, Table
from models.settings.settings import Settings
from models.sheet.fillable import unit_blocks, unit_slots

_CHAPTER = re.compile(r"[一二三]")
_PART = re.compile(r"（[^（）]+）")


@dataclass(frozen=True, slots=True)
class Owed:
    """A deliverable as it concerns one unit: whether it is the unit's to report, and the unit's places for it.

    A unit with a part in the block always has a place: at the least 本期进展 of its progress. A plain list of documents
    is a place of who reports alone; a register that figures are made of, of everybody who keeps it.
    """

    deliverable: Deliverable
    own: bool
    places: tuple[DutyPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDuty:
    """A block with the unit's role ("lead", "responsible"), its deliverables, and the unit's further places for it."""

    block: Block
    role: str
    owed: tuple[Owed, ...]
    places: tuple[DutyPlace, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """A period the unit files in: its tables, and the due time, None when the office has set none."""

    period: str
    due: datetime | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyList:
    """责任清单 of one unit."""

    plan: Plan
    settings_version: int
    unit_id: str
    filings: tuple[Filing, ...]
    blocks: tuple[BlockDuty, ...]
    general: tuple[Owed, ...]  # deliverables of no block
    safeguards: tuple[tuple[Safeguard, tuple[DutyPlace, ...]], ...]
    further: tuple[DutyPlace, ...]  # places that neither a block nor anything above speaks of


def duty_list(plan: Plan, settings: Settings, unit_id: str) -> DutyList:
    """Return the duties of a unit. Raises KeyError for a unit the plan does not have."""
    places = unit_places(plan, settings, plan.units[unit_id].id)
    roles = unit_blocks(plan, unit_id, settings.groups)
    blocks = tuple(_block(plan, unit_id, block, role, places) for block, role in roles)
    general = tuple(
        owed
        for deliverable in plan.deliverables.values()
        if deliverable.block is None and (owed := _owed(plan, unit_id, deliverable, places, own_block=False)).places
    )
    safeguards = tuple(
        (measure, _named(measure.places, places))
        for measure in plan.safeguards
        if not measure.units or unit_id in measure.units
    )
    told = {place.id for duty in blocks for place in _told(duty)}
    told |= {place.id for owed in general for place in owed.places}
    told |= {place.id for _, named in safeguards for place in named}
    further = tuple(place for place in _outermost(places.values()) if place.id not in _covered(places, told))
    filings = _filings(plan, settings, unit_id)
    return DutyList(
        plan=plan,
        settings_version=settings.version,
        unit_id=unit_id,
        filings=filings,
        blocks=blocks,
        general=general,
        safeguards=safeguards,
        further=further,
    )


def _block(plan: Plan, unit_id: str, block: Block, role: str, places: Mapping[str, DutyPlace]) -> BlockDuty:
    owed = tuple(
        _owed(plan, unit_id, deliverable, places, own_block=True)
        for deliverable in plan.deliverables.values()
        if deliverable.block == block.id
    )
    named = _covered(places, {place.id for one in owed for place in one.places})
    more = tuple(p for p in _outermost(places.values()) if p.id not in named and _belongs(p, block))
    return BlockDuty(block=block, role=role, owed=owed, places=more)


def _owed(
    plan: Plan, unit_id: str, deliverable: Deliverable, places: Mapping[str, DutyPlace], *, own_block: bool
) -> Owed:
    own = unit_id in deliverable.units if deliverable.units else own_block
    named = _named(deliverable.places, places)
    if not own:
        named = tuple(place for place in named if place.counted or place.kind is not PlaceKind.REGISTER)
    words = field_address(deliverable.block or "", plan.field_name(Means.WORDS))
    return Owed(deliverable, own, named or _named((words,), places))


def _named(names: Iterable[str], places: Mapping[str, DutyPlace]) -> tuple[DutyPlace, ...]:
    return tuple(places[name] for name in names if name in places)


def _told(duty: BlockDuty) -> Iterator[DutyPlace]:
    for owed in duty.owed:
        yield from owed.places
    yield from duty.places


def _belongs(place: DutyPlace, block: Block) -> bool:
    if place.kind is PlaceKind.REGISTER:
        return any(block.clause.startswith(clause) for clause in clauses_of(place.clause))
    return place.block == block.id


def _outermost(places: Iterable[DutyPlace]) -> Iterator[DutyPlace]:
    """Yield the places without the items that an indicator or process item gathers already."""
    gathered = tuple(places)
    homes = {place.addresses: place for place in gathered if place.kind in (PlaceKind.INDICATOR, PlaceKind.PROCESS)}
    inside = {address for cells in homes for address in cells}
    for place in gathered:
        if place.kind is not PlaceKind.ITEM or not inside.issuperset(place.addresses):
            yield place


def _covered(places: Mapping[str, DutyPlace], told: set[str]) -> set[str]:
    """Return the ids that are told, with each home all of whose cells are told by its items."""
    cells = {address for name in told for address in places[name].addresses}
    return told | {place.id for place in places.values() if place.addresses and cells.issuperset(place.addresses)}


def clauses_of(text: str) -> tuple[str, ...]:
    """Return the single clauses of a reference: 一；二（一）（二） → 一, 二（一）, 二（二）."""
    found: list[str] = []
    for reference in text.split("；"):
        chapter = _CHAPTER.match(reference)
        if chapter is None:
            continue
        parts = list(_PART.finditer(reference))
        for number, part in enumerate(parts):
            after = parts[number + 1].start() if number + 1 < len(parts) else len(reference)
            found.append(chapter.group() + part.group() + reference[part.end() : after])
        if not parts:
            found.append(reference)
    return tuple(found)


def _filings(plan: Plan, settings: Settings, unit_id: str) -> tuple[Filing, ...]:
    found = []
    has_blocks = bool(unit_blocks(plan, unit_id, settings.groups))
    for period in plan.periods.values():
        due = {slot.table for slot in unit_slots(plan, unit_id, period.id) if slot.due}
        form = plan.table_of(Role.PROGRESS)
        if has_blocks and form is not None and form.id in period.tables and plan.is_there(unit_id, period.id):
            due.add(form.id)
        if due:
            tables = tuple(table for table in plan.tables.values() if table.id in due)
            until = settings.due_of(unit_id, period.id)
            found.append(Filing(period.id, until.at if until else None, tables))
    return tuple(found)
