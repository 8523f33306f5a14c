"""Relations: the findings of what a check says in formulas, about cells, rows of registers, or a register as a whole.

What the sheet answers (`models.answers`) is put in the words of the plan.
"""

from collections.abc import Iterator

from models.answers.answers import RelationAnswer, answers
from models.checks.findings import Finding, found_at, found_in_row
from models.checks.half_ratio import half_finding
from models.plan.plan import Check, Relation
from models.sheet.judged import Judged
from models.sheet.sheet import Sheet


def relation_findings(check: Check, sheet: Sheet, judged: Judged) -> Iterator[Finding]:
    """Yield the findings of a check's relations: in the order of registers and rows, else of lines."""
    for number, relation in enumerate(check.relations):
        words = relation.message or _wording(check, relation, sheet)
        for answer in answers(sheet, check, number, judged):
            yield _told(check, sheet, answer, words)


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
