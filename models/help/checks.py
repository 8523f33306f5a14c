"""Help about checks: which of them look at a place, what each says in words, and what a finding asks of a person.

Runs no check. A relation looks at a place when its formula reads it; for the named rules `LOOKS` says the same, and
tests hold it against what the rules really find.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from models.basics.addresses import COVER, split_row_address
from models.basics.messages import fill, say
from models.checks.control_rules import meant
from models.checks.explanations import REASONS, reason_name
from models.checks.findings import SHORTEST_EXPLANATION, Finding, Outcome, facts_at, shown
from models.checks.reading_rules import UNREADABLE
from models.checks.relations import keeps_what_it_reads
from models.formula.formula import sides
from models.help.phrases import formula_words, lacking_name, place_name
from models.plan.plan import Check, ColumnType, ItemType, Level, Means, Relation, Role
from models.plan.rules import FAULTS
from models.sheet.fillable import FieldSlot, Slot
from models.sheet.sheet import Sheet

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
KNOWN = ("指标", "单位", "期", "填报单位", "栏", "台账")  # blanks of a message that do not hang on a figure
REST = "…"
EVERYWHERE = "通用"  # clause of checks that rest on no clause of their own
PROGRESS_WORDS = {
    Means.STAGE: ("progress_done",), Means.PERCENT: ("progress_fell",), Means.EVIDENCE: ("progress_evidence",),
    Means.WORDS: ("progress_blank", "progress_copied"),
}  # fmt: skip
READING = {  # what was read → which cells it may concern: figures, days, any
    "unreadable": "any", "normalised": "figure", "approximate": "figure", "wrong_measure": "figure",
    "converted": "figure", "not_a_date": "date",
}  # fmt: skip
_BLANK = re.compile(r"{([^{}]+)}")
FIGURES = (ColumnType.NUMBER, ColumnType.WHOLE)


@dataclass(frozen=True, slots=True)
class Look:
    """A check that looks at a place; `relation` is the one that reads it, None for a named rule."""

    check: Check
    relation: Relation | None = None


Slots = Callable[[Check, Slot], bool]


def _typed(slot: Slot) -> bool:
    return slot.item.entered and not slot.total


def _figure(slot: Slot) -> bool:
    return _typed(slot) and slot.item.numeric


def _reading(check: Check, slot: Slot) -> bool:
    wanted = READING[check.inputs["of"]]
    return {"any": True, "figure": slot.item.numeric, "date": slot.item.type is ItemType.DATE}[wanted]


def _named(check: Check, slot: Slot) -> bool:
    """True for an item a check names, or any where it names none."""
    return not check.inputs["items"] or slot.item.id in check.inputs["items"]


LOOKS: Mapping[str, Slots] = {
    "reading": _reading,
    "required": lambda _, slot: slot.required or slot.item.numeric,  # a dash is no answer, required or not
    "not_negative": lambda check, slot: _figure(slot) and not slot.item.negative and _named(check, slot),
    "whole": lambda check, slot: _typed(slot) and slot.item.type is ItemType.WHOLE and _named(check, slot),
    "decimals": lambda check, slot: (
        _typed(slot) and slot.item.type is ItemType.NUMBER and slot.item.decimals is not None and _named(check, slot)
    ),
    "unchanged": lambda check, slot: _accumulates(slot) and _named(check, slot),
    "falling": lambda check, slot: _accumulates(slot) and _named(check, slot),
    "yoy": lambda check, slot: _figure(slot) and slot.item.last_year and not slot.last_year and _named(check, slot),
    "zero": lambda check, slot: _figure(slot) and _named(check, slot),
    "not_due_chosen": lambda check, slot: slot.required and _named(check, slot),
    "control": meant,
    "exact_ratio": lambda check, slot: (
        slot.item.type is ItemType.DERIVED and slot.item.measure in check.inputs["measures"]
    ),
}


def _accumulates(slot: Slot) -> bool:
    return slot.item.cumulative and not slot.last_year and slot.item.type is not ItemType.DERIVED


def looks_at(sheet: Sheet, address: str) -> tuple[Look, ...]:
    """Return every check of this unit's sheet that looks at a cell, field, register or row.

    The sterner first; within a consequence those of few places before those of every place.
    """
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    found: list[Look] = []
    for check in sheet.plan.checks.values():
        if not _runs(check, sheet):
            continue
        if slot is not None:
            found += _of_slot(check, sheet, slot)
        elif field is not None:
            found += [Look(check)] if _of_field(check, sheet, field) else []
        else:
            found += _of_register(check, sheet, address.partition("[")[0])
    return tuple(sorted(found, key=lambda look: (-look.check.level, look.check.clause == EVERYWHERE)))


def _runs(check: Check, sheet: Sheet) -> bool:
    kind = sheet.plan.periods[sheet.period_id].kind.id
    fits = (not check.periods or kind in check.periods) and (not check.units or sheet.unit_id in check.units)
    return fits and (not check.office or check.rule == "reconcile")


def _of_slot(check: Check, sheet: Sheet, slot: Slot) -> Iterator[Look]:
    looks = LOOKS.get(check.rule or "")
    if (looks is not None and looks(check, slot)) or _over_units(check, sheet, slot):
        yield Look(check)
    name = f"上年.{slot.item.id}" if slot.last_year else slot.item.id
    for relation in check.relations:
        shown_here = relation.item == slot.item.id and not slot.last_year
        in_scope = not check.scope or slot.table in check.scope
        if not (shown_here or name in relation.formula.reads) or not keeps_what_it_reads(sheet, relation):
            continue
        if relation.at or (in_scope and _stands(relation, sheet)):
            yield Look(check, relation)


def _stands(relation: Relation, sheet: Sheet) -> bool:
    """True when the unit has the cell a relation is shown at; otherwise nobody here will see it."""
    return any(slot.item.id == relation.item for slot in sheet.slots.values())


def _over_units(check: Check, sheet: Sheet, slot: Slot) -> bool:
    if check.rule != "reconcile" or slot.last_year:
        return False
    indicator = sheet.plan.indicators.get(slot.item.indicator or "")
    return indicator is not None and indicator.reconcile != "none" and indicator.value_item == slot.item.id


def _of_field(check: Check, sheet: Sheet, field: FieldSlot) -> bool:
    means, kind = field.column.means, field.column.type
    if check.rule == "reading":
        fits = {"any": True, "figure": kind in FIGURES, "date": kind is ColumnType.DATE}
        return fits[READING[check.inputs["of"]]]
    if field.group != COVER:
        table = sheet.plan.table_of(Role.PROGRESS)
        judged = means in PROGRESS_WORDS and table is not None and table.id in check.scope
        return (check.rule == "required" and (field.required or kind in FIGURES)) or judged
    people = (Means.PREPARED, Means.REVIEWED, Means.ANSWERS)
    return {
        "cover_complete": field.required,
        "cover_people": means in people,
        "cover_date": means is Means.DATED,
    }.get(check.rule or "", False)


def _of_register(check: Check, sheet: Sheet, register: str) -> Iterator[Look]:
    if register not in sheet.plan.registers:
        return
    if _of_every_register(check) or register in check.inputs.get("registers", ()):
        yield Look(check)
    for relation in check.relations:
        if register in relation.rows or register == relation.at:
            yield Look(check, relation)


def _of_every_register(check: Check) -> bool:
    """True for what is asked of every register: that its texts can be read and its required columns are there."""
    return check.rule == "required" or (check.rule == "reading" and check.inputs["of"] in FAULTS)


def look_words(sheet: Sheet, look: Look, address: str) -> str:
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
    known = {name: value for name, value in facts_at(sheet, address).items() if name in KNOWN and value}
    register = sheet.plan.registers.get(address.partition("[")[0])
    if register is not None:
        row = split_row_address(address)
        known |= {"台账": register.name} | ({"栏": row.column} if row and row.column else {})
    words = (relation.message if relation else "") or _words_of(sheet, check, address)
    rest = {name: name if "／" in name else REST for name in _BLANK.findall(words)}  # 亩／公顷 is what it says
    return fill(words, rest | known)


def _words_of(sheet: Sheet, check: Check, address: str) -> str:
    """Return the sentence a check speaks with at a place: its own, or the one of texts, choices, rows and progress."""
    slot, field = sheet.slots.get(address), sheet.fields.get(address)
    if slot is None and field is None and _of_every_register(check):
        return say("findings.column_missing" if check.rule == "required" else "findings.column_unread")
    if field is not None and check.rule == "required":
        return say("findings.field_missing")
    if field is not None and check.rule == "progress_against_value":
        return "".join(say(f"findings.{key}") for key in PROGRESS_WORDS[field.column.means or Means.WORDS])
    unread = check.rule == "reading" and check.inputs["of"] == UNREADABLE
    if not unread or (slot is not None and slot.item.numeric):
        return check.words_for(slot.item.id, slot.item.indicator) if slot else check.message
    choices = sheet.choices_of(slot.item) if slot else field.column.choices if field else ()
    if field is not None and field.column.type in FIGURES:
        return check.message
    return fill(say("findings.not_a_choice" if choices else "findings.text_too_long"), {"可选": "、".join(choices)})


def level_words(level: Level) -> str:
    """Return what a consequence means for filing."""
    return say(f"help.level.{LEVELS[level]}_means")


def finding_words(sheet: Sheet, finding: Finding) -> tuple[str, ...]:
    """Return what a finding found: its sentence, the relation with today's figures, both sides of it."""
    if finding.outcome is Outcome.NOT_EVALUATED:
        names = "、".join(dict.fromkeys(place_name(sheet, at) or lacking_name(sheet, at) for at in finding.lacking))
        return (say("help.finding.pending", 缺=names), say("help.finding.pending_then"))
    return (finding.message, *_relation_words(sheet, finding))


def _relation_words(sheet: Sheet, finding: Finding) -> Iterator[str]:
    slot = sheet.slots.get(finding.at or "")
    broken = [r for r in finding.check.relations if slot is not None and r.item == slot.item.id]
    for relation in broken:
        line = slot.line if slot else None
        key = "must" if relation.must else "when"
        yield say(f"help.finding.{key}", 式=formula_words(sheet, relation.formula, line))
        pair = sides(relation.formula)
        if pair is not None:
            left, right = (shown(side.evaluate(sheet.lookup(line))) for side in pair)
            yield say("help.finding.both", 左=left, 右=right)


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
    reasons = "；".join(reason_name(code) for code in REASONS)
    return (
        *left_out,
        say("help.remedy.warning"),
        say("help.remedy.enough", n=SHORTEST_EXPLANATION),
        say("help.remedy.good"),
        say("help.remedy.reasons", 类别=reasons),
        say("help.remedy.until"),
    )
