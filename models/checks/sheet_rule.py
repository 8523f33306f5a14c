"""SheetRule: one rule of a unit's sheet: how it finds, at which places it looks, in which words it speaks.

The places are what help tells of before anything is found. A rule that goes through cells asks the same predicate, so
that a place it looks at and a place help speaks of are one set.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.checks.findings import Finding
from models.plan.plan import Check
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.sheet import Sheet


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

    find: Callable[[Check, Sheet], Iterable[Finding]]
    at_cell: Callable[[Check, Slot], bool] = never
    at_field: Callable[[Check, FieldSlot], bool] = never  # of cover or progress
    at_register: Callable[[Check, str], bool] = never  # by id, its rows included
    words: Callable[[Check, Sheet, str], str] = plan_words  # the sentence at an address, its blanks unfilled


def names_item(check: Check, slot: Slot) -> bool:
    """Return True for an item the check names, or for any where it names none."""
    return not check.inputs["items"] or slot.item.id in check.inputs["items"]


def names_register(check: Check, register: str) -> bool:
    """Return True for a register the check names."""
    return register in check.inputs["registers"]
