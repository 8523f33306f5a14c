"""Entering 代录件: the stamped paper of a unit without the program, typed in by one person, waits for another to check.

What was typed is frozen like any return and kept as an act of its own; it counts for nothing until a second person has
compared it with the paper (`forms.entered`). A later entry for the same unit and period takes the place of an earlier
one that nobody checked.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.records import dataclass
from models.office.stamping import require_stamped
from models.returns.returns import Return
from models.workspace.act import ActKind, act
from models.workspace.office_workspace import OfficeWorkspace


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedSource:
    """The paper somebody typed from: the day it came, copies, shelf, name and SHA-256 of its scan ("" = none)."""

    came_on: date
    copies: int = 1
    shelf: str = ""
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPaper:
    """What was typed from a stamped paper; `registered` is when the paper came, `at` when it was typed, `by` by whom.

    `content` is the SHA-256 of the canonical bytes of the return, `book_sha256` that of the file it was read from.
    """

    unit: str
    period: str
    digest: str
    content: str
    book: str
    book_sha256: str
    source: StampedSource
    registered: datetime
    by: str
    at: datetime


def keep_entry(
    office: OfficeWorkspace,
    filed: Return,
    book: tuple[str, bytes],
    source: StampedSource,
    scan: bytes | None,
    *,
    registered: datetime,
    by: str,
    at: datetime,
) -> TypedPaper:
    """Keep what one person typed, with the file it was read from and the scan of the stamped paper.

    Raises as `require_stamped`.
    """
    require_stamped(source.came_on, source.copies, at)
    name, content = book
    about: dict[str, object] = {
        "unit": filed.unit,
        "period": filed.period,
        "digest": filed.digest,
        "content": hashlib.sha256(filed.content).hexdigest(),
        "book": name,
        "book_sha256": hashlib.sha256(content).hexdigest(),
        "registered": registered.isoformat(),
        "at": at.isoformat(),
        **asdict(source),
    }
    facts = {"单位": office.plan.unit_in(filed.unit, filed.period), "报告期": office.plan.period_name(filed.period)}
    said = say("record.why.typed", **facts, 日期=source.came_on.isoformat())
    why = "；".join(filter(None, (said, filed.reason)))
    with act(office.store, by, ActKind.ENTER, why=why, about=about):
        for kept in (filed.content, content, *(() if scan is None else (scan,))):
            office.store.acts.keep(kept)
    return entries(office, filed.period)[filed.unit]


def entries(office: OfficeWorkspace, period: str, at: datetime | None = None) -> Mapping[str, TypedPaper]:
    """Return unit → the last entry for a period that nobody has checked, now or at a time."""
    found: dict[str, TypedPaper] = {}
    for row in office.store.acts.rows(ActKind.ENTER):
        if row.about["period"] == period:
            entry = _entry(row.about, row.by)
            if at is None or entry.at <= at:
                found[entry.unit] = entry
    checked = office.store.entered(period) if found else frozenset()
    return {unit: one for unit, one in found.items() if one.digest not in checked}


def entry_named(office: OfficeWorkspace, unit: str, period: str) -> TypedPaper:
    """Return the entry for a unit and period that waits for a second person. Raises AppError("no_entry")."""
    found = entries(office, period).get(unit)
    if found is None:
        plan = office.at(period).plan
        raise AppError("no_entry", 单位=plan.unit_in(unit, period), 报告期=plan.period_name(period))
    return found


def _entry(about: Mapping[str, str], by: str) -> TypedPaper:
    return TypedPaper(
        unit=about["unit"],
        period=about["period"],
        digest=about["digest"],
        content=about["content"],
        book=about["book"],
        book_sha256=about["book_sha256"],
        source=StampedSource(
            came_on=date.fromisoformat(about["came_on"]),
            copies=int(about["copies"]),
            shelf=about["shelf"],
            name=about["name"],
            sha256=about["sha256"],
        ),
        registered=datetime.fromisoformat(about["registered"]),
        by=by,
        at=datetime.fromisoformat(about["at"]),
    )
