"""Touched: which cells may say something else in a sheet than in one before it, followed through the plan's formulas.

A clerk changes one cell at a time. What reads neither that cell nor anything made from it is handed on from sheet to
sheet instead of being found again: resolved cells (`Sheet.cell`), rows left out, findings (`models.checks.run`). Works
on names (items and registers), so a county's line touches the other lines of its item: never too few, at most too many.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from models.basics.addresses import split_address
from models.basics.records import dataclass
from models.formula.formula import Formula
from models.formula.prefixes import Prefix
from models.plan.plan import Check, Item, Plan
from models.sheet.cells import Cell
from models.sheet.fillable import Slot
from models.sheet.identity_cache import IdentityCache, same_objects
from models.sheet.rows import Row

Place = TypeVar("Place")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Everything that the figures of a sheet follow from."""

    ground: tuple[object, ...]  # plan, settings, unit, period, other sheets: the same objects or another sheet
    cells: Mapping[str, Cell]
    registers: Mapping[str, tuple[Row, ...]]
    slots_of: Mapping[str, tuple[Slot, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What may be different: names as formulas call them, and every address of those items and fields."""

    names: frozenset[str] = frozenset()  # items and registers
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    basis: Basis
    sources: tuple[object, ...]
    found: Any


def touched_between(plan: Plan, before: Basis, now: Basis) -> Touched | None:
    """Return what may be different between two sheets; None where the ground is another, so that everything may be."""
    if not same_objects(before.ground, now.ground):
        return None
    changed = _changed_cells(before.cells, now.cells)
    registers = {
        name
        for name in before.registers.keys() | now.registers.keys()
        if before.registers.get(name) is not now.registers.get(name)
    }
    if not changed and not registers:
        return Touched()
    split = (split_address(address) for address in changed)
    names = reached(plan, registers | {parts.item for parts in split if parts is not None})
    slots = (slot.address for name in names for slot in now.slots_of.get(name, ()))
    return Touched(names=names, addresses=frozenset(changed).union(slots))


def _changed_cells(before: Mapping[str, Cell], now: Mapping[str, Cell]) -> set[str]:
    if before is now:
        return set()
    differing = {at for at, cell in now.items() if (was := before.get(at)) is not cell and was != cell}
    return differing | (before.keys() - now.keys())


def reached(plan: Plan, names: Iterable[str]) -> frozenset[str]:
    """Return some items and registers with all those that are made from them, however indirectly."""
    readers = _readers(plan)
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += readers.get(name, ())
    return frozenset(found)


def names_read(plan: Plan, formula: Formula | None) -> frozenset[str]:
    """Return the items and registers of this period's sheet that a formula looks at."""
    if formula is None:
        return frozenset()
    found = {source.rows for source in formula.sources if source.rows in plan.registers}
    for name in formula.reads:
        prefix, _, rest = name.partition(".")
        if name in plan.items:
            found.add(name)
        elif prefix == Prefix.FACTOR:
            found |= _choosing(plan)
        elif prefix != Prefix.BEFORE and rest in plan.items:
            found.add(rest)
    return frozenset(found)


def names_of_check(plan: Plan, check: Check) -> frozenset[str]:
    """Return the items and registers that the formulas of a check look at, or stand at; of a rule its own apart."""
    known = plan.derived.get(("names of", check.id))
    if known is None or known[0] is not check:
        known = plan.derived["names of", check.id] = check, _names_of_check(plan, check)
    names: frozenset[str] = known[1]
    return names


def _names_of_check(plan: Plan, check: Check) -> frozenset[str]:
    found: set[str] = set()
    for formula in check.values.values():
        found |= names_read(plan, formula)
    for one in check.relations:
        for formula in (one.formula, *one.values.values()):
            found |= names_read(plan, formula)
        found |= {*one.rows, *one.needs, one.item, one.at}
    return frozenset(found)


def looks_back(formula: Formula | None) -> bool:
    """Return True for a formula that looks at the sheet of the period before."""
    names = (*formula.reads, *(one.rows for one in formula.sources)) if formula is not None else ()
    return any(name.startswith(Prefix.BEFORE.of("")) for name in names)


def check_looks_back(check: Check) -> bool:
    """Return True for a check whose formulas look at the sheet of the period before; of a rule its own apart."""
    formulas = (one for of in check.relations for one in (of.formula, *of.values.values()))
    return any(map(looks_back, (*formulas, *check.values.values())))


def follows_from_before(plan: Plan) -> bool:
    """Return True where a figure of a sheet itself, or which of its rows count, hangs on the sheet before."""
    items = any(looks_back(one) for item in plan.items.values() for one in _formulas_of(item))
    return items or any(_left_out_of(check) and check_looks_back(check) for check in plan.checks.values())


def _choosing(plan: Plan) -> set[str]:
    return {item.id for item in plan.items.values() if item.choices_from is not None}


def _readers(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return who is made from an item or a register, by its name; made once for a plan."""
    if "readers" not in plan.derived:
        found: dict[str, set[str]] = {}
        for item in plan.items.values():
            for name in _made_from(plan, item):
                found.setdefault(name, set()).add(item.id)
        for check in plan.checks.values():
            for register in _left_out_of(check):  # which rows count may hang on cells and on other registers
                for name in names_of_check(plan, check):
                    found.setdefault(name, set()).add(register)
        plan.derived["readers"] = {name: tuple(who) for name, who in found.items()}
    readers: Mapping[str, tuple[str, ...]] = plan.derived["readers"]
    return readers


def _made_from(plan: Plan, item: Item) -> set[str]:
    found = {count.register for count in item.count}
    for formula in _formulas_of(item):
        found |= names_read(plan, formula)
    return found


def _formulas_of(item: Item) -> tuple[Formula | None, ...]:
    """What an item is made from, and what decides whether it is asked for."""
    return item.formula, item.required_when, item.na_when, *(count.when for count in item.count)


def _left_out_of(check: Check) -> set[str]:
    return {register for one in check.relations for register in one.rows} if check.leaves_out else set()


class Memory:
    """What was found in the sheets before this one, by name; handed on where nothing touched it."""

    def __init__(self, plan: Plan, basis: Basis, cache: IdentityCache) -> None:
        """Look back from a sheet that stands on `basis` into the cache it was handed."""
        self._plan, self.basis, self._cache = plan, basis, cache
        self._since: tuple[Basis, Touched | None] = basis, Touched()

    def since(self, before: Basis) -> Touched | None:
        """Return what may be different from a sheet before; None where everything may be."""
        if self._since[0] is not before:
            self._since = before, touched_between(self._plan, before, self.basis)
        return self._since[1]

    def last(self, name: str, sources: tuple[object, ...] = ()) -> tuple[Any, Touched] | None:
        """Return what was kept under a name, with what has been touched since; None where it is of no use."""
        kept = self._cache.last(name)
        if not isinstance(kept, _Kept) or not same_objects(kept.sources, sources):
            return None
        touched = self.since(kept.basis)
        return None if touched is None else (kept.found, touched)

    def put(self, name: str, found: object, sources: tuple[object, ...] = ()) -> None:
        """Keep what was found in this sheet; `sources` are further objects it holds for."""
        self._cache.put(name, _Kept(basis=self.basis, sources=sources, found=found))

    def at_places(
        self,
        name: str,
        places: Mapping[str, Place],
        find: Callable[[Place], Found | None],
        *,
        sources: tuple[object, ...] = (),
        reads: frozenset[str] = frozenset(),
    ) -> Mapping[str, Found]:
        """Return what `find` has to say at places, by address in their order; only touched ones are asked again.

        None, and anything empty, is nothing.

        `find` may look at nothing that changes with the sheet but its own item, what that is made from, and the names
        in `reads`. Places are known by their mapping, which is to be the same object from sheet to sheet.
        """
        last = self.last(name, (places, *sources))
        if last is None or not last[1].names.isdisjoint(reads):
            found = {at: one for at, place in places.items() if (one := find(place))}
        else:
            found = _asked_again(last[0], last[1], places, find)
        self.put(name, found, (places, *sources))
        return found


def _asked_again(
    found: Mapping[str, Found],
    touched: Touched,
    places: Mapping[str, Place],
    find: Callable[[Place], Found | None],
) -> dict[str, Found]:
    again = {at: find(places[at]) for at in touched.addresses if at in places}
    kept = {at: one for at, one in found.items() if at not in again}
    new = {at: one for at, one in again.items() if one}
    if not new:
        return kept
    both = kept | new
    return {at: both[at] for at in places if at in both}
