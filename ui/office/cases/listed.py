"""Listed: everything that is to be decided in a period, and what somebody came to decide that waits for nothing."""

from models.city.weighing import Need
from models.office.entering import entries
from ui.office.cases.case import Case
from ui.office.cases.entered import EntryCase
from ui.office.cases.figures import FigureCase
from ui.office.cases.keys import EndCase
from ui.office.cases.papers import ForkCase, KeyCase
from ui.office.cases.ruled import RuledCase
from ui.office.lists.rows import TableCell, TableRow
from ui.office.session import OfficeSession


def cases_of(session: OfficeSession) -> tuple[Case, ...]:
    """Return what is to be decided in the open period, then the 审定数 and the rulings that stand."""
    found: list[Case] = [ForkCase(session, unit) for unit, line in session.lines.items() if line.disputed]
    waiting = session.workspace.waiting(session.period_id)
    found += [KeyCase(session, one) for one in waiting if one.decision.value == "held"]
    found += [EntryCase(session, one) for one in entries(session.workspace, session.period_id).values()]
    exceeding = {one.indicator for one in session.summary.reconciliation if one.exceeds}
    for result in session.summary.results:
        needed = {Need.TO_ADJUDICATE, Need.BASIS_CHANGED} & result.needs
        if needed or result.adjudication is not None or result.indicator.id in exceeding:
            found.append(FigureCase(session, result))
    ruled = {one.unit: one for one in session.workspace.store.rulings(None, session.period_id)}  # the last one counts
    found += [RuledCase(session, one) for unit, one in ruled.items() if not session.lines[unit].disputed]
    return tuple(sorted(found, key=lambda one: not one.open()))


def case_row(one: Case) -> TableRow:
    """Return the line of a case: whom it is about, and what it waits for."""
    state = TableCell(text=one.state(), sign=one.sign, small=True, tone="text" if one.open() else "quiet")
    return TableRow(key=one.key, cells=(TableCell(text=one.title(), bold=one.open()), state))


class CaseList:
    """The cases of the open period; looked for anew only when they were forgotten, or somebody came for another."""

    def __init__(self, session: OfficeSession) -> None:
        """Start with nothing looked for."""
        self._session, self._stale = session, True
        self.shown: tuple[Case, ...] = ()  # as they were looked for last
        self._ending: tuple[str, str] | None = None  # unit and fingerprint of a key that somebody wants to end
        self._giving = ""  # the indicator somebody came to give an 审定数

    def forget(self) -> None:
        """Look for the cases anew the next time; what somebody came to do is over."""
        self._stale, self._ending, self._giving = True, None, ""

    def come_for(self, place: str) -> None:
        """List what somebody came to do: `end|unit|fingerprint` of a key to end, `figure|indicator` of an 审定数."""
        kind, _, rest = place.partition("|")
        if kind == "end":
            unit, _, key = rest.partition("|")
            self._ending, self._stale = (unit, key), True
        elif kind == "figure":
            self._giving, self._stale = rest, True

    def now(self) -> tuple[Case, ...]:
        """Return the cases, what somebody came to do before what waits."""
        if self._stale:
            known = self._session.known(cases_of)
            more: list[Case] = [EndCase(self._session, *self._ending)] if self._ending else []
            if self._giving and f"figure|{self._giving}" not in {one.key for one in known}:
                more.append(FigureCase(self._session, self._session.summary.of(self._giving)))
            self.shown, self._stale = (*more, *known), False
        return self.shown
