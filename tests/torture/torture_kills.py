"""The long form: every moment of a round of work, then random ones, until the seconds are over; prints the figures."""

import os
import sys
import time
from pathlib import Path

import pytest

from tests.torture.kills import Torture

ROUND = 60  # moments: more than two rounds of the worker have


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def torture_kills(tmp_path: Path) -> None:
    seed = int(os.environ.get("TANBAO_TORTURE_SEED") or time.time())
    end = time.monotonic() + float(os.environ.get("TANBAO_TORTURE_SECONDS", "60"))
    torture = Torture(tmp_path, seed)
    moment = 0
    while time.monotonic() < end:
        moment = moment % ROUND + 1
        if torture.random.random() < 0.7:
            torture.at_moment(moment)
        else:
            torture.at_random()
    figures = torture.figures
    print(
        f"\nseed {seed}: {figures.kills} kills; acknowledged {figures.typed} batches of cells and {figures.issued} acts; "
        f"{figures.finished} acts finished and {figures.undone} undone at the next start; faults {dict(figures.faults)}"
    )
    assert not figures.faults
