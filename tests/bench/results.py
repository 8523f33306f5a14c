"""Results: what a bench measured, beside its peer, printed and kept in RESULTS.md when `tasks.py bench --write` asks.

Processor time of whole processes, ours and the peer's in turn in one run, so that a ratio does not hang on the machine
or on what else it does. Every figure of a run stands in the file with the machine it came from.
"""

import os
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).with_name("RESULTS.md")
BUSY = 1.5  # load of the last minute
WRITE, PEERS = "TANBAO_BENCH_WRITE", "TANBAO_BENCH_PEERS"
_HEAD = """# What the benches measured

Made by `python3 build/tasks.py bench --write`; processor time, ours and the peer's in turn, medians of the rounds.
`ratio` is ours to the peer's; `limit` is what the bench holds it to.

| bar | ours | peer | ratio | limit | measured |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one process took: processor seconds with those it started, its own peak of memory in MiB, and the time."""

    seconds: float
    memory: float
    passed: float = 0  # seconds on the clock


def spent(command: Sequence[object], **variables: str) -> Spent:
    """Run a process to its end and return what it took. Raises CalledProcessError when it says a failure of ours."""
    quiet = subprocess.DEVNULL
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # as after a first start: nobody compiles anything any more
    settings = {**os.environ, **compiled, **variables}
    begun = time.monotonic()
    process = subprocess.Popen([*map(str, command)], env=settings, stdout=quiet, stderr=quiet)
    memory, ended = 0.0, 0
    while not ended:
        memory = max(memory, _peak(process.pid))
        time.sleep(0.005)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(
        seconds=usage.ru_utime + usage.ru_stime,
        memory=memory or usage.ru_maxrss / 1024,
        passed=time.monotonic() - begun,
    )


def _peak(process: int) -> float:
    """Return the peak of memory of a running process in MiB, 0 where the system does not tell.

    What `wait4` says counts the memory of the process that started it as well.
    """
    try:
        said = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in said.splitlines() if line.startswith("VmHWM:")), 0.0)


def thinking(act: Callable[[], object]) -> Callable[[], Spent]:
    """Return an act of this process as a side of `in_turn`: its processor seconds."""

    def run() -> Spent:
        start = time.process_time()
        act()
        return Spent(seconds=time.process_time() - start, memory=0)

    return run


def in_turn(rounds: int, *sides: Callable[[], Spent]) -> list[float]:
    """Return the median seconds of each side, one round after the other: A B A B …, after a first one that warms up."""
    for side in sides:
        side()
    found = [[side().seconds for side in sides] for _ in range(rounds)]
    return [median(one[number] for one in found) for number in range(len(sides))]


def in_time(rounds: int, *sides: Callable[[], Spent]) -> list[float]:
    """Return the least time on the clock of each side, in turn: what other programs add is in none of the least."""
    found = [[side().passed for side in sides] for _ in range(rounds)]
    return [min(one[number] for one in found) for number in range(len(sides))]


def is_busy() -> bool:
    """True while others use the cores: time on the clock then says nothing of us, and is held to nothing."""
    return (os.cpu_count() or 1) < 2 or os.getloadavg()[0] > BUSY


def told(bar: str, ours: float, peer: float, limit: float, unit: str = "ms") -> float:
    """Print a bar, keep it in RESULTS.md when asked, and return its ratio."""
    ratio = ours / peer
    print(f"\n{bar}: {ours:.1f} {unit} to {peer:.1f} {unit}, {ratio:.2f} (limit {limit})", end="")
    if os.environ.get(WRITE):
        _write(bar, f"| {bar} | {ours:.1f} {unit} | {peer:.1f} {unit} | {ratio:.2f} | {limit} | {_where()} |")
    return ratio


def _write(bar: str, line: str) -> None:
    """Put a line of the table in the place of the one it had."""
    table, pictures = _kept()
    RESULTS.write_text(
        "\n".join([*(one for one in table if not one.startswith(f"| {bar} |")), line, *pictures]) + "\n", "utf-8"
    )


def _kept() -> tuple[list[str], list[str]]:
    """Return the lines of RESULTS.md up to the end of the table, and those of the pictures."""
    lines = RESULTS.read_text("utf-8").splitlines() if RESULTS.exists() else _HEAD.splitlines()
    end = next((at for at, one in enumerate(lines) if one.startswith("## ")), len(lines))
    table = lines[:end]
    while table and not table[-1]:
        table.pop()
    return table, ["", *lines[end:]] if end < len(lines) else []


def drawn(title: str, of: str, grown: Mapping[str, Mapping[int, float]]) -> dict[str, float]:
    """Draw how measures grow with a number, keep it in RESULTS.md when asked, and return the slope of each measure.

    `grown` is name with unit → number → value. Bars and slopes are on two logarithmic axes: slope 1 = in proportion,
    0 = it does not grow.
    """
    slopes, lines = {}, [f"## {title}", "", f"{_where()}; each ██████ is ten times the value above it.", "", "```text"]
    for name, values in grown.items():
        first, last = min(values), max(values)
        slopes[name] = log(values[last] / values[first]) / log(last / first)
        lines.append(f"{name}: slope {slopes[name]:.2f}")
        least = min(values.values())
        for number, value in sorted(values.items()):
            lines.append(f"{number:>8,} {of} {'█' * (1 + round(6 * log(value / least, 10)))} {value:,.1f}")
    lines.append("```")
    print("\n" + "\n".join(lines), end="")
    if os.environ.get(WRITE):
        table, pictures = _kept()
        parts = "\n".join(pictures).split("\n## ")
        others = [f"## {one}".rstrip().splitlines() for one in parts[1:] if not one.startswith(f"{title}\n")]
        kept = [line for one in [*others, lines] for line in ("", *one)]
        RESULTS.write_text("\n".join([*table, *kept]) + "\n", "utf-8")
    return slopes


def _where() -> str:
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
