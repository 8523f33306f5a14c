"""Kills: a program that types, records and issues is killed at any moment; what it acknowledged must be there, whole."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from models.store import UnitStore
from tests.torture.judging import Figures, Judge

ROOT = Path(__file__).resolve().parents[2]
WORKER = "tests.torture.worker"


class Torture:
    """One workspace that is worked in, killed and opened again."""

    def __init__(self, root: Path, seed: int, figures: Figures) -> None:
        """Make an empty workspace of a unit."""
        self.judge, self.figures = Judge(root / "unit", root / "out", figures), figures
        self.random = random.Random(seed)
        UnitStore.create(self.judge.folder, "610924").close()

    def at_random(self, seconds: float = 0.4) -> None:
        """Kill the worker some time after it has begun to work."""
        self._run(0, self.random.uniform(0, seconds))

    def at_moment(self, moment: int) -> None:
        """Kill the worker at its n-th write, sync, rename or commit."""
        self._run(moment, None)

    def _run(self, moment: int, seconds: float | None) -> None:
        words = [sys.executable, "-m", WORKER, self.judge.folder, self.judge.out, self.judge.number, moment, 0]
        with subprocess.Popen(list(map(str, words)), cwd=ROOT, stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            said = []
            if seconds is not None:
                said.append(worker.stdout.readline())
                time.sleep(seconds)
                worker.kill()
            said += worker.stdout.readlines()
            code = worker.wait()
        self.figures.tried["kills"] += 1
        if code != -signal.SIGKILL:
            self.figures.faults[f"ended with {code}"] += 1
        self.judge.judge(said)
