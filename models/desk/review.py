"""Review 审核: what a person looks at in a return — what changed since the revision seen last, and what checks found.

Knows nothing of what was accepted; each item has a short hash of what it shows (`said`), so that the same in a later
revision is not looked at again. Register rows are told by their number only: their columns may be sensitive.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from models.basics.addresses import COVER, split_row_address
from models.basics.quantity import format_exact
from models.basics.records import dataclass
from models.checks.findings import Finding, Outcome, explanation_of
from models.plan.plan import Level
from models.returns.returns import Return
from models.returns.revisions import difference
from models.sheet.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing to look at. Texts are as people read them; "" = nothing there."""

    place: str  # key of the item within the paper
    address: str  # of the cell, row or register; "" = the return as a whole
    finding: Finding | None = None  # None: the place says something else than before
    now: str = ""
    seen: str = ""
    before: str = ""
    change: Decimal | None = None  # of two figures
    change_text: str = ""  # how far they lie apart
    rows: int = 0  # of a register: how many rows say something else
    explanation: str = ""
    answers: bool = False  # a query of ours, with the figure as it was
    asked: str = ""  # what that query asked, "" where it is not known here
    said: str = ""

    @property
    def level(self) -> Level | None:
        """The level of the finding, None for a change."""
        return self.finding.level if self.finding else None


def review_items(
    now: Sheet,
    filed: Return,
    seen: tuple[Return, Sheet] | None,
    findings: Iterable[Finding],
    questions: Mapping[str, str],
) -> tuple[ReviewItem, ...]:
    """Return what is to be looked at: changes in the order of the return, answers to queries, then what checks found,
    gravest first.

    `now` carries its predecessor; `seen` is the revision looked at before, None for a first one; `questions` are what
    was asked, by the keys of the answers.
    """
    changed = tuple(_changes(now, filed, *seen)) if seen else ()
    broken = [one for one in findings if one.outcome is Outcome.BROKEN]
    found = sorted(broken, key=lambda one: -one.level)
    before, asked = seen[1] if seen else None, {key for one in broken for key in one.keys}
    told = sorted(filed.explanations.keys() - asked)
    answers = (_answered(now, before, key, questions.get(key, "")) for key in told)
    return (*changed, *answers, *(_found(now, before, one) for one in found))


def _answered(now: Sheet, seen: Sheet | None, key: str, asked: str) -> ReviewItem:
    """What the unit answers to a query: the place as it stands, and its words."""
    at, words = key.partition("@")[2], now.explanations[key].text
    return ReviewItem(
        place=key,
        address=at,
        now=entry_text(now, at),
        seen=entry_text(seen, at),
        before=entry_text(now.previous, at),
        explanation=words,
        answers=True,
        asked=asked,
        said=_hash(key, words),
    )


def _changes(now: Sheet, filed: Return, old: Return, before: Sheet) -> Iterator[ReviewItem]:
    explained = {*filed.explanations, *old.explanations}
    rows: dict[str, set[str]] = {}
    for one in difference(old, filed, now.plan):
        at = one.address
        row = split_row_address(at)
        if row is not None and row.register in now.plan.registers:
            rows.setdefault(row.register, set()).add(str(row.row))
        elif at not in explained and not at.startswith(f"{COVER}.") and at in (*now.slots, *now.fields):
            slot = now.slots.get(at)
            if slot is None or not slot.derived:
                yield _changed(now, before, at)
    for register, names in rows.items():
        yield ReviewItem(
            place=f"={register}",
            address=register,
            now=str(len(now.registers.get(register, ()))),
            seen=str(len(before.registers.get(register, ()))),
            rows=len(names),
            said=_hash(register, *sorted(map(repr, filed.registers.get(register, ())))),
        )


def _changed(now: Sheet, seen: Sheet, at: str) -> ReviewItem:
    figures = now.cell(at).number, seen.cell(at).number
    change = figures[0] - figures[1] if figures[0] is not None and figures[1] is not None else None
    return ReviewItem(
        place=f"={at}",
        address=at,
        now=entry_text(now, at),
        seen=entry_text(seen, at),
        before=entry_text(now.previous, at),
        change=change,
        change_text="" if change is None else format_exact(abs(change), _least(now, at)),
        explanation=_said_of(now, at),
        said=_hash(at, _sealed(now, at), _sealed(seen, at)),
    )


def _said_of(sheet: Sheet, at: str) -> str:
    return "；".join(one.text for key, one in sheet.explanations.items() if key.partition("@")[2] == at)


def _found(now: Sheet, seen: Sheet | None, one: Finding) -> ReviewItem:
    at = one.at or ""
    answer = explanation_of(one, now.explanations)
    words = answer.text if answer else ""
    return ReviewItem(
        place=one.key,
        address=at,
        finding=one,
        now=entry_text(now, at),
        seen=entry_text(seen, at),
        before=entry_text(now.previous, at),
        explanation=words,
        said=_hash(one.key, one.fingerprint, words),
    )


def entry_text(sheet: Sheet | None, at: str) -> str:
    """Return what stands in a cell as people read it: its value, or the name of its state; "" for no cell.

    A figure has two decimals where its item has them, and all of its own.
    """
    if sheet is None or (at not in sheet.slots and at not in sheet.fields):
        return ""
    value = sheet.cell(at).value
    return format_exact(value, _least(sheet, at)) if isinstance(value, Decimal) else _sealed(sheet, at)


def _sealed(sheet: Sheet, at: str) -> str:
    """What a cell says as it was sealed: its canonical text, or the name of its state."""
    if at not in sheet.slots and at not in sheet.fields:
        return ""
    cell = sheet.cell(at)
    return cell.text or (cell.state.rules.name if cell.state else "")


def _least(sheet: Sheet, at: str) -> int:
    """How many decimals a figure of a cell is shown with at least."""
    slot = sheet.slots.get(at)
    return min(2, slot.item.decimals or 0) if slot is not None else 0


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
