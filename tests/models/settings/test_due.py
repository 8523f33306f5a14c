"""Due: one answer to when a return has to be there and how late it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.basics.period import PLAN_ZONE, Calendar
from models.settings.due import Due, Late
from models.settings.settings import Extension, Settings

CALENDAR = Calendar(frozenset(date(2020, 10, day) for day in range(1, 9)), frozenset())
DUE = datetime(2020, 10, 15, 17, 30, tzinfo=PLAN_ZONE)  # a Thursday
UNIT, Q3 = "610924", "2020Q3"


def settings(*until: datetime, due: datetime | None = DUE) -> Settings:
    extensions = tuple(Extension(period=Q3, unit=UNIT, until=one, reason="汛情", approved_by="张三") for one in until)
    return Settings(due={Q3: due} if due else {}, extensions=extensions)


def test_nothing_set_is_no_due_time() -> None:
    assert Settings().due_of(UNIT, Q3) is None
    assert settings().due_of("610925", "2020Q2") is None
    with pytest.raises(ValueError, match="empty"):
        _ = Due().at


def test_the_latest_extension_counts_and_never_shortens() -> None:
    later, sooner = DUE + timedelta(days=5), DUE - timedelta(days=5)
    found = settings(sooner, later).due_of(UNIT, Q3)
    assert found == Due(ordinary=DUE, extended=later)
    assert found.at == later
    assert (early := settings(sooner).due_of(UNIT, Q3)) is not None
    assert early.at == DUE
    assert (alone := settings(later, due=None).due_of(UNIT, Q3)) is not None
    assert alone.at == later
    assert (other := settings(later).due_of("610925", Q3)) is not None
    assert other.at == DUE


def test_late_is_after_the_due_time_itself_in_whatever_zone() -> None:
    due = Due(ordinary=DUE)
    assert due.late(DUE.astimezone(UTC), CALENDAR) is None
    assert due.late(DUE + timedelta(seconds=1), CALENDAR) == Late(working_days=1, days=1)
    assert due.late(datetime(2020, 10, 19, 9, tzinfo=PLAN_ZONE), CALENDAR) == Late(working_days=2, days=4)
    assert due.late(datetime(2020, 10, 17, 9, tzinfo=PLAN_ZONE), CALENDAR) == Late(working_days=1, days=2)


@given(st.timedeltas(timedelta(-400), timedelta(400)))
def test_passed_and_late_never_disagree(offset: timedelta) -> None:
    due, when = Due(ordinary=DUE), DUE + offset
    late = due.late(when, CALENDAR)
    assert due.passed(when) is (late is not None)
    assert late is None or 1 <= late.working_days <= late.days


@pytest.mark.parametrize(
    ("due", "since"),
    [
        (DUE, datetime(2020, 10, 14, tzinfo=PLAN_ZONE)),
        (datetime(2020, 10, 12, 9, 0, tzinfo=PLAN_ZONE), datetime(2020, 10, 9, tzinfo=PLAN_ZONE)),  # over a weekend
        (datetime(2020, 9, 20, 9, 0, tzinfo=PLAN_ZONE), datetime(2020, 9, 18, tzinfo=PLAN_ZONE)),  # on a Sunday
        (datetime(2020, 10, 9, 9, 0, tzinfo=PLAN_ZONE), datetime(2020, 9, 30, tzinfo=PLAN_ZONE)),  # over the holidays
    ],
)
def test_a_due_time_is_near_from_the_working_day_before_until_it_has_passed(due: datetime, since: datetime) -> None:
    one, moment = Due(ordinary=due), timedelta(seconds=1)
    assert one.nears_from(CALENDAR) == since
    assert [one.near(now, CALENDAR) for now in (since - moment, since, due, due + moment)] == [False, True, True, False]
