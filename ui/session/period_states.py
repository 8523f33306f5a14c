"""Period states: how the return of each period stands, as the lists say it, its due time; and opening one.

A period with thousands of rows is read and checked in the lane, and opened then; any other at once.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.checks.run import run_checks
from models.ledger.decisions import Decision
from models.settings.due import Due
from models.sheet.fillable import is_expected
from models.sheet.sheet import Sheet
from models.workspace.first_run import last_entered
from ui.basics.completion import Mark
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import due_text
from ui.session.session import Session

LONG = 1000  # rows whose checks would keep the window waiting

MARKS = {
    "accepted": Mark.DONE, "returned": Mark.QUERY, "correcting": Mark.MISSING, "filed": Mark.DONE,
    "again": Mark.WARNING, "late": Mark.WARNING, "owed": Mark.MISSING, "begun": Mark.MISSING, "ahead": Mark.PENDING,
    "unasked": Mark.NONE,
}  # fmt: skip

ANSWERS = {Decision.ACCEPTED: "accepted", Decision.RETURNED: "returned", Decision.REJECTED: "returned"}


def period_state(session: Session, period: str, now: datetime) -> str:
    """Return how a period's return stands: a key of MARKS. What the office answered last counts.

    "again": one that it is held against was corrected since, so that the two disagree.
    """
    workspace, settings = session.workspace, session.settings
    filed = [one for one in workspace.store.returns.filed(period) if one.own]
    if filed:
        if workspace.being_corrected(period) is not None:
            return "correcting"
        if period in session.disagreement.again:
            return "again"
        answers = [one.decision for one in workspace.receipts(period) if one.digest == filed[-1].digest]
        return next((ANSWERS[decision] for decision in reversed(answers) if decision in ANSWERS), "filed")
    if not is_expected(session.plan, settings, session.unit_id, period):
        return "unasked"  # whatever due time it has, nothing is late that nobody waits for
    due = settings.due_of(session.unit_id, period)
    if due is not None and now.date() > session.plan.periods[period].end:
        return "late" if due.passed(now) else "owed"
    return "begun" if last_entered(workspace.store, period) else "ahead"


def due_of(session: Session) -> Due | None:
    """Return the due time that counts for the open period: of a return that was sent back, that of its 退回单."""
    again = _again(session)
    return Due(ordinary=again) if again else session.settings.due_of(session.unit_id, session.period_id)


def due_words(session: Session, *, counted: bool = True) -> str:
    """Return when the open period's return is due and, `counted`, how long that is."""
    ended = session.locked and not session.asking
    if not ended and period_state(session, session.period_id, datetime.now(PLAN_ZONE)) == "unasked":
        return say("window.due.unasked")
    running = counted and not ended
    words = due_text(due_of(session), datetime.now(PLAN_ZONE) if running else None, session.period.name)
    return say("window.due.again", 截止=words) if _again(session) else words


def _again(session: Session) -> datetime | None:
    return session.asking[0].deadline if session.asking else None


def _nothing() -> None:
    """What follows where nothing does."""


class _PeriodToOpen(QObject):
    """A period that was chosen and is being read; the one chosen last counts."""

    def __init__(self, session: Session, period: str, then: Callable[[], None]) -> None:
        super().__init__(session)
        self.period, self.then = period, then

    def drop(self) -> None:
        """Let nobody find it any more."""
        self.setParent(None)
        self.deleteLater()


def open_period(
    session: Session,
    lane: Lane,
    tell: Callable[[str, Mark], None],
    period: str,
    then: Callable[[], None] = _nothing,
) -> None:
    """Open a period of the open workspace; `tell` shows that it is being opened where that takes a while.

    `then` is called once it is open, and not where something else was chosen meanwhile.
    """
    store = session.workspace.store
    for earlier in session.findChildren(_PeriodToOpen):
        if earlier.period == period:
            earlier.then = then
            return
        earlier.drop()
    other = period != session.period_id and session.plan.keeps(period)
    if not other or store.sheets.rows_at_most(period) < LONG:
        _opened(session, period, then)
        return
    here, before, waiting = session.period_id, store.state, _PeriodToOpen(session, period, then)

    def opened(sheet: Sheet | None) -> None:
        waiting.drop()
        if session.period_id == here:
            _opened(session, period, waiting.then, sheet if before is not None and store.state == before else None)

    words = say("window.opening", 期=session.plan.periods[period].name)
    tell(words, Mark.HINT)
    failed = partial(opened, None)  # opened here, it says what is wrong
    lane.run(waiting, partial(_checked, session, period), opened, lambda _: failed(), words=words, beside=True)


def _opened(session: Session, period: str, then: Callable[[], None], sheet: Sheet | None = None) -> None:
    session.set_period(period, sheet)
    if session.period_id == period:  # else everything is opened anew, in another plan
        then()


def _checked(session: Session, period: str, progress: Progress) -> Sheet:
    """Read a period's sheet; what its rows are found to be stays with it."""
    sheet = session.read_sheet(period)
    progress(0, 1)
    run_checks(sheet)
    return sheet
