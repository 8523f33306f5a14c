"""Chasing: who may be chased in a period. Nobody is for a return that is here and in order, or while time is left."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from models.ledger.roster import Roster
from models.todo.matters import CALLS, Matter, settlements
from models.workspace.office_workspace import OfficeWorkspace


def owing(roster: Roster, matters: Iterable[Matter], left_alone: Iterable[str]) -> set[str]:
    """Return who may be chased: who has no return, no stamped paper where that is waited for, or one of `matters` that
    is settled by telephone; `left_alone` are not among them.
    """
    called = {one.unit for one in matters if one.kind in CALLS and one.unit}
    return ({*roster.expected} - {*roster.received} | {*roster.unstamped} | called) - {*left_alone}


class Lack(StrEnum):
    """What is asked for; part of the keys of the sentences that ask."""

    RETURN = ""  # no return that counts is here
    STAMP = "stamp"  # it is, its stamped paper is waited for
    OPEN = "open"  # it is, with something that is not settled: a figure left open, a later paper that cannot count yet


def lack_of(roster: Roster, unit: str) -> Lack:
    """Return what a unit that may be chased is asked for."""
    if unit in roster.unstamped:
        return Lack.STAMP
    return Lack.OPEN if unit in roster.received else Lack.RETURN


def open_words(matters: Iterable[Matter], unit: str) -> str:
    """Return what is not settled of a unit whose return is here, in the words of papers."""
    notes = [(one.what, one.follows) for one in matters if one.unit == unit and one.kind in CALLS]
    return "；".join("，".join(note.paper_words for note in both if note is not None) for both in notes)


def left_alone(office: OfficeWorkspace, roster: Roster, at: datetime) -> frozenset[str]:
    """Return those without a return who are not asked for it now: the deadline of their 退回单 is not over, or somebody
    has carried them over with a sentence.
    """
    carried = {unit for kind, unit, _ in settlements(office, roster.period, at) if unit and kind in CALLS}
    last = {one.unit: one.until for one in office.store.sent_back(None, roster.period)}  # the oldest first
    time_left = {unit for unit in roster.returned if unit in last and last[unit] > at}
    return frozenset(time_left | {*roster.returned, *roster.missing} & carried)
