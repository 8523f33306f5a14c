"""Findings: what a check raised, at which place, and whether the person's answer settles it."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import KW_ONLY, field
from enum import StrEnum

from models.answers.breach import Breach, Breaches
from models.answers.said import COLUMN, ROW, said_at
from models.basics.addresses import split_row_address
from models.basics.messages import fill, say, speech
from models.basics.reading import named_unseen, quoted
from models.basics.records import dataclass
from models.plan.plan import Check, Level
from models.sheet.explanation import LONGEST_WHY, Explanation, says_something
from models.sheet.sheet import Sheet
from models.sheet.touched import Touched

ENGINE = "2"  # version of the rule engine; stands in every return. 1 told rows of one key apart by no address
CONFIRMATION = "确认"
TYPED = ("原文", "值")  # facts that may be a text of any length
PASSING = ("原文", ROW)  # facts that may change while what they speak of stays the same


_TIGHT, _APART = "}{单位}", "} {单位}"  # a measure behind a figure as the catalogue may write it, and as it is read
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
        facts = {name: named_unseen(said) for name, said in self.values.items()}
        facts |= {name: quoted(self.values[name]) for name in TYPED if name in facts}
        written = (self.template or self.check.message).replace(_TIGHT, _APART)
        words = _OPEN.sub("—", fill(written, facts))
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
        return (self.key, *self.register_keys, self.check.id)

    @property
    def register_keys(self) -> tuple[str, ...]:
        """The key of an explanation for all rows of the register it lies in; none elsewhere."""
        row = split_row_address(self.at) if self.at else None
        return (f"{self.check.id}@{row.register}",) if row else ()

    @property
    def fingerprint(self) -> str:
        """Changes when the value or the rule does: an explanation written for another fingerprint is asked again.

        The text as typed is no part of it: 51.20 typed anew for 51.2 is the same value; nor is where a row stands,
        among all rows or among those of its key.
        """
        row = split_row_address(self.at) if self.at else None
        place = str(row.first) if row else self.at or ""
        values = (f"{name}={value}" for name, value in sorted(self.values.items()) if name not in PASSING)
        return _digest(*self._rule, place, *values)

    @property
    def rule_fingerprint(self) -> str:
        """Changes when the rule does, whatever the values: for words that were written for all rows of a register."""
        row = split_row_address(self.at) if self.at else None
        return _digest("rule", *self._rule, row.register if row else self.at or "")

    @property
    def _rule(self) -> tuple[str, ...]:
        """The check, what it says and what it is decided by."""
        check = self.check
        return (check.id, check.message, *(one.formula.text for one in check.relations), *filter(None, [check.rule]))


def _digest(*facts: str) -> str:
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of a breach, and which row of its key it stood in."""

    breach: Breach
    identity: object
    finding: Finding


@dataclass(frozen=True, slots=True)
class _ToldGroup:
    group: Breaches
    by_place: Mapping[object, _Told]
    findings: tuple[Finding, ...]


def told(sheet: Sheet, groups: Iterable[Breaches], kept: str = "told") -> tuple[Finding, ...]:
    """Return what checks found, in words: with what every message may name of the place, and the figures of each.

    What was said of a place is said again while nothing of it has changed: of 10,000 rows that break a check one is
    edited at a time. `kept`: the name under which it is remembered, another one for other checks.
    """
    last = sheet.memory.last(kept, speech())
    known, touched = last if last is not None else ({}, Touched())
    now: dict[tuple[str, int], _ToldGroup] = {}
    found: list[Finding] = []
    for group in groups:
        key = group.check.id, group.part
        before: _ToldGroup | None = known.get(key)
        if before is None or before.group is not group:
            before = _told(sheet, group, before.by_place if before else {}, touched.addresses)
        now[key] = before
        found += before.findings
    sheet.memory.put(kept, now, speech())
    return tuple(found)


def _told(sheet: Sheet, group: Breaches, known: Mapping[object, _Told], touched: Collection[str]) -> _ToldGroup:
    rows_of = {at: sheet.places(at) for at in {one.at for one in group.found if one.row is not None}}
    by_place: dict[object, _Told] = {}
    findings = []
    for one in group.found:
        place = one.at, id(one.row), one.figures.get(COLUMN), one.template
        identity = rows_of[one.at].identity(one.row) if one.row is not None else None
        said = known.get(place)
        if said is None or said.breach != one or said.identity != identity or one.at in touched:
            address = rows_of[one.at].address(one.row) if one.row is not None else one.at
            finding = Finding(
                group.check,
                Outcome.NOT_EVALUATED if one.lacking else Outcome.BROKEN,
                str(address),
                values={**said_at(sheet, one.at, one.row), **one.figures},
                lacking=one.lacking,
                leaves_out=one.row is not None and group.check.leaves_out,
                template=one.template or group.template,
            )
            said = _Told(one, identity, finding)
        by_place[place] = said
        findings.append(said.finding)
    return _ToldGroup(group, by_place, tuple(findings))


def explanation_of(finding: Finding, explanations: Mapping[str, Explanation]) -> Explanation | None:
    """Return the explanation that answers a finding, None if nobody wrote a sufficient one."""
    if not explanations:
        return None
    for key in finding.keys:
        written = explanations.get(key)
        if written is not None and sufficient(finding.check, written):
            return written
    return None


def sufficient(check: Check, explanation: Explanation) -> bool:
    """True when an explanation says something; a bare 确认 is enough where a check only asks for that.

    What is longer than papers hold is none: it stands in a document.
    """
    text = explanation.text
    return len(text) <= LONGEST_WHY and (bool(check.confirm and text.strip()) or says_something(text))


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
