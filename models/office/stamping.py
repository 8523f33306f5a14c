"""Stamping 盖章件: the stamped paper of a return came to the office — its scan, or the paper itself on a shelf.

Matched by the 校验码 printed on every page; the scan's bytes are kept. A later note about the same return counts. What
was typed in from a stamped paper (`entering`) has that paper from the start.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.sheet.explanation import require_line
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace

ABOUT = ("unit", "period", "digest", "came_on", "copies", "shelf", "name", "sha256")  # what its act says of one


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedPaper:
    """盖章件 of a held return: when it came, how many copies, where they lie, the name of its scan ("" = none)."""

    digest: str
    unit: str
    period: str
    came_on: str  # ISO day
    copies: int
    shelf: str
    name: str
    sha256: str  # of the scan, "" for none
    by: str


def stamped_papers(office: OfficeWorkspace) -> Mapping[str, StampedPaper]:
    """Return digest → the last that was noted about its stamped paper."""
    found = {}
    noted = (*office.store.acts.rows(ActKind.ENTER), *office.store.acts.rows(ActKind.STAMP))
    for row in sorted(noted, key=lambda one: one.number):
        said = row.about
        found[said["digest"]] = StampedPaper(
            digest=said["digest"],
            unit=said["unit"],
            period=said["period"],
            came_on=said["came_on"],
            copies=int(said["copies"]),
            shelf=said["shelf"],
            name=said["name"],
            sha256=said["sha256"],
            by=row.by,
        )
    return found


def require_stamped(came_on: date, copies: int, at: datetime) -> None:
    """Raise AppError "stamped_copies" where no copy came, "stamped_future" for a day that has not come."""
    if copies < 1:
        raise AppError("stamped_copies")
    if came_on > at.date():
        raise AppError("stamped_future", 日期=came_on.isoformat())


def note_stamped(
    office: OfficeWorkspace,
    digest: str,
    *,
    came_on: date,
    scan: bytes | None = None,
    name: str = "",
    copies: int = 1,
    shelf: str = "",
    at: datetime,
    by: str,
) -> StampedPaper:
    """Note that the stamped paper of a held return came on a day; the same once more is not recorded again.

    Raises as `require_stamped`, `require_line`.
    """
    require_stamped(came_on, copies, at)
    shelf = require_line(shelf, "field.shelf")
    row = office.store.papers_of(digest)[0]
    said = StampedPaper(
        digest=digest,
        unit=row.unit,
        period=row.period,
        came_on=came_on.isoformat(),
        copies=copies,
        shelf=shelf,
        name=name,
        sha256=hashlib.sha256(scan).hexdigest() if scan is not None else "",
        by=by,
    )
    if stamped_papers(office).get(digest) == said:
        return said
    about = {one: getattr(said, one) for one in ABOUT}
    facts = {"单位": office.plan.unit_in(row.unit, row.period), "报告期": office.plan.period_name(row.period)}
    why = say("record.why.stamp", **facts, 日期=came_on.isoformat(), n=copies)
    with act(office.store, by, ActKind.STAMP, why=why, about=about):
        if scan is not None:
            office.store.acts.keep(scan)
    return stamped_papers(office)[digest]
