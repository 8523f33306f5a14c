"""`tasks.py mutate`: changes the rooms that decide, one place at a time, and prints the share that some test notices.

Works on copies of the tree, never on the tree itself. First every test of `NEAR` runs once, unchanged, and is asked which
functions it calls (`callers.py`). A mutant is given to the tests that call its function, the quickest first; when all of
them pass, to the tests `ROOMS` names for its room. It counts as noticed when one fails. Those listed in `equivalent.txt`
change nothing that can be seen and are not drawn.
"""

import argparse
import compileall
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from tests.mutate.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
NEAR = (  # cheap tests of these rooms and of those beside them
    "tests/models/basics/test_canonical.py",
    "tests/models/returns",
    "tests/models/ledger",
    "tests/models/checks",
    "tests/models/city",
    "tests/models/sheet",
    "tests/models/settings/test_due.py",
    "tests/models/filling",
    "tests/models/help",
    "tests/forms/office",
    "tests/forms/opening",
    "tests/forms/papers",
    "tests/forms/workbook",
)
CASES = "tests/flow/test_cases.py"
ROOMS = {  # room → what may notice beside the tests that call the changed function
    "models/basics/canonical.py": ("tests/models/basics/test_canonical.py",),
    "models/returns": ("tests/models/returns", CASES),
    "models/ledger": ("tests/models/ledger", "tests/flow/test_orders.py", CASES),
    "models/checks": ("tests/models/checks", "tests/flow/test_vehicle_list.py", CASES),
    "models/city": ("tests/models/city", CASES, "tests/flow/test_other_cases.py"),
    "models/sheet": ("tests/models/sheet", "tests/models/versions", CASES),
    "models/settings/due.py": ("tests/models/settings", CASES),
    "forms/office/intake.py": ("tests/flow/test_tampering.py", "tests/flow/test_returned.py", "tests/flow/test_edges.py"),
    "forms/opening/verify.py": ("tests/forms/opening", "tests/flow/test_tampering.py"),
    "forms/papers/receipt.py": ("tests/forms/papers", "tests/flow/test_returned.py"),
}  # fmt: skip
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "--no-header")
NO_TESTS = 5  # what pytest answers when there is none
UNNOTICED = (0, NO_TESTS)  # anything else: a test failed, took too long, or the changed file does not load
FIRST, MOST = 12, 150  # tests that are asked at first, and at most, before whole folders are
LONGEST = 300  # processor seconds of one mutant's tests; an endless loop counts as noticed


def main(words: Sequence[str]) -> int:
    """Draw mutants, run their tests, print what was not noticed and the share; exit 1 below the wanted share."""
    parser = argparse.ArgumentParser(prog="tasks.py mutate")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--share", type=int, default=90, help="percent that must be noticed")
    parser.add_argument("--only", default="", help="rooms whose path begins so")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--near", action="store_true", help="only tests that call the function, and those of its room")
    parser.add_argument("--callers", type=Path, help="file that keeps which test calls what, from one run to the next")
    chosen = parser.parse_args(words)
    known = {line.partition("  # ")[0] for line in EQUIVALENT.read_text("utf-8").splitlines()}
    every = [(tests, m) for room, tests in ROOMS.items() if room.startswith(chosen.only) for m in _mutants(room)]
    every = [(tests[:1] if chosen.near else tests, mutant) for tests, mutant in every if _named(mutant) not in known]
    drawn = random.Random(chosen.seed).sample(every, min(chosen.number, len(every)))
    print(f"seed {chosen.seed}: {len(drawn)} of {len(every)} mutants, {len(known)} listed as equivalent", flush=True)
    alive = _run(drawn, chosen.workers, chosen.callers)
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


class _Tree:
    """A copy of the tree with a process that runs its tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "work", "dist")
        shutil.copytree(ROOT, folder, ignore=left_out)
        # compiled once: what is written later would be stale for a change of the same size in the same second
        compileall.compile_dir(str(folder), quiet=1, workers=1)
        subprocess.run([*PYTEST, "--collect-only", *_near(folder)], cwd=folder, capture_output=True, check=False)
        command = [sys.executable, "-B", "-m", "tests.mutate.server", str(LONGEST)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._server = subprocess.Popen(command, cwd=folder, **pipes)  # type: ignore[call-overload]

    def run(self, tests: Sequence[str]) -> int:
        """Run tests until one fails; return pytest's exit code."""
        here = [one for one in tests if (self.folder / one.partition("::")[0]).exists()]
        if not here:
            return NO_TESTS
        self._server.stdin.write(json.dumps(here) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._server.stdin.close()
        self._server.wait()


def _run(drawn: Sequence[tuple[Sequence[str], Mutant]], workers: int, kept: Path | None) -> list[Mutant]:
    trees: SimpleQueue[_Tree] = SimpleQueue()
    alive: list[Mutant] = []
    done = itertools.count(1)
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder, ExitStack() as stack:
        for number in range(workers):
            tree = _Tree(Path(folder) / str(number))
            stack.callback(tree.close)
            trees.put(tree)
        callers = _callers(Path(folder) / "0", kept or Path(folder) / "callers.json")
        if drawn and tree.run(_calling(drawn[0][1], callers)) not in UNNOTICED:
            raise RuntimeError("the tests fail in the process that runs them")

        def one(job: tuple[Sequence[str], Mutant]) -> None:
            tree, (wider, mutant) = trees.get(), job
            try:
                calling = _calling(mutant, callers)
                rounds = [calling[:FIRST], calling[FIRST:], *([place] for place in wider)]
                if not _noticed(tree, mutant, rounds):
                    alive.append(mutant)
                    print(f"not noticed, line {mutant.line}: {_named(mutant)}", flush=True)
            finally:
                trees.put(tree)
            if (number := next(done)) % 20 == 0:
                print(f"{number} of {len(drawn)}, {len(alive)} not noticed", flush=True)

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, drawn))
    return alive


def _near(tree: Path) -> list[str]:
    return [place for place in NEAR if (tree / place).exists()]


Callers = dict[str, tuple[float, list[str]]]  # test id → seconds it takes, "path:qualified name" of what it calls


def _callers(tree: Path, target: Path) -> Callers:
    """Return which test calls what. Raises RuntimeError when a test fails without any change: it would notice nothing."""
    if not target.exists():
        command = [*PYTEST, "-p", "tests.mutate.callers", "--callers", str(target.resolve()), *_near(tree)]
        done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
        if done.returncode:
            target.unlink(missing_ok=True)
            raise RuntimeError(f"the tests fail as they are:\n{done.stdout.decode()[-3000:]}")
    return json.loads(target.read_text("utf-8"))


def _calling(mutant: Mutant, callers: Callers) -> list[str]:
    """The tests that call the function a mutant stands in, the quickest first; in a module's body: any of its functions."""
    path = mutant.path.relative_to(ROOT).as_posix()
    wanted = f"{path}:{mutant.function}" if mutant.function else ""
    found = [
        (seconds, test)
        for test, (seconds, called) in callers.items()
        if (wanted in called if wanted else any(one.startswith(f"{path}:") for one in called))
    ]
    return [test for _, test in sorted(found)[:MOST]]


def _noticed(tree: _Tree, mutant: Mutant, rounds: Sequence[Sequence[str]]) -> bool:
    path = tree.folder / mutant.path.relative_to(ROOT)
    whole = path.read_bytes()
    path.write_bytes(mutant.source(whole))
    try:
        return any(tree.run(tests) not in UNNOTICED for tests in rounds)
    finally:
        path.write_bytes(whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
