"""Findings: what a check raised, at which place, and whether the person's answer settles it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from enum import StrEnum

from models.basics.addresses import Address, split_address, split_row_address
from models.basics.messages import fill, say
from models.basics.quantity import Rounding, as_shown, plain, round_to
from models.formula.formula import EXCUSED, Formula, Value
from models.plan.plan import Check, Item, Level, Register
from models.sheet.explanation import Explanation
from models.sheet.rows import Row
from models.sheet.sheet import Sheet

ENGINE = "2"  # version of the rule engine; stands in every return. 1 told rows of one key apart by no address
LEAST_SAID = 3  # characters beside empty phrases and punctuation
SHORTEST_EXPLANATION = 6  # characters
EMPTY_PHRASES = ("情况属实", "数据属实", "已核实", "经核实无误", "核实无误", "无误", "同上", "正常")
_EMPTY = re.compile("|".join(map(re.escape, sorted(EMPTY_PHRASES, key=len, reverse=True))) + r"|[。，！；、,.!;]")
CONFIRMATION = "确认"
ROW = "行"  # the fact that names a register row's number
PASSING = ("原文", ROW)  # facts that may change while what they speak of stays the same


_OPEN = re.compile(r"{[^{}]*}")  # a blank for which there is no figure


class Outcome(StrEnum):
    """How a check ended when it did not hold."""

    BROKEN = "broken"
    NOT_EVALUATED = "not_evaluated"  # an input is missing or awaited, or the office gave no parameter


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that did not hold, where, and with which figures; words come last (`message`)."""

    check: Check
    outcome: Outcome
    at: str | None  # address of the cell, row or register; None where it has no place
    _: KW_ONLY
    values: Mapping[str, str] = field(default_factory=dict)  # blanks of the message
    lacking: tuple[str, ...] = ()  # addresses and parameters that kept it from being evaluated
    leaves_out: bool = False  # the row is not counted; needs an explanation, does not block
    template: str = ""  # words of its own where the check's sentence does not fit the case

    @property
    def level(self) -> Level:
        """The consequence: a row left out needs an explanation, whatever the catalogue calls the check.

        What is on trial (试行) asks nothing.
        """
        if self.check.trial:
            return Level.HINT
        return Level.WARNING if self.leaves_out else self.check.level

    @property
    def message(self) -> str:
        """The plan's sentence with its figures; of a register row with its number, as the person sees it."""
        words = _OPEN.sub("—", fill(self.template or self.check.message, self.values))
        if self.check.trial:
            words = say("findings.on_trial", 句=words)
        return say("findings.in_row", 行=self.values[ROW], 句=words) if ROW in self.values else words

    @property
    def key(self) -> str:
        """What an explanation of just this finding is filed under: `check@address`, or the check alone."""
        return f"{self.check.id}@{self.at}" if self.at else self.check.id

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key whose explanation answers it, nearest first: its own, its register's, its check's."""
        row = split_row_address(self.at) if self.at else None
        general = (f"{self.check.id}@{row.register}",) if row else ()
        return (self.key, *general, self.check.id)

    @property
    def fingerprint(self) -> str:
        """Changes when the value or the rule does: an explanation written for another fingerprint is asked again.

        The text as typed is no part of it: 51.20 typed anew for 51.2 is the same value; nor is where a row stands,
        among all rows or among those of its key.
        """
        row = split_row_address(self.at) if self.at else None
        rule = [r.formula.text for r in self.check.relations] + ([self.check.rule] if self.check.rule else [])
        facts = [
            self.check.id,
            self.check.message,
            *rule,
            str(row.first) if row else self.at or "",
            *(f"{name}={value}" for name, value in sorted(self.values.items()) if name not in PASSING),
        ]
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


NOTHING: Mapping[str, str] = {}


def found_at(
    check: Check,
    sheet: Sheet,
    at: str,
    values: Mapping[str, str] = NOTHING,
    *,
    template: str = "",
    lacking: tuple[str, ...] = (),
) -> Finding:
    """Return what a check found at a place, with what every message may name of it (`facts_at`) and its own `values`.

    The check is broken there; where something is `lacking` it could not be evaluated.
    """
    outcome = Outcome.NOT_EVALUATED if lacking else Outcome.BROKEN
    facts = {**facts_at(sheet, at), **values}
    return Finding(check, outcome, at, values=facts, lacking=lacking, template=template)


def found_in_row(
    check: Check, sheet: Sheet, register: Register, row: Row, values: Mapping[str, str] = NOTHING, *, template: str = ""
) -> Finding:
    """Return the finding that a row breaks a check; a check that leaves out such rows says so."""
    at = str(sheet.places(register.id).address(row))
    facts = facts_at(sheet, at) | {"台账": register.name, ROW: str(row.number), **values}
    return Finding(check, Outcome.BROKEN, at, values=facts, leaves_out=check.leaves_out, template=template)


def explanation_of(finding: Finding, explanations: Mapping[str, Explanation]) -> Explanation | None:
    """Return the explanation that answers a finding, None if nobody wrote a sufficient one."""
    for key in finding.keys:
        written = explanations.get(key)
        if written is not None and sufficient(finding.check, written):
            return written
    return None


def sufficient(check: Check, explanation: Explanation) -> bool:
    """True when an explanation says something: six characters, and not only empty phrases, however often repeated.

    A bare 确认 is enough where a check only asks for that.
    """
    text = "".join(explanation.text.split())
    if check.confirm and text:
        return True
    return len(text) >= SHORTEST_EXPLANATION and len(_EMPTY.sub("", text)) >= LEAST_SAID


def unexplained(findings: Iterable[Finding], explanations: Mapping[str, Explanation]) -> tuple[Finding, ...]:
    """Return the warnings that still need an explanation before the return can be filed."""
    return tuple(
        finding
        for finding in findings
        if finding.outcome is Outcome.BROKEN
        and finding.level is Level.WARNING
        and explanation_of(finding, explanations) is None
    )


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a return from being filed whatever is written: broken 强制性 checks."""
    return tuple(f for f in findings if f.outcome is Outcome.BROKEN and f.level is Level.ERROR)


def shown(value: Value, rounding: Rounding, decimals: int = 4) -> str:
    """Return a figure of a message: at most `decimals` places by the plan's rule, no trailing zeros; — when unknown."""
    if isinstance(value, Decimal):
        return plain(round_to(value, decimals, rounding))
    return "—" if value is None or value is EXCUSED else str(value)


def words_of(formulas: Mapping[str, Formula], values: Mapping[str, Value], sheet: Sheet) -> dict[str, str]:
    """Return the figures of a message: that of a cell as the cell shows it, any other with four places at most.

    Two that differ and would then read the same keep their four places: the message is about the difference.
    """
    rounding = sheet.plan.rounding
    full = {blank: shown(value, rounding) for blank, value in values.items()}
    brief = {blank: _as_in_cell(formulas[blank], value, sheet) or full[blank] for blank, value in values.items()}
    twice = {text for text, times in Counter(brief.values()).items() if times > 1}
    apart = {text: len({full[blank] for blank in brief if brief[blank] == text}) > 1 for text in twice}
    return {blank: full[blank] if apart.get(text) else text for blank, text in brief.items()}


def _as_in_cell(formula: Formula, value: Value, sheet: Sheet) -> str:
    """The figure of a formula that is the name of one computed item, "" for any other: what was typed is told whole."""
    name = str(formula.tree.value) if formula.tree.op == "name" else ""
    prefix, _, rest = name.partition(".")
    item = sheet.plan.items.get(name) or (sheet.plan.items.get(rest) if prefix in ("上年", "上期") else None)
    return computed(item, value, sheet) if item is not None and isinstance(value, Decimal) else ""


def computed(item: Item, value: Decimal, sheet: Sheet) -> str:
    """Return a computed item's figure as its cell shows it, "" for one that is typed."""
    return "" if item.entered else plain(as_shown(value, item.decimals, sheet.plan.rounding))


def facts_at(sheet: Sheet, address: str) -> dict[str, str]:
    """Return what every message may name of a cell: 指标, 值, 单位, 原文, 期 and the unit's own name."""
    facts = {"期": sheet.plan.periods[sheet.period_id].name, "填报单位": sheet.unit_name}
    slot = sheet.fields.get(address)
    if slot is not None:
        block = sheet.plan.blocks.get(slot.group)
        place = f"{block.title}·{slot.column.name}" if block else slot.column.name
        cell = sheet.cell(address)
        return facts | {
            "指标": place,
            "栏": slot.column.name,
            "单位": "",
            "原文": cell.raw or cell.text,
            "值": cell.text,
        }
    parts = split_address(address)
    item = sheet.plan.items.get(parts.item) if parts else None
    if parts is None or item is None:
        return facts
    cell = sheet.cell(address)
    facts |= {
        "指标": _name_at(sheet, item, parts),
        "单位": item.measure,
        "原文": cell.raw or cell.text,
        "值": cell.text,
    }
    return facts


def _name_at(sheet: Sheet, item: Item, parts: Address) -> str:
    line = f"（{sheet.name_of(parts.line)}）" if parts.line else ""
    return f"{item.name}{line}{'·上年同期' if parts.last_year else ''}"
