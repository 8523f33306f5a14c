"""Periods and lateness as the plan counts them, whatever the machine's clock and zone say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.errors import AppError
from models.basics.messages import sentence
from models.basics.period import PLAN_ZONE, Calendar, Period, PeriodKind, format_time, parse_time, short_day, short_time

QUARTER = PeriodKind(id="quarter", name="季报", rank=5)
FISCAL = PeriodKind(id="fiscal", name="财年报", rank=9, deciding=True)


def period(start: date, end: date, **more: Any) -> Period:
    wanted: dict[str, Any] = {"kind": QUARTER, "counts_from": start, "predecessors": {}, **more}
    return Period(id="P", name="", start=start, end=end, **wanted)


CALENDAR = Calendar(
    frozenset(date(2020, 10, day) for day in range(1, 9)), frozenset((date(2020, 9, 27), date(2020, 10, 10)))
)
DUE = parse_time("2020-10-15T17:30")


@pytest.mark.parametrize(
    ("end", "days", "months"),
    [
        (date(2020, 3, 31), 91, 3),
        (date(2020, 6, 30), 182, 6),
        (date(2020, 9, 30), 274, 9),
        (date(2020, 12, 31), 366, 12),
    ],
)
def test_days_and_months_of_a_period_count_from_the_start_of_its_accumulation(
    end: date, days: int, months: int
) -> None:
    one = period(date(2020, 1, 1), end)
    assert (one.calendar_days, one.months) == (days, months)


def test_a_month_counts_from_where_the_plan_says() -> None:
    october = period(date(2020, 10, 1), date(2020, 10, 31), counts_from=date(2020, 1, 1))
    assert (october.calendar_days, october.months) == (305, 10)


def test_a_fiscal_year_counts_across_the_turn_of_the_year() -> None:
    march = period(date(2020, 4, 1), date(2021, 3, 31), kind=FISCAL)
    assert (march.calendar_days, march.months, march.deciding) == (365, 12, True)


def test_each_table_has_its_own_predecessor() -> None:
    half = period(date(2026, 1, 1), date(2026, 6, 30), predecessors={"M1": "2026-05", "*": "2025H2"})
    assert (half.before("M1"), half.before("H1"), half.predecessor) == ("2026-05", "2025H2", "2025H2")
    assert period(date(2026, 1, 1), date(2026, 6, 30)).before("H1") is None


def test_holidays_are_off_and_exchanged_weekend_days_are_worked() -> None:
    days = {day: CALENDAR.is_working_day(date(2020, 10, day)) for day in (8, 9, 10, 11, 12)}
    assert days == {8: False, 9: True, 10: True, 11: False, 12: True}


@pytest.mark.parametrize(
    ("received", "working", "calendar"),
    [
        ("2020-10-15 17:29", 0, 0),
        ("2020-10-15 17:30", 0, 0),
        ("2020-10-15 17:31", 1, 1),
        ("2020-10-16 09:00", 1, 1),
        ("2020-10-17 09:00", 1, 2),
        ("2020-10-19 10:12", 2, 4),
        ("2020-10-20 00:00", 3, 5),
    ],
)
def test_lateness_counts_the_days_after_the_due_day(received: str, working: int, calendar: int) -> None:
    time = parse_time(received)
    assert CALENDAR.working_days_late(DUE, time) == working
    assert CALENDAR.days_late(DUE, time) == calendar


def test_late_on_the_days_off_after_the_due_day_is_late_by_one() -> None:
    friday = parse_time("2020-10-16 17:30")
    assert CALENDAR.working_days_late(friday, parse_time("2020-10-18 08:00")) == 1


def test_a_worked_saturday_counts_and_a_holiday_week_does_not() -> None:
    before_holiday = parse_time("2020-09-30 17:30")
    assert CALENDAR.working_days_late(before_holiday, parse_time("2020-10-10 09:00")) == 2
    assert CALENDAR.days_late(before_holiday, parse_time("2020-10-10 09:00")) == 10


def test_a_day_is_a_day_in_ankang_wherever_the_time_was_written() -> None:
    received = datetime(2020, 10, 16, 16, 30, tzinfo=UTC)
    assert CALENDAR.days_late(DUE, received) == 2
    assert format_time(received) == "2020-10-17 00:30"


@given(st.integers(0, 10**6), st.integers(0, 10**4))
def test_later_is_never_less_late(minutes: int, more: int) -> None:
    one, other = DUE + timedelta(minutes=minutes), DUE + timedelta(minutes=minutes + more)
    assert CALENDAR.working_days_late(DUE, one) <= CALENDAR.working_days_late(DUE, other)
    assert CALENDAR.working_days_late(DUE, one) <= CALENDAR.days_late(DUE, one)


@given(st.dates(date(2020, 9, 20), date(2020, 10, 20)), st.integers(1, 60))
def test_days_counted_by_weeks_are_the_days_counted_one_by_one(first: date, days: int) -> None:
    due = datetime(first.year, first.month, first.day, 17, 30, tzinfo=PLAN_ZONE)
    one_by_one = sum(CALENDAR.is_working_day(first + timedelta(days=step)) for step in range(1, days + 1))
    assert CALENDAR.working_days_late(due, due + timedelta(days=days)) == max(1, one_by_one)


@pytest.mark.parametrize(
    "text",
    ["2020-10-15T17:30", "2020-10-15 17:30", "2020-10-15 17:30:00", "2020-10-15T09:30Z", " 2020-10-15T17:30+08:00 "],
)
def test_a_time_reads_in_the_zone_of_the_plan(text: str) -> None:
    time = parse_time(text)
    assert time == datetime(2020, 10, 15, 17, 30, tzinfo=PLAN_ZONE)
    assert time.utcoffset() == timedelta(hours=8)
    assert format_time(time) == "2020-10-15 17:30"


def test_a_time_of_another_year_says_its_year() -> None:
    at = datetime(2020, 12, 31, 16, 30, tzinfo=UTC)  # at the plan's clock the year has turned
    assert short_time(at, datetime(2021, 2, 1, tzinfo=PLAN_ZONE)) == "01-01 00:30"
    assert short_time(at, datetime(2020, 12, 31, tzinfo=PLAN_ZONE)) == "2021-01-01 00:30"
    assert short_day(at.date(), datetime(2020, 12, 31, tzinfo=PLAN_ZONE)) == "12-31"
    assert short_day(at.date(), datetime(2026, 12, 31, tzinfo=PLAN_ZONE)) == "2020-12-31"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-10-15",
        "17:30",
        "2020-10-15 24:00",
        "2020-11-31 09:00",
        "2020年10月15日 17:30",
        "0001-01-01T00:00+09:00",
        "２０20-10-15 17:30",
    ],
)
def test_a_time_without_its_hour_or_without_a_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(AppError) as refused:
        parse_time(text)
    assert "时分" in sentence(refused.value)
    assert "{" not in sentence(refused.value)


def test_a_time_without_a_zone_is_a_bug_and_not_a_guess() -> None:
    naive = datetime(2020, 10, 15, 17, 30)
    with pytest.raises(ValueError, match="zone"):
        format_time(naive)
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.days_late(naive, naive)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_times_read_back_to_the_minute(time: datetime) -> None:
    minute = time.replace(second=0, microsecond=0, tzinfo=PLAN_ZONE)
    assert parse_time(format_time(minute)) == minute


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "1950-12-31T23:59", "1900-01-01T00:00+08:00"])
def test_a_time_before_every_certificate_is_none(text: str) -> None:
    """An act of the year 1 ended in a fault of the program."""
    with pytest.raises(AppError, match="time_unreadable"):
        parse_time(text)
    assert parse_time("1951-01-01 00:00").year == 1951 and parse_time("9999-12-31T23:59").year == 9999
