"""Desk lists: the papers in force, the refused ones, the open periods and where a value comes from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.basics.period import own_id
from models.desk.trace import PaperFacts, Trace, trace
from models.ledger.ledger import Decision
from models.office.stamping import stamped_papers
from models.store.office.records import ReceptionRow, line_in_force
from models.versions.named import require_indicator
from models.workspace.office_workspace import OfficeWorkspace


def papers_in_force(office: OfficeWorkspace, period: str, at: datetime | None = None) -> Mapping[str, PaperFacts]:
    """Return unit → facts of its paper in force in a period."""
    found, stamped = {}, stamped_papers(office)
    for unit, line in office.lines(period, at).items():
        if line.in_force is not None:
            row = office.store.papers_of(line.in_force)[0]
            came = line_in_force(office.store.receptions(row.digest), row.key)
            found[unit] = PaperFacts(
                revision=row.revision,
                digest=row.digest,
                registered=row.registered,
                channel=came.channel if came else "",
                stamped=stamped[row.digest].came_on if row.digest in stamped else None,
            )
    return found


def refused_units(office: OfficeWorkspace, period: str, at: datetime | None = None) -> Mapping[str, bool]:
    """Return the units whose only papers were rejected → True when they were told so (a 退回单 of that file)."""
    missing, told = set(office.roster(period, at).missing), {one.digest for one in office.store.issued(None, period)}
    answered = {
        (one.unit, one.digest)
        for came in refused_papers(office.store.receptions())
        for one in came
        if one.period == period and not told.isdisjoint(row.sha256 for row in came)
    }
    return {
        one.unit: (one.unit, one.digest) in answered
        for one in office.waiting(period, at)
        if one.unit in missing and one.decision is Decision.REJECTED
    }


def told_of(office: OfficeWorkspace, came: Sequence[ReceptionRow]) -> bool:
    """True when the unit was told of a refused paper: a 退回单 of one of its files was issued."""
    first = came[0]
    told = {one.digest for one in office.store.issued(first.unit, first.period)}
    return not told.isdisjoint(row.sha256 for row in came)


def refused_papers(rows: Iterable[ReceptionRow]) -> tuple[tuple[ReceptionRow, ...], ...]:
    """Return the refused files of a register by paper, in the order of the register: both forms of one stand together.

    A paper is what its unit, period, digest and key say; files that are no return are in none. A file that came again
    stands where it came first.
    """
    found: dict[tuple[str, str, str, str], dict[str, ReceptionRow]] = {}
    for row in rows:
        if row.decision == Decision.REJECTED and row.unit and row.period and row.digest:
            found.setdefault((row.unit, row.period, row.digest, row.key or ""), {}).setdefault(row.sha256, row)
    return tuple(tuple(one.values()) for one in found.values())


def trace_of(office: OfficeWorkspace, period: str, indicator: str, at: datetime | None = None) -> Trace:
    """Return where an indicator's value of a period comes from. Raises AppError("no_such_indicator")."""
    known = require_indicator(office.at(period).plan, indicator)
    city, found = office.city(period, at), office.summary(period, at)
    return trace(city, found.of(known.id), papers_in_force(office, period, at))


def open_periods(office: OfficeWorkspace) -> tuple[str, ...]:
    """Return the periods somebody has to look at: with a due time, or with a paper; in plan order."""
    here = {row.period for row in office.store.papers()}
    return tuple(period for period in office.plan.periods if period in here or own_id(period) in office.settings.due)


def all_open_periods(office: OfficeWorkspace) -> tuple[str, ...]:
    """Return the open periods of every plan that is here, those of the current one last."""
    views = [office.in_plan(plan.id) for plan in reversed(office.plans)]
    return tuple(period for view in views for period in open_periods(view))
