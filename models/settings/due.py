"""Due: when one unit's return of a period has to be there, and how late it was. The one place that compares the two.

Late is what the office's reception register says (DESIGN §2.10); on a unit's own PC the same question is asked of now.
All times are aware; days are those of the plan's fixed +08:00.
"""

from dataclasses import dataclass
from datetime import datetime

from models.basics.period import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """By how much a due time was missed: days after the due day, at least 1."""

    working_days: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due time. `ordinary` is the period's, `extended` the latest extension of the unit; one of them may be None."""

    ordinary: datetime | None = None
    extended: datetime | None = None

    @property
    def at(self) -> datetime:
        """The time that counts: the later of the two. Raises ValueError where neither was set."""
        return max(time for time in (self.ordinary, self.extended) if time is not None)

    def passed(self, now: datetime) -> bool:
        """True when a return that comes now is late; the due time itself is in time."""
        return now > self.at

    def late(self, registered: datetime, calendar: Calendar) -> Late | None:
        """Return how late a return registered at a time was, None when it was in time."""
        if not self.passed(registered):
            return None
        return Late(
            working_days=calendar.working_days_late(self.at, registered),
            days=calendar.days_late(self.at, registered),
        )
