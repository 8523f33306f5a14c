"""Relations: the findings of what a check says in formulas, about cells, rows of registers, or a register as a whole.

What the sheet answers (`models.answers`) is put in the words of the plan.
"""

from collections.abc import Iterator

from models.answers.answers import Figures, RelationAnswer, answers
from models.checks.findings import Finding, found_at, found_in_row
from models.checks.half_ratio import half_finding
from models.checks.sheet_rule import speech
from models.plan.plan import Check, Relation
from models.sheet.identity_cache import same_objects
from models.sheet.judged import Judged, ground_objects
from models.sheet.rows import Row
from models.sheet.sheet import Sheet


def relation_findings(check: Check, sheet: Sheet, judged: Judged) -> Iterator[Finding]:
    """Yield the findings of a check's relations: in the order of registers and rows, else of lines."""
    for number, relation in enumerate(check.relations):
        words = relation.message or _wording(check, relation, sheet)
        if relation.rows:
            yield from _of_rows(check, number, sheet, judged, words)
        else:
            yield from (_told(check, sheet, answer, words) for answer in answers(sheet, check, number, judged))


def _of_rows(check: Check, number: int, sheet: Sheet, judged: Judged, words: str) -> list[Finding]:
    """The findings at rows; what was said of a row is said again while it has the same figures at the same address.

    Registers reach 10,000 rows, and of hundreds that break a check one changes at a time.
    """
    name, sources = f"told of rows {check.id} {number}", (check, *ground_objects(sheet), *speech())
    last = sheet.cache.last(name)
    known: dict[int, _Told] = last[1] if isinstance(last, tuple) and same_objects(last[0], sources) else {}
    now: dict[int, _Told] = {}
    found = []
    for answer in answers(sheet, check, number, judged):
        one = _of_row(check, sheet, answer, words, known.get(id(answer.row)))
        if answer.row is not None:
            now[id(answer.row)] = one
        found.append(one[-1])
    sheet.cache.put(name, (sources, now))
    return found


_Told = tuple[Row | None, object, Figures, Finding]  # a row, which one of its key it is, its figures, what was said


def _of_row(check: Check, sheet: Sheet, answer: RelationAnswer, words: str, known: _Told | None) -> _Told:
    identity = sheet.places(answer.at).identity(answer.row) if answer.row is not None else None
    if known is not None and known[0] is answer.row and known[1:3] == (identity, answer.figures):
        return known
    return answer.row, identity, answer.figures, _told(check, sheet, answer, words)


def _wording(check: Check, relation: Relation, sheet: Sheet) -> str:
    """The sentence the plan has for the item, where it has some of its own."""
    known = check.wordings and relation.item
    return check.words_for(relation.item, sheet.plan.items[relation.item].indicator) if known else ""


def _told(check: Check, sheet: Sheet, answer: RelationAnswer, words: str) -> Finding:
    if answer.half:
        return half_finding(check, sheet, answer.half)
    if answer.row is not None:
        register = sheet.plan.registers[answer.at]
        return found_in_row(check, sheet, register, answer.row, answer.figures, template=words)
    return found_at(check, sheet, answer.at, answer.figures, template=words, lacking=answer.lacking)
