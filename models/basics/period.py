"""Period: the spans that are reported on, and the office's calendar and clock.

Knows which days are worked and how late a paper is; never looks at the clock of the machine and knows no due time
(those are settings). All times are the plan's fixed +08:00.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from models.basics.errors import AppError
from models.basics.records import dataclass

PLAN_ZONE = timezone(timedelta(hours=8))
FIRST_YEAR = 1951  # of a time that somebody says: certificates know none before 1950


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodKind:
    """报告期类型, as the plan declares it: an item of a frequency is due in its kind and in those of a higher rank."""

    id: str
    name: str  # 季报
    rank: int  # 旬 1, 周 2, 月 3, 季 5, 半年 6, 年 9
    deciding: bool = False  # a verdict may say 未达标
    preliminary: bool = False  # every item is asked, whatever its frequency
    final: bool = False  # only what the plan asks for again


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """报告期. Its figures are cumulative from `counts_from`."""

    id: str  # "2020Q3"
    name: str  # "2020年第三季度（1—9月）"
    kind: PeriodKind
    start: date
    end: date  # inclusive
    counts_from: date  # first day of the accumulation
    predecessors: Mapping[str, str]  # table, or "*" for every other → the period its figures are held against
    last_year: str = ""  # period of the plan before that holds last year's figures; "" = the same kind a year earlier
    tables: tuple[str, ...] = ()  # ids of the tables due
    rising: bool = False  # cumulative items must not fall against the predecessor
    clause: str = ""
    note: str = ""

    @property
    def predecessor(self) -> str | None:
        """The period that tables without one of their own are held against, None when there is none."""
        return self.predecessors.get("*")

    def before(self, table: str) -> str | None:
        """Return the period that the figures of a table are held against, None when there is none."""
        return self.predecessors.get(table, self.predecessor)

    @property
    def deciding(self) -> bool:
        """True when a verdict may say 未达标."""
        return self.kind.deciding

    @property
    def calendar_days(self) -> int:
        """Days from the start of the accumulation to the end of the period, both counted: 274 for 1—9月 of 2020."""
        return (self.end - self.counts_from).days + 1

    @property
    def months(self) -> int:
        """Months of the accumulation that have begun when the period ends: 9 for 1—9月."""
        return (self.end.year - self.counts_from.year) * 12 + self.end.month - self.counts_from.month + 1


def own_id(reference: str) -> str:
    """Return the id a period has in its own plan: what papers and settings say. `reference` may be `PLAN:period`."""
    return reference.rpartition(":")[2]


def in_file_name(period: str) -> str:
    """Return a period as it stands in the name of a file: `PLAN_period` where several plans have it."""
    return period.replace(":", "_")


class SharedPeriods(Mapping[str, Period]):
    """The periods of a plan that has ids in common with another plan of the workspace.

    Those go by `PLAN:period`, which is what the store keeps them under; they are also found by the id that the plan's
    own rows and its papers say.
    """

    def __init__(self, plan: str, periods: Mapping[str, Period], shared: frozenset[str]) -> None:
        """Name the shared ones by their plan, in the order of the plan."""
        named = (replace(one, id=f"{plan}:{one.id}") if one.id in shared else one for one in periods.values())
        self._periods = {one.id: one for one in named}
        self._kept = {own_id(key): key for key in self._periods}

    def __getitem__(self, key: str) -> Period:
        return self._periods[self._kept.get(key, key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._periods)

    def __len__(self) -> int:
        return len(self._periods)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: Monday to Friday, less the holidays, plus the weekend days worked in exchange (调休)."""

    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """True when offices are open that day; a day named as worked is, whatever else it is."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def working_days_before(self, day: date, count: int) -> date:
        """Return the working day that lies a number of working days before a day."""
        while count:
            day -= timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days_late(self, due: datetime, received: datetime) -> int:
        """Return the working days after the due day up to and including the day of receipt; 0 when on time.

        Whatever is late at all is late by 1: later on the due day itself, or on the days off that follow it.
        Raises ValueError for a time without a zone.
        """
        first, last = _plan_day(due), _plan_day(received)
        if received <= due:
            return 0
        return max(1, self._working_days(first, last))

    def _working_days(self, after: date, until: date) -> int:
        """Return the working days after one day up to and including another: five a week and the exceptions."""
        weeks, rest = divmod((until - after).days, 7)
        weekdays = 5 * weeks + sum((after + timedelta(days=step)).weekday() < 5 for step in range(1, rest + 1))
        off = sum(after < day <= until and day.weekday() < 5 for day in self.holidays - self.workdays)
        return weekdays - off + sum(after < day <= until and day.weekday() >= 5 for day in self.workdays)

    def days_late(self, due: datetime, received: datetime) -> int:
        """Return the calendar days from the due day to the day of receipt, counted as in `working_days_late`."""
        late_by = (_plan_day(received) - _plan_day(due)).days
        return 0 if received <= due else max(1, late_by)


def _plan_day(time: datetime) -> date:
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(PLAN_ZONE).date()


_TIME = (
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<hour>[0-9]{1,2})"
    r"(?P<rest>:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)"
)


def parse_time(text: str) -> datetime:
    """Return the time of "2020-10-15 17:30" (also with T, seconds, a zone) in PLAN_ZONE; without a zone it is +08:00.

    Raises AppError("time_unreadable") for anything else, a date alone included: a due time has an hour; and for a time
    before FIRST_YEAR.
    """
    found = re.fullmatch(_TIME, text.strip())
    try:
        if found is None:
            raise ValueError(text)
        time = datetime.fromisoformat(f"{found['day']}T{found['hour']:0>2}{found['rest']}")
        if time.year < FIRST_YEAR:
            raise ValueError(text)
        return time.replace(tzinfo=PLAN_ZONE) if time.tzinfo is None else time.astimezone(PLAN_ZONE)
    except (ValueError, OverflowError) as error:
        raise AppError("time_unreadable", text=text[:40]) from error


def short_day(day: date | datetime, now: datetime) -> str:
    """Return a day as lists and lines show it: "10-15"; "2020-10-15" where it is not of the year of `now`."""
    if isinstance(day, datetime):
        day = day.astimezone(PLAN_ZONE).date()
    return f"{day:%m-%d}" if day.year == now.astimezone(PLAN_ZONE).year else day.isoformat()


def short_time(time: datetime, now: datetime) -> str:
    """Return a time likewise: "10-15 17:30", "2020-10-15 17:30"."""
    return f"{short_day(time, now)} {time.astimezone(PLAN_ZONE):%H:%M}"


def format_time(time: datetime) -> str:
    """Return a time as people read it, "2020-10-15 17:30", in PLAN_ZONE; ValueError for a time without a zone."""
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(PLAN_ZONE).replace(tzinfo=None).isoformat(" ", "minutes")
