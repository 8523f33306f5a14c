"""Results: what a bench measured, beside its peer, printed and kept in RESULTS.md when `tasks.py bench --write` asks.

Processor time of whole processes, ours and the peer's in turn in one run, so that a ratio does not hang on the machine
or on what else it does. Every figure of a run stands in the file with the machine it came from.
"""

import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).with_name("RESULTS.md")
WRITE, PEERS = "TANBAO_BENCH_WRITE", "TANBAO_BENCH_PEERS"
_HEAD = """# What the benches measured

Made by `python3 build/tasks.py bench --write`; processor time, ours and the peer's in turn, medians of the rounds.
`ratio` is ours to the peer's; `limit` is what the bench holds it to.

| bar | ours | peer | ratio | limit | measured |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one process took: processor seconds with those it started, and its own peak of memory in MiB."""

    seconds: float
    memory: float


def spent(command: Sequence[object], **variables: str) -> Spent:
    """Run a process to its end and return what it took. Raises CalledProcessError when it says a failure of ours."""
    quiet = subprocess.DEVNULL
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # as after a first start: nobody compiles anything any more
    settings = {**os.environ, **compiled, **variables}
    process = subprocess.Popen([*map(str, command)], env=settings, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(seconds=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / 1024)


def in_turn(rounds: int, *sides: Callable[[], Spent]) -> list[float]:
    """Return the median seconds of each side, one round after the other: A B A B …, after a first one that warms up."""
    for side in sides:
        side()
    found = [[side().seconds for side in sides] for _ in range(rounds)]
    return [median(one[number] for one in found) for number in range(len(sides))]


def told(bar: str, ours: float, peer: float, limit: float, unit: str = "ms") -> float:
    """Print a bar, keep it in RESULTS.md when asked, and return its ratio."""
    ratio = ours / peer
    print(f"\n{bar}: {ours:.1f} {unit} to {peer:.1f} {unit}, {ratio:.2f} (limit {limit})", end="")
    if os.environ.get(WRITE):
        _write(bar, f"| {bar} | {ours:.1f} {unit} | {peer:.1f} {unit} | {ratio:.2f} | {limit} | {_where()} |")
    return ratio


def _write(bar: str, line: str) -> None:
    lines = RESULTS.read_text("utf-8").splitlines() if RESULTS.exists() else _HEAD.splitlines()
    kept = [one for one in lines if not one.startswith(f"| {bar} |")]
    RESULTS.write_text("\n".join([*kept, line]) + "\n", "utf-8")


def _where() -> str:
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
