"""Sent back: what 今天要办 says of a paper returned by hand — its 退回单, until when, how late it is by now."""

from datetime import datetime

from models.basics.period import short_time
from models.city.note import Note
from models.settings.due import Due
from models.store.office.records import SentBackRow
from models.workspace.office_workspace import OfficeWorkspace


def sent_back_of(office: OfficeWorkspace, unit: str, period: str, digest: str) -> SentBackRow | None:
    """Return the last 退回单 of a paper; None where the checks alone returned it."""
    rows = office.store.sent_back(unit, period)
    return next((row for row in reversed(rows) if row.digest == digest), None)


def sent_back_words(office: OfficeWorkspace, row: SentBackRow, revision: int, now: datetime) -> Note:
    """Say until when a new revision is waited for, or for how many working days it is overdue."""
    facts: dict[str, object] = {"n": revision, "编号": row.number}
    late = Due(ordinary=row.until).late(now, office.plan.calendar)
    if late is None:
        return Note("todo.returned_until", {**facts, "时限": short_time(row.until, now)})
    return Note("todo.returned_late", {**facts, "天": late.working_days})
