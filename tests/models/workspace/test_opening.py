"""Opening a workspace: either desk by the same steps, the folder free after a refusal; the lines are judged once."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.basics.errors import AppError
from models.basics.period import PLAN_ZONE
from models.store import UnitStore
from models.store.office.office_store import OfficeStore
from models.workspace.office_workspace import OfficeWorkspace
from models.workspace.unit_workspace import UnitWorkspace
from tests.models.store import test_office_store

PERIOD = "2020Q3"
AT = datetime(2020, 10, 13, 9, 30, tzinfo=PLAN_ZONE)
PAPER, KEY = replace(test_office_store.PAPER, settings=0), replace(test_office_store.KEY, compared=True)


@pytest.mark.parametrize(
    "kind, made, error",
    [
        (UnitWorkspace, OfficeStore, "not_a_units_folder"),
        (OfficeWorkspace, UnitStore, "not_an_offices_folder"),
        (OfficeWorkspace, OfficeStore, "office_unfinished"),
    ],
)
def test_a_folder_of_the_other_desk_or_unfinished_is_refused_and_free_afterwards(
    kind: type[UnitWorkspace], made: type[UnitStore], error: str, tmp_path: Path
) -> None:
    made.create(tmp_path / "desk").close()
    with pytest.raises(AppError) as refused:
        kind.open(tmp_path / "desk")
    assert refused.value.code == error
    made.open(tmp_path / "desk").close()


@pytest.mark.parametrize(
    "kind, error",
    [
        (UnitWorkspace, "not_a_units_folder"),
        (OfficeWorkspace, "not_an_offices_folder"),
    ],
)
def test_an_empty_folder_is_nobodys(kind: type[UnitWorkspace], error: str, tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        kind.open(tmp_path)
    assert refused.value.code == error


def test_lines_are_judged_once_for_each_state_of_the_store(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        office = OfficeWorkspace(tmp_path, store)
        assert office.lines(PERIOD) == {}
        store.put_paper(PAPER)
        held = office.lines(PERIOD)
        assert held["610924"].in_force is None and held["610924"].held
        assert office.lines(PERIOD) is held
        assert office.lines(PERIOD, AT - timedelta(seconds=1))["610924"].held == ()
        assert office.line("M10", PERIOD).in_force is None
        store.put_key(KEY)
        assert office.line("610924", PERIOD).in_force == "d1"
        assert replace(office, scope="another plan").lines(PERIOD) is office.lines(PERIOD)


def test_lines_judged_inside_an_act_that_is_undone_are_not_kept(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        office = OfficeWorkspace(tmp_path, store)
        store.put_paper(PAPER)
        with pytest.raises(RuntimeError), store.transaction():
            store.put_key(KEY)
            assert office.line("610924", PERIOD).in_force == "d1"
            raise RuntimeError
        assert office.line("610924", PERIOD).in_force is None


def test_what_another_connection_writes_is_seen(tmp_path: Path) -> None:
    with OfficeStore.create(tmp_path) as store:
        office = OfficeWorkspace(tmp_path, store)
        store.put_paper(PAPER)
        assert "610924" in office.lines(PERIOD)
        other = sqlite3.connect(next(tmp_path.glob("*.db")))
        other.execute("PRAGMA foreign_keys = OFF")
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f'DROP TRIGGER "{name}"')
        other.execute("DELETE FROM papers")
        other.commit()
        other.close()
        assert office.lines(PERIOD) == {}
