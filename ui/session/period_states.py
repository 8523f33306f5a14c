"""Period states: how the return of each period stands, as the list of periods and the overview say it."""

from datetime import datetime

from models.ledger.decisions import Decision
from ui.basics.completion import Mark
from ui.session.session import Session

MARKS = {
    "accepted": Mark.DONE, "returned": Mark.QUERY, "filed": Mark.DONE, "late": Mark.WARNING, "owed": Mark.MISSING,
    "begun": Mark.MISSING, "ahead": Mark.PENDING,
}  # fmt: skip

ANSWERS = {Decision.ACCEPTED: "accepted", Decision.RETURNED: "returned", Decision.REJECTED: "returned"}


def period_state(session: Session, period: str, now: datetime) -> str:
    """Return how a period's return stands: a key of MARKS. One that is being corrected was filed."""
    workspace, settings = session.workspace, session.settings
    filed = [one for one in workspace.store.returns.filed(period) if one.own]
    if filed:
        answers = {one.decision for one in workspace.receipts(period) if one.digest == filed[-1].digest}
        found = next((decision for decision in ANSWERS if decision in answers), None)
        return ANSWERS[found] if found else "filed"
    due = settings.due_of(session.unit_id, period)
    if due is not None and now.date() > session.plan.periods[period].end:
        return "late" if due.passed(now) else "owed"
    return "begun" if workspace.store.sheets.last_entry(period) else "ahead"
