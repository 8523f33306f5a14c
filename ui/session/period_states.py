"""Period states: how the return of each period stands, as the list of periods and the overview say it; its due time."""

from datetime import datetime

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.ledger.decisions import Decision
from models.settings.due import Due
from models.workspace.first_run import last_entered
from ui.basics.completion import Mark
from ui.basics.texts import due_text
from ui.session.session import Session

MARKS = {
    "accepted": Mark.DONE, "returned": Mark.QUERY, "correcting": Mark.MISSING, "filed": Mark.DONE, "late": Mark.WARNING,
    "owed": Mark.MISSING, "begun": Mark.MISSING, "ahead": Mark.PENDING,
}  # fmt: skip

ANSWERS = {Decision.ACCEPTED: "accepted", Decision.RETURNED: "returned", Decision.REJECTED: "returned"}


def period_state(session: Session, period: str, now: datetime) -> str:
    """Return how a period's return stands: a key of MARKS. What the office answered last counts."""
    workspace, settings = session.workspace, session.settings
    filed = [one for one in workspace.store.returns.filed(period) if one.own]
    if filed:
        if workspace.being_corrected(period) is not None:
            return "correcting"
        answers = [one.decision for one in workspace.receipts(period) if one.digest == filed[-1].digest]
        return next((ANSWERS[decision] for decision in reversed(answers) if decision in ANSWERS), "filed")
    due = settings.due_of(session.unit_id, period)
    if due is not None and now.date() > session.plan.periods[period].end:
        return "late" if due.passed(now) else "owed"
    return "begun" if last_entered(workspace.store, period) else "ahead"


def due_of(session: Session) -> Due | None:
    """Return the due time that counts for the open period: of a return that was sent back, that of its 退回单."""
    again = _again(session)
    return Due(ordinary=again) if again else session.settings.due_of(session.unit_id, session.period_id)


def due_words(session: Session) -> str:
    """Return when the open period's return is due and how long that is."""
    ended = session.locked and not session.asking
    words = due_text(due_of(session), None if ended else datetime.now(PLAN_ZONE), session.period.name)
    return say("window.due.again", 截止=words) if _again(session) else words


def _again(session: Session) -> datetime | None:
    return session.asking[0].deadline if session.asking else None
