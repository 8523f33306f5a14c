"""Relations: what checks say in formulas, about cells, rows of registers, or a register as a whole.

What the sheet answers (`models.answers`) gets the words of the plan.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

from models.answers.answers import answers
from models.answers.breach import Breaches
from models.basics.messages import speech
from models.plan.plan import Check, Relation
from models.sheet.fillable import found_of_slots
from models.sheet.judged import Judged, judge
from models.sheet.sheet import Sheet
from models.sheet.touched import names_of_check

_Placed = tuple[Check, bool, Set[str]]  # whether a sheet has an item its relations are about; their registers


def related(sheet: Sheet, checks: Sequence[Check], kept: str = "related") -> Mapping[str, tuple[Breaches, ...]]:
    """Return where the relations of checks do not hold, by check; only what an edit touched is judged again.

    `kept`: the name under which it is remembered, another one for other checks.
    """
    last = sheet.memory.last(kept, speech())
    found: dict[str, tuple[Breaches, ...]] = dict(last[0]) if last else {}
    asked = [
        check
        for check in checks
        if check.relations and (last is None or not names_of_check(sheet.plan, check).isdisjoint(last[1].names))
    ]
    placed = found_of_slots(sheet.plan, sheet.slots, "places of relations", dict[str, _Placed])
    filled = {name for name, rows in sheet.registers.items() if rows}
    spoken = [check for check in asked if _has_place(check, sheet, placed, filled)]
    judged = judge(sheet, spoken)
    found |= dict.fromkeys((check.id for check in asked), ())
    found |= {check.id: tuple(_of_relations(check, sheet, judged)) for check in spoken}
    sheet.memory.put(kept, found, speech())
    return found


def _has_place(check: Check, sheet: Sheet, known: dict[str, _Placed], filled: Set[str]) -> bool:
    """False for relations about items or rows that a sheet does not have: most are about those of other units."""
    of = known.get(check.id)
    if of is None or of[0] is not check:
        places = [{*one.rows, one.at} - {""} for one in check.relations]
        items = any(not at and one.item in sheet.slots_of for at, one in zip(places, check.relations, strict=True))
        of = known[check.id] = check, items, frozenset().union(*places)
    return of[1] or not filled.isdisjoint(of[2])


def _of_relations(check: Check, sheet: Sheet, judged: Judged) -> Iterator[Breaches]:
    """Yield what each relation of a check finds: in the order of registers and rows, else of lines."""
    for number, relation in enumerate(check.relations):
        found = tuple(answers(sheet, check, number, judged))
        if found:
            yield Breaches(check=check, found=found, part=number, template=_wording(check, relation, sheet))


def _wording(check: Check, relation: Relation, sheet: Sheet) -> str:
    """The sentence of the relation, else the one the plan has for the item, where it has some of its own."""
    known = not relation.message and check.wordings and relation.item
    return check.words_for(relation.item, sheet.plan.items[relation.item].indicator) if known else relation.message
