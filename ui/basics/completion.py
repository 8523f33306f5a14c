"""Completion: how complete a sheet is, as the window shows it: a mark for each place, and the counts.

Follows from a sheet and its findings alone; no Qt, no rule. A required cell that is blank is 未填, not an error, as
long as nobody has typed anything there: a form that was just opened is not red.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from models.basics.addresses import COVER
from models.basics.messages import say
from models.basics.reading import CONVERTED, quoted
from models.basics.records import dataclass
from models.checks.findings import Finding, Outcome, explanation_of, sufficient
from models.checks.on_screen import screen_message, screen_value
from models.ledger.queries import Query, QueryStep
from models.plan.plan import ItemType, Level
from models.sheet.cells import State
from models.sheet.explanation import LONGEST_WHY, Explanation
from models.sheet.fillable import is_expected
from models.sheet.sheet import Sheet

if TYPE_CHECKING:  # loaded where something was filed in another period
    from models.versions.contradicted import Contradicted


class Mark(IntEnum):
    """What stands beside a cell, a page or a finding; ordered, so max() is the worst."""

    NONE = 0
    DONE = 1  # nothing left to do
    PENDING = 2  # 未能核验
    HINT = 3
    EXPLAINED = 4
    MISSING = 5
    WARNING = 6
    QUERY = 7  # the office asked in its receipt
    DECIDE = 8  # two offices gave different answers
    ERROR = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The figures of the top bar; `required` counts item cells only, free texts are apart."""

    required: int = 0
    filled: int = 0
    missing: int = 0  # blank required places of any kind, texts and cover included
    errors: int = 0
    open_warnings: int = 0
    explained: int = 0
    hints: int = 0
    pending: int = 0
    following: int = 0  # blank required places that come by themselves once others are filled
    disputed: int = 0  # places to decide
    left: int = 0  # places to fill, mend, decide, answer or explain: one with two matters counts once
    parts: Mapping[Mark, int] = field(default_factory=dict)  # `left` by what is to be done, MISSING … WARNING
    asked: int = 0  # required places of any kind, texts and cover included
    unasked: bool = False  # nothing is asked of the unit, and nothing was entered: its blank cover is nothing left

    @property
    def can_file(self) -> bool:
        """True when nothing keeps the sheet from being filed."""
        return not (self.disputed or self.missing or self.errors or self.open_warnings or self.following)


def finding_words(finding: Finding, mark: Mark, sheet: Sheet) -> str:
    """Return what a screen says of a finding: its sentence, or of one that could not be evaluated that it could not.

    The sentence on a conversion asks to confirm it; once that is done it tells what was confirmed.
    """
    if mark is Mark.PENDING:
        return say("window.panel.pending", 条款=finding.check.clause)
    if mark is Mark.EXPLAINED and _converted(finding):
        return say("window.panel.confirmed", **_facts(finding, sheet))
    return screen_message(finding, sheet)


def without_name(words: str, name: str) -> str:
    """Return a sentence as it stands beside what it is about: where that is named there, it is not named again.

    A column has room for a few words, and the first of them told all rows what they are called.
    """
    return words.removeprefix(f"“{name}”")


def confirm_words(finding: Finding, sheet: Sheet) -> str:
    """Return what the button says that confirms a finding: the figure that will stand, of a conversion."""
    if not _converted(finding):
        return say("window.panel.confirm")
    return say("window.panel.confirm_figure", **_facts(finding, sheet))


def _converted(finding: Finding) -> bool:
    return finding.check.confirm and finding.check.inputs.get("of") == CONVERTED


def _facts(finding: Finding, sheet: Sheet) -> dict[str, str]:
    return {name: quoted(screen_value(finding, name, sheet)) for name in ("原文", "值", "单位")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Findings by place, worst first, with the mark each one makes."""

    findings: tuple[tuple[Finding, Mark], ...]
    places: Mapping[str, tuple[tuple[Finding, Mark], ...]]
    counts: Counts
    queries: tuple[Query, ...] = ()  # of the office's receipt, answered ones included
    asked: frozenset[str] = frozenset()  # places whose query is open
    disputed: frozenset[str] = frozenset()  # places two offices answered differently, undecided
    alike: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (check, register) → findings of its rows
    waiting: frozenset[str] = frozenset()  # places where a person has something to do

    def mark(self, address: str) -> Mark:
        """Return the worst mark of a place, NONE when nothing was found there and nothing is asked."""
        found = self.places.get(address)
        worst = found[0][1] if found else Mark.NONE
        if address in self.disputed:
            worst = max(worst, Mark.DECIDE)
        return max(worst, Mark.QUERY) if address in self.asked else worst

    def matter(self, address: str) -> Mark:
        """Return what is to be done at a waiting place: a blank one is to be filled, whatever else there is."""
        return _matter(self.places.get(address, ()), self.mark(address))

    def queries_at(self, address: str) -> tuple[Query, ...]:
        """Return the office's queries about a place."""
        return tuple(query for query in self.queries if query.remark.at == address)


def _matter(found: Sequence[tuple[Finding, Mark]], worst: Mark) -> Mark:
    return Mark.MISSING if any(mark is Mark.MISSING for _, mark in found) else worst


class Disagreement(NamedTuple):
    """What filed returns no longer agree with, as far as it is found: it keeps nothing from being filed.

    `later`: returns that the open sheet contradicts; `again`: period → what its return came to contradict.
    """

    later: "tuple[Contradicted, ...]" = ()
    again: "Mapping[str, tuple[Contradicted, ...]]" = MappingProxyType({})


NEEDS = frozenset({Mark.MISSING, Mark.WARNING, Mark.QUERY, Mark.DECIDE, Mark.ERROR})  # what a person has to do


def mark_of(finding: Finding, sheet: Sheet) -> Mark:
    """Return the mark a finding makes in a sheet."""
    if finding.outcome is Outcome.NOT_EVALUATED:
        return Mark.PENDING
    if finding.level is Level.ERROR:
        blank = finding.at is not None and sheet.cell(finding.at).state is State.MISSING
        return Mark.MISSING if blank else Mark.ERROR
    if finding.level is Level.WARNING:
        written = explanation_of(finding, sheet.explanations)
        return Mark.WARNING if written is None or lacks_reason(finding, written) else Mark.EXPLAINED
    return Mark.HINT


def answer_lacks(finding: Finding, written: Explanation) -> str:
    """Return the key of the sentence that says why written words are no answer yet; "" for an answer."""
    if len(written.text) > LONGEST_WHY:
        return "panel.too_long"
    if not sufficient(finding.check, written):
        return "panel.too_short"
    return "panel.no_reason" if lacks_reason(finding, written) else ""


def lacks_reason(finding: Finding, written: Explanation) -> bool:
    """True for words without a reason code: who writes them in the window chooses one, the office sorts by it."""
    return not written.code and not finding.check.confirm


def take_standing(
    sheet: Sheet, findings: Iterable[Finding], queries: tuple[Query, ...] = (), disputed: frozenset[str] = frozenset()
) -> Standing:
    """Return how a sheet stands, given the findings of its checks, the office's queries and the disputed places."""
    marked = tuple((finding, mark_of(finding, sheet)) for finding in findings)
    places: dict[str, list[tuple[Finding, Mark]]] = {}
    for finding, mark in marked:
        if finding.at is not None:
            places.setdefault(finding.at, []).append((finding, mark))
    ordered = {at: tuple(sorted(one, key=lambda f: -f[1]) if len(one) > 1 else one) for at, one in places.items()}
    asked = frozenset(query.remark.at for query in queries if query.remark.at and query.step is QueryStep.OPEN)
    waiting = _waiting(sheet, ordered, asked, disputed)
    nowhere = [mark for finding, mark in marked if finding.at is None and mark in NEEDS]
    nowhere += [Mark.QUERY] if asked_as_a_whole(queries) else []
    unasked = not nowhere and _only_the_cover(waiting, ordered) and _asks_nothing(sheet)
    waiting = frozenset() if unasked else waiting
    left = len(waiting) + len(nowhere)
    counts = replace(_counts(sheet, marked), disputed=len(disputed), left=left, unasked=unasked)
    rows = ((one.check.id, one.at.partition("[")[0]) for one, _ in marked if one.at is not None and "[" in one.at)
    made = Standing(
        findings=marked,
        places=ordered,
        counts=counts,
        queries=queries,
        asked=asked,
        disputed=disputed,
        alike=Counter(rows),
        waiting=waiting,
    )
    # nearly all of ten thousand have one finding and nothing is asked of them
    alone = {at: one[0][1] for at, one in ordered.items() if len(one) == 1 and at not in asked and at not in disputed}
    matters = [alone[at] if at in alone else made.matter(at) for at in waiting]
    return replace(made, counts=replace(counts, parts=Counter([*nowhere, *matters])))


def asked_as_a_whole(queries: Iterable[Query]) -> bool:
    """True while a question about the return as a whole is open: one matter, as a place with two questions is."""
    return any(one.remark.at is None and one.step is QueryStep.OPEN for one in queries)


def _only_the_cover(waiting: Iterable[str], places: Mapping[str, tuple[tuple[Finding, Mark], ...]]) -> bool:
    """True where nothing waits but blanks of the cover."""
    return all(
        at.startswith(f"{COVER}.") and all(mark is Mark.MISSING for _, mark in places.get(at, ())) for at in waiting
    )


def _asks_nothing(sheet: Sheet) -> bool:
    """True where a unit has nothing to report and entered nothing all the same; a cover is begun with every period."""
    if is_expected(sheet.plan, sheet.settings, sheet.unit_id, sheet.period_id):
        return False
    entered = any(not at.startswith(f"{COVER}.") for at in sheet.cells)
    return not entered and not any(sheet.registers.values())


def _waiting(
    sheet: Sheet,
    places: Mapping[str, tuple[tuple[Finding, Mark], ...]],
    asked: frozenset[str],
    disputed: frozenset[str],
) -> frozenset[str]:
    """Every place where a person has something to do; a computed one fills itself."""
    found = {
        at
        for at, marks in places.items()
        if marks[0][1] in NEEDS and not (marks[0][1] is Mark.MISSING and follows(sheet, at))
    }
    return frozenset(found | asked | disputed)


def _counts(sheet: Sheet, marked: tuple[tuple[Finding, Mark], ...]) -> Counts:
    wanted = [address for address, slot in sheet.slots.items() if slot.required and not follows(sheet, address)]
    blank = sum(1 for address in wanted if sheet.cell(address).silent)
    marks = [mark for _, mark in marked]
    unfilled = {finding.at for finding, mark in marked if mark is Mark.MISSING and finding.at}
    following = sum(1 for address in unfilled if follows(sheet, address))
    return Counts(
        required=len(wanted),
        filled=len(wanted) - blank,
        missing=len(unfilled) - following,
        errors=marks.count(Mark.ERROR),
        open_warnings=marks.count(Mark.WARNING),
        explained=marks.count(Mark.EXPLAINED),
        hints=marks.count(Mark.HINT),
        pending=marks.count(Mark.PENDING),
        following=following,
        asked=len(wanted) + sum(1 for slot in sheet.fields.values() if slot.required),
    )


def follows(sheet: Sheet, address: str) -> bool:
    """True for a cell that is computed from others: nobody is sent there to fill it."""
    slot = sheet.slots.get(address)
    return slot is not None and (slot.total or slot.item.type is ItemType.DERIVED)
