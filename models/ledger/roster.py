"""Roster: who was expected, who is there, who is late, who has to be asked (应报清单).

Late is what the reception register says: the registered time of the first paper of the line in force that had no error
of the checks, against the due time with extensions; a paper the office sent back by hand counts with its own time when
the next one came by the deadline of the 退回单, else lateness counts from that deadline.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.ledger.ledger import LineState
from models.plan.plan import Plan
from models.settings.due import Due, Late
from models.settings.settings import Settings
from models.sheet.fillable import unit_blocks, unit_slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """A unit whose return was late: when it was due, when it was registered, by how much."""

    unit: str
    due: Due
    registered: datetime
    by: Late

    @property
    def working_days(self) -> int:
        """Working days late, at least 1."""
        return self.by.working_days

    @property
    def days(self) -> int:
        """Calendar days late, at least 1."""
        return self.by.days


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

    @property
    def equation(self) -> tuple[int, int, int, int, int]:
        """应报 ＝ 已收 ＋ 退回未重报 ＋ 待核实 ＋ 缺报: the first is always the sum of the others."""
        parts = (self.received, self.returned, self.held, self.missing)
        return (len(self.expected), *map(len, parts))  # type: ignore[return-value]

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


def expected_units(plan: Plan, settings: Settings, period: str) -> tuple[str, ...]:
    """Return the units that have something to report in a period, in plan order."""
    asked = plan.asks_progress(period)
    found = []
    for unit in plan.filing_units:
        if not plan.is_there(unit.id, period):
            continue
        blocks = asked and unit_blocks(plan, unit.id, settings.groups)
        if blocks or any(slot.due for slot in unit_slots(plan, unit.id, period)):
            found.append(unit.id)
    return tuple(found)


def take_roll(plan: Plan, settings: Settings, period: str, lines: Mapping[str, LineState]) -> Roster:
    """Return the roster from the state of each unit's line; a unit without a line has sent nothing."""
    expected = expected_units(plan, settings, period)
    received, held, returned, missing, disputed = [], [], [], [], []
    for unit in expected:
        line = lines.get(unit, LineState())
        if line.disputed:
            disputed.append(unit)
        if line.in_force is not None or line.disputed:
            received.append(unit)
        elif line.authentic:
            returned.append(unit)
        elif line.held:
            held.append(unit)
        else:
            missing.append(unit)
    late = tuple(found for unit in received if (found := lateness(plan, settings, unit, period, lines[unit])))
    return Roster(
        period=period,
        expected=expected,
        received=tuple(received),
        late=late,
        missing=tuple(missing),
        held=tuple(held),
        returned=tuple(returned),
        disputed=tuple(disputed),
    )


def lateness(plan: Plan, settings: Settings, unit: str, period: str, line: LineState) -> Lateness | None:
    """Return how late a unit's line in force was, None when in time, without a due time, or with nothing in force."""
    due = settings.due_of(unit, period)
    if due is None or line.registered is None:
        return None
    came = [(due, line.registered), *((Due(ordinary=until), at) for until, at in line.resubmitted)]
    found = [(late, at) for limit, at in came if (late := limit.late(at, plan.calendar)) is not None]
    if not found:
        return None
    by, registered = max(found, key=lambda one: one[0].days)
    return Lateness(unit=unit, due=due, registered=registered, by=by)
