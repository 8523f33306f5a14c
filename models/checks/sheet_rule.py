"""SheetRule: one rule of a unit's sheet: how it finds, at which places it looks, in which words it speaks.

The places are what help tells of before anything is found. A rule that goes through cells asks the same predicate, so
that a place it looks at and a place help speaks of are one set.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from models.answers.breach import Breach
from models.basics.messages import speech
from models.basics.records import dataclass
from models.plan.plan import Check
from models.sheet.fillable import FieldSlot, Slot, found_of_slots
from models.sheet.sheet import Sheet
from models.sheet.touched import names_of_check


def never(check: Check, place: object) -> bool:
    """Return False: the rule looks at no place of this sort."""
    return False


def plan_words(check: Check, sheet: Sheet, address: str) -> str:
    """Return the sentence the plan has for a check at a place, its blanks unfilled."""
    slot = sheet.slots.get(address)
    return check.words_for(slot.item.id, slot.item.indicator) if slot else check.message


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRule:
    """A rule by its functions. None of them may read anything of a plan but what its check and the sheet say."""

    find: Callable[[Check, Sheet], Iterable[Breach]]
    at_cell: Callable[[Check, Slot], bool] = never
    at_field: Callable[[Check, FieldSlot], bool] = never  # of cover or progress
    at_register: Callable[[Check, str], bool] = never  # by id, its rows included
    words: Callable[[Check, Sheet, str], str] = plan_words  # the sentence at an address, its blanks unfilled
    looks_back: bool = False  # at the sheet of the period before


def any_cell(slot: Slot) -> bool:
    """Return True: whether a rule looks at a cell hangs on the check as well."""
    return True


def cell_rule(
    find: Callable[[Check, Sheet, Slot], Sequence[Breach]],
    at_cell: Callable[[Check, Slot], bool],
    among: Callable[[Slot], bool] = any_cell,
    *,
    looks_back: bool = False,
) -> SheetRule:
    """Return a rule about single cells: after an edit it is asked again only of the cells that the edit touches.

    What it finds at a cell may hang on its item, on what that is made from, and on nothing else that a person types.
    `among` is as `found_at_cells` has it.
    """
    return SheetRule(
        find=lambda check, sheet: found_at_cells(check, sheet, find, at_cell, among),
        at_cell=at_cell,
        looks_back=looks_back,
    )


def found_at_cells(
    check: Check,
    sheet: Sheet,
    find: Callable[[Check, Sheet, Slot], Sequence[Breach]],
    at_cell: Callable[[Check, Slot], bool],
    among: Callable[[Slot], bool] = any_cell,
) -> Iterator[Breach]:
    """Yield what a rule finds at the cells it looks at, in plan order.

    `among`: what must be true of a cell before the check is asked; many checks share it, and it is looked for once.
    """
    key = ("cells of", find, check.id, id(sheet.slots))  # the plan keeps these
    known = sheet.plan.derived.get(key)
    if known is None or known[0] is not check:
        at = {address: slot for address, slot in _among(sheet, among).items() if at_cell(check, slot)}
        known = sheet.plan.derived[key] = check, at
    places: Mapping[str, Slot] = known[1]
    if not places:
        return
    found = sheet.memory.at_places(
        f"{find.__qualname__} {check.id}",
        places,
        partial(find, check, sheet),
        sources=(check, *speech()),
        reads=names_of_check(sheet.plan, check),
    )
    for breaches in found.values():
        yield from breaches


def _among(sheet: Sheet, wanted: Callable[[Slot], bool]) -> Mapping[str, Slot]:
    slots = sheet.slots

    def make() -> Mapping[str, Slot]:
        return {address: slot for address, slot in slots.items() if wanted(slot)}

    return slots if wanted is any_cell else found_of_slots(sheet.plan, slots, ("among", wanted), make)


def names_item(check: Check, slot: Slot) -> bool:
    """Return True for an item the check names, or for any where it names none."""
    return not check.inputs["items"] or slot.item.id in check.inputs["items"]


def names_register(check: Check, register: str) -> bool:
    """Return True for a register the check names."""
    return register in check.inputs["registers"]
