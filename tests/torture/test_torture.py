"""The short form of the torture: some kills at single moments and at random; `tasks.py torture` does it at length."""

import sys
from pathlib import Path

import pytest

from tests.torture.kills import Torture


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_what_was_acknowledged_survives_and_nothing_is_half(tmp_path: Path) -> None:
    torture = Torture(tmp_path, seed=20201015)
    for moment in (1, 6, 11, 14, 17, 19):
        torture.at_moment(moment)
    for _ in range(3):
        torture.at_random()
    assert torture.figures.kills == 9
    assert torture.figures.issued > 0
    assert dict(torture.figures.faults) == {}
