"""Queries: what the office asked in its latest receipt for our return, and what has been done about each of them.

A receipt for a paper that is not good (退回, 不予接收) carries the office's reasons; each is a query that sits on its
cell until the cell says something else, the explanation it lacked is written, or a later revision has been filed. Where
no check asks for an explanation a query is answered in words of its own: an explanation under the query's key, which
travels with the next return, kept with the return that was asked about as long as its place says the same.
Reasons of an accepted paper are remarks and ask for nothing. Reads what receipts say, decides nothing.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from models.basics.addresses import RowAddress, split_row_address
from models.basics.messages import say
from models.basics.records import dataclass
from models.ledger.decisions import Decision
from models.plan.plan import Plan, Register
from models.sheet.cells import Cell, State
from models.sheet.explanation import Explanation
from models.sheet.rows import row_addresses
from models.sheet.sheet import Sheet

if TYPE_CHECKING:  # a return is there only when something was filed
    from models.returns.returns import Entry, Return

MARKS = ("received", "readable", "reviewed", "approved")  # 收到, 可读, 已审核, 已认可
ASKING = frozenset((Decision.RETURNED, Decision.REJECTED))
BY_HAND = ("return", "query")  # reasons somebody at the office wrote: a 退回单, a question in the review
_NAME = 8  # hexadecimal digits of its words that a question goes by
_ANSWERS = "asked of "  # before the digest of a return: what an answer to a query about it is kept with


class QueryStep(StrEnum):
    """What has been done about a query."""

    OPEN = "open"
    CHANGED = "changed"  # the place says something else now
    EXPLAINED = "explained"  # an explanation is there that was not in the return


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason of a receipt: the check it falls under, its address (None = the return as a whole), its sentence."""

    check: str
    at: str | None
    message: str

    @property
    def key(self) -> str:
        """Under what an answer to it is kept, as an explanation: each question put in words has an answer of its own.

        What a check asks is answered once for its place, as an explanation is.
        """
        name = self.check
        if self.check in BY_HAND:
            from hashlib import sha256  # not every start finds a question

            name += f"#{sha256(' '.join(self.message.split()).encode()).hexdigest()[:_NAME]}"
        return f"{name}@{self.at}" if self.at else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says. `digest` names the return it answers, `deadline` until when it is to come again."""

    digest: str
    period: str
    revision: int
    decision: Decision
    registered: datetime
    issued: datetime
    remarks: tuple[Remark, ...]
    deadline: datetime | None = None  # of a 退回单 that sets one
    marks: Mapping[str, bool] = field(default_factory=dict)  # of MARKS; none from a receipt of an earlier release

    @property
    def marks_said(self) -> str:
        """The four words of a receipt, each ticked or not, on one line; "" where it has none."""
        words = (f"{'☑' if self.marks.get(name) else '☐'}{say(f'papers.receipt.{name}')}" for name in MARKS)
        return "　".join(words) if self.marks else ""


@dataclass(frozen=True, slots=True)
class Query:
    """A remark that asks for something, and how far that is."""

    remark: Remark
    step: QueryStep


def read_receipt(content: bytes) -> Receipt:
    """Return what the sealed data of a receipt say. Raises ValueError for anything that is no receipt."""
    try:
        said = json.loads(content)
        remarks = tuple(_remark(one) for one in said["reasons"])
        return Receipt(
            digest=str(said["digest"]),
            period=str(said["period"]),
            revision=int(said["revision"]),
            decision=Decision(said["decision"]),
            registered=datetime.fromisoformat(said["registered"]),
            issued=datetime.fromisoformat(said["issued"]),
            remarks=remarks,
            marks={name: on is True for name, on in dict(said.get("marks") or {}).items() if name in MARKS},
            deadline=datetime.fromisoformat(said["deadline"]) if said.get("deadline") else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("receipt") from error


def _remark(said: Mapping[str, object]) -> Remark:
    at = said["item"]
    return Remark(str(said["check"]), str(at) if at else None, str(said["message"]))


def asking_receipt(receipts: Iterable[Receipt], heads: Iterable[str]) -> Receipt | None:
    """Return the latest receipt that asks something of the return in force here; None when nothing is asked.

    `heads` are our returns that no later one replaces: with a new revision the questions to the old one are settled.
    """
    ours = frozenset(heads)
    latest = max((one for one in receipts if one.digest in ours), key=lambda one: one.issued, default=None)
    return latest if latest is not None and latest.decision in ASKING else None


def queries_of(receipt: Receipt, filed: "Return", sheet: Sheet) -> tuple[Query, ...]:
    """Return the queries of a receipt for `filed`, and what the sheet as it stands now has done about each."""
    return tuple(Query(one, _step(one, filed, sheet)) for one in receipt.remarks)


def answer_mark(digest: str = "") -> str:
    """Return what the answers to the queries about a return are kept with; "" for a return that is not known here."""
    return f"{_ANSWERS}{digest}"


def mark_taken(key: str, plan: Plan, digest: str = "") -> str:
    """Return what words that answer no finding are kept with, as a return brings them: "" but for those to a query."""
    return "" if key.partition("@")[0] in plan.checks else answer_mark(digest)


def is_answer(mark: str) -> bool:
    """True for what an answer to a query is kept with, False for the fingerprint of a finding."""
    return mark.startswith(_ANSWERS)


def live_answers(
    written: Mapping[str, tuple[Explanation, str]], filed_of: "Callable[[str], Return | None]", sheet: Sheet
) -> dict[str, Explanation]:
    """Return the answers to queries that still stand: what was changed since is no longer what was said to be right.

    `filed_of` gives a return by its digest; one that is not here changes nothing.
    """
    found = {}
    for key, (said, mark) in written.items():
        filed = filed_of(mark.removeprefix(_ANSWERS)) if is_answer(mark) else None
        at = key.partition("@")[2]
        if is_answer(mark) and (filed is None or not at or not _differs(at, filed, sheet)):
            found[key] = said
    return found


def _step(remark: Remark, filed: "Return", sheet: Sheet) -> QueryStep:
    if remark.at is not None and _differs(remark.at, filed, sheet):
        return QueryStep.CHANGED
    keys = {remark.key, *({remark.check} & sheet.plan.checks.keys())}  # a check may be explained for all its places
    row = split_row_address(remark.at) if remark.at else None
    keys |= {f"{remark.check}@{row.register}"} if row else set()
    now = {key: sheet.explanations[key].text for key in keys if key in sheet.explanations}
    then = {key: filed.explanations[key].text for key in keys if key in filed.explanations}
    return QueryStep.EXPLAINED if any(now.get(key) and now[key] != then.get(key) for key in keys) else QueryStep.OPEN


def _differs(at: str, filed: "Return", sheet: Sheet) -> bool:
    row = split_row_address(at)
    if row is not None:
        return _row_differs(row, filed, sheet)
    if at in filed.registers or at in sheet.registers:
        return [dict(one.values) for one in sheet.registers.get(at, ())] != [
            dict(one) for one in filed.registers.get(at, ())
        ]
    if at not in sheet.slots and at not in sheet.fields:
        return False
    group, _, name = at.partition(".")
    entries = filed.cells if at in sheet.slots else filed.progress.get(group, filed.cover)
    return not _same(entries.get(at if at in sheet.slots else name), sheet.cell(at))


def _same(entry: "Entry | None", cell: Cell) -> bool:
    now = cell.state.value if cell.state is not None and not cell.fault else ""
    if entry is None:
        return now in ("", State.MISSING)
    return (entry.state, entry.value) == (now, cell.text)


def _row_differs(at: RowAddress, filed: "Return", sheet: Sheet) -> bool:
    """True when the row a remark is about says something else now, or is gone.

    A row without its key has no identity: it is the same as long as some row says exactly what it said.
    """
    from models.returns.returns import NO_OCCURRENCE

    register = sheet.plan.registers.get(at.register)
    if register is None:
        return False
    now = [dict(row.values) for row in sheet.registers.get(at.register, ())]
    then = [dict(row) for row in filed.registers.get(at.register, ())]
    if not at.key:
        said = then[at.number - 1] if 0 < at.number <= len(then) else None
        return said is None or now.count(said) < then.count(said)
    of_key = partial(_of_key, register, at, alike=filed.engine == NO_OCCURRENCE)
    return of_key(now) != of_key(then)


def _of_key(register: Register, at: RowAddress, rows: list[dict[str, str]], *, alike: bool) -> list[dict[str, str]]:
    """The row at an address; `alike`: all rows of its key, where the address does not tell them apart."""
    found = zip(row_addresses(register.id, register, rows), rows, strict=True)
    return [row for one, row in found if one.key == at.key and (alike or one.occurrence == at.occurrence)]
