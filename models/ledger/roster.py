"""Roster: who was expected, who is there, who is late, who has to be asked (应报清单).

Late is what the reception register says: the registered time of the first paper of the line in force that had no error
of the checks, against the due time with extensions; a paper the office sent back by hand counts with its own time when
the next one came by the deadline of the 退回单, else lateness counts from that deadline. Where the office has set
that the stamped paper stops the clock, the day on which that came (which counts whole) stands in the place of the
registered time, and while none came the clock runs on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.quantity import Rounding, format_number
from models.basics.records import dataclass
from models.ledger.ledger import LineState
from models.plan.plan import Plan
from models.settings.due import Due, Late
from models.settings.settings import ELECTRONIC, STAMPED, Settings
from models.sheet.fillable import expected_units

NO_STAMPS: Mapping[str, date] = MappingProxyType({})
NO_DUE, NOT_YET = "no_due", "not_yet"  # why somebody who is missing still has time


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """A unit whose return was late: when it was due, when it came, by how much.

    `registered`: when what stops the clock came; None: the stamped paper that stops it has not come, so it runs on.
    `until`: the deadline of the 退回单 it is counted from, None where it is counted from when it was due.
    """

    unit: str
    due: Due
    registered: datetime | None
    by: Late
    until: datetime | None = None

    @property
    def working_days(self) -> int:
        """Working days late, at least 1."""
        return self.by.working_days

    @property
    def days(self) -> int:
        """Calendar days late, at least 1."""
        return self.by.days


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesReturned:
    """How often papers of a unit were returned, by the checks or by hand.

    `until`: the last deadline of a 退回单 that a paper answered, or that runs; None: there is none.
    """

    times: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The state of one period: an expected unit is received (also while disputed), held, returned or missing."""

    period: str
    expected: tuple[str, ...]
    received: tuple[str, ...]
    late: tuple[Lateness, ...]
    missing: tuple[str, ...]
    held: tuple[str, ...]
    returned: tuple[str, ...]
    disputed: tuple[str, ...]
    waits: Mapping[str, str] = field(default_factory=dict)  # of the missing, whose time is not over → why
    sent_back: Mapping[str, "TimesReturned"] = field(default_factory=dict)  # units whose papers were returned
    stamped: Mapping[str, date] = field(default_factory=dict)  # unit → day of its stamped paper (`stamped_day`)
    clock: str = ELECTRONIC  # what stops it, as in `Settings`

    @property
    def unstamped(self) -> tuple[str, ...]:
        """Units whose return is in force and whose stamped paper has not come, where that stops the clock; else ()."""
        if self.clock != STAMPED:
            return ()
        return tuple(one for one in self.received if one not in self.stamped and one not in self.disputed)

    @property
    def overdue(self) -> bool:
        """True when the time of somebody who is missing is over: only of those it is said that they failed (缺报)."""
        return not self.missing or any(unit not in self.waits for unit in self.missing)

    @property
    def missing_key(self) -> str:
        """The message key that names those without a return: "overdue" 缺报, or "unreported" 未报."""
        return "overdue" if self.overdue else "unreported"

    @property
    def equation(self) -> tuple[int, int, int, int, int]:
        """应报 ＝ 已收 ＋ 退回未重报 ＋ 待核实 ＋ 缺报: the first is always the sum of the others."""
        parts = (self.received, self.returned, self.held, self.missing)
        return (len(self.expected), *map(len, parts))  # type: ignore[return-value]

    @property
    def completeness(self) -> str | None:
        """完整率: how many of those expected are there, in per cent with two decimals; None where nobody is."""
        return _share(len(self.received), len(self.expected))

    @property
    def timeliness(self) -> str | None:
        """及时率: how many of those expected were there in time, likewise."""
        return _share(self.on_time, len(self.expected))

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups of units somebody has to look at, by name; a unit may stand in more than one."""
        return {
            "late": tuple(one.unit for one in self.late),
            "missing": self.missing,
            "held": self.held,
            "returned": self.returned,
            "disputed": self.disputed,
        }

    def standing(self, unit: str) -> str:
        """Return how a unit without a return in force stands: disputed, returned, held, missing."""
        groups = self.groups
        return next((name for name in ("disputed", "returned", "held") if unit in groups[name]), "missing")

    def state_of(self, unit: str) -> str:
        """Return how a unit stands on the list: missing, held, returned, disputed, else late or received."""
        groups = self.groups
        named = ("missing", "held", "returned", "disputed", "late")
        return next((name for name in named if unit in groups[name]), "received")

    @property
    def on_time(self) -> int:
        """How many were received in time; a period without a due time has nobody late."""
        return len(self.received) - len(self.late)


def _share(part: int, whole: int) -> str | None:
    return format_number(Decimal(part) / whole * 100, 2, Rounding.GBT8170) if whole else None


def missing_facts(roster: Roster, texts: str, *, why: bool = True, each: str = "") -> dict[str, object]:
    """Return what an equation says of those without a return: 未收, the word for them, and 缺报, how many.

    `texts`: where the words stand; `why`: with the reason why nobody, or not everybody, of them failed; `each`: what
    is counted (家), in front of the reason.
    """
    n, waits = len(roster.missing), roster.waits.values()
    if not n or not waits or not why:
        counted: object = f"{n}{each}" if each else n
    else:
        reason = "partly" if roster.overdue else NO_DUE if NO_DUE in waits else NOT_YET
        counted = say(f"{texts}.counted", n=f"{n}{each}", 原因=say(f"{texts}.{reason}", n=len(waits)))
    return {"未收": say(f"{texts}.{roster.missing_key}"), "缺报": counted}


def _group(line: LineState) -> str:
    """Whether a unit has filed, and if not, what came of it; that of a dispute has, whichever of its papers counts."""
    if line.in_force is not None or line.disputed:
        return "received"
    if line.authentic:
        return "returned"
    return "held" if line.held else "missing"


def take_roll(
    plan: Plan,
    settings: Settings,
    period: str,
    lines: Mapping[str, LineState],
    at: datetime | None = None,
    stamps: Mapping[str, date] = NO_STAMPS,
) -> Roster:
    """Return the roster from the state of each unit's line; a unit without a line has sent nothing.

    `at`: when one looks, for who of the missing still has time; None: nobody has. `stamps`: as for `lateness`.
    """
    expected = expected_units(plan, settings, period)
    groups: dict[str, list[str]] = {"received": [], "returned": [], "held": [], "missing": []}
    for unit in expected:
        groups[_group(lines.get(unit, LineState()))].append(unit)
    received, missing = groups["received"], groups["missing"]
    found = (lateness(plan, settings, unit, period, lines[unit], stamps, at) for unit in received)
    late = tuple(one for one in found if one is not None)
    days = {unit: stamped_day(settings, lines[unit], stamps) for unit in received}
    return Roster(
        period=period,
        expected=expected,
        received=tuple(received),
        late=late,
        missing=tuple(missing),
        held=tuple(groups["held"]),
        returned=tuple(groups["returned"]),
        disputed=tuple(unit for unit in received if lines[unit].disputed),
        waits=_waits(settings, period, missing, at) if at else {},
        sent_back={unit: back for unit in expected if unit in lines and (back := sent_back_of(lines[unit]))},
        stamped={unit: day for unit, day in days.items() if day is not None},
        clock=settings.clock,
    )


def sent_back_of(line: LineState) -> TimesReturned | None:
    """Return how often papers of a line were returned, and until when the last is, or was, waited for; None = never."""
    waited = (one.sent_back for one in line.waiting if one.sent_back is not None)
    until = max((*(until for until, _ in line.resubmitted), *waited), default=None)
    return TimesReturned(times=line.times_returned, until=until) if line.times_returned else None


def _waits(settings: Settings, period: str, missing: Sequence[str], at: datetime) -> dict[str, str]:
    """Of the missing, whose time is not over → NO_DUE or NOT_YET."""
    dues = {unit: settings.due_of(unit, period) for unit in missing}
    return {unit: NO_DUE if due is None else NOT_YET for unit, due in dues.items() if due is None or not due.passed(at)}


def stamped_day(settings: Settings, line: LineState, stamps: Mapping[str, date]) -> date | None:
    """Return the day of a line's stamped paper that the roster tells, None when none came.

    Where the stamped paper stops the clock the day that stopped it, that of the first in the line in force; else the
    day of the stamped paper of the return in force.
    """
    digests = line.timed if settings.clock == STAMPED else {line.in_force or ""}
    return min((stamps[digest] for digest in digests if digest in stamps), default=None)


def stamped_time(settings: Settings, line: LineState, stamps: Mapping[str, date]) -> datetime | None:
    """Return when the stamped paper that stops the clock came, None when none did; its day counts whole."""
    day = stamped_day(settings, line, stamps)
    return datetime.combine(day, time(), PLAN_ZONE) if day else None


def lateness(
    plan: Plan,
    settings: Settings,
    unit: str,
    period: str,
    line: LineState,
    stamps: Mapping[str, date] = NO_STAMPS,
    at: datetime | None = None,
) -> Lateness | None:
    """Return how late a unit's line in force was, None when in time, without a due time, or with nothing in force.

    `stamps`: digest → day its stamped paper came; `at`: when one looks, for a clock that runs on (None: not yet late).
    Both are asked only where the stamped paper stops the clock.
    """
    due = settings.due_of(unit, period)
    if due is None or line.registered is None:
        return None
    stopped = stamped_time(settings, line, stamps) if settings.clock == STAMPED else line.registered
    if stopped is None:
        by = due.late(at, plan.calendar) if at else None
        return Lateness(unit=unit, due=due, registered=None, by=by) if by else None
    again = ((Due(ordinary=until), then, until) for until, then in line.resubmitted)
    found = [
        Lateness(unit=unit, due=due, registered=then, by=late, until=until)
        for limit, then, until in ((due, stopped, None), *again)
        if (late := limit.late(then, plan.calendar)) is not None
    ]
    return max(found, key=lambda one: one.days, default=None)
