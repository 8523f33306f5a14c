"""How long the frozen program takes to start, against a bare window of Qt frozen by the same PyInstaller.

`tasks.py bench --frozen`: both are packed first, in a folder of their own outside the tree, and shown on a real (virtual)
screen, since a frozen program cannot be told to end when it has been painted. It counts as painted when its window is on
the screen and the program waits for the first time: what it does beside the first picture is in it, what it does later
is not.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.made import bare_window
from tests.bench.made.filled_unit import filled_unit
from tests.bench.results import Spent, in_turn, told
from tests.screen.x_server import x_server

ROOT = Path(__file__).parents[3]
FROZEN = "TANBAO_BENCH_FROZEN"
ROUNDS, LIMIT = 5, 2.6  # times the bare window, in processor time
LOOK, LOOKS, LONGEST = 0.02, 4, 60.0  # seconds between two looks; how many of them it waits; seconds at most
_TICKS = os.sysconf("SC_CLK_TCK")

pytestmark = pytest.mark.skipif(not os.environ.get(FROZEN), reason="packs two programs: tasks.py bench --frozen")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The frozen program and the frozen bare window, made anew."""
    out = tmp_path_factory.mktemp("frozen")
    (out / "bare.py").write_text(bare_window.SHOWN, "utf-8")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, ROOT / "build/package/freeze.py", "--out", out], cwd=out, **quiet)
    places = ["--distpath", out, "--workpath", out / "work", "--specpath", out]
    subprocess.run([sys.executable, "-m", "PyInstaller", "-y", *places, out / "bare.py"], cwd=out, **quiet)
    return out / "tanbao/TanBao", out / "bare/bare"


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    with x_server("1920x1080") as name:
        yield name


def test_the_frozen_program_is_painted_in_no_more_than_a_few_times_a_bare_window(
    programs: tuple[Path, Path], screen: str, tmp_path: Path
) -> None:
    """The program as an icon starts it, on a workspace whose period is filled in."""
    filled_unit(tmp_path)
    settings = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": screen, "XDG_CONFIG_HOME": str(tmp_path)}
    ours, theirs = in_turn(ROUNDS, *(lambda one=one: until_painted(one, settings) for one in programs))
    bar = "the frozen program until a unit's desk is painted / a frozen bare window of Qt"
    assert told(bar, ours * 1000, theirs * 1000, LIMIT) <= LIMIT


def until_painted(program: Path, settings: dict[str, str]) -> Spent:
    """Start a program and return what it took until its window was on the screen and it waited for the first time."""
    begun, quiet = time.monotonic(), subprocess.DEVNULL
    process = subprocess.Popen([program], env=settings, stdout=quiet, stderr=quiet)
    try:
        took, waited, shown = -1.0, 0, False
        while waited < LOOKS:
            assert process.poll() is None and time.monotonic() - begun < LONGEST
            shown = shown or _is_shown(process.pid, settings)
            state, now = _standing(process.pid)
            waited = waited + 1 if shown and state == "S" and now == took else 0
            took = now
            time.sleep(LOOK)
        return Spent(seconds=took, memory=0, passed=time.monotonic() - begun - LOOKS * LOOK)
    finally:
        process.kill()
        process.wait()


def _is_shown(process: int, settings: dict[str, str]) -> bool:
    words = ["xdotool", "search", "--onlyvisible", "--pid", str(process)]
    return bool(subprocess.run(words, env=settings, capture_output=True, check=False).stdout.strip())


def _standing(process: int) -> tuple[str, float]:
    """Whether a process runs or waits (R, S), and the seconds of processor time it has taken."""
    said = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return said[0], (int(said[11]) + int(said[12])) / _TICKS
