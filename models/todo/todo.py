"""Todo 今天要办: what at the office needs a person, oldest first; empty means done.

Follows from the lines, the roster and the summary of a period; nothing that is in order is in it, nor what somebody
settled with a sentence (`settling`) as long as what it rested on is the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from models.basics.messages import joined
from models.basics.period import PLAN_ZONE, short_day, short_time
from models.city.note import Note
from models.city.summary import Summary
from models.ledger.ledger import Decision, LineState, Paper
from models.ledger.roster import Roster
from models.office.desk_lists import refused_units
from models.office.entering import entries
from models.office.signing import decision_sheets
from models.settings.due import Due
from models.store.office.records import ReceptionRow
from models.todo.figure_matters import FigureMatters
from models.todo.matters import Matter, MatterKind, basis_of, key_of, open_matters, settlements
from models.todo.moved import moved_since_notice
from models.todo.sent_back import sent_back_of, sent_back_words
from models.workspace.office_workspace import OfficeWorkspace


def todo(office: OfficeWorkspace, period: str, at: datetime | None = None) -> tuple[Matter, ...]:
    """Return what needs a person in a period, oldest first; what has no day comes last."""
    return open_matters(office, period, all_matters(office, period, at), at)


def all_matters(
    office: OfficeWorkspace, period: str, at: datetime | None = None, *, summary: Summary | None = None
) -> tuple[Matter, ...]:
    """Return what needs a person in a period, what was settled included, oldest first.

    `summary`: that of the period at that time, where somebody has it already.
    """
    office = office.at(period)
    roster, now = office.roster(period, at), at or datetime.now(PLAN_ZONE)
    lines = office.lines(period, at)
    told, arrived = summary or office.summary(period, at), _arrived(office, lines, period, at)
    found = [
        *_papers(office, period, at, now),
        *_missing(office, roster, now),
        *_due(office, roster, now),
        *_unstamped(office, roster, lines, now),
        *_queries(office, period, at),
        *_unsigned(office, period, at),
        *_entries(office, period, at),
        *FigureMatters(office, told, lines, arrived, at).matters(),
        *moved_since_notice(office, told, arrived, at),
    ]
    last = datetime.max.replace(tzinfo=PLAN_ZONE)
    return tuple(sorted(found, key=lambda one: (one.since or last, one.unit, one.indicator)))


def unread(office: OfficeWorkspace) -> tuple[Matter, ...]:
    """Return the files that were kept because they could not be read to their end, oldest first; of no period.

    `digest` is the SHA-256 of the file. One that was received later, or again and for good, is not among them. Returns
    of which nobody here can tell whose they are stand behind them, each once; `digest` is theirs.
    """
    rows = office.store.receptions()
    last = {row.sha256: row for row in rows}
    settled = settlements(office, "")
    found = [
        Matter(
            kind=MatterKind.UNREAD,
            period="",
            digest=row.sha256,
            file=row.file,
            since=row.registered_at,
            what=Note("todo.unread", {"文件": row.file}),
            follows=Note("todo.kept_unread"),
        )
        for row in last.values()
        if row.decision == Decision.UNREAD
    ]
    found += _of_nobody(rows)
    return tuple(one for one in found if key_of(one) not in settled)


def _of_nobody(rows: Sequence[ReceptionRow]) -> Iterator[Matter]:
    """The returns made under a plan that was not here when they came last, sealed with a key of nobody known."""
    last = {row.digest: row for row in rows if row.digest}
    for row in last.values():
        if row.decision == Decision.REJECTED and row.unit is None:
            why = joined(str(reason.get("message", "")) for reason in json.loads(row.reasons))
            yield Matter(
                kind=MatterKind.REJECTED,
                period="",
                digest=str(row.digest),
                file=row.file,
                since=row.registered_at,
                what=Note("todo.of_nobody", {"文件": row.file}),
                follows=Note("todo.came_by", {"原因": why, "渠道": row.channel or "—", "人": row.by or "—"}),
            )


def _papers(office: OfficeWorkspace, period: str, at: datetime | None, now: datetime) -> Iterator[Matter]:
    lines, refused = office.lines(period, at), refused_units(office, period, at)
    for one in office.waiting(period, at):
        if one.decision is Decision.REJECTED and refused.get(one.unit):
            continue  # told, and nothing counts: what is left to do is to ask for the return that is missing
        facts: dict[str, object] = {"n": one.revision}
        if one.decision is Decision.REJECTED:
            facts["原因"] = joined(str(reason.get("message", "")) for reason in json.loads(one.reasons))
        back = sent_back_of(office, one.unit, period, one.digest) if one.decision is Decision.RETURNED else None
        yield Matter(
            kind=MatterKind(one.decision.value),
            period=period,
            unit=one.unit,
            digest=one.digest,
            key=one.key,
            since=back.at if back else one.since,
            what=sent_back_words(office, back, one.revision, now) if back else Note(f"todo.{one.decision}", facts),
            follows=_in_force(lines.get(one.unit, LineState()), office),
        )
    yield from (
        _fork(office, period, unit, line, office.papers(unit, period, at))
        for unit, line in lines.items()
        if line.disputed
    )


def _fork(office: OfficeWorkspace, period: str, unit: str, line: LineState, papers: Sequence[Paper]) -> Matter:
    """Two papers of a unit that disagree, since the later one came."""
    from models.todo.forks import fork_words  # rare, and it reads the papers

    return Matter(
        kind=MatterKind.FORK,
        period=period,
        unit=unit,
        since=max(paper.registered for paper in papers if paper.digest in line.heads),
        what=fork_words(office, line.heads),
        follows=_in_force(line, office, none="none_decided"),
        basis=basis_of(line.heads),
    )


def _in_force(line: LineState, office: OfficeWorkspace, none: str = "none_in_force") -> Note:
    papers = office.store.papers_of(line.in_force) if line.in_force else ()
    return Note("todo.in_force", {"n": papers[0].revision}) if papers else Note(f"todo.{none}")


def _missing(office: OfficeWorkspace, roster: Roster, now: datetime) -> Iterator[Matter]:
    """Units without a return whose time is over; before that nobody is chased."""
    came = [row for row in office.store.receptions() if row.period == roster.period] if roster.missing else []
    told = refused_units(office, roster.period, now) if came else {}
    for unit in roster.missing:
        due = office.settings.due_of(unit, roster.period)
        late = due.late(now, office.plan.calendar) if due else None
        if due is None or late is None:
            continue
        refused = [row.sha256 for row in came if row.unit == unit]
        yield Matter(
            kind=MatterKind.MISSING,
            period=roster.period,
            unit=unit,
            since=due.at,
            what=Note("todo.missing_told" if told.get(unit) else "todo.missing", {"n": late.working_days}),
            follows=_asked(office, roster.period, unit, now),
            basis=basis_of((due.at.isoformat(), *refused)),
        )


def _asked(office: OfficeWorkspace, period: str, unit: str, now: datetime) -> Note:
    """When a unit was asked last, and how often."""
    asked = [chase.at for chase in office.store.chases(period) if chase.unit == unit]
    facts = {"日": short_day(max(asked), now), "次": len(asked)} if asked else {}
    return Note("todo.chased" if asked else "todo.never_chased", facts)


def _queries(office: OfficeWorkspace, period: str, at: datetime | None) -> Iterator[Matter]:
    """Questions nobody has answered; a revision that replaces the paper ends them."""
    replaced = {old for paper in office.papers(None, period, at) for old in paper.ancestors}
    for one in office.store.queries(period):
        asked = at is None or one.at <= at
        answered = one.answered_at is not None and (at is None or one.answered_at <= at)
        if asked and not answered and one.digest not in replaced:
            yield Matter(
                kind=MatterKind.QUERY,
                period=period,
                unit=one.unit,
                digest=one.digest,
                since=one.at,
                basis=str(one.id),
                what=Note("todo.query", {"文字": one.words}),
                follows=Note("todo.queried", {"渠道": one.channel}),
            )


def _unsigned(office: OfficeWorkspace, period: str, at: datetime | None) -> Iterator[Matter]:
    """Sheets of decisions that stand and were not noted as signed."""
    for one in decision_sheets(office, period, at):
        if one.signed is None:
            yield Matter(
                kind=MatterKind.SIGN,
                period=period,
                unit=one.unit,
                indicator=one.indicator,
                since=one.decided,
                basis=f"{one.kind}{one.id}",
                what=Note(f"todo.sign_{one.kind}", {"年": one.year, "n": one.number}),
                follows=Note("todo.signed_how"),
            )


def _entries(office: OfficeWorkspace, period: str, at: datetime | None) -> Iterator[Matter]:
    """What was typed in from stamped papers and waits for a second person."""
    for one in entries(office, period, at).values():
        yield Matter(
            kind=MatterKind.ENTRY,
            period=period,
            unit=one.unit,
            digest=one.digest,
            since=one.at,
            what=Note("todo.entry", {"谁": one.by}),
            follows=Note("todo.entry_counts"),
        )


def _due(office: OfficeWorkspace, roster: Roster, now: datetime) -> Iterator[Matter]:
    """One row for each due time that is at most one working day away, until all who have not filed were reminded."""
    open_ones: dict[datetime, list[str]] = defaultdict(list)
    for unit in roster.missing:
        due = office.settings.due_of(unit, roster.period)
        if due is not None and due.near(now, office.plan.calendar):
            open_ones[due.at].append(unit)
    for until, units in open_ones.items():
        since = Due(ordinary=until).nears_from(office.plan.calendar)
        told = {chase.unit for chase in office.store.chases(roster.period) if since <= chase.at <= now} & set(units)
        if len(told) < len(units):
            yield Matter(
                kind=MatterKind.DUE,
                period=roster.period,
                units=tuple(units),
                since=since,
                basis=until.isoformat(),
                what=Note(f"todo.due_{_day_word(until, now)}", {**_clock(until), "n": len(units)}),
                follows=Note("todo.reminded", {"n": len(told)}),
            )


def _unstamped(
    office: OfficeWorkspace, roster: Roster, lines: Mapping[str, LineState], now: datetime
) -> Iterator[Matter]:
    """Returns whose stamped paper stops the clock and has not come: a row before a due time, one for each after it."""
    calendar = office.plan.calendar
    near: dict[datetime, list[str]] = defaultdict(list)
    for unit in roster.unstamped:
        due = office.settings.due_of(unit, roster.period)
        if due is None:
            continue
        if late := due.late(now, calendar):
            yield Matter(
                kind=MatterKind.STAMP,
                period=roster.period,
                unit=unit,
                digest=lines[unit].in_force or "",
                since=due.at,
                what=Note("todo.stamp_late", {"n": late.working_days}),
                follows=_stops(due.at, _asked(office, roster.period, unit, now), now),
            )
        elif due.near(now, calendar):
            near[due.at].append(unit)
    yield from (_stamps_due(office, roster.period, units, until, now) for until, units in near.items())


def _stamps_due(office: OfficeWorkspace, period: str, units: Sequence[str], until: datetime, now: datetime) -> Matter:
    """The stamped papers that are to be here by one time, which is near."""
    return Matter(
        kind=MatterKind.STAMP,
        period=period,
        units=tuple(units),
        since=Due(ordinary=until).nears_from(office.plan.calendar),
        basis=until.isoformat(),
        what=Note(f"todo.stamp_{_day_word(until, now)}", {**_clock(until), "n": len(units)}),
        follows=Note("todo.stamp_names", {"名单": _names(office, period, units)}),
    )


def _stops(until: datetime, asked: Note, now: datetime) -> Note:
    """That the return is here and what stops the clock is not."""
    return Note("todo.stamp_stops", {"截止": short_time(until, now), "催报": asked.words})


def _names(office: OfficeWorkspace, period: str, units: Iterable[str]) -> str:
    return "、".join(office.plan.unit_in(unit, period) for unit in units)


def _day_word(until: datetime, now: datetime) -> str:
    days = (until.astimezone(PLAN_ZONE).date() - now.astimezone(PLAN_ZONE).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, "later")


def _clock(until: datetime) -> dict[str, object]:
    local = until.astimezone(PLAN_ZONE)
    return {"月": local.month, "日": local.day, "时": f"{local:%H:%M}"}


def _arrived(
    office: OfficeWorkspace, lines: Mapping[str, LineState], period: str, at: datetime | None
) -> dict[str, datetime]:
    """Unit → when its paper in force came, which may be long after the time that counts for its line."""
    found: dict[str, datetime] = {}
    for paper in office.papers(None, period, at):
        if paper.unit in lines and paper.digest == lines[paper.unit].in_force:
            found[paper.unit] = min(paper.registered, found.get(paper.unit, paper.registered))
    return found
