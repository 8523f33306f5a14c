"""Office session: the workspace that is open and one period of it, with what follows from its papers.

Roster, summary and what there is to do are computed once for each state of the store and handed out; whatever changes
the store ends with `reload`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Signal

from models.basics.messages import say, use_words
from models.basics.period import PLAN_ZONE, own_id
from models.city.city import City
from models.city.note import Note
from models.city.summary import Summary
from models.desk.trace import PaperFacts, Trace, trace
from models.ledger.ledger import LineState
from models.ledger.roster import Roster
from models.office.desk_lists import papers_in_force
from models.office.reviewing import ReviewPaper, looked_at_again, review_papers
from models.office.stamping import stamped_papers
from models.plan.plan import Plan
from models.settings.due import Due
from models.settings.settings import Settings
from models.store.office.records import ReceptionRow, SettlementRow
from models.todo.matters import Matter, MatterKind, open_matters, settled_matters
from models.todo.todo import all_matters, unread
from models.workspace.first_run import person_of, put_person
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.workspace import keep_place, left_at
from ui.office.asking import AskedField

PERIOD = "office.period"
T = TypeVar("T")
Looked = Mapping[str, ReviewPaper]  # digest → paper


class OfficeState:
    """What a period of a workspace shows: what follows from the store as it is now; computed when asked for."""

    def __init__(self, workspace: OfficeWorkspace, period: str) -> None:
        """Compute nothing yet."""
        self.workspace, self.period, self._head = workspace, period, workspace.store.acts.head()

    def worked_out(self) -> "OfficeState":
        """Compute what the desk shows of a period, in whichever thread this is called."""
        _ = (self.roster, self.summary, self.matters, self.review, self.papers, self.settled)  # each is kept once known
        _ = self.before
        return self

    @property
    def holds(self) -> bool:
        """False once something was recorded: it is of the store as it was."""
        return self._head == self.workspace.store.acts.head()

    @cached_property
    def lines(self) -> dict[str, LineState]:
        """Unit → state of its line."""
        return dict(self.workspace.lines(self.period))

    @cached_property
    def roster(self) -> Roster:
        """Who is there, who is not."""
        return self.workspace.roster(self.period)

    @cached_property
    def summary(self) -> Summary:
        """The city's figures."""
        return self.workspace.summary(self.period)

    @cached_property
    def before(self) -> Summary | None:
        """The city's figures of the period before; None where the plan has none."""
        periods = self.workspace.plan.periods
        before = periods[self.period].predecessor
        return None if before is None or before not in periods else self.workspace.summary(periods[before].id)

    @cached_property
    def city(self) -> City:
        """The sheets in force, seen together."""
        return self.workspace.city(self.period)

    @cached_property
    def stamped(self) -> int:
        """How many of the returns in force have their stamped paper here."""
        stamped = stamped_papers(self.workspace)
        return sum(line.in_force in stamped for line in self.lines.values())

    @cached_property
    def papers(self) -> Mapping[str, PaperFacts]:
        """The paper in force of each unit."""
        return papers_in_force(self.workspace, self.period)

    @cached_property
    def _all(self) -> tuple[Matter, ...]:
        return all_matters(self.workspace, self.period, summary=self.summary)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """What needs a person, papers to be looked at apart."""
        return (*unread(self.workspace), *open_matters(self.workspace, self.period, self._all))

    @cached_property
    def review(self) -> tuple[ReviewPaper, ...]:
        """The papers in force with what there is to look at."""
        return review_papers(self.workspace, self.period, self.lines)

    @cached_property
    def settled(self) -> tuple[tuple[Matter, SettlementRow], ...]:
        """What was carried over, with how."""
        return settled_matters(self.workspace, self.period, self._all)


class OfficeSession(QObject):
    """An office's workspace, open at a period."""

    changed = Signal()
    other_plan = Signal()  # a period of another plan was chosen: everything is to be opened anew
    compared = Signal()  # the record was compared with what it says now
    reviewed = Signal()  # something was said of a paper; no figure can have changed by it
    plan_changed = Signal(str, str)  # another version was put in force: the sentence that says so, the unit to show

    def __init__(
        self, workspace: OfficeWorkspace, parent: QObject | None = None, *, ahead: OfficeState | None = None
    ) -> None:
        """Open at the period that was left, else at that of the last paper that came, else at the last one begun.

        `ahead`: what that period shows, as it was worked out before.
        """
        super().__init__(parent)
        left = chosen_period(workspace)
        if ahead is None or not (left in (None, ahead.period) and ahead.holds):
            ahead = state_of(workspace)
        self._state, self.workspace, self.period_id = ahead, ahead.workspace, ahead.period
        use_words(self.plan.words)
        self.meeting = False  # others look on: no person, telephone or code is shown
        self._known: dict[object, object] = {}

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.workspace.plan

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.workspace.settings

    @property
    def name(self) -> str:
        """What the office is called."""
        return self.workspace.store.get_text("office_name")

    @property
    def titles(self) -> tuple[str, str, str]:
        """What the office is called, the plan and the period that are open, in words."""
        return self.name, self.plan.short_title, self.plan.periods[self.period_id].name

    @property
    def person_field(self) -> AskedField:
        """The field for who acts, filled with the name that stands in the record unless another is given."""
        return AskedField(name="by", words=say("office.ask.by"), text=person_of(self.workspace.store))

    def name_person(self, name: str) -> str:
        """Keep who acts, for the next act and for the command line; return the name."""
        put_person(self.workspace.store, name)
        return name

    @property
    def test(self) -> bool:
        """True when everything here is invented."""
        return self.workspace.store.get_value("test") == "1"

    @property
    def comparing(self) -> bool:
        """True while the record of a large store is still being compared: figures are shown, and not issued yet."""
        return self.workspace.store.acts.comparison.is_comparing

    @property
    def due(self) -> Due | None:
        """When the returns of the period are due, extensions apart; None where the office set nothing."""
        at = self.settings.due.get(own_id(self.period_id))
        return Due(ordinary=at) if at else None

    @property
    def roster(self) -> Roster:
        """Who is there, who is not."""
        return self._state.roster

    @property
    def summary(self) -> Summary:
        """The city's figures."""
        return self._state.summary

    @property
    def before(self) -> Summary | None:
        """The city's figures of the period before; None where the plan has none."""
        return self._state.before

    @property
    def city(self) -> City:
        """The sheets in force, seen together."""
        return self._state.city

    @property
    def stamped(self) -> int:
        """How many of the returns in force have their stamped paper here."""
        return self._state.stamped

    @property
    def papers(self) -> Mapping[str, PaperFacts]:
        """The paper in force of each unit."""
        return self._state.papers

    def trace(self, indicator: str) -> Trace:
        """Return the cells an indicator's value comes from."""
        return trace(self.city, self.summary.of(indicator), self.papers)

    def known(self, work_out: "Callable[[OfficeSession], T]") -> T:
        """Return what follows from the session, worked out once for each state of the store."""
        if work_out not in self._known:
            self._known[work_out] = work_out(self)
        return cast("T", self._known[work_out])

    @property
    def matters(self) -> tuple[Matter, ...]:
        """What needs a person; papers to be looked at are one of them."""
        last = datetime.max.replace(tzinfo=PLAN_ZONE)
        return tuple(sorted((*self._state.matters, *self._reviewing()), key=lambda one: one.since or last))

    def _reviewing(self) -> Iterator[Matter]:
        waiting = self.to_review
        if waiting:
            seen = [one for one in waiting if one.open]
            names = "、".join(self.unit_name(one.row.unit) for one in (seen or waiting)[:4])
            facts = {"n": len(waiting), "m": len(seen), "k": len(waiting) - len(seen)}
            which = "clean" if not seen else "mixed" if facts["k"] else "open"
            yield Matter(
                kind=MatterKind.REVIEW,
                period=self.period_id,
                units=tuple(one.row.unit for one in waiting),
                since=min(one.row.registered for one in waiting),
                what=Note(f"todo.review_{which}", facts),
                follows=Note("todo.review_names", {"名单": names}),
            )

    @property
    def review(self) -> tuple[ReviewPaper, ...]:
        """The papers in force with what there is to look at, those to look at first."""
        return self._state.review

    @property
    def to_review(self) -> tuple[ReviewPaper, ...]:
        """Those nobody has finished looking at."""
        return tuple(one for one in self.review if one.done is None)

    def look_again(self, *papers: ReviewPaper) -> None:
        """Take up what was just said of some papers; their order stays, so that nothing jumps under the hand."""
        self.take_looks(self.looked_again(papers))

    def looked_again(self, papers: Iterable[ReviewPaper]) -> Looked:
        """Return some papers, by digest, as they are after something was said of them."""
        return {one.row.digest: looked_at_again(self.workspace, one) for one in papers}

    def take_looks(self, now: Looked) -> None:
        """Show some papers as they were looked at again."""
        self._state.review = tuple(now.get(one.row.digest, one) for one in self.review)
        self.reviewed.emit()

    @property
    def settled(self) -> tuple[tuple[Matter, SettlementRow], ...]:
        """What was carried over with a sentence and has not come back."""
        return self._state.settled

    @property
    def lines(self) -> dict[str, LineState]:
        """The state of each unit's line."""
        return self._state.lines

    @property
    def receptions(self) -> tuple[ReceptionRow, ...]:
        """Every file that came, the latest first."""
        return tuple(reversed(self.workspace.store.receptions()))

    def unit_name(self, unit: str) -> str:
        """Return a unit's name at the end of the period; of one that is gone its last."""
        return self.workspace.unit_name(unit, self.plan.periods[self.period_id].end)

    def unit_names(self, unit: str) -> str:
        """Return the same name with the other one people may know the unit by: what it is called now, or was before."""
        name, known = self.unit_name(unit), self.plan.units.get(unit)
        if known is None or len(known.names) == 1:
            return name
        now = known.name_on(datetime.now(PLAN_ZONE).date())
        before = [one.name for one in known.names[: [one.name for one in known.names].index(name)]]
        if now != name:
            return say("office.unit.now", 名=name, 现名=now)
        return say("office.unit.once", 名=name, 原名="、".join(before)) if before else name

    def look_ahead(self, period: str) -> OfficeState:
        """Work out what another period of this plan shows, for `set_period`; called in the background."""
        return OfficeState(self.workspace, period).worked_out()

    def set_period(self, period: str, ahead: OfficeState | None = None) -> None:
        """Open another period, as it was worked out `ahead`; one of another plan is asked for by `other_plan`."""
        if period == self.period_id:
            return
        keep_place(self.workspace, period, PERIOD)
        if not self.plan.keeps(period):
            self.other_plan.emit()
            return
        self.period_id = period
        self._show(ahead if ahead is not None and ahead.holds else OfficeState(self.workspace, period))

    def open_anew(self, words: str, unit: str = "") -> None:
        """Ask for everything to be opened anew: another version came into force. The period stays where it can.

        `unit`: whose page is shown then, "" for the page that was left.
        """
        keep_place(self.workspace, self.period_id, PERIOD)
        self.plan_changed.emit(words, unit)

    def reload(self, ahead: OfficeState | None = None) -> None:
        """Look at the store anew: something was recorded. `ahead`: what it shows now, where that was worked out."""
        fits = ahead is not None and ahead.period == self.period_id and ahead.holds
        self._show(ahead if ahead is not None and fits else OfficeState(self.workspace, self.period_id))

    def renew(self) -> None:
        """Look at the store anew where something was recorded since."""
        if not self._state.holds:
            self.reload()

    def _show(self, state: OfficeState) -> None:
        self._state, self._known = state, {}
        self.changed.emit()


def state_of(workspace: OfficeWorkspace) -> OfficeState:
    """Return the state of the period that was left, else that of the last paper that came, else the last one begun."""
    left = chosen_period(workspace)
    workspace = (workspace.at(left) if left else workspace).kept()
    period = left or _received_last(workspace) or at_hand(workspace.plan, datetime.now(PLAN_ZONE).date())
    return OfficeState(workspace, period)


def chosen_period(workspace: OfficeWorkspace) -> str | None:
    """Return the period that was opened last, None when no plan here has it."""
    return left_at(workspace, PERIOD)


def _received_last(workspace: OfficeWorkspace) -> str | None:
    periods = (row.period for row in reversed(workspace.store.receptions()))
    return next((period for period in periods if period in workspace.plan.periods), None)


def at_hand(plan: Plan, today: date) -> str:
    """Return the period that is reported now: the one that ended last, before any has ended the first to end."""
    periods = list(plan.periods.values())
    ended = [one for one in periods if one.end < today]
    return max(ended, key=lambda one: one.end).id if ended else min(periods, key=lambda one: one.end).id
