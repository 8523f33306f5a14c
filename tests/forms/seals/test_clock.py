"""The clock: a sealing time that cannot be right is told, by one function at both ends; a possible one is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from forms.seals.clock import DRIFT, clock_hints
from forms.seals.keys import keys
from forms.unit.filing import clock_told
from models.basics.messages import say
from models.sheet.cells import Cell, State
from models.store import UnitStore
from models.workspace.unit_workspace import UnitWorkspace
from tests.forms.seals.sealing import office, unit

CERTIFICATE = keys.certificate_pem(unit().certificate)
BEGUN = unit().certificate.not_valid_before_utc
SECOND, PERIOD = timedelta(seconds=1), "2020Q3"


def test_a_time_within_what_is_known_is_not_told() -> None:
    now = datetime.now(UTC)
    assert clock_hints(None, certificate=CERTIFICATE, last_entry=now, received_at=now) == ()
    assert clock_hints(BEGUN, certificate=CERTIFICATE, last_entry=BEGUN, received_at=BEGUN) == ()
    assert clock_hints(now + DRIFT, certificate=CERTIFICATE, last_entry=now, received_at=now) == ()


def test_each_thing_the_time_contradicts_is_a_sentence_of_its_own() -> None:
    (early,) = clock_hints(BEGUN - SECOND, certificate=CERTIFICATE)
    assert "早于证书生效时间" in early
    (typed,) = clock_hints(BEGUN, certificate=CERTIFICATE, last_entry=BEGUN + SECOND)
    assert "早于本表最后一次填写" in typed
    (late,) = clock_hints(BEGUN + DRIFT + SECOND, certificate=CERTIFICATE, received_at=BEGUN)
    assert "晚于收到的时间" in late
    before = BEGUN - SECOND
    assert len(clock_hints(before, certificate=CERTIFICATE, last_entry=BEGUN, received_at=before - 2 * DRIFT)) == 3


def test_a_certificate_that_is_registered_as_of_a_day_begins_before_it_and_never_after_now() -> None:
    asked = datetime(2020, 10, 12, 9, 30, tzinfo=UTC)
    public = unit().key.public_key()
    past = keys.issue(office(), public, "610924", "紫阳县人民政府", asked)
    ahead = keys.issue(office(), public, "610924", "紫阳县人民政府", datetime.now(UTC) + timedelta(days=400))
    assert clock_hints(asked, certificate=keys.certificate_pem(past)) == ()
    assert ahead.not_valid_before_utc < datetime.now(UTC)


def test_a_unit_is_told_before_it_seals_by_a_clock_that_was_set_back(tmp_path: Path) -> None:
    with UnitStore.create(tmp_path, "610924") as store:
        workspace = UnitWorkspace(tmp_path, store)
        assert clock_told(workspace, PERIOD, BEGUN) == ()
        store.put_value("certificate", CERTIFICATE.decode())
        store.sheets.put_cells(PERIOD, {"Q06.1": Cell(State.NIL, raw="未开展")}, "张三")
        typed = store.sheets.last_entry(PERIOD)
        assert typed is not None and store.sheets.last_entry("2020Q4") is None
        assert clock_told(workspace, PERIOD, typed) == () == clock_told(workspace, "2020Q4", BEGUN)
        told = clock_told(workspace, PERIOD, BEGUN - SECOND)
        assert len(told) == 3 and told[-1] == say("errors.clock_set")
