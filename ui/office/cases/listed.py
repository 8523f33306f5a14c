"""Listed: everything that is to be decided in a period."""

from models.city.weighing import Need
from models.office.entering import entries
from ui.office.cases.case import Case
from ui.office.cases.entered import EntryCase
from ui.office.cases.figures import FigureCase
from ui.office.cases.papers import ForkCase, KeyCase
from ui.office.cases.ruled import RuledCase
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
