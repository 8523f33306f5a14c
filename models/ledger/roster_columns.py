"""Roster columns: what the roster says of each expected unit, one record for each fact.

Window, workbook, PDF and the answer of `office status` go through `FACTS`: a new fact is a record here and its head,
`papers.summary.<key>`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from models.basics.records import dataclass
from models.ledger.roster import Roster
from models.settings.due import Due
from models.settings.settings import STAMPED, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """What is known of an expected unit in a period."""

    unit: str
    roster: Roster
    due: Due | None = None  # with extensions; None where no time is set
    revision: int | None = None  # of the return in force
    registered: datetime | None = None

    @property
    def stamped(self) -> date | None:
        """The day of the stamped paper (`models.ledger.roster.stamped_day`)."""
        return self.roster.stamped.get(self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFact:
    """A column of the roster."""

    key: str  # in JSON; its head is `papers.summary.<key>`
    says: Callable[[RosterEntry], int | date | datetime | str | None]  # None: nothing to say of this unit
    characters: int  # of the widest text
    figure: bool = False  # figures stand at the right
    in_window: bool = True  # there some facts are told in the cell of the state
    clock: str | None = None  # on paper only where this stops the clock; None: always

    def on_paper(self, roster: Roster) -> bool:
        """True when a printed roster has its column."""
        return self.clock in (None, roster.clock)


def roster_entries(
    roster: Roster, settings: Settings, received: Mapping[str, tuple[int, datetime]]
) -> Iterator[RosterEntry]:
    """Yield the entry of each expected unit; `received`: unit → revision in force, when it was registered."""
    for unit in roster.expected:
        revision, registered = received.get(unit, (None, None))
        due = settings.due_of(unit, roster.period)
        yield RosterEntry(unit=unit, roster=roster, due=due, revision=revision, registered=registered)


def _late_days(entry: RosterEntry) -> int | None:
    return next((one.working_days for one in entry.roster.late if one.unit == entry.unit), None)


def _times_returned(entry: RosterEntry) -> int | None:
    returned = entry.roster.sent_back.get(entry.unit)
    return returned.times if returned else None


FACTS: tuple[RosterFact, ...] = (
    RosterFact(key="revision", says=lambda one: one.revision, characters=10, figure=True),
    RosterFact(key="registered", says=lambda one: one.registered, characters=20),
    RosterFact(key="stamped", says=lambda one: one.stamped, characters=12, clock=STAMPED),
    RosterFact(key="due", says=lambda one: one.due.at if one.due else None, characters=20, in_window=False),
    RosterFact(key="late_days", says=_late_days, characters=13, figure=True, in_window=False),
    RosterFact(key="sent_back", says=_times_returned, characters=10, figure=True, in_window=False),
)
