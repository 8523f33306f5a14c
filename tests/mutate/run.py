"""`tasks.py mutate`: changes the rooms that decide, one place at a time, and prints the share that some test notices.

Works on copies of the tree, never on the tree itself. A mutant counts as noticed when a test of its room, of the rooms
that lean on it, or a flow test fails. Those listed in `equivalent.txt` change nothing that can be seen and are not drawn.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutate.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {  # room → what notices, the quickest first
    "models/basics/canonical.py": ("tests/models/basics", "tests/models/returns"),
    "models/returns": ("tests/models/returns", "tests/models/filling", "tests/forms/workbook", "tests/flow/test_cases.py"),
    "models/ledger": ("tests/models/ledger", "tests/forms/office", "tests/flow/test_orders.py", "tests/flow/test_cases.py"),
    "models/checks": ("tests/models/checks", "tests/models/help", "tests/flow/test_vehicle_list.py", "tests/flow/test_cases.py"),
    "models/city": ("tests/models/city", "tests/flow/test_cases.py", "tests/flow/test_other_cases.py"),
    "models/sheet": ("tests/models/sheet", "tests/models/checks", "tests/models/filling", "tests/flow/test_cases.py"),
    "forms/office/intake.py": ("tests/forms/office", "tests/flow/test_tampering.py", "tests/flow/test_returned.py", "tests/flow/test_edges.py"),
    "forms/opening/verify.py": ("tests/forms/opening", "tests/flow/test_tampering.py"),
    "forms/papers/receipt.py": ("tests/forms/papers", "tests/flow/test_returned.py"),
}  # fmt: skip
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "--no-header")
LONGEST = 600  # seconds of one mutant's tests; an endless loop counts as noticed


def main(words: Sequence[str]) -> int:
    """Draw mutants, run their tests, print what was not noticed and the share; exit 1 below the wanted share."""
    parser = argparse.ArgumentParser(prog="tasks.py mutate")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--share", type=int, default=90, help="percent that must be noticed")
    parser.add_argument("--only", default="", help="rooms whose path begins so")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    chosen = parser.parse_args(words)
    known = set(EQUIVALENT.read_text("utf-8").splitlines()) if EQUIVALENT.exists() else set()
    every = [(tests, m) for room, tests in ROOMS.items() if room.startswith(chosen.only) for m in _mutants(room)]
    every = [(tests, mutant) for tests, mutant in every if _named(mutant) not in known]
    drawn = random.Random(chosen.seed).sample(every, min(chosen.number, len(every)))
    print(f"seed {chosen.seed}: {len(drawn)} of {len(every)} mutants, {len(known)} listed as equivalent", flush=True)
    alive = _run(drawn, chosen.workers)
    share = 100 * (len(drawn) - len(alive)) / len(drawn) if drawn else 100.0
    print(f"noticed {len(drawn) - len(alive)} of {len(drawn)}: {share:.1f} %")
    return 0 if share >= chosen.share else 1


def _mutants(room: str) -> list[Mutant]:
    place = ROOT / room
    return [
        mutant for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place]) for mutant in mutants_of(path)
    ]


def _named(mutant: Mutant) -> str:
    """One line that names a mutant whatever its line number: file, before, after."""
    path = mutant.path.relative_to(ROOT).as_posix()
    return f"{path}: {' '.join(mutant.before.split())} → {' '.join(mutant.after.split())}"


def _run(drawn: Sequence[tuple[Sequence[str], Mutant]], workers: int) -> list[Mutant]:
    trees: SimpleQueue[Path] = SimpleQueue()
    alive: list[Mutant] = []
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        for number in range(workers):
            tree = Path(folder) / str(number)
            shutil.copytree(
                ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "work", "dist")
            )
            trees.put(tree)

        def one(job: tuple[Sequence[str], Mutant]) -> None:
            tree = trees.get()
            try:
                if not _noticed(tree, *job):
                    alive.append(job[1])
                    print(f"not noticed, line {job[1].line}: {_named(job[1])}", flush=True)
            finally:
                trees.put(tree)

        _refuse_if_red(trees, {place for tests, _ in drawn for place in tests})
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, drawn))
    return alive


def _refuse_if_red(trees: SimpleQueue[Path], places: set[str]) -> None:
    """Raise RuntimeError when the tests fail without any change: they would notice nothing."""
    tree = trees.get()
    here = sorted(place for place in places if (tree / place).exists())
    done = subprocess.run([*PYTEST, *here], cwd=tree, capture_output=True, check=False)
    trees.put(tree)
    if done.returncode:
        raise RuntimeError(f"the tests fail as they are:\n{done.stdout.decode()[-3000:]}")


def _noticed(tree: Path, tests: Sequence[str], mutant: Mutant) -> bool:
    path = tree / mutant.path.relative_to(ROOT)
    whole = path.read_bytes()
    path.write_bytes(mutant.source(whole))
    try:
        for place in tests:
            if not (tree / place).exists():
                continue
            command = [*PYTEST, place]
            done = subprocess.run(command, cwd=tree, capture_output=True, timeout=LONGEST, check=False)
            if done.returncode in (1, 2):  # a test failed, or the changed file does not load
                return True
            if done.returncode not in (0, 5):  # 5: no test there yet
                raise RuntimeError(done.stdout.decode() + done.stderr.decode())
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_bytes(whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
