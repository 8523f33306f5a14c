"""The tests of keys, focus and size once more on a real X screen: xcb has other key bindings and other focus rules."""

import os
import subprocess
import sys
from pathlib import Path

from tests.screen.x_server import x_server

ROOT = Path(__file__).resolve().parents[2]
QUICK = ("-q", "-x", "-p", "no:randomly")


def test_keys_and_focus_on_a_real_screen() -> None:
    with x_server("1280x720") as display:
        settings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        words = [sys.executable, "-m", "pytest", "tests/ui/keys", *QUICK]
        done = subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
