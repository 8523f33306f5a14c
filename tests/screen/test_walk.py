"""The window on a virtual screen, moved by real pointer and key events of the X server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen.x_server import x_server

ROOT = Path(__file__).resolve().parents[2]
STILL = ("-o", "faulthandler_timeout=300", "-o", "faulthandler_exit_on_timeout=true")  # says where a walk stood still


@pytest.fixture
def screen() -> Iterator[str]:
    """A virtual screen as small as the program's pages are made for."""
    with x_server("1280x720") as display:
        yield display


@pytest.mark.parametrize(
    ("walk", "least"),
    [("walk_case1.py", 10), ("walk_office_day.py", 10), ("walk_decisions.py", 15), ("walk_quiet_quarter.py", 5)],
)
def test_a_person_goes_through_it_with_real_keys(screen: str, walk: str, least: int, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("TANBAO_PICTURES") or tmp_path)
    words = [sys.executable, "-m", "pytest", f"tests/screen/{walk}", "-o", "python_files=walk_*.py", "-q", "-x", *STILL]
    settings = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "TANBAO_PICTURES": str(pictures)}
    done = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert len(list(pictures.glob("*.png"))) >= least
