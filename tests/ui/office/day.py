"""An office on a day on which everything happens: what waits, and the files that come, made once for all tests."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from forms.papers.unit_key import put_key_aside
from models.basics.period import PLAN_ZONE
from tests.flow.test_cases import forest
from tests.flow.town import COUNTIES, SECRET, Town
from tests.ui.office.conftest import PERIOD

LATE, OTHER, CORRECTED = COUNTIES[-1], COUNTIES[5], COUNTIES[6]  # whose return comes late, for another period, again
TWICE, NEW_KEY, LOST_KEY, RENAMED = COUNTIES[0], COUNTIES[3], COUNTIES[4], COUNTIES[2]
EARLIER, ANOTHER_SECRET = "2020Q3", "Another-Horse-77"
FILES, CODE = "come", "code.txt"  # folders with the files that come, one for each unit; the 核对码 that is read out


def a_day(filled: Path, folder: Path) -> None:
    """Make the town of that day: two papers and a new key wait, a notice went out, three returns are on their way."""
    town = Town.copy_of(filled, folder)
    _two_papers(town)
    _new_key(town)
    town.call("office", "issue", PERIOD, "--data", town.office, "--out", town.out, "--at", "2021-01-18T09:00")
    for unit, figure, period in ((LATE, "6.58", PERIOD), (OTHER, "2", EARLIER), (CORRECTED, "9.9", PERIOD)):
        _files(town, unit, figure, period)


def _files(town: Town, unit: str, figure: str, period: str = PERIOD, folder: Path | None = None) -> list[str]:
    said = town.completed(unit, period, {"cells": forest(figure)})
    reason = "" if unit == LATE or period != PERIOD else "漏报"
    out = town.root / FILES / (folder.name if folder else unit)
    return list(town.file(unit, period, said, reason=reason, folder=folder, out=out)["files"])


def _two_papers(town: Town) -> None:
    """The unit's two computers each filed a second revision."""
    second = town.root / "units" / "second"
    shutil.copytree(town.unit_folder(TWICE), second)
    for figure, folder in (("8", None), ("9", second)):
        town.receive(*_files(town, TWICE, figure, folder=folder), at="2021-01-16T09:00")


def _new_key(town: Town) -> None:
    """A unit set its PC up anew and filed with a key nobody knows."""
    put_key_aside(town.unit_folder(NEW_KEY), datetime.now(PLAN_ZONE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANBAO_PASSPHRASE", ANOTHER_SECRET)
        town.receive(*_files(town, NEW_KEY, "7"), at="2021-01-16T10:00")
        (town.root / CODE).write_text(town.request(town.unit_folder(NEW_KEY))["code"], "utf-8")


def files_of(town: Town, unit: str) -> list[Path]:
    """Return the files that come from a unit."""
    return sorted((town.root / FILES / unit).iterdir())


__all__ = ("CODE", "SECRET", "a_day", "files_of")
