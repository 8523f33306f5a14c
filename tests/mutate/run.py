"""`tasks.py mutate`: changes the rooms that decide, one place at a time, and prints the share that some test notices.

Works on copies of the tree, never on the tree itself. First every test of `reached.TESTS` runs once, unchanged, and it is
recorded which lines it runs. A mutant is given to the tests that run its line, the likeliest to fail first, and counts as
noticed when one fails. Those listed in `equivalent.txt` change nothing that can be seen and are not drawn.
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
from tests.mutate.reached import ROOMS, ROOT, TESTS, Reached, ask, files_of

EQUIVALENT = Path(__file__).with_name("equivalent.txt")
PASSED = 0
WRONG_CALL = (3, 4)  # of pytest: an error of its own, a test that is not there
FIRST = 12  # tests that are asked at first; the others after them in one go
LONGEST = 300  # processor seconds of one mutant's tests; an endless loop counts as noticed


def main(words: Sequence[str]) -> int:
    """Draw mutants, run their tests, print what was not noticed and the share; exit 1 below the wanted share."""
    parser = argparse.ArgumentParser(prog="tasks.py mutate")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--share", type=int, default=90, help="percent that must be noticed")
    parser.add_argument("--only", default="", help="files whose path begins so")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument(
        "--reached", type=Path, help="file that keeps which test runs which lines, from one run to the next"
    )
    chosen = parser.parse_args(words)
    known = {line.partition("  # ")[0] for line in EQUIVALENT.read_text("utf-8").splitlines()}
    every = [mutant for path in files_of(ROOMS, "*.py") for mutant in mutants_of(path)]
    every = [mutant for mutant in every if _path(mutant).startswith(chosen.only) and _named(mutant) not in known]
    drawn = random.Random(chosen.seed).sample(every, min(chosen.number, len(every)))
    print(f"seed {chosen.seed}: {len(drawn)} of {len(every)} mutants, {len(known)} listed as equivalent", flush=True)
    alive = _run(drawn, chosen.workers, chosen.reached)
    share = 100 * (len(drawn) - len(alive)) / len(drawn) if drawn else 100.0
    print(f"noticed {len(drawn) - len(alive)} of {len(drawn)}: {share:.1f} %")
    return 0 if share >= chosen.share else 1


def _path(mutant: Mutant) -> str:
    return mutant.path.relative_to(ROOT).as_posix()


def _named(mutant: Mutant) -> str:
    """One line that names a mutant whatever its line number: file, before, after."""
    return f"{_path(mutant)}: {' '.join(mutant.before.split())} → {' '.join(mutant.after.split())}"


class _Tree:
    """A copy of the tree with a process that runs its tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "work", "dist")
        shutil.copytree(ROOT, folder, ignore=left_out)
        # compiled once: what is written later would be stale for a change of the same size in the same second
        compileall.compile_dir(str(folder), quiet=1, workers=1)
        collect = [sys.executable, "-m", "pytest", "-q", "--collect-only", *TESTS]
        subprocess.run(collect, cwd=folder, capture_output=True, check=False)
        command = [sys.executable, "-B", "-m", "tests.mutate.server", str(LONGEST)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._server = subprocess.Popen(command, cwd=folder, **pipes)  # type: ignore[call-overload]

    def run(self, tests: Sequence[str]) -> tuple[int, str]:
        """Run tests until one fails; return pytest's exit code and the test that failed. Without tests: all passed."""
        if not tests:
            return PASSED, ""
        self._server.stdin.write(json.dumps(list(tests)) + "\n")
        self._server.stdin.flush()
        code, failed = json.loads(self._server.stdout.readline())
        return code, failed

    def must_run(self, tests: Sequence[str]) -> None:
        """Raise RuntimeError when the tests do not all pass in this tree as it lies."""
        code, failed = self.run(tests)
        if code != PASSED:
            raise RuntimeError(f"pytest cannot run {tests[:3]} …: {code} {failed}")

    def close(self) -> None:
        """End the process."""
        self._server.stdin.close()
        self._server.wait()


def _run(drawn: Sequence[Mutant], workers: int, kept: Path | None) -> list[Mutant]:
    trees: SimpleQueue[_Tree] = SimpleQueue()
    alive: list[Mutant] = []
    done = itertools.count(1)
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder, ExitStack() as stack:
        for number in range(workers):
            tree = _Tree(Path(folder) / str(number))
            stack.callback(tree.close)
            trees.put(tree)
        reached = ask(kept or Path(folder) / "kept.json", Path(folder) / "0")
        if drawn:
            tree.must_run(reached.tests_of(drawn[0])[:FIRST])

        def one(mutant: Mutant) -> None:
            tree = trees.get()
            try:
                if not _noticed(tree, mutant, reached):
                    alive.append(mutant)
                    print(f"not noticed, line {mutant.line}: {_named(mutant)}", flush=True)
            finally:
                trees.put(tree)
            if (number := next(done)) % 20 == 0:
                print(f"{number} of {len(drawn)}, {len(alive)} not noticed", flush=True)

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, drawn))
    return alive


def _noticed(tree: _Tree, mutant: Mutant, reached: Reached) -> bool:
    path = tree.folder / mutant.path.relative_to(ROOT)
    whole = path.read_bytes()
    path.write_bytes(mutant.source(whole))
    tests = reached.tests_of(mutant)
    try:
        for part in (tests[:FIRST], tests[FIRST:]):
            code, failed = tree.run(part)
            if code in WRONG_CALL:  # cases that the change took away are noticed; those that were never there are not
                path.write_bytes(whole)
                tree.must_run(part)
            if code != PASSED:  # a test failed, took too long, or the changed file does not load
                reached.failed_last[mutant.path, mutant.function] = failed
                return True
        return False
    finally:
        path.write_bytes(whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
