"""Due: when one unit's return of a period has to be there, and how late it was. The one place that compares the two.

Late is what the office's reception register says; on a unit's own PC the same question is asked of now.
All times are aware; days are those of the plan's fixed +08:00.
"""

from datetime import datetime, time, timedelta

from models.basics.period import PLAN_ZONE, Calendar
from models.basics.records import dataclass


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
        return max(one for one in (self.ordinary, self.extended) if one is not None)

    def passed(self, now: datetime) -> bool:
        """True when a return that comes now is late; the due time itself is in time."""
        return now > self.at

    def nears_from(self, calendar: Calendar) -> datetime:
        """Return from when the due time is near: the beginning of the last working day before its day."""
        day = self.at.astimezone(PLAN_ZONE).date() - timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(), PLAN_ZONE)

    def near(self, now: datetime, calendar: Calendar) -> bool:
        """True when the due time is near and has not passed."""
        return self.nears_from(calendar) <= now and not self.passed(now)

    def late(self, registered: datetime, calendar: Calendar) -> Late | None:
        """Return how late a return registered at a time was, None when it was in time."""
        if not self.passed(registered):
            return None
        return Late(
            working_days=calendar.working_days_late(self.at, registered),
            days=calendar.days_late(self.at, registered),
        )
