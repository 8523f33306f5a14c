"""Answers: what the office has to say of the papers it holds and the files it refused, and what it has said already.

A paper is answered at most twice: at once (收到、可读), and when it is settled — returned, ruled out or kept by a
ruling, or reviewed and in order (已审核、已认可). Decides nothing: what follows for a paper is the ledger's.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from forms.papers.paper import BACK
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.basics.records import dataclass
from models.ledger.ledger import Decision, LineState
from models.ledger.roster import lateness, sent_back_of, stamped_day
from models.office.desk_lists import refused_papers
from models.office.reviewing import query_reasons
from models.settings.due import Late
from models.settings.settings import STAMPED
from models.store.office.records import PaperRow, ReceptionRow, line_in_force
from models.workspace.act import ActKind
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.restoring import lost

APPROVED = "approved"  # in `issued`: 审核结果, the last of at most two receipts for a paper
_OPEN = (Decision.HELD, Decision.FORK)  # nothing has been decided yet
_SILENT = (Decision.ACCEPTED, Decision.SUPERSEDED, Decision.DUPLICATE)
MOST_RECEIPTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """What is to be said of one paper now. `file` is the SHA-256 of a file that was rejected, "" for a held paper."""

    unit: str
    period: str
    revision: int
    digest: str
    key: str
    registered: datetime
    channel: str
    decision: str
    reasons: tuple[dict[str, Any], ...]
    file: str = ""
    approved: bool = False  # reviewed, and found to be in order
    disputed: bool = False  # its line has more than one head: nothing about it is settled
    instead: str | None = None  # a ruling puts it aside: the digest that counts in its place, "" while none does

    @property
    def marks(self) -> dict[str, bool]:
        """The four words of a receipt: 收到, 可读, 已审核, 已认可."""
        readable, back = self.decision != Decision.REJECTED, self.decision == Decision.RETURNED
        approved = self.approved and not self.disputed
        return {"received": True, "readable": readable, "reviewed": back or approved, "approved": approved}

    @property
    def told_of(self) -> str:
        """Under what a receipt is noted as issued: the paper, or the file that was rejected."""
        return self.file or self.digest


def answer_of(
    office: OfficeWorkspace,
    row: PaperRow,
    decision: str,
    reasons: Sequence[dict[str, Any]] = (),
    *,
    approved: bool = False,
) -> ReceiptContent:
    """Return what is to be said of a held paper; questions about it that nobody answered stand among the reasons."""
    came = line_in_force(office.store.receptions(row.digest), row.key)
    line = office.line(row.unit, row.period)
    return ReceiptContent(
        unit=row.unit,
        period=row.period,
        revision=row.revision,
        digest=row.digest,
        key=row.key,
        registered=row.registered,
        channel=came.channel if came else "",
        decision=decision,
        reasons=(*reasons, *query_reasons(office, row)),
        approved=approved,
        disputed=line.disputed,
        instead=(line.in_force or "") if row.digest in line.authentic - line.live else None,
    )


def due_answers(office: OfficeWorkspace, unit: str | None, period: str | None) -> Iterator[ReceiptContent]:
    """Yield what units have not been told yet: papers and rejected files nobody answered, and what was decided since.

    A paper is answered at most twice: at once, and when it is settled (退回, what a ruling decided, 审核结果). One that
    was refused is answered once, its two forms together, and again only for a reason that was not told.
    """
    told: dict[str, list[str]] = {}
    for issued in office.store.issued(unit, period):
        told.setdefault(issued.digest, []).append(issued.decision)
    lines: dict[tuple[str, str], LineState] = {}
    for row in office.store.papers(unit, period):
        place = (row.unit, row.period)
        line = lines.get(place) or lines.setdefault(place, office.line(*place))
        decision = line.decisions.get((row.digest, row.key))
        if decision is not None and _is_due(decision, told.get(row.digest, [])):
            ruled = decision is Decision.ACCEPTED and Decision.FORK in told.get(row.digest, [])
            yield answer_of(office, row, decision.value, json.loads(row.reasons), approved=ruled)
    for came in refused_papers(office.store.receptions()):
        first = came[0]
        if unit in (None, first.unit) and period in (None, first.period):
            yield from _refusal(came, told)


def _refusal(came: Sequence[ReceptionRow], told: Mapping[str, Sequence[str]]) -> Iterator[ReceiptContent]:
    """Yield the one answer to a refused paper, whichever of its forms came; none where every reason was told before.

    It is noted as issued under the last file: what came before that one was told with it.
    """
    done = max((number for number, row in enumerate(came, 1) if row.sha256 in told), default=0)
    said = [reason for row in came[:done] for reason in json.loads(row.reasons)]
    reasons: list[dict[str, Any]] = []
    for row in came[done:]:
        reasons += [one for one in json.loads(row.reasons) if one not in said and one not in reasons]
    if done == len(came) or (done and not reasons):
        return
    first, last = came[done], came[-1]
    yield ReceiptContent(
        unit=first.unit or "",
        period=first.period or "",
        revision=first.revision or 1,
        digest=first.digest or "",
        key=first.key or "",
        registered=first.registered_at,
        channel=first.channel,
        decision=first.decision,
        reasons=tuple(reasons),
        file=last.sha256,
    )


def _is_due(decision: Decision, told: Sequence[str]) -> bool:
    if not told:
        return True
    if len(told) >= MOST_RECEIPTS or decision.value in told or decision in _OPEN:
        return False
    return decision not in _SILENT or told[-1] == Decision.FORK


def approvals(office: OfficeWorkspace, unit: str | None, period: str | None) -> Iterator[ReceiptContent]:
    """Yield the papers in force that were found to be in order and whose 审核结果 was not told yet."""
    told: dict[str, list[str]] = {}
    for issued in office.store.issued(unit, period):
        told.setdefault(issued.digest, []).append(issued.decision)
    for owner, when in sorted({(row.unit, row.period) for row in office.store.papers(unit, period)}):
        line = office.line(owner, when)
        before = told.get(line.in_force or "", [])
        if line.in_force is None or line.disputed or APPROVED in before or len(before) >= MOST_RECEIPTS:
            continue
        row = office.store.papers_of(line.in_force)[0]
        if not query_reasons(office, row):  # nobody approves what is still being asked about
            yield answer_of(office, row, Decision.ACCEPTED, approved=True)


def is_back(answer: ReceiptContent) -> bool:
    """True for a 退回单: the paper, or the file, does not count as it is."""
    return answer.decision in BACK


def numbers_of(office: OfficeWorkspace, at: datetime, *, back: bool) -> Iterator[str]:
    """Return the numbers that follow, of 退回单 (`back`) or of 回执; each counts within the year of its date.

    They go beyond all that were given away before a copy was restored: papers with those have left the house.
    """
    year = at.astimezone(PLAN_ZONE).year
    issued = (row for row in office.store.issued() if row.at.astimezone(PLAN_ZONE).year == year)
    before = sum((row.decision in (Decision.RETURNED, Decision.REJECTED)) is back for row in issued)
    key = "papers.return_number" if back else "papers.receipt_number"
    gone = sum(int(one.get("n", "0")) for one in lost(office.store, ActKind.RECEIPT))
    gone += len(lost(office.store, ActKind.RETURN)) if back else 0
    reached = (
        int(one["reached"])
        for one in lost(office.store, ActKind.RECEIPT)
        if one.get("year") == str(year) and one.get("back") == str(int(back))
    )
    return (say(key, 年=year, n=n) for n in count(max(before + gone, *reached, 0) + 1))


def next_return_number(office: OfficeWorkspace, at: datetime) -> str:
    """Return the number of the next 退回单, whoever makes it: counted within the year of its date."""
    return next(numbers_of(office, at, back=True))


def came_words(registered: datetime, channel: str) -> str:
    """Return when and how a paper came."""
    return "　".join(one for one in (format_time(registered), channel) if one)


def due_words(office: OfficeWorkspace, answer: ReceiptContent) -> str:
    """Return when the return was due, and whether it was in time; of a paper that does not count only the first.

    In time is what the line in force says; while nothing is in force, what this paper says.
    """
    office = office.at_or_here(answer.period)
    due = office.settings.due_of(answer.unit, answer.period)
    if due is None:
        return ""
    words = format_time(due.at)
    if is_back(answer):
        return words
    line = office.line(answer.unit, answer.period)
    late: Late | None
    stamps = office.stamps()
    if line.in_force is None:
        late = due.late(answer.registered, office.plan.calendar)
    else:
        found = lateness(office.plan, office.settings, answer.unit, answer.period, line, stamps)
        late = found.by if found else None
    back = sent_back_of(line)
    if back and back.until:
        words = f"{words}　{say('papers.receipt.sent_back', n=back.times, 时限=format_time(back.until))}"
    if office.settings.clock == STAMPED and stamped_day(office.settings, line, stamps) is None:
        said = say("papers.receipt.stamp_awaited")
    else:
        said = say("papers.receipt.late", n=late.working_days) if late else say("papers.receipt.in_time")
    return f"{words}　{said}"
