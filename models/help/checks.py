"""Help about checks: which of them look at a place, what each says in words, and what a finding asks of a person.

Runs no check. A relation looks at a place when its formula reads it, a named rule where it says so itself
(`SheetRule`); tests hold both against what is really found.
"""

import re
from collections.abc import Iterator

from models.answers.answers import keeps_what_it_reads
from models.answers.said import said_at, words_of
from models.basics.addresses import split_row_address
from models.basics.messages import fill, joined, say
from models.basics.records import dataclass
from models.checks.bounds import bounds_at, bounds_words, range_words
from models.checks.explanations import REASONS, reason_name
from models.checks.findings import Finding, Outcome
from models.checks.on_screen import screen_figure, screen_message
from models.checks.reading_rules import own_check
from models.checks.rules import RULES
from models.checks.sheet_rule import plan_words
from models.formula.formula import sides
from models.help.phrases import formula_words, lacking_name, place_name
from models.plan.plan import Check, Level, Relation
from models.plan.rules import RECONCILE
from models.sheet.explanation import SHORTEST_EXPLANATION
from models.sheet.fillable import Slot
from models.sheet.sheet import Sheet

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
KNOWN = ("指标", "单位", "期", "填报单位", "栏", "台账")  # blanks of a message that do not hang on a figure
REST = "…"
EVERYWHERE = "通用"  # clause of checks that rest on no clause of their own
_BLANK = re.compile(r"{([^{}]+)}")


@dataclass(frozen=True, slots=True)
class CheckAtPlace:
    """A check that looks at a place; `relation` is the one that reads it, None for a named rule."""

    check: Check
    relation: Relation | None = None


def looks_at(sheet: Sheet, address: str) -> tuple[CheckAtPlace, ...]:
    """Return every check of this unit's sheet that looks at a cell, field, register or row.

    The sterner first; within a consequence those of few places before those of every place.
    """
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    found: list[CheckAtPlace] = []
    for check in sheet.plan.checks.values():
        if not _runs(check, sheet):
            continue
        if slot is not None:
            found += _of_slot(check, sheet, slot)
        elif field is not None:
            rule = RULES.get(check.rule or "")
            found += [CheckAtPlace(check)] if rule is not None and rule.at_field(check, field) else []
        else:
            found += _of_register(check, sheet, address.partition("[")[0])
    found += [CheckAtPlace(check) for check in bounds_at(sheet, address)]
    return tuple(sorted(found, key=lambda look: (-look.check.level, look.check.clause == EVERYWHERE)))


def _runs(check: Check, sheet: Sheet) -> bool:
    kind = sheet.plan.periods[sheet.period_id].kind.id
    fits = (not check.periods or kind in check.periods) and (not check.units or sheet.unit_id in check.units)
    return fits and (not check.office or check.rule == RECONCILE)


def _of_slot(check: Check, sheet: Sheet, slot: Slot) -> Iterator[CheckAtPlace]:
    rule = RULES.get(check.rule or "")
    if (rule is not None and rule.at_cell(check, slot)) or _reconciled(check, sheet, slot):
        yield CheckAtPlace(check)
    name = f"上年.{slot.item.id}" if slot.last_year else slot.item.id
    for relation in check.relations:
        shown_here = relation.item == slot.item.id and not slot.last_year
        in_scope = not check.scope or slot.table in check.scope
        if not (shown_here or name in relation.formula.reads) or not keeps_what_it_reads(sheet, relation):
            continue
        if relation.at or (in_scope and _stands(relation, sheet)):
            yield CheckAtPlace(check, relation)


def _stands(relation: Relation, sheet: Sheet) -> bool:
    """True when the unit has the cell a relation is shown at; otherwise nobody here will see it."""
    return any(slot.item.id == relation.item for slot in sheet.slots.values())


def _reconciled(check: Check, sheet: Sheet, slot: Slot) -> bool:
    """Return True for a figure that the office holds against another unit's."""
    indicator = sheet.plan.indicators.get(slot.item.indicator or "")
    mine = indicator is not None and indicator.reconciled and indicator.value_item == slot.item.id
    return check.rule == RECONCILE and mine and not slot.last_year


def _of_register(check: Check, sheet: Sheet, register: str) -> Iterator[CheckAtPlace]:
    if register not in sheet.plan.registers:
        return
    rule = RULES.get(check.rule or "")
    if rule is not None and rule.at_register(check, register):
        yield CheckAtPlace(check)
    for relation in check.relations:
        if register in relation.rows or register == relation.at:
            yield CheckAtPlace(check, relation)


def look_words(sheet: Sheet, look: CheckAtPlace, address: str) -> str:
    """Return a check as one line: its consequence, what it says when it does not hold, what must hold, its clause."""
    check, relation = look.check, look.relation
    level = say("help.checks.office" if check.office else f"help.level.{LEVELS[check.level]}")
    at = relation.item or address if relation else address
    parts = [say("help.checks.line", 类别=level, 句=sentence_of(sheet, check, at, relation))]
    if relation is not None and not relation.rows:
        slot = sheet.slots.get(address)
        words = formula_words(sheet, relation.formula, slot.line if slot else None)
        parts.append(say("help.checks.must" if relation.must else "help.checks.when", 式=words))
    if check.clause not in ("", EVERYWHERE):
        parts.append(say("help.checks.clause", 条款=check.clause))
    return "".join(parts)


def sentence_of(sheet: Sheet, check: Check, address: str, relation: Relation | None = None) -> str:
    """Return a check's sentence with … where a figure of a finding would stand: nothing has been found yet."""
    known = {name: value for name, value in said_at(sheet, address).items() if name in KNOWN and value}
    known |= bounds_words(sheet, address)
    register = sheet.plan.registers.get(address.partition("[")[0])
    if register is not None:
        row = split_row_address(address)
        known |= {"台账": register.name} | ({"栏": row.column} if row and row.column else {})
    words = (relation.message if relation else "") or _words_of(sheet, check, address)
    rest = {name: name if "／" in name else REST for name in _BLANK.findall(words)}  # 亩／公顷 is what it says
    return fill(words, rest | known)


def _words_of(sheet: Sheet, check: Check, address: str) -> str:
    """Return the sentence a check speaks with at a place."""
    rule = RULES.get(check.rule or "")
    if check is own_check("range"):
        return range_words(sheet, address)
    return rule.words(check, sheet, address) if rule is not None else plan_words(check, sheet, address)


def level_words(level: Level) -> str:
    """Return what a consequence means for filing."""
    return say(f"help.level.{LEVELS[level]}_means")


def finding_words(sheet: Sheet, finding: Finding) -> tuple[str, ...]:
    """Return what a finding found: its sentence, the relation with today's figures, both sides of it."""
    if finding.outcome is Outcome.NOT_EVALUATED:
        names = "、".join(dict.fromkeys(place_name(sheet, at) or lacking_name(sheet, at) for at in finding.lacking))
        return (say("help.finding.pending", 缺=names), say("help.finding.pending_then"))
    return (screen_message(finding, sheet), *_relation_words(sheet, finding))


def _relation_words(sheet: Sheet, finding: Finding) -> Iterator[str]:
    slot = sheet.slots.get(finding.at or "")
    broken = [r for r in finding.check.relations if slot is not None and r.item == slot.item.id]
    for relation in broken:
        line = slot.line if slot else None
        key = "must" if relation.must else "when"
        yield say(f"help.finding.{key}", 式=formula_words(sheet, relation.formula, line))
        pair = sides(relation.formula)
        if pair is not None:
            both = dict(zip(("左", "右"), pair, strict=True))
            values = {side: formula.evaluate(sheet.lookup(line)) for side, formula in both.items()}
            words = words_of(both, values, sheet)
            said = {side: screen_figure(both[side], text, sheet) for side, text in words.items()}
            yield say("help.finding.both", **said)


def remedy_words(finding: Finding, *, locked: bool = False) -> tuple[str, ...]:
    """Return what to do about a finding: correct it, explain it and how, or nothing."""
    if locked:
        return (say("help.remedy.locked"),)
    if finding.outcome is Outcome.NOT_EVALUATED:
        return (say("help.remedy.pending"),)
    if finding.level is Level.ERROR:
        return (say("help.remedy.error"),)
    if finding.level is Level.HINT:
        return (say("help.remedy.hint"),)
    if finding.check.confirm:
        return (say("help.remedy.confirm"),)
    left_out = (say("help.remedy.left_out"),) if finding.leaves_out else ()
    reasons = joined(reason_name(code) for code in REASONS)
    return (
        *left_out,
        say("help.remedy.warning"),
        say("help.remedy.enough", n=SHORTEST_EXPLANATION),
        say("help.remedy.good"),
        say("help.remedy.reasons", 类别=reasons),
        say("help.remedy.until"),
    )
