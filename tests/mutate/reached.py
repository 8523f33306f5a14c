"""Plugin of pytest that records which lines of the mutated rooms each test runs, and how long the test takes.

`python -m pytest -p tests.mutate.reached --reached FILE …` writes one JSON object: test id → [seconds, {path: [line, …]}].
What a fixture of the module or session runs is booked to the test that asked first. `Reached` reads and keeps it.
"""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import pytest

from tests.mutate.mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (  # what is mutated: the rooms that decide
    "models/basics/canonical.py",
    "models/returns",
    "models/ledger",
    "models/answers",
    "models/checks",
    "models/city",
    "models/sheet",
    "models/settings/due.py",
    "forms/office/intake.py",
    "forms/office/refusals.py",
    "forms/office/remarks.py",
    "forms/opening/verified.py",
    "forms/opening/verify.py",
    "forms/papers/receipt.py",
)
TESTS = (  # what may notice: tests of these rooms, of those beside them, and walks through all of them
    "tests/models/basics/test_canonical.py",
    "tests/models/returns",
    "tests/models/ledger",
    "tests/models/answers",
    "tests/models/checks",
    "tests/models/city",
    "tests/models/sheet",
    "tests/models/settings",
    "tests/models/filling",
    "tests/models/help",
    "tests/models/planning",
    "tests/models/workspace",
    "tests/forms/document",
    "tests/forms/given",
    "tests/forms/notice",
    "tests/forms/office",
    "tests/forms/opening",
    "tests/forms/papers",
    "tests/forms/summary",
    "tests/flow/test_cases.py",
    "tests/flow/test_edges.py",
    "tests/flow/office/figures/test_office_figures.py",
    "tests/flow/office/figures/test_waiting.py",
    "tests/flow/office/test_office_looks.py",
    "tests/flow/office/test_office_situations.py",
    "tests/flow/office/test_orders.py",
    "tests/flow/test_other_cases.py",
    "tests/flow/office/test_receipts.py",
    "tests/flow/office/test_reissued.py",
    "tests/flow/office/test_returned.py",
    "tests/flow/office/test_roster_facts.py",
    "tests/flow/unit/test_slices.py",
    "tests/flow/refused/test_tampering.py",
    "tests/flow/unit/test_vehicle_list.py",
)
LEAST = 0.01  # seconds; what is quicker is as quick
QUICK = 0.1  # seconds; a test of one function takes less
MOST = 100  # seconds that the tests of one mutant took together when they were recorded; the slowest are left out
Run = tuple[float, dict[str, list[int]]]  # seconds a test takes, lines it runs of each file


def files_of(places: Sequence[str], pattern: str) -> list[Path]:
    """Return the files of the named folders and files that match, in order."""
    roots = [ROOT / place for place in places]
    return sorted({path for root in roots for path in (root.rglob(pattern) if root.is_dir() else [root])})


@dataclass(kw_only=True)
class Reached:
    """Which tests run which lines. Kept in a file, whose tests are run again only when something of them has changed."""

    runs: dict[str, Run]
    failed_last: dict[tuple[Path, str], str] = field(
        default_factory=dict
    )  # function → test that noticed a mutant of it

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a mutant's line, the likeliest to fail first.

        What last noticed a mutant of the same function leads, then the quick ones, which ask a few lines closely; among
        these and among the others what runs the most lines in the least time. Where all together take too long the
        slowest are left out. A line that only runs when the module loads belongs to every test of the module.
        """
        path = mutant.path.relative_to(ROOT).as_posix()
        for lines in (set(mutant.lines), set(mutant.statement), set()):
            found = [test for test, run in self.runs.items() if _runs(run[1].get(path, []), lines)]
            if found:
                break
        found.sort(key=lambda test: (self.runs[test][0], test))
        together = accumulate(self.runs[test][0] for test in found)
        asked = [test for spent, test in zip(together, found, strict=True) if spent < MOST]
        last = self.failed_last.get((mutant.path, mutant.function))
        return sorted(asked, key=lambda test: (test != last, self.runs[test][0] > QUICK, self._worth(test), test))

    def _worth(self, test: str) -> float:
        """Return how long a test takes for a line."""
        seconds, lines = self.runs[test]
        return (seconds + LEAST) / (1 + sum(map(len, lines.values())))


def _runs(of_file: Sequence[int], lines: set[int]) -> bool:
    return bool(lines.intersection(of_file) if lines else of_file)


def ask(kept: Path, tree: Path) -> Reached:
    """Run every test of `TESTS` whose file is not in `kept` as it is now, in `tree`, and return what each runs.

    Raises RuntimeError when a test fails although nothing was changed: it would notice anything.
    """
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    rooms = _digest(files_of(ROOMS, "*.py"))
    before = known["files"] if known.get("rooms") == rooms else {}
    now = {path.relative_to(ROOT).as_posix(): _digest([path]) for path in files_of(TESTS, "test_*.py")}
    files = {name: before[name] for name, digest in now.items() if name in before and before[name]["digest"] == digest}
    if new := [name for name in now if name not in files]:
        found = _record(new, tree)
        if not any(lines for _, lines in found.values()):
            raise RuntimeError("no test runs a line of the rooms that are mutated: nothing was measured")
        for name in new:
            runs = {test: run for test, run in found.items() if test.partition("::")[0] == name}
            files[name] = {"digest": now[name], "runs": runs}
        kept.write_text(json.dumps({"rooms": rooms, "files": files}, ensure_ascii=False), "utf-8")
    return Reached(runs={test: (run[0], run[1]) for one in files.values() for test, run in one["runs"].items()})


def _digest(paths: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _record(names: Sequence[str], tree: Path) -> dict[str, list]:
    target = tree.parent / "reached.json"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "tests.mutate.reached",
        "--reached",
        str(target),
        *names,
    ]
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the tests fail as they are:\n{done.stdout.decode()[-3000:]}")
    return json.loads(target.read_text("utf-8"))


class Recorder:
    """Measures the lines of each test with coverage.py: one context a test."""

    def __init__(self, target: Path) -> None:
        from coverage import Coverage

        self.target = target
        self.seconds: dict[str, float] = {}
        self.coverage = Coverage(
            data_file=None, config_file=False, include=[one for room in ROOMS for one in (room, f"{room}/*")]
        )
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Measure one test with its fixtures."""
        begun = time.perf_counter()
        self.coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.coverage.switch_context("")
            self.seconds[item.nodeid] = round(time.perf_counter() - begun, 3)

    def pytest_sessionfinish(self) -> None:
        """Write what was found."""
        self.coverage.stop()
        data = self.coverage.get_data()
        found: dict[str, dict[str, list[int]]] = {test: {} for test in self.seconds}
        for file in sorted(data.measured_files()):
            path = Path(file).relative_to(Path.cwd()).as_posix()
            for line, tests in data.contexts_by_lineno(file).items():
                for test in filter(None, tests):
                    found[test].setdefault(path, []).append(line)
        runs = {test: (self.seconds[test], lines) for test, lines in found.items()}
        self.target.write_text(json.dumps(runs, ensure_ascii=False), "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--reached FILE`."""
    parser.addoption("--reached", type=Path, default=None, help="where to write which test runs which lines")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to measure when a file is named."""
    if config.getoption("--reached"):
        config.pluginmanager.register(Recorder(config.getoption("--reached")))
