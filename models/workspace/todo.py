"""Todo 今天要办: what at the office needs a person, oldest first; empty means done.

Follows from the lines, the roster and the summary of a period; nothing that is in order is in it. The second line of a
matter tells what follows from it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.basics.period import PLAN_ZONE
from models.city.note import Note
from models.city.summary import Need, Result, Summary
from models.ledger.ledger import Decision, LineState
from models.ledger.roster import Roster
from models.workspace.workspace import OfficeWorkspace


class Kind(StrEnum):
    """What a matter is about; the names are those of `office todo`."""

    HELD = "held"
    FORK = "fork"
    RETURNED = "returned"
    REJECTED = "rejected"
    DIFFERENCE = "difference"
    AWAITED = "awaited"
    MISSING = "missing"
    PARAMETER = "parameter"
    UNREAD = "unread"


CALLS = frozenset((Kind.HELD, Kind.RETURNED, Kind.REJECTED, Kind.AWAITED, Kind.MISSING))  # settled by telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to do. `since` is None where no day can be told; `unit`, `indicator`, `digest` are "" where none is."""

    kind: Kind
    period: str
    unit: str = ""
    indicator: str = ""
    digest: str = ""
    key: str = ""  # fingerprint, of a held paper
    file: str = ""  # what a file that was not read was called
    since: datetime | None = None
    what: Note
    follows: Note | None = None

    @property
    def decides(self) -> bool:
        """True when a verdict hangs on it."""
        return self.kind in (Kind.FORK, Kind.DIFFERENCE, Kind.PARAMETER)


def todo(office: OfficeWorkspace, period: str, at: datetime | None = None) -> tuple[Matter, ...]:
    """Return what needs a person in a period, oldest first; what has no day comes last."""
    found = [
        *_papers(office, period, at),
        *_missing(office, office.roster(period, at), at or datetime.now(PLAN_ZONE)),
        *_figures(office.summary(period, at)),
    ]
    last = datetime.max.replace(tzinfo=PLAN_ZONE)
    return tuple(sorted(found, key=lambda one: (one.since or last, one.unit, one.indicator)))


def unread(office: OfficeWorkspace) -> tuple[Matter, ...]:
    """Return the files that were kept because they could not be read to their end, oldest first; of no period.

    `digest` is the SHA-256 of the file. One that was received later, or again and for good, is not among them.
    """
    last = {row.sha256: row for row in office.store.receptions()}
    return tuple(
        Matter(
            kind=Kind.UNREAD, period="", digest=row.sha256, file=row.file, since=row.registered_at,
            what=Note("todo.unread", {"文件": row.file}), follows=Note("todo.kept_unread"),
        )
        for row in last.values()
        if row.decision == Decision.UNREAD
    )  # fmt: skip


def _papers(office: OfficeWorkspace, period: str, at: datetime | None) -> Iterator[Matter]:
    lines = office.lines(period, at)
    for one in office.waiting(period, at):
        facts: dict[str, object] = {"n": one.revision}
        if one.decision is Decision.REJECTED:
            facts["原因"] = "；".join(str(reason.get("message", "")) for reason in json.loads(one.reasons))
        yield Matter(
            kind=Kind(one.decision.value),
            period=period,
            unit=one.unit,
            digest=one.digest,
            key=one.key,
            since=one.since,
            what=Note(f"todo.{one.decision}", facts),
            follows=_in_force(lines.get(one.unit, LineState()), office),
        )
    for unit, line in lines.items():
        if line.disputed:
            heads = [paper for paper in office.papers(unit, period, at) if paper.digest in line.heads]
            since = max(paper.registered for paper in heads)
            what = Note("todo.fork", {"n": len({paper.digest for paper in heads})})
            follows = _in_force(line, office)
            yield Matter(kind=Kind.FORK, period=period, unit=unit, since=since, what=what, follows=follows)


def _in_force(line: LineState, office: OfficeWorkspace) -> Note:
    papers = office.store.papers_of(line.in_force) if line.in_force else ()
    return Note("todo.in_force", {"n": papers[0].revision}) if papers else Note("todo.none_in_force")


def _missing(office: OfficeWorkspace, roster: Roster, now: datetime) -> Iterator[Matter]:
    """Units without a return whose time is over; before that nobody is chased."""
    for unit in roster.missing:
        due = office.settings.due_of(unit, roster.period)
        late = due.late(now, office.plan.calendar) if due else None
        if due is None or late is None:
            continue
        asked = [chase for chase in office.store.chases(roster.period) if chase.unit == unit]
        last = max((chase.at for chase in asked), default=None)
        facts = {"日": f"{last.astimezone(PLAN_ZONE):%m-%d}", "次": len(asked)} if last else {}
        yield Matter(
            kind=Kind.MISSING,
            period=roster.period,
            unit=unit,
            since=due.at,
            what=Note("todo.missing", {"n": late.working_days}),
            follows=Note("todo.chased" if last else "todo.never_chased", facts),
        )


def _figures(found: Summary) -> Iterator[Matter]:
    for one in found.reconciliation:
        if not one.exceeds:
            continue
        result = found.of(one.indicator)
        facts = {"合计": one.counties, "部门": one.department, "差": abs(one.difference or 0)}
        yield Matter(
            kind=Kind.DIFFERENCE,
            period=found.period,
            indicator=one.indicator,
            what=Note("todo.difference", facts),
            follows=Note("todo.decides" if Need.TO_ADJUDICATE in result.needs else "todo.decides_not"),
        )
    for result in found.results:
        yield from _open(found.period, result)


def _open(period: str, result: Result) -> Iterator[Matter]:
    name = result.indicator.id
    for unit in result.found.awaited:
        what = Note("todo.awaited", {"指标": result.indicator.name})
        yield Matter(kind=Kind.AWAITED, period=period, unit=unit, indicator=name, what=what)
    if Need.TO_CONFIRM in result.needs:
        yield Matter(kind=Kind.PARAMETER, period=period, indicator=name, what=Note("todo.parameter"))
    if Need.BASIS_CHANGED in result.needs:
        yield Matter(kind=Kind.DIFFERENCE, period=period, indicator=name, what=Note("todo.basis_changed"))
    if any(total.unruled for total in result.totals):
        yield Matter(kind=Kind.PARAMETER, period=period, indicator=name, what=Note("todo.unruled"))


def day_of(since: datetime | None) -> str:
    """Return a day as lists show it, "" for none."""
    return f"{since.astimezone(PLAN_ZONE):%m-%d}" if since else ""
